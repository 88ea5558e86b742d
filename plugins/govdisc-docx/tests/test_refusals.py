"""Files that cannot be read, or must not be: one sentence each, in bounded time and memory; and files that only look broken."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from govdisc_docx import FORMATS, story
from govdisc_docx.convert import convert_many
from govdisc_docx.convert import read as read_doc
from govdisc_docx.detect import detect_doc as doc
from govdisc_docx.detect import detect_docx as docx
from govdisc_docx.reader import read

from govdisc.errors import InputError
from govdisc.reading import OLE2, Limits, open_ole

PROSE = "本年度主动公开政府信息若干条，依申请公开工作平稳有序，监督保障得到落实。"


def ole(*streams: str, flags: int = 0) -> bytes:
    """Return the bytes of an OLE2 file ([MS-CFB]) with these streams, each of the smallest size that has sectors of its own."""
    names = ["Root Entry", *streams]
    first = 1 + -(-len(names) // 4)  # the table of sectors, then the directory, then the streams
    directory = b""
    for number, name in enumerate(names):
        links = (-1, number + 1 if 0 < number < len(streams) else -1, 1 if number == 0 and streams else -1)
        directory += name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB3i", 2 * len(name) + 2, 2 if number else 5, 1, *links)
        start, size = (first + 8 * (number - 1), 4096) if number else (0xFFFFFFFE, 0)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    chains = [0xFFFFFFFD, *range(2, first), 0xFFFFFFFE]
    for number in range(len(streams)):
        chains += [*range(first + 8 * number + 1, first + 8 * number + 8), 0xFFFFFFFE]
    header = OLE2 + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    table = b"".join(struct.pack("<I", sector) for sector in chains).ljust(512, b"\xff")
    stream = (bytes(10) + struct.pack("<H", flags)).ljust(4096, b"\0")
    return header + table + directory.ljust((first - 1) * 512, b"\0") + stream * len(streams)


def refusal(data: bytes, reader: Any = read) -> str:
    """Return the sentence that refuses the bytes; it is one."""
    with pytest.raises(InputError) as error:
        reader(data)
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


def assert_read_or_refused(data: bytes) -> None:
    """Read the bytes; anything but a document and a sentence of refusal fails."""
    try:
        assert read(data).blocks
    except InputError as error:
        sentence = str(error)
    else:
        return
    assert sentence.endswith(".")


def test_no_word_file(word: Any) -> None:
    """What is no zip file, or a zip file of another kind, is named."""
    assert "truncated" in refusal(b"PK\x03\x04 and no more")
    assert "truncated" in refusal(b"")
    assert "truncated" in refusal(word.file(word.p(PROSE))[:-200])
    assert "Excel" in refusal(word.zip({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}))
    assert "PowerPoint" in refusal(word.zip({"ppt/presentation.xml": "<x/>"}))
    assert "OpenDocument" in refusal(word.zip({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<x/>"}))
    assert "document.xml is missing" in refusal(word.zip({"[Content_Types].xml": "<Types/>"}))


def test_damaged_parts(word: Any) -> None:
    """A main part that is cut off, holds another language or no text is told of."""
    parts = word.parts(word.p(PROSE))
    assert "not well-formed" in refusal(word.zip({**parts, "word/document.xml": parts["word/document.xml"][:-30]}))
    assert "no document" in refusal(word.zip({**parts, "word/document.xml": "<html/>"}))
    assert "no text" in refusal(word.file(word.p("")))


def test_damaged_bytes(word: Any) -> None:
    """Whatever bytes of a file are overwritten, the file is read or refused with a sentence."""
    data = word.file(word.p(PROSE) + word.tbl(word.tr("规章", "0"), word.tr("行政规范性文件", "6")))
    rng = random.Random(4)
    for _attempt in range(200):
        broken = bytearray(data)
        for _place in range(rng.randint(1, 6)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        assert_read_or_refused(bytes(broken))


def test_damaged_markup(word: Any) -> None:
    """Whatever elements lose their attributes, children or order, nothing but a sentence comes of it."""
    from lxml import etree

    body = word.tbl(word.tr(word.tc("甲", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), "1"), word.tr("乙", "2", "3"))
    body += word.p("一", '<w:pStyle w:val="h"/><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>') + word.p(PROSE)
    lists = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:lvlText w:val="%1%2"/></w:lvl></w:abstractNum>'
    lists += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="h"/><w:basedOn w:val="h"/></w:style>'
    parts = word.parts(body, styles, lists)
    rng = random.Random(5)
    for _attempt in range(150):
        name = rng.choice(["word/document.xml", "word/numbering.xml", "word/styles.xml", "_rels/.rels", "word/_rels/document.xml.rels"])
        root = etree.fromstring(parts[name])
        for _place in range(3):
            node = rng.choice(list(root.iter()))
            if rng.random() < 0.5:
                node.attrib.clear()
            elif (parent := node.getparent()) is not None:
                parent.remove(node)
                if rng.random() < 0.5:
                    rng.choice(list(root.iter())).append(node)
        assert_read_or_refused(word.zip({**parts, name: etree.tostring(root, encoding="unicode")}))


def test_entities_are_refused(word: Any) -> None:
    """A DOCTYPE is refused in whatever part and encoding it stands, before anything is expanded or fetched."""
    parts = word.parts(word.p(PROSE), "<w:style/>")
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    outside = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'
    for name in ("word/document.xml", "word/styles.xml", "_rels/.rels"):
        for prolog in (bomb, outside):
            assert "DOCTYPE" in refusal(word.zip({**parts, name: prolog + parts[name]}))
    encoded = io.BytesIO()
    with zipfile.ZipFile(encoded, "w") as package:
        for name, text in parts.items():
            package.writestr(name, (bomb + text).encode("utf-16") if name == "word/document.xml" else text)
    assert "DOCTYPE" in refusal(encoded.getvalue())


def test_zip_bombs(word: Any) -> None:
    """A part that unpacks to far too much is refused; one that is never needed stays packed, whatever its size."""
    parts = word.parts(word.p(PROSE))
    assert "zip bomb" in refusal(word.zip({**parts, "word/document.xml": parts["word/document.xml"].replace("<w:body>", "<w:body>" + " " * 60_000_000)}))
    assert "zip bomb" in refusal(word.file("<w:p/>" * 2_000_000))
    assert len(read(word.zip({**parts, "word/media/image1.bmp": "\0" * 60_000_000})).blocks) == 1
    assert "parts" in refusal(word.zip({**parts, **{f"word/media/{number}": "" for number in range(10_001)}}))


def test_many_tags(word: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elements, cells and paragraphs have limits of their own."""
    assert "600000 XML elements" in refusal(word.file("".join(word.p(str(number % 10)) for number in range(240_001))))
    monkeypatch.setattr(story, "MAX_PARAGRAPHS", 100)
    assert "100 paragraphs" in refusal(word.file("".join(word.p(str(number)) for number in range(101))))
    monkeypatch.setattr(story, "MAX_PARAGRAPHS", 1_000)
    monkeypatch.setattr(story, "MAX_CELLS", 100)
    assert "100 cells" in refusal(word.file(word.tbl(word.tr(*["0"] * 101))))


