"""Tell Markdown by govdisc's own header, by the name, or weakly by the rule below a table's header."""

from __future__ import annotations

import re

from govdisc_markdown import SUFFIXES

_OURS = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\ngovdisc:")
_RULE = re.compile(rb"^\s*\|[ :|-]*-{3}[ :|-]*\|\s*$", re.MULTILINE)


def detect(head: bytes, name: str) -> int:
    """Return how surely the first bytes of a file are Markdown, 0 to 100."""
    if _OURS.match(head):
        return 100
    if name.lower().endswith(SUFFIXES):
        return 50 if b"\0" not in head else 0
    return 25 if _RULE.search(head) and not name.lower().endswith(".txt") else 0
