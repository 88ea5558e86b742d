"""Every cell that takes part in an identity is watched, and a blank is not a wrong sum."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.plugins import Plugins
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
    errors = [one for one in findings(report) if one.code.startswith("SUM")]
    assert errors
    assert all(one.severity == "error" for one in errors)
    assert any(one.cell and (f".{row}." in one.cell or one.cell.endswith(f".{column}")) and one.cell.startswith(table) for one in errors)


@MANY
@given(seed=st.integers(0, 10_000), data=st.data())
def test_an_erased_zero_is_blank_and_nothing_else(seed: int, data: st.DataObject) -> None:
    """Erasing a 0 gives one finding that the cell is blank, and no wrong sum."""
    report = random_report(seed)
    path = data.draw(st.sampled_from([path for path in TIED["2021"] if report.cell(path) == 0]))
    put(report, path, None)
    assert [(one.code, one.cell) for one in findings(report)] == [("NUM101", path)]


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
    assert [(one.code, one.cell) for one in findings(report)] == [("NUM101", path)]


def test_the_message_names_all_operands_and_the_cell() -> None:
    """10 + 1 beside a total of 0, as one real report has it."""
    report = random_report(2)
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    report.places["disputes.reconsideration.total"] = "page 4 row 3"
    [one] = [one for one in findings(report) if one.code == "SUM101"]
    assert "10 + 1 + 0 + 0 = 11" in one.message
    assert "行政复议" in one.message
    assert (one.cell, one.expected, one.actual, one.place) == ("disputes.reconsideration.total", 11, 0, "page 4 row 3")


def test_a_column_with_a_missing_row_is_not_summed() -> None:
    """Where a row could not be read, its column's sum says nothing."""
    report = random_report(2, Options(zero=0.0))
    del report.tables["requests"]["granted"]
    assert {one.code for one in findings(report)} == {"STR105"}


def test_the_old_single_row_counts_in_the_sums() -> None:
    """（六）其他处理 of form 2019 in a report of form 2021: an error of form, but the sums take it in."""
    report = random_report(9, Options(legacy_row=True, zero=0.2))
    assert {one.code for one in findings(report)} == {"STR107"}
    put(report, "requests.closed.natural_person", int(report.cell("requests.closed.natural_person") or 0) + 1)
    assert {"SUM101", "SUM102"} <= {one.code for one in findings(report)}


def test_blank_rows_columns_and_tables_are_one_finding_each() -> None:
    """A blank column is told once and not 25 times; so is a blank row, and a blank table."""
    report = random_report(1, Options(zero=1.0))
    for cells in report.tables["requests"].values():
        cells["research"] = None
    report.tables["disclosure"]["normative_documents"] = dict.fromkeys(report.tables["disclosure"]["normative_documents"])
    report.tables["disputes"] = {row: dict.fromkeys(cells) for row, cells in report.tables["disputes"].items()}
    found = findings(report)
    assert [one.code for one in found] == ["NUM101"] * 3
    assert sorted(one.cell or "" for one in found) == [
        "disclosure.normative_documents.issued",
        "disputes.reconsideration.upheld",
        "requests.received.research",
    ]