def test_long_table(word: Any) -> None:
    """A table of 10,000 rows is read."""
    rows = word.grid(word.tbl(*(f"<w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>{n}</w:t></w:r></w:p></w:tc></w:tr>" for n in range(10_000))))
    assert (len(rows), rows[-1][1].text) == (10_000, "9999")


def test_nested_tables(word: Any) -> None:
    """2,000 tables within each other are refused, twenty are read."""
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    assert "nested too deeply" in refusal(word.file(opened * 2_000 + word.p(PROSE) + closed * 2_000))
    assert "nested too deeply" in refusal(word.file(opened * 21 + word.p(PROSE) + closed * 21))
    assert word.lines(opened * 20 + word.p(PROSE) + closed * 20) == [PROSE]


def test_careless_packages(word: Any) -> None:
    """Dangling and external relationships, backslashes, other letter case and a missing table of relationships do no harm."""
    parts = word.parts(word.p(PROSE), '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="a"/></w:style>')
    del parts["word/styles.xml"]
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    external = f'<Relationship Id="x" Type="{office}/styles" Target="http://127.0.0.1:9/styles.xml" TargetMode="External"/>'
    outside = f'<Relationship Id="y" Type="{office}/numbering" Target="../../../etc/passwd"/><Relationship Id="z" Type="{office}/image" Target="NULL"/>'
    for variant in (
        {**parts, "word/_rels/document.xml.rels": word.relationships(external + outside)},
        {name: text for name, text in parts.items() if name != "_rels/.rels"},
        {name.replace("/", "\\"): text for name, text in parts.items()},
        {name.upper(): text for name, text in parts.items()},
    ):
        assert [getattr(block, "text", None) for block in read(word.zip(variant)).blocks] == [PROSE]


