"""Text that keeps the layout of a page: in which column a word stands, and which pieces on several lines are one cell."""

from __future__ import annotations

import re

import pytest

from govdisc.recognise.extents import Extent, Word, extents_of, placed, width
from govdisc.recognise.pieces import goes_on, holds_pieces
from govdisc.recognise.summed import Prover
from govdisc.recognise.wrapped import below, noted, whole, with_notes


def words(line: str) -> list[Word]:
    """The words of a line and their places; one blank joins a word to the one before."""
    found = [(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", line)]
    return [Word(text, start, end, at > 0 and start == found[at - 1][2] + 1) for at, (text, start, end) in enumerate(found)]


def columns(drawn: str) -> list[Extent]:
    """The columns that a line of ``=`` draws, each as wide as the widest that was printed in it."""
    return [
        Extent(match.start(), match.end(), match.end() - match.start(), match.end() - match.start()) for match in re.finditer("=+", drawn)
    ]


@pytest.mark.parametrize(
    ("drawn", "line", "expected"),
    [
        ("===  ===  ===", "  1    2    3", [0, 1, 2]),
        ("===  ===  ===", "       2     ", [1]),
        ("===  ===  ===", "            3", [2]),
        ("===  ===  ===", "  1         3", [0, 2]),
        # between two columns, under none
        ("===    ===", "    7", None),
        ("===  ===", "         7", None),
        # right behind the end of one column and right before the beginning of the next: it touches neither
        ("===     ===", "   77   ", None),
        ("===     ===", "      77", None),
        ("===     ===", "  77    ", [0]),
        ("===     ===", "       77", [1]),
        # over both
        ("=== ===", "  777", None),
        # two words in one column, in whatever order of places
        ("======  ===", "1   2   3", None),
        # one blank behind the first: the next column, whose numbers are too wide for the blank to pass over it
        ("===  ===  ===", "111 222 333", [0, 1, 2]),
        ("===  ===  ===", "  1    2 333", [0, 1, 2]),
        # one blank, and the next column is narrow: only what stands in it is in it
        ("===  =  ===", "111 2 ", None),
        ("===  =  ===", "  1  2 ", [0, 1]),
        ("=== = ===", "111 2 333", [0, 1, 2]),
        ("=== = ===", "111 22333", None),
        ("== ==", "11 22", [0, 1]),
        ("== ==", "11 22 33", None),
        ("===  ==", "  1 777777", [0, 1]),
        ("==   ==", "11 777777", [0, 1]),
        # what begins behind the next column is no longer in it
        ("=== ===", "      1 777", None),
        ("=== ===     ===", "         111111 7", None),
        # the first word of a line has a place of its own
        ("===  ===", " 1", [0]),
    ],
)
def test_the_column_of_each_word(drawn: str, line: str, expected: list[int] | None) -> None:
    """A number under one column stands in it; behind one blank it stands in the next, where nothing can have been passed over."""
    assert placed(words(line), columns(drawn)) == expected


def test_a_first_word_without_a_place_of_its_own_stands_in_the_first_column() -> None:
    """One blank parts it from a label, which may have pushed it to the right; but not past its column."""
    drawn = columns("   ===  ===")
    assert placed([Word("7", 4, 5, True)], drawn) == [0]
    assert placed([Word("7", 1, 2, True)], drawn) == [0]
    assert placed([Word("7", 5, 6, True), Word("9", 10, 11, False)], drawn) == [0, 1]
    assert placed([Word("7", 6, 7, True)], drawn) is None


def test_a_word_that_goes_on_stays_in_its_cell() -> None:
    """The second piece of a note behind one blank, as long as it ends within the column and no number stands elsewhere on the line."""
    drawn = columns("==========  ===")
    assert placed(words("20（其中 7月"), drawn) == [0, 0]
    assert placed(words("20（其中 7月及以后各月"), drawn) is None
    assert placed(words("20（其中 7月  9"), drawn) is None


@pytest.mark.parametrize(
    ("lines", "count", "expected"),
    [
        # a line with a cell in each column
        (["1   22  333", "11  2   3"], 3, [(0, 2), (4, 6), (8, 11)]),
        # numbers that end at one place, begin at one, or have one middle
        (["   1  2", "1234  2"], 2, [(0, 4), (6, 7)]),
        (["1     2", "1234  2"], 2, [(0, 4), (6, 7)]),
        # too few, too many columns, and none that is complete
        (["1   2", "3   4"], 3, None),
        (["1   2   3", "3   4   5"], 2, None),
        # a word that was moved stands in no column
        (["1   2   3", "3   4"], 2, [(0, 1), (4, 5)]),
        (["1   2", "3       5"], 3, None),
        # one that is over two others
        (["1    2", "3333333"], 2, None),
        # a column whose numbers lie about
        (["1           2", " 11111      2", "         1111  2"], 2, None),
    ],
)
def test_the_columns_of_lines(lines: list[str], count: int, expected: list[tuple[int, int]] | None) -> None:
    """They are told where some line has a cell in each, and where all that stands in one is aligned."""
    found = extents_of([words(line) for line in lines], count)
    assert (found and [(extent.x0, extent.x1) for extent in found]) == expected


def test_the_columns_below_labels() -> None:
    """Labels over all columns are enough, wherever numbers stand; a number under none of them is too much."""
    labels = words("甲甲甲  乙乙乙  丙丙丙")
    found = extents_of([words("1          33")], 3, labels)
    assert found is not None
    assert [(extent.x0, extent.x1, extent.wide, extent.full) for extent in found] == [(0, 3, 6, 1), (5, 8, 6, 0), (10, 13, 6, 2)]
    assert extents_of([words("1                 33")], 3, labels) is None
    assert extents_of([words("  111111")], 3, labels) is None


def test_the_columns_of_another_page_are_as_far_apart() -> None:
    """Without labels and a complete line, the steps from column to column must be those of a page that has them."""
    known = extents_of([words("1    2    3    4")], 4)
    assert known is not None
    blank_in_each = ["1    2    3     ", "     2    3    4"]
    assert extents_of([words(line) for line in blank_in_each], 4) is None
    assert extents_of([words(line) for line in blank_in_each], 4, (), [known]) is not None
    twice_as_far = ["1    2         3     ", "     2         3    4"]
    assert extents_of([words(line) for line in twice_as_far], 4, (), [known]) is None
    closer = ["1    2  3     ", "     2  3    4"]
    assert extents_of([words(line) for line in closer], 4, (), [known]) is None


def test_wide_characters_are_two() -> None:
    """As they are printed; ＡＢ as well."""
    assert [width(text) for text in ("7", "12（含3）", "Ａ7", "—", "")] == [1, 9, 3, 1, 0]


@pytest.mark.parametrize(
    ("parts", "full", "expected"),
    [
        ([], 3, ""),
        (["12"], 3, "12"),
        (["123", "4"], 3, "1234"),
        (["123", "456", "78"], 3, "12345678"),
        (["12", "4"], 3, None),
        (["123", "4567"], 3, None),
        (["123", "45", "678"], 3, None),
        (["20（其中", "7件）"], 9, "20（其中7件）"),
        (["20（其中", "7件"], 9, None),
        (["约", "20"], 2, None),
    ],
)
def test_pieces_in_one_column(parts: list[str], full: int, expected: str | None) -> None:
    """A number fills its column on each line but its last; a number with a note is put together too."""
    assert whole(parts, full) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # under the numbers that are as wide as any
        (["123  4  567", "8       9"], ["1238", "4", "5679"]),
        (["123  4  567", "888     999", "7       1"], ["1238887", "4", "5679991"]),
        # one piece may be the number of the page
        (["123  4  567", "8"], None),
        # under one that does not fill its column
        (["123  4  567", "8    9"], None),
        # a word, above or below
        (["123  4  约5", "8       9"], None),
        (["123  4  567", "8       件"], None),
        # two pieces under one number
        (["123  4  567", "8 9       "], None),
        # the second line below goes on only where the first was filled
        (["123  4  567", "88      999", "7       1"], None),
        # not all under one number: as many as there are numbers of several figures, and under no other
        (["123  4  567", "  8  9"], None),
        (["123  4  567", "    8      9"], ["1238", "4", "5679"]),
        (["123  4  567", "    8      9", "    1      2"], None),
        (["123  4  567  8", "    1      2      3"], None),
        (["123  45  67", "   8   9   1"], ["1238", "459", "671"]),
        (["123  45  67", "   8     9 1"], None),
        (["123  4  56", "     8      9"], None),
    ],
)
def test_pieces_below_numbers(lines: list[str], expected: list[str] | None) -> None:
    """Those of the one row of part 4, which has no label beside it."""
    assert below([words(line) for line in lines]) == expected


