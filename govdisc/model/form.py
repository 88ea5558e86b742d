"""What a statutory form is made of. All objects are frozen: a form is data, shared by every report, and compared by identity."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from govdisc.model.equations import Balance, Equation, EquationGroup, balances, equation_groups
from govdisc.model.opened import open_id, opened_form, opened_label
from govdisc.model.printed import Values, filled_tables, printed_values, tables_that_add_up
from govdisc.model.regime import Regime
from govdisc.records import record, replace
from govdisc.text.values import WORDS, Value

if TYPE_CHECKING:
    from govdisc.model.report import Report


@record(frozen=True)
class Topic:
    """A topic that a narrative section must speak of, and the words that show it."""

    title: str
    words: tuple[str, ...]


@record(frozen=True, eq=False)
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
    #: The notice of the variant that brought the section; None for a section of the form itself.
    source: str | None = None


@record(frozen=True, eq=False)
class Column:
    """A column, by what stands in its cells (``kind``).

    ``count`` is a whole number, ``change`` one that may be negative, ``amount``, ``days`` and ``percent`` decimals (in ``unit``); the
    cells of a ``date`` or ``text`` hold no number: what stands there is the cell's mark.
    """

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    truncated: tuple[str, ...] = ()
    group: str | None = None
    kind: str = "count"
    unit: str | None = None
    #: The notice of the variant that brought the column; None for a column of the form itself.
    source: str | None = None

    @property
    def has_numbers(self) -> bool:
        """Whether numbers stand in its cells."""
        return self.kind not in WORDS

    @property
    def counts(self) -> bool:
        """Whether a cell of it says how many or how much, so that 0 stands where there was nothing."""
        return self.kind in ("count", "change", "amount")


@record(frozen=True, eq=False)
class Row:
    """A row and the group labels above it, outermost first. An admitted row names the ``form`` it comes from.

    An ``open`` row stands for as many rows as a report has, each with a label of its own (a row a component, say): see
    :meth:`Form.opened`.
    """

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    form: str | None = None
    replaces: tuple[str, ...] = ()
    #: The notice of the variant that brought the row; None for a row of the form itself.
    source: str | None = None
    open: bool = False
    #: Whether a report may do without it: one that a variant brought and no notice asks every body for.
    optional: bool = False

    def named(self, label: str) -> Row:
        """Return the row of an open row's that has a label of its own."""
        return replace(self, id=open_id(self.id, label), label=" ".join(label.split()), open=False)


@record(frozen=True, eq=False)
class Block:
    """Rows and columns under one heading. ``admits`` are rows of another form that may stand among them."""

    heading: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    admits: tuple[Row, ...] = ()


@record(frozen=True)
class Identity:
    """Two sums that must be equal: along each row (``axis`` = ``row``: parts are columns) or down each column."""

    id: str
    axis: str
    sum: tuple[str, ...]
    equals: tuple[str, ...]
    #: The notice of the variant, or the article, that it rests on; None where that is the form's own.
    source: str | None = None


class RowIndex(dict[str, tuple[Block, Row]]):
    """Rows by id; those that an open row stands for are made when they are asked for, and are not among its keys."""

    def __init__(self, rows: Mapping[str, tuple[Block, Row]], open_rows: Iterable[tuple[Block, Row]]) -> None:
        """Take the rows that the form itself has, and the open ones."""
        super().__init__(rows)
        self._open = {row.id: (block, row) for block, row in open_rows}

    def get(self, key: str, default: Any = None) -> Any:
        """Return the block and the row of an id, ``default`` when there is none."""
        found = super().get(key)
        if found is None and self._open and (named := opened_label(key)) is not None and named[0] in self._open:
            block, row = self._open[named[0]]
            return block, row.named(named[1])
        return default if found is None else found

    def __missing__(self, key: str) -> tuple[Block, Row]:
        found: tuple[Block, Row] | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found


