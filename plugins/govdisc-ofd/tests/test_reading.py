"""What stands on the pages of an OFD file, however its producer writes it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from govdisc_ofd.reader import read
from press.ofd import Way, document_part, main_part, package, page_part

import govdisc
from govdisc.plugin import Document, Grid, Paragraph
from govdisc.testing import Options, random_report

LINE = '<ofd:PathObject ID="1" Boundary="0 0 210 297"><ofd:AbbreviatedData>M {} {} L {} {}</ofd:AbbreviatedData></ofd:PathObject>'
FILLED = '<ofd:PathObject ID="1" Boundary="{} {} {} {}" Fill="true" Stroke="false"><ofd:AbbreviatedData>{}</ofd:AbbreviatedData></ofd:PathObject>'


def text(content: str, x: float, y: float, more: str = "", size: float = 4, inner: str = "") -> str:
    """A text object whose first character begins at a place in millimetres."""
    return (
        f'<ofd:TextObject ID="1" Font="3" Size="{size}" Boundary="{x} {y - size} 100 6" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="{size}">{content}</ofd:TextCode></ofd:TextObject>'
    )


def ofd(*pages: str, **parts: str) -> bytes:
    """A file of these pages' objects; other parts by name."""
    contents = {f"Doc_0/Pages/Page_{number}/Content.xml": page_part(page) for number, page in enumerate(pages)}
    return package({"OFD.xml": main_part(), "Doc_0/Document.xml": document_part(len(pages)), **contents, **parts})


def texts(document: Document) -> list[str]:
    """The paragraphs and the rows of the tables, in order."""
    out = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            out.append(block.text)
        else:
            out += [" | ".join(cell.text for cell in row) for row in block.rows]
    return out


