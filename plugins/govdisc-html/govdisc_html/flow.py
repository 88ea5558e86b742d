"""Walk a normalised page in reading order and keep what a reader of it would see: lines of text, grids, and large images.

Block elements and ``<br>`` part lines, inline ones do not. Within a table the walk goes from row to row and from cell to cell: most cells
hold a number or a label and nothing else, and need no walk of their own. Elements are walked past without recursion, tables are
recursed into.
"""

from __future__ import annotations

import re
from typing import Any

from lxml.etree import iterwalk

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc_html.normalise import HIDDEN
from govdisc_html.tables import Contents, Line, OpenRow, OpenTable, Part, Picture, colspan, rowspan

#: A page that nests deeper is not one that people wrote; libxml2 stops there as well.
MAX_DEPTH = 2_000
#: Tables within tables, with what wraps their rows; layouts nest them ten deep.
MAX_NESTED = 60
#: Real report pages have fewer than twenty tables and a thousand cells.
MAX_TABLES = 2_000
MAX_CELLS = 100_000

#: The attribute by which govdisc's own pages say how an element is to be read: "text" keeps every space and may be empty, "label" is
#: not read, "grid" is a table of the report.
MARK = "data-govdisc"

_BLOCKS = (
    *("html", "body", "div", "p", "ul", "ol", "li", "dl", "dt", "dd", "caption", "center", "blockquote", "address", "article", "section"),
    *("main", "header", "footer", "nav", "aside", "figure", "figcaption", "fieldset", "legend", "form", "hr", "details", "summary"),
    *("dialog", "hgroup", "marquee", "br"),
)
#: Elements that show nothing, or nothing that is text of the page.
_LEFT_OUT = (
    *("script", "style", "noscript", "template", "head", "title", "meta", "link", "button", "input", "select", "textarea", "datalist"),
    *("iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "svg", "canvas", "video", "audio", "map", "rt", "rp"),
    *("annotation", "annotation-xml"),  # what a formula is in another language
)
# the kinds up to _FLUSHING end a line where they begin and where they end; block elements and line breaks do nothing else
_TEXT, _BLOCK, _TABLE, _HEADING, _PRE, _IMAGE, _LINK, _OUT = range(8)
_FLUSHING = _PRE
_KINDS = {
    **dict.fromkeys((*_BLOCKS, "td", "th", "tr", "thead", "tbody", "tfoot"), _BLOCK),  # those of tables: where they have lost their table
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING),
    "table": _TABLE,
    "img": _IMAGE,
    "a": _LINK,
    "pre": _PRE,
    **dict.fromkeys((HIDDEN, *_LEFT_OUT), _OUT),
}
#: What most cells hold, if anything but text.
_PLAIN = frozenset(("p", "div"))
_CELLS, _GROUPS, _NOTHING = (
    frozenset(("td", "th")),
    frozenset(("thead", "tbody", "tfoot")),
    frozenset((HIDDEN, *_LEFT_OUT, "col", "colgroup")),
)

#: Stands for the end of a line in the text of a cell; no text of a page holds it.
_EDGE = "\0"
#: Paragraphs within one another in a cell; what nests deeper is walked.
PLAIN_DEPTH = 3

_WHITE = " \t\r\n\f\xa0"
_SPACES = re.compile(f"[{_WHITE}]+")
_WIDE = r"[\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff01-\uff60]"
#: A line break of the source between two wide characters is no space (CSS Text 3, segment break transformation).
_SOFT_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n[ \t\r\n]*(?={_WIDE})")
#: Names of images that are parts of a page's frame.
_ICON = re.compile(
    r"icon|logo|btn|button|print|share|emblem|qr|ewm|erweima|arrow|banner|blank|spacer|dot|weixin|weibo|jiucuo|beian|\.gif$", re.IGNORECASE
)
#: Names of images that nobody sees: they only keep a place.
_SPACER = re.compile(r"blank|space|pixel|transparent|/dot\b|1x1", re.IGNORECASE)
#: An image smaller than this, in pixels, cannot show one of the tables, or a figure.
SMALLEST_TABLE, SMALLEST_DRAWN = 100, 4


def tidy(text: str) -> str:
    """Return a line as it is seen: white space folded, none at its ends, none for a line break between Chinese characters."""
    if text.isalnum():  # most cells
        return text
    text = text.strip(_WHITE)
    if "\n" in text:
        text = _SOFT_BREAK.sub("", text)
    if "  " in text or not text.isprintable():  # told in a moment, and most lines do not need the pattern
        text = _SPACES.sub(" ", text)
    return text


