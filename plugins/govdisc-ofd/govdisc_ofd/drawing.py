"""One page as characters and shapes on the drawing plane (GB/T 33190-2016, chapters 8 to 11).

Places count in millimetres from the upper left corner of the page; an object's own from that of its boundary, after its matrix. All go
through one map to points with y upwards, which is what :mod:`govdisc_pdf.pages` takes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from govdisc_pdf.pages import (
    IDENTITY,
    MAX_CHARS,
    MAX_DEPTH,
    MAX_OBJECTS,
    SMALLEST,
    Box,
    Matrix,
    Run,
    Shapes,
    applied,
    box_of,
    product,
)

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc.reading import Clock
from govdisc_ofd.package import child, local
from govdisc_ofd.paths import pieces
from govdisc_ofd.resources import Pen, Resources, number, numbers
from govdisc_ofd.texts import places, text_codes
from govdisc_ofd.widths import Mark, is_full

#: Elements that hold objects and draw nothing themselves.
_GROUPS = ("Content", "Layer", "PageBlock", "Appearance")
#: Text that leans by more than this, in quarter turns, stands askew.
_ASKEW = 0.09
#: Between two looks at the clock so many objects pass.
_STRIDE = 200


class Drawing:
    """What a page draws, taken in object by object."""

    def __init__(self, page: int, resources: Resources, clock: Clock) -> None:
        """Begin page number ``page``."""
        self.marks: list[Mark] = []
        self.shapes = Shapes()
        self._page, self._resources, self._clock = page, resources, clock
        self._pieces = 0

    def add(self, group: Any, matrix: Matrix, pen: Pen = Pen(), depth: int = 0) -> None:  # noqa: B008 - a tuple of constants
        """Draw what a group of objects holds; ``matrix`` maps its millimetres to points."""
        for element in group:
            name = local(element)
            if element.get("Visible") == "false":
                continue
            if name in _GROUPS:
                self.add(element, _placed(element, matrix), self._resources.pen(element, pen), depth)
            elif name == "TextObject":
                self._text(element, _placed(element, matrix), self._resources.pen(element, pen))
            elif name in ("PathObject", "ImageObject", "CompositeObject") and self._counted():
                inner = _placed(element, matrix)
                if name == "PathObject":
                    self._path(element, inner, self._resources.pen(element, pen))
                elif name == "ImageObject":
                    self.shapes.image(_image_box(element, matrix, inner))
                elif depth < MAX_DEPTH:
                    unit = self._resources.units.get(element.get("ResourceID"))
                    self.add(() if unit is None else unit, inner, pen, depth + 1)

    def _counted(self) -> bool:
        """Count an object, and say whether it is looked at."""
        self.shapes.count += 1
        if not self.shapes.count % _STRIDE:
            self._clock.check()
        self.shapes.cut_off = self.shapes.count > MAX_OBJECTS
        return not self.shapes.cut_off

    def _path(self, element: Any, matrix: Matrix, pen: Pen) -> None:
        filled = pen.fill if element.get("Fill") == "true" else ""
        stroked = pen.stroke if element.get("Stroke") != "false" else ""
        if not _shown(element) or not (filled or stroked):
            return
        data = child(element, "AbbreviatedData")
        width = pen.width * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
        self.shapes.path(pieces("" if data is None else data.text or "", matrix), filled, stroked, width)

    def _text(self, element: Any, matrix: Matrix, pen: Pen) -> None:
        size = _size(element)
        turned = _turned(number(element.get("CharDirection")))
        upright = product((size, 0.0, 0.0, size, 0.0, 0.0), product(turned, matrix))
        quarters = math.atan2(upright[1], upright[0]) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) <= _ASKEW else None
        points = math.hypot(upright[2], upright[3])
        seen = _shown(element) and bool(pen.fill) and (element.get("Fill") != "false" or element.get("Stroke") == "true")
        run = Run(0, points, turn, not seen or points < SMALLEST, pen.fill == "white")
        reading = _turned(number(element.get("ReadDirection")))
        step = size * number(element.get("HScale"), 1.0)
        for code in text_codes(element):
            self._pieces += 1
            even = len(set(code.along_x)) == 1 and not code.along_y and len({is_full(character) for character in code.text}) > 1
            for character, (x, y) in zip(code.text, places(code, step, reading), strict=True):
                here = (*upright[:4], *applied(matrix, x, y))
                self.marks.append(Mark(character, here, element.get("Font") or "", self._pieces, run, even))
            if len(self.marks) > MAX_CHARS:
                raise InputError(
                    _("page {number} of the file holds more than the {limit} characters that are read; it is no report.").format(
                        number=self._page, limit=MAX_CHARS
                    )
                )


def _size(element: Any) -> float:
    """Return how large the type of a text object is; where the file does not tell, or easyofd wrote it in small letters, as high as it is."""
    told = number(element.get("Size") or element.get("size"))
    return told or (numbers(element.get("Boundary"), 4) or (0.0,) * 4)[3]


def _shown(element: Any) -> bool:
    return number(element.get("Alpha"), 255) > 0


def _turned(degrees: float) -> Matrix:
    """Return a clockwise turn; only quarters are allowed."""
    quarters = round(degrees / 90) % 4
    cosine, sine = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[quarters]
    return cosine, sine, -sine, cosine, 0.0, 0.0


def _placed(element: Any, outer: Matrix) -> Matrix:
    """Return the map of an object's own places: its matrix, then the corner of its boundary."""
    left, top = (numbers(element.get("Boundary"), 2) or (0.0, 0.0))
    own = numbers(element.get("CTM"), 6)
    a, b, c, d, e, f = own if own is not None else IDENTITY
    return product((a, b, c, d, e + left, f + top), outer)


def _image_box(element: Any, outer: Matrix, inner: Matrix) -> Box:
    """Return the box of an image: the unit square under its matrix, without one its boundary."""
    corners: Iterable[tuple[float, float]] = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
    if element.get("CTM") is None and (boundary := numbers(element.get("Boundary"), 4)) is not None:
        left, top, width, height = boundary
        return box_of(applied(outer, left + x * width, top + y * height) for x, y in corners)
    return box_of(applied(inner, x, y) for x, y in corners)
