"""From Markdown to a document, whoever wrote it: a paragraph a line, a grid a table, places by line.

Converters write tables of a single row under a heading, tables whose rows differ in length, and data where the header should be; web
clippers leave out the bars at the edges: so a line with bars is a row, a header is a row like any other, and only a table of rows of one
length below a full header without numbers knows its columns. A table in HTML, which converters write where cells are merged, is handed
to the reader of HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import field

from govdisc.plugin import Block, Cell, Document, Grid, InputError, Notice, Paragraph, ReadContext, decode, record
from govdisc.plugin import gettext as _
from govdisc.reading import DashedTable, dashed_table, with_declared
from govdisc_markdown.escape import cell_text, has_bar, split_row, unescape, without_empty_emphasis
from govdisc_markdown.header import read_header

#: A longer line is refused: a saved page on one line stays far below it.
LONGEST_LINE = 2_000_000
#: More lines that hold something are refused; a long report has some 500.
MOST_LINES = 20_000
#: A table's row with more cells is refused; the widest official table has 15 columns.
MOST_CELLS = 2_000
#: More cells of a file are refused; a report has some 500.
MOST_CELLS_OF_ALL = 100_000
#: A comment with more lines is not skipped as one.
LONGEST_COMMENT = 500
#: So many tables in HTML are handed to the reader of HTML.
MOST_HTML = 100

_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_CLOSING = re.compile(r"[ \t]#+[ \t]*$")
_RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,}")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`]{0,40}")
_BULLET = re.compile(r"[*+\-][ \t]+(?!\d{1,4}[ \t]*-)")
_BAR, _PAD = re.compile(r"(?<!\\)\|"), "| |"
#: html2text writes rows without outer bars and ends each with two blanks; it wraps what is long and what holds paragraphs.
_WRAPPING_RULE = re.compile(r"(?:---\|)*---  ")
#: A row goes on over no more lines than it can have cells.
_MOST_LINES_OF_A_ROW = 32
_DASHES = re.compile(r":?-+:?")


def read(data: bytes, context: ReadContext | None = None) -> Document:
    """Return the paragraphs and tables of a Markdown file.

    Raises:
        InputError: when it is no text, is empty, or has more than any report.

    """
    text = decode(data).removeprefix("\ufeff")
    if not text.strip():
        raise InputError(_("it is empty."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise InputError(_("it has a line of more than {limit} characters; a report is never that long.").format(limit=LONGEST_LINE))
    if sum(1 for line in lines if line and not line.isspace()) > MOST_LINES:
        raise InputError(_("it has more than {limit} lines; a report is never that long.").format(limit=MOST_LINES))
    declared, metadata, start = read_header(lines)
    reader = _Reader(lines, context or ReadContext())
    reader.read(start)
    return with_declared(Document(tuple(reader.blocks), metadata, notices=tuple(reader.notices)), declared)


@record
class _Reader:
    """Walks over the lines of one file."""

    lines: Sequence[str]
    context: ReadContext
    blocks: list[Block] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    cells: int = 0
    html: int = 0

    def __post_init__(self) -> None:
        self._comment_ends = [at for at, line in enumerate(self.lines) if "-->" in line]
        self._wraps = any(map(_WRAPPING_RULE.fullmatch, self.lines))
        # markdownify, and so markitdown, writes a blank cell as two blanks, and one for each column that a cell spans
        self._pads = not self._wraps and any("|  |" in line for line in self.lines)
        self._table_ends = [at for at, line in enumerate(self.lines) if "</table" in line.lower()]

    def read(self, at: int) -> None:
        """Read from a line to the end."""
        while at < len(self.lines):
            line = self.lines[at].strip(" \t")
            if line.startswith("<!--"):
                at = self._behind_comment(at)
            elif line[:1] == "<" and "<table" in line.lower():
                at = self._html_table(at)
            elif has_bar(line) and (self._wraps or _is_row(line) or self._is_header(at)):
                at = self._table(at)
            elif line.startswith("--") and (dashed := dashed_table(self.lines, at)) is not None:
                at = self._dashed(dashed)
            else:
                self._line(line, at)
                at += 1

    def _dashed(self, table: DashedTable) -> int:
        """Take a table that is drawn with lines of dashes; return the line behind it."""
        if table.headed_above and self.blocks and isinstance(self.blocks[-1], Paragraph):
            self.blocks.pop()
        rows = [tuple(Cell(cell_text(text), f"line {first + 1}") for text in texts) for first, texts in table.rows]
        self.blocks.append(Grid(tuple(rows), rows[0][0].place))
        return table.end

    def _behind_comment(self, at: int) -> int:
        """The line behind a comment; one without an end is its line alone."""
        end = _next(self._comment_ends, at)
        return (at if end is None or end >= at + LONGEST_COMMENT else end) + 1

    def _html_table(self, at: int) -> int:
        """Hand a table in HTML, with those within it, to the reader of HTML; return the line behind it."""
        place = f"line {at + 1}"
        end, depth = at, 0
        for number in range(at, len(self.lines)):
            line = self.lines[number].lower()
            depth += line.count("<table") - line.count("</table")
            if depth <= 0 or _next(self._table_ends, number) is None:
                end = number
                break
        self.html += 1
        piece = "\n".join(self.lines[at : end + 1])
        try:
            found = self.context.read("html", f"<meta charset=utf-8>{piece}".encode("utf-8", "replace")) if self.html <= MOST_HTML else None
        except InputError as error:
            self.notices.append(Notice(_("a table in HTML could not be read: {error}").format(error=error), place))
            return end + 1
        if not isinstance(found, Document):
            message = _("a table in HTML was not read; install what reads it with: pip install govdisc-html")
            self.notices.append(Notice(message, place))
            return end + 1
        self.blocks += _placed(found.blocks, place)
        self.notices += (Notice(notice.message, place) for notice in found.notices)
        return end + 1

    def _is_header(self, at: int) -> bool:
        """A row of two cells without outer bars is one only above its rule."""
        return at + 1 < len(self.lines) and has_bar(self.lines[at + 1]) and _is_rule(split_row(self.lines[at + 1]))

    def _line(self, line: str, at: int) -> None:
        place = f"line {at + 1}"
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
            line, behind = self._row(at)
            cells = without_empty_emphasis(split_row(line, self._wraps))
            if len(cells) > MOST_CELLS:
                words = _("line {line} has more than {limit} cells; a report's tables have 15 columns.")
                raise InputError(words.format(line=at + 1, limit=MOST_CELLS))
            self.cells += len(cells)
            if self.cells > MOST_CELLS_OF_ALL:
                raise InputError(_("its tables have more than {limit} cells, which no annual report has.").format(limit=MOST_CELLS_OF_ALL))
            if _is_rule(cells) and (min(map(len, cells)) > 2 or (table.rule is None and len(table.rows) == 1 and len(cells) > 1)):
                table = self._rule(table, len(cells))
            else:
                table.rows.append(tuple(Cell(cell_text(cell), place) for cell in cells))
                table.spanned.append(_spanned(table.rows[-1], line) if self._pads and _PAD in line else table.rows[-1])
            at = behind
        self._close(table)
        return at

    def _row(self, at: int) -> tuple[str, int]:
        """The row that begins on a line, with the lines on which it goes on, and the line behind it.

        It goes on where no two blanks end it, and where a paragraph in a blank cell broke it: then the next line begins with the bar.
        """
        line, end = self.lines[at], at + 1
        while self._wraps and end < min(len(self.lines), at + _MOST_LINES_OF_A_ROW) and (below := self.lines[end].strip()):
            if line.endswith("  ") and not (below[0] == "|" and line.rstrip(" *").endswith("|")):
                break
            line, end = f"{line.rstrip()} {self.lines[end]}", end + 1
        return line, end

    def _starts_other(self, at: int) -> bool:
        return not self._wraps and not _is_row(self.lines[at].strip(" \t")) and self._is_header(at)

    def _rule(self, table: _Table, width: int) -> _Table:
        """Keep the width of the first rule below one row; any other rule closes the table above its own header."""
        if table.rule is None and len(table.rows) <= 1:
            table.rule = width
            return table
        header = (table.rows.pop(), table.spanned.pop()) if table.rows else None
        self._close(table)
        return _Table([header[0]], [header[1]], width) if header else _Table(rule=width)

    def _close(self, table: _Table) -> None:
        if table.rows:
            aligned = table.is_aligned()
            rows = table.rows if aligned else table.spanned
            self.blocks.append(Grid(tuple(rows), rows[0][0].place if rows[0] else "", aligned))


@record
class _Table:
    """The rows of a table so far, the same with the columns that their cells span, and the width of the rule below its header."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    spanned: list[tuple[Cell, ...]] = field(default_factory=list)
    rule: int | None = None

    def is_aligned(self) -> bool:
        """Tell whether rule and rows are all of one length below a header of labels.

        A first row with numbers is none, and one that ends in blanks was padded: its merged cells were written from the left.
        """
        if self.rule is None or len(self.rows) < 2 or any(len(row) != self.rule for row in self.rows):
            return False
        first = [cell.text.strip() for cell in self.rows[0]]
        return all(first[1:]) and not any(text.isdigit() for text in first)


