"""What pages share: how lines and text are drawn, composite units, colour spaces (GB/T 33190-2016, 7.9, 8.2, 8.3, 13)."""

from __future__ import annotations

from dataclasses import field
from typing import Any, NamedTuple

from govdisc_pdf.pages import Colour, colour_of

from govdisc.plugin import record
from govdisc_ofd.package import Package, child, children, text_of

#: The width of a line in millimetres where nothing says another.
LINE_WIDTH = 0.353
#: Draw parameters that take after others, which take after others.
_DEEPEST = 8
#: No place on a page is further away, in millimetres.
_LARGEST = 1e6
#: From parts of 255 to those of a colour on paper: grey, RGB, CMYK.
_GREY, _RGB, _CMYK = 1, 3, 4


class Pen(NamedTuple):
    """How something is drawn: colours as they show on white paper, the width of lines in millimetres."""

    fill: Colour = "dark"
    stroke: Colour = "dark"
    width: float = LINE_WIDTH


@record(slots=True)
class Resources:
    """The resources of a document by their identifiers."""

    pens: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)

    def add(self, package: Package, base: str, owner: Any | None) -> None:
        """Take in the files of resources that a document, a page or a template names; one that is missing has no text and no lines."""
        for resource in children(owner, "PublicRes", "DocumentRes", "PageRes"):
            found = package.named(base, text_of(resource))
            for group in found[1] if found else ():
                self.pens.update((element.get("ID"), element) for element in children(group, "DrawParam"))
                self.units.update((element.get("ID"), element) for element in children(group, "CompositeGraphicUnit"))

    def pen(self, element: Any, outer: Pen) -> Pen:
        """Return how an object is drawn: by itself, by its draw parameters, else as the layer is."""
        pen = outer
        chain: list[Any] = []
        name = element.get("DrawParam")
        while name in self.pens and len(chain) < _DEEPEST:
            chain.append(self.pens[name])
            name = chain[-1].get("Relative")
        for source in (*reversed(chain), element):
            fill, stroke = child(source, "FillColor"), child(source, "StrokeColor")
            pen = Pen(
                pen.fill if fill is None else _colour(fill),
                pen.stroke if stroke is None else _colour(stroke),
                number(source.get("LineWidth"), pen.width),
            )
        return pen


def _colour(element: Any) -> Colour:
    """Return a colour as it shows on white paper; patterns, shadings and palettes show."""
    if number(element.get("Alpha"), 255) <= 0:
        return ""
    parts = [int(number(part)) for part in (element.get("Value") or "").split()]
    if next(children(element, "Pattern", "AxialShd", "RadialShd", "GouraudShd", "LaGourandShd"), None) is not None:
        return "dark"
    if len(parts) in (_GREY, _RGB):
        return colour_of(*parts)
    return colour_of(*(255 - part for part in parts)) if len(parts) == _CMYK else "dark"


def number(text: str | None, default: float = 0.0) -> float:
    """Return a number of the file; what is none, or none that a page can hold, is the default."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if abs(value) <= _LARGEST else default


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """Return so many numbers, None where there are fewer."""
    found = tuple(number(part) for part in (text or "").split())
    return found[:count] if len(found) >= count else None
