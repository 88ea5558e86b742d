"""The sums of a table as a system of equations with what they are off by, and the sets of cells that settle it.

Each cell stands in a few equations (its row, its column, the balance). A set of wrong cells makes exactly those equations fail whose
changes do not cancel, by amounts (the syndrome) from which the changes can be worked out again: see :func:`search`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from govdisc.model.equations import Equation, EquationGroup, Rows
from govdisc.model.form import Form, Table
from govdisc.model.report import Report
from govdisc.records import record
from govdisc.text.values import Value

Number = int | Decimal
Solution = dict[str, Number]

#: So many sets of cells are tried.
MOST_STEPS = 20_000


@record(frozen=True, eq=False)
class Frame:
    """Equations that hang together by common cells, without the numbers in them: the same for all reports that have these cells.

    ``members`` are the cells of each equation; ``signs`` by cell its equations, each with 1 where it stands on the left and -1 on the
    right; ``row_of`` the rows whose own sums some of the equations are; ``identities`` the identity of the form that each is.
    """

    table: Table
    members: Mapping[int, tuple[str, ...]]
    signs: Mapping[str, Mapping[int, int]]
    row_of: Mapping[int, str]
    identities: Mapping[int, str]

    @cached_property
    def keys(self) -> tuple[tuple[str, str, str], ...]:
        """The cells as (path, row, column)."""
        return tuple((cell, *cell.split(".")[1:]) for cell in self.signs)  # type: ignore[misc]

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """The row and the column of each cell, counted from 0."""
        columns = dict.fromkeys(column.id for block in self.table.blocks for column in block.columns)
        at = {name: number for number, name in enumerate(columns)}
        rows = {row.id: number for number, (_block, row) in enumerate(self.table.printed_rows())}
        return {cell: (rows[row], at[column]) for cell, row, column in self.keys}

    @cached_property
    def rows(self) -> Mapping[str, list[str]]:
        """The cells of each row, in the order of the columns."""
        rows: dict[str, list[str]] = {row: [] for _cell, row, _column in self.keys}
        for cell, row, _column in sorted(self.keys, key=lambda key: self.places[key[0]][1]):
            rows[row].append(cell)
        return rows

    @cached_property
    def by_equations(self) -> Mapping[frozenset[int], list[str]]:
        """The cells that stand in just the same equations."""
        found: dict[frozenset[int], list[str]] = {}
        for cell, signs in self.signs.items():
            found.setdefault(frozenset(signs), []).append(cell)
        return found


@record
class System:
    """Equations that hang together, with the numbers of a report.

    ``off`` is, by equation, what the left side is more than the right; ``values`` what stands in the cells, None where blank.
    """

    frame: Frame
    values: dict[str, Value]
    off: dict[int, Number]

    @property
    def table(self) -> Table:
        """The table that the equations are those of."""
        return self.frame.table

    @property
    def members(self) -> Mapping[int, tuple[str, ...]]:
        """The cells of each equation."""
        return self.frame.members

    @property
    def signs(self) -> Mapping[str, Mapping[int, int]]:
        """By cell its equations, each with 1 where it stands on the left and -1 on the right."""
        return self.frame.signs

    @property
    def row_of(self) -> Mapping[int, str]:
        """The rows whose own sums some of the equations are."""
        return self.frame.row_of

    @property
    def rows(self) -> Mapping[str, list[str]]:
        """The cells of each row, in the order of the columns."""
        return self.frame.rows

    @cached_property
    def failing(self) -> dict[int, Number]:
        """The equations that do not hold, and by how much."""
        return {number: amount for number, amount in self.off.items() if amount}

    @cached_property
    def failing_rows(self) -> list[str]:
        """The rows whose own sum does not hold."""
        return [self.row_of[number] for number in self.failing if number in self.row_of]

    def place(self, cell: str) -> tuple[int, int]:
        """Return the row and the column of a cell, counted from 0."""
        return self.frame.places[cell]

    def fewest(self, failing: Iterable[int]) -> int:
        """Return how many cells must be wrong at least: no cell stands in two equations of one identity."""
        return max(Counter(self.frame.identities[number] for number in failing).values(), default=0)

    def after(self, off: Mapping[int, Number], cell: str, amount: Number) -> dict[int, Number]:
        """Return what is off, by equation, once a cell has been changed by an amount; equations that hold are left out."""
        left = dict(off)
        for number, sign in self.signs.get(cell, {}).items():
            changed = left.get(number, 0) + sign * amount
            if changed:
                left[number] = changed
            else:
                left.pop(number, None)
        return left

    def settles(self, solution: Mapping[str, Number]) -> bool:
        """Tell whether every equation holds once cells have these numbers."""
        left = self.failing
        for cell, number in solution.items():
            left = self.after(left, cell, number - self.value(cell))
        return not left

    def value(self, cell: str) -> Number:
        """What stands in a cell, 0 when it is blank."""
        return self.values[cell] or 0


def systems(form: Form, report: Report) -> Iterator[System]:
    """Yield the systems of a report in which something does not hold.

    Equations that cannot be judged, for a number that is unread, are left out; those with a blank total, too, where that is not the
    only one in the table.
    """
    for table in form.tables:
        rows = report.tables.get(table.id)
        groups = [group for group in form.equation_groups if group.table is table]
        if not rows or not any(unproved := [group.unproved(rows) for group in groups]):
            continue
        frames, amounts = _plain(groups, rows, {equation for some in unproved for equation in some}) or _careful(form, report, table)
        if any(amounts):
            for frame in frames:
                off = {number: amounts[number] for number in frame.members}
                if any(off.values()):
                    yield System(frame, {cell: rows[row][column] for cell, row, column in frame.keys}, off)


def _plain(groups: Sequence[EquationGroup], rows: Rows, unproved: Container[Equation]) -> tuple[list[Frame], list[Number]] | None:
    """The equations of a table whose every cell holds a number, as most do, and what each is off by; None for any other table."""
    if any(not group.table.admitted.isdisjoint(rows) for group in groups):
        return None
    equations = tuple([equation for group in groups for equation in group.on(rows)])
    amounts: list[Number] = []
    for equation in equations:
        sums = equation.sums(rows) if equation in unproved else (0, 0)
        if sums is None:
            return None
        amounts.append(sums[0] - sums[1])
    return _frames_of(equations), amounts


def _careful(form: Form, report: Report, table: Table) -> tuple[list[Frame], list[Number]]:
    """The equations of a table that can be judged, and what each is off by."""
    known = [balance for balance in form.balances(report, table) if not balance.unknown]
    some_blank = len({cell for balance in known for cell in balance.blank}) > 1
    balances = [balance for balance in known if not (some_blank and balance.blank)]
    return _frames(tuple((balance.equation, balance.left, balance.right) for balance in balances)), [balance.left_sum - balance.right_sum for balance in balances]


@lru_cache(maxsize=64)
def _frames_of(equations: tuple[Equation, ...]) -> list[Frame]:
    """Part equations of the form's own cells."""
    return _frames(tuple((equation, *equation.own_paths) for equation in equations))


