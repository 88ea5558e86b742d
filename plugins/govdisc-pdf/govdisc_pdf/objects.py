"""The drawn objects of a page of PDFium's: paths and images as :class:`~govdisc_pdf.shapes.Shapes`, text objects as addresses."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from govdisc.plugin import record
from govdisc.reading import Clock
from govdisc_pdf.limits import MAX_DEPTH, MAX_OBJECTS, MAX_SEGMENTS
from govdisc_pdf.matrix import IDENTITY, Matrix, applied, product
from govdisc_pdf.model import Box
from govdisc_pdf.shapes import Colour, Piece, Point, Shapes, box_of, colour_of, common, is_thin

#: A rectangle is a path of five segments, or six where the last one only closes it; a line one of two.
_RECTANGLE, _STROKE = 6, 2
#: Kinds of page objects, and of the segments of a path (fpdf_edit.h).
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE, _MOVE = 0, 2


@record(slots=True)
class _Walk:
    """What the walk over the objects needs at every step; the variables take PDFium's answers."""

    library: Any
    clock: Clock
    shapes: Shapes = field(default_factory=Shapes)
    texts: list[int] = field(default_factory=list)
    mode: tuple[Any, ...] = field(default_factory=lambda: tuple(ctypes.c_int() for _ in range(2)))
    colour: tuple[Any, ...] = field(default_factory=lambda: tuple(ctypes.c_uint() for _ in range(4)))
    box: tuple[Any, ...] = field(default_factory=lambda: tuple(ctypes.c_float() for _ in range(4)))


def read_objects(library: Any, page: Any, clock: Clock) -> tuple[Shapes, list[int]]:
    """Return the shapes of a page and the addresses of its text objects, those inside of form objects included."""
    walk = _Walk(library, clock)
    objects = (library.FPDFPage_GetObject(page, i) for i in range(library.FPDFPage_CountObjects(page)))
    _walk(walk, objects, IDENTITY, 0)
    return walk.shapes, walk.texts


def _walk(walk: _Walk, objects: Iterator[Any], matrix: Matrix, depth: int) -> None:
    library, shapes = walk.library, walk.shapes
    for drawn in objects:
        kind = library.FPDFPageObj_GetType(drawn)
        if kind == _TEXT:
            walk.texts.append(drawn)
        if kind not in (_PATH, _IMAGE, _FORM):
            continue
        shapes.count += 1
        if shapes.count > MAX_OBJECTS:
            shapes.cut_off = True
            return
        if not shapes.count % 500:
            walk.clock.check()
        if kind == _PATH:
            _path(walk, drawn, matrix)
        elif kind == _IMAGE:
            shapes.image(_bounds(walk, drawn, matrix))
        elif depth < MAX_DEPTH:
            inner = (library.FPDFFormObj_GetObject(drawn, i) for i in range(library.FPDFFormObj_CountObjects(drawn)))
            _walk(walk, inner, product(_matrix(library, drawn), matrix), depth + 1)


def _matrix(library: Any, drawn: Any) -> Matrix:
    found = library.FS_MATRIX()
    if not library.FPDFPageObj_GetMatrix(drawn, ctypes.byref(found)):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _bounds(walk: _Walk, drawn: Any, matrix: Matrix) -> Box:
    left, bottom, right, top = walk.box
    walk.library.FPDFPageObj_GetBounds(drawn, *map(ctypes.byref, walk.box))
    if matrix is IDENTITY:
        return Box(left.value, bottom.value, right.value, top.value)
    return box_of(applied(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value))


def _path(walk: _Walk, drawn: Any, outer: Matrix) -> None:
    library = walk.library
    fill, stroke = walk.mode
    library.FPDFPath_GetDrawMode(drawn, ctypes.byref(fill), ctypes.byref(stroke))
    filled = _colour(walk, library.FPDFPageObj_GetFillColor, drawn) if fill.value else ""
    stroked = _colour(walk, library.FPDFPageObj_GetStrokeColor, drawn) if stroke.value else ""
    if not filled and not stroked:
        return
    clip = _clip(library, drawn, outer)
    if not (filled and stroked) and library.FPDFPath_CountSegments(drawn) <= (_RECTANGLE if filled else _STROKE):
        box = _bounds(walk, drawn, outer)
        if filled or is_thin(box):
            walk.shapes.area(box, filled or stroked, clip)
        return
    matrix = product(_matrix(library, drawn), outer)
    walk.shapes.path(_pieces(library, drawn, matrix), filled, stroked, _stroke_width(library, drawn, matrix) if stroked else 0.0, clip)


def _colour(walk: _Walk, getter: Any, drawn: Any) -> Colour:
    """Return how an object is painted; in "dark" where PDFium does not know."""
    red, green, blue, alpha = walk.colour
    if not getter(drawn, *map(ctypes.byref, walk.colour)):
        return "dark"
    return colour_of(red.value, green.value, blue.value) if alpha.value else ""


def _stroke_width(library: Any, drawn: Any, matrix: Matrix) -> float:
    width = ctypes.c_float()
    library.FPDFPageObj_GetStrokeWidth(drawn, ctypes.byref(width))
    return float(width.value * abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5)


def _pieces(library: Any, drawn: Any, matrix: Matrix) -> Iterator[Piece]:
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    points: list[Point] = []
    closed = False
    curves = 0
    for i in range(min(library.FPDFPath_CountSegments(drawn), MAX_SEGMENTS)):
        segment = library.FPDFPath_GetPathSegment(drawn, i)
        kind = library.FPDFPathSegment_GetType(segment)
        library.FPDFPathSegment_GetPoint(segment, to_x, to_y)
        if kind == _MOVE and points:
            yield Piece(points, closed, not curves)
            points, closed, curves = [], False, 0
        points.append(applied(matrix, x.value, y.value))
        curves += kind not in (_MOVE, _LINE)
        closed = closed or bool(library.FPDFPathSegment_GetClose(segment))
    if points:
        yield Piece(points, closed, not curves)


def _clip(library: Any, drawn: Any, outer: Matrix) -> Box | None:
    """Return the box around the object's clip path, None when it is not clipped."""
    clip = library.FPDFPageObj_GetClipPath(drawn)
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
            points.append(applied(outer, x.value, y.value))
        box = box_of(points)
        out = box if out is None else common(out, box)
    return out
