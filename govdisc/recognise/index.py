"""A form's labels, indexed for recognition: once per form, shared by all reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from govdisc.model.form import Block, Column, Form, Row, Table
from govdisc.records import record
from govdisc.text.labels import Labels, bare, core
from govdisc.text.values import MOST_DIGITS, clean, looks_like_value

#: A text longer than this is no cell and no label, but running text.
LONGEST_CELL = 120
#: A text longer than this is not looked at: not even blanks and line breaks make a cell so long.
LONGEST_TEXT = 400
#: A label as long as this is wrapped over lines, and no piece of it as long as this is one of another label.
LONG_LABEL = 8
#: So many texts a form are classified once and remembered.
MOST_MEANINGS = 20_000  # spares time
#: So many headers a form are planned once and remembered.
MOST_PLANS = 256  # spares time


@record(frozen=True)
class RowRef:
    """A row of a table and the block it stands in."""

    table: Table
    block: Block
    row: Row

    @cached_property
    def paths(self) -> dict[Column, str]:
        """Its columns, in their order, each with the path of its cell."""
        return {column: sys.intern(f"{self.table.id}.{self.row.id}.{column.id}") for column in self.block.columns}


@record(frozen=True, eq=False)
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

    @cached_property
    def size(self) -> int:
        """How many cells it has."""
        return len(self.block.rows) * len(self.block.columns)

    @cached_property
    def names(self) -> frozenset[str]:
        """Cores of the labels of its rows and their groups."""
        return frozenset(core(label) for row in self.block.rows for label in (row.label, *row.groups))

    def shortened(self, text: str) -> Column | None:
        """Return the one column of whose label a text is what is left."""
        choices = self.truncated.get(core(text), ())
        return choices[0] if len(choices) == 1 else None


@record(frozen=True, eq=False)
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
            if not row.open
            for label in (row.label, *row.aliases)
        ]
        blocks = tuple(BlockIndex.make(block) for block in table.blocks)
        words = groups | {word for block in table.blocks for word in (block.heading, block.corner)}
        words |= {column.group for block in table.blocks for column in block.columns if column.group}
        return cls(
            table,
            Labels.make(entries, groups),
            blocks,
            {core(index.block.heading): index for index in blocks if index.block.heading},
            frozenset(filter(None, map(core, words))),
        )

    def block_of(self, block: Block) -> BlockIndex:
        """Return the index of one of the table's blocks."""
        return self._by_block[id(block)]

    @cached_property
    def _by_block(self) -> dict[int, BlockIndex]:
        return {id(index.block): index for index in self.blocks}

    def column_anywhere(self, text: str) -> bool:
        """Tell whether a text is the label of a column of any block, whole or truncated."""
        return any(index.columns.find(text) is not None or core(text) in index.truncated for index in self.blocks)


class Meaning(NamedTuple):
    """What a text says to a form: whether it may stand in a cell of data, and what it labels."""

    #: The text without invisible characters and outer blanks.
    text: str
    #: A number, a blank or a short mark.
    value: bool
    core: str = ""
    #: The rows whose label it is, one a table at most, in the order of the tables.
    rows: tuple[RowRef, ...] = ()
    #: Tables one of whose columns it labels, whole or truncated.
    columns: frozenset[str] = frozenset()
    #: Tables among whose group labels, corners and headings it is.
    furniture: frozenset[str] = frozenset()
    #: What of it tells where the cells of a table go: nothing of a value, each character of any other text.
    shape: str | None = None
    #: The form prints such a text anywhere in its tables.
    known: bool = False
    #: There are figures in it, and it is no longer than a cell.
    figures: bool = False


class _Meanings(dict[str, Meaning]):
    """What texts say, each classified when it is first asked for."""

    def __init__(self, classify: Callable[[str], Meaning]) -> None:
        self.classify = classify

    def __missing__(self, text: str) -> Meaning:
        if len(text) > LONGEST_TEXT:
            return Meaning(text, False, shape=text)
        if len(self) >= MOST_MEANINGS:  # spares time
            self.clear()
        found = self[text] = self.classify(text)
        return found


