"""From the bytes of a workbook to a document: the visible sheets in order, what was left out as notices.

A hidden sheet, row or column is not printed, so it is no part of the report; a notice says which were left out. In govdisc's own
workbooks (see :mod:`govdisc_xlsx.facts`) the sheet of checks is no part of the report either, and the narrative sheet is read row
by row, blank paragraphs included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govdisc.plugin import Block, Document, InputError, Notice, Paragraph
from govdisc.plugin import gettext as _
from govdisc.reading import OLE2, check_text, with_declared
from govdisc_xlsx.blocks import Area, lines_of_text, sheet_blocks
from govdisc_xlsx.facts import CHECK_SHEET, NARRATIVE_SHEET, is_full
from govdisc_xlsx.ods import ods_workbook
from govdisc_xlsx.sheet import Sheet, Workbook, cell_name, column_name, inside
from govdisc_xlsx.words import own_names
from govdisc_xlsx.xls import xls_workbook
from govdisc_xlsx.xlsx import xlsx_workbook

#: So many cells are named in a notice.
MOST_NAMED = 10


def read_xlsx(data: bytes) -> Document:
    """Read an .xlsx file; an OLE2 file under this name is encrypted or an old .xls. Raises InputError."""
    return _document(data, xls_workbook if data.startswith(OLE2) else xlsx_workbook)


def read_xls(data: bytes) -> Document:
    """Read an .xls file. Raises InputError."""
    return _document(data, xls_workbook)


def read_ods(data: bytes) -> Document:
    """Read an .ods file. Raises InputError."""
    return _document(data, ods_workbook)


def _document(data: bytes, read: Callable[[bytes], Workbook]) -> Document:
    workbook = read(data)
    blocks: list[Block] = []
    sheets = [sheet for sheet in workbook.sheets if not (workbook.facts and sheet.name in own_names(CHECK_SHEET))]
    area = Area()
    for sheet in sheets:
        own = workbook.facts and sheet.name in own_names(NARRATIVE_SHEET)
        blocks += _own_narrative(sheet) if own else sheet_blocks(sheet, area)
    check_text(sum(isinstance(block, Paragraph) for block in blocks), sum(len(text) for sheet in sheets for text in sheet.cells.values()))
    notices = [*_formula_notices(sheets), *(notice for sheet in sheets for notice in _notices(sheet))]
    if not blocks:
        raise InputError(_empty(workbook))
    notices += [
        Notice(_("sheet {name} is hidden and was left out; show it if it belongs to the report.").format(name=name), name)
        for name in workbook.hidden
    ]
    if workbook.drawings:
        notices.append(Notice(_("the workbook holds pictures or text boxes, whose text is not read."), workbook.sheets[0].name))
    return with_declared(Document(tuple(blocks), notices=tuple(notices)), workbook.facts)


def _own_narrative(sheet: Sheet) -> Iterator[Paragraph]:
    """The paragraphs of govdisc's own narrative sheet; a full cell goes on in the row below."""
    pending, place = "", ""
    for text, where in lines_of_text(sheet):
        pending, place = pending + text, place or where
        if not is_full(text):
            yield from (Paragraph(line, place) for line in pending.split("\n"))
            pending, place = "", ""
    if pending:
        yield Paragraph(pending, place)


def _notices(sheet: Sheet) -> Iterator[Notice]:
    rows = sorted({row for row, _column in sheet.cells if inside(sheet.hidden_rows, row)})
    if rows:
        names = _listed([str(row + 1) for row in rows])
        message = _("hidden rows with text were left out: {rows}; show them if they belong to the report.").format(rows=names)
        yield Notice(message, f"{sheet.name}!{cell_name(rows[0], 0)}")
    columns = sorted({column for _row, column in sheet.cells if inside(sheet.hidden_columns, column)})
    if columns:
        names = _listed([column_name(column) for column in columns])
        message = _("hidden columns with text were left out: {columns}; show them if they belong to the report.").format(columns=names)
        yield Notice(message, f"{sheet.name}!{cell_name(0, columns[0])}")


def _formula_notices(sheets: list[Sheet]) -> Iterator[Notice]:
    """One notice for all formulas without a result: what they would print is not known, so their cells are not blank but unread."""
    found = [
        (sheet.name, cell_name(*at))
        for sheet in sheets
        for at in sheet.uncached
        if not inside(sheet.hidden_rows, at[0]) and not inside(sheet.hidden_columns, at[1])
    ]
    if found:
        names = [name if at and found[at - 1][0] == sheet else f"{sheet}!{name}" for at, (sheet, name) in enumerate(found)]
        message = _(
            "the workbook was saved without the results of its formulas ({count} cells: {cells}), so these cells were not read; "
            "open it in the office program, recalculate and save it."
        )
        places = tuple(f"{sheet}!{name}" for sheet, name in found)
        yield Notice(message.format(count=len(places), cells=_listed(names)), places[0], places)


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _empty(workbook: Workbook) -> str:
    if workbook.drawings:
        return _("the workbook holds only pictures or text boxes and no cells with text; ask for the figures as cells.")
    if workbook.hidden:
        return _("all sheets with content are hidden; show the report's sheets and save the file again.")
    return _("the workbook holds no text in its visible cells.")
