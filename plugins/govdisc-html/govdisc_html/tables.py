"""From the rows of a ``<table>`` to a grid, or, where the table only arranges the page, to what its cells hold in reading order.

Spans are taken as browsers take them: junk and 0 count as 1 (a row span of 0 reaches to the end of its row group), and no row span
leaves its row group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import partial
from typing import NamedTuple

from govdisc.plugin import Cell, Grid, InputError, record
from govdisc.plugin import gettext as _

#: Statutory tables have 15 columns; ten times that and some is no report but an attack or another kind of page.
MAX_COLUMNS = 200
#: A column span above this is a slip of the editor; such a cell gets the width that the other rows leave it.
WIDE_SPAN = 100
MAX_ROWSPAN = 65_534  # as in the HTML standard

#: A cell with more text than this is prose, not a label: the longest label of the forms has 40 characters.
PROSE_ALONE = 120  # of a row's only cell, or of one with a heading in it
PROSE_AMONG_OTHERS = 300

_SPAN = re.compile(r"\s*\+?0*(\d{1,9})")


class Line(NamedTuple):
    """A line of text of the page; ``linked`` when nearly all of it is a link."""

    text: str
    linked: bool = False


class Picture(NamedTuple):
    """An image of the page that is large enough to show a table."""

    source: str


Part = Line | Grid | Picture


class OpenCell:
    """A cell whose contents are being read: lines of text alone in ``line``, anything else in ``parts``.

    ``rowspan`` 0 means to the end of the row group, ``headed`` that a heading stands in the cell.
    """

    __slots__ = ("colspan", "column", "headed", "line", "parts", "rowspan")

    def __init__(self, rowspan: int, colspan: int, line: str = "") -> None:
        self.rowspan = rowspan
        self.colspan = colspan
        self.line = line
        self.parts: Sequence[Part] = ()
        self.headed = False
        self.column = 0

    def text(self) -> str:
        """The cell's text, a small table inside it flattened."""
        if not self.parts:
            return self.line
        return "\n".join(part.text if isinstance(part, Line) else _flat(part) for part in self.parts if not isinstance(part, Picture))

    def contents(self) -> Sequence[Part]:
        """What the cell holds, for a table that is only layout."""
        return [Line(line) for line in self.line.split("\n")] if self.line else self.parts

    def is_content(self, limit: int) -> bool:
        """Whether the cell holds a piece of the page rather than a label or a value."""
        length = len(self.line)
        for part in self.parts:
            if isinstance(part, Line):
                length += len(part.text)
            elif isinstance(part, Grid) and len(part.rows) > 1 and max(map(len, part.rows)) > 1:
                return True
        return length > (PROSE_ALONE if self.headed else limit)


