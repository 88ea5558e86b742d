"""No number is given to a column that it does not stand in, and none is lost: what is not certain stays unread, and is noted."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdisc.formats.text import read
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Block, Cell, Document, Grid, Paragraph
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.testing import TEXT_LAYOUTS, Options, print_text, random_report
from govdisc.text.values import looks_like_value

FORMS = builtin_forms()
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other_organisation", "total")
LABELS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def grid(*rows: str) -> Grid:
    """A grid of one cell a word; ``word*3`` spans three columns, ``word/2`` two rows, ``.`` is blank."""
    out = []
    for number, row in enumerate(rows):
        cells = []
        for word in row.split():
            text, columns, lines = re.fullmatch(r"(.*?)(?:\*(\d))?(?:/(\d))?", word).groups()  # type: ignore[union-attr]
            cells.append(Cell("" if text == "." else text, f"row {number}", int(lines or 1), int(columns or 1)))
        out.append(tuple(cells))
    return Grid(tuple(out), "table")


def found(*blocks: Block, forms: FormBook = FORMS) -> Report:
    """The report of those blocks."""
    return recognise(Document(tuple(blocks)), forms)


def row(report: Report, name: str) -> list[object]:
    """A row of part 3 in the form's order; "?" for a cell that the report does not have."""
    cells = report.tables.get("requests", {}).get(name, {})
    return [cells.get(column, "?") for column in COLUMNS]


def kinds(report: Report) -> set[str]:
    """What kinds of things stayed unread."""
    return {unread.kind for unread in report.unread}


# --- the columns of grids -----------------------------------------------------------------------------------------------------------

HEAD = ("申请人情况*3/3 申请人情况*7", "自然人/2 法人或其他组织*5 总计/2", "商业企业 科研机构 社会公益组织 法律服务机构 其他")
DENIED = "三、本年度办理结果 （三）不予公开 2.其他法律行政法规禁止公开"


def test_the_labels_of_one_grid_are_not_laid_over_another() -> None:
    """A page break within the header leaves its first rows in a grid of another width: the columns that lost their label stay unread."""
    first = grid("申请人情况*3", "自然 法人或其他组织 总计")
    second = grid(". . . . 商业企业 科研机构 社会公益组织 法律服务机构 其他 .", f"{DENIED} . 137 4 . 119 . 260")
    report = found(first, Paragraph("人", "p"), second)
    assert set(row(report, "denied_prohibited_by_law")) <= {"?", None, 137, 4, 119}
    assert row(report, "denied_prohibited_by_law")[0] == row(report, "denied_prohibited_by_law")[-1] == "?"
    assert any("260" in unread.text for unread in report.unread)


@pytest.mark.parametrize(
    ("lost", "cells", "expected"),
    [
        ("总计", ". 137 4 . 119 . 260", [None, 137, 4, None, 119, None, "?"]),
        ("总计", "0 0 0 0 12 0 12", [0, 0, 0, 0, 12, 0, "?"]),
        ("总计", "0 0 0 0 0 7 7", [0, 0, 0, 0, 0, 7, "?"]),
        ("自然人", "0 0 0 0 0 0 0", ["?", 0, 0, 0, 0, 0, 0]),
        ("自然人", "5 . . . . . 5", ["?", None, None, None, None, None, 5]),
        ("其他", "1 2 3 4 5 6 21", [1, 2, 3, 4, 5, "?", 21]),
    ],
)
@pytest.mark.parametrize("printed", [".", "人"])
def test_a_column_without_a_label_stays_unread_and_the_others_keep_their_places(
    lost: str, cells: str, expected: list[object], printed: str
) -> None:
    """Nothing is shifted into the gap, and the number under no label is told, also where its neighbour holds the same."""
    report = found(
        grid(*(line.replace(f"{lost}/2", f"{printed}/2").replace(f" {lost}", f" {printed}") for line in HEAD), f"{DENIED} {cells}")
    )
    assert row(report, "denied_prohibited_by_law") == expected
    unread = [unread for unread in report.unread if unread.cells]
    assert [unread.cells for unread in unread] == [[f"requests.denied_prohibited_by_law.{COLUMNS[expected.index('?')]}"]]
    assert cells.split()[expected.index("?")] in unread[0].text


