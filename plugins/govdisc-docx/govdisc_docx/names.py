"""The names of WordprocessingML (ISO/IEC 29500-1) that the reader speaks of, and tolerant access to attributes."""

from __future__ import annotations

from functools import cache
from typing import Any

W_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{W_NAMESPACE}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE = "{urn:schemas-microsoft-com:office:office}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"

#: What holds a drawing that floats beside the text, and what says how large it is.
_WORD_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
FLOATING, EXTENT = f"{_WORD_DRAWING}anchor", f"{_WORD_DRAWING}extent"

#: The namespaces of the strict variant of the standard, and what the transitional one calls them.
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W_NAMESPACE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)

#: Begins the tag of a content control of ours, which repeats the prompt that the control shows.
PROMPT_TAG = "govdisc:"

_OFF = ("0", "false", "off")


def value(element: Any, path: str) -> str | None:
    """Return the ``w:val`` of the descendant at a path such as ``pPr/pStyle``; None when either is missing."""
    found = child(element, path)
    return None if found is None else found.get(f"{W}val")


def child(element: Any, path: str) -> Any:
    """Return the descendant at a path of names of WordprocessingML; None when it is missing."""
    for tag in _tags(path):
        if element is None:
            return None
        element = next(element.iterchildren(tag), None)  # several times as fast as find()
    return element


@cache
def _tags(path: str) -> tuple[str, ...]:
    return tuple(f"{W}{name}" for name in path.split("/"))


def is_on(element: Any) -> bool:
    """Tell whether a toggle such as ``w:vanish`` is set; an element without a value is."""
    return element is not None and (element.get(f"{W}val") or "1").lower() not in _OFF


def number(text: str | None, default: int, least: int = 0, most: int = 100_000) -> int:
    """Return an attribute as a whole number within bounds; the default when it is missing or none."""
    try:
        return min(max(int(float(text or "")), least), most)
    except (ValueError, OverflowError):
        return default
