"""A large file of JSON Lines is shared by several workers, line by line as one process reads it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from account_kit import of

from govdisc import sending
from govdisc.engine import Engine
from govdisc.formats.json import MOST_STRANGERS, dumps
from govdisc.plugins import Plugins
from govdisc.settings import Settings
from govdisc.sources import Paths, Source
from govdisc.workers import UNASKED, count_of, may_be_called


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of some reports are large, and a portion holds one or two."""
    monkeypatch.setattr("govdisc.workers.LARGE", 20_000)
    monkeypatch.setattr(sending, "PORTION", 10_000)


def lines() -> Iterator[str]:
    """Reports of two years of three bodies, one with a wrong sum, and among them lines that are broken, foreign, blank or none of ours."""
    for number, agency in enumerate(("澄溪县水务局", "澄溪县财政局", "澄溪县民政局")):
        for year in (2022, 2023):
            report = of(agency, year, seed=3 * number + year)
            if (number, year) == (1, 2023):
                report.tables["requests"]["received"]["total"] = 4711
            yield dumps(report.to_dict())
        yield ("", '{"tool": "another"}', '{"schema_version": "1", "form": "2021", "year": "soon"')[number]
    yield dumps(of("澄溪县水务局", 2023, seed=9).to_dict())


def source(path: Path, text: str) -> Source:
    """A file of that text."""
    path.write_bytes(text.encode())
    return Source(str(path), str(path))


def told(path: Path, jobs: int | None, **settings: Any) -> list[Any]:
    """All that a run yields: entries, findings, explanations, notes, reports."""
    found = list(Engine(settings=Settings(**settings)).check(Paths([str(path)]), jobs=jobs))
    return [(result.index, result.input, result.findings, result.explanations, result.states, result.late, result.report) for result in found]


@pytest.mark.parametrize(("begin", "end"), [("", "\n"), ("\ufeff", ""), ("\n\n", "\r\n")])
def test_what_is_found_is_the_same(tmp_path: Path, begin: str, end: str) -> None:
    """Results, their order, the numbers of lines, the file's digest, pairs and doubles: alike in one process and in three."""
    path = tmp_path / "澄溪.jsonl"
    found = source(path, begin + ("\r\n" if end == "\r\n" else "\n").join(lines()) + end)
    assert len(sending.portions(found, Plugins()) or ()) > 2
    alone = told(path, 1)
    assert told(path, 3) == alone
    refused = [entry.reason for _index, entry, *_rest in alone if entry.status == "refused"]
    assert [reason.partition(":")[0] for reason in refused if reason] == [f"line {number + 2 * (begin[:1] == chr(10))}" for number in (6, 9)]


def test_portions_are_the_file(tmp_path: Path) -> None:
    """Each portion holds whole lines, says how many stand before it, and all of them are the file."""
    text = "\n".join(lines())
    parts = [part.portion for part in sending.portions(source(tmp_path / "a.jsonl", text), Plugins()) or () if part.portion is not None]
    data = text.encode()
    assert b"".join(data[part.start : part.stop] for part in parts) == data
    for part in parts:
        assert data[: part.start].count(b"\n") == part.behind
        assert not part.start or data[part.start - 1 : part.start] == b"\n"
        assert part.digest == hashlib.sha256(data).hexdigest()


def test_a_file_of_strangers_is_left(tmp_path: Path) -> None:
    """Where so many objects one behind the other are no reports, the rest is not read, whoever reads it."""
    report = dumps(of("澄溪县水务局", 2023).to_dict())
    strangers = [json.dumps({"number": number, "of": "another program" * 5}) for number in range(MOST_STRANGERS + 400)]
    path = tmp_path / "b.jsonl"
    source(path, "\n".join([report, *strangers[:900], report, *strangers, report]))
    alone = told(path, 1)
    assert told(path, 2) == alone
    assert sum(not late for *_rest, late, _report in alone) == 1 + 900 + 1 + MOST_STRANGERS + 1


