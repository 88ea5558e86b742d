"""The menus, headers and footers around an article.

The article must never be lost: a part of the page's frame is left out only when it is short and holds neither a table nor a heading.
"""

from __future__ import annotations

from typing import Any

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
    for steps, element in enumerate(node.iter(), 1):
        length += len((element.text or "").strip()) + (len((element.tail or "").strip()) if element is not node else 0)
        if element.tag in _HOLDS_ARTICLE or length > FRAME_TEXT or steps > FRAME_ELEMENTS:
            return -steps
    return steps
