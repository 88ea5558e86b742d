"""Published Word files, where they lie beside the checkout."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from govdisc_docx.reader import read

from govdisc.model.book import builtin_forms
from govdisc.model.document import Grid
from govdisc.recognise import recognise

REPORTS = Path(__file__).parents[4] / "shared" / "reports"
pytestmark = pytest.mark.published


def test_blank_form() -> None:
    """The official blank form is three grids, and reads as form 2021 with 200 blank cells."""
    document = read((REPORTS / "form-2021-blank.docx").read_bytes())
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [(len(grid.rows), max(sum(cell.colspan for cell in row) for row in grid.rows)) for grid in grids] == [(14, 4), (28, 10), (4, 15)]
    report = recognise(document, builtin_forms())
    cells = [value for _path, value in report.cells()]
    assert (report.form, len(cells), cells.count(None)) == ("2021", 200, 200)


def test_filled_form() -> None:
    """The official form filled in gives every cell."""
    truth = json.loads((REPORTS / "pingtan-2024-word.truth.json").read_text("utf-8"), parse_float=Decimal)
    report = recognise(read((REPORTS / "pingtan-2024-word.docx").read_bytes()), builtin_forms())
    assert {path: report.cell(path) for path in truth["cells"]} == truth["cells"]
    assert report.year == truth["year"]
