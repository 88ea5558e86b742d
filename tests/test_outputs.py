"""Where findings and exports go: several outputs of one run, folders, refusals before anything is written, and what the text says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govdisc.account import Input, Outcome, Result
from govdisc.formats.base import WriteOptions
from govdisc.formats.json import write, write_lines
from govdisc.kinds import Reporter
from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.plugins import Plugins
from govdisc.spool import FEW, Spool
from govdisc.testing import Options, random_report

Run = Callable[..., Any]
OPTIONS = WriteOptions(builtin_forms())


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Six reports, two with a wrong total in part 4."""
    reports = [random_report(seed, Options(year=2023)) for seed in range(6)]
    for report in reports[:2]:
        report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    path = tmp_path / "batch.jsonl"
    path.write_bytes(write_lines(reports, OPTIONS))
    return path


@pytest.fixture
def with_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that writes a folder, and one that is no text, beside the core's."""

    def pages(outcome: Outcome, context: Any) -> Iterator[tuple[str, bytes]]:
        for result in outcome.results():
            yield f"{result.index}/page.txt", str(len(result.findings)).encode()
        yield "all.txt", str(len(outcome.findings)).encode()

    made = Reporter("pages", "a file a report", None, folder=pages)
    blob = Reporter("blob", "no text", lambda outcome, context: iter([b"\x00\xff"]), (".blob",), binary=True)
    escaping = Reporter("escaping", "out of its folder", None, folder=lambda outcome, context: iter([("../x", b"")]))
    known = Plugins.reporters.func  # type: ignore[attr-defined]
    monkeypatch.setattr(
        Plugins, "reporters", property(lambda self: {**known(self), "pages": made, "blob": blob, "escaping": escaping})
    )


