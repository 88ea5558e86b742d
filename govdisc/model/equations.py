"""The sums that a form prints (勾稽关系), and whether a report keeps them: evaluated here, and nowhere else.

An identity of a table is written out into one :class:`Equation` a row or column. On a report it becomes a :class:`Balance`: what
both sides come to, which numbers are not known, and therefore whether it holds, is wrong, or cannot be judged. In a sum a blank
part and a mark for nothing (``/``, 无) count as 0. A blank total is blank and makes no sum wrong, unless all its parts are 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from govdisc.model.opened import ALL
from govdisc.records import record
from govdisc.text.values import Value, is_placeholder

if TYPE_CHECKING:
    from govdisc.model.form import Form, Identity, Table
    from govdisc.model.report import Report

Rows = Mapping[str, Mapping[str, Value]]

#: What an equation can be on a report.
STATES = ("holds", "wrong", "blank", "unread")


@record(frozen=True, eq=False)
class Equation:
    """One identity in one row (``line`` is the row's id) or one column: two sums of cells that must be equal.

    ``left`` and ``right`` are the paths of the cells. Cells of rows that another form brings are among them; they count where they
    stand in the report.
    """

    table: Table
    identity: Identity
    line: str
    left: tuple[str, ...]
    right: tuple[str, ...]

    @cached_property
    def keys(self) -> tuple[tuple[tuple[str, str, str], ...], ...]:
        """Both sides as (path, row, column)."""
        left, right = (tuple((path, *path.split(".")[1:]) for path in side) for side in (self.left, self.right))
        return left, right  # type: ignore[return-value]

    @cached_property
    def own(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The form's own cells of both sides as (row, column)."""
        index = self.table.row_index
        left, right = (tuple((row, column) for _path, row, column in side if not index[row][1].form) for side in self.keys)
        return left, right

    @cached_property
    def own_paths(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The form's own cells of both sides by their paths."""
        left, right = (tuple(f"{self.table.id}.{row}.{column}" for row, column in side) for side in self.own)
        return left, right

    @cached_property
    def _added(self) -> Callable[[Rows], tuple[int | Decimal, int | Decimal]]:
        """What adds up the form's own cells of both sides; it fails where one is absent or blank."""
        left, right = self.own
        if self.identity.axis == "column":
            return lambda rows: (sum([rows[row][column] for row, column in left]), sum([rows[row][column] for row, column in right]))  # type: ignore[misc]
        line, parts, fetch = self.line, len(left), itemgetter(*[column for _row, column in left + right])

        def across(rows: Rows) -> tuple[int | Decimal, int | Decimal]:
            values = fetch(rows[line])
            return sum(values[:parts]), sum(values[parts:])

        return across

    def sums(self, rows: Rows) -> tuple[int | Decimal, int | Decimal] | None:
        """Return what both sides come to in a table whose every cell holds a number, with no row of another form: the usual case; else None."""
        if not self.table.admitted.isdisjoint(rows):
            return None
        try:
            return self._added(rows)
        except (KeyError, TypeError):  # a cell that is absent or blank
            return None

    @property
    def total(self) -> str | None:
        """The cell that is the sum of the others; None where two sides are balanced."""
        return self.right[0] if len(self.right) == 1 else None


@record(frozen=True, slots=True)
class Balance:
    """An equation on a report.

    ``left`` and ``right`` are the cells that stand in it there (without rows of another form that are not in the report, and without
    rows that such a one replaces), ``left_sum`` and ``right_sum`` the sums of their known numbers. ``unknown`` are cells whose row is
    missing or whose number could not be read, ``blank`` totals that were left blank though their parts are not 0.
    """

    equation: Equation
    left: tuple[str, ...]
    right: tuple[str, ...]
    left_sum: int | Decimal
    right_sum: int | Decimal
    unknown: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """Both sides."""
        return self.left + self.right

    @property
    def state(self) -> str:
        """``holds``, ``wrong``, ``blank`` (a total is) or ``unread``.

        What is known can be too much whatever the unknown numbers are: then it is wrong, see :attr:`exceeded`.
        """
        if self.unknown:
            return "wrong" if self.exceeded else "unread"
        if self.left_sum == self.right_sum:
            return "holds"
        return "blank" if self.blank else "wrong"

    @property
    def exceeded(self) -> bool:
        """Tell whether the known numbers of one side are more than the other side, which is known; nothing counted is negative."""
        if not self.unknown or self.blank or not self.equation.table.unsigned:
            return False
        left, right = (any(path in side for path in self.unknown) for side in (self.left, self.right))
        return (not right and self.left_sum > self.right_sum) or (not left and self.right_sum > self.left_sum)


def equation_groups(form: Form) -> Iterator[EquationGroup]:
    """Yield every equation of a form, table by table and identity by identity."""
    for table in form.tables:
        for identity in table.identities:
            found = tuple(_row_equations(table, identity) if identity.axis == "row" else _column_equations(table, identity))
            if found:
                yield EquationGroup(table, identity, found, _unproved(table, identity, found))


def _row_equations(table: Table, identity: Identity) -> Iterator[Equation]:
    for _block, row in table.printed_rows():
        if not row.open and all(_has(table, row.id, name) for name in (*identity.sum, *identity.equals)):
            left, right = (tuple(f"{table.id}.{row.id}.{name}" for name in side) for side in (identity.sum, identity.equals))
            yield Equation(table, identity, row.id, left, right)


def _column_equations(table: Table, identity: Identity) -> Iterator[Equation]:
    if any(name.endswith(ALL) for name in (*identity.sum, *identity.equals)):
        return  # it is written out for a report, whose rows are known
    # medians and shares of parts do not add up to those of the whole
    for column in dict.fromkeys(column.id for block in table.blocks for column in block.columns if column.counts):
        if all(_has(table, row, column) for row in identity.equals):
            left = tuple(f"{table.id}.{row}.{column}" for row in identity.sum if _has(table, row, column))
            yield Equation(table, identity, column, left, tuple(f"{table.id}.{row}.{column}" for row in identity.equals))


def _has(table: Table, row: str, column: str) -> bool:
    found = table.row_index.get(row)
    return found is not None and any(spec.id == column for spec in found[0].columns)


# --- on a report --------------------------------------------------------------------------------------------------------------------


def balances(form: Form, report: Report, table: Table | None = None) -> Iterator[Balance]:
    """Yield every equation of the form, or of one of its tables, on a report, but for rows and tables that are not in it.

    A row that is missing makes the columns' equations ``unread``, and is no equation of its own; an optional one adds nothing.
    """
    unread = _not_known(report)
    for group in form.equation_groups:
        rows = report.tables.get(group.table.id)
        if rows and table in (None, group.table):
            for equation in group.on(rows):
                yield _balance(form, equation, rows, unread)


def unsettled(form: Form, report: Report, wanted: Callable[[Identity], bool]) -> Iterator[Balance]:
    """Yield the equations of some identities that are anything but ``holds``; where all is well this takes no time worth noting."""
    unread: frozenset[str] | None = None
    for group in form.equation_groups:
        rows = report.tables.get(group.table.id)
        if not rows or not wanted(group.identity):
            continue
        for equation in group.unproved(rows):
            unread = _not_known(report) if unread is None else unread
            found = _balance(form, equation, rows, unread)
            if found.state != "holds":
                yield found


def unread_cells(report: Report) -> frozenset[str]:
    """Return the cells whose number stands in the document and is not known: unread, or something that is no number (``3.5``, ``XX``)."""
    unread = {path for piece in report.unread for path in piece.cells if report.cell(path) is None}
    return frozenset(unread | {path for path, mark in report.marks.items() if not is_placeholder(mark)})


def _not_known(report: Report) -> frozenset[str]:
    """The cells that are unread, and the tables of which a row may be: an optional row that is not there may be that one."""
    return unread_cells(report).union([piece.table for piece in report.unread if piece.table is not None and not piece.cells])


def _balance(form: Form, equation: Equation, rows: Rows, unread: frozenset[str]) -> Balance:
    sums = equation.sums(rows)
    return _careful_balance(form, equation, rows, unread) if sums is None else Balance(equation, *equation.own_paths, *sums)


def _careful_balance(form: Form, equation: Equation, rows: Rows, unread: frozenset[str]) -> Balance:
    replaced = equation.table.replaced(rows) if equation.identity.axis == "column" else frozenset()
    sums: list[int | Decimal] = []
    sides: list[tuple[str, ...]] = []
    unknown: list[str] = []
    blank: list[str] = []
    for side in equation.keys:
        present: list[str] = []
        amount: int | Decimal = 0
        for path, row, column in side:
            cells = rows.get(row)
            spec = equation.table.row_index[row][1]
            if cells is None and (row in replaced or spec.form or (spec.optional and equation.table.id not in unread)):
                continue
            present.append(path)
            value = cells.get(column) if cells is not None else None
            if value is not None:
                amount += value
            elif cells is None or column not in cells or path in unread:
                unknown.append(path)
            elif _has_parts(form, path, rows, unread):
                blank.append(path)
        sums.append(amount)
        sides.append(tuple(present))
    return Balance(equation, sides[0], sides[1], sums[0], sums[1], tuple(unknown), tuple(blank))


def _has_parts(form: Form, path: str, rows: Rows, unread: frozenset[str]) -> bool:
    """Tell whether a blank cell is a total whose parts are something, or not all known."""
    for equation in form.totals.get(path, ()):
        for part in equation.left:
            _table, row, column = part.split(".")
            if part in unread or (row in rows and rows[row].get(column)):
                return True
    return False


# --- the usual case, quickly --------------------------------------------------------------------------------------------------------


@record(frozen=True, eq=False)
class EquationGroup:
    """The equations of one identity; ``unproved`` gives those of which a table does not show at a glance that they hold: none of most tables."""

    table: Table
    identity: Identity
    equations: tuple[Equation, ...]
    unproved: Callable[[Rows], Sequence[Equation]]

    def on(self, rows: Rows) -> Iterator[Equation]:
        """Yield those that a table has: in each of its rows, or in each column."""
        return (equation for equation in self.equations if self.identity.axis == "column" or equation.line in rows)


def _unproved(table: Table, identity: Identity, equations: tuple[Equation, ...]) -> Callable[[Rows], Sequence[Equation]]:
    """Return a function that gives the equations of which some number is not there, or the sums differ."""
    if identity.axis == "row":
        return _unproved_rows(identity, equations)
    own = frozenset(name for name in (*identity.sum, *identity.equals) if not table.row_index[name][1].form)
    return _unproved_columns(identity, own, equations)


def _unproved_rows(identity: Identity, equations: tuple[Equation, ...]) -> Callable[[Rows], Sequence[Equation]]:
    fetch, parts = itemgetter(*identity.sum, *identity.equals), len(identity.sum)
    lines = [(equation.line, equation) for equation in equations]

    def unproved(rows: Rows) -> Sequence[Equation]:
        found: list[Equation] = []
        for line, equation in lines:
            if line in rows:
                try:
                    values = fetch(rows[line])
                    if sum(values[:parts]) == sum(values[parts:]):
                        continue
                except (KeyError, TypeError):  # a cell that is absent or blank
                    pass
                found.append(equation)
        return found

    return unproved


def _unproved_columns(identity: Identity, own: frozenset[str], equations: tuple[Equation, ...]) -> Callable[[Rows], Sequence[Equation]]:
    columns = [equation.line for equation in equations]
    fetch = itemgetter(*columns) if len(columns) > 1 else lambda cells: (cells[columns[0]],)

    def unproved(rows: Rows) -> Sequence[Equation]:
        if not rows.keys() >= own:
            return equations
        try:
            left, right = ([fetch(rows[name]) for name in side if name in rows] for side in (identity.sum, identity.equals))
            sums = zip(equations, map(sum, zip(*left, strict=True)), map(sum, zip(*right, strict=True)), strict=True)
            return [equation for equation, one, other in sums if one != other]
        except (KeyError, TypeError, ValueError):  # the same, or there is no row on one side
            return equations

    return unproved
