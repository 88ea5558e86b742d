"""What the tests share: the core without plugins, and a way to run the command line in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govdisc.i18n import speaking
from govdisc.model.book import FormBook, builtin_forms
from govdisc.plugins import Plugins
from govdisc.testing.commandline import Done, run_govdisc

ROOT = Path(__file__).resolve().parent.parent
REAL_REPORTS = ROOT.parent / "shared" / "reports"


@pytest.fixture(scope="session")
def forms() -> FormBook:
    """The two national forms."""
    return builtin_forms()


@pytest.fixture(scope="session")
def core() -> Plugins:
    """The core alone, without any installed plugin."""
    return Plugins(points=[])


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages in English, whatever a test before chose."""
    with speaking("en"):
        yield


@pytest.fixture
def govdisc() -> Callable[..., Done]:
    """Run ``govdisc ARGUMENTS`` in this process; ``stdin`` are the bytes that it reads."""
    return run_govdisc
