"""Pages that hold no report, and input that is made to hurt."""

from __future__ import annotations

import pytest
from govdisc_html.flow import MAX_DEPTH
from govdisc_html.reader import read

from govdisc.errors import InputError

PROSE = "<p>根据《中华人民共和国政府信息公开条例》的规定，现向社会公布本机关年度报告，内容包括总体情况等六个部分。</p>" * 5
GRID = "<table><tr><td>规章<td>0<tr><td>许可<td>5</table>"
IMAGE = '<p><img src="/pic/20240117.png" width="640"></p>'


def refusal(page: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(page if isinstance(page, bytes) else page.encode())
    return str(caught.value)


@pytest.mark.parametrize("page", [b"", b"  \n ", b"\xef\xbb\xbf", b"<!-- nothing -->", b"<html><body></body></html>", b"\x00\x00\x00"])
def test_empty_pages(page: bytes) -> None:
    """A page without text is refused in one sentence."""
    assert refusal(page).count(".") == 1


def test_a_shell_that_a_script_fills() -> None:
    """A footer and a word of waiting are no report."""
    assert "script" in refusal('<div id="app">正在加载，请稍候…</div><script src="/app.js"></script><p>版权所有 云岫市人民政府</p>')
    assert "script" in refusal('<h1>年度报告</h1><iframe src="/x.html"></iframe>')


def test_a_page_that_only_links_to_a_file() -> None:
    """The message says to fetch the attachment."""
    assert "download" in refusal('<h1>青岚县水务局2023年年度报告</h1><p>附件：<a href="/f/a.PDF?x=1">年度报告.pdf</a></p>')


def test_tables_as_images() -> None:
    """Prose with images and no number of any table."""
    assert "images" in refusal(PROSE + IMAGE * 3)
    assert "images" in refusal("<h1>年度报告</h1>" + IMAGE * 8)


@pytest.mark.parametrize(
    "page",
    [
        PROSE + GRID + IMAGE,
        PROSE + "<p>第二十条第（一）项信息内容本年制发件数规章000</p>" + IMAGE,
        PROSE + "<p>0</p>" * 12 + IMAGE,
        PROSE + '<a href="/"><img src="/a.png"></a><img src="/img/logo.png"><img src="/a.png" width="16" height="16">',
        IMAGE + PROSE,
        PROSE,
    ],
)
def test_pages_that_are_not_refused(page: str) -> None:
    """Numbers as text, however run together, and images that show no table."""
    assert read(page.encode()).blocks


def test_an_image_among_the_tables_is_noticed() -> None:
    """Where tables are missing, an image in the article may be one; with all three there it is a picture."""
    document = read((PROSE + GRID + IMAGE).encode())
    assert [notice.place for notice in document.notices] == ["image 1"]
    assert read((PROSE + GRID * 3 + IMAGE).encode()).notices == ()
    assert read((IMAGE + PROSE + GRID).encode()).notices == ()


def test_damaged_bytes_are_noticed() -> None:
    """What could not be decoded is said."""
    document = read(b'<meta charset="utf-8">' + (PROSE + GRID).encode() + b"<p>\xe6\xb0</p>")
    assert "1" in document.notices[0].message


def outcome(page: bytes) -> str:
    """The sentence that refuses a page, nothing when it is read."""
    try:
        read(page)
        return ""
    except InputError as error:
        return str(error)


def test_deep_nesting_is_refused_outcome() -> None:
    """2,000 nested tables, and a hundred thousand of anything."""
    tables = b"<table><tr><td>a" * 2000 + b"x" + b"</td></tr></table>" * 2000
    for page in (tables, b"<div>" * 100_000, b"<p>" + b"<big>" * 50_000 + b"x", b"<pre><a href=x>" * 50_000):
        assert str(MAX_DEPTH) in outcome(page)


def test_nesting_that_people_write_is_read() -> None:
    """Unclosed fonts nest some hundreds deep."""
    assert outcome(PROSE.encode() + b"<font>a" * 900 + GRID.encode()) == ""


def test_large_tables() -> None:
    """Ten thousand rows are read within seconds, a table wider than any report is refused, and so are too many cells and tables."""
    row = b"<tr>" + b"<td rowspan=65000 colspan=1><p><span>0</span></p></td>" * 10 + b"</tr>"
    plain = b"<tr>" + b"<td><p>0</p></td>" * 10 + b"</tr>"
    assert outcome(PROSE.encode() + b"<table>" + plain * 10_000 + b"</table>") == ""
    assert "columns" in outcome(b"<table>" + row * 10_000 + b"</table>")
    assert "columns" in outcome(b"<table>" + (b"<tr>" + b"<td colspan=99>1" * 50) * 20 + b"</table>")
    assert "cells" in outcome(b"<table>" + b"<tr><td>1<td>2" * 250_000)
    assert "tables" in outcome(b"<table><tr><td>1</table>" * 3_000)


def test_sizes() -> None:
    """More bytes or tags than any report has are refused before they are parsed."""
    assert "MB" in outcome(b"<p>" + b"x" * 20_000_001)
    assert "tags" in outcome(b"<b>" * 900_000)


def test_long_attributes_and_lines() -> None:
    """Megabytes in one attribute, text, class or row of links cost no more than their reading."""
    filler = b"<p style='" + b"display:" * 300_000 + b"'>a</p><p class='" + b"nav " * 300_000 + b"'>b</p><p>" + b"<a href=x>y</a>" * 100_000
    assert outcome(filler + b"<p>" + " \n名称：".encode() * 200_000 + b"</p>" + (PROSE + GRID).encode()) == ""
    many = b"<p " + b" ".join(b"a%d=1" % i for i in range(100_000)) + b">x"
    assert "attributes" in outcome(many)
    assert "attributes" in outcome(many.replace(b"=1 ", b"='>'"))
    assert "attributes" in outcome(many.replace(b"=1", b""))
    assert outcome(b"<div class=footer><p>a</p>" * 900 + b"</div>" * 900 + (PROSE + GRID).encode()) == ""
