"""From rulings to the cells of tables: pure geometry, in points, y downwards.

Rulings in one line are joined, rulings that touch form a table, and the cells are what the rulings enclose. A merged cell is one
where rulings are missing. A side that is not ruled (the upper edge of a table that goes on after a page break, the left and right
of a three-line table) is where the rulings across it end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from govdisc.plugin import record
from govdisc_pdf.model import Box, Rule

#: Rulings this near to one another are one: double lines, a border drawn for each of two neighbouring cells.
NEAR = 3.5
#: Pieces of a ruling this far apart belong together: dashes, cells with a small space between them. No row is as low.
GAP = 5.0
#: Rulings that miss one another by this much still meet.
_REACH = 3.0
#: No cell is lower than this.
_LOWEST = 8.0
#: A line shorter than this is a dash or the corner of another.
_SHORT = 6.0
#: The share of a cell's side that must be ruled.
_RULED = 0.6
#: A lattice of more cells is a drawing.
_MOST_CELLS = 20_000
#: More rulings than this on one page, joined, are a drawing.
_MOST_RULES = 1_500


@record(frozen=True, slots=True)
class Region:
    """A cell: the row and column it begins in, counted from 0, and its spans."""

    row: int
    column: int
    rowspan: int
    colspan: int


@record(frozen=True, slots=True)
class Lattice:
    """A ruled table: the x of its column borders, the y of its row borders, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]

    @property
    def box(self) -> Box:
        """The table's outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, region: Region) -> Box:
        """Return the outline of a cell."""
        return Box(
            self.xs[region.column], self.ys[region.row], self.xs[region.column + region.colspan], self.ys[region.row + region.rowspan]
        )

    def places(self) -> dict[tuple[int, int], int]:
        """Return the number of the region that covers each place of the lattice."""
        return {
            (row, column): number
            for number, region in enumerate(self.regions)
            for row in range(region.row, region.row + region.rowspan)
            for column in range(region.column, region.column + region.colspan)
        }

    def place_of(self, x: float, y: float) -> tuple[int, int]:
        """Return the row and column of a point inside of the outline."""
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        return row, column


def lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """Return the tables that rulings make, a frame of a single cell among them."""
    across, down = joined(horizontal), joined(vertical)
    if len(across) + len(down) > _MOST_RULES:
        return []
    found = (_lattice(floors, walls) for floors, walls in _tables(across, down))
    return [lattice for lattice in found if lattice is not None]


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Join pieces of the same line; leave out what stays too short to be a ruling."""
    out: list[Rule] = []
    for line in _clusters(sorted(rules), 1.2):
        current: Rule | None = None
        for piece in sorted(line, key=lambda piece: piece.low):
            if current is None or piece.low - current.high > GAP:
                if current is not None:
                    out.append(current)
                current = piece
            elif piece.high > current.high:
                current = Rule(current.at, current.low, piece.high)
        if current is not None:
            out.append(current)
    return [rule for rule in out if rule.high - rule.low >= _SHORT]


def _clusters(rules: Sequence[Rule], near: float) -> list[list[Rule]]:
    """Rules sorted by position, parted where the next is further away than ``near``."""
    out: list[list[Rule]] = []
    for rule in rules:
        if out and rule.at - out[-1][-1].at <= near:
            out[-1].append(rule)
        else:
            out.append([rule])
    return out


