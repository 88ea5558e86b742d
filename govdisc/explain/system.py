"""The sums of a table as a system of equations with what they are off by, and the sets of cells that settle it.

Each cell stands in a few equations (its row, its column, the balance). A set of wrong cells makes exactly those equations fail whose
changes do not cancel, by amounts (the syndrome) from which the changes can be worked out again: see :func:`search`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from govdisc.model.equations import Balance, Rows
from govdisc.model.form import Form, Table
from govdisc.model.report import Report
from govdisc.text.values import Value

Number = int | Decimal
Solution = dict[str, Number]

#: So many sets of cells are tried.
MOST_STEPS = 20_000


@dataclass
class System:
    """Equations that hang together by common cells.

    ``off`` is, by equation, what the left side is more than the right; ``signs`` by cell its equations, each with 1 where it stands on
    the left and -1 on the right; ``values`` what stands in the cells, None where blank; ``row_of`` the rows whose own sums some of the
    equations are; ``identities`` the identity of the form that each is.
    """

    table: Table
    values: dict[str, Value] = field(default_factory=dict)
    signs: dict[str, dict[int, int]] = field(default_factory=dict)
    members: dict[int, tuple[str, ...]] = field(default_factory=dict)
    off: dict[int, Number] = field(default_factory=dict)
    row_of: dict[int, str] = field(default_factory=dict)
    identities: dict[int, str] = field(default_factory=dict)

    @cached_property
    def failing(self) -> dict[int, Number]:
        """The equations that do not hold, and by how much."""
        return {number: amount for number, amount in self.off.items() if amount}

    @cached_property
    def _places(self) -> tuple[dict[str, int], dict[str, int]]:
        """The numbers of the table's rows and columns."""
        columns = dict.fromkeys(column.id for block in self.table.blocks for column in block.columns)
        return {row.id: at for at, (_block, row) in enumerate(self.table.printed_rows())}, {name: at for at, name in enumerate(columns)}

    @cached_property
    def rows(self) -> dict[str, list[str]]:
        """The cells of each row, in the order of the columns."""
        rows: dict[str, dict[str, str]] = {}
        for cell in self.signs:
            _table, row, column = cell.split(".")
            rows.setdefault(row, {})[column] = cell
        return {row: [cells[name] for name in self._places[1] if name in cells] for row, cells in rows.items()}

    @cached_property
    def failing_rows(self) -> list[str]:
        """The rows whose own sum does not hold."""
        return [self.row_of[number] for number in self.failing if number in self.row_of]

    def place(self, cell: str) -> tuple[int, int]:
        """Return the row and the column of a cell, counted from 0."""
        _table, row, column = cell.split(".")
        rows, columns = self._places
        return rows[row], columns[column]

    def fewest(self, failing: Iterable[int]) -> int:
        """Return how many cells must be wrong at least: no cell stands in two equations of one identity."""
        return max(Counter(self.identities[number] for number in failing).values(), default=0)

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
    tables: dict[str, list[Balance]] = {}
    blank: dict[str, set[str]] = {}
    for balance in form.balances(report):
        if not balance.unknown:
            tables.setdefault(balance.equation.table.id, []).append(balance)
            blank.setdefault(balance.equation.table.id, set()).update(balance.blank)
    for table, known in tables.items():
        balances = known if len(blank[table]) < 2 else [balance for balance in known if not balance.blank]
        if any(balance.left_sum != balance.right_sum for balance in balances):
            yield from _parted(balances, report.tables[table])


def _parted(balances: list[Balance], rows: Rows) -> Iterator[System]:
    """Part the equations of a table that share no cell, not even by way of others, and yield those parts where one fails."""
    holding: dict[str, list[int]] = {}
    for number, balance in enumerate(balances):
        for cell in balance.cells:
            holding.setdefault(cell, []).append(number)
    waiting = [number for number, balance in enumerate(balances) if balance.left_sum != balance.right_sum]
    done: set[int] = set()
    while waiting:
        part, ahead = set(), [waiting.pop(0)]
        while ahead:
            number = ahead.pop()
            if number not in part:
                part.add(number)
                ahead += {other for cell in balances[number].cells for other in holding[cell]} - part
        if not part & done:
            yield _system({number: balances[number] for number in sorted(part)}, rows)
        done |= part


def _system(balances: Mapping[int, Balance], rows: Rows) -> System:
    system = System(next(iter(balances.values())).equation.table)
    for number, balance in balances.items():
        system.members[number] = balance.cells
        system.off[number] = balance.left_sum - balance.right_sum
        system.identities[number] = balance.equation.identity.id
        if balance.equation.identity.axis == "row":
            system.row_of[number] = balance.equation.line
        for sign, side in ((1, balance.left), (-1, balance.right)):
            for cell in side:
                system.signs.setdefault(cell, {})[number] = sign
    for cell in system.signs:
        _table, row, column = cell.split(".")
        system.values[cell] = rows[row][column]
    return system


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
        self.by_equations: dict[frozenset[int], list[str]] = {}
        for cell, signs in system.signs.items():
            self.by_equations.setdefault(frozenset(signs), []).append(cell)

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
        for cell in self.by_equations.get(frozenset(left), ()):
            amounts = {-amount * self.system.signs[cell][number] for number, amount in left.items()}
            if len(amounts) == 1 and cell not in made:
                yield {**made, cell: amounts.pop()}
