"""Then tables: each row's cells go to the columns that their place or their label names, and what fits nowhere stays unread."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from govdisc.recognise.above import Above
from govdisc.recognise.collect import Collector
from govdisc.recognise.doubtful import Doubtful
from govdisc.recognise.fitting import Fitted, fit, has_lost_a_cell
from govdisc.recognise.header import Line, Plan, plan_columns, printed
from govdisc.recognise.index import LONGEST_CELL, BlockIndex, FormIndex, Meaning, RowRef, TableIndex
from govdisc.recognise.pieces import unglued
from govdisc.recognise.rows import Bare, Row, Scope, any_figures, any_filled, open_row
from govdisc.recognise.sidebyside import SideBySide
from govdisc.recognise.tokens import Token
from govdisc.recognise.unclaimed import FEWEST_NUMBERS, Unclaimed, are_several, counts_columns
from govdisc.text.labels import core


class TableReader:
    """Takes the rows of a document one by one, and remembers the words above them."""

    def __init__(self, index: FormIndex, collector: Collector, foreign: Collection[str]) -> None:
        """Read for one form into one collector; ``foreign`` are labels of columns that only other forms have."""
        self.index = index
        self.collector = collector
        self.foreign = foreign
        self.scope = Scope(index, collector.told)
        self.above = Above(self.scope)
        self._doubtful = Doubtful(collector)
        self._unclaimed = Unclaimed(index, collector)
        self._side_by_side = SideBySide(index, collector, self.scope, self.above, self._doubtful, self._unclaimed)
        self._header: list[Line] = []  # the words that label the columns of the rows read last
        self._plans: dict[tuple[int, int], Plan | str] = {}
        self._read_last: tuple[RowRef, Row] | None = None  # no other row and no text since
        self._orphans: list[Row] = []  # rows of text without a label since the last row of data
        self._right_above: Row | None = None  # the row of a grid right above, where it was read or has no label

    # --- rows, one by one -----------------------------------------------------------------------------------------------------------

    def begin(self, heading: Meaning | None) -> None:
        """Begin a grid below a heading."""
        self.above.heading, self.above.region = heading, None
        self._unclaimed.clear()
        self.scope.opened = None

    def take(self, row: Row) -> None:
        """Deal with the next row."""
        told = len(self.collector.unread)
        above, self._right_above = self._right_above, None
        if row.prose:
            self.above.prose()
            self._orphans, self._read_last = [], None
            self._unclaimed.clear()
        elif not (filled := any_filled(row.cells)) and any_figures(row.words) and self._glued(row):
            pass
        elif row.ref is not None:
            self._read_last = None
            self._data(row, row.ref, above)
            self._unclaimed.beside(told, self.above.region)
        elif not filled:
            if any_filled(row.words):
                self._words(row)
            else:
                self._side_by_side.blank(row)
        else:
            if not self._side_by_side.read(row) and not (row.placed and self._is_header(row)) and not self._stranger(row, above):
                return
            self._unclaimed.beside(told, self.above.region)

    def finish(self) -> None:
        """Decide what could not be decided before all rows were taken."""
        self._unclaimed.clear()
        self._doubtful.settle(self.scope.bare, self.scope.shifted, self.scope.waiting)

    def _words(self, row: Row) -> None:
        figures = [token for token in row.words if token.meaning.figures]
        if not row.placed or (len(figures) == 1 == sum(token.filled for token in row.words) and are_several(figures[0].text) and self._table_here()):
            for token in figures:
                self._unclaimed.words(token, self._table_here)
                if are_several(token.text):
                    self._rest_of_wrapped(row, (token.text,))
        if not row.placed and self._ends_table(row.words[-1]):
            self.above.region = None
            title = row.words[-1].meaning.core
            self._unclaimed.part(title)
            if title in self.index.titles:
                self.scope.table = None
        self.above.add(row)
        if row.placed:
            self._is_header(row)

    def _glued(self, row: Row) -> bool:
        """Note a label with numbers run together behind it, alone in its row: 行政规范性文件693665."""
        words = [token for token in row.words if token.filled]
        found = unglued(words[0].meaning.text) if len(words) == 1 else None
        ref = self.scope.row(self.index.meaning(found[0])) if found else None
        if found is None or ref is None:
            return False
        table = self.index.by_id[ref.table.id]
        labels = any(self._labels(token, ref.table.id, table.block_of(ref.block)) for token in self.above.tokens)
        if table is not self.scope.table and not labels:
            return False  # a sentence may begin with a label
        if not self.collector.told(ref.table.id, ref.row.id):
            self.collector.unread_row("glued", ref, words[0].place, found[1])
        return True

    def _ends_table(self, token: Token) -> bool:
        """Tell whether words are no part of a table in text: a sentence, or the heading of another part."""
        if not token.loose or token.row or token.meaning.known:
            return False
        return token.meaning.text[-1:] in "。；：" or token.meaning.core in self.index.titles

    def _is_header(self, row: Row) -> bool:
        """Tell whether the words of a row are mostly those of a table's header, and go to that table."""
        tokens = [token for token in (*row.words, *row.cells) if token.filled]
        for table in self.index.tables:
            name = table.table.id
            known = sum(name in token.meaning.columns or name in token.meaning.furniture for token in tokens)
            if table.table.layout == "transposed":
                known += sum(name in (ref.table.id for ref in token.meaning.rows) for token in tokens)
            numbers = sum(token.meaning.value for token in tokens)
            if known > numbers and known * 2 >= len(tokens):
                columns = {token.meaning.core for token in tokens if name in token.meaning.columns}
                self.scope.table = table
                self.scope.opened = open_row(table)
                if len(columns) * 2 >= len(table.table.blocks[0].columns):
                    self.above.region = name
                if any_filled(row.cells):
                    if numbers:
                        self.collector.note("unlabelled_row", name, row.cells[0].place, " ".join(token.meaning.text for token in tokens if token.meaning.value))
                    self._words(Row((*row.words, *row.cells), width=row.width, placed=True))
                return True
        return False

    # --- rows of data ---------------------------------------------------------------------------------------------------------------

    def _data(self, row: Row, ref: RowRef, above: Row | None) -> None:
        table = self.index.by_id[ref.table.id]
        block = table.block_of(ref.block)
        plan = self._plan(row, block, table)
        if ref.table.layout == "transposed" and not row.placed and (isinstance(plan, str) or plan.by_form):
            # 行政复议 before numbers, without the columns of part 4: prose, or, between bars or tabs, a row that must not go away without a word
            if not row.cells[0].loose and sum(token.filled for token in row.cells) >= FEWEST_NUMBERS:
                self.above.use(row, ref.table.id)
                self.collector.unread_row("unknown_header", ref, row.words[0].place, row.text())
            return
        self.above.take(row, table)
        for other in self._unclaimed.claimed(ref.table.id):
            self.above.use(other, ref.table.id)
        place = (row.words or row.cells)[0].place
        if self._orphans:  # spares time
            self._adopt(ref, plan)
        fitted = plan if isinstance(plan, str) else "too_many" if row.torn else fit(plan, row, block.block)
        if isinstance(fitted, Fitted) and not row.placed and has_lost_a_cell(fitted.pairs):
            fitted = "too_few"
        if isinstance(fitted, str):
            self._doubtful.unread(fitted, row)
            if fitted:
                self.collector.unread_row(fitted, ref, place, row.text())
            else:
                self.scope.bare.append(Bare(ref, row.words[0]))
            return
        if above is not None and above.ref is None and _lacks(row, above):
            self._may_belong(above, ref, row)
            return
        assert isinstance(plan, Plan)
        self._doubtful.read(ref, place, row, not fitted.pairs[-1][1].meaning.text and any(token.meaning.text for _, token in fitted.pairs))
        if plan.by_form:
            self.collector.note("header_missing", ref.table.id, place, block.block.heading or ref.table.id)
        if plan.missing:  # a column under a strange label may be one of those
            strange = [token for column, token in fitted.pairs if column is None and token.filled]
            self.collector.put_missing(ref, plan.missing, [*strange, *fitted.left_over], place)
            fitted = Fitted([pair for pair in fitted.pairs if pair[0] is not None], [])
        self.collector.put_row(ref, fitted.pairs)
        self._read_last = ref, row
        self._right_above = row if row.placed else None

    def _adopt(self, ref: RowRef, plan: Plan | str) -> None:
        """Give rows without a label to the rows that the form prints between their neighbours, if the labels of these stood nearby.

        Text made from a page may print wrapped labels before or behind the numbers of their neighbours.
        """
        orphans, self._orphans = self._orphans, []
        rows = list(ref.block.rows)
        if ref.row not in rows:
            return
        at = rows.index(ref.row)
        first = at - len(orphans)
        if first < 0 or isinstance(plan, str) or (first and not self.collector.seen(ref.table.id, rows[first - 1].id)):
            return
        found = [RowRef(ref.table, ref.block, row) for row in rows[first:at]]
        if any((ref.table.id, own.row.id) not in self.scope.waiting or self.collector.seen(ref.table.id, own.row.id) for own in found):
            return
        for own, orphan in zip(found, orphans, strict=True):
            fitted = fit(plan, orphan, ref.block)
            if isinstance(fitted, Fitted) and not orphan.torn and orphan.note is not None and all(token.filled for _, token in fitted.pairs):
                self.collector.put_row(own, fitted.pairs)
                self.collector.unread.remove(orphan.note)
                self._doubtful.read(own, orphan.cells[0].place, orphan, ends_blank=False)

    def _plan(self, row: Row, block: BlockIndex, table: TableIndex) -> Plan | str:
        name = table.table.id
        if not self.above.closed:
            labelled = [any(self._labels(token, name, block) for token in line.tokens) for line in self.above.lines]
            if True in labelled:
                self._header, self._plans = self.above.behind_prose(labelled.index(True)), {}
                self.above.mark(name)
        self.above.closed = True
        key = (id(block), row.width)
        if key not in self._plans:  # spares time
            lines = [line for line in self._header if any(self._labels(token, name, block) for token in line.tokens)] and self._header
            self._plans[key] = self._planned(lines, row, block)
        return self._plans[key]

    def _planned(self, lines: Sequence[Line], row: Row, block: BlockIndex) -> Plan | str:
        """The plan that a header makes."""
        key = (block, row.width, row.placed, self.foreign, printed(lines))
        found: Plan | str = self.index.planned(key, lambda: plan_columns(lines, row.width, row.placed, block, self.foreign))
        return found

    def _labels(self, token: Token, name: str, block: BlockIndex) -> bool:
        meaning = token.meaning
        return name in meaning.columns or meaning.core in self.foreign or (name in meaning.furniture and meaning.core == core(block.block.heading))

    # --- what is none of the form's ---------------------------------------------------------------------------------------------------

    def _stranger(self, row: Row, above: Row | None) -> bool:
        """A row with numbers that is neither data nor header: right below a table's rows or header, it is noted; tell whether it is a row."""
        table = self._table_here()
        if table is None:
            self._unclaimed.leave(row)
            self._beside(row, above)
            return False
        label = row.words if row.placed else self.above.before(row)
        words = [token.meaning.text for token in (*label, *row.cells) if token.filled and not token.meaning.value]
        numbers = [token.meaning.text for token in row.cells if token.filled and token.meaning.value]
        lone = len(numbers) < 2 and not row.placed and row.cells[0].loose and not row.cells[0].row  # it may be the number of a page
        if not numbers or len(" ".join(words)) > LONGEST_CELL or counts_columns(self.index.by_id[table].table, words, numbers):
            return False
        if lone and all(token.meaning.furniture for token in label):
            self._unclaimed.lone(table, row)
            return False
        row.note = self.collector.note("unknown_row" if words else "unlabelled_row", table, row.cells[0].place, " ".join([*words, *numbers]))
        self.above.use(row, table)
        if label and not row.placed:
            self.above.drop(label)
        if all(token.meaning.value for token in row.cells):
            self._orphans.append(row)
        self._beside(row, above)
        self._rest_of_wrapped(row, [token.text for token in row.cells if token.filled])
        return True

    def _rest_of_wrapped(self, row: Row, texts: Sequence[str]) -> None:
        """Leave the row above unread whose total is not the sum of its numbers, where figures without a label stand below: they may be the rest of these.

        In a narrow column without rulings 3981 is wrapped, and 39 stands above 81.
        """
        if self._read_last is None or not all("".join(text.split()).isdecimal() for text in texts):
            return
        ref, last = self._read_last
        printed = all(each.placed or [*each.words, *each.cells][0].row for each in (row, last))  # else the order of cells may be lost
        if printed and self.collector.fails(ref):
            self.collector.take_back("too_many", ref, (last.words or last.cells)[0].place, last.text())

    def _beside(self, row: Row, above: Row | None) -> None:
        """Leave the row above unread where it lacks the numbers of this one, which has no label; the row below may lack them, too."""
        if not row.placed or any_filled(row.words):
            return
        if above is not None and above.ref is not None and _lacks(above, row):
            self._may_belong(row, above.ref, above)
        self._right_above = row

    def _may_belong(self, loose: Row, ref: RowRef, row: Row) -> None:
        """Tell numbers without a label, and leave the row unread that lacks them."""
        self.collector.note("unlabelled_row", ref.table.id, loose.cells[0].place, loose.text())
        self.collector.take_back("unlabelled_row", ref, (row.words or row.cells)[0].place, row.text())

    def _table_here(self) -> str | None:
        """The table whose rows stand right above, or whose columns the words above label, though no row of it was known yet."""
        if self.above.region or self.above.closed:
            return self.above.region
        words = {token.meaning.core for token in self.above.tokens if token.meaning.columns}
        for table in self.index.tables if words else ():  # spares time
            if any(len(words & block.columns.exact.keys()) * 2 >= len(block.block.columns) for block in table.blocks):
                return table.table.id
        return None


def _lacks(row: Row, loose: Row) -> bool:
    """Tell whether numbers without a label may be those that the row beside them lacks, as where a page break has cut it: no column has one in both.

    Grids of several pages may differ on the left, where labels span rows.
    """
    own, other = ({each.width - token.right for token in each.cells if token.filled and token.meaning.value} for each in (row, loose))
    blank = {row.width - token.right for token in row.cells if not token.filled}
    return bool(other & blank) and not own & other
