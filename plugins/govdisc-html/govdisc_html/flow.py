"""Walk a parsed page in reading order and keep what a reader of it would see: lines of text, grids, and large images.

Block elements and ``<br>`` part lines, inline ones do not: every few characters may stand in a ``<font>`` of their own. The walk is
iterative, so that nesting costs no stack.
"""

from __future__ import annotations

import re
from typing import Any

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc_html.tables import Line, OpenCell, OpenTable, Part, Picture, colspan, rowspan

#: A page that nests deeper is not one that people wrote; libxml2 stops there as well.
MAX_DEPTH = 2_000
#: Real report pages have fewer than twenty tables and a thousand cells.
MAX_TABLES = 2_000
MAX_CELLS = 400_000

#: The attribute by which govdisc's own pages say how an element is to be read: "text" keeps every space and may be empty, "label" is
#: not read, "grid" is a table of the report.
MARK = "data-govdisc"

def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BLOCKS = _words("""html body div p ul ol li dl dt dd caption center blockquote address article section main header footer nav aside figure
figcaption fieldset legend form hr details summary dialog hgroup marquee""")
_LEFT_OUT = _words("""script style noscript template head title meta link select button textarea input datalist iframe frame frameset
noframes object embed applet svg canvas video audio map math del s strike rt rp""")
# the kinds up to _FLUSHING end a line where they begin and where they end; block elements and line breaks do nothing else
_INLINE, _BLOCK, _BREAK, _CELL, _ROW, _TABLE, _GROUP, _HEADING, _PRE, _IMAGE, _LINK, _RAISED, _OUT = range(13)
_FLUSHING = _PRE
_KINDS = {
    **dict.fromkeys(_BLOCKS, _BLOCK),
    **dict.fromkeys(_LEFT_OUT, _OUT),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _HEADING),
    **dict.fromkeys(("td", "th"), _CELL),
    **dict.fromkeys(("thead", "tbody", "tfoot"), _GROUP),
    **dict.fromkeys(("sup", "sub"), _RAISED),
    "table": _TABLE,
    "tr": _ROW,
    "br": _BREAK,
    "img": _IMAGE,
    "a": _LINK,
    "pre": _PRE,
}
_kind_of = _KINDS.get
#: Stands for the end of a line in the text of a cell; no text of a page holds it.
_EDGE = "\0"
#: Paragraphs with a few inline elements in one another; what nests deeper is walked.
PLAIN_DEPTH = 4

_WHITE = " \t\r\n\f\xa0"
_SPACES = re.compile(f"[{_WHITE}]+")
_WIDE = r"[\u2e80-\u303f\u3041-\u9fff\uf900-\ufaff\uff01-\uff60]"
#: A line break of the source between two wide characters is no space (CSS Text 3, segment break transformation).
_SOFT_BREAK = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n[ \t\r\n]*(?={_WIDE})")
#: Names of images that are parts of a page's frame.
_ICON = re.compile(
    r"icon|logo|btn|button|print|share|emblem|qr|ewm|erweima|arrow|banner|blank|spacer|dot|weixin|weibo|jiucuo|beian|\.gif$", re.IGNORECASE
)
#: An image smaller than this, in pixels, cannot show one of the tables.
SMALLEST_TABLE = 100


def tidy(text: str) -> str:
    """Return a line as it is seen: white space folded, none at its ends, none for a line break between Chinese characters."""
    if text.isalnum():  # most cells
        return text
    text = text.strip(_WHITE)
    if "\n" in text:
        text = _SOFT_BREAK.sub("", text)
    # looking for each of them is many times faster than the pattern, which most lines do not need
    if "  " in text or any(one in text for one in _WHITE[1:]):
        text = _SPACES.sub(" ", text)
    return text


def _tidy_cell(text: str) -> str:
    """Return the lines of a cell from its text, in which :data:`_EDGE` stands where a line ends."""
    text = text.strip(_WHITE + _EDGE)
    if _EDGE not in text:
        return tidy(text)
    return "\n".join(line for one in text.split(_EDGE) if (line := tidy(one)))


def _plain_text(node: Any, unseen: set[Any], depth: int) -> str | None:
    """Return the text of an element that holds paragraphs, line breaks and inline elements alone, else None."""
    text: str = node.text or ""
    for one in node:
        kind = _kind_of(one.tag, _INLINE)
        if kind > _BREAK or one in unseen:
            return None
        if kind == _BREAK:
            inner: str | None = _EDGE
        elif len(one):
            inner = _plain_text(one, unseen, depth - 1) if depth else None
            if inner is None:
                return None
        else:
            inner = one.text or ""
        tail = one.tail or ""
        text = f"{text}{_EDGE}{inner}{_EDGE}{tail}" if kind == _BLOCK else f"{text}{inner}{tail}"
    return text