class Flow:
    """The walk over one page; ``unseen`` are elements that are left out with all they hold, ``own`` says that govdisc wrote the page."""

    def __init__(self, unseen: set[Any], own: bool) -> None:
        self.unseen = unseen
        self.own = own
        self.tables = self.cells = 0

    def content(self, root: Any, nested: int = 0) -> list[Part]:
        """Return what stands in an element; ``nested`` counts the tables around it.

        Raises:
            InputError: when the page nests too deeply, or has more tables or cells than any report.

        """
        return self._lines(root, nested).parts

    def _lines(self, root: Any, nested: int) -> _Lines:
        own, unseen, kind_of = self.own, self.unseen, _KINDS.get
        lines = _Lines()
        buffer = lines.buffer
        walker = iterwalk(root, events=("start", "end"))
        kinds: list[int] = []  # of the elements that are open
        for event, node in walker:
            if event == "start":
                kind = kind_of(node.tag, _TEXT)
                kinds.append(kind)
                if kind:
                    if kind == _OUT or (unseen and node in unseen):
                        kinds[-1] = _TEXT
                        walker.skip_subtree()
                        continue
                    if len(kinds) > MAX_DEPTH:
                        raise InputError(too_deep())
                    if buffer and kind <= _FLUSHING:
                        lines.end()
                    if kind > _BLOCK:
                        if kind == _TABLE:
                            lines.parts += self.table(node, nested + 1)
                            walker.skip_subtree()
                            continue
                        lines.begin(node, kind)
                if own and (mark := node.get(MARK)) and self._is_marked(node, mark, lines.parts):
                    walker.skip_subtree()
                    continue
                text = node.text
            else:
                kind = kinds.pop()
                if kind:
                    if buffer and kind <= _FLUSHING:
                        lines.end()
                    if kind > _HEADING:
                        lines.finish(node, kind)
                text = node.tail if kinds else None
            if text and (buffer or not text.isspace()):  # white space that begins a line is not seen
                lines.add_preformatted(text) if lines.in_pre else buffer.append(text)
        if buffer:
            lines.end()
        return lines

    def _is_marked(self, node: Any, mark: str, parts: list[Part]) -> bool:
        """Take a marked element of one of govdisc's own pages; one that an editor has put elements into is read like any other."""
        if mark == "text" and not len(node):
            parts.append(Line(node.text or ""))
            return True
        return mark == "label"

    def table(self, node: Any, nested: int) -> list[Part]:
        """Return what a table holds: what stands outside of its cells, then its grid, or what it lays out."""
        self.tables += 1
        if self.tables > MAX_TABLES:
            message = _("the page holds more than {limit} tables, which no annual report does; check the file.")
            raise InputError(message.format(limit=MAX_TABLES))
        table = OpenTable(self.tables, certain=self.own and node.get(MARK) == "grid")
        outside: list[Part] = []
        self._rows(node, table, outside, nested)
        return outside + table.finish()

    def _rows(self, parent: Any, table: OpenTable, outside: list[Part], nested: int) -> None:
        """Take the rows of a table or a row group, or of what wraps them (a form)."""
        if nested > MAX_NESTED:
            raise InputError(too_deep())
        _outside_text(parent.text, outside)
        for node in parent:
            tag = node.tag
            if tag == "tr":
                self._cells(node, table, table.add_row(), outside, nested)
            elif tag in _GROUPS:
                table.group += 1
                self._rows(node, table, outside, nested + 1)
            elif tag in _CELLS:  # its row was left out
                self._cell(node, table.rows[-1] if table.rows else table.add_row(), nested)
            elif tag not in _NOTHING:
                if next(node.iter("tr", "td", "th"), None) is not None and tag != "table":
                    self._rows(node, table, outside, nested + 1)
                else:
                    outside += self.content(node, nested)
            _outside_text(node.tail, outside)

    def _cells(self, row: Any, table: OpenTable, cells: OpenRow, outside: list[Part], nested: int) -> None:
        """Take the cells of a row, or of what wraps them."""
        _outside_text(row.text, outside)
        for node in row:
            tag = node.tag
            if tag == "td" or tag == "th":
                self._cell(node, cells, nested)
            elif tag not in _NOTHING:
                if next(node.iter("td", "th"), None) is not None and tag != "table" and nested < MAX_NESTED:
                    self._cells(node, table, cells, outside, nested + 1)
                else:
                    outside += self.content(node, nested)
            if (tail := node.tail) and not tail.isspace():
                _outside_text(tail, outside)

    def _cell(self, node: Any, cells: OpenRow, nested: int) -> None:
        self.cells += 1
        if self.cells > MAX_CELLS:
            message = _("the tables of this page have more than {limit} cells, which no annual report has; check the file.")
            raise InputError(message.format(limit=MAX_CELLS))
        rows, columns, text, inner = node.get("rowspan"), node.get("colspan"), node.text, len(node)
        if inner:
            text = _text_of(node, text, self.unseen)
            if text is None:
                found = self._lines(node, nested)
                cells.contents[len(cells.texts)] = Contents(found.parts, found.headed, found.drawn)
        if text and not text.isalnum() and not (self.own and not inner and node.get(MARK) == "text"):
            text = _lines_of(text)
        cells.texts.append(text or "")
        cells.rowspans.append(rowspan(rows) if rows else 1)
        cells.colspans.append(colspan(columns) if columns else 1)


