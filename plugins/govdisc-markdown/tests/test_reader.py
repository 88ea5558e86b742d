"""Markdown of other hands: converters' tables, wrapped text, markup in the text, and files that are none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from govdisc_markdown import reader
from govdisc_markdown.detect import detect
from govdisc_markdown.reader import read

from govdisc.formats.text import read as read_text
from govdisc.model.book import builtin_forms
from govdisc.plugin import Cell, Document, Format, Grid, InputError, Notice, Paragraph, ReadContext
from govdisc.reading import PICTURE
from govdisc.recognise import recognise
from govdisc.testing import in_proportion

REAL = Path(__file__).parents[4] / "shared" / "reports" / "kewei-2024.md"


def _paragraphs(text: str) -> list[tuple[str, str]]:
    return [(block.text, block.place) for block in read(text.encode()).blocks if isinstance(block, Paragraph)]


def _grids(text: str) -> list[Grid]:
    return [block for block in read(text.encode()).blocks if isinstance(block, Grid)]


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def test_each_line_is_a_paragraph_with_its_place() -> None:
    """Places are those of the text reader; blank lines, rules, fences and comments are nothing."""
    text = "# 标题 ##\n\n第一行\n第二行\n---\n```\n代码\n```\n<!-- a\nb -->\n> 引文\n- 项目\n- 4 -\n"
    text += "**粗** 和 [链接](http://a.b/c) &amp; <b>x</b>"
    assert _paragraphs(text) == [
        ("标题", "line 1"),
        ("第一行", "line 3"),
        ("第二行", "line 4"),
        ("代码", "line 7"),
        ("引文", "line 11"),
        ("项目", "line 12"),
        ("- 4 -", "line 13"),
        ("粗 和 链接 & x", "line 14"),
    ]


def test_places_agree_with_the_text_reader() -> None:
    """The same file read as text and as Markdown has the same text at the same lines."""
    text = "一、总体情况\n\n全年公开信息3条。\n| 规章 | 0 | 0 | 6 |\n|---|---|---|---|\n| 行政许可 | 7 | 1 | 2 |"
    as_text = {block.place: block for block in read_text(text.encode()).blocks if isinstance(block, Paragraph) and block.text}
    for block in read(text.encode()).blocks:
        if isinstance(block, Paragraph):
            assert as_text[block.place].text == block.text
    (grid,) = _grids(text)
    assert [row[0].place for row in grid.rows] == ["line 4", "line 6"]


def test_a_table_knows_its_columns_only_if_all_rows_agree() -> None:
    """Ragged tables, tables of one row, and tables headed by data are only sequences of cells."""
    assert [grid.aligned for grid in _grids("| a | b |\n|---|---|\n| x | 1 |")] == [True]
    assert [grid.aligned for grid in _grids("| a | b |\n|---|---|\n| x | 1 | 2 |")] == [False]
    assert [grid.aligned for grid in _grids("| a | b |\n|---|---|---|\n| x | 1 |")] == [False]
    assert [grid.aligned for grid in _grids("| x | 1 |\n|---|---|")] == [False]
    assert [grid.aligned for grid in _grids("| x | 1 |\n|---|---|\n| y | 2 |")] == [False]
    assert [grid.aligned for grid in _grids("| x | 1 |\n| y | 2 |")] == [False]
    assert [grid.aligned for grid in _grids("| a | b | |\n|---|---|---|\n| x | y | 1 |")] == [False]
    assert [grid.aligned for grid in _grids("| | b | c |\n|---|---|---|\n| x | y | 1 |")] == [True]


def test_a_rule_within_a_table_starts_the_next_one() -> None:
    """Converters put tables of one row one below the other."""
    grids = _grids("| a | b |\n|---|---|\n| x | 1 |\n| 0 | 0 | 0 |\n|---|---|---|\n| y | 2 | 3 |")
    assert [_texts(grid) for grid in grids] == [[["a", "b"], ["x", "1"]], [["0", "0", "0"], ["y", "2", "3"]]]
    assert grids[1].place == "line 4"


def test_dashes_as_marks_are_no_rule() -> None:
    """A row of single dashes below the rule is data."""
    (grid,) = _grids("| a | b | c |\n|---|---|---|\n| - | - | - |")
    assert _texts(grid)[1] == ["-", "-", "-"]
    assert [_texts(grid) for grid in _grids("行政许可\n- |\n-- |")] == [[["-"], ["--"]]]


def test_rows_without_outer_bars_are_a_table_above_their_rule() -> None:
    """GitHub tables may leave out the outer bars; a bar in running text makes no table."""
    assert _texts(_grids("信息内容 | 数量\n--- | ---\n行政许可 | 7")[0]) == [["信息内容", "数量"], ["行政许可", "7"]]
    assert _paragraphs("甲 | 乙\n丙") == [("甲 | 乙", "line 1"), ("丙", "line 2")]


def test_cells_may_hold_bars_and_breaks() -> None:
    """Escaped bars part no cells, and <br> is a line break."""
    (grid,) = _grids("| a\\|b | c<br>d |\n|---|---|\n| x\\\\ | &#124; |")
    assert _texts(grid) == [["a|b", "c\nd"], ["x\\", "|"]]


def test_foreign_front_matter_is_metadata() -> None:
    """Title and date of a site generator are hints, and not what govdisc declares."""
    document = read("---\ntitle: 某县年报\ndate: 2024-01-05\ntags: [a]\n---\n正文".encode())
    assert dict(document.metadata) == {"title": "某县年报", "published": "2024-01-05"}
    assert not document.declared
    assert [block.place for block in document.blocks] == ["line 6"]


@pytest.mark.parametrize(
    "text",
    [
        "信息内容 | 数量 | \n行政许可 | 7 | \n行政处罚 | 8 |",
        "| 信息内容 | 数量\n| 行政许可 | 7\n| 行政处罚 | 8",
        "信息内容 | 数量 | \n---|---|\n行政许可 | 7 | \n行政处罚 | 8 | ",
    ],
)
def test_rows_whose_outer_bars_are_left_out(text: str) -> None:
    """Web clippers leave out one of them."""
    (grid,) = _grids(text)
    assert _texts(grid) == [["信息内容", "数量"], ["行政许可", "7"], ["行政处罚", "8"]]


def _read_html(data: bytes) -> Document:
    """A reader of HTML that knows nothing but cells."""
    rows = [re.findall(r"<td>(\w*)", row) for row in re.split("<tr>", data.decode())[1:]]
    if not rows:
        raise InputError("no rows.")
    cells = [tuple(Cell(text, f"table 1 row {i} column {j}") for j, text in enumerate(row, 1)) for i, row in enumerate(rows, 1)]
    return Document((Paragraph("x", "paragraph 1"), Grid(tuple(cells), "table 1")), notices=(Notice("n", "table 1"),))


def test_a_table_in_html_is_read_by_the_reader_of_html() -> None:
    """With those within it, over several lines, and with its place in the whole file."""
    context = ReadContext(formats={"html": Format("html", "HTML", (".html",), read=_read_html)})
    text = "一\n<table>\n<tr><td>规章<td>1\n<tr><td><table></table>许可<td>2\n</table>\n二\n<div><TABLE><tr><td>3</TABLE></div>\n三"
    document = read(text.encode(), context)
    first, second = (block for block in document.blocks if isinstance(block, Grid))
    assert [[(cell.text, cell.place) for cell in row] for row in first.rows] == [
        [("规章", "line 2 row 1 column 1"), ("1", "line 2 row 1 column 2")],
        [("", "line 2 row 2 column 1"), ("2", "line 2 row 2 column 2")],
    ]
    assert second.place == "line 7"
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["一", "x", "二", "x", "三"]
    assert [notice.place for notice in document.notices] == ["line 2", "line 7"]


def test_a_table_in_html_that_nobody_reads_is_noticed() -> None:
    """Where no reader of HTML is installed, or it refuses the table, that is said, and the text goes on."""
    text = "一\n<table><tr><td>1</td></tr></table>\n<table>\n二".encode()
    alone = read(text)
    assert [notice.place for notice in alone.notices] == ["line 2", "line 3"]
    assert "govdisc-html" in alone.notices[0].message
    refused = read(text, ReadContext(formats={"html": Format("html", "HTML", (".html",), read=_read_html)}))
    assert [notice.place for notice in refused.notices] == ["line 2", "line 3"]
    assert "no rows" in refused.notices[1].message
    assert [block.text for block in alone.blocks if isinstance(block, Paragraph)] == ["一", "二"]


@pytest.mark.parametrize(
    ("data", "words"), [(b"", "empty"), (b" \n\n", "empty"), (b"\x00\x01\x02", "NUL"), (b"x" * 2_000_001, "characters")]
)
def test_one_sentence_says_why_a_file_is_refused(data: bytes, words: str) -> None:
    """Files that are no text are refused with one sentence."""
    with pytest.raises(InputError, match=words) as caught:
        read(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("\n".join(["|1" * 1_000] * 200), "cells"), ("x\n" * 20_001, "lines")],
)
def test_files_beyond_any_report_are_refused(text: str, words: str) -> None:
    """By the cells of all tables, and by the lines that hold something; blank lines and comments without end are many and cheap."""
    with pytest.raises(InputError, match=words):
        read(text.encode())
    assert read(("\n" * 500_000 + "x" + "\n<!--" * 10_000).encode()).blocks


def test_cells_of_a_row_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row without end is refused, by its line."""
    monkeypatch.setattr(reader, "MOST_CELLS", 20)
    with pytest.raises(InputError, match=r"line 2 .* 20 cells"):
        read(("x\n|" + "1|" * 21).encode())