class Flow:
    """The walk over one page. ``unseen`` are elements that are left out with all they hold."""

    def __init__(self, unseen: set[Any]) -> None:
        self.unseen = unseen
        self.parts: list[Part] = []
        self.tables = self.cells = 0
        self._table: OpenTable | None = None
        self._cell: OpenCell | None = None
        self._open: list[tuple[Any, list[Part], OpenTable | None, OpenCell | None]] = []
        self._buffer: list[str] = []
        self._linked = self._link_from = self._in_link = self._in_pre = 0
        self._quick = False

    def walk(self, root: Any, own: bool) -> list[Part]:
        """Return the parts of the page under ``root``; ``own`` says that it holds elements with :data:`MARK`."""
        from lxml.etree import iterwalk

        # text that stands in a row beside its cells, or marks, call for the full walk
        self._quick = not own and not root.xpath("boolean(//tr/text()[normalize-space()])")
        walker = iterwalk(root, events=("start", "end"))
        buffer, unseen = self._buffer, self.unseen
        kinds: list[int] = []  # of the elements that are open
        for event, node in walker:
            if event == "start":
                kind = _kind_of(node.tag, _INLINE)
                if unseen and node in unseen:
                    kind = _OUT
                kinds.append(kind)
                if kind:
                    if kind == _OUT:
                        walker.skip_subtree()
                        continue
                    if len(kinds) > MAX_DEPTH:
                        raise InputError(too_deep())
                    if buffer and kind <= _FLUSHING:
                        self._flush()
                    if kind > _BREAK and self._start(node, kind):
                        walker.skip_subtree()
                        continue
                    if own and (mark := node.get(MARK)) and self._own(node, mark):
                        walker.skip_subtree()
                        continue
                text = node.text
            else:
                kind = kinds.pop()
                if kind:
                    if buffer and kind <= _FLUSHING:
                        self._flush()
                    if kind > _BREAK:
                        self._end(node, kind)
                text = node.tail if kinds else None
            if text and (buffer or not text.isspace()):  # white space that begins a line is not seen
                self._pre_text(text) if self._in_pre else buffer.append(text)
        if buffer:
            self._flush()
        return self.parts

    def _start(self, node: Any, kind: int) -> bool:
        """Begin an element; return whether all that it holds is dealt with."""
        if kind == _CELL:
            self._start_cell(node)
        elif kind == _ROW:
            if self._table is not None:
                self._table.add_row()
                return self._quick and self._plain_row(node, self._table)
        elif kind == _TABLE:
            self._start_table(node)
        elif kind == _GROUP:
            if self._table is not None:
                self._table.group += 1
        elif kind == _PRE:
            self._in_pre += 1
        elif kind == _HEADING:
            if self._cell is not None:
                self._cell.headed = True
        elif kind == _IMAGE:
            self._image(node)
        elif kind == _RAISED:  # 5 with a raised 1 is not 51
            self._buffer.append(" ")
        elif kind == _LINK and node.get("href"):
            if not self._in_link:
                self._link_from = len(self._buffer)
            self._in_link += 1
        return False

    def _start_table(self, node: Any) -> None:
        self.tables += 1
        if self.tables > MAX_TABLES:
            message = _("the page holds more than {limit} tables, which no annual report does; check the file.")
            raise InputError(message.format(limit=MAX_TABLES))
        self._open.append((node, self.parts, self._table, self._cell))
        self._table = OpenTable(self.tables)

    def _start_cell(self, node: Any) -> None:
        if self._table is None:  # a stray cell outside a table is a block of text
            return
        self._count_cells(1)
        cell = OpenCell(rowspan(node.get("rowspan") or "1"), colspan(node.get("colspan") or "1"))
        self._table.add_cell(cell)
        self._open.append((node, self.parts, self._table, self._cell))
        self.parts, self._table, self._cell = cell.parts, None, cell

    def _plain_row(self, row: Any, table: OpenTable) -> bool:
        """Take a row of cells that hold text alone, as nearly all do, without walking it; return False when it must be walked."""
        unseen, cells = self.unseen, []
        for node in row:
            if _kind_of(node.tag, _INLINE) != _CELL or node in unseen:
                return False
            text = _plain_text(node, unseen, PLAIN_DEPTH)
            if text is None:
                return False
            rows, columns = node.get("rowspan"), node.get("colspan")
            cells.append(OpenCell(rowspan(rows) if rows else 1, colspan(columns) if columns else 1, _tidy_cell(text) if text else ""))
        self._count_cells(len(cells))
        table.rows[-1] = cells
        return True

    def _count_cells(self, more: int) -> None:
        self.cells += more
        if self.cells > MAX_CELLS:
            message = _("the tables of this page have more than {limit} cells, which no annual report has; check the file.")
            raise InputError(message.format(limit=MAX_CELLS))

    def _end(self, node: Any, kind: int) -> None:
        if kind in (_CELL, _TABLE):
            if self._open and self._open[-1][0] is node:
                table = self._table
                _, self.parts, self._table, self._cell = self._open.pop()
                if kind == _TABLE and table is not None:
                    self.parts += table.finish()
        elif kind == _PRE:
            self._in_pre -= 1
        elif kind == _LINK and self._in_link and node.get("href"):
            self._in_link -= 1
            if not self._in_link:
                self._linked += sum(map(len, self._buffer[self._link_from :]))

    def _own(self, node: Any, mark: str) -> bool:
        """Take a marked element of one of govdisc's own pages; return whether all that it holds is dealt with."""
        if mark == "grid" and self._table is not None:
            self._table.certain = True
            return False
        if mark == "text":
            self.parts.append(Line("".join(node.itertext())))
        return mark in ("text", "label")

    def _image(self, node: Any) -> None:
        source = node.get("src") or ""
        sizes = [int(found[0]) for name in ("width", "height") if (found := re.findall(r"^\s*(\d{1,5})(?:px)?\s*$", node.get(name) or ""))]
        if not self._in_link and not _ICON.search(source[:300]) and min(sizes, default=SMALLEST_TABLE) >= SMALLEST_TABLE:
            if self._buffer:
                self._flush()
            self.parts.append(Picture(source[:80]))

    def _pre_text(self, text: str) -> None:
        for i, line in enumerate(text.split("\n")):
            if i and self._buffer:
                self._flush()
            self._buffer.append(line)

    def _flush(self) -> None:
        """End the line that is being read."""
        buffer = self._buffer
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
