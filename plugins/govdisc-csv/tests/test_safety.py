"""No text of a report becomes a formula, and no file harms the reader."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from govdisc_csv import detect, reader, sheet
from govdisc_csv.fields import decode, encode
from govdisc_csv.reader import read
from govdisc_csv.writer import write

from govdisc.errors import ConfigurationError, InputError, NoReportError
from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.model.document import Document
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

OPTIONS = WriteOptions(builtin_forms())
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "=cmd|'/C calc'!A0", "＝1", "＋1", "－1", "＠1", "-", "'=1")
SOFFICE = shutil.which("soffice")


def _dangerous() -> Report:
    report = random_report(2, Options(form="2019", zero=0.0))
    report.tables["disclosure"]["licensing"]["change"] = -3
    report.title, report.agency.name, report.lead = "=1+1", "@agency", "-lead"
    for path, formula in zip([path for path, _value in report.cells()][30:], FORMULAS, strict=False):
        report.remarks[path] = formula
    for section, formula in zip(report.sections, FORMULAS, strict=False):
        section.text, section.title = formula, f" {formula}"
    return report


@pytest.mark.parametrize("text", [*FORMULAS, "a", "", "'a", "''=", "json:", "json:1", "，=1", "0", "\x00=1", "\x9b2J"])
def test_every_text_comes_back_from_its_field(text: str) -> None:
    """Fields are made safe in a way that can be undone."""
    assert decode(encode(text)) == text
    assert not any(0x7F <= ord(character) < 0xA0 for character in encode(text))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_field_begins_like_a_formula(text: str) -> None:
    """Behind blanks or not, no text begins with what a spreadsheet runs."""
    assert encode(text).lstrip()[0] not in "=+-@＝＋－＠"
    assert encode(text)[0] == "'"


def test_numbers_below_zero_stay_numbers() -> None:
    """−3 is written as a number in the column of the values."""
    rows = list(csv.DictReader(io.StringIO(write([_dangerous()], OPTIONS).decode("utf-8-sig"), newline="")))
    change = next(row for row in rows if row["row"] == "licensing" and row["column"] == "change")
    assert change["value"] == "-3"


def _opened(data: bytes, folder: Path) -> list[object]:
    """Return the cells of a CSV file as LibreOffice opens it, with numbers detected and formulas evaluated."""
    openpyxl = pytest.importorskip("openpyxl")
    source = folder / "report.csv"
    source.write_bytes(data)
    with tempfile.TemporaryDirectory() as profile:
        # comma, quotation mark, UTF-8; the last two say that formulas are evaluated, which is what an incautious user may choose
        command = [str(SOFFICE), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "xlsx"]
        command += ["--outdir", str(folder), "--infilter=CSV:44,34,76,1,,2052,false,true,false,false,false,-1,true", str(source)]
        subprocess.run(command, check=True, timeout=180, capture_output=True, env={**os.environ, "HOME": profile})
    return [cell for row in openpyxl.load_workbook(folder / "report.xlsx").active.iter_rows() for cell in row]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_would_run_a_formula(tmp_path: Path) -> None:
    """The way of opening does run what is not made safe, so that the next test can fail."""
    assert [getattr(cell, "data_type", "") for cell in _opened(b"=1+1,a\r\n", tmp_path)] == ["f", "s"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("shape", ["long", "wide"])
def test_libreoffice_sees_no_formula(shape: str, tmp_path: Path) -> None:
    """Opened in LibreOffice, no cell is a formula, and −3 is a number."""
    cells = _opened(write([_dangerous()], WriteOptions(builtin_forms(), {"shape": shape})), tmp_path)
    kinds = [(getattr(cell, "data_type", ""), getattr(cell, "value", None)) for cell in cells]
    assert len(kinds) > 200
    assert [value for kind, value in kinds if kind == "f"] == []
    assert ("n", -3) in kinds
    assert any(kind == "s" and str(value).startswith("'") for kind, value in kinds)


HEAD = "agency,year,form,table,row,column,value"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        (HEAD, "no report"),
        (f"{HEAD}\n", "no report"),
        ("agency,year,form,ta", "first line lacks table"),
        (f"{HEAD}\nx,20x3,2021,a,b,c,1\n", "line 2 .* 20x3 is not a year"),
        (f"{HEAD}\nx,2023,2021,a,b,c,1\nx,2023,2021,a,b,c,2\n", "line 3 .* a.b.c stands twice"),
        (f"{HEAD},text\nx,2023,2021,(report),title,,,\"a\nb\"\nx,2023,2021,a,b,c\n", "line 4 has 6 fields and the header 8"),
        (f"{HEAD}\nx,2023,2021,a,b,c,1,2\n", "line 2 has 8 fields and the header 7"),
        (f"{HEAD},value\nx,2023,2021,a,b,c,1,2\n", "column value stands twice"),
        (f'{HEAD}\nx,2023,2021,"a', "line 2"),
        (f"{HEAD},mark\nx,2023,2021,a,b,c,,json:oops\n", "json:"),
        (f"{HEAD},text\nx,2023,2021,(report),colour,,,red\n", "no fact colour"),
        (f"{HEAD},text\nx,2023,2021,(report),marks,,,5\n", "marks is no JSON object"),
        (f"{HEAD},text\nx,2023,2021,(extracted),fee,,,{{\n", "line 2"),
        (f"{HEAD},text\nx,2023,2021,(extracted),tables,,,1\n", "tables stands twice"),
    ],
)
def test_one_sentence_says_why_a_file_is_refused(text: str, words: str) -> None:
    """Files that are not understood are refused with one sentence that says where and why."""
    with pytest.raises(InputError, match=words) as caught:
        read(text.encode())
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, NoReportError)


@pytest.mark.parametrize("shape", ["long", "wide"])
def test_a_file_that_was_cut_off_anywhere_is_refused_or_read(shape: str) -> None:
    """Whatever is lost at the end of a file: the reports before the cut, or one sentence, and never another error."""
    data = write([random_report(3), random_report(4)], WriteOptions(builtin_forms(), {"shape": shape}))
    refused = 0
    for end in range(60, len(data), 97):
        try:
            found = read(data[:end])
            assert not isinstance(found, Document)
            assert all(isinstance(report, (Report, InputError)) for report in found)
        except InputError:
            refused += 1
    assert refused > 10


def _worksheet(report: Report) -> Iterator[list[str]]:
    """The rows that a spreadsheet saves of the printed report: a merged cell's text in its first field, blanks in the others."""
    form = builtin_forms().form(report.form)
    yield [report.title or ""]
    for spec in form.sections:
        section = report.section(spec.id)
        assert section is not None
        yield from ([line] for line in (section.title, *section.text.split("\n")) if line)
        for table in (table for table in form.tables if table.section == spec.id):
            layout = report_layout(form, report, table.id)
            for cells in layout.rows():
                fields = [""] * layout.width
                for cell in cells:
                    fields[cell.column] = printed_cell(report, cell.path) if cell.path else cell.text
                yield fields
        yield []


