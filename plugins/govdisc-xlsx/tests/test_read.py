"""What a cell says, in .xlsx, .xls and .ods: each assumption of the README, and what happens when it does not hold."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from govdisc_xlsx.sheet import date_text, format_kind, joined, number_text, percent_text
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from xlsx_kit import FORMS, Convert, Style, print_workbook, read, saved

from govdisc.model.document import Document, Grid, Paragraph
from govdisc.plugins import Plugins
from govdisc.recognise import recognise
from govdisc.testing import random_report
from govdisc.testing.running import run_rules


def texts(document: Document) -> list[list[str]]:
    """All rows of all blocks, paragraphs as rows of one."""
    out: list[list[str]] = []
    for block in document.blocks:
        out += [[block.text]] if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
    return out


def a_table() -> openpyxl.Workbook:
    """A sheet with a cell of each kind."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (
        ["项目", "数", "备注"],
        ["整数", 21.0, "00123"],
        ["小数", 7730.28, "２１"],
        ["噪声", 0.1 + 0.2, "a\tb  c"],
        ["零", 0, "/"],
        ["负数", -3, "−3"],
        ["真假", True, "第一行\n第二行"],
        ["日期", datetime.date(2024, 1, 20), "𠮷 བོད་ ئۇيغۇر"],
        ["时刻", datetime.datetime(2024, 1, 20, 15, 7), "<script>"],
        ["错误", "#REF!", "&amp;"],
        ["比例", 0.0105, "1%"],
        ["单位", 22, "22（其中修订16件）"],
    ):
        sheet.append(line)
    sheet["B11"].number_format = "0.00%"
    sheet["B12"].number_format = '0"件（100%）"'
    sheet["A5"].comment = Comment("批注不是正文", "经办人")
    return book


EXPECTED = [
    ["项目", "数", "备注"],
    ["整数", "21", "00123"],
    ["小数", "7730.28", "２１"],
    ["噪声", "0.3", "a\tb  c"],
    ["零", "0", "/"],
    ["负数", "-3", "−3"],
    ["真假", "TRUE", "第一行\n第二行"],
    ["日期", "2024-01-20", "𠮷 བོད་ ئۇيغۇر"],
    ["时刻", "2024-01-20 15:07", "<script>"],
    ["错误", "#REF!", "&amp;"],
    ["比例", "1.05%", "1%"],
    ["单位", "22", "22（其中修订16件）"],
]


def test_xlsx_values() -> None:
    """Numbers are exact, errors are texts, a percentage is what is printed, a unit in the format is not the number's."""
    assert texts(read(saved(a_table()))) == EXPECTED


@pytest.mark.parametrize("suffix", ["ods", "xls", "xlsx"])
def test_values_after_libreoffice(convert: Convert, suffix: str) -> None:
    """The same cells say the same in all three kinds of workbook; only ods cannot tell TRUE from a formatted 1."""
    got = texts(read(convert(saved(a_table()), suffix), suffix))
    expected = [[("1" if suffix == "ods" and text == "TRUE" else text) for text in row] for row in EXPECTED]
    assert got == expected


def test_places_name_sheet_and_cell() -> None:
    """A cell's place is its sheet and its name, also beyond column Z; a merged cell's is that of its first cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据 表"
    sheet["AB6"], sheet["AC6"], sheet["AB7"], sheet["AC8"] = "甲", 1, "乙", 2
    sheet.merge_cells("AB7:AB8")
    grid = read(saved(book)).blocks[0]
    assert isinstance(grid, Grid)
    assert [cell.place for row in grid.rows for cell in row] == [f"数据 表!{name}" for name in ("AB6", "AC6", "AB7", "AC7", "AC8")]


def test_formula_without_a_result_is_no_blank() -> None:
    """One notice for the whole workbook names the cells, for what they print is not known; the formula is not what was counted."""
    book = a_table()
    book.active["B2"] = "=SUM(B3:B4)"
    other = book.create_sheet("另表")
    other.append(["甲", "=1+1"])
    document = read(saved(book))
    assert ["整数", "", "00123"] in texts(document)
    (notice,) = document.notices
    assert (notice.place, notice.cells) == ("Sheet!B2", ("Sheet!B2", "另表!B1"))
    assert "2 cells: Sheet!B2, 另表!B1" in notice.message


def test_cells_of_formulas_without_results_are_unread_and_not_blank() -> None:
    """Totals that were never calculated: no mark, no blank, no missing row, and one finding that names them first."""
    report = random_report(3)
    book = openpyxl.load_workbook(io.BytesIO(print_workbook(report, Style())))
    sheet = book.active
    totals = [path for path, _value in report.cells() if path.startswith("requests.") and path.endswith(".total")]
    places = {place: path for path, place in recognise(read(saved(book)), FORMS).places.items()}
    wanted = {place.partition("!")[2]: path for place, path in places.items() if path in totals}
    for name in wanted:
        sheet[name] = "=1+1"
    again = recognise(read(saved(book)), FORMS)
    (unread,) = again.unread
    assert (unread.kind, set(unread.cells)) == ("unread_cells", set(totals))
    assert {path for path, _value in report.cells()} - {path for path, _value in again.cells()} == set(totals)
    assert again.marks == report.marks
    first, *others = run_rules(again, Plugins())
    assert (first.code, first.severity) == ("INP202", "error")
    assert not any(finding.code in ("NUM101", "NUM103", "STR103", "STR105") for finding in others)


def rich(*runs: tuple[str, dict[str, Any]]) -> CellRichText:
    """A cell's text of runs with their own formats."""
    return CellRichText(*(TextBlock(InlineFont(**look), text) if look else text for text, look in runs))


