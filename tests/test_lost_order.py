"""Text that libraries take out of pages, Word files and PDF has often lost the order of its cells: what is not certain stays unread."""

from __future__ import annotations

import pytest
from rows_kit import FORMS, LABELS, ONE_LINE, RECEIVED, TITLE, found, grid, kinds, row, text_of

from govdisc.formats.text import read
from govdisc.model.report import Report
from govdisc.recognise import recognise

PART_TWO = "青岚县水务局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
HEADED = "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n"
LINES = [ONE_LINE.partition(" |")[0], "申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
CARRIED, GRANTED = "二、上年结转政府信息公开申请数量", "（一）予以公开"
NUMBERS = ["4", "3", "2", "0", "0", "1", "10"]


def part_two(*lines: str) -> Report:
    """What is read of a text with those lines of part 2."""
    return recognise(read((PART_TWO + HEADED + "\n".join(lines)).encode()), FORMS)


def test_a_label_without_numbers_among_its_table_is_a_blank_row() -> None:
    """Whoever took the text of a page dropped its blank cells: the row was printed, and nothing stood in it."""
    report = part_two("规章", "行政规范性文件", "7", "2", "30", "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "140")
    assert report.tables["disclosure"]["regulations"] == {"issued": None, "repealed": None, "effective": None}
    assert report.tables["disclosure"]["licensing"] == {"decisions": 140}
    assert report.places["disclosure.regulations.issued"] == "line 8"


def test_a_label_whose_numbers_may_stand_elsewhere_stays_unread() -> None:
    """Too many numbers stand behind the label below: they may be its own."""
    report = part_two("规章", "行政规范性文件", "6", "8", "9", "7", "2", "30")
    assert "regulations" not in report.tables.get("disclosure", {})
    told = [unread for unread in report.unread if "disclosure.regulations.issued" in unread.cells]
    assert [unread.kind for unread in told] == ["too_few"]


def test_a_label_of_a_column_is_no_blank_row() -> None:
    """其他 ends the header of part 3, and 3.其他 is a row of it."""
    report = text_of(*LINES, RECEIVED, *NUMBERS)
    assert row(report, "received") == [4, 3, 2, 0, 0, 1, 10]
    assert set(report.tables["requests"]) == {"received"}


def test_labels_of_columns_on_lines_of_their_own_stand_in_the_order_of_the_form_or_say_nothing() -> None:
    """A PDF gives its lines in the order in which they were drawn: what is read first is not what stands left."""
    moved = [*LINES[:2], "自然人", "法人或其他组织", "总计", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他"]
    report = text_of(*moved, RECEIVED, *NUMBERS)
    assert row(report, "received") == ["?"] * 7
    assert "unknown_header" in kinds(report)


def test_numbers_of_many_rows_in_one_heap_make_all_rows_uncertain() -> None:
    """Where the labels stand in one place and the numbers in another, seven numbers behind a label are another row's."""
    heap = [str(number) for number in range(11, 55)]
    report = text_of(*LINES, RECEIVED, *NUMBERS, CARRIED, *heap, GRANTED, *NUMBERS)
    assert "requests" not in report.tables
    assert {"unlabelled_row", "too_many"} <= kinds(report)
    told = " ".join(unread.text for unread in report.unread)
    assert all(number in told.split() for number in [*heap, *NUMBERS])


def test_words_alone_behind_a_label_are_no_row() -> None:
    """总计 stands among the pieces of the header of part 4, and （七）总计 above has its numbers unread."""
    report = text_of(ONE_LINE, f"{RECEIVED} 4 3 2 0 0 1 10", "结   总计   结果维  结果纠   其他结   尚未审    总  结果维   结果纠")
    assert row(report, "processed_total") == ["?"] * 7
    assert not report.marks


@pytest.mark.parametrize("several", ["9  1", "9 1", "9 1 4"])
def test_blank_cells_beside_one_with_several_numbers_are_uncertain(several: str) -> None:
    """One of the numbers may be theirs; 1 234 is one number or two, and takes no cell with it."""
    report = part_two(f"规章 | {several} | | 30 |", "行政规范性文件 | 1 234 | | 30 |")
    assert report.marks == {"disclosure.regulations.issued": several, "disclosure.normative_documents.issued": "1 234"}
    assert report.tables["disclosure"]["regulations"] == {"issued": None, "effective": 30}
    assert [unread.cells for unread in report.unread if unread.kind == "too_few"] == [["disclosure.regulations.repealed"]]
    assert report.tables["disclosure"]["normative_documents"] == {"issued": None, "repealed": None, "effective": 30}


PART_FOUR = (
    "行政复议*5 行政诉讼*10", "结果维持/2 结果纠正/2 其他结果/2 尚未审结/2 总计/2 未经复议直接起诉*5 复议后起诉*5",
    "结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计",
)  # fmt: skip


def test_numbers_that_go_on_in_the_row_below_are_not_known() -> None:
    """The cells of part 4 are narrow, and a converter made two rows of 37302 over two lines."""
    report = found(grid(*PART_FOUR, "373 723 . 157 216 0 0 . 0 0 0 0 0 0 0", "02 68 . 30 38 . . . . . . . . . ."))
    assert "disputes" not in report.tables
    told = " ".join(unread.text for unread in report.unread)
    assert all(number in told.split() for number in ("373", "02", "38"))
    assert {cell.split(".")[1] for unread in report.unread for cell in unread.cells} == {
        "reconsideration", "litigation_direct", "litigation_after_reconsideration",
    }  # fmt: skip


@pytest.mark.parametrize("word", ["nan", "NaN", "<NA>"])
def test_what_pandas_writes_for_a_blank_cell_is_blank(word: str) -> None:
    """The cell was blank in the page that it was made from."""
    report = part_two(f"规章 | {word} | {word} | 30 |", "行政规范性文件 | 7 | 2 | 30 |")
    assert report.tables["disclosure"]["regulations"] == {"issued": None, "repealed": None, "effective": 30}
    assert not report.marks


def test_a_run_on_amount_in_full_width_figures() -> None:
    """Its point is one of the number's characters, and what stands behind the point no other number."""
    text = (
        "第二十条第（五）项信息内容本年处理决定数量行政许可7第二十条第（六）项信息内容本年处理决定数量行政处罚３行政强制０"
        "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费０．０５三、收到和处理政府信息公开申请情况"
    )
    report = recognise(read((PART_TWO + text).encode()), FORMS)
    assert str(report.tables["disclosure"]["charges"]["amount"]) == "0.05"


RADICALS = str.maketrans("行一二人长民", "⾏⼀⼆⼈⻓⺠")


def test_radicals_of_fonts_are_the_characters_that_they_show() -> None:
    """What was copied out of a PDF is read like any other text: title, labels, marks and prose."""
    plain = (
        "青岚县长乐镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n行政许可全部公开，一人办理。\n二、主动公开政府信息情况\n"
        f"{HEADED}规章 | 无一 | 2 | 3 |\n行政规范性文件 | 7 | 2 | 30 |\n"
    )
    report, again = (recognise(read(text.encode()), FORMS) for text in (plain, plain.translate(RADICALS)))
    assert (again.title, again.agency.name) == (report.title, "青岚县长乐镇人民政府")
    assert (again.tables, again.marks) == (report.tables, {"disclosure.regulations.issued": "无一"})
    assert again.text("overview") == report.text("overview") == "行政许可全部公开，一人办理。"


def test_labels_in_one_line_are_those_of_the_kit() -> None:
    """The lines above print what the header of one line does."""
    assert set(LABELS) <= set(LINES)
    assert TITLE.endswith("\n")


def test_a_number_whose_note_is_wrapped_with_it_is_not_known() -> None:
    """289（其中第一季度172件） in a narrow cell, between the pieces of the row's label: 28 is the beginning of it."""
    lines = ["（二）部分公开 28 0 0 0 355 0 644", "理结果 （区分处理的，只 9（其中", "计这一情形，不计 第一季", "其他情形） 度172", "件）"]
    report = text_of(ONE_LINE, f"{RECEIVED} 4 3 2 0 0 1 10", *lines)
    assert row(report, "partly_granted") == ["?"] * 7
    assert "28" in " ".join(unread.text for unread in report.unread).split()


def test_the_label_below_is_no_cell_of_the_row_above() -> None:
    """Six numbers are left of seven, and the next label begins with 4.无: it is no word where the seventh number belongs."""
    report = text_of(*LINES, RECEIVED, *NUMBERS, "3.要求提供公开出版物", "1", "6", "4", "2", "7", "20", "4.无正", "当理由")
    assert row(report, "received") == [4, 3, 2, 0, 0, 1, 10]
    assert row(report, "refused_publication") == ["?"] * 7
    assert not report.marks
