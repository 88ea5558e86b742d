"""Then tables: each row's cells go to the columns that their place or their label names, and what fits nowhere stays unread."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from govdisc.model.form import Column
from govdisc.recognise.collect import Collector
from govdisc.recognise.doubtful import Doubtful
from govdisc.recognise.fitting import Fitted, fit, sum_fails, trim
from govdisc.recognise.header import Line, Plan, bind_columns, plan_columns, plan_groups, printed
from govdisc.recognise.index import LONGEST_CELL, BlockIndex, FormIndex, Meaning, RowRef, TableIndex
from govdisc.recognise.pieces import unglued
from govdisc.recognise.rows import Bare, Row, Scope, any_filled, is_row_of_cells, open_row
from govdisc.recognise.tokens import Token
from govdisc.recognise.unclaimed import FEWEST_NUMBERS, Unclaimed, counts_columns
from govdisc.text.labels import core

#: The header of a table has at most so many lines, and a label of a row at most so many words; more are prose.
MOST_WORDS, MOST_LABEL = 80, 7
#: So many sums of part 4 do not hold where its numbers are not whole; an office makes one mistake.
FEWEST_WRONG = 2
#: The labels of part 4 are no longer than this; longer words are prose.
LONGEST_LABEL = 12
#: So many headers a form are planned once and remembered.
MOST_PLANS = 256  # spares time


class TableReader:
    """Takes the rows of a document one by one, and remembers the words above them."""

    def __init__(self, index: FormIndex, collector: Collector, foreign: Collection[str]) -> None:
        """Read for one form into one collector; ``foreign`` are labels of columns that only other forms have."""
        self.index = index
        self.collector = collector
        self.foreign = foreign
        self.scope = Scope(index, collector.told)
        self._doubtful = Doubtful(collector)
        self.used: dict[int, str] = {}  # items of text that belong to a table
        self._above: list[Line] = []  # words since the last row of data
        self._heading: Meaning | None = None  # the last heading before the grid
        self._closed = False  # a row of data stands below the words gathered
        self._header: list[Line] = []  # the words that label the columns of the rows read last
        self._plans: dict[tuple[int, int], Plan | str] = {}
        self._region: str | None = None  # the table whose rows or header stand right above
        self._orphans: list[Row] = []  # rows of text without a label since the last row of data
        self._unclaimed = Unclaimed(index, collector)

    # --- rows, one by one -----------------------------------------------------------------------------------------------------------

    def begin(self, heading: Meaning | None) -> None:
        """Begin a grid below a heading."""
        self._heading = heading
        self._region = None
        self._unclaimed.clear()
        self.scope.opened = None

    def take(self, row: Row) -> None:
        """Deal with the next row."""
        told = len(self.collector.unread)
        if row.prose:
            self._above, self._closed, self._region, self._orphans = [], False, None, []
            self._unclaimed.clear()
        elif not any_filled(row.cells) and self._glued(row):
            pass
        elif row.ref is not None:
            self._data(row, row.ref)
            self._unclaimed.beside(told, self._region)
        elif not any_filled(row.cells):
            if any_filled(row.words):
                self._words(row)
            elif row.placed:
                self._blank(row)
        else:
            if not self._side_by_side(row) and not (row.placed and self._is_header(row)) and not self._stranger(row):
                return
            self._unclaimed.beside(told, self._region)

    def finish(self) -> None:
        """Decide what could not be decided before all rows were taken."""
        self._unclaimed.clear()
        self._doubtful.settle(self.scope.bare, self.scope.shifted, self.scope.waiting)

    def _words(self, row: Row) -> None:
        for token in row.words if not row.placed else ():
            self._unclaimed.words(token, self._table_here)
        if self._closed:
            self._above, self._closed = [], False
        last = self._above[-1] if self._above else None
        if not row.placed and self._ends_table(row.words[-1]):
            self._region = None
            title = row.words[-1].meaning.core
            self._unclaimed.part(title)
            if title in self.index.titles:
                self.scope.table = None
        if not row.placed and last is not None and row.words[0].row and last.tokens[-1].row == row.words[0].row:
            self._above[-1] = Line([*last.tokens, *row.words], last.width)
        else:
            self._above.append(Line(row.words, row.width or row.words[0].width))
        del self._above[:-MOST_WORDS]
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
        labels = any(self._labels(token, ref.table.id, table.block_of(ref.block)) for line in self._above for token in line.tokens)
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
        for table in self._tables():
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
                    self._region = name
                if any_filled(row.cells):
                    self._words(Row((*row.words, *row.cells), width=row.width, placed=True))
                return True
        return False

    def _tables(self) -> Iterable[TableIndex]:
        current = self.scope.table
        return [current, *(table for table in self.index.tables if table is not current)] if current else self.index.tables

    # --- rows of data ---------------------------------------------------------------------------------------------------------------

    def _data(self, row: Row, ref: RowRef) -> None:
        table = self.index.by_id[ref.table.id]
        block = table.block_of(ref.block)
        plan = self._plan(row, block, table)
        if ref.table.layout == "transposed" and not row.placed and (isinstance(plan, str) or plan.by_form):
            # 行政复议 before numbers, without the columns of part 4: prose, or, between bars or tabs, a row that must not go away without a word
            if not row.cells[0].loose and sum(token.filled for token in row.cells) >= FEWEST_NUMBERS:
                self._use(row, ref.table.id)
                self.collector.unread_row("unknown_header", ref, row.words[0].place, row.text())
            return
        self.scope.table, self._region = table, ref.table.id
        self._use(row, ref.table.id)
        self._claim(ref.table.id)
        place = (row.words or row.cells)[0].place
        if self._orphans:
            self._adopt(ref, plan)
        fitted = plan if isinstance(plan, str) else "too_many" if row.torn else fit(plan, row, block.block)
        if isinstance(fitted, str):
            if fitted:
                self.collector.unread_row(fitted, ref, place, row.text())
            self._doubtful.unread(fitted, row)
            if not (fitted or row.placed):
                self.scope.bare.append(Bare(ref, row.words[0]))
            return
        assert isinstance(plan, Plan)
        self._doubtful.read(ref, place, row, not fitted.pairs[-1][1].filled and any(token.filled for _, token in fitted.pairs))
        if plan.by_form:
            self.collector.note("header_missing", ref.table.id, place, block.block.heading or ref.table.id)
        if plan.missing:  # a column under a strange label may be one of those
            strange = [token for column, token in fitted.pairs if column is None and token.filled]
            self.collector.put_missing(ref, plan.missing, [*strange, *fitted.left_over], place)
            fitted = Fitted([pair for pair in fitted.pairs if pair[0] is not None], [])
        self.collector.put_row(ref, fitted.pairs)

    def _claim(self, name: str) -> None:
        """Tell the numbers above the first row of a table with it."""
        for row in self._unclaimed.claimed(name):
            self._use(row, name)

    def _adopt(self, ref: RowRef, plan: Plan | str) -> None:
        """Give rows without a label to the rows that the form prints between their neighbours, if the labels of these stood nearby.

        Text made from a page may print wrapped labels before or behind the numbers of their neighbours.
        """
        orphans, self._orphans = self._orphans, []
        rows = list(ref.block.rows)
        at = rows.index(ref.row) if ref.row in rows else 0
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
        if not self._closed and any(self._labels(token, name, block) for line in self._above for token in line.tokens):
            self._header, self._plans = self._above, {}
            self._mark(name)
        self._closed = True
        key = (id(block), row.width)
        if key not in self._plans:  # spares time
            lines = [line for line in self._header if any(self._labels(token, name, block) for token in line.tokens)] and self._header
            self._plans[key] = self._planned(lines, row, block)
        return self._plans[key]

    def _planned(self, lines: Sequence[Line], row: Row, block: BlockIndex) -> Plan | str:
        """The plan that a header makes; most documents print the same few headers, so it is made once for each."""
        plans = self.index.plans
        key = (block, row.width, row.placed, self.foreign, printed(lines))
        if key not in plans:  # spares time
            if len(plans) >= MOST_PLANS:  # spares time
                plans.clear()
            plans[key] = plan_columns(lines, row.width, row.placed, block, self.foreign)
        found: Plan | str = plans[key]
        return found

    def _labels(self, token: Token, name: str, block: BlockIndex) -> bool:
        meaning = token.meaning
        return name in meaning.columns or meaning.core in self.foreign or (name in meaning.furniture and meaning.core == core(block.block.heading))

    def _use(self, row: Row, table: str) -> None:
        if not row.placed:
            self.used.update((token.item, table) for token in (*row.words, *row.cells))

    def _mark(self, table: str) -> None:
        """The words from the first label of the header on belong to the table, and not to the text around it."""
        tokens = [token for line in self._above for token in line.tokens]
        for at, token in enumerate(tokens):
            meaning = token.meaning
            if table in meaning.columns or table in meaning.furniture or any(ref.table.id == table for ref in meaning.rows):
                self.used.update((token.item, table) for token in tokens[at:] if token.item >= 0)
                return

    # --- part 4, whose rows stand side by side ----------------------------------------------------------------------------------------

    def _blank(self, row: Row) -> None:
        """The row of part 4 has no label: in a blank form it is blank, and known by its header and the number of its cells."""
        for table in self.index.tables:
            block = table.blocks[0]
            fits = table.table.layout == "transposed" and len(row.cells) == len(block.block.rows) * len(block.block.columns)
            if fits and not self.collector.touched(table.table.id) and plan_groups(self._above, row.width, block):
                self._put_groups(table, row, row.cells)

    def _side_by_side(self, row: Row) -> bool:
        """Read the one row of numbers of a table whose rows stand side by side, or of one of them under a heading of its own."""
        for table in self.index.tables:
            if table.table.layout != "transposed" or not self._above:
                continue
            if self._wraps(table, row):
                return True
            block = table.blocks[0]
            names = {label for form_row in block.block.rows for label in (core(form_row.label), *map(core, form_row.groups))}
            meanings = [token.meaning for line in self._above for token in line.tokens if len(token.meaning.core) <= LONGEST_LABEL]
            words = "".join(meaning.core for meaning in meanings)
            seen = names.intersection(meaning.core for meaning in meanings) if row.placed else {name for name in names if name in words}
            labels = {meaning.core for meaning in meanings if table.table.id in meaning.columns}
            filled = sum(token.filled for token in row.cells)
            if len(seen) >= 2 and (row.placed or (filled >= 3 and len(labels) >= 2 and not self.collector.touched(table.table.id))):
                line = (*row.words, *row.cells)
                if row.placed and is_row_of_cells(line, self.index):
                    self._put_groups(table, row, line)
                elif row.placed and not all(token.meaning.value for token in row.cells):
                    continue
                else:
                    self._put_groups(table, row, row.cells)
                return True
            named = {name for name in names if name in words}
            if len(named) >= 2 and filled >= 3 and not self.collector.touched(table.table.id) and all(token.meaning.value for token in row.cells):
                if len(row.cells) == len(block.block.rows) * len(block.block.columns) and named == names:
                    self._put_groups(table, row, row.cells)
                else:  # its groups stand above, their columns cannot be read
                    self._note_groups(table, "unknown_header", row.cells)
                return True
            if self._put_group(table, row):
                return True
        return False

    def _wraps(self, table: TableIndex, row: Row) -> bool:
        """Tell whether a row right below the one of part 4 holds what is left of its numbers (02 below 373): then none of them is known."""
        name = table.table.id
        texts = [token.meaning.text for token in row.cells if token.filled]
        if not (self._closed and self._region == name and self.collector.touched(name)) or any_filled(row.words) or not all(map(str.isdecimal, texts)):
            return False
        if not any(len(text) > 1 and text[0] == "0" for text in texts):
            return False
        for ref in [ref for (owner, _row), ref in self.collector.rows.items() if owner == name]:
            self.collector.take_back("too_many", ref, row.cells[0].place, " ".join([*self.collector.printed(ref), "/", *texts]))
            texts = []
        return True

    def _put_groups(self, table: TableIndex, row: Row, cells: Sequence[Token]) -> None:
        block, name = table.blocks[0].block, table.table.id
        width = len(block.rows) * len(block.columns)
        filled = [token for token in cells if token.filled]
        self.scope.table, self._region = table, name
        self._use(row, name)
        self._mark(name)
        self._closed = True
        plan = plan_groups(self._above, row.width, table.blocks[0])
        if plan and self.scope.drops_first and not row.placed and cells[0].before and len(filled) < len(cells) == cells[0].width < width:
            cells = [*[cells[0]._replace(text="", meaning=self.index.meaning(""))] * (width - len(cells)), *cells]
        if len(cells) != width or row.torn:
            found = "too_many" if row.torn else filled if len(filled) == width else trim(cells, width)
            if not isinstance(found, list) or len(found) != width:
                if self.collector.touched(name):  # the row of this table was read: this is another
                    text = " ".join(token.meaning.text for token in (*row.words, *row.cells) if token.filled)
                    self.collector.note("unknown_row", name, cells[0].place, text)
                    return
                self._note_groups(table, "too_few" if len(filled) < width else "too_many", cells)
                return
            cells = found
        if plan is None:
            self.collector.note("header_missing", name, cells[0].place, name)
            plan = [(form_row, column) for form_row in block.rows for column in block.columns]
        groups: list[list[tuple[Column | None, Token]]] = [
            [(column, token) for (owner, column), token in zip(plan, cells, strict=True) if owner is form_row] for form_row in block.rows
        ]
        if not row.placed and cells[0].loose and not cells[0].row and sum(map(sum_fails, groups)) >= FEWEST_WRONG:
            self._note_groups(table, "too_many", cells)  # pieces of wrapped numbers, by chance as many as the table has cells
            return
        for form_row, pairs in zip(block.rows, groups, strict=True):
            ref = RowRef(table.table, block, form_row)
            self.collector.put_row(ref, pairs)
            own = Row((), [token for _column, token in pairs])
            self._doubtful.read(ref, own.cells[0].place, own, ends_blank=False)

    def _note_groups(self, table: TableIndex, kind: str, cells: Sequence[Token]) -> None:
        """Note that the cells of a table whose rows stand side by side are not certain."""
        block, name = table.blocks[0].block, table.table.id
        self._region = name
        self._claim(name)
        paths = [f"{name}.{form_row.id}.{column.id}" for form_row in block.rows for column in block.columns]
        self.collector.note(kind, name, cells[0].place, " ".join(token.meaning.text for token in cells if token.filled), paths)

    def _put_group(self, table: TableIndex, row: Row) -> bool:
        """One group of part 4 as a table of its own: its name stands above, then as many labels as the group has columns."""
        block = table.blocks[0]
        tokens = [token for line in self._above for token in line.tokens if token.filled]
        named = [ref for token in tokens for ref in token.meaning.rows if ref.table is table.table]
        if not named and row.placed and self._heading is not None:
            named = [ref for ref in self._heading.rows if ref.table is table.table]
        if not named or not row.cells or not all(token.meaning.value for token in row.cells):
            return False
        ref = named[-1]
        labels = [token for token in tokens if table.table.id in token.meaning.columns]
        columns = bind_columns([token.text for token in labels[-len(block.block.columns) :]], block)
        cells = [token for token in row.cells if token.filled] if not row.placed else list(row.cells)
        if columns is None or len(columns) != len(block.block.columns) or len(cells) != len(columns):
            return False
        if not row.placed and columns != list(block.block.columns):
            return False  # lines of their own may have been printed in any order
        self.scope.table, self._region = table, table.table.id
        self._use(row, table.table.id)
        self._mark(table.table.id)
        self._closed = True
        self.collector.put_row(ref, list(zip(columns, cells, strict=True)))
        return True

    # --- what is none of the form's ---------------------------------------------------------------------------------------------------

    def _stranger(self, row: Row) -> bool:
        """A row with numbers that is neither data nor header: right below a table's rows or header, it is noted; tell whether it is a row."""
        table = self._table_here()
        if table is None:
            self._unclaimed.leave(row)
            return False
        label = row.words if row.placed else self._words_before(row)
        words = [token.meaning.text for token in (*label, *row.cells) if token.filled and not token.meaning.value]
        numbers = [token.meaning.text for token in row.cells if token.filled and token.meaning.value]
        lone = len(numbers) < 2 and not row.placed and row.cells[0].loose and not row.cells[0].row  # it may be the number of a page
        if not numbers or len(" ".join(words)) > LONGEST_CELL or counts_columns(self.index.by_id[table].table, words, numbers):
            return False
        if lone and all(token.meaning.furniture for token in label):
            self._unclaimed.lone(table, row)
            return False
        row.note = self.collector.note("unknown_row" if words else "unlabelled_row", table, row.cells[0].place, " ".join([*words, *numbers]))
        self._use(row, table)
        if label and not row.placed:
            last = self._above.pop()
            if len(label) < len(last.tokens):
                self._above.append(last._replace(tokens=last.tokens[: -len(label)]))
        if row.note is not None and not row.placed and all(token.meaning.value for token in row.cells):
            self._orphans.append(row)
        return True

    def _table_here(self) -> str | None:
        """The table whose rows stand right above, or whose columns the words above label, though no row of it was known yet."""
        if self._region or self._closed:
            return self._region
        words = {token.meaning.core for line in self._above for token in line.tokens if token.meaning.columns}
        for table in self.index.tables:
            if any(len(words & block.columns.exact.keys()) * 2 >= len(block.block.columns) for block in table.blocks):
                return table.table.id
        return None

    def _words_before(self, row: Row) -> Sequence[Token]:
        """The label right before numbers in text."""
        if self._closed or not self._above:
            return ()
        return [token for token in self._above[-1].tokens[-MOST_LABEL:] if not token.row or token.row == row.cells[0].row]
