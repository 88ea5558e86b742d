"""Tables without rulings: rows by their gaps, columns only where they are beyond doubt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govdisc_pdf.reader import read

from govdisc.model.document import Document, Grid, Paragraph

Draw = Callable[..., bytes]


def page(*lines: tuple[float, list[tuple[float, str]]]) -> Callable[[Any], None]:
    """A page of lines: the distance from the top, and the parts with their x."""

    def draw_page(canvas: Any) -> None:
        for y, parts in lines:
            for x, text in parts:
                canvas.drawString(x, 842 - y, text)

    return draw_page


def grids(document: Document) -> list[tuple[bool, list[list[str]]]]:
    return [(block.aligned, [[cell.text for cell in row] for row in block.rows]) for block in document.blocks if isinstance(block, Grid)]


def test_label_and_number(draw: Draw) -> None:
    """A label and a number far apart are two cells."""
    assert grids(read(draw(page((100, [(100, "行政许可"), (300, "550")]))))) == [(True, [["行政许可", "550"]])]


def test_running_text_is_no_table(draw: Draw) -> None:
    """Wide gaps in text, or a number within it, make no row: everything behind the label must be a number."""
    document = read(draw(page((100, [(100, "共公开"), (300, "550"), (400, "条信息")]))))
    assert not grids(document)
    assert isinstance(document.blocks[0], Paragraph)


def test_missing_number_is_a_blank_of_its_column(draw: Draw) -> None:
    """With one complete row each number stands under its column, and a missing one is blank."""
    document = read(draw(page(
        (100, [(100, "信息内容"), (250, "制发"), (350, "废止"), (450, "有效")]),
        (120, [(100, "规章"), (255, "1"), (355, "2"), (455, "3")]),
        (140, [(100, "规范性文件"), (255, "4"), (455, "6")]),
    )))  # fmt: skip
    assert grids(document) == [(True, [["信息内容", "制发", "废止", "有效"], ["规章", "1", "2", "3"], ["规范性文件", "4", "", "6"]])]


def test_unsafe_columns_stay_unaligned(draw: Draw) -> None:
    """A number under two columns leaves only the order of the cells."""
    document = read(draw(page(
        (120, [(100, "规章"), (255, "1"), (275, "2"), (455, "3")]),
        (140, [(100, "规范性文件"), (254, "44444"), (455, "6")]),
    )))  # fmt: skip
    assert grids(document) == [(False, [["规章", "1", "2", "3"], ["规范性文件", "44444", "6"]])]


def test_wrapped_label_joins_its_row(draw: Draw) -> None:
    """Lines of label half a line above and below the numbers belong to them; a heading between two rows does not."""
    document = read(draw(page(
        (100, [(100, "1.甲"), (300, "1"), (350, "2")]),
        (124, [(100, "2.要求行政机关")]),
        (131, [(300, "3"), (350, "4")]),
        (138, [(100, "重新出具")]),
        (162, [(100, "（五）不予处理")]),
        (186, [(100, "3.丙"), (300, "5"), (350, "6")]),
    )))  # fmt: skip
    assert [row[0] for row in grids(document)[0][1]] == ["1.甲", "2.要求行政机关\n重新出具", "（五）不予处理", "3.丙"]


def test_label_of_a_group_stays_apart(draw: Draw) -> None:
    """A line half a line off, but in another column than the row's label, is no part of that label."""
    document = read(draw(page(
        (100, [(150, "2.乙"), (300, "1"), (350, "2")]),
        (120, [(150, "3.丙"), (300, "3"), (350, "4")]),
        (127, [(60, "不予处理")]),
        (140, [(150, "4.丁"), (300, "5"), (350, "6")]),
    )))  # fmt: skip
    assert [[text for text in row if text] for row in grids(document)[0][1]][1:3] == [["3.丙", "3", "4"], ["不予处理"]]


def test_neighbouring_numbers_are_never_glued(draw: Draw) -> None:
    """Numbers of two text objects stay two even with hardly a gap between them."""
    document = read(draw(page((100, [(100, "总计"), (300, "190"), (319, "2852")]))))
    assert grids(document)[0][1] == [["总计", "190", "2852"]]


def test_section_heading_parts_tables(draw: Draw) -> None:
    """A heading with a Chinese ordinal ends a table and stays a paragraph."""
    document = read(draw(page((100, [(100, "收费"), (300, "1")]), (120, [(100, "三、申请情况")]), (140, [(100, "新收"), (300, "2")]))))
    assert len(grids(document)) == 2
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["三、申请情况"]


