"""From what a page draws to what a person sees on it, read upright: a :class:`~govdisc_pdf.model.Page`.

Left out are characters that are drawn invisibly, in white on white, below one point, outside of the page or askew (a watermark), and the
second drawing of a character in the same place (bold type made by hand). A scanned page that carries recognised text behind its image keeps
that text, and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from govdisc.plugin import record
from govdisc_pdf.dots import dotted
from govdisc_pdf.model import Box, Char, Page, Rule
from govdisc_pdf.shading import edges
from govdisc_pdf.shapes import THIN, Shapes
from govdisc_pdf.unify import unified

#: Text below this size in points cannot be read by a person.
SMALLEST = 1.0
#: What stands for a character of which nothing is known.
UNKNOWN = "\ufffd"
#: A character drawn twice is moved by less than this share of its size, and never by more than this many points.
_TWICE, _TWICE_POINTS = 0.2, 2.0
#: Characters are looked up by tiles of the page, of so many points.
_TILE = 8.0


class Run(NamedTuple):
    """What all characters of one text object share: its number, the size of its type in points, how it is drawn.

    ``turn`` counts the quarter turns, anticlockwise, in which its text runs; None for text that stands askew.
    """

    number: int
    size: float
    turn: int | None = 0
    invisible: bool = False
    white: bool = False


#: Left, bottom, right, top.
Sides = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """A character as drawn: its box and its origin on the baseline, in points, y upwards."""

    text: str
    box: Sides
    origin: tuple[float, float]
    run: Run


@record(frozen=True, slots=True)
class Sheet:
    """The part of the drawing plane that the page shows; ``rotation`` is the quarter turn that a page without text is given."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0


@record(frozen=True, slots=True)
class _Frame:
    """The page and the quarter turns that bring its text upright."""

    sheet: Sheet
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of the drawing plane to the upright page, y downwards."""
        sheet = self.sheet
        if self.turn == 0:
            return x - sheet.left, sheet.top - y
        if self.turn == 1:
            return y - sheet.bottom, x - sheet.left
        if self.turn == 2:
            return sheet.right - x, y - sheet.bottom
        return sheet.top - y, sheet.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Map a box."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


    def place(self, box: Sides, x: float, y: float) -> tuple[float, float, float, float, float, float]:
        """Map a character's box and its origin, most quickly where nothing is turned."""
        if self.turn:
            return (*self.box(*box), *self.point(x, y))
        left, top = self.sheet.left, self.sheet.top
        return box[0] - left, top - box[3], box[2] - left, top - box[1], x - left, top - y


def placed(number: int, sheet: Sheet, glyphs: Sequence[Glyph], shapes: Shapes) -> Page:
    """Return page ``number``, upright, with all that is seen of what was drawn."""
    turn = _reading_turn(glyphs, sheet.rotation)
    frame = _Frame(sheet, turn)
    width, height = sheet.right - sheet.left, sheet.top - sheet.bottom
    page = Page(number, *((height, width) if turn % 2 else (width, height)))
    page.images = [frame.box(*image) for image in shapes.images]
    _place_chars(page, glyphs, shapes, frame)
    _place_rulings(page, [frame.box(*line) for line in shapes.rulings()], [frame.box(*area) for area in shapes.coloured])
    page.drawn = bool(glyphs or shapes.count)
    page.simplified = shapes.cut_off
    return page


def _place_rulings(page: Page, lines: Sequence[Box], coloured: Sequence[Box]) -> None:
    """Put rulings on the page: lines, those that dots make, and the edges of shaded cells."""
    dots = [box for box in lines if max(box.x1 - box.x0, box.y1 - box.y0) <= THIN]
    across, down, page.stripes = edges(coloured, page)
    for horizontal, vertical in (dotted(dots), (across, down)):
        page.horizontal += horizontal
        page.vertical += vertical
    for x0, y0, x1, y1 in lines:
        width, height = x1 - x0, y1 - y0
        if width > THIN and width >= height:
            page.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
        if height > THIN and height >= width:
            page.vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _reading_turn(glyphs: Sequence[Glyph], rotation: int) -> int:
    """Return the quarter turn of most of the text; where there is none, that of the page."""
    turns = Counter(glyph.run.turn for glyph in glyphs if glyph.run.turn is not None and not glyph.text.isspace())
    return turns.most_common(1)[0][0] or 0 if turns else rotation % 4


def _place_chars(page: Page, glyphs: Sequence[Glyph], shapes: Shapes, frame: _Frame) -> None:
    """Put what is visible on the page; the recognised text of a scan only where nothing else can be read."""
    hidden: list[Char] = []
    drawn = _Drawn()
    backgrounds = shapes.backgrounds()
    left, bottom, right, top = frame.sheet.left, frame.sheet.bottom, frame.sheet.right, frame.sheet.top
    for character, box, (x, y), run in glyphs:
        middle_x, middle_y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if run.turn is None or not (left <= middle_x <= right and bottom <= middle_y <= top):
            continue
        text = unified(character)
        size = run.size or max(box[3] - box[1], SMALLEST)
        char = Char(text, *frame.place(box, x, y), size, run.number, (run.turn - frame.turn) % 4)
        if run.invisible or (run.white and not backgrounds.hold(middle_x, middle_y)):
            hidden.append(char)
        elif text == " " or drawn.first(char):
            page.chars.append(char)
    if hidden and page.images and not any(char.text != " " for char in page.chars):
        page.chars, page.recognised = hidden, True
    page.unmapped = sum(char.text == UNKNOWN or "\ue000" <= char.text <= "\uf8ff" for char in page.chars)


class _Drawn:
    """The characters of a page so far, by the tile of the page that their origin lies in."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[str, int, int], list[Char]] = {}

    def first(self, char: Char) -> bool:
        """Take a character, and say whether no other text object has drawn the same one in the same place."""
        reach = min(char.size * _TWICE, _TWICE_POINTS)
        text, x, y = char.text, char.ox, char.oy
        for column in range(int((x - reach) // _TILE), int((x + reach) // _TILE) + 1):
            for row in range(int((y - reach) // _TILE), int((y + reach) // _TILE) + 1):
                for other in self._tiles.get((text, column, row), ()):
                    if other.run != char.run and abs(other.ox - x) <= reach and abs(other.oy - y) <= reach:
                        return False
        self._tiles.setdefault((text, int(x // _TILE), int(y // _TILE)), []).append(char)
        return True
