"""The page that is written: read back without loss, escaped, and complete without a script."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from govdisc_html.reader import read
from govdisc_html.writer import write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from govdisc.errors import ConfigurationError
from govdisc.formats import WriteOptions
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.document import Document, Grid, Paragraph
from govdisc.model.report import Report, Section
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

FORMS = builtin_forms()
AWKWARD = """<script>alert("x")</script> & &amp; | =cmd() 😀 𠮷 ئۇيغۇرچە བོད་ཡིག\t制表\u3000　空  格\xa0 '引号'"""


def page_of(report: Report, forms: FormBook = FORMS) -> bytes:
    return write([report], WriteOptions(forms))


def document_of(report: Report) -> Document:
    document = read(page_of(report))
    assert isinstance(document, Document)
    return document


def facts(report: Report) -> dict[str, Any]:
    """Everything that a page keeps: all but the source, and the places in it."""
    return {key: value for key, value in report.to_dict().items() if key not in ("source", "places")}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize(
    "options",
    [Options(), Options(blank_zeros=True), Options(mark="/"), Options(mark="—"), Options(remarks=True, largest=20_000), Options(zero=1.0)],
)
@pytest.mark.parametrize("seed", range(4))
def test_a_report_comes_back_as_it_was(form: str, options: Options, seed: int) -> None:
    """JSON → page → JSON is the identity."""
    report = random_report(seed, replace(options, form=form))
    assert facts(recognise(document_of(report), FORMS)) == facts(report)


def test_the_old_row_in_a_new_report_comes_back() -> None:
    """（六）其他处理 without its parts keeps its own id."""
    report = random_report(2, Options(legacy_row=True))
    assert facts(recognise(document_of(report), FORMS)) == facts(report)


def test_facts_that_the_print_does_not_show_come_back() -> None:
    """Level, kind, region and a variant stand in the head."""
    forms = FormBook([parse_form('id = "cloud"\nextends = "2021"\nsource = "invented"\n', "cloud.toml")])
    report = random_report(3)
    report.variant, report.agency.region_code, report.agency.kind = "cloud", "990101", "other"
    back = recognise(read(page_of(report, forms)), forms)
    assert facts(back) == facts(report)


lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from(AWKWARD), max_size=40)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(lines, min_size=1, max_size=4).map("\n".join), title=lines, remark=lines)
def test_any_text_is_read_as_it_was_written(text: str, title: str, remark: str) -> None:
    """Every space, empty line and script survives; one paragraph a line, one text a cell."""
    report = random_report(1)
    report.sections = [Section("overview", "一、总体情况" + title, text)]
    report.title = title
    path = next(path for path, value in report.cells() if value)
    report.remarks = {path: remark}
    document = document_of(report)
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraphs == [title, "一、总体情况" + title, *(text.split("\n") if text else [])]
    cells = [cell.text for block in document.blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    printed = str(report.cell(path))
    assert any(cell.startswith(printed) and remark in cell for cell in cells)
    assert document.declared.get("title", "") == title


def test_section_text_with_markup_and_spaces_comes_back() -> None:
    """The same through the recogniser, for text that HTML would fold or run."""
    report = random_report(1)
    report.sections[0] = Section("overview", "一、总体情况", f"  {AWKWARD}  \n\n\t第三行 ")
    assert facts(recognise(document_of(report), FORMS)) == facts(report)


def test_characters_that_html_cannot_hold() -> None:
    """They become U+FFFD, or a space where they were one; nothing fails."""
    report = random_report(1)
    report.sections = [Section("overview", "一、总体情况", "a\x00b\x0bc\x1f\ud800\ufffe\r\u0085d")]
    assert document_of(report).blocks[2].text == "a\ufffdb c\ufffd\ufffd\ufffd\r\u0085d"  # type: ignore[union-attr]


def test_the_page_stands_alone() -> None:
    """No script, nothing to fetch, and text cannot leave its element."""
    report = random_report(1)
    report.title = report.agency.name = report.sections[0].text = "\"><script src=http://x>'</style>"
    page = page_of(report).decode()
    root = etree.fromstring(page, etree.HTMLParser())
    assert root.get("lang") == "zh-CN"
    assert not root.xpath("//script | //link | //img | //iframe | //@src | //@href | //@style")
    assert not re.search(r"url\(|@import|https?:", root.findtext(".//style") or "")
    assert len(root.xpath("//style")) == 1
    assert root.xpath("string(//meta[@name='viewport']/@content)").startswith("width=device-width")


def test_the_official_tables() -> None:
    """Merged headers with their scope, a caption each, and as many cells as the form has."""
    root = etree.fromstring(page_of(random_report(1)).decode(), etree.HTMLParser())
    assert [table.get("class") for table in root.iter("table")] == ["blocks", "matrix", "transposed"]
    assert [caption.text for caption in root.iter("caption")] == [
        "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
    ]  # fmt: skip
    assert len(root.xpath("//td")) == 10 + 175 + 15
    assert not root.xpath("//th[not(@scope)] | //td[@scope]")
    assert [len(list(table.iter("tr"))) for table in root.iter("table")] == [14, 28, 4]
    assert root.xpath("string(//th[@scope='rowgroup' and starts-with(., '三、')]/@rowspan)") == "22"


def test_what_a_report_lacks_is_not_printed() -> None:
    """No heading for a missing section, no table for a missing one; a table without its section is printed."""
    report = Report("2021", tables={"disclosure": {"charges": {"amount": Decimal("3.20")}}})
    root = etree.fromstring(page_of(report).decode(), etree.HTMLParser())
    assert not root.xpath("//h1 | //h2 | //p")
    assert root.xpath("//td/text()") == ["3.20"]


def test_a_variant_that_is_not_installed() -> None:
    """A person sees the form alone, a machine where it came from; that rows of the variant may be missing is the command line's to tell."""
    report = random_report(1)
    plain = page_of(report)
    report.variant = "nowhere"
    page = page_of(report)
    assert page[page.index(b"<body") :] == plain[plain.index(b"<body") :]
    assert b"nowhere" in page[: page.index(b"<body")]


