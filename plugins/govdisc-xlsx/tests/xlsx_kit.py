"""Workbooks as an office would make them, from invented reports: printed with openpyxl."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import openpyxl
from govdisc_xlsx import FORMATS
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from govdisc.formats.base import ReadContext, WriteContext
from govdisc.model.book import builtin_forms
from govdisc.model.document import Document
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, printed_cell

LINES = Border(*(Side("thin") for _side in range(4)))
FORMS = builtin_forms()
BY_NAME = {file_format.name: file_format for file_format in FORMATS}


@dataclass(frozen=True)
class Style:
    """How an office lays out its workbook."""

    borders: bool = True  # lines around the cells of the tables
    merge: bool = True  # merged cells as the form prints them; without, each label stands in its first cell
    sheets: str = "one"  # one: all on one sheet; tables: each table on a sheet of its own; narrative: text and tables apart
    gaps: bool = True  # blank rows around the tables
    wide_text: bool = False  # paragraphs merged over ten columns
    text_numbers: bool = False  # numbers stored as text
    indent: int = 0  # blank columns and rows before everything


def print_workbook(report: Report, style: Style) -> bytes:
    """Return the .xlsx that an office with that style would publish."""
    book = openpyxl.Workbook()
    sheet = book.active
    row = 1 + style.indent
    row = _text(sheet, row, report.title or "", style)
    for section in report.sections:
        row = _text(sheet, row, section.title, style)
        for line in section.text.split("\n") if section.text else ():
            row = _text(sheet, row, line, style)
        if section.id in report.tables and style.sheets != "narrative":
            target, at = (sheet, row + style.gaps) if style.sheets == "one" else (book.create_sheet(section.id), 1)
            end = _table(target, at, report, section.id, style)
            row = end + style.gaps if style.sheets == "one" else row
    if style.sheets == "narrative":
        target, at = book.create_sheet("数据"), 1
        for table in report.tables:
            at = _table(target, at, report, table, style) + 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Worksheet, row: int, text: str, style: Style) -> int:
    left = 1 + style.indent
    sheet.cell(row, left, text)
    if style.wide_text:
        sheet.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + 9)
    return row + 1


def _table(sheet: Worksheet, top: int, report: Report, table: str, style: Style) -> int:
    layout = report_layout(FORMS.form(report.form), report, table)
    left = 1 + style.indent
    for cell in layout.cells:
        first = sheet.cell(top + cell.row, left + cell.column)
        text = printed_cell(report, cell.path) if cell.path else cell.text
        number = text.lstrip("-").replace(".", "", 1).isdigit() and cell.path is not None
        first.value = (float(text) if "." in text else int(text)) if number and not style.text_numbers else text or None
        spots = [(top + cell.row + i, left + cell.column + j) for i in range(cell.rowspan) for j in range(cell.colspan)]
        for spot in spots if style.borders else ():
            sheet.cell(*spot).border = LINES
        if style.merge and len(spots) > 1:
            sheet.merge_cells(start_row=spots[0][0], end_row=spots[-1][0], start_column=spots[0][1], end_column=spots[-1][1])
    return top + layout.height


def saved(book: openpyxl.Workbook) -> bytes:
    """Return a workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes, name: str = "xlsx") -> Document:
    """Read the bytes with the plugin's format of that name."""
    document = BY_NAME[name].reader()(data, ReadContext(forms=FORMS))
    assert isinstance(document, Document)
    return document


def write(report: Report) -> bytes:
    """Write one report as .xlsx."""
    return BY_NAME["xlsx"].writer()([report], WriteContext(FORMS))


#: Converts a workbook's bytes to .xlsx, .xls or .ods.
Convert = Callable[[bytes, str], bytes]
