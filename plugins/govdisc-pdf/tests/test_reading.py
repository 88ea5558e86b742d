"""What the reader assumes of characters, lines, cells and pages, each assumption held up and broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from govdisc_pdf import govdisc_formats
from govdisc_pdf.reader import read
from govdisc_pdf.unify import unified

from govdisc.model.document import Document, Grid, Paragraph

FONT = "STSong-Light"
Draw = Callable[..., bytes]


def texts(document: Document) -> list[str]:
    """The paragraphs' texts."""
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def cells(document: Document) -> list[list[str]]:
    """The text of the first grid's cells."""
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def box(canvas: Any, columns: list[float], rows: list[float]) -> None:
    """Rule a table; rows downwards from the top of the page."""
    canvas.grid(columns, [842 - y for y in rows])


def put(canvas: Any, x: float, y: float, text: str, size: float = 12) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, 842 - y, text)


def test_detection() -> None:
    """A PDF is known by its header within the first 1024 bytes, whatever its name."""
    (pdf,) = govdisc_formats()
    assert pdf.detect is not None
    assert pdf.detect(b"%PDF-1.7\n", "report.txt") == 100
    assert 0 < pdf.detect(b"\n" * 1000 + b"%PDF-1.4", "") < 100
    assert pdf.detect(b"\n" * 1024 + b"%PDF-1.4", "report.pdf") == 0
    assert pdf.detect(b"PK\x03\x04", "report.pdf") == 0


def test_only_what_is_seen(draw: Draw) -> None:
    """Invisible, white, tiny, cropped and slanting text is left out; white text on a dark area is not."""

    def page(canvas: Any) -> None:
        put(canvas, 100, 100, "黑字")
        canvas.setFillGray(0)
        canvas.rect(90, 600, 100, 30, fill=1)
        canvas.setFillGray(1)
        put(canvas, 100, 140, "白纸白字")
        put(canvas, 100, 230, "黑底白字")
        canvas.setFillGray(0)
        put(canvas, 100, 300, "小字", 0.5)
        put(canvas, 700, 340, "纸外")
        text = canvas.beginText(100, 400)
        text.setTextRenderMode(3)
        text.textOut("隐字")
        text.setTextRenderMode(0)
        canvas.drawText(text)
        canvas.saveState()
        canvas.translate(200, 300)
        canvas.rotate(40)
        put(canvas, 0, 842, "水印")
        canvas.restoreState()

    assert texts(read(draw(page))) == ["黑字", "黑底白字"]


def test_bold_by_hand(draw: Draw) -> None:
    """A character drawn twice in one place counts once; the same figure beside it is another."""

    def page(canvas: Any) -> None:
        for shift in (0, 0.3, 0.6):
            put(canvas, 100 + shift, 100, "共88件")
        put(canvas, 100, 200, "1")
        put(canvas, 106, 200, "1")

    assert texts(read(draw(page))) == ["共88件", "11"]


@pytest.mark.parametrize(("code", "plain"), [("\u2f00", "一"), ("\u2f8f", "行"), ("\u2ed3", "长"), ("\uf9dc", "隆"), ("︵", "（"), ("\u00a0", " ")])
def test_radicals(code: str, plain: str) -> None:
    """Radicals and compatibility forms are the ordinary characters."""
    assert unified(code) == plain


@pytest.mark.parametrize("character", ["行", "⑴", "１", "a", "，"])
def test_other_characters_stay(character: str) -> None:
    """What is no compatibility form of a Chinese character is left alone."""
    assert unified(character) == character


def test_blanks(draw: Draw) -> None:
    """A gap beside a Chinese character is nothing, one between Latin words is a blank, a wide one parts phrases."""

    def page(canvas: Any) -> None:
        put(canvas, 100, 100, "邮 编 : 2023 年 1 月")
        put(canvas, 100, 150, "open data 2023")
        put(canvas, 100, 200, "索引号甲乙丙")
        put(canvas, 300, 200, "发布机构青岚县")

    assert texts(read(draw(page))) == ["邮编: 2023年1月", "open data 2023", "索引号甲乙丙 发布机构青岚县"]


