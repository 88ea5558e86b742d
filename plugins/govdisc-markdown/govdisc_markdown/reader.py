"""From Markdown to a document, whoever wrote it: a paragraph a line, a grid a table, places by line.

Converters write tables of a single row under a heading, tables whose rows differ in length, and data where the header should be:
so a header is a row like any other, and only a table of rows of one length below a header without numbers knows its columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from govdisc.errors import InputError
from govdisc.formats.text import LONGEST_LINE
from govdisc.i18n import gettext as _
from govdisc.model.document import Block, Cell, Document, Grid, Notice, Paragraph
from govdisc.text.charset import decode
from govdisc_markdown.escape import has_bar, split_row, unescape
from govdisc_markdown.header import read_header

#: A table's row with more cells is refused; the widest official table has 15 columns.
MOST_CELLS = 2_000
#: A comment with more lines is not skipped as one.
LONGEST_COMMENT = 500

_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]#+[ \t]*$")
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]{0,40}")
_BULLET = re.compile(r"[*+\-][ \t]+(?!\d{1,4}[ \t]*-)")
_DASHES = re.compile(r":?-+:?")


def read_markdown(data: bytes) -> Document:
    """Return the paragraphs and tables of a Markdown file.

    Raises:
        InputError: when it is no text, is empty, or has a line or a row longer than any report's.

    """
    text = decode(data).removeprefix("\ufeff")
    if not text.strip():
        raise InputError(_("it is empty."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise InputError(_("it has a line of more than {limit} characters; a report is never that long.").format(limit=LONGEST_LINE))
    declared, metadata, start = read_header(lines)
    reader = _Reader(lines)
    reader.read(start)
    return Document(tuple(reader.blocks), metadata, declared, tuple(reader.notices))


@dataclass
class _Reader:
    """Walks over the lines of one file."""

    lines: Sequence[str]
    blocks: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def read(self, at: int) -> None:
        """Read from a line to the end."""
        while at < len(self.lines):
            line = self.lines[at].strip(" \t")
            if line.startswith("<!--"):
                at = self._behind_comment(at)
            elif has_bar(line) and (line.startswith("|") or self._is_header(at)):
                at = self._table(at)
            else:
                self._line(line, at)
                at += 1

    def _behind_comment(self, at: int) -> int:
        """The line behind a comment; one without an end is its line alone."""
        end = next((i for i in range(at, min(at + LONGEST_COMMENT, len(self.lines))) if "-->" in self.lines[i]), at)
        return end + 1

    def _is_header(self, at: int) -> bool:
        """A row without outer bars is one only above its rule."""
        return at + 1 < len(self.lines) and has_bar(self.lines[at + 1]) and _is_rule(split_row(self.lines[at + 1]))

    def _line(self, line: str, at: int) -> None:
        place = f"line {at + 1}"
        if line.lower().startswith("<table"):
            self.notices.append(Notice(_("a table in HTML within the Markdown was not read; save the page as HTML instead"), place))
        line = line.removeprefix("> ")
        if not line or _RULE.fullmatch(line) or _FENCE.fullmatch(line):
            return
        heading = _HEADING.match(line)
        if heading:
            line = _CLOSING.sub("", line[heading.end() :])
        bullet = _BULLET.match(line)
        shown = unescape(line[bullet.end() :] if bullet else line)
        self.blocks.append(Paragraph("" if shown == "\n" else shown, place))

    def _table(self, at: int) -> int:
        """Read the lines with bars that follow each other; each rule among them starts a table with the row above it."""
        table = _Table()
        first = at
        while at < len(self.lines) and has_bar(self.lines[at]) and (at == first or not self._starts_other(at)):
            place = f"line {at + 1}"
            cells = split_row(self.lines[at])
            if len(cells) > MOST_CELLS:
                words = _("line {line} has more than {limit} cells; a report's tables have 15 columns.")
                raise InputError(words.format(line=at + 1, limit=MOST_CELLS))
            if _is_rule(cells) and (table.rule is None or min(map(len, cells)) > 2):
                table = self._rule(table, len(cells))
            else:
                table.rows.append(tuple(Cell(unescape(cell), place) for cell in cells))
            at += 1
        self._close(table)
        return at

    def _starts_other(self, at: int) -> bool:
        return not self.lines[at].lstrip(" \t").startswith("|") and self._is_header(at)

    def _rule(self, table: _Table, width: int) -> _Table:
        """Keep the width of the first rule below one row; any other rule closes the table above its own header."""
        if table.rule is None and len(table.rows) <= 1:
            table.rule = width
            return table
        header = table.rows.pop() if table.rows else None
        self._close(table)
        return _Table([header] if header else [], width)

    def _close(self, table: _Table) -> None:
        if table.rows:
            self.blocks.append(Grid(tuple(table.rows), table.rows[0][0].place if table.rows[0] else "", table.is_aligned()))


@dataclass
class _Table:
    """The rows of a table so far, and the width of the rule below its header."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    rule: int | None = None

    def is_aligned(self) -> bool:
        """Tell whether rule and rows are all of one length below a header; a first row with numbers is none."""
        if self.rule is None or len(self.rows) < 2 or any(len(row) != self.rule for row in self.rows):
            return False
        return not any(cell.text.strip().isdigit() for cell in self.rows[0])


def _is_rule(cells: Sequence[str]) -> bool:
    """The line of dashes below a header."""
    return bool(cells) and all(_DASHES.fullmatch(cell) for cell in cells)
