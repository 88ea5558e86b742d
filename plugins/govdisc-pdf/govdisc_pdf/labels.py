"""The rows of a table without rulings: which lines of label are one label, and which numbers stand beside it.

A label goes on in the next line when that line stands below it at the distance of lines, has no ordinal, and would not have fitted
behind it. Numbers stand beside the first, the middle or the last line of their labels, in all rows of a table alike; a label further to
the left that no numbers stand beside is that of a group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

from govdisc.plugin import record
from govdisc_pdf.columns import Columns
from govdisc_pdf.parts import Part, PartedLine, is_open

ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)")
#: So many groups of numbers may stand beside no label or beside that of others, if so many times more stand beside their own.
MOST_ADRIFT, FEWEST_SURE = 2, 6
#: How far the baseline of numbers may lie from where their label has them, in sizes of the type.
_BESIDE = 0.35
#: A line is full when it ends no further than so many sizes before the first column.
_ROOM = 4.0
#: A line of a label that goes on is shorter than the next by no more than so many sizes.
_SHORTER = 2.0
#: The least, the usual and the largest distance of lines of one label, in sizes of the type.
_SMALLEST_PITCH, _USUAL_PITCH, _LARGEST_PITCH = 1.0, 1.3, 1.8
#: Lines of one label are no further apart than so many times the closest ones.
_APART = 1.15


@record(slots=True)
class Label:
    """Lines of text one below the other that are one label."""

    parts: list[Part]
    ys: list[float]
    pages: list[int]
    size: float

    @property
    def text(self) -> str:
        """Its lines, joined as cells are."""
        return "\n".join(part.text for part in self.parts)

    @property
    def x0(self) -> float:
        """Its left end."""
        return min(part.x0 for part in self.parts)

    @property
    def x1(self) -> float:
        """Its right end."""
        return max(part.x1 for part in self.parts)


@record(slots=True)
class Row:
    """A row: its label and its numbers by column, and where it stands; a label of a ``group`` has no cells at all.

    ``adrift`` are all numbers that may be its own, where that is not certain.
    """

    label: str
    cells: dict[int, str]
    page: int
    y: float
    group: bool = False
    adrift: str = ""
    bottom: float = 0.0


@record(slots=True)
class _Cell:
    """A number in a column, perhaps of several lines; ``cut``: a page break parts them."""

    column: int
    text: str
    ys: list[float]
    pages: list[int]

    @property
    def cut(self) -> bool:
        return self.pages[0] != self.pages[-1]


_Alignment = Callable[[Sequence[float]], float]


def _at_middle(ys: Sequence[float]) -> float:
    return (ys[0] + ys[-1]) / 2


def _at_first(ys: Sequence[float]) -> float:
    return ys[0]


def _at_last(ys: Sequence[float]) -> float:
    return ys[-1]


#: Where numbers stand beside a label, if they do so in all rows.
_ALIGNMENTS: tuple[_Alignment, ...] = (_at_middle, _at_first, _at_last)


def rows_of(lines: Sequence[PartedLine], columns: Columns) -> list[Row] | None:
    """Return the rows that the lines below a header make; None where numbers stand beside no label, or beside two.

    A label without numbers is that of a group where another label stands to its right, else that of a row of blanks.
    """
    cells = _cells(lines, columns)
    if cells is None:
        return None
    size = max(line.size for line in lines)
    parts = [(part, line) for line in lines for part in line.parts if columns.is_label(part)]
    if not parts:
        whole = _wrapped(cells, _USUAL_PITCH * size, (), False, True)
        for alignment in _ALIGNMENTS:
            (y, row), *more = _beside(whole, alignment, size)
            if not more:
                return [Row("", {cell.column: cell.text for cell in row}, row[0].pages[0], y)]
        return None
    room = columns.extents[0][0] - _ROOM * size
    for alignment in _ALIGNMENTS:
        if (rows := _matched(parts, cells, alignment, room)) is not None:
            return rows
    pitch = _pitch(parts)
    for is_cut, alignment in product((False, True), _ALIGNMENTS):
        heights = [alignment(label.ys) for label in _labels(parts, (), room)]
        wrapped = _wrapped(cells, pitch, heights, alignment is _at_first, is_cut)
        rows = _matched(parts, wrapped, alignment, room) if len(wrapped) < len(cells) else None
        # where a label is left over, numbers of two rows may have been put together
        if rows is not None and all(row.cells or row.group for row in rows):
            return rows
    return _but_for_some(parts, cells, room)


def _but_for_some(parts: Sequence[tuple[Part, PartedLine]], cells: Sequence[_Cell], room: float) -> list[Row] | None:
    """Return the rows where but few numbers stand beside no label, or two beside one, as at a page break: these leave the rows around them unread."""
    pitch = _pitch(parts)
    for alignment in _ALIGNMENTS:
        if (rows := _matched(parts, cells, alignment, room, MOST_ADRIFT)) is not None:
            return rows
    for alignment in _ALIGNMENTS:
        heights = [alignment(label.ys) for label in _labels(parts, (), room)]
        wrapped = _wrapped(cells, pitch, heights, alignment is _at_first, False)
        rows = _matched(parts, wrapped, alignment, room, MOST_ADRIFT) if len(wrapped) < len(cells) else None
        if rows is not None and all(row.cells or row.group or row.adrift for row in rows):
            return rows
    return None


def _matched(
    parts: Sequence[tuple[Part, PartedLine]], cells: Sequence[_Cell], alignment: _Alignment, room: float, most: int = 0
) -> list[Row] | None:
    """Return the rows when numbers stand beside their labels so; None when more than ``most`` stand beside none, or two lines of them beside one.

    A line of a label without an ordinal that ends left of ``room`` leaves room for more, so the label ends with it.
    """
    size = max(line.size for _part, line in parts)
    beside = _beside([cell for cell in cells if not cell.cut], alignment, size)
    plain = alignment is _at_first and not any(ORDINAL.match(part.text) for part, _line in parts)
    starts = [y for y, _cells in beside] if plain else []
    labels = _labels(parts, starts, room)
    found = [(y, group, _owner(y, labels, alignment, size)) for y, group in beside]
    times = Counter(id(owner) for _y, _group, owner in found)
    idle = [label for label in labels if id(label) not in times]
    found = [(y, group, None if owner is not None and any(_begins_below(owner, other) for other in idle) else owner) for y, group, owner in found]
    sure = [
        (y, group, owner)
        for y, group, owner in found
        if owner is not None and times[id(owner)] == 1 and not any(_is_passed_over(label, y, owner, size) for label in idle)
    ]
    adrift = [(y, group) for y, group, owner in found if not any(group is other for _y, other, _owner in sure)]
    if len(adrift) > most or len(adrift) * FEWEST_SURE > len(sure):
        return None
    sure += _cut_rows(adrift, found, sure, labels, _pitch(parts))
    adrift = [(y, group) for y, group in adrift if not any(group is other for _y, other, _owner in sure)]
    owners, owned = [owner for _y, _group, owner in sure], {id(owner): group for _y, group, owner in sure}
    for cell in cells:
        if cell.cut:  # its lines are not where they were; its row is the one within them
            near = [owner for owner in owners if _reaches(cell, owner, size)]
            if len(near) != 1 or any(cell.column == other.column for other in owned[id(near[0])]):
                return None
            owned[id(near[0])].append(cell)
    wrapped = [(cell, owner) for owner in owners for cell in owned[id(owner)] if len(cell.ys) > 1]
    if any(_reaches(cell, other, size) for cell, owner in wrapped for other in owners if other is not owner):
        return None
    rows = _rows(labels, owned)
    return _around(rows, sorted(y for y, _group, _owner in sure), adrift) if adrift else rows


_Beside = tuple[float, list[_Cell], Label]


def _cut_rows(
    adrift: Sequence[tuple[float, list[_Cell]]],
    found: Sequence[tuple[float, list[_Cell], Label | None]],
    sure: Sequence[_Beside],
    labels: Sequence[Label],
    pitch: float,
) -> list[_Beside]:
    """Return numbers alone at the foot of a page with the label at the head of the next one, which has none: a page break has cut their row.

    No other row stands between those above and below that are sure, and the numbers are not the rest of those above.
    """
    owners = {id(owner) for _y, _group, owner in sure}
    rows = [label for label in labels if id(label) not in owners and not any(_right_of(label, other) for other in labels)]
    out: list[_Beside] = []
    for y, group in adrift:
        above = max(((height, cells) for height, cells, _owner in sure if height <= y), key=lambda pair: pair[0], default=None)
        below = min((height for height, _cells, _owner in sure if height > y), default=float("inf"))
        if above is None or any(above[0] < height < below and cells is not group for height, cells, _owner in found):
            continue
        page = {number for cell in group for number in cell.pages}
        near = [label for label in rows if label.ys[-1] > above[0] and label.ys[0] < below]
        if len(near) == 1 and near[0].ys[0] > y and {number - 1 for number in near[0].pages} == page and not _may_go_on(above[1], group, pitch):
            out.append((y, group, near[0]))
    return out


def _may_go_on(above: Sequence[_Cell], group: Sequence[_Cell], pitch: float) -> bool:
    """Whether numbers may be the second lines of those above: each stands below one, and no further than a line."""
    return all(
        any(cell.column == other.column and cell.pages[0] == other.pages[-1] and cell.ys[0] - other.ys[-1] <= _APART * pitch for other in above)
        for cell in group
    )


def _around(rows: Sequence[Row], heights: Sequence[float], adrift: Sequence[tuple[float, Sequence[_Cell]]]) -> list[Row]:
    """Return the rows; those from the numbers above others that are adrift to those below are not certain, each with all numbers that may be its own."""
    out = list(rows)
    for y, group in adrift:
        above = max((height for height in heights if height <= y), default=float("-inf"))
        below = min((height for height in heights if height > y), default=float("inf"))
        loose = " ".join(cell.text for cell in group)
        for at, row in enumerate(out):
            if above - _BESIDE <= row.bottom and row.y <= below + _BESIDE and not row.group:
                own = row.adrift or " ".join(row.cells[column] for column in sorted(row.cells))
                out[at] = replace(row, adrift=f"{own} {loose}".strip())
    return out


def _begins_below(group: Label, row: Label) -> bool:
    """Whether a label at the foot of a page is that of a group, whose first row the page break has cut: that row's own is printed on the next page."""
    return _right_of(group, row) and row.pages[0] == group.pages[-1] + 1


