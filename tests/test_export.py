"""Exports are whole or not there, never replace an input, and have predictable names."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from account_kit import of, save

from govdisc.cli.outputs import file_name, replace_file
from govdisc.formats.base import WriteOptions
from govdisc.formats.json import dumps, write, write_lines
from govdisc.model.book import builtin_forms
from govdisc.testing import Options, random_report

OPTIONS = WriteOptions(builtin_forms())
Run = Callable[..., Any]


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Three reports in one JSON Lines file."""
    path = tmp_path / "batch.jsonl"
    path.write_bytes(write_lines([random_report(seed, Options(agency="青岚县水务局", year=2022)) for seed in range(3)], OPTIONS))
    return path


def test_a_folder_gets_a_file_a_report(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """agency-year.ext, numbered where the name is taken."""
    done = govdisc("export", batch, "--format", "json", "-o", f"{tmp_path / 'out'}/")
    assert done.code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "青岚县水务局-2022-2.json",
        "青岚县水务局-2022-3.json",
        "青岚县水务局-2022.json",
    ]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "CON", "a:b|c?", "x" * 300, "  ", ".hidden", "a\x00b\nc", "<script>"])
def test_names_are_safe_on_every_system(name: str) -> None:
    """Whatever a report calls its agency, the file stays in the folder and can be made anywhere."""
    report = random_report(1)
    report.agency.name, report.year = name, None
    made = file_name(report, ".json", set())
    assert not set(made) & set('/\\:|?*<>"\x00\n ')
    assert not made.startswith(".")
    assert len(made) < 120
    assert made.split(".")[0].upper() != "CON"


def test_an_input_is_never_replaced(govdisc: Run, tmp_path: Path) -> None:
    """-o that names an input: exit 2, and the input is as it was, through a link as well."""
    path = tmp_path / "report.json"
    path.write_bytes(write([random_report(1)], OPTIONS))
    before = path.read_bytes()
    targets = [path]
    if os.name != "nt":
        link = tmp_path / "link.json"
        link.symlink_to(path)
        targets.append(link)
    for target in targets:
        done = govdisc("export", path, "--format", "json", "-o", target)
        assert done.code == 2
        assert "never changed" in done.err
    assert path.read_bytes() == before


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, what was there stays, and no temporary file is left behind."""
    path = tmp_path / "report.json"
    path.write_bytes(b"old")

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, [b"new"])
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_several_reports_on_stdout_are_one_array(govdisc: Run, batch: Path) -> None:
    """JSON on stdout stays JSON when there are several reports; one report is an object."""
    assert len(json.loads(govdisc("export", batch, "--format", "json").out)) == 3
    assert len(govdisc("export", batch, "--format", "jsonl").out.splitlines()) == 3


def test_good_reports_are_exported_past_bad_ones(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """A broken input is told and exit is 4; the others are written."""
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\0\0\0\0" * 100)
    done = govdisc("export", broken, batch, "--format", "jsonl")
    assert done.code == 4
    assert len(done.out.splitlines()) == 3


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL there")
def test_a_killed_export_leaves_no_half_file(tmp_path: Path) -> None:
    """Killed in the midst of 1,000 reports: every file under a final name is whole."""
    source = tmp_path / "many.jsonl"
    source.write_bytes(write_lines([random_report(seed) for seed in range(1000)], OPTIONS))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "govdisc", "export", str(source), "--format", "json", "-o", f"{out}/"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while (not out.exists() or len(list(out.iterdir())) < 20) and time.monotonic() < deadline:
            time.sleep(0.005)
        running.send_signal(signal.SIGKILL)
        running.wait(60)
    finished = [path for path in out.iterdir() if not path.name.startswith(".")]
    assert 0 < len(finished) < 1000
    for path in finished:
        assert json.loads(path.read_text("utf-8"))["schema_version"] == "1"


def test_a_day_of_publication_is_a_fact_of_every_format(govdisc: Run) -> None:
    """--published counts where the report states none; an option that the format cannot take is refused, and names what it lacks."""
    blank = govdisc("new", "--year", "2023", "--agency", "青岚县水务局", "--format", "json").out
    told = govdisc("export", "-", "--format", "json", "--published", "2024-01-16", stdin=blank.encode())
    assert json.loads(told.out)["published"] == "2024-01-16"
    refused = govdisc("export", "-", "--format", "json", "--index-number", "1", stdin=blank.encode())
    assert (refused.code, refused.out) == (2, "")
    assert "index_number" in refused.err


def test_a_blank_form_carries_in_what_last_year_carried_out(govdisc: Run, tmp_path: Path) -> None:
    """govdisc new --previous takes body, year and 上年结转 from last year's report, and names the cells that it could not take."""
    last = json.loads(govdisc("new", "--year", "2023", "--agency", "青岚县水务局", "--format", "json").out)
    last["tables"]["requests"]["carried_out"] |= {"natural_person": 3, "enterprise": 0, "total": 3}
    last["tables"]["requests"]["carried_in"]["natural_person"] = 7
    before = tmp_path / "last.json"
    before.write_text(json.dumps(last), "utf-8")
    made = govdisc("new", "--previous", before, "--format", "json")
    data = json.loads(made.out)
    assert (made.code, data["year"], data["agency"]["name"]) == (0, 2024, "青岚县水务局")
    row = data["tables"]["requests"]["carried_in"]
    assert (row["natural_person"], row["enterprise"], row["research"], row["total"]) == (3, 0, None, 3)
    assert sum(value is not None for rows in data["tables"].values() for cells in rows.values() for value in cells.values()) == 3
    assert "二、上年结转政府信息公开申请数量, 3 in total" in made.err
    assert "left blank" in made.err
    assert "× 科研机构" in made.err
    assert "× 自然人" not in made.err


