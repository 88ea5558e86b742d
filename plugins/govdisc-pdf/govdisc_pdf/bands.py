"""Rows that rulings or colours part although no columns are ruled: what stands between two of them is one row, however many lines its cells have.

Rulings alone do not say that each row has one: below the header of a three-line table there are many. So lines are put together only where each
cell of the row, one line or several, has its middle at the same height, and the lines of its label are not those of its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from govdisc_pdf.lattice import NEAR, joined
from govdisc_pdf.model import Page, Rule
from govdisc_pdf.parts import Part, PartedLine

#: The middle of a line of text is so many sizes above its baseline; what differs by less than the second is at one height.
_MIDDLE, _SAME = 0.3, 0.25
#: A row has no more lines than this.
_MOST_LINES = 14
#: Lines of one number are no further apart than so many times the closest lines of the row: those of two rows, whose labels have lines between, are.
_APART = 1.5
_FAR = 1e9
#: A part of a line, and the line's height.
_Piece = tuple[float, Part]


def with_rows(lines: Sequence[PartedLine], page: Page) -> list[PartedLine]:
    """Return the lines of a page, those of a row between two rulings as one."""
    rules = _across(page) if len(lines) > 1 else []
    if len(rules) < 3:
        return list(lines)
    out: list[PartedLine] = []
    at = 0
    # a page break may have taken the ruling above its first row, and that below its last
    for above, below in pairwise([rules[0]._replace(at=-_FAR), *rules, rules[-1]._replace(at=_FAR)]):
        begin = at
        while begin < len(lines) and _middle(lines[begin]) <= above.at:
            begin += 1
        end = begin
        while end < len(lines) and _middle(lines[end]) < below.at:
            end += 1
        out += lines[at:begin]
        out += _row(lines[begin:end], max(above.low, below.low))
        at = end
    return [*out, *lines[at:]]


def _across(page: Page) -> list[Rule]:
    """The rulings of a page without vertical ones, and the edges of its coloured rows, that go to the right end of its tables, downwards."""
    if page.vertical or not (page.horizontal or page.stripes):
        return []
    rules = joined([*page.horizontal, *page.stripes])
    right = max((rule.high for rule in rules), default=0.0)
    return [rule for rule in rules if rule.high >= right - NEAR]


def _middle(line: PartedLine) -> float:
    return line.y - _MIDDLE * line.size


def _row(lines: Sequence[PartedLine], left: float) -> Sequence[PartedLine]:
    """Return the lines between two rulings as one row, as they are where they may be several; what stands left of the row's own cells stays."""
    if not 1 < len(lines) <= _MOST_LINES or not any(part.number for line in lines for part in line.parts):
        return lines
    own = [(line.y, part) for line in lines for part in line.parts if part.centre >= left]
    cells = list(_cells(own))
    size = max(line.size for line in lines)
    if not _is_row(cells, size):
        return lines
    y = (cells[0][0][0] + cells[0][-1][0]) / 2
    texts = tuple(
        Part("".join(part.text for _y, part in cell), min(part.x0 for _y, part in cell), max(part.x1 for _y, part in cell)) for cell in cells
    )
    row = PartedLine(texts, lines[0].page, y, size, lines[0].first, lines[-1].last)
    rest = [replace(line, parts=parts) for line in lines if (parts := tuple(part for part in line.parts if part.centre < left))]
    return sorted([*rest, row], key=lambda line: line.y)


def _cells(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Put together the pieces that stand one below the other, cells from left to right, each downwards."""
    cell: list[_Piece] = []
    right = 0.0
    for y, part in sorted(pieces, key=lambda piece: piece[1].x0):
        if cell and part.x0 >= right:
            yield sorted(cell, key=lambda piece: piece[0])
            cell, right = [], 0.0
        cell.append((y, part))
        right = max(right, part.x1)
    if cell:
        yield sorted(cell, key=lambda piece: piece[0])


def _is_row(cells: Sequence[Sequence[_Piece]], size: float) -> bool:
    """Whether cells are those of one row: a label that has other lines than the numbers, all with their middle at one height."""
    if not cells or any(above == below for cell in cells for (above, _part), (below, _other) in pairwise(cell)):
        return False  # two cells stand one above the other in part
    middles = [(cell[0][0] + cell[-1][0]) / 2 for cell in cells]
    if max(middles) - min(middles) > _SAME * size or len({len(cell) for cell in cells}) == 1:
        return False
    if any(part.number for cell in cells if not cell[0][1].number for _y, part in cell):
        return False  # numbers below words: the header of a table and its rows
    numbers = [cell for cell in cells if "".join(part.text for _y, part in cell)[:1].isdigit() and cell[0][1].number]
    pitch = min((step for cell in cells for step in _steps(cell)), default=0.0)
    if not all(_is_wrapped(cell) and all(step <= _APART * pitch for step in _steps(cell)) for cell in numbers):
        return False
    labels = [cell for cell in cells if not any(part.number for _y, part in cell)]
    if not any(len(label) > 1 and len(label) == len(cell) for label in labels for cell in numbers):
        return True
    # lines of label and numbers that stand beside one another may be rows; not where a number stands beside none of them
    return any(abs(y - other) > _SAME * size for cell in numbers for y, _p in cell for other in (_nearest(y, labels),))


def _steps(cell: Sequence[_Piece]) -> Iterator[float]:
    """The distances of a cell's lines."""
    return (below - above for (above, _part), (below, _other) in pairwise(cell))


def _nearest(y: float, labels: Sequence[Sequence[_Piece]]) -> float:
    """Return the height of the line of label that is nearest to one."""
    return min((other for label in labels for other, _part in label), key=lambda other: abs(other - y))


def _is_wrapped(cell: Sequence[_Piece]) -> bool:
    """Whether a number may have been wrapped as it stands: each line but the last is full, or a note follows it."""
    texts = [part.text for _y, part in cell]
    if any(bracket in "".join(texts) for bracket in "（("):
        return True
    return len({len(text) for text in texts[:-1]}) <= 1 and len(texts[-1]) <= len(texts[0])
