"""From the blocks of a document to tokens: cells with the columns that they cover, and the pieces of loose lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from govdisc.model.document import Block, Cell, Grid, Paragraph
from govdisc.recognise.index import LONGEST_CELL, FormIndex, Meaning

#: A span wider or taller than this is a mistake of the file; the official tables are at most 28 × 15.
WIDEST_SPAN, TALLEST_SPAN = 64, 400
#: More columns than this are not one of these tables; a line of text may hold a whole report.
WIDEST_ROW, LONGEST_ROW = 400, 4000
#: A loose line longer than this is prose, unless tabs part it.
LONGEST_LINE = 400
_GAP = re.compile(r"\s{2,}")
_PAGE_NUMBER = re.compile(
    r"[-—－–―]{1,2}\s*\d{1,3}\s*[-—－–―]{1,2}|第\s*\d{1,3}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,3}\s*页)?|\d{1,3}\s*[/／]\s*\d{1,3}|[Pp]age\s*\d{1,3}(?:\s*of\s*\d{1,3})?"
)


class Token(NamedTuple):
    """A cell, or a piece of a loose line, and what it says to the form."""

    text: str
    place: str
    meaning: Meaning
    #: The columns of its matrix that it covers, from ``left`` up to but not including ``right``.
    left: int = 0
    right: int = 0
    #: The item of the document that it came from.
    item: int = -1
    #: The printed row that it stands in, 0 where each cell stands on a line of its own.
    row: int = 0
    #: How many cells the printed row has, 0 where that is unknown.
    width: int = 0
    #: Whether it may go on from the token before it, and in the one behind it.
    before: bool = False
    behind: bool = False
    #: No bar or tab closes it.
    loose: bool = False

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.meaning.text)


#: A piece of the document in reading order: a grid that knows its columns, a loose line, or a cell of other grids.
Item = Grid | Paragraph | Cell

#: From the values of all its fields: a text has thousands, and this takes a third of the time of calling the class.
_token: Callable[[tuple[Any, ...]], Token] = partial(tuple.__new__, Token)


def matrix_of(grid: Grid, index: FormIndex) -> tuple[list[list[Token]], int]:
    """Place the cells of a grid in its matrix, row by row, with every span bounded; return the rows and the matrix's width."""
    hanging: dict[int, int] = {}  # column of the matrix -> rows, this one among them, that a cell from above covers
    out: list[list[Token]] = []
    width = 0
    meaning = index.meaning
    for row in grid.rows:
        line: list[Token] = []
        column = 0
        for cell in row[:WIDEST_ROW]:
            while hanging.get(column, 0) > 0:
                column += 1
            right = column + max(1, min(cell.colspan, WIDEST_SPAN))
            line.append(Token(cell.text, cell.place, meaning(cell.text), column, right))
            if cell.rowspan > 1:  # spares time
                hanging.update(dict.fromkeys(range(column, right), min(cell.rowspan, TALLEST_SPAN)))
            column = right
        width = max(width, column)
        out.append(line)
        if hanging:  # spares time
            hanging = {at: rows - 1 for at, rows in hanging.items()}
    return out, width


class Text(NamedTuple):
    """The items of a document, and the tokens of its text."""

    items: list[Item]
    tokens: list[Token]


def text_of(blocks: Sequence[Block], meaning: Callable[[str], Meaning]) -> Text:
    """Part the blocks of a document into items and tokens; grids that know their columns are items without tokens."""
    items: list[Item] = []
    tokens: list[Token] = []
    pages = page_numbers([block.text if isinstance(block, Paragraph) else "." for block in blocks])
    blank = False  # a blank line stands before
    above: Block | None = None
    for at, block in enumerate(blocks):
        if not isinstance(block, Grid):
            text = block.text
            bare = text.strip()
            if not bare or at in pages:
                pass
            elif bare == text and len(bare) <= LONGEST_LINE and (bare.isdigit() or bare.isalpha()) and not isinstance(above, Grid):  # spares time
                # most lines, a cell each
                tokens.append(_token((bare, block.place, meaning(bare), 0, 0, len(items), 0, 0, not blank, True, True)))  # spares time
            else:
                first = len(tokens)
                tokens += _line(block, len(items), meaning, above, tokens)
                if blank and first < len(tokens):
                    tokens[first] = tokens[first]._replace(before=False)
            blank = not bare
            items.append(block)
        elif block.aligned:
            items.append(block)
        else:
            for cells in block.rows:
                tail = blocks[at + 1] if cells is block.rows[-1] and at + 1 < len(blocks) else None
                goes_on = isinstance(tail, Paragraph) and _goes_on(cells, tail)
                if len(cells) == 1 and cells[0].text and not goes_on:  # spares time
                    text, place, _rowspan, _colspan = cells[0]
                    tokens.append(_token((text, place, meaning(text), 0, 1, len(items), 0, 0, False, False, False)))  # spares time
                    items.append(cells[0])
                    continue
                item, number, width = len(items), 0, 0
                if len([cell for cell in cells if cell.text.strip()]) + goes_on > 1:
                    number, width = item + 1, len(cells)  # no other row has this number
                kept = [cell for cell in cells[:LONGEST_ROW] if cell.text or cell.colspan < 2]  # but the places of cells that were dropped or merged
                tokens += [
                    _token((text, place, meaning(text), column, column + 1, item + column, number, width, False, False, False))
                    for column, (text, place, _rowspan, _colspan) in enumerate(kept)
                ]
                items += kept
        above = block
    return Text(items, tokens)


