"""SARIF 2.1.0 (OASIS): one run, a result a finding, each with a location.

A result stands at its line where the input has lines, else at the file; its place in words, page, table and sheet are properties. A
waiver is a suppression, the baseline a ``baselineState``. What was not read, and what failed, are notifications of the invocation;
``exitCode`` is that of the command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from govdisc.plugin import Outcome, ReportContext, Result, language
from govdisc.plugin import gettext as _
from govdisc_review.flat import Flat, Walk, plain
from govdisc_review.safe import dumps

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield the log: results as they come, then the rules that they name, the tool and how it went."""
    walk = Walk(outcome, context)
    rules: dict[str, int] = {}
    notes: list[dict[str, Any]] = []
    failed = False
    yield f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{"columnKind": "unicodeCodePoints", "language": "{_tongue()}",\n"results": ['
    joint = "\n"
    for result, findings in walk.results():
        failed = failed or bool(result.failures)
        notes += _notifications(result)
        for flat in findings:
            if not flat.entry.uri:  # a plugin, not an input: there is nothing to stand at
                notes.append(_notification("error", flat.finding.message, None))
                continue
            yield joint + dumps(_result(flat, rules, walk))
            joint = ",\n"
    tool = {"driver": _driver(outcome, context, rules), "extensions": _extensions(outcome)}
    invocation: dict[str, Any] = {"executionSuccessful": not failed, "toolExecutionNotifications": notes}
    if context.exit_code is not None:
        invocation["exitCode"] = context.exit_code()
    yield f'\n],\n"invocations": [{dumps(invocation)}],\n"tool": {dumps(tool)}}}]}}\n'


def _result(flat: Flat, rules: dict[str, int], walk: Walk) -> dict[str, Any]:
    finding, data = flat.finding, flat.data
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rules.setdefault(finding.code, len(rules)),
        "kind": "fail",
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(flat)},
        "locations": [_location(flat.entry.uri, flat.line, _logical(flat), finding.quote)],
        "partialFingerprints": {"govdisc/v1": data["fingerprint"]},
    }
    related = [_related(number, other, walk) for number, other in enumerate(data.get("related", ()))]
    if any(related):
        found["relatedLocations"] = [location for location in related if location]
    if finding.suppressed is not None:
        suppression = {"kind": "external", "status": "accepted", "justification": finding.suppressed.get("reason") or ""}
        until = finding.suppressed.get("until")
        found["suppressions"] = [suppression | ({"properties": {"until": str(until)}} if until else {})]
    if finding.baseline is not None:
        found["baselineState"] = "unchanged" if finding.baseline == "known" else "new"
    facts = {
        "agency": flat.entry.agency, "year": flat.entry.year, "form": flat.entry.variant or flat.entry.form,
        "place": flat.place or None, **flat.location, "cellPath": finding.cell, "section": finding.section,
        "quote": finding.quote, "expected": plain(finding.expected), "actual": plain(finding.actual), "basis": finding.basis,
    }  # fmt: skip
    found["properties"] = {name: value for name, value in facts.items() if value is not None}
    return found


def _message(flat: Flat) -> str:
    finding = flat.finding
    place = f"[{flat.place}] " if flat.place and not flat.line else ""
    return "\n".join(part for part in (place + finding.message, finding.suggestion) if part) or finding.code


def _location(uri: str, line: int | None, logical: list[dict[str, str]], words: str | None = None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": address(uri)}}
    if line:
        place["region"] = {"startLine": line} | ({"snippet": {"text": words}} if words else {})
    return {"physicalLocation": place} | ({"logicalLocations": logical} if logical else {})


def _logical(flat: Flat) -> list[dict[str, str]]:
    name = flat.finding.cell or flat.finding.section
    return [{"fullyQualifiedName": name, "name": flat.label or name}] if name else []


def _related(number: int, other: Mapping[str, Any], walk: Walk) -> dict[str, Any] | None:
    uri = walk.uri_of(other.get("input"))
    if not uri:
        return None
    name = other.get("cell") or other.get("section")
    line = (other.get("location") or {}).get("line")
    found = _location(uri, line if walk.owns(other.get("input")) else None, [{"fullyQualifiedName": name}] if name else [])
    return {"id": number, **found}


def _notifications(result: Result) -> Iterator[dict[str, Any]]:
    """What was not read, with the reason, and what failed."""
    entry = result.input
    if not result.late and entry.status != "read":
        level = "error" if entry.status == "refused" else "note"
        yield _notification(level, entry.reason or entry.status, entry.uri)
    for unchecked in entry.unchecked:
        if result.late and unchecked["code"] not in result.states:  # told before
            continue
        text = _("{code} not checked: {reason}").format(code=unchecked["code"], reason=unchecked["reason"])
        yield _notification("note", text, entry.uri)
    for sentence in result.failures:
        yield _notification("error", sentence, entry.uri)


def _notification(level: str, text: str, uri: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"level": level, "message": {"text": text}}
    return found | ({"locations": [_location(uri, None, [])]} if uri else {})


def _driver(outcome: Outcome, context: ReportContext, rules: Mapping[str, int]) -> dict[str, Any]:
    tool = outcome.tool()
    return {"name": tool["name"], "version": tool["version"], "rules": [_rule(code, context) for code in rules]}


def _rule(code: str, context: ReportContext) -> dict[str, Any]:
    """A rule with its title, its explanation and what it rests on; there is no page to link to."""
    known = context.rules.get(code)
    if known is None:
        return {"id": code}
    help_ = _(known.explanation) if known.explanation else _(known.title)
    return {
        "id": code,
        "shortDescription": {"text": _(known.title)},
        "fullDescription": {"text": help_},
        "help": {"text": f"{help_}\n\n" + _("basis: {text}").format(text=known.printed_basis)},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
        "properties": {"family": _(context.families.get(code[:3], code[:3])), "since": known.since},
    }


def _extensions(outcome: Outcome) -> list[dict[str, str]]:
    return [{"name": f"govdisc-{name}", "version": str(version)} for name, version in outcome.plugins.items()]


def address(uri: str) -> str:
    """Return a file's name as a URI reference: relative as it was named, an absolute one as ``file:``."""
    if _DRIVE.match(uri):
        return "file:///" + quote(uri.replace("\\", "/"), safe="/:")
    path = quote(uri.replace("\\", "/") if "\\" in uri and "/" not in uri else uri, safe="/", errors="replace")
    return f"file://{path}" if path.startswith("/") else path


def _tongue() -> str:
    return "zh-CN" if language() == "zh_CN" else "en-US"
