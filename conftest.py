"""For every test of the repository: with GOVDISC_NO_SKIP set, a test that would skip fails instead.

Tests that open real files in real programs skip where a program is missing; where all programs are installed, a skip would hide
that nothing was tested.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where skipping is forbidden."""
    report = yield
    if report.skipped and os.environ.get("GOVDISC_NO_SKIP") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and skipping is forbidden here: {report.longrepr}"
    return report
