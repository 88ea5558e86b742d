"""Tables in text that keeps the layout of a page, as ``pdftotext -layout`` writes it: blanks put labels and numbers in their places.

A region begins with the label of a row and goes on as long as its lines spell labels of the form (:mod:`govdisc.recognise.threads`), with numbers
beside them. It is read here when it shows that it is laid out so, and then every word of it is accounted for: it is a piece of a label, a cell,
or stands among the cells of a row that stays unread. Everything else is left to :mod:`govdisc.recognise.textrows`.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, repeat
from typing import NamedTuple

from govdisc.model.document import Grid, Paragraph
from govdisc.recognise.extents import Extent, Word, extents_of, placed
from govdisc.recognise.index import BlockIndex, FormIndex, RowRef, TableIndex
from govdisc.recognise.pieces import begins_note, closes, is_whole, opens
from govdisc.recognise.rows import Row
from govdisc.recognise.summed import Proven, Prover, holds, told_apart
from govdisc.recognise.threads import Labelled, labels_of, spelt
from govdisc.recognise.tokens import Item, Token, is_page_number, page_numbers
from govdisc.recognise.wrapped import below, noted, whole, with_notes

#: A table has at most so many lines, and the labels of its columns stand at most so many above.
MOST_LINES, MOST_ABOVE = 400, 5
#: The numbers of a row that stands alone take at most so many lines.
MOST_BELOW = 12
#: The rest of a row at the end of a page stands within so many lines of the next, behind the header that is printed again.
MOST_BETWEEN = 4
#: A table is looked for at so many lines that may begin one; what stands below is left to :mod:`govdisc.recognise.textrows`.
MOST_TRIED = 500
#: Room for so many numbers on the lines of a page shows that a text keeps its layout, where they stand in columns.
FEWEST_PLACES = 7
#: So many lines of a label below numbers that begin with it show that the cells of a table begin at one height, and not in their middles.
ROOM_BELOW = 2
#: A piece of a note in a cell is no longer than this.
LONGEST_PIECE = 12
#: Cells begin no further left than those above, but for so many places; and where none stands above, nowhere.
NEAR, NO_EDGE = 2, sys.maxsize
_WORD = re.compile(r"\S+")
_WIDE_GAP = re.compile(r"\S {2,}\S")


class Line(NamedTuple):
    """A line of text: the item that it is, its page, its words, and how many of them are pieces of labels."""

    item: Paragraph
    number: int
    page: int
    words: tuple[Word, ...]
    labels: int = 0

    @property
    def cells(self) -> tuple[Word, ...]:
        """The words that stand in columns of numbers."""
        return self.words[self.labels :]

    @property
    def is_joined(self) -> bool:
        """Whether but one blank parts its first cell from a label."""
        return 0 < self.labels < len(self.words) and self.words[self.labels].joined


@dataclass
class Region:
    """Lines that hold the rows of one block: where they begin and end among the document's items, and the rows."""

    first: int
    last: int
    rows: list[Row] = field(default_factory=list)
    #: It shows that the text keeps the layout of its page.
    laid_out: bool = False


def regions(items: Sequence[Item], index: FormIndex, *, by_place: bool = True) -> list[Region]:
    """Return the laid-out tables among the items of a document.

    Where blanks merely part the cells of a text, numbers stand below labels by chance. What stands in a place is believed (``by_place``) only
    where some table shows by its numbers, or by the labels of its columns, that it was laid out.
    """
    if not any(isinstance(item, Paragraph) and "  " in item.text and _WIDE_GAP.search(item.text) for item in items):
        return []
    out: list[Region] = []
    blocks = [(table, block, labels_of(block.block)) for table in index.tables if table.table.layout != "transposed" for block in table.blocks]
    left, prover = MOST_TRIED, Prover()
    for lines in _runs(items):
        at = done = 0
        while at < len(lines) and left > 0:
            first = _split(lines[at], NO_EDGE, index)
            last = first.words[first.labels - 1].text
            begun = [(table, block) for table, block, labels in blocks if labels.begins(last)]
            left -= len(begun)
            found = next((found for table, block in begun if (found := _region(lines, done, at, table, block, index, by_place, prover)) is not None), None)
            found = found or _wrapped_groups(lines, at, index)
            if found is not None:
                out.append(found[0])
                at = done = found[1]
            else:
                at += 1
    return regions(items, index, by_place=False) if by_place and out and not any(region.laid_out for region in out) else out


