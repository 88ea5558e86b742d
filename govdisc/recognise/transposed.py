"""The header of part 4, whose three groups stand side by side, each with the same five columns.

Its labels are often damaged: 结果维持 printed on two lines leaves 结果 alone, so that 结果 may mean 维持 or 纠正. Within a group the
labels are bound to columns as a whole, and what is left open follows the form's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govdisc.model.form import Column, Row
from govdisc.recognise.index import BlockIndex
from govdisc.text.labels import core

if TYPE_CHECKING:
    from govdisc.recognise.grids import Spot

Plan = list[tuple[Row, Column]]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A labelled column of the matrix, from ``left`` up to ``right``; ``column`` is None when the form has no such label."""

    column: Column | None
    left: int
    right: int
    spot_id: int = 0

    def widened(self, right: int) -> Leaf:
        """The same column reaching further right."""
        return replace(self, right=right)


def transposed_columns(rows: Sequence[Sequence[Spot]], block: BlockIndex) -> Plan | None:
    """Return, for each leaf column left to right, the row and column it stands for; None when the header does not tell."""
    names = {core(row.label): row for row in block.block.rows}
    leaves: dict[int, Spot] = {}
    owners: dict[int, Row] = {}
    for line in rows:
        for spot in line:
            owner = names.get(core(spot.text)) if spot.text else None
            for column in range(spot.left, spot.right):
                if owner is not None:
                    owners[column] = owner
                elif spot.text and _choices(block, spot.text):
                    leaves[column] = spot
    spots: list[Spot] = []
    for column in sorted(leaves):
        if not spots or spots[-1] is not leaves[column]:
            spots.append(leaves[column])
    return bind_groups([spot.text for spot in spots], [owners.get(spot.left) for spot in spots], block)


def bind_groups(texts: Sequence[str], owners: Sequence[Row | None], block: BlockIndex) -> Plan | None:
    """Bind leaf labels, in reading order, to rows and columns; ``owners`` are the groups above them where known."""
    size, rows = len(block.block.columns), block.block.rows
    if len(texts) != size * len(rows):
        return None
    plan: Plan = []
    used: list[Row] = []
    for i, row in enumerate(rows):
        part = slice(i * size, (i + 1) * size)
        above = set(filter(None, owners[part]))
        owner = above.pop() if len(above) == 1 and None not in owners[part] else row
        columns = bind_columns(texts[part], block)
        if columns is None or owner in used:
            return None
        used.append(owner)
        plan += [(owner, column) for column in columns]
    return plan


def bind_columns(texts: Sequence[str], block: BlockIndex) -> list[Column] | None:
    """Bind the labels of one group to its columns, each once: certain labels first, open ones in the form's order."""
    bound: list[Column | None] = []
    for text in texts:
        found = block.columns.find(text)
        bound.append(None if found in bound else found)
    for i, text in enumerate(texts):
        if bound[i] is None:
            bound[i] = next((one for one in _choices(block, text) if one not in bound), None)
    return None if None in bound else [one for one in bound if one]


def _choices(block: BlockIndex, text: str) -> tuple[Column, ...]:
    found = block.columns.find(text)
    return (found,) if found is not None else block.truncated.get(core(text), ())
