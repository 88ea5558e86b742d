"""PLG: what fails in a plugin or a rule is told, once and with what it lacks; what only looks odd is not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from govdisc.engine import Engine
from govdisc.formats import Format
from govdisc.formats.base import WriteContext
from govdisc.formats.json import write_lines
from govdisc.hookspecs import hookimpl
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.rules import Context, Example, rule
from govdisc.settings import Settings
from govdisc.sources import Source
from govdisc.testing import random_report


def plugin(**hooks: Any) -> Plugins:
    """The core with one plugin made for a test."""
    made = ModuleType("lake")
    for name, hook in hooks.items():
        setattr(made, name, hookimpl(hook))
    return Plugins(points=[], modules=[("lake", made)])


def looking(check: Callable[[Report, Context], Any]) -> Plugins:
    """The core with a plugin whose only rule does that."""
    check.__doc__ = "Look at the lake."
    made = rule(code="SUM901", title="x", severity="info", basis="an invented notice", since="1", passing=Example(), failing=None)(check)
    return plugin(govdisc_rules=lambda: [made])


def found(plugins: Plugins, *reports: Report) -> list[tuple[str, str, int | None]]:
    """Code, severity and input of every finding on some reports, by default a correct one."""
    data = write_lines(reports or [random_report(3)], WriteContext(plugins.forms))
    return [(finding.code, finding.severity, finding.input) for result in Engine(plugins, Settings()).check([Source("a.jsonl", data=data)]) for finding in result.findings]


def fail() -> Any:
    """Raise what nobody foresaw."""
    raise ZeroDivisionError("a lake without water")


@pytest.mark.parametrize(
    "hooks",
    [
        {"govdisc_rules": fail},
        {"govdisc_formats": lambda: [Format("json", "another JSON", (".json",))]},
        {"govdisc_rules": lambda: ["SUM101"]},
        {"govdisc_forms": lambda: [("lake.toml", "id = ")]},
        {"govdisc_overridden": lambda: iter(())},
    ],
    ids=["a hook that raises", "a name that is taken", "what is no rule", "a form that is no TOML", "a hook that there is not"],
)
def test_a_broken_plugin_is_told_once(hooks: dict[str, Any]) -> None:
    """It raised, took another's name, brought what is none of its kind or misspelt a hook: an error, and the report is judged without it."""
    plugins = plugin(**hooks)
    assert plugins.all_rules
    assert found(plugins) == [("PLG101", "error", 0)]
    assert [info.name for info in plugins.broken()] == ["lake"]


@pytest.mark.parametrize(
    "hooks",
    [
        {},
        {"govdisc_rules": lambda: iter(())},
        {"govdisc_rules": lambda: ["x"][sys.stdout.write("the lake is quiet") :]},
        {"govdisc_formats": lambda: [Format("lake", "Lake", (".lake",))]},
        {"govdisc_formats": lambda: iter(())},
    ],
    ids=["nothing", "no rules", "prints", "a format of its own", "an iterator"],
)
def test_a_plugin_that_brings_little_is_no_broken_one(hooks: dict[str, Any]) -> None:
    """Nothing is said of it."""
    plugins = plugin(**hooks)
    assert found(plugins) == []
    assert plugins.broken() == []


def _changes(report: Report, _context: Context) -> Iterator[Finding]:
    report.tables["requests"]["received"]["total"] = 7
    yield from ()


def _raises_late(_report: Report, _context: Context) -> Iterator[Finding]:
    yield Finding("SUM901", "info", "found before it failed")
    fail()


@pytest.mark.parametrize(
    "check",
    [lambda _report, _context: fail(), _raises_late, lambda _report, _context: 7, lambda _report, _context: iter(["a sentence"]), _changes],
    ids=["raises", "raises behind a finding", "a number", "a sentence", "changes the report"],
)
def test_a_rule_that_failed_on_a_report_is_told_for_it(check: Callable[[Report, Context], Any]) -> None:
    """It raised, gave what is no finding, or changed the report: an error for that report, and what it found there is left out."""
    assert found(looking(check)) == [("PLG102", "error", 0)]


def test_a_rule_looks_again_at_the_next_report() -> None:
    """What failed on one report is told of that one alone."""

    def only_before_2023(report: Report, _context: Context) -> Iterator[Finding]:
        if report.year == 2022:
            fail()
        yield Finding("SUM901", "info", "a lake")

    reports = [random_report(seed) for seed in range(3)]
    for number, report in enumerate(reports):
        report.year, report.published = 2021 + number, f"{2022 + number}-01-17"
    assert found(looking(only_before_2023), *reports) == [("SUM901", "info", 0), ("PLG102", "error", 1), ("SUM901", "info", 2)]


@pytest.mark.parametrize(
    ("check", "codes"),
    [
        (lambda _report, _context: iter(()), []),
        (lambda _report, _context: [], []),
        (lambda report, _context: (text for text in () if report.lead), []),
        (lambda _report, _context: iter([Finding("SUM901", "info", "a lake")]), ["SUM901"]),
    ],
    ids=["nothing", "a list", "a generator", "a finding"],
)
def test_a_rule_that_finds_nothing_has_not_failed(check: Callable[[Report, Context], Any], codes: list[str]) -> None:
    """Whatever it gives its findings in."""
    assert [code for code, _severity, _input in found(looking(check))] == codes
