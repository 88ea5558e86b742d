"""What of a report's numbers is known: its cells, and the places where a number stands that could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from govdisc.plugin import Report, Unread, Value, is_placeholder

#: The columns of long that say which cell it is; without row and column what was not read and belongs to no cell.
Path: TypeAlias = tuple[str | None, str | None, str | None]
#: Which cells the tables of a report have; most reports of a form have the same.
Shape: TypeAlias = tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]


def path_of(cell: str) -> Path:
    """Return the path of a cell in its parts."""
    table, row, column = cell.split(".")
    return table, row, column


def shape_of(report: Report) -> Shape:
    """Return which cells the tables of a report have."""
    return tuple([(table, tuple([(row, tuple(columns)) for row, columns in rows.items()])) for table, rows in report.tables.items()])


def unread_cells(report: Report) -> frozenset[str]:
    """Return the cells in which a number stands that is not known."""
    named = {cell for unread in report.unread for cell in unread.cells if report.cell(cell) is None}
    return frozenset(named | {cell for cell, mark in report.marks.items() if not is_placeholder(mark)})


def values_of(report: Report) -> Iterator[Value]:
    """Yield the values of the cells of a report, in their order."""
    return chain.from_iterable([row.values() for rows in report.tables.values() for row in rows.values()])


def beyond(report: Report, cells: Iterable[str]) -> Iterator[tuple[Path, str | None]]:
    """Yield what stands in the document and not in the tables, with what stood there: some cells that were not read, and what belongs to none."""
    yield from ((path_of(cell), report.marks.get(cell)) for cell in sorted(cells))
    yield from (((lost.table, None, None), lost.text) for lost in loose(report))


def loose(report: Report) -> Iterator[Unread]:
    """Yield what was not read and belongs to no cell."""
    return (unread for unread in report.unread if not unread.cells)
