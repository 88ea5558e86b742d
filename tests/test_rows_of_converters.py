"""What programs make of a report as text: rows wrapped, blanks dropped, tables drawn with dashes; what cannot be told apart stays unread."""

from __future__ import annotations

from rows_kit import FORMS, LABELS, RECEIVED, TITLE, kinds, row, text_of

from govdisc.formats.text import read
from govdisc.model.document import Grid
from govdisc.recognise import recognise

FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_numbers_wrapped_beside_a_wrapped_label_are_not_read_as_they_stand() -> None:
    """The rest of the numbers may stand behind the rest of a label, above or below; a row of its own beside it is none."""
    torn = text_of(
        "  ".join(LABELS),
        f"{RECEIVED} 57 37 21 32 56 39 242",
        "其他情形 78 88 30",
        "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1",
        "（一）予以公开 1 2 0 0 0 0 3",
    )
    assert row(torn, "received") == row(torn, "carried_in") == ["?"] * 7
    assert row(torn, "granted") == [1, 2, 0, 0, 0, 0, 3]
    two = text_of("  ".join(LABELS), f"{RECEIVED} 0 0 0 0 0 12 127", "      74 3", "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1")
    assert row(two, "received") == ["?"] * 7
    proven = text_of("  ".join(LABELS), f"{RECEIVED} 0 0 0 0 0 12 127", "      73 3", "二、上年结转政府信息公开申请数量 1 0 0 0 0 0 1")
    assert row(proven, "received") == [0, 0, 0, 0, 0, 1273, 1273]


def test_a_header_printed_line_by_line_over_the_label_of_the_first_row() -> None:
    """All columns are there, in pieces: they are taken in the form's order, which is told."""
    lines = ["        申请人情况", "（本列数据的勾稽关系为：第  自然人  法人或其他组织  总计", "一项加第二项之和，等于第三  商业企 科研机 社会公 法律服 其他"]
    lines += ["项加第四项之和）", "   业   构 益组织 务机构", "一、本年新收政府信息公开申  1  2  0  0  0  0  3", "   请数量", "二、上年结转政府信息公开申请数量  0 0 0 0 0 0 0"]
    report = text_of(*lines)
    assert row(report, "received") == [1, 2, 0, 0, 0, 0, 3]
    assert kinds(report) == {"header_missing"}
    missing = text_of(*(line.replace("科研机", "").replace("构", "") for line in lines))
    assert "received" not in missing.tables.get("requests", {})


def test_the_row_of_part_four_that_was_wrapped_is_told() -> None:
    """Numbers alone below its numbers are their rest; so is an annotation that begins there."""
    head = "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n" + "  ".join(["结果维持  结果纠正  其他结果  尚未审结  总计"] * 3)
    numbers = "364 1 2 3 370 0 0 1 0 1 0 0 0 0 0"
    for below in ("51  76", "7（", "8（其  7（其"):
        report = recognise(read(f"{TITLE}{head}\n{numbers}\n{below}\n其中".encode()), FORMS)
        assert "disputes" not in report.tables
        assert any("370" in unread.text and len(unread.cells) == 15 for unread in report.unread)
    whole = recognise(read(f"{TITLE}{head}\n{numbers}\n五、存在的主要问题及改进情况".encode()), FORMS)
    assert whole.cell("disputes.reconsideration.total") == 370


def test_the_row_of_part_four_below_labels_that_cannot_be_read() -> None:
    """Fifteen numbers below all groups are taken in the form's order, which is told; fewer are told as unread."""
    head = f"{TITLE}四、政府信息公开行政复议、行政诉讼情况\n行政复议  行政诉讼\n未经复议直接起诉  复议后起诉\n结果维  结果纠  其他结  尚未审  总\n"
    numbers = ["0", "79", "0", "74", "153", *["0"] * 7, "63", "72", "135"]
    report = recognise(read(f"{head}{'  '.join(numbers)}\n".encode()), FORMS)
    assert (report.cell("disputes.reconsideration.total"), kinds(report)) == (153, {"header_missing"})
    report = recognise(read(f"{head}{'  '.join(numbers[1:])}\n".encode()), FORMS)
    assert ("disputes" in report.tables, kinds(report)) == (False, {"unknown_header"})


DASHED = """
  ------------------------------------------------------------------
  第二十条第（一）项
  -------------------- ------------------ ------------ -------------
  信息内容             本年制发件数       本年废止件数 现行有效\x20
                                                       件数

  规章

  行政规范性文件       65                              183
  ------------------------------------------------------------------
"""


def test_a_table_drawn_with_dashes_keeps_its_columns() -> None:
    """As pandoc writes tables: a rule above the header, dashes above each column, rows between blank lines, blanks where nothing stands."""
    report = recognise(read(f"{TITLE}二、主动公开政府信息情况\n{DASHED}".encode()), FORMS)
    assert list(report.tables["disclosure"]["regulations"].values()) == [None, None, None]
    assert list(report.tables["disclosure"]["normative_documents"].values()) == [65, None, 183]
    assert report.places["disclosure.normative_documents.issued"] == "line 13"
    assert report.unread == []


