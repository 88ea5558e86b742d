"""From a sheet to paragraphs and grids: which rows are running text and which belong to a table.

A sheet has no such notion, so it is inferred from strong signs to weak: cells beside one another, vertical merges, border lines, the
width of a merged range, and at last the wording of a lone cell (a sentence; a heading such as 三、…). The signs are those of Chinese
office writing; the statutory form is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import field

from govdisc.plugin import Block, Cell, Grid, InputError, Paragraph, record
from govdisc.plugin import gettext as _
from govdisc_xlsx.facts import MAX_BLANK_ROWS
from govdisc_xlsx.sheet import MAX_AREA, Sheet, cell_name, inside, joined

#: A lone cell longer than this is running text; the longest label of the official tables has 36 characters.
LONGEST_LABEL = 60
#: A cell beside others is running text only when it is a sentence of this length.
SENTENCE = 40

_SENTENCE_END = re.compile(r"[。；！？;!?：:]\s*$")
_HEADING = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、.．]|[（(][一二三四五六七八九十]+[)）]|注|备注|.*(?:报告|年报|情况|报告的?事项|表)\s*$)"
)
_CITATION = re.compile(r"\s*第[一二三四五六七八九十百]+条")
_NUMBER = re.compile(r"\s*[-−－+]?[\d,.，．]+\s*(?:[（(].*)?", re.DOTALL)


@record(frozen=True, slots=True)
class _Anchor:
    """A printed cell; rows and columns count only those that are shown and used."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    place: str


@record
class _Band:
    """Rows that vertical merges hold together, with the cells that have a text."""

    top: int
    bottom: int
    texts: list[_Anchor] = field(default_factory=list)


@record(frozen=True, slots=True)
class _Surroundings:
    """Of a run of rows: the first and last that is surely a table's, whether any has border lines, and where the tables' cells stand."""

    first: int
    last: int
    has_borders: bool
    extents: frozenset[tuple[int, int]]


@record
class Area:
    """Counts the cells that the tables of a workbook lay out, blank ones included."""

    cells: int = 0

    def add(self, cells: int, sheet: str) -> None:
        """Count some more of a sheet.

        Raises:
            InputError: beyond :data:`~govdisc_xlsx.sheet.MAX_AREA`.

        """
        self.cells += cells
        if self.cells > MAX_AREA:
            raise InputError(_("sheet {name!r} spreads over more cells than a report needs, so it is not read.").format(name=sheet))


def sheet_blocks(sheet: Sheet, area: Area) -> list[Block]:
    """Return a sheet's paragraphs and grids, top to bottom, with places such as ``Sheet1!C6``; ``area`` is that of the whole workbook.

    Raises:
        InputError: when merged ranges or blank cells go beyond the limits.

    """
    page = _Page(sheet, area)
    blocks: list[Block] = []
    for run in page.runs():
        for is_table, bands in page.parts(run):
            if is_table:
                blocks.append(page.grid(bands))
            else:
                blocks += _paragraphs(cell for band in bands for cell in band.texts)
    return blocks


