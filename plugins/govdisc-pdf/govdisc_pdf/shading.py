"""Cells that only their shading shows: coloured boxes side by side, with narrow gaps between, whose edges are as good as rulings.

Stripes, where every other row is coloured, and a coloured header above rows that are not, make no cells: their boxes do not fill the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from govdisc_pdf.lattice import NEAR
from govdisc_pdf.model import Box, Page, Rule

#: More coloured boxes than this on one page are a drawing.
_MANY = 1_000
#: The boxes of a table fill this share of its outline; so many of them hold figures.
_FILLED, _WITH_FIGURES = 0.7, 4
#: So many characters may stand in none of them, between two.
_STRAY = 1
#: The head and the foot of a page, in shares of its height; how far a cut line stands below its box, in sizes of its type.
_HEAD, _FOOT, _CUT = 0.1, 0.9, 1.5
#: What differs by less, in points, is the same; a box lower or narrower than this is none.
_SAME, _LOW = 1.0, 6.0


def edges(coloured: Sequence[Box], page: Page) -> tuple[list[Rule], list[Rule], list[Rule]]:
    """Return the edges of the boxes that are the cells of tables on a page, as horizontal and vertical rulings, and those of stripes."""
    boxes = sorted({box for box in coloured if box.x1 - box.x0 >= _LOW and box.y1 - box.y0 >= _LOW})
    across: list[Rule] = []
    down: list[Rule] = []
    stripes: list[Rule] = []
    for group in _groups(boxes) if 0 < len(boxes) <= _MANY else ():
        is_table = _is_table(group, page)
        for box in group:
            (across if is_table else stripes).extend((Rule(box.y0, box.x0, box.x1), Rule(box.y1, box.x0, box.x1)))
            down += [Rule(box.x0, box.y0, box.y1), Rule(box.x1, box.y0, box.y1)] if is_table else ()
    return across, down, stripes


def _groups(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the boxes that touch one another, directly or by way of others; those that hold others are backgrounds and left out."""
    left = [box for i, box in enumerate(boxes) if not any(_inside(other, box) for j, other in enumerate(boxes) if j != i)]
    while left:
        group: list[Box] = []
        reached = [left.pop()]
        while reached:
            group += reached
            touching = {box for box in left if any(_touch(box, other) for other in reached)}
            left = [box for box in left if box not in touching]
            reached = list(touching)
        yield group


def _inside(inner: Box, outer: Box) -> bool:
    return outer.holds(inner.x0 + _SAME, inner.y0 + _SAME) and outer.holds(inner.x1 - _SAME, inner.y1 - _SAME)


def _touch(box: Box, other: Box) -> bool:
    """Whether boxes lie side by side or one below the other, with no more than a narrow gap between."""
    apart_x, apart_y = max(box.x0, other.x0) - min(box.x1, other.x1), max(box.y0, other.y0) - min(box.y1, other.y1)
    return apart_x <= NEAR and apart_y <= NEAR


def _is_table(group: Sequence[Box], page: Page) -> bool:
    """Whether boxes are the cells of one table: in rows and columns, filling its outline, with figures, or cut off by a page break."""
    outline = Box(*(min(box[side] for box in group) for side in (0, 1)), *(max(box[side] for box in group) for side in (2, 3)))
    rows, columns = _places(box.y0 for box in group), _places(box.x0 for box in group)
    if columns < 2 or sum(box.area for box in group) < _FILLED * outline.area:
        return False
    above = any(_HEAD * page.height < char.oy < outline.y0 for char in page.chars)
    if rows < 2:  # the last row, alone on its page; a stripe has another row right below
        return not above and not any(outline.y1 < char.oy <= 2 * outline.y1 - outline.y0 for char in page.chars)
    chars = [char for char in page.chars if char.text.strip() and outline.holds(*char.centre)]
    held = [[char for char in chars if box.holds(*char.centre)] for box in group]
    if len({id(char) for within in held for char in within}) + _STRAY < len(chars):
        return False  # between coloured rows stands one that is not
    if sum(any(char.text.isdigit() for char in within) for within in held) >= _WITH_FIGURES:
        return True
    # the end of a label that the break has cut may stand below the last box
    return not any(outline.y1 + _CUT * char.size < char.oy < _FOOT * page.height for char in page.chars)


def _places(values: Iterable[float]) -> int:
    return len({round(value / NEAR) for value in values})
