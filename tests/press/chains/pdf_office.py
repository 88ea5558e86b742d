"""Word documents exported as PDF by LibreOffice: with all rules, repeated headers, three lines, none, on small paper."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from govdisc.model.layout import TableLayout
from press.jobs import Chain, Job
from press.programs import soffice

#: Widths of the columns in shares of the page: labels of groups, labels, numbers.
_SHARES = {"requests": (0.06, 0.13, 0.26), "disclosure": (0.3,), "disputes": ()}


@dataclass(frozen=True)
class Look:
    """How a Word document is laid out; ``rules`` is grid, lines (three of them) or none, ``paper`` width and height in millimetres."""

    rules: str = "grid"
    repeat_header: bool = False
    rows_break: bool = True
    paper: tuple[float, float] = (210, 297)
    margin: float = 25.0
    size: float = 9.0


def document(job: Job, look: Look) -> bytes:
    """Return the report as a Word document."""
    import docx
    from docx.shared import Mm, Pt

    report, out = job.report, docx.Document()
    section = out.sections[0]
    section.page_width, section.page_height = Mm(look.paper[0]), Mm(look.paper[1])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(look.margin)
    title = out.add_paragraph(report.title or "")
    title.paragraph_format.space_after = Pt(job.push)
    for part in report.sections:
        out.add_paragraph(part.title)
        for line in part.text.split("\n") if part.text else ():
            out.add_paragraph(line).paragraph_format.first_line_indent = Pt(22)
        if part.id in job.tables:
            _table(out, job, job.tables[part.id], look)
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def _table(out: Any, job: Job, layout: TableLayout, look: Look) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Mm, Pt

    table = out.add_table(layout.height, layout.width)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table.style = "Table Grid" if look.rules == "grid" else "Normal Table"
    widths = _widths(layout, look.paper[0] - 2 * look.margin)
    grid = [list(row.cells) for row in table.rows]
    for row in grid:
        for cell, width in zip(row, widths, strict=True):
            cell.width = Mm(width)
    for cell in layout.cells:
        first, last = grid[cell.row][cell.column], grid[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1]
        merged = first.merge(last) if first is not last else first
        merged.text = job.text(cell.path) if cell.path else cell.text
        for paragraph in merged.paragraphs:
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.alignment = 1
            for run in paragraph.runs:
                run.font.size = Pt(look.size)
    for number, row in enumerate(table.rows):
        if look.repeat_header and number < layout.header_rows:
            _mark(row, "tblHeader")
        if not look.rows_break:
            _mark(row, "cantSplit")
    if look.rules == "lines":
        _rule(table.rows[0], "top")
        _rule(table.rows[layout.header_rows - 1], "bottom")
        _rule(table.rows[-1], "bottom")


def _widths(layout: TableLayout, width: float) -> list[float]:
    labels = _SHARES[layout.table]
    rest = (1 - sum(labels)) / (layout.width - len(labels))
    return [width * share for share in (*labels, *[rest] * (layout.width - len(labels)))]


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def _rule(row: Any, side: str) -> None:
    """Draw a line along one side of a row."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for element in row._tr.tc_lst:
        properties = element.get_or_add_tcPr()
        borders = properties.find(qn("w:tcBorders"))
        if borders is None:
            borders = OxmlElement("w:tcBorders")
            properties.append(borders)
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "8"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)


def _chain(name: str, look: Look, target: float = 100.0) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterable[bytes]:
        return soffice([document(job, look) for job in jobs], ".docx")

    return Chain(f"office-{name}", ".pdf", make, ("soffice", "docx"), target)


CHAINS = (
    _chain("plain", Look()),
    _chain("rows-whole", Look(rows_break=False)),
    _chain("repeated-header", Look(repeat_header=True)),
    _chain("landscape", Look(paper=(297, 210))),
    _chain("16k", Look(paper=(184, 260), margin=20.0)),
    _chain("large", Look(size=12.0)),
    _chain("three-line", Look(rules="lines"), 90.0),
    _chain("borderless", Look(rules="none"), 90.0),
)
