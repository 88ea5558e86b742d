"""What of a report's numbers is known: its cells, and the places where a number stands that could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govdisc.plugin import Report, Unread, Value, is_placeholder

#: The columns of long that say which cell it is.
Path = tuple[str | None, str | None, str | None]


class Place(NamedTuple):
    """A cell, or what was not read and belongs to no cell (then ``row`` and ``column`` are None, and ``mark`` is what stood there)."""

    path: Path
    value: Value = None
    mark: str | None = None
    remark: str | None = None
    unread: bool = False


def unread_cells(report: Report) -> frozenset[str]:
    """Return the cells in which a number stands that is not known."""
    named = {cell for unread in report.unread for cell in unread.cells if report.cell(cell) is None}
    return frozenset(named | {cell for cell, mark in report.marks.items() if not is_placeholder(mark)})


def places(report: Report) -> Iterator[Place]:
    """Yield every cell of a report, then the cells and places that stand in the document and were not read."""
    unread = unread_cells(report)
    there: set[str] = set()
    for path, value in report.cells():
        there.add(path)
        table, row, column = path.split(".")
        yield Place((table, row, column), value, report.marks.get(path), report.remarks.get(path), path in unread)
    for path in sorted(unread - there):
        table, row, column = path.split(".")
        yield Place((table, row, column), mark=report.marks.get(path), unread=True)
    for lost in loose(report):
        yield Place((lost.table, None, None), mark=lost.text, unread=True)


def loose(report: Report) -> Iterator[Unread]:
    """Yield what was not read and belongs to no cell."""
    return (unread for unread in report.unread if not unread.cells)
