"""What is missing is said once: a part with its table, a table within its part."""

from __future__ import annotations

from dataclasses import replace

import pytest

import govdisc
from govdisc.model.report import Unread
from govdisc.testing import Options, random_report


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


@pytest.mark.parametrize(("length", "severity"), [(120, "warning"), (119, "error")])
def test_how_much_text_behind_a_table_may_be_a_part(length: int, severity: str) -> None:
    """A line or two behind a table is none."""
    report = random_report(5)
    report.sections = [section for section in report.sections if section.id != "problems"]
    for section in report.sections:
        if section.id in report.tables:
            section.text = ""
    next(section for section in report.sections if section.id == "disputes").text = "况" * length
    assert [finding.severity for finding in govdisc.validate(report) if finding.code == "STR101"] == [severity]


def test_a_year_without_a_form_is_on_none() -> None:
    """Reports of years before the statutory forms use no form that another could be held against."""
    report = random_report(5)
    report.year = 2012
    assert not [finding.code for finding in govdisc.validate(report) if finding.code == "STR106" or finding.code.startswith("PLG")]


def test_another_form_rests_on_the_notice_of_the_year_s_own() -> None:
    """Which is the one that asks for it."""
    for form, year, notice in (("2019", 2022, "国办公开办函〔2021〕30号"), ("2021", 2020, "国办公开办函〔2019〕60号")):
        report = random_report(5, Options(form=form))
        report.year = year
        assert [finding.basis for finding in govdisc.validate(report) if finding.code == "STR106"] == [notice]


def test_each_formula_without_a_result_is_told() -> None:
    """Each place in a workbook is a finding of its own, in the order of the cells."""
    report = random_report(5)
    cells = ["requests.received.natural_person", "requests.granted.total"]
    for path in cells:
        table, row, column = path.split(".")
        report.tables[table][row][column] = None
        report.unread.append(Unread("unread_cells", table, f"{row}", f"a formula without a result: {row}", [path]))
    assert [(finding.code, finding.cell) for finding in govdisc.validate(report) if finding.code == "INP202"] == [("INP202", path) for path in cells]


def test_what_a_reader_said_is_known_again_in_any_language() -> None:
    """The fingerprint of what is told in a reader's words keeps its numbers alone: the words change with the language."""
    prints = []
    for words in ("2 pages hold a picture of 30 tables", "2页上有30张表的图片", "3页上有30张表的图片"):
        report = random_report(5)
        report.unread.append(Unread("unread_cells", None, "", words))
        (finding,) = [finding for finding in govdisc.validate(report) if finding.code == "INP202"]
        prints.append(finding.key)
    assert prints[0] == prints[1] != prints[2]


def test_what_left_no_words_is_told_without_a_quotation() -> None:
    """A reader may know that something was lost, and not what."""
    report = random_report(5)
    report.unread.append(Unread("unlabelled_row", "requests", "line 9", ""))
    (finding,) = [finding for finding in govdisc.validate(report) if finding.place == "line 9"]
    assert (finding.code, finding.quote) == ("STR202", None)


def test_a_long_name_of_a_variant_is_cut() -> None:
    """So much of the name of a variant that is not installed is told."""
    report = random_report(5)
    report.variant = "x" * 200
    (finding,) = [finding for finding in govdisc.validate(report) if finding.code == "INP111"]
    assert finding.key == "x" * 80
    assert f'"{"x" * 80}"' in finding.message
