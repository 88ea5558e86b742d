"""JSON → Markdown → JSON is the identity, but for the source and the places."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from govdisc_markdown.reader import read
from govdisc_markdown.writer import write

from govdisc.formats import WriteOptions
from govdisc.model.book import FormBook
from govdisc.model.report import Report
from govdisc.recognise import recognise


@pytest.mark.parametrize("seed", range(24))
def test_reading_back_gives_the_same_report(seed: int, awkward: Callable[[int], Report], book: FormBook) -> None:
    """Awkward text, blanks, marks, remarks, decimals and variants all survive."""
    report = awkward(seed)
    again = recognise(read(write([report], WriteOptions(book))), book)
    again.places = {}
    assert again.to_dict() == report.to_dict()
