"""Everything is accounted for: inputs, rules, comparisons; in any order, in any number of processes, from Python as from the shell."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govdisc import check
from govdisc.account import FAILED, NOT_APPLICABLE, NOT_CHECKED, RAN
from govdisc.cache import Cache
from govdisc.engine import Engine
from govdisc.formats.base import WriteContext
from govdisc.formats.json import dumps, write, write_lines
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.sources import Paths, Source
from govdisc.testing import Options, print_text, random_report

ROOT = Path(__file__).resolve().parent.parent
CONTEXT = WriteContext(builtin_forms())
Run = Callable[..., Any]


def of(agency: str, year: int, seed: int = 1) -> Report:
    """A correct report of a body for a year."""
    return random_report(seed, Options(agency=agency, year=year))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as offices have them: reports, one wrong, one twice, two years, and what is none."""
    place = tmp_path / "收集"
    (place / "乡镇").mkdir(parents=True)
    (place / ".git").mkdir()
    (place / "水务局-2022.json").write_bytes(write([of("青岚县水务局", 2022)], CONTEXT))
    later = of("青岚县水务局", 2023, 3)
    later.tables["requests"]["carried_in"] = dict.fromkeys(later.tables["requests"]["carried_in"], 9)
    (place / "水务局-2023.json").write_bytes(write([later], CONTEXT))
    wrong = of("青岚县财政局", 2023, 2)
    wrong.tables["disputes"]["reconsideration"]["total"] = 77
    (place / "财政局.txt").write_text(print_text(wrong, "row_a_line"), "utf-8")
    (place / "财政局-again.json").write_bytes(write([wrong], CONTEXT))
    (place / "乡镇" / "many.jsonl").write_bytes(write_lines([of("青岚县教育局", 2023, seed) for seed in (4, 5)], CONTEXT) + b"{broken\n")
    (place / "扫描.jpg").write_bytes(b"\xff\xd8\xff" + bytes(50))
    (place / "minutes.txt").write_text("会议纪要。", "utf-8")
    (place / "empty.json").write_text("[]", "utf-8")
    (place / ".hidden.txt").write_text("x", "utf-8")
    (place / "~$lock.docx").write_bytes(b"x")
    with zipfile.ZipFile(place / "packed.zip", "w") as archive:
        archive.writestr("司法局.json", write([of("青岚县司法局", 2023, 6)], CONTEXT))
        archive.writestr("inner.zip", b"PK\x03\x04" + bytes(40))
    return place


def entries(done: Any) -> list[dict[str, Any]]:
    return list(json.loads(done.out)["inputs"])


def test_every_file_of_a_folder_ends_in_one_entry(govdisc: Run, folder: Path) -> None:
    """Read, refused or passed over: the files below the folder are all there, each once, and a reason with each that was not read."""
    done = govdisc("validate", folder, "--format", "json")
    found = entries(done)
    told = {entry["uri"] for entry in found}
    below = {str(path) for path in folder.rglob("*") if path.is_file()} - {str(folder / "packed.zip")}
    assert below <= told
    assert told - below == {f"{folder}/packed.zip!司法局.json", f"{folder}/packed.zip!inner.zip", str(folder / ".git")}
    status = {Path(entry["uri"]).name: entry["status"] for entry in found}
    assert status["财政局.txt"] == "read"
    assert status["empty.json"] == "refused"
    assert status["扫描.jpg"] == status["minutes.txt"] == status[".hidden.txt"] == status["~$lock.docx"] == status[".git"] == "passed_over"
    assert status["packed.zip!inner.zip"] == "refused"
    assert all(entry.get("reason") for entry in found if entry["status"] != "read")
    assert done.code == 4
    for words in (".jpg", "empty.json", "minutes.txt"):
        assert words in done.err


