"""JUnit XML, valid by the schema of the Ant task that every server of continuous integration reads.

A suite is a report, or a file that was not read; a case is a finding, or a rule that looked and found nothing. Errors and warnings
are failures; what is waived, known or could not be checked is a skipped case with the reason; a note passes, and is told in the suite's
output. What needs another report stands in suites behind all others. The schema asks for a time and a host: they are fixed, so that the
same input gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from govdisc.plugin import Outcome, ReportContext, Result, record
from govdisc.plugin import gettext as _
from govdisc_review.flat import Flat, Walk
from govdisc_review.safe import printable

_BEGUN = "1970-01-01T00:00:00"


@record(frozen=True)
class _Case:
    name: str
    classname: str
    #: ``failure``, ``error``, ``skipped``, or "" where it passes.
    kind: str = ""
    type: str = ""
    message: str = ""
    text: str = ""

    def xml(self) -> str:
        head = f"<testcase name={_token(self.name)} classname={_token(self.classname)} time=\"0\""
        if not self.kind:
            return f"    {head}/>\n"
        kind = f" type={_attribute(self.type)}" if self.kind != "skipped" else ""
        return f"    {head}><{self.kind} message={_attribute(self.message)}{kind}>{_text(self.text)}</{self.kind}></testcase>\n"


def write(outcome: Outcome, context: ReportContext) -> Iterator[str]:
    """Yield the document suite by suite."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    number = 0
    for result, findings in Walk(outcome, context).results():
        cases = list(_cases(result, findings, context))
        if result.late and not cases:
            continue
        yield _suite(result, cases, findings, number)
        number += 1
    yield "</testsuites>\n"


def _suite(result: Result, cases: list[_Case], findings: list[Flat], number: int) -> str:
    entry = result.input
    counts = Counter(case.kind for case in cases)
    name = " ".join(str(part) for part in (entry.agency, entry.year) if part) or entry.uri or "govdisc"
    facts = {"file": entry.uri, "sha256": entry.sha256, "form": entry.variant or entry.form, "status": entry.status}
    properties = "".join(f"<property name=\"{key}\" value={_attribute(value)}/>" for key, value in facts.items() if value)
    told = "".join(f"{flat.finding.code} {flat.place} {flat.finding.message}\n" for flat in findings if _passes(flat))
    return (
        f"  <testsuite name={_token(name)} package={_token(entry.uri or 'govdisc')} id=\"{number}\" timestamp=\"{_BEGUN}\""
        f" hostname=\"localhost\" tests=\"{len(cases)}\" failures=\"{counts['failure']}\" errors=\"{counts['error']}\""
        f" skipped=\"{counts['skipped']}\" time=\"0\">\n"
        f"    <properties>{properties}</properties>\n"
        + "".join(case.xml() for case in cases)
        + f"    <system-out>{_text(told)}</system-out>\n    <system-err>{_text(chr(10).join(result.failures))}</system-err>\n  </testsuite>\n"
    )


def _cases(result: Result, findings: list[Flat], context: ReportContext) -> Iterator[_Case]:
    entry = result.input
    if entry.status != "read" and not findings and not result.aside:
        yield _Case(_("read"), entry.uri, "skipped" if entry.status == "passed_over" else "error", entry.status, entry.reason or "")
    seen: Counter[str] = Counter()
    for flat in findings:
        name = " ".join(part for part in (flat.finding.code, flat.finding.cell or flat.finding.section, flat.place) if part)
        seen[name] += 1
        yield _finding(flat, name if seen[name] == 1 else f"{name} ({seen[name]})")
    found = {flat.finding.code for flat in findings}
    reasons = {unchecked["code"]: unchecked["reason"] for unchecked in entry.unchecked}
    for code, state in sorted(result.states.items()):
        title = context.rules[code].title if code in context.rules else ""
        name = f"{code} {_(title)}".strip()
        if state == "ran" and code not in found:
            yield _Case(name, entry.uri)
        elif state == "not_checked":
            yield _Case(name, entry.uri, "skipped", message=reasons.get(code, _("not checked")))
        elif state == "failed":
            yield _Case(name, entry.uri, "error", "failed", _("the rule failed"))


def _finding(flat: Flat, name: str) -> _Case:
    finding = flat.finding
    if _passes(flat):
        return _Case(name, flat.entry.uri)
    if flat.aside:
        return _Case(name, flat.entry.uri, "skipped", message=flat.aside, text=finding.message)
    kind = "error" if finding.code[:3] == "PLG" or finding.code in ("INP101", "INP103") else "failure"
    lines = (finding.message, finding.quote, finding.suggestion, finding.basis, f"{flat.entry.uri}:{flat.line or ''} {flat.place}".rstrip(": "))
    return _Case(name, flat.entry.uri, kind, finding.severity, finding.message, "\n".join(line for line in lines if line))


def _passes(flat: Flat) -> bool:
    return flat.finding.severity == "info" and not flat.aside


def _text(text: str) -> str:
    return escape(printable(text))


def _attribute(text: str) -> str:
    return quoteattr(printable(text), {"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})


def _token(text: str) -> str:
    """An attribute of the type token, which is not empty."""
    return quoteattr(" ".join(printable(text).split()) or "govdisc")
