"""One page of PDFium's as a :class:`~govdisc_pdf.model.Page`: what a person sees on it, and nothing that is hidden.

Left out are characters that are drawn invisibly, in white on white, below one point, outside of the crop box or askew (a
watermark), and the second drawing of a character in the same place (bold type made by hand). A scanned page that carries
recognised text behind its image keeps that text, and says so.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.reading import Clock
from govdisc_pdf.limits import MAX_CHARS
from govdisc_pdf.model import Box, Char, Page, Rule
from govdisc_pdf.shapes import WHITE, Shapes, read_shapes
from govdisc_pdf.substitute import STANDARD
from govdisc_pdf.unify import unified

#: Text below this size in points cannot be read by a person.
SMALLEST = 1.0
#: A character drawn twice is moved by less than this share of its size, and never by more than this many points.
_TWICE, _TWICE_POINTS = 0.2, 2.0
#: Characters are looked up by tiles of the page, of so many points.
_TILE = 8.0
#: No character's box is larger than this many sizes of its font.
_LARGEST = 3.0
#: A text object narrower than this, in points, is passed over by PDFium's reading of text.
_NO_WIDTH = 0.01
#: Text that leans by more than this, in quarter turns, stands askew.
_ASKEW = 0.09
#: Text rendering modes of ISO 32000-1, 9.3.6.
_INVISIBLE_MODES, _FILLING_MODES = (3, 7), (0, 4)
#: PDFium puts in blanks, line ends and control characters, nothing else.
_LAST_BLANK = 32
_UNKNOWN = "\ufffd"


class _Run(NamedTuple):
    """What all characters of one text object share. ``turn`` is None for text that stands askew."""

    number: int
    size: float
    turn: int | None
    invisible: bool
    white: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """The page's crop box and the quarter turns that bring its text upright."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point of PDF's user space to the upright page, y downwards."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Map a box."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def read_page(library: Any, page: Any, text: Any, number: int, clock: Clock) -> Page:
    """Return the contents of one loaded page and its text page."""
    count = library.FPDFText_CountChars(text)
    if count > MAX_CHARS:
        raise InputError(
            _("page {number} of the PDF holds {count} characters, more than the {limit} that are read; it is no report.").format(
                number=number, count=count, limit=MAX_CHARS
            )
        )
    shapes = read_shapes(library, page, clock)
    runs: dict[int, _Run] = {}
    raw = _raw_chars(library, text, max(count, 0), runs, clock)
    turn = _reading_turn(raw, library.FPDFPage_GetRotation(page))
    crop = library.FS_RECTF()
    library.FPDF_GetPageBoundingBox(page, ctypes.byref(crop))
    frame = _Frame(crop.left, crop.bottom, crop.right, crop.top, turn)
    width, height = crop.right - crop.left, crop.top - crop.bottom
    out = Page(number, *((height, width) if turn % 2 else (width, height)))
    _place_shapes(out, shapes, frame)
    _place_chars(out, raw, shapes, frame)
    out.drawn = bool(raw or shapes.count or shapes.texts)
    out.lost = sum(_is_lost(library, drawn) for drawn in shapes.texts if drawn not in runs)
    out.simplified = shapes.cut_off
    return out


_RawChar = tuple[str, tuple[float, float, float, float], tuple[float, float], _Run]


def _raw_chars(library: Any, text: Any, count: int, runs: dict[int, _Run], clock: Clock) -> list[_RawChar]:
    """All drawn characters in user space; blanks that PDFium itself puts in between are none."""
    rect, x, y = library.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_rect, to_x, to_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    pens = _Pens(library)
    unicode_of, generated, box_of = library.FPDFText_GetUnicode, library.FPDFText_IsGenerated, library.FPDFText_GetLooseCharBox
    origin_of, object_of, unmapped = library.FPDFText_GetCharOrigin, library.FPDFText_GetTextObject, library.FPDFText_HasUnicodeMapError
    out: list[_RawChar] = []
    for i in range(count):
        if not i % 2000:
            clock.check()
        code = unicode_of(text, i)
        if code <= _LAST_BLANK and generated(text, i) == 1:
            continue
        drawn = object_of(text, i)
        run = runs.get(drawn or 0)
        if run is None:
            run = runs[drawn or 0] = pens.run(text, i, drawn, len(runs))
        character = _UNKNOWN if not code or 0xD800 <= code <= 0xDFFF or unmapped(text, i) == 1 else chr(code)
        box_of(text, i, to_rect)
        origin_of(text, i, to_x, to_y)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if not _likely(box, run.size):
            box = _ink(library, text, i)
        out.append((character, box, (x.value, y.value), run))
    return out


def _is_lost(library: Any, drawn: int) -> bool:
    """Whether a text object of which PDFium read nothing shows something: its font is not in the file, and lacks its characters.

    Objects of one blank are passed over in any font, so that the fonts which have all that they are asked for count for nothing.
    """
    bounds = tuple(ctypes.c_float() for _side in range(4))
    library.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, bounds))
    font = library.FPDFTextObj_GetFont(drawn)
    if not font or bounds[2].value - bounds[0].value >= _NO_WIDTH or library.FPDFFont_GetIsEmbedded(font) == 1:
        return False
    name = ctypes.create_string_buffer(128)
    library.FPDFFont_GetBaseFontName(font, name, len(name))
    return not name.value.rpartition(b"+")[2].startswith(STANDARD)


