"""Findings for a person: the file, what is wrong, where, the numbers, the article, and what to do; or one line each, or counted."""

from __future__ import annotations

from collections.abc import Iterator

import click

from govdisc.account import Input, Outcome, Result
from govdisc.i18n import N_, language
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.places import location_of, safe, shown_place
from govdisc.reporters import ReportContext
from govdisc.reporters.counts import statistics

_NAMES = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}
#: What is told on stderr: an input that cannot be read, and a plugin that failed.
_ELSEWHERE = ("INP101", "INP103", "PLG101")


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield a block a report that has findings, as they come; a report without any is not mentioned."""
    concise, counted = (is_yes(context.params.get(name)) for name in ("concise", "statistics"))
    if counted:
        yield from statistics(outcome)
        return
    first = True
    for result in outcome.results():
        findings = [finding for finding in result.findings if finding.code not in _ELSEWHERE]
        if concise:
            yield from (_line(finding, result, context.colour) for finding in findings)
            continue
        if not findings:
            continue
        if not first:
            yield "\n"
        first = False
        yield _title(result.input, context.colour)
        for finding in findings:
            yield _block(finding, result, context.colour)
        yield from _explained(result)


def is_yes(value: str | None) -> bool:
    """Tell whether a parameter is set."""
    return (value or "no").lower() in ("yes", "true", "1", "on")


def _title(entry: Input, colour: bool) -> str:
    facts = [entry.agency, str(entry.year) if entry.year else None, _("form {form}").format(form=entry.form) if entry.form else None]
    known = "  ".join(safe(fact) for fact in facts if fact)
    name = click.style(safe(entry.uri), bold=True) if colour else safe(entry.uri)
    return f"{name}  {known}".rstrip() + "\n"


def _head(finding: Finding, colour: bool) -> str:
    """The severity and the code; what does not count says so."""
    name = _(_NAMES[finding.severity])
    shown = click.style(name, fg=_COLOURS[finding.severity], bold=True) if colour else name
    state = _("waived") if finding.suppressed is not None else _("known") if finding.baseline == "known" else ""
    return f"{state} {shown} {finding.code}".lstrip()


def _part(finding: Finding, result: Result) -> str | None:
    """The title of the part that a finding is about, where neither a cell nor the message names it."""
    if finding.section is None or finding.cell is not None:
        return None
    sections = result.report.sections if result.report is not None else ()
    title = next((section.title for section in sections if section.id == finding.section and section.title), None)
    return title if title is not None and title not in finding.message else None


def _where(finding: Finding, result: Result) -> str:
    """The place and the part, in brackets."""
    parts = [shown_place(finding.place) if finding.place else None, safe(_part(finding, result) or "")]
    known = "，".join(filter(None, parts)) if language() == "zh_CN" else ", ".join(filter(None, parts))
    return f" [{known}]" if known else ""


def _line(finding: Finding, result: Result, colour: bool) -> str:
    """A finding as one line that an editor can jump to."""
    location = finding.location if finding.location is not None else location_of(finding.place)
    line = (location or {}).get("line")
    at = f"{safe(result.input.uri)}:{line}:" if line else f"{safe(result.input.uri)}:"
    where = "" if line else _where(finding, result)
    body = f" {safe(result.input.agency)}:" if result.input.agency and not result.alone else ""
    return f"{at}{body} {_head(finding, colour)}{where} {safe(finding.message)}\n"


def _block(finding: Finding, result: Result, colour: bool) -> str:
    lines = [f"  {_head(finding, colour)}{_where(finding, result)} {safe(finding.message)}"]
    waived = finding.suppressed
    if waived is not None:
        until = _(" (until {day})").format(day=waived["until"]) if waived.get("until") else ""
        lines.append("      " + _("waived: {reason}").format(reason=safe(str(waived.get("reason") or ""))) + until)
    if finding.quote and finding.quote not in finding.message:
        lines.append("      " + _("quote: {text}").format(text=safe(finding.quote)))
    if finding.counts and finding.basis:
        lines.append("      " + _("basis: {text}").format(text=safe(finding.basis)))
    if finding.counts and finding.suggestion:
        lines.append("      " + _("to do: {text}").format(text=safe(finding.suggestion)))
    return "\n".join(lines) + "\n"


def _explained(result: Result) -> Iterator[str]:
    """The explanations of one report, a line for those that are alternatives to each other."""
    if not result.explanations:
        return
    from govdisc.explain import sentences

    for sentence in sentences(result.explanations, result.labels):
        yield f"  {safe(sentence)}\n"
