"""How the official form prints its tables: a grid of labels and cells with their spans, one for all writers.

国办公开办函〔2021〕30号 prints part 2 as 14 rows × 4 columns, part 3 as 28 × 10 and part 4 as 4 × 15; the layout follows from the
form's data, so a variant's extra row or another form's table prints as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from govdisc.model.form import Block, Form, Row, Table
from govdisc.model.report import Report
from govdisc.records import record, replace


@record(frozen=True, slots=True)
class LayoutCell:
    """One printed cell: a label (``text``) or a value (``path`` of the report's cell), and where it stands.

    ``row`` and ``column`` count from 0; ``scope`` is ``col``, ``row``, ``colgroup``, ``rowgroup`` for labels, "" for values.
    """

    row: int
    column: int
    text: str = ""
    path: str | None = None
    rowspan: int = 1
    colspan: int = 1
    scope: str = ""


@record(frozen=True, slots=True)
class TableLayout:
    """A printed table: its cells in reading order, the number of rows and columns, and how many rows are headers."""

    table: str
    cells: tuple[LayoutCell, ...]
    height: int
    width: int
    header_rows: int

    def rows(self) -> list[list[LayoutCell]]:
        """Return the cells row by row, each where it begins."""
        out: list[list[LayoutCell]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            out[cell.row].append(cell)
        return out


def table_layout(form: Form, table_id: str, present: Iterable[str] | None = None) -> TableLayout:
    """Lay out a table of the form.

    ``present`` are the ids of the rows that the report holds, an admitted row of another form among them: only these are
    printed, for a row that the document lacks is not a blank one. None means the form's own rows.
    """
    table = form.table_index[table_id]
    ids = None if present is None else dict.fromkeys(present)
    if ids is not None and table.open_rows:
        table = form.opened({table_id: ids}).table_index[table_id]
    shown = table.rows() if ids is None else table.printed_rows(ids)
    blocks = [replace(block, rows=tuple(row for _block, row in pairs)) for block, pairs in groupby(shown, key=itemgetter(0))]
    if table.layout == "blocks":
        return _blocks(table, blocks)
    if not blocks:
        return TableLayout(table.id, (), 0, 0, 0)
    return _matrix(table, blocks[0]) if table.layout == "matrix" else _transposed(table, blocks[0])


def report_layout(form: Form, report: Report, table_id: str) -> TableLayout:
    """Lay out a table of the form as a report holds it; see :func:`table_layout`."""
    return table_layout(form, table_id, report.tables.get(table_id, {}))


def _blocks(table: Table, blocks: Sequence[Block]) -> TableLayout:
    width = 1 + max(len(block.columns) for block in table.blocks)
    cells: list[LayoutCell] = []
    at = 0
    for block in blocks:
        spans = _stretch(len(block.columns), width - 1)
        cells.append(LayoutCell(at, 0, block.heading, colspan=width, scope="colgroup"))
        cells.append(LayoutCell(at + 1, 0, block.corner, scope="col"))
        left = 1
        for column, span in zip(block.columns, spans, strict=True):
            cells.append(LayoutCell(at + 1, left, column.label, colspan=span, scope="col"))
            left += span
        at += 2
        for row in block.rows:
            cells.append(LayoutCell(at, 0, row.label, scope="row"))
            left = 1
            for column, span in zip(block.columns, spans, strict=True):
                cells.append(LayoutCell(at, left, path=f"{table.id}.{row.id}.{column.id}", colspan=span))
                left += span
            at += 1
    return TableLayout(table.id, tuple(cells), at, width, 2)


def _stretch(columns: int, width: int) -> list[int]:
    """The spans of so many columns over so many places: the last one takes the rest, as the form prints it."""
    return [1] * (columns - 1) + [width - columns + 1]


def _matrix(table: Table, block: Block) -> TableLayout:
    rows, labels = block.rows, table.label_columns
    width = labels + len(block.columns)
    # the heading over all columns, the groups of columns, and the columns, each where the form has it
    above, grouped = int(bool(block.heading)), any(column.group for column in block.columns)
    header = above + 1 + grouped
    cells = [LayoutCell(0, 0, block.corner, rowspan=header, colspan=labels, scope="col")]
    if above:
        cells.append(LayoutCell(0, labels, block.heading, colspan=len(block.columns), scope="colgroup"))
    second: list[LayoutCell] = []
    left = labels
    for group, members in groupby(block.columns, key=lambda column: column.group):
        columns = list(members)
        if group is None:
            cells += [LayoutCell(above, left + i, column.label, rowspan=1 + grouped, scope="col") for i, column in enumerate(columns)]
        else:
            cells.append(LayoutCell(above, left, group, colspan=len(columns), scope="colgroup"))
            second += [LayoutCell(above + 1, left + i, column.label, scope="col") for i, column in enumerate(columns)]
        left += len(columns)
    cells += second
    for i, row in enumerate(rows):
        cells += _row_labels(rows, i, labels, header)
        cells += [LayoutCell(header + i, labels + j, path=f"{table.id}.{row.id}.{column.id}") for j, column in enumerate(block.columns)]
    return TableLayout(table.id, tuple(cells), header + len(rows), width, header)


def _row_labels(rows: Sequence[Row], i: int, labels: int, header: int) -> list[LayoutCell]:
    """The group cells that begin at row ``i``, then the row's own label over the rest of the label columns."""
    row, out = rows[i], []
    for depth, group in enumerate(row.groups):
        path = row.groups[: depth + 1]
        if i and rows[i - 1].groups[: depth + 1] == path:
            continue
        span = next((n for n in range(1, len(rows) - i) if rows[i + n].groups[: depth + 1] != path), len(rows) - i)
        out.append(LayoutCell(header + i, depth, group, rowspan=span, scope="rowgroup"))
    depth = len(row.groups)
    out.append(LayoutCell(header + i, depth, row.label, colspan=labels - depth, scope="row"))
    return out


def _transposed(table: Table, block: Block) -> TableLayout:
    count = len(block.columns)
    cells: list[LayoutCell] = []
    second: list[LayoutCell] = []
    third: list[LayoutCell] = []
    left = 0
    for group, members in groupby(block.rows, key=lambda row: row.groups[0] if row.groups else row.label):
        rows = list(members)
        cells.append(LayoutCell(0, left, group, colspan=count * len(rows), scope="colgroup"))
        for row in rows:
            if row.groups:
                second.append(LayoutCell(1, left, row.label, colspan=count, scope="colgroup"))
                third += [LayoutCell(2, left + i, column.label, scope="col") for i, column in enumerate(block.columns)]
            else:
                second += [LayoutCell(1, left + i, column.label, rowspan=2, scope="col") for i, column in enumerate(block.columns)]
            left += count
    values = [
        LayoutCell(3, i * count + j, path=f"{table.id}.{row.id}.{column.id}")
        for i, row in enumerate(block.rows)
        for j, column in enumerate(block.columns)
    ]
    return TableLayout(table.id, (*cells, *second, *third, *values), 4, left, 3)
