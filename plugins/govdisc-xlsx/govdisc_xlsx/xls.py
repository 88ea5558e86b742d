"""Reading .xls (Excel 97 to 2003, WPS .et): olefile opens the container, xlrd reads the workbook in it.

xlrd rather than python-calamine: it tells hidden rows and columns, borders, percentages and error values, which calamine does not for
this format, and it keeps each row as long as it is instead of laying out the whole used area.
"""

from __future__ import annotations

import io
from typing import Any

from govdisc.plugin import InputError, MissingLibraryError
from govdisc.plugin import gettext as _
from govdisc.reading import encrypted, open_ole
from govdisc_xlsx.facts import FACTS_SHEET, facts_of
from govdisc_xlsx.richtext import LOWERED, RAISED, RichText
from govdisc_xlsx.sheet import (
    MAX_MERGES,
    MAX_SHEETS,
    Merge,
    Sheet,
    Workbook,
    check_area,
    check_cells,
    date_text,
    format_kind,
    joined,
    number_text,
    percent_text,
)

#: Bytes of the stream in which an .xls file keeps its cells and pictures; a report has some 100 kB.
MAX_BYTES = 10_000_000
#: Names of the stream in which Excel keeps a workbook.
WORKBOOK_STREAMS = ("Workbook", "Book")
#: How xlrd tells raised and lowered fonts.
_SHIFTS = {1: RAISED, 2: LOWERED}


def xls_workbook(data: bytes) -> Workbook:
    """Read an .xls file.

    Raises:
        InputError: when it cannot be read.
        MissingLibraryError: when xlrd or olefile is not installed.

    """
    try:
        import xlrd  # type: ignore[import-untyped]  # ships no annotations
    except ImportError as error:
        raise MissingLibraryError(_("reading .xls needs xlrd; install it with: pip install xlrd")) from error
    container = open_ole(data)
    try:
        stream = _workbook_stream(container)
        book = xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO())
        if book.nsheets > MAX_SHEETS:
            raise InputError(_("the workbook has no worksheets, or more than {limit}.").format(limit=MAX_SHEETS))
        return _workbook(book)
    except InputError:
        raise
    except Exception as error:  # both libraries meet a damaged file with whatever they run into: struct.error, IndexError, KeyError …
        if "encrypted" in str(error).lower():
            raise InputError(encrypted()) from error
        message = _("the file is no .xls workbook, or it is damaged; open it in the office program and save it as .xlsx.")
        raise InputError(message) from error


def _workbook_stream(container: Any) -> bytes:
    """The stream of the workbook; xlrd's own reading of the container runs forever on a chain of sectors that bites its tail."""
    name = next((name for name in WORKBOOK_STREAMS if container.exists(name)), None)
    if name is None:
        raise InputError(_("the file holds no Excel workbook; if it is a Word document, save it as .docx."))
    if container.get_size(name) > MAX_BYTES:
        raise InputError(
            _("its sheets take more than {limit} MB, which no report needs; save it without its pictures.").format(
                limit=MAX_BYTES // 1_000_000
            )
        )
    return bytes(container.openstream(name).read())


def _workbook(book: Any) -> Workbook:
    workbook = Workbook([])
    total = 0
    for number in range(book.nsheets):
        source = book.sheet_by_index(number)
        sheet = _sheet(book, source)
        book.unload_sheet(number)
        total += len(sheet.cells)
        check_cells(total)
        if sheet.name == FACTS_SHEET:
            workbook.facts = facts_of(sheet.cells)
        elif source.visibility == 0:
            workbook.sheets.append(sheet)
        elif sheet.cells:
            workbook.hidden.append(sheet.name)
    return workbook


def _sheet(book: Any, source: Any) -> Sheet:
    sheet = Sheet(source.name)
    if len(source.merged_cells) > MAX_MERGES:
        raise InputError(_("a sheet has more than {limit} merged ranges, so it is no report.").format(limit=MAX_MERGES))
    sheet.merges = [Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]
    for row in range(source.nrows):
        for column, cell in enumerate(source.row(row)):
            text = _text(book, cell, source.rich_text_runlist_map.get((row, column)))
            if text:
                sheet.cells[row, column] = text
            if _is_bordered(book, cell):
                sheet.bordered.add((row, column))
        check_cells(max(len(sheet.cells), len(sheet.bordered)))
    check_area(sheet)
    sheet.hidden_rows = joined((row, row) for row, info in source.rowinfo_map.items() if info.hidden or info.height == 0)
    sheet.hidden_columns = joined((column, column) for column, info in source.colinfo_map.items() if info.hidden or info.width == 0)
    return sheet


def _text(book: Any, cell: Any, runs: list[tuple[int, int]] | None) -> str:
    """A cell's text by its type (xlrd's XL_CELL_*): 1 text, 2 number, 3 date, 4 boolean, 5 error; 0 and 6 are blank.

    ``runs`` are the places in a text from where another font holds, with its number.
    """
    from xlrd import error_text_from_code

    if cell.ctype in (0, 6):
        return ""
    number = book.xf_list[cell.xf_index].font_index
    if cell.ctype == 1 and runs:
        return _rich_text(book, str(cell.value), [(0, number), *runs])
    if book.font_list[number].struck_out:
        return ""
    if cell.ctype == 1:
        return str(cell.value)
    if cell.ctype in (2, 3):
        kind = format_kind(book.format_map[book.xf_list[cell.xf_index].format_key].format_str)
        try:
            if kind == "percent":
                return percent_text(cell.value)
            return date_text(cell.value, book.datemode == 1) if cell.ctype == 3 else number_text(cell.value)
        except (ValueError, ArithmeticError):
            return str(cell.value)
    if cell.ctype == 4:
        return "TRUE" if cell.value else "FALSE"
    return str(error_text_from_code.get(cell.value, "#ERROR!")) if cell.ctype == 5 else ""


def _rich_text(book: Any, text: str, runs: list[tuple[int, int]]) -> str:
    rich = RichText()
    for (start, number), (end, _number) in zip(runs, [*runs[1:], (len(text), 0)], strict=True):
        font = book.font_list[number]
        rich.run(_SHIFTS.get(font.escapement), bool(font.struck_out))
        rich.add(text[start:end])
    return rich.text()


def _is_bordered(book: Any, cell: Any) -> bool:
    if cell.xf_index is None or cell.ctype == 0:
        return False
    border = book.xf_list[cell.xf_index].border
    return bool(border.top_line_style or border.bottom_line_style or border.left_line_style or border.right_line_style)