def _runs(items: Sequence[Item]) -> Iterator[list[Line]]:
    """Yield the lines of text that stand together, without blank ones and the numbers of pages."""
    lines: list[Line] = []
    page = 0
    numbers = page_numbers(["" if isinstance(item, Grid) else item.text for item in items])
    for number, item in enumerate(items):
        if not isinstance(item, Paragraph) or "\t" in item.text or "\n" in item.text:
            yield lines
            lines = []
            continue
        if "\f" in item.text:
            page = number
        if number in numbers or is_page_number(item.text):
            continue
        text = item.text.replace("\f", "")
        words: list[Word] = []
        for match in _WORD.finditer(text):
            words.append(Word(match[0], match.start(), match.end(), bool(words) and match.start() == words[-1].x1 + 1))
        if words:
            lines.append(Line(item, number, page, tuple(words)))
    yield lines


def _region(
    lines: Sequence[Line], done: int, at: int, table: TableIndex, block: BlockIndex, index: FormIndex, by_place: bool, prover: Prover
) -> tuple[Region, int] | None:
    """The region of a block that begins on a line, and where it ends; None when none does."""
    page = lines[at].page
    top = at
    while top > done and lines[top - 1].page == page and not _split(lines[top - 1], NO_EDGE, index).labels:
        top -= 1
    if top == done or not _split(lines[top - 1], NO_EDGE, index).cells:
        at = top  # numbers above the first label, which are not the rest of a row that is none of the table's
    split: list[Line] = []
    found, length = labels_of(block.block).read(_labels_and_numbers(lines[at : at + MOST_LINES], split, index))
    body = split[:length]
    header = _header([line for line in lines[max(done, at - MOST_ABOVE) : at] if line.page == page], block)
    if not found or not (header or any(line.labels and line.cells and not line.is_joined for line in body)):
        return None
    is_cut = _may_go_on(lines[at + length : at + length + MOST_BETWEEN], block, index)
    model = RowRef(table.table, block.block, found[0].row)
    columns = _Columns(body, model, header, by_place)
    rows = list(_rows(body, found, columns, is_cut, model, index, _proven(body, found, columns, prover)))
    return Region(body[0].number, body[-1].number, rows, columns.laid_out), at + length


def _labels_and_numbers(lines: Sequence[Line], split: list[Line], index: FormIndex) -> Iterator[tuple[list[str], bool]]:
    """Yield the pieces of labels on each line, and whether cells follow; put the lines, so parted, into ``split``."""
    edges: dict[int, tuple[int, int]] = {}
    for line in lines:
        left, right = edges.get(line.page, (NO_EDGE, 0))
        parted = _split(line, max(right, left - NEAR), index)
        if parted.cells and not parted.is_joined:
            left = min(left, parted.cells[0].x0)
        edges[line.page] = left, max(right, *(word.x1 for word in parted.words[: parted.labels])) if parted.labels else right
        split.append(parted)
        yield [word.text for word in parted.words[: parted.labels]], parted.labels < len(parted.words)


def _wrapped_groups(lines: Sequence[Line], at: int, index: FormIndex) -> tuple[Region, int] | None:
    """The one row of a table whose rows stand side by side, where its numbers go on on the lines below; and where it ends."""
    if all(len(lines[at].words) != table.blocks[0].size for table in index.side_by_side):
        return None
    end = at + 1
    while end < min(len(lines), at + MOST_BELOW) and lines[end].page == lines[at].page and all(word.text.isdigit() for word in lines[end].words):
        end += 1
    texts = below([line.words for line in lines[at:end]]) if end > at + 1 else None
    if texts is None:
        return None
    cells = [_token(lines[at], word._replace(text=text), index) for word, text in zip(lines[at].words, texts, strict=True)]
    return Region(lines[at].number, lines[end - 1].number, [Row((), _spread(cells, lines[at:end]))]), end


def _may_go_on(lines: Sequence[Line], block: BlockIndex, index: FormIndex) -> bool:
    """Tell whether lines below a region may hold the rest of its last row: the first, if it is no label, heading or sentence, or numbers behind such."""
    for line in lines:
        first = index.meaning(line.words[0].text)
        parted = _split(line, NO_EDGE, index)
        if first.core in index.titles or any(labels_of(block.block).begins(word.text) for word in parted.words[: parted.labels]):
            return False
        if not first.known and len(first.text) <= LONGEST_PIECE and (line is lines[0] or parted.cells):
            return True
    return False


