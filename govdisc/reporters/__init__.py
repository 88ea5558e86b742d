"""Formats for findings: text for people, json and jsonl for machines, and those of plugins."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from govdisc.account import Outcome
from govdisc.formats.base import Format
from govdisc.guard import Broken, guarded
from govdisc.i18n import N_
from govdisc.kinds import Reporter
from govdisc.loading import PluginInfo
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.findings import FAMILIES
from govdisc.model.parameters import Parameter
from govdisc.records import record

__all__ = ["ReportContext", "Reporter", "builtin_reporters", "files_of", "pieces_of"]


@record(frozen=True)
class ReportContext:
    """What a reporter is told beside the outcome: whether to colour, the rules by code, and its parameters.

    ``families`` are the titles of the families of codes, ``forms`` and ``formats`` what is installed. ``exit_code`` gives the exit code
    as far as it is known; it is final when all results have passed, and None where nothing exits. ``say`` tells the user a sentence,
    once, beside what is written.
    """

    colour: bool = False
    rules: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=lambda: FAMILIES)
    forms: FormBook = field(default_factory=builtin_forms)
    formats: Mapping[str, Format] = field(default_factory=dict)
    exit_code: Callable[[], int] | None = None
    say: Callable[[str], None] = lambda sentence: None


def builtin_reporters() -> list[Reporter]:
    """Return the reporters of the core."""
    from govdisc.reporters import machine, text

    return [
        Reporter(
            "text",
            N_("for people: file, what is wrong, where, the numbers, the article"),
            text.write,
            (".txt",),
            (
                Parameter("concise", "no", N_("yes: one line a finding, FILE:LINE: severity CODE message")),
                Parameter("statistics", "no", N_("yes: how many findings there are by rule, family, body and severity")),
            ),
            streams=True,
        ),
        Reporter("json", N_("one JSON object with inputs, findings and summary"), machine.write_json, (".json",)),
        Reporter("jsonl", N_("one finding a line"), machine.write_lines, (".jsonl",), streams=True),
    ]


def pieces_of(reporter: Reporter, outcome: Outcome, context: ReportContext, owner: PluginInfo | None) -> Iterator[str | bytes]:
    """Yield what a reporter writes; a stranger's is asked for the whole first, so that no half of it is ever written.

    Raises:
        Broken: when a stranger's reporter fails.

    """
    assert reporter.write is not None
    yield from _given(reporter.write, outcome, context, owner, lambda piece: isinstance(piece, (str, bytes)), "text or bytes")


def files_of(reporter: Reporter, outcome: Outcome, context: ReportContext, owner: PluginInfo | None) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a reporter's folder as (name, bytes), as :func:`pieces_of` does its pieces."""
    assert reporter.folder is not None
    yield from _given(reporter.folder, outcome, context, owner, _is_file, "a name and bytes")


def _is_file(piece: Any) -> bool:
    return isinstance(piece, tuple) and len(piece) == 2 and isinstance(piece[0], str) and isinstance(piece[1], bytes)


def _given(
    write: Callable[..., Iterator[Any]], outcome: Outcome, context: ReportContext, owner: PluginInfo | None,
    is_sound: Callable[[Any], bool], wanted: str,
) -> Iterator[Any]:  # fmt: skip
    takes_context = len(inspect.signature(write).parameters) > 1
    arguments = (outcome, context) if takes_context else (outcome,)
    if owner is None or owner.ours:
        yield from write(*arguments)
        return
    outcome.gathered()
    pieces = guarded(lambda: list(write(*arguments)))
    wrong = next((piece for piece in pieces if not is_sound(piece)), None)
    if wrong is not None:
        raise Broken(f"it writes {type(wrong).__name__}, not {wanted}")
    yield from pieces
