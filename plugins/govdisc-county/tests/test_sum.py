"""``govdisc sum`` is exact to the cell, names every addend, and adds nothing up that is wrong or there twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govdisc.model.report import Report, Unread

from .conftest import BODIES, PARENT, County, Done, put

Run = Callable[..., Done]
Make = Callable[..., County]
TOTAL = ("--agency", PARENT, "--year", 2023)


def report(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.out, parse_float=Decimal)
    return found


def numbers(tables: dict[str, Any]) -> dict[str, Any]:
    """Every cell that is not 0 or blank."""
    return {
        f"{table}.{row}.{column}": value
        for table, rows in tables.items() for row, cells in rows.items() for column, value in cells.items() if value
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_the_sum_is_exact_to_the_cell(govdisc: Run, county: Make, seed: int) -> None:
    """Counts and amounts of generated counties, against a plain sum."""
    made = county(seed)
    done = govdisc("sum", made.written(), *TOTAL, "--format", "json")
    assert done.code == 0, done.err
    data = report(done)
    assert numbers(data["tables"]) == numbers(made.parent().tables)
    assert (data["agency"]["name"], data["agency"]["kind"], data["year"], data["form"]) == (PARENT, "government", 2023, "2021")
    assert all(not section["text"] for section in data["sections"])


def test_every_addend_is_listed(govdisc: Run, county: Make) -> None:
    """The addends of each cell are the bodies' numbers and come to its value; blanks are blanks."""
    made = county(3, blank_zeros=True)
    data = report(govdisc("sum", made.written(), *TOTAL, "--format", "addends"))
    names = [body["name"] for body in data["bodies"]]
    assert sorted(names) == sorted(BODIES)
    some = 0
    for cell in data["cells"]:
        printed = {name: made.reports[name].cell(cell["cell"]) for name in names}
        assert {names[addend["body"]]: addend["value"] for addend in cell["addends"]} == {name: value for name, value in printed.items() if value}
        assert {names[number] for number in cell["blank"]} == {name for name, value in printed.items() if value is None}
        assert (cell["value"] or 0) == sum(addend["value"] for addend in cell["addends"])
        some += len(cell["addends"])
    assert some > 100


def test_the_text_shows_the_sum_of_each_cell(govdisc: Run, county: Make) -> None:
    """``cell: sum = body number + …``, for every cell that is not 0."""
    made = county(3)
    lines = govdisc("sum", made.written(), *TOTAL).out.splitlines()
    parent = made.parent()
    assert len(lines) == len(numbers(parent.tables))
    line = next(line for line in lines if line.startswith("一、本年新收政府信息公开申请数量 × 总计: "))
    told = dict(part.rsplit(" ", 1) for part in line.split(" = ")[1].split(" + "))
    assert {name: int(number) for name, number in told.items()} == {
        name: report.cell("requests.received.total") for name, report in made.reports.items() if report.cell("requests.received.total")
    }
    assert f": {parent.cell('requests.received.total')} = " in line


