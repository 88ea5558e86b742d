"""Telling workbooks by their bytes; the name decides only where they cannot."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from xlsx_kit import BY_NAME, Convert, saved, write

from govdisc.testing import random_report


def scores(data: bytes, name: str) -> dict[str, int]:
    """What each format of the plugin says."""
    return {key: detector(data[:4096], name) for key, format_ in BY_NAME.items() if (detector := format_.detector())}


@pytest.mark.parametrize("name", ["", "report.xlsx", "report.docx", "report.ods"])
def test_xlsx_under_any_name(name: str) -> None:
    """The content types and part names tell, for openpyxl's files and for our own."""
    for data in (saved(openpyxl.Workbook()), write(random_report(1))):
        assert scores(data, name) == {"xlsx": 98, "xls": 0, "ods": 0}


@pytest.mark.parametrize(("suffix", "expected"), [("xlsx", "xlsx"), ("xls", "xls"), ("ods", "ods")])
def test_libreoffice_files(convert: Convert, suffix: str, expected: str) -> None:
    """The files of LibreOffice, named as they are."""
    found = scores(convert(saved(openpyxl.Workbook()), suffix), f"x.{suffix}")
    assert max(found, key=lambda key: found[key]) == expected
    assert found[expected] >= 95


def test_other_zip_packages() -> None:
    """A Word document, a text document and a plain zip are none of ours."""
    for names in (["[Content_Types].xml", "word/document.xml"], ["mimetype"], ["a.txt"]):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            for name in names:
                package.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "<Types/>")
        assert max(scores(stream.getvalue(), "x").values()) <= 5


def test_ole2_by_name() -> None:
    """An OLE2 file's head does not tell Word from Excel; an .xlsx of this kind is encrypted."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    assert scores(head, "a.doc") == {"xlsx": 0, "xls": 0, "ods": 0}
    assert scores(head, "a.wps")["xls"] == 0
    assert scores(head, "a.et")["xls"] == 95
    assert scores(head, "a.xlsx") == {"xlsx": 85, "xls": 0, "ods": 0}


def test_text_is_none() -> None:
    """Text, HTML and nothing at all."""
    for data in (b"", b"<html>", "政府信息公开".encode()):
        assert set(scores(data, "a.xlsx").values()) == {0}
