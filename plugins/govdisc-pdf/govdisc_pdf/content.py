"""One page of PDFium's as a :class:`~govdisc_pdf.model.Page`: its characters and its objects, asked for one by one."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from typing import Any

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc.reading import Clock
from govdisc_pdf.limits import MAX_CHARS
from govdisc_pdf.model import Page
from govdisc_pdf.objects import read_objects
from govdisc_pdf.placing import SMALLEST, UNKNOWN, Glyph, Run, Sheet, Sides, placed
from govdisc_pdf.shapes import colour_of
from govdisc_pdf.substitute import STANDARD

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
#: Between two looks at the clock so many characters pass.
_STRIDE = 2_000


def read_page(library: Any, page: Any, text: Any, number: int, clock: Clock) -> Page:
    """Return the contents of one loaded page and its text page."""
    count = library.FPDFText_CountChars(text)
    if count > MAX_CHARS:
        raise InputError(
            _("page {number} of the file holds {count} characters, more than the {limit} that are read; it is no report.").format(
                number=number, count=count, limit=MAX_CHARS
            )
        )
    shapes, texts = read_objects(library, page, clock)
    runs = _Runs(library, text)
    glyphs = _glyphs(library, text, max(count, 0), runs, clock)
    crop = library.FS_RECTF()
    library.FPDF_GetPageBoundingBox(page, ctypes.byref(crop))
    sheet = Sheet(crop.left, crop.bottom, crop.right, crop.top, library.FPDFPage_GetRotation(page))
    out = placed(number, sheet, glyphs, shapes)
    out.drawn = out.drawn or bool(texts)
    out.lost = sum(_is_lost(library, drawn) for drawn in texts if drawn not in runs.known)
    return out


def _glyphs(library: Any, text: Any, count: int, runs: _Runs, clock: Clock) -> Sequence[Glyph]:
    """All drawn characters; blanks that PDFium itself puts in between are none."""
    rect, x, y = library.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_rect, to_x, to_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    unicode_of, generated, box_of = library.FPDFText_GetUnicode, library.FPDFText_IsGenerated, library.FPDFText_GetLooseCharBox
    origin_of, object_of, unmapped = library.FPDFText_GetCharOrigin, library.FPDFText_GetTextObject, library.FPDFText_HasUnicodeMapError
    out: list[Glyph] = []
    for i in range(count):
        if not i % _STRIDE:
            clock.check()
        code = unicode_of(text, i)
        if code <= _LAST_BLANK and generated(text, i) == 1:
            continue
        drawn = object_of(text, i) or 0
        run = runs.known.get(drawn) or runs.asked(drawn, i)
        character = UNKNOWN if not code or 0xD800 <= code <= 0xDFFF or unmapped(text, i) == 1 else chr(code)
        box_of(text, i, to_rect)
        origin_of(text, i, to_x, to_y)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if not _likely(box, run.size):
            box = _ink(library, text, i)
        out.append(Glyph(character, box, (x.value, y.value), run))
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


def _likely(box: Sides, size: float) -> bool:
    """Whether a box can be that of one character; for fonts of vertical writing PDFium forgets to scale it."""
    left, bottom, right, top = box
    return left < right <= left + _LARGEST * size and bottom < top <= bottom + _LARGEST * size


def _ink(library: Any, text: Any, index: int) -> Sides:
    left, right, bottom, top = (ctypes.c_double() for _i in range(4))
    library.FPDFText_GetCharBox(text, index, *map(ctypes.byref, (left, right, bottom, top)))
    return left.value, bottom.value, right.value, top.value


class _Runs:
    """How each text object is drawn, asked of PDFium once, with one set of variables for all answers."""

    def __init__(self, library: Any, text: Any) -> None:
        self._library, self._text = library, text
        self.known: dict[int, Run] = {}
        self._matrix = library.FS_MATRIX()
        self._colour = tuple(ctypes.c_uint() for _i in range(4))
        self._to_matrix = ctypes.byref(self._matrix)
        self._to_colour = tuple(map(ctypes.byref, self._colour))

    def asked(self, drawn: int, index: int) -> Run:
        """Ask what the characters of a text object share, by way of the one at ``index``."""
        run = self.known[drawn] = self._asked(drawn, index)
        return run

    def _asked(self, drawn: int, index: int) -> Run:
        library, matrix, number = self._library, self._matrix, len(self.known)
        size = abs(library.FPDFText_GetFontSize(self._text, index))
        turn: int | None = 0
        if library.FPDFText_GetMatrix(self._text, index, self._to_matrix):
            size *= math.hypot(matrix.c, matrix.d)
            quarters = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
            turn = round(quarters) % 4 if abs(quarters - round(quarters)) <= _ASKEW else None
        if not drawn:
            return Run(number, size, turn)
        mode = library.FPDFTextObj_GetTextRenderMode(drawn)
        filled = mode in _FILLING_MODES and library.FPDFPageObj_GetFillColor(drawn, *self._to_colour)
        red, green, blue, alpha = (part.value for part in self._colour)
        white = bool(filled and colour_of(red, green, blue) == "white")
        invisible = mode in _INVISIBLE_MODES or bool(filled and not alpha) or 0 < size < SMALLEST
        return Run(number, size, turn, invisible, white)
