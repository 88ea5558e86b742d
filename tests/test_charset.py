"""The text of a page, from its bytes."""

from __future__ import annotations

import pytest

from govdisc.errors import InputError
from govdisc.text.charset import decode, to_utf8

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
    """The bytes of 目录 in GBK are valid UTF-8 too."""
    text = "目录"
    assert text in to_utf8(page("gbk", "gbk", text))[0].decode()


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "no-such", "utf-7", "zlib"])
def test_gb18030_under_a_declaration_that_does_not_fit(charset: str) -> None:
    """Bytes that are no UTF-8 are GB18030, and no other codec of Python is reached from a page."""
    assert TEXT in to_utf8(page(charset, "gb18030"))[0].decode()


def test_no_declaration() -> None:
    """A fragment is UTF-8 where it can be, else GB18030."""
    assert to_utf8("<p>规章</p>".encode()) == ("<p>规章</p>".encode(), 0)
    assert to_utf8("<p>规章</p>".encode("gbk"))[0].decode() == "<p>规章</p>"


def test_damage_is_counted() -> None:
    """A byte that is lost is a place of U+FFFD; one of them does not turn UTF-8 into GB18030."""
    data = page("utf-8", "utf-8").replace("水".encode(), b"\xe6\xb0", 1)
    text, broken = to_utf8(data)
    assert "务局二〇二三年" in text.decode()
    assert broken == 1


def test_xhtml_prolog() -> None:
    """The encoding of an XML prolog counts like a meta element."""
    assert "目录" in to_utf8('<?xml version="1.0" encoding="GB2312"?><p>目录</p>'.encode("gbk"))[0].decode()


# --- plain texts --------------------------------------------------------------------------------------------------------------------

LINES = f"{TEXT}\n收到申请 12 件\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_text_is_read_however_it_was_saved(encoding: str) -> None:
    """With a mark or without one, in each encoding that Windows writes."""
    assert decode(LINES.encode(encoding)) == LINES


def test_utf16_without_a_mark_is_known_by_its_line_ends_and_digits() -> None:
    """Few are enough, although half of 开 is a zero byte in the other order; what holds NUL characters itself is no text."""
    sparse = ("年度报告公开申请受理答复情况说明" * 3 + "\n") * 200
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(sparse.encode(encoding)) == sparse
        assert decode(("12\n" + LINES).encode(encoding)) == "12\n" + LINES
        with pytest.raises(InputError, match="NUL"):
            decode("1\x002\n".encode(encoding))


def test_a_stray_nul_behind_much_text_is_left_out() -> None:
    """Some programs fill the end of a file with zeros."""
    for encoding in ("utf-8", "gb18030"):
        text = LINES * 200
        assert decode(f"{text}\x00\x00".encode(encoding)) == text


def test_what_is_no_text_is_refused() -> None:
    """Zeros at the beginning, and bytes of no encoding; a few lost bytes are damage, and the rest is read."""
    with pytest.raises(InputError, match="NUL"):
        decode(b"PK\x03\x04\x00\x00\x08\x00")
    with pytest.raises(InputError, match="neither UTF-8"):
        decode(b"\xff" * 100)
    damaged = LINES.encode("gb18030") + b"\xff\n" * 8
    assert decode(damaged).startswith(LINES)
    with pytest.raises(InputError, match="neither UTF-8"):
        decode(damaged + b"\xff\n")


def test_damage_is_measured_by_the_length_of_a_text() -> None:
    """One character in fifty may be lost."""
    text = "收到申请十二件，" * 500
    assert decode(text.encode("gb18030") + b"\xff\n" * 83).startswith(text)
    with pytest.raises(InputError, match="neither UTF-8"):
        decode(text.encode("gb18030") + b"\xff\n" * 84)


def test_a_text_that_is_too_large_is_told_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """In megabytes; what just fits is read."""
    monkeypatch.setattr("govdisc.text.charset.MAX_BYTES", 2_000_000)
    assert len(decode(b" " * 2_000_000)) == 2_000_000
    with pytest.raises(InputError, match="larger than 2 MB"):
        decode(b" " * 2_000_001)


# --- pages: what is asked first -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["<html>", "\n<html>", "\r\n<html>"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf16_without_a_mark(start: str, encoding: str) -> None:
    """Its first tag or line end tells."""
    assert to_utf8(f"{start}{TEXT}".encode(encoding)) == (f"{start}{TEXT}".encode(), 0)


def test_the_label_of_a_header_goes_before_the_page_itself() -> None:
    """Where the bytes leave it open; an unknown label is none."""
    assert "目录" in to_utf8(page("utf-8", "gbk", "目录"), "GBK")[0].decode()
    assert "目录" in to_utf8(page("gbk", "gbk", "目录"), "x-unknown")[0].decode()
    assert "目录" not in to_utf8(page("gbk", "gbk", "目录"), "utf-8")[0].decode()
    for charset in ("gbk", "utf-8"):  # damage makes it no other charset
        assert "目录" in to_utf8(page(charset, charset, "目录") + b"\xff")[0].decode()


def test_a_declaration_stands_near_the_beginning() -> None:
    """Long scripts may stand before it, but what stands far behind is the text of the page."""
    for before, read in ((16_000, True), (17_000, False)):
        assert ("目录" in to_utf8(b"<!--" + b" " * before + b"-->" + page("gbk", "gbk", "目录"))[0].decode()) is read


@pytest.mark.parametrize(("characters", "is_utf8"), [(12, True), (2, False)])
def test_few_characters_may_be_utf8_by_chance(characters: int, is_utf8: bool) -> None:
    """A dozen are not; then the declaration is the one that is wrong."""
    text = "规" * characters
    assert (to_utf8(page("gbk", "utf-8", text))[0] == page("gbk", "utf-8", text)) is is_utf8


def test_a_page_that_is_more_damaged_as_utf8_is_gb18030() -> None:
    """Whatever it declares."""
    data = page("utf-8", "gb18030")
    assert to_utf8(data) == (page("utf-8", "utf-8"), 0)
