"""Word for govdisc: reads .docx, and .doc, .wps, .rtf and .odt where LibreOffice is installed; writes the official form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.errors import InputError
from govdisc.formats import Format, WriteOptions
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.reading import package_kind
from govdisc_docx.detect import detect_doc, detect_docx


def read(data: bytes) -> Document:
    """Return the document of a .docx file; see :mod:`govdisc_docx.reader`."""
    from govdisc_docx.reader import read_docx

    return read_docx(data)


def read_doc(data: bytes) -> Document:
    """Return the document of a .doc, .wps, .rtf or .odt file, converted by LibreOffice; also of one that :func:`prepare` converted."""
    if package_kind(data[:4096]) == "docx":
        return read(data)
    from govdisc_docx.convert import to_docx

    return read(to_docx(data))


def prepare(files: Sequence[bytes]) -> Sequence[bytes | InputError]:
    """Return .doc, .wps, .rtf and .odt files as .docx, converted in groups; see :func:`govdisc_docx.convert.convert_many`."""
    from govdisc_docx.convert import convert_many

    return convert_many(files)


def write(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Return the .docx file of one report; see :mod:`govdisc_docx.writer`."""
    from govdisc_docx.writer import write_docx

    (report,) = reports  # the format holds one report a file
    return write_docx(report, options.forms)


DOCX_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")
DOC_SUFFIXES = (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt")

FORMATS = (
    Format("docx", "Word (.docx)", DOCX_SUFFIXES, read=read, write=write, detect=detect_docx, binary=True),
    Format(
        "doc",
        N_("Word 97-2003, WPS, RTF or OpenDocument text, through LibreOffice"),
        DOC_SUFFIXES,
        read=read_doc,
        prepare=prepare,
        detect=detect_doc,
        binary=True,
    ),
)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the formats ``docx`` and ``doc``."""
    return FORMATS


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_docx", Path(__file__).parent / "locale")]
