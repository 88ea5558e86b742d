"""The official form: its shape, its looks as far as the markup says, and that nothing is lost on the way there and back."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import docx
import pytest
from govdisc_docx.body import TEXT_WIDTH
from govdisc_docx.reader import read
from govdisc_docx.writer import write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from govdisc.formats import WriteOptions
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.document import Grid
from govdisc.model.report import Report, Section
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

VARIANT = """
id = "invented"
extends = "2021"
title = "云岫市的格式"
source = "invented"
since = 2021
agencies = ["云岫市"]
"""
FORMS = FormBook([parse_form(VARIANT, "invented")])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AWKWARD = "<script>alert(1)</script> | =cmd() \u201c&amp;\u201d  两个空格 \t制表 🙂𠮷 ئۇيغۇرچە བོད་ཡིག "


def written(report: Report, forms: FormBook = FORMS) -> bytes:
    return write([report], WriteOptions(forms))


def back(data: bytes, forms: FormBook = FORMS) -> Report:
    return recognise(read(data), forms)


def content(report: Report) -> dict[str, Any]:
    """Return a report without what depends on the file it came from."""
    return {key: value for key, value in report.to_dict().items() if key not in ("source", "places")}


def blanked(report: Report) -> Report:
    """Return the report with nothing filled in."""
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    for section in report.sections:
        section.text = ""
    report.marks.clear()
    report.remarks.clear()
    return report


def test_shape_of_the_form() -> None:
    """The three tables are those of the official form: 14 × 4, 28 × 10 and 4 × 15, with its merged cells."""
    tables = docx.Document(io.BytesIO(written(random_report(1, Options(form="2021"))))).tables
    assert [(len(table.rows), len(table.columns)) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    requests = tables[1]
    assert requests.cell(5, 0)._tc is requests.cell(26, 0)._tc
    assert requests.cell(7, 1).text == "（三）\n不予公开"
    assert requests.cell(7, 1)._tc is requests.cell(14, 1)._tc
    assert requests.cell(0, 0)._tc is requests.cell(2, 2)._tc
    assert tables[0].cell(6, 1)._tc is tables[0].cell(6, 3)._tc
    assert tables[2].cell(0, 5)._tc is tables[2].cell(0, 14)._tc
    grids = [block for block in read(written(random_report(1))).blocks if isinstance(block, Grid)]
    assert [len(grid.rows) for grid in grids] == [14, 28, 4]


def test_page_and_fonts() -> None:
    """A4 with the margins of GB/T 9704, fonts by name with others to stand in, page numbers, tables as wide as the text."""
    data = written(random_report(2))
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [length and round(length.mm) for length in lengths] == [210, 297, 37, 28]
    parts = zipfile.ZipFile(io.BytesIO(data))
    styles, fonts = (parts.read(f"word/{name}.xml").decode() for name in ("styles", "fontTable"))
    for font in ("方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"):
        assert f'w:eastAsia="{font}"' in styles
        assert re.search(f'w:name="{font}"><w:altName w:val="[^"]+,', fonts)
    for footer in (section.footer, section.even_page_footer):
        assert "".join(element.text for element in footer._element.iter(f"{W}t")) == "— 1 —"
        assert "PAGE" in etree.tostring(footer._element).decode()
    for table in document.element.body.iter(f"{W}tbl"):
        assert sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) == TEXT_WIDTH
        for row in table.iter(f"{W}tr"):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
    headers = [sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")) for table in document.element.body.iter(f"{W}tbl")]
    assert headers == [0, 3, 3]


def test_column_widths_add_up() -> None:
    """Each cell is as wide as the columns that it spans."""
    body = docx.Document(io.BytesIO(written(random_report(3, Options(form="2019"))))).element.body
    for table in body.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]
        for row in table.iter(f"{W}tr"):
            left = 0
            for cell in row.iter(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                right = left + (1 if span is None else int(span.get(f"{W}val")))
                assert int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) == sum(widths[left:right])
                left = right
            assert left == len(widths)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(8))
def test_round_trip(form: str, seed: int) -> None:
    """Random reports come back as they were: blanks, marks, remarks, decimals, the row of the other form, a variant."""
    options = Options(form=form, blank_zeros=seed % 2 == 0, mark="/" if seed % 3 else "——", remarks=True, legacy_row=form == "2021" and seed % 4 == 3)
    report = random_report(seed, options, FORMS)
    report.variant = "invented" if form == "2021" and seed % 2 else None
    report.agency.region_code = "990102" if seed % 2 else None
    column, value = ("amount", Decimal("-3.50")) if form == "2021" else ("change", -3)
    report.tables["disclosure"]["charges"][column] = value
    report.marks.pop(f"disclosure.charges.{column}", None)
    report.remarks.pop(f"disclosure.charges.{column}", None)
    assert content(back(written(report))) == content(report)


def _line() -> st.SearchStrategy[str]:
    # what no XML can hold is tested apart; the recogniser's own words would change what a line is
    characters = st.characters(blacklist_categories=("Cc", "Cs", "Cn"), blacklist_characters="\u2028\u2029")
    return st.text(characters, max_size=40).map(lambda text: f"本年度{text}。")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_line(), st.just(""), st.just(AWKWARD)), max_size=5))
def test_round_trip_of_text(lines: list[str]) -> None:
    """Any text of a section comes back, with its blanks, tabs, blank lines and rare scripts."""
    report = random_report(5)
    report.sections[0] = Section("overview", "一、总体情况", "\n".join(["开头。", *lines, "末尾。"]))
    assert content(back(written(report))) == content(report)


def test_awkward_facts() -> None:
    """A title and an agency with markup and quotes, and an agency with a line break, come back."""
    report = random_report(6)
    report.title = f"青岚县<b>水务局</b> & “{report.year}”年政府信息公开工作年度报告"
    report.agency.name = "青岚县<水务局>\n\"&'"
    assert content(back(written(report))) == content(report)


def test_unprintable_characters() -> None:
    """Characters that XML cannot hold become U+FFFD, and the file stays a file."""
    report = random_report(7)
    report.sections[0].text = "甲\x00乙\x0b丙\ud800丁\ufffe。"
    report.title = f"{report.title}\x01"
    again = back(written(report))
    assert again.sections[0].text == "甲\ufffd乙\ufffd丙\ufffd丁\ufffd。"
    assert again.title == f"{random_report(7).title}\ufffd"


def test_report_with_little_in_it() -> None:
    """Without a title, sections, tables or facts a file is written nevertheless, and is valid."""
    report = Report("2021")
    assert docx.Document(io.BytesIO(written(report))).tables == []
    report = random_report(8)
    report.title, report.published, report.year = None, None, None
    del report.tables["disputes"], report.tables["requests"]["closed_other"]
    report.sections = [section for section in report.sections if section.id not in ("problems", "disputes")]
    assert content(back(written(report))) == content(report)


def test_blank_form() -> None:
    """The blank form has room to write in below each heading of text, with the form's prompt, and every blank comes back blank."""
    report = blanked(random_report(9, Options(form="2021", agency="青岚县水务局")))
    data = written(report)
    body = docx.Document(io.BytesIO(data)).element.body
    prompts = ["".join(node.text or "" for node in control.iter(f"{W}t")) for control in body.iter(f"{W}sdt")]
    assert prompts == ["（文字描述）", "（文字描述）", "（文字描述，收取信息处理费情况在此处报告。）"]
    assert all(control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None for control in body.iter(f"{W}sdt"))
    again = back(data)
    assert [value for _path, value in again.cells()].count(None) == 200
    assert content(again) == content(report)


