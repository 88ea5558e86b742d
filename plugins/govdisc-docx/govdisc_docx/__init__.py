"""Word for govdisc: reads .docx, and .doc, .wps, .rtf and .odt where LibreOffice is installed; writes the official form."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import N_, Format, hookimpl
from govdisc.reading import MAX_FILE

FORMATS = (
    Format(
        "docx",
        "Word (.docx)",
        (".docx", ".docm", ".dotx", ".dotm"),
        read="govdisc_docx.reader:read",
        write="govdisc_docx.writer:write",
        detect="govdisc_docx.detect:detect_docx",
        mark="govdisc_docx.mark:mark",
        binary=True,
        largest=MAX_FILE,
    ),
    Format(
        "doc",
        N_("Word 97-2003, WPS, RTF or OpenDocument text, through LibreOffice"),
        (".doc", ".wps", ".dot", ".wpt", ".rtf", ".odt"),
        read="govdisc_docx.convert:read",
        prepare="govdisc_docx.convert:convert_many",
        detect="govdisc_docx.detect:detect_doc",
        binary=True,
        largest=MAX_FILE,
    ),
)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the formats ``docx`` and ``doc``."""
    return FORMATS