def test_two_labels_lost_leave_two_columns_unread() -> None:
    """A blank under a known label never takes a number."""
    head = (HEAD[0], "./2 法人或其他组织*5 ./2", HEAD[2])
    report = found(grid(*head, f"{DENIED} . . 4 . 119 . 123"))
    assert row(report, "denied_prohibited_by_law") == ["?", None, 4, None, 119, None, "?"]
    assert any("123" in unread.text for unread in report.unread)


@pytest.mark.parametrize(
    "head",
    [
        (HEAD[0], "自然人/2 法人或其他组织*5 总计/2", "科研机构 社会公益组织 法律服务机构 其他"),  # a cell of the header is gone
        (HEAD[0], "商业企业 科研机构 社会公益组织 法律服务机构 其他"),  # a row of it
        (HEAD[0], "自然人/2 总计/2", HEAD[2]),  # the label over the group
    ],
)
def test_labels_that_have_moved_name_nothing(head: tuple[str, ...]) -> None:
    """Where more cells stand without a label than the form has columns there, the labels stand over other columns than theirs."""
    report = found(grid(*head, f"{DENIED} 1 2 3 4 5 6 21", "四、结转下年度继续办理*3 1 0 0 0 0 0 1"))
    assert set(row(report, "denied_prohibited_by_law")) == {"?"}
    assert "1 2 3 4 5 6 21" in " ".join(unread.text for unread in report.unread)


def test_a_label_that_a_page_cuts_in_two_rows_is_one() -> None:
    """自然 above, 人 below, in cells of their own."""
    head = (
        HEAD[0].replace("/3", "/4"),
        "自然/2 法人或其他组织*5 总/2",
        "商业企业/2 科研机构/2 社会公益组织/2 法律服务机构/2 其他/2",
        "人 计",
    )
    report = found(grid(*head, f"{DENIED} 1 2 3 4 5 6 21"))
    assert row(report, "denied_prohibited_by_law") == [1, 2, 3, 4, 5, 6, 21]
    assert report.unread == []


def test_cells_packed_to_the_left_are_read_by_their_order() -> None:
    """A converter that loses spans fills each row from the left and pads it with blanks: they are no cells."""
    pad = " ." * 9
    packed = ["（本列数据）说明 申请人情况", "自然人 法人或其他组织 总计", " ".join(LABELS[1:6])]
    packed += [
        "一、本年新收政府信息公开申请数量 11 2 0 0 0 0 13",
        "三、本年度办理结果 （一）予以公开 11 . 0 0 0 0 11",
        "2.其他法律行政法规禁止公开 3 4",
    ]
    report = found(grid(*(" ".join((line + pad).split()[:10]) for line in packed)))
    assert row(report, "received") == [11, 2, 0, 0, 0, 0, 13]
    assert row(report, "granted") == [11, None, 0, 0, 0, 0, 11]
    assert set(row(report, "denied_prohibited_by_law")) == {"?"}
    assert kinds(report) == {"too_few"}


@pytest.mark.parametrize("label", ["（八）另行处理", "合计", "备注", "第一号", "（八）其他情形"])
@pytest.mark.parametrize("at", ["within", "below"])
def test_a_row_that_the_form_does_not_have_is_told_wherever_it_stands(label: str, at: str, forms: FormBook) -> None:
    """In the middle of a table and below its last row, in grids and in text."""
    report = random_report(3)
    text = print_text(report, "row_a_line")
    anchor = next(line for line in text.split("\n") if ("（七）总计" if at == "within" else "四、结转下") in line)
    strange = f"{label} | 31 | 0 | 0 | 0 | 0 | 0 | 31 |"
    again = recognise(read(text.replace(anchor, f"{anchor}\n{strange}").encode()), forms)
    assert again.tables == report.tables
    assert [(unread.kind, unread.text) for unread in again.unread] == [("unknown_row", f"{label} 31 0 0 0 0 0 31")]
    rows = ["一、本年新收政府信息公开申请数量*3 1 0 0 0 0 0 1", "四、结转下年度继续办理*3 1 0 0 0 0 0 1"]
    rows.insert(1 if at == "within" else 2, f"{label}*3 31 0 0 0 0 0 31")
    assert [unread.text for unread in found(grid(*HEAD, *rows)).unread] == [f"{label} 31 0 0 0 0 0 31"]


