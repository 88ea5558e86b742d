"""OFD (GB/T 33190-2016, the national fixed-layout format) for govdisc; there is no writer.

This module only announces the format. OFD is a zip package of XML files in which each page draws characters, paths and images at places;
what they are on paper is inferred by the page model of govdisc-pdf.
"""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import Format, hookimpl
from govdisc.reading import MAX_FILE, package_kind


def detect(head: bytes, name: str) -> int:
    """Say how surely a file is OFD."""
    return 100 if package_kind(head) == "ofd" else 0


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Bring the format ``ofd``, for reading."""
    return [Format("ofd", "OFD (GB/T 33190)", (".ofd",), read="govdisc_ofd.reader:read", detect=detect, binary=True, largest=MAX_FILE)]
