"""Pieces of a laid-out text: numbers of pages, headers torn apart, numbers and notes that go on on the next line."""

from __future__ import annotations

import pytest
from readings_kit import FORMS

from govdisc.recognise.extents import Word
from govdisc.recognise.index import index_of
from govdisc.recognise.pieces import holds_pieces
from govdisc.recognise.runon import _is_header
from govdisc.recognise.summed import Prover
from govdisc.recognise.threads import labels_of
from govdisc.recognise.tokens import page_numbers
from govdisc.recognise.torn import in_pieces
from govdisc.recognise.unclaimed import is_unparted
from govdisc.recognise.wrapped import below, noted, whole, with_notes

#: The labels of part 3, each torn where a narrow column would.
TORN = "自然人 商业 企业 科研 机构 社会公 益组织 法律服 务机构 其他 总计"


def line(*words: str) -> list[Word]:
    """Words with their places, ``12@5``; one with ``+`` in front is parted by but one blank from the word before."""
    out = []
    for word in words:
        text, _at, place = word.lstrip("+").partition("@")
        begin = int(place or (out[-1].x1 + 1 if out else 0))
        out.append(Word(text, begin, begin + len(text), word.startswith("+")))
    return out


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (["文", "1", "\f文", "2", "\f文"], {1, 3}),
        (["文", "1", "", "\f文", "2", " ", "\f文"], {1, 4}),  # blank lines may stand below
        (["文", "1", "文", "\f文", "2", "\f文"], {4}),  # a text may not
        (["文", "7", "\f文", "3", "\f文"], set()),  # they count no pages
        (["7", "\f文", "8", "\f文"], {0, 2}),  # they do, from one to the next
        (["文", "7", "\f文"], {1}),  # of one form feed alone nothing can be compared
        (["1234", "\f文"], {0}),
        (["12345", "\f文"], set()),
        (["1", "\f文", "2"], {0}),  # no form feed ends the last page
        (["1", "文", "2"], set()),
        (["1", "\f\f文", "3", "\f文"], {0, 2}),  # a page without text
    ],
)
def test_figures_before_a_form_feed_are_the_numbers_of_pages_that_they_count(lines: list[str], numbers: set[int]) -> None:
    """Others may be the rest of a number in the last row of the page."""
    assert page_numbers(lines) == numbers


@pytest.mark.parametrize(
    ("words", "together"),
    [
        (TORN, True),
        (TORN.replace("益组织 ", ""), False),  # a label is not whole
        (f"某某 {TORN}", True),  # what stands above is none of it
        (TORN.replace("科研", "某某 科研"), False),
        (f"{TORN} 某某", False),
        (f"{TORN} 一、本年新", True),  # the first row's label begins behind
        (f"{TORN} 一、本年新 某某", False),
        (f"法人或其 {TORN} 他组织", True),  # the label of the group
        (TORN.replace("商业 企业 科研", "商业科研 企业"), True),  # two that ran together
        (TORN.replace("商业 企业 科研 机构 社会公", "商业科研社会公 企业 机构"), True),
        (TORN.replace("商业 企业 科研 机构 社会公 益组织 法律服", "商业科研社会公法律服 企业 机构 益组织"), False),  # four
        (TORN.replace("自然人 商业 企业", "自商业 然人企业"), True),
        ("总计 " + TORN.replace("自然人 商业 企业", "自商业 然人企业").replace(" 总计", ""), True),  # a piece of one character
        (TORN.replace("自然人 商业 企业", "商业自 企业然人"), True),
        ("", False),
    ],
)
def test_a_header_in_pieces_holds_each_label_and_nothing_else(words: str, together: bool) -> None:
    """No order is left of it; which columns there are is certain nevertheless."""
    assert in_pieces(words.split(), index_of(FORMS.form("2021")).by_id["requests"].blocks[0]) is together


