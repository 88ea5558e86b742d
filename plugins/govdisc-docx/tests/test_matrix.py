"""Generated reports of both forms, printed in the ways that offices print them in Word: every cell comes back, or is told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from govdisc_docx.reader import read

from govdisc.model.book import Column, Form, Row, builtin_forms
from govdisc.model.layout import LayoutCell, report_layout
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

FORMS = builtin_forms()
NUMBERS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'

Rows = list[list[tuple[LayoutCell, bool]]]


@dataclass(frozen=True)
class Style:
    """How an office prints a report; the defaults print the official form."""

    merged: bool = True  # merged cells; without, a label is repeated downwards and blank cells stand beside it
    split: int = 0  # a table is split in two behind so many rows
    header_again: bool = False  # and the second half has its header once more
    nested: int = 0  # layout tables around everything
    wrapped: bool = False  # labels broken into two paragraphs
    controls: bool = False  # numbers in content controls
    revised: bool = False  # numbers as tracked changes over other numbers
    in_pieces: bool = False  # each figure in a run of its own
    numbered: bool = False  # the ordinals of headings by automatic numbering
    soft_breaks: bool = False  # the narrative in one paragraph with line breaks
    aliases: bool = False  # labels as other offices print them
    headless: bool = False  # part 3 without its header
    subtotal: bool = False  # a column 小计 in part 3
    padding: bool = False  # numbers with blanks around them


STYLES = {
    "official": Style(),
    "unmerged": Style(merged=False),
    "split": Style(split=9),
    "split_with_header": Style(split=12, header_again=True),
    "nested": Style(nested=1),
    "nested_three_deep": Style(nested=3),
    "wrapped": Style(wrapped=True),
    "controls": Style(controls=True),
    "revised": Style(revised=True),
    "in_pieces": Style(in_pieces=True),
    "numbered": Style(numbered=True),
    "soft_breaks": Style(soft_breaks=True),
    "aliases": Style(aliases=True),
    "headless": Style(headless=True),
    "subtotal": Style(subtotal=True),
    "padding": Style(padding=True),
    "all_of_it": Style(nested=2, split=9, header_again=True, wrapped=True, controls=True, in_pieces=True, numbered=True, padding=True),
}
OPTIONS = {
    "2019": Options(form="2019", remarks=True),
    "2021": Options(form="2021", remarks=True),
    "2021_blank_zeros": Options(form="2021", blank_zeros=True),
    "2021_marks": Options(form="2021", mark="/"),
    "2021_old_row": Options(form="2021", legacy_row=True),
}


@dataclass(frozen=True)
class Press:
    """Prints a report as a Word file in a style."""

    word: Any
    style: Style
    form: Form
    report: Report

    def file(self) -> bytes:
        """Return the bytes of the file."""
        body = self.word.p(self.report.title)
        for section in self.report.sections:
            body += self.heading(section.title) + self.narrative(section.text)
            if section.id in self.report.tables:
                body += self.table(section.id)
        for _depth in range(self.style.nested):
            body = self.word.tbl(self.word.tr(self.word.tc(body + self.word.p(""))))
        return bytes(self.word.file(body, "", NUMBERS))

    def heading(self, title: str) -> str:
        if not self.style.numbered:
            return str(self.word.p(title))
        return str(self.word.p(title.partition("、")[2], LISTED))

    def narrative(self, text: str) -> str:
        lines = text.split("\n") if text else []
        if not self.style.soft_breaks:
            return "".join(self.word.p(line) for line in lines)
        return f"<w:p><w:r>{'<w:br/>'.join(f'<w:t>{line}</w:t>' for line in lines)}</w:r></w:p>" if lines else ""

    def table(self, table_id: str) -> str:
        layout = report_layout(self.form, self.report, table_id)
        rows: Rows = [[] for _row in range(layout.height)]
        for cell in layout.cells:
            for at in range(cell.rowspan):
                rows[cell.row + at].append((cell, at > 0))
        printed = [self.row(sorted(row, key=lambda pair: pair[0].column), table_id) for row in rows]
        if self.style.headless and table_id == "requests":
            printed = printed[layout.header_rows :]
        if self.style.subtotal and table_id == "requests":
            printed = [self.with_subtotal(row, rows[at]) for at, row in enumerate(printed)]
        if not 0 < self.style.split < len(printed) or table_id != "requests":
            return str(self.word.tbl(*printed))
        again = printed[: layout.header_rows] if self.style.header_again else []
        return str(self.word.tbl(*printed[: self.style.split]) + self.word.p("") + self.word.tbl(*again, *printed[self.style.split :]))

    def with_subtotal(self, row: str, cells: list[tuple[LayoutCell, bool]]) -> str:
        """A row with a column 小计 of what stands between 自然人 and 总计 at its end."""
        values = [cell.path for cell, _ in cells if cell.path]
        text = str(sum(int(self.report.cell(path) or 0) for path in values[1:6])) if values else "小计"
        return row.removesuffix("</w:tr>") + str(self.word.tc(text)) + "</w:tr>"

    def row(self, cells: list[tuple[LayoutCell, bool]], table_id: str) -> str:
        out = []
        for cell, goes_on in cells:
            content = self.value(cell.path) if cell.path else self.label(self.text(cell, table_id))
            span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
            if self.style.merged:
                down = ("<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>') if cell.rowspan > 1 else ""
                out.append(self.word.tc(self.word.p("") if goes_on else content, span + down))
            else:
                out.append(self.word.tc(content, span))
        return str(self.word.tr(*out))

    def text(self, cell: LayoutCell, table_id: str) -> str:
        if not self.style.aliases or not cell.text:
            return cell.text
        blocks = self.form.table_index[table_id].blocks
        known: list[Row | Column] = [row for block in blocks for row in block.rows]
        known += [column for block in blocks for column in block.columns]
        return next((labelled.aliases[0] for labelled in known if labelled.label == cell.text and labelled.aliases), cell.text)

    def label(self, text: str) -> str:
        if not self.style.wrapped or len(text) < 4:
            return str(self.word.p(text))
        middle = len(text) // 2
        return str(self.word.p(text[:middle]) + self.word.p(text[middle:]))

    def value(self, path: str) -> str:
        text = printed_cell(self.report, path)
        if self.style.padding:
            text = f"\u3000{text} "
        pieces = list(text) if self.style.in_pieces else [text]
        runs = "".join(f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces)
        if self.style.controls:
            runs = f"<w:sdt><w:sdtPr/><w:sdtContent>{runs}</w:sdtContent></w:sdt>"
        if self.style.revised:
            runs = f"<w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:ins>{runs}</w:ins>"
        return f"<w:p>{runs}</w:p>"


def cells_of(report: Report) -> dict[str, Any]:
    """Every cell with its mark and remark."""
    return {path: (value, report.marks.get(path), report.remarks.get(path)) for path, value in report.cells()}


@pytest.fixture(params=OPTIONS)
def report(request: pytest.FixtureRequest) -> Report:
    """A random report."""
    return random_report(31, OPTIONS[request.param])


@pytest.mark.parametrize("name", STYLES)
def test_every_cell_comes_back(word: Any, report: Report, name: str) -> None:
    """Cell-exact; what cannot be read is absent and told of, and no other number stands anywhere."""
    press: Callable[..., Press] = Press
    data = press(word, STYLES[name], FORMS.form(report.form), report).file()
    again = recognise(read(data), FORMS)
    assert again.form == report.form
    found, expected = cells_of(again), cells_of(report)
    told = {path for unread in again.unread for path in unread.cells}
    assert {path: value for path, value in found.items() if value != expected.get(path)} == {}
    assert set(expected) - set(found) <= told
    assert len(found) == len(expected) or again.unread
    assert again.sections == report.sections
    assert (again.year, again.agency.name) == (report.year, report.agency.name)
    assert set(again.places) >= set(found)
    if name not in ("headless", "subtotal"):
        assert (set(expected) - set(found), again.unread) == (set(), [])