@pytest.mark.parametrize("text", ["[" + ",\n".join(lines()) + "]", "\n".join(["{}", '{"a": "' + "z" * 9_000_000 + '"}'])])
def test_what_cannot_be_cut_is_read_whole(tmp_path: Path, text: str) -> None:
    """An array is no lines, and a line that no worker may take into memory is met by the reader that bounds it."""
    path = tmp_path / "c.jsonl"
    assert sending.portions(source(path, text), Plugins()) is None
    assert told(path, 2) == told(path, 1)


def test_a_report_is_unpacked_when_it_is_asked_for(tmp_path: Path) -> None:
    """What a worker sends holds the report packed; whoever asks gets it whole, with its source and what plugins extracted."""
    path = tmp_path / "d.jsonl"
    source(path, "\n".join(lines()))
    alone = next(iter(Engine().check(Paths([str(path)]))))
    sent = next(iter(Engine().check(Paths([str(path)]), jobs=2)))
    assert sent.sent is not None
    assert sent.report == alone.report
    assert sent.report is not None
    assert sent.report.source is not None
    assert sent.report.extracted
    assert sent.sent is None


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """How many processes were asked for each time that workers were called."""
    from govdisc import parallel

    asked: list[int | None] = []
    results = parallel.results

    def counted(engine: Engine, sources: Any, jobs: int | None, judged: bool) -> Any:
        asked.append(jobs)
        return results(engine, sources, jobs, judged)

    monkeypatch.setattr(parallel, "results", counted)
    monkeypatch.setattr("govdisc.workers.can_fork", lambda: True)  # the tests themselves may run in threads
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(16)), raising=False)
    return asked


def test_workers_are_called_where_there_is_enough_to_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: list[int | None]) -> None:
    """A few small files are done by one process, though nobody said how many; more files, or a large one, by some, with the same results."""
    monkeypatch.setattr("govdisc.engine.ALONE", 3)
    texts = list(filter(None, lines()))
    for number, text in enumerate(texts[:3]):
        source(tmp_path / f"{number}.json", text)
    alone = told(tmp_path, 1)
    assert told(tmp_path, None) == alone
    assert called == []
    source(tmp_path / "3.json", texts[3])
    alone = told(tmp_path, 1)
    assert told(tmp_path, None) == alone
    assert called == [None]
    source(tmp_path / "0.jsonl", "\n".join(texts))
    alone = told(tmp_path, 1)
    assert told(tmp_path, None) == alone
    assert called == [None, None]


def test_as_many_workers_as_pay(called: list[int | None]) -> None:
    """Not one a core, unless that is asked for: a machine may have a hundred."""
    assert [count_of(jobs) for jobs in (None, 0, 3)] == [UNASKED, 16, 3]
    assert may_be_called(Plugins())


def test_no_worker_is_called_unasked_beside_a_stranger(tmp_path: Path, called: list[int | None]) -> None:
    """A stranger's plugin may count, or break, in one process where it does not in another."""
    plugin = tmp_path / "counting.py"
    plugin.write_text("from govdisc.plugin import hookimpl\n\n\n@hookimpl\ndef govdisc_families():\n    return []\n", "utf-8")
    assert not may_be_called(Plugins(files=[str(plugin)]))


@pytest.mark.parametrize("refused", ["__init__", "submit"])
def test_where_no_process_can_be_begun_one_does_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: list[int | None], refused: str) -> None:
    """Workers that nobody asked for are not missed: not on a system without what they share, nor where no more processes are allowed."""

    def fail(*_arguments: Any, **_named: Any) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    path = tmp_path / "e.jsonl"
    source(path, "\n".join(lines()))
    alone = told(path, 1)
    monkeypatch.setattr(f"govdisc.parallel.ProcessPoolExecutor.{refused}", fail)
    assert told(path, None) == alone
    assert called == [None]