@pytest.mark.parametrize(
    ("lines", "count", "expected"),
    [
        (["1  20（其中  21", "7件）"], 3, ["1", "20（其中7件）", "21"]),
        (["20（其", "1  中第一  21", "季度7件）"], 3, ["1", "20（其中第一季度7件）", "21"]),
        (["20（其中  30（其中", "7件）  1  8件）"], 3, ["20（其中7件）", "1", "30（其中8件）"]),
        # not every line has a piece of each
        (["20（其中  30（其中", "7件）  1  季度", "8件）"], 3, None),
        # no line has a cell in each column
        (["1  20（其中", "7件）"], 3, None),
        # nothing goes on
        (["1  20  21", "7"], 3, None),
        # what comes of it is no number with a note
        (["1  20（其中  21", "7件"], 3, None),
        (["1  约（其中  21", "7件）"], 3, None),
        (["20（其中  30（其中  1", "7件）  8件"], 3, None),
        # one blank before figures: they may be those of the note
        (["20（其中 7  21", "件）"], 3, None),
        (["20（其中  7  21", "件）"], 3, ["20（其中件）", "7", "21"]),
        (["20（其中 约7  21", "件）"], 3, None),
    ],
)
def test_notes_over_several_lines(lines: list[str], count: int, expected: list[str] | None) -> None:
    """One line has a piece of every cell; the others have one of each note, and nothing else."""
    assert noted([words(line) for line in lines], count) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1  2", ["1", "2"]),
        ("20（其中 7 件）  21", ["20（其中7件）", "21"]),
        ("20（其中  7 件）", ["20（其中", "7", "件）"]),
        ("20（其中 7  件）", ["20（其中", "7", "件）"]),
        ("20（其中 7", ["20（其中", "7"]),
        ("约20（其中 7件）", ["约20（其中", "7件）"]),
        ("20（其中 30（其中 7件）", ["20（其中", "30（其中7件）"]),
        ("20（含 7件） 8", ["20（含7件）", "8"]),
        ("1 2（含 7件）", ["1", "2（含7件）"]),
    ],
)
def test_notes_on_one_line(line: str, expected: list[str]) -> None:
    """A note behind a number is put together where one blank parts its words and it ends on the line."""
    assert [word.text for word in with_notes(words(line))] == expected


