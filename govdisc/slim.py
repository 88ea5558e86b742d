"""Reports packed without what most of them share: the names of rows and columns, and the paths of places, are kept once for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

from govdisc.copies import packed, unpacked
from govdisc.model.report import Agency, Report, Section, Tables

#: So many shapes are known by their number; a report of yet another brings its own.
MOST_SHAPES = 256
#: What parts the places of a report, where it stands in none of them.
_PARTING = "\x1f"

#: The paths of the places, and the rows and columns of each table.
Shape = tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]], ...]]

_AGENCY = attrgetter("name", "region_code", "level", "kind")
_SECTION: Callable[[Section], tuple[Any, ...]] = attrgetter("id", "title", "text", "title_place", "lines")
_HEAD, _TAIL = attrgetter("form", "year", "variant", "title"), attrgetter("remarks", "marks")
_END = attrgetter("lead", "lead_lines", "unread")


class Shelf:
    """Packs reports and unpacks them again; what plugins extracted, and the marks of the file, are left out."""

    def __init__(self) -> None:
        """Know no shape yet."""
        self._numbers: dict[Shape, int] = {}
        self._shapes: list[Shape] = []

    def packed(self, report: Report) -> bytes:
        """Return a report as bytes that this shelf can unpack."""
        tables = report.tables.items()
        shape = (tuple(report.places), tuple([(name, tuple(rows), tuple(map(tuple, rows.values()))) for name, rows in tables]))
        number: int | Shape = self._numbers.get(shape, shape)
        if number is shape and len(self._shapes) < MOST_SHAPES:
            number = self._numbers[shape] = len(self._shapes)
            self._shapes.append(shape)
        values = list(chain.from_iterable(map(dict.values, chain.from_iterable([rows.values() for _name, rows in tables]))))
        places: str | list[str] = _PARTING.join(report.places.values())
        if places.count(_PARTING) != max(len(report.places) - 1, 0):
            places = list(report.places.values())
        sections = list(map(_SECTION, report.sections))
        return packed((number, values, places, _HEAD(report), _AGENCY(report.agency), report.published, sections, _TAIL(report), _END(report)))

    def unpacked(self, data: bytes) -> Report:
        """Return a copy of the report that was packed."""
        shape, values, places, head, agency, published, sections, tail, end = unpacked(data)
        paths, shapes = self._shapes[shape] if isinstance(shape, int) else shape
        tables = _tables(shapes, iter(values))
        found = dict(zip(paths, places.split(_PARTING) if isinstance(places, str) else places, strict=False))
        fields = [*head, Agency(*agency), published, None, [Section(*section) for section in sections], tables, *tail, found, *end]
        return Report(*fields)


def _tables(shape: Any, values: Iterator[Any]) -> Tables:
    return {
        name: {row: dict(zip(columns, values, strict=False)) for row, columns in zip(rows, cells, strict=True)} for name, rows, cells in shape
    }
