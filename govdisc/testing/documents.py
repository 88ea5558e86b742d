"""Printing a report as the document that a reader makes of a well-made file: paragraphs and aligned grids, each with its place."""

from __future__ import annotations

from govdisc.model.book import FormBook
from govdisc.model.document import Block, Cell, Document, Grid, Paragraph
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, printed_cell


def as_document(report: Report, forms: FormBook) -> Document:
    """Return a report as the paragraphs and grids that it prints as."""
    form = forms.form(report.form, report.variant)
    blocks: list[Block] = [Paragraph(report.title or "", "paragraph 1")]
    for section in report.sections:
        for line in [section.title, *(section.text.split("\n") if section.text else [])]:
            blocks.append(Paragraph(line, f"paragraph {len(blocks) + 1}"))
        for table in form.tables:
            if table.section == section.id and report.tables.get(table.id):
                blocks.append(_grid(report, forms, table.id, sum(isinstance(block, Grid) for block in blocks) + 1))
    return Document(tuple(blocks))


def _grid(report: Report, forms: FormBook, table: str, number: int) -> Grid:
    layout = report_layout(forms.form(report.form, report.variant), report, table)
    rows = []
    for line, row in enumerate(layout.rows(), 1):
        texts = [(printed_cell(report, cell.path) if cell.path else cell.text, cell) for cell in row]
        rows.append(
            tuple(
                Cell(text, f"table {number} row {line} column {place}", cell.rowspan, cell.colspan)
                for place, (text, cell) in enumerate(texts, 1)
            )
        )
    return Grid(tuple(rows), f"table {number}")
