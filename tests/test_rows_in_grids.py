"""No number of a grid is given to a column that it does not stand in, and none is lost: what is not certain stays unread, and is noted."""

from __future__ import annotations

import re

import pytest
from rows_kit import COLUMNS, DENIED, FORMS, HEAD, LABELS, RECEIVED, found, grid, kinds, row

from govdisc.formats.text import read
from govdisc.model.book import FormBook
from govdisc.model.document import Block, Cell, Grid, Paragraph
from govdisc.recognise import recognise
from govdisc.testing import print_text, random_report


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


# --- forms, and part 4 ----------------------------------------------------------------------------------------------------------

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


def test_a_row_of_part_four_under_a_label_of_its_own_is_told() -> None:
    """合计, which labels a column elsewhere, below the numbers of part 4: its numbers belong to no cell, and the others are read."""
    labels = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = grid("行政复议*5 行政诉讼*10", f"{labels.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{labels} {labels}")
    rows = ["2 0 1 0 3" + " 0" * 10, "合计 1 2 3 4" + " 0" * 10]
    report = found(Grid((*head.rows, *(tuple(Cell(text, "row") for text in line.split()) for line in rows)), "table"))
    assert list(report.tables["disputes"]["reconsideration"].values()) == [2, 0, 1, 0, 3]
    assert [unread.kind for unread in report.unread] == ["unknown_row"]
    assert report.unread[0].text.startswith("合计 1 2 3 4")


def test_a_label_of_a_column_with_a_number_beside_it_is_no_header() -> None:
    """合计 with a number below the rows of part 2 is a row that the form does not have."""
    report = found(grid("信息内容 本年处理决定数量", "行政许可 12", "合计 12"))
    assert report.tables["disclosure"]["licensing"] == {"decisions": 12}
    assert [(unread.kind, unread.text) for unread in report.unread] == [("unknown_row", "合计 12")]


@pytest.mark.parametrize("word", ["约4", "不适用", "1 234"])
@pytest.mark.parametrize("at", [0, 2, 7, 14])
def test_a_word_does_not_take_the_table_of_part_four(word: str, at: int) -> None:
    """Wherever it stands it is a mark, and the cells around it are read."""
    cells = list("201030000000000")
    cells[at] = word
    labels = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = grid("行政复议*5 行政诉讼*10", f"{labels.replace(' ', '/2 ')}/2 未经复议直接起诉*5 复议后起诉*5", f"{labels} {labels}")
    report = found(Grid((*head.rows, tuple(Cell(text, "row") for text in cells)), "table"))
    read_of = [value for name in GROUPS.values() for value in report.tables["disputes"][name].values()]
    assert read_of == [None if place == at else int(text) for place, text in enumerate(cells)]
    assert list(report.marks.values()) == [word]
    assert report.unread == []


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


def test_a_number_in_the_header_is_told() -> None:
    """A number among the labels of columns is none of their cells, and does not go away without a word."""
    report = found(
        Paragraph("二、主动公开政府信息情况", "p"),
        grid("第二十条第（一）项*3 37", "信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 1 2 3"),
    )
    assert report.tables == {"disclosure": {"regulations": {"issued": 1, "repealed": 2, "effective": 3}}}
    assert [(unread.kind, unread.table, unread.text) for unread in report.unread] == [("unlabelled_row", "disclosure", "37")]


@pytest.mark.parametrize("printed", ["168576｜16828", "16857616828｜", "12,345｜", "｜"])
def test_a_blank_cell_beside_numbers_that_are_printed_over_one_another_is_not_known(printed: str) -> None:
    """One of them may be its own."""
    report = found(grid(*HEAD, f"{RECEIVED}*3 {printed} . 3 4 . 6 13"), Paragraph("三、收到和处理政府信息公开申请情况", "p"))
    assert row(report, "received") == [None, "?", 3, 4, "?", 6, 13]
    assert report.marks == {"requests.received.natural_person": printed}


def test_tables_of_more_cells_than_are_remembered_are_read_alike() -> None:
    """A list of files of the same office stands above the report's own table."""
    files = Grid(tuple((Cell(f"文件{at}", f"a {at}"), Cell("正文", f"a {at}")) for at in range(600)), "a")
    report = found(files, Paragraph("三、收到和处理政府信息公开申请情况", "p"), grid(*HEAD, f"{RECEIVED}*3 1 2 3 4 5 6 21"))
    assert row(report, "received") == [1, 2, 3, 4, 5, 6, 21]
    assert not report.unread


@pytest.mark.parametrize("label", ["社会公益组识", "社会公盆组织", "法律服务机溝"])
def test_a_label_of_a_column_with_a_wrong_character_is_known_by_its_likeness(label: str) -> None:
    """As those that a scan was read from have."""
    right = {"社会公益组识": "社会公益组织", "社会公盆组织": "社会公益组织", "法律服务机溝": "法律服务机构"}[label]
    report = found(grid(*(line.replace(right, label) for line in HEAD), f"{RECEIVED}*3 1 2 3 4 5 6 21"), Paragraph("三、收到和处理政府信息公开申请情况", "p"))
    assert row(report, "received") == [1, 2, 3, 4, 5, 6, 21]
    assert not report.unread
