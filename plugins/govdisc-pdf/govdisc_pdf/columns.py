"""The columns of a table without rulings: stretches of the page in which numbers, and labels above them, stand one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from govdisc.plugin import record
from govdisc_pdf.parts import Part, PartedLine

#: Half a character: what is nearer is not told apart.
_MARGIN = 3.0
_Extent = tuple[float, float]


@record(frozen=True, slots=True)
class Columns:
    """The columns of numbers, left to right, as (left, right); labels of rows, where it has any, stand left of ``edge``."""

    extents: tuple[_Extent, ...]
    edge: float
    labelled: bool

    def under(self, part: Part) -> range:
        """Return the numbers of the columns that a part stands above or in."""
        found = [i for i, (x0, x1) in enumerate(self.extents) if part.over(x0, x1)]
        return range(found[0], found[-1] + 1) if found else range(0)

    def width(self, column: int) -> float:
        """Return how wide a column may be at most: the distance of its middle from that of the nearest other one."""
        centres = [(x0 + x1) / 2 for x0, x1 in self.extents]
        return min((abs(centre - centres[column]) for i, centre in enumerate(centres) if i != column), default=1e9)

    def is_label(self, part: Part) -> bool:
        """Whether a part stands where the labels of rows do."""
        return part.centre < self.edge


def columns_of(header: Sequence[PartedLine], body: Sequence[PartedLine]) -> Columns | None:
    """Return the columns of a table, None where they are in doubt.

    ``body`` are its lines from the first row on. A column of numbers belongs to the label in the header that is nearest to it, a label
    without numbers is that of a blank column. There is doubt where two columns of numbers are nearest to one label, where two numbers of
    a row share a column, or where columns overlap.
    """
    data = [line for line in body if line.numbers]
    numbers = _merged(part for line in data for part in line.numbers)
    left = numbers[0][0]
    labels = [part.x1 for line in body for part in line.parts if part.x1 <= left and not part.number]
    edge = max(labels) + _MARGIN if labels else left - 1e9
    heads = _heads(header, edge)
    extents = _below(numbers, heads) if heads else numbers
    if extents is None:
        return None
    columns = Columns(tuple(extents), edge, bool(labels))
    apart = all(left[1] <= right[0] for left, right in pairwise(columns.extents))
    return columns if apart and all(_fits(line, columns) for line in data) else None


def _heads(header: Sequence[PartedLine], edge: float) -> list[_Extent]:
    """Return the extents of the labels of single columns: the lowest of each column, and none that stands over several.

    A label alone on its line is one only below a line of several; above them it is a heading.
    """
    lines = [[part for part in line.parts if part.centre >= edge] for line in header]
    first = next((i for i, line in enumerate(header) if len(line.parts) > 1), len(header))
    heads: list[_Extent] = []
    for parts in reversed(lines[first:]):
        heads = sorted([*heads, *((part.x0, part.x1) for part in parts if not any(part.over(*head) for head in heads))])
    return heads


def _below(numbers: Sequence[_Extent], heads: Sequence[_Extent]) -> list[_Extent] | None:
    """Widen each label by the numbers of its column; None where numbers belong to none, or do not stand below one that others have."""
    extents = [*heads]
    taken: set[int] = set()
    for extent in numbers:
        owner = _nearest(extent, heads)
        if owner is None:
            return None
        beside = extent[0] >= heads[owner][1] or extent[1] <= heads[owner][0]
        if owner in taken and (beside or extents[owner] == heads[owner]):
            return None
        taken.add(owner)
        extents[owner] = min(extent[0], extents[owner][0]), max(extent[1], extents[owner][1])
    return extents


def _nearest(extent: _Extent, heads: Sequence[_Extent]) -> int | None:
    """Return the number of the label nearest to a column of numbers, None where two are as near."""
    gaps = sorted((max(x0, extent[0]) - min(x1, extent[1]), i) for i, (x0, x1) in enumerate(heads))
    return None if len(gaps) > 1 and gaps[1][0] - gaps[0][0] < _MARGIN else gaps[0][1]


def _merged(parts: Iterable[Part]) -> list[_Extent]:
    """Return the extents of parts, those that overlap as one."""
    out: list[_Extent] = []
    for x0, x1 in sorted((part.x0, part.x1) for part in parts):
        if out and x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _fits(line: PartedLine, columns: Columns) -> bool:
    """Whether each number of a row has a column of its own, and its labels stand left of all columns."""
    places = [columns.under(part) for part in line.numbers]
    return (
        all(len(place) == 1 for place in places)
        and all(left[0] < right[0] for left, right in pairwise(places))
        and all(part.x1 <= columns.extents[0][0] for part in line.labels)
    )
