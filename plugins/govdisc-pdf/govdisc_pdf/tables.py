"""Ruled tables: every character goes into the cell that holds it, and each lattice becomes a grid of aligned cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from govdisc.plugin import record
from govdisc_pdf.lattice import NEAR, Lattice, lattices
from govdisc_pdf.model import Box, Char, Page, Rule
from govdisc_pdf.pagebreaks import Piece, Slot
from govdisc_pdf.text import CellText, cell_text, lines_of
from govdisc_pdf.units import Unit, apart, between, is_number, units_of, width

#: A cell of at least so many lines over this share of the page's width holds an article: its table lays out the page.
_ARTICLE_LINES, _ARTICLE_WIDTH = 15, 0.6
#: A table within a table makes the outer one a layout when it has at least so many filled cells.
_INNER_CELLS = 4
#: Above and below these shares of a page's height a table may be cut.
_HEAD, _FOOT = 0.15, 0.8
#: More tables than this on one page are a drawing; the largest are kept.
_MOST_TABLES = 100


@record(frozen=True, slots=True)
class RuledTable:
    """A table of a page with its cells' text, one for each of the lattice's regions."""

    lattice: Lattice
    texts: tuple[CellText, ...]

    def piece(self, page: int, first_row: int) -> Piece:
        """Return its cells, with rows counted from ``first_row`` on that page."""
        rows: list[list[Slot]] = [[] for _ in range(len(self.lattice.ys) - 1)]
        for region, (text, full) in zip(self.lattice.regions, self.texts, strict=True):
            place = f"page {page} row {first_row + region.row}"
            rows[region.row].append(Slot(region.column, text, place, region.rowspan, region.colspan, full))
        left = self.lattice.xs[0]
        return Piece(tuple(map(tuple, rows)), tuple(x - left for x in self.lattice.xs), f"page {page}")


def ruled_tables(pages: Sequence[Page]) -> list[tuple[list[RuledTable], list[Char]]]:
    """Return for each page its tables, downwards, and the characters that stand in none."""
    found = [lattices(page.horizontal, page.vertical) for page in pages]
    wide = [lattice.box for page in found for lattice in page if len(lattice.regions) > 1]
    out: list[tuple[list[RuledTable], list[Char]]] = []
    for page, here in zip(pages, found, strict=True):
        above = out[-1][0][-1].lattice if out and out[-1][0] else None
        kept = [lattice for lattice in here if _is_table(lattice, wide) and not (out and _is_stripe(lattice, page, above))]
        out.append(_fill(page, kept, above))
    return out


def _is_table(lattice: Lattice, tables: Sequence[Box]) -> bool:
    """Tell a frame around text, a single cell, from a table; where tables are as wide, a page break has left the cell alone."""
    return len(lattice.regions) > 1 or any(_as_wide(lattice.box, box) for box in tables)


def _is_stripe(lattice: Lattice, page: Page, above: Lattice | None) -> bool:
    """Tell whether a row at the head of a page is the coloured one of a table that shows no others: none as wide ends the page before."""
    return len(lattice.ys) == 2 and lattice.ys[0] < _HEAD * page.height and not (above is not None and _same_width(lattice, above))


def _as_wide(left: Box, right: Box) -> bool:
    return abs(left.x0 - right.x0) <= NEAR and abs(left.x1 - right.x1) <= NEAR


def _same_width(lattice: Lattice, above: Lattice) -> bool:
    """Whether two tables have one width, wherever they stand: columns of a sheet, and pages that are bound, begin at other places."""
    return abs((lattice.xs[-1] - lattice.xs[0]) - (above.xs[-1] - above.xs[0])) <= NEAR


def _fill(page: Page, found: Sequence[Lattice], above: Lattice | None) -> tuple[list[RuledTable], list[Char]]:
    """Fill the lattices; where one proves to lay out the page, its text goes to the others or back to the page.

    ``above`` is the last table of the page before: the first one of this page may be its rest, and then blank rows are rows, as is the end of a note
    that stands alone.
    """
    tables = sorted(found, key=lambda lattice: lattice.box.area)[-_MOST_TABLES:]
    first = min(tables, key=lambda lattice: lattice.ys[0], default=None)
    rest = first if first is not None and above is not None and _same_width(first, above) else None
    while True:
        filled, loose = _assign(page, tables)
        kept = [lattice for i, lattice in enumerate(tables) if not _is_layout(i, tables, filled, page, is_rest=lattice is rest)]
        if len(kept) == len(tables):
            break
        tables = kept
    out = []
    for lattice, cells in zip(tables, filled, strict=True):
        boxes = [lattice.box_of(region) for region in lattice.regions]
        out.append(RuledTable(lattice, tuple(cell_text(chars, box.x1 - box.x0) for chars, box in zip(cells, boxes, strict=True))))
    return sorted(out, key=lambda table: (table.lattice.ys[0], table.lattice.xs[0])), loose


def _assign(page: Page, tables: Sequence[Lattice]) -> tuple[list[list[list[Char]]], list[Char]]:
    """Put each character into its cell of the smallest table around it."""
    filled: list[list[list[Unit]]] = [[[] for _region in lattice.regions] for lattice in tables]
    places = [lattice.places() for lattice in tables]
    boxes = [(lattice.box, _bottom(lattice, page)) for lattice in tables]
    loose: list[Char] = []
    for unit in units_of(page.chars):
        x, y = (unit[0].x0 + unit[-1].x1) / 2, unit[0].centre[1]
        for i, (box, bottom) in enumerate(boxes):
            cut = bottom is not None and box.holds(x, y - unit[0].size) and not any(rule.low <= x <= rule.high for rule in bottom)
            if cut or box.holds(x, y) or (box.holds(*unit[0].centre) and is_number(unit)):
                first = places[i][tables[i].place_of(*unit[0].centre)]
                if len(unit) == 1 or places[i][tables[i].place_of(*unit[-1].centre)] == first:  # spares time
                    filled[i][first].append(unit)  # spares time
                    break
                own = _region_of(unit, tables[i], places[i], x)
                reached = _reached(unit, tables[i], places[i])
                filled[i][own].append([*unit, between(unit[-1])] if reached else unit)
                for region in reached - {own}:
                    filled[i][region].append([between(unit[-1])])
                break
        else:
            loose += unit
    return [[apart(units) for units in cells] for cells in filled], loose


def _region_of(unit: Unit, lattice: Lattice, places: Mapping[tuple[int, int], int], x: float) -> int:
    """The number of the cell that holds a unit in its middle, ``x``; a number that is wider than the cell in which it begins reaches over others."""
    first = places[lattice.place_of(*unit[0].centre)]
    box = lattice.box_of(lattice.regions[first])
    if is_number(unit) and width(unit) > box.x1 - box.x0:
        return first
    return places[lattice.place_of(x, unit[0].centre[1])]


def _bottom(lattice: Lattice, page: Page) -> list[Rule] | None:
    """Return the rulings below a table at the foot of a page, None elsewhere.

    A browser prints the last line of a cell that the page cuts below the others, and no ruling below the cell.
    """
    box = lattice.box
    return [rule for rule in page.horizontal if abs(rule.at - box.y1) <= NEAR] if box.y1 >= _FOOT * page.height else None


def _reached(unit: Unit, lattice: Lattice, places: Mapping[tuple[int, int], int]) -> set[int]:
    """The cells that a number reaches into, if each of its figures is drawn by itself: there the number of that cell may begin, and none is known."""
    if not is_number(unit) or len({char.run for char in unit}) < 2:
        return set()
    regions = [places[lattice.place_of(*char.centre)] for char in unit]
    return set(regions) if len(set(regions)) > 1 else set()


def _is_layout(i: int, tables: Sequence[Lattice], filled: Sequence[Sequence[Sequence[Char]]], page: Page, *, is_rest: bool) -> bool:
    """Whether a table only lays out the page: it is empty or a frame, holds another table, or holds an article."""
    lattice, cells = tables[i], filled[i]
    used = sum(any(char.text.strip() for char in chars) for chars in cells)
    if not is_rest and (not used or (used == 1 and len(lattice.regions) > 1 and _tall(cells))):
        return True
    for inner, content in zip(tables[:i], filled[:i], strict=True):
        if (
            sum(map(bool, content)) >= _INNER_CELLS
            and lattice.box.holds(inner.xs[0], inner.ys[0])
            and lattice.box.holds(inner.xs[-1], inner.ys[-1])
        ):
            return True
    for region, chars in zip(lattice.regions, cells, strict=True):
        box = lattice.box_of(region)
        if box.x1 - box.x0 >= _ARTICLE_WIDTH * page.width and len(lines_of(chars)) >= _ARTICLE_LINES:
            return True
    return False


def _tall(cells: Sequence[Sequence[Char]]) -> bool:
    return any(len(lines_of(chars)) > 3 for chars in cells if chars)
