"""Reading order: running text as paragraphs, tables between them, both across page breaks.

A line goes on into the next one when the next line's first word would not have fitted behind it. A paragraph begins with an
indented line, after a short line, after more space than usual, in another size of type, or with an ordinal (一、（一）1.) behind a
sentence that has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from govdisc.plugin import Cell, Grid, Paragraph, record
from govdisc_pdf.bands import with_rows
from govdisc_pdf.blanks import UnruledTable
from govdisc_pdf.model import Page
from govdisc_pdf.pagebreaks import Piece, joined
from govdisc_pdf.parts import PartedLine, parts_of, with_notes
from govdisc_pdf.tables import RuledTable
from govdisc_pdf.text import Line, is_cjk
from govdisc_pdf.unruled import unruled_tables

_ORDINAL = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、.．](?!\d)|第[一二三四五六七八九十]{1,2}部分"
)
_ENDED = tuple("。；：！？.;:!?”）)")
#: An indent, and the room at the end of a line that a word would have filled, in sizes of the type.
_INDENT, _ROOM = 1.2, 1.3
#: The text is at least as wide as this share of the page; where all lines are shorter, each stands alone.
_NARROWEST = 0.5
#: Space between lines, and a change of size, as a factor of the usual one.
_SPACED, _OTHER_SIZE = 1.35, 1.12
#: Pages whose widths differ by less, in points, are as wide.
_AS_WIDE = 10.0
#: The distance of two lines, in sizes of the type, that a page break parts.
_LINE_HEIGHT = 1.3
_LATIN_WORD = re.compile(r"[!-~]+")


@record(frozen=True, slots=True)
class _Measure:
    """The text's left and right margin and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


@record(slots=True)
class _Growing:
    """A paragraph in the making: its text, its last line, the page it began on, the sheet it is on."""

    text: str
    last: Line
    began: int
    sheet: int


def blocks(pages: Sequence[Page], tables: Sequence[Sequence[RuledTable]], lines: Sequence[Sequence[Line]]) -> list[Paragraph | Grid]:
    """Return paragraphs and grids in reading order."""
    writer = _Writer(_measures(pages, lines))
    rows = dict.fromkeys((page.number for page in pages), 0)
    for item in _in_order(pages, tables, lines):
        if isinstance(item, _PageLine):
            writer.line(item)
        elif isinstance(item, UnruledTable):
            writer.grid(_grid(item, rows))
        else:
            page, sheet, table = item
            writer.piece(table.piece(page, rows[page] + 1), sheet)
            rows[page] += len(table.lattice.ys) - 1
    writer.end()
    return writer.blocks


def _grid(table: UnruledTable, rows: dict[int, int]) -> Grid:
    """Return the grid of an unruled table; ``rows`` counts the rows of each page and goes on."""
    out = []
    for row in table.rows:
        rows[row.page] += 1
        place = f"page {row.page} row {rows[row.page]}"
        out.append(tuple(Cell(text, place, 1, span) for text, span in row.cells))
    return Grid(tuple(out), f"page {table.rows[0].page}", aligned=table.aligned)


class _Writer:
    """Takes lines and tables in reading order and puts together what a page break or a line's end has parted."""

    def __init__(self, measures: Sequence[_Measure]) -> None:
        self.blocks: list[Paragraph | Grid] = []
        self._measures = measures
        self._paragraph: _Growing | None = None
        self._table: tuple[Piece, int] | None = None

    def end(self) -> None:
        """Finish the paragraph or the table at hand."""
        if self._paragraph is not None:
            self.blocks.append(Paragraph(self._paragraph.text, f"page {self._paragraph.began}"))
        if self._table is not None:
            self.blocks.append(self._table[0].grid())
        self._paragraph = self._table = None

    def line(self, placed: _PageLine) -> None:
        """Take a line: it goes on with the paragraph or begins one."""
        line, page, sheet = placed
        if self._paragraph is not None and _continues(self._paragraph, line, sheet, self._measures):
            self._paragraph = _grown(self._paragraph, line, sheet)
            return
        self.end()
        self._paragraph = _Growing(line.text, line, page, sheet)

    def piece(self, piece: Piece, sheet: int) -> None:
        """Take a ruled table: it goes on with the one that the sheet before ends with, or stands alone."""
        whole = joined(self._table[0], piece) if self._table is not None and self._table[1] < sheet else None
        if whole is None:
            self.end()
        self._table = (whole or piece, sheet)

    def grid(self, grid: Grid) -> None:
        """Take an unruled table."""
        self.end()
        self.blocks.append(grid)


