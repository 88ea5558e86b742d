"""Part 4, whose rows stand side by side in one printed row, each with the same columns; or one a table under a heading of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from govdisc.model.form import Column, Row
from govdisc.recognise.above import Above
from govdisc.recognise.collect import Collector
from govdisc.recognise.doubtful import Doubtful
from govdisc.recognise.fitting import nought_beside_blank, sum_fails, trim
from govdisc.recognise.header import Line, bind_columns, choices, label_at, printed
from govdisc.recognise.index import BlockIndex, FormIndex, RowRef, TableIndex
from govdisc.recognise.rows import Row as PrintedRow
from govdisc.recognise.rows import Scope, any_filled, is_row_of_cells
from govdisc.recognise.tokens import Token
from govdisc.recognise.unclaimed import FEWEST_NUMBERS, Unclaimed
from govdisc.text.labels import core

#: So many sums of part 4 do not hold where its numbers are not whole; an office makes one mistake.
FEWEST_WRONG = 2
#: So many of the groups are named, and columns labelled, above the row of part 4.
FEWEST_NAMES = 2
#: The labels of part 4 are no longer than this; longer words are prose.
LONGEST_LABEL = 12


class SideBySide:
    """Reads the rows of such tables, by the words above them."""

    def __init__(self, index: FormIndex, collector: Collector, scope: Scope, above: Above, doubtful: Doubtful, unclaimed: Unclaimed) -> None:
        """Read into one collector."""
        self.index, self.collector, self.scope, self.above = index, collector, scope, above
        self._doubtful, self._unclaimed = doubtful, unclaimed

    def blank(self, row: PrintedRow) -> None:
        """The row of part 4 has no label: in a blank form it is blank, and known by its header and the number of its cells."""
        for table in self.index.side_by_side:
            block = table.blocks[0]
            if len(row.cells) == block.size and not self.collector.touched(table.table.id) and self._planned(row.width, block):
                self._put(table, row, row.cells)

    def read(self, row: PrintedRow) -> bool:
        """Read the one row of numbers of such a table, or that of one group; tell whether it is one."""
        return any(self._read(table, row) for table in self.index.side_by_side)

    def _read(self, table: TableIndex, row: PrintedRow) -> bool:
        if self._wraps(table, row):
            return True
        block = table.blocks[0]
        names = block.names
        meanings = [token.meaning for token in self.above.tokens if len(token.meaning.core) <= LONGEST_LABEL]
        words = "".join(meaning.core for meaning in meanings)
        named = {name for name in names if name in words}
        values = all(token.meaning.value for token in row.cells)
        if row.placed and len(names.intersection(meaning.core for meaning in meanings)) >= FEWEST_NAMES:
            line = (*row.words, *row.cells)
            cells: Sequence[Token] = line if is_row_of_cells(line, self.index) else row.cells if values else ()
            if cells:
                self._put(table, row, cells)
                return True
        if len(named) >= FEWEST_NAMES and sum(token.filled for token in row.cells) >= FEWEST_NUMBERS and not self.collector.touched(table.table.id):
            labels = {meaning.core for meaning in meanings if table.table.id in meaning.columns}
            if (not row.placed and len(labels) >= FEWEST_NAMES) or (values and len(row.cells) == block.size and named == names):
                self._put(table, row, row.cells)
                return True
            if values:  # its groups stand above, their columns cannot be read
                self._note(table, "unknown_header", row.cells)
                return True
        return values and self._put_group(table, row)

    def _wraps(self, table: TableIndex, row: PrintedRow) -> bool:
        """Tell whether a row right below the one of part 4 holds what is left of its numbers (02 below 373): then none of them is known.

        It does where one begins with 0, and where the totals are not the sums.
        """
        name = table.table.id
        texts = [token.meaning.text for token in row.cells if token.filled]
        if not (self.above.closed and self.above.region == name and self.collector.touched(name)) or any_filled(row.words):
            return False
        refs = [ref for (owner, _row), ref in self.collector.rows.items() if owner == name]
        rests = any(len(text) > 1 and text[0] == "0" for text in texts) or sum(map(self.collector.fails, refs)) >= FEWEST_WRONG
        if not rests or not all(map(str.isdecimal, texts)):
            return False
        for ref in refs:
            self.collector.take_back("too_many", ref, row.cells[0].place, " ".join([*self.collector.printed(ref), "/", *texts]))
            texts = []
        return True

    def _put(self, table: TableIndex, row: PrintedRow, cells: Sequence[Token]) -> None:
        """Give the cells of a row to those of the table."""
        index, name = table.blocks[0], table.table.id
        block, size = index.block, index.size
        self.above.take(row, table)
        self.above.mark(name)
        plan = self._planned(row.width, index)
        filled = [token for token in cells if token.filled]
        if plan and not row.placed and cells[0].before and len(filled) < len(cells) == cells[0].width < size and self.scope.drops_first():
            cells = [*[cells[0]._replace(text="", meaning=self.index.meaning(""))] * (size - len(cells)), *cells]
        if len(cells) != size or row.torn:
            found = "too_many" if row.torn else self._chosen(table, row, cells, plan)
            if isinstance(found, str):
                if self.collector.touched(name):  # the row of this table was read: this is another
                    text = " ".join(token.meaning.text for token in (*row.words, *row.cells) if token.filled)
                    self.collector.note("unknown_row", name, cells[0].place, text)
                else:
                    self._note(table, "too_few" if len(filled) < size else "too_many", cells)
                return
            cells = found
        if plan is None:
            self._note(table, "unknown_header", cells)
            return
        if not plan:
            self.collector.note("header_missing", name, cells[0].place, name)
            plan = [(form_row, column) for form_row in block.rows for column in block.columns]
        groups = _grouped(index, plan, cells)
        if not row.placed and cells[0].loose and not cells[0].row and sum(map(sum_fails, groups)) >= FEWEST_WRONG:
            self._note(table, "too_many", cells)  # pieces of wrapped numbers, by chance as many as the table has cells
            return
        if not row.placed and _has_moved(index, plan, cells):
            self._note(table, "too_few", cells)
            return
        for form_row, pairs in zip(block.rows, groups, strict=True):
            ref = RowRef(table.table, block, form_row)
            self.collector.put_row(ref, pairs)
            own = PrintedRow((), [token for _column, token in pairs])
            self._doubtful.read(ref, own.cells[0].place, own, ends_blank=False)

    def _planned(self, width: int, block: BlockIndex) -> Groups | None:
        """What the words above say of the columns."""
        lines = self.above.lines
        found: Groups | None = self.index.planned((block, width, printed(lines)), lambda: plan_groups(lines, width, block))
        return found

    def _chosen(self, table: TableIndex, row: PrintedRow, cells: Sequence[Token], plan: Groups | None) -> list[Token] | str:
        """The cells of a row with more or fewer than the form's: those under the labels, and by their count where nothing stands in between.

        A number that stands under no label is that of a column of the office's own, or the whole row has moved: the totals show which.
        """
        block = table.blocks[0]
        counted = trim(cells, block.size)
        labels, _told = _by_place([line for line in self.above.lines if row.placed and line.width == row.width], block)
        under = [token for _text, at in labels for token in cells if token.left <= at < token.right]
        if not plan or not len(labels) == len(under) == block.size:
            filled = [token for token in cells if token.filled]
            return filled if len(filled) == block.size else counted
        strange = [token for token in cells if token.filled and token not in under]
        if not strange or counted == under:
            return under
        whole = [way for way in (under, counted) if isinstance(way, list) and not any(map(sum_fails, _grouped(block, plan, way)))]
        if whole == [under]:
            if nought_beside_blank(under, strange):
                return "too_many"
            self.collector.note("unknown_column", table.table.id, strange[0].place, " ".join(token.meaning.text for token in strange))
        return whole[0] if len(whole) == 1 else "too_many"

    def _note(self, table: TableIndex, kind: str, cells: Sequence[Token]) -> None:
        """Note that the cells of the table are not certain."""
        block, name = table.blocks[0].block, table.table.id
        self.above.region = name
        for row in self._unclaimed.claimed(name):
            self.above.use(row, name)
        paths = [f"{name}.{form_row.id}.{column.id}" for form_row in block.rows for column in block.columns]
        self.collector.note(kind, name, cells[0].place, " ".join(token.meaning.text for token in cells if token.filled), paths)

    def _put_group(self, table: TableIndex, row: PrintedRow) -> bool:
        """One group of part 4 as a table of its own: its name stands above, then as many labels as the group has columns."""
        block = table.blocks[0]
        tokens = [token for token in self.above.tokens if token.filled]
        named = [ref for token in tokens for ref in token.meaning.rows if ref.table is table.table]
        if not named and row.placed and self.above.heading is not None:
            named = [ref for ref in self.above.heading.rows if ref.table is table.table]
        labels = [token for token in tokens if table.table.id in token.meaning.columns]
        order = list(block.block.columns)
        columns = bind_columns([token.text for token in labels[-len(order) :]], block)
        cells = [token for token in row.cells if row.placed or token.filled]
        if not named or columns is None or not len(columns) == len(cells) == len(order):
            return False
        if not row.placed and columns != order:
            return False  # lines of their own may have been printed in any order
        self.above.take(row, table)
        self.above.mark(table.table.id)
        self.collector.put_row(named[-1], list(zip(columns, cells, strict=True)))
        return True


# --- what the words above say of the columns ----------------------------------------------------------------------------------------------

#: For each column left to right, the row and column of the form that it stands for.
Groups = list[tuple[Row, Column]]


def plan_groups(lines: Sequence[Line], width: int, block: BlockIndex) -> Groups | None:
    """Return what the columns stand for; none where no header tells, and None where one tells of another order without saying whose columns are whose."""
    labels, told = _by_place([line for line in lines if line.width == width], block)
    texts = [text for text, _at in labels]
    rows = block.block.rows
    if set(told) == set(rows):
        return _bind(texts, told, block)
    found = ([] if told else _bind(texts, rows, block)) or _bind(_by_order(lines, block), rows, block)
    in_order = not found or [column for _row, column in found] == [*block.block.columns] * len(rows)
    return found if in_order and _in_order(lines, block) else None


def _grouped(block: BlockIndex, plan: Groups, cells: Sequence[Token]) -> list[list[tuple[Column | None, Token]]]:
    """The cells of each row with their columns, in the order of the form's rows."""
    return [[(column, token) for (owner, column), token in zip(plan, cells, strict=True) if owner is row] for row in block.block.rows]