@record(slots=True)
class OpenTable:
    """A table whose rows are being read; ``groups`` holds the number of each row's row group."""

    number: int
    rows: list[list[OpenCell]] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    group: int = 0
    #: one of govdisc's own tables, which is no layout whatever its cells hold
    certain: bool = False

    def add_row(self) -> list[OpenCell]:
        """Begin a row in the current row group; return the list of its cells."""
        row: list[OpenCell] = []
        self.rows.append(row)
        self.groups.append(self.group)
        return row

    def finish(self) -> list[Part]:
        """Return the table as one grid, or as the paragraphs and grids of a page that it lays out."""
        self._place()
        width = max(map(len, self.rows), default=0)
        content = [self._is_content_row(row, width) for row in self.rows]
        parts: list[Part] = []
        at = 0
        for end in _runs(content):
            rows = self.rows[at:end]
            if content[at] or not _is_grid(rows, whole=not any(content)):
                parts += (part for row in rows for cell in row for part in cell.contents())
            else:
                parts.append(self._grid(at, end))
                parts += (part for row in rows for cell in row for part in cell.parts if isinstance(part, Picture))
            at = end
        return parts

    def _is_content_row(self, row: list[OpenCell], width: int) -> bool:
        if self.certain or width == 1:
            return not self.certain
        limit = PROSE_ALONE if len(row) == 1 else PROSE_AMONG_OTHERS
        # only a long cell, or one of several lines, can be content
        return any((cell.parts or len(cell.line) > PROSE_ALONE) and cell.is_content(limit) for cell in row)

    def _place(self) -> None:
        """Give each cell the column that it begins in, and bound its spans."""
        ends = _group_ends(self.groups)
        widths, wide = [0], []
        taken: list[int] = []  # for each column the row at which it is free again
        for i, row in enumerate(self.rows):
            column, sane, width = 0, True, len(taken)
            for cell in row:
                while column < width and taken[column] > i:
                    column += 1
                cell.column = column
                if cell.rowspan != 1:
                    cell.rowspan = min(cell.rowspan or MAX_ROWSPAN, ends[i] - i)
                if cell.colspan >= WIDE_SPAN:
                    sane = False
                    wide.append(cell)
                if cell.colspan == 1 and column < width:
                    taken[column] = i + cell.rowspan
                    column += 1
                    continue
                right = column + cell.colspan
                if right > width:
                    _check_width(right)
                    taken.extend([0] * (right - width))
                    width = right
                for at in range(column, right):
                    taken[at] = i + cell.rowspan
                column = right
            if sane:
                widths.append(column)
        for cell in wide:
            cell.colspan = max(1, min(cell.colspan, max(widths) - cell.column))

    def _grid(self, start: int, end: int) -> Grid:
        rows = []
        for i in range(start, end):
            place, left = f"table {self.number} row {i + 1} column ", end - i
            cells = [
                (cell.text() if cell.parts else cell.line, f"{place}{cell.column + 1}", 1 if cell.rowspan == 1 else min(cell.rowspan, left), cell.colspan)
                for cell in self.rows[i]
            ]
            rows.append(tuple(map(_made, cells)))
        return Grid(tuple(rows), f"table {self.number}")


#: A cell of a grid from its values; several times as fast as its own ``_make``, which every cell of a page would pass through.
_made: Callable[[tuple[str, str, int, int]], Cell] = partial(tuple.__new__, Cell)


def rowspan(value: str) -> int:
    """Return a row span from its attribute; 0, which reaches to the end of the row group, stays 0."""
    return _span(value, MAX_ROWSPAN)


def colspan(value: str) -> int:
    """Return a column span from its attribute, at most :data:`WIDE_SPAN`."""
    return _span(value, WIDE_SPAN) or 1


def _span(value: str, most: int) -> int:
    match = _SPAN.match(value)
    return min(int(match[1]), most) if match else 1


def _check_width(columns: int) -> None:
    if columns > MAX_COLUMNS + WIDE_SPAN:
        raise InputError(
            _("a table of this page has more than {limit} columns, which no annual report has; check the file.").format(limit=MAX_COLUMNS)
        )


def _group_ends(groups: list[int]) -> list[int]:
    """For each row the index behind the last row of its row group."""
    ends = [0] * len(groups)
    for i in range(len(groups) - 1, -1, -1):
        ends[i] = ends[i + 1] if i + 1 < len(groups) and groups[i + 1] == groups[i] else i + 1
    return ends


def _runs(flags: list[bool]) -> Iterator[int]:
    """The end of each run of equal flags."""
    for i in range(1, len(flags) + 1):
        if i == len(flags) or flags[i] != flags[i - 1]:
            yield i


def _is_grid(rows: list[list[OpenCell]], whole: bool) -> bool:
    """Whether rows without content are a grid: a whole table with any text, or part of one with two filled cells side by side."""
    least = 1 if whole else 2
    return any(sum(1 for cell in row if cell.text()) >= least for row in rows)


def _flat(grid: Grid) -> str:
    return "\n".join(" ".join(cell.text for cell in row if cell.text) for row in grid.rows)