def _is_passed_over(label: Label, y: float, owner: Label, size: float) -> bool:
    """Whether a label without numbers stands between those of another and that other one."""
    return label.x0 >= owner.x1 and any(abs(line - y) <= _USUAL_PITCH / 2 * size for line in label.ys)


def _reaches(cell: _Cell, label: Label, size: float) -> bool:
    """Whether the lines of a wrapped number reach those of a label."""
    reach = _BESIDE * size
    return label.ys[0] - reach <= cell.ys[-1] and cell.ys[0] <= label.ys[-1] + reach


def _wrapped(cells: Sequence[_Cell], pitch: float, heights: Sequence[float], at_first: bool, is_cut: bool) -> list[_Cell]:
    """Put numbers together that go on in the next line: at the distance of lines, below one as wide as any in its column.

    They go on on the next page where it ``is_cut``. That is tried last: a row may end in a number as wide as its column, and the next begin with one.

    ``heights`` are those at which numbers stand beside their labels: there a number begins, if numbers begin beside their labels, and also
    at the head of a page.
    """
    widest = {column: max(len(cell.text) for cell in cells if cell.column == column) for column in {cell.column for cell in cells}}
    out: list[_Cell] = []
    for cell in cells:
        above = next((other for other in reversed(out) if other.column == cell.column), None)
        full = above is not None and len(above.text) % widest[cell.column] == 0 and above.text.isdigit() and cell.text.isdigit()
        other_page = above is not None and above.pages[-1] != cell.pages[0]
        new = (at_first or other_page) and any(abs(cell.ys[0] - y) <= _BESIDE * pitch / _USUAL_PITCH for y in heights)
        if above is not None and full and not new and (is_cut or not other_page) and cell.ys[0] - above.ys[-1] <= _reach(pitch, above.pages[-1], cell.pages[0]):
            out[out.index(above)] = replace(above, text=above.text + cell.text, ys=[*above.ys, *cell.ys], pages=[*above.pages, *cell.pages])
        else:
            out.append(cell)
    return out


