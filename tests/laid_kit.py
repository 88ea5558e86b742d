"""Reports printed as text that keeps the layout of a page, as ``pdftotext -layout`` writes it: wrapped labels, blanks between columns, page ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from govdisc.model.book import builtin_forms
from govdisc.model.layout import LayoutCell, TableLayout
from govdisc.model.report import Report, printed_cell
from govdisc.testing.layouts import printed_lines

FORMS = builtin_forms()


class Look(NamedTuple):
    """How wide the columns of labels and of numbers are, where in its cell a text stands, and after how many lines a page ends."""

    labels: tuple[int, ...] = (9, 9, 24)
    numbers: int = 10
    gap: int = 2
    middle: bool = True
    centred: bool = True
    page: int = 1000
    numbered: bool = False


LOOKS = {
    "laid out narrow": Look(labels=(4, 4, 10), numbers=6, gap=1),
    "laid out from the top": Look(labels=(5, 6, 12), numbers=7, middle=False, centred=False),
    "laid out on pages": Look(labels=(6, 6, 14), numbers=8, page=24, numbered=True),
    "laid out with wrapped numbers": Look(labels=(6, 6, 14), numbers=3, gap=2, middle=False, centred=False),
}


def print_laid_out(report: Report, look: Look) -> str:
    """A report with its title, headings, narrative and tables, line by line."""
    out = printed_lines(report, FORMS.of(report), lambda table: _drawn(report, table, look))
    return "\n".join(_paged(out, look)) + "\n"


def _paged(lines: Sequence[str], look: Look) -> list[str]:
    out: list[str] = []
    for at, line in enumerate(lines):
        page, first = divmod(at, look.page)
        if page and not first:
            out += [str(page)] if look.numbered else []
            line = f"\f{line}"
        out.append(line)
    return out


def _drawn(report: Report, layout: TableLayout, look: Look) -> list[str]:
    """The lines of a table: each row as high as the highest of its cells, a cell over several rows across all of their lines."""
    labels = min(cell.column for cell in layout.cells if cell.path)  # columns of labels
    widths = [*look.labels[len(look.labels) - labels :], *[look.numbers] * (layout.width - labels)]
    if layout.table == "disclosure":
        widths = [sum(look.labels), *[look.numbers + 8] * (layout.width - 1)]
    edges = [sum(widths[:at]) + look.gap * at for at in range(len(widths) + 1)]
    texts: dict[LayoutCell, list[str]] = {}
    for cell in layout.cells:
        width = edges[cell.column + cell.colspan] - edges[cell.column] - look.gap
        texts[cell] = _wrapped(printed_cell(report, cell.path) if cell.path else cell.text, width)
    heights = [1] * layout.height
    for cell in sorted(layout.cells, key=lambda cell: cell.rowspan):
        rows = range(cell.row, cell.row + cell.rowspan)
        while sum(heights[row] for row in rows) < len(texts[cell]):
            heights[min(rows, key=lambda row: heights[row])] += 1
    lines = [""] * sum(heights)
    for cell in sorted(layout.cells, key=lambda cell: cell.column):
        top, height = sum(heights[: cell.row]), sum(heights[cell.row : cell.row + cell.rowspan])
        top += (height - len(texts[cell])) // 2 if look.middle else 0
        for number, text in enumerate(texts[cell]):
            _put(lines, top + number, edges, cell, text, look)
    return lines


def _put(lines: list[str], at: int, edges: Sequence[int], cell: LayoutCell, text: str, look: Look) -> None:
    left, right = edges[cell.column], edges[cell.column + cell.colspan] - look.gap
    left += (right - left - len(text)) // 2 if look.centred and (cell.path or cell.scope in ("col", "colgroup")) else 0
    lines[at] = lines[at].ljust(left) + text if text else lines[at]


def _wrapped(text: str, width: int) -> list[str]:
    return [text[at : at + width] for at in range(0, len(text), width)]
