"""JSON → CSV (long) → JSON is the identity; wide keeps the numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from govdisc_csv.layout import LONG
from govdisc_csv.reader import read
from govdisc_csv.writer import write

from govdisc.formats import ReadContext, WriteOptions
from govdisc.formats.json import write as write_json
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.report import Report, Source, Unread
from govdisc.testing import awkward_forms, random_report
from govdisc.testing.commandline import run_govdisc


def _harder(report: Report, seed: int) -> Report:
    """The report with facts, places and notes that hold awkward text as well, and with parts missing."""
    words = ["=cmd()", "\x00\x1b", " \t\r\n ", "'''-1", "", 'json:"x"', " ＝1,\"2\";"]
    word = words[seed % len(words)]
    report.title, report.lead = f"{word}{report.title}", word
    report.agency.name = [word, None][seed % 2]
    report.source = Source(f"{word}.pdf", "pdf", "0" * 64)
    report.places = {path: f"{word}页" for path, _value in report.cells() if len(path) % 3}
    blank = next(path for path, value in report.cells() if value == 0 or value is None)
    table, row, column = blank.split(".")
    report.tables[table][row][column] = None
    report.marks[blank] = word
    report.unread = [Unread("unknown_row", None if seed % 2 else "requests", "line 3", word, ["requests.received.total"])]
    report.extracted = {"fee": {"amount": Decimal("3.50"), "说明": [word or "空", None, True]}, "=key": 1}
    del report.tables["requests"]["carried_in"]
    if seed % 4 == 3:
        report.tables["disputes"] = {}
        report.tables["disclosure"]["licensing"] = {}
        report.year, report.published = None, None
    cells = {path for path, _value in report.cells()}
    for texts in (report.places, report.marks, report.remarks):
        for path in texts.keys() - cells:
            del texts[path]
    return report


@pytest.mark.parametrize("seed", range(28))
def test_reading_back_gives_the_same_report(seed: int, awkward: Callable[[int], Report], book: FormBook) -> None:
    """Everything in a report survives, its source and places included."""
    report = _harder(awkward(seed), seed)
    assert read(write([report], WriteOptions(book)), ReadContext(forms=book)) == [report]


def test_several_reports_survive_in_one_file(awkward: Callable[[int], Report], book: FormBook) -> None:
    """Two reports of one agency and year stay two, and rows may stand in any order."""
    reports = [_harder(awkward(seed), seed) for seed in range(8)]
    reports[1] = reports[0]
    data = write(reports, WriteOptions(book))
    assert read(data, ReadContext(forms=book)) == reports
    header, *rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    rows = [row for row in rows if row[3] != "(section)"]
    expected = [Report(**{**_fields(report), "sections": []}) for report in reports]
    assert _as_read(header, sorted(rows, key=lambda row: (row[4], row[6], int(row[-1])))) == expected


def _fields(report: Report) -> dict[str, object]:
    return {name: getattr(report, name) for name in Report.__slots__}


def _as_read(header: list[str], rows: list[list[str]]) -> list[object]:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    found = read(out.getvalue().encode(), ReadContext(forms=awkward_forms()))
    numbers = list(dict.fromkeys(int(row[-1]) for row in rows))
    return [report for _number, report in sorted(zip(numbers, found, strict=True), key=lambda pair: pair[0])]


def test_the_columns_are_as_promised(awkward: Callable[[int], Report], book: FormBook) -> None:
    """A cell's row begins with the promised columns; value holds numbers alone."""
    text = write([awkward(0)], WriteOptions(book)).decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert header[:11] == ["agency", "year", "form", "table", "row", "row_label", "column", "column_label", "value", "mark", "remark"]
    assert tuple(header) == LONG
    assert text.count("\r\n") >= len(rows)
    assert all(float(row[8]) is not None for row in rows if row[8])
    first = next(row for row in rows if row[4] == "denied_state_secret")
    assert first[5] == "（三）不予公开 1.属于国家秘密"
    assert first[7] == "自然人"


def test_without_facts_only_cells_are_written(awkward: Callable[[int], Report], book: FormBook) -> None:
    """--param facts=no leaves nothing but cells."""
    report = awkward(2)
    text = write([report], WriteOptions(book, {"facts": "no"})).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(rows) == len(list(report.cells()))


@pytest.mark.parametrize("bom", ["yes", "no"])
def test_the_byte_order_mark_is_a_choice(bom: str, awkward: Callable[[int], Report], book: FormBook) -> None:
    """Excel needs the mark, other programs stumble over it; both read back."""
    report = awkward(1)
    data = write([report], WriteOptions(book, {"bom": bom}))
    assert data.startswith(b"\xef\xbb\xbf") == (bom == "yes")
    assert read(data, ReadContext(forms=book)) == [report]


def test_wide_keeps_numbers_blanks_and_absent_cells(awkward: Callable[[int], Report], book: FormBook) -> None:
    """One report a row: 0, a blank and a cell that is not there are three things, for both forms in one file."""
    reports = [awkward(seed) for seed in range(6)]
    for report in reports:
        del report.tables["requests"]["carried_in"]
    data = write(reports, WriteOptions(book, {"shape": "wide"}))
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[0].startswith("agency,year,form,variant,title,published,disclosure.regulations.")
    assert len(lines) == len(reports) + 2
    for again, report in zip(read(data, ReadContext(forms=book)), reports, strict=True):
        assert isinstance(again, Report)
        assert again.tables == report.tables
        assert (again.agency.name, again.year, again.form, again.title) == (report.agency.name, report.year, report.form, report.title)


@pytest.mark.parametrize(("params", "code"), [([], 0), (["shape=long"], 0), (["shape=wide"], 1), (["facts=no"], 1)])
def test_what_an_export_leaves_out_is_told(tmp_path: Path, params: list[str], code: int) -> None:
    """Long keeps everything; wide, and long without facts, say what is missing and end with 1, unless that is allowed."""
    path = tmp_path / "report.json"
    path.write_bytes(write_json([random_report(1)], WriteOptions(builtin_forms())))
    options = [word for param in params for word in ("--param", param)]
    done = run_govdisc("export", path, "--format", "csv", *options)
    assert done.code == code
    assert ("left out of csv: text missing in:" in done.err) is bool(code)
    assert run_govdisc("export", path, "--format", "csv", "--lossy", *options).code == 0