class FormIndex:
    """All tables of a form, indexed."""

    def __init__(self, form: Form) -> None:
        """Index a form."""
        self.form = form
        self.tables = tuple(TableIndex.make(table) for table in form.tables)
        self.by_id = {table.table.id: table for table in self.tables}
        #: What a text says to the form; the same text is looked at once.
        self.meaning: Callable[[str], Meaning] = _Meanings(self._classify).__getitem__
        #: How tables of a shape are read: see :mod:`govdisc.recognise.grids`.
        self.shapes: dict[tuple[object, ...], Any] = {}
        #: What headers say of the columns below them.
        self._plans: dict[tuple[object, ...], Any] = {}

    def planned(self, key: tuple[object, ...], make: Callable[[], Any]) -> Any:
        """What was worked out for a key, or is now: most documents print the same few headers."""
        if key not in self._plans:  # spares time
            if len(self._plans) >= MOST_PLANS:  # spares time
                self._plans.clear()
            self._plans[key] = make()
        return self._plans[key]

    def _classify(self, text: str) -> Meaning:
        if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:  # spares time
            return Meaning(text, True, figures=True)  # spares time
        shown = clean(text)
        if looks_like_value(text):
            return Meaning(shown, True, figures=any(map(str.isdigit, text)))
        if len(shown) > LONGEST_CELL:
            return Meaning(shown, False, shape=text)
        key, figures = core(shown), any(map(str.isdigit, text))
        if key not in self._words and not key.startswith(self._prefixes) and bare(shown) not in self._words:  # spares time
            return Meaning(shown, False, key, shape=text, figures=figures)  # nearly all that is no label
        rows = tuple(ref for table in self.tables if (ref := table.rows.find(shown)) is not None)
        columns = frozenset(table.table.id for table in self.tables if table.column_anywhere(shown))
        furniture = frozenset(table.table.id for table in self.tables if key in table.furniture)
        return Meaning(shown, False, key, rows, columns, furniture, text, bool(rows or columns or furniture), figures)

    @cached_property
    def _words(self) -> frozenset[str]:
        """Cores of all that the form prints in its tables."""
        rows = (table.rows.exact.keys() | table.furniture for table in self.tables)
        columns = (block.columns.exact.keys() | block.truncated.keys() for table in self.tables for block in table.blocks)
        return frozenset().union(*rows, *columns)

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        """What may stand in front of a label within its cell."""
        return tuple(prefix for table in self.tables for prefix in table.rows.prefixes)

    @cached_property
    def distinctive(self) -> frozenset[str]:
        """Cores of every row and column label of the form; what one form has and another lacks tells them apart."""
        words: set[str] = set()
        for table in self.form.tables:
            for block in table.blocks:
                words |= {core(row.label) for row in block.rows if not row.open} | {core(column.label) for column in block.columns}
                words |= {core(alias) for column in block.columns for alias in column.aliases if len(core(alias)) > 4}
        return frozenset(words)

    @cached_property
    def side_by_side(self) -> tuple[TableIndex, ...]:
        """The tables whose rows stand side by side in one printed row."""
        return tuple(table for table in self.tables if table.table.layout == "transposed")

    @cached_property
    def titles(self) -> dict[str, Table | None]:
        """Cores of the titles of the form's sections, each with the table that the section prints."""
        tables = {table.section: table for table in self.form.tables}
        return {core(title): tables.get(section.id) for section in self.form.sections for title in (section.title, *section.aliases)}

    @cached_property
    def columns(self) -> frozenset[str]:
        """Cores of every label of every column."""
        return frozenset(label for table in self.tables for block in table.blocks for label in block.columns.exact)


@lru_cache(maxsize=64)
def index_of(form: Form) -> FormIndex:
    """Return the index of a form, made on first use."""
    return FormIndex(form)


@lru_cache(maxsize=64)
def foreign_columns(form: Form, forms: tuple[Form, ...]) -> frozenset[str]:
    """Return the cores of the labels of columns that only other forms of the same regime have."""
    kin = (index_of(other).columns for other in forms if other.regime is form.regime)
    return frozenset().union(*kin) - index_of(form).columns


def pick_form(forms: Sequence[Form], words: Iterable[str]) -> Form | None:
    """Return the form whose tables the words, cores of labels, are those of; None when no word tells.

    Each block of columns votes by the share of its labels that is there; between equals the words decide that only one form has, last
    those that another form prints over a group of rows.
    """
    labels, wrapped = _labels(tuple(forms))
    return _elected(tuple(forms), frozenset([word for word in words if word in labels or (len(word) >= LONG_LABEL and word in wrapped)]))


@lru_cache(maxsize=16)
def _labels(forms: tuple[Form, ...]) -> tuple[frozenset[str], str]:
    """All words that may tell one of these forms, and those of them that may be wrapped over lines, as one text."""
    indexes = [index_of(form) for form in forms]
    columns = (block.columns.exact for index in indexes for table in index.tables for block in table.blocks)
    words = frozenset().union(*(index.distinctive for index in indexes), *columns)
    return words, "\n".join(word for word in words if len(word) > LONG_LABEL)


@lru_cache(maxsize=512)
def _elected(forms: tuple[Form, ...], seen: frozenset[str]) -> Form | None:
    common = {form.regime.id: _common([other for other in forms if other.regime is form.regime]) for form in forms}
    groups = frozenset(word for form in forms for table in index_of(form).tables for word in table.furniture)
    best: tuple[float, int, int, int] = (0.0, 0, 0, 0)
    for number, form in enumerate(forms):
        index = index_of(form)
        own = {label for label in index.distinctive - common[form.regime.id] if label in seen or _in_part(label, seen)}
        share = sum(_share(block, seen) for table in index.tables for block in table.blocks)
        if own:
            best = max(best, (share, len(own - groups), len(own), number))
    return forms[best[3]] if best[2] else None


def _common(forms: Sequence[Form]) -> frozenset[str]:
    """The labels that tell no form of a regime from another."""
    return frozenset.intersection(*(index_of(form).distinctive for form in forms)) if len(forms) > 1 else frozenset()


def _in_part(label: str, seen: frozenset[str]) -> bool:
    """Tell whether one line of a label that was wrapped is there."""
    return len(label) > LONG_LABEL and any(LONG_LABEL <= len(word) < len(label) and word in label for word in seen)


def _share(block: BlockIndex, seen: frozenset[str]) -> float:
    found = {column.id for label, column in block.columns.exact.items() if label in seen}
    return len(found) / len(block.block.columns)
