"""Rows that an office has numbered, cells that hold a picture, and what stands in and behind a header without naming a column."""

from __future__ import annotations

import pytest
from rows_kit import HEAD, RECEIVED, found, grid, row

from govdisc.model.document import PICTURE, Cell, Grid, Paragraph
from govdisc.recognise import numbering

ITEMS = ("第二十条第（五）项*2", "信息内容 本年处理决定数量", "行政许可 94")
RULES = ("第二十条第（一）项*4", "信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 0 1 2", "行政规范性文件 3 4 15")


def unnumbered(table: Grid) -> Grid:
    (bare,) = numbering.unnumbered([table])
    assert isinstance(bare, Grid)
    return bare


def texts(table: Grid) -> list[str]:
    return [" ".join(f"{cell.text or '.'}{f'*{cell.colspan}' if cell.colspan > 1 else ''}" for cell in row) for row in table.rows]


@pytest.mark.parametrize("header", ["序号", "编号", "行次", "序"])
@pytest.mark.parametrize("numbers", [("1", "2"), ("（一）", "（二）"), ("1.", "2、"), ("①", "②"), ("31", "32")])
def test_numbers_before_labels_are_no_values(header: str, numbers: tuple[str, str]) -> None:
    """The column goes, and a heading over the whole table is narrower by it."""
    first, second = numbers
    numbered = grid("第二十条第（一）项*5", f"{header} {RULES[1]}", f"{first} 规章 0 1 2", f"{second} 行政规范性文件 3 4 15")
    assert texts(unnumbered(numbered)) == list(RULES)
    report = found(numbered)
    assert report.tables["disclosure"]["regulations"] == {"issued": 0, "repealed": 1, "effective": 2}
    assert report.tables["disclosure"]["normative_documents"] == {"issued": 3, "repealed": 4, "effective": 15}
    assert not report.unread


def test_a_number_may_reach_over_several_rows_or_be_left_out() -> None:
    """The rows that it reaches over have no cell of the column, whatever they begin with; a blank one is dropped like the others."""
    numbered = grid("序号 项目 数", "1/3 甲 7", "3 8", "5 9", ". 合计 24", "2 乙 6")
    assert texts(unnumbered(numbered)) == ["项目 数", "甲 7", "3 8", "5 9", "合计 24", "乙 6"]


def test_a_heading_over_the_columns_of_numbers_and_labels_is_one_narrower() -> None:
    """Whatever its width, the columns behind it stay where they are."""
    for width in (2, 3):
        head = f"第二十条第（五）项*{width}" + " ." * (3 - width)
        numbered = grid(head, "序号 信息内容 本年处理决定数量", "1 行政许可 94", "2 行政处罚 7")
        assert sum(cell.colspan for cell in unnumbered(numbered).rows[0]) == 2


def test_a_heading_of_one_cell_keeps_its_words() -> None:
    """Where cells do not span, a blank one behind the heading goes in its place."""
    numbered = grid("第二十条第（五）项 . .", "序号 信息内容 本年处理决定数量", "1 行政许可 94", "2 行政处罚 7")
    assert texts(unnumbered(numbered)) == ["第二十条第（五）项 .", "信息内容 本年处理决定数量", "行政许可 94", "行政处罚 7"]


@pytest.mark.parametrize(
    "rows",
    [
        ("信息内容 本年处理决定数量", "1 94", "2 7", "3 8"),  # no header says that it numbers rows, and no label stands behind
        ("信息内容 本年处理决定数量", "1 行政许可 94", "2 行政处罚 7"),  # two may be a chance
        (". 信息内容 本年处理决定数量", "1 行政许可 94", "2 行政处罚 7", "4 行政强制 7"),  # they do not count
        ("序号 信息内容 本年处理决定数量", "1 行政许可 94", "行政处罚 7 3"),  # a label stands there
        ("序号 信息内容 本年处理决定数量", "1 行政许可 94", "201 行政处罚 7"),  # no number of a row
        ("序号 信息内容 本年处理决定数量", "1 行政许可 94"),  # one row is not numbered, it is one number
    ],
)
def test_what_is_no_column_of_row_numbers_stays(rows: tuple[str, ...]) -> None:
    """Not a column is taken out on a guess."""
    table = grid(*rows)
    assert unnumbered(table) is table


