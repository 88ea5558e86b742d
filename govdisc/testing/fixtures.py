"""Fixtures for the tests of plugins; a project asks for them by ``addopts = ["-p", "govdisc.testing.fixtures"]`` in its pyproject.toml.

They are no entry point of pytest's: that would load them into every project where govdisc is installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from govdisc.plugins import Plugins
from govdisc.testing.commandline import Done, run_govdisc


@pytest.fixture
def govdisc_run() -> Callable[..., Done]:
    """Run ``govdisc ARGUMENTS`` in this process: ``govdisc_run("validate", path, "--format", "json").codes``."""
    return run_govdisc


@pytest.fixture(scope="session")
def govdisc_plugins() -> Plugins:
    """The core and every installed plugin."""
    return Plugins()


@pytest.fixture
def with_plugin() -> Callable[[ModuleType], Plugins]:
    """Return the core with one module as its only plugin, installed or not."""

    def load(module: ModuleType) -> Plugins:
        return Plugins(points=[], modules=[(module.__name__, module)])

    return load


@pytest.fixture
def english() -> Iterator[None]:
    """Messages in English, whatever a test before chose."""
    from govdisc.i18n import speaking

    with speaking("en"):
        yield