def rulings(xs: Sequence[float], ys: Sequence[float], form: str = "lines") -> str:
    """A grid of rulings, as lines, as thin filled rectangles, or as one path."""
    lines = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    if form == "lines":
        return "".join(LINE.format(*line) for line in lines)
    if form == "one":
        data = " ".join(f"M {x0} {y0} L {x1} {y1}" for x0, y0, x1, y1 in lines)
        return f'<ofd:PathObject ID="1" Boundary="0 0 210 297" LineWidth="0.2"><ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'
    out = []
    for x0, y0, x1, y1 in lines:
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        out.append(FILLED.format(x0, y0, width, height, f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"))
    return "".join(out)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('<ofd:TextCode X="0" Y="4" DeltaX="4 4 4">青岚县水</ofd:TextCode>', "青岚县水"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">青岚县水</ofd:TextCode>', "青岚县水"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 2 4 20">青岚县水</ofd:TextCode>', "青岚县 水"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="4">青岚县水</ofd:TextCode>', "青岚县水"),
        ('<ofd:TextCode X="0" Y="4">青岚县水</ofd:TextCode>', "青岚县水"),
        ('<ofd:TextCode X="0" Y="4">青岚</ofd:TextCode><ofd:TextCode X="8">县水</ofd:TextCode>', "青岚县水"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">\n    青岚县水\n  </ofd:TextCode>', "青岚县水"),
        ('<ofd:CGTransform CodeCount="2" GlyphCount="2"><ofd:Glyphs>7 8</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="4">青岚</ofd:TextCode>', "青岚"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 99999999999 4">青岚县水</ofd:TextCode>', "青岚县水"),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g g nan x">青</ofd:TextCode>', "青"),
    ],
)  # fmt: skip
def test_places_of_characters(code: str, expected: str) -> None:
    """Offsets one by one, repeated, too few, none; several pieces; glyphs of the font beside the text."""
    data = ofd(f'<ofd:TextObject ID="1" Font="3" Size="4" Boundary="20 20 80 6">{code}</ofd:TextObject>')
    assert texts(read(data)) == [expected]


@pytest.mark.parametrize("more", ['Size="4"', 'size="4"', ""])
def test_how_large_type_is(more: str) -> None:
    """easyofd writes the size in small letters; where none is told the text is as high as its boundary."""
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">青岚县水</ofd:TextCode>'
    assert texts(read(ofd(f'<ofd:TextObject ID="1" Font="3" {more} Boundary="20 20 80 4">{code}</ofd:TextObject>'))) == ["青岚县水"]


def test_wide_and_narrow_characters_as_far_apart() -> None:
    """Where one step is told for all, as easyofd does, a figure reaches to the next character, and no blank stands between."""
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 8 3.2">2023年12月底</ofd:TextCode>'
    assert texts(read(ofd(f'<ofd:TextObject ID="1" Font="3" Size="4" Boundary="20 20 80 6">{code}</ofd:TextObject>'))) == ["2023年12月底"]


def test_the_area_of_a_page_within_its_content() -> None:
    """easyofd tells it there, and another one for the document."""
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    contents = page_part(text("青岚县水务局", 20, 200)).replace("<ofd:Content>", f"<ofd:Content>{area}")
    document = re.sub(r"<ofd:PhysicalBox>[^<]*", "<ofd:PhysicalBox>0 0 140 90", document_part(1))
    assert texts(read(package({"OFD.xml": main_part(), "Doc_0/Document.xml": document, "Doc_0/Pages/Page_0/Content.xml": contents}))) == ["青岚县水务局"]


def test_characters_drawn_one_by_one() -> None:
    """Figures that stand one behind the other are a number; those in columns of their own are not."""
    year = "".join(text(figure, 20 + 2.2 * i, 20) for i, figure in enumerate("2023"))
    assert texts(read(ofd(year + text("年", 28.8, 20)))) == ["2023年"]
    rows = "".join(
        text(label, 20, y) + "".join(text(figure, x + 2.2 * i, y) for x in (80, 100, 120) for i, figure in enumerate("17"))
        for y, label in ((30, "甲类事项"), (40, "乙类事项"))
    )
    assert texts(read(ofd(rows)))[-2:] == ["甲类事项 | 17 | 17 | 17", "乙类事项 | 17 | 17 | 17"]


@pytest.mark.parametrize("form", ["lines", "rectangles", "one"])
def test_ruled_table(form: str) -> None:
    """Rulings however drawn make a table with merged cells."""
    drawn = rulings((20, 60, 100), (30, 40, 50), form) + text("甲", 30, 37) + text("7", 70, 37) + text("乙", 30, 47) + text("12", 70, 47)
    document = read(ofd(text("一、总体情况", 20, 20) + drawn))
    assert texts(document) == ["一、总体情况", "甲 | 7", "乙 | 12"]
    grid = document.blocks[-1]
    assert isinstance(grid, Grid)
    assert grid.aligned
    assert grid.rows[1][1].place == "page 1 row 2"


def test_matrix_and_directions() -> None:
    """A matrix scales and moves; characters that are turned together with their page are read upright."""
    scaled = '<ofd:TextObject ID="1" Font="3" Size="40" Boundary="20 20 80 6" CTM="0.1 0 0 0.1 5 0"><ofd:TextCode X="0" Y="40">青岚</ofd:TextCode></ofd:TextObject>'
    assert texts(read(ofd(scaled + text("县", 33, 24)))) == ["青岚县"]
    turned = "".join(
        f'<ofd:TextObject ID="1" Font="3" Size="4" Boundary="{x} 20 6 80" CTM="0 1 -1 0 0 0"><ofd:TextCode X="0" Y="0" DeltaX="g 1 4">{line}</ofd:TextCode>'
        "</ofd:TextObject>"
        for x, line in ((60, "上行"), (50, "下行"))
    )
    assert texts(read(ofd(turned))) == ["上行", "下行"]
    stood = '<ofd:TextObject ID="1" Font="3" Size="4" Boundary="20 20 6 80" CharDirection="90" ReadDirection="90"><ofd:TextCode X="0" Y="0">竖排</ofd:TextCode></ofd:TextObject>'
    assert texts(read(ofd(stood))) == ["竖排"]


def test_what_is_not_seen() -> None:
    """Invisible, transparent and white text, text askew and outside of the page is none; white on a coloured area is read."""
    hidden = [
        text("藏", 20, 30, 'Visible="false"'),
        text("藏", 30, 30, 'Alpha="0"'),
        text("藏", 40, 30, inner='<ofd:FillColor Value="255 255 255"/>'),
        text("藏", 50, 30, inner='<ofd:FillColor Value="0 0 0 0"/>'),
        text("藏", 60, 30, inner='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
        text("藏", 70, 30, 'Fill="false"'),
        text("水印", 80, 30, 'CTM="0.7 0.7 -0.7 0.7 0 0"'),
        text("藏", 400, 30),
    ]
    area = FILLED.format(20, 40, 60, 10, "M 0 0 L 60 0 L 60 10 L 0 10 C")
    shown = text("见", 30, 47, inner='<ofd:FillColor Value="255 255 255"/>')
    assert texts(read(ofd(text("青岚县", 20, 20) + "".join(hidden) + area + shown))) == ["青岚县", "见"]
    assert texts(read(ofd(text("青岚县", 20, 20) + text("青岚县", 20.1, 20)))) == ["青岚县"]


def test_templates_annotations_and_units() -> None:
    """Templates and composite units are drawn with the page, notes too; seals, watermarks and hidden notes are not."""
    note = '<ofd:Annot ID="1" Type="{}" {}><ofd:Appearance Boundary="20 60 80 20">{}</ofd:Appearance></ofd:Annot>'
    notes = note.format("Path", "", text("填", 0, 4)) + note.format("Watermark", "", text("印", 8, 4)) + note.format("Path", 'Visible="false"', text("藏", 16, 4))
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="50" Height="20"><ofd:Content>{text("组", 0, 4)}</ofd:Content></ofd:CompositeGraphicUnit>'
    common = '<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes><ofd:TemplatePage ID="8" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    page = text("页", 20, 40) + '<ofd:CompositeObject ID="2" ResourceID="7" Boundary="20 46 50 20"/>'
    document = read(
        package(
            {
                "OFD.xml": main_part(),
                "Doc_0/Document.xml": document_part(1, common=common, rest="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"),
                "Doc_0/DocumentRes.xml": f"<ofd:Res {space}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>",
                "Doc_0/Tpls/Tpl_0/Content.xml": page_part(text("版", 20, 20)),
                "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {space}><ofd:Page PageID="1"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
                "Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {space}>{notes}</ofd:PageAnnot>",
                "Doc_0/Pages/Page_0/Content.xml": page_part(page, '<ofd:Template TemplateID="8" ZOrder="Background"/>'),
            }
        )
    )
    assert texts(document) == ["版", "页", "组", "填"]


def test_draw_parameters() -> None:
    """What an object does not say of itself it takes from its draw parameters, and they from others."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    pens = (
        '<ofd:DrawParam ID="5"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam><ofd:DrawParam ID="6" Relative="5" LineWidth="1"/>'
        '<ofd:DrawParam ID="7" Relative="7"><ofd:FillColor Value="0 0 0"/></ofd:DrawParam>'
    )
    objects = text("白", 20, 20, 'DrawParam="6"') + text("黑", 30, 20, 'DrawParam="7"') + text("也黑", 40, 20, 'DrawParam="6"', inner='<ofd:FillColor Value="9 9 9"/>')
    document = read(
        package(
            {
                "OFD.xml": main_part(),
                "Doc_0/Document.xml": document_part(1, common="<ofd:PublicRes>/Doc_0/PublicRes.xml</ofd:PublicRes>"),
                "Doc_0/PublicRes.xml": f"<ofd:Res {space}><ofd:DrawParams>{pens}</ofd:DrawParams></ofd:Res>",
                "Doc_0/Pages/Page_0/Content.xml": page_part(objects),
            }
        )
    )
    assert texts(document) == ["黑也黑"]


def test_ways_of_producers() -> None:
    """Another namespace, paths from the root, names in another case and a later version are read; the properties' title is a hint."""
    page = page_part(text("青岚县", 20, 20)).replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
    old = document_part(1).replace("Pages/Page_0", "/Doc_0/Pages/None")
    new = document_part(1).replace("Pages/Page_0", "Doc_0/PAGES/Page_0")
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    version = '<ofd:Versions><ofd:Version ID="1" Index="1" Current="true" BaseLoc="Doc_0/Versions/V1.xml"/></ofd:Versions>'
    document = read(
        package(
            {
                "ofd.xml": main_part(title="青岚县年度报告").replace("</ofd:DocRoot>", "</ofd:DocRoot>" + version),
                "Doc_0/Document.xml": old,
                "Doc_0/Versions/V1.xml": f"<ofd:DocVersion {space}><ofd:DocRoot>../Document_1.xml</ofd:DocRoot></ofd:DocVersion>",
                "Doc_0/Document_1.xml": new,
                "Doc_0/Pages/Page_0/Content.xml": page,
            }
        )
    )
    assert texts(document) == ["青岚县"]
    assert document.metadata == {"title": "青岚县年度报告"}


def test_several_documents() -> None:
    """Of several documents the first with a table is read, and that is told."""
    table = rulings((20, 60, 100), (30, 40, 50)) + text("甲", 30, 37) + text("7", 70, 37) + text("乙", 30, 47) + text("12", 70, 47)
    parts: dict[str, str | bytes] = {"OFD.xml": main_part(["Doc_0/Document.xml", "Doc_1/Document.xml", "Doc_2/Document.xml"])}
    for number, objects in enumerate((text("封面", 20, 20), table, text("附件", 20, 20))):
        parts[f"Doc_{number}/Document.xml"] = document_part(1)
        parts[f"Doc_{number}/Pages/Page_0/Content.xml"] = page_part(objects)
    document = read(package(parts))
    assert texts(document) == ["甲 | 7", "乙 | 12"]
    assert [notice.message for notice in document.notices if "3 documents" in notice.message]


@pytest.mark.parametrize("way", ["plain", "boxes", "matrix"])
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_whole_report(way: Way, form: str, tmp_path: Path) -> None:
    """A report over several pages comes back cell by cell, with no error, in each way of telling places."""
    pytest.importorskip("reportlab")
    pytest.importorskip("pypdfium2")
    from press.canvas import drawn
    from press.jobs import Job
    from press.ofd import printed

    report = random_report(12, Options(form=form))
    path = tmp_path / "report.ofd"
    path.write_bytes(printed(drawn(Job(report)), way))
    found = govdisc.load(path)
    assert dict(found.cells()) == dict(report.cells())
    assert not [finding for finding in govdisc.validate(found) if finding.severity == "error"]
