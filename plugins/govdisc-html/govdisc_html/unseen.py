"""Which elements of a page its reader does not see or need: hidden parts, and the menus and footers around an article.

The article must never be lost: a part of the page's frame is left out only when it is short and holds neither a table nor a heading.
"""

from __future__ import annotations

import re
from typing import Any

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
#: Most pages hide nothing by attributes; a look at the source spares looking at each element. Finding the bare word is much faster.
_MAY_HIDE = {
    b"display": re.compile(rb"display\s*:\s*none"),
    b"visibility": re.compile(rb"visibility\s*:\s*hid"),
    b"mso-hide": re.compile(rb"mso-hide\s*:\s*all"),
    b"hidden": re.compile(rb"hidden(?<=\shidden)[\s=>/]"),
}
_INLINE = rb"(?:span|font|o:p|strong|b|em|i|u)"
#: A tag whose attributes are written as they should be; one with a bare ``>`` in it is left to the parser.
_INLINE_TAG = re.compile(rb"</?%b(?:\s[^<>\"']*(?:\"[^\"<>]*\"[^<>\"']*|'[^'<>]*'[^<>\"']*)*)?>" % _INLINE, re.IGNORECASE)
_HIDDEN_INLINE = re.compile(rb"<%b\s[^<>]*?(?:hid|display\s*:\s*none)" % _INLINE, re.IGNORECASE)
_FRAME_TAGS = frozenset(("nav", "header", "footer", "aside"))
#: Names of classes and ids that sites give to what surrounds an article, as whole words.
_FRAME_NAMES = frozenset(
    (
        *("footer", "foot", "copyright", "nav", "navbar", "navigation", "menu", "mainnav", "topnav", "breadcrumb", "breadcrumbs", "crumb"),
        *("crumbs", "share", "sharebox", "bdsharebuttonbox", "toolbar", "backtop", "gotop", "qrcode"),
    )
)
_HOLDS_ARTICLE = frozenset(("table", "h1", "h2", "h3", "article", "main"))
#: More elements or text than this are not taken for a menu or footer.
FRAME_ELEMENTS = 300
FRAME_TEXT = 800
#: How many elements are looked at in all while menus are sought, so that nested footers cost no more than a page.
PATIENCE = 200_000


def may_hide(page: bytes) -> bool:
    """Whether the source of a page has an attribute that may hide an element."""
    lower = page.lower()
    words = [b"display"] if b"hid" not in lower else list(_MAY_HIDE)
    return any(word in lower and _MAY_HIDE[word].search(lower) for word in words)


def without_inline(page: bytes, hides: bool) -> bytes:
    """Return the source of a page without its inline tags, which make up most of what editors leave, and say nothing to a reader.

    This spares the parser and the walk half of their work. A page that hides an inline element (``hides`` says that it may) keeps them.
    """
    if hides and _HIDDEN_INLINE.search(page):
        return page
    return _INLINE_TAG.sub(b"", page)


def hidden_elements(root: Any) -> set[Any]:
    """Return the elements that the page hides by its own attributes (style sheets are not read)."""
    hides: dict[str, bool] = {}  # a page has few different styles
    found: set[Any] = set()
    for node in root.iter():
        style = node.get("style")
        if style is not None:
            if style not in hides:
                hides[style] = _HIDDEN.search(style) is not None
            if hides[style]:
                found.add(node)
    found.update(root.xpath("//*[@hidden]"))
    return found


def frame_elements(root: Any) -> set[Any]:
    """Return menus, headers and footers that hold nothing of an article."""
    patience = PATIENCE
    found: set[Any] = set()
    for node in root.iter("nav", "header", "footer", "aside", "div", "ul", "section"):
        if not _is_named_frame(node):
            continue
        steps = _steps_if_frame(node)
        patience -= abs(steps)
        if patience < 0:
            break
        if steps > 0:
            found.add(node)
    return found


def _is_named_frame(node: Any) -> bool:
    if node.tag in _FRAME_TAGS:
        return True
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    return len(names) > 1 and not _FRAME_NAMES.isdisjoint(names.lower().split())


def _steps_if_frame(node: Any) -> int:
    """The number of elements looked at, negative when the element may hold the article."""
    length = steps = 0
    for steps, one in enumerate(node.iter(), 1):
        length += len((one.text or "").strip()) + (len((one.tail or "").strip()) if one is not node else 0)
        if one.tag in _HOLDS_ARTICLE or length > FRAME_TEXT or steps > FRAME_ELEMENTS:
            return -steps
    return steps