def test_numbers_that_count_need_no_header() -> None:
    """From one on, a label behind each, as in a table whose header is another grid."""
    table = grid(". 信息内容 本年处理决定数量", "1 行政许可 94", "2 行政处罚 7", "3 行政强制 8")
    assert texts(unnumbered(table)) == ["信息内容 本年处理决定数量", "行政许可 94", "行政处罚 7", "行政强制 8"]


def test_numbers_of_rows_go_on_in_the_next_grid() -> None:
    """A table cut in two has its header once."""
    first = grid(f"序号/3 {HEAD[0]}", *HEAD[1:], f"1 {RECEIVED}*3 1 2 3 4 5 6 21", "2 二、上年结转政府信息公开申请数量*3 1 0 0 0 0 0 1")
    report = found(first, grid("3 四、结转下年度继续办理*3 1 2 3 4 5 6 21"))
    assert [row(report, name) for name in ("carried_in", "carried_out")] == [[1, 0, 0, 0, 0, 0, 1], [1, 2, 3, 4, 5, 6, 21]]
    assert not report.unread


def test_the_one_row_of_part_4_may_be_numbered() -> None:
    """One, below a header that says so, counts: it is no number of the report."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = ("序号/3 行政复议*5 行政诉讼*10", f"{five.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{five} {five}")
    for cells, total in (("0 1 0 0 1 " + ". " * 10, 1), (". " * 15, None)):
        report = found(grid(*head, f"1 {cells}"))
        assert report.tables["disputes"]["reconsideration"]["total"] == total
        assert report.tables["disputes"]["reconsideration"]["upheld"] == (0 if total else None)
        assert not report.unread


@pytest.mark.parametrize("label", ["四、结转下年度继续办理*3", "三、本年度办理结果/2 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请*2"])
def test_a_row_with_a_number_before_its_label_is_told(label: str) -> None:
    """However long its label is, and whether anything else of its table was read."""
    for blocks in ([grid(*HEAD, f"{RECEIVED}*3 1 2 3 4 5 6 21"), grid(f"9 {label} 1 2 3 4 5 6 21")], [grid(f"9 {label} 1 2 3 4 5 6 21")]):
        assert [unread.kind for unread in found(*blocks).unread if "9 " in unread.text] == ["too_many"]


@pytest.mark.parametrize("remark", ["无变化", "77%", "本年度没有新制作，也没有废止"])
def test_a_remark_behind_blank_cells_takes_no_row_away(remark: str) -> None:
    """Its cells are blank, and the remark is told."""
    report = found(grid(f"{RULES[0]} 备注", f"{RULES[1]} .", f"规章 . . . {remark}", f"{RULES[3]} ."))
    assert report.tables["disclosure"]["regulations"] == {"issued": None, "repealed": None, "effective": None}
    assert [unread.text for unread in report.unread] == [f"规章: {remark}"]


@pytest.mark.parametrize("corner", [".", "项目", "类别/数量", PICTURE])
def test_a_corner_may_say_anything(corner: str) -> None:
    """What stands over the labels of the rows names no column of numbers, in a block with one column as in one with three."""
    one = found(grid(ITEMS[0], f"{corner} 本年处理决定数量", ITEMS[2]))
    three = found(grid(RULES[0], f"{corner} 本年制发件数 本年废止件数 现行有效件数", *RULES[2:]))
    assert one.tables["disclosure"]["licensing"] == {"decisions": 94}
    assert three.tables["disclosure"]["normative_documents"] == {"issued": 3, "repealed": 4, "effective": 15}
    assert not one.unread + three.unread


def test_a_strange_column_between_label_and_value_is_no_corner() -> None:
    """Its numbers are not taken for the form's."""
    report = found(grid("第二十条第（五）项*3", "信息内容 上年数量 本年处理决定数量", "行政许可 81 94"))
    assert report.tables["disclosure"]["licensing"] == {"decisions": 94}
    assert [unread.text for unread in report.unread] == ["行政许可: 81"]