RAISED: dict[str, Any] = {"vertAlign": "superscript"}
STRUCK: dict[str, Any] = {"strike": True}


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_notes_and_struck_out_text_are_no_digits(convert: Convert, suffix: str) -> None:
    """Raised text is a note, and what is struck out is gone: in runs of a text, and in a whole cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["甲", rich(("7", {}), ("1", RAISED))])
    sheet.append(["乙", rich(("7", {}), ("[1]", RAISED), ("件", {}))])
    sheet.append(["丙", rich(("9", STRUCK), ("7", {}))])
    sheet.append(["丁", rich(("2", {}), ("注", RAISED), ("1", RAISED))])
    sheet.append(["戊", 9, "己"])
    sheet["B5"].font = Font(strike=True)
    data = saved(book)
    assert texts(read(data)) == [["甲", "7¹", ""], ["乙", "7[1]件", ""], ["丙", "7", ""], ["丁", "2[注1]", ""], ["戊", "", "己"]]
    if suffix != "xlsx":
        assert texts(read(convert(data, suffix), suffix)) == texts(read(data))


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_formula_with_a_result_gives_it(convert: Convert, suffix: str) -> None:
    """What the spreadsheet program computed is the cell's text; an error stays an error and a blank text a blank."""
    book = openpyxl.Workbook()
    for line in (["甲", "=1+2"], ["乙", "=1/0"], ["丙", '=""'], ["丁", '="无"']):
        book.active.append(line)
    document = read(convert(saved(book), suffix), suffix)
    assert texts(document) == [["甲", "3"], ["乙", "#DIV/0!"], ["丙", ""], ["丁", "无"]]
    assert document.notices == ()


def hidden_book() -> openpyxl.Workbook:
    """A sheet with a hidden row and column that hold text, and a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["项目", "草稿", "数"], ["甲", "x", 1], ["去年", "x", 99], ["乙", "x", 2]):
        sheet.append(line)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("底稿")
    other["A1"] = "不打印"
    other.sheet_state = "hidden"
    return book


def test_hidden_parts_are_left_out_and_named() -> None:
    """What is not printed is no part of the report, and a notice says what was left out."""
    document = read(saved(hidden_book()))
    assert texts(document) == [["项目", "数"], ["甲", "1"], ["乙", "2"]]
    assert len(document.blocks) == 1  # the hidden row does not split the table
    assert [notice.place for notice in document.notices] == ["Sheet!A3", "Sheet!B1", "底稿"]


@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_hidden_parts_in_other_kinds(convert: Convert, suffix: str) -> None:
    """Hidden rows, columns and sheets of .ods and .xls are left out as well."""
    document = read(convert(saved(hidden_book()), suffix), suffix)
    assert texts(document) == [["项目", "数"], ["甲", "1"], ["乙", "2"]]
    assert len(document.notices) == 3


def test_merge_whose_first_row_is_hidden_still_shows() -> None:
    """A merged cell prints its text in the rows that are left."""
    book = openpyxl.Workbook()
    for line in (["组", "甲", 1], [None, "乙", 2], [None, "丙", 3]):
        book.active.append(line)
    book.active.merge_cells("A1:A3")
    book.active.row_dimensions[1].hidden = True
    assert texts(read(saved(book))) == [["组", "乙", "2"], ["丙", "3"]]


def test_row_of_no_height_is_hidden() -> None:
    """Pulling a row shut hides it as surely as the command does."""
    book = openpyxl.Workbook()
    for line in (["甲", 1], ["乙", 2]):
        book.active.append(line)
    assert texts(read(_edited(saved(book), b'<row r="2"', b'<row r="2" ht="0" customHeight="1"'))) == [["甲", "1"]]


def test_text_under_a_merge_is_not_printed() -> None:
    """Only the first cell of a merged range shows; what lies under it is no part of the report."""
    data = saved(a_table())
    with_merge = _edited(data, b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A2:C2"/></mergeCells>')
    assert ["整数"] in texts(read(with_merge))


def test_rows_and_cells_without_references() -> None:
    """Cells that do not say where they stand follow the one before."""
    book = openpyxl.Workbook()
    for line in (["甲", 1], ["乙", 2]):
        book.active.append(line)
    data = saved(book)
    for name in (b' r="A1"', b' r="B1"', b' r="A2"', b' r="B2"', b' r="1"', b' r="2"'):
        data = _edited(data, name, b"")
    assert texts(read(data)) == [["甲", "1"], ["乙", "2"]]


def test_pictures_are_named() -> None:
    """A picture's text is not read, and a notice says so; a workbook of pictures alone is refused."""
    stream = io.BytesIO(saved(a_table()))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/media/image1.png", b"")
    assert len(read(stream.getvalue()).notices) == 1


