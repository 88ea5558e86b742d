"""Which rows are running text and which are a table: the signs, from strong to weak, and what happens without them."""

from __future__ import annotations

import itertools

import openpyxl
import pytest
from xlsx_kit import FORMS, LINES, Style, print_workbook, read, saved

from govdisc.model.document import Document, Grid
from govdisc.model.report import Report
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

STYLES = [
    Style(borders, merge, sheets, gaps, wide, as_text, indent)
    for borders, merge, sheets, gaps, wide, as_text, indent in itertools.product(
        (True, False), (True, False), ("one", "tables", "narrative"), (True, False), (False, True), (False, True), (0, 2)
    )
    if not (as_text and indent)
]
KINDS = [
    Options(form="2021"),
    Options(form="2019", remarks=True),
    Options(form="2021", blank_zeros=True),
    Options(form="2019", mark="/"),
    Options(form="2021", legacy_row=True, zero=0.9),
]


@pytest.mark.parametrize("number", range(len(KINDS)))
@pytest.mark.parametrize("sheets", ["one", "tables", "narrative"])
def test_every_style_reads_cell_exact(number: int, sheets: str) -> None:
    """With or without borders, merges, blank rows: the same cells, sections and facts, and nothing unread."""
    report = random_report(number + 11, KINDS[number])
    for style in (known for known in STYLES if known.sheets == sheets):
        got = recognise(read(print_workbook(report, style)), FORMS)
        assert (style, *_content(got)) == (style, *_content(report))


def _content(report: Report) -> tuple[object, ...]:
    sections = [(section.id, section.title, section.text) for section in report.sections]
    return report.title, report.year, sections, report.tables, report.marks, report.remarks, report.unread


def shape(document: Document) -> list[object]:
    """Paragraphs as their texts, grids as lists of rows of texts."""
    return [[[cell.text for cell in row] for row in block.rows] if isinstance(block, Grid) else block.text for block in document.blocks]


def sheet_of(*rows: list[object], merge: str = "", border: str = "") -> Document:
    """A sheet with those rows, a merged range and a range with border lines."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if border:
        for line in book.active[border]:
            for cell in line:
                cell.border = LINES
    if merge:
        book.active.merge_cells(merge)
    return read(saved(book))


def test_label_row_over_the_width_stays_in_its_table() -> None:
    """A merged row between rows of a table, or with its border, is the table's."""
    rows: list[list[object]] = [["规章", 1], ["第二十条第（五）项"], ["行政许可", 2]]
    assert shape(sheet_of(*rows)) == [[["规章", "1"], ["第二十条第（五）项", ""], ["行政许可", "2"]]]
    first: list[list[object]] = [["二、主动公开政府信息情况"], ["第二十条第（一）项"], ["规章", 1]]
    assert shape(sheet_of(*first, merge="A2:B2", border="A2:B3")) == ["二、主动公开政府信息情况", [["第二十条第（一）项"], ["规章", "1"]]]


def test_heading_between_two_tables_is_text() -> None:
    """A heading right between two tables belongs to neither, though it is as wide as they are."""
    rows: list[list[object]] = [["规章", 1], ["三、收到和处理申请情况"], ["自然人", 2]]
    assert shape(sheet_of(*rows, merge="A2:B2", border="A1:B3")) == [[["规章", "1"]], "三、收到和处理申请情况", [["自然人", "2"]]]


def test_blank_row_with_borders_does_not_end_a_table() -> None:
    """A row of blank cells is a row of the table where it has lines, and parts two tables where it has none."""
    rows: list[list[object]] = [["甲", 1], [None, None], ["乙", 2]]
    assert shape(sheet_of(*rows, border="A1:B3")) == [[["甲", "1"], ["", ""], ["乙", "2"]]]
    assert shape(sheet_of(*rows)) == [[["甲", "1"]], [["乙", "2"]]]


def test_blank_last_row_with_borders_is_kept() -> None:
    """A blank form's only row of data is blank cells, not nothing."""
    assert shape(sheet_of(["维持", "纠正"], [None, None], border="A1:B2")) == [[["维持", "纠正"], ["", ""]]]


def test_label_whose_numbers_are_blank_is_a_table_row() -> None:
    """One text in a row with border lines beside it is a row of blanks, though it reads like a heading."""
    rows: list[list[object]] = [["项目", "自然人"], ["一、本年新收申请数量", None], ["二、上年结转", 2]]
    assert shape(sheet_of(*rows, border="A1:B3")) == [[["项目", "自然人"], ["一、本年新收申请数量", ""], ["二、上年结转", "2"]]]


def test_the_label_of_form_2019_that_ends_as_headings_do() -> None:
    """其他对外管理服务事项 without numbers and lines is a row of its table; 其他需要报告的事项 is a heading."""
    rows: list[list[object]] = [["行政许可", 1], ["其他对外管理服务事项"], ["行政强制", 2], ["其他需要报告的事项"], ["无", 3]]
    table: list[list[str]] = [["行政许可", "1"], ["其他对外管理服务事项", ""], ["行政强制", "2"]]
    assert shape(sheet_of(*rows)) == [table, "其他需要报告的事项", [["无", "3"]]]


def test_running_text_in_several_columns_is_text() -> None:
    """A heading beside a long text is not a table."""
    long = "全年通过网站公开信息三百二十条，其中政务动态二百条、办事服务一百二十条，内容准确，更新及时。"
    assert shape(sheet_of(["一、总体情况", long])) == ["一、总体情况", long]


def test_lines_of_a_cell_are_paragraphs() -> None:
    """A whole section in one cell gives its lines."""
    assert shape(sheet_of(["第一段。\n第二段。"])) == ["第一段。", "第二段。"]


def test_note_below_a_table_is_text() -> None:
    """A sentence or a note under the last row is no row."""
    rows: list[list[object]] = [["甲", 1], ["乙", 2], ["注：本表数据含上年结转"]]
    assert shape(sheet_of(*rows)) == [[["甲", "1"], ["乙", "2"]], "注：本表数据含上年结转"]


def test_spans_count_what_is_used() -> None:
    """A merged cell spans the rows and columns that hold something."""
    grid = sheet_of(["组", "甲", 1], [None, "乙", 2], merge="A1:A2").blocks[0]
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.rowspan, cell.colspan) for cell in grid.rows[0]] == [("组", 2, 1), ("甲", 1, 1), ("1", 1, 1)]
