"""A rule that passes over a report at a glance would have found nothing in it."""

from __future__ import annotations

from govdisc_prose.rules import rules

from govdisc.testing import random_report
from govdisc.testing.idle import all_sorts_of, spoke_though_idle


def test_what_is_passed_over_has_nothing_wrong() -> None:
    """Examples and damaged reports: each look is right whenever it says that its rules can rest."""
    watched = [rule for rule in rules() if rule.idle is not None]
    assert len(watched) > 5
    assert not [code for code, _report in spoke_though_idle(watched, all_sorts_of(rules(), 300))]
    assert not list(spoke_though_idle(watched, [random_report(3)]))