def _cells(lines: Sequence[PartedLine], columns: Columns) -> list[_Cell] | None:
    """Return the numbers with their columns; None where a part is none."""
    out: list[_Cell] = []
    for line in lines:
        for part in line.parts:
            if columns.is_label(part):
                continue
            under = columns.under(part)
            if len(under) != 1:
                return None
            if not part.number:
                return None
            out.append(_Cell(under[0], part.text, [line.y + part.below], [line.page]))
    return out


def _beside(cells: Sequence[_Cell], alignment: _Alignment, size: float) -> list[tuple[float, list[_Cell]]]:
    """Group the numbers that stand side by side; return the height of each group."""
    out: list[tuple[float, list[_Cell]]] = []
    for y, cell in sorted(((alignment(cell.ys), cell) for cell in cells), key=lambda pair: pair[0]):
        if out and y - out[-1][0] <= _BESIDE * size:
            out[-1][1].append(cell)
        else:
            out.append((y, [cell]))
    return out


def _reach(pitch: float, above: int, below: int) -> float:
    """Return how far the next line of one cell may be; at the foot of a page the columns of a row may end a line apart."""
    return _APART * pitch * (1 if above == below else 2)


def _labels(parts: Sequence[tuple[Part, PartedLine]], starts: Sequence[float], room: float) -> list[Label]:
    """Join lines of label; ``starts`` are heights at which a label begins, for ``room`` see above."""
    pitch = _pitch(parts)
    out: list[Label] = []
    for part, line in parts:
        base = line.y + part.below
        begins = ORDINAL.match(part.text) or any(abs(base - y) <= _BESIDE * line.size for y in starts)
        above = next((label for label in reversed(out) if part.over(label.parts[-1].x0, label.parts[-1].x1)), None)
        near = above is not None and base - above.ys[-1] <= _reach(pitch, above.pages[-1], line.page)
        if above is not None and near and not begins and _goes_on(above, part, line, room):
            above.parts.append(part)
            above.ys.append(base)
            above.pages.append(line.page)
        else:
            out.append(Label([part], [base], [line.page], line.size))
    return out


