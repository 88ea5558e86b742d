"""Reporters write text or bytes as they say, the same twice, with findings or none."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.account import Input, Outcome, Result
from govdisc.kinds import Reporter
from govdisc.model.findings import Finding
from govdisc.reporters import ReportContext, files_of, pieces_of
from govdisc.testing.awkward import AWKWARD_WORDS
from govdisc.testing.contract.subject import Check, Subject, bind, breach


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of each reporter."""
    for reporter in subject.brought("reporters"):
        yield Check(f"{reporter.name} writes the same twice", bind(_steady, subject, reporter))


def outcome(count: int) -> Outcome:
    """Return an outcome of two reports and a refused file, with so many findings in awkward words."""
    words = (*AWKWARD_WORDS, "\x1b[31mred\x1b[0m", "第一行\n第二行")
    findings = [
        Finding("SUM101", ("error", "warning", "info")[number % 3], f"{words[number % len(words)]}.", cell="requests.received.total", place="line 61",
                expected=7, actual=8, basis="an article", suggestion=words[-1 - number % len(words)])
        for number in range(count)
    ]  # fmt: skip
    entries = [Input("a.docx", "0" * 64, "2021", None, 2023, "青岚县水务局"), Input("b&<c>.html", "1" * 64, "2019", None, 2020, None)]
    results = [Result(entry, findings=findings[number::2]).numbered(number) for number, entry in enumerate(entries)]
    return Outcome([*results, Result(Input("d.png", status="refused", reason="it is a picture.")).numbered(2)], {"govdisc-qinglan": "0.1.0"})


def files(subject: Subject, reporter: Reporter, context: ReportContext, count: int) -> dict[str, bytes]:
    """Return the files of a reporter's folder by their names, each of which it gives once."""
    found: dict[str, bytes] = {}
    for name, data in files_of(reporter, outcome(count), context, subject.info):
        if name in found or not isinstance(data, bytes):
            breach(f"the reporter {reporter.name} yields {name} twice, or without bytes.")
        found[name] = data
    return found


def _steady(subject: Subject, reporter: Reporter) -> None:
    context = ReportContext(
        rules=subject.plugins.all_rules,
        params={one.name: one.default for one in reporter.parameters if one.default is not None},
        formats=subject.plugins.formats,
    )
    for count in (0, 80):
        if reporter.folder is not None and files(subject, reporter, context, count) != files(subject, reporter, context, count):
            breach(f"the reporter {reporter.name} writes other files the second time; no clock, no random names.")
        if reporter.write is None:
            continue
        first, second = (list(pieces_of(reporter, outcome(count), context, subject.info)) for _time in range(2))
        if first != second:
            breach(f"the reporter {reporter.name} writes something else the second time; no clock, no random names.")
        for piece in first:
            if not isinstance(piece, bytes if reporter.binary else (str, bytes)):
                breach(f"the reporter {reporter.name} is said to be {'bytes' if reporter.binary else 'text'} and yields {type(piece).__name__}.")
            if isinstance(piece, str) and "\x1b" in piece:
                breach(f"the reporter {reporter.name} lets control characters of a report through; a terminal obeys them.")