def _split(line: Line, edge: int, index: FormIndex) -> Line:
    """Part the labels of a line from its cells: values, and pieces of notes behind one or right of the ``edge`` where the cells begin."""
    words = with_notes(line.words)
    meanings = [index.meaning(word.text) for word in words]
    begins = [meaning.value or begins_note(word.text) for word, meaning in zip(words, meanings, strict=True)]
    labels = len(words)
    for at in range(len(words) - 1, -1, -1):
        if not begins[at] and (len(words[at].text) > LONGEST_PIECE or meanings[at].known):
            break
        if begins[at] or words[at].x0 >= edge:
            labels = at
    return line._replace(words=words, labels=labels)


def _header(above: Sequence[Line], block: BlockIndex) -> tuple[Word, ...]:
    """The first lines of the labels of all columns, each in its place above a region; none unless there is one of each."""
    found: list[list[Word]] = [[] for _column in block.block.columns]
    for line in above:
        for word in line.words:
            text = spelt(word.text)
            for labels, column in zip(found, block.block.columns, strict=True):
                if len(text) > 1 and any(spelt(label).startswith(text) for label in (column.label, *column.aliases)):
                    labels.append(word)
    words = tuple(labels[0] for labels in found if len(labels) == 1)
    in_order = all(left.x1 < right.x0 for left, right in pairwise(words))
    return words if len(words) == len(found) and in_order and not any(word.joined for word in words) else ()


# --- rows -----------------------------------------------------------------------------------------------------------------------------


def _rows(
    body: Sequence[Line],
    found: Sequence[Labelled],
    columns: _Columns,
    is_cut: bool,
    model: RowRef,
    index: FormIndex,
    proven: Mapping[int, Proven],
) -> Iterator[Row]:
    """Yield the rows of a region. Where it ``is_cut``, a part of its last row may stand below it, and is told there."""
    owned, doubtful = _owners(body, found, proven)
    if is_cut:
        doubtful.add(len(found) - 1)
    read = [proven[at].texts if at in proven else None if at in doubtful else columns.cells([body[line] for line in owned[at]]) for at in range(len(found))]
    unsure = {at for at, texts in enumerate(read) if texts is None and len(owned[at]) > 1}
    number = 0
    for at, label in enumerate(found):
        end = found[at + 1].first if at + 1 < len(found) else len(body)
        words = [_token(line, word, index) for line in body[number:end] for word in line.words[: line.labels]]
        number = end
        lines = [body[line] for line in owned[at]]
        ref = RowRef(model.table, model.block, label.row)
        texts = read[at]
        lost = not lines and not unsure.isdisjoint((at - 1, at + 1))
        if texts is not None and not lost:
            beside = lines or [body[label.first]]
            cells = [Token(text, beside[0].item.place, index.meaning(text)) for text in texts]
            yield Row(words, _spread(cells, beside), ref, laid_out=True)
        elif lines:
            cells = [_token(line, word, index) for line in lines for word in line.cells]
            yield Row(words, cells, ref, torn=len(cells) >= len(ref.block.columns))
        # a row without numbers is told with those of one beside it that may hold them


def _spread(cells: Sequence[Token], lines: Sequence[Line]) -> list[Token]:
    """The cells of a row as those of all its lines, each of which belongs to the table."""
    return [cell._replace(item=line.number) for cell, line in zip(cells, chain(lines, repeat(lines[-1])), strict=False)]


def _token(line: Line, word: Word, index: FormIndex) -> Token:
    return Token(word.text, line.item.place, index.meaning(word.text), item=line.number)


def _beside(body: Sequence[Line], found: Sequence[Labelled]) -> tuple[list[list[int]], list[tuple[int, int]]]:
    """Return for each row the lines of numbers beside its label; and those that stand beside none, each with the row above it."""
    owned: list[list[int]] = [[] for _label in found]
    ends = [label.last for label in found]
    between: list[tuple[int, int]] = []
    for number, line in enumerate(body):
        if line.cells:
            at = next((at for at, label in enumerate(found) if label.first <= number <= label.last), None)
            if at is not None:
                owned[at].append(number)
            else:
                between.append((number, bisect(ends, number) - 1))
    return owned, between


def _proven(body: Sequence[Line], found: Sequence[Labelled], columns: _Columns, prover: Prover) -> dict[int, Proven]:
    """Return the rows that take several lines and whose sum proves which they are."""
    if not columns.proves:
        return {}
    own, loose = _beside(body, found)
    between = [[number for number, above in loose if above == at] for at in range(-1, len(found))]

    def read(lines: Sequence[int]) -> list[str] | None:
        return prover.put_together([body[number].cells for number in lines], columns.count)

    return {at: proven for at, proven in told_apart(own, between, read).items() if len(proven.lines) > 1 or between[at] or between[at + 1]}