def test_blank_form_that_is_written_in(word: Any) -> None:
    """What somebody writes in place of a prompt is text, also where the program leaves the mark of the prompt in the file."""
    report = blanked(random_report(9, Options(form="2021", agency="青岚县水务局")))
    package = zipfile.ZipFile(io.BytesIO(written(report)))
    parts = {name: package.read(name).decode() for name in package.namelist()}
    for left in ("<w:showingPlcHdr/>", ""):
        main = parts["word/document.xml"].replace("<w:showingPlcHdr/>", left, 1)
        main = main.replace("<w:t>（文字描述）</w:t>", "<w:t>本年度主动公开政府信息九条。</w:t>", 1)
        texts = [section.text for section in back(word.zip({**parts, "word/document.xml": main})).sections]
        assert texts == ["本年度主动公开政府信息九条。", "", "", "", "", ""]


def test_prompts_stand_only_in_a_form() -> None:
    """A report with a part left empty gets an empty paragraph there, and no prompt that might be printed; a form without prompts asks to write."""
    report = random_report(9, Options(form="2021"))
    report.sections[4].text = ""
    assert b"showingPlcHdr" not in zipfile.ZipFile(io.BytesIO(written(report))).read("word/document.xml")
    old = blanked(random_report(9, Options(form="2019")))
    assert "在此处填写" in zipfile.ZipFile(io.BytesIO(written(old))).read("word/document.xml").decode()
    assert content(back(written(old))) == content(old)


