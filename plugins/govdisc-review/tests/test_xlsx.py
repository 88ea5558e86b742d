"""The workbook of findings: every body and every finding in it, to filter and answer, and no text that runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from govdisc_review import xlsx

from govdisc.i18n import speaking
from govdisc.plugin import Finding, Input, Outcome, Report, ReportContext, Result
from govdisc.plugins import Plugins
from govdisc.testing import random_report

Check = Callable[..., Outcome]


def opened(outcome: Outcome, context: ReportContext) -> Any:
    """The workbook, as another library reads it."""
    return openpyxl.load_workbook(io.BytesIO(b"".join(xlsx.write(outcome, context))))


def lines(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet by the titles of their columns."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_overview_has_a_row_an_input(check: Check, context: ReportContext, wrong: Report) -> None:
    """Errors, warnings and notes of each, findings by family, and the file that was not read."""
    outcome = check(wrong, random_report(3), ("notes.txt", b"nothing"))
    book = opened(outcome, context)
    assert book.sheetnames == ["Overview", "Findings", "Not read", "Not checked"]
    rows = lines(book["Overview"])
    assert [(row["File"], row["Result"]) for row in rows] == [("reports/0.txt", "error"), ("reports/1.txt", rows[1]["Result"]), ("notes.txt", "not read")]
    found = [finding for finding in outcome.findings if finding.input == 0]
    assert rows[0]["Errors"] == sum(finding.severity == "error" for finding in found)
    families = {key[:3]: value for key, value in rows[0].items() if "\n" in key and value}
    assert families == {letters: sum(finding.code[:3] == letters for finding in found) for letters in {finding.code[:3] for finding in found}}
    assert lines(book["Not read"])[0]["File"] == "notes.txt"


def test_the_list_has_a_row_a_finding_and_room_for_the_answer(check: Check, context: ReportContext, wrong: Report) -> None:
    """Body, cell, both numbers, what to do; filters, a header that stays, and a choice of answers that may be gone against."""
    outcome = check(wrong)
    sheet = opened(outcome, context)["Findings"]
    rows = lines(sheet)
    assert [row["Rule"] for row in rows] == [finding.code for finding in outcome.findings]
    total = next(row for row in rows if row["Cell or part"] == "（一）予以公开 × 总计")
    assert total["Actual"] - total["Expected"] == 40
    assert total["Body"] == wrong.agency.name
    assert {row["Answer"] for row in rows} == {row["Dealt with"] for row in rows} == {None}
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:P{len(rows) + 1}"
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.errorStyle, str(choice.sqref)) == ("warning", f"N2:N{len(rows) + 1}")


def test_nothing_runs(context: ReportContext, hostile: Outcome) -> None:
    """No formula and no link, whatever the texts are; one that begins like a formula is quoted for editing, too."""
    texts = ["=1+1", "+1", "-1", "@x", "http://example.org", "mailto:x@example.org"]
    harmless = Outcome([Result(Input("=a"), findings=[Finding("SUM101", "error", text, expected=text, actual=-3) for text in texts])])
    for outcome in (hostile, harmless):
        data = b"".join(xlsx.write(outcome, context))
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist():
            if name.startswith("xl/worksheets"):
                part = zipfile.ZipFile(io.BytesIO(data)).read(name)
                assert b"<f>" not in part
                assert b"hyperlink" not in part
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Findings"]
    assert [sheet.cell(row, 7).value for row in range(2, 8)] == texts
    assert [sheet.cell(row, 7).quotePrefix for row in range(2, 8)] == [True] * 4 + [False] * 2
    assert sheet.cell(2, 10).value == -3


def test_what_is_waived_or_known_says_so(context: ReportContext, hostile: Outcome) -> None:
    """It stands in the list with its reason, and is not counted in the overview."""
    book = opened(hostile, context)
    rows = lines(book["Findings"])
    assert [bool(row["Waived or known"]) for row in rows] == [False, True, True, False]
    first = lines(book["Overview"])[0]
    assert (first["Errors"], first["Warnings"], first["Notes"], first["Waived or known"]) == (2, None, None, 2)


def test_it_speaks_chinese_and_is_the_same_twice(check: Check, context: ReportContext, plugins: Plugins, wrong: Report) -> None:
    """In a Chinese run the titles are Chinese; two runs give the same bytes."""
    outcome = check(wrong, language="zh_CN")
    with speaking("zh_CN", plugins.translations):
        book, again = (b"".join(xlsx.write(outcome, context)) for _time in range(2))
    assert book == again
    assert openpyxl.load_workbook(io.BytesIO(book)).sheetnames == ["总览", "问题清单", "未能读取", "未能检查"]


def test_more_rows_than_a_sheet_holds_are_counted(context: ReportContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last row says how many are left out; nothing is lost in silence."""
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    outcome = Outcome([Result(Input("a"), findings=[Finding("SUM101", "error", str(number)) for number in range(8)])])
    sheet = opened(outcome, context)["Findings"]
    assert sheet.max_row == 5
    assert sheet.cell(5, 1).value == "and 5 more"


def test_who_is_missing_stands_in_the_overview(check: Check, context: ReportContext, wrong: Report) -> None:
    """Above the reports, a row for each body of the roster that sent none."""
    outcome = check(wrong)
    outcome.expected = (("青岚县文史馆", "文史馆"), (wrong.agency.name or "",))
    rows = lines(opened(outcome, context)["Overview"])
    assert [(row["Result"], row["Body"]) for row in rows[:1]] == [("missing", "青岚县文史馆")]
