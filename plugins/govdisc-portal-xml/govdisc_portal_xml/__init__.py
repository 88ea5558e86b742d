"""Portal XML for govdisc: reports as a portal imports them, under the XML Schema ``portal-report.xsd``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from govdisc.plugin import N_, Format, hookimpl
from govdisc_portal_xml.catalogue import PARAMETERS

#: The target namespace of the schema; its last part is the version.
NAMESPACE = "urn:govdisc:portal-report:1"
SCHEMA = Path(__file__).with_name("portal-report.xsd")
#: A larger file is refused: it would hold some 5,000 reports.
LARGEST_FILE = 200_000_000


def detect(head: bytes, name: str) -> int:
    """The namespace is the mark; zero bytes are those of UTF-16. Other XML is taken so that its error names the schema."""
    if NAMESPACE.encode() in head.replace(b"\0", b""):
        return 100
    return 15 if name.lower().endswith(".xml") else 0


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``portal-xml``."""
    module = "govdisc_portal_xml"
    return [
        Format(
            "portal-xml",
            N_("Portal XML"),
            (".xml",),
            read=f"{module}.reader:read",
            write=f"{module}.writer:write",
            detect=detect,
            many=True,
            parameters=PARAMETERS,
            needs="lxml",
            lossless=True,
            largest=LARGEST_FILE,
            read_lines=f"{module}.reader:read_open",
            schema=lambda: SCHEMA.read_text("utf-8"),
        )
    ]
