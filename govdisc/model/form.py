"""What a statutory form is made of. All objects are frozen: a form is data, shared by every report, and compared by identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True)
class Topic:
    """A topic that a narrative section must speak of, and the words that show it."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SectionSpec:
    """One of the six numbered parts: its printed title, other titles seen, and sets of words any of which marks a title.

    ``split`` are subheadings that open the section where its own heading is lost; ``prompt`` is what the official blank form asks for
    in the section's place, "" where it asks for nothing.
    """

    id: str
    ordinal: str
    title: str
    aliases: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    split: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    prompt: str = ""


@dataclass(frozen=True, eq=False)
class Column:
    """A column: ``kind`` is ``count``, ``change`` (a count that may be negative) or ``amount`` (a decimal, in ``unit``)."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()
    group: str | None = None
    kind: str = "count"
    unit: str | None = None


@dataclass(frozen=True, eq=False)
class Row:
    """A row and the group labels above it, outermost first. An admitted row names the ``form`` it comes from."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    form: str | None = None
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Block:
    """Rows and columns under one heading. ``admits`` are rows of another form that may stand among them."""

    heading: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    admits: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Identity:
    """Two sums that must be equal: along each row (``axis`` = ``row``: parts are columns) or down each column."""

    id: str
    axis: str
    sum: tuple[str, ...]
    equals: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """A table. ``layout``: ``blocks`` (stacked, each with its columns), ``matrix``, or ``transposed`` (rows printed side by side)."""

    id: str
    section: str
    layout: str
    label_columns: int
    blocks: tuple[Block, ...]
    identities: tuple[Identity, ...] = ()

    def rows(self) -> Iterator[tuple[Block, Row]]:
        """Yield the table's own rows with their blocks, in printed order."""
        for block in self.blocks:
            for row in block.rows:
                yield block, row

    @cached_property
    def row_index(self) -> dict[str, tuple[Block, Row]]:
        """The table's rows by id, admitted ones included."""
        return {row.id: (block, row) for block in self.blocks for row in (*block.rows, *block.admits)}


@dataclass(frozen=True, eq=False)
class Form:
    """A statutory form, or a variant laid over one (then ``variant`` is set and ``id`` is the base form's).

    ``since`` and ``until`` are the first and last years of report; ``parameters`` are what rules read from a variant (limits,
    deadlines); ``agencies`` are words in an agency's name that call for the variant.
    """

    id: str
    title: str
    basis: str
    since: int
    until: int | None
    sections: tuple[SectionSpec, ...]
    tables: tuple[Table, ...]
    variant: str | None = None
    source: str | None = None
    agencies: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def table_index(self) -> dict[str, Table]:
        """The tables by id."""
        return {one.id: one for one in self.tables}

    @cached_property
    def section_index(self) -> dict[str, SectionSpec]:
        """The sections by id."""
        return {one.id: one for one in self.sections}

    def paths(self) -> Iterator[str]:
        """Yield the path of every cell of the form, in printed order (admitted rows are not among them)."""
        for table in self.tables:
            for block, row in table.rows():
                for column in block.columns:
                    yield f"{table.id}.{row.id}.{column.id}"

    def column(self, path: str) -> Column | None:
        """Return the column of a cell by its path, None when the form has no such cell."""
        table_id, row_id, column_id = path.split(".")
        table = self.table_index.get(table_id)
        found = table.row_index.get(row_id) if table else None
        if found is None:
            return None
        return next((one for one in found[0].columns if one.id == column_id), None)

    def row_label(self, table_id: str, row_id: str) -> str:
        """Return a row's printed label with its group, ``（三）不予公开 1.属于国家秘密``; the id when the form has no such row."""
        table = self.table_index.get(table_id)
        found = table.row_index.get(row_id) if table else None
        if found is None:
            return row_id
        row = found[1]
        return (
            f"{row.groups[-1]} {row.label}" if len(row.groups) > 1 or (row.groups and table and table.layout == "transposed") else row.label
        )

    def cell_label(self, path: str) -> str:
        """Return what the form prints for a cell, row and column: ``一、本年新收政府信息公开申请数量 × 总计``."""
        column = self.column(path)
        table_id, row_id, column_id = path.split(".")
        return f"{self.row_label(table_id, row_id)} × {column.label if column else column_id}"
