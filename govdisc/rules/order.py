"""The order in which the findings of one report are told: by their place in the file, the cause before its consequences.

Places of a file are of many kinds (lines, pages, tables, cells of sheets) and not always known, but a report keeps the order of its
document: what is about the whole report comes first, then its parts one by one, in each the words before the table and the table's
cells as they are printed. A place that names no cell (a row that was not read) is put between the cells around it. At one place,
what was not read goes before what is missing, that before numbers that are wrong, that before sums, and those before prose that
does not agree with them. Findings that need another report come last.
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from math import inf
from typing import Any

from govdisc.model.findings import Finding
from govdisc.model.form import Form
from govdisc.model.places import location_of
from govdisc.model.report import Report

#: Families by what goes before what; one that is not named goes behind them.
CAUSES = ("PLG", "INP", "CFG", "STR", "NUM", "SUM", "NAR", "FEE", "REG", "DUE")
#: Families whose findings need another report.
LAST = ("YOY", "BAT")

Key = tuple[bool, float, float, int, str, str, str]
#: What kind of place it is (its words, or its sheet), and its numbers or letters, which can be compared with others of the kind.
Coordinates = tuple[str, tuple[Any, ...]]


def findings_order(report: Report, form: Form) -> Callable[[Finding], Key]:
    """Return the key by which to sort a report's own findings."""
    sections = _sections(report, form)
    rows = _rows(report)

    def number(path: str | None) -> int | None:
        """The number of a cell among all of the report, None where it has no such cell."""
        row, _dot, column = (path or "").rpartition(".")
        found = rows.get(row)
        return found[0] + found[1].index(column) if found and column in found[1] else None

    @cache
    def located() -> dict[str, list[tuple[tuple[int, ...], int]]]:
        found: dict[str, list[tuple[tuple[int, ...], int]]] = {}
        for at, (path, _value) in enumerate(report.cells()):
            kind, numbers = _coordinates(report.places.get(path))
            found.setdefault(kind, []).append((numbers, at))
        return {kind: sorted(places) for kind, places in found.items() if kind}

    def key(finding: Finding) -> Key:
        section = _section(finding, form)
        text = report.text(finding.section or "")
        if finding.quote and finding.quote in text:
            within = float(text.index(finding.quote) - len(text))
        elif (cell := number(finding.cell)) is not None:
            within = float(cell)
        else:  # between the cells around its place, in front of all cells where that is not known
            kind, numbers = _coordinates(finding.place)
            known = located().get(kind, ()) if kind else ()  # spares time
            at = bisect(known, (numbers, sys.maxsize))
            within = known[at - 1][1] + 0.5 if at else -0.5 if known else -inf
        family = finding.code[:3]
        rank = CAUSES.index(family) if family in CAUSES else len(CAUSES)
        part = sections.get(section or "", -inf)
        return family in LAST, part, within, rank, finding.code, str(finding.cell), finding.message

    return key


def ordered(findings: Iterable[Finding], report: Report, form: Form) -> list[Finding]:
    """Return a report's own findings in their order."""
    found = list(findings)
    return sorted(found, key=findings_order(report, form)) if len(found) > 1 else found  # spares time


def _rows(report: Report) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The rows of all tables, each with the number of its first cell among all of the report, and its columns."""
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    begin = 0
    for table, rows in report.tables.items():
        for row, cells in rows.items():
            found[f"{table}.{row}"] = begin, tuple(cells)
            begin += len(cells)
    return found


def _sections(report: Report, form: Form) -> dict[str, int]:
    """The parts by the order of the document; one that is not in it stands behind the part that the form puts before it."""
    order = list(dict.fromkeys(section.id for section in report.sections))
    behind = 0
    for spec in form.sections:
        if spec.id not in order:
            order.insert(behind, spec.id)
        behind = order.index(spec.id) + 1
    return {name: at for at, name in enumerate(order)}


def _section(finding: Finding, form: Form) -> str | None:
    """The part that a finding is about: that of its words, else that of its cell's table."""
    if finding.section is not None:
        return finding.section
    table = form.table_index.get((finding.cell or "").split(".")[0])
    return table.section if table is not None else None


@lru_cache(maxsize=4096)
def _coordinates(place: str | None) -> Coordinates:
    """The kind and the numbers of a place; "" where it is not known."""
    location = location_of(place) or {}
    if "sheet" in location:
        letters = location["cell"].rstrip("0123456789")
        return f"!{location['sheet']}", (int(location["cell"][len(letters) :]), len(letters), letters)
    return " ".join(location), tuple(location.values())
