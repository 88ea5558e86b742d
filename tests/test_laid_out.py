"""Text that keeps the layout of a page: what is blank, what was wrapped and what is not certain, told from where words stand along the line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from rows_kit import FORMS, RECEIVED, kinds, row, text_of

from govdisc.formats.text import read
from govdisc.model.report import Report
from govdisc.recognise import laidout, recognise
from govdisc.testing import Options, print_text, random_report

PLACES = (26, 33, 40, 47, 54, 61, 68)
CARRIED, TOTAL = "二、上年结转政府信息公开申请数量", "（七）总计"


def line(label: str, *cells: str, places: Sequence[int] = PLACES, indent: int = 0) -> str:
    """A line: a label, and each cell with its last character before its place."""
    out = " " * indent + label
    for cell, place in zip(cells, places, strict=True):
        if cell:
            out = out.ljust(place - len(cell)) + cell
    return out


def header(places: Sequence[int] = PLACES) -> list[str]:
    """The labels of the columns over two lines."""
    upper, lower = ("", "商业企", "科研机", "社会公", "法律服", "其他", ""), ("", "业", "构", "益组织", "务机构", "", "")
    return [
        line("（本列数据的勾稽关系为", "", "", "", "申请人情况", "", "", "", places=places),
        line("：第一项加第二项之和，", "自然人", "", "", "法人或其他组织", "", "", "总计", places=places),
        line("等于第三项加第四项之和）", *upper, places=places),
        line("", *lower, places=places),
    ]


def cells(text: str) -> list[str]:
    """Cells between bars."""
    return [cell.strip() for cell in text.split("|")]


def table(*rows: tuple[str, str] | str, head: Sequence[str] | None = None) -> Report:
    """What is read of rows below the header; a row is its label and its cells, or a line as it stands."""
    lines = [text if isinstance(text, str) else line(text[0], *cells(text[1])) for text in rows]
    return text_of(*(header() if head is None else head), *lines, "四、政府信息公开行政复议、行政诉讼情况", "无。")


def values(text: str) -> list[object]:
    """The values of cells between bars."""
    return [int(cell) if cell else None for cell in cells(text)]


FULL = (RECEIVED, "10|21|32|43|54|65|225")


@pytest.mark.parametrize("printed", ["1||||||1", "||||65||65", "12||3||45||60", "||32|43||65|140", "100|200|300|||1|601"])
def test_a_blank_cell_is_where_nothing_stands(printed: str) -> None:
    """Numbers stand under the others of their column, so the blank cells between them are known."""
    read_ = table(FULL, (CARRIED, printed), ("四、结转下年度继续办理", "||||||0"))
    assert row(read_, "received") == values(FULL[1])
    assert row(read_, "carried_in") == values(printed)
    assert row(read_, "carried_out") == values("||||||0")
    assert kinds(read_) <= {"header_missing"}


def test_the_labels_above_are_enough() -> None:
    """No row has a number in every column, but the labels stand over all."""
    read_ = table((RECEIVED, "10|||||2|12"), (CARRIED, "||||6||6"))
    assert row(read_, "received") == values("10|||||2|12")
    assert row(read_, "carried_in") == values("||||6||6")


def test_without_labels_and_a_full_row_nothing_is_given_to_a_column() -> None:
    """Six columns of numbers may be any six of the seven, and two halves of one that moved look like two."""
    read_ = table((RECEIVED, "10|20||3||2|35"), (CARRIED, "||||6||6"), (TOTAL, "|20||3|6||29"), head=["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"])
    assert row(read_, "received") == row(read_, "carried_in") == row(read_, "processed_total") == ["?"] * 7
    assert "10 20 3 2 35" in " ".join(unread.text for unread in read_.unread)


def test_a_column_that_is_blank_on_a_page_is_not_made_up_by_one_that_looks_like_two() -> None:
    """On the second page the third column is blank, and the numbers of the first stand in two places."""
    moved = (22, 26, 33, 47, 54, 61, 68)
    second = [
        "\f" + line("1.信访举报投诉类申请", "4", "", "", "", "", "", "4", places=moved),
        line("2.重复申请", "", "20", "", "8", "", "", "28", places=moved),
        line("3.要求提供公开出版物", "", "", "308", "", "396", "", "704", places=moved),
        line("4.无正当理由大量反复申请", "", "", "", "", "", "97", "97", places=moved),
    ]
    read_ = table(FULL, *second)
    assert row(read_, "received") == values(FULL[1])
    assert [row(read_, f"refused_{name}") for name in ("petition", "repeat", "publication", "excessive")] == [["?"] * 7] * 4


def test_a_page_without_a_full_row_goes_by_the_steps_of_another() -> None:
    """Its columns are as far apart as those of the page before, so they are the same."""
    moved = tuple(place - 5 for place in PLACES)
    rows = {"petition": "9|||||12|21", "repeat": "|8|7||||15", "publication": "|||6|5||11", "excessive": "||3||||3"}
    labels = ("1.信访举报投诉类申请", "2.重复申请", "3.要求提供公开出版物", "4.无正当理由大量反复")
    second = [line(label, *cells(text), places=moved) for label, text in zip(labels, rows.values(), strict=True)]
    second[3] += "\n申请"
    read_ = table(FULL, "\f" + second[0], *second[1:])
    assert {name: row(read_, f"refused_{name}") for name in rows} == {name: values(text) for name, text in rows.items()}


def test_words_that_moved_together_stand_in_columns_one_behind_the_other() -> None:
    """One blank between a long label and its numbers: the first has no place of its own, and over a blank column there would be more."""
    packed = (27, 31, 35, 39, 43, 47, 52)
    long = "（二）部分公开（区分处理的，只计这一情形，不计 2 81".ljust(48) + "83"
    rows = {
        RECEIVED: "100|210|320|430|540|650|2250",
        "（一）予以公开": "|44||||18|62",
        long: "||||||",
        "             其他情形）": "||||||",
        "2.其他法律行政法规禁止公开": "||45||46||91",
        TOTAL: "38||92||93|70|293",
    }
    lines = [line(label, *cells(text), places=packed) for label, text in rows.items()]
    read_ = table(*lines, head=["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"])
    assert row(read_, "granted") == values("|44||||18|62")
    assert row(read_, "partly_granted") == values("2|81|||||83")
    assert row(read_, "processed_total") == values("38||92||93|70|293")


@pytest.mark.parametrize(("glued", "read_so"), [("科研机法人或其他组织", True), ("科研机法人或别的组织", False)])
def test_labels_of_columns_that_ran_together(glued: str, read_so: bool) -> None:
    """Over two lines, with the label of their group among them: which columns there are is certain, unless something else stands there."""
    head = [f"       自然 商业企 {glued}      法律服务 其他 总计", "        人 业 构 社会公益       组织 机构"]
    assert row(table(FULL, (CARRIED, "1||||||1"), head=head), "received") == (values(FULL[1]) if read_so else ["?"] * 7)


def test_a_word_that_was_moved_from_its_column_leaves_its_row_unread() -> None:
    """It stands between two columns, and no other word does: the other rows have theirs below a full one."""
    moved = line("四、结转下年度继续办理", "", "", "", "7", "", "", "7", places=(26, 33, 40, 44, 54, 61, 68))
    read_ = table(FULL, (CARRIED, "1||||||1"), (TOTAL, "|2|||||2"), moved, head=["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"])
    assert (row(read_, "carried_in"), row(read_, "processed_total")) == (values("1||||||1"), values("|2|||||2"))
    assert row(read_, "carried_out") == ["?"] * 7
    assert any("7 7" in unread.text for unread in read_.unread)


def test_labels_that_are_wrapped_beside_those_of_their_group() -> None:
    """The pieces of both stand on the same lines, and the numbers on the first."""
    read_ = table(
        FULL,
        line("三、本年 （三）不  1.属于国", *cells("1||||||1")),
        line("度办理结 予公开   家秘密"[:15], *[""] * 7),
        line("果         2.其他法", *cells("|2||||5|7")),
        "           律行政法",
        "           规禁止公",
        "           开",
        line("    （七）总计", *cells("1|2||||5|8")),
    )
    assert row(read_, "denied_state_secret") == values("1||||||1")
    assert row(read_, "denied_prohibited_by_law") == values("|2||||5|7")
    assert row(read_, "processed_total") == values("1|2||||5|8")


def test_a_number_that_fills_its_column_goes_on_below() -> None:
    """Cells begin at the height of their labels, and the rest of a number stands under its beginning."""
    read_ = table(
        (RECEIVED, "123|456|1|22|333|444|476"),
        line("", *cells("4|56|||||90")),
        line("（二）部分公开（区分处理", *cells("1||||||1")),
        "的，只计这一情形，不计其",
        "他情形）",
        (TOTAL, "||7|||987|988"),
        line("", *cells("|||||6|3")),
    )
    assert row(read_, "received") == [1234, 45656, 1, 22, 333, 444, 47690]
    assert row(read_, "processed_total") == values("||7|||9876|9883")


def test_a_row_of_several_lines_whose_sum_does_not_hold_stays_unread() -> None:
    """The lines may be those of two rows: 372 and 580, which fill their columns, are not 372580."""
    partly = line("（二）部分公开（区分处理", *cells("||||372||372")), line("的，只计这一情形，不计其", *cells("175|190||||215|580"))
    read_ = table((RECEIVED, "321|321|321|321|321|321|926"), *partly, "他情形）")
    assert row(read_, "partly_granted") == ["?"] * 7
    assert "372 372 175 190 215 580" in " ".join(unread.text for unread in read_.unread)


def test_numbers_between_two_rows_that_may_be_of_either_are_told_with_both_unread() -> None:
    """In the middle of a tall cell a number may go on above and below: where no sum holds, nothing says which row the line is of."""
    read_ = table((RECEIVED, "12|21|32|43|54|65|228"), line("", *cells("7||||||7")), (CARRIED, "1|||||2|3"), (TOTAL, "12|21|32|43|54|65|227"))
    assert row(read_, "received") == row(read_, "carried_in") == ["?"] * 7
    assert row(read_, "processed_total") == values("12|21|32|43|54|65|227")
    assert "12 21 32 43 54 65 228 7 7" in " ".join(unread.text for unread in read_.unread)


def test_lines_between_rows_go_to_the_row_whose_sum_they_make() -> None:
    """A line above the label and one below it belong to a row, as its sum shows; a row whose sum does not hold stays unread, and tells all it has."""
    read_ = table(
        line("", *cells("12|21|32|43|54|65|228")),
        (RECEIVED, "3|4|0|1|2|3|3"),
        (CARRIED, "71|0|0|0|0|12|72"),
        line("", *cells("|||||3|")),
        (TOTAL, "12|10|20|30|40|50|72"),
        line("", *cells("0|||||5|5")),
    )
    assert row(read_, "received") == [123, 214, 320, 431, 542, 653, 2283]
    assert row(read_, "carried_in") == ["?"] * 7
    assert row(read_, "processed_total") == [120, 10, 20, 30, 40, 505, 725]
    assert "71 0 0 0 0 12 72 3" in " ".join(unread.text for unread in read_.unread)


def test_two_ways_to_put_a_row_together_are_none() -> None:
    """The 5 may be that of any column that holds 10."""
    read_ = table(FULL, (TOTAL, "12|10|10|10|10|10|26"), line("", *cells("0|||||5|5")))
    assert row(read_, "processed_total") == ["?"] * 7


def test_a_row_without_numbers_beside_one_that_may_hold_its_own() -> None:
    """The numbers of 4.保护第三方合法权益 were moved beside the label of the next row: both are unread, and neither is blank."""
    moved = ("5.属于三类内部事务信", "0|0|0|0|372|0|372")
    read_ = table(FULL, ("3.危及“三安全一稳定”", "1|0|0|0|0|0|1"), "4.保护第三方合法权益", moved, ("息", "175|190|0|0|0|215|580"), ("6.属于四类过程性信息", "0|0|2|0|0|0|2"))
    assert row(read_, "denied_third_party") == row(read_, "denied_internal_affairs") == ["?"] * 7
    assert "0 0 0 0 372 0 372 175 190 0 0 0 215 580" in " ".join(unread.text for unread in read_.unread)
    assert (row(read_, "denied_security_stability"), row(read_, "denied_deliberative")) == (values("1|0|0|0|0|0|1"), values("0|0|2|0|0|0|2"))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((["20（其", "中第一", "季度", "7件）"]), 20),
        ((["20（其中第", "一季度7件）"]), 20),
    ],
)
def test_a_note_that_is_wrapped_in_its_cell(lines: list[str], expected: int) -> None:
    """The number is read, and the note is its remark."""
    pieces = [line("", "", "", "", "", "", text, "") for text in lines[1:]]
    read_ = table(FULL, ("（二）部分公开（区分", f"1|||||{lines[0]}|21"), *[f"{piece:<30}" for piece in pieces], "处理的，只计这一情形，不计其", "他情形）")
    assert row(read_, "partly_granted") in (values(f"1|||||{expected}|21"), ["?"] * 7)
    assert all(figure in f"{read_.remarks} {[unread.text for unread in read_.unread]} {row(read_, 'partly_granted')}" for figure in ("20", "7", "21"))


def test_figures_behind_a_piece_of_a_note_may_be_of_the_next_cell() -> None:
    """391（其中第一季度 387 with 件） below: 387 is of the note here, and elsewhere would be a number of its own. Nothing is read."""
    head = line("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", places=(30, 45, 62))
    text = "青岚县水务局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（一）项\n"
    body = [head, line("规章", "5", "", "5", places=(27, 42, 59)), "行政规范性文件".ljust(24) + "391" + "391（其中第一季度 387".rjust(40), " " * 60 + "件）"]
    report = recognise(read((text + "\n".join(body) + "\n三、收到和处理政府信息公开申请情况\n无。").encode()), FORMS)
    assert report.tables["disclosure"] == {"regulations": {"issued": 5, "repealed": None, "effective": 5}}
    assert "391 391（其中第一季度 387 件）" in report.unread[0].text


def test_a_row_of_blanks_is_read_where_its_table_is_laid_out() -> None:
    """规章 stands alone below the labels of its columns: three blank cells."""
    head = line("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", places=(30, 45, 62))
    text = "青岚县水务局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（一）项\n"
    body = [head, "    规章", line("行政规范性文件", "", "4", "", places=(27, 42, 59))]
    report = recognise(read((text + "\n".join(body) + "\n三、收到和处理政府信息公开申请情况\n无。").encode()), FORMS)
    assert report.tables["disclosure"] == {
        "regulations": {"issued": None, "repealed": None, "effective": None},
        "normative_documents": {"issued": None, "repealed": 4, "effective": None},
    }


def test_a_row_whose_sum_would_be_blank_is_not_believed() -> None:
    """Where numbers stand in other columns, that of the total is not blank: the words have moved."""
    read_ = table(FULL, (CARRIED, "1||||||"), (TOTAL, "|2|||||2"))
    assert row(read_, "processed_total") == values("|2|||||2")
    assert row(read_, "carried_in") == (["?"] * 7)


@pytest.mark.parametrize("layout", ["row_a_line", "row_a_line_framed"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_blanks_that_merely_part_cells_put_no_number_below_a_label(layout: str, form: str) -> None:
    """Two blanks for each bar, and blank cells gone among them: where a number stands then says nothing, and none is given to another column."""
    for seed in range(12):
        report = random_report(seed, Options(form=form, zero=0.4, blank_zeros=True, largest=900))
        printed = re.sub(r" *\| *", "  ", print_text(report, layout))
        for text in (printed, re.sub(r"(?m) +$", "", printed)):
            again = recognise(read(text.encode()), FORMS)
            truth = dict(report.cells())
            assert {path: value for path, value in again.cells() if value is not None and truth.get(path) != value} == {}


@pytest.mark.parametrize(("note", "rest", "expected"), [("137件）", "其中第一季度137件", 162), ("件）", "", "?")])
def test_a_zero_behind_a_piece_of_a_note(note: str, rest: str, expected: object) -> None:
    """162（其中 / 第一季度 0 / 137件）: the 0 is the next cell, as the sum shows; where the note has no other number, it may be of the note."""
    places = (26, 33, 44, 51, 58, 65, 72)
    lines = [
        line(RECEIVED, "10", "21", "12345678", "43", "54", "65", "225", places=places),
        line("", "", "", "162（其中", "", "", "", "", places=places),
        line("（一）予以公开", "137", "0", "第一季度 0", "", "0", "0", "299", places=places),
        line("", "", "", note, "", "", "", "", places=places),
        line(TOTAL, "1", "2", "333", "4", "5", "6", "351", places=places),
    ]
    read_ = table(*lines, head=["自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"])
    assert row(read_, "granted") == ([137, 0, expected, 0, 0, 0, 299] if rest else ["?"] * 7)
    told = f"{read_.remarks} {[unread.text for unread in read_.unread]}"
    assert all(figure in told for figure in ([rest] if rest else ["162（其中", "第一季度", "299"]))


def test_a_number_a_line_with_the_rest_of_them_on_the_next_is_no_row() -> None:
    """Text in the order of the page: the lines of wrapped numbers are as many as the columns, and what stands on the next is theirs."""
    read_ = text_of("自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", RECEIVED, *["38", "2", "66", "40", "52", "25", "560"], "4 0 0 178")
    assert row(read_, "received") == ["?"] * 7
    read_ = text_of("自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", RECEIVED, *["38", "2", "66", "40", "52", "25", "223"], f"{CARRIED} 1 0 0 0 0 0 1")
    assert row(read_, "received") == [38, 2, 66, 40, 52, 25, 223]


@pytest.mark.parametrize("printed", ["777件）", "7（其中", "0 0 75（其中第一季度70件） 0 142 0 217", "12 34"])
def test_pieces_of_cells_that_cannot_be_parted_are_told(printed: str) -> None:
    """Within a table they are none of its labels; its header, which ends in a bracket too, is no such piece."""
    whole = [f"{RECEIVED} 1 2 3 4 5 6 21", printed, f"{CARRIED} 1 0 0 0 0 0 1"]
    read_ = text_of("（本列数据的勾稽关系为：第一项加第二项之和，等于第", "三项加第四项之和）", "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", *whole)
    told = [unread.text for unread in read_.unread]
    assert any(all(word in text for word in printed.split()) for text in told)
    assert not any("之和" in text for text in told)


def test_cells_with_a_cut_note_below_the_labels_of_their_columns_are_told() -> None:
    """No row of part 4 is read there, and the line is none of its labels."""
    head = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议  行政诉讼", "结果维持  结果纠正  其他结果  尚未审结  总计"]
    told = text_of(*head, "155 0 0 0 155 0 38 0 0 38 198 275 342（其中第一季", "度179件） 0 815").unread
    assert {unread.table for unread in told} == {"disputes"}
    assert "155 0 0 0 155 0 38 0 0 38 198 275 342（其中第一季" in [unread.text for unread in told]


LABELS = "自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计"


@pytest.mark.parametrize("alone", ["7", "季度142"])
def test_figures_on_a_line_of_their_own_are_told_beside_a_row_that_stays_unread(alone: str) -> None:
    """They may be the rest of a number or of a note, above the row or below it."""
    for cut in ([f"{RECEIVED} 1 2 3 4 5 6", alone, f"{CARRIED} 1 0 0 0 0 0 1"], [f"{RECEIVED} 1 2 3 4 5 6 21", alone, f"{CARRIED} 1 0 0 0 0 1", f"{TOTAL} 1 0 0 0 0 0 1"]):
        assert any(alone in unread.text.split() for unread in text_of(LABELS, *cut).unread)


def test_words_with_figures_between_rows_that_are_read_are_not_told() -> None:
    """They are no part of the table."""
    read_ = text_of(LABELS, f"{RECEIVED} 1 2 3 4 5 6 21", "季度142", f"{CARRIED} 1 0 0 0 0 0 1")
    assert (row(read_, "received"), row(read_, "carried_in")) == ([1, 2, 3, 4, 5, 6, 21], [1, 0, 0, 0, 0, 0, 1])
    assert not any("142" in unread.text for unread in read_.unread)


def test_figures_above_numbers_below_the_labels_of_part_4_are_told_with_them() -> None:
    """496 is no row, and no row of its table is known yet; what stands above other words is none of the table's."""
    head = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议  行政诉讼", "结果维持  结果纠正  其他结果  尚未审结  总计"]
    assert any("496" in unread.text for unread in text_of(*head, "496", "7 0 0 150").unread)
    assert not any("496" in unread.text for unread in text_of("496", *head, "7 0 0 150").unread)


