"""What was found about reports and waits until all have passed: by the number of the report, in memory while it is little, then on disk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from govdisc.copies import packed, unpacked

#: So many things are kept as they are: most runs have few.
FEW = 500


class Later:
    """Things of several kinds, each about one report."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._few: list[tuple[int, str, Any]] = []
        self._database: Any = None

    def add(self, number: int, kind: str, thing: Any) -> None:
        """Keep a thing about the report of that number."""
        if self._database is not None:
            self._insert(number, kind, thing)
            return
        self._few.append((number, kind, thing))
        if len(self._few) > FEW:
            self._open()

    def by_number(self) -> Iterator[tuple[int, dict[str, list[Any]]]]:
        """Yield (number, things by their kind, as they were added) for every report of which there is one, by number."""
        for number, entries in groupby(self._sorted(), key=itemgetter(0)):
            things: dict[str, list[Any]] = {}
            for _number, kind, thing in entries:
                things.setdefault(kind, []).append(thing)
            yield number, things

    def close(self) -> None:
        """Forget everything."""
        if self._database is not None:
            self._database.close()
            self._database = None
        self._few.clear()

    def _sorted(self) -> Iterator[tuple[int, str, Any]]:
        if self._database is None:
            yield from sorted(self._few, key=itemgetter(0))
            return
        self._database.execute("CREATE INDEX by_number ON thing (number)")
        for number, kind, value in self._database.execute("SELECT number, kind, value FROM thing ORDER BY number, rowid"):
            yield number, kind, unpacked(value)

    def _open(self) -> None:
        import sqlite3

        # the empty name: a database of its own that SQLite moves to a temporary file when it grows
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-1000; CREATE TABLE thing (number INTEGER, kind TEXT, value BLOB); BEGIN"
        )
        for entry in self._few:
            self._insert(*entry)
        self._few.clear()

    def _insert(self, number: int, kind: str, thing: Any) -> None:
        self._database.execute("INSERT INTO thing VALUES (?, ?, ?)", (number, kind, packed(thing)))
