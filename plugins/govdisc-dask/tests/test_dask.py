"""A real scheduler with two workers: the same results, and what becomes of files that kill and of connections that end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from govdisc.engine import Engine
from govdisc.parallel import Task
from govdisc.plugins import Plugins
from govdisc.settings import Settings
from govdisc.sources import Paths
from govdisc.testing import TEXT_LAYOUTS, Options, print_text, random_report

distributed = pytest.importorskip("distributed")

#: A plugin whose reader ends its process, as a crash of a library in C does.
KILLER = '''
import os
from govdisc.plugin import Format, hookimpl

def read(data):
    os._exit(1)

@hookimpl
def govdisc_formats():
    return [Format("killer", "killer", (".kill",), read=read, detect=lambda head, name: 100 if name.endswith(".kill") else 0)]
'''
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Start a scheduler with two workers of one thread each, which gives up on a unit when it killed one of them."""
    import dask

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0", silence_logs=50) as started,
    ):
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of forty reports as text, every fourth with a wrong total, and a file without any."""
    path = tmp_path / "sent"
    path.mkdir()
    for number in range(40):
        report = random_report(number, Options(agency=f"云岫市松涛{number}局", zero=0.5))
        if number % 4 == 0:
            report.tables["requests"]["granted"]["total"] = int(report.tables["requests"]["granted"]["total"] or 0) + 3
        (path / f"{number:02}.txt").write_text(print_text(report, next(iter(TEXT_LAYOUTS))), "utf-8")
    (path / "broken.json").write_bytes(b"{")
    return path


@pytest.fixture
def govdisc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run ``govdisc ARGUMENTS`` in the folder above the reports; gives the exit code, stdout and stderr."""
    from govdisc.cli import run

    def call(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("GOVDISC_LANG", "en")
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_the_same_as_without(cluster: Any, folder: Path, govdisc: Run, tmp_path: Path) -> None:
    """Findings, account, exit code and exports are the same, with relative paths too; a cache goes on from what was done."""
    there = f"dask:{cluster.scheduler_address}"
    for arguments in (("validate", "sent/", "--format", "json"), ("export", "sent/", "--format", "jsonl")):
        plain = govdisc(*arguments)
        assert plain[0] == 4
        assert govdisc(*arguments, "--executor", there) == plain
        assert govdisc(*arguments, "--executor", there, "--resume", "kept") == plain
        assert govdisc(*arguments, "--resume", "kept") == plain
    assert len(list((tmp_path / "kept").rglob("*.json"))) == 80


def test_a_file_that_kills_is_named(cluster: Any, folder: Path, govdisc: Run, tmp_path: Path) -> None:
    """One file ends its worker: it is refused, and every other file is as it is without it."""
    (tmp_path / "killer.py").write_text(KILLER)
    plain = govdisc("validate", "sent/", "--format", "jsonl")[1]
    (folder / "20x.kill").write_text("poison")
    code, out, said = govdisc("validate", "sent/", "--format", "jsonl", "--plugin", tmp_path / "killer.py", "--executor", f"dask:{cluster.scheduler_address}")
    assert code == 3
    assert "20x.kill" in said
    kept = [line for line in out.splitlines() if "20x.kill" not in line]
    assert [_without_input(line) for line in kept] == [_without_input(line) for line in plain.splitlines()]


def test_a_connection_that_ends(cluster: Any, folder: Path, tmp_path: Path) -> None:
    """The scheduler goes away in the middle: that is said once, and this machine does what is left."""
    from govdisc_dask import _open

    said: list[str] = []
    plugins = Plugins()
    engine = Engine(plugins, Settings(), crew=lambda mine: _open(cluster.scheduler_address, Task.of(mine), said.append))
    results = engine.check(Paths([str(folder)]))
    found = [next(results)]
    cluster.close()
    found += list(results)
    plain = list(Engine(plugins, Settings()).check(Paths([str(folder)])))
    assert [(result.input, result.findings) for result in found] == [(result.input, result.findings) for result in plain]
    assert len(said) == 1


def test_wrong_addresses_are_told(govdisc: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address, an address where nobody answers, and an executor that is none: one sentence each, exit code 2."""
    monkeypatch.setattr("govdisc_dask.crew.ANSWER", 1)
    for wanted, words in (("dask", "address"), ("dask:tcp://127.0.0.1:9", "no scheduler answers"), ("dusk:x", "dask"), ("processes:3", "-j")):
        code, out, said = govdisc("validate", "sent/", "--executor", wanted)
        assert (code, out) == (2, "")
        assert words in said
        assert "Traceback" not in said


def _without_input(line: str) -> dict[str, Any]:
    import json

    found: dict[str, Any] = json.loads(line)
    found.pop("input")
    return found