@pytest.mark.parametrize("unit", ["*", "**a", "[", "](", "`", "\\", "&#", "__a", "<a ", "![a](", "|"])
def test_markup_without_end_is_read_in_time(unit: str) -> None:
    """Lines made of markup alone take time in proportion to their length."""

    def work(size: int) -> None:
        try:
            read(("x" + unit * (size // len(unit))).encode())
        except InputError:
            assert unit == "|"

    assert in_proportion(work, 200_000)


def test_files_are_known_by_their_header_and_name() -> None:
    """Our own header is sure; a name or a rule is less so, and a text stays a text."""
    assert detect(b'---\ngovdisc: "1"\n', "x") == 100
    assert detect(b"# x", "x.md") == 50
    assert detect(b"a\n|---|---|\n", "x") == 25
    assert detect(b"a\n|---|---|\n", "x.txt") == 0
    assert detect(b"a", "x") == 0


def test_a_converters_report_is_recognised() -> None:
    """Ragged rows, a table for each row and a header that is data: what has a label is read, the rest is noted."""
    text = (
        "2023年青岚县水务局政府信息公开工作年度报告\n一、总体情况\n全年公开信息3条。\n二、主动公开政府信息情况\n## 表二\n"
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n|---|---|---|---|\n| 规章 | 0 | 0 | 0 |\n"
        "| 规范性文件 | 13 | 0 | 55 |\n三、收到和处理政府信息公开申请情况\n"
        "| 一、本年新收政府信息公开申请数量 | 32 | 2 | 0 | 0 | 0 | 0 | 34 |  |\n|---|---|---|---|---|---|---|---|---|\n"
        "| 0 | 0 | 0 | 0 | 0 | 0 | 0 |\n|---|---|---|---|---|---|---|\n"
        "| 3.其他 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n|---|---|---|---|---|---|---|---|\n"
    )
    report = recognise(read(text.encode()), builtin_forms())
    assert report.year == 2023
    assert report.tables["disclosure"]["normative_documents"] == {"issued": 13, "repealed": 0, "effective": 55}
    assert report.cell("requests.received.total") == 34
    assert report.cell("requests.closed_other.total") == 4
    assert "unlabelled_row" in {unread.kind for unread in report.unread}


@pytest.mark.published
def test_a_published_report_is_read_as_well_as_its_plain_text() -> None:
    """No cell that the text reader finds is lost by reading the same file as Markdown."""
    data = REAL.read_bytes()
    as_markdown, as_text = (recognise(document, builtin_forms()) for document in (read(data), read_text(data)))
    assert dict(as_text.cells()).items() <= dict(as_markdown.cells()).items()


def test_one_blank_between_bars_is_a_span_where_blank_cells_have_two() -> None:
    """As markdownify and markitdown write tables: blanks behind a label are no numbers, blank numbers are none of its span."""
    columns = " | ".join(("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"))
    lines = ["三、收到和处理政府信息公开申请情况", "", f"| 申请人情况 | | | {columns} |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
    lines += ["| 一、本年新收政府信息公开申请数量 | | |  | 2 |  |  |  | 1 | 3 |", "| 三、本年度办理结果 | （一）予以公开 | |  |  |  |  |  |  |  |"]
    lines += ["| （二）部分公开 | | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"]
    report = recognise(read("\n".join(lines).encode()), builtin_forms())
    assert list(report.tables["requests"]["received"].values()) == [None, 2, None, None, None, 1, 3]
    assert list(report.tables["requests"]["granted"].values()) == [None] * 7
    assert list(report.tables["requests"]["partly_granted"].values()) == [1, 0, 0, 0, 0, 0, 1]


def test_a_table_of_dashes_is_read() -> None:
    """As pandoc writes tables in its own Markdown, with escapes in the cells."""
    lines = ["信息内容           本年制发件数   本年废止件数   现行有效件数", "------------------ -------------- -------------- --------------"]
    lines += ["规章\\*             1                             6", "", "正文"]
    (grid,) = _grids("\n".join(lines))
    assert _texts(grid) == [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章*", "1", "", "6"]]
    assert [text for text, _place in _paragraphs("\n".join(lines))] == ["正文"]


def rows_of(*lines: str) -> list[list[str]]:
    """The texts of the cells of those lines' tables."""
    return [[cell.text for cell in row] for block in read("\n".join(lines).encode()).blocks if isinstance(block, Grid) for row in block.rows]


def test_bold_type_around_nothing_is_no_text() -> None:
    """A converter writes four stars before each cell whose bold type begins and ends before its text; other cells of stars stay."""
    rows = rows_of("| | |", "---|---|---", "****规章| ****0| ****17", "****行政处罚| ****3| ****", "138****1234| **** | x")
    assert rows[-3:] == [["规章", "0", "17"], ["行政处罚", "3", ""], ["138****1234", "****", "x"]]


def test_rows_without_outer_bars_that_are_wrapped() -> None:
    """html2text parts cells alone, so that a bar at an edge stands beside a blank cell, and ends each row with two blanks, not each line."""
    head = ["信息内容| 本年制发件数| 本年废止件数| 现行有效件数  ", "---|---|---|---  "]
    rows = rows_of(*head, "规章| | |   ", "行政规范性文件| 7| 2|", "30  ", "| 4| 5| 6  ", "第二十条第（五）项  ", "行政许可| 140  ", "行政处罚|   ")
    assert rows[1] == ["规章", "", "", ""]
    assert rows[2:4] == [["行政规范性文件", "7", "2", "30"], ["", "4", "5", "6"]]
    assert rows[-2:] == [["行政许可", "140"], ["行政处罚", ""]]


def test_a_row_of_html2text_goes_on_where_a_paragraph_ends_in_its_cell() -> None:
    """A blank paragraph in a cell breaks the line behind it; the next line begins with the bar."""
    rows = rows_of("| |   ", "---|---|---  ", "规章|   ", "| 3| 17  ", "  ", "行政规范性文件| 0| 4  ")
    assert rows[-2:] == [["规章", "", "3", "17"], ["行政规范性文件", "0", "4"]]


def test_a_picture_in_a_cell_is_neither_blank_nor_what_is_written_for_it() -> None:
    """Programs write 1 for the first picture of a file, whatever it shows; beside other text a picture is an ornament."""
    rows = rows_of("| 规章 | ![](n.png) | ![1](n.png) | <img src='n.png' alt='2'/> | 3 ![4](n.png) |", "|---|---|---|---|---|", "| 决定 | 0 | 1 | 2 | 3 |")
    assert rows == [["规章", PICTURE, PICTURE, PICTURE, "3"], ["决定", "0", "1", "2", "3"]]
