"""The smallest set of cells that settles all sums of a table: by trying, and where that fails as a mixed-integer program.

For each cell there is what it changes by and whether it changes at all; every equation must hold, no count may become negative, and as
few cells as possible change. HiGHS (through SciPy) solves that. Each set that is found is then forbidden and the next one asked for,
as long as they are no larger than the first, so that what is ambiguous is seen to be.
"""

from __future__ import annotations

import time
from typing import Any

from govdisc.plugin import Number, Solution, System, record
from govdisc.plugin import mistake as pattern
from govdisc.plugin import search_cells as search

#: So many cells are tried one after another, which finds every set, in so many steps at most.
TRIED_CELLS = 6
MOST_STEPS = 300_000
#: A table with more wrong cells than this is not a report with slips in it.
MOST_CELLS = 8
#: So many sets of the same size are asked for.
MOST_SETS = 8
#: The solver is given up for one report after so many nodes of its search, so that the same report gives the same answer everywhere,
#: over all the sets that it is asked for, and after so many seconds of the processor whatever it is: a table that is wrong all over must
#: not keep the others waiting, and others who work on the machine must not change what is said of it. SciPy itself knows the clock alone,
#: and gets three times as long by it: one call of it alone can take seconds. Slips in a row take half a second.
MOST_NODES = 100
MOST_SECONDS = 2
#: The solver's numbers are binary fractions; beyond this they are not exact enough to tell a changed cell from an unchanged one.
LARGEST = 1_000_000
#: What SciPy calls an answer.
_FOUND, _THERE_IS_NONE = 0, 2
#: A change by what a typing mistake makes is so much likelier than another one of the same size of set.
TYPED = 0.02


def solve(system: System) -> list[Solution]:
    """Return the smallest sets of cells that settle a system, empty where none of up to :data:`MOST_CELLS` was found in time."""
    return search(system, TRIED_CELLS, MOST_STEPS) or _programmed(system)


def _programmed(system: System) -> list[Solution]:
    """Ask for one set after another. A single one is only said where it is known to be the only one: else it would look certain."""
    problem = _Problem.of(system)
    if problem is None:
        return []
    found: list[Solution] = []
    from scipy.optimize import milp  # before time is taken: on a busy machine the import is longer than a search

    end = time.thread_time() + MOST_SECONDS
    size, nodes = MOST_CELLS, MOST_NODES
    forbidden: list[frozenset[int]] = []
    while len(forbidden) < MOST_SETS:
        left = end - time.thread_time()
        answer = problem.solved(milp, forbidden, size, nodes, 3 * left) if nodes > 0 and left > 0 else _UNFINISHED
        if answer.changed is None:
            return found if answer.finished or len(found) > 1 else []
        nodes -= answer.nodes
        size = len(answer.changed)
        forbidden.append(frozenset(answer.changed))
        solution = {problem.cells[at]: system.value(problem.cells[at]) + amount for at, amount in answer.changed.items()}
        if system.settles(solution) and min(solution.values()) >= 0:
            found.append(solution)
    return found


@record(frozen=True)
class _Answer:
    """A set as {number of the cell: what it changes by}, None for none; whether that is the last word; the nodes that were looked at."""

    changed: dict[int, int] | None
    finished: bool = False
    nodes: int = 0


_UNFINISHED = _Answer(None)


@record(frozen=True)
class _Problem:
    """A system as the solver takes it: variables are the changes of the cells, then whether each changes."""

    cells: list[str]
    costs: list[float]
    lowest: list[int]
    bound: int
    equations: list[tuple[dict[int, int], int]]

    @classmethod
    def of(cls, system: System) -> _Problem | None:
        """Write a system down; None where its numbers are too large or no whole ones."""
        amounts = [*system.off.values(), *map(system.value, system.values)]
        if not all(isinstance(amount, int) and abs(amount) <= LARGEST for amount in amounts) or not system.table.unsigned:
            return None
        cells = list(system.signs)
        at = {cell: number for number, cell in enumerate(cells)}
        bound = sum(abs(int(amount)) for amount in system.failing.values())
        if bound > LARGEST:
            return None
        equations = [
            ({at[cell]: system.signs[cell][number] for cell in members}, -int(system.off[number])) for number, members in system.members.items()
        ]
        costs = [1.0 - (TYPED if _may_be_typed(system, cell) else 0.0) for cell in cells]
        return cls(cells, costs, [-min(int(system.value(cell)), bound) for cell in cells], bound, equations)

    def solved(self, milp: Any, forbidden: list[frozenset[int]], most: int, nodes: int, seconds: float) -> _Answer:
        """Return a smallest set of at most so many cells that is not forbidden."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint
        from scipy.sparse import csr_matrix

        count = len(self.cells)
        rows: list[tuple[dict[int, float], float, float]] = [
            (dict[int, float](coefficients), amount, amount) for coefficients, amount in self.equations
        ]
        for at in range(count):
            rows.append(({at: 1.0, count + at: -float(self.bound)}, -np.inf, 0.0))
            rows.append(({at: 1.0, count + at: -float(self.lowest[at])}, 0.0, np.inf))
        rows.append((dict.fromkeys(range(count, 2 * count), 1.0), 0.0, float(most)))
        rows += [({count + at: 1.0 for at in cells}, 0.0, len(cells) - 1.0) for cells in forbidden]
        entries = [(row, column, value) for row, (coefficients, _low, _high) in enumerate(rows) for column, value in coefficients.items()]
        values, places = [value for _row, _column, value in entries], list(zip(*((row, column) for row, column, _value in entries), strict=True))
        matrix: Any = csr_matrix((values, places), shape=(len(rows), 2 * count))
        found = milp(
            c=[0.0] * count + self.costs,
            integrality=np.ones(2 * count),
            bounds=Bounds([*self.lowest, *[0.0] * count], [float(self.bound)] * count + [1.0] * count),
            constraints=LinearConstraint(matrix, [low for _coefficients, low, _high in rows], [high for _coefficients, _low, high in rows]),
            options={"time_limit": seconds, "node_limit": nodes, "mip_rel_gap": 0.0},
        )
        looked_at = int(found.mip_node_count or 0)
        if found.x is None or found.status != _FOUND:
            return _Answer(None, found.status == _THERE_IS_NONE, looked_at)
        changes = {at: round(float(found.x[at])) for at in range(count)}
        return _Answer({at: amount for at, amount in changes.items() if amount}, nodes=looked_at)


def _may_be_typed(system: System, cell: str) -> bool:
    """Tell whether a cell is off by what a typing mistake makes, going by one of its equations alone."""
    value: Number = system.value(cell)
    wanted = {value - system.failing[number] * sign for number, sign in system.signs[cell].items() if number in system.failing}
    return any(number >= 0 and pattern(system.values[cell], number) != "other" for number in wanted)
