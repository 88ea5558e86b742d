"""Writing the official workbook: the narrative on one sheet, each table on its own with the form's merged cells, and live checks.

Every published value stands as published; numbers are numeric cells, marks and annotated numbers are texts. Texts are never formulas,
whatever they begin with. The same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from govdisc.plugin import (
    ConfigurationError,
    Form,
    InputError,
    LayoutCell,
    MissingLibraryError,
    Report,
    Table,
    TableLayout,
    Value,
    WriteContext,
    printed_cell,
    report_layout,
)
from govdisc.plugin import gettext as _
from govdisc.reading import declared_facts
from govdisc_xlsx.checks import Check, Colouring, areas, checks, colourings, sum_or_blank, total, verdict
from govdisc_xlsx.facts import CHECK_SHEET, FACTS_SHEET, NARRATIVE_SHEET, split_long
from govdisc_xlsx.sheet import cell_name, number_text
from govdisc_xlsx.styles import Styles
from govdisc_xlsx.validation import warn_of_no_values
from govdisc_xlsx.words import words_of

#: A workbook's properties need a date of creation; a fixed one keeps the bytes the same.
CREATED = datetime.datetime(2000, 1, 1)
#: Excel's limit for the name of a sheet, and the characters that it must not hold.
SHEET_NAME_LIMIT = 31
SHEET_NAME_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
#: Whole numbers from here on are not exact in a numeric cell; they are written as text.
EXACT_LIMIT = 10**15
#: The greatest number of a spreadsheet is some 1.8e308.
GREATEST = 10**300

#: Width of the narrative column, in characters of the default font.
TEXT_WIDTH = 92
#: The height of a line by the style of the text, and the greatest height of a row, in points; Excel's own limit is 409.
LINE_HEIGHTS = {"title": 28, "heading": 22, "text": 20}
MAX_ROW_HEIGHT = 400
#: Widths of the label columns and of the other columns, by the table's layout.
COLUMN_WIDTHS = {"blocks": ([28], 24), "matrix": ([7, 14, 34], 10), "transposed": ([], 9)}
CHECK_WIDTH = 80
LINE_HEIGHT = 16
#: The height of a place to write a section's text in, and what is asked for where the form has no prompt.
PLACE_HEIGHT = 120
PROMPT = "（在此处填写）"


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the workbook of one report.

    Raises:
        ConfigurationError: when there is not exactly one report.
        InputError: when a text cannot stand in XML.
        MissingLibraryError: when XlsxWriter is not installed.

    """
    try:
        import xlsxwriter  # type: ignore[import-untyped]  # ships no annotations
    except ImportError as error:
        raise MissingLibraryError(_("writing .xlsx needs XlsxWriter; install it with: pip install XlsxWriter")) from error
    if len(reports) != 1:
        raise ConfigurationError(_("a workbook holds one report; name a folder with -o for several."))
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    report = reports[0]
    book.set_properties({"title": (report.title or "")[:255], "author": (report.agency.name or "")[:255], "created": CREATED})
    try:
        _Writer(book, report, context.forms.of(report)).write()
        book.close()
    except UnicodeEncodeError as error:
        raise InputError(_("a text of the report holds half a character (a lone surrogate), which no file can hold.")) from error
    return stream.getvalue()


