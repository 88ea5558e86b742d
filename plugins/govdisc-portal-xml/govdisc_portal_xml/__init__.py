"""Portal XML for govdisc: reports as a portal imports them, under the XML Schema ``portal-report.xsd``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.errors import InputError
from govdisc.formats import Format, WriteOptions
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_
from govdisc.model.report import Report
from govdisc_portal_xml.catalogue import PARAMETERS

#: The target namespace of the schema; its last part is the version.
NAMESPACE = "urn:govdisc:portal-report:1"
SCHEMA = Path(__file__).with_name("portal-report.xsd")


def read(data: bytes) -> list[Report | InputError]:
    """Return the reports of a file; see :mod:`govdisc_portal_xml.reader`."""
    from govdisc_portal_xml.reader import read_reports

    return read_reports(data)


def write(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Return one file with all reports, in UTF-8; see :mod:`govdisc_portal_xml.writer`."""
    from govdisc_portal_xml.writer import write_reports

    return write_reports(reports, options)


def detect(head: bytes, name: str) -> int:
    """The namespace is the mark; zero bytes are those of UTF-16. Other XML is taken so that its error names the schema."""
    if NAMESPACE.encode() in head.replace(b"\0", b""):
        return 100
    return 15 if name.lower().endswith(".xml") else 0


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``portal-xml``."""
    return [Format("portal-xml", N_("Portal XML"), (".xml",), read=read, write=write, detect=detect, many=True, parameters=PARAMETERS, lossless=True)]


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_portal_xml", Path(__file__).parent / "locale")]
