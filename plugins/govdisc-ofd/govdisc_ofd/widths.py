"""How wide characters are, for OFD tells where each begins and the fonts need not be in the file.

A character reaches to the next one of its line, or as far as its kind does: a Chinese one is as wide as its type is large, a figure as wide as
most figures of its font stand apart. Many producers draw each character by itself; those that stand one behind the other are one run of text.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from govdisc_pdf.pages import Box, Glyph, Matrix, Run, applied, box_of

#: The widths of characters in sizes of their type, where nothing tells more.
FULL, HALF = 1.0, 0.5
#: Between these distances, in sizes of the type, two figures stand one behind the other.
_NEAREST, _FURTHEST = 0.3, 0.75
#: Characters of one run leave no larger gap, and do not overlap by more.
_GAP, _OVERLAP = 0.05, 0.2
#: Baselines that differ by less are one.
_BASELINE = 0.05
#: How far a character reaches above and below its baseline.
_ASCENT, _DESCENT = 0.88, 0.12


class Mark(NamedTuple):
    """A character as drawn: the map from its own frame, with y downwards and its size as unit, to points; what its run says of it.

    ``font`` tells its font, ``piece`` the piece of a text object that it belongs to.
    """

    text: str
    matrix: Matrix
    font: str
    piece: int
    run: Run
    #: All characters of its piece stand as far apart, wide and narrow ones: each reaches to the next.
    even: bool = False

    @property
    def origin(self) -> tuple[float, float]:
        """Where it begins."""
        return self.matrix[4], self.matrix[5]


def is_full(character: str) -> bool:
    """Whether a character is as wide as its type is large."""
    return unicodedata.east_asian_width(character) in "WF"


def glyphs(marks: Sequence[Mark]) -> Iterator[Glyph]:
    """Yield the characters with their boxes; those that stand one behind the other share a run."""
    steps = [*(_step(mark, after) for mark, after in pairwise(marks)), None][: len(marks)]
    figures = _figures(marks, steps)
    number, last, gap = -1, None, 0.0
    for mark, step in zip(marks, steps, strict=True):
        if last is None or (mark.piece != last.piece and not -_OVERLAP <= gap <= _GAP) or mark.run[1:] != last.run[1:]:
            number += 1
        width = _width(mark, step, figures)
        yield Glyph(mark.text, _box(mark, width), mark.origin, mark.run._replace(number=number))
        last, gap = mark, math.inf if step is None else step - width


def on_others(marks: Sequence[Mark]) -> int:
    """Count the characters that begin where another one does; bold type draws the same one twice."""
    found: dict[tuple[float, float], set[str]] = {}
    for mark in marks:
        if not mark.text.isspace():
            found.setdefault((round(mark.matrix[4], 1), round(mark.matrix[5], 1)), set()).add(mark.text)
    return sum(len(texts) - 1 for texts in found.values())


def _step(mark: Mark, after: Mark) -> float | None:
    """Return how far the next character begins behind one, in sizes of the type; None where it stands on another line or in other type."""
    if mark.font != after.font or any(abs(left - right) > 1e-6 for left, right in zip(mark.matrix[:4], after.matrix[:4], strict=True)):
        return None
    a, b, c, d = mark.matrix[:4]
    x, y = after.matrix[4] - mark.matrix[4], after.matrix[5] - mark.matrix[5]
    determinant = a * d - b * c
    if not determinant:
        return None
    along, across = (x * d - y * c) / determinant, (y * a - x * b) / determinant
    return along if abs(across) <= _BASELINE else None


def _figures(marks: Sequence[Mark], steps: Sequence[float | None]) -> dict[str, float]:
    """Return for each font how far most of its figures stand apart."""
    found: dict[str, Counter[float]] = {}
    for (mark, after), step in zip(pairwise(marks), steps, strict=False):
        if step is not None and _NEAREST <= step <= _FURTHEST and mark.text.isdigit() and after.text.isdigit():
            found.setdefault(mark.font, Counter())[round(step, 2)] += 1
    return {font: counts.most_common(1)[0][0] for font, counts in found.items()}


def _width(mark: Mark, step: float | None, figures: dict[str, float]) -> float:
    """Return how wide a character is, in sizes of its type; none overlaps the next."""
    near = step if step is not None and 0 < step <= FULL else None
    if mark.even and near is not None:
        return near
    if is_full(mark.text) or mark.text.isdigit():
        usual = FULL if is_full(mark.text) else figures.get(mark.font, HALF)
        return usual if near is None else min(near, usual)
    return HALF if near is None else near


def _box(mark: Mark, width: float) -> Box:
    return box_of(applied(mark.matrix, x, y) for x in (0.0, width) for y in (-_ASCENT, _DESCENT))
