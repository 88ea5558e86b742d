"""The text of a page, from its bytes."""

from __future__ import annotations

import pytest

from govdisc.text.charset import to_utf8

TEXT = "青岚县水务局二〇二三年政府信息公开工作年度报告，㐂𠮷"


def page(charset: str, encoding: str, text: str = TEXT) -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return f"<html><head>{meta}</head><body>{text}</body></html>".encode(encoding)


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "gb18030", "x-gbk"])
def test_gb2312_and_gbk_mean_gb18030(charset: str) -> None:
    """Characters beyond GBK are read although the page declares less."""
    text, broken = to_utf8(page(charset, "gb18030"))
    assert TEXT in text.decode()
    assert broken == 0


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_or_zero_bytes_outweigh_the_declaration(encoding: str) -> None:
    """A page that was saved again keeps its old declaration."""
    assert TEXT in to_utf8(page("gb2312", encoding))[0].decode()


def test_valid_utf8_outweighs_a_wrong_declaration() -> None:
    """So many characters cannot be valid UTF-8 by chance."""
    assert TEXT in to_utf8(page("gbk", "utf-8"))[0].decode()


def test_a_declaration_decides_where_both_are_possible() -> None:
    """The bytes of 联通 in GBK are valid UTF-8 too."""
    text = "联通"
    assert text in to_utf8(page("gbk", "gbk", text))[0].decode()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "no-such", "utf-7", "zlib"])
def test_gb18030_under_a_declaration_that_does_not_fit(charset: str) -> None:
    """Bytes that are no UTF-8 are GB18030, and no other codec of Python is reached from a page."""
    assert TEXT in to_utf8(page(charset, "gb18030"))[0].decode()


def test_no_declaration() -> None:
    """A fragment is UTF-8 where it can be, else GB18030."""
    assert to_utf8("<p>规章</p>".encode())[0].decode() == "<p>规章</p>"
    assert to_utf8("<p>规章</p>".encode("gbk"))[0].decode() == "<p>规章</p>"


def test_damage_is_counted() -> None:
    """A byte that is lost is a place of U+FFFD; one of them does not turn UTF-8 into GB18030."""
    data = page("utf-8", "utf-8").replace("水".encode(), b"\xe6\xb0", 1)
    text, broken = to_utf8(data)
    assert "务局二〇二三年" in text.decode()
    assert broken == 1


def test_xhtml_prolog() -> None:
    """The encoding of an XML prolog counts like a meta element."""
    assert "联通" in to_utf8('<?xml version="1.0" encoding="GB2312"?><p>联通</p>'.encode("gbk"))[0].decode()
