"""The lines, filled areas and images of a page, in PDF's user space, as far as they can be rulings of a table.

Programs draw rulings in many ways: Word and WPS as filled rectangles half a point thin, a piece for each cell; LibreOffice as
stroked lines; browsers as either; others as stroked rectangles, as one path of many pieces, or as images one pixel wide.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from govdisc.reading import Clock
from govdisc_pdf.limits import MAX_DEPTH, MAX_OBJECTS, MAX_SEGMENTS
from govdisc_pdf.model import Box

#: A filled area as thin as this, in points, is a line; so is a stroke no wider.
THIN = 3.0
#: A stroke that leans by no more than this over its length is straight.
_LEAN = 1.0
#: A rectangle is a path of five segments, or six where the last one only closes it; a line one of two.
_RECTANGLE, _STROKE = 6, 2
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_MOVE = 2
_LINE = 0
#: Colours with no part below this are white.
WHITE = 250
#: Coloured areas and white lines beyond this number belong to a drawing, not to a table.
_MANY = 2_000
_STRIPE, _PAGE = 20.0, 15_000.0

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Shapes:
    """Thin boxes that may be rulings, coloured areas, images; ``count`` of these objects, whether some were not looked at.

    ``texts`` are the addresses of text objects.
    """

    lines: list[Box] = field(default_factory=list)
    coloured: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    count: int = 0
    cut_off: bool = False

    def coloured_at(self, x: float, y: float) -> bool:
        """Whether a coloured area or an image lies under a point, so that white shows there."""
        return any(one.holds(x, y) for one in self.coloured) or any(one.holds(x, y) for one in self.images)


@dataclass(slots=True)
class _Stack:
    """What the walk over the objects needs at every step; the variables take PDFium's answers."""

    library: Any
    clock: Clock
    shapes: Shapes = field(default_factory=Shapes)
    pale: list[Box] = field(default_factory=list)
    mode: tuple[Any, ...] = field(default_factory=lambda: tuple(ctypes.c_int() for _ in range(2)))
    colour: tuple[Any, ...] = field(default_factory=lambda: tuple(ctypes.c_uint() for _ in range(4)))
    box: tuple[Any, ...] = field(default_factory=lambda: tuple(ctypes.c_float() for _ in range(4)))


def read_shapes(library: Any, page: Any, clock: Clock) -> Shapes:
    """Return the shapes of a page, those inside of form objects included."""
    walk = _Stack(library, clock)
    objects = (library.FPDFPage_GetObject(page, i) for i in range(library.FPDFPage_CountObjects(page)))
    _walk(walk, objects, _IDENTITY, 0)
    walk.shapes.lines += _on_colour(walk.pale[:_MANY], walk.shapes.coloured)
    return walk.shapes


