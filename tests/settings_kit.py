"""A report with two findings, and a waiver for one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govdisc.formats.base import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report

Run = Callable[..., Any]
OPTIONS = WriteOptions(builtin_forms())
CELL = "disputes.reconsideration.total"
AGENCY = "青岚县水务局"
WAIVER = f'[[waivers]]\ncode = "SUM101"\nbody = "{AGENCY}"\nyear = 2023\ncell = "{CELL}"\nreason = "confirmed"\nuntil = 2026-06-30\n'


def wrong(seed: int = 2, year: int = 2023, total: int = 0) -> Report:
    """A report whose 行政复议 does not add up, with a blank cell."""
    report = random_report(seed, Options(year=year))
    report.title = report.title.replace(report.agency.name, AGENCY)
    report.agency.name = AGENCY
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": total}
    report.tables["disclosure"]["licensing"]["decisions"] = None
    return report
