"""File formats: what a format is, and the built-in ones (json, jsonl, text)."""

from __future__ import annotations

from govdisc.formats.base import Format, ReadContext, ReadResult, WriteOptions

__all__ = ["Format", "ReadContext", "ReadResult", "WriteOptions", "builtin_formats"]


def builtin_formats() -> list[Format]:
    """Return the formats of the core."""
    from govdisc.formats import json, text

    return [json.FORMAT, json.LINES_FORMAT, text.FORMAT]
