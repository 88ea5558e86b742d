"""Annotations of GitHub Actions: a workflow command a line, ``::error file=…,line=…,title=…::message``.

What is waived or known is a notice, with the reason, so that it does not vanish.
"""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import Outcome, ReportContext
from govdisc_review.flat import Flat, Walk

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield a line a finding, as they come."""
    for _result, findings in Walk(outcome, context).results():
        for flat in findings:
            yield _line(flat)


def _line(flat: Flat) -> str:
    finding, aside = flat.finding, flat.aside
    command = "notice" if aside else _COMMANDS[finding.severity]
    properties = {"file": flat.entry.uri, "line": flat.line, "title": f"{finding.code} {flat.entry.agency or ''}".strip()}
    told = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items() if value)
    place = f"[{flat.place}] " if flat.place and not flat.line else ""
    parts = [f"({aside}) " if aside else "", place, finding.message]
    lines = ["".join(parts), *(part for part in (finding.suggestion, finding.basis) if part)]
    return f"::{command} {told}::{_escaped(chr(10).join(lines))}\n"


def _escaped(text: str, also: str = "") -> str:
    """Escape as the runner unescapes: per cent, line ends, and in properties the colon and comma; other control characters go."""
    shown = "".join(character if character.isprintable() or character in "\r\n" else "\ufffd" for character in text)
    for character in "%\r\n" + also:
        shown = shown.replace(character, f"%{ord(character):02X}")
    return shown