def test_strict_variant(word: Any) -> None:
    """Files saved as Strict Open XML, with namespaces of their own, are read alike."""
    parts = word.parts(word.tbl(word.tr("规章", "0"), word.tr("行政规范性文件", "6")))
    strict = {
        name: text.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
        )
        for name, text in parts.items()
    }
    assert read(word.zip(strict)).blocks == read(word.zip(parts)).blocks


def test_macro_and_template_files(word: Any) -> None:
    """A .docm or .dotx file has other content types, which the reader does not ask for."""
    parts = word.parts(word.tbl(word.tr("规章", "0"), word.tr("行政规范性文件", "6")))
    types = '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.{}+xml"/></Types>'
    for kind in ("ms-word.document.macroEnabled.main", "openxmlformats-officedocument.wordprocessingml.template.main"):
        data = word.zip({**parts, "[Content_Types].xml": types.format(kind)})
        assert docx(data[:4096], "") > 90
        assert read(data).blocks == read(word.zip(parts)).blocks


def test_encrypted_files() -> None:
    """A document with a password, old or new, is refused without a conversion."""
    assert "encrypted" in refusal(ole("EncryptedPackage"), read_doc)
    assert "encrypted" in refusal(ole("WordDocument", flags=0x0100), read_doc)


def test_ole2_file_with_a_large_directory() -> None:
    """Its entries are counted while they are read, for a million of them take seconds."""
    data = ole("WordDocument", *map(str, range(10)))
    with pytest.raises(InputError, match="more than 10 parts"):
        open_ole(data, Limits(members=10))
    assert open_ole(data, Limits(members=20)).exists("WordDocument")


def test_files_of_other_programs() -> None:
    """OLE2 files of other programs are named, and what is no OLE2 file is told of."""
    assert "Excel" in refusal(ole("Workbook"), read_doc)
    assert "PowerPoint" in refusal(ole("PowerPoint Document"), read_doc)
    assert "no Word 97-2003" in refusal(b"plain text", read_doc)
    assert "truncated" in refusal(ole(), read_doc)
    assert "truncated" in refusal(ole("WordDocument")[:600], read_doc)


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without LibreOffice the sentence says how to save the file as .docx."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "save it as .docx" in refusal(ole("WordDocument"), read_doc)


