"""Open rows: those of which each report has others, one a component, say.

A form declares such a row once, with an id and without a label. In a report each of them has an id that holds its label,
``component:Office of Water``, so that a cell's path still says all there is to say of it. For one report the form is *opened*: its
open rows give way to the report's own, and ``component.*`` in a sum to all of these. An opened form is a form like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from govdisc.records import replace

if TYPE_CHECKING:
    from govdisc.model.form import Block, Form, Identity, Row, Table

#: Between the id of an open row and the label of one of its rows, and what stands for a full stop in it, which parts a cell's path.
OPEN, STOP = ":", "\u2024"
#: Behind the id of an open row in a sum: all of its rows.
ALL = ".*"
#: The longest label that a row of an open row may have, and the most such rows that one table may have.
LONGEST_LABEL, MOST_ROWS = 120, 1_000


def open_id(row: str, label: str) -> str:
    """Return the id of a row that an open row stands for."""
    return f"{row}{OPEN}{' '.join(label.split())[:LONGEST_LABEL].replace('.', STOP)}"


def opened_label(row_id: str) -> tuple[str, str] | None:
    """Return the open row's id and the label of a row that it stands for, None for any other row's id."""
    row, found, label = row_id.partition(OPEN)
    return (row, label.replace(STOP, ".")) if found and label.strip() == label and 0 < len(label) <= LONGEST_LABEL else None


def opened_form(form: Form, tables: Mapping[str, Iterable[str]]) -> Form:
    """Return a form with the rows of a report in the place of its open ones; a form without open rows as it is."""
    if not form.is_open:
        return form
    found: list[tuple[str, tuple[str, ...]]] = []
    for table in form.tables:
        known = {row.id for _block, row in table.rows() if row.open}
        ids = (row for row in tables.get(table.id, ()) if (named := opened_label(row)) is not None and named[0] in known)
        found.append((table.id, tuple(dict.fromkeys(ids))[:MOST_ROWS]))
    return _opened(form, tuple(found))


@lru_cache(maxsize=256)
def _opened(form: Form, rows: tuple[tuple[str, tuple[str, ...]], ...]) -> Form:
    by_table = dict(rows)
    return replace(form, tables=tuple(_table(table, by_table[table.id]) for table in form.tables), declared=form)


def _table(table: Table, ids: tuple[str, ...]) -> Table:
    blocks = tuple(_block(block, ids) for block in table.blocks)
    return replace(table, blocks=blocks, identities=tuple(_identities(table.identities, ids)))


def _block(block: Block, ids: tuple[str, ...]) -> Block:
    return replace(block, rows=tuple(own for row in block.rows for own in (_rows(row, ids) if row.open else (row,))))


def _rows(row: Row, ids: tuple[str, ...]) -> Iterator[Row]:
    for name in ids:
        named = opened_label(name)
        if named is not None and named[0] == row.id:
            yield replace(row, id=name, label=named[1], open=False)


def _identities(identities: tuple[Identity, ...], ids: tuple[str, ...]) -> Iterator[Identity]:
    for identity in identities:
        sides = [tuple(own for name in side for own in _names(name, ids)) for side in (identity.sum, identity.equals)]
        if all(sides):
            yield replace(identity, sum=sides[0], equals=sides[1])


def _names(name: str, ids: tuple[str, ...]) -> Iterator[str]:
    if not name.endswith(ALL):
        yield name
    else:
        yield from (own for own in ids if own.startswith(name.removesuffix(ALL) + OPEN))
