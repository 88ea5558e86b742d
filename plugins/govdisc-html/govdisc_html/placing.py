"""In which column of a table each cell begins, and how far it reaches.

Spans are taken as browsers take them: junk and 0 count as 1 (a row span of 0 reaches to the end of its row group), and no row span
leaves its row group. The tables of a form have the same spans on every page, so it is worked out once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _

#: Statutory tables have 15 columns; ten times that and some is no report but an attack or another kind of page.
MAX_COLUMNS = 200
#: A column span above this is a slip of the editor; such a cell gets the width that the other rows leave it.
WIDE_SPAN = 100
MAX_ROWSPAN = 65_534  # as in the HTML standard

#: For each row the number of its row group, and the row spans and column spans of its cells.
Spans: TypeAlias = tuple[tuple[int, tuple[int, ...], tuple[int, ...]], ...]
#: For each row the places of its cells, and their spans as far as they reach.
Placing: TypeAlias = tuple[tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]], ...]
#: The spans of tables with more rows are not remembered.
MOST_ROWS = 100


def placing_of(number: int, spans: Spans) -> Placing:
    """Return it for a table by its number on the page."""
    return _placing(number, spans) if len(spans) <= MOST_ROWS else _placing.__wrapped__(number, spans)


@lru_cache(maxsize=256)
def _placing(number: int, spans: Spans) -> Placing:
    ends = _group_ends([group for group, _rowspans, _colspans in spans])
    columns: list[list[int]] = []
    rowspans: list[list[int]] = []
    widths = [0]
    taken: list[int] = []  # for each column the row at which it is free again
    for i, (_group, tall, across) in enumerate(spans):
        begins, reaches, column = [], [], 0
        for rowspan, colspan in zip(tall, across, strict=True):
            while column < len(taken) and taken[column] > i:
                column += 1
            begins.append(column)
            reaches.append(rowspan if rowspan == 1 else min(rowspan or MAX_ROWSPAN, ends[i] - i))
            right = column + colspan
            if right > len(taken):
                _check_width(right)
                taken.extend([0] * (right - len(taken)))
            taken[column:right] = [i + reaches[-1]] * colspan
            column = right
        if max(across, default=0) < WIDE_SPAN:
            widths.append(column)
        columns.append(begins)
        rowspans.append(reaches)
    return tuple(
        (
            tuple(f"table {number} row {i + 1} column {column + 1}" for column in columns[i]),
            tuple(rowspans[i]),
            tuple(
                colspan if colspan < WIDE_SPAN else max(1, min(colspan, max(widths) - column))
                for column, colspan in zip(columns[i], across, strict=True)
            ),
        )
        for i, (_group, _tall, across) in enumerate(spans)
    )


def _check_width(columns: int) -> None:
    if columns > MAX_COLUMNS + WIDE_SPAN:
        raise InputError(
            _("a table of this page has more than {limit} columns, which no annual report has; check the file.").format(limit=MAX_COLUMNS)
        )


def _group_ends(groups: Sequence[int]) -> list[int]:
    """For each row the index behind the last row of its row group."""
    ends = [0] * len(groups)
    for i in range(len(groups) - 1, -1, -1):
        ends[i] = ends[i + 1] if i + 1 < len(groups) and groups[i + 1] == groups[i] else i + 1
    return ends
