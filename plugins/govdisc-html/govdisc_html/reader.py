"""Read a page into a document: paragraphs and grids in reading order, what the page says of itself, and what could not be read.

lxml parses; nothing is fetched, no script runs, no style sheet is read. See the README for the assumptions and the limits.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from lxml import etree

from govdisc.plugin import Block, Document, Grid, InputError, Notice, Paragraph
from govdisc.plugin import gettext as _
from govdisc.reading import to_utf8, with_declared
from govdisc_html import MAX_BYTES
from govdisc_html.flow import MARK, Flow, too_deep
from govdisc_html.frames import frame_elements
from govdisc_html.normalise import normalise, settable, uncover
from govdisc_html.pageinfo import page_head
from govdisc_html.tables import Line, Part
from govdisc_html.verdict import PROSE, has_data_grid, judge

#: Tags cost memory, about 500 MB for so many; a table of ten thousand rows has 600,000.
MAX_TAGS = 800_000
#: Paragraphs and other lines; a long report has some 500.
MAX_LINES = 20_000
#: libxml2 compares each attribute of a tag with all before it. Looked at in large pages alone, the others cannot hold enough of them.
MAX_ATTRIBUTES = 1_000
LARGE_PAGE = 300_000
_MANY_ATTRIBUTES = re.compile(
    rb"<[a-zA-Z][^\s>/]*[\s/]+(?:[^\s=>/]+(?:\s*=\s*(?:\"[^\"]*\"[\s/]*|'[^']*'[\s/]*|[^\s>\"'][^\s>]*[\s/]+)|[\s/]+)){%d}" % MAX_ATTRIBUTES
)

#: libxml2 stops at the first of these and would lose what a second page in the same file holds.
_END_OF_PAGE = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
#: How a portal's answer begins, which may be a call of a function: ``callback({``.
_ANSWER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[\w$.]{1,60}\(\s*)?[{\[]")
_ROW_PARENTS = frozenset(("table", "tbody", "thead", "tfoot"))
#: So many short lines in a row that are links and nothing else are a menu; before any prose one is enough.
MENU_LINES = 3
MENU_LINE_LENGTH = 20
#: Behind a line longer than this the article has begun, and no title is looked for.
PROSE_LINE = 120


def read(data: bytes) -> Document:
    """Return the document of a page, or of the page within a portal's answer in JSON; see :func:`read_page`."""
    if _ANSWER.match(data):
        from govdisc_html.answer import page_of_answer

        data = page_of_answer(data) or data
    return read_page(data)


def read_page(data: bytes, charset: str | None = None) -> Document:
    """Return the document of a page; ``charset`` is what a header says that came with it.

    Raises:
        InputError: when the page is empty, too large, nested too deeply, a script's shell, or shows its tables as images.

    """
    page, small, broken = _clean(data, charset)
    root = _parse(page)
    head = page_head(root)
    declared = head.declared
    own = bool(declared) and any(node.get(MARK) is not None for node in root.iter())
    hides_table = normalise(root, small, own)
    _wrap_loose_rows(root)
    # what stands outside the marked elements of an own page is not the report's
    parts = Flow(set() if own else frame_elements(root), own).content(root)
    if hides_table and not has_data_grid(parts):
        uncover(root)
        parts = Flow(frame_elements(root), own).content(root)
    notices = judge(head, root, parts)
    if broken:
        message = _("{count} places of the page are not valid in its character encoding; what stood there is lost.").format(count=broken)
        notices.append(Notice(message, "page"))
    if own:
        return with_declared(Document(_blocks(parts), notices=tuple(notices)), declared)
    return Document(_blocks(_without_menus(parts)), head.metadata, notices=tuple(notices))


def _clean(data: bytes, charset: str | None = None) -> tuple[bytes, bytes, int]:
    """The page in UTF-8 as the parser is to get it, the same in small letters, and how many places of it were not valid in its charset."""
    if len(data) > MAX_BYTES:
        raise InputError(_("the page is larger than {limit} MB; save it without its pictures.").format(limit=MAX_BYTES // 1_000_000))
    page, broken = to_utf8(data, charset)
    if not page.strip():
        raise InputError(_("the page is empty."))
    if len(page) > MAX_TAGS and page.count(b"<") > MAX_TAGS:
        raise InputError(_("the page has more than {limit} tags, which no annual report has; check the file.").format(limit=MAX_TAGS))
    if len(page) > LARGE_PAGE and _MANY_ATTRIBUTES.search(page):
        raise InputError(_("an element of this page has more than {limit} attributes; check the file.").format(limit=MAX_ATTRIBUTES))
    small = page.lower()
    end = small.find(b"</body")
    if end >= 0 and page.find(b"<", end + 20) >= 0:
        page = _END_OF_PAGE.sub(b"", page)
    return page, small, broken


def _parse(page: bytes) -> Any:
    """The root element of the page."""
    # huge_tree lifts libxml2's own bound of 256 levels, which pages of unclosed <font> reach; Flow bounds the depth instead
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(page, parser)
    except etree.LxmlError as error:
        raise InputError(_("the page cannot be parsed as HTML ({reason}); save it again from a browser.").format(reason=error)) from error
    if root is None:
        raise InputError(_("the page has no text to speak of; check the file."))
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InputError(too_deep())
    return root


def _wrap_loose_rows(root: Any) -> None:
    """Put the rows of a fragment that lost its ``<table>`` into one."""
    table = None
    for row in [row for row in root.iter("tr") if row.getparent().tag not in _ROW_PARENTS]:
        before = row.getprevious()
        if table is None or before is not table or (table.tail or "").strip():
            table = row.makeelement("table")
            row.addprevious(table)
        table.append(row)
        # the text behind the row stays behind the table
        table.tail, row.tail = settable(row.tail or ""), None


def _without_menus(parts: list[Part]) -> list[Part]:
    """Leave out the lines of menus. A reader that lost a line of the article would be worse, so only short links go."""
    out: list[Part] = []
    in_article = False
    for is_link, group in groupby(parts, key=lambda part: isinstance(part, Line) and part.linked and len(part.text) <= MENU_LINE_LENGTH):
        run = list(group)
        if not is_link:
            in_article = in_article or any(not isinstance(part, Line) or len(part.text) >= PROSE for part in run)
        if not is_link or (in_article and len(run) < MENU_LINES):
            out += run
    return out


def _blocks(parts: list[Part]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    paragraphs = 0
    for part in parts:
        if isinstance(part, Grid):
            blocks.append(part)
        elif isinstance(part, Line):
            paragraphs += 1
            if paragraphs > MAX_LINES:
                message = _("the page has more than {limit} lines of text, which no annual report has; check the file.")
                raise InputError(message.format(limit=MAX_LINES))
            blocks.append(Paragraph(part.text, f"paragraph {paragraphs}"))
    return tuple(blocks)