def test_the_numbers_of_a_table_without_a_known_row_are_kept() -> None:
    """The header is the form's, no label of a row is."""
    report = found(grid(*HEAD, "甲类*3 1 0 0 0 0 0 1", ". . . 2 0 0 0 0 0 2"))
    assert [(unread.kind, unread.text) for unread in report.unread] == [
        ("unknown_row", "甲类 1 0 0 0 0 0 1"),
        ("unlabelled_row", "2 0 0 0 0 0 2"),
    ]


# --- forms, and part 4 ----------------------------------------------------------------------------------------------------------------

OLD = ("第二十条第（一）项*4", "信息内容 本年新制作数量 本年新公开数量 对外公开总数量", "规章 0 0 6", "规范性文件 3 2 40")
NEW = (
    "第二十条第（五）项*4", "信息内容 本年处理决定数量*3", "行政许可 13*3", "第二十条第（六）项*4", "信息内容 本年处理决定数量*3",
    "行政处罚 48*3", "行政强制 51*3", "第二十条第（八）项*4", "信息内容 本年收费金额（单位：万元）*3", "行政事业性收费 63.11*3",
)  # fmt: skip


@pytest.mark.parametrize("as_text", [False, True])
def test_blocks_of_both_forms_in_one_table(as_text: bool) -> None:
    """A labelled column is never overruled by position: each block is read by its own labels, and the older one is told."""
    lines = [re.sub(r"[*/]\d", "", line) for line in (*OLD, *NEW)]
    text = "\n".join(" | ".join(line.split()) + " | | |" for line in lines)
    report = recognise(read(text.encode()), FORMS) if as_text else found(grid(*OLD, *NEW))
    assert report.form == "2021"
    table = report.tables["disclosure"]
    assert [table[name]["decisions"] for name in ("licensing", "penalties", "coercive_measures")] == [13, 48, 51]
    assert f"{table['charges']['amount']}" == "63.11"
    assert "regulations" not in table
    told = [unread for unread in report.unread if unread.cells]
    assert {unread.kind for unread in told} == {"unknown_column"}
    assert [unread.text for unread in told] == ["规章: 0 0 6", "行政规范性文件: 3 2 40"]


GROUPS = {"行政复议": "reconsideration", "未经复议直接起诉": "litigation_direct", "复议后起诉": "litigation_after_reconsideration"}


@pytest.mark.parametrize("as_text", [False, True])
def test_part_four_as_one_table_a_group(as_text: bool) -> None:
    """Each group under a heading of its own, with five labels and five numbers."""
    blocks: list[Block] = []
    lines = []
    for number, name in enumerate(GROUPS):
        numbers = f"{number} 0 1 . {number + 1}"
        blocks += [Paragraph(name, "p"), grid("结果维持 结果纠正 其他结果 尚未审结 总计", numbers)]
        lines += [name, "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |", " | ".join(numbers.replace(".", "2").split()) + " |"]
    report = recognise(read("\n".join(lines).encode()), FORMS) if as_text else found(*blocks)
    for number, name in enumerate(GROUPS.values()):
        assert list(report.tables["disputes"][name].values()) == [number, 0, 1, 2 if as_text else None, number + 1]
    assert report.unread == []


@pytest.mark.parametrize("noted", ["4①", "4 [1]", "4²"])
def test_the_sign_of_a_note_does_not_take_the_table_of_part_four(noted: str) -> None:
    """Not even in its first cell, which could be taken for a label."""
    cells = [Cell(text, "row") for text in (noted, *"00040000000000")]
    labels = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = grid("行政复议*5 行政诉讼*9", f"{labels.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{labels} {labels}")
    report = found(Grid((*head.rows, tuple(cells)), "table"))
    assert list(report.tables["disputes"]["reconsideration"].values()) == [4, 0, 0, 0, 4]
    assert "disputes.reconsideration.upheld" in report.remarks


def test_numbers_beside_a_group_heading_are_no_row_of_the_other_form() -> None:
    """（六）其他处理 stands over three rows; what stands beside it is a row that lost its label."""
    lines = [
        "（六）其他处理 3 0 0 0 0 0 3",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 0 0 0 0 0 0 0",
        "3.其他 1 0 0 0 0 0 1",
    ]
    report = found(grid(*HEAD, *(f"{line.split(' ', 1)[0]}*3 {line.split(' ', 1)[1]}" for line in lines)))
    assert "closed" not in report.tables["requests"]
    assert [(unread.kind, unread.text) for unread in report.unread] == [("unknown_row", "（六）其他处理 3 0 0 0 0 0 3")]