def test_facts_of_an_edited_file(word: Any) -> None:
    """What the file states stands only while its title does; other properties are none of ours."""
    report = random_report(10)
    report.agency.region_code = "990102"
    parts = {name: zipfile.ZipFile(io.BytesIO(written(report))).read(name).decode() for name in zipfile.ZipFile(io.BytesIO(written(report))).namelist()}
    assert back(word.zip(parts)).agency.region_code == "990102"
    edited = {**parts, "word/document.xml": parts["word/document.xml"].replace(str(report.title), "白鹭洲区教育局2023年政府信息公开工作年度报告")}
    assert (back(word.zip(edited)).agency.name, back(word.zip(edited)).agency.region_code) == ("白鹭洲区教育局", None)
    foreign = {**parts, "docProps/custom.xml": parts["docProps/custom.xml"].replace("govdisc.", "other.")}
    assert not read(word.zip(foreign)).declared


def test_hidden_facts_that_cannot_be_right(word: Any) -> None:
    """None of the properties is believed then, and that is said: the text alone counts."""
    report = random_report(10)
    package = zipfile.ZipFile(io.BytesIO(written(report)))
    parts = {name: package.read(name).decode() for name in package.namelist()}
    wrong = parts["docProps/custom.xml"].replace(f">{report.year}<", f">{'2' * 20}<")
    assert wrong != parts["docProps/custom.xml"]
    again = back(word.zip({**parts, "docProps/custom.xml": wrong}))
    assert ["year" in unread.text for unread in again.unread] == [True]
    assert (again.title, again.year) == (report.title, report.year)


def test_title_among_the_properties(word: Any) -> None:
    """The title property is a hint only where it speaks of a report."""
    report = random_report(11)
    assert read(written(report)).metadata == {"title": report.title}
    report.title = "无标题"
    assert read(written(report)).metadata == {}


def test_opens_in_libreoffice(convert: Any) -> None:
    """LibreOffice opens the file and saves it again without a loss; so it does as .doc and .rtf, which come back as well."""
    report = random_report(12, Options(remarks=True, blank_zeros=True, mark="/"))
    report.sections[0].text = f"开头。\n{AWKWARD}\n\n末尾。"
    data = written(report)
    assert content(back(convert(data, "docx", "docx"))) == content(report)


def test_form_with_its_own_book() -> None:
    """The book of forms is the one that the writer is given."""
    report = random_report(13)
    assert content(back(write([report], WriteOptions(builtin_forms())), builtin_forms())) == content(report)
