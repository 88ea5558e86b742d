"""Correct tables for any form, made from its own equations: free cells are drawn, and the others follow from them.

The equations of a table are solved once, whatever they are: each gives one cell by others, and what is left over says nothing new.
Since every sum holds where all is 0, there is always an answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from govdisc.model.equations import Equation
from govdisc.model.form import Column, Form, Table
from govdisc.records import record
from govdisc.text.values import Value

#: So often what was drawn is mended until no count is negative.
MOST_ROUNDS = 60

Draw = Callable[[random.Random, Column], Value]
#: A cell as a sum of free cells, each with its factor.
Sum = dict[str, int]


@record(frozen=True)
class _Solution:
    """The cells that follow from others, and those that may be negative."""

    given: Mapping[str, Sum]
    signed: frozenset[str]


def correct_table(rng: random.Random, form: Form, table: Table, draw: Draw, other_forms: bool = False) -> dict[str, dict[str, Value]]:
    """Return a table in which every equation holds and no count is negative; cells of dates and texts are None.

    ``draw`` gives a random value for a column; ``other_forms`` puts the rows of another form in the place of those that they replace.
    """
    admitted = frozenset(row.id for _block, row in table.printed_rows() if row.form) if other_forms else frozenset()
    replaced = table.replaced(admitted)
    rows = {
        row.id: block for block, row in table.printed_rows() if (row.id in admitted if row.form else row.id not in replaced)
    }
    columns = {f"{table.id}.{row}.{column.id}": column for row, block in rows.items() for column in block.columns}
    cells = {path: draw(rng, column) if column.has_numbers else None for path, column in columns.items()}
    _settle(_solution(form, table, frozenset(rows)), cells)
    return {row: {column.id: cells[f"{table.id}.{row}.{column.id}"] for column in block.columns} for row, block in rows.items()}


@lru_cache(maxsize=64)
def _solution(form: Form, table: Table, rows: frozenset[str]) -> _Solution:
    given: dict[str, Sum] = {}
    own = (equation for equation in form.equations() if equation.table is table and (equation.identity.axis == "column" or equation.line in rows))
    # totals first, then what two sides have in balance: of a total's parts any may be free
    for left, right in sorted((_present(equation, rows) for equation in own), key=lambda sides: len(sides[1])):
        rest = _reduced({**dict.fromkeys(left, 1), **dict.fromkeys(right, -1)}, given)
        wanted = (right[0],) if len(right) == 1 else (*(path for path in left if path not in form.totals), *right)
        cell = next((path for path in (*wanted, *rest) if abs(rest.get(path, 0)) == 1), None)
        if cell is None:
            continue  # it follows from the others
        factor = rest.pop(cell)
        found = {path: -count * factor for path, count in rest.items()}
        given = {path: _reduced(terms, {cell: found}) for path, terms in given.items()}
        given[cell] = found
    signed = (f"{table.id}.{row}.{column.id}" for block, row in table.printed_rows() for column in block.columns if column.kind == "change")
    return _Solution(given, frozenset(signed))


def _present(equation: Equation, rows: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, right = (tuple(path for path in side if path.split(".")[1] in rows) for side in (equation.left, equation.right))
    return left, right


def _reduced(terms: Sum, given: Mapping[str, Sum]) -> Sum:
    """A sum in free cells alone."""
    out: Sum = {}
    for path, count in _written_out(terms, given):
        out[path] = out.get(path, 0) + count
    return {path: count for path, count in out.items() if count}


def _written_out(terms: Sum, given: Mapping[str, Sum]) -> Iterator[tuple[str, int]]:
    for path, count in terms.items():
        if path in given:
            yield from ((inner, count * times) for inner, times in given[path].items())
        else:
            yield path, count


def _settle(solution: _Solution, cells: dict[str, Value]) -> None:
    """Work out what follows from the free cells; where it would be negative, change free cells until it is not."""
    for _round in range(MOST_ROUNDS):
        lacking = False
        for cell, terms in solution.given.items():
            value = sum((cells[path] or 0) * count for path, count in terms.items())
            if value < 0 and cell not in solution.signed:
                _mend(terms, cells, -value)
                lacking = True
        if not lacking:
            break
    else:
        cells.update(dict.fromkeys((path for terms in solution.given.values() for path in terms), 0))
    for cell, terms in solution.given.items():
        cells[cell] = sum((cells[path] or 0) * count for path, count in terms.items())


def _mend(terms: Sum, cells: dict[str, Value], lack: int | Decimal) -> None:
    """Add what is lacking to a cell that counts for it, else take it from those that count against it."""
    more = next((path for path, count in terms.items() if count > 0), None)
    if more is not None:
        cells[more] = (cells[more] or 0) + lack
        return
    for path, count in terms.items():
        cells[path] = max((cells[path] or 0) + lack // count, 0) if count < 0 else cells[path]
