"""Whole pages through the reader and the recogniser: invented ones in many shapes, and published ones where they are at hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from govdisc_html.reader import read
from govdisc_html.testing import VARIATIONS, portal_page

from govdisc.model.book import builtin_forms
from govdisc.model.document import Document
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

FORMS = builtin_forms()
PUBLISHED = Path(__file__).resolve().parents[4] / "shared" / "reports"


@pytest.mark.parametrize("variation", VARIATIONS)
@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(form="2019"),
        Options(blank_zeros=True),
        Options(mark="/"),
        Options(legacy_row=True),
        Options(form="2019", blank_zeros=True),
    ],
)
def test_every_cell_of_a_portal_page(variation: str, options: Options) -> None:
    """Cells, marks, year, agency, date and narrative are right in every shape of page."""
    for seed in range(3):
        report = random_report(seed, options)
        document = read(portal_page(report, FORMS, variation))
        assert isinstance(document, Document)
        back = recognise(document, FORMS)
        assert back.tables == report.tables
        assert back.marks == report.marks
        assert (back.form, back.year, back.title, back.published) == (report.form, report.year, report.title, report.published)
        assert back.agency.name == report.agency.name
        assert [(section.id, section.text) for section in back.sections] == [(section.id, section.text) for section in report.sections]
        assert not back.unread


def test_the_frame_of_a_page_is_not_read() -> None:
    """Hidden text, scripts and footers of the portal leave no word."""
    document = read(portal_page(random_report(1), FORMS))
    assert isinstance(document, Document)
    assert "9999" not in repr(document)
    assert "网站标识码" not in repr(document)


@pytest.mark.published
@pytest.mark.parametrize("name", ["shuyang-fgj-2023", "pingtan-2019", "pingtan-2022", "pingtan-2024"])
def test_published_pages(name: str) -> None:
    """Reports as published, cell by cell."""
    path = PUBLISHED / f"{name}.html"
    truth = json.loads((PUBLISHED / f"{name}.truth.json").read_text("utf-8"), parse_float=Decimal)
    document = read(path.read_bytes())
    assert isinstance(document, Document)
    report = recognise(document, FORMS)
    found = {cell: {"mark": report.marks[cell]} if cell in report.marks else report.cell(cell) for cell in truth["cells"]}
    assert found == truth["cells"]
    assert (report.year, report.published) == (truth["year"], truth["published"])
    assert truth["agency"] in (None, report.agency.name)
