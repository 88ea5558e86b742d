"""What stands in a document, in reading order: texts and tables within tables, before it is decided which tables hold data.

The walk happens once and in order, since automatic numbering counts. A table is a grid of columns (``w:tblGrid``); ``w:gridSpan``
merges to the right, ``w:vMerge`` downwards, ``w:gridBefore`` leaves columns out at the beginning of a row, ``w:gridAfter`` at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any

from govdisc.plugin import InputError, record
from govdisc.plugin import gettext as _
from govdisc.reading import Clock, too_deep
from govdisc_docx.inline import chosen_branch, control_content, read_inline
from govdisc_docx.names import MC, W, child, is_on, number, value
from govdisc_docx.numbering import Numbering
from govdisc_docx.styles import Styles

#: Tables within tables and boxes; office software makes three, saved web pages ten.
MAX_NESTING = 20
#: Word allows 63 columns; a cell that claims to span more is cut to this.
MAX_SPAN = 100
#: Cells of all tables: a report has 300, the reports of a hundred offices in one file 30,000.
MAX_CELLS = 40_000
#: Paragraphs, those in cells included: one for each of the cells, and a book besides.
MAX_PARAGRAPHS = 50_000
#: How many paragraphs pass between two looks at the clock.
_STRIDE = 256

_PARAGRAPH, _TABLE, _ROW, _CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
_CONTROL, _ALTERNATE = f"{W}sdt", f"{MC}AlternateContent"
_EMBEDDED = (f"{W}altChunk", f"{W}subDoc")
_WRAPPERS = {f"{W}{name}" for name in ("customXml", "smartTag", "ins", "moveTo", "sdtContent")}


@record(slots=True)
class Text:
    """One paragraph, and the pictures and objects in it that may show a table; see :class:`~govdisc_docx.inline.Inline`.

    ``node`` is its element, of a cell likewise.
    """

    text: str
    figures: tuple[str, ...] = ()
    node: Any = None


@record(slots=True)
class RawCell:
    """A cell: the column it begins in, counted from 0, its spans, and what it holds."""

    column: int
    colspan: int
    rowspan: int = 1
    content: list[Item] = field(default_factory=list)
    node: Any = None

    def text(self) -> str:
        """The cell's text, a paragraph a line; of a table within it a row a line, cells parted by blanks."""
        return "\n".join(map(text_of, self.content)).strip("\n")


@record(slots=True)
class RawTable:
    """A table: its rows, each with the cells that begin in it."""

    rows: list[list[RawCell]]

    def text(self) -> str:
        """The whole table as text, a row a line."""
        return "\n".join(" ".join(text for cell in row if (text := cell.text())) for row in self.rows).strip("\n")


Item = Text | RawTable


def text_of(item: Item) -> str:
    """Return the text of a paragraph or of a whole table."""
    return item.text if isinstance(item, Text) else item.text()