class _Writer:
    """Writes one report into one workbook."""

    def __init__(self, book: Any, report: Report, form: Form) -> None:
        self.book = book
        self.report = report
        self.form = form
        #: The workbook's own words, in the form's language.
        self.say = words_of(form.regime.language)
        self.styles = Styles(book, self.say)
        #: A report without any text is a form to fill in: it gets places for its texts, and formulas for its totals.
        self.is_form = not report.lead and not any(section.text for section in report.sections)
        self._names: set[str] = {self.say(NARRATIVE_SHEET).lower(), self.say(CHECK_SHEET).lower(), FACTS_SHEET.lower(), "history"}

    def write(self) -> None:
        self._narrative()
        found: list[tuple[str, str, list[Check]]] = []
        for table in self.form.tables:
            layout = report_layout(self.form, self.report, table.id)
            if layout.cells:
                found.append(self._table(table, layout))
        if any(checks for _sheet, _title, checks in found):
            self._check_sheet(found)
        self._facts()

    # --- narrative ------------------------------------------------------------------------------------------------------------------

    def _narrative(self) -> None:
        """One paragraph a row; a paragraph beyond Excel's limit fills cells and goes on below."""
        sheet = self.book.add_worksheet(self.say(NARRATIVE_SHEET))
        sheet.set_column(0, 0, TEXT_WIDTH)
        _page_setup(sheet, landscape=False)
        rows: list[tuple[str, str]] = [(self.report.title, "title")] if self.report.title else []
        if self.report.lead:
            rows += [(line, "text") for line in self.report.lead.split("\n")]
        for section in self.report.sections:
            if section.title:
                rows.append((section.title, "heading"))
            if section.text:
                rows += [(line, "text") for line in section.text.split("\n")]
            elif self.is_form and not any(table.section == section.id for table in self.form.tables):
                spec = self.form.section_index.get(section.id)
                rows.append(((spec.prompt if spec else "") or self.form.regime.prompt or PROMPT, "place"))
        at = 0
        for line, style in rows:
            if style == "place":
                at += self._place(sheet, at, line)
                continue
            for piece in split_long(line):
                at += self._paragraph(sheet, at, piece, style)
        sheet.set_column(1, 1, 1)
        sheet.print_area(0, 0, max(at - 1, 0), 1)  # LibreOffice fits a page's width only by columns, so there must be two

    def _paragraph(self, sheet: Any, row: int, text: str, style: str) -> int:
        """Write one cell of running text and return how many rows it takes: a row has a greatest height, so a long text gets several."""
        height = LINE_HEIGHTS[style] * _lines(text, TEXT_WIDTH * 11 // (LINE_HEIGHTS[style] - 4)) + 4
        rows = math.ceil(height / MAX_ROW_HEIGHT)
        cell_style = self.styles.of(style, text)
        if rows > 1:
            sheet.merge_range(row, 0, row + rows - 1, 0, "", cell_style)
        for i in range(rows):
            sheet.set_row(row + i, math.ceil(height / rows))
        _write_text(sheet, row, 0, text, cell_style)
        return rows

    def _place(self, sheet: Any, row: int, prompt: str) -> int:
        """A blank cell to write a section's text in, and what belongs there as a hint that appears beside it."""
        sheet.set_row(row, PLACE_HEIGHT)
        sheet.write_blank(row, 0, None, self.styles.of("place"))
        message = f"{prompt}\n{self.say('一段一格；如需多段，可在下方插入行。')}"
        hint = {"validate": "any", "input_title": self.say("在此处填写"), "input_message": message}
        sheet.data_validation(row, 0, row, 0, hint)
        return 1

    # --- tables ---------------------------------------------------------------------------------------------------------------------

    def _table(self, table: Table, layout: TableLayout) -> tuple[str, str, list[Check]]:
        spec = self.form.section_index.get(table.section)
        title = self.form.heading(spec) if spec else table.id
        name = self._sheet_name(title)
        sheet = self.book.add_worksheet(name)
        widths = self._set_columns(sheet, table, layout)
        sheet.set_default_row(LINE_HEIGHT + 4)
        for row, cells in enumerate(layout.rows()):
            height = _height(cells, widths, self.report, self.is_form)
            if height > LINE_HEIGHT + 4:  # the other rows grow with what is written in them
                sheet.set_row(row, height)
        for cell in layout.cells:
            self._cell(sheet, cell)
        warn_of_no_values(sheet, table, layout, self.say)
        spots = {cell.path: (cell.row, cell.column) for cell in layout.cells if cell.path}
        found = list(checks(self.form, self.report, table, spots))
        single = {(cell.row, cell.column) for cell in layout.cells if cell.rowspan == cell.colspan == 1}
        for colouring in colourings(found):
            self._colour(sheet, colouring)
        blank = {spot for path, spot in spots.items() if not printed_cell(self.report, path)}
        for check in found:
            if self.is_form and len(check.totals) == 1 and check.totals[0] in single and blank.issuperset((*check.parts, *check.totals)):
                (row, column), value = check.totals[0], self.styles.of("value")
                sheet.write_array_formula(row, column, row, column, f"{{{self.say(sum_or_blank(check))}}}", value, "")
        _page_setup(sheet, landscape=True, header=title, pages=1)
        if table.layout == "matrix":
            sheet.freeze_panes(layout.header_rows, table.label_columns)
        sheet.ignore_errors({"number_stored_as_text": _range(layout)})
        return name, title, found

    def _sheet_name(self, title: str) -> str:
        base = title.translate(SHEET_NAME_FORBIDDEN)[:SHEET_NAME_LIMIT].strip() or "table"
        name, number = base, 2
        while name.lower() in self._names:
            suffix = f" {number}"
            name, number = base[: SHEET_NAME_LIMIT - len(suffix)] + suffix, number + 1
        self._names.add(name.lower())
        return name

    def _set_columns(self, sheet: Any, table: Table, layout: TableLayout) -> list[int]:
        labels, rest = COLUMN_WIDTHS.get(table.layout, ([], 14))
        widths = [labels[i] if i < len(labels) else rest for i in range(layout.width)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        return widths

    def _cell(self, sheet: Any, cell: LayoutCell) -> None:
        """Write a label, or a value: numbers as numbers, everything else as text."""
        if cell.path is None:
            text, number = cell.text, None
            style = self.styles.of("row" if cell.scope in ("row", "rowgroup") else "column", text)
        else:
            text = printed_cell(self.report, cell.path)
            number = _numeric(self.report.cell(cell.path), text)
            style = self.styles.of("value", "" if number is not None else text)
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_range(cell.row, cell.column, cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1, "", style)
        if number is not None:
            sheet.write_number(cell.row, cell.column, number, style)
        else:
            _write_text(sheet, cell.row, cell.column, text, style)

    def _colour(self, sheet: Any, colouring: Colouring) -> None:
        row, column = colouring.cells[0]
        for condition, style in ((colouring.is_wrong, "wrong"), (colouring.is_missing, "missing")):
            rule = {"type": "formula", "criteria": self.say(condition), "format": self.styles.of(style)}
            rule["multi_range"] = " ".join(areas(colouring.cells, absolute=False))
            sheet.conditional_format(row, column, row, column, rule)

    # --- checks and facts -----------------------------------------------------------------------------------------------------------

    def _check_sheet(self, found: Sequence[tuple[str, str, list[Check]]]) -> None:
        """One identity a row: both sides, their difference and the result, all live."""
        sheet = self.book.add_worksheet(self.say(CHECK_SHEET))
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, CHECK_WIDTH)
        sheet.set_column(2, 5, 10)
        _page_setup(sheet, landscape=True, header=self.say(CHECK_SHEET))
        for column, word in enumerate(("表", "检查项", "各项之和", "总计", "差额", "结果")):
            _write_text(sheet, 0, column, self.say(word), self.styles.of("column"))
        sheet.freeze_panes(1, 0)
        row = 1
        for name, title, some in found:
            for check in some:
                self._check_row(sheet, row, name, title, check)
                row += 1
        result = (1, 5, max(row - 1, 1), 5)
        for word, style in (("不一致", "wrong"), ("总计未填", "missing")):
            condition = {"type": "formula", "criteria": f'=$F2="{self.say(word)}"', "format": self.styles.of(style)}
            sheet.conditional_format(*result, condition)

    def _check_row(self, sheet: Any, row: int, name: str, title: str, check: Check) -> None:
        value, line = self.styles.of("value"), row + 1
        label = check.label if self.form.regime.is_cn else check.label.replace("：", ": ")
        sheet.set_row(row, _lines(label, CHECK_WIDTH) * LINE_HEIGHT + 4)
        _write_text(sheet, row, 0, title, self.styles.of("row"))
        _write_text(sheet, row, 1, label, self.styles.of("row"))
        parts, totals = _stored(check.part_sum), _stored(check.total_sum)
        sheet.write_array_formula(row, 2, row, 2, f"{{={self.say(total(check.parts, name))}}}", value, parts)
        sheet.write_array_formula(row, 3, row, 3, f"{{={self.say(total(check.totals, name))}}}", value, totals)
        sheet.write_formula(row, 4, f"=ROUND(C{line}-D{line},6)", value, round(parts - totals, 6))
        sheet.write_formula(row, 5, self.say(verdict(check, name, line)), value, self.say(check.result))

    def _facts(self) -> None:
        sheet = self.book.add_worksheet(FACTS_SHEET)
        for row, (key, fact) in enumerate(declared_facts(self.report).items()):
            _write_text(sheet, row, 0, key, None)
            _write_text(sheet, row, 1, fact, None)
        sheet.very_hidden()


def _write_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def _numeric(value: Value, text: str) -> int | float | None:
    """The number to write when a numeric cell reads back as exactly this text, else None."""
    if isinstance(value, Decimal):
        return float(value) if number_text(float(value)) == text else None
    return value if value is not None and abs(value) < EXACT_LIMIT and str(value) == text else None


def _stored(value: int | float) -> int | float:
    """A sum as a spreadsheet holds it; beyond its greatest number the formula counts nothing."""
    return value if abs(value) < GREATEST else 0


def _range(layout: TableLayout) -> str:
    return f"A1:{cell_name(layout.height - 1, layout.width - 1)}"


def _height(cells: Sequence[LayoutCell], widths: Sequence[int], report: Report, is_form: bool) -> int:
    """The height of a row in points: merged cells do not grow by themselves, so the lines are counted.

    In a form, merged cells for values have room for a remark in a second line.
    """
    lines = 1
    for cell in cells:
        if cell.rowspan == 1:
            text = cell.text or (printed_cell(report, cell.path) if cell.path else "")
            lines = max(lines, _lines(text, sum(widths[cell.column : cell.column + cell.colspan])))
            lines = max(lines, 2 if is_form and cell.path is not None and cell.colspan > 1 else 1)
    return min(lines * LINE_HEIGHT + 4, MAX_ROW_HEIGHT)


def _lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column of so many characters; a Chinese character is two wide."""
    room = max(width - 2, 1)
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return max(math.ceil(columns / room), 1)


def _page_setup(sheet: Any, landscape: bool, header: str = "", pages: int = 0) -> None:
    """Print on A4, as wide as the page; ``pages`` is how many pages high at most, 0 for as many as it takes."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, pages)
    sheet.center_horizontally()
    sheet.set_margins(left=0.7, right=0.7, top=0.9, bottom=0.8)
    if header:
        sheet.set_header("&C&14" + header.replace("&", "&&")[:200])
    sheet.set_footer("&C— &P —")
