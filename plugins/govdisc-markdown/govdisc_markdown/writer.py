"""From a report to Markdown: title, parts and the official tables, each row whole with its group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govdisc.model.form import Block, Row, Table
from govdisc.model.report import printed_cell
from govdisc.plugin import Form, Report, WriteContext
from govdisc_markdown.escape import escape
from govdisc_markdown.header import write_header

#: An empty line of a text. Markdown knows no empty paragraph, so the line break stands alone.
EMPTY_LINE = "<br>"
#: Between a row's group and its own label.
JOINT = " · "


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the Markdown of one report, in UTF-8, blocks parted by blank lines."""
    (report,) = reports  # the format holds one report a file
    form = context.forms.form(report.form, report.variant)
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
    for block in table.blocks:
        rows = _present(report, table, block)
        if rows:
            head = [block.heading, *(column.label for column in block.columns)]
            lines = [head, *([_label(row, table), *_cells(report, table, block, row)] for row in rows)]
            shown = [f"| {' | '.join(map(escape, line))} |" for line in lines]
            yield "\n".join([shown[0], f"| --- |{' ---: |' * len(block.columns)}", *shown[1:]])


def _present(report: Report, table: Table, block: Block) -> list[Row]:
    """The block's rows that the report holds, an admitted row of another form behind those that it replaces."""
    rows = list(block.rows)
    for extra in block.admits:
        at = [i for i, row in enumerate(rows) if row.id in extra.replaces]
        rows.insert(at[-1] + 1 if at else len(rows), extra)
    return [row for row in rows if row.id in report.tables[table.id]]


def _label(row: Row, table: Table) -> str:
    """（三）不予公开 · 1.属于国家秘密: the innermost group, but for the one over all outcomes of part 3."""
    grouped = len(row.groups) > 1 or (row.groups and table.layout == "transposed")
    return f"{row.groups[-1]}{JOINT}{row.label}" if grouped else row.label


def _cells(report: Report, table: Table, block: Block, row: Row) -> Sequence[str]:
    return [printed_cell(report, f"{table.id}.{row.id}.{column.id}") for column in block.columns]
