"""Tables: merged cells, revisions, nesting, and which tables hold data."""

from __future__ import annotations

from typing import Any

import pytest

from govdisc.model.document import Grid, Paragraph
from govdisc.reading import PICTURE

SPAN = '<w:gridSpan w:val="{}"/>'
RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def shape(rows: Any) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in rows]


def test_merged_both_ways(word: Any) -> None:
    """A cell over two rows and two columns has the spans of the grid, and its covered cells are gone."""
    corner = word.tc("申请人", SPAN.format(2) + RESTART)
    rows = word.grid(word.tbl(word.tr(corner, "自然人"), word.tr(word.tc("", SPAN.format(2) + GOES_ON), "3"), word.tr("甲", "乙", "丙")))
    assert shape(rows) == [[("申请人", 2, 2), ("自然人", 1, 1)], [("3", 1, 1)], [("甲", 1, 1), ("乙", 1, 1), ("丙", 1, 1)]]
    assert [cell.place for cell in rows[1]] == ["table 1 row 2 column 3"]


def test_text_of_a_covered_cell_is_not_printed(word: Any) -> None:
    """Word does not print what stands in the cells that a merged cell covers."""
    rows = word.grid(word.tbl(word.tr(word.tc("三、", RESTART), "1"), word.tr(word.tc("三、", GOES_ON), "2")))
    assert shape(rows) == [[("三、", 2, 1), ("1", 1, 1)], [("2", 1, 1)]]


def test_covered_cell_without_a_beginning(word: Any) -> None:
    """A cell that goes on from nothing, or in another column, is a cell of its own and begins a merge."""
    table = word.tbl(word.tr(word.tc("甲", GOES_ON), "1"), word.tr(word.tc("", GOES_ON), "2"), word.tr("乙", word.tc("3", GOES_ON)))
    assert shape(word.grid(table)) == [[("甲", 2, 1), ("1", 1, 1)], [("2", 1, 1)], [("乙", 1, 1), ("3", 1, 1)]]


def test_old_horizontal_merge(word: Any) -> None:
    """``w:hMerge`` of old files widens the cell before it."""
    rows = word.grid(word.tbl(word.tr(word.tc("总", '<w:hMerge w:val="restart"/>'), word.tc("", '<w:hMerge w:val="continue"/>'), "5")))
    assert shape(rows) == [[("总", 1, 2), ("5", 1, 1)]]


def test_columns_left_out_before_a_row(word: Any) -> None:
    """``w:gridBefore`` shifts a row to the right; a blank cell stands for what is left out."""
    rows = word.grid(word.tbl(word.tr("甲", "乙", "丙"), word.tr("1", properties='<w:gridBefore w:val="2"/>')))
    assert shape(rows)[1] == [("", 1, 2), ("1", 1, 1)]
    assert rows[1][1].place == "table 1 row 2 column 3"


def test_columns_left_out_behind_a_row(word: Any) -> None:
    """``w:gridAfter`` ends a row before its table does; a blank cell stands for what is left out, unless it is the whole row."""
    rows = word.grid(word.tbl(word.tr("甲", "乙", "丙"), word.tr("1", properties='<w:gridAfter w:val="2"/>')))
    assert shape(rows)[1] == [("1", 1, 1), ("", 1, 2)]
    assert rows[1][1].place == "table 1 row 2 column 2"
    assert word.grids(word.tbl(word.tr("甲", "乙"), word.tr(properties='<w:gridAfter w:val="2"/>'))) == [[["甲", "乙"], []]]


def test_wrong_spans_are_bounded(word: Any) -> None:
    """A span of a million, of zero or of nonsense does no harm."""
    cells = [word.tc("甲", SPAN.format(span)) for span in ("1000000", "0", "-3", "x", "1e400")]
    assert [cell.colspan for cell in word.grid(word.tbl(word.tr(*cells)))[0]] == [100, 1, 1, 1, 1]


def test_revised_rows_and_cells(word: Any) -> None:
    """Deleted and hidden rows are left out, inserted ones taken; a deleted cell is blank."""
    table = word.tbl(
        word.tr("旧", "1", properties="<w:del/>"),
        word.tr("新", "2", properties="<w:ins/>"),
        word.tr("隐", "3", properties="<w:hidden/>"),
        word.tr("留", word.tc("4", "<w:cellDel/>")),
    )
    assert word.grids(table) == [[["新", "2"], ["留", ""]]]


