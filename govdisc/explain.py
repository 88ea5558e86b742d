"""Which single cell would settle the wrong sums of a table, if one does.

Every cell of parts 3 and 4 stands in several identities (its row, its column, the balance). When one cell is wrong, exactly the
identities that hold it fail, and all ask for the same change. What is found is an explanation for the officer to check against
the register, never a repair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from govdisc.model.form import Form, Identity, Table
from govdisc.model.report import Report

#: How a number was probably mistaken, the likeliest first.
PATTERNS = ("digits_exchanged", "digit_missing", "digit_added", "digit_wrong", "left_at_zero", "other")


@dataclass(frozen=True)
class _Equation:
    """One identity in one row or column: what stands on each side, as (row, column)."""

    left: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]


@lru_cache(maxsize=64)
def _equations(table: Table) -> tuple[_Equation, ...]:
    out: list[_Equation] = []
    columns = [column.id for column in table.blocks[0].columns]
    for identity in table.identities:
        if identity.axis == "row":
            out += [_row_equation(identity, row) for row in table.row_index]
        else:
            out += [_column_equation(identity, column) for column in columns]
    return tuple(out)


def _row_equation(identity: Identity, row: str) -> _Equation:
    return _Equation(tuple((row, name) for name in identity.sum), tuple((row, name) for name in identity.equals))


def _column_equation(identity: Identity, column: str) -> _Equation:
    return _Equation(tuple((name, column) for name in identity.sum), tuple((name, column) for name in identity.equals))


def explain(report: Report, form: Form, at: int) -> Iterator[dict[str, Any]]:
    """Yield the explanations for one report, the best first; ``at`` is its index among the inputs."""
    for table in form.tables:
        rows = report.tables.get(table.id)
        if rows and table.identities:
            found = sorted(_single_cells(table, rows), key=lambda one: PATTERNS.index(one["pattern"]))
            for cell in found:
                yield {"input": at, "cells": [cell], "certain": len(found) == 1, "alternatives": len(found) - 1}


def _single_cells(table: Table, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    present = [one for one in _equations(table) if all(row in rows and column in rows[row] for row, column in one.right)]
    residuals = {one: _side(one.left, rows) - _side(one.right, rows) for one in present}
    failing = [one for one, residual in residuals.items() if residual]
    if not failing:
        return
    shared = set(failing[0].left + failing[0].right).intersection(*(one.left + one.right for one in failing))
    for row, column in sorted(shared):
        value = rows.get(row, {}).get(column)
        if not isinstance(value, int):
            continue
        holding = [one for one in present if (row, column) in one.left or (row, column) in one.right]
        changes = {-residuals[one] if (row, column) in one.left else residuals[one] for one in holding}
        if len(changes) == 1 and (wanted := value + changes.pop()) >= 0 and wanted != value:
            yield {"cell": f"{table.id}.{row}.{column}", "actual": value, "expected": wanted, "pattern": pattern(value, wanted)}


def _side(cells: tuple[tuple[str, str], ...], rows: Mapping[str, Mapping[str, Any]]) -> int:
    """The sum of one side; blank and absent cells count as 0."""
    return sum(int(rows.get(row, {}).get(column) or 0) for row, column in cells)


def pattern(actual: int, expected: int) -> str:
    """Return how ``expected`` may have become ``actual``: one of :data:`PATTERNS`."""
    old, new = str(actual), str(expected)
    if len(old) == len(new):
        differing = [i for i in range(len(old)) if old[i] != new[i]]
        if len(differing) == 2 and old[differing[0]] == new[differing[1]] and old[differing[1]] == new[differing[0]]:
            return "digits_exchanged"
        if len(differing) == 1 and actual:
            return "digit_wrong"
    if len(new) == len(old) + 1 and actual and any(new[:i] + new[i + 1 :] == old for i in range(len(new))):
        return "digit_missing"
    if len(old) == len(new) + 1 and expected and any(old[:i] + old[i + 1 :] == new for i in range(len(old))):
        return "digit_added"
    return "left_at_zero" if actual == 0 else "other"