def _program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    if sys.platform == "win32":
        pytest.skip("a shell script stands in for LibreOffice")
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_libreoffice_that_hangs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A conversion that takes too long is ended, with the processes it started."""
    _program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait", monkeypatch)
    monkeypatch.setattr("govdisc_docx.convert.TIME_LIMIT", 1)
    monkeypatch.setattr("govdisc_docx.convert.TIME_A_FILE", 0)
    assert "more than 1 seconds" in refusal(ole("WordDocument"), read_doc)
    child = (tmp_path / "child").read_text().strip()
    status = Path(f"/proc/{child}/status")
    assert not status.exists() or "State:\tZ" in status.read_text()


def test_libreoffice_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A conversion without a result is told of."""
    _program(tmp_path, "exit 1", monkeypatch)
    assert "could not convert" in refusal(ole("WordDocument"), read_doc)


def test_one_bad_file_of_a_group_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where a group fails, its files are converted one by one; each has its own result, in the order of the files."""
    script = f"""echo x >> {tmp_path}/starts
while [ $# -gt 0 ]; do case "$1" in --outdir) out=$2; shift;; *.doc|*.rtf) files="$files $1";; esac; shift; done
mkdir -p $out
for file in $files; do grep -q poison $file && exit 1; name=${{file##*/}}; cp $file $out/${{name%.*}}.docx; done"""
    _program(tmp_path, script, monkeypatch)
    results = convert_many([b"{\\rtf one}", b"no Word file", b"{\\rtf poison}", b"{\\rtf two}"])
    assert [result for result in results if isinstance(result, bytes)] == [b"{\\rtf one}", b"{\\rtf two}"]
    assert [isinstance(result, InputError) for result in results] == [False, True, True, False]
    assert len((tmp_path / "starts").read_text().split()) == 3  # the group, and the two that it did not reach


def test_files_are_converted_in_groups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """120 files need three starts."""
    script = f"""echo x >> {tmp_path}/starts
while [ $# -gt 0 ]; do case "$1" in --outdir) out=$2; shift;; *.rtf) files="$files $1";; esac; shift; done
mkdir -p $out
for file in $files; do name=${{file##*/}}; cp $file $out/${{name%.*}}.docx; done"""
    _program(tmp_path, script, monkeypatch)
    files = [b"{\\rtf %d}" % number for number in range(120)]
    assert convert_many(files) == files
    assert len((tmp_path / "starts").read_text().split()) == 3


def test_detection(word: Any) -> None:
    """Word files are told by their content; the name decides only between OLE2 files whose directory is out of sight."""
    data = word.file(word.p(PROSE))
    assert docx(data, "report.xlsx") > 90
    assert docx(data, "") > 90
    assert docx(word.zip({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "a.docx") == 0
    assert docx(word.zip({"[Content_Types].xml": "<a>spreadsheetml.sheet.main</a>", "a.xml": "<x/>"}), "a.docx") == 0
    assert docx(word.zip({"[Content_Types].xml": "<a>wordprocessingml.document.main</a>", "a.xml": "<x/>"}), "") > 90
    chart = word.zip({"[Content_Types].xml": "<a>spreadsheetml.sheet</a><a>wordprocessingml.document.main</a>", "word/charts/chart1.xml": "<x/>"})
    assert docx(chart, "") > 90
    assert docx(word.zip({"mimetype": "application/epub+zip", "OEBPS/a.xhtml": "<x/>"}), "a.epub") == 0
    assert docx(word.zip({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "a.ofd") == 0
    assert doc(word.zip({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "") > 90
    assert doc(word.zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "") == 0
    assert docx(word.zip({"photo.jpg": "x"}), "a.zip") == 0
    assert docx(word.zip({"photo.jpg": "x"}), "a.docx") > 0
    assert docx(b"plain", "a.docx") == doc(b"plain", "a.doc") == 0
    assert doc(ole("WordDocument"), "") > 90
    assert doc(ole("Workbook"), "") == 0
    assert doc(ole(), "a.doc") > 90 > 50 > doc(ole(), "") > 0
    assert doc(ole(), "a.xls") == 0
    assert doc(ole("EncryptedPackage"), "a.docx") > 50
    assert doc(b"{\\rtf1 x}", "") > 90
    assert {file_format.name for file_format in FORMATS} == {"docx", "doc"}
