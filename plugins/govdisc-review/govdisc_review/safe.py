"""Texts of reports made harmless for where they go: spreadsheets run what looks like a formula, XML cannot hold every character."""

from __future__ import annotations

import json
import re
from typing import Any

# also behind blanks, and in full width: spreadsheets with Chinese input take those for the same
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
# what XML 1.0 and spreadsheets cannot hold (a lone surrogate cannot be encoded at all)
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def field(value: object) -> str:
    """Return a value as a field of a CSV file: numbers stay numbers, a text never begins a formula."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = printable(value)
    return f"'{text}" if _FORMULA.match(text) else text


def printable(text: str) -> str:
    """Return a text with a replacement character for each that XML or a spreadsheet cannot hold."""
    return _IMPOSSIBLE.sub("\ufffd", text)


def dumps(value: Any) -> str:
    """Return JSON on one line in which half characters, which no encoding holds, are replaced."""
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()
