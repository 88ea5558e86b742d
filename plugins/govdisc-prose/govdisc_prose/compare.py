"""A report's claims against its tables: the one comparison for every kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache

from govdisc.plugin import Form, Report, kept
from govdisc_prose.claims import Claim, statements
from govdisc_prose.kinds import Reading
from govdisc_prose.scan import MONEY, Prose

Sum = int | Decimal
#: Cells as (table, row, column).
Cells = tuple[tuple[str, str, str], ...]


def paths_of(form: Form, reading: Reading) -> Iterator[tuple[str, bool]]:
    """Yield the cells of a reading, and whether each is taken away, with every row that a * stands for."""
    for path in reading:
        table, row, column = path.lstrip("-").split(".")
        spec = form.table_index.get(table)
        for name in spec.row_index if spec else ():
            if fnmatchcase(name, row):
                yield f"{table}.{name}.{column}", path.startswith("-")


class Tables:
    """The tables of a report, as claims are held against them.

    ``either`` is whether a total counts as the sum of its row's parts as well as it is printed; a blank one always is that sum.
    """

    def __init__(self, report: Report, form: Form, *, either: bool = False) -> None:
        self.report = report
        self.form = form
        self.either = either

    def paths(self, reading: Reading) -> Iterator[tuple[str, bool]]:
        """Yield the cells of a reading, and whether each is taken away, with every row that a * stands for."""
        return paths_of(self.form, reading)

    def sums(self, reading: Reading) -> set[Sum]:
        """Return what the cells of a reading come to, blanks as 0; nothing when all are blank, or one may have been left unread."""
        printed: list[Sum] = []
        of_parts: list[Sum] = []
        for path, taken in self.paths(reading):
            values = self._values(path)
            if values:
                printed.append(-values[0] if taken else values[0])
                of_parts.append(-values[-1] if taken else values[-1])
            elif not self._blank(path):
                return set()
        return {sum(printed), sum(of_parts)} if printed else set()

    def known(self, reading: Reading) -> dict[str, Sum]:
        """Return the cells of a reading that are above 0."""
        found = ((path, max(self._values(path), default=0)) for path, _taken in self.paths(reading))
        return {path: value for path, value in found if value > 0}

    def _values(self, path: str) -> list[Sum]:
        """A cell's number, and where totals count either way the sum of its parts."""
        value = self._cell(path)
        parts = self._parts(path) if value is None or self.either else None
        return [number for number in (value, parts) if number is not None]

    def _cell(self, path: str) -> Sum | None:
        table, row, column = path.split(".")
        return self.report.tables.get(table, {}).get(row, {}).get(column)

    def _parts(self, path: str) -> Sum | None:
        """The sum of the parts of a total within its row, None for what is no total and for blank parts."""
        table, row, column = path.split(".")
        cells = self.report.tables.get(table, {}).get(row, {})
        for identity in self.form.table_index[table].identities:
            if identity.axis == "row" and identity.equals == (column,):
                values = [value for part in identity.sum if (value := cells.get(part)) is not None]
                return sum(values) if values else None
        return None

    def _blank(self, path: str) -> bool:
        """Whether a cell without a number counts as 0: it is blank for certain, or its row is there under another form's name."""
        table, row, _column = path.split(".")
        rows = self.report.tables.get(table, {})
        if row in rows:
            return all(unread.table != table for unread in self.report.unread)
        extras = [extra for block in self.form.table_index[table].blocks for extra in block.admits]
        return any(extra.id == row or (extra.id in rows and row in extra.replaces) for extra in extras)

    def unread(self, reading: Reading) -> bool:
        """Whether a row of a reading was not read, so that nothing can be said."""
        return any(
            not self._values(path)
            and not self._blank(path)
            and any(unread.table == path.partition(".")[0] for unread in self.report.unread)
            for path, _negative in self.paths(reading)
        )


def borne_out(report: Report, form: Form, claim: Claim) -> bool:
    """Tell whether the tables bear a claim out as it stands: what they do for nearly all, told without a look at anything else."""
    number = claim.number
    if number is None:
        return not Tables(report, form, either=claim.spot.topic.either_total).known(claim.cells)
    return _known_sum(report, _cells(form, claim.cells)) == number.amount


def all_borne_out(report: Report, form: Form, texts: Iterable[Prose]) -> bool:
    """Tell whether the tables bear out, as it stands, all that some texts claim; where that is not plain from each sentence alone, no."""
    for text in texts:
        for sentence in text.sentences:
            plain = _plain(form, sentence.words)
            if plain is None:
                return False
            for cells, at in plain:
                for value, _unit, sign, _start, _end, place in sentence.numbers:
                    if place == at and (sign != "#" or _known_sum(report, cells) != value):
                        return False
    return True  # spares time


@kept
def _plain(form: Form, words: str) -> tuple[tuple[Cells, int], ...] | None:
    """The cells of what a masked sentence claims, and where the sign of the number of each claim stands; None where that hangs on the text around it."""
    found: list[tuple[Cells, int]] = []
    for said in statements(words):
        if said.plain is None:
            return None
        found += [(_cells(form, kind.cells), at) for kind, at in said.plain]
    return tuple(found)


def _known_sum(report: Report, cells: Cells) -> Sum | None:
    """What some cells come to, None where one of them is not known."""
    found: Sum = 0
    for table, row, column in cells:
        try:
            value = report.tables[table][row][column]
        except KeyError:
            return None
        if value is None:
            return None
        found += value
    return found


@lru_cache(maxsize=512)
def _cells(form: Form, reading: Reading) -> Cells:
    """The cells of a reading, none of which is taken away, without those of another form's rows."""
    found = [(*path.split("."),) for path, _taken in paths_of(form, reading)]
    return tuple((table, row, column) for table, row, column in found if row not in form.table_index[table].admitted)


def main_reading(tables: Tables, claim: Claim) -> Reading:
    """Return the cells to report; a form that lacks them has others for the same."""
    if "*" in claim.cells[0] or tables.form.column(claim.cells[0]) is not None:
        return claim.cells
    return next((reading for reading in claim.others if tables.sums(reading)), claim.cells)


def fits(tables: Tables, claim: Claim, sums: set[Sum]) -> bool:
    """Whether a reading of the tables gives the number of a claim; prose rounds an amount, or cuts it off, where the table prints it in full."""
    number = claim.number
    assert number is not None
    readings = [sums, *(tables.sums(reading) for reading in claim.others)]
    if number.unit in MONEY:
        return any(abs(Decimal(number.amount) - Decimal(found)) < number.step or number.amount == found for found in sums)
    added = number.value + sum(other.value for other in claim.added)
    return any(number.value in reading or added in reading for reading in readings)

