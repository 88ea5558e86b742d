"""The command line as a person and as a pipeline use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govdisc import __version__
from govdisc.formats.base import WriteOptions
from govdisc.formats.json import write, write_lines
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, print_text, random_report

OPTIONS = WriteOptions(builtin_forms())
Run = Callable[..., Any]


def wrong(seed: int = 2) -> Report:
    """A report whose 行政复议 does not add up: 10 + 1 beside 0."""
    report = random_report(seed)
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    return report


@pytest.fixture
def good_file(tmp_path: Path) -> Path:
    """A correct report as text."""
    path = tmp_path / "good.txt"
    path.write_text(print_text(random_report(1), "cell_a_line"), "utf-8")
    return path


@pytest.fixture
def wrong_file(tmp_path: Path) -> Path:
    """A report with a wrong total, as JSON."""
    path = tmp_path / "wrong.json"
    path.write_bytes(write([wrong()], OPTIONS))
    return path


def test_a_correct_report_is_silent(govdisc: Run, good_file: Path) -> None:
    """Nothing on stdout, exit 0."""
    done = govdisc("validate", good_file)
    assert (done.code, done.out) == (0, "")
    assert "1 report: nothing found (errors 0" in done.err


def test_a_finding_names_file_place_numbers_and_article(govdisc: Run, wrong_file: Path) -> None:
    """What a person needs to act on a finding."""
    done = govdisc("validate", wrong_file)
    assert done.code == 1
    for part in ("wrong.json", "SUM101", "10 + 1, and 2 zeros = 11", "国办公开办函〔2021〕30号"):
        assert part in done.out


def test_the_json_of_findings_fits_its_schema_and_is_the_same_each_time(govdisc: Run, wrong_file: Path) -> None:
    """Machine output follows schemas/findings.schema.json and holds no times."""
    from jsonschema import Draft202012Validator

    from govdisc.schema import findings_schema

    first = govdisc("validate", wrong_file, "--format", "json")
    second = govdisc("validate", wrong_file, "--format", "json")
    assert first.raw == second.raw
    data = json.loads(first.out)
    Draft202012Validator(findings_schema()).validate(data)
    assert data["summary"]["error"] == len([finding for finding in data["findings"] if finding["severity"] == "error"]) > 0
    assert data["inputs"][0]["uri"] == str(wrong_file)
    lines = govdisc("validate", wrong_file, "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["code"] for line in lines] == [finding["code"] for finding in data["findings"]]


def test_fingerprints_stay_when_lines_move_and_the_language_changes(govdisc: Run, tmp_path: Path) -> None:
    """The same mistake has the same fingerprint wherever it stands and whatever language tells it."""
    text = print_text(wrong(), "row_a_line")
    prints = []
    for name, content, lang in (("a.txt", text, "en"), ("b.txt", "\n\n\n" + text, "zh")):
        (tmp_path / name).write_text(content, "utf-8")
        data = json.loads(govdisc("validate", tmp_path / name, "--format", "json", lang=lang).out)
        prints.append([finding["fingerprint"] for finding in data["findings"]])
    assert prints[0] == prints[1] != []


def test_a_pipe_from_export_to_validate(govdisc: Run, good_file: Path, wrong_file: Path) -> None:
    """govdisc export a.txt --format json | govdisc validate -"""
    for path, code in ((good_file, 0), (wrong_file, 1)):
        exported = govdisc("export", path, "--format", "json")
        assert exported.code == 0
        assert govdisc("validate", "-", stdin=exported.raw).code == code


def test_every_input_of_a_batch_is_handled(govdisc: Run, good_file: Path, wrong_file: Path, tmp_path: Path) -> None:
    """A missing file and a broken one do not stop the others; unreadable goes before findings."""
    broken = tmp_path / "broken.json"
    broken.write_bytes(b'{"schema_version": "1", "form"')
    done = govdisc("validate", tmp_path / "none.txt", broken, good_file, wrong_file, "--format", "json")
    data = json.loads(done.out)
    assert done.code == 4
    assert [Path(entry["uri"]).name for entry in data["inputs"]] == ["none.txt", "broken.json", "good.txt", "wrong.json"]
    assert {finding["code"] for finding in data["findings"] if finding["input"] in (0, 1)} == {"INP101"}
    assert "SUM101" in {finding["code"] for finding in data["findings"] if finding["input"] == 3}
    assert "there is no such file" in done.err


def test_schema_errors_are_findings_with_their_path(govdisc: Run, tmp_path: Path) -> None:
    """A JSON report that does not fit its schema: exit 1, and the JSON path in the finding."""
    data = json.loads(write([random_report(1)], OPTIONS))
    data["tables"]["requests"]["received"]["total"] = "three"
    path = tmp_path / "typed.json"
    path.write_text(json.dumps(data), "utf-8")
    done = govdisc("validate", path, "--format", "json")
    found = json.loads(done.out)["findings"]
    assert done.code == 1
    assert [(finding["code"], finding["cell"], finding["quote"]) for finding in found] == [
        ("INP102", "requests.received.total", "$.tables.requests.received.total")
    ]


def test_folders_and_patterns_are_walked(govdisc: Run, tmp_path: Path) -> None:
    """A folder gives its reports in the order of their names, and passes over what is none; a pattern likewise."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.txt"):
        (tmp_path / name).write_text(print_text(random_report(1), "row_a_line"), "utf-8")
    (tmp_path / "notes.txt").write_text("minutes of a meeting", "utf-8")
    (tmp_path / "others.jsonl").write_text('{"a": 1}\n{"a": 2}\n', "utf-8")
    done = govdisc("validate", tmp_path, "--format", "json")
    assert done.code == 0
    entries = [(Path(entry["uri"]).name, entry["status"]) for entry in json.loads(done.out)["inputs"]]
    assert entries == [
        ("a.txt", "read"),
        ("b.txt", "read"),
        ("notes.txt", "passed_over"),
        ("others.jsonl", "passed_over"),
        ("others.jsonl", "passed_over"),
        ("c.txt", "read"),
    ]
    assert done.err.count("notes.txt") == 1
    done = govdisc("validate", str(tmp_path / "**" / "*.txt"), "--format", "json")
    assert [Path(entry["uri"]).name for entry in json.loads(done.out)["inputs"]] == ["a.txt", "b.txt", "notes.txt", "c.txt"]


