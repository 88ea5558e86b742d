"""Tables that go on after a page break: the pieces put together, with the row that the break has cut and without a repeated header.

Two pieces are one table when nothing stands between them but the margins of the pages and when the column borders of one are among those
of the other. Where a break may have cut a number and nothing proves it, the two parts stay apart within one cell, which is then no number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from govdisc.plugin import Cell, Grid, record
from govdisc_pdf.lattice import NEAR
from govdisc_pdf.parts import is_open
from govdisc_pdf.text import is_figure

_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．](?!\d)")
_WITH_NOTE = re.compile(r"\d[\d.,，．]*[（(].*[）)]", re.DOTALL)
_MARK = re.compile(r"[-—－–―/／\s]+|无")


class Slot(NamedTuple):
    """A cell of a piece and the column it begins in; ``full``: the last line in it leaves no room for another character."""

    column: int
    text: str
    place: str
    rowspan: int = 1
    colspan: int = 1
    full: bool = False

    @property
    def figures(self) -> bool:
        """Whether it holds a number and nothing else."""
        return bool(self.text) and all(is_figure(character) for character in self.text if not character.isspace())

    @property
    def words(self) -> bool:
        """Whether it holds more than a number or a mark."""
        return bool(self.text) and not self.figures and not _MARK.fullmatch(self.text)

    @property
    def value(self) -> bool:
        """Whether it holds a number or a mark."""
        return bool(self.text) and not self.words


_Row = tuple[Slot, ...]


@record(frozen=True, slots=True)
class Piece:
    """A table, or what of it stands on one page: its rows, each with the cells that begin in it, and the x of its column borders."""

    rows: tuple[_Row, ...]
    borders: tuple[float, ...]
    place: str

    def grid(self) -> Grid:
        """Return it as a grid of the document."""
        rows = (tuple(Cell(slot.text, slot.place, slot.rowspan, slot.colspan) for slot in row) for row in self.rows)
        return Grid(tuple(rows), self.place)


def joined(first: Piece, second: Piece) -> Piece | None:
    """Return the two pieces as one, None when their columns differ."""
    wide, narrow = (first, second) if len(first.borders) >= len(second.borders) else (second, first)
    places = [_nearest(wide.borders, border) for border in narrow.borders]
    if None in places or places[0] != 0 or places[-1] != len(wide.borders) - 1:
        return None
    index = [place for place in places if place is not None]
    upper, lower = (piece.rows if piece is wide else _stretched(piece.rows, index) for piece in (first, second))
    lower = _without_header(upper, lower)
    whole = _whole_row(upper, lower)
    rows = (*upper, *lower) if whole is None else (*upper[:-1], whole, *_without_first_row(lower))
    return replace(first, rows=rows, borders=wide.borders)


def _nearest(borders: Sequence[float], border: float) -> int | None:
    return next((i for i, other in enumerate(borders) if abs(other - border) <= NEAR), None)


def _stretched(rows: Sequence[_Row], index: Sequence[int]) -> tuple[_Row, ...]:
    """Return the rows over finer columns: ``index`` gives each border's place among the finer borders."""
    return tuple(
        tuple(slot._replace(column=index[slot.column], colspan=index[slot.column + slot.colspan] - index[slot.column]) for slot in row) for row in rows
    )


def _without_header(upper: Sequence[_Row], lower: tuple[_Row, ...]) -> tuple[_Row, ...]:
    """Leave out the rows with which the table begins and that are printed again below the break."""
    same = 0
    while same < min(len(upper), len(lower)) and _printed(upper[same]) == _printed(lower[same]):
        same += 1
    if not any(slot.words for row in lower[:same] for slot in row) or any(slot.figures for row in lower[:same] for slot in row):
        return lower
    return lower[same:]


def _printed(row: _Row) -> list[tuple[int, str, int, int]]:
    return [(slot.column, slot.text, slot.rowspan, slot.colspan) for slot in row]


# --- the row that the break has cut ---------------------------------------------------------------------------------------------------


