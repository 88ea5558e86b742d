"""``govdisc collect`` tells of every unit what became of its report, and of every report whose it is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import BODIES, County, Done, put

Run = Callable[..., Done]
Make = Callable[..., County]


def lines(done: Done) -> dict[str, dict[str, Any]]:
    return {line["name"]: line for line in json.loads(done.out)["units"]}


def test_a_county_in_order_is_exit_0(govdisc: Run, county: Make) -> None:
    """Every unit has its line, in the roster's order, with the file of its report."""
    made = county()
    done = govdisc("collect", made.written(), "--roster", made.roster(), "--format", "json")
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert [line["name"] for line in data["units"]] == list(BODIES)
    assert {line["state"] for line in data["units"]} <= {"right", "warnings"}
    assert [Path(line["reports"][0]["uri"]).stem for line in data["units"]] == list(BODIES)
    assert data["year"] == 2023
    assert data["summary"]["units"] == len(BODIES)


def test_who_is_missing_late_wrong_twice_or_not_expected(govdisc: Run, county: Make) -> None:
    """Each planted fault is named in its own line and nothing else is."""
    made = county()
    made.written()
    missing, wrong, late, twice, renamed = BODIES[:5]
    roster = made.roster()
    (made.folder / f"{missing}.json").unlink()
    made.reports[wrong].tables["requests"]["received"]["total"] = 999
    put(made.folder / f"{wrong}.json", made.reports[wrong])
    made.reports[late].published = "2024-02-01"
    put(made.folder / f"{late}.json", made.reports[late])
    put(made.folder / "again.json", made.reports[twice])
    made.reports[renamed].agency.name = "青岚县水利局"
    put(made.folder / f"{renamed}.json", made.reports[renamed])
    done = govdisc("collect", made.folder, "--roster", roster, "--format", "json")
    assert done.code == 1
    found = lines(done)
    states = {name: line["state"] for name, line in found.items()}
    assert states[missing] == "missing"
    assert states[wrong] == "errors"
    assert states[late] == "late"
    assert states[twice] == "twice"
    assert states[renamed] == "missing"
    assert {states[name] for name in BODIES[5:]} <= {"right", "warnings"}
    assert found[renamed]["suggested"]["agency"] == "青岚县水利局"
    assert found[missing]["suggested"] is None
    data = json.loads(done.out)
    assert [(report["agency"], report["suggested"]) for report in data["unexpected"]] == [("青岚县水利局", renamed)]
    assert found[wrong]["reports"][0]["codes"]["SUM101"] >= 1


def test_the_dates_of_the_roster_feed_the_deadlines(govdisc: Run, county: Make) -> None:
    """A report that states no date is late by the roster's; one that states a date goes by its own."""
    made = county(bodies=BODIES[:2])
    for report in made.reports.values():
        report.published = None
    made.reports[BODIES[1]].published = "2024-01-12"
    roster = made.folder.parent / "units.csv"
    roster.write_text(f"name,published\n{BODIES[0]},2024-02-01\n{BODIES[1]},2024-02-01\n", "utf-8")
    found = lines(govdisc("collect", made.written(), "--roster", roster, "--format", "json"))
    assert [found[name]["state"] == "late" for name in BODIES[:2]] == [True, False]


def test_years_are_kept_apart(govdisc: Run, county: Make) -> None:
    """Several years need --year; then the others are listed, not counted, and compared with."""
    now, before = county(), county(seed=2, year=2022)
    before.folder = now.folder / "2022"
    roster = now.roster()
    now.written()
    before.written()
    done = govdisc("collect", now.folder, "--roster", roster)
    assert done.code == 2
    assert "there are reports for 2022, 2023" in done.err
    data = json.loads(govdisc("collect", now.folder, "--roster", roster, "--year", 2023, "--format", "json").out)
    assert data["summary"]["missing"] == 0
    assert data["summary"]["twice"] == 0
    assert {report["year"] for report in data["other_years"]} == {2022}
    assert all(line["reports"][0]["previous"]["year"] == 2022 for line in data["units"])


def test_last_years_folder_is_compared_with(govdisc: Run, county: Make) -> None:
    """--previous: each line says with what it was compared, or that it was not."""
    now, before = county(), county(seed=2, year=2022, folder="before")
    del before.reports[BODIES[0]]
    before.written()
    done = govdisc("collect", now.written(), "--roster", now.roster(), "--previous", before.folder, "--format", "json")
    compared = {name: "uri" in line["reports"][0]["previous"] for name, line in lines(done).items()}
    assert compared == {name: name != BODIES[0] for name in BODIES}
    text = govdisc("collect", now.folder, "--roster", now.roster(), "--previous", before.folder).out
    assert text.count("not compared") == 1


