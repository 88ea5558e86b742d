"""Opening a PDF with PDFium and closing everything again in the order that PDFium needs.

PDFium is used through the raw functions of pypdfium2: their results are plain numbers, and nothing waits for a finaliser.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from govdisc.plugin import InputError, MissingLibraryError
from govdisc.plugin import gettext as _
from govdisc.reading import Clock
from govdisc_pdf.calls import address, plain_calls
from govdisc_pdf.content import read_page
from govdisc_pdf.limits import MAX_PAGES
from govdisc_pdf.model import Page
from govdisc_pdf.substitute import substituted

#: PDFium keeps global state and is not safe to call from two threads.
_LOCK = threading.Lock()


def read_pages(data: bytes, clock: Clock) -> tuple[list[Page], str]:
    """Return the contents of all pages and the title in the file's properties ("" without one).

    Raises:
        InputError: the file is encrypted, damaged, too long, or takes too long.

    """
    with _LOCK, _opened(data) as (library, document):
        count = library.FPDF_GetPageCount(document)
        if count > MAX_PAGES:
            raise InputError(
                _("the file has {count} pages, more than the {limit} that are read; split it into one file a report.").format(
                    count=count, limit=MAX_PAGES
                )
            )
        pages = []
        for index in range(count):
            clock.check()
            with _loaded(library, document, index) as (page, text):
                pages.append(read_page(plain_calls(library), address(page), address(text), index + 1, clock))
        return pages, _title(library, document)


def _library() -> Any:
    try:
        import pypdfium2
    except ModuleNotFoundError as error:
        if error.name != "pypdfium2":
            raise
        raise MissingLibraryError(_("reading PDF needs pypdfium2; install it with: pip install pypdfium2")) from None
    return pypdfium2


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[Any, Any]]:
    """Load the document; ``data`` stays alive as long as PDFium reads from it."""
    pdfium = _library()
    with substituted(pdfium.raw):
        yield from _document(pdfium, data)


def _document(pdfium: Any, data: bytes) -> Iterator[tuple[Any, Any]]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise InputError(_("the PDF is encrypted with a password; remove the password and try again.")) from None
        raise InputError(_("the PDF is damaged or cut off and cannot be opened; download it again.")) from None
    try:
        if not len(document):
            raise InputError(_("the PDF is damaged: it has no pages; download it again."))
        yield pdfium.raw, document.raw
    finally:
        document.close()


@contextmanager
def _loaded(library: Any, document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    page = library.FPDF_LoadPage(document, index)
    if not page:
        raise InputError(_("page {number} of the PDF is damaged and cannot be read; download the file again.").format(number=index + 1))
    text = library.FPDFText_LoadPage(page)
    try:
        yield page, text
    finally:
        library.FPDFText_ClosePage(text)
        library.FPDF_ClosePage(page)


def _title(library: Any, document: Any) -> str:
    import ctypes

    size = library.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < size <= 4096:
        return ""
    buffer = ctypes.create_string_buffer(size)
    library.FPDF_GetMetaText(document, b"Title", buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip()
