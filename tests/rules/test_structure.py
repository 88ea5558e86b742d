"""What is missing is said once: a part with its table, a table within its part."""

from __future__ import annotations

from dataclasses import replace

import govdisc
from govdisc.testing import random_report


def test_a_missing_part_takes_its_table_with_it() -> None:
    """A table whose part is gone is told with the part; one whose part stands there is told on its own."""
    report = random_report(5)
    del report.tables["disclosure"]
    assert {finding.code: finding.section for finding in govdisc.validate(report) if finding.code in ("STR101", "STR103")} == {
        "STR103": "disclosure"
    }
    report.sections = [section for section in report.sections if section.id != "disclosure"]
    (finding,) = (finding for finding in govdisc.validate(report) if finding.code in ("STR101", "STR103"))
    assert (finding.code, finding.section, finding.severity) == ("STR101", "disclosure", "error")
    assert "its table" in finding.message


def test_text_behind_a_table_is_no_table() -> None:
    """Running text that may be a part without its title makes that a warning, but not where the part's table is missing."""
    report = random_report(5)
    long = "本年度的情况说明。" * 20
    report.sections = [section for section in report.sections if section.id not in ("requests", "problems")]
    next(section for section in report.sections if section.id == "disputes").text = long
    del report.tables["requests"]
    severities = {finding.section: finding.severity for finding in govdisc.validate(report) if finding.code == "STR101"}
    assert severities == {"requests": "error", "problems": "warning"}


def test_a_part_that_stands_twice_is_in_its_order() -> None:
    """Only a part behind one that the form puts after it is out of order."""
    report = random_report(5)
    report.sections[1:1] = [replace(report.sections[0])]
    assert "STR102" not in {finding.code for finding in govdisc.validate(report)}
    report.sections = [*report.sections[2:], report.sections[0]]
    assert [finding.section for finding in govdisc.validate(report) if finding.code == "STR102"] == ["overview"]
