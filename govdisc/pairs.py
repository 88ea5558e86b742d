"""What is kept of each report for the checks that need another one: last year's, a double, the whole batch.

Little of it stays in memory: it goes into a temporary database of SQLite, which lies in memory while it is small and on disk when
it is not, and vanishes with the run.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from govdisc.account import Input
from govdisc.copies import packed, unpacked
from govdisc.model.report import Report
from govdisc.records import record
from govdisc.slim import Shelf, Slim, slim
from govdisc.text.labels import squeeze

#: So many reports are kept as they are before the database is opened: most runs are small.
FEW = 64
#: So many reports are packed and written together then: one behind the other they take three quarters of the time that each takes alone.
TOGETHER = 8


@record(frozen=True)
class Kept:
    """What is kept of one report: whose and which year's it is, what tells two versions apart, and the report, packed where a worker sent it.

    ``digest`` tells versions apart where the report itself is not kept; ``values`` are what rules over the batch collected, by their code.
    The report is packed when it goes into the database; until then nothing of it may be changed.
    """

    body: str
    year: int | None
    digest: bytes = b""
    report: Report | Slim | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def whole(self) -> Report | None:
        """Return the report, None where it is not kept."""
        return self.report.report() if isinstance(self.report, Slim) else self.report


def body_key(name: str | None) -> str:
    """Return what a body is paired by: its name without blanks, "" where it is not known."""
    return squeeze(name) if name else ""


def keep(report: Report, values: Mapping[str, Any], whole: bool) -> Kept:
    """Keep what later checks need; with ``whole`` the report itself, without its marks of the file."""
    body = body_key(report.agency.name)
    if whole:
        fields = [*_HEAD(report), None, *_REST(report)]
        return Kept(body, report.year, report=Report(*fields), values=values)
    return Kept(body, report.year, digest_of(report), values=values)


_ENTRY = attrgetter(*Input.__slots__)
_HEAD = attrgetter("form", "year", "variant", "title", "agency", "published")
_REST = attrgetter("sections", "tables", "remarks", "marks", "places", "lead", "lead_lines", "unread")


def digest_of(report: Report) -> bytes:
    """Return what tells the tables (8 bytes) and the prose (8 bytes) of two versions apart."""
    prose = (f"{section.id}\x1e{''.join(section.text.split())}" for section in report.sections)
    # whatever order and kind of number a format keeps
    cells = sorted(
        f"{table}.{row}\x1e{','.join(sorted([f'{column}={value}' for column, value in columns.items()]))}"
        for table, rows in report.tables.items()
        for row, columns in rows.items()
    )
    marks = sorted(f"{path}={mark}" for path, mark in report.marks.items())
    return _digest([*cells, "", *marks]) + _digest(prose)


def _digest(told: Iterable[str]) -> bytes:
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).digest()[:8]


def same_numbers(one: bytes, other: bytes) -> bool:
    """Tell from the digests of two reports whether their tables are the same."""
    return one[:8] == other[:8]


class Store:
    """What is kept of all reports of a run, by their number in the account."""

    def __init__(self) -> None:
        """Begin with nothing."""
        #: All reports while there is no database, then those on their way into it.
        self._few: dict[int, tuple[Kept, tuple[Any, ...]]] = {}
        self._database: Any = None
        self._shelf = Shelf()
        #: Of how many reports each rule over the batch collected something.
        self._collected: Counter[str] = Counter()
        self.count = 0

    def add(self, index: int, kept: Kept, entry: Input) -> None:
        """Keep what is kept of the report of that number, and its entry in the account."""
        self.count += 1
        for code in kept.values:
            self._collected[code] += 1
        self._few[index] = kept, _ENTRY(entry)
        if len(self._few) >= (FEW if self._database is None else TOGETHER):
            self._write()

    def close(self) -> None:
        """Forget everything."""
        if self._database is not None:
            self._database.close()
            self._database = None
        self._few.clear()

    def _open(self) -> None:
        import sqlite3

        # the empty name: a database of its own that SQLite moves to a temporary file when it grows; on large pages a report, which takes
        # 3 kB, is written in half the time
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(
            "PRAGMA page_size=32768; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2000;"
            "CREATE TABLE kept (number INTEGER PRIMARY KEY, body TEXT, year INTEGER, digest BLOB, entry BLOB, packed BLOB);"
            "BEGIN"
        )

    def _write(self) -> None:
        if self._database is None:
            self._open()
        rows = [self._row(index, kept, entry) for index, (kept, entry) in self._few.items()]
        self._database.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._few.clear()

    def _row(self, index: int, kept: Kept, entry: tuple[Any, ...]) -> tuple[Any, ...]:
        found = slim(kept.report) if isinstance(kept.report, Report) else kept.report
        report = b"" if found is None else self._shelf.put(found)
        return index, kept.body, kept.year, kept.digest, packed((entry, dict(kept.values))), report

    def _index(self) -> None:
        if self._few:
            self._write()
        self._database.execute("CREATE INDEX IF NOT EXISTS by_body ON kept (body, year, number)")

    def _rows(self, query: str, *parameters: Any) -> Iterator[Any]:
        """The rows of a query, drawn one by one."""
        if self._few:
            self._write()
        found: Iterator[Any] = self._database.cursor().execute(query, parameters)
        return found

    def years(self) -> Iterator[tuple[str, int, list[tuple[int, bytes]]]]:
        """Yield (body, year, [(number, digest)]) for every body and year that is known, by body and year; one report alone has no digest."""
        if self._database is None:
            few = ((kept.body, kept.year, index) for index, (kept, _entry) in self._few.items() if kept.body and kept.year)
            rows: Iterator[tuple[str, int, int]] = iter(sorted(few))
        else:
            self._index()
            rows = self._rows("SELECT body, year, number FROM kept WHERE body != '' AND year NOT NULL ORDER BY body, year, number")
        for (body, year), group in groupby(rows, key=itemgetter(0, 1)):
            yield body, year, self._told([number for _body, _year, number in group])

    def numbers(self, body: str, year: int) -> list[tuple[int, bytes]]:
        """Return [(number, digest)] of a body's reports for a year; one report alone has no digest."""
        if self._database is None:
            return self._told([index for index, (kept, _entry) in self._few.items() if (kept.body, kept.year) == (body, year)])
        self._index()
        found = self._rows("SELECT number FROM kept WHERE body = ? AND year = ? ORDER BY number", body, year)
        return self._told([number for (number,) in found])

    def _told(self, numbers: list[int]) -> list[tuple[int, bytes]]:
        return [(number, self._digest(number) if len(numbers) > 1 else b"") for number in numbers]

    def _digest(self, index: int) -> bytes:
        if self._database is None:
            kept = self._few[index][0]
            report = kept.whole()
            return digest_of(report) if report is not None else kept.digest
        digest, data = next(self._rows("SELECT digest, packed FROM kept WHERE number = ?", index))
        return digest_of(self._shelf.taken(data).report()) if data else bytes(digest)

    def bodies(self) -> Iterator[tuple[int, str, int | None]]:
        """Yield (number, body, year) of all reports."""
        if self._database is None:
            yield from ((index, kept.body, kept.year) for index, (kept, _entry) in self._few.items())
            return
        yield from self._rows("SELECT number, body, year FROM kept ORDER BY number")

    def report(self, index: int) -> Report:
        """Return a kept report by its number."""
        if self._database is None:
            report = self._few[index][0].whole()
            assert report is not None
            return report
        (data,) = next(self._rows("SELECT packed FROM kept WHERE number = ?", index))
        return self._shelf.taken(data).report()

    def entry(self, index: int) -> Input:
        """Return the entry of a report in the account."""
        if self._database is None:
            return Input(*self._few[index][1])
        (data,) = next(self._rows("SELECT entry FROM kept WHERE number = ?", index))
        entry, _values = unpacked(data)
        return Input(*entry)

    def holds(self, index: Any) -> bool:
        """Tell whether that is the number of a report."""
        if not isinstance(index, int):
            return False
        return index in self._few if self._database is None else next(self._rows("SELECT 1 FROM kept WHERE number = ?", index), None) is not None

    def how_many(self, code: str) -> int:
        """Return of how many reports a rule over the batch collected something."""
        return self._collected[code]

    def values(self, code: str) -> Iterator[tuple[int, Any]]:
        """Yield (number, value) of what a rule over the batch collected, in the order of the inputs."""
        if self._database is None:
            yield from ((index, kept.values[code]) for index, (kept, _entry) in self._few.items() if code in kept.values)
            return
        for number, data in self._rows("SELECT number, entry FROM kept ORDER BY number"):
            _entry, values = unpacked(data)
            if code in values:
                yield number, values[code]
