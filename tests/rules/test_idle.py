"""A rule that passes over a report at a glance would have found nothing in it."""

from __future__ import annotations

from govdisc.model.book import builtin_forms
from govdisc.plugins import Plugins
from govdisc.rules.registry import Context
from govdisc.testing import Options, random_report
from govdisc.testing.idle import all_sorts_of, spoke_though_idle

RULES = [rule for rule in Plugins(points=[]).rules.values() if rule.idle is not None]


def test_what_is_passed_over_has_nothing_wrong() -> None:
    """Examples and damaged reports of both forms: each look is right whenever it says that its rules can rest."""
    assert not [code for code, _report in spoke_though_idle(RULES, all_sorts_of(RULES, 600))]


def test_correct_reports_are_passed_over() -> None:
    """On a correct report of either form every look says so; else it would only cost time."""
    for form in ("2019", "2021"):
        report = random_report(3, Options(form=form))
        context = Context(builtin_forms().form(form))
        assert all(rule.idle is not None and rule.idle(report, context) for rule in RULES)
    assert len(RULES) > 15
