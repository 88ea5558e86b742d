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
        if reporter.write is None and reporter.folder is None:
            yield Check(f"{reporter.name} writes", bind(breach, f"the reporter {reporter.name} writes neither a file nor a folder."))
        if reporter.write is not None:
            yield Check(f"{reporter.name} writes the same twice", bind(_steady, subject, reporter))
        if reporter.folder is not None:
            yield Check(f"{reporter.name} writes the same folder twice", bind(_folder, subject, reporter))


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


def _context(subject: Subject, reporter: Reporter) -> ReportContext:
    plugins = subject.plugins
    params = {parameter.name: parameter.default for parameter in reporter.parameters if parameter.default is not None}
    return ReportContext(rules=plugins.all_rules, params=params, families=plugins.families, forms=plugins.forms, formats=plugins.formats)


def _steady(subject: Subject, reporter: Reporter) -> None:
    for count in (0, 80):
        first, second = (list(pieces_of(reporter, outcome(count), _context(subject, reporter), subject.info)) for _time in range(2))
        if first != second:
            breach(f"the reporter {reporter.name} writes something else the second time; no clock, no random names.")
        for piece in first:
            if not isinstance(piece, bytes if reporter.binary else (str, bytes)):
                breach(f"the reporter {reporter.name} is said to be {'bytes' if reporter.binary else 'text'} and yields {type(piece).__name__}.")
            if isinstance(piece, str) and "\x1b" in piece:
                breach(f"the reporter {reporter.name} lets control characters of a report through; a terminal obeys them.")


def _folder(subject: Subject, reporter: Reporter) -> None:
    for count in (0, 80):
        first, second = (list(files_of(reporter, outcome(count), _context(subject, reporter), subject.info)) for _time in range(2))
        if first != second:
            breach(f"the reporter {reporter.name} writes another folder the second time; no clock, no random names.")
        told = [name for name, _data in first]
        names = [name.lower() for name in (dict.fromkeys(told) if reporter.whole else told)]  # a whole folder comes in pieces of files
        if len(set(names)) < len(names):
            breach(f"the reporter {reporter.name} gives two files of a folder one name.")
        for name in names:
            if name.startswith("/") or ".." in name.split("/") or any(character < " " or character in '<>:"\\|?*' for character in name):
                breach(f"the reporter {reporter.name} gives a file the name {name!r}, which is none on some systems or leads out of the folder.")
