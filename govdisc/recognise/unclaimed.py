"""Numbers that look like those of a table, though no row of it is known to hold them: none of them goes away without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from govdisc.model.form import Table
from govdisc.recognise.collect import Collector
from govdisc.recognise.index import LONGEST_CELL, FormIndex
from govdisc.recognise.pieces import counts, holds_pieces, unglued
from govdisc.recognise.rows import NUMBERED, Row
from govdisc.recognise.tokens import Token

#: So many numbers in a row are those of a table.
FEWEST_NUMBERS = 3
#: More numbers behind each other, each on a line of its own, are a table's.
MOST_IN_TEXT = 21
#: What stands before the numbers of columns is no longer than this: 甲, 栏次, 序号.
LONGEST_COLUMN_WORD = 2
#: Numbers with blanks between them.
_SEVERAL = re.compile(r"\s*[\d.,／/－-]*\d\s+[\d.,／/－\s-]*")


def may_be_of_table(token: Token, index: FormIndex) -> bool:
    """Tell whether a piece of text may be part of a table: the text of most pages, whose tables are grids, has none.

    It is a label, a value, a cell of a printed row, or a short text that may hold a number of a cell.
    """
    meaning = token.meaning
    if meaning.value or meaning.rows or token.row:
        return True
    if len(meaning.text) > LONGEST_CELL:
        return False
    if not meaning.figures:  # spares time
        return False  # spares time
    glued = unglued(meaning.text)
    return is_unparted(meaning.text) or (glued is not None and bool(index.meaning(glued[0]).rows))


def is_unparted(text: str) -> bool:
    """Tell whether a text is several cells, or pieces of them, that a reader could not part."""
    return are_several(text) or holds_pieces(text)


def are_several(text: str) -> bool:
    """Tell whether a text is numbers with blanks between them."""
    return _SEVERAL.fullmatch(text) is not None


def counts_columns(table: Table, words: Sequence[str], numbers: Sequence[str]) -> bool:
    """Tell whether a row below a header numbers the columns: 甲 1 2 3 …, as tables of statistics have it.

    Of a row of data with so many numbers the last would be their sum.
    """
    if len("".join(words)) > LONGEST_COLUMN_WORD or len(numbers) <= FEWEST_NUMBERS:
        return False
    return any(list(numbers) == [str(number) for number, _column in enumerate(block.columns, 1)] for block in table.blocks)


class Unclaimed:
    """They are told with the table whose row comes next, or with one of which nothing else is read.

    A number on a line of its own may be that of a page. It is told beside a row that stays unread, where it may be the rest of another.
    """

    def __init__(self, index: FormIndex, collector: Collector) -> None:
        """Begin with none."""
        self._index, self._collector = index, collector
        self._rows: list[Row] = []
        self._part: Table | None = None  # the table of the part that is read
        self._lone: list[tuple[str | None, Row]] = []  # since the last row, with the table that they stand in
        self._unread = False  # the last row stays so
        self._near: str | None = None  # the table of which something was told last

    def clear(self) -> None:
        """Other text begins: tell them with the table of this part, unless they stay in its text, as loose lines do but for heaps and what others are told of."""
        table = self._part or (self._index.by_id[self._near].table if self._near else None)
        if self._rows and table is not None:
            whole = next(table.missing_rows(self._collector.tables.get(table.id, ())), None) is None
            heap = any(len(row.cells) > MOST_IN_TEXT for row in self._rows)
            rows = [row for row in self._rows if heap or not (whole or (row.cells[0].loose and self._near is None))]
            if rows:
                self._settle(table.id)
            for row in rows:
                self._tell(table.id, row)
        self._rows, self._lone, self._unread, self._near = [], [], False, None

    def part(self, title: str) -> None:
        """Words end a table: the title of another part, or others."""
        self.clear()
        self._part = self._index.titles.get(title, self._part)

    def leave(self, row: Row) -> None:
        """Remember a row of numbers that no table is known to hold."""
        numbers = sum(token.filled and token.meaning.value for token in row.cells)
        if numbers < FEWEST_NUMBERS and (row.cells[0].loose or not numbers):
            self.lone(None, row)  # of cells between bars none is the number of a page
            return
        self._rows.append(row)
        for table in self._index.side_by_side:
            if len(row.cells) == table.blocks[0].size:
                self._collector.left.append((table.table.id, row.cells[0].place, row.text()))

    def lone(self, table: str | None, row: Row) -> None:
        """Tell a number on a line of its own behind a row that stays unread, or remember it."""
        if self._unread:
            self._tell(table, row)
        else:
            self._lone.append((table, row))

    def beside(self, told: int, here: str | None) -> None:
        """Tell such numbers before a row that stays unread; before a row so many things were noted, and ``here`` is its table.

        Before others they are forgotten, but words with a number of things (其中修订16件) between two rows of one table are part of a cell of it.
        """
        if not self._lone and told == len(self._collector.unread):  # spares time
            self._unread, self._near = False, None
            return
        found = [piece.table for piece in self._collector.unread[told:] if piece.kind != "header_missing"]
        if not found:
            self._lone = [(table, row) for table, row in self._lone if table == here and counts(row.text())]
        self._near = found[0] if found else None
        self._settle(found[0] if found else here)
        self._unread = bool(found)

    def words(self, token: Token, region: Callable[[], str | None]) -> None:
        """Tell words that are numbers which a reader could not part, or pieces of notes, with the table that they stand in, or remember them."""
        text = token.text
        if len(text) > LONGEST_CELL:
            return
        if is_unparted(text):
            table = region()
            self._settle(table)
            self._unread = True
            self._tell(table, Row((), (token,)))
        elif not token.meaning.known and any(map(str.isdigit, NUMBERED.sub("", text, 1))):
            table = region()
            if table or (self._unread and self._rows):  # else it may be prose
                self.lone(table, Row((), (token,)))

    def claimed(self, table: str) -> Iterator[Row]:
        """Tell them with a table whose first row is there now, and yield them."""
        rows, self._rows = self._rows, []
        for row in rows:
            self._tell(table, row)
            yield row

    def _settle(self, table: str | None) -> None:
        """Tell numbers on lines of their own, with their table or this one."""
        lone, self._lone = self._lone, []
        for own, row in lone:
            self._tell(own or table, row)

    def _tell(self, table: str | None, row: Row) -> None:
        """Note numbers with their table, or remember them where it is not known yet."""
        if table:
            self._collector.note("unlabelled_row", table, row.cells[0].place, row.text())
        else:
            self._rows.append(row)

