"""Awkward reports for the round trips of this plugin."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from govdisc.model.book import FormBook
from govdisc.model.report import Report
from govdisc.testing import awkward_forms, awkward_report


@pytest.fixture(scope="session")
def book() -> FormBook:
    """Return the national forms and an invented variant."""
    return awkward_forms()


@pytest.fixture(scope="session")
def awkward() -> Callable[[int], Report]:
    """Return a maker of awkward reports."""
    return partial(awkward_report, unprintable=True)
