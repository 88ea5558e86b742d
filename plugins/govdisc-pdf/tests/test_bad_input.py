"""Files that cannot be read end in one sentence, within bounded time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import govdisc_pdf
import pytest
from govdisc_pdf import limits
from govdisc_pdf.reader import read

from govdisc.errors import InputError
from govdisc.plugin import speaking


def image(canvas: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("L", (80, 100), 200)), 0, 0, 595, 842)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n" + b"x" * 1000])
def test_damaged(data: bytes) -> None:
    """Bytes that are no PDF."""
    with pytest.raises(InputError, match="damaged"):
        read(data)


def test_cut_off(draw: Callable[..., bytes]) -> None:
    """Half a file; where only the end is lost, PDFium rebuilds it."""
    whole = draw(lambda canvas: canvas.drawString(100, 700, "text"), pageCompression=0)
    with pytest.raises(InputError, match="damaged"):
        read(whole[: len(whole) // 4])
    assert [block.text for block in read(whole[: whole.index(b"startxref")]).blocks] == ["text"]


def test_encrypted(draw: Callable[..., bytes]) -> None:
    """A password to open is refused; one that only forbids printing is none of ours."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    def text(canvas: Any) -> None:
        canvas.drawString(100, 700, "text")

    with pytest.raises(InputError, match="password"):
        read(draw(text, encrypt=StandardEncryption("user", "owner")))
    assert read(draw(text, encrypt=StandardEncryption("", "owner"))).blocks


def test_scan(draw: Callable[..., bytes]) -> None:
    """Pages that are images alone are refused; one among others is noted with its page."""
    with pytest.raises(InputError, match="OCR"):
        read(draw(image))
    notices = read(draw(image, lambda canvas: canvas.drawString(100, 700, "text"))).notices
    assert [notice.place for notice in notices] == ["page 1"]


def test_recognised_scan(draw: Callable[..., bytes]) -> None:
    """Invisible text behind a scan is read, with a notice that it comes from OCR."""

    def page(canvas: Any) -> None:
        image(canvas)
        text = canvas.beginText(100, 700)
        text.setTextRenderMode(3)
        text.textOut("12")
        canvas.drawText(text)

    document = read(draw(page))
    assert [block.text for block in document.blocks] == ["12"]
    assert "OCR" in document.notices[0].message


def test_large_image_without_text(draw: Callable[..., bytes]) -> None:
    """A page with text and a large image besides is noted; an image under the text is not."""

    def beside(canvas: Any) -> None:
        image(canvas)
        canvas.setFillGray(1)
        canvas.rect(0, 0, 1, 1)
        canvas.setFillGray(0)

    def page(canvas: Any) -> None:
        canvas.saveState()
        canvas.scale(1, 0.5)
        image(canvas)
        canvas.restoreState()
        canvas.drawString(100, 700, "text")

    def under(canvas: Any) -> None:
        beside(canvas)
        canvas.drawString(100, 700, "text")

    assert [notice.place for notice in read(draw(page)).notices] == ["page 1"]
    assert not read(draw(under)).notices


def test_empty_pages(draw: Callable[..., bytes]) -> None:
    """A PDF of empty pages."""
    with pytest.raises(InputError, match="empty"):
        read(draw(lambda canvas: None))


def test_500_pages(draw: Callable[..., bytes]) -> None:
    """More pages than the bound are refused at once."""
    data = draw(*[lambda canvas: canvas.drawString(100, 700, "text")] * 500)
    with pytest.raises(InputError, match="500 pages, more than the 300"):
        read(data)


def test_many_lines(draw: Callable[..., bytes]) -> None:
    """A drawing of tens of thousands of lines is looked at in part, and a notice says so."""

    def page(canvas: Any) -> None:
        for i in range(limits.MAX_OBJECTS + 10):
            canvas.line(i % 500, i // 500, i % 500 + 8, i // 500)
        canvas.drawString(100, 700, "text")

    document = read(draw(page))
    assert [block.text for block in document.blocks] == ["text"]
    assert "drawings" in document.notices[0].message


def test_too_many_characters(draw: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of more characters than any print holds."""
    monkeypatch.setattr("govdisc_pdf.content.MAX_CHARS", 3)
    with pytest.raises(InputError, match="holds 4 characters"):
        read(draw(lambda canvas: canvas.drawString(100, 700, "text")))


def test_unknown_encoding(draw: Callable[..., bytes]) -> None:
    """Text in a private code is refused when it is most of the text, and counted when it is little."""
    private = "\ue001\ue002\ue003"
    with pytest.raises(InputError, match="encoding"):
        read(draw(lambda canvas: canvas.drawString(100, 700, private)))
    document = read(draw(lambda canvas: canvas.drawString(100, 700, "行政许可行政许可行政许可行政" + private)))
    assert "3 characters" in document.notices[0].message


def test_pages_are_closed(draw: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens, each page and text page that was opened is closed before read returns."""
    import pypdfium2.raw as raw

    calls: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        call = getattr(raw, name)
        return lambda *args: (calls.append(name), call(*args))[1]

    for name in ("FPDF_LoadPage", "FPDF_ClosePage", "FPDFText_LoadPage", "FPDFText_ClosePage"):
        monkeypatch.setattr(raw, name, counted(name))
    order = ["FPDF_LoadPage", "FPDFText_LoadPage", "FPDFText_ClosePage", "FPDF_ClosePage"]
    data = draw(*[lambda canvas: canvas.drawString(100, 700, "text")] * 2)
    read(data)
    assert calls == order * 2
    calls.clear()
    monkeypatch.setattr("govdisc_pdf.content.MAX_CHARS", 0)
    with pytest.raises(InputError):
        read(data)
    assert calls == order


def test_messages_are_translated() -> None:
    """The refusals speak Chinese when asked to."""
    folder = Path(govdisc_pdf.__file__).parent / "locale"
    with speaking("zh_CN", [("govdisc_pdf", folder)]), pytest.raises(InputError, match="损坏"):
        read(b"%PDF-")
