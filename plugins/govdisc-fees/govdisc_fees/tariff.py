"""The tariff of 国办函〔2020〕109号 as data (``tariff.toml``), and the one computation that both of its scales share.

A fee is charged by item (Art. 4) or by volume (Art. 5), never both for one request; both scales are progressive by band, and only
the part within a band bears that band's price.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import gcd
from pathlib import Path
from typing import Any

from govdisc.plugin import parse_toml, record

SCALES = ("items", "pages")


@record(frozen=True)
class Step:
    """The part of a quantity within one band: units ``first`` to ``last`` at ``price`` yuan each."""

    first: int
    last: int
    price: int

    @property
    def count(self) -> int:
        """How many units."""
        return self.last - self.first + 1

    @property
    def amount(self) -> int:
        """What they cost, in yuan."""
        return self.count * self.price


@cache
def tariff() -> dict[str, Any]:
    """Return the tariff as it stands in ``tariff.toml``."""
    return parse_toml(Path(__file__).with_name("tariff.toml").read_text("utf-8"), "tariff.toml", packaged=True)


def steps(scale: str, quantity: int) -> list[Step]:
    """Return the steps of the fee for so many ``items`` (one applicant, one month) or ``pages`` (one request)."""
    found: list[Step] = []
    for first, end, price in _bands(scale):
        if first > quantity:
            break
        found.append(Step(first, quantity if end is None else min(end, quantity), price))
    return found


def fee(scale: str, quantity: int) -> int:
    """Return the fee in yuan, 0 for a quantity that is free."""
    return sum(step.amount for step in steps(scale, quantity))


@cache
def step_of(scale: str) -> int:
    """Return the largest number that every amount on a scale is a multiple of: ¥100 by item, ¥10 by page."""
    return gcd(*(band[key] for band in tariff()[scale]["bands"] for key in ("price", "increase") if key in band))


def _bands(scale: str) -> Iterator[tuple[int, int | None, int]]:
    """Each band as (first unit, last unit or None for no end, price); the bands of Art. 4 go on for ever."""
    bands = tariff()[scale]["bands"]
    for band, after in zip(bands, [*bands[1:], None], strict=True):
        first, price, width = band["from"], band["price"], band.get("width")
        if width is None:
            yield first, after["from"] - 1 if after else None, price
            continue
        while True:
            yield first, first + width - 1, price
            first, price = first + width, price + band["increase"]
