"""Rows first: every block of a document, whatever it came from, becomes rows of words and cells.

A row is the words that stand first, the label of a row of the form among them, and the cells behind it. In a grid that knows its
columns a printed row is a row: that is done here. The rows of text, which has lost its columns, are found in
:mod:`govdisc.recognise.textrows`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from govdisc.model.document import Grid
from govdisc.model.report import Unread
from govdisc.recognise.index import FormIndex, Meaning, RowRef, TableIndex
from govdisc.recognise.pieces import holds_pieces
from govdisc.recognise.tokens import Token, matrix_of
from govdisc.records import record, replace

#: A word in a data cell is no longer than this; longer ones are pieces of labels.
LONGEST_WORD = 12
#: The number of a label.
NUMBERED = re.compile(r"\s*(?:(\d{1,2})[.．、]|[（(][一二三四五六七八九十]{1,2}[）)])")
_GROUPED = re.compile(r"\s*\d{1,3}(?:\s\d{3})+\s*")
#: A sentence ends with one of these, and no label that goes on on the next line.
SENTENCE_ENDS = ("。", "；", "！", "？")
#: So many damaged labels of a document are compared with those of the form.
MOST_GUESSES = 2000


@record(slots=True)
class Row:
    """One row: the words before its cells, the row of the form whose label stands among them, and its cells."""

    words: Sequence[Token]
    cells: Sequence[Token] = ()
    ref: RowRef | None = None
    #: How many columns its matrix has, 0 where that is unknown.
    width: int = 0
    #: Its cells know the columns that they stand in; else only their order is known.
    placed: bool = False
    #: Running text: it ends a table's header.
    prose: bool = False
    #: Numbers without a label stand on the next line: its own may be wrapped.
    torn: bool = False
    #: Its blank cells are known from where its numbers stand along the line.
    laid_out: bool = False
    #: What was noted of it.
    note: Unread | None = None

    def text(self) -> str:
        """What stands in its cells."""
        return " ".join(token.meaning.text for token in self.cells)


class Bare(NamedTuple):
    """A label of a row of text without numbers behind it, which stands between other labels or numbers of its table."""

    ref: RowRef
    token: Token


@record(slots=True)
class Scope:
    """Where the reading stands: the table whose rows were read last, and which rows are done."""

    index: FormIndex
    told: Callable[[str, str], bool]
    table: TableIndex | None = None
    guesses: int = 0
    #: The open row of the table whose header stands in this grid.
    opened: RowRef | None = None
    #: Tell whether lines of text end in tabs and none begins with one: blank cells at the end of rows were kept, those at their beginning dropped.
    drops_first: Callable[[], bool] = bool
    #: Rows of text whose label stood without numbers.
    waiting: set[tuple[str, str]] = field(default_factory=set)
    #: Those among them that stand within their table.
    bare: list[Bare] = field(default_factory=list)
    #: Rows of text whose numbers may be those of the row above.
    shifted: list[tuple[RowRef, Row]] = field(default_factory=list)

    def row(self, meaning: Meaning, once: bool = False) -> RowRef | None:
        """Return the row that a label names, of the current table before others.

        What labels columns as well, 其他 and 总计, is a row only within its table, with ``once``, in text, only as long as the row is neither read nor told and
        with its own number: 2.其他 may be how 2.其他法律行政法规禁止公开 begins.
        """
        if not meaning.rows:
            return None
        current = self.table.table if self.table is not None else None
        found = meaning.rows[0]
        if len(meaning.rows) > 1:  # spares time
            found = next((ref for ref in meaning.rows if ref.table is current), found)
        if found.table.id in meaning.columns:
            if once and (self.told(found.table.id, found.row.id) or _other_number(meaning.text, found.row.label)):
                return None
            return found if found.table is current else None
        return found

    def alike(self, meaning: Meaning) -> RowRef | None:
        """Return the row of the current table that a damaged label names; figures at its end are a number that ran together with it."""
        if self.table is None or meaning.known or meaning.value or meaning.text[-1:].isdecimal() or self.guesses > MOST_GUESSES:
            return None
        self.guesses += 1
        return self.table.rows.find_alike(meaning.text)

    def own_row(self, meaning: Meaning) -> RowRef | None:
        """Return the row that a label of a report's own names, below the header of a table with an open row."""
        if self.opened is None or not meaning.core or meaning.known or meaning.value:
            return None
        return replace(self.opened, row=self.opened.row.named(meaning.text))

    def is_column(self, meaning: Meaning) -> bool:
        """Tell whether a text labels a column of the current table."""
        return self.table is not None and self.table.table.id in meaning.columns


# --- grids that know their columns --------------------------------------------------------------------------------------------------


def grid_rows(grid: Grid, scope: Scope) -> Iterator[Row]:
    """Yield the rows of a grid that knows its columns."""
    lines, width = matrix_of(grid, scope.index)
    for line in lines:
        found = _label_in(line, scope)
        if found is not None:
            ref, at = found
            yield Row(line[: at + 1], line[at + 1 :], ref, width, placed=True)
            continue
        found = _label_behind(line, scope)
        if found is not None:
            ref, at = found
            yield Row(line[: at + 1], [*line[:at], *line[at + 1 :]], ref, width, placed=True, torn=True)
            continue
        first = next((at for at, token in enumerate(line) if token.filled and _is_number(token)), None)
        if first is None and any(token.filled for token in line):
            yield Row(line, (), None, width, placed=True)
            continue
        first = first or 0
        while first and not line[first - 1].filled:  # blank cells before the first number may be numbers left out
            first -= 1
        yield Row(line[:first], line[first:], None, width, placed=True)


