"""What stands above the row that comes next: the words since the last row of data, and the table whose rows or header they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from govdisc.recognise.header import Line
from govdisc.recognise.index import Meaning, TableIndex
from govdisc.recognise.rows import SENTENCE_ENDS, Row, Scope
from govdisc.recognise.tokens import Token

#: The header of a table has at most so many lines, and a label of a row at most so many words; more are prose.
MOST_WORDS, MOST_LABEL = 80, 7


class Above:
    """The words above, the last heading before the grid, the table right above, and the items of text that belong to tables."""

    def __init__(self, scope: Scope) -> None:
        """Begin where nothing stands above."""
        self._scope = scope
        self.lines: list[Line] = []
        self.heading: Meaning | None = None
        self.closed = False  # a row of data stands below the words gathered
        self.region: str | None = None
        self.used: dict[int, str] = {}

    @property
    def tokens(self) -> list[Token]:
        """The words in printed order."""
        return [token for line in self.lines for token in line.tokens]

    def prose(self) -> None:
        """Running text: what stood above it labels nothing below."""
        self.lines, self.closed, self.region = [], False, None

    def add(self, row: Row) -> None:
        """Gather the words of a row; those of a line of text that goes on make one line."""
        if self.closed:
            self.lines, self.closed = [], False
        last = self.lines[-1] if self.lines else None
        if not row.placed and last is not None and row.words[0].row and last.tokens[-1].row == row.words[0].row:
            self.lines[-1] = Line([*last.tokens, *row.words], last.width)
        else:
            self.lines.append(Line(row.words, row.width or row.words[0].width))
            if len(self.lines) > MOST_WORDS:
                del self.lines[0]

    def behind_prose(self, first: int) -> list[Line]:
        """The lines from the one that follows running text above the ``first`` label of a table: what stands before it labels nothing."""
        begin = next((at for at in range(first, 0, -1) if _is_sentence(self.lines[at - 1])), 0)
        return self.lines[begin:]

    def before(self, row: Row) -> Sequence[Token]:
        """The label right before numbers in text."""
        if self.closed or not self.lines:
            return ()
        return [token for token in self.lines[-1].tokens[-MOST_LABEL:] if not token.row or token.row == row.cells[0].row]

    def drop(self, label: Sequence[Token]) -> None:
        """Forget such a label: it is none of a column's."""
        last = self.lines.pop()
        if len(label) < len(last.tokens):
            self.lines.append(last._replace(tokens=last.tokens[: -len(label)]))

    def take(self, row: Row, table: TableIndex) -> None:
        """A row of a table stands there, below its header."""
        self._scope.table, self.region, self.closed = table, table.table.id, True
        self.use(row, table.table.id)

    def use(self, row: Row, table: str) -> None:
        """Let the text of a row belong to a table."""
        if not row.placed:  # spares time
            self.used.update(dict.fromkeys([token.item for token in (*row.words, *row.cells)], table))

    def mark(self, table: str) -> None:
        """The words from the first label of the header on belong to the table, and not to the text around it."""
        tokens = self.tokens
        for at, token in enumerate(tokens):
            meaning = token.meaning
            if table in meaning.columns or table in meaning.furniture or any(ref.table.id == table for ref in meaning.rows):
                self.used.update(dict.fromkeys([token.item for token in tokens[at:]], table))
                return


def _is_sentence(line: Line) -> bool:
    """Tell whether a line is a sentence, and no words of a table."""
    first = line.tokens[0]
    return len(line.tokens) == 1 and first.loose and first.meaning.text.endswith(SENTENCE_ENDS) and not first.meaning.known
