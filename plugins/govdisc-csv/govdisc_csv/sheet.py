"""A worksheet that was saved as CSV: the printed report, its merged cells left as blanks, as a document for the recogniser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govdisc.plugin import Cell, Document, Grid, NoReportError
from govdisc.plugin import gettext as _

#: A table with more cells is not looked through: a printed report has some 500.
MOST_CELLS = 50_000


def sheet_document(rows: Iterable[list[str]]) -> Document:
    """Return the rows as one grid for each run without a blank row.

    A spreadsheet saves each row with all its columns, so a cell's number in its row is its column.

    Raises:
        NoReportError: when it has more cells than any report.

    """
    return Document(tuple(_grids(rows)))


def _grids(rows: Iterable[list[str]]) -> Iterator[Grid]:
    run: list[tuple[Cell, ...]] = []
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if cells > MOST_CELLS:
            message = _("it is a table of more than {limit} cells without the header of govdisc's own CSV, which no annual report is.")
            raise NoReportError(message.format(limit=MOST_CELLS))
        if any(text.strip() for text in row):
            run.append(tuple(Cell(text.strip(), f"row {number} column {column}") for column, text in enumerate(row, 1)))
        elif run:
            yield Grid(tuple(run), run[0][0].place)
            run = []
    if run:
        yield Grid(tuple(run), run[0][0].place)
