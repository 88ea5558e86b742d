"""Reports of invented and real places, and a way to run the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from govdisc.formats.base import WriteContext
from govdisc.formats.json import write
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report, Unread
from govdisc.testing import Options, random_report

sys.path.insert(0, str(Path(__file__).parent))

BODIES = (("怀化市鹤城区松涛局", 2022), ("怀化市鹤城区松涛局", 2023), ("云岫市青岚县水务局", 2023), ("广东省财政厅", 2023))


@pytest.fixture
def reports() -> list[Report]:
    """Return four reports: with a mark, a remark, a fraction, a blank, an unread cell and an unread row among them."""
    made = [random_report(number, Options(year=year, agency=name, zero=0.5)) for number, (name, year) in enumerate(BODIES)]
    first, second, third, _fourth = made
    cells = first.tables["requests"]
    cells["granted"]["research"] = None
    first.marks["requests.granted.research"] = "/"
    cells["received"]["natural_person"] = None
    first.remarks["disclosure.charges.amount"] = "万元"
    first.tables["disclosure"]["charges"]["amount"] = Decimal("12.34")
    second.tables["requests"]["partly_granted"]["total"] = None
    second.unread = [Unread("unread_cells", "requests", "table 2", "3 4", ["requests.partly_granted.total"])]
    third.unread = [Unread("unknown_row", "requests", "table 2 row 9", "其他情形 5", [])]
    return made


@pytest.fixture
def batch(reports: list[Report], tmp_path: Path) -> Path:
    """Return the file of the reports."""
    path = tmp_path / "in.json"
    path.write_bytes(write(reports, WriteContext(builtin_forms())))
    return path


@pytest.fixture
def govdisc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run ``govdisc ARGUMENTS`` in an empty folder; gives the exit code and what it said."""
    from govdisc.cli import run

    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GOVDISC_LANG", "en")
        code = run([str(argument) for argument in arguments])
        return code, capfd.readouterr().err

    return call
