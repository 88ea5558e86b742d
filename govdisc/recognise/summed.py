"""Rows of laid-out text whose numbers or notes take several lines, read where their sum proves what belongs together.

The pieces on a line stand in the order of the columns. A number of several figures may go on below, a note does until its bracket is closed. Of all
the ways to put the pieces of a row together that this leaves, the sum must hold in exactly one; and lines between two rows go to that of which the
sum holds with them. Where a report's own sum is wrong, its row stays unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from govdisc.recognise.extents import Word
from govdisc.recognise.pieces import begins_note, goes_on, is_whole, opens

#: So many ways to put the pieces of a row together are followed, in so many steps for all rows of a text; so many lines stand between two rows.
MOST_WAYS, MOST_STEPS, MOST_BETWEEN = 200, 100_000, 4

_OPEN, _CLOSE = ("（", "("), ("）", ")")
_FIGURES = re.compile(r"[（(].*\d")
#: What stands in each column so far, in pieces.
_Cells = tuple[tuple[str, ...], ...]


class Proven(NamedTuple):
    """The lines of a row, and what stands in its columns."""

    lines: list[int]
    texts: list[str]


class Prover:
    """Puts rows together, in so many steps that no text takes long."""

    def __init__(self) -> None:
        """Begin with all steps."""
        self.left = MOST_STEPS

    def put_together(self, lines: Sequence[Sequence[Word]], count: int) -> list[str] | None:
        """Return what stands in so many columns of a row, the last of which is the sum of the others; None unless there is exactly one way to tell."""
        ways: set[_Cells] = {((),) * count}
        for line in lines:
            ways = {way for cells in ways for way in self._with_line(cells, [word.text for word in line])}
            if not 0 < len(ways) <= MOST_WAYS or self.left <= 0:
                return None
        found = [texts for texts in {tuple(map("".join, cells)) for cells in ways} if all(map(is_whole, texts)) and holds(texts)]
        bare = any(goes_on(left.text) and right.joined and right.text.isdigit() for line in lines for left, right in pairwise(line))
        if len(found) != 1 or (bare and any(text.endswith(_CLOSE) and not _FIGURES.search(text) for text in found[0])):
            return None  # the figures that stand right behind a piece of a note may be its own, where it has no others
        return list(found[0])

    def _with_line(self, cells: _Cells, line: Sequence[str], at: int = 0) -> Iterator[_Cells]:
        """Yield the ways to give the pieces of a line to columns from ``at`` on, in order."""
        self.left -= 1
        if not line:
            yield cells
        elif self.left > 0:
            for column in range(at, len(cells) - len(line) + 1):
                if _may_follow(cells[column], line[0]):
                    yield from self._with_line((*cells[:column], (*cells[column], line[0]), *cells[column + 1 :]), line[1:], column + 1)


@lru_cache(maxsize=1024)
def _may_follow(pieces: tuple[str, ...], piece: str) -> bool:
    """Tell whether a piece may stand in a column below others."""
    text = "".join(pieces)
    if not pieces:
        return is_whole(piece) or begins_note(piece)
    if opens(text):
        return True
    if not text.isdigit() or piece[:1] in _OPEN:
        return text.isdigit()
    return len(pieces[-1]) > 1 and int(text[0]) > 0 and (piece.isdigit() or begins_note(piece))


def holds(texts: Sequence[str]) -> bool:
    """Tell whether the last number of a row is the sum of the others."""
    *parts, total = map(_number, texts)
    return sum(parts) == total


def _number(text: str) -> int:
    """The number at the beginning of a text, 0 for a mark."""
    end = next((at for at, character in enumerate(text) if not character.isdigit()), len(text))
    return int(text[:end] or 0)


# --- lines between rows -----------------------------------------------------------------------------------------------------------------


def told_apart(own: Sequence[Sequence[int]], between: Sequence[Sequence[int]], read: Callable[[Sequence[int]], list[str] | None]) -> dict[int, Proven]:
    """Return the rows that are proven, by number. ``own`` are the lines beside each label, ``between`` those above each row and below the last."""
    options: list[dict[tuple[int, int], Proven]] = []
    for number, lines in enumerate(own):
        above, below = between[number], between[number + 1]
        ways = {}
        if max(len(above), len(below)) <= MOST_BETWEEN:
            for upper in range(len(above) + 1):
                for lower in range(len(below) + 1):
                    taken = [*above[len(above) - upper :], *lines, *below[:lower]]
                    texts = read(taken) if taken else None
                    if texts is not None:
                        ways[upper, lower] = Proven(taken, texts)
        options.append(ways)
    _agree(options, [len(lines) for lines in between])
    return {number: next(iter(ways.values())) for number, ways in enumerate(options) if len(ways) == 1}


def _agree(options: Sequence[dict[tuple[int, int], Proven]], between: Sequence[int]) -> None:
    """Leave out the ways of rows that go with none of the row above or below; between them they take all lines. A row without ways may take any."""
    again = True
    while again:
        again = False
        for number, ways in enumerate(options):
            above = {lower for _upper, lower in options[number - 1]} if number else {0}
            below = {upper for upper, _lower in options[number + 1]} if number + 1 < len(options) else {0}
            for upper, lower in list(ways):
                if (above and between[number] - upper not in above) or (below and between[number + 1] - lower not in below):
                    del ways[upper, lower]
                    again = True
