"""The rows of text, which has lost its columns, and often its rows.

A label comes before its cells, a label that was wrapped over several lines is put together until it is one of the form's. Numbers are
never put together: where one may go on elsewhere, its row stays unread.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from govdisc.recognise.index import LONGEST_CELL, Meaning, RowRef
from govdisc.recognise.pieces import holds_pieces, is_cut, is_rest_with_note
from govdisc.recognise.rows import NUMBERED, SENTENCE_ENDS, Bare, Row, Scope, any_filled, is_row_of_cells, may_be_cell
from govdisc.recognise.shifted import Shifted
from govdisc.recognise.tokens import Token

#: A wrapped label stands on at most so many lines; so many of them may stand above or below its numbers.
MOST_LINES, MOST_AROUND = 7, 3
#: A number with something around it: 约7, 7家左右, 7-8, 1.2万.
_ABOUT = re.compile(r"\D{0,3}\d[\d.,，+\-－～~至/ ]*\D{0,4}")
#: What stands behind the cells of a printed row in a column that no form has.
_SHARE = re.compile(r"\s*[+\-－−]?\d[\d.．]*\s*[%％‰]\s*")
#: A number whose annotation goes on below, 7（, and numbers alone.
_CUT = re.compile(r"\d+\s*[（(【\[]|\d[\d.,，．\s]*$")
#: A label with its own number, 4.无正, is no number with something behind it.
_BEGINS_LABEL = re.compile(r"\s*\d{1,2}[.．]\s*[\u4e00-\u9fff]")
#: A number with the beginning of its note.
_CUT_NOTE = re.compile(r"\d+[（(【\[][^）)】\]]*")
#: So many different words without a number are labels.
FEWEST_WORDS = 3
#: A word that stands for the only number of its row, where each cell stands on a line of its own, is no longer than this.
SHORT_WORD = 6


class TextRows:
    """The rows of the tokens of a document's text, in order."""

    def __init__(self, tokens: Sequence[Token], scope: Scope) -> None:
        """Read those tokens."""
        self.tokens = tokens
        self.scope = scope
        scope.drops_first = self._drops_first
        self.least = min((table.blocks[0].size for table in scope.index.side_by_side), default=0)  # cells of a row that may be one of a table without labels
        self._shifted = Shifted(scope.shifted)
        self.taken: set[int] = set()  # tokens below their numbers that belong to a label above
        self.claimed: set[int] = set()  # printed rows of numbers alone whose label stands around them

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; each is to be dealt with before the next is asked for, since what a label says depends on the table."""
        tokens, at = self.tokens, 0
        while at < len(tokens):
            token = tokens[at]
            printed = token.width and (not at or tokens[at - 1].row != token.row)  # a row between bars or tabs begins here
            if at in self.taken:
                at += 1
            elif printed and (end := self._cells_with_words(at)):
                yield Row((), tokens[at:end], None, token.width)
                at = end
            elif printed and token.meaning.value and (last := self._label_behind(at)):
                row, at = last
                yield row
            elif token.meaning.value:
                end = self._values_end(at)
                row = self._unlabelled(at, end)
                self._shifted.numbers(row)
                yield row
                at = end
            elif len(token.meaning.text) > LONGEST_CELL:
                yield Row((), prose=True)
                at += 1
            else:
                row, at = self._labelled(at) or (Row((token,)), at + 1)
                yield row

    def _drops_first(self) -> bool:
        edges = {(token.before, token.behind) for token in self.tokens if token.width > 1 and token.before != token.behind and not token.filled}
        return edges == {(False, True)}

    def _line_of_row(self, at: int) -> Sequence[Token]:
        """The tokens of the printed row that begins here."""
        end = at + 1
        while end < len(self.tokens) and self.tokens[end].row == self.tokens[at].row:
            end += 1
        return self.tokens[at:end]

    def _cells_with_words(self, at: int) -> int:
        """Where the printed row ends that begins here, when it is one of cells with words among them; else 0."""
        if self.tokens[at].width < self.least:
            return 0
        line = self._line_of_row(at)
        return at + len(line) if is_row_of_cells(line, self.scope.index) else 0

    def _label_behind(self, at: int) -> tuple[Row, int] | None:
        """The printed row between bars or tabs that begins here with all its cells and ends in its label, and where it ends."""
        line = self._line_of_row(at)
        words = [number for number, token in enumerate(line) if not token.meaning.value]
        ref = self.scope.row(line[words[0]].meaning, once=True) if len(words) == 1 else None
        if ref is None or len(ref.block.columns) != words[0] or any_filled(line[words[0] + 1 :]) or not any_filled(line[: words[0]]):
            return None
        return Row(line[words[0] : words[0] + 1], line[: words[0]], ref), at + len(line)

    def _labelled(self, at: int) -> tuple[Row, int] | None:
        """The row whose label begins here, and where it ends; None when no label does or no data follows it."""
        texts = self._joined(at)
        bare: RowRef | None = None
        for alike in (False, True) if self.scope.table is not None else (False,):
            for meaning, end in texts:
                if alike is meaning.known:  # the form's labels first, then those like them
                    continue
                ref = self.scope.alike(meaning) if alike else self.scope.row(meaning, once=True)
                if ref is None or self._is_column_label(at, ref):
                    continue
                stop = self._cells_end(end, ref)
                cells = self.tokens[end:stop]
                if not cells:
                    bare = bare or ref
                    self.scope.waiting.add((ref.table.id, ref.row.id))
                    if not alike and self._is_bare(at, end, ref):
                        self.scope.bare.append(Bare(ref, self.tokens[at]))
                elif not _are_labels(cells) and not (ref.table.layout == "transposed" and self._is_header(cells, ref)):
                    row = Row(self.tokens[at:end], cells, ref, cells[0].width, torn=self._is_torn(at, end, stop))
                    self._shifted.passed(self._is_behind(at), ref, row)
                    return row, stop
        if bare is not None:
            self._shifted.passed(self._is_behind(at), bare)
        return None

    def _is_behind(self, at: int) -> bool:
        """Tell whether a token stands right behind a value."""
        before = self.tokens[at - 1] if at else None
        return before is not None and before.meaning.value and before.row == self.tokens[at].row

    def _is_column_label(self, at: int, ref: RowRef) -> bool:
        """Tell whether 其他 or 总计 stands right behind the label of a column, as in a header that is printed again, or of a row that waits for its cells."""
        token, name = self.tokens[at], ref.table.id
        if name not in token.meaning.columns or NUMBERED.match(token.text):
            return False
        while at and self.tokens[at - 1].row == token.row and not self.tokens[at - 1].filled:
            at -= 1
        before = self.tokens[at - 1] if at else None
        if before is None or before.row != token.row:
            return False
        if not token.row and any(other.table is ref.table for other in before.meaning.rows):
            return True
        return name in before.meaning.columns or before.meaning.core in self.scope.index.by_id[name].block_of(ref.block).groups

    def _is_bare(self, at: int, end: int, ref: RowRef) -> bool:
        """Tell whether a label without numbers stands within its table: its cells were blank, or stand elsewhere."""
        name, own = ref.table.id, self.tokens[at].meaning
        if ref.table.layout == "transposed" or ref.row not in ref.block.rows or (own.columns and not NUMBERED.match(own.text)):
            return False  # 其他 and 总计 are columns as well
        within = self.scope.table is not None and self.scope.table.table is ref.table
        if not (at and end < len(self.tokens)):
            return False
        above, below = self.tokens[at - 1].meaning, self.tokens[end].meaning
        return ((within and above.value) or _is_label_of(name, above)) and (_is_label_of(name, below) or below.core in self.scope.index.titles)

    def _joined(self, at: int) -> list[tuple[Meaning, int]]:
        """What the texts say that begin here, over one line or several, each with where it ends."""
        last = self.tokens[at]
        out = [(last.meaning, at + 1)]
        text = last.text
        for end, token in enumerate(self.tokens[at + 1 : at + MOST_LINES], at + 2):
            if token.meaning.value or not (last.behind and token.before) or len(text) > LONGEST_CELL or text.endswith(SENTENCE_ENDS):
                break
            if NUMBERED.match(token.text):
                break  # another label begins
            text += token.text
            last = token
            out.append((self.scope.index.meaning(text), end))
        return out

    def _values_end(self, at: int) -> int:
        """Where the values end that begin here; where printed rows are known, those of one row."""
        first = self.tokens[at]
        while at < len(self.tokens) and ((token := self.tokens[at]).meaning.value or _is_share(token)) and token.row == first.row and token.loose == first.loose:
            at += 1
        return at

    def _cells_end(self, at: int, ref: RowRef) -> int:
        """Where the cells behind a label end: its values, and words that stand among them where a number belongs."""
        if at >= len(self.tokens) or (self.tokens[at].row and self.tokens[at].row != self.tokens[at - 1].row):
            return at  # numbers in a printed row of their own are not certainly those of the label
        first, count = self.tokens[at], len(ref.block.columns)
        end = at
        while end < len(self.tokens):
            token = self.tokens[end]
            if token.row != first.row or token.loose != first.loose:
                break
            if first.width and end == at and not token.filled:  # what is left of the label's span
                at += 1
            if not (token.meaning.value or _is_share(token)) and (end - at >= count or not self._may_be_cell(end, at, count)):
                break
            end += 1
        return end

    def _is_torn(self, at: int, end: int, stop: int) -> bool:
        """Tell whether the line before or behind a row whose cells no bar closes may hold the rest of its numbers."""
        first, last = self.tokens[end], self.tokens[stop - 1]
        if any(token.loose and not token.meaning.value and holds_pieces(token.text) for token in self.tokens[end:stop]):
            return True  # several cells on one line
        if first.loose and not self.tokens[at].loose and stop < len(self.tokens) and not self.tokens[stop].loose and self.tokens[stop].meaning.value:
            return True  # a bar closes the label and the number behind, but none what stands between, which may be the number of a page
        if first.loose and not first.row:
            if stop < len(self.tokens) and is_rest_with_note(self.tokens[stop].text):
                return True
            if stop - end < 2 or stop == len(self.tokens) or self.tokens[stop].item != last.item + 1:
                return False
            below = self._line_of(stop)  # a number a line, and several on the next: the rest of these
            return len(below) > 1 and all(token.meaning.value for token in below)
        if not first.row or not last.behind:
            return False
        if any(is_cut(token.text) for token in self.tokens[end:stop]):
            return True  # a note that goes on elsewhere
        label = "".join(token.text for token in self.tokens[at:end])
        count = math.inf if label.count("（") > label.count("）") else stop - end  # a label that is cut itself goes on below
        above = self.tokens[at - 1] if at and first.loose else None
        if above is not None and above.item == self.tokens[at].item - 1 and above.row not in self.claimed and self._goes_on(at - 1, count):
            return True
        return stop < len(self.tokens) and self.tokens[stop].item == last.item + 1 and self._goes_on(stop, count)

    def _line_of(self, at: int) -> Sequence[Token]:
        """The tokens of the line on which a token stands."""
        first, end, item = at, at + 1, self.tokens[at].item
        while first and self.tokens[first - 1].item == item:
            first -= 1
        while end < len(self.tokens) and self.tokens[end].item == item:
            end += 1
        return self.tokens[first:end]

    def _goes_on(self, at: int, count: float) -> bool:
        """Tell whether the line of a token beside a row of so many cells is no row itself: numbers alone, or fewer of them behind no label of a row."""
        if not self.tokens[at].loose:
            return False
        line = self._line_of(at)
        words = [token for token in line if not token.meaning.value]
        if not words or any(_CUT.match(token.text.strip()) for token in words):
            return True
        if len(words) == len(line) and any(_CUT_NOTE.fullmatch(piece) for token in words for piece in token.text.split()):
            return True
        if count < 3 or len(words) == len(line) or len(line) - len(words) >= count or not line[-1].meaning.value:
            return False
        texts = ["".join(token.text for token in words[start:]) for start in range(len(words))]
        return not any(self.scope.row(self.scope.index.meaning(text)) for text in texts)

    def _may_be_cell(self, at: int, first: int, count: int) -> bool:
        """A word where a number belongs; on a line of its own, where rows are not known, it must be a number in words."""
        token = self.tokens[at]
        if not may_be_cell(token) or _BEGINS_LABEL.match(token.text):
            return False
        if token.row or _ABOUT.fullmatch(token.meaning.text):
            return True
        return count == 1 and at == first and not token.loose and len(token.meaning.text) <= SHORT_WORD

    def _is_header(self, cells: Sequence[Token], ref: RowRef) -> bool:
        """The rows of part 4 are its groups: more cells behind one than it has columns are those of all groups, and words alone are labels."""
        filled = [token for token in cells if token.filled]
        return not 0 < len(filled) <= len(ref.block.columns) or not any(token.meaning.value for token in filled)

    # --- numbers whose label stands around them -----------------------------------------------------------------------------------

    def _unlabelled(self, at: int, end: int) -> Row:
        """Values without a label before them: a label that was wrapped above and below them, or none."""
        cells, width = self.tokens[at:end], self.tokens[at].width
        count = len([token for token in cells if token.meaning.text])
        if count < 3 or not cells[0].row:
            return Row((), cells, None, width)
        first = at
        while first and self.tokens[first - 1].row == cells[0].row and not self.tokens[first - 1].meaning.value:
            first -= 1
        own = [_last_piece(token) for token in self.tokens[first:at]]
        above = self._pieces(range(first - 1, max(first - 1 - MOST_AROUND, -1), -1))
        below = self._pieces(range(end, min(end + MOST_AROUND, len(self.tokens))))
        torn = cells[-1].item == cells[0].item and self._is_torn(at, at, end)
        for lines in range(1, len(above) + len(below) + 1):
            for lower in range(min(lines, len(below)) + 1):
                upper = lines - lower
                if upper > len(above):
                    continue
                for start in range(len(own) + 1):
                    if start == len(own) > 0 and (not (upper and lower) or any(map(NUMBERED.match, own))):
                        continue  # words beside the numbers are theirs, unless they are those of a cell that spans several rows
                    text = "".join([*reversed(above[:upper]), *own[start:], *below[:lower]])
                    ref = self.scope.row(self.scope.index.meaning(text), once=True)
                    if ref is not None and len(ref.block.columns) == count and self._is_theirs(upper, lower, own[start:], first, end):
                        self.taken |= set(range(end, end + lower))
                        self.claimed.add(cells[0].row)
                        return Row(self.tokens[first - upper : at], cells, ref, width, torn=torn)
        return Row((), cells, None, width, torn=torn)

    def _is_theirs(self, upper: int, lower: int, own: list[str], first: int, end: int) -> bool:
        """A label around the numbers or on their line is theirs; one wholly above them only where nothing else could be meant."""
        if own or (upper and lower):
            return True
        if lower or (end < len(self.tokens) and self.tokens[end].meaning.value):
            return False
        before = first - upper - 1
        while before >= 0 and ((meaning := self.tokens[before].meaning).furniture or not (meaning.value or meaning.core)):
            before -= 1
        return before >= 0 and (self.tokens[before].meaning.value or bool(self.tokens[before].meaning.columns))

    def _pieces(self, positions: range) -> list[str]:
        """The pieces of labels on the loose lines at those positions, up to the first that is none."""
        out: list[str] = []
        for at in positions:
            token = self.tokens[at]
            if token.row or not token.loose or token.meaning.value or at in self.taken or len(token.text) > LONGEST_CELL:
                break
            out.append(_last_piece(token))
        return out


def _is_share(token: Token) -> bool:
    """Tell whether a token is a percentage in a printed row: a cell of a column that no form has."""
    return token.row > 0 and _SHARE.fullmatch(token.text) is not None


def _is_label_of(table: str, meaning: Meaning) -> bool:
    """Tell whether a text is a label of a table: of a row, a column or a group."""
    return table in meaning.columns or table in meaning.furniture or any(ref.table.id == table for ref in meaning.rows)


def _are_labels(cells: Sequence[Token]) -> bool:
    """Tell whether what stands behind 总计 is no row of data but more pieces of a header: words alone, each another."""
    for token in cells:
        if token.meaning.value and token.meaning.text:
            return False
    return len({token.text for token in cells if token.meaning.text}) >= FEWEST_WORDS


def _last_piece(token: Token) -> str:
    """What stands last on a line: the words of a cell that spans several rows stand before it."""
    return token.text.split()[-1]
