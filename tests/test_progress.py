"""The progress line: on a terminal only, with what is done, what was found, and the time that is left."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from govdisc.account import Input, Result
from govdisc.cli import account as module
from govdisc.cli.account import Account


def lines(monkeypatch: pytest.MonkeyPatch, uris: list[str], *, terminal: bool = True, expected: int | None = None, **more: Any) -> list[str]:
    """What is written to stderr while these inputs pass, begun ten seconds ago."""
    written: list[str] = []
    streams = SimpleNamespace(raw=written.append, say=written.append, err_is_terminal=lambda: terminal)
    monkeypatch.setattr(module, "TICK", 0.0)
    account = Account(SimpleNamespace(streams=streams), expected=None if expected is None else lambda: expected, **more)  # type: ignore[arg-type]
    account._started = time.monotonic() - 10
    assert len(list(account.passing(Result(Input(uri), index) for index, uri in enumerate(uris)))) == len(uris)
    return written


def test_a_line_says_what_is_done_and_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of four in ten seconds: ten are left; the line is taken away at the end."""
    told = lines(monkeypatch, ["a.txt", "b.txt"], expected=4)
    assert "2 of 4 done, 0 findings, 0:10 left: b.txt" in told[1]
    assert told[-1] == "\r\x1b[K"


def test_reports_of_one_file_are_one_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many reports, and the members of an archive: how long such a one goes on is not known."""
    told = lines(monkeypatch, ["many.jsonl", "many.jsonl", "a.zip!1.txt", "a.zip!2.txt"], expected=3)
    assert ["left" in line for line in told] == [False, False, True, True, False]
    assert "2 of 3 done" in told[3]


@pytest.mark.parametrize("options", [{"terminal": False}, {"quiet": True}])
def test_nothing_is_written_where_nobody_looks(monkeypatch: pytest.MonkeyPatch, options: dict[str, bool]) -> None:
    """Neither into a file nor with --quiet, and the inputs are not counted beforehand."""
    assert lines(monkeypatch, ["a.txt", "b.txt"], expected=4, **options) == []