def _likely(box: tuple[float, float, float, float], size: float) -> bool:
    """Whether a box can be that of one character; for fonts of vertical writing PDFium forgets to scale it."""
    left, bottom, right, top = box
    return left < right <= left + _LARGEST * size and bottom < top <= bottom + _LARGEST * size


def _ink(library: Any, text: Any, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _i in range(4))
    library.FPDFText_GetCharBox(text, index, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, bottom.value, right.value, top.value


class _Pens:
    """Asks PDFium how a text object is drawn, with one set of variables for all answers."""

    def __init__(self, library: Any) -> None:
        self._library = library
        self._matrix = library.FS_MATRIX()
        self._colour = tuple(ctypes.c_uint() for _i in range(4))
        self._to_matrix = ctypes.byref(self._matrix)
        self._to_colour = tuple(map(ctypes.byref, self._colour))

    def run(self, text: Any, index: int, drawn: Any, number: int) -> _Run:
        """Return what the characters of the text object share, asked of the one at ``index``."""
        library, matrix = self._library, self._matrix
        size = abs(library.FPDFText_GetFontSize(text, index))
        turn: int | None = 0
        if library.FPDFText_GetMatrix(text, index, self._to_matrix):
            size *= math.hypot(matrix.c, matrix.d)
            quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) <= _ASKEW else None
        if not drawn:
            return _Run(number, size, turn, False, False)
        mode = library.FPDFTextObj_GetTextRenderMode(drawn)
        filled = mode in _FILLING_MODES and library.FPDFPageObj_GetFillColor(drawn, *self._to_colour)
        red, green, blue, alpha = (one.value for one in self._colour)
        white = bool(filled and min(red, green, blue) >= WHITE)
        invisible = mode in _INVISIBLE_MODES or bool(filled and not alpha) or 0 < size < SMALLEST
        return _Run(number, size, turn, invisible, white)


def _reading_turn(raw: list[_RawChar], rotation: int) -> int:
    """Return the quarter turn of most of the text; where there is none, the page's own ``/Rotate``."""
    turns = Counter(run.turn for character, _box, _origin, run in raw if run.turn is not None and not character.isspace())
    return turns.most_common(1)[0][0] or 0 if turns else rotation % 4


def _place_shapes(out: Page, shapes: Shapes, frame: _Frame) -> None:
    for one in shapes.lines:
        x0, y0, x1, y1 = frame.box(*one)
        if x1 - x0 >= y1 - y0:
            out.horizontal.append(Rule((y0 + y1) / 2, x0, x1))
        if y1 - y0 >= x1 - x0:
            out.vertical.append(Rule((x0 + x1) / 2, y0, y1))
    out.images = [frame.box(*one) for one in shapes.images]


def _place_chars(out: Page, raw: list[_RawChar], shapes: Shapes, frame: _Frame) -> None:
    """Put what is visible on the page; the recognised text of a scan only where nothing else can be read."""
    hidden: list[Char] = []
    seen: dict[tuple[str, int, int], list[Char]] = {}
    crop_left, crop_bottom, crop_right, crop_top, turn = frame.left, frame.bottom, frame.right, frame.top, frame.turn
    for character, (left, bottom, right, top), (x, y), run in raw:
        middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
        if run.turn is None or not (crop_left <= middle_x <= crop_right and crop_bottom <= middle_y <= crop_top):
            continue
        size, text = run.size or max(top - bottom, SMALLEST), unified(character)
        if turn:
            place = (*frame.box(left, bottom, right, top), *frame.point(x, y))
        else:
            place = (left - crop_left, crop_top - top, right - crop_left, crop_top - bottom, x - crop_left, crop_top - y)
        one = Char(text, *place, size, run.number, (run.turn - turn) % 4)
        if run.invisible or (run.white and not shapes.coloured_at(middle_x, middle_y)):
            hidden.append(one)
        elif text == " " or not _drawn_before(one, seen):
            out.chars.append(one)
    if hidden and out.images and not any(one.text != " " for one in out.chars):
        out.chars, out.recognised = hidden, True
    out.unmapped = sum(one.text == _UNKNOWN or "\ue000" <= one.text <= "\uf8ff" for one in out.chars)


def _drawn_before(one: Char, seen: dict[tuple[str, int, int], list[Char]]) -> bool:
    """Whether another text object has drawn the same character in the same place."""
    text, x, y = one.text, one.ox, one.oy
    reach = min(one.size * _TWICE, _TWICE_POINTS)
    column, row = int(x // _TILE), int(y // _TILE)
    columns, rows = (
        {column, int((x - reach) // _TILE), int((x + reach) // _TILE)},
        {row, int((y - reach) // _TILE), int((y + reach) // _TILE)},
    )
    for i in columns:
        for j in rows:
            for other in seen.get((text, i, j), ()):
                if other.run != one.run and abs(other.ox - x) <= reach and abs(other.oy - y) <= reach:
                    return True
    seen.setdefault((text, column, row), []).append(one)
    return False
