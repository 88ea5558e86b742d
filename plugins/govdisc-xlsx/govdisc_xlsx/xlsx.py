"""Reading .xlsx and .xlsm (ECMA-376 part 1, chapter 18) in one streaming pass over each sheet.

No spreadsheet library reads what these reports need from a file that may be hostile. python-calamine lays out the used area before
anyone can bound it and then aborts the whole process, gives error values as blanks, and tells neither hidden rows nor borders nor a
formula without a result; openpyxl builds an object for every cell and needs two passes to tell a formula from its value.
"""

from __future__ import annotations

import posixpath
import re

from govdisc.plugin import InputError, record
from govdisc.plugin import gettext as _
from govdisc.reading import PACKAGE_TITLES
from govdisc_xlsx.facts import FACTS_SHEET, facts_of
from govdisc_xlsx.ooxml import Runs, SharedStrings, Styles, integer, unescaped
from govdisc_xlsx.package import Package, local
from govdisc_xlsx.sheet import (
    MAX_MERGES,
    MAX_SHEETS,
    Merge,
    Sheet,
    Workbook,
    check_area,
    check_cells,
    damaged,
    date_text,
    joined,
    number_text,
    percent_text,
)

#: Excel's last row and column, counted from 0.
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@record(frozen=True)
class Entry:
    """A worksheet as the workbook part lists it."""

    name: str
    part: str
    visible: bool


def xlsx_workbook(data: bytes) -> Workbook:
    """Read an .xlsx or .xlsm file.

    Raises:
        InputError: when it cannot be read.

    """
    package = Package(data)
    main = workbook_part(package)
    relations = relations_of(package, main)
    entries, is_1904 = sheet_entries(package, main, relations)
    styles = Styles(package, _related(relations, "styles"))
    strings = SharedStrings(package, _related(relations, "sharedStrings"))
    workbook = Workbook([], drawings=_has_drawings(package))
    filled = 0
    for entry in entries:
        walker = _SheetWalker(entry.name, styles, strings, is_1904, filled)
        package.walk(entry.part, walker.start, walker.end, walker.text)
        sheet, filled = walker.finished(), walker.filled
        if entry.name == FACTS_SHEET:
            workbook.facts = facts_of(sheet.cells)
        elif entry.visible:
            workbook.sheets.append(sheet)
        elif sheet.cells:
            workbook.hidden.append(entry.name)
    return workbook


# --- the package --------------------------------------------------------------------------------------------------------------------


