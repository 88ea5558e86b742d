"""Findings for a person: the file, what is wrong, where, the numbers, the article, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

import click

from govdisc.account import Input, Outcome, Result
from govdisc.explain import sentences
from govdisc.i18n import N_, language
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.reporters import ReportContext

_NAMES = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield a block a report that has findings, as they come; a report without any is not mentioned."""
    first = True
    for result in outcome.results():
        # an input that cannot be read, and a plugin, are told on stderr
        findings = [finding for finding in result.findings if finding.code not in ("INP101", "INP103", "PLG101")]
        if not findings:
            continue
        if not first:
            yield "\n"
        first = False
        yield _title(result.input, context.colour)
        for finding in findings:
            yield _block(finding, context.colour)
        yield from _explained(result)


def safe(text: str) -> str:
    """The text without control characters, so that no report can steer the terminal it is shown on."""
    return "".join(character if character.isprintable() else " " if character in "\n\r\t" else "\ufffd" for character in text)


def shown_place(place: str) -> str:
    """Return a place as the reader's language says it: ``table 2 row 5 column 3`` is 表2第5行第3列."""
    words = {"table": _("table {number}"), "row": _("row {number}"), "column": _("column {number}"), "page": _("page {number}")}
    words |= {"line": _("line {number}"), "paragraph": _("paragraph {number}"), "image": _("image {number}")}
    parts = place.split(" ")
    known = len(parts) % 2 == 0 and all(name in words for name in parts[::2])
    if not known:
        return safe(place)
    joint = "" if language() == "zh_CN" else " "
    return joint.join(words[name].format(number=safe(number)) for name, number in zip(parts[::2], parts[1::2], strict=True))


def _title(entry: Input, colour: bool) -> str:
    facts = [entry.agency, str(entry.year) if entry.year else None, _("form {form}").format(form=entry.form) if entry.form else None]
    known = "  ".join(safe(one) for one in facts if one)
    name = click.style(safe(entry.uri), bold=True) if colour else safe(entry.uri)
    return f"{name}  {known}".rstrip() + "\n"


def _block(finding: Finding, colour: bool) -> str:
    name = _(_NAMES[finding.severity])
    head = click.style(name, fg=_COLOURS[finding.severity], bold=True) if colour else name
    where = f" [{shown_place(finding.place)}]" if finding.place else ""
    lines = [f"  {head} {finding.code}{where} {safe(finding.message)}"]
    if finding.quote and finding.quote not in finding.message:
        lines.append("      " + _("quote: {text}").format(text=safe(finding.quote)))
    if finding.basis:
        lines.append("      " + _("basis: {text}").format(text=safe(finding.basis)))
    if finding.suggestion:
        lines.append("      " + _("to do: {text}").format(text=safe(finding.suggestion)))
    return "\n".join(lines) + "\n"


def _explained(result: Result) -> Iterator[str]:
    """The explanations of one report, a line for those that are alternatives to each other."""
    for sentence in sentences(result.explanations, result.labels):
        yield f"  {safe(sentence)}\n"
