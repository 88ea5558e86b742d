"""Telling workbooks by the first 4096 bytes: the names and the content types in a zip's head, or the mark of an OLE2 file.

A file's name only decides where the bytes cannot: the directory of an OLE2 file may stand anywhere, and a zip may begin with a large
part.
"""

from __future__ import annotations

import struct
import zlib

_ZIP = b"PK\x03\x04"
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
#: What the content types of a workbook say, and the names of its parts.
_SPREADSHEET = (b"spreadsheetml.", b"ms-excel.sheet.macroenabled")
_PARTS = (b"xl/workbook", b"xl/worksheets", b"xl/_rels", b"xl/sharedStrings", b"xl/styles", b"xl/theme", b"xl/")
#: Content types inflate to a few kilobytes.
_MOST = 1 << 16


def detect_xlsx(head: bytes, name: str) -> int:
    """Return how surely the bytes begin an .xlsx file, 0 to 100; an encrypted one is an OLE2 file of that name."""
    named = name.lower().endswith((".xlsx", ".xlsm"))
    if head.startswith(_OLE2):
        return 85 if named else 0
    if not head.startswith(_ZIP) or b"mimetypeapplication/vnd.oasis" in head[:120]:
        return 0
    if any(part in head for part in _PARTS) or any(word in _content_types(head) for word in _SPREADSHEET):
        return 98
    others = (b"word/", b"ppt/")
    return 0 if any(part in head for part in others) else (60 if named else 5)


def detect_ods(head: bytes, name: str) -> int:
    """Return how surely the bytes begin an .ods file: its mimetype part comes first, uncompressed."""
    if not head.startswith(_ZIP):
        return 0
    if _ODS in head[:200]:
        return 98
    return 60 if name.lower().endswith(".ods") and b"[Content_Types].xml" not in head else 0


def detect_xls(head: bytes, name: str) -> int:
    """Return how surely the bytes begin an .xls file; of OLE2 files, those named .doc or .wps are Word's."""
    if not head.startswith(_OLE2):
        return 0
    if "WordDocument".encode("utf-16-le") in head or name.lower().endswith((".doc", ".wps", ".dot", ".ppt", ".docx")):
        return 0
    if "Workbook".encode("utf-16-le") in head or name.lower().endswith((".xls", ".et")):
        return 95
    return 0 if name.lower().endswith((".xlsx", ".xlsm")) else 40


def _content_types(head: bytes) -> bytes:
    """The content types part, in small letters, as far as it stands in the head; b"" when it does not."""
    at = head.find(b"[Content_Types].xml")
    if at < 30:
        return b""
    start = at - 30
    if head[start : start + 4] != _ZIP:
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
