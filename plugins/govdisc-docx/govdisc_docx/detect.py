"""Telling Word files by the first 4096 bytes: the parts and content types in a zip's head, or the mark of an OLE2 or RTF file.

A file's name decides only where the bytes cannot: the directory of an OLE2 file, which tells .doc from .xls, may stand anywhere in it.
"""

from __future__ import annotations

import struct
import zlib

_ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = b"{\\rtf"
_DOCX_NAMES = (".docx", ".docm", ".dotx", ".dotm")
_DOC_NAMES = (".doc", ".wps", ".dot", ".wpt")
#: Content types inflate to a few kilobytes.
_MOST = 1 << 16


def detect_docx(head: bytes, name: str) -> int:
    """Return how surely the bytes begin a .docx file, 0 to 100."""
    if not head.startswith(_ZIP) or b"mimetypeapplication/vnd.oasis" in head[:120]:
        return 0
    types = _content_types(head)
    if b"word/" in head or b"word\\" in head or b"wordprocessingml." in types or b"ms-word." in types:
        return 97
    if any(other in head for other in (b"xl/", b"ppt/")) or b"spreadsheetml." in types or b"presentationml." in types:
        return 0
    if name.lower().endswith(_DOCX_NAMES):
        return 60
    return 30 if b"[Content_Types].xml" in head else 0


def detect_doc(head: bytes, name: str) -> int:
    """Return how surely the bytes begin a .doc, .wps or .rtf file; an encrypted .docx is an OLE2 file of that name."""
    if head.startswith(RTF):
        return 95
    if not head.startswith(OLE2):
        return 0
    if "WordDocument".encode("utf-16-le") in head or name.lower().endswith(_DOC_NAMES):
        return 97
    if name.lower().endswith(_DOCX_NAMES):
        return 90
    others = any(other.encode("utf-16-le") in head for other in ("Workbook", "PowerPoint Document"))
    return 0 if others or name.lower().endswith((".xls", ".et", ".xlsx", ".xlsm")) else 45


def _content_types(head: bytes) -> bytes:
    """The content types part, in small letters, as far as it stands in the head; b"" when it does not."""
    start = head.find(b"[Content_Types].xml") - 30
    if start < 0 or head[start : start + 4] != _ZIP:
        return b""
    (method,) = struct.unpack_from("<H", head, start + 8)
    name_length, extra_length = struct.unpack_from("<HH", head, start + 26)
    packed = head[start + 30 + name_length + extra_length :]
    if method == 0:
        return packed.lower()
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _MOST).lower()
    except zlib.error:
        return b""
