"""Findings as JSON: one object, or one finding a line with the input it belongs to."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.account import Outcome
from govdisc.formats.json import dumps


def write_json(outcome: Outcome) -> Iterator[str]:
    """Yield the whole outcome as one JSON object."""
    yield dumps(outcome.to_dict(), indent=1) + "\n"


def write_lines(outcome: Outcome) -> Iterator[str]:
    """Yield one finding a line, as they come; ``uri``, ``agency`` and ``year`` of its input stand beside its own keys."""
    for result in outcome.results():
        entry = result.input
        for finding in result.findings:
            yield dumps(finding.to_dict(entry.identity) | {"uri": entry.uri, "agency": entry.agency, "year": entry.year}) + "\n"