def test_tables_without_a_number(draw: Callable[..., bytes]) -> None:
    """A header that begins as another does, and labels below it, are a table whose numbers are blank; other labels stay text."""

    def page(canvas: Any) -> None:
        for y, texts in (
            (760, (("第一项", 250),)),
            (740, (("信息内容", 60), ("制发件数", 250), ("废止件数", 400))),
            (720, (("规章", 60),)),
            (700, (("文件", 60),)),
            (680, (("第二项", 250),)),
            (660, (("信息内容", 60), ("处理数量", 250))),
            (640, (("许可", 60), ("19", 260))),
            (620, (("第三项", 250),)),
            (600, (("信息内容", 60), ("收费金额", 250))),
            (580, (("收费", 60),)),
            (540, (("全年没有其他需要报告的事项", 90),)),
        ):
            for text, x in texts:
                canvas.drawString(x, y, text)

    blocks = read(draw(page)).blocks
    grids = [[[cell.text for cell in row] for row in block.rows] for block in blocks if isinstance(block, Grid)]
    assert grids[0] == [["信息内容", "制发件数", "废止件数"], ["规章", "", ""], ["文件", "", ""]]
    assert grids[1][-2:] == [["信息内容", "处理数量"], ["许可", "19"]]
    assert grids[2] == [["信息内容", "收费金额"], ["收费", ""]]
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["第一项", "第三项", "全年没有其他需要报告的事项"]


def ruled(*ys: float, left: float = 90, right: float = 500) -> Callable[[Any], None]:
    """Horizontal rulings at those distances from the top."""

    def draw_rules(canvas: Any) -> None:
        for y in ys:
            canvas.line(left, 842 - y, right, 842 - y)

    return draw_rules


def both(*draws: Callable[[Any], None]) -> Callable[[Any], None]:
    """Several drawings on one page."""
    return lambda canvas: [draw(canvas) for draw in draws] and None


WRAPPED = page(
    (100, [(100, "信息内容"), (250, "制发"), (350, "废止"), (450, "有效")]),
    (120, [(255, "12")]),
    (127, [(100, "规章"), (355, "0"), (455, "7")]),
    (134, [(255, "34")]),
    (154, [(100, "行政规范"), (355, "22")]),
    (161, [(255, "0"), (455, "8")]),
    (168, [(100, "性文件"), (355, "3")]),
)


def test_a_number_wrapped_between_two_rulings_is_one(draw: Draw) -> None:
    """Rulings part the rows, and each cell has its middle at one height; a label of as many lines does not matter where a number stands between."""
    (found,) = grids(read(draw(both(WRAPPED, ruled(84, 104, 142, 178)))))
    assert found == (True, [["信息内容", "制发", "废止", "有效"], ["规章", "1234", "0", "7"], ["行政规范性文件", "0", "223", "8"]])


def test_rows_that_no_ruling_parts_stay_several(draw: Draw) -> None:
    """Below the header of a three-line table all rows stand between two rulings: no number is put together with the next row's."""
    lines = [(120 + 14 * i, [(100, label), (255, "12"), (355, "3"), (455, "15")]) for i, label in enumerate(("规章", "规范性文件", "行政许可"))]
    header = page((100, [(100, "信息内容"), (250, "制发"), (350, "废止"), (450, "有效")]), *lines)
    (found,) = grids(read(draw(both(header, ruled(84, 106, 158)))))
    assert [row[1:] for row in found[1][1:]] == [["12", "3", "15"]] * 3


def test_rows_below_the_last_ruling_of_a_page_stay_several(draw: Draw) -> None:
    """Two rows whose labels have three lines, and the middle of these at that of their numbers, are not one, nor are a header and its rows."""
    first = page(
        (60, [(100, "信息内容"), (250, "制发"), (350, "废止"), (450, "有效")]),
        (80, [(100, "规章"), (255, "1"), (355, "2"), (455, "3")]),
        (700, [(100, "申请人情况"), (250, "自然人"), (350, "商业企业"), (450, "总计")]),
        (720, [(90, "一、本年新收政府"), (255, "761"), (355, "327"), (455, "3386")]),
        (734, [(90, "信息公开申请")]),
        (748, [(90, "二、上年结转政府"), (255, "0"), (355, "60"), (455, "162")]),
    )
    second = page((60, [(90, "信息公开申请")]), (80, [(90, "（七）总计"), (255, "761"), (355, "387"), (455, "3548")]))
    document = read(draw(both(first, ruled(44, 66, 86, 684, 706)), second))
    rows = [row for _aligned, rows in grids(document) for row in rows]
    assert [row[-3:] for row in rows[-3:]] == [["761", "327", "3386"], ["0", "60", "162"], ["761", "387", "3548"]]
    header = page(
        (100, [(100, "信息内容"), (300, "处理数量")]),
        (120, [(100, "行政处罚")]),
        (140, [(100, "行政强制"), (300, "18")]),
        (160, [(100, "信息内容"), (300, "收费金额")]),
    )
    found = [row for _aligned, rows in grids(read(draw(both(header, ruled(30, 50, 70))))) for row in rows]
    assert ["行政强制", "18"] in found