def _text_of(node: Any, text: str | None, unseen: set[Any], depth: int = PLAIN_DEPTH) -> str | None:
    """Return the text of an element that holds paragraphs and line breaks alone, :data:`_EDGE` where a line ends; None for any other.

    ``text`` is its text before the first of them.
    """
    pieces = [text] if text and not text.isspace() else []
    for child in node:
        tag = child.tag
        if tag != "br":
            if tag not in _PLAIN or (unseen and child in unseen):
                return None
            inner = child.text
            if len(child):
                inner = _text_of(child, inner, unseen, depth - 1) if depth else None
                if inner is None:
                    return None
            if inner and not inner.isspace():
                pieces.append(inner)
        if (tail := child.tail) and not tail.isspace():
            pieces.append(tail)
    return pieces[0] if len(pieces) == 1 else _EDGE.join(pieces)


def _lines_of(text: str) -> str:
    """Return the lines of a text in which :data:`_EDGE` stands where a line ends."""
    if _EDGE not in text:
        return tidy(text)
    return "\n".join(line for piece in text.split(_EDGE) if (line := tidy(piece)))


def _outside_text(text: str | None, outside: list[Part]) -> None:
    """Keep what stands in a table outside of its cells; browsers show it above the table."""
    if text and not text.isspace() and (line := tidy(text)):
        outside.append(Line(line))


class _Lines:
    """The lines and images of an element as they are read.

    ``buffer`` are the pieces of the line that is being read, ``headed`` says whether there was a heading, ``drawn`` whether there was an
    image that is seen.
    """

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.buffer: list[str] = []
        self.in_pre = 0
        self.headed = self.drawn = False
        self._linked = self._link_from = self._in_link = 0

    def begin(self, node: Any, kind: int) -> None:
        """Begin an element that is more than a block."""
        if kind == _HEADING:
            self.headed = True
        elif kind == _PRE:
            self.in_pre += 1
        elif kind == _IMAGE:
            self._image(node)
        elif kind == _LINK and node.get("href"):
            if not self._in_link:
                self._link_from = len(self.buffer)
            self._in_link += 1

    def finish(self, node: Any, kind: int) -> None:
        """End such an element."""
        if kind == _PRE:
            self.in_pre -= 1
        elif kind == _LINK and self._in_link and node.get("href"):
            self._in_link -= 1
            if not self._in_link:
                self._linked += sum(map(len, self.buffer[self._link_from :]))

    def _image(self, node: Any) -> None:
        source = node.get("src") or ""
        sizes = [int(found[0]) for name in ("width", "height") if (found := re.findall(r"^\s*(\d{1,5})(?:px)?\s*$", node.get(name) or ""))]
        self.drawn = self.drawn or (min(sizes, default=SMALLEST_DRAWN) >= SMALLEST_DRAWN and not _SPACER.search(source[:300]))
        if not self._in_link and not _ICON.search(source[:300]) and min(sizes, default=SMALLEST_TABLE) >= SMALLEST_TABLE:
            if self.buffer:
                self.end()
            self.parts.append(Picture(source[:80]))

    def add_preformatted(self, text: str) -> None:
        """Add text in which line feeds end lines."""
        for number, line in enumerate(text.split("\n")):
            if number and self.buffer:
                self.end()
            self.buffer.append(line)

    def end(self) -> None:
        """End the line that is being read."""
        buffer = self.buffer
        text = tidy(buffer[0] if len(buffer) == 1 else "".join(buffer))
        if text:
            linked = self._linked + sum(map(len, buffer[self._link_from :])) if self._in_link else self._linked
            self.parts.append(Line(text, linked * 10 >= len(text) * 8) if linked else Line(text))
        buffer.clear()
        self._linked = self._link_from = 0


def too_deep() -> str:
    """The sentence for a page that nests too deeply."""
    message = _("the page nests its elements more than {limit} deep, which no page made by people does; check the file.")
    return message.format(limit=MAX_DEPTH)
