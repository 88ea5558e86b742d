"""Reading .xlsx: python-calamine decodes the values, and the XML itself tells what calamine keeps to itself.

Calamine gives no hidden rows and columns, no borders, no percentages, turns error values into blanks, and does not tell a formula
without a stored result from a blank cell. A streaming pass over each sheet (ECMA-376 part 1, 18.3) collects those, and the used
area, before calamine lays that area out in memory.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from govdisc.errors import InputError, MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc_xlsx.facts import FACTS_SHEET, facts_of
from govdisc_xlsx.package import Package, local
from govdisc_xlsx.sheet import (
    MAX_MERGES,
    MAX_SHEETS,
    Merge,
    Sheet,
    Workbook,
    check_area,
    check_cells,
    is_percent,
    joined,
    percent_text,
    value_text,
)

#: The built-in number formats that print percentages (18.8.30).
PERCENT_FORMATS = frozenset({9, 10})
#: Excel's last row and column, counted from 0.
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def read_xlsx(data: bytes) -> Workbook:
    """Read an .xlsx or .xlsm file.

    Raises:
        InputError: when it cannot be read.
        MissingLibraryError: when python-calamine is not installed.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise MissingLibraryError(_("reading .xlsx needs python-calamine; install it with: pip install python-calamine")) from error
    package = Package(data)
    main = _workbook_part(package)
    entries = _sheet_entries(package, main)
    styles = _Styles(package, main)
    scans = {entry.name: _scan(package, entry, styles) for entry in entries}
    check_cells(sum(scan.filled for scan in scans.values()))
    workbook = Workbook([], drawings=_has_drawings(package))
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for entry in entries:
                values = book.get_sheet_by_name(entry.name).to_python(skip_empty_area=False) if scans[entry.name].filled else []
                _fill(scans[entry.name], values)
    except python_calamine.CalamineError as error:
        raise InputError(_("the workbook is damaged; open it in the office program and save it again.")) from error
    for entry in entries:
        sheet = scans[entry.name].sheet
        if entry.name == FACTS_SHEET:
            workbook.facts = facts_of(sheet.cells)
        elif entry.visible:
            workbook.sheets.append(sheet)
        elif sheet.cells:
            workbook.hidden.append(entry.name)
    return workbook


@dataclass(frozen=True)
class _Entry:
    """A worksheet as the workbook part lists it."""

    name: str
    part: str
    visible: bool


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
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


