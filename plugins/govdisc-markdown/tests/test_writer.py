"""What the written Markdown looks like, to people and to a CommonMark renderer."""

from __future__ import annotations

import pytest
from govdisc_markdown.escape import escape, split_row, unescape
from govdisc_markdown.reader import read
from govdisc_markdown.writer import write

from govdisc.formats import WriteOptions
from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.testing import Options, random_report

AWKWARD = (
    "<script>alert(1)</script>", "a|b||c\\|d\\", "*a* **b** _c_ __d__ `e` ~~f~~", "# x", "- x", "+ x", "1. x", "2) x", "---", "===", "> x",
    "&amp; &#65; &nbsp;", "[a](b) ![a](b) <http://a.b>", "  two in front, two behind  ", "\ta\tb\t", "a\nb\n\nc", "\r", "\x00\x01\x7f",
    "\x85\u2028\u2029\ufeff", "\ud800", "😀𠮷", "ئۇيغۇر بود", "བོད", "　　全角", "$x$", "", " ", "\\", "=cmd()", ": x", "govdisc: x",
    "```", "<!-- x -->",
)  # fmt: skip


@pytest.mark.parametrize("text", AWKWARD)
def test_every_text_comes_back(text: str) -> None:
    """Escaping can be undone, and what it gives is one line without white space at its ends."""
    shown = escape(text)
    assert unescape(shown) == text
    assert "\n" not in shown
    assert shown == shown.strip(" \t")


@pytest.mark.parametrize("text", AWKWARD)
def test_every_text_comes_back_from_a_cell(text: str) -> None:
    """A cell holds any text, bars and line breaks included."""
    row = f"| {escape(text)} | {escape(text)}x |"
    assert list(map(unescape, split_row(row))) == [text, f"{text}x"]


@pytest.mark.parametrize("text", ["# x", "- x", "+ x", "1. x", "---", "===", "> x", "<b>", "    code", "\tcode", "| a |", "```", "[a]: b"])
def test_no_text_opens_a_block(text: str) -> None:
    """At the start of a line, nothing but a backslash, a reference or a plain character stands."""
    assert escape(text)[0] in "\\&1"
    assert not escape(text).startswith("1. ")


def _markdown(report: Report) -> str:
    return write([report], WriteOptions(builtin_forms())).decode("utf-8")


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_the_tables_are_github_tables(form: str) -> None:
    """Each table has one header row, a rule, and rows of the same number of cells."""
    blocks = [block.split("\n") for block in _markdown(random_report(4, Options(form=form))).split("\n\n") if block.startswith("|")]
    assert len(blocks) == {"2019": 7, "2021": 6}[form]
    for lines in blocks:
        assert len({len(split_row(line)) for line in lines}) == 1
        assert set(lines[1]) <= set("|-: ")


def test_rows_stand_whole_with_their_group() -> None:
    """A row of part 3 names its group; part 4 has a row for each kind of case."""
    text = _markdown(random_report(4, Options(form="2021")))
    assert "\n| （三）不予公开 · 1.属于国家秘密 | " in text
    assert "\n| （二）部分公开（区分处理的，只计这一情形，不计其他情形） | " in text
    assert "\n| 行政诉讼 · 未经复议直接起诉 | " in text
    assert "\n| 申请人情况 | 自然人 | 商业企业 | " in text


def test_a_row_of_the_older_form_stands_where_it_belongs() -> None:
    """（六）其他处理 as one row takes the place of the rows that it replaces."""
    lines = _markdown(random_report(4, Options(legacy_row=True))).split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("| （六）其他处理 |"))
    assert lines[at + 1].startswith("| （七）总计 |")


def test_a_table_without_its_section_is_still_printed() -> None:
    """Tables that the report holds are printed, sections that it lacks are not."""
    report = random_report(4)
    report.sections = [section for section in report.sections if section.id not in ("requests", "other")]
    text = _markdown(report)
    assert "其他需要报告的事项" not in text
    assert text.index("第二十条第（八）项") < text.index("| 申请人情况 |") < text.index("| 行政复议 |")


def test_the_header_declares_the_facts() -> None:
    """The front matter is YAML whose values are JSON strings; what is not known is not declared."""
    report = random_report(4)
    report.title, report.agency.level = '引号"与\u2028换行', None
    head = _markdown(report).split("---\n")[1]
    assert head.startswith('govdisc: "1"\n')
    assert '\ntitle: "引号\\"与\\u2028换行"\n' in head
    assert "level" not in head
    assert f'\nyear: "{report.year}"\n' in head


@pytest.mark.parametrize("text", [text for text in AWKWARD if text.strip() and not set(text) & set("\x00\x85\ud800\u3000")])
def test_a_renderer_shows_the_text_as_it_stands(text: str) -> None:
    """A CommonMark renderer shows what stands in the report, in a paragraph, a heading and a cell."""
    html = pytest.importorskip("lxml.html")
    renderer = pytest.importorskip("markdown_it").MarkdownIt("commonmark").enable("table").enable("strikethrough")
    shown = escape(text)
    page = html.fromstring("<div>" + renderer.render(f"{shown}\n\n# {shown}\n\n| a |\n| --- |\n| {shown} |\n") + "</div>")
    for line_break in page.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "").lstrip("\n")
    assert [page.xpath(path)[0].text_content() for path in ("//p", "//h1", "//td")] == [text] * 3


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x9b2Jb", "\x85\u2028", "\ud800", "a & b"])
def test_the_front_matter_holds_no_markup_and_no_control(text: str) -> None:
    """A renderer that does not know front matter shows it as text, a terminal obeys nothing in it, and it is read back."""
    report = random_report(1)
    report.title = f"青岚县水务局{text}2023年政府信息公开工作年度报告"
    written = write([report], WriteOptions(builtin_forms())).decode()
    header = written.split("\n---\n")[0]
    assert not set(header) & {"<", ">", "&", *map(chr, range(0x7F, 0xA0)), "\u2028"}
    assert read(written.encode()).declared["title"] == report.title