def test_a_page_edited_by_hand_says_what_its_text_says() -> None:
    """A number changed in the page is the number read; the other spaces stay."""
    report = random_report(1)
    report.tables["disclosure"]["charges"]["amount"] = Decimal("77.01")
    page = page_of(report).replace(b">77.01<", b">78<")
    back = recognise(read(page), FORMS)
    assert back.cell("disclosure.charges.amount") == Decimal(78)


def test_the_line_that_a_portal_prints_below_the_title() -> None:
    """索引号 and the day of publication, which is also that of the metadata; neither becomes text of the report."""
    report = random_report(4)
    params = {"index_number": "QL000/2024-<01>", "published": "2024-01-17"}
    page = write([report], WriteOptions(FORMS, params))
    assert "索引号：QL000/2024-&lt;01&gt;".encode() in page
    assert "发布日期：2024-01-17".encode() in page
    again = recognise(read(page), FORMS)
    assert facts(again) == {**facts(report), "published": "2024-01-17"}


def test_the_options_of_the_command_line_fill_the_page(tmp_path: Path) -> None:
    """--published, --index-number and --fragment are what the parameters of these names are."""
    (tmp_path / "in.html").write_bytes(page_of(random_report(4)))
    options = ["--published", "2024-01-17", "--index-number", "QL000/2024-00001", "--fragment"]
    command = [sys.executable, "-m", "govdisc", "export", str(tmp_path / "in.html"), "--format", "html", *options]
    page = subprocess.run(command, capture_output=True, check=True, timeout=120).stdout.decode()
    assert "索引号：QL000/2024-00001" in page
    assert "发布日期：2024-01-17" in page
    assert "<html" not in page


def test_a_fragment_for_the_editor_of_a_website() -> None:
    """No head, no style sheet, no marks, lines around the cells; pasted into a page it is read like any other."""
    report = random_report(4, Options(remarks=True))
    fragment = write([report], WriteOptions(FORMS, {"fragment": "yes"})).decode()
    assert not re.search(r"<(?:!doctype|html|head|body|main|style|meta)|data-govdisc", fragment)
    assert fragment.count('<table border="1"') == 3
    again = recognise(read(f"<html><body><div class=nav>首页</div>{fragment}</body></html>".encode()), FORMS)
    assert (again.tables, again.remarks, again.title, again.unread) == (report.tables, report.remarks, report.title, [])


@pytest.mark.parametrize("params", [{"fragment": "maybe"}, {"published": "2024年1月"}, {"published": "2024-02-30"}])
def test_parameters_that_cannot_be_are_refused(params: dict[str, str]) -> None:
    """The error names the parameter."""
    with pytest.raises(ConfigurationError, match=next(iter(params))):
        write([random_report(1)], WriteOptions(FORMS, params))