def _label_in(line: Sequence[Token], scope: Scope) -> tuple[RowRef, int] | None:
    """The label of a printed row and where it stands: the last label before the data, if data follows it."""
    label: tuple[RowRef, int] | None = None
    joined = ""
    for at, token in enumerate(line):
        meaning = token.meaning
        if not meaning.text:
            continue
        if meaning.value:
            break
        found = scope.row(meaning) or _numbered_row(meaning)
        if found is None and not scope.is_column(meaning):
            found = scope.alike(meaning)
        joined += meaning.text
        if found is None and label is None and joined != meaning.text:
            found = scope.row(scope.index.meaning(joined))
        if found is not None:
            label = found, at
        elif scope.is_column(meaning):
            return None  # a row of column labels, in which 其他 and 总计 stand too
        elif label is not None and label[0].table.id not in meaning.furniture:
            break  # a word in a data cell
    if label is None:
        first = next((at for at, token in enumerate(line) if token.filled), None)
        own = scope.own_row(line[first].meaning) if first is not None else None
        if own is None or first is None:
            return None
        label = own, first
    ref, at = label
    if ref.table.layout == "transposed" and any(ref.table.id in token.meaning.columns for token in line[:at]):
        return None  # a header with the labels of columns before that of a row
    return label if _is_data(line[at + 1 :], ref, scope) else None


def _label_behind(line: Sequence[Token], scope: Scope) -> tuple[RowRef, int] | None:
    """The label of a printed row before which a number stands, though none of its cells can be there."""
    first = next((at for at, token in enumerate(line) if token.filled), None)
    if first is None or not line[first].meaning.value:
        return None
    found = _label_in(line[first + 1 :], scope)
    if found is None:
        return None
    ref, at = found[0], first + 1 + found[1]
    return (ref, at) if any(token.filled and token.meaning.value for token in line[at + 1 :]) else None


def _is_data(rest: Sequence[Token], ref: RowRef, scope: Scope) -> bool:
    """Tell whether what stands behind a label is data: numbers, blanks and marks, or words where numbers belong."""
    words = [token for token in rest if not _is_number(token) and not holds_pieces(token.text)]
    if not words:
        return bool(rest)
    numbers = sum(token.filled and _is_number(token) for token in rest)
    texts = sum(not column.has_numbers for column in ref.block.columns)
    if numbers * 2 > len(rest) - texts * 2:
        return True
    if rest[len(ref.block.columns) :] and ref.table.layout != "transposed" and all(map(_is_number, rest[: len(ref.block.columns)])):
        return True  # numbers or blanks, with remarks behind them
    if scope.table is None or scope.table.table is not ref.table:
        return False
    if numbers >= len(ref.block.columns) - texts:
        return True  # with remarks behind them
    return numbers + len(words) >= len(ref.block.columns) and all(may_be_cell(token) for token in words)


def may_be_cell(token: Token) -> bool:
    """A word that may stand where a number belongs: 约7, 不适用, XX; no label of the form."""
    text = token.meaning.text
    return (len(text) <= LONGEST_WORD or text.isdigit()) and not token.meaning.known


def is_grouped(text: str) -> bool:
    """Tell whether a text is figures in groups of three with blanks between, one number or several."""
    return _GROUPED.fullmatch(text) is not None


def _is_number(token: Token) -> bool:
    """Tell whether a cell is blank, a number, or one in groups of figures."""
    return token.meaning.value or is_grouped(token.text)


def is_row_of_cells(line: Sequence[Token], index: FormIndex) -> bool:
    """Tell whether a printed row without a label is that of a table whose rows stand side by side, though words stand where numbers belong.

    It has as many cells as such a table, blank ones around them aside, most of them numbers, and no label of the form.
    """
    filled = [at for at, token in enumerate(line) if token.filled]
    words = [line[at] for at in filled if not line[at].meaning.value]
    if not words or sum(not is_grouped(token.text) for token in words) * 2 >= len(filled) or not all(map(may_be_cell, words)):
        return False
    return any(filled[-1] - filled[0] < table.blocks[0].size <= len(line) for table in index.side_by_side)


def any_filled(tokens: Sequence[Token]) -> bool:
    """Tell whether anything stands in a row of tokens."""
    for token in tokens:  # noqa: SIM110 - asked for each row, for which any() takes three times as long
        if token.meaning.text:
            return True
    return False


def any_figures(tokens: Sequence[Token]) -> bool:
    """Tell whether there are figures in any of them."""
    for token in tokens:  # noqa: SIM110
        if token.meaning.figures:
            return True
    return False


def open_row(table: TableIndex) -> RowRef | None:
    """The open row of a table, of which each report has others."""
    return next((RowRef(table.table, block, row) for block, row in table.table.open_rows), None)


def _numbered_row(meaning: Meaning) -> RowRef | None:
    """The row that a label names with the row's own number, （七）总计: no column has it, so it is one in whichever grid it stands."""
    own = NUMBERED.match(meaning.text) if meaning.rows and meaning.columns else None
    return next((ref for ref in meaning.rows if own is not None and ref.row.label.startswith(own[0])), None)


def _other_number(text: str, label: str) -> bool:
    """Tell whether a text and a label begin with two different numbers."""
    own, other = NUMBERED.match(text), NUMBERED.match(label)
    return own is not None and other is not None and None not in (own[1], other[1]) and own[1] != other[1]
