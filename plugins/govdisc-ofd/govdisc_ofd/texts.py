"""The characters of a text object and where each stands (GB/T 33190-2016, 11.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from govdisc_pdf.pages import Matrix

from govdisc_ofd.package import children
from govdisc_ofd.resources import number
from govdisc_ofd.widths import FULL, HALF, is_full

#: How the file writes that an offset is repeated: ``g``, how often, the offset.
_REPEATED = "g"


class TextCode(NamedTuple):
    """Characters, the place of the first, the offsets of those after it; () where the file tells none."""

    text: str
    x: float
    y: float
    along_x: tuple[float, ...]
    along_y: tuple[float, ...]


def text_codes(element: Any) -> Iterator[TextCode]:
    """Yield the pieces of a text object; what one leaves out of its place is that of the one before."""
    x = y = 0.0
    for code in children(element, "TextCode"):
        text = "".join(code.itertext())
        if "\n" in text:  # a program that lays out its XML breaks lines around the text
            text = text.strip()
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        most = max(len(text) - 1, 0)
        yield TextCode(text, x, y, _deltas(code.get("DeltaX"), most), _deltas(code.get("DeltaY"), most))


def _deltas(text: str | None, most: int) -> tuple[float, ...]:
    """Return the offsets that the file tells, with the repeated ones written out; no more than there are characters for."""
    out: list[float] = []
    words = iter((text or "").split())
    for word in words:
        count, value = 1, word
        if word == _REPEATED:
            count, value = max(0, int(number(next(words, "")))), next(words, "")
        out += [number(value)] * min(count, most - len(out))
    return tuple(out)


def places(code: TextCode, size: float, reading: Matrix) -> Iterator[tuple[float, float]]:
    """Yield where each character begins.

    Where there are fewer offsets than characters the last goes on; where there are none each character takes the room of its kind, in type
    of this size and in the direction of reading.
    """
    x, y = code.x, code.y
    for i, character in enumerate(code.text):
        yield x, y
        if code.along_x or code.along_y:
            x += code.along_x[min(i, len(code.along_x) - 1)] if code.along_x else 0.0
            y += code.along_y[min(i, len(code.along_y) - 1)] if code.along_y else 0.0
        else:
            width = size * (FULL if is_full(character) else HALF)
            x, y = x + width * reading[0], y + width * reading[1]