@record(frozen=True, eq=False)
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
    def _in_print(self) -> tuple[tuple[Block, Row], ...]:
        out: list[tuple[Block, Row]] = []
        for block in self.blocks:
            rows = [row for row in block.rows if not row.open]
            for extra in block.admits:
                at = [i for i, row in enumerate(rows) if row.id in extra.replaces]
                rows.insert(at[-1] + 1 if at else len(rows), extra)
            out += [(block, row) for row in rows]
        return tuple(out)

    def printed_rows(self, present: Container[str] | None = None) -> Iterator[tuple[Block, Row]]:
        """Yield the rows in the order in which they are printed, each with its block.

        A row of another form stands where the last row that it replaces would. ``present`` are the ids of the rows that a report
        holds, and then only these are yielded.
        """
        return (pair for pair in self._in_print if present is None or pair[1].id in present)

    def replaced(self, present: Container[str]) -> frozenset[str]:
        """Return the form's own rows for which a row of another form that is present stands."""
        return frozenset(
            name for block in self.blocks for extra in block.admits if extra.id in present for name in extra.replaces if name not in present
        )

    def missing_rows(self, present: Container[str], *, optional: bool = False) -> Iterator[Row]:
        """Yield the form's own rows that are not present and for which no row of another form stands; ``optional`` ones where they are asked for."""
        replaced = self.replaced(present)
        absent = (row for _block, row in self.rows() if row.id not in present and row.id not in replaced and not row.open)
        return (row for row in absent if optional or not row.optional)

    @cached_property
    def open_rows(self) -> tuple[tuple[Block, Row], ...]:
        """The rows of which each report has others, with their blocks."""
        return tuple((block, row) for block, row in self.rows() if row.open)

    @cached_property
    def admitted(self) -> frozenset[str]:
        """The rows of other forms that may stand in the table."""
        return frozenset(row.id for block in self.blocks for row in block.admits)

    @cached_property
    def unsigned(self) -> bool:
        """Tell whether nothing in the table can be negative."""
        return all(column.kind != "change" for block in self.blocks for column in block.columns)

    @cached_property
    def row_index(self) -> dict[str, tuple[Block, Row]]:
        """The table's rows by id, admitted ones included; asked for a row that an open one stands for, it gives that one."""
        return RowIndex(
            {row.id: (block, row) for block in self.blocks for row in (*block.rows, *block.admits) if not row.open}, self.open_rows
        )


