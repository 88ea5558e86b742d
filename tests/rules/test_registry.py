"""What rules are given: values made once for all of them, and the notice that a finding rests on."""

from __future__ import annotations

from dataclasses import replace

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules.registry import THE_FORM, Context

FORM = builtin_forms().form("2021")


def test_what_rules_share_is_made_once_a_report() -> None:
    """For the same report again it is that which was made; for another one it is made anew."""
    made: list[int | None] = []

    def year(report: Report, _context: Context) -> list[int | None]:
        made.append(report.year)
        return [report.year]

    context, first, other = Context(FORM), Report("2021", year=2022), Report("2021", year=2023)
    kept = context.once(first, year)
    assert context.once(first, year) is kept
    assert context.once(other, year) == [2023]
    assert made == [2022, 2023]


def test_a_finding_rests_on_the_notice_of_what_it_is_about() -> None:
    """Of its cell, else of its part, where a variant brought that; else on the form's."""
    form = replace(FORM, variant="v", source="一份通知", notices={"requests.received.total": "第一份通知", "problems": "第二份通知"})
    context = Context(form)
    places = ({"cell": "requests.received.total"}, {"section": "problems"}, {"cell": "requests.received.total", "section": "problems"}, {"section": "other"}, {})
    told = [context.settle(Finding("ABC101", "info", "", basis=f"{THE_FORM} 附件", **place)).basis for place in places]
    assert told == ["第一份通知", "第二份通知", "第一份通知", f"{FORM.basis} 附件", f"{FORM.basis} 附件"]
    assert context.settle(Finding("ABC101", "info", "", basis="govdisc", cell="requests.received.total")).basis == "govdisc"