def _whole_row(upper: Sequence[_Row], lower: Sequence[_Row]) -> _Row | None:
    """Return the row of which the pieces hold a part each; None where the break lies between rows."""
    if not upper or not lower:
        return None
    above = {slot.column: slot for slot in upper[-1] if slot.rowspan == 1}
    spanning = {slot.column: slot for i, row in enumerate(upper) for slot in row if slot.rowspan > 1 and i + slot.rowspan == len(upper)}
    below = [slot for slot in lower[0] if slot.rowspan == 1]
    pairs = []
    for slot in below:
        match = above.get(slot.column) or spanning.get(slot.column)
        if match is None or match.colspan != slot.colspan:
            return None
        # the end of a label that spans the rows above stays beside its row
        if slot.column in above:
            pairs.append((match, slot))
    if not _is_cut(pairs):
        return None
    ends = {slot.column: slot for _match, slot in pairs}
    return tuple(_together(slot, ends[slot.column]) if slot.column in ends and slot.column in above else slot for slot in upper[-1])


def _is_cut(pairs: Sequence[tuple[Slot, Slot]]) -> bool:
    """Whether the lower cells are the rest of the upper ones."""
    if any(_noted(above, below) for above, below in pairs):
        return True
    words = [(above, below) for above, below in pairs if below.words and not _wrapped(above, below)]
    if any(_wrapped(above, below) for above, below in pairs) and not words and not any(below.value for _above, below in pairs):
        return any(above.words for above, _below in pairs)
    values = [(above, below) for above, below in pairs if below.value]
    if words and not any(above.words for above, _below in pairs) and any(above.value for above, _below in pairs):
        return _without_label(pairs)
    if any(_ORDINAL.match(below.text) or not above.words for above, below in words) or any(above.words for above, _below in values):
        return False  # a label of its own; numbers below the labels of their columns
    on_both = [(above, below) for above, below in values if above.text]
    cut_numbers = bool(on_both) and len(on_both) == len(values) and all(above.figures and below.figures for above, below in on_both)
    no_room = all(above.full for above, _below in on_both)
    labelled = any(above.words for above, _below in pairs)
    if words:
        on_one_side = not values or not any(above.value for above, _below in pairs)
        return _goes_on(words) and (on_one_side or (cut_numbers and no_room))
    if not on_both:  # numbers alone, of a label above that has none, or that lacks just these
        lacks_these = all(bool(above.text) != bool(below.text) for above, below in pairs)
        return bool(values) and labelled and (lacks_these or not any(above.value for above, _below in pairs))
    return cut_numbers and (no_room or labelled)


def _without_label(pairs: Sequence[tuple[Slot, Slot]]) -> bool:
    """Whether numbers without a label are those of the row below: it lacks some of them, or goes on with all that stand on both sides.

    Where it lacks some and has a number below another, either may be the rest of the other: they stay apart within one cell.
    """
    on_both = [(above, below) for above, below in pairs if above.value and below.value]
    lacks = any(above.value and not below.text for above, below in pairs)
    return lacks or all(above.figures and below.figures and above.full for above, below in on_both)


def _noted(above: Slot, below: Slot) -> bool:
    """Whether a number's note in brackets goes on."""
    return above.text[:1].isdigit() and is_open(above.text) and below.text[-1:] in ("）", ")")


def _wrapped(above: Slot, below: Slot) -> bool:
    """Whether a number may go on with figures and its whole note: no line ends in an opening bracket, so that the last figure goes with it."""
    return above.figures and _WITH_NOTE.fullmatch(below.text) is not None


def _goes_on(words: Sequence[tuple[Slot, Slot]]) -> bool:
    """Whether a label had not ended above the break: it has an ordinal or an open bracket, or fills its last line."""
    return any(is_open(above.text) or _ORDINAL.match(above.text) or above.full for above, _below in words)


def _together(above: Slot, below: Slot) -> Slot:
    """Return the cell with both texts; a number goes on without a break where it was cut for want of room."""
    texts = [text for text in (above.text, below.text) if text]
    glued = len(texts) == 2 and (_noted(above, below) or _wrapped(above, below) or (above.figures and below.figures and above.full))
    text = "".join(texts).replace("\n", "") if glued else "\n".join(texts)
    return above._replace(text=text, full=below.full if below.text else above.full)


def _without_first_row(rows: Sequence[_Row]) -> tuple[_Row, ...]:
    """Return the rest of the rows when the first has moved; cells that reach further down begin one row later."""
    if len(rows) == 1:
        return ()
    hanging = [slot._replace(rowspan=slot.rowspan - 1, place=rows[1][0].place if rows[1] else slot.place) for slot in rows[0] if slot.rowspan > 1]
    return (tuple(sorted([*hanging, *rows[1]], key=lambda slot: slot.column)), *rows[2:])
