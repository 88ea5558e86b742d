"""PDF files as government offices publish them: made by Word or WPS, printed by a browser, with rulings or without.

This module only announces the format; PDFium is loaded when a PDF is read, in a process of its own. :mod:`govdisc_pdf.pages` is the page
model, for readers of other fixed-layout formats.
"""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import Format, hookimpl

#: ISO 32000-1, annex H.3.4.1: readers accept the header anywhere within the first 1024 bytes.
_HEADER_WITHIN = 1024


def detect(head: bytes, name: str) -> int:
    """Say how surely a file is a PDF."""
    if head.startswith(b"%PDF-"):
        return 100
    return 90 if b"%PDF-" in head[:_HEADER_WITHIN] else 0


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Bring the format ``pdf``, for reading."""
    return [Format("pdf", "PDF", (".pdf",), read="govdisc_pdf.worker:read", detect=detect, binary=True)]
