"""Reading .ods (OpenDocument 1.3 part 3, chapter 9) in one streaming pass over content.xml.

python-calamine is not used: for this format it tells neither merged cells nor hidden rows, loses tab characters, and turns booleans
into 1.0 and error values into blanks.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc.reading import encrypted
from govdisc_xlsx.facts import FACTS_SHEET, facts_of
from govdisc_xlsx.package import Package, local
from govdisc_xlsx.richtext import LOWERED, RAISED, RichText
from govdisc_xlsx.sheet import (
    MAX_MERGES,
    MAX_SHEETS,
    Merge,
    Sheet,
    Workbook,
    check_area,
    check_cells,
    damaged,
    joined,
    number_text,
    percent_text,
)

#: Blank cells with a border that repeat further than this are a formatted sheet's edge, not a table.
MAX_BLANK_REPEAT = 64
#: Blanks that one <text:s/> may stand for.
MAX_SPACES = 1_000
#: A sheet's last row and column, counted from 0.
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383

#: Programs that calculate before they save: they write an empty text result as a formula without a value.
CALCULATING = (b"LibreOffice", b"OpenOffice", b"Collabora")

_BORDERS = ("border", "border-top", "border-bottom", "border-left", "border-right")


def ods_workbook(data: bytes) -> Workbook:
    """Read an .ods file.

    Raises:
        InputError: when it cannot be read.

    """
    package = Package(data)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise InputError(encrypted())
    walker = _ContentWalker(is_calculated=any(name in package.read("meta.xml") for name in CALCULATING))
    package.walk("content.xml", walker.start, walker.end, walker.text)
    workbook = Workbook([], drawings=any(name.startswith(("Pictures/", "Object ")) for name in package.names))
    for sheet, visible in walker.sheets:
        sheet.hidden_rows, sheet.hidden_columns = joined(sheet.hidden_rows), joined(sheet.hidden_columns)
        check_area(sheet)
        if sheet.name == FACTS_SHEET:
            workbook.facts = facts_of(sheet.cells)
        elif visible:
            workbook.sheets.append(sheet)
        elif sheet.cells:
            workbook.hidden.append(sheet.name)
    return workbook


class _ContentWalker:
    """Handlers for content.xml: the styles come first, then the sheets. Drawings, notes and nested tables are passed over."""

    #: Elements whose text is not the cell's.
    SKIPPED = frozenset({"annotation", "shapes", "frame", "forms", "tracked-changes", "custom-shape", "rect", "sub-table"})

    def __init__(self, is_calculated: bool) -> None:
        self._is_calculated = is_calculated
        self.sheets: list[tuple[Sheet, bool]] = []
        self._style = ""
        self._bordered: set[str] = set()
        self._undisplayed: set[str] = set()
        self._flat: set[str] = set()
        self._looks: dict[str, tuple[str | None, bool]] = {}
        self._skip = 0
        self._sheet = Sheet("")
        self._row = self._column = self._table_column = 0
        self._rows = 1
        self._groups: list[bool] = []
        self._cell: dict[str, str] | None = None
        self._rich = RichText()
        self._spans: list[str | None] = []
        self._paragraphs = 0
        self._in_paragraph = False
        self._filled = 0

    # --- elements -----------------------------------------------------------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._skip or tag in self.SKIPPED:
            self._skip += 1
            return
        handler = getattr(self, f"_open_{tag.replace('-', '_')}", None)
        if handler is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
        elif tag in ("table-cell", "covered-table-cell"):
            self._close_cell(covered=tag.startswith("covered"))
        elif tag == "p":
            self._in_paragraph = False
        elif tag == "span" and self._spans:
            self._spans.pop()
            self._rich.run(*self._look())
        elif tag == "table-row":
            self._row += self._rows
        elif tag in ("table-row-group", "table-column-group"):
            self._groups.pop()

    def text(self, text: str) -> None:
        if self._in_paragraph and not self._skip:
            self._rich.add(text)

    def _open_style(self, attributes: dict[str, str]) -> None:
        self._style = local(attributes, "name") or ""
        if local(attributes, "parent-style-name") in self._bordered:
            self._bordered.add(self._style)

    def _open_table_cell_properties(self, attributes: dict[str, str]) -> None:
        lines = [local(attributes, name) for name in _BORDERS]
        if any(line and line != "none" for line in lines):
            self._bordered.add(self._style)

    def _open_text_properties(self, attributes: dict[str, str]) -> None:
        position = (local(attributes, "text-position") or "").split(" ")[0]
        shift = RAISED if position == "super" else LOWERED if position == "sub" else None
        if position.endswith("%") and position.strip("-0.%"):
            shift = LOWERED if position.startswith("-") else RAISED
        lines = (local(attributes, "text-line-through-style"), local(attributes, "text-line-through-type"))
        struck = any(line not in (None, "none") for line in lines)
        if shift or struck:
            self._looks[self._style] = shift, struck

    def _look(self) -> tuple[str | None, bool]:
        """How the innermost span is raised, and whether any of the spans around it strikes it out."""
        looks = [self._looks.get(name or "", (None, False)) for name in self._spans]
        return next((shift for shift, _struck in reversed(looks) if shift), None), any(struck for _shift, struck in looks)

    def _open_span(self, attributes: dict[str, str]) -> None:
        self._spans.append(local(attributes, "style-name"))
        self._rich.run(*self._look())

    def _open_table_properties(self, attributes: dict[str, str]) -> None:
        if local(attributes, "display") == "false":
            self._undisplayed.add(self._style)

    def _open_table_row_properties(self, attributes: dict[str, str]) -> None:
        if _is_zero(local(attributes, "row-height")):
            self._flat.add(self._style)

    def _open_table_column_properties(self, attributes: dict[str, str]) -> None:
        if _is_zero(local(attributes, "column-width")):
            self._flat.add(self._style)

    def _open_table(self, attributes: dict[str, str]) -> None:
        self._sheet = Sheet(local(attributes, "name") or "")
        self.sheets.append((self._sheet, local(attributes, "style-name") not in self._undisplayed))
        if len(self.sheets) > MAX_SHEETS:
            raise InputError(_("the workbook has no worksheets, or more than {limit}.").format(limit=MAX_SHEETS))
        self._row = self._table_column = 0
        self._groups = []

    def _open_table_row_group(self, attributes: dict[str, str]) -> None:
        self._groups.append(local(attributes, "display") == "false")

    _open_table_column_group = _open_table_row_group

    def _open_table_column(self, attributes: dict[str, str]) -> None:
        count = _count(local(attributes, "number-columns-repeated"))
        if self._is_hidden(attributes):
            self._sheet.hidden_columns.append((self._table_column, self._table_column + count - 1))
        self._table_column += count

    def _open_table_row(self, attributes: dict[str, str]) -> None:
        self._rows = _count(local(attributes, "number-rows-repeated"))
        self._column = 0
        if self._is_hidden(attributes):
            self._sheet.hidden_rows.append((self._row, self._row + self._rows - 1))

    def _is_hidden(self, attributes: dict[str, str]) -> bool:
        shown = local(attributes, "visibility") in (None, "visible")
        return not shown or any(self._groups) or local(attributes, "style-name") in self._flat

    def _open_table_cell(self, attributes: dict[str, str]) -> None:
        # calcext repeats office:value-type, with "error" for error values, whose text is shown anyway
        self._cell = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("calcext:")}
        self._rich.clear()
        self._spans, self._paragraphs, self._in_paragraph = [], 0, False

    _open_covered_table_cell = _open_table_cell

    def _open_p(self, _attributes: dict[str, str]) -> None:
        if self._cell is not None:
            if self._paragraphs:
                self._rich.add("\n")
            self._paragraphs += 1
            self._in_paragraph = True

    def _open_s(self, attributes: dict[str, str]) -> None:
        self.text(" " * min(_count(local(attributes, "c")), MAX_SPACES))

    def _open_tab(self, _attributes: dict[str, str]) -> None:
        self.text("\t")

    def _open_line_break(self, _attributes: dict[str, str]) -> None:
        self.text("\n")

    # --- cells --------------------------------------------------------------------------------------------------------------------

    def _close_cell(self, covered: bool) -> None:
        cell = self._cell or {}
        shown = self._rich.text()
        is_uncached = "formula" in cell and "value-type" not in cell and not shown and not self._is_calculated
        is_struck = self._looks.get(cell.get("style-name", ""), (None, False))[1]
        text = "" if covered or is_struck else _cell_text(cell, shown)
        repeat = _count(cell.get("number-columns-repeated"))
        self._cell = None
        is_bordered = cell.get("style-name") in self._bordered
        if self._row > LAST_ROW or self._column > LAST_COLUMN:
            raise InputError(damaged())
        if text:
            self._filled += repeat * self._rows
            check_cells(self._filled)
        if is_uncached and not covered:
            self._sheet.uncached.append((self._row, self._column))
            self._sheet.bordered.add((self._row, self._column))  # it is printed, so it is laid out
        if text or (is_bordered and repeat <= MAX_BLANK_REPEAT and self._rows <= MAX_BLANK_REPEAT):
            self._put(text, is_bordered, repeat)
        if not covered:
            self._merge(cell)
        self._column += repeat

    def _put(self, text: str, is_bordered: bool, repeat: int) -> None:
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + repeat):
                if text:
                    self._sheet.cells[row, column] = text
                if is_bordered:
                    self._sheet.bordered.add((row, column))
        check_cells(len(self._sheet.bordered))

    def _merge(self, cell: dict[str, str]) -> None:
        width, height = _count(cell.get("number-columns-spanned")), _count(cell.get("number-rows-spanned"))
        if width == height == 1:
            return
        self._sheet.merges.append(Merge(self._row, self._column, self._row + height - 1, self._column + width - 1))
        if len(self._sheet.merges) > MAX_MERGES:
            raise InputError(_("a sheet has more than {limit} merged ranges, so it is no report.").format(limit=MAX_MERGES))


def _cell_text(cell: dict[str, str], shown: str) -> str:
    """The exact value where the file states one; the shown text for texts and error values."""
    kind = cell.get("value-type", "")
    if kind in ("float", "percentage", "currency") and not shown.startswith("#"):
        try:
            value = float(Decimal(cell.get("value", "")))
        except InvalidOperation:
            return shown
        return percent_text(value) if kind == "percentage" else number_text(value)
    if kind == "boolean":
        return "TRUE" if cell.get("boolean-value") == "true" else "FALSE"
    if kind == "date":
        date, _separator, time = cell.get("date-value", "").partition("T")
        return f"{date} {time[:5]}" if time[:5] not in ("", "00:00") else date
    return shown if shown or kind != "string" else cell.get("string-value", "")


def _count(text: str | None) -> int:
    """A repeat count or span, 1 when there is none or it is not a number."""
    return max(int(text), 1) if text and text.isascii() and text.isdigit() and len(text) < 8 else 1


def _is_zero(length: str | None) -> bool:
    return bool(length) and not (length or "").strip("0.ptincm")