def test_the_own_part_is_added(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """--own: it may lie outside the folder or in it, and is added once, marked as own."""
    made = county(4)
    own = county(5, bodies=(PARENT,), folder="own").reports[PARENT]
    expected = made.parent()
    for path, value in own.cells():
        table, row, column = path.split(".")
        expected.tables[table][row][column] = (expected.tables[table][row][column] or 0) + (value or 0)
    made.written()
    outside, inside = put(tmp_path / "own.json", own), put(made.folder / "own.json", own)
    inside.unlink()
    data = report(govdisc("sum", made.folder, *TOTAL, "--own", outside, "--format", "json"))
    assert numbers(data["tables"]) == numbers(expected.tables)
    inside = put(made.folder / "own.json", own)
    data = report(govdisc("sum", made.folder, *TOTAL, "--own", inside, "--format", "addends"))
    assert [body["own"] for body in data["bodies"]] == [False] * len(BODIES) + [True]
    done = govdisc("sum", made.folder, *TOTAL, "--format", "json")
    assert (done.code, done.out) == (1, "")
    assert "is the parent's own report; name it with --own" in done.err


def _errors(made: County) -> None:
    made.reports[BODIES[0]].tables["requests"]["received"]["total"] = 999


def _twice(made: County) -> None:
    put(made.folder / "again.json", made.reports[BODIES[0]])


def _other_year(made: County) -> None:
    made.reports[BODIES[0]].year = 2022


def _no_year(made: County) -> None:
    made.reports[BODIES[0]].year = made.reports[BODIES[0]].title = None


def _other_form(made: County) -> None:
    made.reports[BODIES[0]].form = "2019"
    made.reports[BODIES[0]].tables = {}


def _nameless(made: County) -> None:
    made.reports[BODIES[0]].agency.name = None


@pytest.mark.parametrize(
    ("spoil", "says", "accepted"),
    [
        (_errors, "errors of its own: SUM101", True),
        (_twice, "it is there 2 times", False),
        (_other_year, "its report is for 2022", False),
        (_no_year, "for which year its report is was not found", False),
        (_other_form, "its report is on form 2019", False),
        (_nameless, "whose report it is was not found", False),
    ],
)
def test_what_cannot_be_added_is_named_and_nothing_is_written(
    govdisc: Run, county: Make, tmp_path: Path, spoil: Callable[[County], None], says: str, accepted: bool
) -> None:
    """Each fault names the body or its file; --accept goes on with errors alone."""
    made = county(6)
    spoil(made)
    made.written()
    done = govdisc("sum", made.folder, *TOTAL, "-o", tmp_path / "sum.json")
    assert done.code == 1
    assert not (tmp_path / "sum.json").exists()
    assert says in done.err
    assert BODIES[0] in done.err
    assert not any(name in done.err for name in BODIES[1:])
    done = govdisc("sum", made.folder, *TOTAL, "--accept", "-o", tmp_path / "sum.json")
    assert (done.code == 0) == accepted
    assert (tmp_path / "sum.json").exists() == accepted


@pytest.mark.parametrize("mark", [None, "/"])
def test_a_total_left_blank_is_no_zero(govdisc: Run, county: Make, mark: str | None) -> None:
    """Its parts are not 0, so what it adds is not known: the sum stays blank there and says whose total it is; blanks over zeros add nothing."""
    made = county(6)
    body = made.reports[BODIES[0]]
    row = body.tables["requests"]["received"]
    row |= {"natural_person": 5, "total": None}
    body.tables["requests"]["refused_publication"] = dict.fromkeys(row)
    if mark:
        body.marks["requests.received.total"] = mark
    done = govdisc("sum", made.written(), *TOTAL, "--accept", "--format", "json")
    data = report(done)["tables"]["requests"]
    others = sum(made.reports[name].cell("requests.refused_publication.total") or 0 for name in BODIES[1:])
    assert done.code == 1
    assert data["received"]["total"] is None
    assert data["received"]["natural_person"] is not None
    assert (data["refused_publication"]["total"] or 0) == others
    assert f"× 总计 stays blank, since an addend is not known: {BODIES[0]} (its total is blank though the parts are not 0)" in done.err


def test_last_years_report_beside_this_years_is_no_double(govdisc: Run, county: Make) -> None:
    """It is named as what it is, a report for another year, and once."""
    made = county(6)
    last = deepcopy(made.reports[BODIES[0]])
    last.year = 2022
    made.written()
    put(made.folder / "last.json", last)
    done = govdisc("sum", made.folder, *TOTAL)
    assert done.code == 1
    assert done.err.count(f"{BODIES[0]}: its report is for 2022") == 1
    assert "it is there" not in done.err


def test_the_roster_says_who_is_added_and_who_is_missing(govdisc: Run, county: Make) -> None:
    """Other parents' bodies are passed over and named; a missing one is named first and stands against the sum."""
    made = county(7)
    made.parents[BODIES[1]] = "云岫市人民政府"
    roster = made.roster()
    made.written()
    (made.folder / f"{BODIES[0]}.json").unlink()
    done = govdisc("sum", made.folder, *TOTAL, "--roster", roster, "--format", "addends")
    assert done.code == 1
    assert f"{BODIES[0]}: its report is missing" in done.err
    assert BODIES[1] in done.err
    done = govdisc("sum", made.folder, *TOTAL, "--roster", roster, "--accept", "--format", "addends")
    data = report(done)
    assert done.code == 0
    assert data["missing"] == [BODIES[0]]
    assert sorted(body["name"] for body in data["bodies"]) == sorted(BODIES[2:])
    done = govdisc("sum", made.folder, "--agency", "无名县人民政府", "--year", 2023, "--roster", roster)
    assert done.code == 2


def test_marks_and_blanks_are_kept_honest(govdisc: Run, county: Make) -> None:
    """A mark that all have stays, a blank that all have stays blank; beside a number they add nothing; what is unread is not known."""
    made = county(8, bodies=BODIES[:2])
    first, second = made.reports.values()
    cells = {
        "disclosure.regulations.issued": ((None, "/"), (None, "/")),
        "disclosure.regulations.repealed": ((None, None), (None, None)),
        "disclosure.regulations.effective": ((None, "/"), (None, None)),
        "disclosure.licensing.decisions": ((None, "/"), (7, None)),
        "disclosure.penalties.decisions": ((None, "约3"), (4, None)),
    }
    for path, printed in cells.items():
        for body, (value, mark) in zip((first, second), printed, strict=True):
            table, row, column = path.split(".")
            body.tables[table][row][column] = value
            body.marks.pop(path, None)
            if mark:
                body.marks[path] = mark
    done = govdisc("sum", made.written(), *TOTAL, "--accept", "--format", "json")
    data = report(done)
    found = {path: (data["tables"]["disclosure"][path.split(".")[1]][path.split(".")[2]], data["marks"].get(path)) for path in cells}
    assert found == {
        "disclosure.regulations.issued": (None, "/"),
        "disclosure.regulations.repealed": (None, None),
        "disclosure.regulations.effective": (None, None),
        "disclosure.licensing.decisions": (7, None),
        "disclosure.penalties.decisions": (None, None),
    }
    assert done.code == 1
    assert f"行政处罚 × 本年处理决定数量 stays blank, since an addend is not known: {BODIES[0]} (not read)" in done.err


def test_old_rows_are_added_as_the_form_says_what_they_stand_for(govdisc: Run, county: Make) -> None:
    """One body has the old row for three: the three of the others are added into it, and every identity holds."""
    made = county(9)
    old = county(10, bodies=(BODIES[0],), legacy_row=True).reports[BODIES[0]]
    assert "closed" in old.tables["requests"]
    made.reports[BODIES[0]] = old
    done = govdisc("sum", made.written(), *TOTAL, "--accept", "--format", "json")
    rows = report(done)["tables"]["requests"]
    three = ("closed_not_corrected", "closed_fee_unpaid", "closed_other")
    assert not set(three) & set(rows)
    for column, value in rows["closed"].items():
        expected = int(old.cell(f"requests.closed.{column}") or 0)
        expected += sum(int(made.reports[name].cell(f"requests.{row}.{column}") or 0) for name in BODIES[1:] for row in three)
        assert value == expected
        outcomes = sum(cells[column] or 0 for row, cells in rows.items() if row not in ("received", "carried_in", "processed_total", "carried_out"))
        assert rows["processed_total"][column] == outcomes
    assert "the old row" in done.err


@pytest.mark.parametrize(("printed", "unread", "amount"), [(BODIES[:1], False, 5), ((), False, None), (BODIES[:1], True, None)])
def test_an_optional_row_that_is_not_printed_adds_nothing(govdisc: Run, county: Make, printed: tuple[str, ...], unread: bool, amount: object) -> None:
    """A row that a variant lets out is no unknown number, unless it may be what was not read; the sum prints it where a body does."""
    made = county(12, year=2020, form="2019")
    for name, body in made.reports.items():
        body.variant = "wuhan-2020"
        if name in printed:
            body.tables["disclosure"]["other_proactive_documents"] = {"made": 5, "disclosed": 5, "public_total": 5}
    if unread:
        made.reports[BODIES[1]].unread.append(Unread("unknown_row", "disclosure", "line 9", "其他 5 5 5"))
    done = govdisc("sum", made.written(), "--agency", PARENT, "--year", 2020, "--accept", "--format", "json")
    row = report(done)["tables"]["disclosure"].get("other_proactive_documents")
    assert (row and row["made"]) == amount
    assert ("stays blank, since an addend is not known" in done.err) == unread
    assert done.code == int(unread)


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "jsonl"])
def test_every_format_that_can_be_written(govdisc: Run, county: Make, tmp_path: Path, suffix: str) -> None:
    """-o NAME.suffix: reading it back gives the sum; --addends writes the list beside it."""
    made = county(11)
    path = tmp_path / f"sum.{suffix}"
    done = govdisc("sum", made.written(), *TOTAL, "-o", path, "--addends", tmp_path / "addends.json")
    assert done.code == 0, done.err
    assert done.out == ""
    assert json.loads((tmp_path / "addends.json").read_text("utf-8"))["agency"] == PARENT
    back = report(govdisc("export", path, "--format", "json"))
    assert numbers(back["tables"]) == numbers(made.parent().tables)
    assert back["agency"]["name"] == PARENT


