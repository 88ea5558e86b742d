"""A parent's tables are held against the sum of its bodies' where the roster says who belongs to whom, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from .conftest import BODIES, PARENT, County, Done, put

Run = Callable[..., Done]
Make = Callable[..., County]


def findings(done: Done, *codes: str) -> list[dict[str, Any]]:
    return [finding for finding in map(json.loads, done.out.splitlines()) if finding["code"] in codes]


def collected(govdisc: Run, made: County, *codes: str) -> list[dict[str, Any]]:
    roster = made.roster()
    roster.write_text(roster.read_text("utf-8") + f"\r\n{PARENT},,2024-03-20", "utf-8")
    return findings(govdisc("collect", made.written(), "--roster", roster, "--format", "jsonl"), *codes)


@pytest.mark.parametrize("seed", range(3))
def test_a_parent_that_is_the_sum_is_silent(govdisc: Run, county: Make, seed: int) -> None:
    """Nothing is found where every cell is the sum of its bodies'."""
    made = county(seed)
    put(made.folder / "parent.json", made.parent())
    assert collected(govdisc, made, "BAT301", "BAT302", "BAT303") == []


@pytest.mark.parametrize(("path", "less"), [("requests.granted.natural_person", 1), ("disputes.reconsideration.upheld", 2), ("disclosure.licensing.decisions", 1)])
def test_each_planted_wrong_cell_is_named(govdisc: Run, county: Make, path: str, less: int) -> None:
    """The cell, what the bodies come to, what the parent has, and who adds how much."""
    made = county(5)
    parent = made.parent()
    table, row, column = path.split(".")
    right = int(parent.cell(path) or 0)
    assert right > less
    parent.tables[table][row][column] = right - less
    put(made.folder / "parent.json", parent)
    [found] = collected(govdisc, made, "BAT301")
    assert (found["cell"], found["expected"], found["actual"], found["agency"]) == (path, right, right - less, PARENT)
    adding = {name: report.cell(path) for name, report in made.reports.items() if report.cell(path)}
    assert all(f"{name} {value}" in found["message"] for name, value in adding.items())


@pytest.mark.parametrize(("mark", "shown"), [(None, "blank"), ("/", "/"), (0, "0")])
def test_a_cell_without_a_number_is_said_to_be_blank(govdisc: Run, county: Make, mark: str | int | None, shown: str) -> None:
    """It counts as nothing, and is not told as a 0 that nobody wrote; a mark is told as it stands there."""
    made = county(5)
    parent, path = made.parent(), "disclosure.licensing.decisions"
    right = int(parent.cell(path) or 0)
    parent.tables["disclosure"]["licensing"]["decisions"] = mark if mark == 0 else None
    if isinstance(mark, str):
        parent.marks[path] = mark
    put(made.folder / "parent.json", parent)
    [found] = collected(govdisc, made, "BAT301")
    assert (found["cell"], found["expected"], found.get("actual")) == (path, right, 0 if mark == 0 else None)
    assert f"× 本年处理决定数量: {shown}, its bodies {right} (" in found["message"]


def test_what_is_more_is_the_own_part(govdisc: Run, county: Make) -> None:
    """An info, not an error; with a unit missing it is not said, since that may be the reason."""
    made = county(6)
    parent = made.parent()
    for column in ("natural_person", "total"):
        for row in ("received", "granted", "processed_total"):
            parent.tables["requests"][row][column] = int(parent.tables["requests"][row][column] or 0) + 4
    put(made.folder / "parent.json", parent)
    assert collected(govdisc, made, "BAT301", "BAT303") == []
    [found] = collected(govdisc, made, "BAT302")
    assert set(found["cells"]) == {f"requests.{row}.{column}" for column in ("natural_person", "total") for row in ("received", "granted", "processed_total")}
    assert found["message"].count("+4") == 6
    other = deepcopy(made.reports[BODIES[0]])
    other.tables["requests"]["received"]["total"] = 90
    put(made.folder / "another version.json", other)
    assert collected(govdisc, made, "BAT302") == []


def test_missing_units_doubles_and_other_years_are_named(govdisc: Run, county: Make) -> None:
    """The sum goes over the others, and is no more than what the parent may have."""
    made = county(7)
    parent = made.parent()
    roster = made.roster()
    roster.write_text(roster.read_text("utf-8") + f"\r\n{PARENT},,2024-03-20", "utf-8")
    made.written()
    put(made.folder / "parent.json", parent)
    missing, double, older = BODIES[0], BODIES[1], BODIES[2]
    (made.folder / f"{missing}.json").unlink()
    other = deepcopy(made.reports[double])
    other.tables["requests"]["granted"]["natural_person"] = 555
    put(made.folder / "other.json", other)
    made.reports[older].year = 2022
    put(made.folder / f"{older}.json", made.reports[older])
    done = govdisc("collect", made.folder, "--roster", roster, "--year", 2023, "--format", "jsonl")
    [found] = findings(done, "BAT303")
    assert f"missing: {missing}" in found["message"]
    assert f"there twice with other numbers: {double}" in found["message"]
    assert f"{older} (its report is for 2022)" in found["message"]
    assert findings(done, "BAT301") == []


def test_nothing_is_looked_at_without_a_roster(govdisc: Run, county: Make) -> None:
    """Nobody but the roster says that a government adds up its bodies."""
    made = county(8)
    parent = made.parent()
    parent.tables["requests"]["granted"]["natural_person"] = 0
    put(made.folder / "parent.json", parent)
    assert findings(govdisc("validate", made.written(), "--format", "jsonl"), "BAT301", "BAT302", "BAT303") == []


def test_blanks_and_marks_add_nothing_and_what_is_unread_is_not_known(govdisc: Run, county: Make) -> None:
    """A parent that prints 0 for the blanks of its bodies is right; an unread cell of a body makes no sum less than it is."""
    made = county(9, blank_zeros=True)
    parent = made.parent()
    report = made.reports[BODIES[0]]
    path = "requests.granted.natural_person"
    report.tables["requests"]["granted"]["natural_person"] = None
    report.marks[path] = "约2"
    put(made.folder / "parent.json", parent)
    assert collected(govdisc, made, "BAT301") == []
    assert path not in {cell for finding in collected(govdisc, made, "BAT302") for cell in finding.get("cells", [])}