def test_nothing_matched_is_exit_five(govdisc: Run, tmp_path: Path) -> None:
    """An empty folder, a folder without reports and a pattern without a match."""
    assert govdisc("validate", tmp_path).code == 5
    (tmp_path / "notes.txt").write_text("minutes of a meeting", "utf-8")
    assert govdisc("validate", tmp_path).code == 5
    assert govdisc("export", str(tmp_path / "*.pdf"), "--format", "json").code == 5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n \n", "empty"),
        ("binary.dat", bytes(range(256)) * 40, "not"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        ("minutes.txt", "会议纪要。\n今天讨论了预算。".encode(), "no annual report"),
        ("nul.txt", b"a\0\0\0\0c" * 50, "kind is not known"),
        ("other.json", b'{"schema_version": "7"}', 'schema_version is "7"'),
        ("long.txt", b"x" * 3_000_000, "characters"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_four(govdisc: Run, tmp_path: Path, name: str, content: bytes, says: str) -> None:
    """One line on stderr that names the file and what is wrong; never a traceback."""
    path = tmp_path / name
    path.write_bytes(content)
    for arguments in (("validate", path), ("export", path, "--format", "json")):
        done = govdisc(*arguments)
        assert done.code == 4
        lines = [line for line in done.err.splitlines() if name in line]
        assert len(lines) == 1
        assert says in lines[0]
        assert "Traceback" not in done.err


def test_usage_errors_are_exit_two(govdisc: Run, good_file: Path) -> None:
    """Unknown commands, options, formats, variants, rules, thresholds and dates."""
    for arguments in (
        ("frobnicate",),
        ("validate",),
        ("validate", good_file, "--nope"),
        ("validate", good_file, "--format", "xml"),
        ("validate", good_file, "--from", "xyz"),
        ("validate", good_file, "--variant", "atlantis"),
        ("validate", good_file, "--ignore", "SUM999"),
        ("validate", good_file, "--set", "SUM101.x=1"),
        ("validate", good_file, "--published", "soon"),
        ("validate", good_file, "--config", "nowhere.toml"),
        ("export", good_file),
        ("export", good_file, "--format", "xyz"),
        ("export", good_file, "--format", "json", "--param", "a=b"),
        ("forms", "1999"),
        ("rules", "SUM999"),
        ("schema", "nope"),
        ("formats", "nope"),
        ("new", "--year", "2010", "--agency", "青岚县水务局", "--format", "json"),
    ):
        done = govdisc(*arguments)
        assert done.code == 2, arguments
        assert done.err.strip()
        assert done.out == ""


def test_fail_on_and_ignore_choose_what_fails(govdisc: Run, tmp_path: Path) -> None:
    """--fail-on moves the threshold, --ignore takes a rule out, and govdisc.toml does both."""
    report = random_report(1)
    report.tables["disclosure"]["licensing"]["decisions"] = None
    path = tmp_path / "blank.json"
    path.write_bytes(write([report], OPTIONS))
    assert govdisc("validate", path).code == 0
    assert govdisc("validate", path, "--fail-on", "warning").code == 1
    assert govdisc("validate", path, "--fail-on", "warning", "--ignore", "NUM101").code == 0
    config = tmp_path / "strict.toml"
    config.write_text('fail-on = "warning"\n', "utf-8")
    assert govdisc("validate", path, "--config", config).code == 1
    config.write_text('fail-on = "warning"\nignore = ["NUM101"]\n', "utf-8")
    assert govdisc("validate", path, "--config", config).code == 0
    config.write_text("colour = 3\n", "utf-8")
    assert govdisc("validate", path, "--config", config).code == 2


def test_several_reports_of_one_file_are_several_inputs(govdisc: Run, tmp_path: Path) -> None:
    """A JSON Lines file of forty reports gives forty inputs."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(write_lines([random_report(seed, Options(year=2023)) for seed in range(40)], OPTIONS))
    done = govdisc("validate", path, "--format", "json")
    assert len(json.loads(done.out)["inputs"]) == 40


def test_messages_come_in_chinese_and_labels_stay(govdisc: Run, wrong_file: Path) -> None:
    """By --lang, before or behind the command, and by GOVDISC_LANG; codes and official labels are the same."""
    english = govdisc("validate", wrong_file)
    for done in (
        govdisc("validate", wrong_file, lang="zh_CN.UTF-8"),
        govdisc("--lang", "zh", "validate", wrong_file),
        govdisc("validate", wrong_file, "--lang=zh"),
    ):
        assert done.code == 1
        assert "错误 SUM101" in done.out
        assert "行政复议 × 总计" in done.out
        assert done.out != english.out
    assert "按此地方变体读取和检查" in govdisc("validate", "--help", lang="zh").out


def test_lists_say_what_is_there(govdisc: Run) -> None:
    """forms, formats, rules and schema print what they should."""
    assert "国办公开办函〔2021〕30号" in govdisc("forms").out
    assert "结转下年度继续办理" in govdisc("forms", "2021").out
    assert "jsonl" in govdisc("formats").out
    listed = govdisc("rules").out
    assert "SUM101" in listed
    assert "STR106" in listed
    assert "总计" in govdisc("rules", "sum101").out
    assert json.loads(govdisc("schema").out)["properties"]["form"] == {"const": "2021"}
    assert {rule["code"] for rule in json.loads(govdisc("rules", "--format", "json").out)} >= {"SUM101", "NUM101"}


def test_wide_characters_are_aligned(govdisc: Run) -> None:
    """Chinese counts as two columns: the second column begins at the same place on every line."""
    from wcwidth import wcswidth

    lines = [line for line in govdisc("forms").out.splitlines()[2:] if line.startswith("20")]
    starts = {wcswidth(line[: line.index("国办")]) for line in lines}
    assert len(lines) == 2
    assert len(starts) == 1


def test_no_control_characters_reach_the_terminal(govdisc: Run, tmp_path: Path) -> None:
    """A report cannot send escape sequences through a finding."""
    report = wrong()
    report.agency.name = "青岚县\x1b[31m水务局"
    path = tmp_path / "escape.json"
    path.write_bytes(write([report], OPTIONS))
    assert "\x1b" not in govdisc("validate", path).out


def process(*arguments: object, env: dict[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run govdisc as a process of its own."""
    command = [sys.executable, "-m", "govdisc", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **(env or {})}, timeout=120, check=False, **more)


def test_version_imports_no_plugin() -> None:
    """govdisc --version answers without importing a plugin, click's commands or the forms."""
    code = "import sys; from govdisc.cli import run; run(['--version']); print(sorted(m for m in sys.modules if m.startswith('govdisc')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.startswith(f"govdisc {__version__}")
    assert "govdisc_" not in done.stdout
    assert "govdisc.plugins" not in done.stdout
    assert "govdisc.model.book" not in done.stdout


def test_output_is_utf8_on_any_locale(wrong_file: Path) -> None:
    """With LANG=C the findings are UTF-8 all the same."""
    done = process("validate", wrong_file, env={"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "GOVDISC_LANG": "zh"})
    assert done.returncode == 1
    assert "行政复议" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently there")
def test_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    """… | head -1: no traceback, exit code 141."""
    path = tmp_path / "many.jsonl"
    path.write_bytes(write_lines([random_report(seed) for seed in range(200)], OPTIONS))
    command = [sys.executable, "-m", "govdisc", "export", str(path), "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline().startswith(b"{")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 141


def test_no_colour_where_there_is_no_terminal(wrong_file: Path) -> None:
    """Redirected output has no escape sequences, whatever NO_COLOR says."""
    assert b"\x1b" not in process("validate", wrong_file).stdout


@pytest.mark.skipif(os.name == "nt", reason="there are no pseudo-terminals there")
@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_is_coloured_unless_told_not_to(wrong_file: Path, setting: dict[str, str], coloured: bool) -> None:
    """On a terminal severities are coloured; NO_COLOR turns that off."""
    import pty

    master, slave = pty.openpty()
    env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"} | {"TERM": "xterm"} | setting
    command = [sys.executable, "-m", "govdisc", "validate", str(wrong_file)]
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, env=env) as running:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        running.wait(60)
    os.close(master)
    assert b"SUM101" in shown
    assert (b"\x1b[" in shown) == coloured


def test_verbose_says_why_no_deadline_was_checked(govdisc: Run, tmp_path: Path) -> None:
    """A bureau of no known place may be anyone's; with a name that tells its level, the reason falls away."""
    path = tmp_path / "bureau.json"
    path.write_bytes(write([random_report(1, Options(agency="水务局"))], OPTIONS))
    assert "not certain from its name" in govdisc("validate", "-v", path).err
    path.write_bytes(write([random_report(1, Options(agency="青岚县水务局"))], OPTIONS))
    assert "not certain from its name" not in govdisc("validate", "-v", path).err
