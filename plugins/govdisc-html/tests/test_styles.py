"""What the styles of a page do to its text: hidden, struck out, raised, laid out as a table; and the fields of a form."""

from __future__ import annotations

import pytest
from govdisc_html.reader import read
from govdisc_html.writer import write

from govdisc.model.book import builtin_forms
from govdisc.plugin import Grid, InputError, Paragraph, WriteContext
from govdisc.recognise import recognise
from govdisc.testing import random_report

LEAD = "<p>本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止，现予公布。</p>"


def cell(inner: str, head: str = "") -> str:
    """The text of a cell of somebody's page."""
    document = read(f"{head}{LEAD}<table><tr><td>规章<td>{inner}</td><tr><td>许可<td>5</table>".encode())
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return grid.rows[0][1].text


def edited(inner: str) -> str:
    """The text of a cell of a page that govdisc wrote and somebody edited."""
    report = random_report(1)
    report.tables["requests"]["received"]["total"] = 987_654
    page = write([report], WriteContext(builtin_forms())).decode()
    assert page.count(">987654<") == 1
    document = read(page.replace(">987654<", f">{inner}<").encode())
    assert document.declared
    (text,) = (
        cell.text
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if cell.text.startswith(("7", "9", "17")) and cell.place.endswith("row 4 column 10")
    )
    return text


NOTES = [
    ("7<sup>1</sup>", "7¹"),
    ("7<sup><a href='#n1'>1</a></sup>", "7¹"),
    ("7<a href='#n1'><sup>1</sup></a>", "7¹"),
    ("7<sup>[2]</sup>", "7[2]"),
    ("7<sup>①</sup>", "7①"),
    ("7<sup>注1</sup>", "7[注1]"),
    ("7<sub>2</sub>", "7₂"),
    ("7<sup>1</sup><sup>2</sup>", "7¹[2]"),
    ("7<span style='vertical-align: super; font-size: 8pt'>1</span>", "7¹"),
    ("7<font style='VERTICAL-ALIGN: super'>1</font>", "7¹"),
    ("7<span style='position:relative;top:-4.0pt;mso-text-raise:4.0pt'>1</span>", "7¹"),
    ("7<span style='vertical-align: 30%'>1</span>", "7¹"),
    ("7<sup>１</sup>", "7¹"),
]
GONE = [
    ("<del>9</del>7", "7"),
    ("<s>9</s>7", "7"),
    ("<strike>9</strike>7", "7"),
    ("<span style='text-decoration: line-through'>9</span>7", "7"),
    ("<u style='text-decoration: underline line-through'>9</u>7", "7"),
    ("<b style='text-decoration-line:line-through'>9</b>7", "7"),
    ("7<span style='display:none'>9</span>", "7"),
    ("7<span hidden>9</span>", "7"),
    ("7<em style='visibility: hidden'>9</em>", "7"),
    ("7<span style='mso-hide:all'>9</span>", "7"),
    ("<p style='display:none'>9</p>7", "7"),
    ("7<span style='font-size:0'>9</span>", "7"),
    ("7<span style='position:absolute; left:-9999px'>9</span>", "7"),
    ("7<span style='opacity:0'>9</span>", "7"),
    ("<span style='opacity:0.6'>7</span>", "7"),
    ("7<span style='position:absolute;clip: rect(0 0 0 0)'>9</span>", "7"),
    ("<span style='margin-left:-100px;text-indent:-12px'>7</span>", "7"),
    ("<math><semantics><mrow><mn>7</mn></mrow><annotation>9</annotation></semantics></math>", "7"),
]
FIELDS = [
    ("<input value='7'>", "7"),
    ("<input type='number' value=7>", "7"),
    ("<input type=hidden value=9>7", "7"),
    ("<input type=checkbox value=9>7", "7"),
    ("<textarea> 7 </textarea>", "7"),
    ("<select><option>9<option selected>7</select>", "7"),
    ("<select><option>7<option>9</select>", "7"),
    ("7<button>9</button>", "7"),
]


@pytest.mark.parametrize(("inner", "expected"), [*NOTES, *GONE, *FIELDS, ("1<span>7</span>", "17"), ("7<br>", "7")])
def test_what_a_reader_sees_is_read_in_any_page(inner: str, expected: str) -> None:
    """The same in a portal's page and in one of govdisc's own that was edited: a note is no digit, what is not seen is no text."""
    assert cell(inner) == expected
    assert edited(inner).strip() == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("35km<sup>2</sup>", "35km2"),
        ("<sup>7</sup>", "7"),
        ("<sup>1</sup>22", "¹22"),
        ("规章<sup>1</sup>", "规章[1]"),
        ("7<span style='vertical-align: middle'>1</span>", "71"),
        ("7<span style='vertical-align: 1px'>1</span>", "71"),
        ("7<span style='text-decoration: underline'>1</span>", "71"),
        ("<span style='display: inline'>7</span>", "7"),
        ("<span style='font-size:0'><span style='font-size:14px'>7</span></span>", "7"),
        ("<span style='font-size:0.9em'>7</span>", "7"),
        ("7<sup>" + "见说明" * 5 + "</sup>", "7（" + "见说明" * 5 + "）"),
    ],
)
def test_what_only_looks_like_a_note(inner: str, expected: str) -> None:
    """Units, numbers that stand raised alone, and characters that an editor put straight stay as they are."""
    assert cell(inner) == expected


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("7<span style='color:#FFF'>9</span>", "7 9"),
        ("<font style='color: white'>9</font>7", "9 7"),
        ("<p>7<b style='font-size:9pt;color:rgb(255, 255, 255)'>9</b>1</p>", "7 9 1"),
        ("<span style='color:#fff'>7</span><span style='color:#ffffff'>9</span>", "79"),  # all of it: on a dark ground it is seen
        ("7<span style='color:#fff;background:#006'>9</span>", "79"),
        ("7<span style='background-color:#fff'>9</span>", "79"),
        ("7<span style='color:#ffe0e0'>9</span>", "79"),
    ],
)
def test_white_type_beside_other_is_parted_from_it(inner: str, expected: str) -> None:
    """Whether it is seen hangs on the ground, so it is no figure of a number; and none that is certain stands there without it."""
    assert cell(inner) == expected