def _workbook_part(package: Package) -> str:
    main = next((path for kind, path in _relations(package, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    if main not in package or main.endswith(".bin"):
        raise InputError(_("the file holds no worksheet that can be read; save it as .xlsx (Excel workbook)."))
    return main


def _sheet_entries(package: Package, main: str) -> list[_Entry]:
    relations = _relations(package, main)
    entries: list[_Entry] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag != "sheet":
            return
        kind, part = relations.get(local(attributes, "id") or "", ("", ""))
        if kind == "worksheet" and part in package:
            entries.append(_Entry(attributes.get("name", ""), part, attributes.get("state", "visible") == "visible"))

    package.walk(main, start)
    if not entries or len(entries) > MAX_SHEETS:
        raise InputError(_("the workbook has no worksheets, or more than {limit}.").format(limit=MAX_SHEETS))
    return entries


class _Styles:
    """Of the cell formats: which have a border line, and which print percentages. Both by the index that cells carry."""

    def __init__(self, package: Package, main: str) -> None:
        self.bordered: set[str] = set()
        self.percent: set[str] = set()
        self._percent_codes = set(PERCENT_FORMATS)
        self._borders: list[bool] = []
        self._formats = 0
        self._inside = ""
        part = next((path for kind, path in _relations(package, main).values() if kind == "styles"), "")
        if part in package:
            package.walk(part, self._start, self._end)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("cellXfs", "borders", "dxfs"):
            self._inside = tag
        elif tag == "numFmt" and is_percent(attributes.get("formatCode", "")):
            self._percent_codes.add(_integer(attributes.get("numFmtId"), -1))
        elif self._inside == "borders":
            if tag == "border":
                self._borders.append(False)
            elif attributes.get("style", "none") != "none" and self._borders:
                self._borders[-1] = True
        elif tag == "xf" and self._inside == "cellXfs":
            border = _integer(attributes.get("borderId"), 0)
            if border < len(self._borders) and self._borders[border]:
                self.bordered.add(str(self._formats))
            if _integer(attributes.get("numFmtId"), 0) in self._percent_codes:
                self.percent.add(str(self._formats))
            self._formats += 1

    def _end(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""


@dataclass
class _Scan:
    """What the XML of a sheet tells beside the values."""

    sheet: Sheet
    filled: int = 0
    rows: int = 0
    columns: int = 0
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: set[tuple[int, int]] = field(default_factory=set)


def _scan(package: Package, entry: _Entry, styles: _Styles) -> _Scan:
    walker = _SheetWalker(entry.name, styles)
    package.walk(entry.part, walker.start, walker.end, walker.text)
    scan = walker.scan
    scan.sheet.hidden_rows, scan.sheet.hidden_columns = joined(scan.sheet.hidden_rows), joined(scan.sheet.hidden_columns)
    check_area(entry.name, scan.rows, scan.columns)
    return scan


class _SheetWalker:
    """Handlers for the XML of one sheet. Cells without a reference follow the one before (18.3.1.4)."""

    def __init__(self, name: str, styles: _Styles) -> None:
        self.scan = _Scan(Sheet(name))
        self._styles = styles
        self._row = self._column = -1
        self._type = self._style = ""
        self._formula: str | None = None
        self._value = ""
        self._has_content = False
        self._collect = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag == "v" or tag == "f":
            self._collect = tag
            if tag == "f":
                self._formula = ""
        elif tag == "is":
            self._has_content = True
        elif tag == "row":
            self._open_row(attributes)
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif tag == "col" and _is_hidden(attributes, "width"):
            self.scan.sheet.hidden_columns.append((_integer(attributes.get("min"), 1) - 1, _integer(attributes.get("max"), 1) - 1))

    def text(self, text: str) -> None:
        if self._collect == "v":
            self._value += text
        elif self._collect == "f":
            self._formula = (self._formula or "") + text

    def end(self, tag: str) -> None:
        if tag == "c":
            self._close_cell()
        elif tag in ("v", "f"):
            self._collect = ""

    def _open_row(self, attributes: dict[str, str]) -> None:
        self._row = _integer(attributes.get("r"), self._row + 2) - 1
        self._column = -1
        if not 0 <= self._row <= LAST_ROW:
            raise InputError(_("the workbook is damaged; open it in the office program and save it again."))
        if _is_hidden(attributes, "ht"):
            self.scan.sheet.hidden_rows.append((self._row, self._row))

    def _open_cell(self, attributes: dict[str, str]) -> None:
        match = _CELL.fullmatch(attributes.get("r", ""))
        self._column = _column_number(match[1]) if match else self._column + 1
        if match:
            self._row = int(match[2]) - 1
        if not (0 <= self._row <= LAST_ROW and 0 <= self._column <= LAST_COLUMN):
            raise InputError(_("the workbook is damaged; open it in the office program and save it again."))
        self._type, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._formula, self._value, self._has_content = None, "", False

    def _close_cell(self) -> None:
        scan, at = self.scan, (self._row, self._column)
        if self._style in self._styles.bordered:
            scan.sheet.bordered.add(at)
            check_cells(len(scan.sheet.bordered))
        if self._formula is not None and not self._value and self._type != "str":
            scan.texts[at] = f"={self._formula}"
            scan.sheet.uncached.append(at)
        elif self._type == "e":
            scan.texts[at] = self._value
        elif not (self._value or self._has_content):
            return
        elif self._style in self._styles.percent:
            scan.percents.add(at)
        scan.filled += 1
        scan.rows, scan.columns = max(scan.rows, at[0] + 1), max(scan.columns, at[1] + 1)
        check_cells(scan.filled)

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        one, other = _CELL.fullmatch(first), _CELL.fullmatch(last)
        if not one or not other:
            return
        rows = sorted((int(one[2]) - 1, int(other[2]) - 1))
        columns = sorted((_column_number(one[1]), _column_number(other[1])))
        self.scan.sheet.merges.append(Merge(rows[0], columns[0], rows[1], columns[1]))
        if len(self.scan.sheet.merges) > MAX_MERGES:
            raise InputError(_("a sheet has more than {limit} merged ranges, so it is no report.").format(limit=MAX_MERGES))


def _fill(scan: _Scan, values: Sequence[Sequence[object]]) -> None:
    """Put calamine's values and the texts that it does not give into the sheet."""
    cells = scan.sheet.cells
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if value == "":
                continue
            at = (row, column)
            if at in scan.percents and isinstance(value, (int, float)):
                cells[at] = percent_text(value)
            else:
                cells[at] = value_text(value)
    cells.update(scan.texts)


def _has_drawings(package: Package) -> bool:
    """Tell whether the workbook holds pictures or text boxes, which are not read."""
    return any(name.startswith("xl/media/") for name in package.names) or any(
        b"<a:t>" in package.read(name) for name in package.names if name.startswith("xl/drawings/") and name.endswith(".xml")
    )


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    if attributes.get("hidden") in ("1", "true"):
        return True
    return _number(attributes.get(size)) == 0


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
