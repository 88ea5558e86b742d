"""Tables: spans, layout tables, nested ones, and what a cell's text is."""

from __future__ import annotations

import pytest
from govdisc_html.reader import read
from govdisc_html.writer import write

from govdisc.model.book import builtin_forms
from govdisc.model.document import Grid, Paragraph
from govdisc.plugin import WriteContext
from govdisc.reading import PICTURE
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

LEAD = "<p>本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止，现予公布。</p>"


def grids(page: str) -> list[Grid]:
    return [block for block in read((LEAD + page).encode()).blocks if isinstance(block, Grid)]


def grid(page: str) -> Grid:
    (only,) = grids(page)
    return only


def texts(table: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_places_count_the_columns_that_spans_take() -> None:
    """A cell's column is the grid column that it begins in, behind cells that reach down from above."""
    table = grid("<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<td>d</table>")
    assert [[(cell.text, cell.place) for cell in row] for row in table.rows] == [
        [("a", "table 1 row 1 column 1"), ("b", "table 1 row 1 column 3")],
        [("c", "table 1 row 2 column 3"), ("d", "table 1 row 2 column 4")],
    ]
    assert (table.rows[0][0].rowspan, table.rows[0][0].colspan) == (2, 2)


@pytest.mark.parametrize(("attribute", "expected"), [("0", 1), ("-3", 1), ("x", 1), ("", 1), ("2", 2), (" 02 ", 2), ("3px", 3), ("2.9", 2)])
def test_column_spans_as_browsers_take_them(attribute: str, expected: int) -> None:
    """Junk counts as one column."""
    table = grid(f'<table><tr><td colspan="{attribute}">a<td>1<tr><td>b<td>2<td>3<td>4</table>')
    assert table.rows[0][0].colspan == expected
    assert table.rows[0][1].place == f"table 1 row 1 column {expected + 1}"


@pytest.mark.parametrize("wide", ["1000000", "99999999999999999999", "100"])
def test_a_span_over_everything_is_cut_to_the_table(wide: str) -> None:
    """A colspan of a million is as wide as the other rows let it be."""
    table = grid(f'<table><tr><td colspan="{wide}">第二十条第（一）项<tr><td>规章<td>0<td>1<td>2</table>')
    assert table.rows[0][0].colspan == 4


def test_row_spans_end_with_their_group() -> None:
    """A span of 0 reaches to the end of the group, a longer one is cut there."""
    table = grid(
        "<table><thead><tr><td rowspan=9>a<td>b</thead>"
        "<tbody><tr><td rowspan=0>c<td>d<tr><td>e</tbody><tbody><tr><td>f<td>g</tbody></table>"
    )
    assert table.rows[0][0].rowspan == 1
    assert table.rows[1][0].rowspan == 2
    assert table.rows[2][0].place.endswith("column 2")
    assert table.rows[3][0].place.endswith("column 1")


def test_cell_text() -> None:
    """Inline elements join without a space; ``<br>`` and paragraphs part lines; no-break spaces are spaces."""
    table = grid(
        "<table><tr><td><font>自</font><font>然</font>\n人<td>结果<br>维持<td><p>社会</p>\n<p>公益&nbsp;</p><td>&nbsp;&nbsp;"
        "<td><span>2</span><span>1</span><td> 1 <td>自&nbsp;&nbsp;然<td>3<sup>①</sup></table>"
    )
    assert texts(table) == [["自然人", "结果\n维持", "社会\n公益", "", "21", "1", "自 然", "3①"]]


def test_a_line_break_of_the_source_is_no_space_between_chinese_characters() -> None:
    """Editors wrap the source anywhere; between words and numbers a break stays a space."""
    assert texts(grid("<table><tr><td>政府\n  信息<td>2023\n年<td>a\nb</table>")) == [["政府信息", "2023 年", "a b"]]


def test_struck_out_and_hidden_text_in_a_cell_is_not_read() -> None:
    """A number that was struck out does not join the one that replaced it."""
    page = "<table><tr><td>规章<td><s>5</s>6<td><span style='DISPLAY: none'>9</span>7<td><b hidden>8</b>0</table>"
    assert texts(grid(page)) == [["规章", "6", "7", "0"]]


def test_a_layout_table_gives_its_contents_in_reading_order() -> None:
    """Tables inside tables, however deep, are grids among paragraphs."""
    inner = "<table><tr><td>规章<td>0<tr><td>规范性文件<td>8</table>"
    page = f"<table><tr><td>菜单<td><table><tr><td><h2>标题</h2>前文{inner}后文</table></table>"
    blocks = read((LEAD + page).encode()).blocks[1:]
    assert [block.text if isinstance(block, Paragraph) else texts(block) for block in blocks] == [
        "菜单", "标题", "前文", [["规章", "0"], ["规范性文件", "8"]], "后文",
    ]  # fmt: skip
    assert [block.place for block in blocks if isinstance(block, Grid)] == ["table 3"]


def test_a_small_table_in_a_cell_is_flattened() -> None:
    """One row inside a data cell does not make the outer table a layout."""
    table = grid("<table><tr><td>规章<td><table><tr><td>1<td>件</table><tr><td>规范性文件<td>8</table>")
    assert texts(table) == [["规章", "1 件"], ["规范性文件", "8"]]


def test_prose_rows_split_a_table() -> None:
    """The whole report may stand in one table: its prose is paragraphs, its numbers stay grids, with the rows' own numbers."""
    prose = "本机关认真落实各项要求，不断提升政府信息公开工作水平。" * 6
    page = f"<table><tr><td colspan=3>{prose}<tr><td>规章<td>0<td>1<tr><td colspan=3>{prose}<tr><td>许可<td>5<td></table>"
    first, second = grids(page)
    assert texts(first) == [["规章", "0", "1"]]
    assert second.rows[0][0].place == "table 1 row 4 column 1"


def test_long_labels_do_not_make_a_layout() -> None:
    """The longest labels of the forms, and a note of a line, stay in the grid."""
    label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请（第一项加第二项之和，等于第三项加第四项之和）"
    assert len(grid(f"<table><tr><td>{label}<td>0<tr><td colspan=2>{label}<tr><td>3.其他<td>1</table>").rows) == 3


def test_one_column_is_no_grid() -> None:
    """A frame around lines of text is layout."""
    assert grids("<table><tr><td>一、总体情况<tr><td>二、主动公开政府信息情况</table>") == []


def test_rows_that_lost_their_table() -> None:
    """A fragment copied without its ``<table>`` is still a grid."""
    assert texts(grid("<tr><td>规章</td><td>0</td></tr>\n<tr><td>许可</td><td>5</td></tr><p>完</p>")) == [["规章", "0"], ["许可", "5"]]


@pytest.mark.parametrize(
    "page",
    [
        "<tr><td>（一）予以公开</td><td>7</td></tr>{sign}<tr><td>（二）部分公开</td><td>3</td></tr>",
        "<table><tr><td>（一）予以公开<sup>1</sup>{sign}</td><td>7</td></tr></table>",
        "<table><tr><td>（一）予以公开</td><td><input value='7{sign}'></td></tr></table>",
    ],
)
@pytest.mark.parametrize("sign", ["\x01", "&#11;", "\x0c", "&#xFFFE;", "&#xD800;", "\x00"])
def test_signs_that_a_page_must_not_have(page: str, sign: str) -> None:
    """The parser lets them in; they keep nothing from being read."""
    assert "（一）予以公开" in "".join(text for table in grids(page.format(sign=sign)) for row in texts(table) for text in row)



def test_text_between_cells_is_kept() -> None:
    """What stands in a row outside of its cells is shown above the table by browsers, and is not lost."""
    document = read((LEAD + "<table><tr><td>规章<td>0</td>漏字</tr></table>").encode())
    assert "漏字" in [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_rows_with_and_without_inner_elements_read_alike() -> None:
    """Plain cells are taken without a walk; the result must not depend on it."""
    quick = grid("<table><tr><td rowspan=2><p>甲 乙</p></td><th colspan=2><i>1</i></th><tr><td>2<td>3</table>")
    walked = grid("<table><tr><td rowspan=2><div>甲 乙</div></td><th colspan=2><a name=x>1</a></th><tr><td><div>2</div><td>3</table>")
    assert quick == walked


@pytest.mark.parametrize("year", [2020, 2023])
def test_the_cells_of_known_tables_stand_in_the_order_of_the_form(year: int) -> None:
    """The second and third page of a shape are read by the first: the same cells at the same places, in the order of the report's own."""
    found = []
    for seed in range(3):
        report = random_report(seed, Options(year=year, zero=0.5))
        if seed == 2:
            report.tables["requests"].pop("refused_petition")  # not all that the form prints
        read_back = recognise(read(write([report], WriteContext(builtin_forms()))), builtin_forms())
        assert read_back.tables == report.tables
        assert list(read_back.places) == [path for path, _value in report.cells()]
        assert list(read_back.tables["requests"]) == list(report.tables["requests"])
        found.append(read_back.places)
    assert found[0] == found[1] != found[2]
    assert all(first is second for first, second in zip(found[0].values(), found[1].values(), strict=True))  # one text in memory for all pages


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ('<img src="n7.png">', PICTURE),
        ('<p><span><img src="n7.gif" width="9" height="12"></span></p>', PICTURE),
        ('<img src="n7.png" alt="7">', PICTURE),
        ('<img src="n7.png">7', "7"),
        ('<img src="/images/spacer.gif">', ""),
        ('<img src="n7.png" width="1" height="20">', ""),
        ('<img src="n7.png" style="display:none">', ""),
    ],
)
def test_a_cell_that_holds_a_picture_alone_is_not_blank(inside: str, expected: str) -> None:
    """Beside text a picture is an ornament, and one that nobody sees is nothing."""
    page = f"<table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>{inside}<tr><td>行政处罚<td>3</table>"
    assert texts(grid(page)) == [["信息内容", "本年处理决定数量"], ["行政许可", expected], ["行政处罚", "3"]]


def test_pictures_in_a_table_that_lays_out_a_page_are_no_cells() -> None:
    """Where a table holds no text, it is none of data."""
    page = '<table><tr><td><img src="first.png"><td><tr><td><img src="second.png"><td></table>'
    assert texts(grid(page + "<table><tr><td>规章<td>0<tr><td>行政规范性文件<td>6</table>")) == [["规章", "0"], ["行政规范性文件", "6"]]
