"""Rows of text that were read by the order of their cells alone: taken back where the rest of the table shows that the order was lost."""

from __future__ import annotations

import re
from collections.abc import Collection

from govdisc.recognise.collect import Collector
from govdisc.recognise.index import RowRef
from govdisc.recognise.rows import Bare, Row

#: So many rows with too few cells show that whoever made the text dropped blank cells.
FEWEST_SHORT = 2
#: A row whose label is lost leaves its numbers behind those of another; the numbers of more rows than these were printed away from their labels.
MOST_ROWS = 3
#: So many labels without numbers, where more numbers stand together than a row has, show the same.
FEWEST_BARE = 3
#: What is noted of numbers away from their labels.
_AWAY = frozenset(("unlabelled_row", "unknown_row", "too_many"))
_NUMBER = re.compile(r"\d[\d.,]*(?![.．])")
#: What may be noted of a table whose labels still stand beside their own numbers.
_IN_ORDER = frozenset(("too_few", "header_missing", "duplicate_row"))


class Doubtful:
    """What is known of such rows until all were taken."""

    def __init__(self, collector: Collector) -> None:
        """Begin with none."""
        self._collector = collector
        self._short = 0  # rows that have fewer cells than columns
        self._open: list[tuple[RowRef, str, Row]] = []  # rows that end in blank cells, with their place
        self._loose: list[tuple[RowRef, str, Row]] = []  # rows with a cell a line and nothing between

    def unread(self, kind: str, row: Row) -> None:
        """A row stayed unread."""
        self._short += kind == "too_few" and not row.placed

    def read(self, ref: RowRef, place: str, row: Row, ends_blank: bool) -> None:
        """A row was read; ``ends_blank`` where its last cell is blank and another is not."""
        if ends_blank and not (row.placed or row.laid_out):
            self._open.append((ref, place, row))
        if row.cells[0].loose and not row.cells[0].row:
            self._loose.append((ref, place, row))

    def settle(self, bare: list[Bare], shifted: list[tuple[RowRef, Row]], waiting: Collection[tuple[str, str]]) -> None:
        """Take back what is not certain, and decide what labels without numbers are, now that all rows were taken."""
        self._take_back_displaced({(table, row) for table, row in waiting if not self._collector.seen(table, row)})
        for ref, row in shifted:
            if not row.words and not any(piece.place == row.cells[0].place and row.text() in piece.text for piece in self._collector.unread):
                self._collector.note("unlabelled_row", ref.table.id, row.cells[0].place, row.text())
            elif row.words and self._collector.seen(ref.table.id, ref.row.id):
                self._collector.take_back("unlabelled_row", ref, row.words[0].place, row.text())
        if self._short >= FEWEST_SHORT:
            self._take_back_short()
        for label in bare:
            self._settle_bare(label)

    def _take_back_displaced(self, bare: Collection[tuple[str, str]]) -> None:
        """Where numbers stand together away from their labels, cells that stand on lines of their own are those of other rows and columns.

        Numbers of more than some rows do, of more than one where several labels are ``bare``, and any where the rows of a table stand side by side.
        """
        for table in {ref.table.id: ref.table for ref, _place, _row in self._loose}.values():
            width = max(len(block.columns) for block in table.blocks)
            most = width if sum(name == table.id for name, _row in bare) >= FEWEST_BARE else MOST_ROWS * width
            texts = [piece.text for piece in self._collector.unread if piece.table == table.id and piece.kind in _AWAY]
            if not any(len(_NUMBER.findall(text)) > (0 if table.layout == "transposed" else most) for text in texts):
                continue
            for ref, place, row in self._loose:
                if ref.table is table and len(ref.block.columns) > 1 and self._collector.seen(table.id, ref.row.id):
                    self._collector.take_back("unlabelled_row", ref, place, row.text())

    def _take_back_short(self) -> None:
        """Take back rows that end in blank cells, where other rows show that blank cells were dropped."""
        for ref, place, row in self._open:
            self._collector.take_back("too_few", ref, place, row.text())
        for ref, place, row in self._loose:  # the cells of a row that lost its label may stand behind those of the row above
            rows = list(ref.block.rows)
            behind = rows[rows.index(ref.row) + 1 :][:1] if ref.row in rows else []
            if any(not self._collector.told(ref.table.id, below.id) for below in behind):
                self._collector.take_back("too_many", ref, place, row.text())

    def _settle_bare(self, label: Bare) -> None:
        """A label without numbers between labels of its table: its cells are blank where all numbers of the table stand beside theirs."""
        ref, name = label.ref, label.ref.table.id
        if self._collector.told(name, ref.row.id):
            return
        noted = {piece.kind for piece in self._collector.unread if piece.table == name}
        if noted <= _IN_ORDER and self._collector.touched(name):
            self._collector.put_row(ref, [(column, label.token._replace(text="")) for column in ref.block.columns])
        else:
            self._collector.unread_row("too_few", ref, label.token.place, "")