def _on_colour(lines: list[Box], areas: list[Box]) -> Iterator[Box]:
    """White lines that are seen, since they part coloured cells; areas are looked up by the stripe of the page that they touch."""
    stripes: dict[int, list[Box]] = {}
    for area in areas if lines else ():
        for stripe in range(int(max(area.y0, 0.0) // _STRIPE), int(min(area.y1, _PAGE) // _STRIPE) + 1):
            stripes.setdefault(stripe, []).append(area)
    for one in lines:
        x, y = (one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2
        if any(area.holds(x, y) for area in stripes.get(int(y // _STRIPE), ())):
            yield one


def _walk(walk: _Stack, objects: Iterator[Any], matrix: _Matrix, depth: int) -> None:
    library, shapes = walk.library, walk.shapes
    for thing in objects:
        kind = library.FPDFPageObj_GetType(thing)
        if kind == _TEXT:
            shapes.texts.append(thing)
        if kind not in (_PATH, _IMAGE, _FORM):
            continue
        shapes.count += 1
        if shapes.count > MAX_OBJECTS:
            shapes.cut_off = True
            return
        if not shapes.count % 500:
            walk.clock.check()
        if kind == _PATH:
            _path(walk, thing, matrix)
        elif kind == _IMAGE:
            _image(walk, thing, matrix)
        elif depth < MAX_DEPTH:
            inner = (library.FPDFFormObj_GetObject(thing, i) for i in range(library.FPDFFormObj_CountObjects(thing)))
            _walk(walk, inner, _product(_matrix(library, thing), matrix), depth + 1)


def _matrix(library: Any, thing: Any) -> _Matrix:
    found = library.FS_MATRIX()
    if not library.FPDFPageObj_GetMatrix(thing, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _apply(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _image(walk: _Stack, thing: Any, matrix: _Matrix) -> None:
    box = _bounds(walk, thing, matrix)
    if _thin(box):
        walk.shapes.lines.append(box)
    else:
        walk.shapes.images.append(box)


def _bounds(walk: _Stack, thing: Any, matrix: _Matrix) -> Box:
    left, bottom, right, top = walk.box
    walk.library.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, walk.box))
    if matrix is _IDENTITY:
        return Box(left.value, bottom.value, right.value, top.value)
    return _box([_apply(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)])


def _box(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _thin(box: Box) -> bool:
    return min(box.x1 - box.x0, box.y1 - box.y0) <= THIN


def _path(walk: _Stack, thing: Any, outer: _Matrix) -> None:
    library = walk.library
    fill, stroke = walk.mode
    library.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
    filled = _colour(walk, library.FPDFPageObj_GetFillColor, thing) if fill.value else ""
    stroked = _colour(walk, library.FPDFPageObj_GetStrokeColor, thing) if stroke.value else ""
    if not filled and not stroked:
        return
    if not (filled and stroked) and library.FPDFPath_CountSegments(thing) <= (_RECTANGLE if filled else _STROKE):
        box = _bounds(walk, thing, outer)
        if _thin(box):
            _add_lines(walk, thing, outer, [box], filled or stroked)
        elif filled == "dark" and len(walk.shapes.coloured) < _MANY:
            walk.shapes.coloured.append(box)
        return
    matrix = _product(_matrix(library, thing), outer)
    thin_stroke = stroked and _stroke_width(library, thing, matrix) <= 2 * THIN
    lines: list[Box] = []
    for points, closed, straight in _pieces(library, thing, matrix):
        if filled:
            box = _box(points)
            if _thin(box):
                lines.append(box)
            elif filled == "dark" and len(walk.shapes.coloured) < _MANY:
                walk.shapes.coloured.append(box)
        if thin_stroke and straight:
            lines += _edges(points, closed)
    if lines:
        _add_lines(walk, thing, outer, lines, "dark" if "dark" in (filled, stroked) else "white")


def _add_lines(walk: _Stack, thing: Any, outer: _Matrix, lines: list[Box], colour: str) -> None:
    clip = _clip(walk.library, thing, outer)
    target = walk.shapes.lines if colour == "dark" else walk.pale
    target += [seen for one in lines if (seen := _cut(one, clip)) is not None]


def _colour(walk: _Stack, getter: Any, thing: Any) -> str:
    """"dark" for every colour that is seen on white paper, "white", or "" when nothing is drawn."""
    red, green, blue, alpha = walk.colour
    if not getter(thing, *map(ctypes.byref, walk.colour)):
        return "dark"
    if not alpha.value:
        return ""
    return "white" if min(red.value, green.value, blue.value) >= WHITE else "dark"


def _stroke_width(library: Any, thing: Any, matrix: _Matrix) -> float:
    width = ctypes.c_float()
    library.FPDFPageObj_GetStrokeWidth(thing, ctypes.byref(width))
    return float(width.value * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


def _edges(points: list[tuple[float, float]], closed: bool) -> Iterator[Box]:
    """Return the horizontal and vertical lines of a piece of path."""
    ring = [*points[1:], points[0]] if closed else points[1:]
    for start, end in zip(points, ring, strict=False):
        if abs(start[0] - end[0]) <= _LEAN or abs(start[1] - end[1]) <= _LEAN:
            yield _box([start, end])


def _pieces(library: Any, thing: Any, matrix: _Matrix) -> Iterator[tuple[list[tuple[float, float]], bool, bool]]:
    """Return the subpaths as (points, closed, without curves)."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    closed = False
    curves = 0
    for i in range(min(library.FPDFPath_CountSegments(thing), MAX_SEGMENTS)):
        segment = library.FPDFPath_GetPathSegment(thing, i)
        kind = library.FPDFPathSegment_GetType(segment)
        library.FPDFPathSegment_GetPoint(segment, to_x, to_y)
        if kind == _MOVE and points:
            yield points, closed, not curves
            points, closed, curves = [], False, 0
        points.append(_apply(matrix, x.value, y.value))
        curves += kind not in (_MOVE, _LINE)
        closed = closed or bool(library.FPDFPathSegment_GetClose(segment))
    if points:
        yield points, closed, not curves


def _clip(library: Any, thing: Any, outer: _Matrix) -> Box | None:
    """Return the box around the object's clip path, None when it is not clipped."""
    clip = library.FPDFPageObj_GetClipPath(thing)
    out: Box | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    for i in range(max(library.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        count = library.FPDFClipPath_CountPathSegments(clip, i)
        if not 0 < count <= MAX_SEGMENTS:
            continue
        points = []
        for j in range(count):
            library.FPDFPathSegment_GetPoint(library.FPDFClipPath_GetPathSegment(clip, i, j), to_x, to_y)
            points.append(_apply(outer, x.value, y.value))
        box = _box(points)
        out = box if out is None else _common(out, box)
    return out


def _common(one: Box, other: Box) -> Box:
    return Box(max(one.x0, other.x0), max(one.y0, other.y0), min(one.x1, other.x1), min(one.y1, other.y1))


def _cut(box: Box, clip: Box | None) -> Box | None:
    """Return what the clip leaves of a box; rounding must not take a line along the clip's edge."""
    if clip is None:
        return box
    cut = _common(box, Box(clip.x0 - _LEAN, clip.y0 - _LEAN, clip.x1 + _LEAN, clip.y1 + _LEAN))
    return cut if cut.x1 >= cut.x0 and cut.y1 >= cut.y0 else None
