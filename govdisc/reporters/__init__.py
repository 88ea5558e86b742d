"""Formats for findings: text for people, json and jsonl for machines, and those of plugins."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from govdisc.account import Outcome
from govdisc.guard import Broken, guarded
from govdisc.i18n import N_
from govdisc.kinds import Reporter
from govdisc.loading import PluginInfo

__all__ = ["ReportContext", "Reporter", "builtin_reporters", "pieces_of"]


@dataclass(frozen=True)
class ReportContext:
    """What a reporter is told beside the outcome: whether to colour, the rules by code, and its parameters."""

    colour: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)


def builtin_reporters() -> list[Reporter]:
    """Return the reporters of the core."""
    from govdisc.reporters import machine, text

    return [
        Reporter("text", N_("for people: file, what is wrong, where, the numbers, the article"), text.write, (".txt",), streams=True),
        Reporter("json", N_("one JSON object with inputs, findings and summary"), machine.write_json, (".json",)),
        Reporter("jsonl", N_("one finding a line"), machine.write_lines, (".jsonl",), streams=True),
    ]


def pieces_of(reporter: Reporter, outcome: Outcome, context: ReportContext, owner: PluginInfo | None) -> Iterator[str | bytes]:
    """Yield what a reporter writes; a stranger's is asked for the whole first, so that no half of it is ever written.

    Raises:
        Broken: when a stranger's reporter fails.

    """
    takes_context = len(inspect.signature(reporter.write).parameters) > 1
    arguments = (outcome, context) if takes_context else (outcome,)
    if owner is None or owner.ours:
        yield from reporter.write(*arguments)
        return
    outcome.gathered()
    pieces = guarded(lambda: list(reporter.write(*arguments)))
    wrong = next((piece for piece in pieces if not isinstance(piece, (str, bytes))), None)
    if wrong is not None:
        raise Broken(f"it writes {type(wrong).__name__}, neither text nor bytes")
    yield from pieces
