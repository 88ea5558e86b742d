"""Telling Word files by the first 4096 bytes: the members of a package, or the mark of an OLE2 or RTF file.

A file's name decides only where the bytes cannot: the directory of an OLE2 file, which tells .doc from .xls, may stand anywhere in it,
and a package may begin with a large picture.
"""

from __future__ import annotations

from govdisc.reading import OLE2, package_kind

RTF = b"{\\rtf"
_DOCX_NAMES = (".docx", ".docm", ".dotx", ".dotm")
_DOC_NAMES = (".doc", ".wps", ".dot", ".wpt")


def detect_docx(head: bytes, name: str) -> int:
    """Return how surely the bytes begin a .docx file, 0 to 100."""
    kind = package_kind(head)
    if kind == "zip":
        return 60 if name.lower().endswith(_DOCX_NAMES) else 0
    return 97 if kind == "docx" else 0


def detect_doc(head: bytes, name: str) -> int:
    """Return how surely the bytes begin a .doc, .wps, .rtf or .odt file; an encrypted .docx is an OLE2 file of that name."""
    if head.startswith(RTF):
        return 95
    if not head.startswith(OLE2):
        return 97 if package_kind(head) == "odt" else 0
    if "WordDocument".encode("utf-16-le") in head or name.lower().endswith(_DOC_NAMES):
        return 97
    if name.lower().endswith(_DOCX_NAMES):
        return 90
    others = any(other.encode("utf-16-le") in head for other in ("Workbook", "PowerPoint Document"))
    return 0 if others or name.lower().endswith((".xls", ".et", ".xlsx", ".xlsm")) else 45
