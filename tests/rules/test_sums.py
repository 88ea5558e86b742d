"""Every cell that takes part in an identity is watched, and a blank is not a wrong sum."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.report import Report, Unread
from govdisc.plugins import Plugins
from govdisc.rules.registry import Context
from govdisc.rules.sums import RULES
from govdisc.testing import Options, random_report
from govdisc.testing.running import run_rules

CORE = Plugins(points=[])
FORMS = builtin_forms()
MANY = settings(max_examples=60, deadline=None)
TIED = {form.id: [path for path in form.paths() if path.split(".")[0] in ("requests", "disputes")] for form in FORMS.forms()}


def findings(report: Report) -> list[Finding]:
    """What the core's rules find."""
    return run_rules(report, CORE)


def put(report: Report, path: str, value: int | None) -> None:
    """Change one cell."""
    table, row, column = path.split(".")
    report.tables[table][row][column] = value


@MANY
@given(seed=st.integers(0, 10_000), form=st.sampled_from(["2019", "2021"]), data=st.data())
def test_any_changed_cell_of_parts_three_and_four_is_an_error(seed: int, form: str, data: st.DataObject) -> None:
    """One number changed: an error that names its row or its column."""
    report = random_report(seed, Options(form=form))
    path = data.draw(st.sampled_from(TIED[form]))
    put(report, path, int(report.cell(path) or 0) + data.draw(st.integers(1, 500)))
    table, row, column = path.split(".")
    errors = [finding for finding in findings(report) if finding.code.startswith("SUM")]
    assert errors
    assert all(error.severity == "error" for error in errors)
    assert any(error.cell and (f".{row}." in error.cell or error.cell.endswith(f".{column}")) and error.cell.startswith(table) for error in errors)


@MANY
@given(seed=st.integers(0, 10_000), data=st.data())
def test_an_erased_zero_is_blank_and_nothing_else(seed: int, data: st.DataObject) -> None:
    """Erasing a 0 gives one finding that the cell is blank, and no wrong sum."""
    report = random_report(seed)
    path = data.draw(st.sampled_from([path for path in TIED["2021"] if report.cell(path) == 0]))
    put(report, path, None)
    assert [(finding.code, finding.cell) for finding in findings(report)] == [("NUM101", path)]


@MANY
@given(seed=st.integers(0, 10_000), data=st.data())
def test_an_erased_total_is_blank_and_not_a_wrong_sum(seed: int, data: st.DataObject) -> None:
    """Erasing a total of any size gives one finding that it is blank; no sum is wrong because of it."""
    report = random_report(seed, Options(zero=0.1))
    totals = [path for path in TIED["2021"] if path.endswith(".total") or ".processed_total." in path]
    path = data.draw(
        st.sampled_from([path for path in totals if not path.startswith("requests.carried") and not path.startswith("requests.received")])
    )
    put(report, path, None)
    assert [(finding.code, finding.cell) for finding in findings(report)] == [("NUM101", path)]


def test_the_message_names_all_operands_and_the_cell() -> None:
    """10 + 1 beside a total of 0, as one real report has it."""
    report = random_report(2)
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    report.places["disputes.reconsideration.total"] = "page 4 row 3"
    [found] = [finding for finding in findings(report) if finding.code == "SUM101"]
    assert "10 + 1, and 2 zeros = 11" in found.message
    assert "行政复议" in found.message
    assert (found.cell, found.expected, found.actual, found.place) == ("disputes.reconsideration.total", 11, 0, "page 4 row 3")


def test_a_column_with_a_missing_row_is_not_summed() -> None:
    """Where a row could not be read, its column's sum says nothing."""
    report = random_report(2, Options(zero=0.0))
    del report.tables["requests"]["granted"]
    assert {finding.code for finding in findings(report)} == {"STR105"}


def test_the_old_single_row_counts_in_the_sums() -> None:
    """（六）其他处理 of form 2019 in a report of form 2021: an error of form, but the sums take it in."""
    report = random_report(9, Options(legacy_row=True, zero=0.2))
    assert {finding.code for finding in findings(report)} == {"STR107"}
    put(report, "requests.closed.natural_person", int(report.cell("requests.closed.natural_person") or 0) + 1)
    assert {"SUM101", "SUM102"} <= {finding.code for finding in findings(report)}