def test_a_note_put_together_ends_where_its_last_word_does() -> None:
    """Its place along the line tells its column."""
    assert with_notes(words("1  20（含 7件）  9"))[1] == Word("20（含7件）", 3, 11, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7件）", True),
        ("7（其中", True),
        ("12 34", True),
        ("0 75（其中第一季度70件） 0", True),
        ("7", False),
        ("7 无", False),
        ("件）", False),
        ("规章 7 8", False),
        ("规章 7（其中", True),
        ("（本列数据的勾稽关系为：第1项加第2项之和，等于第3项加第4项之和）", False),
        ("（第1项 第2项）", False),
    ],
)
def test_what_holds_pieces_of_cells(text: str, expected: bool) -> None:
    """Several numbers, or a piece of one with a note: a reader could not part them, and they are told."""
    assert holds_pieces(text) is expected


@pytest.mark.parametrize(("text", "expected"), [("20（其中", True), ("其中（", True), ("季度", True), ("7件）", False), ("7", False), ("7（件）", False)])
def test_what_goes_on(text: str, expected: bool) -> None:
    """A piece in which a note begins and does not end, or a word of one; the end of a note and a whole cell do not."""
    assert goes_on(text) is expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["12  30  43", "8   5   3"], ["128", "305", "433"]),
        (["12  30  42"], ["12", "30", "42"]),
        (["12  30  43"], None),
        # a number of one figure goes on nowhere, and neither does a zero
        (["1  30  42", "2"], None),
        (["0  30  42", "12"], None),
        # a note begins below each number
        (["12  30  42", "（含1）  （含2）  （含3）"], ["12（含1）", "30（含2）", "42（含3）"]),
        (["12  30  42", "（含1）"], None),
        # a note goes on until it ends
        (["12（含  30  42", "1件）"], ["12（含1件）", "30", "42"]),
        (["12（含  30  42", "1件"], None),
        # more pieces than columns
        (["12  30  40  2"], None),
    ],
)
def test_a_row_whose_sum_proves_it(lines: list[str], expected: list[str] | None) -> None:
    """Its pieces are put together where the sum holds in one way alone."""
    assert Prover().put_together([words(line) for line in lines], 3) == expected