def lines_of_text(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield each shown row of a sheet that holds only text, blank rows as well, as (text, place); for govdisc's own workbooks."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for (row, column), text in sorted(sheet.cells.items()):
        rows.setdefault(row, []).append((column, text))
    unseen = joined([*sheet.hidden_rows, *((merge.top + 1, merge.bottom) for merge in sheet.merges if merge.bottom > merge.top)])
    before = -1
    for row in sorted(rows):
        for blank in range(max(before + 1, row - MAX_BLANK_ROWS), row):
            if not inside(unseen, blank):
                yield "", f"{sheet.name}!{cell_name(blank, 0)}"
        if not inside(unseen, row):
            yield " ".join(text for _column, text in rows[row]), f"{sheet.name}!{cell_name(row, rows[row][0][0])}"
        before = row


class _Page:
    """The used and shown rows and columns of a sheet, numbered anew, with its merged ranges laid over them."""

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self.sheet = sheet
        self._area = area
        spots = sheet.cells.keys() | sheet.bordered
        self._rows = sorted({row for row, _column in spots if not inside(sheet.hidden_rows, row)})
        self._columns = sorted({column for _row, column in spots if not inside(sheet.hidden_columns, column)})
        self._row_at = {row: i for i, row in enumerate(self._rows)}
        self._column_at = {column: i for i, column in enumerate(self._columns)}
        self.anchors: dict[tuple[int, int], _Anchor] = {}
        self.covered: set[tuple[int, int]] = set()
        self._lay_merges()
        self._lay_cells()
        self.lines: dict[int, set[int]] = {}
        for row, column in sheet.bordered:
            if row in self._row_at and column in self._column_at:
                self.lines.setdefault(self._row_at[row], set()).add(self._column_at[column])

    def _place(self, row: int, column: int) -> str:
        return f"{self.sheet.name}!{cell_name(row, column)}"

    def _lay_merges(self) -> None:
        """A range whose first row is hidden shows its text in the next one. Of overlapping ranges, which are damage, the first counts."""
        for merge in self.sheet.merges:
            rows = range(bisect_left(self._rows, merge.top), bisect_right(self._rows, merge.bottom))
            columns = range(bisect_left(self._columns, merge.left), bisect_right(self._columns, merge.right))
            self._area.add(len(rows) * len(columns), self.sheet.name)
            if not rows or not columns or (rows[0], columns[0]) in self.covered:
                continue
            self.covered.update((row, column) for row in rows for column in columns)
            text = self.sheet.cells.get((merge.top, merge.left), "")
            self.anchors[rows[0], columns[0]] = _Anchor(
                text, rows[0], columns[0], len(rows), len(columns), self._place(merge.top, merge.left)
            )

    def _lay_cells(self) -> None:
        for (row, column), text in self.sheet.cells.items():
            if row not in self._row_at or column not in self._column_at:
                continue
            at = (self._row_at[row], self._column_at[column])
            if at not in self.covered:
                self.anchors[at] = _Anchor(text, *at, 1, 1, self._place(row, column))

    # --- runs of rows ---------------------------------------------------------------------------------------------------------------

    def runs(self) -> Iterator[list[_Band]]:
        """Yield stretches of rows without a blank row between them; a blank row with border lines does not end a table."""
        run: list[_Band] = []
        for band in self._bands():
            if run and (not self._adjoin(run[-1].bottom, band.top) or not (band.texts or band.top in self.lines)):
                yield run
                run = []
            if band.texts or run:
                run.append(band)
        if run:
            yield run

    def _bands(self) -> Iterator[_Band]:
        texts: dict[int, list[_Anchor]] = {}
        for anchor in self.anchors.values():
            if anchor.text.strip():
                texts.setdefault(anchor.row, []).append(anchor)
        row = 0
        while row < len(self._rows):
            band = _Band(row, row)
            while row <= band.bottom:
                for anchor in sorted(texts.get(row, ()), key=lambda anchor: anchor.column):
                    band.texts.append(anchor)
                    band.bottom = max(band.bottom, anchor.row + anchor.rowspan - 1)
                row += 1
            yield band

    def _adjoin(self, above: int, below: int) -> bool:
        """Tell whether two shown rows stand next to each other, hidden rows between them not counted."""
        first, last = self._rows[above] + 1, self._rows[below] - 1
        return first > last or inside(self.sheet.hidden_rows, first, last)

    def parts(self, run: list[_Band]) -> Iterator[tuple[bool, list[_Band]]]:
        """Split a run into tables (True) and text (False), in order."""
        sure = [_is_many(band) for band in run]
        where = [i for i, is_sure in enumerate(sure) if is_sure]
        around = _Surroundings(
            first=where[0] if where else len(run),
            last=where[-1] if where else -1,
            has_borders=any(row in self.lines for band in run for row in range(band.top, band.bottom + 1)),
            extents=frozenset((cell.column, cell.colspan) for i in where for cell in run[i].texts),
        )
        kinds: list[bool] = []
        for i, band in enumerate(run):
            if not band.texts:
                kinds.append(bool(kinds) and kinds[-1])
            else:
                kinds.append(sure[i] or self._is_lone_table_row(band, i, around, i + 1 < len(run) and sure[i + 1]))
        start = 0
        for i in range(1, len(run) + 1):
            if i == len(run) or kinds[i] != kinds[start]:
                yield kinds[start], run[start:i]
                start = i

    def _is_lone_table_row(self, band: _Band, i: int, around: _Surroundings, near: bool) -> bool:
        """Tell whether a row with one text belongs to the table above or below it; ``near``: the next row is surely a table's."""
        if len(band.texts) > 1:
            return False  # running text in several columns
        cell = band.texts[0]
        own = range(cell.column, cell.column + cell.colspan)
        columns = set().union(*(self.lines.get(row, set()) for row in range(band.top, band.bottom + 1)))
        is_sentence = bool(_SENTENCE_END.search(cell.text)) or len(cell.text) > LONGEST_LABEL
        if columns - set(own):
            return not is_sentence or around.last >= 0  # the row's other cells are bordered and blank
        above, below = around.first < i, around.last > i
        if is_sentence or not (above or below) or (around.has_borders and not columns):
            return False
        if near and _CITATION.match(cell.text):
            return True
        if cell.colspan > 1 and (cell.column, cell.colspan) in around.extents:
            return True  # merged as the labels of other rows are: a label whose numbers are blank
        if _HEADING.match(cell.text):
            return False
        return above or (near and (bool(columns) or cell.colspan > 1))

    # --- grids ----------------------------------------------------------------------------------------------------------------------

    def grid(self, bands: list[_Band]) -> Grid:
        """Return a table's rows, blank cells included, so that each cell stands in its column."""
        rows = range(bands[0].top, bands[-1].bottom + 1)
        cells = [cell for band in bands for cell in band.texts]
        lines = set().union(*(self.lines.get(row, set()) for row in rows))
        left = min([cell.column for cell in cells] + list(lines))
        right = max([cell.column + cell.colspan for cell in cells] + [column + 1 for column in lines])
        self._area.add(len(rows) * (right - left), self.sheet.name)
        lined = tuple(tuple(self._cells(row, left, right)) for row in rows)
        return Grid(lined, next((cell.place for row in lined for cell in row), self.sheet.name))

    def _cells(self, row: int, left: int, right: int) -> Iterator[Cell]:
        for column in range(left, right):
            anchor = self.anchors.get((row, column))
            if anchor is not None:
                yield Cell(anchor.text, anchor.place, anchor.rowspan, anchor.colspan)
            elif (row, column) not in self.covered:
                yield Cell("", self._place(self._rows[row], self._columns[column]))


def _paragraphs(cells: Iterable[_Anchor]) -> Iterator[Paragraph]:
    for cell in cells:
        yield from (Paragraph(line, cell.place) for line in cell.text.split("\n") if line.strip())


def _is_many(band: _Band) -> bool:
    """Tell whether a band is surely a table's: several cells, and no long sentence among them unless beside a number."""
    if len(band.texts) < 2:
        return False
    prose = any(len(cell.text) >= SENTENCE and "。" in cell.text for cell in band.texts)
    return not prose or any(_NUMBER.fullmatch(cell.text) for cell in band.texts)