def _edited(data: bytes, old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with the bytes of one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (21.0, "21"),
        (-3.0, "-3"),
        (1e15, "1000000000000000"),
        (1e-7, "0.0000001"),
        (0.1 + 0.2, "0.3"),
        (100.0, "100"),
        (-0.0, "-0"),
    ],
)
def test_number_text(value: float, text: str) -> None:
    """Fifteen digits, no exponent, no decimal point at the end."""
    assert number_text(value) == text


def test_percent_text() -> None:
    """A hundred times the number, without binary noise."""
    assert [percent_text(share) for share in (0.0105, 0.07, 1.0, 0.126)] == ["1.05%", "7%", "100%", "12.6%"]


@pytest.mark.parametrize(
    ("serial", "is_1904", "text"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (45311, False, "2024-01-20"),
        (43849, True, "2024-01-20"),
    ],
)
def test_date_text(serial: float, is_1904: bool, text: str) -> None:
    """Both calendars of Excel, around its leap year that never was."""
    assert date_text(serial, is_1904) == text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""),
        ("0.00", ""),
        ('0"件（%）"', ""),
        (r"0\%", ""),
        ("[Red]0.00", ""),
        ("0.00%", "percent"),
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"', "date"),
        ("[h]:mm", "date"),
        ("0_);(0)", ""),
    ],
)
def test_format_kind(code: str, kind: str) -> None:
    """Letters in quotes, escapes and brackets do not count."""
    assert format_kind(code) == kind


def test_joined_ranges() -> None:
    """Ranges that touch or overlap become one."""
    assert joined([(5, 6), (0, 1), (2, 2), (6, 9)]) == [(0, 2), (5, 9)]


def test_ods_by_another_program() -> None:
    """An .ods made with odfpy: merged cells, repeated cells, blanks, tabs, booleans, notes, and a formula nobody calculated."""
    from odf.office import Annotation
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P, S, Tab

    book = OpenDocumentSpreadsheet()
    table = Table(name="数据")
    first = TableRow()
    title = TableCell(valuetype="string", numbercolumnsspanned=3, numberrowsspanned=1)
    title.addElement(P(text="统计"))
    first.addElement(title)
    first.addElement(CoveredTableCell(numbercolumnsrepeated=2))
    second = TableRow()
    label = TableCell(valuetype="string")
    note = Annotation()
    note.addElement(P(text="批注不是正文"))
    label.addElement(note)
    line = P(text="甲")
    line.addElement(S(c=3))
    line.addElement(Tab())
    line.addText("乙")
    label.addElement(line)
    label.addElement(P(text="第二段"))
    second.addElement(label)
    second.addElement(TableCell(valuetype="float", value="7730.28", numbercolumnsrepeated=2))
    third = TableRow()
    third.addElement(TableCell(valuetype="boolean", booleanvalue="true"))
    third.addElement(TableCell(valuetype="percentage", value="0.0105"))
    third.addElement(TableCell(formula="of:=SUM([.B2:.C2])"))
    for row in (first, second, third):
        table.addElement(row)
    book.spreadsheet.addElement(table)
    stream = io.BytesIO()
    book.save(stream)
    document = read(stream.getvalue(), "ods")
    assert texts(document) == [["统计"], ["甲   \t乙\n第二段", "7730.28", "7730.28"], ["TRUE", "1.05%", ""]]
    assert [notice.cells for notice in document.notices] == [("数据!C3",)]