def _tables(across: Sequence[Rule], down: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Yield the rulings that touch one another, directly or by way of others, as (horizontal, vertical)."""
    floors_left, walls_left = list(across), list(down)
    out: list[tuple[list[Rule], list[Rule]]] = []
    while floors_left:
        floors: list[Rule] = []
        walls: list[Rule] = []
        reached = [floors_left.pop()]
        while reached:
            floors += reached
            touching = {wall for wall in walls_left if any(_meet(floor, wall) for floor in reached)}
            walls += touching
            walls_left = [wall for wall in walls_left if wall not in touching]
            reached = [floor for floor in floors_left if any(_meet(floor, wall) for wall in touching)]
            floors_left = [floor for floor in floors_left if floor not in reached]
        if walls:
            out.append((floors, walls))
    for floors, walls in out:
        yield floors, [*_open_to_the_left(walls, down, walls_left), *walls]


def _open_to_the_left(walls: Sequence[Rule], down: Sequence[Rule], lone: Sequence[Rule]) -> list[Rule]:
    """Return the vertical rulings that touch no other, left of a table and as tall as it.

    They bound cells that go on from the page before and on the next, so that nothing rules these above or below.
    """
    left, top, bottom = min(wall.at for wall in walls), min(wall.low for wall in walls), max(wall.high for wall in walls)
    out: list[Rule] = []
    for wall in reversed([wall for wall in down if wall.at < left]):
        if wall not in lone or abs(wall.low - top) > NEAR or abs(wall.high - bottom) > NEAR:
            break
        out.append(wall)
    return out


def _meet(floor: Rule, wall: Rule) -> bool:
    """Whether a horizontal and a vertical ruling touch."""
    return floor.low - _REACH <= wall.at <= floor.high + _REACH and wall.low - _REACH <= floor.at <= wall.high + _REACH


def _borders(rules: Sequence[Rule], crossing: Sequence[Rule]) -> tuple[list[float], list[list[Rule]]]:
    """Return the positions of borders with their rulings; the ends of the crossing rulings close the sides that are not ruled."""
    lines = _clusters(sorted(rules), NEAR)
    positions = [sum(rule.at for rule in line) / len(line) for line in lines]
    low, high = min(rule.low for rule in crossing), max(rule.high for rule in crossing)
    if low < positions[0] - _SHORT:
        positions.insert(0, low)
        lines.insert(0, [Rule(low, -1e9, 1e9)])
    if high > positions[-1] + _SHORT:
        positions.append(high)
        lines.append([Rule(high, -1e9, 1e9)])
    return positions, lines


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    xs, columns = _borders(down, across)
    ys, rows = _borders(across, down)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    walls = [[_covered(line, top, bottom) for line in columns] for top, bottom in pairwise(ys)]
    floors = [[_covered(line, left, right) for left, right in pairwise(xs)] for line in rows]
    if _is_ragged(walls, floors, ys):
        del ys[-2], walls[-1]
        floors[-2:] = [[one or other for one, other in zip(*floors[-2:], strict=True)]]
    return Lattice(tuple(xs), tuple(ys), tuple(_regions(walls, floors)))


def _is_ragged(walls: Sequence[Sequence[bool]], floors: Sequence[Sequence[bool]], ys: Sequence[float]) -> bool:
    """Whether no cell begins in the last row: where the page cuts a row, the colours of some of its cells end below those of others."""
    if len(walls) < 2:
        return False
    begun = [column for column, ruled in enumerate(floors[-2]) if ruled]
    low = ys[-1] - ys[-2] < _LOWEST
    return bool(begun) and all(not floors[-1][column] and (low or not (walls[-1][column] and walls[-1][column + 1])) for column in begun)


def _covered(line: Sequence[Rule], low: float, high: float) -> bool:
    """Whether rulings cover most of the stretch; those of a double line count once."""
    total, end = 0.0, low
    for rule in sorted(line, key=lambda rule: rule.low):
        begin = max(rule.low, end)
        if rule.high > begin:
            total += max(0.0, min(rule.high, high) - begin)
            end = max(end, rule.high)
    return total >= _RULED * (high - low)


def _regions(walls: list[list[bool]], floors: list[list[bool]]) -> Iterable[Region]:
    """Grow each cell to the right and then downwards until a ruling stops it.

    ``walls[row][border]`` and ``floors[border][column]`` say where a ruling stands. A shape that is no rectangle, where a
    ruling is broken, comes apart into rectangles.
    """
    height, width = len(walls), len(floors[0])
    taken = [[False] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            right = column + 1
            while right < width and not walls[row][right] and not taken[row][right]:
                right += 1
            bottom = row + 1
            while bottom < height and _goes_on(walls[bottom], floors[bottom], column, right):
                bottom += 1
            for i in range(row, bottom):
                taken[i][column:right] = [True] * (right - column)
            yield Region(row, column, bottom - row, right - column)


def _goes_on(walls: list[bool], floors: list[bool], left: int, right: int) -> bool:
    """Whether the cell over these columns goes on into the next row: no ruling above it, none within, one on either side."""
    return (
        not any(floors[left:right])
        and not any(walls[left + 1 : right])
        and (left == 0 or walls[left])
        and (right == len(floors) or walls[right])
    )
