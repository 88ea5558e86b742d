"""The sums of a form, written out and evaluated in one place."""

from __future__ import annotations

import pytest

from govdisc.model.book import FormBook
from govdisc.model.equations import unsettled
from govdisc.model.report import Report, Unread
from govdisc.rules.registry import Context
from govdisc.rules.structure import missing_rows
from govdisc.testing import Options, awkward_forms, random_report
from govdisc.testing.idle import all_sorts_of


def states(forms: FormBook, report: Report) -> dict[tuple[str, str, str], str]:
    """The state of every equation, by table, identity and row or column."""
    form = forms.form(report.form)
    return {(balance.equation.table.id, balance.equation.identity.id, balance.equation.line): balance.state for balance in form.balances(report)}


@pytest.mark.parametrize(("form", "count"), [("2021", 25 + 7 + 7 + 3), ("2019", 23 + 7 + 7 + 3)])
def test_a_correct_report_keeps_every_equation(forms: FormBook, form: str, count: int) -> None:
    """One equation a row and a column, and each holds."""
    for seed in range(20):
        found = states(forms, random_report(seed, Options(form=form)))
        assert len(found) == count
        assert set(found.values()) == {"holds"}


def test_what_is_told_at_a_glance_is_what_adding_up_tells(forms: FormBook) -> None:
    """Of damaged reports of all sorts the sums that do not hold are those that adding up each of them finds, in the same order."""
    some = 0
    for report in all_sorts_of([], 400, seed=11):
        form = forms.of(report)
        wrong = [balance for balance in form.balances(report) if balance.state != "holds"]
        assert list(unsettled(form, report, lambda identity: True)) == wrong
        some += bool(wrong)
    assert some > 60


def test_a_row_of_the_other_form_stands_in_for_those_it_replaces(forms: FormBook) -> None:
    """（六）其他处理 counts, and the three rows that it replaces are neither missing nor unknown."""
    report = random_report(5, Options(legacy_row=True, zero=0.1))
    form = forms.form("2021")
    assert set(states(forms, report).values()) == {"holds"}
    assert not list(form.table_index["requests"].missing_rows(report.tables["requests"]))
    assert form.replaced("requests", report.tables["requests"]) == {"closed_not_corrected", "closed_fee_unpaid", "closed_other"}
    printed = [row.id for _block, row in form.printed_rows("requests", report.tables["requests"])]
    assert printed[-3:] == ["closed", "processed_total", "carried_out"]


def test_a_missing_row_makes_the_sums_over_it_unread_and_no_others(forms: FormBook) -> None:
    """The outcomes cannot be added up; the rows and the balance can."""
    report = random_report(5, Options(zero=0.2))
    del report.tables["requests"]["granted"]
    found = states(forms, report)
    assert {name for (_table, name, _line), state in found.items() if state == "unread"} == {"outcomes"}
    assert {state for (_table, name, _line), state in found.items() if name != "outcomes"} == {"holds"}


def test_what_is_known_can_be_too_much_already(forms: FormBook) -> None:
    """With one row unread, a part above its total is wrong whatever that row holds."""
    report = random_report(5, Options(zero=0.2))
    del report.tables["requests"]["granted"]
    report.tables["requests"]["closed_other"]["research"] = 10_000
    assert states(forms, report)["requests", "outcomes", "research"] == "wrong"


def test_a_blank_total_is_blank_and_a_blank_part_is_nothing(forms: FormBook) -> None:
    """A total that was left blank makes no sum wrong; where its parts are blank too, it is 0."""
    report = random_report(5, Options(zero=0.0))
    requests = report.tables["requests"]
    requests["processed_total"]["research"] = None
    found = states(forms, report)
    assert {key for key, state in found.items() if state != "holds"} == {
        ("requests", "applicants", "processed_total"),
        ("requests", "outcomes", "research"),
        ("requests", "balance", "research"),
    }
    assert {found[key] for key in found if found[key] != "holds"} == {"blank"}
    for cells in requests.values():
        cells["research"] = None
    requests["received"]["research"] = 3
    assert states(forms, report)["requests", "balance", "research"] == "wrong"


@pytest.mark.parametrize("unread", [True, False])
def test_a_number_that_is_not_known_is_not_taken_for_zero(forms: FormBook, unread: bool) -> None:
    """Neither a cell that stayed unread nor one that holds something else than a number."""
    report = random_report(5, Options(zero=0.2))
    report.tables["requests"]["granted"]["research"] = None
    if unread:
        report.unread.append(Unread("glued", "requests", "line 3", "约2", ["requests.granted.research"]))
    else:
        report.marks["requests.granted.research"] = "3.5"
    found = states(forms, report)
    assert found["requests", "applicants", "granted"] == found["requests", "outcomes", "research"] == "unread"


def test_a_finding_rests_on_the_notice_of_what_it_is_about(forms: FormBook) -> None:
    """The form's own notice; the variant's for a row that the variant brought; the configuration's for a threshold that was set."""
    form = forms.form("2019")
    assert Context(form).basis(missing_rows) == "国办公开办函〔2019〕60号"
    book = awkward_forms()
    variant = next(candidate for candidate in book.variants() if any(row.source for table in candidate.tables for _block, row in table.rows()))
    path = next(f"{table.id}.{row.id}" for table in variant.tables for _block, row in table.rows() if row.source)
    context = Context(variant, settings={"DUE101.until": "01-20"})
    assert context.basis(missing_rows, of=path) == variant.source
    assert context.basis(missing_rows, of="requests.received.total") == variant.basis
    assert context.basis(missing_rows, of="DUE101.until") == "the setting DUE101.until"
