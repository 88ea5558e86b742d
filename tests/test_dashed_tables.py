"""Tables drawn with dashes, as pandoc writes them: each cell is cut where its column begins, and what is no such table is left as text."""

from __future__ import annotations

import pytest

from govdisc.text.dashes import dashed_table

SIMPLE = """\
信息内容       本年制发件数 现行有效件数
-------------- ------------ ------------
规章           1            2
行政规范性文件              16
"""

MULTILINE = """\
---------------------------------
信息内容       本年制发 现行有效
               件数     件数
-------------- -------- ---------
规章           1        2

行政规范性     3        16
文件
---------------------------------
"""


def rows(text: str, at: int) -> list[tuple[int, list[str]]] | None:
    """The rows of the table that a line begins."""
    table = dashed_table(text.splitlines(), at)
    return None if table is None else table.rows


def test_a_header_above_the_dashes() -> None:
    """The simple kind ends with a blank line, or with the text."""
    cells = [(0, ["信息内容", "本年制发件数", "现行有效件数"]), (2, ["规章", "1", "2"]), (3, ["行政规范性文件", "", "16"])]
    for text, end in ((SIMPLE, 4), (SIMPLE + "\n尾", 4), (SIMPLE + SIMPLE.splitlines()[1] + "\n尾", 5)):
        table = dashed_table(text.splitlines(), 1)
        assert table is not None
        assert (table.rows, table.end, table.headed_above) == (cells, end, True)


def test_a_header_between_dashes() -> None:
    """The kind with cells of several lines: blank lines part its rows, and dashes close it."""
    table = dashed_table(MULTILINE.splitlines(), 0)
    assert table is not None
    assert table.rows == [
        (1, ["信息内容", "本年制发\n件数", "现行有效\n件数"]),
        (4, ["规章", "1", "2"]),
        (6, ["行政规范性\n文件", "3", "16"]),
    ]
    assert (table.end, table.headed_above) == (9, False)


def test_a_blank_line_before_the_last_row_parts_it_too() -> None:
    """A row of two lines, then one of one line."""
    text = "-------\n名  数\n--- ---\n规  1\n章\n\n文  2\n-------\n"
    assert rows(text, 0) == [(1, ["名", "数"]), (3, ["规\n章", "1"]), (6, ["文", "2"])]


def test_rows_of_one_line_need_no_blank_between() -> None:
    """Where nothing parts the rows each line is one; a blank line before the closing dashes parts nothing."""
    lines = MULTILINE.replace("\n\n", "\n").replace("文件\n---", "文件           7        8\n\n---")
    assert [cells for _line, cells in rows(lines, 0) or []][1:] == [["规章", "1", "2"], ["行政规范性", "3", "16"], ["文件", "7", "8"]]


def test_no_header_at_all() -> None:
    """Dashes above and below, nothing before them."""
    assert rows("\n---- ----\n规章 1\n---- ----\n", 1) == [(2, ["规章", "1"])]
    assert rows("---------\n---- ----\n规章 1\n---------\n", 0) == [(2, ["规章", "1"])]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("规章 1\n规章 2\n", 0),  # no dashes
        ("---- ----\n规章 1\n", 0),  # nothing above
        ("---\n标题\n\n正文\n", 0),  # a rule alone, as it parts sections
        ("标题\n---\n正文\n", 1),  # one column is none
        ("\n---- ----\n规章 1\n", 1),  # neither a header nor an end
        ("规章 件数\n---- ----\n规章规章 1\n", 1),  # a word stands over the edge of two columns
        ("规章 件数\n-- ----\n规章 1\n", 1),  # too short to be drawn
        ("规章 件数\n---- -\n规章 1\n", 1),
        ("\n---- ----\n\n---- ----\n", 1),  # nothing within
        (f"规章 件数\n---- ----\n规章 {'1' * 4000}\n", 1),  # a line that is wider than any table
        ("规章 件数\n---- ----\n" + "规章 1\n" * 2000, 1),  # longer than any table
        ("-" * 9 + "\n信息\n" + "件数\n" * 40 + "---- ----\n规章 1\n" + "-" * 9, 0),  # a header longer than any
    ],
)
def test_what_is_no_table_is_left_as_text(text: str, at: int) -> None:
    """Rules, underlined titles and lines that do not keep to the columns."""
    assert dashed_table(text.splitlines(), at) is None


def test_columns_are_counted_in_the_cells_of_a_terminal() -> None:
    """A Chinese character takes two, a letter one, an accent none."""
    assert rows("名称   数\n------ --\n规章   1\nabcde\u0301  2\n", 1) == [(0, ["名称", "数"]), (2, ["规章", "1"]), (3, ["abcde\u0301", "2"])]
