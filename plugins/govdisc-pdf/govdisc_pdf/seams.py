"""Tables that go on after a page break: the pieces put together again, with the row that the break has cut in two.

Two pieces are one table when nothing stands between them but the margins of the pages and when the column borders of one are
among those of the other. A row is cut when its label goes on in the second piece and only one of the pieces has its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from govdisc.model.document import Cell, Grid
from govdisc_pdf.lattice import NEAR

_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．]")
_STARTS_ROW = re.compile(rf"{_ORDINAL.pattern}|\d|[-/／]")
#: Two lines of so many labels each, one below the other, are one line of wrapped labels.
_HEADER_CELLS = 4
_NOTED = re.compile(r"[\d,.]+\s*[（(]")
_OPEN, _CLOSE = "（(“《", "）)”》"


@dataclass(frozen=True, slots=True)
class Piece:
    """A grid and the x of its column borders, counted from its left side."""

    grid: Grid
    borders: tuple[float, ...]


def joined(first: Piece, second: Piece) -> Piece | None:
    """Return the two pieces as one, None when their columns differ."""
    wide, narrow = (first, second) if len(first.borders) >= len(second.borders) else (second, first)
    places = [_nearest(wide.borders, border) for border in narrow.borders]
    if None in places or places[0] != 0 or places[-1] != len(wide.borders) - 1:
        return None
    index = [place for place in places if place is not None]
    grids = {id(wide): wide.grid, id(narrow): _stretched(narrow.grid, index)}
    upper, lower = grids[id(first)], grids[id(second)]
    rows = _mended(upper, lower) or _sewn(upper, lower)
    return Piece(replace(first.grid, rows=rows), wide.borders)


def _nearest(borders: Sequence[float], border: float) -> int | None:
    return next((i for i, one in enumerate(borders) if abs(one - border) <= NEAR), None)


_Row = list[tuple[int, Cell]]


def _columns(grid: Grid) -> list[_Row]:
    """Each row's cells with the column that each begins in, cells from above considered."""
    taken: set[tuple[int, int]] = set()
    out = []
    for i, row in enumerate(grid.rows):
        here, at = [], 0
        for cell in row:
            while (i, at) in taken:
                at += 1
            here.append((at, cell))
            taken.update((i + down, at + across) for down in range(1, cell.rowspan) for across in range(cell.colspan))
            at += cell.colspan
        out.append(here)
    return out


def _stretched(grid: Grid, index: Sequence[int]) -> Grid:
    """Return the grid over the columns of a finer one: ``index`` gives each border's place among the finer borders."""
    rows = (
        tuple(cell._replace(colspan=index[column + cell.colspan] - index[column]) for column, cell in row) for row in _columns(grid)
    )
    return replace(grid, rows=tuple(rows))


def _sewn(first: Grid, second: Grid) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of both grids, with a label that reaches over several rows, and so over the break, as one cell again."""
    rows = [list(row) for row in (*first.rows, *second.rows)]
    height = len(first.rows)
    columns = _columns(first)
    lower = _columns(second)[0]
    labels_only = not any(cell.text[:1].isdigit() for _column, cell in columns[-1])
    # a row of blanks below a header has a label of its own
    plain = labels_only and not (lower and lower[0][0] == 0 and lower[0][1].text)
    bottom = {
        column: (i, row.index((column, cell)))
        for i, row in enumerate(columns)
        for column, cell in row
        if i + cell.rowspan == height
    }
    pairs = [(j, cell, bottom.get(column)) for j, (column, cell) in enumerate(lower)]
    both = [(rows[at[0]][at[1]], cell) for _j, cell, at in pairs if at is not None]
    header = labels_only and len(both) == len(pairs) and _is_cut_header(both, 1 if plain else _HEADER_CELLS)
    gone = set()
    for j, cell, at in pairs:
        if at is None:
            continue
        i, k = at
        if header or _one_label(rows[i][k], cell, plain):
            rows[i][k] = _together(rows[i][k], cell)._replace(rowspan=rows[i][k].rowspan + (0 if header else cell.rowspan))
            gone.add(j)
    rows[height] = [cell for j, cell in enumerate(rows[height]) if j not in gone]
    return tuple(tuple(row) for i, row in enumerate(rows) if not (header and i == height))


def _is_cut_header(pairs: Sequence[tuple[Cell, Cell]], least: int) -> bool:
    """Whether a header's row is cut within its lines: every cell goes on in one of the same width, none in a number or an ordinal.

    At least so many cells must hold text on both sides.
    """
    if sum(bool(above.text and below.text) for above, below in pairs) < least:
        return False
    return all(
        above.colspan == below.colspan and below.rowspan == 1 and (above.text or not below.text) and not _STARTS_ROW.match(below.text)
        for above, below in pairs
    )


def _one_label(above: Cell, below: Cell, plain: bool) -> bool:
    """Whether two cells are the halves of a label; ``plain`` says that the rows at the break are a header's."""
    if above.colspan != below.colspan or above.text[:1].isdigit() or not (above.text or below.text) or below.text[:1].isdigit():
        return False
    if above.text and below.text:
        return above.rowspan > 1 and below.rowspan > 1 and not _ORDINAL.match(below.text)
    return (plain and not below.text) or above.rowspan > 1 or below.rowspan > 1


def _mended(first: Grid, second: Grid) -> tuple[tuple[Cell, ...], ...] | None:
    """Return the rows of both grids with the cut row as one; None when no row is cut."""
    upper, lower = _columns(first)[-1], _columns(second)[0]
    below = {column: cell for column, cell in lower if cell.rowspan == 1}
    above = {column: cell for column, cell in upper if cell.rowspan == 1}
    shared = sorted(below.keys() & above.keys())
    # a blank that stands under no cell of the row belongs to a label that spans the rows above
    if any(below[i].text for i in below.keys() - above.keys()) or any(below[i].colspan != above[i].colspan for i in shared):
        return None
    if not _is_cut([above[i].text for i in shared], [below[i].text for i in shared]):
        return None
    row = tuple(_together(cell, below[column]) if column in below else cell for column, cell in upper)
    return (*first.rows[:-1], row, *_without_first_row(second))


def _together(above: Cell, below: Cell) -> Cell:
    """Return the cell with both texts; a note behind a number goes on in one line."""
    texts = [text for text in (above.text, below.text) if text]
    if _NOTED.match(above.text):
        return above._replace(text="".join(texts).replace("\n", ""))
    return above._replace(text="\n".join(texts))


def _is_cut(above: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the two rows are one: a label in both, numbers in exactly one, and a label that had not ended."""
    at = next((i for i, pair in enumerate(zip(above, below, strict=True)) if all(pair)), None)
    if at is None or _ORDINAL.match(below[at]) or any(above[at + 1 :]) == any(below[at + 1 :]):
        return False
    opened = sum(map(above[at].count, _OPEN)) > sum(map(above[at].count, _CLOSE))
    return opened or _ORDINAL.match(above[at]) is not None


def _without_first_row(grid: Grid) -> tuple[tuple[Cell, ...], ...]:
    """Return the rest of a grid whose first row has moved; cells that reach further down begin one row later."""
    columns = _columns(grid)
    if len(columns) == 1:
        return ()
    place = columns[1][0][1].place if columns[1] else grid.place
    hanging = [(column, cell._replace(rowspan=cell.rowspan - 1, place=place)) for column, cell in columns[0] if cell.rowspan > 1]
    second = sorted([*hanging, *columns[1]], key=lambda pair: pair[0])
    return (tuple(cell for _column, cell in second), *grid.rows[2:])
