"""Mistakes that take a whole row: its numbers slid by one column, or two rows changed places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from govdisc.explain.system import Number, Solution, System

#: A slide that changes fewer cells is a slip in single cells.
FEWEST_CELLS = 3
#: A row's own sum cannot bear out a slide, for the number that fell out is worked out from it; so many other sums must.
FEWEST_WITNESSES = 2


def shifted_rows(system: System) -> Iterator[Solution]:
    """Yield, for each row whose numbers slid left or right, with or without its total, what its cells should be.

    The number that fell out at the end follows from the row's own sum.
    """
    if len(system.failing_rows) > 1:
        return
    for row in system.failing_rows or system.rows:
        cells = system.rows[row]
        sums = [number for number, name in system.row_of.items() if name == row]
        if len(sums) != 1 or len(system.failing.keys() - sums) < FEWEST_WITNESSES or not system.failing.keys() <= {number for cell in cells for number in system.signs[cell]}:
            continue
        for line in (cells, cells[:-1]):
            for shift in (1, -1):
                solution = _slid_back(system, line, shift, sums[0])
                if solution is not None and len(solution) >= FEWEST_CELLS and system.settles(solution):
                    yield solution


def _slid_back(system: System, line: Sequence[str], shift: int, row_sum: int) -> Solution | None:
    """What a row's cells should be when they slid by one to the right (1) or to the left (-1)."""
    values = [system.value(cell) for cell in line]
    lost, meant = (line[-1], dict(zip(line[:-1], values[1:], strict=True))) if shift == 1 else (line[0], dict(zip(line[1:], values[:-1], strict=True)))
    off: Number = 0
    for cell in system.members[row_sum]:
        if cell != lost:
            off += system.signs[cell][row_sum] * meant.get(cell, system.value(cell))
    meant[lost] = -off * system.signs[lost].get(row_sum, 1)
    if any(number < 0 for number in meant.values()):
        return None
    return {cell: meant[cell] for cell in line if meant[cell] != system.value(cell)}


def exchanged_rows(system: System) -> Iterator[Solution]:
    """Yield, for each two rows that changed places, what the cells of both should be."""
    if system.failing_rows:
        return  # rows keep their own sums, wherever they stand
    probe, amount = next(iter(system.failing.items()))
    for cells, others in combinations(system.rows.values(), 2):
        if len(cells) != len(others):
            continue
        pairs = [(cell, other) for cell, other in zip(cells, others, strict=True) if system.value(cell) != system.value(other)]
        moved = sum(
            (system.signs[cell].get(probe, 0) - system.signs[other].get(probe, 0)) * (system.value(other) - system.value(cell))
            for cell, other in pairs
        )
        if moved != -amount or 2 * len(pairs) < FEWEST_CELLS:
            continue
        solution = {cell: system.value(other) for cell, other in pairs} | {other: system.value(cell) for cell, other in pairs}
        if system.settles(solution):
            yield solution
