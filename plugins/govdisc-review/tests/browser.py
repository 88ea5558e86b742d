"""The headless Chromium of the press, for the tests of the review page; they skip where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from press.browser import Browser, started
from press.programs import program

__all__ = ["Browser", "chromium"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; skips where it is not installed."""
    found = program("chromium")
    if found is None:
        pytest.skip("Chromium is not installed")
    with started(found) as browser:
        yield browser
