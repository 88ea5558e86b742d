"""Bring a parsed page into the few shapes that the walk knows.

What is not seen is gone, a form's field is the text that stands in it, a raised figure is the sign of a note, a table of plain elements
is a table, and inline tags are dropped.
Nearly all of this is done by lxml in one call for the whole tree, which costs less than a walk past the inline elements would.
"""

from __future__ import annotations

import re
from typing import Any

from lxml.etree import strip_elements, strip_tags

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc.reading import raised_text
from govdisc_html.styles import Look, looks

#: Elements whose text is no longer said.
STRUCK = ("del", "s", "strike")
#: Elements that part nothing: an editor leaves one around every few characters. Rarer ones are walked past.
INLINE = ("span", "font", "b", "i", "u", "em", "strong", "small", "o:p", "label", "math", "mrow", "mn", "mo", "mtext", "semantics")
#: The tag of an element that is hidden, and the one of its attributes that keeps the name it had.
HIDDEN, _WAS = "govdisc-hidden", "govdisc-was"
#: Input elements that show their value as text.
_TYPED = frozenset(("", "text", "number", "tel", "search", "email", "url", "date", "month"))
_TABLE_TAGS = frozenset(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup"))
#: Elements that may stand within the text of a cell.
_WITHIN_CELLS = frozenset((*INLINE, "a", "p", "div"))
_ROLE_TAGS = {Look.TABLE: "table", Look.GROUP: "tbody", Look.ROW: "tr", Look.CELL: "td"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: A longer text than this beside a number is an annotation, not the sign of a note.
LONGEST_SIGN = 10
#: A page with more raised texts is refused.
MOST_RAISED = 5_000


def normalise(root: Any, source: bytes, own: bool) -> bool:
    """Change the tree as said above; ``source`` is the page's in small letters, ``own`` says that govdisc wrote the page.

    Returns whether a hidden element holds a table; :func:`uncover` brings such elements back.
    """
    _apply_styles(root, source)
    _fill_fields(root, own)
    strip_elements(root, *STRUCK, *((HIDDEN,) if own else ()), with_tail=False)
    strip_tags(root, *INLINE)
    _mark_notes(root)
    return any(node.find(".//table") is not None for node in root.iter(HIDDEN))


def uncover(root: Any) -> None:
    """Show again what the page hides: an article that a script uncovers, as behind tabs."""
    for node in list(root.iter(HIDDEN)):
        node.tag = node.get(_WAS)
    strip_tags(root, *INLINE)


def _apply_styles(root: Any, source: bytes) -> None:
    roles: list[tuple[Any, str]] = []
    white: dict[Any, list[Any]] = {}
    for node, look, by_sheet in list(looks(root, source)):
        tag = node.tag
        if tag in ("html", "body"):
            continue
        if look & Look.AWAY and tag in _WITHIN_CELLS and _in_cell(node):
            look |= Look.HIDDEN
        if look & (Look.HIDDEN | Look.INVISIBLE | Look.STRUCK):
            if by_sheet and look & (Look.HIDDEN | Look.INVISIBLE) and not _in_cell(node):
                continue  # a script may show it again
            if tag in ("td", "th") and not look & Look.HIDDEN:
                _empty(node)
            elif look & Look.STRUCK:
                node.tag = "del"
            elif tag != HIDDEN:
                node.set(_WAS, tag)
                node.tag = HIDDEN
        elif look & (Look.RAISED | Look.LOWERED) and tag in (*INLINE, "a"):
            node.tag = "sup" if look & Look.RAISED else "sub"
        elif look & Look.WHITE and tag in INLINE and (cell := next(node.iterancestors("td", "th"), None)) is not None:
            white.setdefault(cell, []).append(node)
        elif tag not in _TABLE_TAGS:
            roles += ((node, name) for role, name in _ROLE_TAGS.items() if look & role)
    for cell, nodes in white.items():
        if sum(map(_length, nodes)) < _length(cell):  # on a dark ground all of it is white
            for node in nodes:
                _part(node)
    for node, name in roles:
        if name != "table":
            node.tag = name
    for node, name in roles:
        if name == "table" and next(node.iter("tr", "td"), None) is not None and not _holds_page(node):
            node.tag = name


def _length(node: Any) -> int:
    return len("".join("".join(node.itertext()).split()))


def _part(node: Any) -> None:
    """Part what may be seen or not from what stands beside it, so that it is no figure of a number: 7 and a white 9 are neither 79 nor 7."""
    previous, parent = node.getprevious(), node.getparent()
    if previous is None:
        parent.text = settable(f"{parent.text} ") if parent.text else parent.text
    else:
        previous.tail = settable(f"{previous.tail or ''} ")
    if node.tail or node.getnext() is not None:
        node.tail = settable(f" {node.tail or ''}")


def _in_cell(node: Any) -> bool:
    return next(node.iterancestors("td", "th"), None) is not None or node.tag in ("td", "th")


def _holds_page(node: Any) -> bool:
    """Whether an element that is laid out as a table holds a real one: then it is a frame, and no table itself."""
    return next(node.iter("table"), None) is not None


def settable(text: str) -> str:
    """Return a text of the page so that it can be put into another place: lxml reads characters from pages that it does not take back."""
    return _UNPRINTABLE.sub("", text)


def _empty(node: Any) -> None:
    for child in list(node):
        node.remove(child)
    node.text = None


def _fill_fields(root: Any, own: bool) -> None:
    """Put what stands in the fields of a table into its text; fields elsewhere belong to the page's frame."""
    for node in root.iter("input", "textarea", "select"):
        if not own and not _in_cell(node):
            continue
        if node.tag == "input":
            text = node.get("value") or "" if (node.get("type") or "").strip().lower() in _TYPED else ""
        elif node.tag == "select":
            options = list(node.iter("option"))
            chosen = next(
                (option for option in options if option.get("selected") is not None),
                None if node.get("multiple") else next(iter(options), None),
            )
            text = "" if chosen is None else "".join(chosen.itertext())
        else:
            text = "".join(node.itertext())
        _empty(node)
        node.text, node.tag = settable(text).strip(), "span"


# --- notes --------------------------------------------------------------------------------------------------------------------------


def _mark_notes(root: Any) -> None:
    """Write raised and lowered texts into their line so that none becomes part of a number: 5 with a raised 1 is 5¹ and not 51."""
    raised = list(root.iter("sup", "sub"))
    if len(raised) > MOST_RAISED:
        message = _("the page has more than {limit} raised figures, which no annual report has; check the file.")
        raise InputError(message.format(limit=MOST_RAISED))
    for node in raised:
        if next(node.iter("table", "img", "p", "div", "br"), None) is not None:
            continue  # no note, whatever it is
        text = "".join(node.itertext()).strip()
        sign = note_sign(text, _before(node), _behind(node), is_lowered=node.tag == "sub")
        parent, previous, tail = node.getparent(), node.getprevious(), node.tail or ""
        node.tail = None
        parent.remove(node)
        if previous is None:
            parent.text = settable(f"{parent.text or ''}{sign}{tail}")
        else:
            previous.tail = settable(f"{previous.tail or ''}{sign}{tail}")


def note_sign(text: str, before: str, behind: str, *, is_lowered: bool) -> str:
    """Return how a raised text is written between the last character before it and the first one behind it ("" where there is none).

    Behind a Latin letter it belongs to a unit (km2), and where nothing stands beside it, it is a text that somebody raised.
    """
    if (before.isascii() and before.isalpha()) or (not before and not behind.isdigit()):
        return text
    if len(text) > LONGEST_SIGN:
        return f"（{text}）"
    return raised_text(text, before or "0", is_lowered)


def _before(node: Any) -> str:
    """The last character in the line before an element, "" when it begins the line."""
    while True:
        previous, parent = node.getprevious(), node.getparent()
        text = (previous.tail if previous is not None else parent.text) or ""
        if text.strip():
            return str(text.rstrip()[-1])
        if previous is not None and previous.tag != HIDDEN:
            inner = "".join(previous.itertext()).strip() if previous.tag == "a" else ""
            return inner[-1:]
        if previous is None and parent.tag != "a":
            return ""
        node = previous if previous is not None else parent


def _behind(node: Any) -> str:
    """The first character in the line behind an element, "" when it ends the line."""
    while True:
        text = node.tail or ""
        if text.strip():
            return str(text.lstrip()[0])
        following, parent = node.getnext(), node.getparent()
        if following is not None and following.tag != HIDDEN:
            inner = "".join(following.itertext()).strip() if following.tag in ("a", "sup", "sub") else ""
            return inner[:1]
        if following is None and parent.tag != "a":
            return ""
        node = following if following is not None else parent
