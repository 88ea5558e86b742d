"""Where something stands in a file: the words of a place, and the same for machines.

A reader writes places as words (``table 2 row 5 column 3``, ``page 4``, ``line 61``, ``Sheet1!C6``); reporters show them in the
reader's language, and machines get them as a mapping.
"""

from __future__ import annotations

from typing import Any

from govdisc.i18n import gettext as _
from govdisc.i18n import language
from govdisc.patterns import Pattern

#: The words that a place is made of, each followed by a number.
WORDS = ("page", "table", "row", "column", "line", "paragraph", "image")
_CELL = Pattern(r"(?s)(?P<sheet>.*)!(?P<cell>[A-Z]{1,3}[1-9]\d{0,6})")


def location_of(place: str | None) -> dict[str, Any] | None:
    """Return what is known of ``page``, ``table``, ``row``, ``column``, ``line``, ``paragraph``, ``sheet`` and ``cell``; else None."""
    if not place:
        return None
    cell = _CELL.fullmatch(place)
    if cell is not None:
        return {"sheet": cell["sheet"], "cell": cell["cell"]}
    parts = place.split(" ")
    if len(parts) % 2 or not all(word in WORDS and number.isdecimal() for word, number in zip(parts[::2], parts[1::2], strict=True)):
        return None
    return {word: int(number) for word, number in zip(parts[::2], parts[1::2], strict=True)}


def safe(text: str) -> str:
    """The text without control characters, so that no report can steer the terminal it is shown on."""
    return "".join(character if character.isprintable() else " " if character in "\n\r\t" else "\ufffd" for character in text)


def shown_place(place: str) -> str:
    """Return a place as the reader's language says it: ``table 2 row 5 column 3`` is 表2第5行第3列."""
    words = {"table": _("table {number}"), "row": _("row {number}"), "column": _("column {number}"), "page": _("page {number}")}
    words |= {"line": _("line {number}"), "paragraph": _("paragraph {number}"), "image": _("image {number}")}
    parts = place.split(" ")
    known = len(parts) % 2 == 0 and all(name in words for name in parts[::2])
    if not known:
        return safe(place)
    joint = "" if language() == "zh_CN" else " "
    return joint.join(words[name].format(number=safe(number)) for name, number in zip(parts[::2], parts[1::2], strict=True))
