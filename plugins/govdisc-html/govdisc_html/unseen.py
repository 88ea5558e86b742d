"""Which elements of a page its reader does not see or need: hidden parts, and the menus and footers around an article.

The article must never be lost: a part of the page's frame is left out only when it is short and holds neither a table nor a heading.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
#: Most pages hide nothing by attributes; a look at the source spares looking at each element. Finding the bare word is much faster.
_MAY_HIDE = {
    b"display": re.compile(rb"display\s*:\s*none"),
    b"visibility": re.compile(rb"visibility\s*:\s*hid"),
    b"mso-hide": re.compile(rb"mso-hide\s*:\s*all"),
    b"hidden": re.compile(rb"hidden(?<=\shidden)[\s=>/]"),
}
_INLINE_TAGS = frozenset(("span", "font", "o:p", "strong", "b", "em", "i", "u"))
#: A tag whose attributes are written as they should be; one with a bare ``>`` in it is left to the parser.
_INLINE_TAG = re.compile(
    rb"</?(?:%b)(?:\s[^<>\"']*(?:\"[^\"<>]*\"[^<>\"']*|'[^'<>]*'[^<>\"']*)*)?>" % "|".join(sorted(_INLINE_TAGS)).encode(), re.IGNORECASE
)
_TAG_NAME = re.compile(rb"<([a-z][a-z0-9:]*)[\s>/]")
#: A page that hides more than this by attributes is looked at element by element.
MOST_HIDING = 50
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


def hiding_tags(page: bytes) -> set[str]:
    """Return the names of the tags that may hide their elements, from the source of a page; ``*`` when there are many of them."""
    lower = page.lower()
    words = [b"display"] if b"hid" not in lower else list(_MAY_HIDE)
    hits = chain.from_iterable(_MAY_HIDE[word].finditer(lower) for word in words if word in lower)
    names: set[str] = set()
    for number, hit in enumerate(hits):
        if number == MOST_HIDING:
            return {"*"}
        name = _TAG_NAME.match(lower, max(0, lower.rfind(b"<", 0, hit.start())))
        names.add(name[1].decode() if name else "*")
    return names - {"style", "script"}


def without_inline(page: bytes, hiding: set[str]) -> bytes:
    """Return the source of a page without its inline tags, which make up most of what editors leave and say nothing to a reader.

    This spares the parser and the walk half of their work. A page that may hide an inline element keeps them.
    """
    return page if "*" in hiding or not _INLINE_TAGS.isdisjoint(hiding) else _INLINE_TAG.sub(b"", page)


def hidden_elements(root: Any, hiding: set[str]) -> set[Any]:
    """Return the elements that the page hides by their own attributes (style sheets are not read), among those of these names."""
    if not hiding:
        return set()
    hides: dict[str, bool] = {}  # a page has few different styles
    found: set[Any] = set()
    for node in root.iter(*hiding):
        style = node.get("style")
        if style is not None and style not in hides:
            hides[style] = _HIDDEN.search(style) is not None
        if node.get("hidden") is not None or (style is not None and hides[style]):
            found.add(node)
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