def _is_row(line: str) -> bool:
    """Whether a line with a bar is a row of a table: it has a bar at an edge, or two of them."""
    return line[0] == "|" or line[-1] == "|" or len(split_row(line)) > 2


def _spanned(cells: Sequence[Cell], line: str) -> tuple[Cell, ...]:
    """The cells of a row, those between whose bars stands one blank as columns that the cell before them spans."""
    raw = _BAR.split(line.strip(" \t"))[1:-1]
    if len(raw) != len(cells):
        return tuple(cells)
    out: list[Cell] = []
    for cell, text in zip(cells, raw, strict=True):
        if text == " " and out:
            out[-1] = out[-1] if not out[-1].text else out[-1]._replace(colspan=out[-1].colspan + 1)
        else:
            out.append(cell)
    return tuple(out)


def _is_rule(cells: Sequence[str]) -> bool:
    """The line of dashes below a header."""
    return bool(cells) and all(_DASHES.fullmatch(cell) for cell in cells)


def _next(numbers: Sequence[int], at: int) -> int | None:
    """The first of some ascending numbers that is not below another one."""
    found = bisect_left(numbers, at)
    return numbers[found] if found < len(numbers) else None


def _placed(blocks: Sequence[Block], place: str) -> Iterator[Block]:
    """The blocks of a piece with their places in the whole file: its line, and within it the row and column."""
    for block in blocks:
        if isinstance(block, Grid):
            rows = (tuple(cell._replace(place=f"{place} row{cell.place.partition(' row')[2]}") for cell in row) for row in block.rows)
            yield Grid(tuple(rows), place, block.aligned)
        else:
            yield Paragraph(block.text, place)
