"""Where a body lies, by the code of its administrative division (GB/T 2260): known from a list, or not told at all.

``divisions.csv`` has the provinces, prefectures and counties with their six digits. Source: 国家统计局, 统计用区划代码和城乡划分代码, 2023
(as of 2023-06-30, published 2023-09-11), as collected by modood/Administrative-divisions-of-China 2.7.0 (npm: china-division; WTFPL);
the statistical areas in it that are no division of the standard (development zones, codes ..71 to ..79) are left out. The list has
no 香港, 澳门 and 台湾.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from govdisc.plugin import Agency, Body, record

_COUNTY = re.compile("[县区旗市]")


@record(frozen=True)
class Division:
    """A division: six digits and the full name."""

    code: str
    name: str

    @property
    def inner(self) -> str:
        """The digits with which the codes of all divisions within it begin."""
        return self.code[:2] if self.code.endswith("0000") else self.code[:4] if self.code.endswith("00") else self.code


def located(agency: Agency) -> tuple[str | None, str | None]:
    """Return the code of the division in which a body lies, and the name of its province; None each where it is not known."""
    if agency.region_code:
        return agency.region_code, _province(agency.region_code)
    return _located(agency.name) if agency.name else (None, None)


@lru_cache(maxsize=8192)
def _located(name: str) -> tuple[str | None, str | None]:
    body = Body.of(name)
    candidates, rest = _named(body.place or body.name)
    provinces = {_province(found.code) for found in candidates}
    province = provinces.pop() if len(provinces) == 1 else None
    # a county that is not on the list is not the city that it lies in, and a zone is no division
    beyond = candidates and candidates[0].code.endswith("00") and _COUNTY.search(rest)
    return (candidates[0].code if len(candidates) == 1 and not beyond else None), province


def _named(place: str) -> tuple[list[Division], str]:
    """The divisions that the beginning of a place may be, each name within the one before it, and what stands behind them."""
    candidates: list[Division] = []
    rest = place
    while rest:
        lengths = range(min(len(rest), _longest()), 1, -1)
        within = next((found for length in lengths if (found := _within(rest[:length], candidates))), None)
        if within is None:
            break
        candidates, rest = within, rest[len(within[0].name) :]
    return candidates, rest


def _within(name: str, above: list[Division]) -> list[Division]:
    return [found for found in _by_name().get(name, ()) if not above or any(_lies(found, outer) for outer in above)]


def _lies(inner: Division, outer: Division) -> bool:
    return inner.code != outer.code and inner.code.startswith(outer.inner)


def _province(code: str) -> str | None:
    return _provinces().get(code[:2])


@cache
def _all() -> tuple[Division, ...]:
    return tuple(_lines())


def _lines() -> Iterator[Division]:
    text = (files("govdisc_tables") / "divisions.csv").read_text("utf-8")
    for line in text.splitlines()[1:]:
        code, _comma, name = line.partition(",")
        yield Division(code, name)


@cache
def _by_name() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = {}
    for division in _all():
        found.setdefault(division.name, []).append(division)
    return found


@cache
def _provinces() -> dict[str, str]:
    """The names of the provinces by the first two digits of their codes."""
    return {division.code[:2]: division.name for division in _all() if division.code.endswith("0000")}


@cache
def _longest() -> int:
    return max(map(len, _by_name()))
