"""Rows of text that were shifted by one: numbers stand before the first label, none behind the last, and each label in between has those of the next one."""

from __future__ import annotations

from govdisc.recognise.index import RowRef
from govdisc.recognise.rows import Row, any_filled


class Shifted:
    """What was passed in a text, as far as it tells of such rows."""

    def __init__(self, found: list[tuple[RowRef, Row]]) -> None:
        """Put the rows that are found into a list, with what stands behind each label; first the numbers before them, as those of the first."""
        self._found = found
        self._before: Row | None = None  # the numbers before the first label of the run
        self._run: list[tuple[RowRef, Row]] = []

    def numbers(self, row: Row) -> None:
        """Numbers stand there without a label."""
        self._before, self._run = row if any_filled(row.cells) else None, []

    def passed(self, behind: bool, ref: RowRef, row: Row | None = None) -> None:
        """A label with its numbers, or without any, stands there: right ``behind`` other numbers, or else it begins anew."""
        first = self._run[0][0] if self._run else ref
        fits = behind and self._before is not None and len(self._before.cells) == len(ref.block.columns)
        fits = fits and _columns(ref) == _columns(first)  # rows of different blocks may be alike
        if fits and row is not None and any_filled(row.cells):
            self._run.append((ref, row))
            return
        if fits and self._run and self._before is not None:
            self._found += [(first, self._before), *self._run]
        self._before, self._run = None, []


def _columns(ref: RowRef) -> list[str]:
    return [column.id for column in ref.block.columns]
