"""What stands in a field: text that no spreadsheet takes for a formula, and that reads back the same.

A spreadsheet runs a field that begins with ``=``, ``+``, ``-``, ``@`` (also in full width), a tab or a line end, even behind
blanks; an apostrophe before it makes it text (OWASP, CSV Injection). Numbers stand in columns of their own and stay numbers.
"""

from __future__ import annotations

import json
import re

from govdisc.plugin import gettext as _

# the apostrophes are part of the pattern so that a text that already begins with some gets one more, and loses just that one
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
# what CSV or UTF-8 cannot hold: NUL, other control characters that spreadsheets drop and terminals obey, lone surrogates, marks of
# byte order
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_JSON = "json:"


def encode(text: str | None) -> str:
    """Return a text as a field; None is the empty field, and an empty text is ``json:""``."""
    if text is None:
        return ""
    if not text or text.startswith(_JSON) or _IMPOSSIBLE.search(text):
        return _JSON + json.dumps(text)
    return f"'{text}" if _FORMULA.match(text) else text


def decode(field: str) -> str | None:
    """Return the text of a field again; None when it is empty.

    Raises:
        ValueError: when it is marked as JSON and is not.

    """
    if not field:
        return None
    if field.startswith(_JSON):
        try:
            text = json.loads(field[len(_JSON) :])
        except (ValueError, RecursionError):
            text = None
        if not isinstance(text, str):
            raise ValueError(_("a field marked as json: is not a JSON string"))
        return text
    return field[1:] if field[0] == "'" and _FORMULA.match(field[1:]) else field