def test_last_years_report_must_be_one_and_of_the_year_before(govdisc: Run, tmp_path: Path) -> None:
    """A year that does not follow, a file of several reports, and nothing to go by are each one sentence."""
    blank = govdisc("new", "--year", "2023", "--agency", "青岚县水务局", "--format", "json").out
    one, two = tmp_path / "one.json", tmp_path / "two.jsonl"
    one.write_text(blank, "utf-8")
    two.write_text(2 * (json.dumps(json.loads(blank)) + "\n"), "utf-8")
    renamed = govdisc("new", "--previous", one, "--agency", "青岚县水利局", "--format", "json")
    assert json.loads(renamed.out)["agency"]["name"] == "青岚县水利局"
    assert (govdisc("new", "--previous", one, "--year", "2026", "--format", "json").code, renamed.code) == (2, 0)
    assert govdisc("new", "--previous", two, "--format", "json").code == 2
    assert govdisc("new", "--previous", tmp_path / "none.json", "--format", "json").code == 4
    assert govdisc("new", "--agency", "青岚县水务局", "--format", "json").code == 2


def test_a_blank_form_is_made_and_read_back(govdisc: Run, tmp_path: Path) -> None:
    """govdisc new gives the form for the year, all cells blank; it is not made over a file that exists."""
    path = tmp_path / "blank.json"
    assert govdisc("new", "--year", "2025", "--agency", "青岚县水务局", "--format", "json", "-o", path).code == 0
    data = json.loads(path.read_text("utf-8"))
    assert (data["form"], data["year"], data["agency"]["name"]) == ("2021", 2025, "青岚县水务局")
    values = [value for rows in data["tables"].values() for cells in rows.values() for value in cells.values()]
    assert values == [None] * 200
    assert govdisc("new", "--year", "2020", "--agency", "青岚县水务局", "--format", "json", "-o", path).code == 2
    assert json.loads(govdisc("new", "--year", "2020", "--agency", "青岚县水务局", "--format", "json").out)["form"] == "2019"


def test_what_was_not_written_is_not_counted(govdisc: Run, tmp_path: Path) -> None:
    """An output that cannot be made, as one file or as one a report, is told (4) and counts none as written."""
    path = save(tmp_path / "a.json", of("青岚县水务局", 2023))
    (tmp_path / "out" / "青岚县水务局-2023.json").mkdir(parents=True)
    (tmp_path / "blocked").write_bytes(b"")
    for output in (tmp_path / "blocked" / "x.jsonl", f"{tmp_path}/blocked/x/", f"{tmp_path}/out/"):
        done = govdisc("export", path, "--format", "json" if str(output).endswith("/") else "jsonl", "-o", output)
        assert done.code == 4, done.err
        assert "1 report read, 0 written" in done.err or "cannot be made" in done.err
        assert "no report was found" not in done.err


def test_a_report_that_does_not_fit_its_schema_is_no_export_that_succeeded(govdisc: Run, tmp_path: Path) -> None:
    """What was refused for its schema is exit code 4 where nothing is judged; the others are written."""
    bad = of("青岚县财政局", 2023).to_dict() | {"year": "MMXXIII"}
    (tmp_path / "bad.json").write_text(dumps(bad), "utf-8")
    save(tmp_path / "good.json", of("青岚县水务局", 2023))
    done = govdisc("export", tmp_path, "--format", "jsonl")
    assert done.code == 4
    assert len(done.out.splitlines()) == 1
    assert "bad.json" in done.err


@pytest.mark.plugins("markdown", "csv")
@pytest.mark.parametrize(("format_", "code"), [("markdown", 1), ("csv", 0), ("json", 0)])
def test_a_variant_that_is_not_installed_is_told_and_stops_no_other(govdisc: Run, tmp_path: Path, format_: str, code: int) -> None:
    """A report that names it is judged and written by its form alone, which is said; formats that keep its name lose nothing."""
    foreign = of("青岚县财政局", 2023)
    foreign.variant = "nowhere"
    path = save(tmp_path / "a.json", foreign)
    other = save(tmp_path / "b.json", of("青岚县水务局", 2023))
    done = govdisc("export", path, other, "--format", format_, "-o", f"{tmp_path}/out/")
    assert done.code == code, done.err
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert ("nowhere" in done.err) is (code == 1)
    assert "INP111" in govdisc("validate", path, other, "--format", "json").codes