def test_the_last_table_of_a_part_is_blank(draw: Draw) -> None:
    """Its header and its rows are a table, though the next numbers stand below the heading of another part."""
    document = read(draw(page(
        (100, [(100, "信息内容"), (250, "制发"), (350, "废止")]),
        (120, [(100, "规章"), (255, "1"), (355, "2")]),
        (140, [(100, "信息内容"), (250, "采购项目数量"), (350, "采购总金额")]),
        (160, [(100, "政府集中采购")]),
        (200, [(100, "三、收到和处理政府信息公开申请情况")]),
        (240, [(200, "自然人"), (300, "商业企业"), (400, "总计")]),
        (260, [(100, "一、本年新收"), (210, "1"), (310, "2"), (405, "3")]),
    )))  # fmt: skip
    assert (True, [["信息内容", "采购项目数量", "采购总金额"], ["政府集中采购", "", ""]]) in grids(document)


def test_a_number_as_wide_as_its_column_ends_before_the_page_and_the_next_row_begins_with_one(draw: Draw) -> None:
    """The first line of a wrapped number at the head of a page is no rest of the one at the foot of the page before."""
    header = (660, [(100, "信息内容"), (250, "制发"), (350, "废止"), (450, "有效")])

    def wrapped(top: float, label: str, first: str, second: str) -> list[tuple[float, list[tuple[float, str]]]]:
        return [(top, [(255, first)]), (top + 8, [(100, label), (355, "0"), (455, "7")]), (top + 16, [(255, second)])]

    first = page(header, *wrapped(690, "规章", "123", "4"), *wrapped(730, "规范性文件", "567", "890"), (790, [(100, "行政许可"), (255, "875"), (355, "1"), (455, "2")]))
    second = page(*wrapped(60, "行政处罚", "417", "09"), *wrapped(100, "行政强制", "111", "2"))
    (found,) = grids(read(draw(first, second)))
    assert found == (True, [
        ["信息内容", "制发", "废止", "有效"],
        ["规章", "1234", "0", "7"],
        ["规范性文件", "567890", "0", "7"],
        ["行政许可", "875", "1", "2"],
        ["行政处罚", "41709", "0", "7"],
        ["行政强制", "1112", "0", "7"],
    ])  # fmt: skip


def test_a_header_is_not_far_from_a_row_that_a_note_makes_tall(draw: Draw) -> None:
    """The numbers stand in the middle of a note of seven lines: what counts is where it begins."""
    note = ("284（", "其中", "第一", "季度", "二十", "三条", "件）")
    (found,) = grids(read(draw(page(
        (100, [(100, "结果维持"), (200, "结果纠正"), (300, "其他结果"), (400, "尚未审结")]),
        *((118 + 15 * i, [(300, text)]) for i, text in enumerate(note) if i != 3),
        (118 + 15 * 3, [(105, "1"), (205, "2"), (300, note[3]), (405, "4")]),
    ))))  # fmt: skip
    assert found == (True, [["结果维持", "结果纠正", "其他结果", "尚未审结"], ["1", "2", "".join(note), "4"]])


def test_a_group_label_near_the_second_line_of_numbers_does_not_move_them(draw: Draw) -> None:
    """It stands a little lower, on one line with them: each has its own height, and the numbers go on where they do."""

    def wrapped(top: float, label: str, first: str, second: str, *more: tuple[float, str]) -> list[tuple[float, list[tuple[float, str]]]]:
        return [(top, [(305, first)]), (top + 7.5, [(190, label), (405, "0"), (505, "7")]), (top + 15, [(305, second)]), *((top + 19, [part]) for part in more)]

    (found,) = grids(read(draw(page(
        (100, [(190, "信息内容"), (300, "制发"), (400, "废止"), (500, "有效")]),
        *wrapped(125, "1.属于国家秘密", "573", "2"),
        *wrapped(160, "2.重复申请", "297", "6", (100, "（三）不予公开")),
        *wrapped(195, "3.其他情形", "870", "8"),
    ))))  # fmt: skip
    assert found[0]
    assert [row[-3:] for row in found[1] if "7" in row] == [["5732", "0", "7"], ["2976", "0", "7"], ["8708", "0", "7"]]


