"""Everything is accounted for: inputs and rules; in any order, in any number of processes, from Python as from the shell."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from account_kit import CONTEXT, Run, entries, of

from govdisc import check
from govdisc.account import FAILED, NOT_APPLICABLE, NOT_CHECKED, RAN
from govdisc.cache import Cache
from govdisc.engine import Engine
from govdisc.formats.json import dumps, write, write_lines
from govdisc.plugins import Plugins
from govdisc.sources import Paths, Source
from govdisc.testing import print_text

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as offices have them: reports, one wrong, one twice, two years, and what is none."""
    place = tmp_path / "收集"
    (place / "乡镇").mkdir(parents=True)
    (place / ".git").mkdir()
    (place / "水务局-2022.json").write_bytes(write([of("青岚县水务局", 2022)], CONTEXT))
    later = of("青岚县水务局", 2023, 3)
    for column in ("natural_person", "total"):  # few enough to be explained without a solver, which is given up after some time
        later.tables["requests"]["carried_in"][column] += 9
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
    """Where everything that waits for other reports goes through databases, row by row, the outcome is the same."""
    few = check(folder, language="en").to_dict()
    for name in ("govdisc.pairs.FEW", "govdisc.pairs.TOGETHER", "govdisc.later.FEW"):
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


@pytest.mark.skipif(not hasattr(os, "link"), reason="there are no other names for a file there")
def test_what_is_named_and_leads_to_no_new_file_is_told(govdisc: Run, tmp_path: Path) -> None:
    """A pattern that nothing fits, a folder without a file, a file under another name and a linked folder each have an entry with its reason."""
    good = tmp_path / "some" / "a.json"
    good.parent.mkdir()
    (tmp_path / "empty" / "below").mkdir(parents=True)
    good.write_bytes(write([of("青岚县水务局", 2023)], CONTEXT))
    (good.parent / "b.json").symlink_to(good)
    os.link(good, good.parent / "c.json")
    (good.parent / "linked").symlink_to(tmp_path / "empty")
    pattern = str(tmp_path / "*.docx")
    done = govdisc("validate", good.parent, good, tmp_path / "empty", pattern, "--format", "json")
    assert done.code == 0
    reasons = {entry["uri"]: entry.get("reason", "") for entry in entries(done)}
    assert list(reasons) == [str(good), *(str(good.parent / name) for name in ("b.json", "c.json", "linked")), str(tmp_path / "empty"), pattern]
    assert "another name" in reasons[str(good.parent / "b.json")]
    assert "another name" in reasons[str(good.parent / "c.json")]
    assert "link to a folder" in reasons[str(good.parent / "linked")]
    assert "no file" in reasons[str(tmp_path / "empty")]
    assert "fits" in reasons[pattern]
    assert "Not read: 3 files (2 .json, 1 folder)." in done.err
    assert pattern in done.err
    assert govdisc("validate", pattern).code == govdisc("validate", tmp_path / "empty").code == 5


def test_the_summary_adds_up_however_many_kinds_there_are(govdisc: Run, tmp_path: Path) -> None:
    """Beyond the commonest kinds of files, the others are counted together."""
    (tmp_path / "a.json").write_bytes(write([of("青岚县水务局", 2023)], CONTEXT))
    for number in range(9):
        (tmp_path / f"x.k{number}").write_bytes(b"x")
    done = govdisc("validate", tmp_path)
    assert "Not read: 9 files" in done.err
    assert "3 others)" in done.err


def test_an_input_that_may_not_be_read_stops_no_other(govdisc: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without permission, named on the command line or as last year's, is refused (4); the others are judged."""
    good, shut = tmp_path / "a.json", tmp_path / "shut.json"
    for path in (good, shut):
        path.write_bytes(write([of("青岚县水务局", 2023)], CONTEXT))

    def refusing(path: Any, *rest: Any, **more: Any) -> Any:
        if str(path).endswith("shut.json"):
            raise PermissionError(13, "Permission denied")
        return open(path, *rest, **more)

    # root may read whatever its permissions are, so the system is asked by others here
    monkeypatch.setattr(os, "access", lambda path, *_rest, **_more: not str(path).endswith("shut.json"))
    monkeypatch.setattr("govdisc.sources.open", refusing, raising=False)
    for words in ([shut, good], [good, "--previous", shut]):
        done = govdisc("validate", *words)
        assert done.code == 4, done.err
        assert "1 report" in done.err
        assert "shut.json: it may not be read" in done.err


@pytest.mark.parametrize(
    ("name", "head", "says"),
    [("a.jpg", b"\xff\xd8\xff", "picture"), ("a.webp", b"RIFF\0\0\0\0WEBP", "picture"), ("a.rar", b"Rar!\x1a\x07", "archive"),
     ("a.tar.gz", b"\x1f\x8b\x08", "archive"), ("a.dwg", b"AC1027\0", "not known")],
)  # fmt: skip
def test_kinds_that_hold_no_report_as_they_are_are_told_for_what_they_are(govdisc: Run, tmp_path: Path, name: str, head: bytes, says: str) -> None:
    """A picture and an archive in a folder are passed over as such."""
    (tmp_path / name).write_bytes(head + bytes(90))
    (entry,) = entries(govdisc("validate", tmp_path, "--format", "json"))
    assert entry["status"] == "passed_over"
    assert says in entry["reason"]


def test_an_archive_without_a_file_is_told(govdisc: Run, tmp_path: Path) -> None:
    """Named it is refused, in a folder passed over; it does not vanish."""
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("below/", b"")
    for path, status, code in ((tmp_path / "empty.zip", "refused", 4), (tmp_path, "passed_over", 5)):
        done = govdisc("validate", path, "--format", "json")
        assert [(entry["status"], entry["reason"]) for entry in entries(done)] == [(status, "there is no file in the archive.")]
        assert done.code == code
