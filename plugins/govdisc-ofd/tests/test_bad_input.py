"""Files that are damaged, encrypted, scanned or made to take a machine down end in one sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable

import pytest
from govdisc_ofd import detect, documents, drawing
from govdisc_ofd.reader import read
from press.ofd import document_part, main_part, package, page_part

from govdisc.plugin import Document, InputError, speaking

TEXT = '<ofd:TextObject ID="1" Font="3" Size="4" Boundary="20 20 80 6"><ofd:TextCode X="0" Y="4">{}</ofd:TextCode></ofd:TextObject>'
IMAGE = '<ofd:ImageObject ID="1" ResourceID="2" Boundary="0 0 210 297" {}/>'
PATH = '<ofd:PathObject ID="1" Boundary="0 0 9 9"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>'
UNIT = '<ofd:CompositeObject ID="2" ResourceID="7" Boundary="0 0 50 20"/>'


def parts(*pages: str, common: str = "") -> dict[str, str | bytes]:
    """The parts of a file of these pages' objects."""
    contents = {f"Doc_0/Pages/Page_{number}/Content.xml": page_part(page) for number, page in enumerate(pages)}
    return {"OFD.xml": main_part(), "Doc_0/Document.xml": document_part(len(pages), common=common), **contents}


def encrypted_member() -> bytes:
    """A file whose members have a password."""
    data = bytearray(package(parts(TEXT.format("青"))))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(header, at + 1)) >= 0:
            data[at + flags] |= 1
    return bytes(data)


