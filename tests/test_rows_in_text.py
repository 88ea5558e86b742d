"""No number of a text is given to a row or column that it does not stand in: marks, padding, headers and labels over several lines."""

from __future__ import annotations

import pytest
from rows_kit import FORMS, LABELS, ONE_LINE, RECEIVED, kinds, row, text_of

from govdisc.formats.text import read
from govdisc.recognise import recognise
from govdisc.testing import Options, print_text, random_report


@pytest.mark.parametrize(
    "word", ["12345678901234567890", "约7", "7家左右", "7+2", "(7)", "[7]", "7。", "+7", "≥7", "7-8", "1.2万", "不适用", "暂无", "O", "null", "#REF!", "1 234"]
)
@pytest.mark.parametrize("layout", ["row_a_line", "row_a_line_framed", "tabs", "cell_a_line", "lone_bars", "markdown"])
def test_a_cell_that_is_no_number_keeps_its_row(word: str, layout: str) -> None:
    """It is a mark, as in a page or a Word file, and the row around it is read."""
    report = random_report(11, Options(form="2021", zero=0.0, largest=90))
    report.tables["disclosure"]["penalties"]["decisions"] = None
    report.marks["disclosure.penalties.decisions"] = word
    again = recognise(read(print_text(report, layout).encode()), FORMS)
    assert again.tables == report.tables
    assert again.marks == report.marks


@pytest.mark.parametrize("word", ["约7", "不适用", "7-8"])
@pytest.mark.parametrize("layout", ["row_a_line", "tabs", "markdown"])
def test_a_word_among_the_numbers_of_part_three(word: str, layout: str) -> None:
    """One cell is no number; the others are, and the row is the form's."""
    report = random_report(11, Options(form="2021", zero=0.0, largest=90))
    report.tables["requests"]["refused_petition"]["natural_person"] = None
    report.marks["requests.refused_petition.natural_person"] = word
    again = recognise(read(print_text(report, layout).encode()), FORMS)
    assert again.tables == report.tables
    assert again.marks == report.marks


