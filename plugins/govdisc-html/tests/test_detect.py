"""Telling a page by its content."""

from __future__ import annotations

import pytest
from govdisc_html import govdisc_formats
from govdisc_html.detect import detect


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><html>",
        b"\xef\xbb\xbf\r\n<HTML>\n<head>",
        b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0'><html xmlns='http://www.w3.org/1999/xhtml'>",
        b"<!-- saved from url=(0014)about:internet -->\n<!--[if IE]>x<![endif]--><html>",
        "<html><body>报告".encode("utf-16"),
        b"<table><tr><td>1</td></tr></table>",
        b"<div class='a'><p>1</p><p>2</p></div>",
    ],
)
def test_pages(head: bytes) -> None:
    """Whatever the name says."""
    assert detect(head, "report.txt") >= 80


@pytest.mark.parametrize(
    "head",
    [b"", b"%PDF-1.7", b"PK\x03\x04", b'{"form": "2021"}', "总体情况".encode(), b"<?xml version='1.0'?><report xmlns='x'/>", b"a < b > d"],
)
def test_other_files(head: bytes) -> None:
    """Nothing of HTML in them."""
    assert detect(head, "report") == 0


def test_text_with_tags_in_it_is_not_a_page() -> None:
    """Markdown with a table in HTML, or text with left-over tags."""
    assert detect("# 年度报告\n\n<table><tr><td>1</td></tr></table>\n<br>".encode(), "report.md") < 50
    page = "<div><html><body><table><tr><td>1</td></tr></table></body></html></div>\n"
    assert detect(f"# 年度报告\n\n{page}\n\n{page}".encode(), "report.md") < 50
    assert detect(f"{page}\n\n# 年度报告\n\n{page}".encode(), "report.markdown") < 50
    assert detect("年度报告<br>一、总体情况<br>".encode(), "report.txt") == 0


@pytest.mark.parametrize("suffix", [".html", ".htm", ".shtml", ".xhtml"])
def test_the_name_is_a_hint(suffix: str) -> None:
    """A fragment that begins with text is a page when its name says so."""
    assert detect("年度报告<br>一、总体情况".encode(), f"report{suffix}") >= 60


def test_the_formats() -> None:
    """One report a file, read and written; pages saved as one file are read alone."""
    page, saved = govdisc_formats()
    assert (page.name, saved.name) == ("html", "mhtml")
    assert page.read
    assert page.write
    assert saved.read
    assert saved.write is None
    assert not page.many
