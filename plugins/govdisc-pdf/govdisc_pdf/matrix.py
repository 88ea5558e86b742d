"""Affine maps of the plane as fixed-layout formats write them: six numbers a b c d e f."""

from __future__ import annotations

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def product(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the map that does the inner one first."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Map a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
