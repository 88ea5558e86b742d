"""Whether the tables of a report are all that a form asks for: told at a glance, for most reports are.

A table is *complete* when each cell that the form prints is there and holds a number, none of them is below 0 where it may not be, and every
sum holds. Where this cannot be told quickly the answer is no, and the rules look at each cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from govdisc.model.equations import Rows

if TYPE_CHECKING:
    from govdisc.model.form import Block, Form, Identity, Table

#: The numbers of a block: a tuple a row.
Numbers = list[tuple[Any, ...]]
#: Tells of a table's rows that they are complete.
Test = Callable[[Rows], bool]


def complete_tables(form: Form) -> Callable[[Mapping[str, Rows]], bool]:
    """Return what tells whether the tables of a report are complete."""
    tests = [(table.id, _table(table)) for table in form.tables]
    names = frozenset(name for name, _test in tests)

    def complete(tables: Mapping[str, Rows]) -> bool:
        if tables.keys() != names:
            return False
        try:
            for name, test in tests:
                if not test(tables[name]):
                    return False
        except (KeyError, TypeError):  # a row or cell that is absent; one that is blank
            return False
        return True

    return complete


def _table(table: Table) -> Test:
    blocks = [_block(block, table) for block in table.blocks]
    count = sum(len(block.rows) for block in table.blocks)
    known = all(_resolved(identity, table) for identity in table.identities)

    def complete(rows: Rows) -> bool:
        if not known or len(rows) != count:
            return False
        for block in blocks:  # a loop, not all(), which costs a generator each time: it runs for every report  # noqa: SIM110
            if not block(rows):
                return False
        return True

    return complete


def _resolved(identity: Identity, table: Table) -> bool:
    """Whether an identity adds up lines of one block, each named by its id."""
    if identity.axis == "column" and len(table.blocks) > 1:
        return False
    columns = {column.id for block in table.blocks for column in block.columns}
    return {*identity.sum, *identity.equals} <= (columns if identity.axis == "row" else table.row_index.keys())


def _block(block: Block, table: Table) -> Test:
    ids, columns = [row.id for row in block.rows], [column.id for column in block.columns]
    fetch: Callable[[Any], tuple[Any, ...]] = itemgetter(*columns) if len(columns) > 1 else lambda cells: (cells[columns[0]],)
    signed = [at for at, column in enumerate(block.columns) if column.kind == "change"]
    unsigned = [at for at in range(len(columns)) if at not in signed]
    sums = [test for identity in table.identities if (test := _sum(identity, ids, columns)) is not None]
    width = {len(columns)}

    def complete(rows: Rows) -> bool:
        cells = list(map(rows.__getitem__, ids))
        if set(map(len, cells)) != width:
            return False
        numbers: Numbers = list(map(fetch, cells))
        across = list(zip(*numbers, strict=True))
        for at in unsigned:
            if min(across[at]) < 0:
                return False
        for at in signed:
            if None in across[at]:
                return False
        for test in sums:  # noqa: SIM110
            if not test(numbers, across):
                return False
        return True

    return complete


def _sum(identity: Identity, rows: list[str], columns: list[str]) -> Callable[[Numbers, Numbers], bool] | None:
    """Return the test of an identity in a block, None where the block has not all of what it adds up."""
    own = columns if identity.axis == "row" else rows
    if not (set(own).issuperset({*identity.sum, *identity.equals} if identity.axis == "row" else identity.equals)):
        return None
    left, right = ([own.index(name) for name in side if name in own] for side in (identity.sum, identity.equals))
    if identity.axis == "row":
        return lambda _numbers, across: _added(left, across) == _added(right, across)
    return lambda numbers, _across: _added(left, numbers) == _added(right, numbers)


def _added(places: Sequence[int], lines: Numbers) -> list[Any]:
    """Some lines of numbers, added up place by place."""
    if len(places) == 1:
        return list(lines[places[0]])
    return list(map(sum, zip(*[lines[place] for place in places], strict=True)))
