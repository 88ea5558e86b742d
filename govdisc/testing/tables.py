"""Correct tables for any form, made from its own equations: free cells are drawn, and the others follow from them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from govdisc.model.equations import Equation
from govdisc.model.form import Column, Form, Table
from govdisc.text.values import Value

#: So often what was drawn is mended until no count is negative.
MOST_ROUNDS = 20

Draw = Callable[[random.Random, Column], Value]


@dataclass(frozen=True)
class _Step:
    """An equation that one cell is worked out from, once all others of it are known."""

    cell: str
    own: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True)
class _Plan:
    steps: tuple[_Step, ...]
    checks: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def correct_table(rng: random.Random, form: Form, table: Table, draw: Draw, other_forms: bool = False) -> dict[str, dict[str, Value]]:
    """Return a table in which every equation holds and no count is negative.

    ``draw`` gives a random value for a column; ``other_forms`` puts the rows of another form in the place of those that they replace.

    Raises:
        ValueError: when the form's equations cannot all hold.

    """
    admitted = frozenset(row.id for _block, row in table.printed_rows() if row.form) if other_forms else frozenset()
    replaced = table.replaced(admitted)
    rows = {
        row.id: block for block, row in table.printed_rows() if (row.id in admitted if row.form else row.id not in replaced)
    }
    cells = {f"{table.id}.{row}.{column.id}": draw(rng, column) for row, block in rows.items() for column in block.columns}
    plan = _plan(form, table, frozenset(rows))
    if not _solve(plan, cells) or any(_sum(cells, left) != _sum(cells, right) for left, right in plan.checks):
        raise ValueError(f"form {form.variant or form.id}: the equations of table {table.id} cannot all hold.")
    return {row: {column.id: cells[f"{table.id}.{row}.{column.id}"] for column in block.columns} for row, block in rows.items()}


@lru_cache(maxsize=64)
def _plan(form: Form, table: Table, rows: frozenset[str]) -> _Plan:
    """Which cell each equation gives, in an order in which all others of it are known; what is left over must hold by itself."""
    equations = [_present(equation, rows) for equation in form.equations() if equation.table is table and _applies(equation, rows)]
    steps: dict[str, _Step] = {}
    checks = []
    for left, right in sorted(equations, key=lambda sides: len(sides[1])):  # totals first, then what two sides have in balance
        cell = next((path for path in (*right, *left) if path not in steps and path not in form.totals), None)
        if len(right) == 1 and right[0] not in steps:
            cell = right[0]
        elif len(right) == 1:
            cell = None
        elif cell is not None and cell in right:
            cell = next((path for path in left if path not in steps and path not in form.totals), cell)
        if cell is None:
            checks.append((left, right))
            continue
        own, other = (left, right) if cell in left else (right, left)
        steps[cell] = _Step(cell, tuple(path for path in own if path != cell), other)
    return _Plan(tuple(_ordered(steps)), tuple(checks))


def _applies(equation: Equation, rows: frozenset[str]) -> bool:
    return equation.identity.axis == "column" or equation.line in rows


def _present(equation: Equation, rows: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, right = (tuple(path for path in side if path.split(".")[1] in rows) for side in (equation.left, equation.right))
    return left, right


def _ordered(steps: Mapping[str, _Step]) -> Iterator[_Step]:
    done: set[str] = set()
    waiting = dict(steps)
    while waiting:
        ready = [cell for cell, step in waiting.items() if all(path not in steps or path in done for path in (*step.own, *step.other))]
        if not ready:
            raise ValueError(f"the equations go round in a circle at {next(iter(waiting))}.")
        for cell in ready:
            yield waiting.pop(cell)
            done.add(cell)


def _solve(plan: _Plan, cells: dict[str, Value]) -> bool:
    """Work out what follows from the free cells; where it would be negative, change free cells until it is not."""
    worked_out = {step.cell for step in plan.steps}
    for _round in range(MOST_ROUNDS):
        lacking = False
        for step in plan.steps:
            cells[step.cell] = value = _sum(cells, step.other) - _sum(cells, step.own)
            if value < 0:
                _mend(step, cells, -value, worked_out)
                lacking = True
        if not lacking:
            return True
    return False


def _mend(step: _Step, cells: dict[str, Value], lack: int | Decimal, worked_out: set[str]) -> None:
    """Take what is lacking from the free cells of the cell's own side, else add it to the other side."""
    for path in step.own:
        if path not in worked_out and lack > 0:
            taken = min(cells[path] or 0, lack)
            cells[path], lack = (cells[path] or 0) - taken, lack - taken
    free = next((path for path in step.other if path not in worked_out), None)
    if lack > 0 and free is not None:
        cells[free] = (cells[free] or 0) + lack


def _sum(cells: Mapping[str, Value], paths: tuple[str, ...]) -> int | Decimal:
    return sum(cells[path] or 0 for path in paths)