def test_figures_apart_in_a_cell(draw: Draw) -> None:
    """Figures drawn apart are one number; with a drawn blank, or wide apart, they are not, and are left as printed."""

    def page(canvas: Any) -> None:
        box(canvas, [50, 150, 250, 350, 450], [90, 120])
        put(canvas, 60, 110, "2")
        put(canvas, 70, 110, "0")
        put(canvas, 160, 110, "2 0")
        put(canvas, 260, 110, "2")
        put(canvas, 290, 110, "0")
        put(canvas, 360, 110, "1,234")

    assert cells(read(draw(page))) == [["20", "2 0", "2 0", "1,234"]]


def test_number_too_wide_for_its_cell(draw: Draw) -> None:
    """A number wrapped for want of room is one number; two numbers with room to spare are not."""

    def page(canvas: Any) -> None:
        box(canvas, [50, 72, 150], [90, 140])
        put(canvas, 54, 110, "12")
        put(canvas, 54, 125, "3")
        put(canvas, 80, 110, "12")
        put(canvas, 80, 125, "3")

    assert cells(read(draw(page))) == [["123", "12\n3"]]


def test_text_over_the_ruling(draw: Draw) -> None:
    """A number that sticks out of its cell stays whole; the one beside it is another text object."""

    def page(canvas: Any) -> None:
        box(canvas, [50, 80, 140], [90, 120])
        put(canvas, 48, 110, "123456")
        put(canvas, 100, 110, "7")

    assert cells(read(draw(page))) == [["123456", "7"]]


def test_vertical_label(draw: Draw) -> None:
    """Characters one below the other are one label, upright or turned; it spans its rows."""

    def page(canvas: Any) -> None:
        box(canvas, [50, 80, 200], [90, 180])
        canvas.line(80, 842 - 135, 200, 842 - 135)
        for i, character in enumerate("办理结果"):
            put(canvas, 59, 110 + 18 * i, character)
        put(canvas, 90, 115, "甲")
        put(canvas, 90, 160, "乙")

    def turned(canvas: Any) -> None:
        box(canvas, [50, 80, 200], [90, 180])
        for i in range(6):
            put(canvas, 90, 105 + 12 * i, "横排文字")
        canvas.translate(70, 842 - 170)
        canvas.rotate(90)
        put(canvas, 0, 842, "办理结果")

    grid = next(block for block in read(draw(page)).blocks if isinstance(block, Grid))
    assert [(cell.text, cell.rowspan) for cell in grid.rows[0]] == [("办理结果", 2), ("甲", 1)]
    assert cells(read(draw(turned)))[0][0] == "办理结果"


def test_wrapped_label_beside_its_number(draw: Draw) -> None:
    """A label wrapped above and below its number shares a row with it; the number is half a line off."""

    def page(canvas: Any) -> None:
        box(canvas, [50, 150, 250], [90, 130])
        put(canvas, 55, 105, "要求行政机关")
        put(canvas, 190, 112, "5")
        put(canvas, 55, 120, "重新出具")

    assert cells(read(draw(page))) == [["要求行政机关\n重新出具", "5"]]


def test_annotation_in_a_cell(draw: Draw) -> None:
    """A number with a wrapped note is one line."""

    def page(canvas: Any) -> None:
        box(canvas, [50, 110, 250], [90, 130])
        put(canvas, 55, 105, "22（其")
        put(canvas, 55, 120, "中修订）")
        put(canvas, 150, 105, "x")

    assert cells(read(draw(page)))[0][0] == "22（其中修订）"