def test_a_picture_is_neither_a_number_nor_blank() -> None:
    """What it shows is not known, and that is said."""
    report = found(grid(*RULES[:3], f"行政规范性文件 {PICTURE} 4 15"))
    assert report.tables["disclosure"]["normative_documents"] == {"issued": None, "repealed": 4, "effective": 15}
    assert report.marks == {"disclosure.normative_documents.issued": PICTURE}


@pytest.mark.parametrize("width", [1, 9, 10, 12])
def test_a_remark_between_a_header_and_its_rows_is_no_column(width: int) -> None:
    """The header may be a table of its own, and the remark, 单位：件, as wide as its author liked."""
    below = grid("三、本年度办理结果 （一）予以公开 . 82 80 0 28 0 11 201")
    remark = Grid(((Cell("单位：件", "row 0", 1, width),), *below.rows), "table")
    report = found(grid(*HEAD), remark)
    assert list(report.tables["requests"]["granted"].values()) == [82, 80, 0, 28, 0, 11, 201]
    assert not report.unread


@pytest.mark.parametrize("blanks", [".", ". ."])
@pytest.mark.parametrize("strange", ["同比", "同比 占比", "同比 占比 备注"])
def test_blank_cells_behind_a_label_are_no_column_among_strangers(blanks: str, strange: str) -> None:
    """Where an office added columns, some without a cell in the row, numbers stay under their labels or are not read."""
    count = len(strange.split())
    label = f"一、本年新收政府信息公开申请数量*{3 - len(blanks.split())}"
    for rows in range(count + 1):
        head = (f"{HEAD[0]} {' '.join(f'{word}/3' for word in strange.split())}", *HEAD[1:])
        data = f"{label} {blanks} 994 1044 1143 909 1071 1039 6200 {' '.join(['7%'] * rows)}"
        for blocks in ((grid(*head, data),), (grid(*head), grid(data)), (grid(*head), grid("单位：件*9", data))):
            cells = found(*blocks).tables.get("requests", {}).get("received", {})
            assert list(cells.values()) in ([994, 1044, 1143, 909, 1071, 1039, 6200], [])


def test_a_column_that_was_added_may_have_no_cell_in_a_row() -> None:
    """The others stand under their labels all the same."""
    report = found(grid(f"{HEAD[0]} 同比/3", *HEAD[1:], "一、本年新收政府信息公开申请数量*3 1 2 3 4 5 6 21 5%", "二、上年结转政府信息公开申请数量 . . 1 0 0 0 0 0 1"))
    assert [row(report, name) for name in ("received", "carried_in")] == [[1, 2, 3, 4, 5, 6, 21], [1, 0, 0, 0, 0, 0, 1]]
    assert [unread.text for unread in report.unread] == ["一、本年新收政府信息公开申请数量: 5%"]


@pytest.mark.parametrize(
    ("numbers", "read"),
    [
        (". 98", "?"),  # the number of the year before, or its own
        ("94 98", "?"),
        (". .", None),
    ],
)
def test_a_number_under_no_label_is_not_taken_for_that_of_a_blank_cell(numbers: str, read: object) -> None:
    """The header of the block says nothing of the column that an office added at the head of the table."""
    own, strange = numbers.split()
    above = (f"{RULES[0]} 上年数", f"{RULES[1]} .", "规章 0 1 2 3", "第二十条第（五）项*4 .", "信息内容 本年处理决定数量*3 .")
    report = found(grid(*above, f"行政许可 {own}*3 {strange}"))
    assert report.tables["disclosure"].get("licensing", {}).get("decisions", "?") == read
    assert bool(report.unread) is (read == "?") or [unread.text for unread in report.unread] == ["规章: 3"]


