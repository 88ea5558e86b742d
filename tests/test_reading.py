"""The kit for readers: what is unpacked, parsed and believed, and what is refused with one sentence."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from govdisc.errors import InputError
from govdisc.model.document import Document
from govdisc.model.report import Agency, Report
from govdisc.reading import (
    MAX_LINES,
    MAX_TEXT,
    Clock,
    Limits,
    check_text,
    count_members,
    declared_facts,
    open_zip,
    package_kind,
    parse_xml,
    walk_xml,
    with_declared,
)


def packed(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return buffer.getvalue()


# --- zip ----------------------------------------------------------------------------------------------------------------------------


def test_members_are_found_whatever_their_case_and_slashes() -> None:
    """Office programs write Word\\Document.xml as well as word/document.xml."""
    archive = open_zip(packed({"Word\\Document.XML": "<a/>", "pictures/": ""}))
    assert "word/document.xml" in archive
    assert archive.read("word/document.xml") == b"<a/>"
    assert [name.lower() for name in archive.names] == ["word/document.xml"]


def test_names_in_gbk_are_read() -> None:
    """Chinese programs write names without saying in which encoding."""
    name = "青岚县水务局.txt".encode("gbk")
    data = packed({"x" * len(name): "text"}).replace(b"x" * len(name), name)
    assert open_zip(data).names == ["青岚县水务局.txt"]


def test_what_unpacks_to_far_more_is_refused() -> None:
    """By the ratio, by the size of a member, and by the size of all together; what fits is read."""
    bomb = packed({"a": b" " * 5_000_000})
    with pytest.raises(InputError, match="zip bomb"):
        open_zip(bomb).read("a")
    several = packed({name: bytes(range(256)) * 10 for name in "abc"})
    with pytest.raises(InputError, match="zip bomb"):
        open_zip(several, Limits(member=2_000)).read("a")
    archive = open_zip(several, Limits(unpacked=6_000))
    assert len(archive.read("a") + archive.read("b")) == 5_120
    with pytest.raises(InputError, match="zip bomb"):
        archive.read("c")


def test_a_member_is_unpacked_only_when_asked_for() -> None:
    """A bomb among the pictures does no harm."""
    assert open_zip(packed({"bomb.png": b" " * 5_000_000, "text": "7"})).read("text") == b"7"


def test_too_many_members_are_refused_before_they_are_listed() -> None:
    """10,000 is the bound."""
    with pytest.raises(InputError, match="more than 20 parts"):
        open_zip(packed(dict.fromkeys(map(str, range(21)), "")), Limits(members=20))
    assert len(open_zip(packed(dict.fromkeys(map(str, range(20)), "")), Limits(members=20)).names) == 20
    inner = packed(dict.fromkeys(map(str, range(20)), ""))
    assert count_members(packed({"a.zip": inner, "b.zip": inner}, zipfile.ZIP_STORED)) == 2
    assert count_members(packed(dict.fromkeys(map(str, range(70_000)), ""))) == 70_000
    assert count_members(b"PK\x03\x04") == 0


def test_an_encrypted_member_is_told() -> None:
    """The flag in both headers says so."""
    data = bytearray(packed({"a": "text"}))
    for header, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(header) + place] |= 1
    with pytest.raises(InputError, match="encrypted"):
        open_zip(bytes(data)).read("a")


@pytest.mark.parametrize("damage", [lambda data: data[:60], lambda data: data.replace(b"long", b"lung"), lambda data: b"PK\x03\x04"])
def test_a_damaged_package_is_told(damage: Callable[[bytes], bytes]) -> None:
    """Cut off, or with bytes that do not fit their checksum."""
    with pytest.raises(InputError, match="truncated or damaged"):
        open_zip(damage(packed({"a": "a long text"}, zipfile.ZIP_STORED))).read("a")


def test_a_missing_member_and_a_large_file_are_told() -> None:
    """Both in a sentence."""
    with pytest.raises(InputError, match=r"its part b\.xml is missing"):
        open_zip(packed({"a": ""})).read("b.xml")
    with pytest.raises(InputError, match="larger than 1 MB"):
        open_zip(b"PK\x03\x04" + bytes(1_000_000), Limits(file=1_000_000))


def test_the_most_text_that_a_report_may_have() -> None:
    """Lines and characters are bounded apart."""
    check_text(MAX_LINES, MAX_TEXT)
    with pytest.raises(InputError, match="20000 lines"):
        check_text(MAX_LINES + 1, 0)
    with pytest.raises(InputError, match="1000000 characters"):
        check_text(1, MAX_TEXT + 1)


TYPES = '<Types><Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>{}</Types>'
WORD = '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"[Content_Types].xml": TYPES.format(WORD), "xl/workbook.xml": ""}, "docx"),
        ({"_rels/.rels": "", "word/charts/chart1.xml": "", "xl/workbook.xml": ""}, "docx"),
        ({"xl/workbook.xml": "", "word/x.xml": ""}, "xlsx"),
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "odt"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ""}, "ods"),
        ({"mimetype": "application/epub+zip", "META-INF/container.xml": ""}, "epub"),
        ({"OFD.xml": "", "Doc_0/Document.xml": ""}, "ofd"),
        ({"word/青岚县水务局.docx": "", "xl/a.xlsx": ""}, "zip"),
        ({"a.txt": "word/document.xml"}, "zip"),
    ],
)
def test_the_kind_of_a_package(parts: dict[str, bytes | str], kind: str) -> None:
    """By the main part and not by what else is packed in it."""
    assert package_kind(packed(parts, zipfile.ZIP_STORED)[:4096]) == kind


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_word_files_is_no_word_file(method: int) -> None:
    """The headers of a package within it are not its own, though they stand in its bytes as they are."""
    inner = packed({"[Content_Types].xml": TYPES.format(WORD), "word/document.xml": os.urandom(50)}, zipfile.ZIP_STORED)
    assert package_kind(packed({"水务局.docx": inner, "司法局.docx": inner}, method)[:4096]) == "zip"
    assert package_kind(inner) == "docx"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_package_written_to_a_pipe(method: int) -> None:
    """Its sizes stand behind the members; what is packed tells where it ends."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_arguments: int) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", method) as out:
        out.writestr("_rels/.rels", "<a/>" * 9)
        out.writestr("word/document.xml", "<b/>")
    assert package_kind(pipe.getvalue()) == ("docx" if method else "zip")