def test_every_rule_has_a_state_on_every_report(folder: Path) -> None:
    """Ran, does not apply, not checked or failed; what was not checked says why."""
    plugins = Plugins()
    engine = Engine(plugins)
    read = 0
    for result in engine.check(Paths([str(folder)])):
        if result.late or result.input.status != "read":
            continue
        read += 1
        expected = {code for code, rule in plugins.rules.items() if not rule.needs_previous}
        assert set(result.states) == expected
        assert set(result.states.values()) <= {RAN, NOT_APPLICABLE, NOT_CHECKED, FAILED}
        assert {told["code"] for told in result.input.unchecked} == {code for code, state in result.states.items() if state == NOT_CHECKED}
    assert read == 7


def findings_of(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Findings without the numbers of their inputs."""
    uris = [entry["uri"] for entry in data["inputs"]]
    return sorted(
        (uris[finding["input"]], finding["code"], finding["message"], finding["fingerprint"]) for finding in data["findings"]
    )


def test_the_order_of_the_inputs_does_not_matter(govdisc: Run, folder: Path) -> None:
    """The same findings, fingerprints and reasons, whichever file comes first."""
    files = sorted(str(path) for path in folder.rglob("*.[jt]*") if path.is_file())
    seen = []
    for seed in range(3):
        random.Random(seed).shuffle(files)
        data = json.loads(govdisc("validate", *files, "--format", "json").out)
        seen.append((findings_of(data), sorted((entry["uri"], json.dumps(entry, sort_keys=True)) for entry in data["inputs"])))
    assert seen[0] == seen[1] == seen[2]


def process(*arguments: object, **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "govdisc", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, "GOVDISC_LANG": "en", **env}, timeout=120, check=False)


def test_hash_seeds_and_processes_change_no_byte(folder: Path) -> None:
    """Three hash seeds, and one, two and three processes, give the same bytes on stdout and the same exit code."""
    first = process("validate", folder, "--format", "json", PYTHONHASHSEED="0")
    for seed, jobs in (("1", "1"), ("2", "3"), ("3", "2")):
        again = process("validate", folder, "--format", "json", "-j", jobs, PYTHONHASHSEED=seed)
        assert (again.returncode, again.stdout) == (first.returncode, first.stdout)
    exported = [process("export", folder, "--format", "jsonl", "-j", jobs).stdout for jobs in ("1", "2")]
    assert exported[0] == exported[1] != b""


def test_a_batch_on_disk_says_what_one_in_memory_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where everything that waits for other reports goes through databases, compressed, the outcome is the same."""
    few = check(folder, language="en").to_dict()
    for name in ("govdisc.pairs.FEW", "govdisc.pairs.LOOSE", "govdisc.later.FEW"):
        monkeypatch.setattr(name, 0)
    many = check(folder, language="en").to_dict()
    assert many == few
    assert any(finding["code"] == "BAT101" for finding in few["findings"])
    assert any("uri" in entry.get("previous", {}) for entry in few["inputs"])


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_python_says_what_the_command_line_says(govdisc: Run, folder: Path, language: str) -> None:
    """The same inputs, findings, explanations and summary, on a mixed folder and on every example."""
    for place in (folder, ROOT / "examples"):
        told = json.loads(govdisc("validate", place, "--format", "json", lang=language).out)
        assert json.loads(dumps(check(place, language=language).to_dict())) == told


def test_two_engines_speak_two_languages_side_by_side(folder: Path) -> None:
    """Results drawn in turn from an English and a Chinese engine are each in their own language."""
    path = str(folder / "财政局.txt")
    english, chinese = (Engine(Plugins(), speech=language).check([Source(path, path)]) for language in ("en", "zh_CN"))
    messages = [[finding.message for finding in next(engine).findings if finding.code == "SUM101"] for engine in (english, chinese)]
    assert "the total says 77" in messages[0][0]
    assert "77" in messages[1][0]
    assert messages[0] != messages[1]


# --- comparisons ----------------------------------------------------------------------------------------------------------------


def previous(govdisc: Run, report: Path, last: Path) -> tuple[Any, dict[str, Any]]:
    done = govdisc("validate", report, "--previous", last, "--format", "json")
    (entry,) = [entry for entry in entries(done) if entry["uri"] == str(report)]
    return done, entry["previous"]


def save(path: Path, report: Report) -> Path:
    path.write_bytes(write([report], CONTEXT))
    return path


@pytest.mark.parametrize(
    ("agency", "year", "reason"),
    [
        ("青岚县水务局", 2022, None),
        ("青岚县水利局", 2022, "names differ"),
        ("青岚县教育局", 2022, "another body"),
        ("青岚县水务局", 2023, "is the report for 2023"),
        ("青岚县水务局", 2021, "is the report for 2021"),
    ],
)
def test_a_comparison_says_with_what_or_why_not(govdisc: Run, tmp_path: Path, agency: str, year: int, reason: str | None) -> None:
    """One file named as last year's: the same body, its successor, another body, another year."""
    report = of("青岚县水务局", 2023, 3)
    report.tables["requests"]["carried_in"] = dict.fromkeys(report.tables["requests"]["carried_in"], 9)
    last = of(agency, year, 2)
    last.agency.name = agency
    done, told = previous(govdisc, save(tmp_path / "now.json", report), save(tmp_path / "last.json", last))
    compared = reason is None or "names differ" in reason
    assert ("uri" in told) == compared
    assert (reason or "") in told.get("reason", "")
    assert any(finding["code"] == "YOY101" for finding in json.loads(done.out)["findings"]) == compared
    assert "Compared with last year" in done.err


def test_a_bad_file_among_last_years_is_told_and_the_rest_is_compared(govdisc: Run, tmp_path: Path) -> None:
    """Exit code 4, the file's name, and the comparison with the good one; two versions that differ are not compared."""
    last = tmp_path / "last"
    last.mkdir()
    save(last / "a.json", of("青岚县水务局", 2022))
    (last / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    done, told = previous(govdisc, save(tmp_path / "now.json", of("青岚县水务局", 2023)), last)
    assert done.code == 4
    assert "scan.pdf" in done.err
    assert told["uri"].endswith("a.json")
    save(last / "b.json", of("青岚县水务局", 2022, 8))
    _done, told = previous(govdisc, tmp_path / "now.json", last)
    assert "several reports" in told["reason"]


def test_numbers_of_last_year_that_were_changed_afterwards(govdisc: Run, tmp_path: Path) -> None:
    """Two versions of last year's report: neither is compared, and it is said which of them this year's goes on from."""
    report, first = of("青岚县水务局", 2023, 3), of("青岚县水务局", 2022)
    changed = of("青岚县水务局", 2022)
    changed.tables["requests"]["carried_out"] = dict(report.tables["requests"]["carried_in"])
    assert first.tables["requests"]["carried_out"] != changed.tables["requests"]["carried_out"]
    last = tmp_path / "last"
    last.mkdir()
    now = save(tmp_path / "now.json", report)
    before = [save(last / "first.json", first), save(last / "changed.json", changed)]
    _done, told = previous(govdisc, now, last)
    assert "several reports" in told["reason"]
    assert told["reason"].endswith(f"agrees with {before[1]}.")
    done = govdisc("validate", *before, now, "--format", "json")
    (entry,) = [entry for entry in entries(done) if entry["uri"] == str(now)]
    assert entry["previous"]["reason"].endswith(f"agrees with {before[1]}.")
    assert not any(finding["code"].startswith("YOY") for finding in json.loads(done.out)["findings"])


@pytest.mark.parametrize("named", [False, True])
def test_a_series_of_years_is_compared_pair_by_pair(govdisc: Run, tmp_path: Path, named: bool) -> None:
    """Four years of one body in any order: each with the one before, the cell named in the finding; the first has none before it."""
    years = {year: of("青岚县水务局", year, year) for year in (2021, 2022, 2023, 2024)}
    for year in (2022, 2023):
        years[year].tables["requests"]["carried_in"] = dict(years[year - 1].tables["requests"]["carried_out"])
    years[2024].tables["requests"]["carried_in"] = {
        column: (value or 0) + (column in ("research", "total")) for column, value in years[2023].tables["requests"]["carried_out"].items()
    }
    paths = {year: save(tmp_path / f"{9000 - year}.json", report) for year, report in years.items()}
    asked = [paths[2023], paths[2024], paths[2022], "--previous", tmp_path] if named else [tmp_path]
    done = govdisc("validate", *asked, "--format", "json")
    compared = {entry["year"]: entry.get("previous", {}).get("year") for entry in entries(done)}
    assert {year: compared[year] for year in (2022, 2023, 2024)} == {2022: 2021, 2023: 2022, 2024: 2023}
    found = [finding for finding in json.loads(done.out)["findings"] if finding["code"] == "YOY101"]
    assert [finding["cell"] for finding in found] == ["requests.carried_in.research", "requests.carried_in.total"]
    assert all("上年结转" in finding["message"] and "×" in finding["message"] for finding in found)


def test_doubles_are_told_with_what_differs(govdisc: Run, tmp_path: Path) -> None:
    """The same report twice, other words, other numbers."""
    first = of("青岚县水务局", 2023)
    words = of("青岚县水务局", 2023)
    words.sections[0].text += "另行补充。"
    numbers = of("青岚县水务局", 2023, 2)
    a = save(tmp_path / "a.json", first)
    for other, said in ((first, "says the same"), (words, "other words"), (numbers, "other numbers")):
        data = json.loads(govdisc("validate", a, save(tmp_path / "b.json", other), "--format", "json").out)
        doubles = [finding for finding in data["findings"] if finding["code"] == "BAT101"]
        assert [finding["input"] for finding in doubles] == [0, 1]
        assert all(said in finding["message"] for finding in doubles)
        assert doubles[0]["related"][0]["input"] == 1


# --- exports --------------------------------------------------------------------------------------------------------------------


def test_no_input_is_overwritten_whatever_its_place_on_the_command_line(govdisc: Run, tmp_path: Path) -> None:
    """An output that a later input stands in the way of is refused before anything is written; stdin's file as well."""
    first = save(tmp_path / "a.json", of("青岚县水务局", 2023))
    second = save(tmp_path / "青岚县水务局-2023.json", of("青岚县财政局", 2023, 2))
    before = second.read_bytes()
    done = govdisc("export", first, second, "--format", "json", "-o", f"{tmp_path}/")
    assert done.code == 2
    assert "never changed" in done.err
    assert second.read_bytes() == before


@pytest.mark.plugins("markdown")
def test_what_an_export_leaves_out_is_told(govdisc: Run, tmp_path: Path) -> None:
    """A row that was met and not read is missing from a page: told by its label, exit 1, unless that is allowed; JSON keeps it."""
    text = print_text(of("青岚县水务局", 2023), "row_a_line")
    label = next(line for line in text.splitlines() if "重复申请" in line)
    path = tmp_path / "cut.txt"
    path.write_text(text.replace(label, "2.重复申请 | 1 | 2 | 3 |"), "utf-8")
    done = govdisc("export", path, "--format", "markdown")
    assert done.code == 1
    assert "重复申请" in done.err
    assert govdisc("export", path, "--format", "markdown", "--lossy").code == 0
    assert govdisc("export", path, "--format", "json").code == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no devices of that kind there")
def test_devices_are_written_through_and_pipes_are_read(govdisc: Run, tmp_path: Path) -> None:
    """-o /dev/null leaves the device a device; a named pipe is read when somebody writes, and refused when nobody does."""
    path = save(tmp_path / "a.json", of("青岚县水务局", 2023))
    assert govdisc("export", path, "--format", "jsonl", "-o", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = govdisc("validate", pipe)
    assert done.code == 4
    assert "nobody writes" in done.err
    copy = "import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], 'rb').read())"
    with subprocess.Popen([sys.executable, "-c", copy, str(path), str(pipe)]) as writer:
        assert govdisc("validate", pipe).code == 0
        writer.wait(20)
    assert govdisc("validate", "/dev/zero").code == 4
    assert govdisc("validate", tmp_path, "--format", "json").code == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full there")
@pytest.mark.parametrize(("redirect", "code"), [("> /dev/full", 4), (">&-", 4), ("< /dev/null 2>&-", 0)])
def test_streams_that_fail_have_their_exit_codes(tmp_path: Path, redirect: str, code: int) -> None:
    """A full disk, a closed stdout, a closed stderr: one sentence where it can be said, no traceback."""
    path = save(tmp_path / "a.json", of("青岚县水务局", 2023))
    line = f"'{sys.executable}' -m govdisc export '{path}' --format json {redirect}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr


def test_names_and_reports_cannot_forge_lines(govdisc: Run, tmp_path: Path) -> None:
    """Control characters and line ends in a file's name or an agency are not passed on to stderr or stdout."""
    if os.name == "nt":
        pytest.skip("such names cannot be given there")
    bad = tmp_path / "esc\x1b[2J\nreports 1: fine.json"
    bad.write_bytes(b"\0\0")
    report = of("青岚县水务局", 2023)
    report.agency.name = "青岚县\n错误\x9b31m水务局"
    report.tables["disputes"]["reconsideration"]["total"] = 77
    done = govdisc("validate", "-v", bad, save(tmp_path / "b.json", report))
    assert "\x1b" not in done.err + done.out
    assert "\x9b" not in done.err + done.out
    assert not any(line.startswith(("reports 1: fine", "错误")) for line in (done.err + done.out).splitlines())


@pytest.mark.plugins("every")
def test_a_second_run_over_unchanged_files_recognises_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a cache the second run gives the same, byte for byte, without the recogniser; a changed file is read again."""
    cache = str(tmp_path / "cache")
    first = process("validate", folder, "--format", "json", "--cache", cache)
    assert first.stdout == process("validate", folder, "--format", "json").stdout
    assert process("validate", folder, "--format", "json", "--cache", cache).stdout == first.stdout
    engine = Engine(Plugins(), cache=Cache(cache), speech="en")
    monkeypatch.setattr("govdisc.engine.recognised", lambda *given: pytest.fail("it was recognised again"))
    page = folder / "财政局.txt"
    (result, *_late) = engine.check([Source(str(page), str(page))])
    assert any(finding.code == "SUM101" for finding in result.findings)
    page.write_text(page.read_text("utf-8") + "\n", "utf-8")
    (result,) = engine.results_of(Source(str(page), str(page)), judged=True)
    assert "again" in result.failures[0]


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another matter there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_interrupted_writes_and_tells_what_is_finished(tmp_path: Path, jobs: str) -> None:
    """Ctrl-C behind the first finding: whole lines on stdout, the summary on stderr, exit code 130, and no worker is waited for."""
    for number in range(400):
        report = of(f"青岚县第{number}局", 2023, number)
        report.tables["disputes"]["reconsideration"]["total"] = 77
        save(tmp_path / f"{number}.json", report)
    command = [sys.executable, "-m", "govdisc", "validate", str(tmp_path), "--format", "jsonl", "-j", jobs]
    env = {**os.environ, "GOVDISC_LANG": "en"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, start_new_session=True, bufsize=0) as run:
        assert run.stdout is not None
        first = run.stdout.readline()
        os.killpg(run.pid, signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert all(json.loads(line)["code"] for line in (first + out).splitlines())
    assert err.decode().strip().endswith("interrupted")
    assert " with errors (errors " in err.decode()


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGTERM of that kind there")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_ended_leaves_whole_files_alone(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """SIGTERM and Ctrl-C in the midst of an export: the right code, every file whole, no temporary file, no traceback."""
    source = tmp_path / "many.jsonl"
    source.write_bytes(write_lines([random_report(seed) for seed in range(60)] * 30, CONTEXT))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "govdisc", "export", str(source), "--format", "json", "-o", f"{out}/"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        for _tick in range(6000):
            if out.exists() and len(os.listdir(out)) > 5:
                break
            time.sleep(0.01)
        running.send_signal(number)
        assert running.stderr is not None
        said = running.stderr.read().decode()
        assert running.wait(60) == code
    assert "Traceback" not in said
    assert all(json.loads(path.read_text("utf-8"))["schema_version"] == "1" for path in out.iterdir())