def test_one_run_writes_several_outputs_and_leaves_stdout_empty(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """Each file holds what --format prints; the suffix tells the format; stdout has something only where it was asked for."""
    done = govdisc("validate", batch, "-o", tmp_path / "all.json", "-o", f"jsonl={tmp_path / 'lines.out'}", "-o", tmp_path / "all.txt")
    assert (done.code, done.out) == (1, "")
    for name, format_ in (("all.json", "json"), ("lines.out", "jsonl"), ("all.txt", "text")):
        assert (tmp_path / name).read_bytes() == govdisc("validate", batch, "--format", format_).raw
    again = govdisc("validate", batch, "--format", "jsonl", "-o", tmp_path / "all.json")
    assert again.raw == (tmp_path / "lines.out").read_bytes()


def test_an_output_beside_the_inputs_is_none_of_them(govdisc: Run, batch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of a file that is being written shows in the account, and a second run does not replace what is an input by then."""
    monkeypatch.chdir(batch.parent)
    plain = govdisc("validate", ".", "--format", "json")
    done = govdisc("validate", ".", "-o", "all.json", "-o", "all.txt")
    assert Path("all.json").read_text("utf-8") == plain.out
    assert done.err == plain.err
    assert govdisc("validate", ".", "-o", "all.json").code == 2
    assert govdisc("validate", ".", "-o", "all.json", "--exclude", "all.*").code == done.code


def test_a_folder_gets_a_file_a_report(govdisc: Run, batch: Path, tmp_path: Path, with_folder: None) -> None:
    """Names with folders in them are made; what leads out of the folder is refused, and the other outputs are written."""
    done = govdisc("validate", batch, "-o", f"pages={tmp_path / 'new'}/")
    assert (done.code, done.out) == (1, "")
    assert (tmp_path / "new/0/page.txt").read_text() != "0"
    assert (tmp_path / "new/5/page.txt").read_text() == "0"
    assert int((tmp_path / "new/all.txt").read_text()) > 1
    done = govdisc("validate", batch, "-o", f"escaping={tmp_path / 'new'}/", "-o", tmp_path / "beside.json")
    assert done.code == 4
    assert not (tmp_path / "x").exists()
    assert (tmp_path / "beside.json").exists()


@pytest.mark.parametrize(
    ("outputs", "says"),
    [
        (["json=a.txt"], "named like text"),
        (["a.json", "json=b.json"], "twice"),
        (["json=a.dat", "jsonl=./a.dat"], "twice"),
        (["a.unknown"], "tells no format"),
        (["jsn=a.json"], "Did you mean json?"),
        (["pages=file.txt/"], "is a file"),
        (["pages=file.txt"], "is a file"),
        (["json=folder"], "is a folder"),
        (["folder/"], "tells no format"),
        (["json="], "FORMAT=PATH"),
        (["batch.jsonl"], "one of the inputs"),
        (["json=-", "text=-"], "two formats"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    govdisc: Run, batch: Path, with_folder: None, monkeypatch: pytest.MonkeyPatch, outputs: list[str], says: str
) -> None:
    """One sentence, exit 2, and the folder as it was."""
    monkeypatch.chdir(batch.parent)
    Path("file.txt").write_text("mine", "utf-8")
    Path("folder").mkdir()
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    done = govdisc("validate", batch.name, *(word for output in outputs for word in ("-o", output)))
    assert done.code == 2
    assert says in done.err
    assert len(done.err.splitlines()) == 1
    assert done.out == ""
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_an_output_that_cannot_be_written_takes_no_other_with_it(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """Exit 4 with the reason; the other file is there."""
    done = govdisc("validate", batch, "-o", tmp_path / "nowhere/a.json", "-o", tmp_path / "b.jsonl")
    assert done.code == 4
    assert "cannot be written" in done.err
    assert (tmp_path / "b.jsonl").stat().st_size


def test_parameters_go_to_the_format_that_has_them(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """--param with and without the format's name; --concise and --statistics are parameters of text."""
    line = govdisc("validate", batch, "--concise").out.splitlines()[0]
    assert line.startswith(f"{batch}: ")
    assert any(" error SUM101 " in each for each in govdisc("validate", batch, "--concise").out.splitlines())
    for words in (("--param", "concise=yes"), ("--param", "text.concise=yes")):
        assert govdisc("validate", batch, *words).out.splitlines()[0] == line
    done = govdisc("validate", batch, "--param", "concise=yes", "--format", "json")
    assert done.code == 2
    done = govdisc("validate", batch, "-o", f"json={tmp_path / 'a'}", "-o", f"text={tmp_path / 'b'}", "--concise")
    assert (tmp_path / "b").read_text("utf-8").splitlines()[0] == line


def test_statistics_count_by_severity_family_rule_and_body(govdisc: Run, batch: Path) -> None:
    """The counts are those of the findings."""
    findings = json.loads(govdisc("validate", batch, "--format", "json").out)
    told = govdisc("validate", batch, "--statistics").out
    codes = [finding["code"] for finding in findings["findings"]]
    assert codes.count("SUM101") >= 2
    assert f"{codes.count('SUM101'):>8}  SUM101\n" in told
    assert f"{findings['summary']['error']:>8}  error\n" in told
    body = findings["inputs"][0]["agency"]
    mine = [finding for finding in findings["findings"] if findings["inputs"][finding["input"]]["agency"] == body]
    assert f"{len(mine):>8}  {body}\n" in told


def test_quiet_says_only_what_failed(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """-q leaves the summary out, and a file that cannot be read in."""
    assert govdisc("validate", batch, "-q").err == ""
    (tmp_path / "bad.json").write_text("{", "utf-8")
    done = govdisc("validate", batch, tmp_path / "bad.json", "-q")
    assert len(done.err.splitlines()) == 1
    assert "bad.json" in done.err
    assert govdisc("export", batch, "-q", "-o", tmp_path / "copy.jsonl").err == ""


def test_no_terminal_is_sent_what_is_no_text(
    govdisc: Run, batch: Path, with_folder: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence and exit 2; into a pipe it goes."""
    assert govdisc("validate", batch, "--format", "blob").raw == b"\x00\xff"
    monkeypatch.setattr("govdisc.cli.streams.Streams.is_terminal", lambda self: True)
    done = govdisc("validate", batch, "--format", "blob")
    assert (done.code, done.raw) == (2, b"")
    assert "-o FILE" in done.err


def test_export_takes_the_format_from_the_name(govdisc: Run, batch: Path, tmp_path: Path) -> None:
    """A suffix does for --format; one that contradicts it is refused, and so is one that tells nothing."""
    report = tmp_path / "one.json"
    report.write_bytes(write([random_report(1)], OPTIONS))
    assert govdisc("export", report, "-o", tmp_path / "copy.jsonl").code == 0
    assert (tmp_path / "copy.jsonl").read_bytes() == write_lines([random_report(1)], OPTIONS)[:0] + govdisc("export", report, "--format", "jsonl").raw
    for words, says in (
        (("--format", "json", "-o", "x.jsonl"), "named like jsonl"),
        (("-o", "x.unknown"), "tells no format"),
        (("-o", f"{tmp_path}/"), "--format"),
        ((), "--format"),
        (("--format", "jsn"), "Did you mean json?"),
    ):
        done = govdisc("export", report, *words)
        assert (done.code, done.out) == (2, "")
        assert says in done.err
        assert "jsonl" in done.err


@pytest.mark.plugins("fees", "prose")
def test_a_finding_of_the_narrative_names_its_part(govdisc: Run, tmp_path: Path) -> None:
    """Two findings of one kind in two parts are told apart."""
    report = random_report(3)
    for section in report.sections:
        if section.id in ("overview", "other"):
            section.text = ""
    path = tmp_path / "short.json"
    path.write_bytes(write([report], OPTIONS))
    lines = [line for line in govdisc("validate", path, "--concise").out.splitlines() if " STR" in line]
    assert len(lines) >= 2
    assert len(set(lines)) == len(lines)


def test_results_are_kept_for_several_walks_in_flat_memory() -> None:
    """What does not stay in memory comes back as it was, in order, also while other results still come."""
    results = [Result(Input(f"{number}.txt"), number, findings=[Finding("SUM101", "error", str(number))]) for number in range(FEW * 2 + 5)]
    spool = Spool()
    for result in results:
        spool.append(result)
    assert list(spool) == results
    assert spool[-1] == results[-1]
    assert spool[FEW - 1 : FEW + 1] == results[FEW - 1 : FEW + 1]
    outcome = Outcome(iter(results))
    outcome.keep()
    first, second = outcome.results(), outcome.results()
    assert [next(first) for _time in range(3)] == results[:3]
    assert list(second) == results
    assert list(first) == results[3:]
    assert len(outcome.findings) == len(results)
