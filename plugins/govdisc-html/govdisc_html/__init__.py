"""HTML for govdisc: the pages that offices publish, and one official page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.formats import Format, WriteOptions
from govdisc.hookspecs import hookimpl
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc_html.detect import detect

__all__ = ["detect", "govdisc_formats", "govdisc_translations", "read", "write"]

SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")


def read(data: bytes) -> Document:
    """Return the document of a page; see :mod:`govdisc_html.reader`."""
    from govdisc_html.reader import read_page

    return read_page(data)


def write(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Return the page of one report, in UTF-8; see :mod:`govdisc_html.writer`."""
    from govdisc_html.writer import write_page

    (report,) = reports  # the format holds one report a file
    return write_page(report, options.forms)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``html``."""
    return [Format("html", "HTML", SUFFIXES, read=read, write=write, detect=detect)]


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_html", Path(__file__).parent / "locale")]
