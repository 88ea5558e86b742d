"""DUE: publication dates against Art. 49, and silence wherever the duty is not certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govdisc.errors import ConfigurationError
from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.report import Agency, Report
from govdisc.rules.deadlines import RULES, department_late, in_time
from govdisc.rules.registry import Context
from govdisc.testing import Options, example_report, random_reports

FORM = builtin_forms().form("2021")


def codes(report: Report, **settings: object) -> list[str]:
    context = Context(FORM, settings={key.replace("_", ".", 1): value for key, value in settings.items()})
    return [found.code for rule in RULES for found in rule(report, context) if isinstance(found, Finding)]


def dated(
    published: str | None,
    name: str | None = "青岚县水务局",
    year: int | None = 2023,
    level: str | None = None,
    kind: str | None = None,
) -> Report:
    return Report("2021", year=year, published=published, agency=Agency(name, None, level, kind))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples(rule) -> None:  # type: ignore[no-untyped-def]
    """Each rule is silent on its passing example and speaks, in its own severity, on its failing one."""
    assert list(rule(example_report(rule.passing), Context(FORM))) == []
    found = list(rule(example_report(rule.failing), Context(FORM)))
    assert [(f.code, f.severity) for f in found] == [(rule.code, "warning")]
    assert found[0].actual
    assert found[0].expected
    assert found[0].basis == "《中华人民共和国政府信息公开条例》第四十九条"


@pytest.mark.parametrize(
    ("name", "published", "expected"),
    [
        ("青岚县水务局", "2024-01-31", []),
        ("青岚县水务局", "2024-02-01", ["DUE101"]),
        ("青岚县水务局", "2024-02-20 15:07", ["DUE101"]),
        ("青岚县人民政府办公室", "2024-02-01", ["DUE101"]),
        ("云岫市交通运输局", "2024-02-01", ["DUE101"]),
        ("青岚县人民政府", "2024-02-01", []),
        ("青岚县人民政府", "2024-03-31", []),
        ("云岫市人民政府", "2024-04-01", ["DUE102"]),
        ("河北省", "2025-01-01", ["DUE102"]),
        ("青岚县松涛镇人民政府", "2024-09-01", []),
        ("白鹭洲区映月街道办事处", "2024-09-01", []),
        ("国务院", "2024-09-01", []),
        ("水务局", "2024-09-01", []),
        ("云岫经济技术开发区管理委员会", "2024-09-01", []),
        (None, "2024-09-01", []),
        ("青岚县水务局", None, []),
        ("青岚县水务局", "二〇二四年二月", []),
        ("青岚县水务局", "2023-12-31", ["DUE103"]),
        ("青岚县水务局", "2024-01-01", []),
        ("青岚县松涛镇人民政府", "2022-01-05", ["DUE103"]),
    ],
)
def test_dates(name: str | None, published: str | None, expected: list[str]) -> None:
    """The last day itself is in time; the day after is not; what is not certain is not judged."""
    assert codes(dated(published, name)) == expected


def test_stated_level_and_kind_come_before_the_name() -> None:
    """A level and kind that the report states are believed."""
    assert codes(dated("2024-02-01", "水务局", level="county", kind="department")) == ["DUE101"]
    assert codes(dated("2024-02-01", "水务局", level="county")) == ["DUE101"]
    assert codes(dated("2024-02-01", "青岚县某某中心", kind="department")) == ["DUE101"]
    assert codes(dated("2024-09-01", "青岚县人民政府", level="township")) == []
    assert codes(dated("2024-09-01", "青岚县人民政府", kind="other")) == []


def test_years_the_article_does_not_govern() -> None:
    """Reports for years before 2019, or of no known year, have no deadline here."""
    assert codes(dated("2019-08-01", year=2018)) == []
    assert codes(dated("2020-08-01", year=2019)) == ["DUE101"]
    assert codes(dated("2024-08-01", year=None)) == []


def test_limits_can_be_set() -> None:
    """A stricter day, or one for townships, comes from the configuration; a bad one is refused."""
    assert codes(dated("2024-01-21"), DUE101_until="01-20") == ["DUE101"]
    town = dated("2024-02-01", "松涛镇")
    assert codes(town, DUE102_township_until="01-31") == ["DUE102"]
    assert codes(dated("2024-02-01"), DUE102_township_until="01-31") == ["DUE101"]
    for bad in ("02-30", "31 January", 131):
        with pytest.raises(ConfigurationError, match=r"DUE101\.until"):
            codes(dated("2024-01-21"), DUE101_until=bad)


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (dated("2024-01-31", year=None), "year of the report is not known"),
        (dated(None), "--published"),
        (dated("soon"), "soon"),
        (dated("2024-01-31", "水务局"), "not certain"),
    ],
)
def test_a_deadline_that_was_not_checked_is_told(report: Report, words: str) -> None:
    """The rules say why they could not judge, and find nothing."""
    found = [outcome for rule in RULES for outcome in rule(report, Context(FORM))]
    assert {"DUE101", "DUE102"} & {outcome.code for outcome in found}
    assert all(isinstance(outcome, Unchecked) and words in outcome.reason for outcome in found)


@pytest.mark.parametrize("report", [dated("2018-01-31", year=2017), dated("2024-01-31", "松涛镇"), dated("2024-01-31")])
def test_nothing_is_said_where_none_applies_or_it_was_kept(report: Report) -> None:
    """Reports before 2019 and townships have no deadline in the regulation."""
    assert not [outcome for rule in RULES for outcome in rule(report, Context(FORM))]


def test_a_deadline_that_nobody_set_is_not_missed_either() -> None:
    """Townships have none unless one is set; then an unknown date keeps it from being checked."""
    township = dated(None, "松涛镇")
    assert [outcome.code for rule in RULES for outcome in rule(township, Context(FORM))] == ["DUE103"]
    context = Context(FORM, settings={"DUE102.township_until": "03-31"})
    assert [outcome.code for rule in RULES for outcome in rule(township, context)] == ["DUE102", "DUE103"]


def test_a_limit_of_a_variant_or_of_the_configuration_is_no_article_of_the_regulation() -> None:
    """The basis is where the limit comes from."""
    form = replace(FORM, variant="v", source="一份通知", parameters={"DUE101.until": "01-20"}, notices={"DUE101.until": "一份通知"})
    [found] = department_late(dated("2024-01-25"), Context(form))
    assert isinstance(found, Finding)
    assert found.basis == "一份通知"
    [found] = department_late(dated("2024-01-25"), Context(FORM, settings={"DUE101.until": "01-20"}))
    assert isinstance(found, Finding)
    assert found.basis == "the setting DUE101.until"


@pytest.mark.parametrize(
    ("name", "published", "year", "certain"),
    [
        ("青岚县水务局", "2024-01-31", 2023, True),
        ("青岚县水务局", "2024-02-01", 2023, False),
        ("青岚县水务局", "2023-12-31", 2023, False),
        ("青岚县水务局", "2024-01-31", None, False),
        ("青岚县水务局", None, 2023, False),
        ("青岚县人民政府", "2024-03-31", 2023, True),
        ("青岚县人民政府", "2024-04-01", 2023, False),
        ("青岚县松涛镇人民政府", "2024-09-01", 2023, True),
        ("水务局", "2024-01-05", 2023, False),
    ],
)
def test_what_was_in_time_is_told_at_a_glance(name: str, published: str | None, year: int | None, certain: bool) -> None:
    """On the last day as well, and for a township, which has none; not where the year, the day or the duty is not certain."""
    assert in_time(dated(published, name, year), Context(FORM)) is certain


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_silent_on_generated_reports(form: str) -> None:
    """Reports of the test kit, published in January, are in time."""
    for report in random_reports(300, 11, Options(form=form)):
        assert codes(report) == []