@pytest.mark.parametrize(
    ("rule", "inner", "expected"),
    [
        (".note { vertical-align: super }", "7<span class='small note'>1</span>", "7¹"),
        (
            "span.MsoFootnoteReference {mso-style-priority:99;\n vertical-align:super;}",
            "7<span class=MsoFootnoteReference>1</span>",
            "7¹",
        ),
        (".old, .gone { text-decoration: line-through }", "<span class=gone>9</span>7", "7"),
        (".off { display: none }", "7<span class=off>9</span>", "7"),
        (".off { display: none }", "<span class=off style='display: inline'>7</span>", "7"),
        ("/* .off { display: none } */", "<span class=off>7</span>", "7"),
        ("@media print { .off { display: none } }", "<span class=off>7</span>", "7"),
        (".off { display: none } .off { color: red }", "<span class=off>7</span>", "7"),
        ("p.off { display: none }", "<span class=off>7</span>", "7"),
        ("#off { display: none }", "7<span id=off>9</span>", "7"),
    ],
)
def test_simple_rules_of_a_style_sheet(rule: str, inner: str, expected: str) -> None:
    """A class or an id with one of these looks; what holds for some screens only is not looked at."""
    assert cell(inner, f"<style>{rule}</style>") == expected


def test_a_sheet_hides_nothing_outside_of_tables() -> None:
    """A script may show it: the article of many portals stands in such an element."""
    page = f"<style>.tab {{ display: none }}</style><div class=tab>{LEAD}</div>" + LEAD
    assert len(read(page.encode()).blocks) == 2


def test_a_hidden_cell_gives_its_place_away_and_an_invisible_one_keeps_it() -> None:
    """display:none takes a cell out of its row, visibility:hidden and a line through it leave it blank."""
    page = f"{LEAD}<table><tr><td>规章<td style='display:none'>9<td>1<td style='visibility:hidden'>9<td style='text-decoration:line-through'>9<td>2</table>"
    (grid,) = (block for block in read(page.encode()).blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.rows[0]] == ["规章", "1", "", "", "2"]


@pytest.mark.parametrize(
    ("table", "row", "data"),
    [
        ("<div style='display:table'>", "<div style='display: table-row'>", "<div style='display:table-cell'>"),
        ("<ul class=t>", "<li class=r>", "<span class=c>"),
        (
            "<div style='display:table'><div style='display:table-row-group'>",
            "<p style='display:table-row'>",
            "<span style='display:table-cell'>",
        ),
    ],
)
def test_a_table_of_plain_elements(table: str, row: str, data: str) -> None:
    """With its blank cells: an empty element is one, not nothing."""
    sheet = "<style>.t { display: table } .r { display: table-row } .c { display: table-cell }</style>"
    name = data[1:].split(" ")[0].rstrip(">")
    body = "".join(
        f"{row}{''.join(f'{data}{text}</{name}>' for text in texts)}</{row[1:].split(' ')[0]}>"
        for texts in (["规章", "", "1", ""], ["许可", "5", "2", "23"])
    )
    (grid,) = (block for block in read(f"{sheet}{LEAD}{table}{body}</div></ul>".encode()).blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row] for row in grid.rows] == [["规章", "", "1", ""], ["许可", "5", "2", "23"]]


def test_an_element_laid_out_as_a_table_that_holds_the_article_is_a_frame() -> None:
    """Old sites centre their pages so; the table in it is still one, and its prose is no cell."""
    page = f"<div style='display:table'>{LEAD}<table><tr><td>规章<td>1<tr><td>许可<td>5</table></div>"
    first, second = read(page.encode()).blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Grid)


def test_a_field_outside_of_tables_belongs_to_the_page() -> None:
    """The word in a search box is no line of the report."""
    document = read(f"<input value='请输入关键字'>{LEAD}".encode())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [LEAD[3:-4]]


def test_a_note_is_a_remark_and_never_a_digit() -> None:
    """In the report, 7 with a raised 1 is 7 or a mark, in every column."""
    report = random_report(1)
    page = write([report], WriteContext(builtin_forms())).decode()
    for digits in ("3", "12", "①", "[4]"):
        again = recognise(read(page.replace("</td>", f"<sup>{digits}</sup></td>").encode()), builtin_forms())
        for path, value in again.cells():
            assert value is None or value == report.cell(path), path


def test_more_raised_figures_than_any_report_has() -> None:
    """They are refused, and quickly."""
    with pytest.raises(InputError, match="raised"):
        read(f"{LEAD}<p>{'1<sup>1</sup>' * 6_000}</p>".encode())
