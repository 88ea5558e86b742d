"""From the bytes of a workbook to a document: the visible sheets in order, what was left out as notices.

A hidden sheet, row or column is not printed, so it is no part of the report; a notice says which were left out. In govdisc's own
workbooks (see :mod:`govdisc_xlsx.facts`) the sheet of checks is no part of the report either, and the narrative sheet is read row
by row, blank paragraphs included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.model.document import DECLARED_KEYS, Block, Document, Notice, Paragraph
from govdisc_xlsx.blocks import lines_of_text, sheet_blocks
from govdisc_xlsx.facts import CHECK_SHEET, NARRATIVE_SHEET, is_full
from govdisc_xlsx.ods import read_ods
from govdisc_xlsx.sheet import Sheet, Workbook, cell_name, column_name, inside
from govdisc_xlsx.xls import read_xls
from govdisc_xlsx.xlsx import read_xlsx

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: So many cells are named in a notice.
MOST_NAMED = 10


def read_xlsx_document(data: bytes) -> Document:
    """Read an .xlsx file; an OLE2 file under this name is encrypted or an old .xls. Raises InputError."""
    return _document(data, read_xls if data.startswith(_OLE2) else read_xlsx)


def read_xls_document(data: bytes) -> Document:
    """Read an .xls file. Raises InputError."""
    return _document(data, read_xls)


def read_ods_document(data: bytes) -> Document:
    """Read an .ods file. Raises InputError."""
    return _document(data, read_ods)


def _document(data: bytes, read: Callable[[bytes], Workbook]) -> Document:
    workbook = read(data)
    blocks: list[Block] = []
    notices: list[Notice] = []
    for sheet in workbook.sheets:
        if workbook.facts and sheet.name == CHECK_SHEET:
            continue
        own = workbook.facts and sheet.name == NARRATIVE_SHEET
        blocks += _own_narrative(sheet) if own else sheet_blocks(sheet)
        notices += _notices(sheet)
    if not blocks:
        raise InputError(_empty(workbook))
    notices += [
        Notice(_("sheet {name} is hidden and was left out; show it if it belongs to the report.").format(name=name), name)
        for name in workbook.hidden
    ]
    if workbook.drawings:
        notices.append(Notice(_("the workbook holds pictures or text boxes, whose text is not read."), workbook.sheets[0].name))
    declared = {key: workbook.facts[key] for key in DECLARED_KEYS if key in workbook.facts}
    return Document(tuple(blocks), declared=declared, notices=tuple(notices))


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
    formulas = [at for at in sheet.uncached if not inside(sheet.hidden_rows, at[0]) and not inside(sheet.hidden_columns, at[1])]
    if formulas:
        names = _listed([cell_name(*at) for at in formulas])
        message = _("formulas without a stored result: {cells}; open the file in the office program, recalculate and save it.")
        yield Notice(message.format(cells=names), f"{sheet.name}!{cell_name(*formulas[0])}")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _empty(workbook: Workbook) -> str:
    if workbook.drawings:
        return _("the workbook holds only pictures or text boxes and no cells with text; ask for the figures as cells.")
    if workbook.hidden:
        return _("all sheets with content are hidden; show the report's sheets and save the file again.")
    return _("the workbook holds no text in its visible cells.")
