"""From what stands in a document to paragraphs and grids with their places: which tables hold data, and which only arrange a page.

Offices paste reports from web pages, with the whole article in a cell of a layout table, or frame their narrative with a table of one
cell. What such a table holds comes in order, as if the table were not there. A small table within a cell of data is that cell's text.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from govdisc.plugin import Block, Cell, Grid, Paragraph
from govdisc.reading import PICTURE, check_text
from govdisc_docx.story import Item, RawCell, RawTable, Text

#: A table within a cell is one of its own with two rows and two columns; smaller ones only format a cell.
LEAST_ROWS, LEAST_COLUMNS = 2, 2
#: A row with more filled cells than this beside a table is a row of data, and the table within it is a cell's text.
MOST_BESIDE = 3
#: A cell with more text than this over several paragraphs is part of an article; the longest label has 40 characters.
PROSE, PROSE_PARAGRAPHS = 400, 3
#: A text as long as this is one of the article; what stands above it is a head with a badge.
PARAGRAPH = 30


class Figure(NamedTuple):
    """A picture (``program`` is "") or an object of another program, and whether it stands in the article or in its head."""

    program: str
    place: str
    in_article: bool


class Flow:
    """Collects blocks and counts paragraphs and tables for their places.

    ``figures`` are the pictures and objects that may show a table; ``nodes`` the elements of paragraphs and cells by their places.
    """

    def __init__(self, split_lines: bool) -> None:
        """Take whether a manual line break ends a line: it does in pasted text, where headings stand between such breaks."""
        self.blocks: list[Block] = []
        self.figures: list[Figure] = []
        self.nodes: dict[str, Any] = {}
        self._split = split_lines
        self._in_article = False
        self._paragraphs = self._tables = self._characters = 0

    def add(self, items: list[Item]) -> None:
        """Add what stands in a body, or in a cell of a layout table."""
        for item in items:
            if isinstance(item, Text):
                self._text(item)
            else:
                self._table(item)

    def _text(self, item: Text) -> None:
        self._paragraphs += 1
        place = f"paragraph {self._paragraphs}"
        self.nodes[place] = item.node
        self._figures(item, place)
        self._in_article = self._in_article or len(item.text) >= PARAGRAPH
        self.blocks += [Paragraph(line, place) for line in (item.text.split("\n") if self._split else (item.text,))]
        self._characters += len(item.text)
        check_text(len(self.blocks), self._characters)

    def _figures(self, item: Text, place: str) -> None:
        self.figures += [Figure(name, place, self._in_article) for name in item.figures]

    def _table(self, table: RawTable) -> None:
        numbered = list(enumerate(table.rows, 1))
        arranged = any(_arranges(row) for row in table.rows)
        for arranges, group in groupby(numbered, key=lambda pair: _arranges(pair[1])):
            run = list(group)
            if not arranges and _is_grid([row for _, row in run], arranged):
                self._grid(run)
            else:
                for _, row in run:
                    for cell in row:
                        self.add(cell.content)

    def _grid(self, rows: list[tuple[int, list[RawCell]]]) -> None:
        self._tables += 1
        place = f"table {self._tables}"
        out: list[tuple[Cell, ...]] = []
        for number, row in rows:
            cells = [Cell(_shown(cell), f"{place} row {number} column {cell.column + 1}", cell.rowspan, cell.colspan) for cell in row]
            out.append(tuple(cells))
            self._characters += sum(len(cell.text) for cell in cells)
            for cell, printed in zip(row, cells, strict=True):
                self.nodes[printed.place] = cell.node
                for item in cell.content:
                    if isinstance(item, Text) and item.figures and printed.text == PICTURE:
                        self._figures(item, printed.place)
        check_text(len(self.blocks), self._characters)
        self._in_article = True
        self.blocks.append(Grid(tuple(out), place))


def _shown(cell: RawCell) -> str:
    """The text of a cell of data; a picture or an object alone is none that can be read, and the cell not blank."""
    text = cell.text()
    return PICTURE if not text.strip() and any(isinstance(item, Text) and item.figures for item in cell.content) else text


def _arranges(row: list[RawCell]) -> bool:
    """Tell whether a row only arranges what stands in it: tables, or an article."""
    if any(_is_article(cell) for cell in row):
        return True
    if not any(isinstance(item, RawTable) and _is_large(item) for cell in row for item in cell.content):
        return False
    beside = [cell for cell in row if cell.text().strip() and not any(isinstance(item, RawTable) for item in cell.content)]
    return len(beside) <= MOST_BESIDE


def _is_large(table: RawTable) -> bool:
    """Tell whether a table within a cell is one of its own, or wraps such a table."""
    if sum(1 for row in table.rows if len(row) >= LEAST_COLUMNS) >= LEAST_ROWS:
        return True
    return any(isinstance(item, RawTable) and _is_large(item) for row in table.rows for cell in row for item in cell.content)


def _is_article(cell: RawCell) -> bool:
    texts = [item.text for item in cell.content if isinstance(item, Text) and item.text.strip()]
    if sum("\t" in text.strip() for text in texts) >= PROSE_PARAGRAPHS:
        return True  # a table that was turned into text
    return len(texts) >= PROSE_PARAGRAPHS and sum(map(len, texts)) > PROSE


def _is_grid(rows: list[list[RawCell]], arranged: bool) -> bool:
    """Tell whether rows are a grid: some have cells side by side, and beside an arranged row filled ones."""
    if arranged:
        return any(sum(1 for cell in row if cell.text().strip()) >= LEAST_COLUMNS for row in rows)
    return any(len(row) >= LEAST_COLUMNS for row in rows)
