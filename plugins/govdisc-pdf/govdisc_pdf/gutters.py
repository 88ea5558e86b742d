"""Pages whose text runs in two columns, and sheets that hold two pages: parted at the gutter, so that each column is read to its end.

A gutter is a strip near the middle with running text on either side, over several lines. What crosses it, a title or a wide table, is read
between what stands above and below. The numbers of a table without rulings are no running text, and a ruled table is never parted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from govdisc_pdf.lattice import lattices
from govdisc_pdf.model import Box, Char, Page, Rule
from govdisc_pdf.text import is_cjk, rows_of

#: Where a gutter may end, in shares of the page's width.
_FROM, _TO = 0.4, 0.62
#: Columns begin at one place, but for so many points; nothing is nearer to a gutter than this.
_SAME, _CLEAR = 2.0, 3.0
#: Lines of running text, or rows of tables, that there must be on either side of a gutter; one will do beside so many.
_LINES, _MANY = 3, 8
#: A line of running text holds so many Chinese characters, mostly, in this share of its column, without a gap of so many sizes.
_CHARACTERS, _MOSTLY, _COVERED, _GAP = 8, 0.6, 0.5, 1.5


_Line = Sequence[Char]


class _Band(NamedTuple):
    """A part of the page from one height to another, and whether it is read across."""

    top: float
    bottom: float
    across: bool


class _Item(NamedTuple):
    """A line or a table: whether it crosses the gutter, how much text or ruled table it is on either side, whether it has numbers alone there."""

    top: float
    bottom: float
    crossed: bool
    left: int
    right: int
    numbers: bool = False


class _Row(NamedTuple):
    """The characters of one baseline on either side of a place, and whether something crosses that place."""

    left: Sequence[Char]
    right: Sequence[Char]
    crossed: bool
    top: float
    bottom: float


def without_gutters(pages: Sequence[Page]) -> list[Page]:
    """Return the pages, those with a gutter parted into several of the same number, in reading order."""
    lines = [[line for row in rows_of(page.chars) if (line := [char for char in row if char.text != " "])] for page in pages]
    found = [_gutter(page, here) for page, here in zip(pages, lines, strict=True)]
    known = {(round(page.width), gutter[0]) for page, gutter in zip(pages, found, strict=True) if gutter is not None}
    out: list[Page] = []
    for page, here, gutter in zip(pages, lines, found, strict=True):
        if gutter is None:  # the last page of a text in columns has few lines
            again = ((place, _bands(page, here, place, 1)) for width, place in sorted(known) if width == round(page.width))
            gutter = next((candidate for candidate in again if _is_parted(candidate[1])), None)
        out += [page] if gutter is None else _parts(page, *gutter)
    return out


def _is_parted(bands: Sequence[_Band]) -> bool:
    return not all(band.across for band in bands)


def _parts(page: Page, gutter: float, bands: Sequence[_Band]) -> Iterator[Page]:
    for band in bands:
        if band.across:
            yield _cut(page, Box(0.0, band.top, page.width, band.bottom))
        else:
            yield _cut(page, Box(0.0, band.top, gutter, band.bottom))
            yield _cut(page, Box(gutter, band.top, page.width, band.bottom))


def _gutter(page: Page, lines: Sequence[_Line]) -> tuple[float, list[_Band]] | None:
    """Return where the gutter of a page ends and how it parts the page, None without one."""
    for begin in _begins(page, lines):
        bands = _bands(page, lines, begin - _CLEAR, _LINES)
        if _is_parted(bands):
            return begin - _CLEAR, bands
    return None


def _begins(page: Page, lines: Sequence[_Line]) -> list[float]:
    """Return where a second column may begin: where several lines of text do, or a table, behind a gap."""
    low, high = _FROM * page.width, _TO * page.width
    texts: list[float] = []
    for line in lines:
        if line[-1].x1 < low:
            continue
        for i, (before, char) in enumerate(pairwise((None, *line))):
            if char is not None and low <= char.x0 <= high and (before is None or char.x0 - before.x1 >= 2 * _CLEAR):
                texts += [char.x0] * _is_prose(line[i:], page.width - char.x0)
    texts.sort()
    columns: list[float] = []
    for begin, later in zip(texts, texts[_LINES - 1 :], strict=False):
        if later - begin <= _SAME and (not columns or begin - columns[-1] > _SAME):
            columns.append(begin)
    tables = {
        wall.at
        for wall in page.vertical
        if low <= wall.at <= high
        and not any(floor.low < wall.at - _CLEAR < floor.high and wall.low - 1 <= floor.at <= wall.high + 1 for floor in page.horizontal)
    }
    return sorted({*columns, *tables})


def _split(line: Sequence[Char], gutter: float) -> _Row:
    left = [char for char in line if char.centre[0] < gutter]
    right = [char for char in line if char.centre[0] >= gutter]
    crossed = (bool(left) and left[-1].x1 > gutter - _CLEAR) or (bool(right) and right[0].x0 < gutter)
    return _Row(left, right, crossed, min(char.y0 for char in line), max(char.y1 for char in line))


def _is_prose(line: Sequence[Char], width: float) -> bool:
    """Whether characters are a line of running text in a column of that width, margins included."""
    chinese = sum(is_cjk(char.text) for char in line)
    if chinese < max(_CHARACTERS, _MOSTLY * len(line)) or line[-1].x1 - line[0].x0 < _COVERED * width:
        return False
    return all(right.x0 - left.x1 < _GAP * right.size for left, right in pairwise(line))


def _is_numbers(line: _Line) -> bool:
    """Whether characters are figures and marks, as in the rows of a table without rulings."""
    return bool(line) and not any(char.text.isalpha() for char in line)


def _bands(page: Page, lines: Sequence[_Line], gutter: float, fewest: int) -> list[_Band]:
    """Return the page from top to bottom; a band that has text or tables enough on either side is not read across."""
    items: list[_Item] = []
    boxes: list[Box] = []
    for table in lattices(page.horizontal, page.vertical):
        box, rows = table.box, len(table.ys) - 1
        boxes.append(box)
        crossed = box.x0 < gutter - _CLEAR and box.x1 > gutter + _CLEAR
        items.append(_Item(box.y0, box.y1, crossed, rows * (box.x1 <= gutter + _CLEAR), rows * (box.x0 >= gutter - _CLEAR)))
    for line in lines:
        loose = [char for char in line if not any(box.holds(*char.centre) for box in boxes)]
        if loose:
            row = _split(loose, gutter)
            left, right = _is_prose(row.left, gutter), _is_prose(row.right, page.width - gutter)
            items.append(_Item(row.top, row.bottom, row.crossed, left, right, _is_numbers(row.left) or _is_numbers(row.right)))
    bands: list[_Band] = []
    for crossed, run in groupby(sorted(items), key=lambda item: item.crossed):
        found = list(run)
        few, many = sorted((sum(item.left for item in found), sum(item.right for item in found)))
        across = crossed or few < (1 if many >= _MANY else fewest) or any(item.numbers for item in found)
        if bands and bands[-1].across and across:
            bands[-1] = bands[-1]._replace(bottom=max(item.bottom for item in found))
        else:
            bands.append(_Band(min(item.top for item in found), max(item.bottom for item in found), across))
    ends = [*((above.bottom + below.top) / 2 for above, below in pairwise(bands)), page.height]
    return [band._replace(top=top, bottom=bottom) for band, top, bottom in zip(bands, [0.0, *ends], ends, strict=False)]


def _cut(page: Page, box: Box) -> Page:
    """Return what stands in a part of the page, with places counted from its left side."""
    shift = box.x0
    out = Page(page.number, box.x1 - box.x0, page.height)
    out.chars = [_moved(char, shift) for char in page.chars if box.holds(*char.centre)]
    out.horizontal, out.stripes = (
        [
            Rule(rule.at, max(rule.low, box.x0) - shift, min(rule.high, box.x1) - shift)
            for rule in rules
            if box.y0 <= rule.at <= box.y1 and rule.low < box.x1 and rule.high > box.x0
        ]
        for rules in (page.horizontal, page.stripes)
    )
    out.vertical = [
        Rule(rule.at - shift, max(rule.low, box.y0), min(rule.high, box.y1))
        for rule in page.vertical
        if box.x0 <= rule.at <= box.x1 and rule.low < box.y1 and rule.high > box.y0
    ]
    return out


def _moved(char: Char, shift: float) -> Char:
    return char._replace(x0=char.x0 - shift, x1=char.x1 - shift, ox=char.ox - shift) if shift else char
