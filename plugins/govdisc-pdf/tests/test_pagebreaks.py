"""Tables over page breaks: which pieces are one table, and which row the break has cut."""

from __future__ import annotations

import pytest
from govdisc_pdf.pagebreaks import Piece, Slot, joined

BORDERS = tuple(float(100 * i) for i in range(20))


def piece(page: int, *rows: list[str | Slot], borders: tuple[float, ...] | None = None) -> Piece:
    """A piece of plain cells; a text that ends in | fills its cell."""
    out = []
    for number, row in enumerate(rows, 1):
        slots: list[Slot] = []
        at = 0
        for cell in row:
            place = f"page {page} row {number}"
            slot = Slot(at, cell.rstrip("|"), place, full=cell.endswith("|")) if isinstance(cell, str) else cell._replace(place=place)
            slots.append(slot)
            at = slot.column + slot.colspan
        out.append(tuple(slots))
    width = max(slot.column + slot.colspan for row in out for slot in row)
    return Piece(tuple(out), borders or BORDERS[: width + 1], f"page {page}")


def texts(first: Piece, second: Piece) -> list[list[str]]:
    whole = joined(first, second)
    assert whole is not None
    return [[slot.text for slot in row] for row in whole.rows]


def rows(first: list[str | Slot], second: list[str | Slot]) -> list[list[str]]:
    """What becomes of the last row of a page and the first one of the next."""
    return texts(piece(1, first), piece(2, second))


def test_pieces_of_a_table_join() -> None:
    """The same columns, or some of them, make one table; other columns do not."""
    first = piece(1, ["信息内容", "制发", "废止"], ["规章", "0", "1"], borders=(0, 100, 200, 300))
    second = piece(2, ["行政许可", "5"], borders=(0, 101, 299))
    whole = joined(first, second)
    assert whole is not None
    assert [(cell.text, cell.colspan, cell.place) for cell in whole.grid().rows[-1]] == [("行政许可", 1, "page 2 row 1"), ("5", 2, "page 2 row 1")]
    assert joined(first, piece(2, ["行政许可", "5"], borders=(0, 150, 300))) is None
    assert joined(first, piece(2, ["行政许可", "5"], borders=(0, 100, 350))) is None


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (["4.无正当理由大量", ""], ["反复申请", "3"], ["4.无正当理由大量\n反复申请", "3"]),
        (["4.无正当理由大量", "3"], ["反复申请", ""], ["4.无正当理由大量\n反复申请", "3"]),
        (["4.无正当理由大量", ""], ["反复申请", ""], ["4.无正当理由大量\n反复申请", ""]),
        (["部分公开（只计", "2"], ["这一情形）", ""], ["部分公开（只计\n这一情形）", "2"]),
        (["行政规范|", ""], ["性文件", "7"], ["行政规范\n性文件", "7"]),
        (["1.属于国家秘密", ""], ["", "3"], ["1.属于国家秘密", "3"]),
        (["1.属于国家秘密", "0", "7", ""], ["", "", "", "16945"], ["1.属于国家秘密", "0", "7", "16945"]),
        (["6.属", "303", "9", "312"], ["于四类", "", "4（其中第一\n季度33件）", ""], ["6.属\n于四类", "303", "94（其中第一季度33件）", "312"]),
        (["规章", "9", "7"], ["", "4（其中3件）", ""], ["规章", "94（其中3件）", "7"]),
        (["", "0", "", "88", "88"], ["1.申请人", "", "", "", ""], ["1.申请人", "0", "", "88", "88"]),
        (["", "0", "", ""], ["2.申请人", "", "", "7589"], ["2.申请人", "0", "", "7589"]),
        (["", "75|", ""], ["2.申请人", "89", "0"], ["2.申请人", "7589", "0"]),
        (["", "75", "0"], ["2.申请人", "89", ""], ["2.申请人", "75\n89", "0"]),
        (["规章", "22（其"], ["", "中修订16件）"], ["规章", "22（其中修订16件）"]),
        (["", "22（其"], ["规章", "中修订16件）"], ["规章", "22（其中修订16件）"]),
    ],
)
def test_cut_row(above: list[str | Slot], below: list[str | Slot], whole: list[str]) -> None:
    """A label or a note that goes on, or numbers without a label below a label without numbers: one row."""
    assert rows(above, below) == [whole]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["4.大量申请", ""], ["5.重新出具", "3"]),
        (["规章", ""], ["行政规范性文件", "3"]),
        (["规章", ""], ["行政规范性文件", ""]),
        (["4.大量", "1"], ["申请", "3"]),
        (["4.大量", "/"], ["申请", "/"]),
        (["维持", "纠正", "其他"], ["1", "2", ""]),
        (["维持", "纠正", "其他"], ["", "", ""]),
        (["信息内容", "制发"], ["规章", ""]),
        (["（七）总计", "12"], ["", ""]),
        (["", "3", "4"], ["规章", "5", "6"]),
        (["6.甲", "9", "7"], ["7.乙", "4（其中3件）", "5"]),
        (["规章", "9", "7"], ["文件", "4（其中3件）", "5"]),
        (["规章", "9", "7"], ["文件", "4（其中3件）", ""]),
    ],
)
def test_rows_that_are_not_cut(above: list[str | Slot], below: list[str | Slot]) -> None:
    """A label with an ordinal, one that had ended, numbers on both sides, labels of columns above numbers or blanks: two rows."""
    assert rows(above, below) == [above, below]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (["（七）总计", "12", "1315|"], ["", "", "5"], ["（七）总计", "12", "13155"]),
        (["（一）公开", "1|", "33|"], ["", "", "58"], ["（一）公开", "1", "3358"]),
        (["3.其他情形|", "1", "1315|"], ["（续）", "", "5"], ["3.其他情形\n（续）", "1", "13155"]),
        (["91|", "19|"], ["1", "89"], ["911", "1989"]),
        (["（七）总计", "1315"], ["", "5"], ["（七）总计", "1315\n5"]),
        (["（七）总计", "12", "1315|"], ["", "3", "5"], ["（七）总计", "12\n3", "13155"]),
    ],
)
def test_cut_number(above: list[str | Slot], below: list[str | Slot], whole: list[str]) -> None:
    """Figures alone below figures are the rest of a number that had no more room; where it had room, the parts stay apart."""
    assert rows(above, below) == [whole]


