"""Printing a report as the texts in which published reports come: pages saved with a cell a line, a row a line, or all on one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from govdisc.model.book import Form, FormBook, builtin_forms
from govdisc.model.layout import LayoutCell, TableLayout, report_layout
from govdisc.model.report import Report, printed_cell

#: A printed table: its rows, each the texts of the cells that begin in it, and the number of columns.
Rows = list[list[tuple[str, int]]]


def _rows(report: Report, layout: TableLayout) -> Rows:
    def text(cell: LayoutCell) -> str:
        return printed_cell(report, cell.path) if cell.path else cell.text

    return [[(text(cell), cell.colspan) for cell in row] for row in layout.rows()]


def _padded(row: Iterable[tuple[str, int]]) -> tuple[list[str], int]:
    """The texts of a row, and how many empty places its spans leave behind it."""
    cells = list(row)
    return [text for text, _ in cells], sum(span - 1 for _, span in cells)


def cell_a_line(rows: Rows) -> str:
    """A cell a line with a bar behind it; lost spans as bars on a line of their own."""
    out = []
    for row in rows:
        texts, lost = _padded(row)
        out += [f"{text} |".lstrip() for text in texts] + (["|" * lost] if lost else [])
    return "\n".join(out)


def lone_bars(rows: Rows) -> str:
    """A cell a line, and a bar alone on the next."""
    return "\n".join(f"{text}\n|" if text else "|" for row in rows for text, _ in row)


def blank_lines(rows: Rows) -> str:
    """A cell a line, with blank lines between; a blank cell is lost."""
    return "\n\n".join(text for row in rows for text, _ in row if text)


def plain_lines(rows: Rows) -> str:
    """A cell a line and nothing else; a blank cell is lost."""
    return "\n".join(text for row in rows for text, _ in row if text)


def tabs(rows: Rows) -> str:
    """A row a line with tabs between its cells, as a table copied out of Word or Excel comes."""
    out = []
    for row in rows:
        texts, lost = _padded(row)
        out.append("\t".join(texts + [""] * lost))
    return "\n".join(out)


def row_a_line(rows: Rows) -> str:
    """A row a line, a bar behind each cell, lost spans as empty cells at its end."""
    out = []
    for row in rows:
        texts, lost = _padded(row)
        out.append("".join(f"{text} | " for text in texts) + "| " * lost)
    return "\n".join(out)


def row_a_line_framed(rows: Rows) -> str:
    """A row a line with a bar at its beginning as well."""
    return "\n".join(f"| {line}" for line in row_a_line(rows).split("\n"))


def wrapped_cells(rows: Rows) -> str:
    """Each cell between line breaks, its bar before the next: ``| ⏎ 0 |``."""
    out = []
    for row in rows:
        texts, lost = _padded(row)
        out.append("| \n " + "  | \n ".join(texts) + "  | " + "|" * lost)
    return "\n".join(out)


def one_line(rows: Rows) -> str:
    """A whole table on one line."""
    return " ".join(row_a_line(rows).split("\n"))


def markdown(rows: Rows) -> str:
    """A Markdown table, every row as wide as the first."""
    width = max(sum(span for _, span in row) for row in rows)
    out = []
    for number, row in enumerate(rows):
        texts, lost = _padded(row)
        cells = texts + [""] * lost
        cells += [""] * (width - len(cells))
        out.append("| " + " | ".join(cells) + " |")
        if number == 0:
            out.append("|" + "---|" * width)
    return "\n".join(out)


#: The layouts by name. Those in :data:`LOSES_BLANKS` cannot show a blank cell.
TEXT_LAYOUTS: Mapping[str, Callable[[Rows], str]] = {
    "cell_a_line": cell_a_line,
    "lone_bars": lone_bars,
    "blank_lines": blank_lines,
    "plain_lines": plain_lines,
    "tabs": tabs,
    "row_a_line": row_a_line,
    "row_a_line_framed": row_a_line_framed,
    "wrapped_cells": wrapped_cells,
    "one_line": one_line,
    "markdown": markdown,
}
LOSES_BLANKS = frozenset({"blank_lines", "plain_lines"})


def print_text(report: Report, layout: str, forms: FormBook | None = None) -> str:
    """Return a report as text in one of :data:`TEXT_LAYOUTS`, with its title, headings, narrative and tables."""
    form = (forms or builtin_forms()).of(report)
    return "\n".join(printed_lines(report, form, lambda table: [TEXT_LAYOUTS[layout](_rows(report, table))])) + "\n"


def printed_lines(report: Report, form: Form, draw: Callable[[TableLayout], Iterable[str]]) -> list[str]:
    """Return a report's title, headings, narrative and tables in their order, the tables as ``draw`` draws them."""
    tables = {table.section: table.id for table in form.tables}
    out = [report.title or ""]
    for section in report.sections:
        out += [section.title, *([section.text] if section.text else [])]
        table = tables.get(section.id)
        if table and report.tables.get(table):
            out += draw(report_layout(form, report, table))
    return out
