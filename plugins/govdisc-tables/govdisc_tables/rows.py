"""From reports to Arrow: a row a cell, or a row a report. Reports are gathered in Arrow's own memory, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from govdisc.plugin import Form, FormBook, Report
from govdisc_tables.cells import Place, loose, places, unread_cells
from govdisc_tables.layout import REPORT, TEXT, all_cells, clean, facts, long_schema, wide_schema
from govdisc_tables.rates import rates

#: So many sets of rows are remembered with their labels; most reports of a form have the same.
MOST_LAYOUTS = 256


class Shape(Protocol):
    """A shape: its columns, and the rows of some reports."""

    schema: pa.Schema

    def rows(self, reports: Sequence[Report]) -> pa.Table:
        """Return the rows of reports, packed: what stands in many rows is held once."""

    def unpacked(self, table: pa.Table) -> pa.Table:
        """Return rows as they are written; columns may have been left out."""


class Long:
    """A row for each cell."""

    def __init__(self, forms: FormBook, number: pa.DataType) -> None:
        """Take the installed forms and the type of numbers."""
        self.schema, self._forms, self._number = long_schema(number), forms, number
        self._layouts: dict[Any, list[pa.Array]] = {}

    def rows(self, reports: Sequence[Report]) -> pa.Table:
        """Return the rows of reports, one after the other."""
        found = [list(places(report)) for report in reports]
        flat = [place for cells in found for place in cells]
        ends, end = [], 0
        for cells in found:
            end += len(cells)
            ends.append(end)
        layouts = [self._layout(self._forms.of(report), cells) for report, cells in zip(reports, found, strict=True)]
        columns = [
            *(_repeated(column, ends, field) for column, field in zip(_columns(map(facts, reports), len(REPORT)), REPORT, strict=True)),
            *(pa.chunked_array([layout[number] for layout in layouts], TEXT) for number in range(5)),
            _numbers([place.value for place in flat], self._number),
            pa.array([clean(place.mark) for place in flat], TEXT),
            pa.array([clean(place.remark) for place in flat], TEXT),
            pa.array([place.unread for place in flat], pa.bool_()),
        ]
        return pa.Table.from_arrays(columns, names=self.schema.names)

    def unpacked(self, table: pa.Table) -> pa.Table:
        """Return rows as they are written."""
        columns = [_decoded(column) for column in table.columns]
        return pa.Table.from_arrays(columns, schema=pa.schema([self.schema.field(name) for name in table.column_names]))

    def _layout(self, form: Form, cells: Sequence[Place]) -> list[pa.Array]:
        """The five columns that say which cells they are."""
        key = (form.name, form.id, tuple(place.path for place in cells))
        if key not in self._layouts:
            if len(self._layouts) >= MOST_LAYOUTS:
                self._layouts.clear()
            labels = [_labels(form, place) for place in cells]
            self._layouts[key] = [pa.array(column, TEXT) for column in _columns(labels, 5)]
        return self._layouts[key]


class Wide:
    """A row for each report."""

    def __init__(self, forms: FormBook, number: pa.DataType) -> None:
        """Take the installed forms, whose cells are the columns, and the type of numbers."""
        self._cells = all_cells(forms)
        self.schema, self._number = wide_schema(self._cells, number), number

    def rows(self, reports: Sequence[Report]) -> pa.Table:
        """Return the rows of reports."""
        heads = _columns((_head(report) for report in reports), len(self.schema) - len(self._cells))
        columns = [pa.array(column, field.type) for column, field in zip(heads, self.schema, strict=False)]
        columns += [_numbers([report.cell(cell) for report in reports], self._number) for cell in self._cells]
        return pa.Table.from_arrays(columns, schema=self.schema)

    def unpacked(self, table: pa.Table) -> pa.Table:
        """Return rows as they are."""
        return table


def _head(report: Report) -> tuple[Any, ...]:
    told = (value for rate in rates(report) for value in rate)
    unread = [*sorted(unread_cells(report)), *(clean(f"{lost.kind}: {lost.text}") for lost in loose(report))]
    return (*facts(report), clean(report.title), clean(report.published), *told, unread)


def _labels(form: Form, place: Place) -> tuple[str | None, ...]:
    table, row, column = place.path
    if table is None or row is None or column is None:
        return (clean(table), None, None, None, None)
    spec = form.column(f"{table}.{row}.{column}")
    return tuple(map(clean, (table, row, column, form.row_label(table, row), spec.label if spec else None)))


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    turned = [list(column) for column in zip(*rows, strict=True)]
    return turned or [[] for _number in range(width)]


def _repeated(values: list[Any], ends: list[int], field: tuple[str, pa.DataType]) -> pa.Array:
    """A column in which each report's value stands in all its rows, held once; a report without rows has none."""
    some = [(value, at) for value, at, before in zip(values, ends, [0, *ends], strict=False) if at > before]
    return pa.RunEndEncodedArray.from_arrays(pa.array([at for _value, at in some], pa.int32()), pa.array([value for value, _at in some], field[1]))


def _decoded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_run_end_encoded(column.type):
        return column
    return pa.chunked_array([pc.run_end_decode(chunk) for chunk in column.chunks], column.type.value_type)


def _numbers(values: list[Any], number: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(number):
        return pa.array(values, number)
    return pa.array([None if value is None else float(value) for value in values], number)
