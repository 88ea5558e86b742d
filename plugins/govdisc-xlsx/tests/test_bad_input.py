"""Files that are hostile, damaged or something else: one sentence, soon, and without much memory."""

from __future__ import annotations

import io
import struct
import zipfile

import openpyxl
import pytest
from govdisc_xlsx import sheet as sheet_limits
from xlsx_kit import Convert, read, saved

from govdisc.errors import InputError
from govdisc.model.document import Grid


def small() -> bytes:
    """A workbook with two cells."""
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    return saved(book)


def repacked(data: bytes, changes: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, changes.get(name, source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            target.writestr(name, changes[name])
    return out.getvalue()


def sheet_xml(rows: str, rest: str = "") -> bytes:
    """The XML of a sheet with those rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData>{rest}</worksheet>'.encode()


SHEET = "xl/worksheets/sheet1.xml"
CELL = '<c r="{}" t="inlineStr"><is><t>甲</t></is></c>'


def refused(data: bytes, name: str = "xlsx") -> str:
    """Read what must be refused; return the one sentence."""
    with pytest.raises(InputError) as caught:
        read(data, name)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_zip_bomb_by_ratio() -> None:
    """A sheet that unpacks to a thousand times its size is refused; a picture that does stays packed."""
    assert "zip bomb" in refused(repacked(small(), {SHEET: b" " * 50_000_000}))
    assert read(repacked(small(), {"docProps/thumbnail.bin": b"\0" * 50_000_000})).blocks


def test_too_many_parts() -> None:
    """The number of parts is bounded."""
    assert "more than 10000 parts" in refused(repacked(small(), {f"xl/media/{number}": b"" for number in range(10_000)}))


def test_header_that_lies_about_the_size() -> None:
    """A part that inflates to more than its header says is damage, whatever it would give."""
    sheet = sheet_xml("").ljust(40_000)
    data = bytearray(repacked(small(), {SHEET: sheet}))
    size = struct.pack("<I", 40_000)
    while size in data:
        at = data.index(size)
        data[at : at + 4] = struct.pack("<I", 10)
    assert "damaged" in refused(bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("part", [SHEET, "xl/styles.xml", "xl/workbook.xml"])
def test_doctype_in_any_part(part: str, encoding: str) -> None:
    """Entities cannot be declared, so they cannot be expanded or fetched."""
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)
    assert "DOCTYPE" in refused(repacked(small(), {part: bomb}))


def test_deep_xml() -> None:
    """Nesting is bounded."""
    assert "nested too deeply" in refused(repacked(small(), {SHEET: b"<a>" * 100_000 + b"</a>" * 100_000}, zipfile.ZIP_STORED))


def test_stray_cell_in_the_last_corner() -> None:
    """A sheet that spans all of Excel is read where its cells are few: nothing is laid out but what is used."""
    rows = f'<row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("XFD1048576")}</row>'
    document = read(repacked(small(), {SHEET: sheet_xml(rows)}))
    assert [block.place for block in document.blocks] == ["Sheet!A1", "Sheet!XFD1048576"]


def test_diagonal_of_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many rows each with a column of its own would lay out their product, so they are refused."""
    monkeypatch.setattr(sheet_limits, "MAX_AREA", 100)
    rows = "".join(f'<row r="{i}">{CELL.format("A" + chr(65 + i) + str(i))}</row>' for i in range(1, 15))
    assert "spreads over" in refused(repacked(small(), {SHEET: sheet_xml(rows)}))


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of cells is bounded over all sheets."""
    monkeypatch.setattr(sheet_limits, "MAX_CELLS", 50)
    book = openpyxl.Workbook()
    for _row in range(60):
        book.active.append(["甲"])
    assert "filled cells" in refused(saved(book))


def test_millions_of_blank_cells() -> None:
    """A file of nothing but blank cells is refused before it has cost much time."""
    rows = f'<row r="1">{"<c/>" * 16_000}</row>' * 150
    assert "elements" in refused(repacked(small(), {SHEET: sheet_xml(rows)}, zipfile.ZIP_STORED))


def test_cell_beyond_excel() -> None:
    """A reference that no sheet has is damage."""
    assert "damaged" in refused(repacked(small(), {SHEET: sheet_xml(f'<row r="1">{CELL.format("ZZZ9999999")}</row>')}))


def test_shared_string_that_does_not_exist() -> None:
    """A cell never becomes blank because its text is missing."""
    assert "damaged" in refused(repacked(small(), {SHEET: sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')}))


def test_merge_over_the_whole_sheet() -> None:
    """A span of a million rows takes no more memory than the rows that are used."""
    rest = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    rows = f'<row r="1">{CELL.format("A1")}</row><row r="9">{CELL.format("B9")}</row>'
    document = read(repacked(small(), {SHEET: sheet_xml(rows, rest)}))
    assert [block.place for block in document.blocks] == ["Sheet!A1"]


def test_many_overlapping_merges() -> None:
    """Merged ranges over one another are bounded by the cells that they cover."""
    cells = "".join(f'<row r="{i}">{CELL.format(f"A{i}")}{CELL.format(f"B{i}")}</row>' for i in range(1, 2001))
    merges = "".join('<mergeCell ref="A1:B2000"/>' for _one in range(2000))
    data = repacked(small(), {SHEET: sheet_xml(cells, f"<mergeCells>{merges}</mergeCells>")}, zipfile.ZIP_STORED)
    assert "more cells than a report needs" in refused(data)


def test_too_many_merges(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of merged ranges is bounded."""
    from govdisc_xlsx import xlsx

    monkeypatch.setattr(xlsx, "MAX_MERGES", 3)
    merges = "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, 9))
    assert "merged ranges" in refused(repacked(small(), {SHEET: sheet_xml("", f"<mergeCells>{merges}</mergeCells>")}))


def test_a_long_table() -> None:
    """A long table is read, ."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(4_900):
        sheet.append([f"第{number}行", *range(9)])
    grid = read(saved(book)).blocks[0]
    assert isinstance(grid, Grid)
    assert (len(grid.rows), len(grid.rows[0])) == (4_900, 10)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_truncated(share: float) -> None:
    """Half a file is no file."""
    data = small()
    assert "truncated" in refused(data[: int(len(data) * share)])


def test_encrypted_xlsx() -> None:
    """An encrypted .xlsx is an OLE2 file with a stream of that name; one that only begins like it is damaged."""
    assert "damaged" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "encrypted" in refused(ole2("EncryptedPackage"))
    assert "Word" in refused(ole2("WordDocument"), "xls")


def ole2(stream: str) -> bytes:
    """An OLE2 file with one empty stream of that name: header, one sector of the allocation table, one of the directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * (108 * 4)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    return header + table + _entry("Root Entry", 5, 1) + _entry(stream, 2, 0xFFFFFFFF) + b"\0" * 256


def _entry(name: str, kind: int, child: int) -> bytes:
    """One entry of an OLE2 directory."""
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBBIII", len(words) + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + b"\0" * 36 + struct.pack("<IQ", 0xFFFFFFFE, 0)


def test_encrypted_zip() -> None:
    """A zip whose parts need a password is refused."""
    data = bytearray(small())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 1)
    assert "encrypted" in refused(bytes(data))


def test_encrypted_ods() -> None:
    """OpenDocument says in its manifest that parts are encrypted."""
    manifest = b'<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    assert "encrypted" in refused(repacked(small(), {"META-INF/manifest.xml": manifest, "content.xml": b"<a/>"}), "ods")


def test_workbook_without_text() -> None:
    """An empty workbook, and one whose sheets are all hidden, are no reports."""
    book = openpyxl.Workbook()
    assert "no text" in refused(saved(book))
    book.active["A1"] = "甲"
    book.create_sheet("空")
    book.active.sheet_state = "hidden"
    assert "hidden" in refused(saved(book))


def test_binary_workbook() -> None:
    """An .xlsb has no XML; the message says how to save it."""
    rels = b'<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    assert ".xlsx" in refused(repacked(small(), {"_rels/.rels": rels, "xl/workbook.bin": b"x"}))


def test_ods_with_a_million_repeated_rows(convert: Convert) -> None:
    """A text that repeats over all rows is refused; blank cells that repeat are only the sheet's edge."""
    data = convert(small(), "ods")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml")
    assert b"<table:table-row " in content
    repeated = content.replace(b"<table:table-row ", b'<table:table-row table:number-rows-repeated="1000000" ', 1)
    assert "filled cells" in refused(repacked(data, {"content.xml": repeated}), "ods")
    assert read(data, "ods").blocks


def test_xls_damaged_in_the_middle(convert: Convert) -> None:
    """Bytes of an .xls that make no sense are one sentence, whatever the library runs into."""
    data = convert(small(), "xls")
    assert refused(data[: len(data) // 2], "xls")
    assert refused(data[:512] + b"\xff" * (len(data) - 512), "xls")


def test_large_xls(convert: Convert, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stream of the workbook is bounded before it is read."""
    from govdisc_xlsx import xls

    data = convert(small(), "xls")
    assert read(data, "xls").blocks
    monkeypatch.setattr(xls, "MAX_BYTES", 1_000)
    assert "take more than" in refused(data, "xls")


def test_xls_whose_chain_of_sectors_bites_its_tail(convert: Convert) -> None:
    """A container whose sectors follow one another in a circle is refused as damaged."""
    data = bytearray(convert(small(), "xls"))
    (table,) = struct.unpack_from("<I", data, 60)  # first sector of the table of short sectors
    start = 512 + table * 512
    for number in range(128):
        struct.pack_into("<I", data, start + number * 4, 0)
    assert "damaged" in refused(bytes(data), "xls")
