"""Real published reports are read exactly, where they are at hand; the same behaviour is proven on our own elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govdisc.api import load, validate
from govdisc.plugins import Plugins

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "reports"

pytestmark = pytest.mark.published


def pairs() -> Iterator[tuple[Path, Path]]:
    """Every real report with the file that tells its true cells."""
    for truth in sorted(REAL.glob("*.truth.json")) if REAL.is_dir() else ():
        name = truth.name.removesuffix(".truth.json")
        yield next(path for path in sorted(REAL.glob(f"{name}.*")) if path != truth), truth


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    """Everything that is installed."""
    return Plugins()


@pytest.mark.parametrize(("path", "truth"), list(pairs()), ids=lambda path: path.name)
def test_every_cell_is_right(path: Path, truth: Path, plugins: Plugins) -> None:
    """Cell by cell; in a partial one a cell may stay unread, with a finding, and none may be wrong."""
    expected: dict[str, Any] = json.loads(truth.read_text("utf-8"), parse_float=Decimal)
    report = load(path, plugins=plugins)
    read = {name: {"mark": report.marks[name]} if name in report.marks else value for name, value in report.cells()}
    if expected.get("partial"):
        assert {name: value for name, value in read.items() if value is not None and expected["cells"][name] != value} == {}
        assert any(finding.code in ("STR202", "STR205") for finding in validate(report, plugins=plugins))
    else:
        assert {name: read.get(name, "absent") for name in expected["cells"]} == expected["cells"]
    assert [name for name in expected.get("absent", []) if read.get(name) is not None] == []
    for fact, value in (("year", report.year), ("published", report.published), ("form", report.form), ("agency", report.agency.name)):
        if expected.get(fact) is not None:
            assert str(value).replace("(", "（").replace(")", "）") == str(expected[fact]).replace("(", "（").replace(")", "）")


@pytest.mark.parametrize(("path", "truth"), list(pairs()), ids=lambda path: path.name)
def test_correct_reports_have_no_error(path: Path, truth: Path, plugins: Plugins) -> None:
    """A false error is worse than a missed warning; one report has two wrong totals and one row of the old form."""
    if json.loads(truth.read_text("utf-8")).get("partial"):
        return
    errors = [(finding.code, finding.cell) for finding in validate(load(path, plugins=plugins), plugins=plugins) if finding.severity == "error"]
    wrong = [
        ("STR107", "requests.closed.natural_person"),
        ("SUM101", "disputes.reconsideration.total"),
        ("SUM101", "disputes.litigation_after_reconsideration.total"),
    ]
    assert errors == (wrong if path.name == "hongze-2023.pdf" else [])


def test_the_official_blank_form_is_blank(plugins: Plugins) -> None:
    """The blank Word form is form 2021 with 200 blank cells."""
    report = load(REAL / "form-2021-blank.docx", plugins=plugins)
    assert report.form == "2021"
    assert [value for _, value in report.cells()] == [None] * 200
    assert report.marks == {}
