"""What docs/research.md shows runs as it stands there, and gives the numbers of the reports."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from govdisc.plugin import Report

PAGE = Path(__file__).parents[3] / "docs" / "research.md"


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def tables(batch: Path, govdisc: Callable[..., tuple[int, str]], tmp_path: Path) -> Path:
    """Make the files of the page."""
    govdisc("export", batch, "-o", "cells.parquet", "--lossy")
    govdisc("export", batch, "-o", "reports.parquet", "--param", "shape=wide", "--lossy")
    govdisc("export", batch, "--format", "parquet", "-o", "national/", "--lossy")
    govdisc("validate", batch, "-o", "findings.parquet")
    return tmp_path


def test_duckdb(tables: Path, reports: list[Report]) -> None:
    """Each query runs, and the first adds up what the reports say."""
    duckdb = pytest.importorskip("duckdb")
    answers = [duckdb.sql(query).fetchall() for query in _blocks("sql")]
    assert len(answers) >= 5
    assert all(answers)
    expected = {year: sum(int(report.cell("requests.received.total") or 0) for report in reports if report.year == year) for year in (2022, 2023)}
    for year, total in expected.items():
        assert sum(row[2] for row in answers[0] if row[0] == year) == total
    assert sum(row[1] for row in answers[-1]) >= 1


def test_pandas(tables: Path, reports: list[Report]) -> None:
    """The block runs, and its table has the years and the columns of the form."""
    pytest.importorskip("pandas")
    names: dict[str, object] = {}
    exec(_blocks("python")[0], names)
    table = names["by_applicant"]
    assert list(table.index) == [2022, 2023]  # type: ignore[attr-defined]
    assert table["自然人"].loc[2022] == (reports[0].cell("requests.received.natural_person") or 0)  # type: ignore[index]
