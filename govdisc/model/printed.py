"""The numbers of tables that have every cell of their form, as those of most reports do: one list, and whether they are all that a form asks for.

Tables are *filled* when each cell that the form prints is there and holds a number, and none of them is below 0 where it may not be; whether
every sum holds is another matter. Where either cannot be told quickly the answer is no, and the rules look at each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise
from operator import add, itemgetter
from typing import TYPE_CHECKING, Any

from govdisc.text.values import Value

if TYPE_CHECKING:
    from govdisc.model.equations import Rows
    from govdisc.model.form import Block, Form, Identity, Table

#: Gives the values of tables, in the order of :meth:`Form.paths`; None where a row or a column is absent, or one is there that is none of the form's.
Values = Callable[[Mapping[str, "Rows"]], list[Value] | None]
#: The numbers that stand in a line of a block, a row or a column, among all values.
Line = slice


def printed_values(form: Form) -> Values:
    """Return what gives the values of tables."""
    blocks = [[_fetching(block) for block in table.blocks] for table in form.tables]
    names = [(table.id, sum(len(ids) for ids, _fetch, _width in inner), inner) for table, inner in zip(form.tables, blocks, strict=True)]

    def values(tables: Mapping[str, Rows]) -> list[Value] | None:
        if len(tables) != len(names):
            return None
        found: list[Value] = []
        try:
            for name, count, inner in names:
                rows = tables[name]
                if len(rows) != count:
                    return None
                for ids, fetch, width in inner:
                    cells = list(map(rows.__getitem__, ids))
                    if set(map(len, cells)) != width:
                        return None
                    found.extend(chain.from_iterable(map(fetch, cells)))
        except KeyError:
            return None
        return found

    return values


def _fetching(block: Block) -> tuple[list[str], Callable[[Any], tuple[Value, ...]], set[int]]:
    """The rows of a block, what takes the values of one out, and how many there are."""
    columns = [column.id for column in block.columns]
    fetch = itemgetter(*columns) if len(columns) > 1 else lambda cells: (cells[columns[0]],)
    return [row.id for row in block.rows if not row.open], fetch, {len(columns)}


def filled_tables(form: Form) -> Callable[[list[Value] | None], bool]:
    """Return what tells of the values of a report's tables whether the tables are filled."""
    unsigned, signed = ([line for line, may_fall in _lines(form) if may_fall is wanted] for wanted in (False, True))
    is_open = form.is_open

    def filled(values: Any) -> bool:
        if values is None or is_open:
            return False
        try:
            for line in unsigned:  # loops, not all(), which costs a generator each time: they run for every report
                if min(values[line]) < 0:
                    return False
        except TypeError:  # one that is blank
            return False
        for line in signed:  # noqa: SIM110
            if None in values[line]:
                return False
        return True

    return filled


def tables_that_add_up(form: Form) -> Callable[[list[Value]], bool]:
    """Return what tells of the values of filled tables whether every sum holds."""
    sums = [(_adding(left), _adding(right)) for left, right in _sums(form)]
    known = all(_resolved(identity, table) for table in form.tables for identity in table.identities)

    def add_up(values: list[Any]) -> bool:
        for left, right in sums:
            if left(values) != right(values):
                return False
        return known

    return add_up


def _blocks(form: Form) -> Iterator[tuple[Table, Block, int]]:
    """The blocks of all tables, and where the values of each begin."""
    start = 0
    for table in form.tables:
        for block in table.blocks:
            yield table, block, start
            start += len(block.columns) * sum(not row.open for row in block.rows)


def _lines(form: Form) -> Iterator[tuple[Line, bool]]:
    """All values in lines, each with whether its numbers may be below 0: in one where none may be, else column by column."""
    if all(table.unsigned for table in form.tables):
        yield slice(None), False
        return
    for _table, block, start in _blocks(form):
        count, width = sum(not row.open for row in block.rows), len(block.columns)
        yield from ((slice(start + at, start + count * width, width), column.kind == "change") for at, column in enumerate(block.columns) if count)


def _sums(form: Form) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines that must be equal when they are added up, in the blocks that have all of what an identity adds up."""
    for table, block, start in _blocks(form):
        ids, columns = [row.id for row in block.rows if not row.open], [column.id for column in block.columns]
        width, end = len(columns), start + len(columns) * len(ids)
        across = {column: slice(start + at, end, width) for at, column in enumerate(columns)}
        down = {row: slice(start + at * width, start + (at + 1) * width) for at, row in enumerate(ids)}
        for identity in table.identities:
            own, whole = (across, {*identity.sum, *identity.equals}) if identity.axis == "row" else (down, {*identity.equals})
            if own.keys() >= whole:
                left, right = ([own[name] for name in side if name in own] for side in (identity.sum, identity.equals))
                yield left, right


def _resolved(identity: Identity, table: Table) -> bool:
    """Whether an identity adds up lines of one block, each named by its id."""
    if identity.axis == "column" and len(table.blocks) > 1:
        return False
    columns = {column.id for block in table.blocks for column in block.columns}
    return {*identity.sum, *identity.equals} <= (columns if identity.axis == "row" else table.row_index.keys())


def _adding(lines: list[Line]) -> Callable[[list[Any]], list[Any]]:
    """Return what adds up some lines of numbers, place by place."""
    if len(lines) == 1:
        return itemgetter(lines[0])
    if len(lines) == 2:
        return lambda values: list(map(add, values[lines[0]], values[lines[1]]))
    if all(line.step is None for line in lines) and all(line.stop == behind.start for line, behind in pairwise(lines)):  # rows below each other
        start, stop, width = lines[0].start, lines[-1].stop, lines[0].stop - lines[0].start
        columns = [slice(start + at, stop, width) for at in range(width)]
        return lambda values: [sum(values[column]) for column in columns]
    return lambda values: list(map(sum, zip(*[values[line] for line in lines], strict=True)))
