"""Tables without rulings: lines of text whose parts stand wide apart, a label and its numbers.

A line is a row only when everything behind its label is a number or a mark, so that running text is never taken for a table. Where
every number of a table stands under exactly one column, the grid is aligned and a missing number is a blank; elsewhere only the
order of the cells is known, and the grid says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govdisc.model.document import Cell, Grid
from govdisc_pdf.model import Char
from govdisc_pdf.text import Line, is_figure, line_of

#: A gap this wide, in sizes of the font, parts two numbers, a number and a label, two labels (text may be stretched).
_FIGURES, _BESIDE_FIGURE, _ELSEWHERE = 0.35, 0.8, 1.0
#: Between figures of different text objects the least gap parts two numbers: gluing them would make a third one.
_OTHER_RUN = 0.05
_NUMBER = re.compile(r"[-−－–+]?[\d,，.]+(?:万元|亿元|元|件|条|项|%)?(?:[（(].*[）)])?|[-−－–—/／]+|无")
_AFTER_ORDINAL = ".、．"
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
#: A line of label belongs to the row that is nearer than this share of the way to the next row, and no further off than this many sizes.
_NEARER, _WRAPPED = 0.75, 1.6
#: So many lines without numbers may stand between two rows of one table (headings of groups, wrapped labels).
_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line, parted from the next by a wide gap."""

    text: str
    x0: float
    x1: float

    @property
    def number(self) -> bool:
        """Whether it is a number or a mark that stands for none."""
        return _NUMBER.fullmatch(self.text) is not None


@dataclass(slots=True)
class Row:
    """One row in the making: its parts left to right, the baseline of its numbers."""

    parts: list[Part]
    base: float
    size: float

    @property
    def labels(self) -> list[Part]:
        """The parts before the first number."""
        first = next((i for i, one in enumerate(self.parts) if one.number), len(self.parts))
        return self.parts[:first]

    @property
    def numbers(self) -> list[Part]:
        """The parts from the first number on."""
        return self.parts[len(self.labels) :]

    @property
    def is_data(self) -> bool:
        """Whether everything behind the label is a number; two or three labels side by side need more evidence than one."""
        labels, numbers = len(self.labels), self.numbers
        return len(numbers) >= (2, 1, 3, 3)[min(labels, 3)] and labels <= 3 and all(one.number for one in numbers)


def unruled_tables(lines: Sequence[Line]) -> Iterator[tuple[int, int, list[Row]]]:
    """Yield tables among the lines as (first line, line after the last, rows)."""
    rows = [Row(list(parts_of(line)), line.base, line.size) for line in lines]
    data = [i for i, row in enumerate(rows) if row.is_data]
    at = 0
    while at < len(data):
        last = at
        while last + 1 < len(data) and _goes_on(rows, data[last], data[last + 1]):
            last += 1
        begin, end = _with_header(rows, data[at]), _with_tail(rows, data[last])
        yield begin, end, _joined(rows[begin:end])
        at = last + 1


