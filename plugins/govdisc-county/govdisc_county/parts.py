"""Tables added up cell by cell: what each body adds, and what is not known of it.

Nothing is guessed: a blank and a mark for nothing (``/``, 无) add nothing and are kept as what they are, a number that could not be
read leaves the sum unknown, and so does a total that was left blank though its parts are not 0. A row of another form is added as the
form says what it stands for (``Form.replaced``): where one body has the old row for three new ones, the three of every body are added
into the old one, since the old one cannot be divided.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from govdisc.plugin import Form, Report, Value, is_placeholder, record

#: Why an addend is not known.
UNREAD, ABSENT, BLANK_TOTAL = "unread", "absent", "blank_total"


@record(frozen=True)
class Part:
    """What one report adds: its cells by path, its marks, and the cells whose number is not known."""

    agency: str
    uri: str
    year: int | None
    form: str
    variant: str | None
    cells: Mapping[str, Value]
    marks: Mapping[str, str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    #: Totals that hold no number though their parts are not 0.
    blank_totals: frozenset[str] = frozenset()
    #: Tables of which a whole row may be unread.
    doubtful: frozenset[str] = frozenset()
    sha256: str | None = None
    #: The parent's own part, beside those of its bodies.
    own: bool = False

    @property
    def rows(self) -> set[str]:
        """The rows that it has, as ``table.row``."""
        return {path.rpartition(".")[0] for path in self.cells}

    @property
    def digest(self) -> bytes:
        """What tells its tables from others."""
        told = repr((sorted((path, str(value)) for path, value in self.cells.items()), sorted(self.marks.items()), sorted(self.unread)))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:8]


def unread_cells(report: Report) -> frozenset[str]:
    """Return the cells whose number stands in the document and is not known."""
    unread = {path for place in report.unread for path in place.cells if report.cell(path) is None}
    return frozenset(unread | {path for path, mark in report.marks.items() if not is_placeholder(mark)})


def blank_totals(report: Report, form: Form) -> frozenset[str]:
    """Return the totals that hold no number though their parts are not 0."""
    if all(value is not None for _path, value in report.cells()):  # the usual case, told without adding up
        return frozenset()
    return frozenset(path for balance in form.balances(report) if balance.state == "blank" for path in balance.blank)


def _doubtful(report: Report) -> frozenset[str]:
    return frozenset(piece.table for piece in report.unread if piece.table is not None and not piece.cells)


def part_of(report: Report, form: Form | None = None, *, own: bool = False) -> Part:
    """Return what a report adds; without the form it is not known which totals are blank."""
    source = report.source
    return Part(
        report.agency.name or "", source.uri if source else "", report.year, report.form, report.variant, dict(report.cells()),
        dict(report.marks), unread_cells(report), blank_totals(report, form) if form else frozenset(), _doubtful(report),
        source.sha256 if source else None, own,
    )  # fmt: skip


@record(frozen=True)
class Addend:
    """What one part adds to a cell: a number, a mark, or nothing; ``cells`` are those of the part where they are several."""

    part: int
    value: Value = None
    mark: str | None = None
    unknown: str | None = None
    cells: tuple[str, ...] = ()
    #: Whether the part prints it; an optional row need not be.
    printed: bool = True


@record(frozen=True)
class SumCell:
    """A cell of the sum. ``value`` is the sum of what is known; with ``unknown`` addends it is the least that the sum can be."""

    path: str
    value: Value
    mark: str | None
    addends: tuple[Addend, ...]

    @property
    def unknown(self) -> bool:
        """Whether one of its addends is not known."""
        return any(addend.unknown for addend in self.addends)


def admitted(form: Form, rows: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the rows of another form among some (``table.row``), each with the form's own rows that it stands for."""
    present = set(rows)
    found: dict[str, tuple[str, ...]] = {}
    for table in form.tables:
        for name, (_block, row) in table.row_index.items():
            if row.form and f"{table.id}.{name}" in present:
                found[f"{table.id}.{name}"] = tuple(f"{table.id}.{own}" for own in form.replaced(table.id, {name}))
    return found


def strange_rows(form: Form, part: Part) -> list[str]:
    """Return the rows of a part that the form does not have."""
    known = {f"{table.id}.{name}" for table in form.tables for name in table.row_index}
    return sorted(part.rows - known)


def sum_rows(form: Form, merged: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (path of a cell of the sum, paths of a part's cells that go into it), in printed order."""
    gone = {row for rows in merged.values() for row in rows}
    for table in form.tables:
        for block, row in form.printed_rows(table.id):
            name = f"{table.id}.{row.id}"
            if name in gone or (row.form and name not in merged):
                continue
            for column in block.columns:
                yield f"{name}.{column.id}", tuple(f"{source}.{column.id}" for source in (name, *merged.get(name, ())))


def addend(part: Part, number: int, sources: Sequence[str], form: Form) -> Addend:
    """Return what a part adds to a cell of the sum, of its cells that go into it.

    A row that the form calls optional adds nothing where it is not printed, unless it may be among what was not read.
    """
    there = [path for path in sources if path in part.cells]
    unread = [path for path in there if path in part.unread]
    if not there and _not_printed(part, sources[0], form):
        return Addend(number, printed=False)
    if unread or not there:
        return Addend(number, unknown=UNREAD if unread else ABSENT)
    if not part.blank_totals.isdisjoint(there):
        return Addend(number, unknown=BLANK_TOTAL)
    if len(sources) > 1 and sources[0] not in part.cells and len(there) < len(sources) - 1:
        return Addend(number, unknown=ABSENT)
    values = [value for path in there if (value := part.cells[path]) is not None]
    marks = [part.marks.get(path) for path in there]
    mark = marks[0] if not values and len(set(marks)) == 1 else None
    return Addend(number, added(values), mark, cells=tuple(there) if len(there) > 1 else ())


def _not_printed(part: Part, path: str, form: Form) -> bool:
    table, row, _column = path.split(".")
    found = form.table_index[table].row_index.get(row)
    return found is not None and found[1].optional and table not in part.doubtful and any(known.startswith(f"{table}.") for known in part.rows)


def added(values: Iterable[Value]) -> Value:
    """Return the sum of numbers; None of none."""
    known: list[int | Decimal] = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None


def total(parts: Sequence[Part], form: Form) -> list[SumCell]:
    """Return the cells of the sum of parts, in printed order.

    A cell to which no part has anything but one and the same mark has that mark; one to which nothing is added is blank.
    """
    merged = admitted(form, (row for part in parts for row in part.rows))
    cells: list[SumCell] = []
    for path, sources in sum_rows(form, merged):
        addends = tuple(addend(part, number, sources, form) for number, part in enumerate(parts))
        value = added(summand.value for summand in addends)
        marks = {summand.mark for summand in addends}
        mark = marks.pop() if value is None and len(marks) == 1 and not any(summand.unknown for summand in addends) else None
        cells.append(SumCell(path, value, mark, addends))
    return cells