def _pitch(parts: Sequence[tuple[Part, PartedLine]]) -> float:
    """Return the distance of lines of one label: the usual one of a line without an ordinal from the line above it, within reason."""
    size = max(line.size for _part, line in parts)
    steps: Counter[float] = Counter()
    for i, (part, line) in enumerate(parts):
        above = next((above for other, above in reversed(parts[:i]) if part.over(other.x0, other.x1)), None)
        if above is not None and not ORDINAL.match(part.text) and _SMALLEST_PITCH * size <= line.y - above.y <= _LARGEST_PITCH * size:
            steps[round(line.y - above.y, 1)] += 1
    return min(steps, key=lambda step: (-steps[step], step), default=_USUAL_PITCH * size)


def _goes_on(label: Label, part: Part, line: PartedLine, room: float) -> bool:
    """Whether a label's last line is as full as one before a line break."""
    last = label.parts[-1]
    if last.x1 < room and not ORDINAL.match(label.text):
        return False
    return is_open(label.text) or last.x1 - last.x0 >= part.x1 - part.x0 - _SHORTER * line.size


def _owner(y: float, labels: Sequence[Label], alignment: _Alignment, size: float) -> Label | None:
    """Return the label that numbers at a height stand beside: of several, that furthest to the right."""
    found = [label for label in labels if _stands_beside(y, label, alignment, size)]
    return max(found, key=lambda label: label.x0 + label.x1, default=None)


def _stands_beside(y: float, label: Label, alignment: _Alignment, size: float) -> bool:
    if label.pages[0] != label.pages[-1]:  # cut by the page: its lines are not where they were
        return label.ys[0] - _BESIDE * size <= y <= label.ys[-1] + _BESIDE * size
    return abs(alignment(label.ys) - y) <= _BESIDE * size


def _rows(labels: Sequence[Label], owned: dict[int, list[_Cell]]) -> list[Row]:
    rows = []
    for label in labels:
        cells = owned.get(id(label), [])
        page = cells[0].pages[0] if cells else label.pages[0]
        group = not cells and any(_right_of(label, other) for other in labels)
        rows.append(Row(label.text, {cell.column: cell.text for cell in cells}, page, label.ys[0], group, bottom=label.ys[-1]))
    return sorted(rows, key=lambda row: row.y)


def _right_of(label: Label, other: Label) -> bool:
    """Whether another label begins to the right of one, at its height or next to it."""
    reach = _LARGEST_PITCH * label.size
    return other.x0 >= label.x1 and other.ys[0] - reach <= label.ys[-1] and label.ys[0] <= other.ys[-1] + reach