@pytest.mark.parametrize(
    ("label", "data", "cells"),
    [
        ("*3", "1 2 3 4 5 6 21 98", [1, 2, 3, 4, 5, 6, 21]),
        ("*3", ". 2 3 4 5 6 20 98", [None, 2, 3, 4, 5, 6, 20]),  # as many numbers as columns, and the total shows which
        ("*3", ". 2 3 4 5 6 21 98", []),
        ("*3", "1 2 3 4 5 6 22 98", []),
        ("*3", ". 0 0 0 0 0 0 0", []),  # both ways add up
        ("*2", "1 2 3 4 5 6 21 .", [1, 2, 3, 4, 5, 6, 21]),  # the row begins a column too early
        ("*2", "1 2 3 4 5 6 22 .", [1, 2, 3, 4, 5, 6, 22]),
        ("*2", "1 2 3 4 5 . 15 .", [1, 2, 3, 4, 5, None, 15]),
        ("*2", "1 2 3 4 5 . 16 .", []),
    ],
)
def test_rows_that_moved_are_told_from_columns_without_a_label(label: str, data: str, cells: list[object]) -> None:
    """By the count where it is exact, else by the total; where neither shows it the row is not read."""
    report = found(grid(f"{HEAD[0]} .", f"{HEAD[1]} .", f"{HEAD[2]} .", f"一、本年新收政府信息公开申请数量{label} {data}"))
    assert list(report.tables.get("requests", {}).get("received", {}).values()) == cells


@pytest.mark.parametrize("at", range(6))
@pytest.mark.parametrize("numbers", ["7 8 9 1 25", ". 8 9 . 17", "7 . . . 7", ". . . . ."])
def test_a_blank_column_in_part_4_moves_no_number(at: int, numbers: str) -> None:
    """Whether it stands in front, between or behind the labels: they say whose a number is, also where zeros are left blank."""
    labels, cells = ["结果维持/2", "结果纠正/2", "其他结果/2", "尚未审结/2", "总计/2"], numbers.split()
    first, printed = [*labels[:at], "./2", *labels[at:]], [*cells[:at], ".", *cells[at:]]
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    below = grid("行政复议*6 行政诉讼*10", f"{' '.join(first)} 未经复议直接起诉*5 复议后起诉*5", f"{five} {five}", f"{' '.join(printed)} 1 . . . 1 . 2 . . 2")
    report = found(below)
    assert [str(value) if value is not None else "." for value in report.tables["disputes"]["reconsideration"].values()] == cells
    assert list(report.tables["disputes"]["litigation_after_reconsideration"].values()) == [None, 2, None, None, 2]
    assert not report.unread


