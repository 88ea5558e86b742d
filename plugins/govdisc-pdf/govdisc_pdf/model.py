"""What is known of a page before it is understood: characters, rulings, areas, all in points from the page's upper left corner.

The corner is that of the page as it is read: a page whose text runs upwards is turned first, whatever its ``/Rotate`` says.
"""

from __future__ import annotations

from dataclasses import field
from typing import NamedTuple

from govdisc.plugin import record


class Char(NamedTuple):
    """One visible character: its box, its origin on the baseline (``ox``, ``oy``), the size of its font in points.

    ``turn`` counts the quarter turns, anticlockwise, by which it differs from the page's reading direction; ``run`` is the number
    of the text object that draws it.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    ox: float
    oy: float
    size: float
    run: int
    turn: int = 0

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def upright(self) -> Char:
        """Return the character in a frame of its own reading direction."""
        if not self.turn:
            return self
        a, b = _turned(self.x0, self.y0, self.turn), _turned(self.x1, self.y1, self.turn)
        ox, oy = _turned(self.ox, self.oy, self.turn)
        return Char(self.text, min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), ox, oy, self.size, self.run)


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    return {1: (-y, x), 2: (-x, -y), 3: (y, -x)}[turn]


class Box(NamedTuple):
    """An area: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies in it."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    @property
    def area(self) -> float:
        """Its size in square points."""
        return (self.x1 - self.x0) * (self.y1 - self.y0)


class Rule(NamedTuple):
    """A straight ruling: ``at`` is its y when it is horizontal and its x when vertical, ``low`` to ``high`` its extent."""

    at: float
    low: float
    high: float


@record(slots=True)
class Page:
    """A page's contents.

    ``horizontal`` and ``vertical`` are its rulings, ``stripes`` the upper and lower edges of coloured rows, ``images`` the areas that images
    cover.
    ``recognised`` says that the text is an invisible layer over a scanned image, ``drawn`` that the page shows something at all,
    ``simplified`` that it holds more lines than are looked at; ``unmapped`` counts characters of unknown meaning, ``lost`` pieces of
    text of which nothing could be read.
    """

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    stripes: list[Rule] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    unmapped: int = 0
    lost: int = 0
    recognised: bool = False
    drawn: bool = False
    simplified: bool = False
