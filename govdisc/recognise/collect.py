"""Where recognised cells come together: one collector a report, filled by the grid and the flow reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govdisc.model.form import Block, Column, Form, Row, Table
from govdisc.model.report import Report, Unread
from govdisc.recognise.index import RowRef
from govdisc.text.values import Value, parse_cell

#: So many things are noted as unread; a file with more of them is no report, and more notes say nothing new.
MOST_NOTES = 1000


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of text with its place: a cell, or a loose line (``soft``), which may be part of a wrapped cell.

    ``row`` numbers the cells of one printed row, 0 where rows are unknown because each cell stands on a line of its own. ``line``
    is the whole line where the atom was cut out of one: 行政许可 and 550, or prose that happens to end in a number.
    """

    text: str
    place: str
    soft: bool = False
    row: int = 0
    line: str | None = None


@dataclass
class Collector:
    """The cells, marks, remarks and places read so far, and what could not be read."""

    form: Form
    tables: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    _noted: set[tuple[str, str | None, str, str]] = field(default_factory=set)

    def seen(self, table: str, row: str) -> bool:
        """Tell whether a row has been read."""
        return row in self.tables.get(table, {})

    def complete(self, table: str) -> bool:
        """Tell whether every row of a table has been read, rows of another form standing in for those they replace."""
        have = self.tables.get(table, {})
        block_rows = [(block, row) for block, row in self.form.table_index[table].rows()]
        replaced = {name for block, _ in block_rows for extra in block.admits if extra.id in have for name in extra.replaces}
        return all(row.id in have or row.id in replaced for _, row in block_rows)

    def touched(self, table: str) -> bool:
        """Tell whether any row of a table has been read."""
        return bool(self.tables.get(table))

    def put_row(self, ref: RowRef, columns: Sequence[Column | None], cells: Sequence[Atom]) -> None:
        """Keep a row whose cells stand one to one under the columns; a None column has no label in the form."""
        table, row = ref.table.id, ref.row.id
        values: dict[str, Value] = {}
        strangers: list[Atom] = []
        for column, cell in zip(columns, cells, strict=True):
            if column is None:
                strangers.append(cell)
            else:
                self._put_cell(table, row, column, cell, values)
        if self.seen(table, row):
            if self._differs(table, row, values):
                place = cells[0].place if cells else ""
                self.note("duplicate_row", table, place, f"{ref.row.label}: {' '.join(cell.text for cell in cells)}")
            return
        ordered = {column.id: values[column.id] for column in ref.block.columns if column.id in values}
        self.tables.setdefault(table, {})[row] = ordered
        for cell in strangers:
            if cell.text.strip():
                self.note("unknown_column", table, cell.place, f"{ref.row.label}: {cell.text.strip()}")

    def _put_cell(self, table: str, row: str, column: Column, cell: Atom, values: dict[str, Value]) -> None:
        path = f"{table}.{row}.{column.id}"
        read = parse_cell(cell.text, column.kind)
        values[column.id] = read.value
        if self.seen(table, row):
            return
        if read.mark is not None:
            self.marks[path] = read.mark
        if read.remark is not None:
            self.remarks[path] = read.remark
        self.places[path] = cell.place

    def _differs(self, table: str, row: str, values: dict[str, Value]) -> bool:
        return any(value is not None and self.tables[table][row].get(name) != value for name, value in values.items())

    def note(self, kind: str, table: str | None, place: str, text: str, cells: Sequence[str] = ()) -> None:
        """Keep something that could not be read; the same thing at the same place once."""
        one = Unread(kind, table, place, " ".join(text.split())[:200], list(cells))
        key = (kind, table, one.text, "" if kind == "header_missing" else place)
        if key not in self._noted and len(self.unread) < MOST_NOTES:
            self._noted.add(key)
            self.unread.append(one)

    def unread_row(self, kind: str, ref: RowRef, place: str, text: str) -> None:
        """Keep a row that was found but whose cells are uncertain."""
        paths = [f"{ref.table.id}.{ref.row.id}.{column.id}" for column in ref.block.columns]
        self.note(kind, ref.table.id, place, f"{ref.row.label}: {text}", paths)

    def into(self, report: Report) -> None:
        """Hand everything to the report, in the order of the form and without notes that later rows have settled."""
        for table in self.form.tables:
            rows = self.tables.get(table.id)
            if rows:
                self._drop_group_rows(table)
                report.tables[table.id] = {name: rows[name] for name in _printed_order(table.blocks, rows)}
        ordered = {path: None for path, _ in report.cells()}
        report.marks = {path: self.marks[path] for path in ordered if path in self.marks}
        report.remarks = {path: self.remarks[path] for path in ordered if path in self.remarks}
        report.places = {path: self.places[path] for path in ordered if path in self.places}
        report.unread += [one for one in self.unread if not one.cells or any(path not in ordered for path in one.cells)]

    def _drop_group_rows(self, table: Table) -> None:
        """Take out a blank row of another form that is only the group heading of the rows below it: （六）其他处理."""
        rows = self.tables[table.id]
        for block in table.blocks:
            for extra in block.admits:
                cells = rows.get(extra.id)
                marked = cells and any(f"{table.id}.{extra.id}.{name}" in self.marks for name in cells)
                if cells and not marked and set(cells.values()) == {None} and any(name in rows for name in extra.replaces):
                    del rows[extra.id]


def _printed_order(blocks: Sequence[Block], rows: dict[str, dict[str, Value]]) -> list[str]:
    order: list[Row] = []
    for block in blocks:
        inside = list(block.rows)
        for extra in block.admits:
            at = [i for i, row in enumerate(inside) if row.id in extra.replaces]
            inside.insert(at[-1] + 1 if at else len(inside), extra)
        order += inside
    return [row.id for row in order if row.id in rows]


def trim(texts: Sequence[str], count: int) -> slice | None:
    """Return the part of a row that is left when blank cells are dropped from its ends until ``count`` are left.

    None when there is more than one way to do it, or none. A row of no more cells is taken as it is.
    """
    extra = len(texts) - count
    if extra <= 0:
        return slice(0, len(texts))
    front = next((i for i, text in enumerate(texts) if text.strip()), len(texts))
    back = next((i for i, text in enumerate(reversed(texts)) if text.strip()), len(texts))
    if front == len(texts):
        return slice(0, count)
    if front + back < extra or (front and back and front + back != extra):
        return None
    if front + back == extra:
        return slice(front, len(texts) - back)
    return slice(0, count) if not front else slice(extra, len(texts))