@pytest.mark.parametrize(
    ("numbers", "read"),
    [
        ("7 8 9 1 25 98", [7, 8, 9, 1, 25]),
        (". 8 9 . 17 98", [None, 8, 9, None, 17]),  # as many numbers as columns
        (". 8 9 . 18 98", []),  # no total shows whether the row moved
        (". . . . . 98", [None] * 5),
    ],
)
def test_a_column_added_behind_part_4_moves_no_number(numbers: str, read: list[object]) -> None:
    """Its number is told as that of no column; without one, and with the row a cell too far to the right, the totals tell."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = ("行政复议*5 行政诉讼*10 上年数", f"{five.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5 .", f"{five} {five} .")
    own, _blank, added = numbers.rpartition(" ")
    report = found(grid(*head, f"{own} 1 . . . 1 . 2 . . 2 {added}"))
    assert list(report.tables.get("disputes", {}).get("reconsideration", {}).values()) == read
    assert [unread.kind for unread in report.unread] == ["unknown_column" if read else "too_few"]


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (". 1 9 6 4 0 4", []),  # the total is lost, and a blank column stands in front
        (". . 9 6 4 0 4", []),
        (". 0 0 0 0 0 0", []),
        ("1 9 6 4 0 4 24", [1, 9, 6, 4, 0, 4, 24]),  # the blank cell of the column is lost
        (". 9 6 4 0 4 23", [None, 9, 6, 4, 0, 4, 23]),  # the total shows that the label reaches less far
    ],
)
@pytest.mark.parametrize("column", ["", " ./3"])
def test_blank_cells_of_a_row_that_lost_cells_are_those_of_columns_only_where_the_total_shows_it(column: str, cells: str, read: list[object]) -> None:
    """Else all numbers of the row may be those of the columns beside theirs."""
    report = found(grid(f"申请人情况*3/3{column} 申请人情况*7", *HEAD[1:], f"{RECEIVED}{'*3' if column else '*2'} {cells}"))
    assert list(report.tables.get("requests", {}).get("received", {}).values()) == read
    assert {unread.kind for unread in report.unread} == (set() if read else {"too_few"})


def test_blank_cells_of_a_short_row_without_a_total_are_told() -> None:
    """Whether the last cell or that of the blank column is missing, nothing shows."""
    report = found(grid("第二十条第（一）项*5", f"信息内容 . {RULES[1].partition(' ')[2]}", "规章 . 1 2", "行政规范性文件 . 3 4 15"))
    assert report.tables["disclosure"] == {"normative_documents": {"issued": 3, "repealed": 4, "effective": 15}}
    assert [(unread.kind, unread.text) for unread in report.unread] == [("too_few", "规章: 1 2")]


@pytest.mark.parametrize(("other", "read"), [("0 .", []), (". 0", [None])])
def test_a_nought_beside_a_blank_cell_may_be_its_own(other: str, read: list[object]) -> None:
    """Cells whose edges do not meet: no total tells 0 from a blank."""
    head = ("申请人情况*3/3 申请人情况*9", "自然人/2 法人或其他组织*5 . . 总计/2", "商业企业 科研机构 社会公益组织 法律服务机构 其他 . .")
    report = found(grid(*head, f"{RECEIVED}*3 1 2 3 4 5 . {other} 15"))
    assert [report.tables.get("requests", {}).get("received", {}).get("other_organisation", "?")] == (read or ["?"])
    assert report.unread


@pytest.mark.parametrize("sign", [" ", "\u2009", "\xa0"])
def test_numbers_of_part_4_whose_thousands_are_parted_by_blanks_are_there(sign: str) -> None:
    """They may be two numbers, so each is a mark and no number; with them alone in it the row is still the one of its table."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = ("行政复议*5 行政诉讼*10", f"{five.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{five} {five}")
    table = grid(*head, ". . 2_607 . 2_607 . . . . . . . 1_475 . 1_475")
    report = found(Grid(tuple(tuple(cell._replace(text=cell.text.replace("_", sign)) for cell in line) for line in table.rows), "table"))
    assert list(report.tables["disputes"]) == ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
    marks = {"reconsideration.other": "2_607", "reconsideration.total": "2_607"}
    marks |= {"litigation_after_reconsideration.other": "1_475", "litigation_after_reconsideration.total": "1_475"}
    assert report.marks == {f"disputes.{path}": text.replace("_", sign) for path, text in marks.items()}


def test_a_nought_beside_a_blank_cell_of_part_4_may_be_its_own() -> None:
    """The totals add up with it and without."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = ("行政复议*5 行政诉讼*11", f"{five.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*6", f"{five} 结果维持 结果纠正 其他结果 尚未审结 . 总计")
    report = found(grid(*head, "0 0 0 0 0 0 0 0 39 39 1 0 0 . 0 1"))
    assert report.tables == {}
    assert [(unread.kind, len(unread.cells)) for unread in report.unread] == [("too_many", 15)]


@pytest.mark.parametrize("blank", [1, 2])
def test_a_blank_row_above_that_of_part_4_is_not_its_own(blank: int) -> None:
    """Neither has a label, and a worksheet has as many cells in both."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = ("行政复议*5 行政诉讼*10", f"{five.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{five} {five}")
    numbers = "3 0 9 0 12 2 0 0 0 2 1 0 0 0 1"
    for rows in ([". " * 15] * blank + [numbers], [numbers] + [". " * 15] * blank):
        report = found(grid(*head, *rows))
        assert [value for name in report.tables["disputes"].values() for value in name.values()] == list(map(int, numbers.split()))
        assert not report.unread


def test_a_row_of_a_blank_form_above_the_one_that_is_filled_in_is_none() -> None:
    """What is filled in is read, whichever stands first."""
    blank, filled = f"{RECEIVED}*3 . . . . . . .", f"{RECEIVED}*3 1 2 3 4 5 6 21"
    for rows in ((blank, filled), (filled, blank)):
        report = found(grid(*HEAD, *rows))
        assert row(report, "received") == [1, 2, 3, 4, 5, 6, 21]
        assert not report.unread


@pytest.mark.parametrize("numbers", [("1", "2"), ("（一）", "（二）")])
def test_numbers_before_labels_between_tabs_are_no_values(numbers: tuple[str, str]) -> None:
    """What a browser copies of such a table, a row a line, is read without them, as the page is; a line before and behind is as it was."""
    first, second = numbers
    lines = ["序号\t信息内容\t本年制发件数\t本年废止件数\t现行有效件数", f"{first}\t规章\t4\t5\t6", f"{second}\t行政规范性文件\t7\t8\t9"]
    report = found(*(Paragraph(line, f"line {at}") for at, line in enumerate(["二、主动公开政府信息情况", *lines, "三、收到和处理政府信息公开申请情况"])))
    assert report.tables == {
        "disclosure": {
            "regulations": {"issued": 4, "repealed": 5, "effective": 6},
            "normative_documents": {"issued": 7, "repealed": 8, "effective": 9},
        }
    }
    assert not report.unread
    assert [section.title for section in report.sections] == ["二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]


def test_a_table_between_tabs_that_holds_anything_else_before_its_labels_is_left_as_it_is() -> None:
    """甲 is no number of a row: what stands in the column is told, and no line is changed."""
    lines = [Paragraph(text, f"line {at}") for at, text in enumerate(("序号\t信息内容\t本年制发件数", "甲\t规章\t4", "2\t行政规范性文件\t7"))]
    assert list(numbering.unnumbered(lines)) == lines


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (". 5*2 5 7", None),  # the first 5 may be that of the blank cell, whose edge is not that of its label
        ("5 5 5 5 7", [5, 5, 7]),  # a merged cell repeated in each of its columns
        ("5 . . 5 7", [5, 5, 7]),
    ],
)
def test_a_number_beside_a_blank_cell_repeats_no_other(cells: str, read: list[int] | None) -> None:
    """Though its neighbour is the same."""
    report = found(grid("第二十条第（一）项*6", "信息内容 本年制发件数 . . 本年废止件数 现行有效件数", f"规章 {cells}"))
    assert list(report.tables.get("disclosure", {}).get("regulations", {}).values()) == (read or [])
    assert [unread.kind for unread in report.unread] == ([] if read else ["too_many"])


@pytest.mark.parametrize("rest", [". . . 14 . 1 . . . 89", "数量 . . 14 . 1 . . . 89", "14_1_89*10"])
@pytest.mark.parametrize(("total", "read"), [(45, False), (551, True)])
def test_figures_below_a_row_whose_total_fails_may_be_the_rest_of_its_numbers(rest: str, total: int, read: bool) -> None:
    """Narrow columns without rulings wrap 1914, 2381 and 4589; where the total is the sum, the row is whole, and only the figures are told."""
    table = grid(*HEAD, f"{RECEIVED}*3 19 0 238 0 294 0 {total}", rest)
    report = found(Grid(tuple(tuple(cell._replace(text=cell.text.replace("_", " ")) for cell in line) for line in table.rows), "table"))
    assert ("received" in report.tables.get("requests", {})) is read
    assert any("14 1 89" in unread.text for unread in report.unread)
    assert any(len(unread.cells) == 7 for unread in report.unread) is not read


def test_figures_below_the_row_of_part_4_may_be_the_rest_of_its_numbers() -> None:
    """Where two of its totals fail; one is a slip of the pen, and the figures below are told alone."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = ("行政复议*5 行政诉讼*10", f"{five.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{five} {five}")
    for numbers, read in (("19 0 0 0 2 23 0 0 0 3 0 0 0 0 0", False), ("19 0 0 0 2 23 0 0 0 23 0 0 0 0 0", True)):
        report = found(grid(*head, numbers, "14 . . . 1 . . . . 7 . . . . ."))
        assert bool(report.tables) is read
        assert {"14", "7"} <= set(" ".join(unread.text for unread in report.unread).split())


def test_a_header_whose_row_was_cut_in_two_is_not_read_in_the_order_of_its_pieces() -> None:
    """科研机构 stands below the others, at its own place under 总计, so by place nothing is known; and no number is that of the column beside its own."""
    head = ("数量/4 申请人情况 备注*9", "自然人/3 法人或其他组织 总计 .*7", "商业企业/2 . 社会公益组织/2 法律服务机构/2 其他/2 ./2 .*3/2", "科研机构")
    report = found(grid(*head, f"{RECEIVED} 1 2 3 4 5 6 21 .*3"))
    assert row(report, "received") == ["?"] * 7
    assert [(unread.kind, len(unread.cells)) for unread in report.unread] == [("unknown_header", 7)]