@lru_cache(maxsize=64)
def _frames(equations: tuple[tuple[Equation, tuple[str, ...], tuple[str, ...]], ...]) -> list[Frame]:
    """Part the equations of a table that share no cell, not even by way of others; they are numbered as they come."""
    holding: dict[str, list[int]] = {}
    for number, (_equation, left, right) in enumerate(equations):
        for cell in (*left, *right):
            holding.setdefault(cell, []).append(number)
    found: list[Frame] = []
    done: set[int] = set()
    for first in range(len(equations)):
        part, ahead = set(), [first] if first not in done else []
        while ahead:
            number = ahead.pop()
            if number not in part:
                part.add(number)
                ahead += {other for side in equations[number][1:] for cell in side for other in holding[cell]} - part
        if part:
            found.append(_frame({number: equations[number] for number in sorted(part)}))
        done |= part
    return found


def _frame(equations: Mapping[int, tuple[Equation, tuple[str, ...], tuple[str, ...]]]) -> Frame:
    signs: dict[str, dict[int, int]] = {}
    for number, (_equation, left, right) in equations.items():
        for sign, side in ((1, left), (-1, right)):
            for cell in side:
                signs.setdefault(cell, {})[number] = sign
    told = {number: equation for number, (equation, _left, _right) in equations.items()}
    return Frame(
        next(iter(told.values())).table,
        {number: left + right for number, (_equation, left, right) in equations.items()},
        signs,
        {number: equation.line for number, equation in told.items() if equation.identity.axis == "row"},
        {number: equation.identity.id for number, equation in told.items()},
    )


def search(system: System, most: int, steps: int = MOST_STEPS) -> list[Solution]:
    """Return every set of as few cells as settle the system, up to ``most``, with the number that each cell should have.

    Any failing equation holds a wrong cell. Of a smallest set some cell is alone in one of its equations, and its change is what that
    equation is off by; with this change made, one cell less is left to find. (Sets in which no cell is alone anywhere need four cells
    or more in a table of rows and columns.) No number becomes negative unless it may. What takes more than so many ``steps`` is given
    up, and nothing returned, for a part of the sets would look like all of them.
    """
    walk = _Walk(system, steps)
    for count in range(1, most + 1):
        found: dict[frozenset[tuple[str, Number]], Solution] = {}
        for changes in walk.sets({}, system.failing, count):
            solution = {cell: system.value(cell) + amount for cell, amount in sorted(changes.items(), key=lambda item: system.place(item[0]))}
            if all(number >= 0 or not system.table.unsigned for number in solution.values()):
                found.setdefault(frozenset(solution.items()), solution)
        if walk.steps < 0 or found:
            return list(found.values()) if walk.steps >= 0 else []
    return []


class _Walk:
    """The search through sets of cells, with the steps that it has left."""

    def __init__(self, system: System, steps: int) -> None:
        self.system, self.steps = system, steps

    def sets(self, made: dict[str, Number], left: dict[int, Number], count: int) -> Iterator[dict[str, Number]]:
        """Yield the sets of exactly so many more cells that settle what is left."""
        self.steps -= 1
        if count == 1:
            yield from self._last(made, left)
            return
        if not left or self.steps < 0 or self.system.fewest(left) > count:
            return
        equation = min(left, key=lambda number: len(self.system.members[number]))
        for cell in self.system.members[equation]:
            if cell not in made:
                signs = self.system.signs[cell]
                for amount in {-left[number] * sign for number, sign in signs.items() if number in left}:
                    yield from self.sets({**made, cell: amount}, self.system.after(left, cell, amount), count - 1)

    def _last(self, made: dict[str, Number], left: dict[int, Number]) -> Iterator[dict[str, Number]]:
        for cell in self.system.frame.by_equations.get(frozenset(left), ()):
            amounts = {-amount * self.system.signs[cell][number] for number, amount in left.items()}
            if len(amounts) == 1 and cell not in made:
                yield {**made, cell: amounts.pop()}