def test_cut_row_beside_a_spanning_label() -> None:
    """A label that spans the rows above does not keep a cut row apart, whether it is printed on or not."""
    for rest in ("", "公开"):
        first = piece(1, [Slot(0, "（三）不予", "", 2), "7.甲", "5"], [Slot(1, "8.属", ""), "6"])
        assert texts(first, piece(2, [rest, "于乙", ""]))[1] == ["8.属\n于乙", "6"]


def test_row_below_a_label_that_spans_the_break() -> None:
    """Rows with labels of their own stay as they are, and none of their numbers is taken for the end of a label."""
    first = piece(1, [Slot(0, "（三）不予公开", "", 2), "1.甲", "5"], [Slot(1, "2.乙", ""), "6"])
    second = piece(2, [Slot(0, "", "", 2), "3.丙", ""], [Slot(1, "4.丁", ""), "8"])
    assert texts(first, second)[1:] == [["2.乙", "6"], ["", "3.丙", ""], ["4.丁", "8"]]


def test_blank_number_below_a_header_of_two_rows() -> None:
    """A blank cell below a label that spans two rows of the header is a blank number."""
    first = piece(1, [Slot(0, "维持", "", 2), "起诉"], [Slot(1, "纠正", "")])
    assert texts(first, piece(2, ["", "4"]))[-1] == ["", "4"]


def test_header_printed_again() -> None:
    """The rows with which the table begins go when they come back below the break, also before a row that was cut."""
    header: list[str | Slot] = ["信息内容", "件数"]
    assert texts(piece(1, header, ["4.大量", ""]), piece(2, header, ["申请", "3"], ["5.乙", "4"])) == [
        ["信息内容", "件数"],
        ["4.大量\n申请", "3"],
        ["5.乙", "4"],
    ]
    assert texts(piece(1, header, ["规章", "3"]), piece(2, header)) == [["信息内容", "件数"], ["规章", "3"]]


def test_rows_of_numbers_are_no_header() -> None:
    """A row that is printed twice, numbers among it, stays twice."""
    assert rows(["1", "2"], ["1", "2"]) == [["1", "2"], ["1", "2"]]
