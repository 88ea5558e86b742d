"""Several wrong cells at once are named, and what cannot be told apart is shown as such."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from govdisc_locate import solver

from govdisc.explain import explanations, located
from govdisc.explain.system import systems
from govdisc.formats.base import WriteContext
from govdisc.formats.json import write
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report

FORMS = builtin_forms()
FORM = FORMS.form("2021")
CELLS = [path for path in FORM.paths() if path.startswith("requests.")]


def damaged(seed: int, count: int) -> tuple[Report, dict[str, int]]:
    """A report with so many cells of part 3 changed by something of their own, and what stood in them."""
    rng = random.Random(seed)
    report = random_report(rng, Options(zero=0.3, year=2023, agency="青岚县水务局"))
    truth = {path: int(report.cell(path) or 0) for path in rng.sample(CELLS, count)}
    for number, (path, was) in enumerate(truth.items(), 1):
        table, row, column = path.split(".")
        report.tables[table][row][column] = was + 10**number + number
    return report, truth


@pytest.mark.parametrize("count", [4, 5, 6])
@pytest.mark.parametrize("seed", range(6))
def test_more_cells_than_the_core_looks_for_are_named(seed: int, count: int) -> None:
    """Each with the number that it had, among sets that settle every sum."""
    report, truth = damaged(seed, count)
    [found] = explanations(report, FORM, solver=solver.solve)
    assert truth in [{change.cell: change.expected for change in explanation.changes} for explanation in found]


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("seed", range(4))
def test_the_program_and_the_search_agree(monkeypatch: pytest.MonkeyPatch, seed: int, count: int) -> None:
    """What is found by trying is found by the mixed-integer program as well: sets of the same size, which settle the sums."""
    report, _truth = damaged(seed, count)
    [system] = systems(FORM, report)
    tried = solver.solve(system)
    monkeypatch.setattr(solver, "TRIED_CELLS", 0)
    programmed = solver.solve(system)
    assert {len(solution) for solution in programmed} == {len(solution) for solution in tried}
    assert all(solution in tried for solution in programmed)


@pytest.mark.parametrize("seed", range(4))
def test_a_set_that_may_not_be_the_only_one_is_not_named(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Where the time is up behind the first set, nobody knows whether there are others: named alone it would look certain."""
    report, _truth = damaged(seed, 2)
    [system] = systems(FORM, report)
    monkeypatch.setattr(solver, "TRIED_CELLS", 0)
    assert solver.solve(system)
    ticks = iter((0.0, 0.0))
    monkeypatch.setattr(solver.time, "thread_time", lambda: next(ticks, solver.MOST_SECONDS + 1.0))
    assert solver.solve(system) == []


def test_numbers_that_a_program_cannot_tell_apart_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a million the solver's own rounding would name cells that are right."""
    report, _truth = damaged(1, 2)
    report.tables["requests"]["received"]["total"] = 10**14
    monkeypatch.setattr(solver, "TRIED_CELLS", 0)
    assert [found for _system, found in located(report, FORM, solver=solver.solve)] != []
    [system] = systems(FORM, report)
    assert solver.solve(system) == []


@dataclass(frozen=True)
class Done:
    """What a command line printed and returned."""

    code: int
    out: str


@pytest.fixture
def govdisc() -> Callable[..., Done]:
    """Run ``govdisc ARGUMENTS``."""

    def call(*arguments: object) -> Done:
        command = [sys.executable, "-m", "govdisc", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env={**os.environ, "GOVDISC_LANG": "en", "PYTHONUTF8": "1"})
        return Done(done.returncode, done.stdout)

    return call


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Report], Path]:
    """Write a report as JSON."""

    def written(report: Report) -> Path:
        path = tmp_path / "report.json"
        path.write_bytes(b"".join([write([report], WriteContext(forms=FORMS))]))
        return path

    return written


def test_validate_asks_the_plugin_where_the_core_finds_nothing(govdisc: Callable[..., Done], file: Callable[[Report], Path]) -> None:
    """Five wrong cells: the explanation names all of them."""
    report, truth = damaged(3, 5)
    done = govdisc("validate", file(report), "--format", "json")
    first = json.loads(done.out)["explanations"][0]
    assert {cell["cell"]: cell["expected"] for cell in first["cells"]} == truth


def test_the_command_prints_its_reasons(govdisc: Callable[..., Done], file: Callable[[Report], Path]) -> None:
    """The sums that do not hold, the cells, how the mistake came about; exit code 1, and 0 where all is well."""
    report, truth = damaged(3, 1)
    done = govdisc("locate", file(report))
    [(cell, number)] = truth.items()
    assert done.code == 1
    assert "Sums that do not hold" in done.out
    assert f"{FORM.cell_label(cell)}: {report.cell(cell)} → {number}" in done.out
    data = json.loads(govdisc("locate", file(report), "--format", "json").out)
    assert data[0]["groups"][0]["explanations"][0]["cells"][0]["expected"] == number
    done = govdisc("locate", file(random_report(1)))
    assert (done.code, "Every sum that can be judged holds." in done.out) == (0, True)


def test_where_nothing_settles_the_sums_it_is_said(govdisc: Callable[..., Done], file: Callable[[Report], Path]) -> None:
    """A table with an arbitrary number in every cell is not explained."""
    report = random_report(1)
    rng = random.Random(1)
    for cells in report.tables["requests"].values():
        for column in cells:
            cells[column] = rng.randint(0, 10**7)
    done = govdisc("locate", file(report))
    assert "compare the table with the register" in done.out
