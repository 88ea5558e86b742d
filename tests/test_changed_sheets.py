"""Workbooks whose tables were changed without changing what they say: what is read is right, and what is not read is told."""

from __future__ import annotations

import io
import random
from typing import Any

import openpyxl
import pytest
from changed_kit import compared
from govdisc_xlsx.read import read_xlsx
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet
from table_changes import CHANGES, placed, span
from test_changed_tables import page_of

from govdisc.model.report import Report
from govdisc.testing import Options, random_report

#: The last ones make workbooks that were read wrong: a blank row with as many cells as part 4, above its own.
SEEDS = [*range(24), 47, 101, 239, 273, 284]
LINES = Border(*(Side("thin") for _side in range(4)))
#: How numbers are stored: as text, or as numbers whose format prints something else.
FORMATS = ["General", "text", "#,##0", '0"件"', '0;-0;"-"', "0.00"]


class Book:
    """A workbook, laid out as an office chose."""

    def __init__(self, chosen: random.Random) -> None:
        self.chosen = chosen
        self.has_lines, self.has_merges = chosen.random() < 0.7, chosen.random() < 0.7
        self.sheet_each, self.gap = chosen.random() < 0.3, chosen.randrange(3)
        self.left, self.row = chosen.choice([1, 1, 4]), chosen.choice([1, 1, 7])
        self.formats = chosen.choice([[FORMATS[0]], [chosen.choice(FORMATS)], FORMATS])
        self.book = openpyxl.Workbook()
        self.book.active.title = chosen.choice(["Sheet1", "2021年"])

    def text(self, text: str) -> None:
        for line in filter(None, map(str.strip, text.split("\n"))):
            self.book.active.cell(self.row, self.left, line)
            self.row += 1

    def table(self, table: Any) -> None:
        sheet, top = (self.book.create_sheet(), 1) if self.sheet_each else (self.book.active, self.row + self.gap)
        bottom = top
        for at, found in placed(table):
            for column, each in found:
                spots = [(top + at + down, self.left + column + right) for down in range(span(each, "rowspan")) for right in range(span(each, "colspan"))]
                self.store(sheet, *spots[0], each.text_content())
                bottom = max(bottom, spots[-1][0])
                for spot in spots if self.has_lines else ():
                    sheet.cell(*spot).border = LINES
                if self.has_merges and len(spots) > 1:
                    sheet.merge_cells(None, spots[0][0], spots[0][1], *spots[-1])
        self.row = self.row if self.sheet_each else bottom + 1 + self.gap

    def store(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        cell, kind = sheet.cell(row, column), self.chosen.choice(self.formats)
        if kind != "text" and text.isdecimal() and text.isascii():
            cell.value, cell.number_format = int(text), kind
        elif text:
            cell.value, cell.data_type = text, "s"

    def saved(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def made(seed: int) -> tuple[Report, bytes, bool]:
    """A random report, its workbook, and whether zeros are left blank in it."""
    chosen = random.Random(seed)
    form = chosen.choice(["2019", "2021"])
    report = random_report(seed, Options(form, zero=chosen.choice([0.2, 0.5, 0.9]), largest=chosen.choice([9, 120, 5000])))
    page = page_of(report)
    names: set[str] = set()
    for table in list(page.iter("table")):
        picked = chosen.sample(sorted(CHANGES.keys() - {"signs_of_notes"}), chosen.randrange(4))  # whose signs a plain cell cannot raise
        names.update(picked)
        for name in picked:
            CHANGES[name](table, chosen)
    book = Book(chosen)
    for element in page.find(".//body").iter("h1", "h2", "h3", "p", "table"):
        if next(element.iterancestors("table"), None) is None:
            (book.table if element.tag == "table" else lambda each: book.text(each.text_content()))(element)
    return report, book.saved(), "blanks_for_zeros" in names


@pytest.mark.parametrize("seed", SEEDS)
def test_several_changes_at_once_make_no_number_another_cells(seed: int) -> None:
    """Where they leave open whose a number is, it is not read, and told."""
    report, data, zeros_blank = made(seed)
    wrong, _missing, untold = compared(report, read_xlsx(data), zeros_blank)
    assert not wrong
    assert not untold
