"""PDF files as government offices publish them: made by Word or WPS, printed by a browser, with rulings or without.

This module only announces the format; PDFium is loaded when a PDF is read, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from govdisc.formats import Format
from govdisc.hookspecs import hookimpl
from govdisc.model.document import Document

#: ISO 32000-1, annex H.3.4.1: readers accept the header anywhere within the first 1024 bytes.
_HEADER_WITHIN = 1024


def _detect(head: bytes, name: str) -> int:
    if head.startswith(b"%PDF-"):
        return 100
    return 90 if b"%PDF-" in head[:_HEADER_WITHIN] else 0


def _read(data: bytes) -> Document:
    from govdisc_pdf.worker import read

    return read(data)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Bring the format ``pdf``, for reading."""
    return [Format("pdf", "PDF", (".pdf",), read=_read, detect=_detect, binary=True)]


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Bring the Chinese messages."""
    return [("govdisc_pdf", Path(__file__).parent / "locale")]
