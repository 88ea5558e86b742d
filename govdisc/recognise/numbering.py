"""Tables whose rows an office has numbered: a column before the labels, 序号 in its header, that says nothing of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from govdisc.model.document import Block, Cell, Grid, Paragraph
from govdisc.text.labels import squeeze

#: What stands over such a column.
HEADERS = frozenset(("序号", "编号", "行次", "序"))
#: How each of them ends: most cells are told in a moment.
_ENDS = frozenset(header[-1] for header in HEADERS)
_NUMBER = re.compile(r"\s*[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])[）)]?[.．、]?\s*")
#: So many rows are numbered at least; where no header says so, so many, and they count from one.
FEWEST, FEWEST_COUNTED = 2, 3
#: Figures of the number of a row.
LONGEST_NUMBER = 2


def unnumbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of a document without the columns that number the rows of their tables, the cells of which stand in grids or between tabs.

    A block itself comes where there is none, or where anything else stands in it. A table may be cut into several grids, the header in the
    first: their numbers go on.
    """
    last = end = 0
    for at, block in enumerate(blocks):
        if isinstance(block, Grid):
            bare = _without_numbers(block, last)
            last = _last_number(block, last) if bare is not block else 0
            yield bare
        elif at >= end and "\t" in block.text and block.text.partition("\t")[0].strip() in HEADERS:
            lines = [block, *(line for line in takewhile(_has_cells, blocks[at + 1 :]) if isinstance(line, Paragraph))]
            end = at + len(lines)
            yield from _lines_without_numbers(lines)
        elif at >= end:
            yield block


def _has_cells(block: Block) -> bool:
    return isinstance(block, Paragraph) and "\t" in block.text


def _cells(line: Paragraph) -> tuple[Cell, ...]:
    return tuple(Cell(text, line.place) for text in line.text.lstrip(" ").split("\t"))


def _lines_without_numbers(lines: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Lines of one table without the cells that number them; one of them alone is no table."""
    if len(lines) < FEWEST:  # spares time
        return lines  # spares time
    grid = Grid(tuple(map(_cells, lines)), lines[0].place, aligned=False)
    bare = _without_numbers(grid, 0)
    if bare is grid:
        return lines
    return [Paragraph("\t".join(cell.text for cell in row), line.place) for row, line in zip(bare.rows, lines, strict=True)]


def _without_numbers(grid: Grid, last: int) -> Grid:
    if not last and len(grid.rows) < FEWEST:  # spares time
        return grid
    firsts = {row[0].text for row in grid.rows if row}
    is_said = any(text[-1:] in _ENDS and squeeze(text) in HEADERS for text in map(str.rstrip, firsts))
    if not is_said and not _counts(grid, last, 1 if last else FEWEST_COUNTED):
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
    is_numbered = numbers >= FEWEST or not is_said or _is_first(grid, last)
    return Grid(tuple(rows), grid.place, grid.aligned) if is_numbered else grid


def _counts(grid: Grid, last: int, least: int) -> bool:
    """Tell whether the first cells of so many rows at least count on from ``last``, a label behind each."""
    found = _numbered(grid)
    if len(found) < least or not all(_is_labelled(row) for row in found):
        return False
    return [int(row[0].text) for row in found] == list(range(last + 1, last + 1 + len(found)))


def _is_first(grid: Grid, last: int) -> bool:
    """Tell whether one row bears the next number, the only one of a table without labels, or one of a table that was numbered before."""
    found = _numbered(grid)
    return len(found) == 1 and int(found[0][0].text) == last + 1 and (last > 0 or not _is_labelled(found[0]))


def _numbered(grid: Grid) -> list[tuple[Cell, ...]]:
    return [row for row in grid.rows if row and (text := row[0].text.strip()).isdecimal() and len(text) <= LONGEST_NUMBER]


def _is_labelled(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and any(map(str.isalpha, row[1].text))


def _last_number(grid: Grid, last: int) -> int:
    return max((int(row[0].text) for row in _numbered(grid)), default=last)


def _stands_alone(row: Sequence[Cell]) -> bool:
    return not any(cell.text.strip() for cell in row[1:])
