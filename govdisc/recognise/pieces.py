"""Pieces of cells in text that keeps the layout of a page: a number with a note is wrapped anywhere, 20（其 / 中第一 / 季度 7 / 件）."""

from __future__ import annotations

import re

from govdisc.text.values import UNITS, looks_like_value

_OPEN, _CLOSE = "（(", "）)"
#: The end of a note is no longer than this.
_LONGEST_END = 24
_NOTED = re.compile(r"\d[\d.,，．]*[（(]")
_GLUED = re.compile(r"((?:\d{1,2}[.．、])?\D{2,40}?)\s*(\d[\d\s]{0,80})")
_COUNTS = re.compile(rf"\d\s*(?:{'|'.join(unit for unit in UNITS if not unit.endswith('元'))})")


def is_noted(text: str) -> bool:
    """Tell whether a text is a number with a note in brackets, all of it."""
    return text[:1].isdigit() and text.endswith(tuple(_CLOSE)) and is_whole(text)


def begins_note(text: str) -> bool:
    """Tell whether a piece is a number with the beginning of a note."""
    return _NOTED.match(text) is not None and opens(text)


def is_rest_with_note(text: str) -> bool:
    """Tell whether a line may hold the rest of the cell above it: figures and the beginning of a note, 0（其中, or a note that counts, （其中修订16件）."""
    text = text.strip()
    return begins_note(text) or (text.startswith(tuple(_OPEN)) and counts(text))


def counts(text: str) -> bool:
    """Tell whether a text holds a number of things, 其中16件."""
    return _COUNTS.search(text) is not None


def is_whole(text: str) -> bool:
    """Tell whether a text may be all that stands in a cell."""
    return looks_like_value(text) and not _depth(text)


def opens(text: str) -> bool:
    """Tell whether a note begins in a piece and does not end there."""
    return _depth(text) > 0


def closes(text: str) -> bool:
    """Tell whether a note ends in a piece that did not begin there."""
    return _depth(text) < 0


def is_cut(text: str) -> bool:
    """Tell whether a note begins or ends in a piece, and not both."""
    return _depth(text) != 0


def goes_on(text: str) -> bool:
    """Tell whether a piece is one of a note that does not end in it."""
    return opens(text) or not (closes(text) or looks_like_value(text))


def unglued(text: str) -> tuple[str, str] | None:
    """Return what may be a label and the figures that ran together with it, 行政规范性文件693665; else None."""
    found = _GLUED.fullmatch(text) if text[-1:].isdecimal() else None  # spares time
    return (found[1], found[2]) if found else None


def holds_pieces(text: str) -> bool:
    """Tell whether a text is several cells, or pieces of them, that a reader could not part: numbers, and notes that go on elsewhere."""
    words = text.split()
    if not any(map(str.isdigit, text)):
        return False
    if len(words) == 1:
        return begins_note(text) or closes(text)
    if (closes(text) and len(text) <= _LONGEST_END) or begins_note(words[-1]):
        return True
    pieces = [begins_note(word) or closes(word) for word in words]
    if not any(pieces) and sum(any(map(str.isdigit, word)) for word in words) < 2:
        return False
    return all(piece or looks_like_value(word) for word, piece in zip(words, pieces, strict=True))


def _depth(text: str) -> int:
    if text.isalnum():  # spares time
        return 0  # spares time
    return sum(map(text.count, _OPEN)) - sum(map(text.count, _CLOSE))