def test_inputs_are_never_written_to(govdisc: Run, county: Make) -> None:
    """Neither by -o nor by --addends."""
    made = county(12)
    made.written()
    target = made.folder / f"{BODIES[0]}.json"
    before = target.read_bytes()
    assert govdisc("sum", made.folder, *TOTAL, "-o", target).code == 2
    assert govdisc("sum", made.folder, *TOTAL, "--addends", target).code == 2
    assert target.read_bytes() == before


@pytest.mark.parametrize("arguments", [("--agency", " "), ("--format", "nonsense"), ("-o", "sum.unknown"), ("--own", "nowhere.docx")])
def test_a_wrong_command_line_writes_nothing(govdisc: Run, county: Make, arguments: tuple[str, str]) -> None:
    """One sentence, exit code 2, or 4 for a file that is not there."""
    made = county(13)
    done = govdisc("sum", made.written(), *TOTAL, *arguments)
    assert done.code == (4 if "--own" in arguments else 2)
    assert done.out == ""


# --- validate --children --------------------------------------------------------------------------------------------------------


def children(govdisc: Run, made: County, parent: Report, tmp_path: Path, *more: object) -> list[dict[str, Any]]:
    path = put(tmp_path / "parent.json", parent)
    done = govdisc("validate", path, "--children", made.written(), *more, "--format", "jsonl")
    return [finding for finding in map(json.loads, done.out.splitlines()) if finding["code"].startswith("BAT3")]


