"""JSON to .xlsx and back is the identity, but for the source and the places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsx_kit import FORMS, Convert, read, write

from govdisc.model.report import Report
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

AWKWARD = [
    "<script>alert(1)</script>",
    "a|b",
    "=cmd()",
    "+1",
    "-2",
    "@SUM(A1)",
    "\ttab",
    "  two  spaces  ",
    "前\n\n后",
    "𠮷😀",
    "ئۇيغۇرچە",
    "བོད་ཡིག",
    "_x0041_",
    "'quoted'",
    "a\rb",
    "a\x01b",
    "a\u2028b",
    "&amp;&#10;",
    "123",
    "TRUE",
    "#REF!",
    "字" * 33_000,
    "𠮷" * 17_000,
]


def content(report: Report) -> dict[str, Any]:
    """Everything that must come back; amounts as their digits, for 3.5 and 3.50 are equal to Python."""
    data = report.to_dict()
    del data["source"], data["places"]
    data["amounts"] = {path: str(value) for path, value in report.cells() if isinstance(value, Decimal)}
    return data


def again(report: Report) -> Report:
    """The report, written and read."""
    return recognise(read(write(report)), FORMS)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    form=st.sampled_from(["2019", "2021"]),
    blank_zeros=st.booleans(),
    mark=st.sampled_from([None, "/", "—", "无"]),
    remarks=st.booleans(),
    legacy=st.booleans(),
    zero=st.sampled_from([0.2, 0.6, 0.95]),
)
def test_random_reports(seed: int, form: str, blank_zeros: bool, mark: str | None, remarks: bool, legacy: bool, zero: float) -> None:
    """Both forms, with blanks, marks, remarks, and the old row in the new form."""
    options = Options(form=form, blank_zeros=blank_zeros, mark=mark, remarks=remarks, legacy_row=legacy and form == "2021", zero=zero)
    report = random_report(seed, options)
    assert content(again(report)) == content(report)


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_texts(text: str) -> None:
    """As a line of a section, within a line, and in a remark."""
    report = random_report(1)
    report.sections[0].text = f"前言\n{text}\n前{text}后\n完"
    report.sections[-1].text = f"无。{text}。"
    if len(text) < 100 and "\n" not in text:
        report.tables["requests"]["granted"]["research"] = 4
        report.remarks["requests.granted.research"] = text
    assert content(again(report)) == content(report)


@pytest.mark.parametrize("mark", ["/", "=cmd()", "+x", "@x", "<b>", "𠮷", "待补", "_x0041_"])
def test_marks(mark: str) -> None:
    """Whatever word stands in a cell."""
    report = random_report(1)
    report.tables["requests"]["granted"]["research"] = None
    report.marks["requests.granted.research"] = mark
    assert content(again(report)) == content(report)


@pytest.mark.parametrize("amount", ["0", "0.00", "3.50", "100.00", "7730.28", "0.1", "-3.2", "1234567890123.45", "0.0000001"])
def test_amounts_are_exact(amount: str) -> None:
    """Trailing zeros and digits beyond what a numeric cell holds come back."""
    report = random_report(1)
    report.tables["disclosure"]["charges"]["amount"] = Decimal(amount)
    assert content(again(report)) == content(report)


@pytest.mark.parametrize("count", [-3, 0, 10**14, 10**15 - 1])
def test_counts_are_exact(count: int) -> None:
    """Negative and large counts come back."""
    report = random_report(1)
    report.tables["requests"]["granted"]["research"] = count
    assert content(again(report)) == content(report)


def test_what_a_report_lacks() -> None:
    """A missing table, row, publication date or level stays missing; sections keep their order."""
    report = random_report(1)
    del report.tables["disputes"], report.tables["requests"]["granted"]
    report.published = report.agency.level = report.agency.kind = None
    report.sections = [report.sections[i] for i in (0, 2, 1, 3, 4, 5)]
    got = again(report)
    assert (got.tables, got.published) == (report.tables, None)
    assert [section.id for section in got.sections] == [section.id for section in report.sections]


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_through_libreoffice(convert: Convert, suffix: str) -> None:
    """Opened and saved as each kind of workbook, the report still says the same."""
    report = random_report(3, Options(remarks=True, blank_zeros=True, agency="云岫市人民政府"))
    report.sections[0].text += "\n=1+1\n@SUM(A1)\n\ttab  x\n\n<b>𠮷 བོད</b>"
    got = recognise(read(convert(write(report), suffix), suffix), FORMS)
    assert content(got) == content(report)
