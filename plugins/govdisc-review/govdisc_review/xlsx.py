"""A workbook of findings for the bodies that have to answer: an overview, the list with room for the answer, and what was not looked at.

Every text is written as a text, never as a formula or a link, with Excel's quote prefix where it begins like a formula.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from govdisc.plugin import N_, SEVERITIES, Outcome, ReportContext, record
from govdisc.plugin import gettext as _
from govdisc_review.board import Board, Leaf, board
from govdisc_review.flat import Flat, plain
from govdisc_review.safe import printable
from govdisc_review.words import LEVELS, STATUS

#: A worksheet has 1,048,576 rows; what does not fit is counted in the last one.
MOST_ROWS = 1_000_000
#: What a cell of a workbook can hold.
LONGEST_CELL = 32_000
#: From here on a spreadsheet changes the last digits; such numbers are written as text.
EXACT = 10**15
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_FILLS = {"error": "#F8C9C4", "warning": "#FFE0A3", "info": "#D5E6F7", "good": "#DCEFDC", "unread": "#E3E3E3", "missing": "#F0A8A0"}
#: What a body may answer to a finding.
ANSWERS = (N_("corrected"), N_("no mistake, see the answer"), N_("still being looked into"))


@record(frozen=True)
class _Column:
    title: str
    width: float
    wrap: bool = False


def write(outcome: Outcome, context: ReportContext) -> Iterator[bytes]:
    """Yield the workbook."""
    import xlsxwriter  # type: ignore[import-untyped]  # ships no annotations

    found = board(outcome, context)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"created": datetime.datetime(1980, 1, 1), "title": _("Findings of govdisc")})
    sheets = _Sheets(book)
    _overview(sheets, found)
    _list(sheets, found)
    _unread(sheets, found)
    _unchecked(sheets, found, context)
    book.close()
    yield out.getvalue()


class _Sheets:
    """A workbook that grows sheet by sheet; formats are made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[Any, ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"valign": "top", "font_name": "宋体", "font_size": 10.5, "border": 1, "border_color": "#BFBFBF", **properties})
        return self._formats[key]

    def add(self, title: str, columns: Sequence[_Column], frozen: int = 0) -> Any:
        """Add a sheet with its header, which stays in sight; wide tables are printed on one page's width."""
        sheet = self.book.add_worksheet(title)
        head = self.format(bold=True, bg_color="#DDE6F0", text_wrap=True, valign="vcenter", align="center")
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, column.title, head)
        sheet.set_row(0, 44)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def rows(self, sheet: Any, columns: Sequence[_Column], rows: Iterable[tuple[Sequence[Any], str]]) -> int:
        """Write rows, each with the fill of its first cell; return how many there are."""
        count = 0
        for values, fill in rows:
            count += 1
            if count > MOST_ROWS:
                continue
            sheet.set_row(count, _height(values, columns))
            for at, (value, column) in enumerate(zip(values, columns, strict=True)):
                self.cell(sheet, count, at, value, text_wrap=column.wrap, **({"bg_color": _FILLS[fill]} if fill and at == 0 else {}))
        if count > MOST_ROWS:
            sheet.write_string(MOST_ROWS + 1, 0, _("and {count} more").format(count=count - MOST_ROWS))
        if count:
            sheet.autofilter(0, 0, min(count, MOST_ROWS), len(columns) - 1)
        return min(count, MOST_ROWS)

    def cell(self, sheet: Any, row: int, at: int, value: Any, **properties: Any) -> None:
        value = plain(value)
        if value is None or value == "":
            sheet.write_blank(row, at, None, self.format(**properties))
        elif isinstance(value, str) or abs(value) >= EXACT:
            text = printable(str(value))[:LONGEST_CELL]
            if text.startswith(_FORMULA):
                properties["quote_prefix"] = True
            sheet.write_string(row, at, text, self.format(**properties))
        else:
            sheet.write_number(row, at, value, self.format(align="center", **properties))