def _has_moved(block: BlockIndex, plan: Groups, cells: Sequence[Token]) -> bool:
    """Tell whether the sums of several groups do not hold that would if the blank cell at an end of the row stood elsewhere: there one was dropped."""

    def wrong(cells: Sequence[Token]) -> int:
        return sum(map(sum_fails, _grouped(block, plan, cells)))

    own = wrong(cells)
    if own < FEWEST_WRONG:
        return False
    ends = ((cells[0], cells[1:]), (cells[-1], cells[:-1]))
    ways = ([*rest[:at], end, *rest[at:]] for end, rest in ends if not end.filled for at in range(len(cells)))
    return any(own - wrong(way) >= FEWEST_WRONG for way in ways)


def _in_order(lines: Sequence[Line], block: BlockIndex) -> bool:
    """Tell whether the groups are not named in another order than the form's: then the order of their columns says which are whose."""
    rows = block.block.rows
    ranks = {core(label): rank for rank in reversed(range(len(rows))) for label in (rows[rank].label, *rows[rank].aliases, *rows[rank].groups)}
    for line in lines:
        found = [ranks[token.meaning.core] for token in line.tokens if token.meaning.core in ranks]
        if found != sorted(found):
            return False
    return True


def _by_place(lines: Sequence[Line], block: BlockIndex) -> tuple[list[tuple[str, int]], list[Row]]:
    """The labels of columns from left to right with where each begins, and the rows that stand over all columns of a group."""
    names = {core(label): row for row in block.block.rows for label in (row.label, *row.aliases)}
    labels: dict[int, list[Token]] = {}
    owners: dict[int, Row] = {}
    for line in lines:
        for token in line.tokens:
            owner = names.get(token.meaning.core)
            for at in range(token.left, token.right):
                if owner is not None:
                    owners[at] = owner
                elif token.filled and not token.meaning.furniture:
                    labels.setdefault(at, []).append(token)
    texts: list[tuple[str, int]] = []
    above: list[Row | None] = []
    last: list[Token] = []
    for at in sorted(labels):
        if labels[at] == last:
            continue
        last = labels[at]
        joined = [last[-1].text, "".join(token.text for token in last[-2:])]
        text = next((text for known in (block.columns.find, partial(choices, block)) for text in joined if known(text)), None)
        if text is not None:
            texts.append((text, at))
            above.append(owners.get(at))
    size = len(block.block.columns)
    groups = [set(above[at : at + size]) for at in range(0, len(above), size)]
    return texts, [row for group in groups for row in group if row is not None and len(group) == 1]


def _by_order(lines: Sequence[Line], block: BlockIndex) -> list[str]:
    """The labels of columns in printed order; the second line of wrapped labels is joined to the first."""
    tokens = [token for line in lines for token in line.tokens if token.filled]
    texts: list[str] = []
    while tokens:
        _found, length = label_at(tokens, 0, block)
        text = "".join(token.text for token in tokens[:length])
        if choices(block, text):
            texts.append(text)
        tokens = tokens[length:]
    return texts


def _bind(texts: Sequence[str], owners: Sequence[Row], block: BlockIndex) -> Groups:
    """Bind column labels, in printed order, to the columns of their rows, ``owners``; none where that is not possible."""
    size = len(block.block.columns)
    if len(texts) != size * len(owners):
        return []
    plan: Groups = []
    for number, owner in enumerate(owners):
        columns = bind_columns(texts[number * size : (number + 1) * size], block)
        if columns is None:
            return []
        plan += [(owner, column) for column in columns]
    return plan