def test_frame_and_layout(draw: Draw) -> None:
    """A frame around text is no table, nor is a table that holds the article; the table within is."""

    def framed(canvas: Any) -> None:
        box(canvas, [50, 500], [90, 130])
        put(canvas, 60, 110, "框中文字")

    def layout(canvas: Any) -> None:
        box(canvas, [40, 550], [40, 80, 700])
        put(canvas, 60, 60, "栏目")
        put(canvas, 60, 110, "正文文字")
        box(canvas, [60, 150, 250], [200, 230, 260])
        for x in (70, 160):
            for y in (220, 250):
                put(canvas, x, y, str(x + y))

    assert texts(read(draw(framed))) == ["框中文字"]
    document = read(draw(layout))
    assert texts(document) == ["栏目", "正文文字"]
    assert cells(document) == [["290", "380"], ["320", "410"]]


def test_text_and_tables_in_form_objects(draw: Draw) -> None:
    """What a form object draws is on the page, where the form is placed."""

    def page(canvas: Any) -> None:
        canvas.beginForm("table")
        box(canvas, [50, 150, 250], [90, 130])
        put(canvas, 60, 110, "甲")
        put(canvas, 160, 110, "7")
        canvas.endForm()
        canvas.translate(30, -60)
        canvas.doForm("table")

    assert cells(read(draw(page))) == [["甲", "7"]]


def test_paragraphs(draw: Draw) -> None:
    """Full lines go on; an indent, a short line, an ordinal behind a full stop or other type begin a new paragraph."""
    full = "公开信息内容准确更新及时按季清理失效内容做到清楚易查并听"

    def page(canvas: Any) -> None:
        lines = [(124, full[:-2]), (100, full), (100, "取意见。"), (124, full[:-2]), (124, full[:-2]), (100, full[:-1] + "。"), (100, "（一）短行")]
        for i, (x, text) in enumerate(lines):
            put(canvas, x, 100 + 20 * i, text)
        put(canvas, 100, 260, "大字标题", 18)
        put(canvas, 100, 300, "其后")

    assert texts(read(draw(page))) == [
        full[:-2] + full + "取意见。",
        full[:-2],
        full[:-2] + full[:-1] + "。",
        "（一）短行",
        "大字标题",
        "其后",
    ]


def test_wrapped_reference_is_no_heading(draw: Draw) -> None:
    """A line that begins with an ordinal in the middle of a sentence goes on."""

    def page(canvas: Any) -> None:
        put(canvas, 124, 100, "依照条例第二十条的规定主动公开政府信息包括第二十条第")
        put(canvas, 100, 120, "（五）项的信息。")
        put(canvas, 124, 140, "公开信息内容准确更新及时按季清理失效内容做到清楚易查")

    assert texts(read(draw(page)))[0].endswith("第二十条第（五）项的信息。")


def test_page_numbers_only_in_the_margin(draw: Draw) -> None:
    """A number in the margin that counts the pages goes; one in the body, or one that does not count, stays."""

    def numbered(n: int, number: str) -> Callable[[Any], None]:
        def page(canvas: Any) -> None:
            put(canvas, 100, 400, f"正文{'甲乙'[n - 1]}")
            put(canvas, 100, 450, str(n))
            put(canvas, 290, 810, number)

        return page

    assert texts(read(draw(numbered(1, "1"), numbered(2, "2")))) == ["正文甲", "1", "正文乙", "2"]
    assert "77" in texts(read(draw(numbered(1, "77"), numbered(2, "5"))))


