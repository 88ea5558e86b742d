"""What is no report in JSON and JSON Lines is told in one sentence with its place, and the others of a file are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from govdisc.checked import SchemaError, checked_report
from govdisc.errors import InputError
from govdisc.formats import json as json_format
from govdisc.formats.base import ReadContext, WriteOptions
from govdisc.formats.json import dumps, read, write_lines
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import random_report

FORMS = builtin_forms()
OPTIONS = WriteOptions(FORMS)


def refusal(data: bytes) -> str:
    """The sentence that refuses the whole of a file, or its only object."""
    try:
        (error,) = read(data)  # type: ignore[misc]
    except InputError as raised:
        error = raised
    assert isinstance(error, InputError)
    return str(error)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"hello", "not JSON"),
        (b'{"schema_version": "1", ', "not valid JSON: it goes wrong at line 1, character 25"),
        (b'{"a": 1,\n "b": 2 "c": 3}', "line 2, character 9"),
        (b'\n{"a" 1}', "line 2, character 6"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": {"total": 9, "n": 1, "total": 2}}', 'the key "total" stands twice'),
        (b'{"a": {"n": 1, "total": 9, "total": 2}}', 'the key "total" stands twice'),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'[{"a": "\\udfff\\ud800"}]', "half a character"),
        (b'{"a": [1, "\\udfff"]}', "half a character"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "thousands of digits"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ' * 100_000, "nested too deeply"),
        (b"[1 2]", "not valid JSON"),
        (b"{} {}", "not valid JSON"),
        (b'{"a": "' + b"x" * 8_000_001 + b'"}', "8 MB"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_what_is_no_json_is_told_in_one_sentence(data: bytes, says: str) -> None:
    """Cut off, empty, nested without end, ambiguous: one clear sentence."""
    if data == b"[1 2]":
        assert says in str(list(read(data))[1])  # type: ignore[arg-type]
    else:
        assert says in refusal(data)


def test_a_file_of_strangers_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Objects that are no reports are told one by one up to a bound; a report among them begins the count anew."""
    monkeypatch.setattr(json_format, "MOST_STRANGERS", 3)
    report = dumps(random_report(1).to_dict())
    found = list(read(f"[{{}}, {{}}, {report}, {{}}, {{}}, {{}}, {{}}, {report}]".encode()))  # type: ignore[arg-type]
    assert [isinstance(item, Report) for item in found] == [False, False, True, False, False, False, False]
    assert "the rest is not read" in str(found[-1])


def test_an_array_is_read_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements at every offset of a piece come whole, and one that has no room in it is refused."""
    reports = [random_report(seed) for seed in range(4)]
    longest = max(len(dumps(report.to_dict())) for report in reports)
    data = ("[\n" + " ,\n".join(dumps(report.to_dict()) for report in reports) + "\n]").encode()
    for room in range(2 * longest + 10, 2 * longest + 60, 7):
        monkeypatch.setattr(json_format, "LONGEST_REPORT", room)
        assert list(read(data)) == reports  # type: ignore[arg-type]
    monkeypatch.setattr(json_format, "LONGEST_REPORT", longest // 2)
    assert "not valid JSON" in str(list(read(data))[-1])  # type: ignore[arg-type]


def test_lines_are_read_from_an_open_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line by line, blank ones passed over; a line that is too long is refused and the next is read; an array is no lines."""
    report, context = random_report(1), ReadContext(forms=FORMS)
    line = dumps(report.to_dict())
    path = tmp_path / "reports.jsonl"
    path.write_bytes(f"\ufeff{line}\r\n\n{line[:-1]}{' ' * 70_000}}}\n{line}".encode())
    monkeypatch.setattr(json_format, "LONGEST_REPORT", 70_000)
    first, broken, last = chain.from_iterable(json_format.read_lines(path.open("rb"), context))
    assert first == last == report
    assert isinstance(broken, InputError)
    assert broken.place == "line 3"
    assert "an object in it has more than" in str(broken)
    path.write_bytes(f"[{line}]".encode())
    assert list(json_format.read_lines(path.open("rb"), context)) == [[report]]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([1], "JSON object"),
        ({}, "schema_version"),
        ({"schema_version": "2"}, 'schema_version is "2"'),
        ({"schema_version": "1"}, "which form"),
        ({"schema_version": "1", "form": "1999"}, "no form"),
    ],
)
def test_what_is_no_report_is_told_in_one_sentence(data: Any, says: str) -> None:
    """Another version, another form, another object."""
    error = checked_report(data)
    assert isinstance(error, InputError)
    assert says in str(error)


def test_what_was_not_read_names_cells_by_their_paths() -> None:
    """Whatever else a stranger's JSON says there would stop the sums and the tables that are made of it."""
    data = random_report(1).to_dict()
    data["unread"] = [{"kind": "unread_cells", "table": "requests", "place": "line 3", "text": "约2", "cells": ["约2"]}]
    error = checked_report(data)
    assert isinstance(error, SchemaError)
    assert error.violations == [("$.unread[0].cells", 'the report has no cell "约2".')]


def test_a_broken_line_leaves_the_others() -> None:
    """A truncated JSON Lines file gives its whole reports, and one error that names the line."""
    report = random_report(1)
    data = write_lines([report, report], OPTIONS)
    first, broken = read(data[:-200])
    assert first == report
    assert isinstance(broken, InputError)
    assert broken.place == "line 2"


def test_lines_that_are_no_reports_are_told_with_their_place(govdisc: Callable[..., Any], tmp_path: Path) -> None:
    """In the findings, under each one's reason, and counted as lines: the file itself was read."""
    path = tmp_path / "batch.jsonl"
    lines = [write_lines([random_report(1)], OPTIONS).strip(), b'{"agency": 3}', b'{"schema_version": "1", "form": "2021"}', b"{"]
    path.write_bytes(b"\n".join(lines) + b"\n")
    done = govdisc("validate", path, "--format", "json", "--lang", "en")
    found = [finding for finding in json.loads(done.out)["findings"] if finding["code"].startswith("INP")]
    assert [(finding["code"], finding["place"], finding["location"]) for finding in found] == [
        (code, f"line {number}", {"line": number}) for code, number in (("INP101", 2), ("INP102", 3), ("INP101", 4))
    ]
    assert len({finding["fingerprint"] for finding in found}) == 3
    assert "Not read: 3 lines (3 .jsonl)." in done.err
    assert [f"line {number}: " in done.err for number in (1, 2, 3, 4)] == [False, True, True, True]