@pytest.mark.parametrize(
    ("parts", "full", "text"),
    [
        ([], 2, ""),
        (["7"], 2, "7"),
        (["12", "3"], 2, "123"),
        (["12", "34"], 2, "1234"),
        (["12", "34", "5"], 2, "12345"),
        (["1", "23"], 2, None),  # it did not fill its line
        (["12", "345"], 2, None),
        (["20（其", "中7件）"], 4, "20（其中7件）"),
        (["20（其", "中7件"], 4, None),
        (["20", "件"], 2, None),
    ],
)
def test_what_goes_on_in_one_cell(parts: list[str], full: int, text: str | None) -> None:
    """A number that is too wide for its column fills it on each line but its last; a note ends with its bracket."""
    assert whole(parts, full) == text


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([line("12@0", "3@5", "45@10"), line("6@0", "7@10")], ["126", "3", "457"]),
        ([line("12@0", "3@5", "45@10"), line("6@0")], None),  # it may be the number of a page
        ([line("12@0", "3@5", "45@10"), line("6@5", "7@10")], None),  # the 3 does not fill its column
        ([line("12@0", "3@5", "45@10"), line("6@0", "7@1")], None),  # both under one
        ([line("12@0", "3@5", "45@10"), line("6@3", "7@8")], ["126", "3", "457"]),  # as many as fill theirs
        ([line("12@0", "3@5", "45@10"), line("6@3", "7@8", "8@13")], None),
        ([line("12@0", "3@5", "45@10"), line("6@3", "7@5")], None),  # one of them under a third
        ([line("12@0", "3@5", "45@10"), line("6@0", "件@10")], None),
        ([line("12@0", "3@5", "45@10"), line("66@0", "77@10"), line("8@0", "9@10")], ["12668", "3", "45779"]),
        ([line("12@0", "3@5", "45@10"), line("6@0", "7@10"), line("8@0", "9@10")], None),  # the second line was not full
    ],
)
def test_numbers_that_go_on_below(lines: list[list[Word]], texts: list[str] | None) -> None:
    """Their pieces stand under those that fill their columns, or are as many."""
    assert below(lines) == texts


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([line("20（其", "4", "5"), line("中7件）")], ["20（其中7件）", "4", "5"]),
        ([line("20（其", "4", "9（其"), line("中7", "中3"), line("件）", "件）")], ["20（其中7件）", "4", "9（其中3件）"]),
        ([line("20（其", "4", "5"), line("中7件")], None),  # it does not end
        ([line("20", "4", "5"), line("中7件）")], None),  # none begins
        ([line("20（其", "4", "9（其"), line("中7件）")], None),  # whose is it?
        ([line("20（其", "4"), line("中7件）")], None),  # a cell is missing
        ([line("20（其", "+4", "5"), line("中7件）")], None),  # the 4 may be the note's
        ([line("中7"), line("20（其", "4", "5"), line("件）")], None),  # in this order they make none
    ],
)
def test_notes_over_several_lines(lines: list[list[Word]], texts: list[str] | None) -> None:
    """One line has a piece of every cell, and the others as many as there are notes."""
    assert noted(lines, 3) == texts


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        (line("20（其", "+中7", "+件）", "4"), ["20（其中7件）", "4"]),
        (line("20（其", "中7", "+件）"), ["20（其", "中7", "件）"]),  # a wide gap parts them
        (line("20（其", "+中7（", "+件）"), ["20（其", "中7（", "件）"]),
        (line("其（其", "+中7", "+件）"), ["其（其", "中7", "件）"]),  # no number before it
        (line("20（其", "+中7", "件）"), ["20（其", "中7", "件）"]),
        (line("20（其", "+中7"), ["20（其", "中7"]),  # it does not end here
        (line("20", "+4"), ["20", "4"]),
    ],
)
def test_a_note_on_one_line_is_one_word(words: list[Word], texts: list[str]) -> None:
    """One blank parts its words, and a bracket ends it."""
    assert [word.text for word in with_notes(words)] == texts


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("1 2", True),
        ("7", False),
        ("7件）", True),
        (f"公 {'公' * 20}7）", True),
        (f"公 {'公' * 21}7）", False),  # longer than the end of any note
        ("件）", False),
        ("12（其 3", True),
        ("共计 12（其", True),
        ("12（其", True),
        ("共12件", False),
        ("共 12 件", False),
        ("1 / -", False),
    ],
)
def test_several_cells_that_a_reader_could_not_part(text: str, several: bool) -> None:
    """Numbers with blanks between them, and notes that go on elsewhere."""
    assert holds_pieces(text) is several


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([line("1", "2", "3")], ["1", "2", "3"]),
        ([line("1", "2", "4")], None),
        ([line("12", "3", "12"), line("0", "3")], ["120", "3", "123"]),
        ([line("12", "3", "12"), line("0")], None),
        ([line("11", "11", "22"), line("0", "0")], None),  # 110 and 11 make no 220
        ([line("11", "11", "12"), line("0", "1")], None),  # the first or the second
        ([line("5（其", "2", "7"), line("中1件）")], ["5（其中1件）", "2", "7"]),
        ([line("1"), line("2", "3")], None),
    ],
)
def test_a_sum_proves_how_the_pieces_of_a_row_go_together(lines: list[list[Word]], texts: list[str] | None) -> None:
    """Only where there is one way."""
    assert Prover().put_together(lines, 3) == texts


