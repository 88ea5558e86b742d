"""Every rule of the core passes its passing example and finds its failing one, and generated reports stay silent for all that are installed.

A plugin's rules are held to the same by its contract.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from govdisc.errors import ConfigurationError
from govdisc.model.findings import FAMILIES, Finding
from govdisc.plugins import Plugins
from govdisc.rules import twins
from govdisc.rules.registry import THE_FORM, Context, Example, Rule
from govdisc.rules.registry import rule as declared
from govdisc.testing import Options, example_report, random_report
from govdisc.testing.running import extracted, run_rules


@lru_cache(maxsize=1)
def installed() -> Plugins:
    """The core and every installed plugin."""
    return Plugins()


RULES = list(Plugins(points=[]).rules.values())


def found(rule: Rule, example: Example) -> list[Finding]:
    """What a rule finds in the report that an example describes."""
    report = example_report(example)
    form = installed().forms.form(report.form, report.variant)
    previous = example_report(example.previous) if example.previous else None
    extracted(report, installed())
    return [finding for finding in rule(report, Context(form, previous)) if isinstance(finding, Finding)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_passing_example_passes(rule: Rule) -> None:
    """A rule is silent on its own passing example."""
    assert found(rule, rule.passing) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.failing], ids=lambda rule: rule.code)
def test_the_failing_example_fails(rule: Rule) -> None:
    """A rule finds its own failing example, under its own code, with a message and a basis."""
    assert rule.failing is not None
    findings = found(rule, rule.failing)
    assert findings
    assert all(finding.code == rule.code and finding.message and finding.basis for finding in findings)
    assert {finding.severity for finding in findings} == {rule.severity}
    assert rule.explanation.splitlines()[0] in (rule.check.__doc__ or "")
    assert rule.explanation


def test_only_what_is_found_while_reading_has_no_failing_example() -> None:
    """Rules about reports have examples; what is found before there is a report, or over several, can have none."""
    assert {rule.family for rule in RULES if rule.failing is None} <= {"INP", "PLG", "BAT"}


def test_what_compares_with_last_year_needs_it() -> None:
    """By its family, or because it says so."""
    rule = RULES[0]
    needs = [replace(rule, code=code, needs=needs).needs_previous for code, needs in (("YOY901", ()), ("NAR901", ("previous",)), ("NAR901", ("document",)))]
    assert needs == [True, True, False]


def test_the_catalogue_prints_the_notices_of_the_forms_that_a_rule_is_about() -> None:
    """Of all national forms, the latest first, or of those that it names."""
    rule = replace(RULES[0], basis=f"{THE_FORM} 附件")
    assert rule.printed_basis == "国办公开办函〔2021〕30号／国办公开办函〔2019〕60号 附件"
    assert replace(rule, forms=("2019",)).printed_basis == "国办公开办函〔2019〕60号 附件"
    assert replace(rule, basis="一份通知").printed_basis == "一份通知"


def test_a_rule_knows_its_family_and_its_module() -> None:
    """The letters of its code, and where it is declared."""
    for rule in (*RULES, *twins.RULES):
        assert rule.family == rule.code[:3]
        assert rule.module.startswith("govdisc.rules.")
    assert [rule.explanation.splitlines()[0][:4] for rule in twins.RULES] == ["Most", "All "]


def test_a_rule_needs_what_there_is() -> None:
    """Anything else is refused when it is declared."""
    told = {"code": "ABC101", "title": "x", "severity": "info", "basis": "x", "since": "1", "passing": Example(), "failing": None}
    with pytest.raises(ConfigurationError, match="it may need document, raw, previous, not weather"):
        declared(**told, needs=("previous", "weather"))(lambda _report, _context: iter(()))
    with pytest.raises(ConfigurationError, match="needs a docstring"):
        declared(**told, needs=("previous",))(lambda _report, _context: iter(()))


def test_no_usual_title_of_a_part_is_another() -> None:
    """Those that the form knows, by themselves or by their words."""
    for form in installed().forms.forms():
        if not form.regime.is_cn:
            continue
        for spec in form.sections:
            for title in (*spec.aliases, *("及".join(words) for words in spec.words)):
                report = random_report(1, Options(form=form.id))
                report.section(spec.id).title = f"{spec.ordinal}、{title}"  # type: ignore[union-attr]
                assert [finding.code for finding in run_rules(report, Plugins(points=[])) if finding.code == "STR109"] == []


def test_codes_belong_to_families_and_are_unique() -> None:
    """A code stands for one rule, in one of the families."""
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert {rule.family for rule in RULES} <= set(FAMILIES)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_generated_reports_are_silent(form: str) -> None:
    """No rule at all speaks on a correct report."""
    for seed in range(150):
        report = random_report(seed, Options(form=form, places=seed % 2 == 0))
        extracted(report, installed())
        assert [f"{finding.code} {finding.message}" for finding in run_rules(report, installed())] == []
