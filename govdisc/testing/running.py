"""The engine on one report or one file's bytes, for tests of rules and formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from govdisc.account import READ
from govdisc.engine import Engine
from govdisc.errors import InputError, NoReportError
from govdisc.extracting import extract
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.rules.registry import Rule
from govdisc.settings import Settings
from govdisc.sources import Source


def run_rules(
    report: Report,
    plugins: Plugins,
    *,
    previous: Report | None = None,
    settings: Mapping[str, Any] | None = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Return what the rules find in a report, in the engine's order; a rule that fails is an error of the test.

    Raises:
        AssertionError: when a rule fails.

    """
    select = None if rules is None else frozenset(rule.code for rule in rules)
    result = Engine(plugins, Settings(select=select, thresholds=dict(settings or {}))).judged(report, previous)
    assert not result.failures, result.failures
    return result.findings


def extracted(report: Report, plugins: Plugins) -> Report:
    """Let the plugins read out of a report what they read, and return it.

    Raises:
        AssertionError: when an extraction fails.

    """
    failures = extract(report, plugins.forms.of(report), None, plugins)
    assert not failures, failures
    return report


def read_reports(
    data: bytes, uri: str, plugins: Plugins, wanted: str | None = None, variant: str | None = None
) -> Iterator[Report | InputError]:
    """Yield every report in some bytes; what is broken comes as an :class:`~govdisc.errors.InputError` in its place."""
    engine = Engine(plugins, Settings(variant, wanted))
    for result in engine.read([Source(uri, data=data)]):
        if result.input.status == READ and result.report is not None:
            yield result.report
        else:
            kind = NoReportError if "no annual report" in (result.input.reason or "") else InputError
            yield kind(result.input.reason or "")
