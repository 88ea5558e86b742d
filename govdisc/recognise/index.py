"""A form's labels, indexed for recognition: once per form, shared by all reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from govdisc.model.form import Block, Column, Form, Row, Table
from govdisc.text.labels import Labels, core


@dataclass(frozen=True)
class RowRef:
    """A row of a table and the block it stands in."""

    table: Table
    block: Block
    row: Row


@dataclass(frozen=True, eq=False)
class BlockIndex:
    """The columns of one block by label; ``truncated`` are labels of which a part was lost (结果 for 结果维持)."""

    block: Block
    columns: Labels[Column]
    truncated: dict[str, tuple[Column, ...]]
    groups: frozenset[str]

    @classmethod
    def make(cls, block: Block) -> BlockIndex:
        """Index one block."""
        truncated: dict[str, list[Column]] = {}
        for column in block.columns:
            for label in column.truncated:
                truncated.setdefault(core(label), []).append(column)
        return cls(
            block,
            Labels.make((label, column) for column in block.columns for label in (column.label, *column.aliases)),
            {label: tuple(columns) for label, columns in truncated.items()},
            frozenset(core(column.group) for column in block.columns if column.group),
        )


@dataclass(frozen=True, eq=False)
class TableIndex:
    """One table: its rows by label, its blocks, and the labels that are neither row nor column."""

    table: Table
    rows: Labels[RowRef]
    blocks: tuple[BlockIndex, ...]
    headings: dict[str, BlockIndex]
    #: Cores of group labels, corners and headings: they carry no data and explain none.
    furniture: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def make(cls, table: Table) -> TableIndex:
        """Index one table."""
        groups = {group for block in table.blocks for row in (*block.rows, *block.admits) for group in row.groups}
        entries = [
            (label, RowRef(table, block, row))
            for block in table.blocks
            for row in (*block.rows, *block.admits)
            for label in (row.label, *row.aliases)
        ]
        blocks = tuple(BlockIndex.make(block) for block in table.blocks)
        words = groups | {word for block in table.blocks for word in (block.heading, block.corner)}
        words |= {column.group for block in table.blocks for column in block.columns if column.group}
        return cls(
            table,
            Labels.make(entries, groups),
            blocks,
            {core(one.block.heading): one for one in blocks if one.block.heading},
            frozenset(filter(None, map(core, words))),
        )

    def block_of(self, block: Block) -> BlockIndex:
        """Return the index of one of the table's blocks."""
        return next(one for one in self.blocks if one.block is block)

    def column_anywhere(self, text: str) -> bool:
        """Tell whether a text is the label of a column of any block, whole or truncated."""
        return any(one.columns.find(text) is not None or core(text) in one.truncated for one in self.blocks)


class FormIndex:
    """All tables of a form, indexed."""

    def __init__(self, form: Form) -> None:
        """Index a form."""
        self.form = form
        self.tables = tuple(TableIndex.make(table) for table in form.tables)

    @cached_property
    def by_id(self) -> dict[str, TableIndex]:
        """The tables by id."""
        return {one.table.id: one for one in self.tables}

    @cached_property
    def distinctive(self) -> frozenset[str]:
        """Cores of every row and column label of the form; what one form has and another lacks tells them apart."""
        words: set[str] = set()
        for table in self.form.tables:
            for block in table.blocks:
                words |= {core(row.label) for row in block.rows} | {core(column.label) for column in block.columns}
                words |= {core(alias) for one in block.columns for alias in one.aliases if len(core(alias)) > 4}
        return frozenset(words)

    def find_row(self, text: str, tables: Iterable[TableIndex]) -> RowRef | None:
        """Return the first row among those tables whose label the text is."""
        for table in tables:
            found = table.rows.find(text)
            if found is not None:
                return found
        return None


@lru_cache(maxsize=64)
def index_of(form: Form) -> FormIndex:
    """Return the index of a form, made on first use."""
    return FormIndex(form)


def pick_form(forms: Sequence[Form], words: Iterable[str]) -> Form | None:
    """Return the form whose own labels stand most often among the words, None when none of them has any."""
    common = frozenset.intersection(*(index_of(form).distinctive for form in forms)) if len(forms) > 1 else frozenset()
    counts = dict.fromkeys(range(len(forms)), 0)
    own = [index_of(form).distinctive - common for form in forms]
    for word in words:
        for i, labels in enumerate(own):
            if word in labels:
                counts[i] += 1
    best = max(counts, key=lambda i: counts[i])
    return forms[best] if counts[best] else None
