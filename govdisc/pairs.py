"""What is kept of each report for the checks that need another one: last year's, a double, the whole batch.

Little of it stays in memory: it goes into a temporary database of SQLite, which lies in memory while it is small and on disk when
it is not, and vanishes with the run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from govdisc.account import Input
from govdisc.copies import packed, unpacked
from govdisc.model.report import Report
from govdisc.text.labels import squeeze

#: So many reports are kept as they are before the database is opened: most runs are small.
FEW = 64
#: So many reports, of some 25 kB each, lie in the database as they are; those behind them are compressed.
LOOSE = 2_000
#: How compressed bytes begin, and packed ones never do.
_COMPRESSED = b"\x78"


@dataclass(frozen=True)
class Kept:
    """What is kept of one report: whose and which year's it is, what tells two versions apart, and the report, packed.

    ``digest`` tells tables (8 bytes) and prose (8 bytes) apart; ``values`` are what rules over the batch collected, by their code. The
    report is packed when it goes into the database; until then nothing of it may be changed.
    """

    body: str
    year: int | None
    digest: bytes
    report: Report | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def body_key(name: str | None) -> str:
    """Return what a body is paired by: its name without blanks, "" where it is not known."""
    return squeeze(name) if name else ""


def keep(report: Report, values: Mapping[str, Any], whole: bool) -> Kept:
    """Keep what later checks need; with ``whole`` the report itself, without its marks of the file."""
    prose = (f"{section.id}\x1e{''.join(section.text.split())}" for section in report.sections)
    # whatever order and kind of number a format keeps
    cells = sorted(
        f"{table}.{row}\x1e{','.join(sorted([f'{column}={value}' for column, value in columns.items()]))}"
        for table, rows in report.tables.items()
        for row, columns in rows.items()
    )
    marks = sorted(f"{path}={mark}" for path, mark in report.marks.items())
    digest = _digest([*cells, "", *marks]) + _digest(prose)
    return Kept(body_key(report.agency.name), report.year, digest, replace(report, extracted={}, source=None) if whole else None, values)


def _digest(told: Iterable[str]) -> bytes:
    return hashlib.sha256("\x1f".join(told).encode("utf-8", "surrogatepass")).digest()[:8]


def same_numbers(one: bytes, other: bytes) -> bool:
    """Tell from the digests of two reports whether their tables are the same."""
    return one[:8] == other[:8]


def _stored(report: Report, count: int) -> bytes:
    """A report as it lies in the database: compressed where there are so many that room is worth more than time."""
    data = packed(report)
    if count <= LOOSE:
        return data
    import zlib

    return zlib.compress(data, 1)


def _taken(data: bytes) -> Report:
    if data[:1] == _COMPRESSED:
        import zlib

        data = zlib.decompress(data)
    report: Report = unpacked(data)
    return report


class Store:
    """What is kept of all reports of a run, by their number in the account."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._few: dict[int, tuple[Kept, Input]] = {}
        self._database: Any = None
        self.count = 0

    def add(self, index: int, kept: Kept, entry: Input) -> None:
        """Keep what is kept of the report of that number, and its entry in the account."""
        self.count += 1
        if self._database is not None:
            self._insert(index, kept, entry)
            return
        self._few[index] = kept, replace(entry)
        if len(self._few) > FEW:
            self._open()

    def close(self) -> None:
        """Forget everything."""
        if self._database is not None:
            self._database.close()
            self._database = None
        self._few.clear()

    def _open(self) -> None:
        import sqlite3

        # the empty name: a database of its own that SQLite moves to a temporary file when it grows
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2000;"
            "CREATE TABLE kept (number INTEGER PRIMARY KEY, body TEXT, year INTEGER, digest BLOB, packed BLOB, entry BLOB);"
            "CREATE TABLE value (code TEXT, number INTEGER, value BLOB);"
            "BEGIN"
        )
        for index, (kept, entry) in self._few.items():
            self._insert(index, kept, entry)
        self._few.clear()

    def _insert(self, index: int, kept: Kept, entry: Input) -> None:
        report = b"" if kept.report is None else _stored(kept.report, self.count)
        row = (index, kept.body, kept.year, kept.digest, report, packed(entry))
        self._database.execute("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?)", row)
        for code, value in kept.values.items():
            self._database.execute("INSERT INTO value VALUES (?, ?, ?)", (code, index, packed(value)))

    def _index(self) -> None:
        self._database.execute("CREATE INDEX IF NOT EXISTS by_body ON kept (body, year, number)")

    def years(self) -> Iterator[tuple[str, int, list[tuple[int, bytes]]]]:
        """Yield (body, year, [(number, digest)]) for every body and year that is known, by body and year."""
        if self._database is None:
            groups: dict[tuple[str, int], list[tuple[int, bytes]]] = {}
            for index, (kept, _entry) in self._few.items():
                if kept.body and kept.year:
                    groups.setdefault((kept.body, kept.year), []).append((index, kept.digest))
            for (body, year), numbers in sorted(groups.items()):
                yield body, year, numbers
            return
        self._index()
        last: tuple[str, int] | None = None
        numbers = []
        query = "SELECT body, year, number, digest FROM kept WHERE body != '' AND year NOT NULL ORDER BY body, year, number"
        for body, year, number, digest in self._database.cursor().execute(query):
            if (body, year) != last and last is not None:
                yield (*last, numbers)
                numbers = []
            last = (body, year)
            numbers.append((number, digest))
        if last is not None:
            yield (*last, numbers)

    def numbers(self, body: str, year: int) -> list[tuple[int, bytes]]:
        """Return [(number, digest)] of a body's reports for a year."""
        if self._database is None:
            return [(index, kept.digest) for index, (kept, _entry) in self._few.items() if (kept.body, kept.year) == (body, year)]
        self._index()
        query = "SELECT number, digest FROM kept WHERE body = ? AND year = ? ORDER BY number"
        return list(self._database.execute(query, (body, year)))

    def bodies(self) -> Iterator[tuple[int, str, int | None]]:
        """Yield (number, body, year) of all reports."""
        if self._database is None:
            yield from ((index, kept.body, kept.year) for index, (kept, _entry) in self._few.items())
            return
        yield from self._database.cursor().execute("SELECT number, body, year FROM kept ORDER BY number")

    def report(self, index: int) -> Report:
        """Return a kept report by its number."""
        if self._database is None:
            report = self._few[index][0].report
            assert report is not None
            return report
        return _taken(self._column("packed", index))

    def entry(self, index: int) -> Input:
        """Return the entry of a report in the account."""
        entry: Input = replace(self._few[index][1]) if self._database is None else unpacked(self._column("entry", index))
        return entry

    def _column(self, name: str, index: int) -> bytes:
        row = self._database.execute(f"SELECT {name} FROM kept WHERE number = ?", (index,)).fetchone()  # noqa: S608 - our own names
        found: bytes = row[0]
        return found

    def values(self, code: str) -> Iterator[tuple[int, Any]]:
        """Yield (number, value) of what a rule over the batch collected, in the order of the inputs."""
        if self._database is None:
            yield from ((index, kept.values[code]) for index, (kept, _entry) in self._few.items() if code in kept.values)
            return
        for number, value in self._database.cursor().execute("SELECT number, value FROM value WHERE code = ? ORDER BY number", (code,)):
            yield number, unpacked(value)
