"""A generated county: its bodies' reports, what they come to by a plain sum, and a way to run the command line in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from govdisc.cli import run
from govdisc.formats.base import WriteContext
from govdisc.formats.json import write
from govdisc.i18n import speaking
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report

PARENT = "青岚县人民政府"
BODIES = (
    "青岚县发展和改革局", "青岚县教育局", "青岚县民政局", "青岚县财政局", "青岚县水务局", "青岚县文化和旅游局", "青岚县松涛镇人民政府", "青岚县石桥街道办事处",
)  # fmt: skip


@dataclass(frozen=True)
class Done:
    """What a command line printed and returned."""

    code: int
    out: str
    err: str
    raw: bytes


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages in English, whatever a test before chose."""
    with speaking("en"):
        yield


@pytest.fixture
def govdisc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Done]:
    """Run ``govdisc ARGUMENTS`` in an empty folder."""

    def call(*arguments: object, lang: str = "en") -> Done:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GOVDISC_LANG", lang)
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True, newline="")
        err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True, newline="")
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        code = run([str(argument) for argument in arguments])
        out.flush()
        raw = out.buffer.getvalue()
        return Done(code, raw.decode("utf-8", "replace"), err.buffer.getvalue().decode("utf-8"), raw)

    return call


def put(path: Path, *reports: Report) -> Path:
    """Write reports as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write(list(reports), WriteContext(builtin_forms())))
    return path


@dataclass
class County:
    """The reports of a county's bodies for a year, by name."""

    folder: Path
    reports: dict[str, Report] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    def written(self) -> Path:
        """Write every report to a file of its own, and return the folder."""
        for name, report in self.reports.items():
            put(self.folder / f"{name}.json", report)
        return self.folder

    def roster(self, head: str = "名称,上级单位,公开日期", encoding: str = "utf-8") -> Path:
        """Write the roster."""
        path = self.folder.parent / "units.csv"
        lines = [head, *(f"{name},{self.parents.get(name, PARENT)},2024-01-20" for name in self.reports)]
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    def parent(self) -> Report:
        """The parent's report as a plain sum, cell by cell."""
        first, *others = self.reports.values()
        total = deepcopy(first)
        total.agency.name, total.title, total.remarks = PARENT, f"{PARENT}{first.year}年政府信息公开工作年度报告", {}
        for report in others:
            for table, rows in report.tables.items():
                for row, cells in rows.items():
                    for column, value in cells.items():
                        total.tables[table][row][column] = (total.tables[table][row][column] or 0) + (value or 0)
        return total


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., County]:
    """Make a county of generated reports: ``county(seed, bodies=…, year=…, **options)``."""

    def make(seed: int = 1, bodies: tuple[str, ...] = BODIES, year: int = 2023, folder: str = "sent", **options: object) -> County:
        made = County(tmp_path / folder)
        for number, name in enumerate(bodies):
            settings = Options(year=year, agency=name, zero=0.6, largest=20, **options)  # type: ignore[arg-type]
            made.reports[name] = random_report(seed * 1000 + number, settings)
        return made

    return make
