"""From a report to Markdown: title, parts and the official tables, each row whole with its group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from govdisc.plugin import Form, Report, Row, Table, WriteContext, printed_cell
from govdisc.plugin import FormBlock as Block
from govdisc_markdown.escape import escape
from govdisc_markdown.header import write_header

#: An empty line of a text. Markdown knows no empty paragraph, so the line break stands alone.
EMPTY_LINE = "<br>"
#: Between a row's group and its own label.
JOINT = " · "


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the Markdown of one report, in UTF-8, blocks parted by blank lines."""
    (report,) = reports  # the format holds one report a file
    form = context.forms.of(report)
    return ("\n\n".join([write_header(report), *_blocks(report, form)]) + "\n").encode("utf-8")


def _blocks(report: Report, form: Form) -> Iterator[str]:
    if report.title:
        yield f"# {escape(report.title)}"
    if report.lead:
        yield from _paragraphs(report.lead)
    for section_id in _order(report, form):
        for section in report.sections:
            if section.id == section_id:
                if section.title:
                    yield f"## {escape(section.title)}"
                if section.text:
                    yield from _paragraphs(section.text)
        for table in form.tables:
            if table.section == section_id and table.id in report.tables:
                yield from _tables(report, form, table)


def _order(report: Report, form: Form) -> list[str]:
    """The parts in the report's order; one that only a table stands for comes behind the part before it in the form."""
    order = list(dict.fromkeys(section.id for section in report.sections))
    before: str | None = None
    held = {table.section for table in form.tables if table.id in report.tables}
    for spec in form.sections:
        if spec.id in held and spec.id not in order:
            order.insert(order.index(before) + 1 if before in order else 0, spec.id)
        before = spec.id if spec.id in order else before
    return order


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield escape(line) if line else EMPTY_LINE


def _tables(report: Report, form: Form, table: Table) -> Iterator[str]:
    """A Markdown table for each block that the report has rows of; its heading stands over the labels."""
    for block, rows in groupby(table.printed_rows(report.tables[table.id]), key=itemgetter(0)):
        head = [block.heading, *(column.label for column in block.columns)]
        lines = [head, *([form.row_label(table.id, row.id, JOINT), *_cells(report, table, block, row)] for _block, row in rows)]
        shown = [f"| {' | '.join(map(escape, line))} |" for line in lines]
        yield "\n".join([shown[0], f"| --- |{' ---: |' * len(block.columns)}", *shown[1:]])


def _cells(report: Report, table: Table, block: Block, row: Row) -> Sequence[str]:
    return [printed_cell(report, f"{table.id}.{row.id}.{column.id}") for column in block.columns]