def test_rows_and_cells_in_content_controls(word: Any) -> None:
    """Rows and cells wrapped in content controls stand where they stand."""
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{word.tc('7')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent>{word.tr('规章', cell, '8')}</w:sdtContent></w:sdt>"
    assert word.grids(word.tbl(word.tr("甲", "乙", "丙"), row)) == [[["甲", "乙", "丙"], ["规章", "7", "8"]]]


def test_several_paragraphs_in_a_cell(word: Any) -> None:
    """Paragraphs and line breaks in a cell are lines of its text; blank ones at its ends are not."""
    cell = word.tc(word.p("") + word.p("结果") + "<w:p><w:r><w:t>维</w:t><w:br/><w:t>持</w:t></w:r></w:p>" + word.p(""))
    assert word.grids(word.tbl(word.tr(cell, "1"))) == [[["结果\n维\n持", "1"]]]


def test_tables_split_in_two(word: Any) -> None:
    """Two tables are two grids, with or without a paragraph between them."""
    one, two = word.tbl(word.tr("甲", "1")), word.tbl(word.tr("乙", "2"))
    assert word.grids(one + two) == word.grids(one + word.p("续") + two) == [[["甲", "1"]], [["乙", "2"]]]


def test_layout_table(word: Any) -> None:
    """A table that only wraps paragraphs and tables gives them in order, with places of their own."""
    data = word.tbl(word.tr("信息内容", "本年制发件数"), word.tr("规章", "0"))
    outer = word.tbl(word.tr(word.tc(word.p("二、主动公开") + data + word.p("三、收到") + data)))
    blocks = word.read(word.p("标题") + outer).blocks
    assert [block.text if isinstance(block, Paragraph) else block.place for block in blocks] == ["标题", "二、主动公开", "table 1", "三、收到", "table 2"]
    assert isinstance(blocks[2], Grid)
    assert blocks[2].rows[1][1].place == "table 1 row 2 column 2"
    assert [block.place for block in blocks if isinstance(block, Paragraph)] == ["paragraph 1", "paragraph 2", "paragraph 3"]


def test_layout_table_below_metadata(word: Any) -> None:
    """Rows of metadata above the article, in the same layout table, are a grid of their own."""
    data = word.tbl(word.tr("信息内容", "本年制发件数"), word.tr("规章", "0"))
    outer = word.tbl(word.tr("索引号", "QL-01", "发布机构", "青岚县水务局"), word.tr(word.tc(data, SPAN.format(4))))
    assert [rows[0][0] for rows in word.grids(outer)] == ["索引号", "信息内容"]


def test_layout_three_deep(word: Any) -> None:
    """Layout tables within layout tables are all seen through."""
    data = word.tbl(word.tr("信息内容", "本年制发件数"), word.tr("规章", "0"))
    for _depth in range(3):
        data = word.tbl(word.tr("", word.tc(data)))
    assert word.grids(data) == [[["信息内容", "本年制发件数"], ["规章", "0"]]]


def test_article_in_a_cell(word: Any) -> None:
    """An article beside a column of links is read as paragraphs."""
    lines = [f"（{n}）" + "本年度公开工作按计划推进，" * 15 for n in "一二三"]
    article = word.tc("".join(word.p(line) for line in lines))
    assert word.lines(word.tbl(word.tr("导航", article))) == ["导航", *lines]


def test_table_as_text_in_a_cell(word: Any) -> None:
    """Lines with tabs, however short, are those of a table that was turned into text."""
    lines = ["规章\t0\t1\t2", "行政规范性文件\t3\t4\t5", "行政许可\t6"]
    inside = "".join(f"<w:p><w:r>{'<w:tab/>'.join(f'<w:t>{piece}</w:t>' for piece in line.split(chr(9)))}</w:r></w:p>" for line in lines)
    assert word.lines(word.tbl(word.tr("导航", word.tc(inside)))) == ["导航", *lines]


def test_framed_paragraph(word: Any) -> None:
    """A table of one column is a frame around paragraphs."""
    assert word.lines(word.tbl(word.tr("一、总体情况"), word.tr("正文"))) == ["一、总体情况", "正文"]


def test_small_table_within_a_data_cell(word: Any) -> None:
    """A table of one row or column within a cell of data is that cell's text, also a larger one in a row full of data."""
    small = word.tc(word.tbl(word.tr("2", "1")) + word.p(""))
    large = word.tc(word.tbl(word.tr("2", "1"), word.tr("3", "4")) + word.p(""))
    assert word.grids(word.tbl(word.tr("规章", small))) == [[["规章", "2 1"]]]
    assert word.grids(word.tbl(word.tr("受理", "1", "2", "3", "4", large))) == [[["受理", "1", "2", "3", "4", "2 1\n3 4"]]]


def test_text_box_in_a_cell(word: Any) -> None:
    """A text box is the text of an otherwise blank cell; beside other text it floats, and comes behind the table."""
    box = '<w:p>{}<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>5</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>'
    alone, beside = word.tc(box.format("")), word.tc(box.format("<w:r><w:t>7</w:t></w:r>"))
    assert word.grids(word.tbl(word.tr("规章", alone))) == [[["规章", "5"]]]
    blocks = word.read(word.tbl(word.tr("规章", beside)) + word.p("末")).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["5", "末"]
    assert word.grids(word.tbl(word.tr("规章", beside))) == [[["规章", "7"]]]


def test_table_without_rows(word: Any) -> None:
    """A table whose rows are all deleted is none."""
    assert word.lines(word.p("甲") + word.tbl(word.tr("旧", "1", properties="<w:del/>")) + word.p("乙")) == ["甲", "乙"]


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ('<w:drawing><wp:inline><wp:extent cx="150000" cy="1"/><a:blip/></wp:inline></w:drawing>', PICTURE),
        ('<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>', PICTURE),
        # a seal floats above the table
        ('<w:drawing><wp:anchor><wp:extent cx="1500000" cy="1"/><a:blip/></wp:anchor></w:drawing>', ""),
        ("<w:t>6</w:t><w:drawing><wp:inline><a:blip/></wp:inline></w:drawing>", "6"),
    ],
)
def test_a_cell_that_holds_a_picture_alone_is_not_blank(word: Any, drawn: str, text: str) -> None:
    """What the picture shows is not known, and that has to be told."""
    prose = word.p("本年度主动公开政府信息若干条，依申请公开工作平稳有序，监督保障得到落实。")
    table = word.tbl(word.tr("规章", word.tc(f"<w:p><w:r>{drawn}</w:r></w:p>"), "2"))
    assert word.grids(prose + table) == [[["规章", text, "2"]]]
