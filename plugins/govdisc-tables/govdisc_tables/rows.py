"""From reports to Arrow: a row a cell, or a row a report. Reports are gathered in Arrow's own memory, a few at a time.

What stands in many rows, and that is all but the numbers, goes to Parquet as Parquet keeps it, each text once and a number for every row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple, Protocol, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from govdisc.plugin import Form, FormBook, Report
from govdisc_tables.cells import Path, beyond, loose, path_of, shape_of, unread_cells, values_of
from govdisc_tables.layout import FLAG, LABELS, REPEATED, REPORT, TEXT, all_cells, clean, facts, long_schema, wide_schema
from govdisc_tables.rates import rates

#: So many sets of rows are remembered with their labels; most reports of a form have the same.
MOST_LAYOUTS = 256

#: The columns that say which cells some rows are.
Labels: TypeAlias = tuple[pa.DictionaryArray, ...]


class Shape(Protocol):
    """A shape: its columns, and the rows of some reports."""

    schema: pa.Schema

    def rows(self, reports: Sequence[Report]) -> Any:
        """Return the rows of reports, packed: what stands in many rows is held once."""

    def table(self, packed: Sequence[Any]) -> pa.Table:
        """Return packed rows, as they are written."""


class _Layout(NamedTuple):
    """The cells that reports with the same tables have, and the columns that say which cells they are."""

    paths: tuple[str, ...]
    labels: Labels


class _Rows(NamedTuple):
    """The rows of some reports: the facts of each, how many rows each has, the labels piece by piece, and the columns of numbers."""

    facts: list[tuple[Any, ...]]
    counts: list[int]
    labels: list[Labels]
    numbers: tuple[pa.Array, ...]


class Long:
    """A row for each cell."""

    def __init__(self, forms: FormBook, number: pa.DataType) -> None:
        """Take the installed forms and the type of numbers."""
        self.schema, self._forms, self._number = long_schema(number), forms, number
        self._layouts: dict[Any, _Layout] = {}

    def rows(self, reports: Sequence[Report]) -> _Rows:
        """Return the rows of reports, one after the other."""
        found = _Rows([facts(report) for report in reports], [], [], ())
        values: list[Any] = []
        marks: list[str | None] = []
        remarks: list[str | None] = []
        unread: list[bool] = []
        for report in reports:
            form, lost = self._forms.of(report), unread_cells(report)
            paths, labels = self._layout(form, report)
            further = list(beyond(report, lost.difference(paths)))
            nothing = [None] * len(further)
            values += chain(values_of(report), nothing)
            marks += chain(_told(report.marks, paths), [clean(mark) for _path, mark in further])
            remarks += chain(_told(report.remarks, paths), nothing)
            unread += chain([path in lost for path in paths] if lost else [False] * len(paths), [True] * len(further))
            found.labels.append(labels)
            if further:
                found.labels.append(_labels(form, [path for path, _mark in further]))
            found.counts.append(len(paths) + len(further))
        numbers = _numbers(values, self._number), pa.array(marks, TEXT), pa.array(remarks, TEXT), pa.array(unread, FLAG)
        return found._replace(numbers=numbers)

    def table(self, packed: Sequence[_Rows]) -> pa.Table:
        """Return packed rows as they are written."""
        ends = list(accumulate(count for rows in packed for count in rows.counts))
        told = _columns((row for rows in packed for row in rows.facts), len(REPORT))
        labels = _columns((row for rows in packed for row in rows.labels), len(LABELS))
        columns = [
            *(_repeated(values, ends, self.schema.field(name).type) for values, (name, _kind) in zip(told, REPORT, strict=True)),
            *(pa.chunked_array(pieces, REPEATED).unify_dictionaries() for pieces in labels),
            *(pa.chunked_array(pieces) for pieces in zip(*(rows.numbers for rows in packed), strict=True)),
        ]
        return pa.Table.from_arrays(columns, schema=self.schema)

    def _layout(self, form: Form, report: Report) -> _Layout:
        key = (form.name, form.id, shape_of(report))
        if key not in self._layouts:
            if len(self._layouts) >= MOST_LAYOUTS:
                self._layouts.clear()
            cells = [path for path, _value in report.cells()]
            self._layouts[key] = _Layout(tuple(cells), _labels(form, [path_of(cell) for cell in cells]))
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

    def table(self, packed: Sequence[pa.Table]) -> pa.Table:
        """Return rows as they are."""
        return pa.concat_tables(packed)


def _head(report: Report) -> tuple[Any, ...]:
    told = (value for rate in rates(report) for value in rate)
    unread = [*sorted(unread_cells(report)), *(clean(f"{lost.kind}: {lost.text}") for lost in loose(report))]
    return (*facts(report), clean(report.title), clean(report.published), *told, unread)


def _labels(form: Form, paths: Sequence[Path]) -> Labels:
    """The columns that say which cells they are."""
    labels = [_label(form, path) for path in paths]
    return tuple(pa.array(column, TEXT).dictionary_encode() for column in _columns(labels, len(LABELS)))


def _label(form: Form, path: Path) -> tuple[str | None, ...]:
    table, row, column = path
    if table is None or row is None or column is None:
        return (clean(table), None, None, None, None)
    spec = form.column(f"{table}.{row}.{column}")
    return tuple(map(clean, (table, row, column, form.row_label(table, row), spec.label if spec else None)))


def _told(texts: Mapping[str, str], paths: Sequence[str]) -> list[str | None]:
    return [clean(texts.get(path)) for path in paths] if texts else [None] * len(paths)


def _columns(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    turned = [list(column) for column in zip(*rows, strict=True)]
    return turned or [[] for _number in range(width)]


def _repeated(values: Sequence[Any], ends: Sequence[int], kind: pa.DataType) -> pa.Array:
    """A column in which each report's value stands in all its rows, which end there."""
    texts = {value: number for number, value in enumerate(dict.fromkeys(value for value in values if value is not None))}
    runs = [(end, texts.get(value)) for value, end, before in zip(values, ends, [0, *ends], strict=False) if end > before]
    parts = [pa.array(part, pa.int32()) for part in _columns(runs, 2)]
    return pa.DictionaryArray.from_arrays(pc.run_end_decode(pa.RunEndEncodedArray.from_arrays(*parts)), list(texts)).cast(kind)


def _numbers(values: list[Any], number: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(number):
        return pa.array(values, number)
    return pa.array([None if value is None else float(value) for value in values], number)
