"""Text in two columns and two pages on one sheet are read column by column; tables are never parted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from govdisc_pdf.reader import read

from govdisc.plugin import Document, Paragraph

FONT = "STSong-Light"
LEFT = ("本机关全年主动公开各类政府信息", "内容准确更新及时没有发生差错的", "情况网站专栏按照目录分类做到清", "楚易查并且逐条审核按季清理失效")
RIGHT = ("内容政务新媒体账号运行平稳检索", "下载等功能正常本机关把信息公开", "列入年度工作考核组织业务培训听", "取社会评议意见全年没有追究责任")


def texts(document: Document) -> list[str]:
    """The paragraphs and the rows of the tables, in order."""
    out = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            out.append(block.text)
        else:
            out += [" | ".join(cell.text for cell in row) for row in block.rows]
    return out


def lines(canvas: Any, x: float, y: float, texts_: Sequence[str], size: float = 12) -> None:
    """Print lines one below the other, ``y`` down from the top of the page."""
    canvas.setFont(FONT, size)
    for i, text in enumerate(texts_):
        canvas.drawString(x, 842 - y - 18 * i, text)


def table(canvas: Any, x: float, y: float, width: float, rows: Sequence[Sequence[str]]) -> None:
    """Print a ruled table."""
    canvas.setFont(FONT, 10)
    step = width / len(rows[0])
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            canvas.rect(x + step * j, 842 - y - 20 * (i + 1), step, 20, stroke=1, fill=0)
            canvas.drawString(x + step * j + 4, 842 - y - 20 * i - 14, text)


@pytest.mark.parametrize("shift", [0.0, 7.0])
def test_two_columns(draw: Callable[..., bytes], shift: float) -> None:
    """One column after the other, under a title over both, whether their lines stand at the same heights or not."""

    def page(canvas: Any) -> None:
        lines(canvas, 200, 80, ["青岚县水务局二〇二三年政府信息公开工作年度报告"], 16)
        lines(canvas, 60, 140, LEFT)
        lines(canvas, 320, 140 + shift, RIGHT)

    assert texts(read(draw(page))) == ["青岚县水务局二〇二三年政府信息公开工作年度报告", "".join((*LEFT, *RIGHT))]


def test_a_column_of_few_lines_beside_a_long_one(draw: Callable[..., bytes]) -> None:
    """One line of text is enough beside many."""

    def page(canvas: Any) -> None:
        lines(canvas, 60, 200, ["一、总体情况", LEFT[0], "情况。"])
        lines(canvas, 320, 80, (*RIGHT, *LEFT, *RIGHT))

    assert "".join(texts(read(draw(page)))) == "".join(("一、总体情况", LEFT[0], "情况。", *RIGHT, *LEFT, *RIGHT))


def test_a_wide_table_between_columns(draw: Callable[..., bytes]) -> None:
    """What stands above the table is read before it, what stands below behind it."""

    def page(canvas: Any) -> None:
        lines(canvas, 60, 80, LEFT)
        lines(canvas, 320, 80, RIGHT)
        table(canvas, 60, 200, 440, [["规章", "1", "2"], ["行政规范性文件", "3", "4"]])
        lines(canvas, 60, 300, RIGHT)
        lines(canvas, 320, 300, LEFT)

    above, below = "".join((*LEFT, *RIGHT)), "".join((*RIGHT, *LEFT))
    assert texts(read(draw(page))) == [above, "规章 | 1 | 2", "行政规范性文件 | 3 | 4", below]


def test_the_last_page_of_columns(draw: Callable[..., bytes]) -> None:
    """A page with few lines is parted where the pages before it were."""

    def full(canvas: Any) -> None:
        lines(canvas, 60, 80, LEFT)
        lines(canvas, 320, 80, RIGHT)

    def last(canvas: Any) -> None:
        lines(canvas, 60, 200, LEFT[:2])
        lines(canvas, 320, 200, ["内容政务新媒体账号运行平稳。"])

    assert texts(read(draw(full, last))) == ["".join((*LEFT, *RIGHT, *LEFT[:2], "内容政务新媒体账号运行平稳。"))]


def test_two_pages_on_a_sheet(draw: Callable[..., bytes]) -> None:
    """The left page with its table, then the right one; a table that goes on is one."""
    head, rest = [["规章", "1"], ["文件", "3"], ["许可", "5"]], [["处罚", "6"], ["强制", "7"], ["收费", "8"]]

    def page(canvas: Any) -> None:
        lines(canvas, 40, 80, LEFT[:1])
        table(canvas, 40, 100, 200, head)
        table(canvas, 320, 70, 200, rest)
        lines(canvas, 320, 160, ["三、收到和处理政府信息公开申请情况"])

    document = read(draw(page))
    assert texts(document) == [LEFT[0], *(" | ".join(row) for row in (*head, *rest)), "三、收到和处理政府信息公开申请情况"]
    assert len(document.blocks) == 3


def test_the_last_row_of_a_table_at_the_head_of_the_next_column(draw: Callable[..., bytes]) -> None:
    """It is no stripe, and its blank cells stay: it goes on with the table, as wide as that, wherever the columns begin."""
    head = [["二、上年结转", "1", "7", "8"], ["（七）总计", "3", "4", "7"], ["（六）其他", "5", "6", "11"]]

    def page(canvas: Any) -> None:
        lines(canvas, 40, 80, LEFT)
        table(canvas, 40, 200, 200, head)
        table(canvas, 332, 50, 200, [["四、结转", "", "86", "86"]])
        lines(canvas, 320, 120, RIGHT)

    assert texts(read(draw(page))) == ["".join(LEFT), *(" | ".join(row) for row in head), "四、结转 |  | 86 | 86", "".join(RIGHT)]


def test_what_is_no_gutter(draw: Callable[..., bytes]) -> None:
    """Numbers beside labels are a table without rulings, and text within a ruled table stays there."""

    def unruled(canvas: Any) -> None:
        for i, label in enumerate(LEFT):
            lines(canvas, 60, 80 + 24 * i, [label])
            for j in range(3):
                lines(canvas, 310 + 60 * j, 80 + 24 * i, [str(10 * i + j)])

    assert texts(read(draw(unruled))) == [f"{label} | {10 * i} | {10 * i + 1} | {10 * i + 2}" for i, label in enumerate(LEFT)]

    def ruled(canvas: Any) -> None:
        table(canvas, 60, 80, 480, [[left, right] for left, right in zip(LEFT, RIGHT, strict=True)])

    assert texts(read(draw(ruled))) == [f"{left} | {right}" for left, right in zip(LEFT, RIGHT, strict=True)]