def test_a_label_of_single_characters_one_below_the_other(draw: Draw) -> None:
    """It stands higher than the labels beside it, and alone on its lines: it is one label all the same."""
    (found,) = grids(read(draw(page(
        (100, [(256, "自"), (380, "法人或其他组织")]),
        (114, [(256, "然")]),
        (128, [(256, "人"), (345, "商业企业"), (445, "其他"), (505, "总计")]),
        (150, [(100, "一、新收数量"), (255, "1"), (355, "2"), (455, "3"), (515, "6")]),
        (170, [(100, "二、结转数量"), (255, "4"), (355, "5"), (455, "6"), (510, "15")]),
    ))))  # fmt: skip
    assert found[0]
    assert ["自\n然\n人", "商业企业", "其他", "总计"] in [row[1:] for row in found[1]]


def test_numbers_beside_no_label_leave_the_rows_around_them_unread(draw: Draw) -> None:
    """As where a page break has moved them: each of these rows tells all that may be its own in one cell, and the others are read."""
    lines = [(100.0 + 30 * n, [(100.0, f"{n}.甲乙"), *([] if n == 5 else [(300.0, f"{n}1"), (400.0, f"{n}2")])]) for n in range(1, 12)]
    lines.append((262.0, [(300.0, "51"), (400.0, "52")]))
    ((aligned, rows),) = grids(read(draw(page(*lines))))
    told = {row[0]: row[1:] for row in rows}
    assert aligned
    assert told["4.甲乙"] == ["41 42 51 52"]
    assert (told["5.甲乙"], told["6.甲乙"]) == (["51 52"], ["61 62 51 52"])
    assert [told[f"{n}.甲乙"] for n in (1, 2, 3, 7, 8, 9, 10, 11)] == [[f"{n}1", f"{n}2"] for n in (1, 2, 3, 7, 8, 9, 10, 11)]


def _over_a_break(foot: list[tuple[float, str]], y: float, head: list[tuple[float, str]]) -> tuple[Callable[[Any], None], Callable[[Any], None]]:
    """Rows of two pages, with what stands at the foot of the first, at a height, and at the head of the second."""
    row = [(100.0 + 30 * n, [(100.0, f"{n}.甲乙"), (300.0, f"{n}1"), (400.0, f"{n}2")]) for n in range(1, 9)]
    below = [(140.0 + 30 * n, [(100.0, f"（{n}）丙丁"), (300.0, f"{n}3"), (400.0, f"{n}4")]) for n in range(1, 7)]
    return page(*row, (y, foot)), page((80.0, head), *below)


def test_numbers_at_the_foot_of_a_page_are_those_of_the_label_on_the_next(draw: Draw) -> None:
    """WeasyPrint cuts a row so; a blank cell stays one. Numbers that may go on those above, or a label with numbers of its own, leave the rows unread."""
    told = [row for _aligned, rows in grids(read(draw(*_over_a_break([(300, "97")], 370, [(100, "9.甲乙")])))) for row in rows]
    assert ["9.甲乙", "97", ""] in told
    assert ["8.甲乙", "81", "82"] in told
    assert ["（1）丙丁", "13", "14"] in told
    for foot, y, head in (
        ([(300.0, "97")], 353, [(100.0, "9.甲乙")]),
        ([(300.0, "97")], 370, [(100.0, "9.甲乙"), (300.0, "91"), (400.0, "92")]),
    ):
        told = [row for _aligned, rows in grids(read(draw(*_over_a_break(foot, y, head)))) for row in rows]
        assert not any("97" in row[1:] and row[0] == "9.甲乙" and len(row) == 3 for row in told), told


def test_numbers_beside_the_label_of_a_group_at_the_foot_of_a_page(draw: Draw) -> None:
    """They are those of its first row, whose label the page break has moved."""
    told = [row for _aligned, rows in grids(read(draw(*_over_a_break([(40, "（六）"), (300, "97"), (400, "98")], 370, [(100, "9.甲乙")])))) for row in rows]
    assert ["9.甲乙", "97", "98"] in told
    assert not any(row[0] == "（六）" and "97" in row for row in told)


def test_wrapped_numbers_with_notes_side_by_side(draw: Draw) -> None:
    """138（其中第一季度13件） and 137（…） over three lines each are two numbers, and not 13 and 13."""
    document = read(draw(page(
        (100, [(100, "结果维持"), (200, "结果纠正"), (300, "其他结果"), (400, "尚未审结")]),
        (120, [(100, "13"), (200, "13"), (300, "0"), (400, "275")]),
        (134, [(100, "8（其中"), (200, "7（其中")]),
        (148, [(100, "13件）"), (200, "106件）")]),
    )))  # fmt: skip
    assert grids(document)[0][1][-1] == ["138（其中13件）", "137（其中106件）", "0", "275"]
