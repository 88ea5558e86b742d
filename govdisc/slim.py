"""Reports packed without what most of them share: the names of rows and columns, and the paths of places, are kept once for all.

So a report waits for others in a fifth of the room, and goes from a worker to the first process in a fifth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

from govdisc.copies import packed, unpacked
from govdisc.model.report import Agency, Report, Section, Source, Tables
from govdisc.records import record

#: So many shapes are known by their number; a report of yet another brings its own.
MOST_SHAPES = 256
#: What parts the places of a report, where it stands in none of them.
_PARTING = "\x1f"
#: Stands before the bytes of a report on a shelf, in so many bytes: the number of its shape, or that it brings its own.
_NUMBER, _OWN = 2, MOST_SHAPES.to_bytes(2, "big")

#: The paths of the places, and the rows and columns of each table.
Shape = tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]]

_AGENCY = attrgetter("name", "region_code", "level", "kind")
_SECTION: Callable[[Section], tuple[Any, ...]] = attrgetter("id", "title", "text", "title_place", "lines")
_HEAD, _TAIL = attrgetter("form", "year", "variant", "title"), attrgetter("remarks", "marks")
_END = attrgetter("lead", "lead_lines", "unread")


@record(frozen=True)
class Slim:
    """A report packed: its shape, which many share, and the rest as bytes; where it came from and what plugins extracted beside them."""

    shape: Shape
    data: bytes
    source: Source | None = None
    extracted: dict[str, Any] | None = None

    def report(self) -> Report:
        """Return a copy of the report."""
        values, places, head, agency, published, sections, tail, end = unpacked(self.data)
        paths, tables = self.shape
        found = dict(zip(paths, places.split(_PARTING) if isinstance(places, str) else places, strict=False))
        parts = [Section(*section) for section in sections]
        fields = [*head, Agency(*agency), published, self.source, parts, _tables(tables, iter(values)), *tail, found, *end, self.extracted or {}]
        return Report(*fields)


def slim(report: Report, *, whole: bool = False) -> Slim:
    """Return a report packed; its source, and what plugins extracted, with ``whole`` alone."""
    tables = report.tables.items()
    shape = _met((tuple(report.places), tuple([(name, tuple(rows), tuple(map(tuple, rows.values()))) for name, rows in tables])))
    values = list(chain.from_iterable(map(dict.values, chain.from_iterable([rows.values() for _name, rows in tables]))))
    places: str | list[str] = _PARTING.join(report.places.values())
    if places.count(_PARTING) != max(len(report.places) - 1, 0):
        places = list(report.places.values())
    sections = list(map(_SECTION, report.sections))
    data = packed((values, places, _HEAD(report), _AGENCY(report.agency), report.published, sections, _TAIL(report), _END(report)))
    return Slim(shape, data, report.source, report.extracted) if whole else Slim(shape, data)


@lru_cache(maxsize=MOST_SHAPES)
def _met(shape: Shape) -> Shape:
    """The same object for the same shape, so that it is sent once with many reports."""
    return shape


class Shelf:
    """Keeps the shapes of packed reports, and the reports as bytes beside their numbers."""

    def __init__(self) -> None:
        """Know no shape yet."""
        self._numbers: dict[Shape, int] = {}
        self._shapes: list[Shape] = []
        #: The shape that came last, which the next report mostly has as well, and what stands before its bytes.
        self._last: tuple[Shape | None, bytes] = (None, b"")

    def put(self, given: Slim) -> bytes:
        """Return a packed report as bytes that this shelf can take out again."""
        shape, before = self._last
        if shape is not given.shape:
            shape = given.shape
            number = self._numbers.get(shape)
            if number is None:
                if len(self._shapes) >= MOST_SHAPES:
                    return _OWN + packed((shape, given.data))
                number = self._numbers[shape] = len(self._shapes)
                self._shapes.append(shape)
            before = number.to_bytes(_NUMBER, "big")
            self._last = shape, before
        return before + given.data

    def taken(self, kept: bytes) -> Slim:
        """Return the packed report that was put there."""
        number, data = kept[:_NUMBER], kept[_NUMBER:]
        return Slim(*unpacked(data)) if number == _OWN else Slim(self._shapes[int.from_bytes(number, "big")], data)


def _tables(shape: Any, values: Iterator[Any]) -> Tables:
    return {
        name: {row: dict(zip(columns, values, strict=False)) for row, columns in zip(rows, cells, strict=True)} for name, rows, cells in shape
    }
