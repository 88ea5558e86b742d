"""A PDF as a Document: what stands on its pages, in reading order, tables as grids; and what could not be read, said so.

PDF (ISO 32000) holds characters and lines at places, no paragraphs and no tables; :mod:`govdisc_pdf.pages` infers both.
"""

from __future__ import annotations

from govdisc.plugin import Document
from govdisc.reading import Clock
from govdisc_pdf.pages import document_of
from govdisc_pdf.pdfium import read_pages


def read(data: bytes) -> Document:
    """Read a PDF.

    Raises:
        InputError: the file is encrypted, damaged, too large, has no text (a scan) or text without a known encoding.

    """
    clock = Clock()
    pages, title = read_pages(data, clock)
    clock.check()
    return document_of(pages, title)