@pytest.mark.parametrize("at", [0, 3, 14])
@pytest.mark.parametrize("layout", ["row_a_line", "tabs", "markdown"])
def test_a_word_among_the_numbers_of_part_four(at: int, layout: str) -> None:
    """The row of part 4 has no label; a word in it is a mark, its first cell's too."""
    report = random_report(11, Options(form="2021", zero=0.0, largest=90))
    row, column = list(report.tables["disputes"])[at // 5], ("upheld", "corrected", "other", "pending", "total")[at % 5]
    report.tables["disputes"][row][column] = None
    report.marks[f"disputes.{row}.{column}"] = "约7"
    again = recognise(read(print_text(report, layout).encode()), FORMS)
    assert again.tables == report.tables
    assert again.marks == report.marks


def test_a_label_with_its_numbers_run_together_is_told() -> None:
    """One such line in a table whose other rows can be read: what the numbers are is not known, and its row is not missing."""
    report = random_report(11, Options(form="2021", zero=0.0, largest=90))
    printed = print_text(report, "row_a_line")
    line = next(line for line in printed.split("\n") if line.lstrip("| ").startswith("行政规范性文件"))
    again = recognise(read(printed.replace(line, "行政规范性文件693665").encode()), FORMS)
    assert [(unread.kind, unread.text) for unread in again.unread] == [("glued", "行政规范性文件: 693665")]
    assert "normative_documents" not in again.tables["disclosure"]
    assert again.tables["requests"] == report.tables["requests"]


@pytest.mark.parametrize("bar", ["｜", "│"])
def test_bars_of_other_widths(bar: str) -> None:
    """Full-width bars, and those that a table was drawn with, part cells like others."""
    report = random_report(11, Options(form="2021", zero=0.0, largest=90))
    assert recognise(read(print_text(report, "row_a_line").replace("|", bar).encode()), FORMS).tables == report.tables


def test_labels_left_blank_by_a_converter_do_not_move_the_cells() -> None:
    """Blanks in place of row spans stand before the numbers; a word in the first cell and one in the last leave the others in their columns."""
    head = ["三个标签 | | | 申请人情况 | | | | | | |", " | | | 自然人 | 法人或其他组织 | | | | | 总计 |"]
    head.append(" | | | | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |")
    report = text_of(*head, "三、本年度办理结果 | （一）予以公开 | | 约7 | 5 | 1 | 2 | 3 | 4 | 约7 |", " | （二）部分公开 | | 1 | 2 | 3 | 4 | 5 | 6 | 21 |")
    assert row(report, "granted") == [None, 5, 1, 2, 3, 4, None]
    assert row(report, "partly_granted") == [1, 2, 3, 4, 5, 6, 21]
    assert report.marks == {"requests.granted.natural_person": "约7", "requests.granted.total": "约7"}


@pytest.mark.parametrize("printed", ["-", "--", "—", "/", "－"])
@pytest.mark.parametrize("layout", ["row_a_line", "cell_a_line", "lone_bars"])
def test_a_dash_of_its_own_is_a_mark(printed: str, layout: str) -> None:
    """A line ``- |`` is a cell, and no rule of a Markdown table."""
    report = random_report(4, Options(mark=printed))
    again = recognise(read(print_text(report, layout).encode()), FORMS)
    assert (again.tables, again.marks) == (report.tables, report.marks)


@pytest.mark.parametrize("rule", ["|---|---|---|---|", "| :--- | :---: | ---: | --- |", "|-|-|-|-|", "--- | --- | --- | ---"])
def test_the_rule_of_a_markdown_table_is_no_row(rule: str) -> None:
    """Three dashes, or fewer under the words of a header."""
    lines = ["| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |", rule, "| 规章 | 0 | 1 | 6 |"]
    report = recognise(read("\n".join(lines).encode()), FORMS)
    assert list(report.tables["disclosure"]["regulations"].values()) == [0, 1, 6]
    assert report.unread == []


@pytest.mark.parametrize(
    "cells",
    ["3 | 3 | |||||||", "3 | 3 |||||||", "3 | 3 | | | | | | | |", "3 | 1 | 4 |||||"],
)
def test_padding_is_no_cell(cells: str) -> None:
    """Where cells were dropped and the row was filled up, its numbers may belong to any column."""
    report = text_of(ONE_LINE, f"{RECEIVED} | {cells}", "二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | |||")
    assert set(row(report, "received")) == {"?"}
    assert row(report, "carried_in") == [1, 0, 0, 0, 0, 0, 1]
    assert kinds(report) == {"too_few"}


def test_dropped_blanks_make_blanks_at_the_end_uncertain() -> None:
    """Rows that are too short show that blanks were dropped: then three numbers and a blank are no longer certain elsewhere either."""
    part_two = ["信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |", "规章 | 3 | 28 | |", "行政规范性文件 | 1 | 2 | 3 |"]
    lines = [*part_two, ONE_LINE, f"{RECEIVED} | 3 | 3 | ||||||", "二、上年结转政府信息公开申请数量 | 1 | 1 | ||||||"]
    report = text_of(*lines)
    assert list(report.tables["disclosure"]) == ["normative_documents"]
    assert {unread.kind for unread in report.unread} == {"too_few"}
    assert list(text_of(*part_two).tables["disclosure"]["regulations"].values()) == [3, 28, None]


def test_a_header_over_two_rows_of_bars() -> None:
    """商业 over 企业 and 科研 over 机构 are one label each."""
    head = [
        "（本列数据说明） | 申请人情况 |",
        "自然人 | 法人或其他组织 | 总计 |",
        "商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 |",
        "企业 | 机构 |",
    ]
    report = text_of(*head, f"{RECEIVED} | 27 | 7 | 0 | 0 | 0 | 0 | 34 |")
    assert row(report, "received") == [27, 7, 0, 0, 0, 0, 34]
    assert report.unread == []


def test_text_copied_from_a_browser() -> None:
    """Tabs between cells, and the line breaks within them that the form itself prints."""
    head = [
        "（本列数据说明）\t申请人情况",
        "自然\n人\t法人或其他组织\t总计",
        "商业\n企业\t科研\n机构\t社会\n公益\n组织\t法律\n服务\n机构\t其他",
    ]
    report = text_of(*head, f"{RECEIVED}\t361\t207\t0\t128\t4\t455\t1155", "三、本年度办理结果\t（一）予以公开\t40\t\t0\t0\t0\t0\t40")
    assert row(report, "received") == [361, 207, 0, 128, 4, 455, 1155]
    assert row(report, "granted") == [40, None, 0, 0, 0, 0, 40]
    assert report.unread == []


def test_a_header_without_the_label_of_its_group_is_not_read_by_order() -> None:
    """Printed level by level, the columns of the group belong where its label stands; without it that is not known."""
    report = text_of("自然人\n总计\n商业企业\n科研机构\n社会公益组织\n法律服务机构\n其他", RECEIVED, *"1234567")
    assert set(row(report, "received")) == {"?"}
    assert kinds(report) == {"unknown_header"}


PAGE_NUMBERS = ["- 4 -", "-4-", "— 4 —", "－ 4 －", "-- 4 --", "4 / 7", "4/7", "第 4 页", "第4页 共7页", "4"]


@pytest.mark.parametrize("number", PAGE_NUMBERS)
@pytest.mark.parametrize("layout", ["row_a_line", "cell_a_line", "lone_bars", "row_a_line_framed"])
def test_a_page_number_between_two_rows_is_no_cell(number: str, layout: str) -> None:
    """Whatever it is printed like; the rows around it are read, and nothing is noted."""
    report = random_report(5)
    anchor = "1.本机关不掌握相关政府信息"
    text = print_text(report, layout)
    line = next(line for line in text.split("\n") if anchor in line)
    again = recognise(read(text.replace(line, f"{number}\n{line}").encode()), FORMS)
    assert again.tables == report.tables
    assert again.unread == []


def test_a_lone_bar_closes_a_lone_label_among_closed_cells() -> None:
    """As in texts where every bar stands alone."""
    lines = [
        "信息内容 |",
        "本年制发件数 |",
        "本年废止件数 |",
        "现行有效件数 |",
        "规章 |",
        "0 |",
        "0 |",
        "1 |",
        "行政规范性文件",
        "|",
        "3 |",
        "0 |",
        "23 |",
    ]
    report = recognise(read("\n".join(lines).encode()), FORMS)
    assert list(report.tables["disclosure"]["normative_documents"].values()) == [3, 0, 23]
    assert report.unread == []


def test_labels_wrapped_around_their_numbers() -> None:
    """A label above and below its numbers is one label; the words of a cell that spans the rows do not belong to it."""
    report = text_of(
        ONE_LINE,
        "   （二）部分公开（区分处理的，只计这一情",
        "                            3    1    0      0     0    0    4",
        "   形，不计其他情形）",
        "三、本 （四） 2.没有现成信息需要另行制作      1    0    0      0     0    0    1",
        "年度办 无法提供",
        "        5.要求行政机关确认或重新出具已获",
        "                            0    2    0      0     0    0    2",
        "        取信息",
        "    （六） 2.申请人逾期未按收费通知要求缴纳",
        "   其他处理 费用、行政机关不再处理其政府信息    0    0    5      0     0    0    5",
        "        公开申请",
    )
    assert row(report, "partly_granted") == [3, 1, 0, 0, 0, 0, 4]
    assert row(report, "unavailable_needs_creation") == [1, 0, 0, 0, 0, 0, 1]
    assert row(report, "refused_reconfirmation") == [0, 2, 0, 0, 0, 0, 2]
    assert row(report, "closed_fee_unpaid") == [0, 0, 5, 0, 0, 0, 5]
    assert report.unread == []


def test_numbers_that_go_on_on_the_next_line_are_not_read_as_they_stand() -> None:
    """1439 and 6 may be 14396: the row stays unread, the next one is read."""
    for lines in (
        [f"{RECEIVED}\t482\t320\t0\t3443\t192\t9959\t1439", "6"],
        [f"{RECEIVED}  48  32  0  34  19  99  14", "2   0   0   3   2   9   6"],
    ):
        report = text_of(ONE_LINE, *lines, "二、上年结转政府信息公开申请数量\t3\t0\t0\t0\t0\t0\t3")
        assert set(row(report, "received")) == {"?"}
        assert row(report, "carried_in") == [3, 0, 0, 0, 0, 0, 3]
        assert "too_many" in kinds(report)


def test_labels_printed_away_from_their_numbers() -> None:
    """A converter printed two labels before their neighbour's row: between two rows of the form stands one that it knows."""
    report = text_of(
        ONE_LINE, "（一）予以公开 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |", "（二）部分公开", "2.其他法律行政法规禁", "止公开",
        "| 4 | 0 | 0 | 0 | 0 | 0 | 4 |", "1.属于国家秘密 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", "| 5 | 0 | 0 | 0 | 0 | 0 | 5 |",
        "3.危及“三安全一稳定” | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", "| 8 | 0 | 0 | 0 | 0 | 0 | 8 |", "5.属于三类内部事务信息 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
    )  # fmt: skip
    assert row(report, "partly_granted")[0] == 4
    assert row(report, "denied_prohibited_by_law")[0] == 5
    assert set(row(report, "denied_third_party")) == {"?"}
    assert [(unread.kind, unread.text) for unread in report.unread] == [("unlabelled_row", "8 0 0 0 0 0 8")]


def test_a_table_drawn_with_lines_keeps_its_columns() -> None:
    """What stands between two rules is one row, however many lines its cells have."""
    lines = [
        "+------------+------+------+------+",
        "| 信息内容   | 本年 | 本年 | 现行 |",
        "|            | 制发 | 废止 | 有效 |",
        "|            | 件数 | 件数 | 件数 |",
        "+============+======+======+======+",
        "| 行政规范性 |      | 1    | 20   |",
        "| 文件       |      |      |      |",
        "+------------+------+------+------+",
    ]
    report = recognise(read("\n".join(lines).encode()), FORMS)
    assert list(report.tables["disclosure"]["normative_documents"].values()) == [None, 1, 20]


@pytest.mark.parametrize(("digits", "expected"), [("0000000", [0] * 7), ("0000007", [0] * 6 + [7]), ("1000001", None), ("0000012", None), ("00000012", [0] * 6 + [12])])
def test_digits_that_ran_together_are_cut_only_where_there_is_one_way(digits: str, expected: list[int] | None) -> None:
    """No number begins with 0, so seven zeros under seven columns can be nothing else."""
    rows = f"一、本年新收政府信息公开申请数量{digits}二、上年结转政府信息公开申请数量0000000三、本年度办理结果（一）予以公开0000000"
    report = recognise(read(("自然人商业企业科研机构社会公益组织法律服务机构其他总计" + rows).encode()), FORMS)
    assert row(report, "carried_in") == [0] * 7
    assert row(report, "received") == (expected or ["?"] * 7)
    assert (kinds(report) == {"glued"}) == (expected is None)


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\t"])
def test_blank_lines_take_no_time_that_grows_with_their_square(blank: str) -> None:
    """A saved page may hold thousands of them between two cells."""
    lines = [RECEIVED, *([blank] * 20_000), *"1000001"]
    assert row(text_of(*LABELS, *lines), "received") == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("text", ["a\\|b", "\\|", "|", "||||", "|\n|\n|", "- |", "+--+\n|", "+---+\n| a |\n+---+"])
def test_bars_alone_make_no_trouble(text: str) -> None:
    """Escaped bars, bars without cells, tables without rows."""
    assert recognise(read(text.encode()), FORMS).tables == {}


def test_a_lone_number_behind_tabs_is_told() -> None:
    """A row that lost its label and whose other cells are blank: tabs show the places of the cells, and no page has its number there."""
    lines = ["二、主动公开政府信息情况", "第二十条第（一）项\t\t\t", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "\t\t\t107", "行政规范性文件\t1\t0\t9"]
    report = recognise(read("\n".join(["青岚县水务局2023年政府信息公开工作年度报告", *lines]).encode()), FORMS)
    assert [(unread.kind, unread.text) for unread in report.unread] == [("unlabelled_row", "107")]
    assert report.cell("disclosure.normative_documents.effective") == 9


@pytest.mark.parametrize("prose", ["本年受理申请21件。", "本年受理申请21件，" * 20])
def test_what_stands_before_running_text_is_no_part_of_the_header_below(prose: str) -> None:
    """其他 labels columns of part 3; on a line of its own above a text of part 1 it does not make the header of part 2 another one."""
    text = f"其他\n{prose}\n二、主动公开政府信息情况\n第二十条第（一）项\n规章 4 1 9\n"
    report = recognise(read(text.encode()), FORMS)
    assert report.tables == {"disclosure": {"regulations": {"issued": 4, "repealed": 1, "effective": 9}}}
    assert kinds(report) == {"header_missing"}


@pytest.mark.parametrize("group", [("自然人\t法人或其他组织\t\t\t\t\t总计",), ("自然人\t法人或", "其他组织\t\t\t\t\t总计")])
def test_the_last_label_of_a_header_that_is_printed_again_is_no_row(group: tuple[str, ...]) -> None:
    """A table that Word turned into text: a blank cell stands behind 其他, which is a row of part 3, too."""
    head = ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\t\t\t申请人情况", *group, "商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t")
    numbers = "\t3166\t3422\t1332\t0\t0\t271\t8191"
    report = text_of(*head, RECEIVED + numbers, *head, "二、上年结转政府信息公开申请数量" + numbers)
    assert [row(report, name) for name in ("received", "carried_in")] == [[3166, 3422, 1332, 0, 0, 271, 8191]] * 2
    assert list(report.tables["requests"]) == ["received", "carried_in"]
    assert not report.unread


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("行政复议 | 行政诉讼 |", "1 | 2 |"), "1 2"),
        (("| 行政复议 | 行政诉讼 |", "| 12 | |"), "12"),
        (("行政复议\t行政诉讼", "\t7\t"), "7"),
    ],
)
def test_few_numbers_in_cells_of_a_part_whose_table_is_not_read_are_told(lines: tuple[str, ...], told: str) -> None:
    """No number between bars or tabs is that of a page: where the table of its part lacks rows, it does not go away without a word."""
    title = "青岚县水务局2023年政府信息公开工作年度报告"
    report = recognise(read("\n".join([title, "四、政府信息公开行政复议、行政诉讼情况", *lines]).encode()), FORMS)
    assert report.tables == {}
    assert [(unread.kind, unread.table, unread.text) for unread in report.unread] == [("unlabelled_row", "disputes", told)]