def test_what_is_no_package_has_no_kind() -> None:
    """And one that is cut off anywhere has some kind."""
    assert package_kind(b"%PDF-1.7") is None
    data = packed({"[Content_Types].xml": TYPES.format(WORD), "word/document.xml": ""})
    assert {package_kind(data[:end]) for end in range(4, len(data))} <= {"docx", "zip"}


# --- XML ----------------------------------------------------------------------------------------------------------------------------


def walked(data: bytes, limits: Limits | None = None, clock: Clock | None = None) -> list[str]:
    """The names and texts of an XML part, by the streaming parser."""
    seen: list[str] = []
    walk_xml([data], lambda name, _: seen.append(name), None, seen.append, part="p.xml", limits=limits or Limits(), clock=clock)
    return seen


def parsed(data: bytes, limits: Limits | None = None, clock: Clock | None = None) -> list[str]:
    """The same by the parser of trees."""
    return [text for element in parse_xml(data, "p.xml", limits or Limits()).iter() for text in (element.tag, element.text) if text]


both = pytest.mark.parametrize("read", [walked, parsed])


@both
def test_xml_is_read(read: Callable[..., list[str]]) -> None:
    """Comments and instructions are left out."""
    assert read("<a><!-- no --><b>七</b><?no?></a>".encode()) == ["a", "b", "七"]


@both
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_is_refused_in_any_encoding(read: Callable[..., list[str]], encoding: str, tmp_path: Path) -> None:
    """Entities live in it: those that multiply, and those that fetch."""
    secret = tmp_path / "secret"
    secret.write_text("secret")
    text = f'<?xml version="1.0" encoding="{encoding[:6]}"?><!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]><a>&e;</a>'
    with pytest.raises(InputError):
        read(text.encode(encoding))


@both
@pytest.mark.parametrize("data", [b"", b"<a>", b"<a></b>", b"<?xml version='1.0' encoding='no-such'?><a/>", b"\xff\xfe<", b"<a>\x00</a>"])
def test_malformed_xml_is_told(read: Callable[..., list[str]], data: bytes) -> None:
    """With the name of the part."""
    with pytest.raises(InputError, match=r"p\.xml is not well-formed"):
        read(data)


@both
def test_deep_and_large_xml_is_refused(read: Callable[..., list[str]]) -> None:
    """Both are bounds of their own."""
    with pytest.raises(InputError, match="nested too deeply"):
        read(b"<a>" * 300 + b"</a>" * 300)
    with pytest.raises(InputError, match="more than 5000 XML elements"):
        read(b"<a>" + b"<b></b>" * 10_000 + b"</a>", Limits(elements=5_000))


def test_the_clock_ends_a_walk() -> None:
    """The time is the processor's."""
    with pytest.raises(InputError, match="processor time"):
        walked(b"<a>" + b"<b></b>" * 10_000 + b"</a>", clock=Clock(-1))


# --- declared facts -----------------------------------------------------------------------------------------------------------------

REPORT = Report(
    form="2021",
    year=2023,
    title="青岚县水务局2023年政府信息公开工作年度报告",
    agency=Agency("青岚县水务局", None, "county", "department"),
    published="2024-01-20",
)


def test_declared_facts_come_back() -> None:
    """What a writer states is what a reader declares."""
    facts = declared_facts(REPORT)
    assert facts["year"] == "2023"
    assert "region_code" not in facts
    document = with_declared(Document(()), {**facts, "stranger": "1"})
    assert document.declared == facts