@pytest.mark.parametrize(("form", "delimiter", "encoding"), [("2021", ",", "gb18030"), ("2021", "\t", "utf-16"), ("2019", ";", "utf-8-sig"), ("2021", "|", "utf-8")])
def test_a_worksheet_saved_as_csv_is_read_like_the_sheet(form: str, delimiter: str, encoding: str) -> None:
    """Merged cells are blank in CSV, yet every cell of the report is found, a mark and a remark among them."""
    report = random_report(5, Options(form=form, zero=0.2, remarks=True))
    rows = list(_worksheet(report))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([*row, *[""] * (max(map(len, rows)) - len(row))] for row in rows)
    document = read(out.getvalue().encode(encoding))
    assert isinstance(document, Document)
    found = recognise(document, builtin_forms())
    assert (found.tables, found.marks, found.remarks) == (report.tables, report.marks, report.remarks)
    assert (found.title, found.unread) == (report.title, [])


def test_a_stranger_s_table_is_no_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table without the header is a document like any other, and one beyond all bounds is passed over, not an error."""
    assert isinstance(read(b"a,b\n1,2\n"), Document)
    monkeypatch.setattr(sheet, "MOST_CELLS", 10)
    with pytest.raises(NoReportError, match="10 cells"):
        read(b"a,b\n" * 6)
    monkeypatch.setattr(reader, "LONGEST_FIELD", 10)
    with pytest.raises(NoReportError, match="line 2"):
        read(b"a,b\n" + b"x" * 11)


def test_a_row_that_the_form_does_not_have_is_an_error_of_that_report() -> None:
    """Cells are checked against the form, and the other reports of the file are read."""
    good = write([random_report(3)], OPTIONS).decode("utf-8-sig")
    width = good.partition("\r\n")[0].count(",") + 1
    bad = ",".join(["甲局", "2023", "2021", "requests", "surprise", "", "total", "", "1"] + [""] * (width - 9))
    first, second = read(f"{good}{bad}\r\n".encode())
    assert first == random_report(3)
    assert isinstance(second, InputError)


def test_files_that_a_spreadsheet_saved_are_read() -> None:
    """Semicolons, tabs, UTF-16 and GBK are what spreadsheets make of a CSV file."""
    report = random_report(3)
    rows = list(csv.reader(io.StringIO(write([report], OPTIONS).decode("utf-8-sig"), newline="")))
    for delimiter, encoding in ((";", "gb18030"), ("\t", "utf-16"), (",", "utf-8")):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
        assert read(out.getvalue().encode(encoding)) == [report]
        assert detect(out.getvalue().encode(encoding)[:4096], "a") == 95


def test_a_mark_typed_into_a_value_is_a_mark() -> None:
    """Who fills in the value by hand may write / or a number with its unit there."""
    head = "agency,year,form,table,row,column,value\n"
    text = f"{head}x,2023,2021,disputes,reconsideration,upheld,/\nx,2023,2021,disputes,reconsideration,total,22件\n"
    (report,) = read(text.encode())
    assert isinstance(report, Report)
    assert report.tables == {"disputes": {"reconsideration": {"upheld": None, "total": 22}}}
    assert report.marks == {"disputes.reconsideration.upheld": "/"}
    assert report.remarks == {"disputes.reconsideration.total": "件"}


def test_fields_and_columns_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field or a header without end is refused, and the limit of the csv module is as before."""
    before = csv.field_size_limit()
    monkeypatch.setattr(reader, "LONGEST_FIELD", 1000)
    with pytest.raises(InputError, match="field"):
        read(f"{HEAD}\n{'x' * 2000}".encode())
    monkeypatch.setattr(reader, "MOST_COLUMNS", 10)
    with pytest.raises(InputError, match="10 columns"):
        read(",".join(["agency"] * 11).encode())
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("params", [{"shape": "round"}, {"bom": "maybe"}, {"facts": ""}])
def test_parameters_that_cannot_be_are_refused(params: dict[str, str]) -> None:
    """The error names the parameter and what it may be."""
    with pytest.raises(ConfigurationError, match=next(iter(params))):
        write([random_report(1)], WriteOptions(builtin_forms(), params))


def test_files_are_known_by_their_header() -> None:
    """The header is the mark; the name alone is a hint."""
    assert detect(write([random_report(1)], OPTIONS)[:4096], "a") == 95
    assert 0 < detect(b"x,y", "a.csv") < 50
    assert detect(b"x,y", "a.txt") == 0
