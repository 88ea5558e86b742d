"""What a run writes and where: no input is overwritten, nothing is left out untold, and streams, names and signals do no harm."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from account_kit import CONTEXT, Run, of, save

from govdisc.formats.json import write_lines
from govdisc.testing import print_text, random_report


def test_no_input_is_overwritten_whatever_its_place_on_the_command_line(govdisc: Run, tmp_path: Path) -> None:
    """An output that a later input stands in the way of is refused before anything is written; stdin's file as well."""
    first = save(tmp_path / "a.json", of("青岚县水务局", 2023))
    second = save(tmp_path / "青岚县水务局-2023.json", of("青岚县财政局", 2023, 2))
    before = second.read_bytes()
    done = govdisc("export", first, second, "--format", "json", "-o", f"{tmp_path}/")
    assert done.code == 2
    assert "never changed" in done.err
    assert second.read_bytes() == before


@pytest.mark.parametrize("command", [("validate", "--format", "json"), ("export", "--format", "json")])
@pytest.mark.parametrize(("option", "holds"), [("--files-from", "{report}"), ("--config", 'fail-on = "error"'), ("--plugin", "")])
def test_what_is_read_beside_the_inputs_is_overwritten_as_little(govdisc: Run, tmp_path: Path, command: tuple[str, ...], option: str, holds: str) -> None:
    """A list of inputs, a configuration and a plugin's file are refused as outputs (2) and stay as they are."""
    report, beside = save(tmp_path / "a.json", of("青岚县水务局", 2023)), tmp_path / "beside.py"
    text = holds.format(report=report)
    beside.write_text(text, "utf-8")
    named = [option, beside]
    words = [*named, *command] if option == "--plugin" else [*command, *named]
    done = govdisc(*words, report, "-o", f"json={beside}" if command[0] == "validate" else beside)
    assert done.code == 2, done.err
    assert beside.read_text("utf-8") == text


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
