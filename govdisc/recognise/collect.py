"""Where recognised cells come together: one collector a report, filled by the grid and the flow reading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache

from govdisc.model.document import OVERPRINTED
from govdisc.model.form import Column, Form, Table
from govdisc.model.report import Report, Unread, printed_cell
from govdisc.recognise.index import RowRef
from govdisc.recognise.tokens import Token
from govdisc.records import record
from govdisc.text.labels import squeeze
from govdisc.text.values import CellValue, Value, parse_cell, parse_cells, printed_value

#: So many things are noted as unread; a file with more of them is no report, and more notes say nothing new.
MOST_NOTES = 1000
#: Several numbers in one cell, which 1 234 may be or not.
_SEVERAL = re.compile(rf"(?!\d{{1,3}}(?:\s\d{{3}})+$)[\d.,]+(?:\s+[\d.,]+)+|[\d.,\s]*{OVERPRINTED}[\d.,\s{OVERPRINTED}]*")
#: What stood there is quoted up to so many characters.
LONGEST_NOTE = 1000
_FIGURES = re.compile(r"\d+")


@record
class Collector:
    """The cells, marks, remarks and places read so far, and what could not be read."""

    form: Form
    tables: dict[str, dict[str, dict[str, Value]]] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    #: The rows of the form that were read, by table and row.
    rows: dict[tuple[str, str], RowRef] = field(default_factory=dict)
    #: Numbers that may be those of a table, with its id and their place, to be told if nothing else of it is read.
    left: list[tuple[str, str, str]] = field(default_factory=list)
    _noted: set[tuple[str, str | None, str, str]] = field(default_factory=set)

    def seen(self, table: str, row: str) -> bool:
        """Tell whether a row has been read."""
        return row in self.tables.get(table, {})

    def _is_blank(self, table: str, row: str) -> bool:
        """Tell whether nothing stood in a row that has been read: one of a blank form, or a blank row of part 4, which has no labels."""
        return all(value is None and f"{table}.{row}.{column}" not in self.marks for column, value in self.tables[table][row].items())

    def told(self, table: str, row: str) -> bool:
        """Tell whether a row has been read, or is known to be unread."""
        return self.seen(table, row) or any(path.startswith(f"{table}.{row}.") for piece in self.unread for path in piece.cells)

    def fails(self, ref: RowRef) -> bool:
        """Tell whether the total of a row that was read is not the sum of its other numbers, where nothing else stands in its cells."""
        cells = self.tables.get(ref.table.id, {}).get(ref.row.id, {})
        total = cells.get("total")
        if any(path in self.marks for path in ref.paths.values()):
            return False
        return total is not None and sum(value or 0 for column, value in cells.items() if column != "total") != total

    def touched(self, table: str) -> bool:
        """Tell whether any row of a table has been read."""
        return bool(self.tables.get(table))

    def printed(self, ref: RowRef) -> list[str]:
        """What was read in the cells of a row, blank ones left out."""
        return [printed_value(value) for value in self.tables[ref.table.id][ref.row.id].values() if value is not None]

    def put_row(self, ref: RowRef, pairs: Sequence[tuple[Column | None, Token]]) -> None:
        """Keep a row: each cell with its column; a None column has no label in the form. One that was blank before is not read twice."""
        table, row = ref.table.id, ref.row.id
        if self.seen(table, row) and not self._is_blank(table, row):
            if any(
                column is not None and (value := parse_cell(token.text, column.kind).value) is not None
                and self.tables[table][row].get(column.id) != value
                for column, token in pairs
            ):
                text = " ".join(token.meaning.text for _, token in pairs)
                self.note("duplicate_row", table, pairs[0][1].place, f"{ref.row.label}: {text}")
            return
        placed = dict(pairs)
        for column, token in pairs if None in placed else ():
            if column is None and token.filled:
                self.note("unknown_column", table, token.place, f"{ref.row.label}: {token.meaning.text}")
        values: dict[str, Value] = {}
        for column, path in ref.paths.items():
            own = placed.get(column)
            if own is not None:
                cell = parse_cell(own.text, column.kind)
                values[column.id] = cell.value
                self.places[path] = own.place
                self._keep_words(path, cell)
        self.rows[table, row] = ref
        self.tables.setdefault(table, {})[row] = values

    def put_cells(self, paths: Sequence[str], kinds: Sequence[str], texts: Sequence[str], places: Sequence[str]) -> list[Value]:
        """Keep what stands in cells beside their values, and return these; ``kinds`` are those of their columns."""
        read = parse_cells(texts, kinds)
        for path, cell in zip(paths, read, strict=True):
            self._keep_words(path, cell)
        self.places.update(zip(paths, places, strict=True))
        return [cell.value for cell in read]

    def _keep_words(self, path: str, cell: CellValue) -> None:
        if cell.mark is not None:
            self.marks[path] = cell.mark
        if cell.remark is not None:
            self.remarks[path] = cell.remark

    def put_missing(self, ref: RowRef, columns: Sequence[Column], left_over: Sequence[Token], place: str) -> None:
        """Keep what stands in columns of the form that no header names: their cells in this row stay unread."""
        paths = [f"{ref.table.id}.{ref.row.id}.{column.id}" for column in columns]
        text = f"{ref.row.label}: {' '.join(token.meaning.text for token in left_over)}"
        self.note("unknown_header", ref.table.id, next((token.place for token in left_over), place), text, paths)

    def note(self, kind: str, table: str | None, place: str, text: str, cells: Sequence[str] = ()) -> Unread | None:
        """Keep something that could not be read; the same thing at the same place once."""
        piece = Unread(kind, table, place, " ".join(text.split())[:LONGEST_NOTE], list(cells))
        key = (kind, table, piece.text, "" if kind == "header_missing" else place)
        if key not in self._noted and len(self.unread) < MOST_NOTES:
            self._noted.add(key)
            self.unread.append(piece)
            return piece
        return None

    def unread_row(self, kind: str, ref: RowRef, place: str, text: str) -> None:
        """Keep a row that was found but whose cells are uncertain."""
        paths = [f"{ref.table.id}.{ref.row.id}.{column.id}" for column in ref.block.columns]
        self.note(kind, ref.table.id, place, f"{ref.row.label}: {text}", paths)

    def take_back(self, kind: str, ref: RowRef, place: str, text: str) -> None:
        """Leave a row unread after all."""
        table, row = ref.table.id, ref.row.id
        self.rows.pop((table, row), None)
        for column in self.tables.get(table, {}).pop(row, {}):
            for kept in (self.marks, self.remarks, self.places):
                kept.pop(f"{table}.{row}.{column}", None)
        self.unread = [piece for piece in self.unread if not piece.cells or not all(path.startswith(f"{table}.{row}.") for path in piece.cells)]
        self.unread_row(kind, ref, place, text)

    def into(self, report: Report) -> None:
        """Hand everything to the report, in the order of the form and without notes that later rows have settled."""
        for name, place, text in self.left:
            if not self.touched(name) and not any(piece.table == name and piece.cells for piece in self.unread):
                self.note("unlabelled_row", name, place, text)
        self._doubt_blanks()
        for table in self.form.opened(self.tables).tables:
            rows = self.tables.get(table.id)
            if rows:
                self._drop_group_rows(table)
                report.tables[table.id] = {row.id: rows[row.id] for _block, row in table.printed_rows(rows)}
        report.places = self._in_order(report)
        for kept, own in ((self.marks, report.marks), (self.remarks, report.remarks)):
            if kept:  # spares time
                own.update((path, kept[path]) for path in report.places if path in kept)
        report.unread += [told for piece in self.unread if (told := self._unsettled(piece, report)) is not None]

    def _unsettled(self, piece: Unread, report: Report) -> Unread | None:
        """What is still to be told of a piece when everything is read: of a row that was read elsewhere, the numbers that are not its own."""
        if not piece.cells or any(path not in report.places for path in piece.cells):
            return piece
        own = iter(_figures(" ".join(printed_cell(report, path) for path in piece.cells)))
        told = _figures(piece.text.rpartition(": ")[2])
        if all(figures in own for figures in told):
            return None
        rows = {path.rpartition(".")[0] for path in piece.cells}
        return Unread("duplicate_row" if len(rows) == 1 else "unlabelled_row", piece.table, piece.place, piece.text)

    def _doubt_blanks(self) -> None:
        """Where one cell of a row holds several numbers, they may be those of cells that look blank."""
        for name, text in {path.rpartition(".")[0]: mark for path, mark in self.marks.items() if _SEVERAL.fullmatch(mark)}.items():
            table, _dot, row = name.partition(".")
            cells = self.tables[table][row]
            blank = {f"{name}.{column}": column for column, value in cells.items() if value is None and f"{name}.{column}" not in self.marks}
            places = [self.places.pop(path) for path in blank]
            for column in blank.values():
                del cells[column]
            for place in places[:1]:
                self.note("too_few", table, place, f"{self.rows[table, row].row.label}: {text}", list(blank))

    def _in_order(self, report: Report) -> dict[str, str]:
        """The places of the cells, in the order of the report's."""
        places, every = self.places, _paths(self.form)
        if places.keys() == every.keys():  # spares time
            return {path: places[path] for path in every}  # spares time
        return {path: places[path] for path, _value in report.cells()}

    def _drop_group_rows(self, table: Table) -> None:
        """Take out a row of another form that is only the group heading of the rows below it: （六）其他处理.

        Numbers beside such a heading are those of a row whose own label was lost, or stands below, where a page break has cut the row: one of those
        below that has a blank cell for each of them stays unread.
        """
        rows = self.tables[table.id]
        for extra in [extra for block in table.blocks for extra in block.admits if extra.id in rows]:
            below = [self.rows[table.id, name] for name in extra.replaces if name in rows]
            if not below:
                continue
            beside, place = self._shown(table.id, extra.id), next(self.places[f"{table.id}.{extra.id}.{name}"] for name in rows[extra.id])
            del rows[extra.id]
            if not beside:
                continue
            self.note("unknown_row", table.id, place, " ".join([extra.label, *beside.values()]))
            for ref in below:
                own, first = self._shown(table.id, ref.row.id), next(iter(rows[ref.row.id]))
                if not own.keys() & beside.keys():
                    self.take_back("unlabelled_row", ref, self.places[f"{table.id}.{ref.row.id}.{first}"], " ".join(own.values()))

    def _shown(self, table: str, row: str) -> dict[str, str]:
        """What stands in the filled cells of a row, by their columns."""
        texts = {name: self.marks.get(f"{table}.{row}.{name}") or printed_value(value) for name, value in self.tables[table][row].items()}
        return {name: text for name, text in texts.items() if text}


def _figures(text: str) -> list[str]:
    return _FIGURES.findall(squeeze(text).replace(",", ""))


@lru_cache(maxsize=64)
def _paths(form: Form) -> dict[str, None]:
    """The cells of a form, in their order."""
    return dict.fromkeys(form.paths())
