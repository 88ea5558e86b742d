"""The grids of a document, read row by row; or, where their shape was read before, number by number.

The offices of a region fill in one template, so most pages of a batch differ from others in their numbers alone. To which cell of the
form a number belongs hangs on the labels and the spans: on the shape. So it is worked out once a shape, and kept only where each number
became the value of a cell and nothing was left to be said. Whether a cell is blank makes no difference in a row of labels and values of
which each is a cell's; in any other row the same cells must be blank.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, chain
from operator import attrgetter
from typing import NamedTuple

from govdisc.model.document import Grid
from govdisc.recognise.collect import Collector
from govdisc.recognise.index import FormIndex, Meaning, RowRef
from govdisc.recognise.rows import grid_rows
from govdisc.recognise.tables import TableReader

#: So many shapes a form are kept, none of more cells than this: a report's three tables have some 280.
MOST_SHAPES, LARGEST_SHAPE = 128, 1000  # spares time

#: Grids in reading order, each with the last line before it.
Headed = Sequence[tuple[Grid, Meaning | None]]
_shape = attrgetter("shape")


class _Known(NamedTuple):
    """How grids of one shape are read."""

    #: The rows of the form, each with its columns.
    rows: tuple[tuple[RowRef, tuple[str, ...]], ...]
    #: For each of their cells the path, what its column holds, and its number in the grids.
    paths: tuple[str, ...]
    kinds: tuple[str, ...]
    numbers: tuple[int, ...]
    #: For each grid the tables of which it holds rows.
    tables: tuple[tuple[str, ...], ...]
    #: From which cell to which there must be one that is filled, or none.
    filled: tuple[tuple[int, int, bool], ...]

    def fits(self, meanings: Sequence[Meaning]) -> bool:
        """Tell whether grids of the shape are read so, by what stands in their cells."""
        return all(any(meanings[at].text for at in range(first, end)) is filled for first, end, filled in self.filled)


def read_grids(index: FormIndex, collector: Collector, grids: Headed, foreign: Collection[str]) -> Sequence[tuple[str, ...]]:
    """Read all grids of a document and return for each the tables of which it holds rows; ``foreign`` as in TableReader."""
    rows = [row for grid, _heading in grids for row in grid.rows]
    if not 0 < sum(map(len, rows)) <= LARGEST_SHAPE:
        return tuple(_read(index, collector, grids, foreign))
    texts, places, *spans = zip(*chain.from_iterable(rows), strict=True)
    headings = tuple(heading.text if heading is not None and heading.rows else "" for _grid, heading in grids)
    lengths = tuple(map(len, rows))
    meanings = list(map(index.meaning, texts))
    key = (foreign, headings, tuple(len(grid.rows) for grid, _heading in grids), lengths, tuple(map(_shape, meanings)), *spans)
    known: _Known | None = index.shapes.get(key)
    if known is not None and known.fits(meanings):
        _put(known, collector, texts, places)
        return known.tables
    tables = tuple(_read(index, collector, grids, foreign))
    known = _known(collector, meanings, places, lengths, tables)
    if known is not None:
        if len(index.shapes) >= MOST_SHAPES:  # spares time
            index.shapes.clear()
        index.shapes[key] = known
    return tables


def _read(index: FormIndex, collector: Collector, grids: Headed, foreign: Collection[str]) -> Iterator[tuple[str, ...]]:
    reader = TableReader(index, collector, foreign)
    for grid, heading in grids:
        before = {name: len(rows) for name, rows in collector.tables.items()}
        reader.begin(heading)
        for row in grid_rows(grid, reader.scope):
            reader.take(row)
        yield tuple(name for name, rows in collector.tables.items() if len(rows) != before.get(name, 0))


def _known(
    collector: Collector, meanings: Sequence[Meaning], places: Sequence[str], lengths: Sequence[int], tables: tuple[tuple[str, ...], ...]
) -> _Known | None:
    """What is to be kept of a reading; None where another one of the same shape may end otherwise."""
    numbers = {place: number for number, place in enumerate(places)}
    if collector.unread or len(numbers) < len(places):
        return None
    taken = set(collector.places.values())
    if any(meaning.value and meaning.text and place not in taken for meaning, place in zip(meanings, places, strict=True)):
        return None
    filled: list[tuple[int, int, bool]] = []
    first = 0
    for end in accumulate(lengths):
        values = [at for at in range(first, end) if meanings[at].value]
        if values != list(range(end - len(values), end)) or values != [at for at in range(first, end) if places[at] in taken]:
            filled += [(at, at + 1, bool(meanings[at].text)) for at in values]
        elif len(values) == end - first:  # without a label it counts whether any is filled
            filled.append((first, end, any(meanings[at].text for at in values)))
        first = end
    rows, paths, kinds = [], [], []
    for (table, row), ref in collector.rows.items():
        columns = tuple(collector.tables[table][row])
        held = {column.id: column.kind for column in ref.block.columns}
        rows.append((ref, columns))
        paths += [sys.intern(f"{table}.{row}.{column}") for column in columns]
        kinds += [held[column] for column in columns]
    of = tuple(numbers[collector.places[path]] for path in paths)
    return _Known(tuple(rows), tuple(paths), tuple(kinds), of, tables, tuple(filled))


def _put(known: _Known, collector: Collector, texts: Sequence[str], places: Sequence[str]) -> None:
    values = iter(collector.put_cells(known.paths, known.kinds, [texts[at] for at in known.numbers], [places[at] for at in known.numbers]))
    for ref, columns in known.rows:
        table, row = ref.table.id, ref.row.id
        collector.rows[table, row] = ref
        collector.tables.setdefault(table, {})[row] = dict(zip(columns, values, strict=False))
