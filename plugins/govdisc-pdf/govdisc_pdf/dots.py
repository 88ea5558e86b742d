"""Dotted lines: rows of tiny squares or discs, as browsers draw them, put together to the rulings that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govdisc_pdf.model import Box, Rule

#: Dots of one line leave gaps of no more than so many points, and their middles differ across it by less than a step.
_GAP, _STEP = 5.0, 0.25
#: Fewer dots are a full stop or a corner.
_FEWEST = 4


def dotted(dots: Sequence[Box]) -> tuple[list[Rule], list[Rule]]:
    """Return the horizontal and the vertical lines that dots make."""
    across = _lines((box.y0 + box.y1, box.x0, box.x1) for box in dots)
    down = _lines((box.x0 + box.x1, box.y0, box.y1) for box in dots)
    return across, down


def _lines(dots: Iterable[tuple[float, float, float]]) -> list[Rule]:
    """Return the lines along one axis; a dot is twice the place of its middle across it, and its extent along it."""
    rows: dict[int, list[tuple[float, float]]] = {}
    for middle, low, high in dots:
        rows.setdefault(round(middle / 2 / _STEP), []).append((low, high))
    out: list[Rule] = []
    for step, extents in rows.items():
        extents.sort()
        begin, end, count = *extents[0], 0
        for low, high in [*extents, (float("inf"), 0.0)]:
            if low - end > _GAP:
                if count >= _FEWEST:
                    out.append(Rule(step * _STEP, begin, end))
                begin, end, count = low, high, 0
            end, count = max(end, high), count + 1
    return out
