"""Which cells are probably wrong where sums do not hold, and what should stand in them.

What is looked for are the smallest mistakes after which every sum of a table holds: up to three cells, numbers of neighbouring cells
that changed places, a row that slid by a column, two rows that changed places. They are ranked by how such mistakes come about
(:mod:`govdisc.explain.patterns`) and by what other parts of the document say. What comes out is for the officer to check against
the register, never a repair; where several sets of cells would do, all are shown, and none as certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from govdisc.explain.patterns import PATTERNS, Evidence, Explanation, explained, pattern, together
from govdisc.explain.rows import exchanged_rows, shifted_rows
from govdisc.explain.system import Number, Solution, System, search, systems
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.text.values import printed_value

__all__ = ["PATTERNS", "Explanation", "Solver", "System", "explain", "explanations", "located", "pattern", "search", "sentences"]

#: So many separate cells are tried here; more take a solver.
MOST_CELLS = 3
#: So many alternatives are given.
MOST_SHOWN = 8
#: An explanation that costs so much more than the best, a whole mistake, is no alternative to it.
NO_ALTERNATIVE = 1.0

#: What looks for more cells than are tried here: given a system, it returns sets of cells that settle it.
Solver = Callable[[System], Iterable[Solution]]


def explain(
    report: Report, form: Form, at: int, *, evidence: Evidence | None = None, solver: Solver | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the explanations of a report's wrong sums as they stand in the JSON output; ``at`` is its index among the inputs.

    The alternatives of one table follow each other, the best first. ``evidence`` are the numbers that prose and last year's report say
    of cells: they count for it. ``solver`` is asked where more than :data:`MOST_CELLS` cells are wrong.
    """
    for found in explanations(report, form, evidence, solver):
        for explanation in found[:MOST_SHOWN]:
            yield {
                "input": at,
                "cells": [
                    {"cell": change.cell, "actual": change.actual, "expected": change.expected, "pattern": change.pattern}
                    for change in explanation.changes
                ],
                "certain": len(found) == 1,
                "alternatives": len(found) - 1,
            }


def explanations(
    report: Report, form: Form, evidence: Evidence | None = None, solver: Solver | None = None
) -> Iterator[list[Explanation]]:
    """Yield, for each group of sums that hang together and do not hold, its alternative explanations, the likeliest first."""
    return (found for _system, found in located(report, form, evidence, solver) if found)


def located(
    report: Report, form: Form, evidence: Evidence | None = None, solver: Solver | None = None
) -> Iterator[tuple[System, list[Explanation]]]:
    """Yield each group of sums that hang together and do not hold, with its explanations, none where no few cells would settle it."""
    for system in systems(form, report):
        yield system, _ranked(system, evidence or {}, solver)


def _ranked(system: System, evidence: Evidence, solver: Solver | None) -> list[Explanation]:
    found = [together(system, solution, evidence, "row_shifted") for solution in shifted_rows(system)]
    found += [together(system, solution, evidence, "rows_exchanged") for solution in exchanged_rows(system)]
    cells: Iterable[Solution] = search(system, MOST_CELLS)
    if not cells and not found and solver is not None:
        cells = solver(system)
    ranked = sorted(
        chain(found, (explained(system, solution, evidence) for solution in cells)), key=lambda explanation: explanation.key
    )
    distinct: dict[frozenset[tuple[str, Number]], Explanation] = {}
    for explanation in ranked:  # the same cells may be one mistake or several: the likelier stands, where it stands
        distinct.setdefault(frozenset((change.cell, change.expected) for change in explanation.changes), explanation)
    best = list(distinct.values())
    return [explanation for explanation in best if explanation.cost < best[0].cost + NO_ALTERNATIVE]


def sentences(found: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each group of alternatives of one report, in the user's language; ``labels`` are the cells' names."""
    at = 0
    while at < len(found):
        group = found[at : at + min(found[at]["alternatives"] + 1, MOST_SHOWN)]
        at += len(group)
        shown = [_changes(alternative["cells"], labels) for alternative in group]
        if len(shown) == 1:
            yield _sentence(len(group[0]["cells"])).format(changes=shown[0])
            continue
        more = found[at - 1]["alternatives"] + 1 - len(group)
        listed = "; ".join(f"({number}) {changes}" for number, changes in enumerate(shown, 1))
        rest = _("; and {count} more").format(count=more) if more > 0 else ""
        yield _("any one of these would settle these sums, the likeliest first: {alternatives}").format(alternatives=listed + rest)


def _sentence(count: int) -> str:
    return _("one cell would settle these sums: {changes}") if count == 1 else _("these cells together would settle these sums: {changes}")


def _changes(cells: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> str:
    shown = ", ".join(
        f"{labels.get(cell['cell'], cell['cell'])}: {printed_value(cell['actual']) or _('blank')} → {printed_value(cell['expected'])}"
        for cell in cells
    )
    whole = _TOGETHER.get(cells[0]["pattern"])
    return _(whole).format(changes=shown) if whole else shown


#: Mistakes that took several cells at once.
_TOGETHER = {
    "row_shifted": N_("the row slid by one column ({changes})"),
    "rows_exchanged": N_("the two rows changed places ({changes})"),
    "neighbouring_cell": N_("the two cells changed places ({changes})"),
}
