"""The lines, filled areas and images of a page, as far as they can be rulings of a table: pure geometry, in points, y upwards.

Programs draw rulings in many ways: Word and WPS as filled rectangles half a point thin, a piece for each cell; LibreOffice as
stroked lines; browsers as either, dotted ones as a row of tiny discs; others as stroked rectangles, as one path of many pieces, or as
images one pixel wide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Literal, NamedTuple

from govdisc.plugin import record
from govdisc_pdf.model import Box

#: A filled area as thin as this, in points, is a line; so is a stroke no wider than twice as much.
THIN = 3.0
#: A stroke that leans by no more than this over its length is straight.
LEAN = 1.0
#: Colours with no part below this, of 255, are white.
WHITE = 250
#: Coloured areas and white lines beyond this number belong to a drawing, not to a table.
_MANY = 2_000
#: Areas are looked up by the stripe of the page that they touch, so high each; no page is higher.
_STRIPE, _PAGE = 20.0, 15_000.0

Point = tuple[float, float]
#: How a path is painted: in a colour that is seen on white paper, in white, or not at all.
Colour = Literal["dark", "white", ""]


def colour_of(*parts: int) -> Colour:
    """Say how red, green and blue, from 0 to 255, show on white paper."""
    return "white" if min(parts) >= WHITE else "dark"


class Piece(NamedTuple):
    """A subpath: its points, whether it is closed, and whether it has no curves."""

    points: Sequence[Point]
    closed: bool
    straight: bool = True


def box_of(points: Iterable[Point]) -> Box:
    """Return the box around points."""
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def is_thin(box: Box) -> bool:
    """Whether an area is so thin that it shows as a line."""
    return min(box.x1 - box.x0, box.y1 - box.y0) <= THIN


@record(slots=True)
class Shapes:
    """Thin boxes that may be rulings, coloured areas, images.

    ``pale`` are lines in white, which show on colour alone; ``count`` is the number of objects looked at, ``cut_off`` says that there were
    more.
    """

    lines: list[Box] = field(default_factory=list)
    pale: list[Box] = field(default_factory=list)
    coloured: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    count: int = 0
    cut_off: bool = False

    def image(self, box: Box) -> None:
        """Take an image; one of a pixel's width is a line."""
        (self.lines if is_thin(box) else self.images).append(box)

    def area(self, box: Box, colour: Colour, clip: Box | None = None) -> None:
        """Take a filled rectangle."""
        if is_thin(box):
            self._add([box], colour, clip)
        elif colour == "dark" and len(self.coloured) < _MANY:
            self.coloured.append(box)

    def path(self, pieces: Iterable[Piece], filled: Colour, stroked: Colour, width: float, clip: Box | None = None) -> None:
        """Take a path of many pieces, filled, stroked with a line of that width, or both."""
        lines: list[Box] = []
        for piece in pieces:
            if filled:
                box = box_of(piece.points)
                if is_thin(box):
                    lines.append(box)
                elif filled == "dark" and len(self.coloured) < _MANY:
                    self.coloured.append(box)
            if stroked and width <= 2 * THIN and piece.straight:
                lines += _edges(piece)
        if lines:
            self._add(lines, "dark" if "dark" in (filled, stroked) else "white", clip)

    def _add(self, lines: Iterable[Box], colour: Colour, clip: Box | None) -> None:
        target = self.lines if colour == "dark" else self.pale
        target += [seen for line in lines if (seen := _cut(line, clip)) is not None]

    def rulings(self) -> Iterator[Box]:
        """Yield the lines that are seen: dark ones, and white ones that part coloured cells."""
        yield from self.lines
        if self.pale:
            areas = _Stripes(self.coloured)
            yield from (line for line in self.pale[:_MANY] if areas.hold((line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2))

    def backgrounds(self) -> _Stripes:
        """Return what white text shows on: coloured areas and images."""
        return _Stripes([*self.coloured, *self.images])


class _Stripes:
    """Areas, looked up by the stripe of the page that they touch: a page may hold thousands of white characters and of areas."""

    def __init__(self, areas: Iterable[Box]) -> None:
        self._stripes: dict[int, list[Box]] = {}
        for area in areas:
            for stripe in range(int(max(area.y0, 0.0) // _STRIPE), int(min(area.y1, _PAGE) // _STRIPE) + 1):
                self._stripes.setdefault(stripe, []).append(area)

    def hold(self, x: float, y: float) -> bool:
        """Whether one of the areas lies under a point."""
        return any(area.holds(x, y) for area in self._stripes.get(int(y // _STRIPE), ()))


def _edges(piece: Piece) -> Iterator[Box]:
    """Return the horizontal and vertical lines of a piece of path."""
    points = piece.points
    ring = [*points[1:], points[0]] if piece.closed else points[1:]
    for start, end in zip(points, ring, strict=False):
        if abs(start[0] - end[0]) <= LEAN or abs(start[1] - end[1]) <= LEAN:
            yield box_of([start, end])


def common(left: Box, right: Box) -> Box:
    """Return what two boxes share; the sides are in disorder where that is nothing."""
    return Box(max(left.x0, right.x0), max(left.y0, right.y0), min(left.x1, right.x1), min(left.y1, right.y1))


def _cut(box: Box, clip: Box | None) -> Box | None:
    """Return what the clip leaves of a box; rounding must not take a line along the clip's edge."""
    if clip is None:
        return box
    cut = common(box, Box(clip.x0 - LEAN, clip.y0 - LEAN, clip.x1 + LEAN, clip.y1 + LEAN))
    return cut if cut.x1 >= cut.x0 and cut.y1 >= cut.y0 else None
