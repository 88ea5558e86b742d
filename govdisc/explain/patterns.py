"""How a number came to be another one: mistakes of typing and copying, and how likely each is beside the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from govdisc.explain.system import Number, Solution, System
from govdisc.records import record
from govdisc.text.values import Value, printed_value

#: What other parts of a document, or last year's report, say of cells: the numbers that each is said to have.
Evidence = Mapping[str, Collection[Number]]

#: What one mistake of each kind costs: one for having made a mistake at all, and more the rarer its kind is. An arbitrary number in
#: one cell is likelier than two slips of the pen, and those are likelier than any three.
COSTS: Mapping[str, float] = MappingProxyType(
    {
        "digits_exchanged": 1.0,
        "digit_missing": 1.1,
        "digit_added": 1.1,
        "digit_wrong": 1.2,
        "left_at_zero": 1.3,
        "neighbouring_cell": 1.1,
        "row_shifted": 1.1,
        "rows_exchanged": 1.2,
        "other": 1.8,
    }
)
#: The kinds of mistakes, the likeliest first.
PATTERNS = tuple(COSTS)
#: By so much an exchange of digits that are no neighbours, or one digit too many or few that is no double, is rarer.
LESS_USUAL = 0.05
#: By so much an explanation is likelier, or less likely, where another part of the document has the number that it says was meant,
#: or the one that it says is wrong.
EVIDENCE = 0.5


def pattern(actual: Value, expected: Value) -> str:
    """Return how ``expected`` may have become ``actual`` in one cell: one of :data:`PATTERNS`."""
    return _told(actual, expected)[0]


def cost(actual: Value, expected: Value) -> float:
    """Return what the mistake in one cell costs."""
    name, unusual = _told(actual, expected)
    return COSTS[name] + (LESS_USUAL if unusual else 0.0)


def _told(actual: Value, expected: Value) -> tuple[str, bool]:
    if not actual:
        return "left_at_zero", False
    old, new = printed_value(actual), printed_value(expected)
    if len(old) == len(new):
        differing = [at for at in range(len(old)) if old[at] != new[at]]
        if len(differing) == 2 and old[differing[0]] == new[differing[1]] and old[differing[1]] == new[differing[0]]:
            return "digits_exchanged", differing[1] - differing[0] > 1
        if len(differing) == 1:
            return "digit_wrong", False
    if len(new) == len(old) + 1 and (at := _dropped(new, old)) is not None:
        return "digit_missing", new[at] not in (new[at - 1 : at], new[at + 1 : at + 2])
    if len(old) == len(new) + 1 and expected and (at := _dropped(old, new)) is not None:
        return "digit_added", old[at] not in (old[at - 1 : at], old[at + 1 : at + 2])
    return "other", False


def _dropped(long: str, short: str) -> int | None:
    """Where a character of the longer text has to go to make the shorter one."""
    return next((at for at in range(len(long)) if long[:at] + long[at + 1 :] == short), None)


@record(frozen=True, slots=True)
class Change:
    """One cell, what stands in it (None: blank), and what would settle the sums."""

    cell: str
    actual: Value
    expected: Number
    pattern: str


@record(frozen=True, slots=True)
class Explanation:
    """Cells that settle all sums of a table together when they are changed; the less it costs, the likelier it is."""

    changes: tuple[Change, ...]
    cost: float

    @property
    def key(self) -> tuple[float, Number, tuple[str, ...]]:
        """The likeliest first: fewest and most usual mistakes, then the smallest changes."""
        size: Number = 0
        for change in self.changes:
            by = change.expected - (change.actual or 0)
            size += by if by > 0 else -by
        return round(self.cost, 6), size, tuple(change.cell for change in self.changes)


def explained(system: System, expected: Solution, evidence: Evidence) -> Explanation:
    """Return an explanation by separate cells; two neighbours whose numbers changed places are one mistake."""
    values = system.values
    if len(expected) == 2:
        (first, one), (second, other) = expected.items()
        (row, column), (other_row, other_column) = system.place(first), system.place(second)
        if abs(row - other_row) + abs(column - other_column) == 1 and (one, other) == (system.value(second), system.value(first)):
            return together(system, expected, evidence, "neighbouring_cell")
    changes = tuple(Change(cell, values[cell], number, pattern(values[cell], number)) for cell, number in expected.items())
    price = sum(cost(change.actual, change.expected) for change in changes)
    return Explanation(changes, price + _weight(system, expected, evidence))


def together(system: System, expected: Solution, evidence: Evidence, name: str) -> Explanation:
    """Return an explanation by one mistake that took several cells."""
    changes = tuple(Change(cell, system.values[cell], number, name) for cell, number in expected.items())
    return Explanation(changes, COSTS[name] + _weight(system, expected, evidence))


def _weight(system: System, expected: Solution, evidence: Evidence) -> float:
    weight = 0.0
    for cell in expected:
        if cell in evidence:
            weight -= EVIDENCE if expected[cell] in evidence[cell] else 0.0
            weight += EVIDENCE if system.value(cell) in evidence[cell] else 0.0
    return weight