def _owners(body: Sequence[Line], found: Sequence[Labelled], proven: Mapping[int, Proven]) -> tuple[list[list[int]], set[int]]:
    """Return for each row the lines with its numbers, and the rows of which that is not certain."""
    owned, loose = _beside(body, found)
    taken = {number for row in proven.values() for number in row.lines}
    between = [(number, above) for number, above in loose if number not in taken]
    on_top = _on_top(found, owned)
    doubtful: set[int] = set()
    for number, above in between:
        texts = [word.text for word in body[number].cells]
        own = above
        if all(map(opens, texts)) and above + 1 < len(found) and found[above + 1].first == number + 1:
            own = above + 1
        elif all(map(closes, texts)) and found[above].last == number - 1:
            pass
        elif not (on_top and above >= 0 and owned[above][:1] == [found[above].first]):
            doubtful |= {above, above + 1}
        if own in proven:
            own = above if own > above else above + 1
        owned[max(own, 0)].append(number)
        owned[max(own, 0)].sort()
    return [proven[at].lines if at in proven else lines for at, lines in enumerate(owned)], doubtful


def _on_top(found: Sequence[Labelled], owned: Sequence[Sequence[int]]) -> bool:
    """Tell whether the cells of a table begin at the height of its labels, and not in their middle."""
    firsts = [(label.last - lines[-1], lines[0] == label.first) for label, lines in zip(found, owned, strict=True) if lines]
    return any(below >= ROOM_BELOW for below, _top in firsts) and all(top for _below, top in firsts)


class _Columns:
    """The columns of a region, page by page."""

    def __init__(self, body: Sequence[Line], model: RowRef, header: Sequence[Word], by_place: bool) -> None:
        self.by_place = by_place
        self.count = count = len(model.block.columns)
        *parts, total = (column.id for column in model.block.columns)
        sums = [set(identity.sum) for identity in model.table.identities if identity.equals == (total,)]
        self.summed, self.proves = bool(sums), set(parts) in sums
        self.extents: dict[int, list[Extent] | None] = {}
        pages = {page: [line.cells for line in body if line.page == page and line.cells] for page in dict.fromkeys(line.page for line in body)}
        for page, lines in pages.items():
            self.extents[page] = extents_of(lines, count, header if page == body[0].page else ())
        known = [extents for extents in self.extents.values() if extents is not None]
        for page, lines in pages.items():
            self.extents[page] = self.extents[page] or extents_of(lines, count, (), known)
        gaps = {right.x0 - left.x1 for left, right in pairwise(header)}
        self.laid_out = len(gaps) > 1 or any(self.extents[page] and len(lines) * count >= FEWEST_PLACES for page, lines in pages.items())

    def cells(self, lines: Sequence[Line]) -> list[str] | None:
        """Return what stands in each column of a row; None where that is not certain."""
        if not lines:
            return [""] * self.count if self.by_place else None
        texts = [word.text for word in lines[0].cells]
        if len(lines) == 1 and len(texts) == self.count:
            return texts if all(map(is_whole, texts)) else None
        found = (self._by_place(lines) if self.by_place else None) or noted([line.cells for line in lines], self.count)
        return None if found is not None and len(lines) > 1 and self.proves and not holds(found) else found

    def _by_place(self, lines: Sequence[Line]) -> list[str] | None:
        pieces: list[list[str]] = [[] for _column in range(self.count)]
        full: list[tuple[int, ...]] = []
        for line in lines:
            extents = self.extents[line.page]
            found = placed(line.cells, extents) if extents is not None else None
            if extents is None or found is None:
                return None
            full.append(tuple(extent.full for extent in extents))
            for at, word in zip(found, line.cells, strict=True):
                pieces[at].append(word.text)
        texts = [whole(parts, max(most)) for parts, most in zip(pieces, zip(*full, strict=True), strict=True)]
        if not texts[-1] and self.summed:
            return None  # where numbers stand in other columns, that of their sum is not blank
        return None if None in texts else [text or "" for text in texts]


def segments(tokens: Sequence[Token], found: Sequence[Region]) -> Iterator[tuple[Sequence[Token], Region | None]]:
    """Yield the tokens of a document between its laid-out tables, each time with the table behind them."""
    at = 0
    for region in found:
        end = next((number for number in range(at, len(tokens)) if tokens[number].item >= region.first), len(tokens))
        yield tokens[at:end], region
        at = next((number for number in range(end, len(tokens)) if tokens[number].item > region.last), len(tokens))
    yield tokens[at:], None


