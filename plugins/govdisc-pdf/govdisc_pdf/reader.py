"""A PDF as a Document: what stands on its pages, in reading order, tables as grids; and what could not be read, said so.

PDF (ISO 32000) holds characters and lines at places, no paragraphs and no tables; all of these are inferred here from geometry
alone, never from what a statutory form ought to hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.model.document import Document, Notice
from govdisc.reading import Clock
from govdisc_pdf.flow import blocks
from govdisc_pdf.margins import without_margins
from govdisc_pdf.model import Page
from govdisc_pdf.pdfium import read_pages
from govdisc_pdf.tables import ruled_tables
from govdisc_pdf.text import lines_of

#: The share of characters without a known meaning beyond which nothing can be trusted.
_UNMAPPED = 0.3
#: An image over this share of the page, with no text on it, may hold a table.
_LARGE_IMAGE = 0.15


def read(data: bytes) -> Document:
    """Read a PDF.

    Raises:
        InputError: the file is encrypted, damaged, too large, has no text (a scan) or text without a known encoding.

    """
    clock = Clock()
    pages, title = read_pages(data, clock)
    _check_text(pages)
    clock.check()
    filled = ruled_tables(pages)
    lines = without_margins(pages, [lines_of(loose) for _tables, loose in filled])
    found = blocks(pages, [tables for tables, _loose in filled], lines)
    return Document(tuple(found), {"title": title} if "报告" in title else {}, notices=tuple(_notices(pages)))


def _has_text(page: Page) -> bool:
    return any(one.text.strip() for one in page.chars)


def _check_text(pages: Sequence[Page]) -> None:
    if not any(map(_has_text, pages)):
        if any(page.drawn for page in pages):
            raise InputError(
                _("the pages are images without text (a scan); run text recognition (OCR) on the file, or ask for the Word file.")
            )
        raise InputError(_("the PDF has only empty pages."))
    count = sum(len(page.chars) for page in pages)
    if sum(page.unmapped for page in pages) > _UNMAPPED * count:
        raise InputError(
            _(
                "the text of the PDF has no known encoding (its fonts lack a ToUnicode table); "
                "ask for the Word file, or run text recognition (OCR)."
            )
        )


def _notices(pages: Sequence[Page]) -> list[Notice]:
    out = []
    for page in pages:
        place = f"page {page.number}"
        if not _has_text(page):
            if page.drawn:
                out.append(Notice(_("the page is an image without text; what it shows is not read."), place))
            continue
        if page.recognised:
            out.append(
                Notice(_("the text of this page comes from text recognition (OCR) of a scan; compare its numbers with the image."), place)
            )
        elif _large_image(page):
            out.append(Notice(_("the page holds a large image; what it shows is not read."), place))
        if page.unmapped:
            out.append(Notice(_("{count} characters of the page have no known meaning.").format(count=page.unmapped), place))
        if page.lost:
            out.append(
                Notice(
                    _(
                        "{count} pieces of the page's text could not be read, since their fonts are not in the file; "
                        "embed the fonts, or ask for the Word file."
                    ).format(count=page.lost),
                    place,
                )
            )
        if page.simplified:
            out.append(Notice(_("the page holds more drawings than are looked at; a table on it may be incomplete."), place))
    return out


def _large_image(page: Page) -> bool:
    return any(
        image.area >= _LARGE_IMAGE * page.width * page.height and not any(image.holds(*one.centre) for one in page.chars)
        for image in page.images
    )
