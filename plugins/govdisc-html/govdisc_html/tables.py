"""From the rows of a ``<table>`` to a grid, or, where the table only arranges the page, to what its cells hold in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from functools import partial
from typing import NamedTuple

from govdisc.plugin import Cell, Grid, record
from govdisc.reading import PICTURE
from govdisc_html.placing import MAX_ROWSPAN, WIDE_SPAN, Placing, placing_of

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


class Contents(NamedTuple):
    """What a cell holds that is more than lines of text; ``headed`` that a heading stands in it, ``drawn`` an image of any size."""

    parts: Sequence[Part]
    headed: bool
    drawn: bool

    def text(self) -> str:
        """The text of it, a small table inside flattened."""
        return "\n".join(part.text if isinstance(part, Line) else _flat(part) for part in self.parts if not isinstance(part, Picture))


class OpenRow:
    """A row whose cells are being read: for each its text and its spans, and what those hold that are more than lines of text.

    A row span of 0 means to the end of the row group, ``group`` is the number of that.
    """

    __slots__ = ("colspans", "contents", "group", "rowspans", "texts")

    def __init__(self, group: int) -> None:
        self.group = group
        self.texts: list[str] = []
        self.rowspans: list[int] = []
        self.colspans: list[int] = []
        self.contents: dict[int, Contents] = {}

    def parts(self) -> Iterator[Part]:
        """What the cells hold, for a table that is only layout."""
        for at, text in enumerate(self.texts):
            if at in self.contents:
                yield from self.contents[at].parts
            elif text:
                yield from map(Line, text.split("\n"))

    def holds_content(self) -> bool:
        """Whether a cell holds a piece of the page rather than a label or a value."""
        if not self.contents and max(map(len, self.texts), default=0) <= PROSE_ALONE:
            return False  # only a long cell, or one of several lines, can be content
        limit = PROSE_ALONE if len(self.texts) == 1 else PROSE_AMONG_OTHERS
        return any(_is_content(self.contents[at], limit) if at in self.contents else len(text) > limit for at, text in enumerate(self.texts))


@record(slots=True)
class OpenTable:
    """A table whose rows are being read."""

    number: int
    rows: list[OpenRow] = field(default_factory=list)
    #: The number of the row group that is being read.
    group: int = 0
    #: one of govdisc's own tables, which is no layout whatever its cells hold
    certain: bool = False

    def add_row(self) -> OpenRow:
        """Begin a row in the current row group."""
        row = OpenRow(self.group)
        self.rows.append(row)
        return row

    def finish(self) -> list[Part]:
        """Return the table as one grid, or as the paragraphs and grids of a page that it lays out."""
        spans = tuple([(row.group, tuple(row.rowspans), tuple(row.colspans)) for row in self.rows])
        placing = placing_of(self.number, spans)
        for row in self.rows:
            for at, contents in row.contents.items():
                row.texts[at] = contents.text()
        width = max((len(row.texts) for row in self.rows), default=0)
        content = [not self.certain and (width == 1 or row.holds_content()) for row in self.rows]
        parts: list[Part] = []
        at = 0
        for end in _runs(content):
            rows = self.rows[at:end]
            if content[at] or not _is_grid(rows, whole=not any(content)):
                parts += (part for row in rows for part in row.parts())
            else:
                parts.append(self._grid(at, end, placing))
                parts += (part for row in rows for contents in row.contents.values() for part in contents.parts if isinstance(part, Picture))
            at = end
        return parts

    def _grid(self, start: int, end: int, placing: Placing) -> Grid:
        rows = []
        for i in range(start, end):
            for at, contents in self.rows[i].contents.items():
                if contents.drawn and not self.rows[i].texts[at]:
                    self.rows[i].texts[at] = PICTURE
            places, rowspans, colspans = placing[i]
            if end < len(self.rows):
                rowspans = tuple(min(span, end - i) for span in rowspans)
            rows.append(tuple(map(_made, zip(self.rows[i].texts, places, rowspans, colspans, strict=True))))
        return Grid(tuple(rows), f"table {self.number}")


#: A cell of a grid from its values; several times as fast as its own ``_make``, which every cell of a page would pass through.
_made: Callable[[tuple[str, str, int, int]], Cell] = partial(tuple.__new__, Cell)


def _is_content(contents: Contents, limit: int) -> bool:
    length = 0
    for part in contents.parts:
        if isinstance(part, Line):
            length += len(part.text)
        elif isinstance(part, Grid) and len(part.rows) > 1 and max(map(len, part.rows)) > 1:
            return True
    return length > (PROSE_ALONE if contents.headed else limit)


def rowspan(value: str) -> int:
    """Return a row span from its attribute; 0, which reaches to the end of the row group, stays 0."""
    return _span(value, MAX_ROWSPAN)


def colspan(value: str) -> int:
    """Return a column span from its attribute, at most :data:`WIDE_SPAN`."""
    return _span(value, WIDE_SPAN) or 1


def _span(value: str, most: int) -> int:
    match = _SPAN.match(value)
    return min(int(match[1]), most) if match else 1


def _runs(flags: list[bool]) -> Iterator[int]:
    """The end of each run of equal flags."""
    for i in range(1, len(flags) + 1):
        if i == len(flags) or flags[i] != flags[i - 1]:
            yield i


def _is_grid(rows: Sequence[OpenRow], whole: bool) -> bool:
    """Whether rows without content are a grid: a whole table with any text, or part of one with two filled cells side by side."""
    least = 1 if whole else 2
    return any(sum(map(bool, row.texts)) >= least for row in rows)


def _flat(grid: Grid) -> str:
    return "\n".join(" ".join(cell.text for cell in row if cell.text) for row in grid.rows)
