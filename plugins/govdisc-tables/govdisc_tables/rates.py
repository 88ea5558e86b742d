"""Rates of one report. A rate of few cases says little, so none is given below thirty, and nothing here ranks anybody.

There is no legal definition of them; each is named with its formula, over the cells of the form's own tables.
"""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import Report, record
from govdisc_tables.cells import unread_cells

#: Below so many cases no rate is given.
FEWEST = 30
_CASES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


@record(frozen=True)
class Rate:
    """A rate: the sum of the cells ``part`` over that of the cells ``whole``."""

    name: str
    part: tuple[str, ...]
    whole: tuple[str, ...]


RATES = (
    # 公开率
    Rate("disclosure", ("requests.granted.total", "requests.partly_granted.total"), ("requests.processed_total.total",)),
    # 纠错率
    Rate(
        "correction",
        tuple(f"disputes.{case}.corrected" for case in _CASES),
        tuple(f"disputes.{case}.{outcome}" for case in _CASES for outcome in ("upheld", "corrected", "other")),
    ),
    # 结转率
    Rate("carry_over", ("requests.carried_out.total",), ("requests.received.total", "requests.carried_in.total")),
)


def rates(report: Report) -> Iterator[tuple[float | None, int | None, bool | None]]:
    """Yield for each of RATES the rate, the cases it is of, and whether they are too few; None where they are not known."""
    unread = unread_cells(report)
    for rate in RATES:
        part, whole = (_sum(report, cells, unread) for cells in (rate.part, rate.whole))
        if part is None or whole is None:
            yield None, None, None
        else:
            yield (part / whole if whole >= FEWEST else None), whole, whole < FEWEST


def _sum(report: Report, cells: tuple[str, ...], unread: frozenset[str]) -> int | None:
    """The sum, in which a blank counts as nothing; None where a cell was not read, is no count, or none of them is there."""
    values = [report.cell(cell) for cell in cells]
    if any(cell in unread for cell in cells) or all(value is None for value in values):
        return None
    total = sum(value or 0 for value in values)
    return int(total) if total == int(total) and total >= 0 else None
