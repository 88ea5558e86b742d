"""What each rule finds and what it leaves alone: the sentences in cases/CODE.yaml, which can be edited without a word of Python.

A file says which ``rule`` it is about and on what ``report`` its texts are put: ``zeros`` (one part, all cells 0) or ``correct`` (a
correct report of 青岚县水务局 for 2023, the text before the part's own). Texts in ``fails`` are found, those in ``passes`` are not, by
any rule of the family. Keys of a case:

    text      the words; or ``whole`` with all of the part's words, or ``title`` with its heading
    part      overview (the default), problems, other, or lead for the words before part 1
    cells     numbers of the tables; a name without a point is the row's total in part 3
    agency, level, kind, year, form     of the report
    without   rows (table.row) and parts that the report lacks; ``beside`` what stands in front of other parts
    actual, expected, severity, quote, place, places (so many places of the same statement)     of the finding, in ``fails``
    says, basis     words of its message, of what it rests on
    also      other rules of the family that find something, too
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from govdisc_prose.rules import rules

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Agency, Report, Section
from govdisc.rules.registry import Context, Example
from govdisc.testing.examples import example_report

FORMS = builtin_forms()
FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
#: Findings about a whole part, or about cells, quote no words.
WITHOUT_WORDS = {"STR308", "STR309", "STR310", "STR311"}


def cases(name: str) -> Iterator[Any]:
    """The cases of every file that stand under a name."""
    for file in FILES:
        told = yaml.safe_load(file.read_text("utf-8"))
        assert file.stem == told["rule"]
        for number, case in enumerate(told.get(name, ())):
            words = case.get("text", case.get("whole", case.get("title", ""))) or ""
            yield pytest.param({"report": told["report"], "rule": told["rule"], **case}, id=f"{file.stem}-{number}-{words[:16]}")


def report_of(case: dict[str, Any]) -> Report:
    """The report of a case."""
    part = case.get("part", "overview")
    report = zeros(case, part) if case["report"] == "zeros" else correct(case, part)
    for name, value in case.get("cells", {}).items():
        table, row, column = name.split(".") if "." in name else ("requests", name, "total")
        report.tables[table].setdefault(row, {})[column] = Decimal(value) if isinstance(value, str) else value
    for name in case.get("without", ()):
        table, _dot, row = name.partition(".")
        report.sections = [section for section in report.sections if section.id != name]
        report.tables.get(table, {}).pop(row, None)
    for name, words in case.get("beside", {}).items():
        beside = report.section(name)
        assert beside is not None
        beside.text = f"{words}\n{beside.text}"
    for section in report.sections:
        section.lines = tuple(f"line {number}" for number in range(1, section.text.count("\n") + 2))
        section.title_place = "line 0"
    return report


def zeros(case: dict[str, Any], part: str) -> Report:
    """A report whose cells are all 0, with one part."""
    report = Report(case.get("form", "2021"), case.get("year", 2023), agency=Agency(case.get("agency", "青岚县水务局")))
    report.sections = [Section(part, "一、总体情况", case["text"])]
    for path in FORMS.form(report.form).paths():
        table, row, column = path.split(".")
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = 0
    return report


def correct(case: dict[str, Any], part: str) -> Report:
    """A correct report, with the words of a case in one place."""
    fields = {"year": case.get("year", 2023), "agency.name": case.get("agency", "青岚县水务局")}
    report = example_report(Example(form=case.get("form", "2021"), report=fields))
    report.agency.level, report.agency.kind = case.get("level"), case.get("kind")
    if part == "lead":
        report.lead = case["text"]
    section = report.section(part)
    if section is not None:
        section.title = case.get("title", section.title)
        section.text = case["whole"] if "whole" in case else f"{case['text']}\n{section.text}" if "text" in case else section.text
    return report


def found(case: dict[str, Any]) -> list[Finding]:
    """What the rules of the family find."""
    report = report_of(case)
    context = Context(FORMS.form(report.form))
    family = [rule for rule in rules() if rule.family == case["rule"][:3]]
    return [finding for rule in family for finding in rule(report, context) if isinstance(finding, Finding)]


@pytest.mark.parametrize("case", list(cases("fails")))
def test_it_is_found(case: dict[str, Any]) -> None:
    """It is found once, with its part, the words as they are printed, and their place."""
    findings = found(case)
    assert sorted(finding.code for finding in findings) == sorted([case["rule"], *case.get("also", [])])
    finding = next(finding for finding in findings if finding.code == case["rule"])
    assert finding.severity == case.get("severity", next(rule.severity for rule in rules() if rule.code == finding.code))
    for name in ("quote", "place"):
        assert name not in case or case[name] == str(getattr(finding, name))
    for name in ("actual", "expected"):
        value = getattr(finding, name)
        assert name not in case or value == (Decimal(case[name]) if isinstance(value, Decimal) else case[name])
    assert case.get("says", "") in finding.message
    assert case.get("basis", "") in (finding.basis or "")
    assert len(finding.related) == case.get("places", 1) - 1
    if case["rule"] == "STR311":
        assert finding.cell
        return
    lead = case.get("part") == "lead"
    assert finding.section == (None if lead else case.get("part", "overview"))
    assert lead or str(finding.place).startswith("line")
    if case["rule"] not in WITHOUT_WORDS:
        printed = case.get("text", case.get("whole", case.get("title")))
        assert finding.quote
        assert "".join(finding.quote.split()) in "".join(printed.split())


@pytest.mark.parametrize("case", list(cases("passes")))
def test_it_is_left_alone(case: dict[str, Any]) -> None:
    """No rule of the family finds anything else than what the case says."""
    assert sorted(finding.code for finding in found(case)) == sorted(case.get("also", []))


def test_every_rule_has_its_cases() -> None:
    """A rule has a file, with texts that fail and texts that pass."""
    assert [file.stem for file in FILES] == [rule.code for rule in rules()]
    for file in FILES:
        told = yaml.safe_load(file.read_text("utf-8"))
        assert told["fails"]
        assert told["passes"]
