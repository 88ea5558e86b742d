"""Paths in their abbreviated form: ``M 0 0 L 20 0 …`` (GB/T 33190-2016, 9.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govdisc_pdf.pages import MAX_SEGMENTS, Matrix, Piece, Point, applied

from govdisc_ofd.resources import number

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
#: How many numbers follow each operator; the last two are where it ends. S begins a subpath like M, C closes one.
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_BEGIN, _CURVES = "SM", "QBA"


def pieces(data: str, matrix: Matrix) -> Iterator[Piece]:
    """Yield the subpaths, mapped; of a curve only its end is kept. What is no path ends them."""
    points: list[Point] = []
    closed, straight = False, True
    for operator, operands in _operations(data):
        if operator in _BEGIN and points:
            yield Piece(points, closed, straight)
            points, closed, straight = [], False, True
        closed = closed or operator == "C"
        straight = straight and operator not in _CURVES
        if operands:
            ends = zip(operands[::2], operands[1::2], strict=False) if operator != "A" else [(operands[-2], operands[-1])]
            points += (applied(matrix, x, y) for x, y in ends)
    if points:
        yield Piece(points, closed, straight)


def _operations(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    tokens = _TOKEN.finditer(data)
    for _count, match in zip(range(MAX_SEGMENTS), tokens, strict=False):
        operator = match[0].upper()
        if operator not in _OPERANDS:
            return
        operands = tuple(number(token[0]) for _i, token in zip(range(_OPERANDS[operator]), tokens, strict=False))
        if len(operands) < _OPERANDS[operator]:
            return
        yield operator, operands