def test_several_cells_on_a_line_are_not_one() -> None:
    """Numbers a line, some wrapped, and as many lines as columns: 0 412 on one of them is two cells."""
    read_ = text_of(LABELS, f"{RECEIVED} 1 2 3 4 5 6 21", "2.其他法律行政法规禁止公开", "0 412", "6", "235", "5", "0 764", "6", "0 141")
    assert row(read_, "denied_prohibited_by_law") == ["?"] * 7
    told = f"{[unread.text for unread in read_.unread]}"
    assert all(figures in told for figures in ("0 412", "235", "0 764", "0 141"))


@pytest.mark.parametrize(("ends", "told"), [(("1", "2", "3"), False), (("7", "8", "9"), False), (("7", "3", "9"), True)])
def test_figures_at_the_end_of_a_page_that_count_no_pages(ends: tuple[str, ...], told: bool) -> None:
    """They are the rest of a number; those that go up from page to page are the numbers of the pages."""
    rows = [f"{RECEIVED} 1 2 3 4 5 6 21", f"{CARRIED} 1 0 0 0 0 1", "（一）予以公开 1 0 0 0 0 1"]
    lines = [part for name, end in zip(rows, ends, strict=True) for part in (name, end, "\f")]
    found = " ".join(unread.text for unread in text_of(LABELS, *lines).unread)
    assert ("9" in found.split()) == told


def test_a_table_is_looked_for_at_so_many_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of labels without end must not be gone through from each of its lines; what is not looked at is read as other text is."""
    monkeypatch.setattr(laidout, "MOST_TRIED", 0)
    read_ = table(FULL, (CARRIED, "1||||||1"))
    assert row(read_, "received") == values(FULL[1])
    assert "carried_in" not in read_.tables["requests"]
    assert "requests.carried_in.total" in [cell for piece in read_.unread for cell in piece.cells]


@pytest.mark.parametrize(("tried", "read_so"), [(1, False), (2, True)])
def test_a_second_table_is_looked_for_as_long_as_tries_are_left(monkeypatch: pytest.MonkeyPatch, tried: int, read_so: bool) -> None:
    """Each line that may begin a table takes one of them, and words that begin none take nothing."""
    monkeypatch.setattr(laidout, "MOST_TRIED", tried)
    read_ = table(FULL, "本表至此中断，以下为第二部分的数字，其列与上文各列相同。", *header(), (CARRIED, "10|21|32|43|54|65|225"), (TOTAL, "1||||||1"))
    assert row(read_, "received") == values(FULL[1])
    assert (row(read_, "processed_total") == values("1||||||1")) is read_so
