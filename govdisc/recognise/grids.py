"""Reading grids whose cells know their columns: tables of HTML, Word, Excel and PDF files.

A row of data is known by its label, a column by the header above it. Spans may be wrong, so a row whose cells are as many as the
labelled columns is read in order; otherwise the cells under the headers count, if the rest is blank. A row that fits neither way
stays unread and is noted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govdisc.model.document import Cell, Grid
from govdisc.model.form import Column
from govdisc.recognise.collect import Atom, Collector, trim
from govdisc.recognise.index import BlockIndex, FormIndex, RowRef, TableIndex
from govdisc.recognise.transposed import Leaf, transposed_columns
from govdisc.text.labels import core
from govdisc.text.values import clean, looks_like_value, parse_cell

#: A span wider or taller than this is a mistake of the file; the official tables are at most 28 × 15.
WIDEST_SPAN, TALLEST_SPAN = 64, 400
#: More columns than this are not one of these tables.
WIDEST_ROW = 400
#: A word in a data cell is no longer than this; longer ones are pieces of labels.
LONGEST_WORD = 12
#: So many columns must be known by their labels before the others of a wide table are believed to be strangers.
FEWEST_KNOWN = 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell, the columns of the matrix that it covers (``left`` up to but not including ``right``), and its cleaned text."""

    cell: Cell
    left: int
    right: int
    text: str


def spots_of(grid: Grid) -> list[list[Spot]]:
    """Place the cells of a grid in its matrix, row by row, with every span bounded."""
    hanging: dict[int, int] = {}  # column of the matrix -> rows, this one among them, that a cell from above covers
    out: list[list[Spot]] = []
    for row in grid.rows:
        line: list[Spot] = []
        column = 0
        for cell in row[:WIDEST_ROW]:
            while hanging.get(column, 0) > 0:
                column += 1
            width = max(1, min(cell.colspan, WIDEST_SPAN))
            line.append(Spot(cell, column, column + width, clean(cell.text)))
            if cell.rowspan > 1:
                for covered in range(column, column + width):
                    hanging[covered] = min(cell.rowspan, TALLEST_SPAN)
            column += width
        out.append(line)
        hanging = {at: rows - 1 for at, rows in hanging.items() if rows > 1}
    return out


@dataclass
class _Header:
    """The header seen last: its rows, and the leaf columns once a data row asked for them."""

    rows: list[list[Spot]] = field(default_factory=list)
    leaves: list[Leaf] | None = None
    block: BlockIndex | None = None


