"""Numbers that look like those of a table before any table is known to hold them: none of them goes away without a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from govdisc.recognise.collect import Collector
from govdisc.recognise.index import LONGEST_CELL, FormIndex
from govdisc.recognise.pieces import holds_pieces
from govdisc.recognise.rows import Row
from govdisc.recognise.tokens import Token

#: So many numbers in a row are those of a table.
FEWEST_NUMBERS = 3
#: Numbers with blanks between them.
_SEVERAL = re.compile(r"\s*[\d.,／/－-]*\d\s+[\d.,／/－\s-]*")


class Unclaimed:
    """They are told with the table whose row comes next, or with one of which nothing else is read."""

    def __init__(self, index: FormIndex, collector: Collector) -> None:
        """Begin with none."""
        self._index, self._collector = index, collector
        self._rows: list[Row] = []

    def clear(self) -> None:
        """Forget them: other text begins."""
        self._rows = []

    def leave(self, row: Row) -> None:
        """Remember a row of numbers that no table is known to hold."""
        if sum(1 for token in row.cells if token.filled and token.meaning.value) < FEWEST_NUMBERS:
            return
        self._rows.append(row)
        for table in self._index.tables:
            block = table.table.blocks[0]
            if table.table.layout == "transposed" and len(row.cells) == len(block.rows) * len(block.columns):
                self._collector.left.append((table.table.id, row.cells[0].place, row.text()))

    def several(self, token: Token, region: Callable[[], str | None]) -> None:
        """Tell numbers that a reader could not part, or with notes that are wrapped, with the table that they stand in, or remember them."""
        if (_SEVERAL.fullmatch(token.text) or holds_pieces(token.text)) and len(token.text) <= LONGEST_CELL:
            table = region()
            if table:
                self._collector.note("unlabelled_row", table, token.place, token.text)
            else:
                self._rows.append(Row((), (token,)))

    def claimed(self, table: str) -> Iterator[Row]:
        """Tell them with a table whose first row is there now, and yield them."""
        rows, self._rows = self._rows, []
        for row in rows:
            self._collector.note("unlabelled_row", table, row.cells[0].place, row.text())
            yield row