@pytest.mark.parametrize("layout", ["markdown", "row_a_line", "row_a_line_framed", "cell_a_line", "plain_lines", "lone_bars", "tabs", "wrapped_cells"])
def test_the_total_below_the_labels_of_other_columns_is_no_row(layout: str) -> None:
    """The upper line of a header stands once more between two rows: its last label is that of a column, and no row of blanks or of what comes next."""
    report = random_report(11, Options(form="2021", zero=0.3, largest=90))
    printed = print_text(report, layout).split("\n")
    first = next(at for at, line in enumerate(printed) if "自然人" in line)
    last = next(at for at, line in enumerate(printed) if at >= first and "总计" in line) + 1
    behind = next(at for at, line in enumerate(printed) if "4.无正当理由大量反复申请" in line)
    again = recognise(read("\n".join([*printed[:behind], *printed[first:last], *printed[behind:]]).encode()), FORMS)
    for name, cells in again.tables["requests"].items():
        assert cells == report.tables["requests"][name], name


@pytest.mark.parametrize("cells", ["3 4 0 5 7 19 .", "115 . 63 . 178 . .", "1 . 1 . . . ."])
@pytest.mark.parametrize("between", ["\n", " |\n"])
def test_a_row_that_moved_up_where_blank_cells_were_dropped_is_not_read(cells: str, between: str) -> None:
    """A cell a line, and blank ones behind the total: the last number is the sum of the others."""
    numbers = [RECEIVED, *("" if cell == "." else cell for cell in cells.split())]
    below = ["二、上年结转政府信息公开申请数量", *map(str, (1, 0, 0, 0, 0, 0, 1))]
    report = text_of(*LABELS, *(between.join([*numbers, *below]) + between).split("\n"))
    assert row(report, "received") == ["?"] * 7
    assert row(report, "carried_in") == [1, 0, 0, 0, 0, 0, 1]
    printed = [cell for cell in cells.split() if cell != "."]
    assert any(unread.text.split()[-len(printed) :] == printed for unread in report.unread)


