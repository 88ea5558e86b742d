"""Characters that stay together even where a ruling crosses them: what one text object draws without a gap, and the figures of one number.

A number that is too wide for its cell reaches over the next one and what stands there. It is kept whole, goes to the cell in which it begins,
and where it is printed over another number both are set apart, so that neither is read for the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govdisc.reading import OVERPRINTED
from govdisc_pdf.model import Char

#: Characters of one text object nearer than this, in sizes of the font, belong together.
_TOGETHER = 0.1
#: Figures of several text objects that are no further from each other, in sizes of the font, and reach no further over each other, are those of
#: one number: a browser that spaces letters draws each by itself.
_SPACED = 0.12
#: Numbers that reach further over one another, in points, are printed over one another.
_TOUCHING = 0.2
#: So many numbers may go on at one place of a line.
_MOST_OPEN = 15

Unit = list[Char]


def units_of(chars: Iterable[Char]) -> list[Unit]:
    """Return the units, by their first characters; those that are printed over others may be drawn in turns."""
    out: list[Unit] = []
    open_at: dict[int, Unit] = {}  # the last unit of each text object
    for char in chars:
        unit = open_at.get(char.run)
        if unit is not None and char.text != " " and unit[-1].text != " " and _adjacent(unit[-1], char):
            unit.append(char)
        else:
            unit = open_at[char.run] = [char]
            out.append(unit)
    return _numbers(out)


def _adjacent(left: Char, right: Char) -> bool:
    return (
        left.turn == right.turn == 0
        and abs(left.oy - right.oy) < 1
        and -right.size <= right.x0 - left.x1 <= _TOGETHER * right.size
    )


def _numbers(units: Sequence[Unit]) -> list[Unit]:
    """Join figures of several text objects that stand side by side on one line, each to the nearest that ends before it."""
    joined: set[int] = set()
    open_units: list[Unit] = []
    line = None
    for unit in sorted(filter(is_number, units), key=lambda unit: (round(unit[0].oy), unit[0].x0)):
        first = unit[0]
        if round(first.oy) != line:
            open_units, line = [], round(first.oy)
        open_units = [other for other in open_units[-_MOST_OPEN:] if first.x0 - other[-1].x1 <= _SPACED * first.size]
        near = [(abs(first.x0 - other[-1].x1), at) for at, other in enumerate(open_units) if _side_by_side(other[-1], first)]
        if near:
            _gap, at = min(near)
            whole = open_units.pop(at)
            whole += unit
            joined.add(id(unit))
        else:
            whole = unit
        open_units.append(whole)
    out = [unit for unit in units if id(unit) not in joined]
    _doubt_pieces(list(filter(is_number, out)))
    return out


def _side_by_side(left: Char, right: Char) -> bool:
    gap = right.x0 - left.x1
    return left.size == right.size and abs(left.oy - right.oy) < 1 and abs(gap) <= _SPACED * right.size


def _doubt_pieces(numbers: Sequence[Unit]) -> None:
    """Put :data:`OVERPRINTED` behind figures that are drawn one by one and printed over others: which are those of one number is not known."""
    last: Unit | None = None
    over: list[Unit] = []
    for unit in sorted(numbers, key=lambda unit: (round(unit[0].oy), unit[0].x0)):
        if last is not None and _is_over(last, unit):
            over += [last, unit]
        if last is None or abs(last[0].oy - unit[0].oy) >= 1 or unit[-1].x1 > last[-1].x1:
            last = unit
    for unit in {id(unit): unit for unit in over}.values():
        if len(unit) == 1 or len({char.run for char in unit}) > 1:
            unit.append(between(unit[-1]))


def _is_over(left: Unit, right: Unit) -> bool:
    """Tell whether two numbers of one line reach over one another."""
    shared = min(left[-1].x1, right[-1].x1) - max(left[0].x0, right[0].x0)
    return abs(left[0].oy - right[0].oy) < 1 and shared > _TOUCHING


def is_number(unit: Sequence[Char]) -> bool:
    """Tell whether characters, one at least, are figures alone."""
    return unit[0].text.isdigit() and all(char.text.isdigit() and not char.turn for char in unit)


def width(unit: Sequence[Char]) -> float:
    """How wide it is printed."""
    return unit[-1].x1 - unit[0].x0


def between(left: Char) -> Char:
    """Return what stands between two numbers, without room of its own, behind the last figure of the first."""
    return left._replace(text=OVERPRINTED, x0=left.x1, ox=left.x1)


def apart(units: Iterable[Unit]) -> list[Char]:
    """Return the characters of a cell's units, numbers that are printed over one another side by side with :data:`OVERPRINTED` in between."""
    units = list(units)
    if len([unit for unit in units if unit[0].text.isdigit()]) < 2:  # spares time
        return [char for unit in units for char in unit]  # spares time
    out: list[Char] = []
    last: Unit | None = None
    for unit in sorted(units, key=lambda unit: unit[0].x0):
        figures = [char for char in unit if char.text != OVERPRINTED]
        if not figures or not is_number(figures):
            out += unit
            continue
        if last is not None and _is_over(last, unit):
            out.append(between(last[-1]))
            shift = last[-1].x1 + _TOUCHING - unit[0].x0
            unit = [char._replace(x0=char.x0 + shift, x1=char.x1 + shift, ox=char.ox + shift) for char in unit]
        out += unit
        last = unit
    return out
