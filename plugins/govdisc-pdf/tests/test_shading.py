"""Cells that only their shading shows, and what shading shows none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from govdisc_pdf.reader import read

from govdisc.plugin import Grid

FONT = "STSong-Light"
ROWS = (("一、新收数量", "1", "", "13"), ("二、结转数量", "2", "7", ""), ("三、办理数量", "", "8", "15"))


def shaded(canvas: Any, rows: Sequence[Sequence[str]], coloured: Callable[[int], bool], gap: float = 1.0, top: float = 700) -> None:
    """Print a table of coloured cells with gaps between."""
    canvas.setFont(FONT, 10)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            x, y = 60 + 110 * j, top - 24 * (i + 1)
            if coloured(i):
                canvas.setFillColorRGB(0.85, 0.9, 0.95)
                canvas.rect(x, y, 110 - gap, 24 - gap, stroke=0, fill=1)
                canvas.setFillGray(0)
            canvas.drawString(x + 6, y + 8, text)


@pytest.mark.parametrize("gap", [0.0, 1.0, 3.0])
def test_shaded_cells(draw: Callable[..., bytes], gap: float) -> None:
    """Coloured boxes side by side are cells, blank ones too, whatever the page behind them is."""

    def page(canvas: Any) -> None:
        canvas.setFillColorRGB(0.95, 0.95, 0.9)
        canvas.rect(20, 20, 555, 800, stroke=0, fill=1)
        shaded(canvas, ROWS, lambda row: True, gap)
        canvas.drawString(60, 500, "四、存在的问题")

    grid = read(draw(page)).blocks[0]
    assert isinstance(grid, Grid)
    assert [tuple(cell.text for cell in row) for row in grid.rows] == list(ROWS)


def test_stripes_and_a_coloured_header(draw: Callable[..., bytes]) -> None:
    """Neither makes cells of its own: the table is one, with all rows."""
    full = [[label, "1", "22", "333"] for label, *_numbers in ROWS]
    for coloured in (lambda row: row % 2 == 0, lambda row: row == 0):
        header = ["信息内容", "制发件数", "废止件数", "有效件数"]

        def page(canvas: Any, coloured: Callable[[int], bool] = coloured, header: list[str] = header) -> None:
            shaded(canvas, [header, *full, *full], coloured)

        (grid,) = read(draw(page)).blocks
        assert isinstance(grid, Grid)
        assert [[cell.text for cell in row] for row in grid.rows] == [header, *full, *full]


@pytest.mark.parametrize("middle", [("（七）总计", "3", "15", "28"), ("（七）总计", "", "", "")])
def test_stripes_around_a_row_without_colour(draw: Callable[..., bytes], middle: Sequence[str]) -> None:
    """Most of the outline is coloured where a label spans both rows; what stands between them is a row of its own, and not one cell."""
    rows = [("3.其他", "59", "38", "97"), middle, ("四、结转", "81", "77", "158")]

    def page(canvas: Any) -> None:
        shaded(canvas, rows, lambda row: row % 2 == 0, 0.0)
        canvas.setFillColorRGB(0.85, 0.9, 0.95)
        canvas.rect(2, 700 - 72, 57, 72, stroke=0, fill=1)

    cells = [cell.text for block in read(draw(page)).blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    assert [cell for cell in cells if cell] == [cell for row in rows for cell in row if cell]


def test_a_stripe_alone_on_the_next_page(draw: Callable[..., bytes]) -> None:
    """The header has no colour and stands on the page before: the row is read with it, and not as a table of its own."""

    def first(canvas: Any) -> None:
        shaded(canvas, [["结果维持", "结果纠正", "其他结果", "尚未审结"]], lambda row: False, top=70)

    def second(canvas: Any) -> None:
        shaded(canvas, [["11", "22", "33", "66"]], lambda row: True, top=800)
        canvas.drawString(60, 700, "五、存在的问题")

    grid = read(draw(first, second)).blocks[0]
    assert isinstance(grid, Grid)
    assert [[cell.text for cell in row] for row in grid.rows] == [["结果维持", "结果纠正", "其他结果", "尚未审结"], ["11", "22", "33", "66"]]
