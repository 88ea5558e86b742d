"""The reports of examples/ are current, and say what the pages that use them tell."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import govdisc
from govdisc.engine import Engine
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.sources import Source

pytestmark = pytest.mark.plugins("csv", "docx", "fees", "html", "markdown", "portal-xml", "prose", "xlsx")

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "examples"
FORMATS = ("txt", "html", "docx", "xlsx", "json")

#: What is found in the wrong report, and that one cell which is wrong only against last year's.
MISTAKES = {
    ("STR301", None),
    ("NAR101", "requests.received.total"),
    ("FEE101", None),
    ("SUM101", "requests.granted.total"),
    ("SUM102", "requests.processed_total.natural_person"),
    ("SUM101", "disputes.reconsideration.total"),
}
AGAINST_LAST_YEAR = {("YOY103", "disclosure.charges.amount")}


def script() -> ModuleType:
    """tools/examples.py as a module."""
    spec = importlib.util.spec_from_file_location("govdisc_tools_examples", ROOT / "tools" / "examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


EXAMPLES = script()


def found(name: str, previous: Report | None = None) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.cell) for finding in govdisc.validate(govdisc.load(FOLDER / name), previous=previous) if finding.severity != "info"}


def test_the_examples_are_current() -> None:
    """tools/examples.py writes what stands in the folder, and nothing else stands there but scripts."""
    made = dict(EXAMPLES.files())
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file() and path.suffix != ".py"} == set(made)
    stale = [name for name, data in made.items() if EXAMPLES.contents((FOLDER / name).read_bytes()) != EXAMPLES.contents(data)]
    assert [name for name in stale if not name.endswith(".xlsx")] == []
    for name in stale:  # another version of the library writes a workbook in other parts; it must say the same
        (result,) = Engine(Plugins()).read([Source(name, data=made[name])])
        assert result.report is not None
        assert result.report.to_dict() | {"source": None} == govdisc.load(FOLDER / name).to_dict() | {"source": None}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("year", [2022, 2023])
def test_the_correct_ones_have_no_finding(year: int, suffix: str) -> None:
    """Whatever the format, not even a note, alone or against last year's."""
    report = govdisc.load(FOLDER / f"correct-{year}.{suffix}")
    previous = govdisc.load(FOLDER / f"correct-2022.{suffix}") if year == 2023 else None
    assert govdisc.validate(report, previous=previous) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_wrong_one_has_its_mistakes(suffix: str) -> None:
    """The same ones in every format, and one more against last year's report."""
    assert found(f"mistakes-2023.{suffix}") == MISTAKES
    assert found(f"mistakes-2023.{suffix}", govdisc.load(FOLDER / f"correct-2022.{suffix}")) == MISTAKES | AGAINST_LAST_YEAR


@pytest.mark.parametrize("suffix", FORMATS[:-1])
@pytest.mark.parametrize("name", ["correct-2022", "correct-2023", "mistakes-2023"])
def test_every_format_holds_the_same_report(name: str, suffix: str) -> None:
    """What is read from a page, a Word file or a workbook is the report that the JSON holds."""
    expected, actual = govdisc.load(FOLDER / f"{name}.json"), govdisc.load(FOLDER / f"{name}.{suffix}")
    for attribute in ("form", "year", "title", "agency", "published", "lead", "sections", "tables", "remarks", "marks", "unread"):
        assert getattr(actual, attribute) == getattr(expected, attribute), attribute
    assert len(actual.places) == 200


def test_two_of_the_batch_are_wrong() -> None:
    """Each of them in one total, which a certain explanation names."""
    wrong = [at for at, report in enumerate(govdisc.load_all(FOLDER / "batch-2023.jsonl")) if govdisc.validate(report)]
    assert wrong == [3, 9]