@pytest.mark.parametrize("cells", [". 230 58 . 154 442 141 214 205 560 . . 111 . 111", ". 44 . . . 44 174 . . 70 244 . 300 39 ."])
def test_part_four_that_moved_is_not_read(cells: str) -> None:
    """A cell was dropped and a blank one stands before the row: the sums of two groups do not hold, and do where that is put elsewhere."""
    numbers = ["" if cell == "." else cell for cell in cells.split()]
    groups, columns = ("行政复议", "未经复议直接起诉", "复议后起诉"), ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    lines = ["四、政府信息公开行政复议、行政诉讼情况", *(f"{label} |" for group in groups for label in (group, *columns)), "|", *(f"{number} |" for number in numbers)]
    report = recognise(read("\n".join(lines).encode()), FORMS)
    assert not report.tables.get("disputes")
    assert kinds(report) == {"too_few"}


def test_a_number_without_a_bar_between_a_label_and_a_number_with_bars_is_not_taken_for_the_cell() -> None:
    """It may be the number of a page."""
    report = recognise(read("二、主动公开政府信息情况\n信息内容 |\n本年处理决定数量 |\n行政处罚 |\n12\n78 |\n行政强制 |\n5 |".encode()), FORMS)
    assert report.tables == {"disclosure": {"coercive_measures": {"decisions": 5}}}
    assert {figures for unread in report.unread for figures in unread.text.split()} >= {"12", "78"}


@pytest.mark.parametrize("line", ["行政规范性文件44\t5\t6", "行政规范性文件  44 | 5 | 6 |", "行政规范性文件44 | 5 | 6 |"])
def test_numbers_behind_a_label_with_the_first_of_them_are_not_moved_up(line: str) -> None:
    """The label is nearly one of the form's, and ends in the number of its first cell."""
    parted = "\t" if "\t" in line else " | "
    header = parted.join(("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"))
    report = recognise(read("\n".join(["二、主动公开政府信息情况", header, parted.join(("规章", "1", "2", "3")), line]).encode()), FORMS)
    assert report.tables == {"disclosure": {"regulations": {"issued": 1, "repealed": 2, "effective": 3}}}
    assert any("44" in unread.text for unread in report.unread)
