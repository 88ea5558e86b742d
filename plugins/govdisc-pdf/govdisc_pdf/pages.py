"""The page model, for readers of other fixed-layout formats: pages of characters and rulings in, paragraphs and tables out.

A reader draws each page as :class:`Glyph` objects and :class:`Shapes` on a plane in points with y upwards, has it :func:`placed` on a
:class:`Sheet`, and makes :func:`document_of` all pages. What is inferred comes from geometry alone, never from what a form ought to hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govdisc.plugin import Document, InputError, Notice
from govdisc.plugin import gettext as _
from govdisc_pdf.flow import blocks
from govdisc_pdf.gutters import without_gutters
from govdisc_pdf.limits import MAX_CHARS, MAX_DEPTH, MAX_OBJECTS, MAX_PAGES, MAX_SEGMENTS
from govdisc_pdf.margins import without_margins, without_running
from govdisc_pdf.matrix import IDENTITY, Matrix, applied, product
from govdisc_pdf.model import Box, Page
from govdisc_pdf.notes import with_notes
from govdisc_pdf.placing import SMALLEST, UNKNOWN, Glyph, Run, Sheet, placed
from govdisc_pdf.shapes import Colour, Piece, Point, Shapes, box_of, colour_of
from govdisc_pdf.tables import ruled_tables
from govdisc_pdf.text import is_cjk, lines_of

__all__ = [
    "IDENTITY",
    "MAX_CHARS",
    "MAX_DEPTH",
    "MAX_OBJECTS",
    "MAX_PAGES",
    "MAX_SEGMENTS",
    "SMALLEST",
    "UNKNOWN",
    "Box",
    "Colour",
    "Glyph",
    "Matrix",
    "Page",
    "Piece",
    "Point",
    "Run",
    "Shapes",
    "Sheet",
    "applied",
    "box_of",
    "colour_of",
    "document_of",
    "is_cjk",
    "placed",
    "product",
]

#: The share of characters without a known meaning beyond which nothing can be trusted.
_UNMAPPED = 0.3
#: An image over this share of the page, with no text on it, may hold a table.
_LARGE_IMAGE = 0.15


def document_of(pages: Sequence[Page], title: str = "") -> Document:
    """Return what stands on pages in reading order, tables as grids, and what could not be read; ``title`` is that of the file's properties.

    Raises:
        InputError: there is no text (a scan, empty pages), or text without a known encoding.

    """
    _check_text(pages)
    for page in pages:
        page.chars = with_notes(page.chars)
    columns = without_gutters(pages)
    filled = ruled_tables(columns)
    loose = [lines_of(chars) for _tables, chars in filled]
    if any(tables for tables, _chars in filled) and (cleared := without_running(columns, loose)) is not None:
        columns, filled = cleared, ruled_tables(cleared)
        loose = [lines_of(chars) for _tables, chars in filled]
    lines = without_margins(columns, loose)
    found = blocks(columns, [tables for tables, _loose in filled], lines)
    return Document(tuple(found), {"title": title} if "报告" in title else {}, notices=tuple(_notices(pages)))


def _has_text(page: Page) -> bool:
    return any(char.text.strip() for char in page.chars)


def _check_text(pages: Sequence[Page]) -> None:
    if not any(map(_has_text, pages)):
        if any(page.drawn for page in pages):
            raise InputError(
                _("the pages are images without text (a scan); run text recognition (OCR) on the file, or ask for the Word file.")
            )
        raise InputError(_("the file has only empty pages."))
    count = sum(len(page.chars) for page in pages)
    if sum(page.unmapped for page in pages) > _UNMAPPED * count:
        raise InputError(
            _(
                "the text of the file has no known encoding (its fonts do not say which characters they draw); "
                "ask for the Word file, or run text recognition (OCR)."
            )
        )


def _notices(pages: Sequence[Page]) -> list[Notice]:
    return [Notice(message, f"page {page.number}") for page in pages for message in _unread(page)]


def _unread(page: Page) -> Iterator[str]:
    """Yield what is to be said of a page that was not read whole."""
    if not _has_text(page):
        if page.drawn:
            yield _("the page is an image without text; what it shows is not read.")
        return
    if page.recognised:
        yield _("the text of this page comes from text recognition (OCR) of a scan; compare its numbers with the image.")
    elif _large_image(page):
        yield _("the page holds a large image; what it shows is not read.")
    if page.unmapped:
        yield _("{count} characters of the page have no known meaning.").format(count=page.unmapped)
    if page.lost:
        yield _(
            "{count} pieces of the page's text could not be read, since their fonts are not in the file; "
            "embed the fonts, or ask for the Word file."
        ).format(count=page.lost)
    if page.simplified:
        yield _("the page holds more drawings than are looked at; a table on it may be incomplete.")


def _large_image(page: Page) -> bool:
    return any(
        image.area >= _LARGE_IMAGE * page.width * page.height and not any(image.holds(*char.centre) for char in page.chars)
        for image in page.images
    )
