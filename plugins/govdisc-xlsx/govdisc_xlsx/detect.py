"""Telling workbooks by the first 4096 bytes: the members of a package, or the mark of an OLE2 file.

A file's name only decides where the bytes cannot: the directory of an OLE2 file may stand anywhere, and a package may begin with a
large picture.
"""

from __future__ import annotations

from govdisc.reading import OLE2, package_kind

_XLSX_NAMES = (".xlsx", ".xlsm")


def detect_xlsx(head: bytes, name: str) -> int:
    """Return how surely the bytes begin an .xlsx file, 0 to 100; an encrypted one is an OLE2 file of that name."""
    named = name.lower().endswith(_XLSX_NAMES)
    if head.startswith(OLE2):
        return 85 if named else 0
    kind = package_kind(head)
    if kind == "zip":
        return 60 if named else 0
    return 98 if kind == "xlsx" else 0


def detect_ods(head: bytes, name: str) -> int:
    """Return how surely the bytes begin an .ods file: its mimetype comes first, uncompressed."""
    kind = package_kind(head)
    if kind == "zip":
        return 60 if name.lower().endswith(".ods") else 0
    return 98 if kind == "ods" else 0


def detect_xls(head: bytes, name: str) -> int:
    """Return how surely the bytes begin an .xls file; of OLE2 files, those named .doc or .wps are Word's."""
    if not head.startswith(OLE2):
        return 0
    if "WordDocument".encode("utf-16-le") in head or name.lower().endswith((".doc", ".wps", ".dot", ".ppt", ".docx")):
        return 0
    if "Workbook".encode("utf-16-le") in head or name.lower().endswith((".xls", ".et")):
        return 95
    return 0 if name.lower().endswith(_XLSX_NAMES) else 40
