"""Text in XML without loss: XML 1.0 has no way to write most control characters, so a text that holds one is written as JSON.

The characters are those that the production ``Char`` of XML 1.0 leaves out, lone surrogates among them. White space needs no
care: elements of text are of type ``xs:string``, and carriage returns are written as character references.
"""

from __future__ import annotations

import json
import re

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def is_possible(text: str) -> bool:
    """Tell whether XML can hold the text as it stands."""
    return _IMPOSSIBLE.search(text) is None


def printable(text: str) -> str:
    """Return the text with U+FFFD for what XML cannot hold: for labels, which are only shown and never read back."""
    return _IMPOSSIBLE.sub("\ufffd", text)


def escaped(text: str) -> str:
    """Return the inside of the JSON string of a text, in ASCII."""
    return json.dumps(text)[1:-1]


def unescaped(text: str) -> str:
    """Return the text again.

    Raises:
        ValueError: when it is not the inside of a JSON string.

    """
    return str(json.loads(f'"{text}"'))