class _PageLine(NamedTuple):
    """A line, its page, and the number of the page or of the part of a page that it stands on, counted through."""

    line: Line
    page: int
    sheet: int


_Item = _PageLine | UnruledTable | tuple[int, int, RuledTable]


def _in_order(pages: Sequence[Page], tables: Sequence[Sequence[RuledTable]], lines: Sequence[Sequence[Line]]) -> Iterator[_Item]:
    """Lines, unruled and ruled tables of all pages, downwards; an unruled table may go on over page breaks."""
    between: list[_PageLine] = []
    for sheet, (page, ruled, here) in enumerate(zip(pages, tables, lines, strict=True)):
        rest = list(ruled)
        for line in here:
            while rest and rest[0].lattice.ys[0] <= line.base:
                yield from _with_unruled(between, pages)
                between = []
                yield page.number, sheet, rest.pop(0)
            between.append(_PageLine(line, page.number, sheet))
        for table in rest:
            yield from _with_unruled(between, pages)
            between = []
            yield page.number, sheet, table
    yield from _with_unruled(between, pages)


def _with_unruled(lines: Sequence[_PageLine], pages: Sequence[Page]) -> Iterator[_PageLine | UnruledTable]:
    at = 0
    for table in unruled_tables(_parted(lines, pages)):
        yield from lines[at : table.begin]
        yield table
        at = table.end
    yield from lines[at:]


def _parted(lines: Sequence[_PageLine], pages: Sequence[Page]) -> list[PartedLine]:
    """Part the lines, and count their heights on over page breaks as if the lines followed one another."""
    out: list[PartedLine] = []
    for sheet, here in groupby(enumerate(lines), key=lambda numbered: numbered[1].sheet):
        parted = [PartedLine(tuple(parts_of(line)), page, line.base, line.size, i, i) for i, (line, page, _sheet) in here]
        offset = out[-1].y + _LINE_HEIGHT * parted[0].size - parted[0].y if out else 0.0
        out += (replace(line, y=line.y + offset) for line in with_rows(parted, pages[sheet]))
    return with_notes(out)


def _measures(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> list[_Measure]:
    """Return the measure of each page, which is that of all pages as wide: columns have one of their own."""
    alike: dict[int, list[Line]] = {}
    for page, here in zip(pages, lines, strict=True):
        alike.setdefault(round(page.width / _AS_WIDE), []).extend(here)
    found = {width: _measure(here, width * _AS_WIDE) for width, here in alike.items()}
    return [found[round(page.width / _AS_WIDE)] for page in pages]


def _measure(lines: Sequence[Line], width: float) -> _Measure:
    """Return the margins that most full lines keep; a title in the middle of the page does not count."""
    if not lines:
        return _Measure(0, 0, 0)
    lefts, rights = sorted(line.x0 for line in lines), sorted(line.x1 for line in lines)
    pitches = [below.base - above.base for above, below in pairwise(lines) if 0 < below.base - above.base < 4 * above.size]
    left = lefts[len(lefts) // 10]
    right = max(rights[-1 - len(rights) // 10], left + _NARROWEST * width)
    return _Measure(left, right, median(pitches) if pitches else 0)


def _continues(growing: _Growing, line: Line, sheet: int, measures: Sequence[_Measure]) -> bool:
    """Whether a line goes on with the paragraph."""
    last, text = growing.last, line.text
    if max(line.size, last.size) > _OTHER_SIZE * min(line.size, last.size):
        return False
    word = _LATIN_WORD.match(text)
    first = line.size * max(1.0, len(word[0]) * 0.55 if word else 0)
    if measures[growing.sheet].right - last.x1 > first + _ROOM * line.size:
        return False
    if line.x0 > measures[sheet].left + _INDENT * line.size:
        return False
    if sheet == growing.sheet and line.base - last.base > _SPACED * measures[sheet].pitch:
        return False
    return not (_ORDINAL.match(text) and growing.text.endswith(_ENDED))


def _grown(growing: _Growing, line: Line, sheet: int) -> _Growing:
    text = line.text
    blank = "" if is_cjk(growing.text[-1]) or is_cjk(text[0]) or _one_number(growing.text, text) else " "
    return _Growing(growing.text + blank + text, line, growing.began, sheet)


def _one_number(left: str, right: str) -> bool:
    return left[-1].isdigit() and right[0].isdigit()