class GridReader:
    """Reads the grids of one document in order. A table that goes on in the next grid keeps its header."""

    def __init__(self, index: FormIndex, collector: Collector) -> None:
        """Read for one form into one collector."""
        self.index = index
        self.collector = collector
        self.table: TableIndex | None = None
        self.header = _Header()
        self._fresh = True  # the rows gathered belong to a header that no data row has used yet
        self._width = 0  # columns of the matrix read last

    def read(self, grid: Grid) -> bool:
        """Read one grid; return whether anything in it belongs to the form's tables."""
        used = False
        rows = spots_of(grid)
        width = max((row[-1].right for row in rows if row), default=0)
        if self._fresh and self.header.rows and width != self._width:
            self.header = _Header()  # the labels of one matrix may not be laid over the columns of another
        self._width = width
        for row in rows:
            if any(spot.text for spot in row):
                used |= self._row(row)
            else:
                used |= self._blank_row(row)
        return used

    def _blank_row(self, row: list[Spot]) -> bool:
        """The row of part 4 has no label: in a blank form it is blank, and known by its header and the number of its cells."""
        for table in self.index.tables:
            block = table.blocks[0].block
            fits = table.table.layout == "transposed" and len(row) == len(block.rows) * len(block.columns)
            if fits and not self.collector.touched(table.table.id) and transposed_columns(self.header.rows, table.blocks[0]):
                return self._put_transposed(table, row, row)
        return False

    def _row(self, row: list[Spot]) -> bool:
        found = self._data_label(row)
        if found is not None:
            ref, at = found
            self.table = self.index.by_id[ref.table.id]
            self._data_row(ref, row[at + 1 :], row)
            return True
        if self._transposed_row(row):
            return True
        if self._header_row(row):
            return True
        return self._stranger(row)

    # --- rows of data -------------------------------------------------------------------------------------------------------

    def _tables(self) -> list[TableIndex]:
        """The tables to look in: the current one first, so that 其他 and 总计 mean its rows."""
        rest = [one for one in self.index.tables if one is not self.table]
        return [self.table, *rest] if self.table else rest

    def _data_label(self, row: list[Spot]) -> tuple[RowRef, int] | None:
        """The row's label and where it stands: the last label before the data, if data follows it."""
        labels: list[tuple[RowRef, int]] = []
        joined = ""
        for at, spot in enumerate(row):
            text = spot.text
            if not text:
                continue
            if looks_like_value(text):
                break
            joined += text
            found = self._match(text) or (None if labels else self._match(joined))
            if found is not None:
                labels.append((found, at))
            elif self.table is not None and self.table.column_anywhere(text):
                return None  # a row of column labels, in which 其他 and 总计 stand too
            elif labels and core(text) not in self.index.by_id[labels[-1][0].table.id].furniture:
                break  # a word in a data cell
        if not labels:
            return None
        ref, at = labels[-1]
        rest = row[at + 1 :]
        if not rest or not all(looks_like_value(spot.text) for spot in rest):
            return (ref, at) if self._words_among_numbers(rest) or self._words_as_data(ref, rest) else None
        return ref, at

    def _match(self, text: str) -> RowRef | None:
        if len(text) > 120:
            return None
        found = self.index.find_row(text, self._tables())
        if found is not None and found.table.id == "requests" and self.table is not self.index.by_id["requests"] and len(core(text)) < 3:
            return None  # 其他 or 总计 outside of part 3 is a column
        if found is None and self.table is not None:
            found = self.table.rows.find_alike(text)
        return found

    def _words_as_data(self, ref: RowRef, rest: Sequence[Spot]) -> bool:
        """A row of the current table whose cells all hold words (XX, 待填): data none the less, as none of them is a label."""
        words = [spot.text for spot in rest if spot.text]
        if self.table is not self.index.by_id[ref.table.id] or len(words) < len(ref.block.columns) or max(map(len, words)) > LONGEST_WORD:
            return False
        table = self.table
        return not any(
            table.column_anywhere(spot.text) or core(spot.text) in table.furniture or table.rows.find(spot.text) is not None
            for spot in rest
        )

    @staticmethod
    def _words_among_numbers(rest: Sequence[Spot]) -> bool:
        """A data row in which some cell holds a word: most of its cells are still numbers."""
        numbers = sum(1 for spot in rest if spot.text and looks_like_value(spot.text))
        return numbers * 2 > len(rest)

    def _data_row(self, ref: RowRef, rest: list[Spot], row: list[Spot]) -> None:
        block = self.index.by_id[ref.table.id].block_of(ref.block)
        leaves = self._leaves(block)
        place = row[0].cell.place
        text = " ".join(spot.text for spot in rest)
        if leaves is None:
            self.collector.unread_row("unknown_header", ref, place, text)
            return
        if not leaves:
            columns = list(ref.block.columns)
            cells = _trim(rest, len(columns))
            if cells is None or len(cells) != len(columns):
                self.collector.unread_row("too_many" if len(rest) > len(columns) else "too_few", ref, place, text)
                return
            self.collector.note("header_missing", ref.table.id, place, ref.block.heading or ref.table.id)
            self.collector.put_row(ref, columns, [_atom(spot) for spot in cells])
            return
        picked = _pick(leaves, rest)
        if isinstance(picked, str):
            self.collector.unread_row(picked, ref, place, text)
            return
        self.collector.put_row(ref, [leaf.column for leaf in leaves], [_atom(spot) for spot in picked])

    def _leaves(self, block: BlockIndex) -> list[Leaf] | None:
        """The labelled columns above the data, left to right; empty when there is no header, None when it does not fit."""
        self._fresh = False
        if self.header.leaves is None or self.header.block is not block:
            leaves = _leaf_columns(self.header.rows, block, self.index.by_id)
            known = {leaf.column.id for leaf in leaves if leaf.column}
            if not leaves:
                return []
            if len(known) < min(len(block.block.columns), FEWEST_KNOWN):
                return None
            self.header.leaves, self.header.block = leaves, block
        return self.header.leaves

    # --- part 4 ---------------------------------------------------------------------------------------------------------------

    def _transposed_row(self, row: list[Spot]) -> bool:
        """Read the one row of numbers of a table whose rows stand side by side."""
        for table in self.index.tables:
            if table.table.layout != "transposed" or not self.header.rows:
                continue
            block = table.blocks[0]
            names = {core(one.label) for one in block.block.rows} | {core(group) for one in block.block.rows for group in one.groups}
            seen = {core(spot.text) for line in self.header.rows for spot in line}
            if len(names & seen) < 2:
                continue
            values = list(row)
            while values and values[0].text and not looks_like_value(values[0].text):
                values.pop(0)
            if not values or not all(looks_like_value(spot.text) for spot in values):
                continue
            return self._put_transposed(table, values, row)
        return False

    def _put_transposed(self, table: TableIndex, values: list[Spot], row: list[Spot]) -> bool:
        block = table.blocks[0].block
        width = len(block.rows) * len(block.columns)
        cells = values if len(values) == width else _trim(values, width)
        place = row[0].cell.place
        self.table = table
        if cells is None or len(cells) != width:
            paths = [f"{table.table.id}.{one.id}.{column.id}" for one in block.rows for column in block.columns]
            kind = "too_few" if len(values) < width else "too_many"
            self.collector.note(kind, table.table.id, place, " ".join(spot.text for spot in values), paths)
            return True
        plan = transposed_columns(self.header.rows, table.blocks[0])
        if plan is None:
            self.collector.note("header_missing", table.table.id, place, table.table.id)
            plan = [(one, column) for one in block.rows for column in block.columns]
        for one in block.rows:
            picked = [(column, cell) for (owner, column), cell in zip(plan, cells, strict=True) if owner is one]
            self.collector.put_row(RowRef(table.table, block, one), [column for column, _ in picked], [_atom(cell) for _, cell in picked])
        return True

    # --- headers and the rest ---------------------------------------------------------------------------------------------------

    def _header_row(self, row: list[Spot]) -> bool:
        texts = [spot.text for spot in row if spot.text]
        if any(len(text) > 200 for text in texts):
            return False
        for table in self._tables():
            furniture = sum(1 for text in texts if core(text) in table.furniture)
            columns = sum(1 for text in texts if table.column_anywhere(text))
            names = sum(1 for text in texts if table.rows.find(text) is not None)
            transposed = table.table.layout == "transposed"
            if not (furniture or columns or (transposed and names)) or (furniture + columns + names) * 2 < len(texts):
                continue
            if not self._fresh or any(core(text) in table.headings for text in texts):
                self.header = _Header()
                self._fresh = True
            self.header.rows.append(row)
            self.header.leaves = None
            self.table = table
            return True
        return False

    def _stranger(self, row: list[Spot]) -> bool:
        """A row that is neither data nor header: inside a table, one with numbers is noted."""
        if self.table is None:
            return False
        table = self.table.table
        if not self.collector.touched(table.id) or self.collector.complete(table.id):
            return False
        labels = [spot.text for spot in row if spot.text and not looks_like_value(spot.text)]
        numbers = [spot.text for spot in row if spot.text and parse_cell(spot.text, "amount").mark is None]
        if not numbers or len(" ".join(labels)) > 120:
            return False
        kind = "unknown_row" if labels else "unlabelled_row"
        self.collector.note(kind, table.id, row[0].cell.place, " ".join([*labels, *numbers]))
        return True