def test_all_blanks_of_a_report_are_one_finding() -> None:
    """A blank column, row and table, and a blank cell, are told once, with their number and all of them by path."""
    report = random_report(1, Options(zero=1.0))
    for cells in report.tables["requests"].values():
        cells["research"] = None
    report.tables["requests"]["granted"]["enterprise"] = None
    report.tables["disclosure"]["normative_documents"] = dict.fromkeys(report.tables["disclosure"]["normative_documents"])
    report.tables["disputes"] = {row: dict.fromkeys(cells) for row, cells in report.tables["disputes"].items()}
    [found] = findings(report)
    assert (found.code, found.cell, len(found.cells)) == ("NUM101", "disclosure.normative_documents.issued", 3 + 25 + 1 + 15)
    for words in ("44 cells", "行政规范性文件", "科研机构 in every row", "（一）予以公开 × 商业企业", "every cell of the table 政府信息公开行政复议"):
        assert words in found.message


def test_blank_totals_are_one_finding_of_their_own() -> None:
    """Totals that no one calculated are told once, with what they should be; no sum is wrong because of them."""
    report = random_report(1, Options(zero=0.0))
    for cells in report.tables["requests"].values():
        cells["total"] = None
    [found] = findings(report)
    assert (found.code, len(found.cells)) == ("NUM101", 25)
    assert found.expected == sum(int(value or 0) for name, value in report.tables["requests"]["received"].items())
    assert found.message.count("×") == 8
    assert "; and 17 more places" in found.message


@pytest.mark.parametrize(("count", "more"), [(8, False), (9, True)])
def test_of_many_blank_totals_and_marks_eight_are_named(count: int, more: bool) -> None:
    """As of other cells."""
    report = random_report(1, Options(zero=0.0))
    for name in list(report.tables["requests"])[:count]:
        report.tables["requests"][name]["total"] = None
        report.tables["requests"][name]["research"] = None
        report.marks[f"requests.{name}.research"] = "/"
    messages = {finding.code: finding.message for finding in findings(report) if finding.code in ("NUM101", "NUM102")}
    assert {code: ("more places" in message, message.count("×")) for code, message in messages.items()} == {"NUM101": (more, 8), "NUM102": (more, 8)}


@pytest.mark.parametrize(("count", "more"), [(8, ""), (9, "; and 1 more places")])
def test_of_many_blank_places_eight_are_named(count: int, more: str) -> None:
    """The others are counted."""
    report = random_report(1, Options(zero=0.0))
    for name in list(report.tables["requests"])[:count]:
        report.tables["requests"][name]["research"] = None
    [message] = [finding.message for finding in findings(report) if finding.code == "NUM101"]
    assert message.count("×") == 8
    assert message.endswith(f"{more}.")
    assert message.count("more") == bool(more)


def test_a_form_without_a_number_is_an_error() -> None:
    """All cells blank, or marked as nothing: one error, and no blanks beside it."""
    report = random_report(1, Options(zero=1.0))
    report.tables = {table: {row: dict.fromkeys(cells) for row, cells in rows.items()} for table, rows in report.tables.items()}
    assert [(finding.code, finding.severity) for finding in findings(report)] == [("NUM106", "error")]
    report.tables["requests"]["granted"]["research"] = 0
    assert [finding.code for finding in findings(report)] == ["NUM101"]


@pytest.mark.parametrize(("count", "cut"), [(5, False), (6, True)])
def test_of_many_causes_five_are_named(count: int, cut: bool) -> None:
    """What is left out is told by an ellipsis."""
    report = random_report(2, Options(zero=0.0))
    for name in list(report.tables["requests"])[3 : 3 + count]:
        del report.tables["requests"][name]
    told = [outcome for rule in RULES for outcome in rule(report, Context(FORMS.form("2021"))) if outcome.code == "SUM102"]
    assert [(outcome.reason.count("；"), outcome.reason.endswith("…")) for outcome in told] == [(4 + cut, cut)]  # type: ignore[union-attr]