@record(frozen=True, eq=False)
class Form:
    """A statutory form, or a variant laid over one (then ``variant`` is set and ``id`` is the base form's).

    ``since`` and ``until`` are the first and last years of report; ``parameters`` are what rules read from a variant (limits,
    deadlines) and ``severities`` how it sets them; ``agencies`` are words in an agency's name that call for the variant. ``lineage``
    are the ids of the variant and of those below it, the most specific first; ``notices`` says on what a parameter or a rule's
    setting rests.
    """

    id: str
    title: str
    basis: str
    since: int
    until: int | None
    sections: tuple[SectionSpec, ...]
    tables: tuple[Table, ...]
    regime: Regime
    variant: str | None = None
    source: str | None = None
    agencies: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)
    lineage: tuple[str, ...] = ()
    #: The form whose open rows are opened in this one; None for a form as it is declared.
    declared: Form | None = None

    @property
    def name(self) -> str:
        """The id by which it is asked for: the variant's, else the form's."""
        return self.variant or self.id

    def fits(self, year: int) -> bool:
        """Tell whether it is for reports of a year."""
        return self.since <= year and (self.until is None or year <= self.until)

    def is_of(self, names: Container[str]) -> bool:
        """Tell whether it, the form below it or a variant between them is among those names."""
        return self.id in names or any(name in names for name in self.lineage)

    def heading(self, section: SectionSpec) -> str:
        """Return the heading of a part as the form prints it: 一、总体情况."""
        return self.regime.printed_heading(section.ordinal, section.title)

    def opened(self, tables: Mapping[str, Iterable[str]]) -> Form:
        """Return the form with a row in the place of each open row for each that a report has, ``tables`` being its rows by table.

        A form without open rows is returned as it is.
        """
        return opened_form(self, tables)

    @cached_property
    def is_open(self) -> bool:
        """Whether any of its rows is open."""
        return any(table.open_rows for table in self.tables)

    @cached_property
    def table_index(self) -> dict[str, Table]:
        """The tables by id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def section_index(self) -> dict[str, SectionSpec]:
        """The sections by id."""
        return {section.id: section for section in self.sections}

    def printed_rows(self, table_id: str, present: Container[str] | None = None) -> Iterator[tuple[Block, Row]]:
        """Yield a table's rows in the order in which they are printed; see :meth:`Table.printed_rows`."""
        return self.table_index[table_id].printed_rows(present)

    def replaced(self, table_id: str, present: Container[str]) -> frozenset[str]:
        """Return the rows of a table for which rows of another form that are present stand; see :meth:`Table.replaced`."""
        return self.table_index[table_id].replaced(present)

    @cached_property
    def equation_groups(self) -> tuple[EquationGroup, ...]:
        """The form's equations by table and identity."""
        return tuple(equation_groups(self))

    @cached_property
    def filled(self) -> Callable[[list[Value] | None], bool]:
        """What tells of the :attr:`values` of a report, at a glance, that every cell is there with a number that can stand in it."""
        return filled_tables(self)

    @cached_property
    def add_up(self) -> Callable[[list[Value]], bool]:
        """What tells of :attr:`values` that are :attr:`filled`, at a glance, that every sum holds."""
        return tables_that_add_up(self)

    @cached_property
    def values(self) -> Values:
        """What gives the values of tables that have every cell of the form and no other, in the order of :meth:`paths`, and None for any others."""
        return printed_values(self)

    def equations(self) -> Iterator[Equation]:
        """Yield every sum that must hold in a report, one a row or column: the cells on its two sides."""
        for group in self.equation_groups:
            yield from group.equations

    def balances(self, report: Report, table: Table | None = None) -> Iterator[Balance]:
        """Yield every equation, or every one of a table, that a report has cells of, evaluated: its sums, and whether it holds, is wrong, blank or unread."""
        return balances(self, report, table)

    @cached_property
    def totals(self) -> Mapping[str, tuple[Equation, ...]]:
        """The cells that are totals of others, each with the equations that say so."""
        found: dict[str, tuple[Equation, ...]] = {}
        for equation in self.equations():
            if equation.total is not None:
                found[equation.total] = (*found.get(equation.total, ()), equation)
        return found

    def source_of(self, name: str) -> str | None:
        """Return the notice on which a row, a column, a section or a limit rests; None where that is the form's own.

        ``name`` is the path of a row or a cell (``requests.received.total``), the id of a section, or a parameter (``DUE101.until``).
        """
        if name in self.notices:
            return self.notices[name]
        if name in self.section_index:
            return self.section_index[name].source
        table_id, _dot, rest = name.partition(".")
        row_id, _dot, column_id = rest.partition(".")
        table = self.table_index.get(table_id)
        found = table.row_index.get(row_id) if table is not None else None
        if found is None:
            return None
        column = next((column for column in found[0].columns if column.id == column_id), None)
        return found[1].source or (column.source if column is not None else None)

    def paths(self) -> Iterator[str]:
        """Yield the path of every cell of the form, in printed order (neither admitted nor open rows are among them)."""
        for table in self.tables:
            for block, row in table.rows():
                for column in block.columns if not row.open else ():
                    yield f"{table.id}.{row.id}.{column.id}"

    def column(self, path: str) -> Column | None:
        """Return the column of a cell by its path, None when the form has no such cell."""
        table_id, row_id, column_id = path.split(".")
        table = self.table_index.get(table_id)
        found = table.row_index.get(row_id) if table else None
        if found is None:
            return None
        return next((column for column in found[0].columns if column.id == column_id), None)

    def row_label(self, table_id: str, row_id: str, joint: str = " ") -> str:
        """Return a row's printed label with its group, ``（三）不予公开 1.属于国家秘密``; the id when the form has no such row.

        The group over all outcomes of part 3 is left out.
        """
        table = self.table_index.get(table_id)
        found = table.row_index.get(row_id) if table else None
        if found is None:
            return row_id
        row = found[1]
        grouped = len(row.groups) > 1 or (row.groups and table and table.layout == "transposed")
        return f"{row.groups[-1]}{joint}{row.label}" if grouped else row.label

    def cell_label(self, path: str) -> str:
        """Return what the form prints for a cell, row and column: ``一、本年新收政府信息公开申请数量 × 总计``."""
        column = self.column(path)
        table_id, row_id, column_id = path.split(".")
        return f"{self.row_label(table_id, row_id)} × {column.label if column else column_id}"
