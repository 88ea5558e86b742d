"""For every test of the repository: what may be skipped, and what stands in for a machine without fonts.

Tests that open files in real programs skip where a program is missing. With GOVDISC_NO_SKIP set they fail instead: where all programs
are installed, a skip would hide that nothing was tested. Published reports are no program: they lie outside of the repository, and
a clone that has none beside it is a whole one.

With GOVDISC_TESTS_WITHOUT set to ``all``, or to names of plugins parted by commas, those plugins are not found in this process, as where they are not
installed: the core's tests must pass, and what shows a plugin skips.

Properties are tried on the same examples each time, so that a run says something of the change and not of luck; with GOVDISC_EXPLORE set
they are tried on new ones in each run.

With GOVDISC_NO_FONTS set PDFium finds no font of the system in this process, as on a machine that has none.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

PUBLISHED = Path(__file__).resolve().parent.parent / "shared" / "reports"


try:
    from hypothesis import settings
except ModuleNotFoundError:  # the core's tests say themselves what they need
    pass
else:
    settings.register_profile("fixed", derandomize=True)
    settings.register_profile("explore", derandomize=False)
    settings.load_profile("explore" if os.environ.get("GOVDISC_EXPLORE") else "fixed")


def pytest_configure() -> None:
    """Take plugins and the fonts away where that is asked for."""
    if os.environ.get("GOVDISC_TESTS_WITHOUT"):
        _hide(frozenset(os.environ["GOVDISC_TESTS_WITHOUT"].split(",")))
    if os.environ.get("GOVDISC_NO_FONTS"):
        import pypdfium2.raw as pdfium

        answers_nothing = {name: kind(lambda *_: 0) for name, kind in pdfium.FPDF_SYSFONTINFO._fields_ if name not in ("version", "Release")}
        pytest.no_fonts = pdfium.FPDF_SYSFONTINFO(version=1, **answers_nothing)  # type: ignore[attr-defined]  # PDFium keeps a pointer to it
        pdfium.FPDF_SetSystemFontInfo(pytest.no_fonts)  # type: ignore[attr-defined]


def _hide(names: frozenset[str]) -> None:
    """Let no entry point of these plugins be found."""
    from govdisc import plugins

    there = plugins.entries
    plugins.entries = lambda group: [point for point in there(group) if not {"all", point.name} & names]  # type: ignore[assignment]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what reads published reports where there are none."""
    if item.get_closest_marker("published") and not PUBLISHED.is_dir():
        pytest.skip("no published reports beside the checkout")
    shown = [name for mark in item.iter_markers("plugins") for name in mark.args]
    if shown:
        from govdisc import plugins

        hidden = bool(os.environ.get("GOVDISC_TESTS_WITHOUT"))  # a process of its own finds what is hidden in this one
        missing = set(shown) - {point.name for point in plugins.entries(plugins.GROUP)} - (set() if hidden else {"every"})
        if missing:
            pytest.skip(f"not installed: {', '.join(sorted(missing))}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip for want of a program into a failure where skipping is forbidden."""
    report = yield
    excused = hasattr(report, "wasxfail") or item.get_closest_marker("published")
    if report.skipped and os.environ.get("GOVDISC_NO_SKIP") and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped, and skipping is forbidden here: {report.longrepr}"
    return report
