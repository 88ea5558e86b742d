"""The columns of text that keeps the layout of a page: where along the lines their numbers stand.

pdftotext counts every character as one place, wide or narrow. What stands behind two blanks or more stands in its place; words with one blank
between them may have been moved together, so of such words only the first has a place of its own. The others stand in the columns that
follow, one each: over a column that is left blank the program leaves more than one blank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from govdisc.recognise.pieces import goes_on, is_whole

#: A column in which something as wide as this was printed, in half-width characters, cannot be passed over with one blank.
_WIDE = 3
#: So far may the middles, or the beginnings or ends, of what stands in a column lie apart.
_MIDDLE, _EDGE = 3.0, 1
#: From page to page the step from a column to the next differs by no more than these factors; over a blank column it is twice as far.
_SHORTER, _LONGER = 0.65, 1.75


class Word(NamedTuple):
    """A word of a line, its place along the line, and whether but one blank parts it from the word before."""

    text: str
    x0: int
    x1: int
    joined: bool


class Extent(NamedTuple):
    """Where a column begins and ends, and the width of the widest that stands in it and of its widest cell, in half-width characters."""

    x0: int
    x1: int
    wide: int
    full: int


def extents_of(
    lines: Sequence[Sequence[Word]], count: int, labels: Sequence[Word] = (), known: Sequence[Sequence[Extent]] = ()
) -> list[Extent] | None:
    """Return the columns in which the cells of these lines stand, as many as ``count``; None where they cannot be told.

    They can where ``labels``, those of all columns, stand above them, where some line has a cell in each, or where they are as far apart as those
    that are ``known`` on another page. Else one column may be blank on this page, and what stands in another may look like two.
    """
    words = [word for line in lines for word in line if not word.joined]
    found: list[list[Word]] = [[label] for label in labels]
    for word in sorted(words, key=lambda word: word.x0):
        over = [group for group in found if _overlaps(word, group)]
        if len(over) > 1 or (labels and not over):
            return None
        if over:
            over[0].append(word)
        else:
            found.append([word])
    complete = [line for line in lines if len(line) == count and all(is_whole(word.text) for word in line)]
    if len(found) < count:  # a column may stand close behind another in each line
        found = sorted([*found, *_between(found, complete)], key=lambda group: group[0].x0)
    if len(found) > count and complete:  # a word that was moved stands in no column
        in_line = {word for line in complete for word in line}
        found = [group for group in found if len(group) > 1 or group[0] in in_line]
    if len(found) != count or not (labels or all(map(_is_aligned, found))):
        return None
    extents = []
    for at, group in enumerate(found):
        texts = [*(word.text for word in group if word not in labels), *(line[at].text for line in complete)]
        full = max(map(width, texts), default=0)
        wide = max([full, *(width(word.text) for word in group)])
        extents.append(Extent(min(word.x0 for word in group), max(word.x1 for word in group), wide, full))
    if any(left.x1 > right.x0 for left, right in pairwise(extents)) or any(placed(line, extents) != list(range(count)) for line in complete):
        return None
    return extents if labels or complete or any(_as_far_apart(extents, other) for other in known) else None


def _between(found: Sequence[list[Word]], complete: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Return what lines with a cell in each column have in columns that no other word has shown."""
    out: list[list[Word]] = []
    for word in sorted((word for line in complete for word in line), key=lambda word: word.x0):
        if not any(_overlaps(word, group) for group in found):
            if out and _overlaps(word, out[-1]):
                out[-1].append(word)
            else:
                out.append([word])
    return out


def _as_far_apart(extents: Sequence[Extent], others: Sequence[Extent]) -> bool:
    pairs = zip(_steps(extents), _steps(others), strict=True)
    return all(_SHORTER * other <= step <= _LONGER * other for step, other in pairs)


def _steps(extents: Sequence[Extent]) -> list[int]:
    return [right.x0 + right.x1 - left.x0 - left.x1 for left, right in pairwise(extents)]


def _overlaps(word: Word, group: Sequence[Word]) -> bool:
    return any(word.x0 < other.x1 and other.x0 < word.x1 for other in group)


def _is_aligned(group: Sequence[Word]) -> bool:
    """Tell whether what stands in a column has one middle, or begins or ends at one place; else some of it belongs elsewhere."""
    middles, begins, ends = [word.x0 + word.x1 for word in group], [word.x0 for word in group], [word.x1 for word in group]
    return max(middles) - min(middles) <= 2 * _MIDDLE or max(begins) - min(begins) <= _EDGE or max(ends) - min(ends) <= _EDGE


def placed(words: Sequence[Word], extents: Sequence[Extent]) -> list[int] | None:
    """Return the column of each word of a line; None where one is not certain."""
    out: list[int] = []
    for number, word in enumerate(words):
        if not word.joined:
            under = [at for at, extent in enumerate(extents) if word.x0 < extent.x1 and extent.x0 < word.x1]
            if len(under) != 1:
                return None
            at = under[0]
        elif number and goes_on(words[number - 1].text):  # it may go on in the same cell, on a line of such pieces alone
            others = [*words[: number - 1], *words[number + 1 :]]
            if word.x1 > extents[out[-1]].x1 or any(other.text.isdigit() and not other.joined for other in others):
                return None
            out.append(out[-1])
            continue
        else:
            at = out[-1] + 1 if number else 0
            if at >= len(extents) or not _follows(word, at, extents):
                return None
        if out and at <= out[-1]:
            return None
        out.append(at)
    return out


def _follows(word: Word, at: int, extents: Sequence[Extent]) -> bool:
    """Tell whether a word with one blank before it stands in the next column, and not behind one that is blank."""
    if word.x0 >= extents[at].x1:
        return False
    return extents[at].wide >= _WIDE or (word.x1 > extents[at].x0 and (at + 1 == len(extents) or word.x1 <= extents[at + 1].x0))


def width(text: str) -> int:
    """The width of a text in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
