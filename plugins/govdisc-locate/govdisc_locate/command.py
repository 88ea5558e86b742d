"""``govdisc locate``: which cells are probably wrong where sums do not hold, and why they are thought to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from govdisc.plugin import (
    N_,
    Change,
    CommandRun,
    Evidence,
    Explanation,
    Form,
    Report,
    Result,
    System,
    Value,
    dumps,
    located_cells,
    option,
    printed_value,
    report_command,
)
from govdisc.plugin import gettext as _
from govdisc_locate.solver import MOST_CELLS, solve

#: What each kind of mistake is called.
PATTERNS = {
    "digits_exchanged": N_("two digits exchanged"),
    "digit_missing": N_("a digit dropped"),
    "digit_added": N_("a digit too many"),
    "digit_wrong": N_("one digit is another"),
    "left_at_zero": N_("left at 0 or blank"),
    "neighbouring_cell": N_("in the neighbouring cell"),
    "row_shifted": N_("the row slid by one column"),
    "rows_exchanged": N_("two rows changed places"),
    "other": N_("another number"),
}
#: So many alternatives are printed.
MOST_SHOWN = 8


@report_command(
    "locate",
    help=N_("Name the cells that are probably wrong where sums do not hold, with the reasons. Nothing is changed: look them up in the register."),
    examples=("govdisc locate report.docx", "govdisc locate reports/ --format json"),
)
@option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True, help=N_("How to print it."))
def locate(run: CommandRun, style: str) -> None:
    """Print the wrong cells of reports; the exit code is 1 when a sum does not hold."""
    found = _found(run)
    if style == "json":
        run.write([dumps([_data(result, groups) for result, _report, _form, groups in found], indent=1) + "\n"])
    else:
        run.write(f"{line}\n" for result, report, form, groups in found for line in _text(result, report, form, groups))


def _found(run: CommandRun) -> Iterator[tuple[Result, Report, Form, Groups]]:
    """Yield each report with the sums that do not hold."""
    for result in run.checked(failing=()):
        if result.report is None or result.late:
            continue
        form = run.form(result.report)
        groups = list(located_cells(result.report, form, result.evidence, solve))
        if groups:
            run.differs()
        yield result, result.report, form, groups


Groups = list[tuple[System, list[Explanation]]]


def _data(result: Result, groups: Groups) -> dict[str, Any]:
    entry = result.input
    return {
        "uri": entry.uri,
        "agency": entry.agency,
        "year": entry.year,
        "groups": [
            {
                "sums": [
                    {"cells": list(system.members[number]), "difference": amount} for number, amount in system.failing.items()
                ],
                "explanations": [
                    {
                        "cells": [
                            {"cell": change.cell, "actual": change.actual, "expected": change.expected, "pattern": change.pattern}
                            for change in explanation.changes
                        ],
                        "cost": round(explanation.cost, 2),
                    }
                    for explanation in found[:MOST_SHOWN]
                ],
                "certain": len(found) == 1,
                "alternatives": max(len(found) - 1, 0),
            }
            for system, found in groups
        ],
    }


def _text(result: Result, report: Report, form: Form, groups: Groups) -> Iterator[str]:
    entry = result.input
    yield "  ".join(str(fact) for fact in (entry.uri, entry.agency, entry.year) if fact)
    if not groups:
        yield "  " + _("Every sum that can be judged holds.")
    for system, found in groups:
        yield "  " + _("Sums that do not hold ({count}):").format(count=len(system.failing))
        for number, amount in system.failing.items():
            yield "    " + _sum(form, system, number, amount)
        if not found:
            yield "  " + _("No set of up to {count} cells was found that would settle them; compare the table with the register line by line.").format(
                count=MOST_CELLS
            )
            continue
        if len(found) == 1:
            yield "  " + _("One set of cells would settle all of them:")
        else:
            yield "  " + _("{count} sets of cells would settle all of them, the likeliest first:").format(count=len(found))
        for number, explanation in enumerate(found[:MOST_SHOWN], 1):
            for at, change in enumerate(explanation.changes):
                yield (f"  {number}. " if not at else "     ") + _change(report, form, system, change, result.evidence)


def _change(report: Report, form: Form, system: System, change: Change, evidence: Evidence) -> str:
    """One cell, what was probably meant, how the mistake came about, and what speaks for it."""
    place = report.places.get(change.cell)
    off = sum(1 for number in system.signs[change.cell] if number in system.failing)
    sentence = _("{cell}{place}: {actual} → {expected} ({pattern}); it stands in {off} of these sums").format(
        cell=form.cell_label(change.cell),
        place=f" [{place}]" if place else "",
        actual=_shown(change.actual),
        expected=_shown(change.expected),
        pattern=_(PATTERNS[change.pattern]),
        off=off,
    )
    if change.expected in evidence.get(change.cell, ()):
        sentence += _("; the text, or last year's report, has {number}").format(number=_shown(change.expected))
    return sentence


def _sum(form: Form, system: System, number: int, amount: Any) -> str:
    members = system.members[number]
    row = system.row_of.get(number)
    where = form.row_label(system.table.id, row) if row else (form.column(members[0]) or system.table.blocks[0].columns[0]).label
    left = [cell for cell in members if system.signs[cell][number] == 1]
    right = [cell for cell in members if system.signs[cell][number] == -1]
    totals = sum(system.value(cell) for cell in right)
    names = " + ".join(form.cell_label(cell) for cell in right)
    return _("{where}: the parts come to {parts}, {names} to {total}, off by {amount}").format(
        where=where, parts=_shown(sum(system.value(cell) for cell in left)), names=names, total=_shown(totals), amount=_shown(amount)
    )


def _shown(value: Value) -> str:
    return printed_value(value) or _("blank")