def test_text_csv_and_the_formats_of_findings(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """One line a unit in the text; a CSV that Excel opens, without formulas; --format jsonl gives the findings."""
    made = county()
    made.reports["=cmd()局"] = made.reports.pop(BODIES[0])
    made.reports["=cmd()局"].agency.name = "=cmd()局"
    roster = made.roster()
    made.written()
    done = govdisc("collect", made.folder, "--roster", roster)
    assert [line.split()[0] for line in done.out.splitlines()[2:]] == list(made.reports)
    done = govdisc("collect", made.folder, "--roster", roster, "-o", tmp_path / "out.csv")
    assert done.out == ""
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert sorted(row["name"] for row in rows) == sorted([*BODIES[1:], "'=cmd()局"])
    made.reports[BODIES[1]].tables["requests"]["received"]["total"] = 999
    put(made.folder / f"{BODIES[1]}.json", made.reports[BODIES[1]])
    found = [json.loads(line) for line in govdisc("collect", made.folder, "--roster", roster, "--format", "jsonl").out.splitlines()]
    assert {"SUM101"} <= {finding["code"] for finding in found if finding["agency"] == BODIES[1]}


def test_the_roster_is_never_written_to(govdisc: Run, county: Make) -> None:
    """Nor is an input."""
    made = county()
    roster = made.roster()
    before = roster.read_bytes()
    done = govdisc("collect", made.written(), "--roster", roster, "-o", roster)
    assert done.code == 2
    assert roster.read_bytes() == before
    done = govdisc("collect", made.folder, "--roster", roster, "--format", "json", "-o", made.folder / f"{BODIES[0]}.json")
    assert done.code == 2
    assert json.loads((made.folder / f"{BODIES[0]}.json").read_text("utf-8"))["agency"]["name"] == BODIES[0]


@pytest.mark.parametrize("arguments", [("--format", "nonsense"), ("--roster", "nowhere.csv"), ("--year", "12")])
def test_a_wrong_command_line_is_one_sentence_and_exit_2(govdisc: Run, county: Make, arguments: tuple[str, str]) -> None:
    """No traceback for anything."""
    made = county()
    done = govdisc("collect", made.written(), "--roster", made.roster(), *arguments)
    assert done.code == 2
    assert done.err.count("govdisc: ") == 1


def test_what_is_not_read_is_told(govdisc: Run, county: Make) -> None:
    """A damaged file in the folder is named, and the exit code is that of the whole."""
    made = county()
    made.written()
    (made.folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    done = govdisc("collect", made.folder, "--roster", made.roster())
    assert done.code == 4
    assert "broken.docx" in done.err


def test_the_roster_of_the_configuration(govdisc: Run, county: Make, tmp_path: Path) -> None:
    """[roster] in govdisc.toml, as seen from the file, for every command that goes by one; --roster goes before it."""
    made = county(bodies=BODIES[:3])
    made.roster()
    made.written()
    assert govdisc("collect", made.folder).code == 2
    (tmp_path / "govdisc.toml").write_text('[roster]\npath = "units.csv"\n', "utf-8")
    done = govdisc("collect", made.folder, "--format", "json")
    assert json.loads(done.out)["summary"]["units"] == 3
    (made.folder / f"{BODIES[0]}.json").unlink()
    done = govdisc("sum", made.folder, "--agency", "青岚县人民政府", "--year", 2023)
    assert f"{BODIES[0]}: its report is missing" in done.err
    put(tmp_path / "parent.json", made.parent())
    done = govdisc("validate", tmp_path / "parent.json", made.folder, "--format", "jsonl")
    assert "BAT303" in {json.loads(line)["code"] for line in done.out.splitlines()}
    (tmp_path / "govdisc.toml").write_text('[roster]\nfile = "units.csv"\n', "utf-8")
    done = govdisc("collect", made.folder)
    assert done.code == 2
    assert "roster" in done.err


def test_several_processes_say_the_same(govdisc: Run, county: Make) -> None:
    """-j 2 gives the bytes of -j 1."""
    made = county(bodies=BODIES[:4])
    roster = made.roster()
    put(made.folder / "parent.json", made.parent())
    made.written()
    one, two = (govdisc("collect", made.folder, "--roster", roster, "--format", "json", "-j", jobs) for jobs in (1, 2))
    assert one.out == two.out
    assert one.code == two.code