def _height(values: Sequence[Any], columns: Sequence[_Column]) -> float:
    """The height of a row in points: not every program fits it to texts that wrap. A Chinese character is two wide."""
    lines = 1
    for value, column in zip(values, columns, strict=True):
        if column.wrap and isinstance(value, str):
            wide = len(value) + sum(character > "\u2e7f" for character in value)
            lines = max(lines, -(-wide // int(column.width - 1)))
    return min(14.0 * lines + 2, 400.0)


def _overview(sheets: _Sheets, found: Board) -> None:
    facts = (_Column(_("Result"), 9), _Column(_("Body"), 28, True), _Column(_("Year"), 7), _Column(_("File"), 30, True))
    counts = [_Column(_(title), 8) for title in (N_("Errors"), N_("Warnings"), N_("Notes"), N_("Waived or known"), N_("Not checked"))]
    families = [_Column(f"{letters}\n{found.title(letters)}", 9) for letters in found.families]
    columns = (*facts, *counts, *families)
    sheet = sheets.add(_("Overview"), columns, frozen=2)

    def rows() -> Iterator[tuple[Sequence[Any], str]]:
        for name in found.missing:
            yield (_(LEVELS["missing"]), name, *[None] * (len(columns) - 2)), "missing"
        for leaf in found.rows:
            numbers = [leaf.severities[severity] or None for severity in SEVERITIES] if leaf.read else [None] * 3
            rest = (leaf.aside or None, len(leaf.entry.unchecked) or None, *(leaf.families[letters] or None for letters in found.families))
            yield (_(LEVELS[leaf.worst]), leaf.name, leaf.entry.year, leaf.entry.uri, *numbers, *rest), leaf.worst

    count = sheets.rows(sheet, columns, rows())
    first = 1 + len(found.missing)
    for row, leaf in enumerate(found.rows[: max(0, count - len(found.missing))], first):
        for at, letters in enumerate(found.families, len(facts) + len(counts)):
            worst = leaf.worst_of(letters)
            if worst:
                sheets.cell(sheet, row, at, leaf.families[letters], bg_color=_FILLS[worst], text_wrap=False)


def _list(sheets: _Sheets, found: Board) -> None:
    columns = (
        _Column(_("Severity"), 8), _Column(_("Body"), 17, True), _Column(_("Year"), 7), _Column(_("Rule"), 9), _Column(_("Place"), 11, True),
        _Column(_("Cell or part"), 20, True), _Column(_("What is wrong"), 38, True), _Column(_("Quote"), 20, True),
        _Column(_("Expected"), 9, True), _Column(_("Actual"), 9, True), _Column(_("What to do"), 26, True), _Column(_("Basis"), 18, True),
        _Column(_("Waived or known"), 11, True), _Column(_("Dealt with"), 11, True), _Column(_("Answer"), 24, True), _Column(_("File"), 16, True),
    )  # fmt: skip
    sheet = sheets.add(_("Findings"), columns, frozen=2)
    everything = [(leaf, flat) for leaf in found.leaves for flat in leaf.findings]
    count = sheets.rows(sheet, columns, (_line(leaf, flat) for leaf, flat in everything))
    if count:
        answers = [_(answer) for answer in ANSWERS]
        sheet.data_validation(1, 13, count, 13, {"validate": "list", "source": answers, "error_type": "warning"})


def _line(leaf: Leaf, flat: Flat) -> tuple[Sequence[Any], str]:
    finding = flat.finding
    values = (
        _(LEVELS[finding.severity]), leaf.name, leaf.entry.year, finding.code, flat.place, flat.label or finding.cell, finding.message,
        finding.quote, finding.expected, finding.actual, finding.suggestion, finding.basis, flat.aside, None, None, leaf.entry.uri,
    )  # fmt: skip
    return values, finding.severity if finding.counts else "unread"


def _unread(sheets: _Sheets, found: Board) -> None:
    columns = (_Column(_("Result"), 14), _Column(_("File"), 50, True), _Column(_("Why"), 70, True))
    sheet = sheets.add(_("Not read"), columns)
    lines = [((_(STATUS[leaf.entry.status]), leaf.entry.uri, leaf.entry.reason), "unread") for leaf in found.unread]
    lines += [((_("failed"), "", sentence), "error") for sentence in (*found.failures, *(text for leaf in found.leaves for text in leaf.failures))]
    sheets.rows(sheet, columns, lines)


def _unchecked(sheets: _Sheets, found: Board, context: ReportContext) -> None:
    columns = (
        _Column(_("Rule"), 10), _Column(_("Body"), 28, True), _Column(_("Year"), 7), _Column(_("What was not checked"), 44, True),
        _Column(_("Why"), 60, True), _Column(_("File"), 30, True),
    )  # fmt: skip
    sheet = sheets.add(_("Not checked"), columns)
    titles = {code: _(rule.title) for code, rule in context.rules.items()}
    sheets.rows(
        sheet,
        columns,
        (
            ((item["code"], leaf.name, leaf.entry.year, titles.get(item["code"], ""), item["reason"], leaf.entry.uri), "")
            for leaf in found.leaves
            for item in leaf.entry.unchecked
        ),
    )


