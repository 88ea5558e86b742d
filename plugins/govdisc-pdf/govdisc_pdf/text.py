"""From characters to lines of text: which belong to one line, where a blank stands, what a cell says.

Chinese is written without blanks, and justified text is stretched, so a gap between two Chinese characters, or between one and a
figure, means nothing; between Latin words it is a blank. Within a cell, figures drawn apart are one number unless a blank was
drawn between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from govdisc.plugin import record
from govdisc_pdf.model import Char

#: Baselines that differ by more than this share of the size are two lines; a number beside two lines of label is half a line off.
_SAME_LINE = 0.4
#: A gap this wide, in sizes of the font, parts Latin words; parts the figures of a cell; parts phrases of Chinese on one line.
_WORD, _NUMBER, _PHRASE = 0.18, 1.0, 2.0
#: A drawn blank stands behind a character when it begins this many sizes after the character does.
_BEYOND = 0.2
#: Lines of one number are of one size, but for so much.
_SAME_SIZE = 1.1
#: Cell margins of Word: 0.19 cm on either side.
_CELL_MARGINS = 11.0


@record(frozen=True, slots=True)
class Line:
    """Characters side by side, left to right, and their text.

    ``solid`` are those that are no blanks, ``blanks`` the origins of drawn blanks, ``base`` the baseline, ``size`` the size of
    most characters.
    """

    solid: tuple[Char, ...]
    blanks: tuple[float, ...]
    base: float
    size: float
    text: str

    @property
    def x0(self) -> float:
        """The left end."""
        return self.solid[0].x0

    @property
    def x1(self) -> float:
        """The right end."""
        return self.solid[-1].x1


def lines_of(chars: Iterable[Char], in_cell: bool = False) -> list[Line]:
    """Return the lines that upright characters make, downwards."""
    return [line for row in rows_of(chars) if (line := _line(row, in_cell)) is not None]


def rows_of(chars: Iterable[Char]) -> list[list[Char]]:
    """Return upright characters by their baselines, downwards, each row from left to right."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char.oy):
        if rows and char.oy - rows[-1][0].oy <= _SAME_LINE * min(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    for row in rows:
        row.sort(key=lambda char: (char.x0, char.x1))
    return rows


def _line(row: list[Char], in_cell: bool) -> Line | None:
    solid = tuple(char for char in row if char.text != " ")
    if not solid:
        return None
    blanks = tuple(char.ox for char in row if char.text == " ")
    return line_of(solid, blanks, median(char.oy for char in solid), median(char.size for char in solid), in_cell)


def line_of(solid: tuple[Char, ...], blanks: tuple[float, ...], base: float, size: float, in_cell: bool) -> Line:
    """Return the line of these characters with its text."""
    return Line(solid, blanks, base, size, _text(solid, blanks, size, in_cell))


def is_cjk(character: str) -> bool:
    """Whether a character is written without blanks around it: Chinese characters and full-width signs, but not figures."""
    return (character >= "\u2e80" or character in "“”‘’…—·") and not character.isdigit()


def is_figure(character: str) -> bool:
    """Whether a character is part of a number."""
    return character.isdigit() or character in ".,．"


def _text(solid: Sequence[Char], blanks: Sequence[float], size: float, in_cell: bool) -> str:
    """Return the text of a line, with the blanks that mean something."""
    wide = _phrase_gap(solid)
    out = [solid[0].text]
    for left, right in pairwise(solid):
        gap = right.x0 - left.x1
        drawn = bool(blanks) and any(left.ox + _BEYOND * size < blank < right.ox for blank in blanks)
        blank = (drawn or gap > _WORD * size) and _parts(left.text, right.text, gap / size, drawn, in_cell)
        if blank or (gap > wide and not in_cell):
            out.append(" ")
        out.append(right.text)
    return "".join(out)


def _phrase_gap(solid: Sequence[Char]) -> float:
    """Return the gap that parts phrases on a line: wide, and much wider than the others of a stretched line."""
    if len(solid) < 3:
        return _PHRASE * 2 * max(char.size for char in solid)
    gaps = [right.x0 - left.x1 for left, right in pairwise(solid)]
    return float(max(_PHRASE * solid[0].size, 3 * median(gaps)))


def _parts(left: str, right: str, gap: float, drawn: bool, in_cell: bool) -> bool:
    """Whether a gap, in sizes of the font, is a blank between two characters."""
    if is_cjk(left[-1]) or is_cjk(right[0]):
        return False
    if in_cell and is_figure(left[-1]) and is_figure(right[0]):
        return drawn or gap >= _NUMBER
    return True


class CellText(NamedTuple):
    """What stands in a cell, and whether its last line leaves no room for one more character."""

    text: str
    full: bool


def cell_text(chars: Sequence[Char], width: float) -> CellText:
    """Return what stands in a cell of that width, with a line break wherever print wraps it.

    Characters one below the other are one line, and so are the figures of a number that is too wide for its cell.
    """
    turns = {char.turn for char in chars if char.text != " "}
    if not turns:
        return CellText("", False)
    lines = lines_of([char.upright() for char in chars] if turns != {0} else chars, in_cell=True)
    texts = [line.text for line in lines]
    if len(texts) > 1 and (_stacked(texts) or _wrapped_number(lines, texts, width) or _annotated(texts)):
        texts = ["".join(texts)]
    return CellText("\n".join(texts), _is_full(lines[-1], width))


def _annotated(texts: Sequence[str]) -> bool:
    """Whether the cell is a number with a note in brackets, wrapped."""
    return texts[0][0].isdigit() and texts[-1][-1] in "）)" and any(bracket in "".join(texts) for bracket in "（(")


def _stacked(texts: Sequence[str]) -> bool:
    return len(texts) > 2 and all(len(text) == 1 and is_cjk(text) for text in texts)


def _wrapped_number(lines: Sequence[Line], texts: Sequence[str], width: float) -> bool:
    """Whether a number went on to the next line because not one figure more had room on the line above."""
    sizes = [line.size for line in lines]
    if max(sizes) > _SAME_SIZE * min(sizes) or not all(is_figure(character) for text in texts for character in text):
        return False  # the sign of a note on a line of its own is no figure of the number
    return all(_is_full(line, width) for line in lines[:-1]) and len(texts[-1]) <= len(texts[0])


def _is_full(line: Line, width: float) -> bool:
    """Whether a line leaves no room in a cell of that width for a character as wide as its own."""
    return width - (line.x1 - line.x0) < max(char.x1 - char.x0 for char in line.solid) + _CELL_MARGINS
