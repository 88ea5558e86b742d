"""Paragraphs, places, and what of a page is not its text."""

from __future__ import annotations

from pathlib import Path

import pytest
from govdisc_html.reader import read

from govdisc.model.document import Grid, Paragraph

LINES = ["青岚县水务局2023年政府信息公开工作年度报告", "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"]
ARTICLE = f"<h1>{LINES[0]}</h1><p>{LINES[1]}</p><table><tr><td>规章<td>0<tr><td>许可<td>5</table>"


def lines(page: str) -> list[str]:
    return [block.text for block in read(page.encode()).blocks if isinstance(block, Paragraph)]


def test_blocks_part_paragraphs_and_inline_elements_do_not() -> None:
    """Paragraphs are numbered; ``<br>`` outside of tables begins a new one."""
    document = read(b"<div>one <b>t</b>wo<p>three<br>four</div>five<ul><li>six<li>seven</ul>" + ARTICLE.encode())
    found = [(block.text, block.place) for block in document.blocks if isinstance(block, Paragraph)]
    assert found[:6] == [(text, f"paragraph {i}") for i, text in enumerate(["one two", "three", "four", "five", "six", "seven"], 1)]


def test_preformatted_lines() -> None:
    """Each line of ``<pre>`` is a paragraph."""
    assert lines("<pre>规章 0\n许可   5\n</pre>" + ARTICLE)[:2] == ["规章 0", "许可 5"]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>9999</script>",
        "<style>9999</style>",
        "<noscript>9999</noscript>",
        "<template><p>9999</p></template>",
        "<select><option>9999</select>",
        "<!-- 9999 -->",
        "<![if !vml]><![endif]>",
        "<p style='color:red; display : NONE'>9999</p>",
        "<p hidden>9999</p>",
        "<p style='visibility:hidden'>9999</p>",
        "<span style='mso-hide:all'>9999</span>",
        "<nav><p>9999</p></nav>",
        "<footer>9999</footer>",
        "<div class='w1200 footer'><p>9999</p></div>",
        "<textarea><p>9999</p></textarea>",
    ],
)
def test_what_is_not_seen_is_not_read(unseen: str) -> None:
    """Scripts, hidden parts, menus and footers; their neighbours' text stays."""
    assert lines(f"{ARTICLE}<div>前{unseen}后</div>") in ([*LINES, "前后"], [*LINES, "前", "后"])


def test_odd_tags() -> None:
    """Inline tags that are written oddly must not leave a piece of themselves in the text."""
    quoted = ["<span title='a>b'>", '<font face="x" data-y=">">', "<SPAN\nstyle=\"a: 'b'\"\n>", '<u a="\'">']
    for odd in (*quoted, "<b a='", "<i\t>", "<span/>", "<strong a=b'c>"):
        assert "".join(lines(f"{ARTICLE}<div>前{odd}中' \"</span>后</div>")[2:]).replace(" ", "") in ("前中'\"后", "前后"), odd
    assert lines(f"{ARTICLE}<p>1<br>2<body3>4 a<b c>d</p>")[2:] == ["1", "24 ad"]


def test_a_frame_that_holds_the_article_is_kept() -> None:
    """Class names are no proof: a footer with a table or a heading in it may be the report."""
    document = read(f"<div class='footer'>{ARTICLE}</div>".encode())
    assert any(isinstance(block, Grid) for block in document.blocks)
    assert lines(f"<header>{ARTICLE}</header>") == LINES
    assert lines(f"{ARTICLE}<aside>{'长' * 900}</aside>")[-1] == "长" * 900


def test_an_article_behind_a_tab_is_read() -> None:
    """Where all that is visible holds no table, hidden parts with one are what a script uncovers."""
    page = f"<p>{'欢迎访问，请选择全真版或者文字版。' * 20}</p><div style='display:none'>{ARTICLE}</div>"
    assert any(isinstance(block, Grid) for block in read(page.encode()).blocks)


def test_menus_are_left_out_and_links_of_the_article_are_not() -> None:
    """Short links before the article, and three or more of them in a row behind it, are menus."""
    menu = "".join(f"<li><a href='/{i}'>政府信息公开年报</a></li>" for i in range(3))
    assert lines(f"<a href='/'>首页</a>{ARTICLE}<p>附件：<a href='/x'>附表</a></p><p><a href='/y'>附表二</a></p>{menu}<p>完</p>") == [
        *LINES, "附件：附表", "完",
    ]  # fmt: skip
    assert lines(f"{ARTICLE}<p><a href='/x'>附表</a></p><p>完</p>") == [*LINES, "附表", "完"]


def test_two_pages_in_one_file() -> None:
    """A parser stops at the end of the first page; the reader does not."""
    assert lines(f"<html><body>{ARTICLE}</body></html>\n<html><body><p>第二页</p></body></html>")[-1] == "第二页"
    assert lines(f"<HTML><BODY>{ARTICLE}</BODY></HTML><p>之后</p>")[-1] == "之后"


def test_xhtml() -> None:
    """A prolog, a namespace and empty elements in XML's notation."""
    root = '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
    page = f'{root}<head><script src="x"/></head><body>{ARTICLE}<br/>完</body></html>'
    assert lines(page) == [*LINES, "完"]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No entity, image, frame or style sheet opens a connection or a file."""
    import socket

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the reader opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    secret = tmp_path / "secret.txt"
    secret.write_text("9999")
    site = "http://127.0.0.1:9"
    doctype = f'<!DOCTYPE html SYSTEM "{site}/x.dtd" [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    page = f'{doctype}<link href="{site}/a.css" rel="stylesheet"><p>&a;完</p><img src="{site}/a.png">{ARTICLE}'
    assert "9999" not in "".join(lines(page))