def is_page_number(text: str) -> bool:
    """Tell whether a line says that it is the number of a page."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def page_numbers(texts: Sequence[str]) -> frozenset[int]:
    """The lines that are the numbers of their pages: figures alone before a form feed, that count the pages, at least from one to the next.

    Others may be the rest of a number in the last row of the page. Before the only form feed nothing can be compared.
    """
    pages = "".join(texts).count("\f")
    if not pages:  # spares time
        return frozenset()  # spares time
    found: dict[int, tuple[int, int]] = {}
    page = 0
    for at, text in enumerate(texts):
        page += text.count("\f")
        bare = text.strip()
        if bare.isdecimal() and len(bare) < 5:
            found[page] = at, int(bare)
        elif bare:
            found.pop(page, None)
    found.pop(page, None)  # no form feed ends the last one
    counts = {page: number for page, (_at, number) in found.items()}
    return frozenset(
        at
        for page, (at, number) in found.items()
        if pages == 1 or number in (page + 1, counts.get(page - 1, -1) + 1, counts.get(page + 1, -1) - 1)
    )


def _goes_on(cells: Sequence[Cell], tail: Paragraph) -> bool:
    """Tell whether a paragraph is what stands behind the last bar of a line, at the same place."""
    return bool(cells) and tail.place == cells[-1].place


def _line(
    paragraph: Paragraph, item: int, meaning: Callable[[str], Meaning], before: Block | None, tokens: Sequence[Token]
) -> list[Token]:
    """The tokens of a loose line: its cells where tabs or wide gaps part it or values stand at its end, else the line as one."""
    text, place, row = paragraph.text, paragraph.place, item + 1
    if isinstance(before, Grid) and not before.aligned and before.rows and _goes_on(before.rows[-1], paragraph):
        last = tokens[-1] if tokens else None  # what stands behind the last bar of a row
        number, column = (last.row, last.right) if last is not None and last.place == place else (0, 0)
        return [Token(text, place, meaning(text), column, column + 1, item, number, column + 1, behind=True)]
    bare = text.strip()
    if _PAGE_NUMBER.fullmatch(bare):
        return []
    if len(text) > LONGEST_LINE:
        return [Token(text, place, meaning(text), item=item, loose=True)]
    # one tab before a line is an indent; several before a number are the places of cells that are blank
    if "\t" in text and ("\t" in text.lstrip() or (text.lstrip(" ").startswith("\t\t") and meaning(bare).value)):
        cells = text.lstrip(" ").split("\t")
        many = len(cells)
        return [
            _token((cell, place, meaning(cell), at, at + 1, item, row, many, at == 0, at == many - 1, False))
            for at, cell in enumerate(map(str.strip, cells))
        ]
    words = text.split()
    if len(words) == 1:  # spares time
        return [_token((text, place, meaning(text), 0, 0, item, 0, 0, True, True, True))]  # spares time
    ends_in_value = len(text) <= LONGEST_CELL and meaning(words[-1]).value
    labels = len(text) <= LONGEST_CELL and all(meaning(word).columns or meaning(word).furniture for word in words)
    if not labels and not (ends_in_value and (len(words) > 2 or not meaning(words[0]).value)) and not _GAP.search(bare):
        return [_token((text, place, meaning(text), 0, 0, item, 0, 0, True, True, True))]
    return [_token((word, place, meaning(word), 0, 0, item, row, 0, True, True, True)) for word in words]