def test_a_published_parent_is_held_against_the_sum(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """Equal is silent, more is its own part, less is an error with the addends; PATH may be given again."""
    made = county(14)
    parent = made.parent()
    assert children(govdisc, made, parent, tmp_path) == []
    more = deepcopy(parent)
    more.tables["requests"]["received"]["total"] = int(more.tables["requests"]["received"]["total"] or 0) + 3
    [found] = children(govdisc, made, more, tmp_path)
    assert (found["code"], found["severity"], found["cells"]) == ("BAT302", "info", ["requests.received.total"])
    less = deepcopy(parent)
    less.tables["requests"]["received"]["total"] = int(less.tables["requests"]["received"]["total"] or 0) - 3
    [found] = children(govdisc, made, less, tmp_path)
    assert (found["code"], found["cell"], found["expected"]) == ("BAT301", "requests.received.total", parent.cell("requests.received.total"))
    folder = made.folder
    half = folder.parent / "half"
    half.mkdir()
    for name in BODIES[:4]:
        (folder / f"{name}.json").rename(half / f"{name}.json")
    done = govdisc("validate", tmp_path / "parent.json", "--children", folder, "--children", half, "--format", "jsonl")
    assert [finding["code"] for finding in map(json.loads, done.out.splitlines()) if finding["code"].startswith("BAT3")] == ["BAT301"]


def test_a_roster_names_the_units_that_the_comparison_lacks(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """With --roster beside --children, missing units are named."""
    made = county(15)
    roster = made.roster()
    parent = made.parent()
    del made.reports[BODIES[2]]
    found = children(govdisc, made, parent, tmp_path, "--roster", roster)
    assert [finding["code"] for finding in found if finding["code"] != "BAT302"] == ["BAT303"]
    assert f"missing: {BODIES[2]}" in found[-1]["message"] or f"missing: {BODIES[2]}" in found[0]["message"]


def test_what_children_cannot_be_read_is_told(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """A damaged file is named with exit code 4, an empty folder with 5."""
    made = county(16, bodies=BODIES[:2])
    parent = put(tmp_path / "parent.json", made.parent())
    made.written()
    (made.folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    done = govdisc("validate", parent, "--children", made.folder)
    assert done.code == 4
    assert "broken.docx" in done.err
    (tmp_path / "empty").mkdir()
    assert govdisc("validate", parent, "--children", tmp_path / "empty").code == 5


def test_without_the_plugin_it_is_named(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """--children and --roster say what to install."""
    made = county(17, bodies=BODIES[:1])
    path = put(tmp_path / "parent.json", made.parent())
    for option in ("--children", "--roster"):
        done = govdisc("validate", path, option, made.written(), "--no-plugin", "govdisc-county")
        assert done.code == 2
        assert f"{option} needs a plugin; install it with: pip install govdisc-county" in done.err
