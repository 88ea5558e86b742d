"""Reports drawn with reportlab, in the ways that programs draw tables: rulings as lines or rectangles, page breaks within tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from govdisc.model.layout import TableLayout
from press.jobs import Job

FONT = "STSong-Light"
LEFT, TOP, WIDTH = 72.0, 72.0, 451.0


@dataclass(frozen=True)
class Style:
    """How a report is printed; the defaults print it as plainly as can be.

    ``ruling`` is lines, rects, borders, double, dashes, spaced, white, open (no outer sides), horizontal (no vertical ones), zebra
    (every other row on grey, no rulings) or none; ``page_number`` a format with {n}
    and {m}; ``turn`` prints the page sideways with /Rotate, ``drawn_turn`` draws it sideways without; ``digits_apart`` draws each figure
    alone, with so many points in between; ``open_breaks`` leaves out the rulings at page breaks.
    """

    ruling: str = "lines"
    page_number: str | None = None
    header: str | None = None
    repeat_header: bool = False
    turn: int = 0
    drawn_turn: int = 0
    digits_apart: float = 0.0
    bold: bool = False
    open_breaks: bool = False
    row_height: float = 0.0
    body_size: float = 14.0
    table_size: float = 9.0
    height: float = 842.0


class Printer:
    """Draws on reportlab's canvas, y downwards, with page breaks within tables."""

    def __init__(self, how: Style) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.how, self.buffer = how, io.BytesIO()
        self.width, self.height = 595.0, how.height
        self.commands: list[list[Callable[[Any], None]]] = [[]]
        self.y = TOP
        self.printed: set[tuple[str, int, int]] = set()
        self._canvas = Canvas

    def measure(self, text: str, size: float) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(text, FONT, size))

    def text(self, x: float, base: float, text: str, size: float) -> None:
        def draw(canvas: Any) -> None:
            for shift in (0.0, 0.3) if self.how.bold else (0.0,):
                at = canvas.beginText(x + shift, self.height - base)
                at.setFont(FONT, size)
                at.textOut(text)
                canvas.drawText(at)

        if self.how.digits_apart and text.isdigit() and len(text) > 1:
            for character in text:
                self.text(x, base, character, size)
                x += self.measure(character, size) + self.how.digits_apart
            return
        self.commands[-1].append(draw)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        height, ruling = self.height, self.how.ruling

        def draw(canvas: Any) -> None:
            a, b, c, d = x0, height - y0, x1, height - y1
            if ruling == "rects":
                canvas.setFillGray(0)
                canvas.rect(min(a, c) - 0.24, min(b, d) - 0.24, abs(c - a) + 0.48, abs(d - b) + 0.48, stroke=0, fill=1)
            elif ruling == "double":
                shift = (0, 1.5) if b == d else (1.5, 0)
                canvas.setLineWidth(0.4)
                canvas.line(a, b, c, d)
                canvas.line(a + shift[0], b + shift[1], c + shift[0], d + shift[1])
            elif ruling == "dashes":
                steps = int(max(abs(c - a), abs(d - b)) // 4)
                for i in range(steps):
                    e, f = i / steps, (i + 0.5) / steps
                    canvas.line(a + (c - a) * e, b + (d - b) * e, a + (c - a) * f, b + (d - b) * f)
            else:
                canvas.setStrokeGray(1 if ruling == "white" else 0)
                canvas.setLineWidth(0.5)
                canvas.line(a, b, c, d)

        self.commands[-1].append(draw)

    def new_page(self) -> None:
        self.commands.append([])
        self.y = TOP

    def paragraph(self, text: str, indent: float = 2.0, centre: bool = False, size: float | None = None) -> None:
        size = size or self.how.body_size
        for i, line in enumerate(self._wrapped(text, size, WIDTH, indent * size)):
            if self.y + size * 1.6 > self.height - TOP:
                self.new_page()
            x = LEFT + (indent * size if i == 0 else 0)
            if centre:
                x = LEFT + (WIDTH - self.measure(line, size)) / 2
            self.text(x, self.y + size, line, size)
            self.y += size * 1.6

    def _wrapped(self, text: str, size: float, width: float, indent: float = 0.0, hang: str = "，。、；：）") -> Iterator[str]:
        line, room = "", width - indent
        for character in text:
            if self.measure(line + character, size) > room and character not in hang:
                yield line
                line, room = "", width
            line += character
        yield line

    def table(self, layout: TableLayout, texts: dict[tuple[int, int], str]) -> None:
        how = self.how
        edges = _edges(layout, WIDTH)
        lines = {
            (cell.row, cell.column): list(
                self._cell_lines(texts[cell.row, cell.column], edges[cell.column + cell.colspan] - edges[cell.column])
            )
            for cell in layout.cells
        }
        pitch = how.table_size * 1.25
        heights = [
            max([how.row_height] + [len(lines[c.row, c.column]) * pitch + 6 for c in layout.cells if c.row == row and c.rowspan == 1])
            for row in range(layout.height)
        ]
        for cell in layout.cells:
            missing = len(lines[cell.row, cell.column]) * pitch + 6 - sum(heights[cell.row : cell.row + cell.rowspan])
            heights[cell.row + cell.rowspan - 1] += max(0.0, missing)
        header = list(range(layout.header_rows)) if how.repeat_header and layout.table == "requests" else []
        begin = 0
        while begin < layout.height:
            rows = header if begin else []
            room = self.height - TOP - self.y - sum(heights[row] for row in rows)
            end, used = begin, 0.0
            while end < layout.height and used + heights[end] <= room:
                used += heights[end]
                end += 1
            if end == begin:
                self.new_page()
                continue
            self._slice(layout, lines, edges, heights, rows)
            self._slice(layout, lines, edges, heights, list(range(begin, end)), (begin == 0, end == layout.height))
            begin = end
            if begin < layout.height:
                self.new_page()
        self.y += 10

    def _cell_lines(self, text: str, width: float) -> Iterator[str]:
        for line in text.split("\n"):
            yield from self._wrapped(line, self.how.table_size, max(width - 4, self.how.table_size), hang="")

    def _slice(
        self,
        layout: TableLayout,
        lines: Any,
        edges: list[float],
        heights: list[float],
        rows: list[int],
        ends: tuple[bool, bool] = (True, True),
    ) -> None:
        """Draw some rows of the table; a cell that is cut prints its text in the first piece that has room for it."""
        if not rows:
            return
        how, top = self.how, self.y
        ys = {row: top + sum(heights[above] for above in rows if above < row) for row in [*rows, rows[-1] + 1]}
        for cell in layout.cells:
            first, last = max(cell.row, rows[0]), min(cell.row + cell.rowspan, rows[-1] + 1)
            if first >= last:
                continue
            x0, x1, y0, y1 = edges[cell.column], edges[cell.column + cell.colspan], ys[first], ys[last]
            self._borders(x0, y0, x1, y1, top, ys[rows[-1] + 1], edges, ends, cell.row % 2 == 1)
            texts = lines[cell.row, cell.column]
            fits = len(texts) * how.table_size * 1.25 <= y1 - y0 or last == cell.row + cell.rowspan
            key = (layout.table, cell.row, cell.column)
            if (fits and key not in self.printed) or (rows[0] == 0 and how.repeat_header and cell.row < layout.header_rows):
                self.printed.add(key)
                self._cell(texts, x0, y0, x1, y1)
        self.y = ys[rows[-1] + 1]

    def _borders(
        self, x0: float, y0: float, x1: float, y1: float, top: float, bottom: float, edges: list[float], ends: tuple[bool, bool], odd: bool
    ) -> None:
        ruling = self.how.ruling
        if ruling == "zebra" and odd:
            self.commands[-1].append(
                lambda canvas: (
                    canvas.setFillGray(0.9),
                    canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1),
                    canvas.setFillGray(0),
                )
            )
        if ruling in ("none", "zebra"):
            return
        if ruling == "borders":
            self.commands[-1].append(lambda canvas: canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=1, fill=0))
            return
        if ruling == "spaced":
            self.commands[-1].append(lambda canvas: canvas.rect(x0 + 1, self.height - y1 + 1, x1 - x0 - 2, y1 - y0 - 2, stroke=1, fill=0))
            return
        if ruling == "white":
            self.commands[-1].append(
                lambda canvas: (
                    canvas.setFillColorRGB(0.7, 0.8, 0.9),
                    canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1),
                    canvas.setFillGray(0),
                )
            )
        open_sides = ruling == "open"
        for x in (x0, x1):
            if ruling != "horizontal" and not (open_sides and x in (edges[0], edges[-1])):
                self.line(x, y0, x, y1)
        for y in (y0, y1):
            cut = self.how.open_breaks and ((y == top and not ends[0]) or (y == bottom and not ends[1]))
            if not cut:
                self.line(x0, y, x1, y)

    def _cell(self, lines: list[str], x0: float, y0: float, x1: float, y1: float) -> None:
        size = self.how.table_size
        pitch = size * 1.25
        begin = (y0 + y1) / 2 - len(lines) * pitch / 2 + size
        for i, line in enumerate(lines):
            x = (x0 + x1 - self.measure(line, size) - self.how.digits_apart * (len(line) - 1)) / 2 if line.isascii() else x0 + 2
            if line:
                self.text(x, begin + i * pitch, line, size)

    def finish(self) -> bytes:
        how = self.how
        canvas = self._canvas(
            self.buffer, pagesize=(self.height, self.width) if how.drawn_turn % 180 else (self.width, self.height), invariant=1
        )
        for n, commands in enumerate(self.commands, 1):
            canvas.saveState()
            angle = how.turn or how.drawn_turn
            if angle == 90:
                canvas.translate(self.height, 0)
            elif angle == 180:
                canvas.translate(self.width, self.height)
            elif angle == 270:
                canvas.translate(0, self.width)
            canvas.rotate(angle)
            if how.turn:
                canvas.setPageRotation(how.turn)
            canvas.setFont(FONT, 10)
            if how.page_number:
                canvas.drawCentredString(self.width / 2, 40, how.page_number.format(n=n, m=len(self.commands)))
            if how.header:
                canvas.drawString(LEFT, self.height - 45, how.header)
            for command in commands:
                command(canvas)
            canvas.restoreState()
            canvas.showPage()
        canvas.save()
        return self.buffer.getvalue()


def _edges(layout: TableLayout, width: float) -> list[float]:
    """Column borders: narrow columns for group labels, a wide one for labels, equal ones for numbers."""
    if layout.table == "requests":
        shares = [0.06, 0.16, 0.29] + [0.07] * 7
    elif layout.table == "disclosure":
        shares = [0.31] + [0.69 / (layout.width - 1)] * (layout.width - 1)
    else:
        shares = [1 / layout.width] * layout.width
    total = sum(shares)
    return [LEFT + width * sum(shares[:i]) / total for i in range(len(shares) + 1)]


def drawn(job: Job, **how: Any) -> bytes:
    """Return the report as a PDF; the keywords are the fields of :class:`Style`."""
    printer = Printer(Style(**how))
    report = job.report
    printer.paragraph(report.title or "", 0, centre=True, size=20)
    printer.y += job.push
    for section in report.sections:
        printer.paragraph(section.title)
        for line in section.text.split("\n") if section.text else ():
            printer.paragraph(line)
        if section.id in job.tables:
            layout = job.tables[section.id]
            printer.table(layout, {(cell.row, cell.column): job.text(cell.path) if cell.path else cell.text for cell in layout.cells})
    return printer.finish()