# --- text ---------------------------------------------------------------------------------------------------------------------------------

TITLE = "青岚县水务局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
RECEIVED = "一、本年新收政府信息公开申请数量"


def text_of(*lines: str) -> Report:
    """What is read of a text with those lines of part 3."""
    return recognise(read((TITLE + "\n".join(lines)).encode()), FORMS)


ONE_LINE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和） | " + " | ".join(LABELS) + " |"


@pytest.mark.parametrize(
    "word", ["约7", "7家左右", "7+2", "(7)", "[7]", "7。", "+7", "≥7", "7-8", "1.2万", "不适用", "暂无", "O", "null", "#REF!", "1 234"]
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


# --- whatever is damaged --------------------------------------------------------------------------------------------------------------


def accounted(report: Report) -> Counter[str]:
    """What stands in cells, and the values that are noted as unread."""
    cells = Counter(text for path, _ in report.cells() if (text := printed_cell(report, path)))
    return cells + Counter(word for unread in report.unread for word in unread.text.split() if looks_like_value(word))


def damaged(text: str, rng: random.Random) -> str:
    """The text with one label of its tables lost, halved, or replaced."""
    lines = text.split("\n")
    first, last = (next(at for at, line in enumerate(lines) if title in line) for title in ("二、主动", "五、"))
    at = rng.choice([at for at in range(first + 1, last) if re.search("[\u4e00-\u9fff]", lines[at])])
    label = rng.choice(list(re.finditer(r"[^|\t\n ]*[\u4e00-\u9fff][^|\t\n ]*", lines[at])))
    whole = label[0]
    new = rng.choice(["", "另行", whole[: len(whole) // 2], whole[len(whole) // 2 :], whole.replace(rng.choice(whole), "", 1)])
    lines[at] = lines[at][: label.start()] + new + lines[at][label.end() :]
    return "\n".join(lines)


@SOME
@given(
    seed=st.integers(0, 100_000),
    layout=st.sampled_from(sorted(TEXT_LAYOUTS)),
    form=st.sampled_from(["2019", "2021"]),
    contents=st.sampled_from([{}, {"blank_zeros": True}, {"mark": "/"}, {"zero": 0.0}, {"remarks": True}]),
)
def test_a_damaged_label_costs_no_number(seed: int, layout: str, form: str, contents: dict[str, object]) -> None:
    """Whatever label is lost, every number that is read is the one that was printed, and every other is noted."""
    report = random_report(seed, Options(form=form, **contents))  # type: ignore[arg-type]
    again = recognise(read(damaged(print_text(report, layout), random.Random(seed)).encode()), FORMS)
    truth = dict(report.cells())
    assert {path: value for path, value in again.cells() if value is not None and truth.get(path) != value} == {}
    if "remarks" not in contents:  # a remark with blanks in it is parted in a note
        printed = Counter(text for path, _ in report.cells() if (text := printed_cell(report, path)))
        assert printed - accounted(again) == Counter()


def test_a_lone_number_behind_tabs_is_told() -> None:
    """A row that lost its label and whose other cells are blank: tabs show the places of the cells, and no page has its number there."""
    lines = ["二、主动公开政府信息情况", "第二十条第（一）项\t\t\t", "信息内容\t本年制发件数\t本年废止件数\t现行有效件数", "\t\t\t107", "行政规范性文件\t1\t0\t9"]
    report = recognise(read("\n".join(["青岚县水务局2023年政府信息公开工作年度报告", *lines]).encode()), FORMS)
    assert [(unread.kind, unread.text) for unread in report.unread] == [("unlabelled_row", "107")]
    assert report.cell("disclosure.normative_documents.effective") == 9


@SOME
@given(seed=st.integers(0, 100_000), layout=st.sampled_from(sorted(TEXT_LAYOUTS)), blank=st.booleans())
def test_a_whole_report_accounts_for_every_number(seed: int, layout: str, blank: bool) -> None:
    """Cells, marks and what is unread hold what was printed, once each."""
    report = random_report(seed, Options(blank_zeros=blank))
    again = recognise(read(print_text(report, layout).encode()), FORMS)
    assert accounted(again) == Counter(text for path, _ in report.cells() if (text := printed_cell(report, path)))
