"""Numbers that look like those of a table, though no row of it is known to hold them: none of them goes away without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from govdisc.recognise.collect import Collector
from govdisc.recognise.index import LONGEST_CELL, FormIndex
from govdisc.recognise.pieces import holds_pieces
from govdisc.recognise.rows import NUMBERED, Row
from govdisc.recognise.tokens import Token

#: So many numbers in a row are those of a table.
FEWEST_NUMBERS = 3
#: Numbers with blanks between them.
_SEVERAL = re.compile(r"\s*[\d.,／/－-]*\d\s+[\d.,／/－\s-]*")


class Unclaimed:
    """They are told with the table whose row comes next, or with one of which nothing else is read.

    A number on a line of its own may be that of a page. It is told beside a row that stays unread, where it may be the rest of another.
    """

    def __init__(self, index: FormIndex, collector: Collector) -> None:
        """Begin with none."""
        self._index, self._collector = index, collector
        self._rows: list[Row] = []
        self._lone: list[tuple[str | None, Row]] = []  # since the last row, with the table that they stand in
        self._unread = False  # the last row stays so

    def clear(self) -> None:
        """Forget them: other text begins."""
        self._rows, self._lone, self._unread = [], [], False

    def leave(self, row: Row) -> None:
        """Remember a row of numbers that no table is known to hold."""
        if sum(token.filled and token.meaning.value for token in row.cells) < FEWEST_NUMBERS:
            self.lone(None, row)
            return
        self._rows.append(row)
        for table in self._index.tables:
            block = table.table.blocks[0]
            if table.table.layout == "transposed" and len(row.cells) == len(block.rows) * len(block.columns):
                self._collector.left.append((table.table.id, row.cells[0].place, row.text()))

    def lone(self, table: str | None, row: Row) -> None:
        """Tell a number on a line of its own behind a row that stays unread, or remember it."""
        if self._unread:
            self._tell(table, row)
        else:
            self._lone.append((table, row))

    def beside(self, told: int) -> None:
        """Tell such numbers before a row that stays unread, and forget them else; before the row so many things were noted."""
        found = [piece.table for piece in self._collector.unread[told:] if piece.kind != "header_missing"]
        self._settle(bool(found), found[0] if found else None)

    def words(self, token: Token, region: Callable[[], str | None]) -> None:
        """Tell words that are numbers which a reader could not part, or pieces of notes, with the table that they stand in, or remember them."""
        text = token.text
        if not any(map(str.isdigit, text)) or len(text) > LONGEST_CELL:
            pass
        elif _SEVERAL.fullmatch(text) or holds_pieces(text):
            table = region()
            self._settle(True, table)
            self._tell(table, Row((), (token,)))
        elif not token.meaning.known and any(map(str.isdigit, NUMBERED.sub("", text, 1))) and (table := region()):
            self.lone(table, Row((), (token,)))

    def claimed(self, table: str) -> Iterator[Row]:
        """Tell them with a table whose first row is there now, and yield them."""
        rows, self._rows = self._rows, []
        for row in rows:
            self._tell(table, row)
            yield row

    def _settle(self, unread: bool, table: str | None) -> None:
        """The next row is there, in this table: numbers on lines of their own above it are told where it stays unread."""
        lone, self._lone, self._unread = self._lone, [], unread
        for own, row in lone if unread else ():
            self._tell(own or table, row)

    def _tell(self, table: str | None, row: Row) -> None:
        """Note numbers with their table, or remember them where it is not known yet."""
        if table:
            self._collector.note("unlabelled_row", table, row.cells[0].place, row.text())
        else:
            self._rows.append(row)
