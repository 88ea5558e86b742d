"""Reading order: running text as paragraphs, tables between them, both across page breaks.

A line goes on into the next one when the next line's first word would not have fitted behind it. A paragraph begins with an
indented line, after a short line, after more space than usual, in another size of type, or with an ordinal (一、（一）1.) behind a
sentence that has ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from govdisc.model.document import Block, Grid, Paragraph
from govdisc_pdf.model import Page
from govdisc_pdf.pagebreaks import Piece, joined
from govdisc_pdf.tables import RuledTable
from govdisc_pdf.text import Line, is_cjk
from govdisc_pdf.unruled import Row, grid_of, unruled_tables

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
_LATIN_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class _Measure:
    """The text's left and right margin and the usual distance of its lines."""

    left: float
    right: float
    pitch: float


@dataclass(slots=True)
class _Growing:
    """A paragraph in the making: its text, its last line, the pages it began on and is on."""

    text: str
    last: Line
    began: int
    page: int


def blocks(pages: Sequence[Page], tables: Sequence[Sequence[RuledTable]], lines: Sequence[Sequence[Line]]) -> list[Block]:
    """Return paragraphs and grids in reading order."""
    writer = _Writer(_measure(lines, min(page.width for page in pages)))
    for page, ruled, here in zip(pages, tables, lines, strict=True):
        rows = 0
        for item in _in_order(ruled, here):
            if isinstance(item, Line):
                writer.line(item, page.number)
            elif isinstance(item, RuledTable):
                writer.piece(item.piece(page.number, rows + 1), page.number)
                rows += len(item.lattice.ys) - 1
            else:
                writer.grid(grid_of(item.rows, page.number, rows + 1))
                rows += len(item.rows)
    writer.end()
    return writer.blocks


class _Writer:
    """Takes lines and tables in reading order and puts together what a page break or a line's end has parted."""

    def __init__(self, measure: _Measure) -> None:
        self.blocks: list[Block] = []
        self._measure = measure
        self._paragraph: _Growing | None = None
        self._table: tuple[Piece, int] | None = None

    def end(self) -> None:
        """Finish the paragraph or the table at hand."""
        if self._paragraph is not None:
            self.blocks.append(Paragraph(self._paragraph.text, f"page {self._paragraph.began}"))
        if self._table is not None:
            self.blocks.append(self._table[0].grid())
        self._paragraph = self._table = None

    def line(self, line: Line, page: int) -> None:
        """Take a line: it goes on with the paragraph or begins one."""
        if self._paragraph is not None and _continues(self._paragraph, line, page, self._measure):
            self._paragraph = _grown(self._paragraph, line, page)
            return
        self.end()
        self._paragraph = _Growing(line.text, line, page, page)

    def piece(self, piece: Piece, page: int) -> None:
        """Take a ruled table: it goes on with the one that the page before ends with, or stands alone."""
        whole = joined(self._table[0], piece) if self._table is not None and self._table[1] < page else None
        if whole is None:
            self.end()
        self._table = (whole or piece, page)

    def grid(self, grid: Grid) -> None:
        """Take an unruled table."""
        self.end()
        self.blocks.append(grid)


@dataclass(frozen=True, slots=True)
class _Unruled:
    """An unruled table among the lines."""

    rows: Sequence[Row]


_Item = Line | RuledTable | _Unruled


def _in_order(ruled: Sequence[RuledTable], lines: Sequence[Line]) -> Iterable[_Item]:
    """Lines, unruled and ruled tables of a page, downwards."""
    ruled = list(ruled)
    rest: list[Line] = []
    for line in [*lines, None]:
        while ruled and (line is None or ruled[0].lattice.ys[0] <= line.base):
            yield from _with_unruled(rest)
            rest = []
            yield ruled.pop(0)
        if line is not None:
            rest.append(line)
    yield from _with_unruled(rest)


def _with_unruled(lines: Sequence[Line]) -> Iterable[_Item]:
    at = 0
    for begin, end, rows in unruled_tables(lines):
        yield from lines[at:begin]
        yield _Unruled(rows)
        at = end
    yield from lines[at:]


def _measure(pages: Sequence[Sequence[Line]], width: float) -> _Measure:
    """Return the margins that most full lines keep; a title in the middle of the page does not count."""
    lines = [line for here in pages for line in here]
    if not lines:
        return _Measure(0, 0, 0)
    lefts, rights = sorted(one.x0 for one in lines), sorted(one.x1 for one in lines)
    pitches = [b.base - a.base for a, b in pairwise(lines) if 0 < b.base - a.base < 4 * a.size]
    left = lefts[len(lefts) // 10]
    right = max(rights[-1 - len(rights) // 10], left + _NARROWEST * width)
    return _Measure(left, right, median(pitches) if pitches else 0)


def _continues(growing: _Growing, line: Line, page: int, measure: _Measure) -> bool:
    """Whether a line goes on with the paragraph."""
    last, text = growing.last, line.text
    if max(line.size, last.size) > _OTHER_SIZE * min(line.size, last.size):
        return False
    word = _LATIN_WORD.match(text)
    first = line.size * max(1.0, len(word[0]) * 0.55 if word else 0)
    if measure.right - last.x1 > first + _ROOM * line.size:
        return False
    if line.x0 > measure.left + _INDENT * line.size:
        return False
    if page == growing.page and line.base - last.base > _SPACED * measure.pitch:
        return False
    return not (_ORDINAL.match(text) and growing.text.endswith(_ENDED))


def _grown(growing: _Growing, line: Line, page: int) -> _Growing:
    text = line.text
    blank = "" if is_cjk(growing.text[-1]) or is_cjk(text[0]) or _one_number(growing.text, text) else " "
    return _Growing(growing.text + blank + text, line, growing.began, page)


def _one_number(left: str, right: str) -> bool:
    return left[-1].isdigit() and right[0].isdigit()
