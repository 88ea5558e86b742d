"""Outcomes to report on: reports from the kit with mistakes in them, a file that is none, and hostile words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from govdisc.account import REFUSED
from govdisc.api import installed_plugins
from govdisc.engine import Engine
from govdisc.i18n import speaking
from govdisc.plugin import Finding, Input, Outcome, Report, ReportContext, Result
from govdisc.plugins import Plugins
from govdisc.settings import Settings
from govdisc.sources import Source
from govdisc.testing import TEXT_LAYOUTS, print_text, random_report

sys.path.insert(0, str(Path(__file__).parent))
sys.path.append(str(Path(__file__).parents[3] / "tests"))

#: What a stranger may write into a report: markup, commands of runners, formulas, control characters, half a character.
HOSTILE = "</script><script>alert(1)</script>\n::error::x%0A]]>&amp;\"'=cmd|' /C calc'!A0 \x00\x1b[2J\ud800\u202e"


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    """Return the installed plugins."""
    return installed_plugins()


@pytest.fixture(scope="session")
def context(plugins: Plugins) -> ReportContext:
    """Return what a reporter is told of them."""
    return ReportContext(rules=plugins.all_rules, families=plugins.families, forms=plugins.forms, formats=plugins.formats, exit_code=lambda: 1)


@pytest.fixture
def wrong() -> Report:
    """Return a report with a wrong total, a blank cell and a sentence that says another number."""
    report = random_report(7)
    cells = report.tables["requests"]
    cells["granted"]["total"] = (cells["granted"]["total"] or 0) + 40
    cells["received"]["research"] = None
    return report


@pytest.fixture(scope="session")
def check(plugins: Plugins) -> Callable[..., Outcome]:
    """Return a maker of outcomes: the engine on reports printed as text, or on files as (name, bytes)."""

    def run(*inputs: Report | tuple[str, bytes], language: str = "en") -> Outcome:
        named = [_printed(thing, number) if isinstance(thing, Report) else thing for number, thing in enumerate(inputs)]
        sources = [Source(name, data=data) for name, data in named]
        with speaking(language, plugins.translations):
            outcome = Outcome(Engine(plugins, Settings()).check(sources), {"review": "0.2.0"})
            outcome.gathered()
            return outcome

    return run


def _printed(report: Report, number: int) -> tuple[str, bytes]:
    return f"reports/{number}.txt", print_text(report, next(iter(TEXT_LAYOUTS))).encode()


@pytest.fixture
def hostile() -> Outcome:
    """Return an outcome in which every text is hostile, with a waived and a known finding."""
    entry = Input(f"a{HOSTILE}.txt", "0" * 64, "2021", None, 2023, HOSTILE)
    texts = {"message": HOSTILE, "quote": HOSTILE, "place": HOSTILE, "basis": HOSTILE, "suggestion": HOSTILE, "expected": HOSTILE, "actual": HOSTILE}
    findings = [
        Finding("SUM101", "error", **texts),
        Finding("NAR101", "warning", **texts, suppressed={"kind": "waiver", "reason": HOSTILE, "until": "2027-01-01"}),
        Finding("NUM101", "info", **texts, baseline="known"),
        Finding("XXX999", "error", "", baseline="new"),
    ]
    refused = Result(Input("b.txt", status=REFUSED, reason=HOSTILE), 1, failures=[HOSTILE])
    aside = Result(Input(""), late=True, aside=True, findings=[Finding("PLG101", "error", HOSTILE)])
    outcome = Outcome([Result(entry, 0, findings=findings, states={"SUM101": "ran", "NUM102": "ran"}), refused, aside])
    outcome.gathered()
    return outcome
