"""Lines of text parted at their wide gaps, as the cells of a table without vertical rulings are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from govdisc.plugin import record
from govdisc_pdf.model import Char
from govdisc_pdf.text import Line, is_figure, line_of

#: A gap this wide, in sizes of the font, parts two numbers, a number and a label, two labels (text may be stretched).
_FIGURES, _BESIDE_FIGURE, _ELSEWHERE = 0.35, 0.8, 1.0
#: Between text objects less will do: between figures hardly anything, since gluing them would make a third number.
_OTHER_FIGURES, _OTHER_WORDS = 0.05, 0.35
#: A gap of less than this is one between the characters of a stretched line.
_STRETCHED = 0.5
_NUMBER = re.compile(r"[-−－–+＋]?[\d,，.．]+(?:万元|亿元|元|件|条|项|%)?(?:[（(].*)?|[-−－–—/／]+|无")
_BRACKET = re.compile(r"[（(]")
_AFTER_ORDINAL = ".、．"
#: A note behind a number has so many lines at most, counting the lines beside it.
_NOTE_LINES = 12
#: The next line of one cell is no further away than so many sizes.
_NEXT_LINE = 1.5
_OPEN, _CLOSE = "（(“《", "）)”》"


@record(frozen=True, slots=True)
class Part:
    """A piece of a line, parted from the next by a wide gap; ``below`` is how far its own baseline lies below that of the line."""

    text: str
    x0: float
    x1: float
    below: float = 0.0

    @property
    def number(self) -> bool:
        """Whether it is a number, perhaps with the beginning of a note, or a mark that stands for none."""
        return _NUMBER.fullmatch(self.text) is not None

    @property
    def centre(self) -> float:
        """Its middle."""
        return (self.x0 + self.x1) / 2

    def over(self, x0: float, x1: float) -> bool:
        """Whether it stands above or below some of a stretch."""
        return self.x0 < x1 and x0 < self.x1


@record(frozen=True, slots=True)
class PartedLine:
    """A line and its parts. ``y`` is its baseline, counted down the whole document as if it had no page breaks.

    ``first`` and ``last`` are the numbers of the lines of text that it holds something of: notes behind numbers have lines of their own. ``top`` is
    the baseline of the first of these, where that is known.
    """

    parts: tuple[Part, ...]
    page: int
    y: float
    size: float
    first: int
    last: int
    top: float | None = None

    @property
    def labels(self) -> tuple[Part, ...]:
        """The parts before the first number."""
        first = next((i for i, part in enumerate(self.parts) if part.number), len(self.parts))
        return self.parts[:first]

    @property
    def numbers(self) -> tuple[Part, ...]:
        """The parts from the first number on."""
        return self.parts[len(self.labels) :]

    @property
    def is_data(self) -> bool:
        """Whether everything behind the label is a number; two or three labels side by side need more evidence than one."""
        labels, numbers = len(self.labels), self.numbers
        return len(numbers) >= (2, 1, 3, 3)[min(labels, 3)] and labels <= 3 and all(part.number for part in numbers)


def is_open(text: str) -> bool:
    """Whether a bracket of a text is not closed in it."""
    return sum(map(text.count, _OPEN)) > sum(map(text.count, _CLOSE))


def parts_of(line: Line) -> Iterator[Part]:
    """Part a line at its wide gaps."""
    solid, size = line.solid, line.size
    gaps = [(right.x0 - left.x1) / size for left, right in pairwise(solid)]
    narrow = sorted(gap for gap in gaps if gap < _STRETCHED)
    stretched = max(narrow[len(narrow) // 2], 0.0) if narrow else 0.0
    begin = 0
    for i, (gap, (left, right)) in enumerate(zip(gaps, pairwise(solid), strict=True), 1):
        if gap > _OTHER_FIGURES and _is_wide(gap, left, right, solid[i + 1 : i + 2], stretched):
            yield _part(line, begin, i)
            begin = i
    yield _part(line, begin, len(solid))


def _is_wide(gap: float, left: Char, right: Char, after: Sequence[Char], stretched: float) -> bool:
    """Whether a gap, in sizes of the font, parts two cells; ``after`` is the character behind the right one."""
    other = left.run != right.run
    figures = is_figure(left.text) + is_figure(right.text)
    if figures == 2:
        return gap >= _FIGURES or other
    if figures and after and after[0].text in _AFTER_ORDINAL:
        return gap >= _FIGURES
    if other:
        return gap >= _OTHER_WORDS + 2 * stretched
    return gap >= _BESIDE_FIGURE if figures else gap >= max(_ELSEWHERE, 2 * stretched)


def with_notes(lines: Sequence[PartedLine]) -> list[PartedLine]:
    """Return the lines with the notes behind numbers, wrapped over several lines, each as one part on the line that has most others."""
    parts = [list(line.parts) for line in lines]
    spans = [(line.first, line.last) for line in lines]
    tops = [line.y for line in lines]
    for i in range(len(lines)):
        for part in list(parts[i]):
            if not (part.number and is_open(part.text)):
                continue
            text, rest = part.text, []
            for j in range(i + 1, min(i + _NOTE_LINES, len(lines))):
                found = next((other for other in parts[j] if other.over(part.x0, part.x1)), None)
                if found is not None:
                    text += found.text
                    rest.append((j, found))
                if found is not None and not is_open(text):
                    break
            if is_open(text):
                continue
            begin, last = i, rest[-1][0]
            held = [part, *(other for _j, other in rest)]
            beside = [other for j in range(i, last + 1) for other in parts[j] if other.number and other not in held]
            notes = [other for other in beside if _BRACKET.search(other.text)]
            others = any(not any(other.over(note.x0, note.x1) for note in notes) for other in beside)
            if not others and (above := _above(part, parts, lines, i)) is not None:
                begin, text = i - 1, above.text + text
                rest.append((begin, above))
            for j, other in [(i, part), *rest]:
                parts[j].remove(other)
            home = max(range(begin, last + 1), key=lambda j: (len(parts[j]), -abs(2 * j - begin - last)))
            whole = Part(text, min(part.x0, *(other.x0 for _j, other in rest)), max(part.x1, *(other.x1 for _j, other in rest)))
            parts[home] = sorted([*parts[home], whole], key=lambda other: other.x0)
            tops[home] = min(tops[home], lines[begin].y)
            spans[home] = min(spans[home][0], lines[begin].first), max(spans[home][1], lines[last].last)
    return [
        replace(line, parts=tuple(here), first=first, last=last, top=top)
        for line, here, (first, last), top in zip(lines, parts, spans, tops, strict=True)
        if here
    ]


def _above(part: Part, parts: Sequence[Sequence[Part]], lines: Sequence[PartedLine], i: int) -> Part | None:
    """Return the figures that a number with a note may begin with in the line above."""
    if not i or lines[i].page != lines[i - 1].page or lines[i].y - lines[i - 1].y > _NEXT_LINE * lines[i].size:
        return None
    return next((other for other in parts[i - 1] if other.over(part.x0, part.x1) and other.text.isdigit()), None)


def _part(line: Line, begin: int, end: int) -> Part:
    solid = line.solid[begin:end]
    text = line_of(solid, line.blanks, line.base, line.size, in_cell=True).text
    return Part(text, solid[0].x0, solid[-1].x1, median(char.oy for char in solid) - line.base)