class Story:
    """Reads a body with its styles and lists; ``embedded`` counts parts in other formats, which are not read.

    A text box in a cell is the cell's text where the cell has no other; else it floats there, and comes behind the table.
    """

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        """Take what the paragraphs refer to."""
        self.styles, self.numbering = styles, numbering
        self.embedded = 0
        self._cells = self._paragraphs = 0
        self._clock = Clock()
        self._floating: list[Item] = []

    def read(self, container: Any, depth: int = 0, boxes: list[Item] | None = None) -> list[Item]:
        """Return what stands in a body, a cell or a text box; what stands in text boxes goes into ``boxes`` where that is given.

        Raises:
            InputError: when it is nested too deeply or has too many cells.

        """
        if depth > MAX_NESTING:
            raise InputError(too_deep())
        out: list[Item] = []
        before = ""  # the text of a paragraph whose mark is deleted
        for node in _flatten(container, {_PARAGRAPH, _TABLE, *_EMBEDDED}):
            if node.tag == _PARAGRAPH:
                self._count_paragraph()
                inline = read_inline(node, self.styles)
                text = before + self._numbered(node, inline.text)
                before = text if inline.joined else ""
                if not inline.joined and not self.styles.is_contents(value(node, "pPr/pStyle")):
                    out.append(Text(text, tuple(inline.figures), node))
                for box in inline.boxes:
                    (out if boxes is None else boxes).extend(self.read(box, depth + 1))
                continue
            if before:
                out.append(Text(before))
                before = ""
            if node.tag == _TABLE:
                table = self._table(node, depth)
                if table.rows:
                    out.append(table)
                out += self._floating
                self._floating = []
            else:
                self.embedded += 1
        if before:
            out.append(Text(before))
        return out

    def _count_paragraph(self) -> None:
        self._paragraphs += 1
        if self._paragraphs > MAX_PARAGRAPHS:
            message = _("it has more than {limit} paragraphs, which no report has; check the file.")
            raise InputError(message.format(limit=MAX_PARAGRAPHS))
        if not self._paragraphs % _STRIDE:
            self._clock.check()

    def _numbered(self, paragraph: Any, text: str) -> str:
        """The text behind its ordinal; an empty item counts, but its ordinal is the ordinal of nothing."""
        label = self.numbering.label(paragraph)
        return label + text if label and text.strip() else text

    def _table(self, table: Any, depth: int) -> RawTable:
        rows: list[list[RawCell]] = []
        above: dict[int, RawCell] = {}
        for row in _flatten(table, {_ROW}):
            properties = child(row, "trPr")
            if properties is not None and (child(properties, "del") is not None or is_on(child(properties, "hidden"))):
                continue
            cells, above = self._row(row, above, depth)
            rows.append(cells)
        return RawTable(rows)

    def _row(self, row: Any, above: dict[int, RawCell], depth: int) -> tuple[list[RawCell], dict[int, RawCell]]:
        """A row's own cells, and the cells that may go on in the next row, by their columns."""
        column = number(value(row, "trPr/gridBefore"), 0, 0, MAX_SPAN)
        cells = [RawCell(0, column)] if column else []
        below: dict[int, RawCell] = {}
        for node in _flatten(row, {_CELL}):
            self._cells += 1
            if self._cells > MAX_CELLS:
                raise InputError(_("its tables have more than {limit} cells, which no report has; check the file.").format(limit=MAX_CELLS))
            properties = child(node, "tcPr")
            span = number(value(properties, "gridSpan"), 1, 1, MAX_SPAN)
            down, right = _merge(properties, "vMerge"), _merge(properties, "hMerge")
            if right == "continue" and cells:
                cells[-1].colspan = min(cells[-1].colspan + span, MAX_SPAN)
            elif down == "continue" and column in above:
                above[column].rowspan += 1
                below[column] = above[column]
            else:
                cell = RawCell(column, span, content=self._cell_content(node, properties, depth), node=node)
                cells.append(cell)
                if down is not None:
                    below[column] = cell
            column += span
        behind = number(value(row, "trPr/gridAfter"), 0, 0, MAX_SPAN)
        if behind and cells:
            cells.append(RawCell(column, behind))
        return cells, below

    def _cell_content(self, cell: Any, properties: Any, depth: int) -> list[Item]:
        boxes: list[Item] = []
        content = self.read(cell, depth + 1, boxes)
        if child(properties, "cellDel") is not None:
            return []
        if not any(text_of(item).strip() for item in content):
            return content + boxes
        self._floating += boxes
        return content


def _merge(properties: Any, name: str) -> str | None:
    """``restart`` or ``continue`` where a cell is merged, None where it is not; without a value it goes on."""
    found = child(properties, name)
    return None if found is None else (found.get(f"{W}val") or "continue")


def _flatten(container: Any, wanted: set[str]) -> Iterator[Any]:
    """Yield the wanted children in order, also those within content controls, insertions and other wrappers, but not deleted ones."""
    stack = list(reversed(container))
    while stack:
        node = stack.pop()
        if node.tag in wanted:
            yield node
        elif node.tag == _CONTROL:
            stack += reversed(control_content(node))
        elif node.tag == _ALTERNATE:
            stack += reversed(chosen_branch(node))
        elif node.tag in _WRAPPERS:
            stack += reversed(node)
