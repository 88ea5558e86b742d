"""Formats for findings: text for people, json and jsonl for machines."""

from __future__ import annotations

from govdisc.i18n import N_
from govdisc.reporters.base import Reporter

__all__ = ["Reporter", "builtin_reporters"]


def builtin_reporters() -> list[Reporter]:
    """Return the reporters of the core."""
    from govdisc.reporters import machine, text

    return [
        Reporter("text", N_("for people: file, what is wrong, where, the numbers, the article"), text.write),
        Reporter("json", N_("one JSON object with inputs, findings and summary"), machine.write_json),
        Reporter("jsonl", N_("one finding a line"), machine.write_lines),
    ]