def test_a_table_of_dashes_without_a_rule_above_it() -> None:
    """The line above the dashes is the header, each line below it a row, and a blank line ends it."""
    lines = ["信息内容         本年制发件数   本年废止件数   现行有效件数", "--------------- -------------- -------------- -------------"]
    lines += ["规章             1                             6", "行政规范性文件                  2              3", "", "行政许可 7"]
    report = recognise(read("\n".join(lines).encode()), FORMS)
    assert list(report.tables["disclosure"]["regulations"].values()) == [1, None, 6]
    assert list(report.tables["disclosure"]["normative_documents"].values()) == [None, 2, 3]


def test_blanks_behind_a_label_and_before_as_many_numbers_as_columns() -> None:
    """Are what is left of the label's span; where a number is blank as well, nothing is certain."""
    columns = " | ".join(LABELS)
    report = text_of(f"{columns} |", f"{RECEIVED} | | | 1 | 2 | 0 | 0 | 0 | 0 | 3 |", "二、上年结转政府信息公开申请数量 | | | 1 | | 0 | 0 | 0 | 0 | 1 |")
    assert row(report, "received") == [1, 2, 0, 0, 0, 0, 3]
    assert row(report, "carried_in") == ["?"] * 7


def test_dashes_that_are_no_table() -> None:
    """Lines of dashes around prose, or above words that do not keep to columns, stay what they are."""
    for text in ("------\n正文\n------\n", "--- ---\n本年新收政府信息公开申请\n--- ---\n", "-- --", "---\n" * 50):
        assert not any(isinstance(block, Grid) for block in read(f"报告\n{text}".encode()).blocks)


def test_labels_of_groups_broken_over_lines_of_tabs() -> None:
    """As a browser copies a page whose labels hold line breaks."""
    lines = ["申请", "人情况", "自然人\t法人", "或其他组织\t总计", "商业企业\t科研机构\t社会", "公益组织\t法律", "服务机构\t其他"]
    assert row(text_of(*lines, f"{RECEIVED}\t1\t2\t0\t0\t0\t0\t3"), "received") == [1, 2, 0, 0, 0, 0, 3]
    part_four = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议\t行政诉讼", "\t".join([*FIVE, "未经", "复议直接起诉\t复议", "后起诉"])]
    report = text_of(*part_four, "\t".join(FIVE * 2), "\t".join(map(str, [1, 0, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 0, 3, 3])))
    assert [report.cell(f"disputes.{name}.total") for name in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")] == [1, 2, 3]


def test_blanks_that_a_selection_drops_at_the_beginning_of_a_row() -> None:
    """Where lines end in tabs and none begins with one, the cells that a row lacks are its first; else it stays unread."""
    head = ["四、政府信息公开行政复议、行政诉讼情况", "行政复议\t行政诉讼", "\t".join([*FIVE, "未经复议直接起诉\t复议后起诉"]), "\t".join(FIVE * 2)]
    numbers = "36\t\t\t36\t\t\t\t\t0\t\t1105\t\t\t1105"
    for kept in ("规章\t\t1\t", "信息内容\t\t"):
        report = text_of(kept, *head, numbers)
        assert [report.cell(f"disputes.reconsideration.{name}") for name in ("upheld", "corrected", "other", "pending", "total")] == [None, 36, None, None, 36]
        assert report.cell("disputes.litigation_after_reconsideration.total") == 1105
    for kept in ("规章\t\t1", "\t规章\t1\t\n规章\t\t"):
        assert "disputes" not in text_of(kept, *head, numbers).tables


def test_numbers_that_a_reader_could_not_part_are_told() -> None:
    """Several numbers in one cell of a row without a readable label stand in ``unread``."""
    columns = " | ".join(LABELS)
    report = text_of(f"{columns} |", f"{RECEIVED} | 1 | 2 | 0 | 0 | 0 | 0 | 3 |", "（二）部分公开（区分处理的，只计 | 65 64 682 198 |")
    assert ("unlabelled_row", "65 64 682 198") in [(unread.kind, unread.text) for unread in report.unread]


def test_a_label_that_goes_on_below_is_no_other_row() -> None:
    """2.其他 is not 3.其他, and the rest of a label above a numbered one is not the label of its numbers."""
    lines = ["2.其他    45  98  0 0 0 0 143", "法律行政", "法规禁止公开", "3.危   108   0  89  0  13  72  282", "及“三安全", "4.保护  24  0  0  0  62  0  86", "第三方"]
    report = text_of("  ".join(LABELS), f"{RECEIVED}  1 2 0 0 0 0 3", "（一）予以公开  1 0 0 0 0 0 1", *lines, "3.其他 0 0 0 0 0 1 1")
    assert row(report, "closed_other") == [0, 0, 0, 0, 0, 1, 1]
    assert row(report, "denied_prohibited_by_law") in (["?"] * 7, [45, 98, 0, 0, 0, 0, 143])
    assert row(report, "denied_security_stability") in (["?"] * 7, [108, 0, 89, 0, 13, 72, 282])
    told = " ".join([*(unread.text for unread in report.unread), *(str(value) for _path, value in report.cells())])
    assert all(number in told.split() for number in ("45", "108", "86"))


def test_as_many_numbers_as_labels_that_were_found_may_lack_blank_cells() -> None:
    """Where blanks alone part the numbers, a row of five below five of seven labels may be one of seven cells, two of them blank."""
    lines = ["商业企业  科研机构  社会公益组织  法律服务机构  其他", f"{RECEIVED} 332 1341 171 1755 3599"]
    assert row(text_of("申请人情况", *lines), "received") == ["?"] * 7
