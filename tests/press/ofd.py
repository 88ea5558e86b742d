"""Printed pages as OFD (GB/T 33190-2016), since no program that writes it is to be had here.

What Chromium, LibreOffice and reportlab have printed as PDF is written again as OFD, object by object: their runs of text, their rulings, their
page breaks. How an object tells its place differs between producers, so there are three ways of it.
"""

from __future__ import annotations

import ctypes
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

#: ``plain``: places from the corner of the page; ``boxes``: from the corner of each object's boundary, repeated offsets written as such;
#: ``matrix``: in points, with a matrix for each object, all rulings in a template of the page.
Way = Literal["plain", "boxes", "matrix"]

_MILLIMETRES = 25.4 / 72
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
#: The kind of a path among the objects of a page (fpdf_edit.h).
_PATH = 2


@dataclass(frozen=True)
class Drawn:
    """One page: its size in points, and what it draws, with y downwards."""

    width: float
    height: float
    texts: Sequence[tuple[float, Sequence[tuple[str, float, float]]]]
    paths: Sequence[tuple[str, Sequence[tuple[str, float, float]]]]
    images: Sequence[tuple[float, float, float, float]] = ()


def package(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip package."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def main_part(roots: Sequence[str] = ("Doc_0/Document.xml",), title: str = "") -> str:
    """Return OFD.xml."""
    bodies = (
        f"<ofd:DocBody><ofd:DocInfo><ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>"
        for root in roots
    )
    return f'{_XML}<ofd:OFD {_SPACE} Version="1.1" DocType="OFD">{"".join(bodies)}</ofd:OFD>'


def document_part(pages: int, width: float = 210, height: float = 297, common: str = "", rest: str = "") -> str:
    """Return Document.xml; ``common`` goes into CommonData, ``rest`` behind the pages."""
    listed = "".join(f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(pages))
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {width:.4f} {height:.4f}</ofd:PhysicalBox></ofd:PageArea>"
    return f"{_XML}<ofd:Document {_SPACE}><ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{rest}</ofd:Document>"


def page_part(objects: str, before: str = "", layer: str = "") -> str:
    """Return Content.xml; ``before`` goes before its content, ``layer`` are attributes of its layer."""
    content = f'<ofd:Content><ofd:Layer ID="90001" Type="Body" {layer}>{objects}</ofd:Layer></ofd:Content>'
    return f"{_XML}<ofd:Page {_SPACE}>{before}{content}</ofd:Page>"


def printed(data: bytes, way: Way = "plain") -> bytes:
    """Return a PDF's pages as OFD."""
    pages = list(_pages(data))
    parts: dict[str, str | bytes] = {"OFD.xml": main_part()}
    templates = []
    for number, page in enumerate(pages):
        objects = "".join(_text(page, size, chars, way) for size, chars in page.texts)
        rulings = "".join(_path(page, look, points, way) for look, points in page.paths)
        area = f"<ofd:Area><ofd:PhysicalBox>0 0 {page.width * _MILLIMETRES:.4f} {page.height * _MILLIMETRES:.4f}</ofd:PhysicalBox></ofd:Area>"
        before = area
        if way == "matrix":
            templates.append(f'<ofd:TemplatePage ID="{8000 + number}" BaseLoc="Tpls/Tpl_{number}/Content.xml"/>')
            parts[f"Doc_0/Tpls/Tpl_{number}/Content.xml"] = page_part(rulings)
            before, rulings = f'{area}<ofd:Template TemplateID="{8000 + number}" ZOrder="Background"/>', ""
        pictures = "".join(
            f'<ofd:ImageObject ID="1" ResourceID="9" Boundary="{" ".join(f"{side * _MILLIMETRES:.3f}" for side in image)}"/>' for image in page.images
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = page_part(pictures + rulings + objects, before)
    parts["Doc_0/Document.xml"] = document_part(len(pages), common="".join(templates))
    return package(parts)


def _text(page: Drawn, size: float, chars: Sequence[tuple[str, float, float]], way: Way) -> str:
    """Return a text object."""
    scale = 1.0 if way == "matrix" else _MILLIMETRES
    left, top = chars[0][1] - 1.0, chars[0][2] - size
    origin = (0.0, 0.0) if way == "plain" else (left, top)
    x, y = ((chars[0][1 + axis] - origin[axis]) * scale for axis in (0, 1))
    deltas = [[(right[axis] - char[axis]) * scale for char, right in pairwise(chars)] for axis in (1, 2)]
    along = "".join(
        f' Delta{name}="{_deltas(steps, way)}"' for name, steps in zip("XY", deltas, strict=True) if any(abs(step) > 1e-4 for step in steps)
    )
    width, height = (chars[-1][1] - left + size) * _MILLIMETRES, 1.3 * size * _MILLIMETRES
    box = (0, 0, page.width * _MILLIMETRES, page.height * _MILLIMETRES) if way == "plain" else (left * _MILLIMETRES, top * _MILLIMETRES, width, height)
    matrix = f' CTM="{_MILLIMETRES:.6f} 0 0 {_MILLIMETRES:.6f} 0 0"' if way == "matrix" else ""
    text = escape("".join(character for character, _x, _y in chars))
    return (
        f'<ofd:TextObject ID="1" Font="3" Size="{size * scale:.4f}" Boundary="{_numbers(box)}"{matrix}>'
        f'<ofd:TextCode X="{x:.4f}" Y="{y:.4f}"{along}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _deltas(steps: Sequence[float], way: Way) -> str:
    words = [f"{step:.4f}" for step in steps]
    if way != "boxes":
        return " ".join(words)
    runs = ((word, len(list(same))) for word, same in groupby(words))
    return " ".join(f"g {count} {word}" if count > 1 else word for word, count in runs)


def _path(page: Drawn, look: str, points: Sequence[tuple[str, float, float]], way: Way) -> str:
    """Return a path object; ``look`` is its attributes and colours, with its line's width in points."""
    left, top = (0.0, 0.0) if way == "plain" else (min(x for _o, x, _y in points), min(y for _o, _x, y in points))
    scale = 1.0 if way == "matrix" else _MILLIMETRES
    data = " ".join(operator if operator == "C" else f"{operator} {(x - left) * scale:.4f} {(y - top) * scale:.4f}" for operator, x, y in points)
    width, height = max(x for _o, x, _y in points) - left, max(y for _o, _x, y in points) - top
    box = [side * _MILLIMETRES for side in ((0, 0, page.width, page.height) if way == "plain" else (left, top, width, height))]
    matrix = f' CTM="{_MILLIMETRES:.6f} 0 0 {_MILLIMETRES:.6f} 0 0"' if way == "matrix" else ""
    attributes, colours, line = look.split("|")
    return (
        f'<ofd:PathObject ID="1" Boundary="{_numbers(box)}"{matrix} LineWidth="{float(line) * scale:.4f}" {attributes}>'
        f"{colours}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _numbers(values: Iterable[float]) -> str:
    return " ".join(f"{value:.4f}" for value in values)


# --- what a PDF draws -----------------------------------------------------------------------------------------------------------------


def _pages(data: bytes) -> Iterator[Drawn]:
    import pypdfium2
    from govdisc_pdf.substitute import substituted

    with substituted(pypdfium2.raw):  # a machine without Chinese fonts knows no widths of characters
        document = pypdfium2.PdfDocument(data)
        for page in document:
            width, height = page.get_size()
            texts = page.get_textpage()
            yield Drawn(width, height, list(_texts(pypdfium2.raw, texts, height)), list(_paths(pypdfium2.raw, page, height)))
            texts.close()
            page.close()
        document.close()


def _texts(raw: Any, texts: Any, height: float) -> Iterator[tuple[float, list[tuple[str, float, float]]]]:
    """Yield the text objects: the size of the type, and the characters with their origins."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    found: dict[int, tuple[float, list[tuple[str, float, float]]]] = {}
    for i in range(texts.count_chars()):
        code = raw.FPDFText_GetUnicode(texts, i)
        if code <= 32 and raw.FPDFText_IsGenerated(texts, i) == 1:
            continue
        drawn = ctypes.cast(raw.FPDFText_GetTextObject(texts, i), ctypes.c_void_p).value or 0
        raw.FPDFText_GetCharOrigin(texts, i, x, y)
        raw.FPDFText_GetMatrix(texts, i, matrix)
        size = raw.FPDFText_GetFontSize(texts, i) * (matrix.c**2 + matrix.d**2) ** 0.5
        found.setdefault(drawn, (size, []))[1].append((chr(code), x.value, height - y.value))
    yield from found.values()


def _paths(raw: Any, page: Any, height: float) -> Iterator[tuple[str, list[tuple[str, float, float]]]]:
    """Yield the paths: how they are drawn, and their points, with curves as straight lines."""
    fill, stroke, line = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    x, y, matrix = ctypes.c_float(), ctypes.c_float(), raw.FS_MATRIX()
    for drawn in page.get_objects(filter=[_PATH], max_depth=1):
        raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
        raw.FPDFPageObj_GetStrokeWidth(drawn, line)
        raw.FPDFPageObj_GetMatrix(drawn, matrix)
        points = []
        for i in range(raw.FPDFPath_CountSegments(drawn)):
            segment = raw.FPDFPath_GetPathSegment(drawn, i)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            placed = matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
            points.append(("M" if raw.FPDFPathSegment_GetType(segment) == 2 else "L", placed[0], height - placed[1]))
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(("C", *points[-1][1:]))
        attributes = f'Fill={quoteattr(str(bool(fill.value)).lower())} Stroke={quoteattr(str(bool(stroke.value)).lower())}'
        colours = "".join(
            f'<ofd:{name} Value="{_colour(getter, drawn)}"/>'
            for name, getter in (("FillColor", raw.FPDFPageObj_GetFillColor), ("StrokeColor", raw.FPDFPageObj_GetStrokeColor))
        )
        scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
        yield f"{attributes}|{colours}|{line.value * scale}", points


def _colour(getter: Any, drawn: Any) -> str:
    parts = [ctypes.c_uint() for _part in range(4)]
    getter(drawn, *parts)
    return " ".join(str(part.value) for part in parts[:3])
