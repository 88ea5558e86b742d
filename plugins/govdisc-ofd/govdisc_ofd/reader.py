"""An OFD file as a Document: its pages drawn one by one and handed to the page model of govdisc-pdf (GB/T 33190-2016)."""

from __future__ import annotations

from dataclasses import replace

from govdisc_pdf.pages import document_of

from govdisc.plugin import Document, Grid, InputError, Notice
from govdisc.plugin import gettext as _
from govdisc.reading import Clock
from govdisc_ofd.documents import pages_of
from govdisc_ofd.package import Package


def read(data: bytes) -> Document:
    """Read an OFD file.

    Of several documents in one file the first with a table is read, and the others are told.

    Raises:
        InputError: the file is encrypted, damaged, too large, or has no text (a scan).

    """
    clock = Clock()
    package = Package(data)
    roots = list(package.documents())
    if not roots:
        raise InputError(_("the OFD file holds no document; ask for it again, or open it in the program that made it and save it anew."))
    found: Document | None = None
    refused: InputError | None = None
    for root, title in roots:
        try:
            document = document_of(pages_of(package, root, clock), title)
        except InputError as error:
            refused = refused or error
            continue
        if found is None or _holds_table(document) > _holds_table(found):
            found = document
        if _holds_table(found):
            break
    if found is None:
        assert refused is not None
        raise refused
    return found if len(roots) == 1 else _with_notice(found, len(roots))


def _holds_table(document: Document) -> bool:
    return any(isinstance(block, Grid) for block in document.blocks)


def _with_notice(document: Document, count: int) -> Document:
    message = _("the file holds {count} documents, of which one was read; save each of the others as a file of its own.").format(count=count)
    return replace(document, notices=(*document.notices, Notice(message, "page 1")))