def test_a_footer_over_which_a_cut_row_is_drawn(draw: Draw) -> None:
    """A browser draws the row that the page cuts to the page's end: what other pages have below their tables is no part of it."""

    def table(canvas: Any, rows: list[tuple[float, float, str, str]]) -> None:
        for top, bottom, label, number in rows:
            canvas.rect(100, 842 - bottom, 150, bottom - top)
            canvas.rect(250, 842 - bottom, 100, bottom - top)
            canvas.drawString(105, 842 - top - 15, label)
            canvas.drawString(255, 842 - top - 15, number)

    def first(canvas: Any) -> None:
        table(canvas, [(100, 120, "行政许可", "5"), (780, 842, "行政处罚", "7")])
        canvas.drawString(180, 20, "file:///年报.html 1/3")

    def other(number: int) -> Callable[[Any], None]:
        def draw_page(canvas: Any) -> None:
            canvas.drawString(180, 20, f"file:///年报.html {number}/3")
            canvas.drawString(100, 500, "正文")

        return draw_page

    document = read(draw(first, other(2), other(3)))
    texts = [cell.text for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    assert texts == ["行政许可", "5", "行政处罚", "7"]
    assert not any("年报" in block.text for block in document.blocks if isinstance(block, Paragraph))


def test_running_header(draw: Draw) -> None:
    """Text that comes back at the same height in the margin goes; the same words elsewhere stay."""

    def page(text: str) -> Callable[[Any], None]:
        def draw_page(canvas: Any) -> None:
            put(canvas, 100, 40, "青岚县水务局")
            put(canvas, 100, 300, text)
            put(canvas, 100, 400, "青岚县水务局")

        return draw_page

    assert texts(read(draw(page("甲"), page("乙")))) == ["甲", "青岚县水务局", "乙", "青岚县水务局"]


def test_title_of_the_properties(draw: Draw) -> None:
    """The file's title is a hint only when it names a report."""

    def titled(title: str) -> Callable[[Any], None]:
        return lambda canvas: (canvas.setTitle(title), put(canvas, 100, 100, "正文"))  # type: ignore[return-value]

    assert read(draw(titled("青岚县2023年度报告"))).metadata == {"title": "青岚县2023年度报告"}
    assert read(draw(titled("Microsoft Word - 1.docx"))).metadata == {}


@pytest.mark.parametrize("size", [0.75, 1.5, 2.25])
@pytest.mark.parametrize("disc", [False, True])
def test_dotted_rulings(draw: Callable[..., bytes], size: float, disc: bool) -> None:
    """Rulings of tiny squares or discs are rulings, in two tables whose dots do not stand at the same heights."""

    def page(canvas: Any) -> None:
        for top in (700.0, 500.0 + size / 2):
            for x0, y0, x1, y1 in [(60, top - 30 * i, 300, top - 30 * i) for i in range(3)] + [(x, top, x, top - 60) for x in (60, 180, 300)]:
                steps = int(max(x1 - x0, y0 - y1) / (2 * size))
                for step in range(steps + 1):
                    x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
                    if disc:
                        canvas.circle(x, y, size / 2, stroke=0, fill=1)
                    else:
                        canvas.rect(x - size / 2, y - size / 2, size, size, stroke=0, fill=1)
            for i, row in enumerate((("甲", "1"), ("乙", "22"))):
                for j, text in enumerate(row):
                    canvas.drawString(80 + 120 * j, top - 20 - 30 * i, text)

    assert [[cell.text for cell in row] for block in read(draw(page)).blocks for row in block.rows] == [["甲", "1"], ["乙", "22"]] * 2


def test_a_line_cut_off_below_a_cell(draw: Callable[..., bytes]) -> None:
    """At the foot of a page the last line of a cell without a lower ruling stands below it; below a closed cell it is text."""

    def page(closed: bool) -> Callable[[Any], None]:
        def drawn(canvas: Any) -> None:
            canvas.drawString(60, 700, "三、收到和处理政府信息公开申请情况")
            for x in (60, 300, 500):
                canvas.line(x, 60, x, 120)
            canvas.line(60, 120, 500, 120)
            canvas.line(60 if closed else 300, 60, 500, 60)
            canvas.drawString(70, 64, "本列数据的勾稽关系为第一项")
            canvas.drawString(70, 49, "加第二项")
            canvas.drawString(310, 80, "申请人情况")

        return drawn

    def last(closed: bool) -> list[object]:
        return [block.text if isinstance(block, Paragraph) else [cell.text for cell in block.rows[0]] for block in read(draw(page(closed))).blocks[1:]]

    assert last(False) == [["本列数据的勾稽关系为第一项\n加第二项", "申请人情况"]]
    assert last(True) == [["本列数据的勾稽关系为第一项", "申请人情况"], "加第二项"]
