"""Awkward reports for the round trips of this plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.report import Report
from govdisc.schema import use_forms
from govdisc.testing import awkward_forms, awkward_report


@pytest.fixture(scope="session")
def book() -> FormBook:
    """Return the national forms and an invented variant."""
    return awkward_forms()


@pytest.fixture(autouse=True)
def _checked_against_the_book(book: FormBook) -> Iterator[None]:
    """Check reports against the book, as the command line does with the forms of its plugins."""
    use_forms(book)
    yield
    use_forms(builtin_forms())


@pytest.fixture(scope="session")
def awkward() -> Callable[[int], Report]:
    """Return a maker of awkward reports."""
    return partial(awkward_report, unprintable=True)
