"""Pictures are well-formed, need nothing else, and hold the numbers of the reports and the words of the form."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from govdisc_charts.numbers import FOLLOWED, MOST_BODIES, OUTCOMES, Errors, Sums
from govdisc_charts.specs import trend

from govdisc.formats.base import WriteContext
from govdisc.formats.json import write
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report

HOSTILE = "<script>alert(1)</script>&\"' 局"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def reports() -> list[Report]:
    """Return reports of two bodies and two years, one of them with a wrong total, one with a name that is markup."""
    bodies = ("云岫市青岚县水务局", HOSTILE)
    made = [random_report(seed, Options(year=2022 + seed % 2, agency=bodies[seed // 2], zero=0.3)) for seed in range(4)]
    requests = made[0].tables["requests"]
    requests["granted"]["total"] = (requests["granted"]["total"] or 0) + 7
    made[3].tables["requests"]["received"]["total"] = None
    return made


@pytest.fixture
def batch(reports: list[Report], tmp_path: Path) -> Path:
    """Return the file of the reports."""
    path = tmp_path / "in.json"
    path.write_bytes(write(reports, WriteContext(builtin_forms())))
    return path


@pytest.fixture
def govdisc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run ``govdisc ARGUMENTS`` in an empty folder; gives the exit code, stdout and stderr."""
    from govdisc.cli import run

    def call(*arguments: object, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GOVDISC_LANG", lang)
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call


def _texts(drawn: str) -> list[str]:
    """The words of an SVG, which must be XML and fetch nothing."""
    root = ElementTree.fromstring(drawn)  # our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert not [element for element in root.iter() if element.tag.endswith(("script", "image", "foreignObject"))]
    assert not re.findall(r"url\(\s*[\"']?https?:|href=", drawn)
    return ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]


def _sum(reports: list[Report], year: int, beginning: str) -> int:
    rows = [(row, cells) for report in reports if report.year == year for row, cells in report.tables["requests"].items()]
    return sum(int(cells["total"] or 0) for row, cells in rows if row == beginning or (beginning[-1] in "_d" and row.startswith(beginning)))


def test_outcomes(batch: Path, reports: list[Report], govdisc: Run, tmp_path: Path) -> None:
    """Each year has the sum of each group of part 3, under the form's own words."""
    code, _out, said = govdisc("chart", batch, "-o", "outcomes.svg")
    texts = _texts((tmp_path / "outcomes.svg").read_text("utf-8"))
    assert code == 0
    assert "2022: 2 reports, 2023: 2 reports" in said
    assert {"2022", "2023", "予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理"} <= set(texts)
    for year in (2022, 2023):
        for _group, beginning in OUTCOMES:
            assert f"{_sum(reports, year, beginning):,}" in texts


def test_trend(batch: Path, reports: list[Report], govdisc: Run, tmp_path: Path) -> None:
    """The rows through the years; a total that is blank is in no sum, and that is said."""
    code, _out, said = govdisc("chart", batch, "--kind", "trend", "-o", "trend.svg")
    texts = _texts((tmp_path / "trend.svg").read_text("utf-8"))
    assert code == 0
    assert "1 cells that are blank" in said
    assert {"本年新收政府信息公开申请数量", "本年度办理结果总计", "结转下年度继续办理"} <= set(texts)
    for year in (2022, 2023):
        for row in FOLLOWED:
            assert f"{sum(int(report.cell(f'requests.{row}.total') or 0) for report in reports if report.year == year):,}" in texts


def test_errors_are_those_of_validate(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """The page's table has as many findings of each family and severity as validate tells."""
    import json

    _code, out, _err = govdisc("validate", batch, "--format", "json")
    findings = json.loads(out)["findings"]
    assert {finding["code"][:3] for finding in findings} >= {"SUM"}
    code, _out, _err = govdisc("chart", batch, "--kind", "errors", "-o", "errors.html")
    page = (tmp_path / "errors.html").read_text("utf-8")
    assert code == 0
    told = re.findall(r"<tr><td>[^<]* (\w{3})</td><td>(\w+)</td><td>(\d+)</td></tr>", page)
    names = {"error": "error", "warning": "warning", "info": "note"}
    pairs = {(finding["code"][:3], names[finding["severity"]]) for finding in findings}
    assert {(family, severity): int(number) for family, severity, number in told} == {
        pair: sum((finding["code"][:3], names[finding["severity"]]) == pair for finding in findings) for pair in pairs
    }


def test_a_map_has_every_body(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """Bodies against families; a name that is markup stays a name, in the picture and in the table."""
    govdisc("chart", batch, "--kind", "map-of-errors", "-o", "map.html")
    page = (tmp_path / "map.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    texts = _texts(re.search(r"<svg.*</svg>", page, re.DOTALL)[0])  # type: ignore[index]
    assert "云岫市青岚县水务局" in texts
    assert any("SUM" in text for text in texts)


def test_the_language_is_that_of_messages(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """Titles in Chinese where messages are."""
    govdisc("chart", batch, "-o", "bild.svg", lang="zh_CN")
    assert "申请办理结果" in _texts((tmp_path / "bild.svg").read_text("utf-8"))


def test_the_same_twice(batch: Path, govdisc: Run) -> None:
    """On stdout, and the same bytes for the same reports."""
    pictures = [govdisc("chart", batch, "--kind", "map-of-errors")[1] for _time in range(2)]
    assert pictures[0] == pictures[1]
    assert pictures[0].startswith("<svg")


def test_another_name_is_refused(batch: Path, govdisc: Run, tmp_path: Path) -> None:
    """A file that is neither SVG nor a page is named, and not written; nor is one without any report."""
    code, _out, said = govdisc("chart", batch, "-o", "picture.png")
    assert code == 2
    assert "picture.png" in said
    (tmp_path / "empty").mkdir()
    assert govdisc("chart", tmp_path / "empty", "-o", "none.svg")[0] == 5
    assert not list(tmp_path.glob("*.svg"))


def test_a_map_is_bounded() -> None:
    """Of very many bodies those with most findings are shown and the others counted."""
    found = Errors()
    for number in range(MOST_BODIES + 5):
        found.bodies[f"松涛{number}局", "SUM"] = number + 1
    shown, more = found.worst()
    assert (len(shown), more, shown[0]) == (MOST_BODIES, 5, f"松涛{MOST_BODIES + 4}局")


@pytest.mark.parametrize(("received", "processed", "below"), [(441, 462, "received"), (59, 48, "processed_total"), (7, 7, "processed_total")])
def test_of_two_numbers_that_stand_close_the_larger_stands_above(received: int, processed: int, below: str) -> None:
    """Else each would be read at the other's point."""
    counts = Counter({"received": received, "processed_total": processed, "carried_out": 2})
    _spec, rows = trend(Sums({2023: counts}, {row: row for row in FOLLOWED}))
    assert [row["label"] for row in rows if row["below"]] == [below]