def test_what_cannot_be_judged_is_told_with_its_cause() -> None:
    """A row that is missing or unread is named as the reason why sums over it were not checked."""
    report = random_report(2, Options(zero=0.0))
    del report.tables["requests"]["granted"]
    context = Context(FORMS.form("2021"))
    told = [outcome for rule in RULES for outcome in rule(report, context)]
    assert [type(outcome) for outcome in told] == [Unchecked]
    assert told == [Unchecked("SUM102", "numbers are missing or could not be read: （一）予以公开")]
    report = random_report(2, Options(zero=0.0))
    report.tables["requests"]["granted"]["research"] = None
    report.unread = [Unread("glued", "requests", "line 9", "12", ["requests.granted.research"])]
    told = [outcome for rule in RULES for outcome in rule(report, context)]
    assert told == [
        Unchecked("SUM101", "numbers are missing or could not be read: （一）予以公开 × 科研机构"),
        Unchecked("SUM102", "numbers are missing or could not be read: （一）予以公开 × 科研机构"),
    ]


def test_a_row_that_was_met_and_not_read_is_an_error_and_hides_no_wrong_sum() -> None:
    """The row is one of the form's that is lacking; a total beside it that is too low for what was read is still wrong."""
    report = random_report(2, Options(zero=0.0))
    del report.tables["requests"]["granted"]
    report.unread = [Unread("unknown_row", "requests", "line 9", "予以公幵 1 2 3 4 5 6 约21")]
    [found] = findings(report)
    assert (found.code, found.severity) == ("STR201", "error")
    assert "（一）予以公开" in found.message
    del report.tables["requests"]["refused_repeat"]
    assert {finding.code for finding in findings(report)} == {"STR201", "STR105"}
    put(report, "requests.closed_other.research", 10_000)
    assert {"SUM101", "SUM102"} <= {finding.code for finding in findings(report)}


def test_a_row_too_many_is_a_warning() -> None:
    """Where every row of the form was read, what is left over cannot be one."""
    report = random_report(2)
    report.unread = [Unread("unknown_row", "requests", "line 9", "其中网上申请 1 2 3 4 5 6 21")]
    assert [(finding.code, finding.severity) for finding in findings(report)] == [("STR201", "warning")]


def test_rows_below_one_broken_header_are_one_finding() -> None:
    """25 rows with a cell too few have one cause."""
    report = random_report(2)
    rows = report.tables.pop("requests")
    report.unread = [
        Unread("too_few", "requests", f"line {line}", f"{row}: 1 2 3", [f"requests.{row}.{column}" for column in cells])
        for line, (row, cells) in enumerate(rows.items(), 9)
    ]
    [found] = [finding for finding in findings(report) if finding.code.startswith("STR")]
    assert (found.code, found.place, len(found.cells)) == ("STR204", "line 9", 175)
    assert "22 more" in found.message


def test_an_unknown_reason_for_not_reading_is_told() -> None:
    """Nothing that was left unread is dropped because nobody knows the word for it."""
    report = random_report(2)
    report.unread = [Unread("torn_{page}", "requests", "page 4", "the lower half")]
    [found] = findings(report)
    assert (found.code, found.severity, "torn_{page}" in found.message) == ("STR209", "error", True)


def test_sums_rest_on_the_notice_of_their_own_form() -> None:
    """A report for 2020 breaks the notice of 2019, and none that came after it."""
    for form, notice in (("2019", "〔2019〕60号"), ("2021", "〔2021〕30号")):
        report = random_report(2, Options(form=form))
        put(report, "requests.received.total", 999_999)
        found = [finding for finding in findings(report) if finding.code.startswith("SUM")]
        assert {finding.code for finding in found} == {"SUM101", "SUM103"}
        assert all(notice in (finding.basis or "") for finding in found)


def test_a_total_that_is_blank_is_no_sum_to_check() -> None:
    """It is told as blank, and why its row was not judged."""
    report = random_report(2)
    put(report, "requests.granted.total", None)
    told = [outcome for rule in RULES for outcome in rule(report, Context(FORMS.of(report)))]
    assert Unchecked("SUM101", "totals are blank: （一）予以公开 × 总计") in told
    assert {type(outcome) for outcome in told} == {Unchecked}