def relations_of(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The relations of a part by id: (last word of the type, path of the target)."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    where = posixpath.join(folder, "_rels", f"{name}.rels")
    if where in package:
        package.walk(where, start)
    return found


def _related(relations: dict[str, tuple[str, str]], kind: str) -> str:
    return next((path for word, path in relations.values() if word == kind), "")


def workbook_part(package: Package) -> str:
    """Return the name of the workbook part. Raises InputError where there is none."""
    main = _related(relations_of(package, ""), "officeDocument") or "xl/workbook.xml"
    title = PACKAGE_TITLES.get(package.kind) if package.kind != "xlsx" else None
    if title is not None and not main.startswith("xl/"):
        raise InputError(_("it is no workbook but {kind}; give it its proper name, or name its format with --from.").format(kind=title))
    if main not in package or main.endswith(".bin"):
        raise InputError(_("the file holds no worksheet that can be read; save it as .xlsx (Excel workbook)."))
    return main


def sheet_entries(package: Package, main: str, relations: dict[str, tuple[str, str]]) -> tuple[list[Entry], bool]:
    """The worksheets in order, and whether dates count from 1904."""
    entries: list[Entry] = []
    is_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal is_1904
        if tag == "workbookPr":
            is_1904 = attributes.get("date1904") in ("1", "true")
        elif tag == "sheet":
            kind, part = relations.get(local(attributes, "id") or "", ("", ""))
            if kind == "worksheet" and part in package:
                entries.append(Entry(attributes.get("name", ""), part, attributes.get("state", "visible") == "visible"))

    package.walk(main, start)
    if not entries or len(entries) > MAX_SHEETS:
        raise InputError(_("the workbook has no worksheets, or more than {limit}.").format(limit=MAX_SHEETS))
    return entries, is_1904


def _has_drawings(package: Package) -> bool:
    """Tell whether the workbook holds pictures or text boxes, which are not read."""
    drawings = [name for name in package.names if name.startswith("xl/drawings/") and name.endswith(".xml")]
    return any(name.startswith("xl/media/") for name in package.names) or any(b"<a:t>" in package.read(name) for name in drawings)


# --- one sheet ----------------------------------------------------------------------------------------------------------------------


class _SheetWalker:
    """Handlers for the XML of one sheet. Rows and cells without a reference follow the one before (18.3.1.4, 18.3.1.73)."""

    def __init__(self, name: str, styles: Styles, strings: SharedStrings, is_1904: bool, filled: int) -> None:
        self.filled = filled
        self._sheet = Sheet(name)
        self._styles = styles
        self._strings = strings
        self._is_1904 = is_1904
        self._row = self._column = -1
        self._type, self._style = "n", 0
        self._has_formula = False
        self._value: list[str] = []
        self._collect: list[str] | None = None
        self._runs = Runs()

    def finished(self) -> Sheet:
        """Return the sheet once its XML has been walked through."""
        sheet = self._sheet
        sheet.hidden_rows, sheet.hidden_columns = joined(sheet.hidden_rows), joined(sheet.hidden_columns)
        check_area(sheet)
        return sheet

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "v":
            self._collect = self._value
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._open_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and _is_hidden(attributes, "width"):
            first, last = integer(attributes.get("min"), 1) - 1, integer(attributes.get("max"), 1) - 1
            self._sheet.hidden_columns.append((first, last))
        else:
            self._runs.start(tag, attributes)

    def text(self, text: str) -> None:
        if self._collect is not None:
            self._collect.append(text)
        else:
            self._runs.text(text)

    def end(self, tag: str) -> None:
        if tag == "v":
            self._collect = None
        elif tag == "c":
            self._close_cell()
        else:
            self._runs.end(tag)

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row, self._column = integer(attributes.get("r"), self._row + 2) - 1, -1
        if _is_hidden(attributes, "ht"):
            self._sheet.hidden_rows.append((self._row, self._row))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        match = _CELL.fullmatch(attributes.get("r", ""))
        self._column = _column_number(match[1]) if match else self._column + 1
        if match:
            self._row = int(match[2]) - 1
        if not (0 <= self._row <= LAST_ROW and 0 <= self._column <= LAST_COLUMN):
            raise InputError(damaged())
        self._type, self._style = attributes.get("t", "n"), integer(attributes.get("s"), 0)
        self._has_formula, self._value = False, []

    def _close_cell(self) -> None:
        at, raw, inline = (self._row, self._column), "".join(self._value), self._runs.taken()
        if self._style in self._styles.bordered:
            self._sheet.bordered.add(at)
            check_cells(len(self._sheet.bordered))
        if self._has_formula and not raw and not inline and self._type != "str":
            self._sheet.uncached.append(at)
            self._sheet.bordered.add(at)  # it is printed, so it is laid out
            check_cells(len(self._sheet.uncached))
        text = inline if self._type == "inlineStr" else self._decoded(raw)
        if text and self._style not in self._styles.struck:
            self._sheet.cells[at] = text
            self.filled += 1
            check_cells(self.filled)

    def _decoded(self, raw: str) -> str:
        """The text of a value by the cell's type (18.18.11) and, of a number, by the kind of its format."""
        if self._type == "s":
            return self._strings[raw]
        if self._type == "str":
            return unescaped(raw)
        if self._type == "b" and raw:
            return "FALSE" if raw in ("0", "false") else "TRUE"
        if self._type in ("e", "d") or not raw:
            return raw
        try:
            number = float(raw)
            if self._style in self._styles.percent:
                return percent_text(number)
            return date_text(number, self._is_1904) if self._style in self._styles.dates else number_text(number)
        except (ValueError, ArithmeticError):
            return raw

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        begin, end = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if not begin or not end:
            return
        rows = sorted((int(begin[2]) - 1, int(end[2]) - 1))
        columns = sorted((_column_number(begin[1]), _column_number(end[1])))
        self._sheet.merges.append(Merge(rows[0], columns[0], rows[1], columns[1]))
        if len(self._sheet.merges) > MAX_MERGES:
            raise InputError(_("a sheet has more than {limit} merged ranges, so it is no report.").format(limit=MAX_MERGES))


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Tell whether a row or column is hidden or has no height or width."""
    if attributes.get("hidden") in ("1", "true"):
        return True
    return size in attributes and not attributes[size].strip("0.")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