GOOD = parts(TEXT.format("青岚县"))
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "damaged"),
    "no zip": (lambda: b"OFD", "damaged"),
    "cut off": (lambda: package(GOOD)[:300], "damaged"),
    "no main part": (lambda: package({"Doc_0/Document.xml": "<x/>"}), "OFD.xml is missing"),
    "no documents": (lambda: package({"OFD.xml": main_part([])}), "no document"),
    "document missing": (lambda: package({"OFD.xml": main_part()}), "no document"),
    "page missing": (lambda: package({**GOOD, "Doc_0/Document.xml": document_part(2)}), "Page_1/Content.xml is missing"),
    "no pages": (lambda: package({**GOOD, "Doc_0/Document.xml": document_part(0)}), "no pages"),
    "page without a place": (lambda: package({**GOOD, "Doc_0/Document.xml": document_part(1).replace("BaseLoc", "Base")}), "missing"),
    "broken page": (lambda: package({**GOOD, "Doc_0/Pages/Page_0/Content.xml": "<ofd:Page>"}), "well-formed"),
    "entities": (lambda: package({**GOOD, "OFD.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "DOCTYPE"),
    "empty pages": (lambda: package(parts("", "")), "only empty pages"),
    "scan": (lambda: package(parts(IMAGE.format(""), IMAGE.format('CTM="210 0 0 297 0 0"'))), "scan"),
    "outlines": (lambda: package(parts(PATH.format("M 0 0 L 3 3 L 0 3 C"))), "scan"),
    "private codes": (lambda: package(parts(TEXT.format("\ue000\ue001\ue002"))), "no known encoding"),
    "in one place": (lambda: package(parts("".join(map(TEXT.format, "青岚县水务局二〇三年政府信息公开工作度报告总体情况")))), "on one another"),
    "encrypted": (lambda: package({**GOOD, "Encryptions.xml": "<x/>"}), "encrypted"),
    "password": (encrypted_member, "encrypted"),
    "zip bomb": (lambda: package({**GOOD, "Doc_0/Pages/Page_0/Content.xml": b" " * 60_000_000}), "bomb"),
}


@pytest.mark.parametrize("name", CASES)
def test_refusals(name: str) -> None:
    """Each is refused in one sentence that says what is wrong."""
    make, words = CASES[name]
    with pytest.raises(InputError, match=words):
        read(make())


@pytest.mark.parametrize("position", range(0, 100, 7))
def test_damage(position: int) -> None:
    """A byte that is wrong is told or does no harm."""
    data = bytearray(package(GOOD))
    data[len(data) * position // 100] ^= 0xFF
    with contextlib.suppress(InputError):
        assert isinstance(read(bytes(data)), Document)


VALUES = ("", "x", "nan", "inf", "-inf", "1e999", "1e300 1e300 1e300 1e300 1e300 1e300", "0 0 0 0 0 0", "1 2", "999999999999999999 1 1 1 1 1")


@pytest.mark.parametrize("value", VALUES)
def test_numbers_that_are_none(value: str) -> None:
    """Numbers that no page can hold are as good as none."""
    objects = (
        f'<ofd:TextObject ID="1" Size="{value}" Boundary="{value}" CTM="{value}" HScale="{value}" CharDirection="{value}">'
        f'<ofd:FillColor Value="{value}"/><ofd:TextCode X="{value}" Y="{value}" DeltaX="{value}" DeltaY="g {value}">藏字</ofd:TextCode></ofd:TextObject>'
        f'<ofd:PathObject ID="1" Boundary="{value}" CTM="{value}" LineWidth="{value}" Fill="true"><ofd:AbbreviatedData>M {value} L {value} A {value} C Z'
        f'</ofd:AbbreviatedData></ofd:PathObject><ofd:ImageObject ID="1" Boundary="{value}" CTM="{value}"/>'
    )
    document = document_part(1).replace("0 0 210.0000 297.0000", value) if value != VALUES[-1] else document_part(1)
    made = read(package({**parts(TEXT.format("青岚县") + objects), "Doc_0/Document.xml": document}))
    assert "青岚县" in "".join(getattr(block, "text", "") for block in made.blocks)


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """More pages and characters than any report has are refused; drawings beyond the bound are told."""
    monkeypatch.setattr(documents, "MAX_PAGES", 2)
    with pytest.raises(InputError, match="3 pages"):
        read(package(parts(*[TEXT.format("青")] * 3)))
    monkeypatch.setattr(drawing, "MAX_CHARS", 10)
    with pytest.raises(InputError, match="page 2 of the file holds more than the 10 characters"):
        read(package(parts(TEXT.format("青"), TEXT.format("青" * 11))))
    monkeypatch.setattr(drawing, "MAX_OBJECTS", 3)
    document = read(package(parts(TEXT.format("青") + PATH.format("M 0 0 L 9 0") * 4)))
    assert ["drawings" in notice.message for notice in document.notices] == [True]


def test_units_within_themselves() -> None:
    """A unit that draws itself, many times over, ends at the bounds."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{UNIT * 9}{TEXT.format("组")}</ofd:Content></ofd:CompositeGraphicUnit>'
    made = parts(UNIT + TEXT.format("青岚县"), common="<ofd:DocumentRes>Res.xml</ofd:DocumentRes>")
    made["Doc_0/Res.xml"] = f"<ofd:Res {space}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    document = read(package(made))
    assert any("drawings" in notice.message for notice in document.notices)


def test_a_page_that_is_an_image() -> None:
    """A page without text among others is told; a large image beside text too."""
    document = read(package(parts(TEXT.format("青岚县"), IMAGE.format(""))))
    assert [(notice.place, "image without text" in notice.message) for notice in document.notices] == [("page 2", True)]
    beside = '<ofd:ImageObject ID="1" ResourceID="2" Boundary="20 100 170 150"/>'
    assert ["large image" in notice.message for notice in read(package(parts(TEXT.format("青岚县") + beside))).notices] == [True]


def test_recognised_text_below_a_scan() -> None:
    """Invisible text over an image is read, and told to come from recognition."""
    layer = TEXT.format("青岚县").replace("<ofd:TextCode", '<ofd:FillColor Value="0 0 0" Alpha="0"/><ofd:TextCode')
    document = read(package(parts(IMAGE.format("") + layer)))
    assert [getattr(block, "text", "") for block in document.blocks] == ["青岚县"]
    assert ["OCR" in notice.message for notice in document.notices] == [True]


def test_detection() -> None:
    """OFD is told by its members, whatever the file is called."""
    assert detect(package(GOOD)[:4096], "report.zip") == 100
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("report.txt", "text")
    assert detect(buffer.getvalue(), "report.ofd") == 0
    assert detect(b"%PDF-1.7", "report.ofd") == 0


def test_messages_are_translated() -> None:
    """The refusals speak Chinese when asked to."""
    from pathlib import Path

    folder = Path(documents.__file__).parent / "locale"
    with speaking("zh_CN", [("govdisc_ofd", folder)]), pytest.raises(InputError, match="没有文档"):
        read(package({"OFD.xml": main_part([])}))