@pytest.mark.parametrize(
    ("lines", "rows", "length"),
    [
        (("一、本年新收政府信息公开申请数量 #", "二、上年结转政府信息公开申请数量 #"), "received 0 0, carried_in 1 1", 2),
        (("一、本年新收政府", "信息公开申请数量 #", "二、上年结转政府 #", "信息公开申请数量"), "received 0 1, carried_in 2 3", 4),
        (("一、本年新收政府", "某某 #"), "", 0),
        (("一、本年新收政府信息公开申请数量 #", "某某 #"), "received 0 0", 1),
        # the labels of groups stand beside those of their rows, torn line by line
        (("三、本年 （一）予以公开 #", "度办理 （二）部分公开（区分处 #", "结果 理的，只计这一情形，不计其他情形）"), "granted 0 0, partly_granted 1 2", 3),
        (("（三） 1.属于国家秘密 #", "不予 2.其他法律行政法规禁止公开 #", "公开 3.危及“三安全一稳定” #"),
         "denied_state_secret 0 0, denied_prohibited_by_law 1 1, denied_security_stability 2 2", 3),
        (("（三）不予公开 1.属于国家秘密 #",), "denied_state_secret 0 0", 1),
        # 其他处理 is a row of the form before, and the group of others
        (("（六）其他处理 #", "（七）总计 #"), "closed 0 0, processed_total 1 1", 2),
        (("（六）其他处理 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 #", "（七）总计 #"), "closed_not_corrected 0 0, processed_total 1 1", 2),
        (("二、上年结转政府信息公开申请数量 #", "一、本年新收政府信息公开申请数量 #"), "carried_in 0 0", 1),  # against the form's order
        (("1.属于国家秘密 #", "#", "2.其他法律行政法规禁止公开 #"), "denied_state_secret 0 0, denied_prohibited_by_law 2 2", 3),
        (("一、本 年 新 收 政府 信息 公开 申请数量 #",), "received 0 0", 1),
        (("一、本 年 新 收 政府 信息 公开 申请 数量 #",), "", 0),  # in too many pieces
        (("1.属于国家秘密 甲 乙 丙 丁 戊 己 庚 辛 #",), "", 0),
    ],
)  # fmt: skip
def test_wrapped_labels_and_those_of_groups_beside_them(lines: tuple[str, ...], rows: str, length: int) -> None:
    """Each row with the first and the last line of its label, and how many lines they are; # stands for numbers."""
    words = [([word for word in line.split() if word != "#"], "#" in line.split()) for line in lines]
    found, count = labels_of(index_of(FORMS.form("2021")).by_id["requests"].blocks[0].block).read(words)
    assert (", ".join(f"{label.row.id} {label.first} {label.last}" for label in found), count) == (rows, length)


@pytest.mark.parametrize(
    ("word", "begins"),
    [("一、本年", True), ("一", False), ("本年新收", True), ("新收政府", False), ("二、", False), ("某某", False), ("（六）其他处理", True), ("（三）不予公开", False)],
)
def test_what_the_label_of_a_row_begins_with(word: str, begins: bool) -> None:
    """Two characters tell it; those of a group begin none."""
    assert labels_of(index_of(FORMS.form("2021")).by_id["requests"].blocks[0].block).begins(word) is begins


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("某某其他结果 尚未审结 总计", True),
        ("其他结果某某尚未审结 总计", False),  # two
        ("其他结果 尚未审结 总计某某", False),
    ],
)
def test_labels_one_behind_the_other_are_a_header(text: str, header: bool) -> None:
    """Three of them, with nothing in between and nothing behind."""
    assert _is_header(index_of(FORMS.form("2021")).by_id["disputes"], text) is header


@pytest.mark.parametrize(
    ("text", "unparted"),
    [
        ("12 34", True),
        ("1,234 5", True),
        ("3/4 5", True),
        ("31（其中第一季", True),  # the bracket goes on elsewhere
        ("其中3件）", True),
        ("12", False),
        ("共 3 件", False),
        ("2023年 1月", False),
        ("第 一 行", False),
    ],
)
def test_numbers_that_a_reader_could_not_part_are_known_by_the_blanks_between_them_or_by_a_note_that_is_cut(text: str, unparted: bool) -> None:
    """One number is a cell, and a number among words is prose."""
    assert is_unparted(text) is unparted