def _atom(spot: Spot) -> Atom:
    return Atom(spot.cell.text, spot.cell.place)


def _trim(spots: Sequence[Spot], count: int) -> list[Spot] | None:
    part = trim([spot.text for spot in spots], count)
    return None if part is None else list(spots[part])


def _pick(leaves: Sequence[Leaf], rest: list[Spot]) -> list[Spot] | str:
    """The cells that stand under the leaf columns, in their order; or why they cannot be told."""
    if len(rest) == len(leaves):
        return rest
    under: list[Spot] = []
    for leaf in leaves:
        found = [spot for spot in rest if spot.left < leaf.right and leaf.left < spot.right]
        if len(found) > 1:
            full = [spot for spot in found if spot.text]
            found = full or found[:1]
            if len({spot.text for spot in found}) > 1:
                return "too_many"
        if not found or found[0] in under:
            trimmed = _trim(rest, len(leaves))
            if trimmed is not None and len(trimmed) == len(leaves):
                return trimmed
            return "too_few" if len(rest) < len(leaves) else "too_many"
        under.append(found[0])
    left_over = [
        spot
        for spot in rest
        if spot.text and spot not in under and (len(leaves) >= FEWEST_KNOWN or not any(_repeats(rest, spot, one) for one in under))
    ]
    return "too_many" if left_over else under


def _repeats(rest: Sequence[Spot], spot: Spot, other: Spot) -> bool:
    """Two cells near each other and all between them hold the same, as when a converter repeats a merged cell in each of its columns."""
    first, last = sorted((spot.left, other.left))
    return last - first <= 3 and {one.text for one in rest if first <= one.left <= last} == {spot.text}


def _leaf_columns(rows: Sequence[Sequence[Spot]], block: BlockIndex, tables: dict[str, TableIndex]) -> list[Leaf]:
    """The columns that the header rows label: for each, the lowest label that stands above it."""
    furniture = frozenset().union(*(one.furniture for one in tables.values()))
    lowest: dict[int, Spot] = {}
    for row in rows:
        for spot in row:
            if not spot.text:
                continue
            for column in range(spot.left, spot.right):
                lowest[column] = spot
    leaves: list[Leaf] = []
    for column in sorted(lowest):
        spot = lowest[column]
        known = _column(block, spot.text)
        if leaves and leaves[-1].spot_id == id(spot):
            leaves[-1] = leaves[-1].widened(column + 1)
            continue
        if known is None and (core(spot.text) in furniture or (not leaves and len(block.block.columns) > 1)):
            continue  # a group, a corner, or what stands over the labels
        if known is not None and leaves and leaves[-1].column is known:
            leaves[-1] = leaves[-1].widened(column + 1)  # a merged header repeated in each of its columns
            continue
        leaves.append(Leaf(known, column, column + 1, id(spot)))
    if len({leaf.column.id for leaf in leaves if leaf.column}) < len([leaf for leaf in leaves if leaf.column]):
        return []
    return leaves


def _column(block: BlockIndex, text: str) -> Column | None:
    found = block.columns.find(text)
    if found is None:
        choices = block.truncated.get(core(text), ())
        found = choices[0] if len(choices) == 1 else None
    return found if found is not None else block.columns.find_alike(text)