def parts_of(line: Line) -> Iterator[Part]:
    """Part a line at its wide gaps."""
    solid = line.solid
    gaps = [right.x0 - left.x1 for left, right in pairwise(solid)]
    stretched = sorted(gaps)[len(gaps) // 2] if gaps else 0.0
    begin = 0
    for i, (gap, (left, right)) in enumerate(zip(gaps, pairwise(solid), strict=True), 1):
        if gap > _OTHER_RUN * line.size and _wide(gap / line.size, left, right, solid[i + 1 : i + 2], stretched / line.size):
            yield _part(line, begin, i)
            begin = i
    yield _part(line, begin, len(solid))


def _wide(gap: float, left: Char, right: Char, after: Sequence[Char], stretched: float) -> bool:
    """Whether a gap, in sizes of the font, parts two cells; ``after`` is the character behind the right one."""
    figures = is_figure(left.text) + is_figure(right.text)
    if figures == 2:
        return gap >= _FIGURES or left.run != right.run
    if figures and after and after[0].text in _AFTER_ORDINAL:
        return gap >= _FIGURES
    return gap >= _BESIDE_FIGURE if figures else gap >= max(_ELSEWHERE, 2 * stretched)


def _part(line: Line, begin: int, end: int) -> Part:
    solid = line.solid[begin:end]
    return Part(line_of(solid, line.blanks, line.base, line.size, in_cell=True).text, solid[0].x0, solid[-1].x1)


def _goes_on(rows: Sequence[Row], first: int, second: int) -> bool:
    """Whether two rows of data belong to one table: little between them, and no heading of a section."""
    between = rows[first + 1 : second]
    return len(between) <= _BETWEEN and not any(len(row.parts) == 1 and _HEADING.match(row.parts[0].text) for row in between)


def _with_header(rows: Sequence[Row], first: int) -> int:
    """Take in the lines of headers above: several parts side by side, or a wrapped label close to its number."""
    begin = first
    if begin and _is_wrapped(rows, begin - 1, begin):
        begin -= 1
    while begin and len(rows[begin - 1].parts) > 1 and not rows[begin - 1].is_data:
        begin -= 1
    return begin


def _with_tail(rows: Sequence[Row], last: int) -> int:
    return last + 2 if last + 1 < len(rows) and _is_wrapped(rows, last + 1, last) else last + 1


def _is_wrapped(rows: Sequence[Row], label: int, row: int) -> bool:
    """Whether a line is the label, wrapped above or below, of a row whose own line has numbers alone."""
    one, other = rows[label], rows[row]
    return len(one.parts) == 1 and not one.parts[0].number and all(part.number for part in other.parts) and (
        abs(one.base - other.base) < other.size
    )


def _joined(rows: Sequence[Row]) -> list[Row]:
    """Join lines of label with the row whose numbers they stand beside."""
    data = [row for row in rows if row.is_data]
    owner: dict[int, Row] = {}
    for i, row in enumerate(rows):
        if row.is_data or len(row.parts) != 1 or row.parts[0].number:
            continue
        near = sorted(data, key=lambda other: abs(other.base - row.base))[:2]
        away = abs(near[0].base - row.base)
        next_away = abs(near[1].base - row.base) if len(near) > 1 else 2 * away
        if away <= _WRAPPED * row.size and away < _NEARER * next_away and _under(row.parts[0], near[0].labels):
            owner[i] = near[0]
    out: list[Row] = []
    for row in rows:
        if row.is_data:
            mine = [one for i, one in enumerate(rows) if owner.get(i) is row]
            row = _with_label(row, mine) if mine else row
        out.append(row)
    return [row for i, row in enumerate(out) if i not in owner]


def _under(piece: Part, labels: Sequence[Part]) -> bool:
    """Whether a line stands in the column of the row's own label, where it has one; the label of a group stands beside it."""
    return not labels or (piece.x0 < labels[-1].x1 and labels[-1].x0 < piece.x1)


def _with_label(row: Row, pieces: Sequence[Row]) -> Row:
    """Return the row with the lines of its last label joined, downwards."""
    own = [(row.base, row.labels[-1])] if row.labels else []
    labels = [part for _base, part in sorted([*own, *((one.base, one.parts[0]) for one in pieces)], key=lambda pair: pair[0])]
    label = Part("\n".join(one.text for one in labels), min(one.x0 for one in labels), max(one.x1 for one in labels))
    return Row([*row.labels[:-1], label, *row.numbers], row.base, row.size)


def grid_of(rows: Sequence[Row], page: int, first_row: int) -> Grid:
    """Return the grid of an unruled table, aligned when its columns are beyond doubt."""
    columns = _columns(rows)
    out = []
    for number, row in enumerate(rows, first_row):
        place = f"page {page} row {number}"
        cells = _aligned(row, columns, place) if columns else None
        out.append(tuple(cells if cells is not None else [Cell(part.text, place) for part in row.parts]))
    return Grid(tuple(out), f"page {page}", aligned=bool(columns))


_Extent = tuple[float, float]


def _columns(rows: Sequence[Row]) -> list[_Extent]:
    """Return the extents of all columns, or none unless each part of each row fits them without doubt."""
    data = [row for row in rows if row.is_data]
    numbers = _merged(part for row in data for part in row.numbers)
    most = max(len(row.labels) for row in data)
    labels = _merged(part for row in data if len(row.labels) == most for part in row.labels)
    columns = [*labels, *numbers]
    apart = all(left[1] <= right[0] for left, right in pairwise(columns))
    complete = any(len(row.numbers) == len(numbers) for row in data)
    if len(labels) != most or not apart or not complete or _has_stray_number(rows, numbers):
        return []
    return columns if all(_aligned(row, columns, "") is not None for row in rows) else []


def _has_stray_number(rows: Sequence[Row], numbers: Sequence[_Extent]) -> bool:
    """Whether a figure stands under the columns of numbers on a line that is no row, as part of an annotation or half a line off."""
    begin = next(i for i, row in enumerate(rows) if row.is_data)
    stray = [part for row in rows[begin:] if not row.is_data for part in row.parts if any(map(str.isdigit, part.text))]
    return any(part.x1 > numbers[0][0] for part in stray)


def _merged(parts: Iterable[Part]) -> list[_Extent]:
    """Return the extents of parts, those that overlap as one."""
    out: list[_Extent] = []
    for x0, x1 in sorted((part.x0, part.x1) for part in parts):
        if out and x0 < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], x1))
        else:
            out.append((x0, x1))
    return out


def _aligned(row: Row, columns: Sequence[_Extent], place: str) -> list[Cell] | None:
    """Return the row's cells, blanks included; None when a part stands under no column, or a number under two."""
    found: dict[int, tuple[str, int]] = {}
    end = 0
    for part in row.parts:
        under = [i for i, (x0, x1) in enumerate(columns) if part.x0 < x1 and x0 < part.x1]
        if not under or under[0] < end or (part.number and len(under) > 1):
            return None
        end = under[-1] + 1
        found[under[0]] = (part.text, len(under))
    cells = []
    at = 0
    while at < len(columns):
        text, span = found.get(at, ("", 1))
        cells.append(Cell(text, place, 1, span))
        at += span
    return cells
