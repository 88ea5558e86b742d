"""PDF files as programs make them: printed by a browser, exported by a word processor; and real reports where there are any."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from govdisc_pdf.reader import read

from govdisc.model.book import builtin_forms
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

REPORTS = Path(__file__).parents[4] / "shared" / "reports"
CSS = {
    "collapsed": "",
    "separate borders": "table{border-collapse:separate;border-spacing:2px}",
    "dashed on colour": "td{border:1px dashed #999;background:#eef;text-align:center}",
    "landscape": "@page{size:A4 landscape} td{font-size:12px}",
}


def assert_same(report: Report, data: bytes) -> None:
    found = recognise(read(data), builtin_forms())
    assert dict(found.cells()) == dict(report.cells())
    assert found.marks == report.marks
    assert found.unread == []


@pytest.mark.parametrize("look", CSS)
def test_browser(browser: Callable[[str], bytes], page_html: Callable[..., str], look: str) -> None:
    """Printed from a browser, with its date, title and address in the margins."""
    report = random_report(40, Options(mark="/", largest=3000))
    assert_same(report, browser(page_html(report, CSS[look])))


def test_word_processor(office: Callable[[bytes, str], bytes]) -> None:
    """Exported by LibreOffice from a Word document with merged cells and tables over page breaks."""
    docx = pytest.importorskip("docx")
    report = random_report(41, Options(form="2019", blank_zeros=True))
    document, form = docx.Document(), builtin_forms().form(report.form)
    document.add_paragraph(report.title)
    for section in report.sections:
        document.add_paragraph(section.title)
        document.add_paragraph(section.text)
        if section.id in report.tables:
            layout = report_layout(form, report, section.id)
            table = document.add_table(layout.height, layout.width)
            table.style = "Table Grid"
            for cell in layout.cells:
                last = table.cell(cell.row + cell.rowspan - 1, cell.column + cell.colspan - 1)
                table.cell(cell.row, cell.column).merge(last).text = printed_cell(report, cell.path) if cell.path else cell.text
    buffer = io.BytesIO()
    document.save(buffer)
    assert_same(report, office(buffer.getvalue(), ".docx"))


@pytest.mark.published
@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.pdf")) or [REPORTS])
def test_published_reports(path: Path) -> None:
    """Every cell of a published report, against the truth beside it."""
    truth = json.loads(path.with_name(f"{path.stem}.truth.json").read_text("utf-8"), parse_float=Decimal)
    cells = dict(recognise(read(path.read_bytes()), builtin_forms()).cells())
    assert {name: cells.get(name, "absent") for name in truth["cells"]} == truth["cells"]
