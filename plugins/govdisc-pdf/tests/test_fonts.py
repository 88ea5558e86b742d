"""Fonts that a PDF names and does not hold: the text is read all the same on every machine, and what is not is told."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from govdisc_pdf.reader import read
from govdisc_pdf.substitute import font

from govdisc.model.document import Grid, Paragraph

TEXT = "无 业"


@pytest.fixture(scope="session")
def without_font(page_with: Callable[..., bytes]) -> Callable[..., bytes]:
    """A page whose embedded font was cut out: two-byte codes, each character a text object of its own, and what the codes mean."""

    def make(flags: int, text: str = TEXT) -> bytes:
        codes = {character: number for number, character in enumerate(dict.fromkeys(text), 5)}
        content = b"".join(b"BT /F1 12 Tf %d 700 Td <%04x> Tj ET\n" % (100 + 20 * i, codes[character]) for i, character in enumerate(text))
        meanings = b"".join(b"<%04x> <%04x>\n" % (code, ord(character)) for character, code in codes.items())
        to_unicode = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
            b"1 begincodespacerange <0000> <ffff> endcodespacerange\n%d beginbfchar\n%sendbfchar\nendcmap end end" % (len(codes), meanings)
        )
        more = [
            b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+QinglanSong /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+QinglanSong /DW 1000 /FontDescriptor 7 0 R"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            b"<< /Type /FontDescriptor /FontName /ABCDEF+QinglanSong /Flags %d /FontBBox [0 -200 1000 900] /Ascent 900 /Descent -200"
            b" /ItalicAngle 0 /CapHeight 700 /StemV 80 >>" % flags,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(to_unicode), to_unicode),
        ]
        return page_with(content, resources=b"/Font << /F1 5 0 R >>", more=more)

    return make


def test_lone_characters_without_their_font(draw: Callable[..., bytes]) -> None:
    """A mark alone in its cell is read although its font is neither in the file nor, perhaps, on the machine."""

    def page(canvas: Any) -> None:
        canvas.grid([50, 150, 250, 350], [700, 730])
        for x, text in ((60, "无"), (160, "12"), (260, "业")):
            canvas.drawString(x, 710, text)

    document = read(draw(page))
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    assert [cell.text for cell in grid.rows[0]] == ["无", "12", "业"]
    assert not document.notices


@pytest.mark.parametrize("flags", [4, 6, 32, 34])
def test_font_cut_out(without_font: Callable[..., bytes], flags: int) -> None:
    """A subset font without its file is read by what its codes mean, whether it says that it is symbolic or not."""
    document = read(without_font(flags))
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["无业"]
    assert not document.notices


@contextmanager
def nothing(_library: Any) -> Iterator[None]:
    """Leave PDFium to the fonts of the machine."""
    yield


def test_what_is_lost_is_told(without_font: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Text objects of which PDFium reads nothing are counted, with their page."""
    monkeypatch.setattr("govdisc_pdf.pdfium.substituted", nothing)
    (notice,) = read(without_font(4, "无二三" + "aaaa")).notices
    assert notice.place == "page 1"
    assert "3 pieces" in notice.message


def test_lone_blanks_are_no_loss(draw: Callable[..., bytes]) -> None:
    """A text object of one blank shows nothing, in whichever font."""

    def page(canvas: Any) -> None:
        for y, text in ((700, " "), (680, "\u3000"), (660, "行政许可")):
            canvas.drawString(100, y, text)
        canvas.setFont("Helvetica", 12)
        canvas.drawString(300, 700, " ")

    assert not read(draw(page)).notices


def test_other_uses_of_pdfium_keep_their_fonts() -> None:
    """Outside of reading the machine's own fonts are asked, and nothing else."""
    import pypdfium2.raw as raw
    from govdisc_pdf.substitute import _install, substituted

    info = _install(raw)
    if info is None:
        pytest.skip("PDFium knows no fonts of this platform")
    no_name = ctypes.create_string_buffer(b"QinglanSong")
    exact = ctypes.c_int()
    asked = (info, 400, 0, 134, 0, no_name, ctypes.byref(exact))
    before = info.MapFont(*asked)
    with substituted(raw):
        assert info.MapFont(*asked) == 1
    assert info.MapFont(*asked) == before != 1


def test_the_font_is_well_formed() -> None:
    """The tables of the font lie where its directory says, within its bytes."""
    data = font()
    count = int.from_bytes(data[4:6], "big")
    entries = [data[12 + 16 * i : 28 + 16 * i] for i in range(count)]
    assert [entry[:4] for entry in entries] == sorted(entry[:4] for entry in entries)
    ends = [int.from_bytes(entry[8:12], "big") + int.from_bytes(entry[12:16], "big") for entry in entries]
    assert max(ends) <= len(data) < 1000


def test_threads(draw: Callable[..., bytes]) -> None:
    """Files read in several threads at once are read as they are one by one: PDFium is never called from two."""
    files = [draw(lambda canvas, n=n: canvas.drawString(100, 700, f"无 第{n}号")) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(read, files))
    assert together == [read(data) for data in files]
