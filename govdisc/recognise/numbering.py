"""Tables whose rows an office has numbered: a column before the labels, 序号 in its header, that says nothing of the report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govdisc.model.document import Cell, Grid
from govdisc.text.labels import squeeze

#: What stands over such a column.
HEADERS = frozenset(("序号", "编号", "行次", "序"))
#: How each of them ends: most cells are told in a moment.
_ENDS = frozenset(header[-1] for header in HEADERS)
_NUMBER = re.compile(r"\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])[）)]?[.．、]?\s*")
#: So many rows are numbered at least.
FEWEST = 2


def unnumbered(grid: Grid) -> Grid:
    """Return a grid without the column that numbers its rows; the grid itself where there is none, or where anything else stands in it."""
    if len(grid.rows) < FEWEST:
        return grid
    firsts = {row[0].text for row in grid.rows if row}
    if not any(text[-1:] in _ENDS and squeeze(text) in HEADERS for text in map(str.rstrip, firsts)):
        return grid
    numbers = 0
    covered = 0  # rows below that a cell of the column reaches down to
    rows: list[tuple[Cell, ...]] = []
    for row in grid.rows:
        if covered or not row:
            covered -= 1 if covered else 0
            rows.append(row)
            continue
        first = row[0]
        covered = first.rowspan - 1
        if first.colspan > 1:  # a heading over the whole table
            rows.append((first._replace(colspan=first.colspan - 1), *row[1:]))
        elif not first.text.strip() or squeeze(first.text) in HEADERS or _NUMBER.fullmatch(first.text):
            numbers += _NUMBER.fullmatch(first.text) is not None
            rows.append(row[1:])
        elif _stands_alone(row):  # where no cell is known to reach over others
            rows.append((first, *row[2:]))
        else:
            return grid
    return Grid(tuple(rows), grid.place, grid.aligned) if numbers >= FEWEST else grid


def _stands_alone(row: Sequence[Cell]) -> bool:
    return not any(cell.text.strip() for cell in row[1:])
