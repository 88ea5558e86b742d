"""What the styles of a page do to its text: hide it, strike it out, raise it above the line, or make a table of plain elements.

Inline styles are read, and from style sheets the rules whose selector is one class or id (``.note``, ``span.MsoFootnoteReference``);
rules that hold only for some screens, and those of other files, are not. Which elements to look at is told by the source of the page:
most pages say nothing of this kind, and looking at each element would double the time of reading them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Flag
from functools import lru_cache
from itertools import chain, islice
from typing import Any


class Look(Flag):
    """What a style does to an element."""

    PLAIN = 0
    HIDDEN = 1
    #: Takes its room and shows nothing.
    INVISIBLE = 2
    STRUCK = 4
    RAISED = 8
    LOWERED = 16
    TABLE = 32
    GROUP = 64
    ROW = 128
    CELL = 256
    #: Shows nothing where it stands: far away, clipped, or see-through. Scripts show whole articles so; within a cell it is hidden.
    AWAY = 512
    #: White type on no ground of its own: seen where the cell or the table is dark, and nowhere else.
    WHITE = 1024


#: What a style says where an element may do so.
_SIGNS = (
    re.compile(rb"display\s*:\s*(?:none|(?:inline-)?table)"),
    re.compile(rb"visibility\s*:\s*(?:hid|coll)"),
    re.compile(rb"line-through"),
    re.compile(rb"vertical-align\s*:\s*(?:su|text-|[-.\d])"),
    re.compile(rb"mso-(?:text-raise|hide\s*:\s*all)"),
    re.compile(rb"font-size: ?0(?!\.?0*[1-9])"),
    re.compile(rb"opacity\s*:\s*0(?!\.?0*[1-9])"),
    re.compile(rb"(?:left|top|text-indent)\s*:\s*-\d{3}"),
    re.compile(rb"clip(?:\s*:\s*rect|-path\s*:\s*inset)\("),
    re.compile(rb"color(?<![-\w]color)\s*:\s*(?:white|#fff(?:fff)?\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"),
)
_NOT_SHOWN = re.compile(rb"hidden(?<=\shidden)[\s=>/]")
#: The styles of elements and the style sheets in the source of a page: most pages say the same few over and over, so that each is looked at once.
_STYLE = re.compile(rb"style(?:\s*=\s*(?:\"[^\"]*|'[^']*|[^\s>]*)|(?<=<style).*?(?:</style|\Z))", re.DOTALL)
_TAG_NAME = re.compile(rb"<([a-z][a-z0-9:]*)[\s>/]")
#: A page in which more places than this do so is looked at element by element.
MOST_SIGNS = 50

_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*0*\.?0*(?:px|pt|em|rem|%)?\s*(?:[;!]|$)", re.IGNORECASE)
_INVISIBLE = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_AWAY = re.compile(
    r"(?<![\w-])(?:(?:left|top|text-indent)\s*:\s*-\d{3,}|opacity\s*:\s*0*\.?0*\s*(?:[;!]|$)|clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%)",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,[^)]*)?\))\s*(?:[;!]|$)", re.IGNORECASE
)
_GROUND = re.compile(r"(?<![\w-])background", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_ALIGNED = re.compile(
    r"(?:vertical-align|mso-text-raise)\s*:\s*(?:(?P<up>super|text-top)|(?P<down>sub|text-bottom)|(?P<size>-?\d*\.?\d+)\s*(?P<unit>px|pt|em|%))",
    re.IGNORECASE,
)
#: So much above or below the line can be seen; less is how editors put a character straight.
_SEEN = {"px": 2.0, "pt": 2.0, "em": 0.15, "%": 15.0}
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([\w-]+)", re.IGNORECASE)
_ROLES = {
    "table": Look.TABLE,
    "inline-table": Look.TABLE,
    "table-row-group": Look.GROUP,
    "table-header-group": Look.GROUP,
    "table-footer-group": Look.GROUP,
    "table-row": Look.ROW,
    "table-cell": Look.CELL,
}

#: A page's style sheets are looked at so far, and so many of their rules; those of an office's editor have some 40,000 characters.
LONGEST_SHEETS = 500_000
MOST_RULES = 1_000
#: So many classes of an element are looked up.
MOST_CLASSES = 20
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SIMPLE = re.compile(r"\s*([a-zA-Z][\w-]*)?([.#][\w-]+)\s*")


@lru_cache(maxsize=1024)
def look_of(style: str) -> Look:
    """Return what the declarations of a style do."""
    look = Look.PLAIN
    if _HIDDEN.search(style):
        look |= Look.HIDDEN
    if _INVISIBLE.search(style):
        look |= Look.INVISIBLE
    if _AWAY.search(style):
        look |= Look.AWAY
    if _WHITE.search(style) and not _GROUND.search(style):
        look |= Look.WHITE
    if _STRUCK.search(style):
        look |= Look.STRUCK
    for found in _ALIGNED.finditer(style):
        size = float(found["size"] or 0)
        if found["up"] or size >= _SEEN.get((found["unit"] or "px").lower(), 2.0):
            look |= Look.RAISED
        elif found["down"] or -size >= _SEEN.get((found["unit"] or "px").lower(), 2.0):
            look |= Look.LOWERED
    display = _DISPLAY.search(style)
    return look | _ROLES.get(display[1].lower(), Look.PLAIN) if display else look


def looks(root: Any, source: bytes) -> Iterator[tuple[Any, Look, bool]]:
    """Yield the elements of a page whose style does something, what it does, and whether a style sheet says so.

    ``source`` is the page's in small letters.
    """
    tags = _styled_tags(source)
    if "style" in tags or "*" in tags:
        yield from _by_sheet(root, source)
    tags.discard("style")
    for node in root.iter(*tags) if tags else ():
        style = node.get("style")
        look = look_of(style) if style else Look.PLAIN
        if node.get("hidden") is not None or (style and _NO_SIZE.search(style) and not _sized_within(node)):
            look |= Look.HIDDEN
        if look:
            yield node, look, False


def _sized_within(node: Any) -> bool:
    """Whether an element within may have a size of its own: pages give a container none so that no gaps show in it."""
    return any("size" in (child.get("style") or "") or child.get("class") or child.tag == "font" for child in node.iterdescendants("*"))


def _styled_tags(source: bytes) -> set[str]:
    """The names of the tags whose attributes or text may do one of these things; ``*`` for many of them."""
    styles = b"\n".join(set(_STYLE.findall(source)))
    signs = [sign for sign in _SIGNS if sign.search(styles)]
    hits = chain.from_iterable(sign.finditer(source) for sign in (*signs, _NOT_SHOWN))
    names: set[str] = set()
    for number, hit in enumerate(hits):
        if number == MOST_SIGNS:
            return {"*"}
        name = _TAG_NAME.match(source, max(0, source.rfind(b"<", 0, hit.start())))
        names.add(name[1].decode() if name else "*")
    return names - {"script"}


def _by_sheet(root: Any, source: bytes) -> Iterator[tuple[Any, Look, bool]]:
    text = "\n".join(node.text or "" for node in root.iter("style"))[:LONGEST_SHEETS]
    rules = _sheet_rules(text)
    # most of what a sheet speaks of does not stand in the page
    small = text.lower()
    if not any(source.count(name[1:].lower().encode()) > small.count(name[1:].lower()) for name in rules):
        return
    for node in root.xpath("//*[@class or @id]"):
        names = [f".{name}" for name in (node.get("class") or "").split()[:MOST_CLASSES]]
        for name in (*names, f"#{node.get('id')}"):
            rule = rules.get(name)
            if rule and rule[0] in ("", node.tag) and not _DISPLAY.search(node.get("style") or ""):
                yield node, rule[1], True


def _sheet_rules(text: str) -> dict[str, tuple[str, Look]]:
    """The rules of style sheets that do something: tag (or "") and look by class or id; a later one counts."""
    found: dict[str, tuple[str, Look]] = {}
    for selectors, declarations in islice(_top_rules(_COMMENT.sub("", text)), 20 * MOST_RULES):
        look = look_of(declarations[:2_000])
        if not look and not found:
            continue
        for selector in selectors.split(","):
            simple = _SIMPLE.fullmatch(selector)
            if simple and (look or simple[2] in found):
                found[simple[2]] = ((simple[1] or "").lower(), look)
        if len(found) > MOST_RULES:
            return {}
    return {name: rule for name, rule in found.items() if rule[1]}


def _top_rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield (selectors, declarations) of the rules that hold for every screen."""
    start = depth = 0
    selectors = ""
    for brace in re.finditer(r"[{}]", text):
        if brace[0] == "{":
            if depth == 0:
                selectors, start = text[start : brace.start()].rpartition(";")[2].strip(), brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not selectors.startswith("@"):
                    yield selectors, text[start : brace.start()]
                start = brace.end()
