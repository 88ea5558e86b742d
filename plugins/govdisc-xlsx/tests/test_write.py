"""The workbook that is written: official layout, values as published, live formulas, texts that stay texts."""

from __future__ import annotations

import io
from collections import Counter

import openpyxl
import pytest
from govdisc_xlsx.checks import areas
from govdisc_xlsx.facts import CELL_LIMIT, CHECK_SHEET, FACTS_SHEET, NARRATIVE_SHEET, is_full, split_long
from govdisc_xlsx.validation import COLUMN_KINDS
from xlsx_kit import BY_NAME, FORMS, Convert, read, saved, write

from govdisc.errors import ConfigurationError, InputError
from govdisc.formats.base import WriteContext
from govdisc.model.document import Grid
from govdisc.model.layout import report_layout
from govdisc.model.report import Report
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

TEXTS = ["=1+1", "+5", "-6", "@SUM(A1)", "\tx", '=HYPERLINK("http://example.invalid")', "https://example.invalid/"]


def opened(data: bytes, values: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl sees it: formulas, or the results stored beside them."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def blank(form: str) -> Report:
    """A report whose cells are all blank, as for a form to fill in."""
    report = random_report(3, Options(form=form))
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    for section in report.sections:
        section.text = ""
    return report


def results(data: bytes) -> Counter[object]:
    """How often each result stands on the sheet of checks."""
    return Counter(row[5].value for row in opened(data, values=True)[CHECK_SHEET].iter_rows(min_row=2))


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_layout_is_the_official_one(form: str) -> None:
    """Each table stands on a sheet of its own with the form's cells and merged ranges."""
    report = random_report(1, Options(form=form))
    book = opened(write(report))
    assert book.sheetnames[0] == NARRATIVE_SHEET
    assert book.sheetnames[-2:] == [CHECK_SHEET, FACTS_SHEET]
    for sheet, table in zip(book.worksheets[1:-2], report.tables, strict=True):
        layout = report_layout(FORMS.form(form), report, table)
        assert (sheet.max_row, sheet.max_column) == (layout.height, layout.width)
        merged = {(span.min_row - 1, span.min_col - 1, span.size["rows"], span.size["columns"]) for span in sheet.merged_cells.ranges}
        assert merged == {(c.row, c.column, c.rowspan, c.colspan) for c in layout.cells if c.rowspan > 1 or c.colspan > 1}


def test_values_are_numbers_and_a_wrong_total_stays() -> None:
    """What was published is a numeric cell with that number; nothing is computed over it."""
    report = random_report(5)
    report.tables["requests"]["received"]["total"] = 987654
    report.tables["requests"]["granted"]["research"] = -3
    sheet = opened(write(report)).worksheets[2]
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {987654, -3} <= values
    assert recognise(read(write(report)), FORMS).tables == report.tables


def test_checks_show_what_is_wrong_before_and_after_recalculation(convert: Convert) -> None:
    """The stored results are those that LibreOffice computes; a wrong total, a blank one and an annotated part are told apart."""
    report = random_report(5, Options(remarks=True))
    assert results(write(report)) == {"一致": 42}
    report.remarks["requests.granted.natural_person"] = "件"
    report.remarks["requests.partly_granted.natural_person"] = "其中线上1件"
    report.tables["disputes"]["reconsideration"]["total"] = 10_000
    report.tables["disputes"]["litigation_direct"]["total"] = None
    report.tables["disputes"]["litigation_direct"]["upheld"] = 4
    data = write(report)
    assert results(data) == {"一致": 40, "不一致": 1, "总计未填": 1}
    assert results(convert(data, "xlsx")) == results(data)


def test_wrong_cells_are_coloured() -> None:
    """Every total has the two conditions: wrong, and blank beside parts that are not."""
    book = opened(write(random_report(5)))
    requests, disputes = ({str(formatted.sqref): len(formatted.rules) for formatted in sheet.conditional_formatting} for sheet in book.worksheets[2:4])
    assert requests == {"J4:J28": 2, "D27:J27": 4, "D28:J28": 2}
    assert disputes == {"E4 J4 O4": 2}


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_blank_form_fills_in_its_totals(convert: Convert, form: str) -> None:
    """Filled in without its totals and recalculated, a blank form reads as the report that was meant."""
    source = random_report(9, Options(form=form))
    empty = write(blank(form))
    got = recognise(read(empty), FORMS)
    assert all(value is None for _path, value in got.cells())
    assert (got.marks, read(empty).notices) == ({}, ())
    book = opened(empty)
    for sheet, table in zip(book.worksheets[1:-2], source.tables, strict=True):
        for cell in report_layout(FORMS.form(form), source, table).cells:
            spot = sheet.cell(cell.row + 1, cell.column + 1)
            if cell.path and not hasattr(spot.value, "text"):  # the totals hold array formulas
                value = source.cell(cell.path)
                spot.value = f"{value}（其中线上1件）" if cell.path == "requests.carried_in.enterprise" else value
    filled = convert(saved(book), "xlsx")
    got = recognise(read(filled), FORMS)
    assert got.tables == source.tables
    assert got.remarks == {"requests.carried_in.enterprise": "其中线上1件"}
    assert set(results(filled)) == {"一致"}


def test_a_blank_form_has_a_place_for_every_text() -> None:
    """Below each heading without a table a cell with a hint; the hint is no text, and what is written there is the section's."""
    data = write(blank("2021"))
    sheet = opened(data)[NARRATIVE_SHEET]
    hints = {str(rule.sqref): rule.prompt for rule in sheet.data_validations.dataValidation}
    assert [hint.split("\n")[0] for hint in hints.values()] == ["（文字描述）", "（文字描述）", "（文字描述，收取信息处理费情况在此处报告。）"]
    assert [sheet.cell(sheet[at].row - 1, 1).value[:2] for at in hints] == ["一、", "五、", "六、"]
    assert not any(section.text for section in recognise(read(data), FORMS).sections)
    book = opened(data)
    for number, at in enumerate(hints, 1):
        book[NARRATIVE_SHEET][at] = f"第{number}段。"
    got = recognise(read(saved(book)), FORMS)
    assert [section.text for section in got.sections] == ["第1段。", "", "", "", "第2段。", "第3段。"]
    assert opened(write(random_report(1)))[NARRATIVE_SHEET].data_validations.dataValidation == []


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_value_cell_warns_of_what_is_no_value(form: str) -> None:
    """By its column's kind, as a warning, and once for each cell."""
    report = random_report(1, Options(form=form))
    book = opened(write(report))
    for sheet, table in zip(book.worksheets[1:-2], report.tables, strict=True):
        layout = report_layout(FORMS.form(form), report, table)
        values = Counter((cell.row + 1, cell.column + 1) for cell in layout.cells if cell.path)
        rules = sheet.data_validations.dataValidation
        assert values == Counter((row, column) for rule in rules for area in rule.sqref.ranges for row, column in area.cells)
        assert {rule.errorStyle for rule in rules} == {"warning"}
        assert all(str(rule.sqref).split(" ")[0].split(":")[0] in rule.formula1 for rule in rules)
    kinds = {column.kind for table in FORMS.form(form).tables for block in table.blocks for column in block.columns}
    assert kinds <= COLUMN_KINDS.keys()


def test_numbers_beyond_a_spreadsheet() -> None:
    """A count of 400 digits is written as the text that it is."""
    report = random_report(1)
    report.tables["requests"]["received"]["natural_person"] = 10**400
    report.tables["requests"]["carried_in"]["natural_person"] = 10**20
    texts = {cell.text for block in read(write(report)).blocks if isinstance(block, Grid) for row in block.rows for cell in row}
    assert {str(10**400), str(10**20)} <= texts


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_never_formulas(convert: Convert, text: str) -> None:
    """A text that begins like a formula or an address is a string, in the file and after LibreOffice has opened and saved it."""
    report = random_report(1)
    report.sections[0].text = text
    report.tables["requests"]["granted"]["research"] = None
    report.marks["requests.granted.research"] = "=cmd()"
    data = write(report)
    for workbook in (data, convert(data, "xlsx")):
        book = opened(workbook)
        cells = [cell for name in book.sheetnames if name != CHECK_SHEET for row in book[name].iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        assert all(cell.hyperlink is None for cell in cells)
        assert {text, "=cmd()"} <= {cell.value for cell in cells}


def test_long_paragraph_goes_on_in_the_next_row() -> None:
    """Excel holds 32,767 characters in a cell, a character beyond the basic plane counting as two."""
    for text in ("字" * 40_000, "𠮷" * 40_000, "字" * (CELL_LIMIT - 1), "字" * (CELL_LIMIT - 2), "a" + "𠮷" * 20_000):
        pieces = split_long(text)
        assert "".join(pieces) == text
        assert all(len(piece.encode("utf-16-le")) // 2 <= CELL_LIMIT for piece in pieces)
        assert [is_full(piece) for piece in pieces] == [True] * (len(pieces) - 1) + [False]


def test_facts_are_declared_and_checks_left_out() -> None:
    """The very hidden sheet says what the printed report does not; the sheet of checks is not read as a table."""
    report = random_report(2)
    document = read(write(report))
    assert document.declared["level"] == report.agency.level
    assert document.declared["form"] == "2021"
    assert all(not block.place.startswith(CHECK_SHEET) for block in document.blocks)
    assert document.notices == ()


@pytest.mark.parametrize(("key", "value"), [("year", "2" * 20), ("published", "office"), ("level", "village")])
def test_hidden_facts_that_cannot_be_right(key: str, value: str) -> None:
    """None of them is believed then, and that is said: the text alone counts."""
    report = random_report(5)
    book = opened(write(report))
    for row in book[FACTS_SHEET].iter_rows(max_col=2):
        if row[0].value == key:
            row[1].value = value
    got = recognise(read(saved(book)), FORMS)
    assert [key in unread.text for unread in got.unread] == [True]
    assert (got.title, got.year) == (report.title, report.year)
    assert got.published != value


def test_foreign_workbook_with_a_sheet_of_that_name() -> None:
    """A sheet called like ours is read where the workbook is not ours."""
    book = openpyxl.Workbook()
    book.active.title = CHECK_SHEET
    book.active.append(["甲", 1])
    assert read(saved(book)).blocks


def test_one_report_a_workbook() -> None:
    """Two reports do not go into one file."""
    with pytest.raises(ConfigurationError, match="one report"):
        BY_NAME["xlsx"].writer()([random_report(1), random_report(2)], WriteContext(FORMS))


def test_half_a_character() -> None:
    """A lone surrogate cannot be written, and the message says so."""
    report = random_report(1)
    report.sections[0].text = "\ud842"
    with pytest.raises(InputError, match="surrogate"):
        write(report)


def test_areas() -> None:
    """Neighbours of one row or column become a range; the rest stand alone."""
    assert areas([(4, 3), (4, 4), (4, 5), (6, 5), (7, 5)]) == ["$D$5:$F$5", "$F$7:$F$8"]
    assert areas([(0, 0)], "a'b") == ["'a''b'!$A$1"]
