"""Word files of random reports as trees that tests change: their tables, rows and cells, and pieces to put into them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from govdisc_docx.writer import write
from lxml import etree

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.plugin import WriteContext

#: The rows of the header of part 3.
HEADER = 3
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}
W = f"{{{NAMES['w']}}}"
_OPEN = "<x " + " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMES.items()) + ">"


def made(xml: str) -> list[Any]:
    """The elements of a piece of XML."""
    return list(etree.fromstring(f"{_OPEN}{xml}</x>"))


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str = "", properties: str = "", content: str = "") -> Any:
    return made(f"<w:tc><w:tcPr>{properties}</w:tcPr>{content or f'<w:p>{run(text)}</w:p>'}</w:tc>")[0]


def row(*found: Any) -> Any:
    (out,) = made("<w:tr><w:trPr/></w:tr>")
    out.extend(found)
    return out


def table(*found: Any) -> Any:
    (out,) = made("<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>")
    out.extend(found)
    return out


def rows(of: Any) -> list[Any]:
    """The rows of a table, without those of tables in its cells."""
    return [found for found in of.iter(f"{W}tr") if next(found.iterancestors(f"{W}tbl")) is of]


def cells(of: Any) -> list[Any]:
    """The cells of a row, or of a table."""
    if of.tag == f"{W}tbl":
        return [found for each in rows(of) for found in cells(each)]
    return [found for found in of.iter(f"{W}tc") if next(found.iterancestors(f"{W}tr")) is of]


def text_of(of: Any) -> str:
    return "".join(found.text or "" for found in of.iter(f"{W}t"))


def is_blank(of: Any) -> bool:
    return not text_of(of) and next(of.iter(f"{W}sym", f"{{{NAMES['m']}}}t"), None) is None


def span(of: Any) -> int:
    found = of.find(f"{W}tcPr/{W}gridSpan")
    return 1 if found is None else int(found.get(f"{W}val"))


def set_span(of: Any, width: int) -> None:
    found = of.find(f"{W}tcPr/{W}gridSpan")
    if found is not None:
        found.getparent().remove(found)
    if width > 1:
        of.find(f"{W}tcPr").append(made(f'<w:gridSpan w:val="{width}"/>')[0])


def merged(of: Any) -> str:
    """Whether a cell begins ("restart") or goes on ("continue") a merged one, "" for neither."""
    found = of.find(f"{W}tcPr/{W}vMerge")
    return "" if found is None else found.get(f"{W}val", "continue")


def unmerge(of: Any) -> None:
    found = of.find(f"{W}tcPr/{W}vMerge")
    if found is not None:
        found.getparent().remove(found)


def set_text(of: Any, text: str) -> None:
    """Put a text alone into a cell, in a run as the first one."""
    texts = list(of.iter(f"{W}t"))
    for spare in texts[1:]:
        spare.getparent().remove(spare)
    if texts:
        texts[0].text = text
    elif text:
        of.find(f"{W}p").extend(made(run(text)))


def set_runs(of: Any, xml: str) -> None:
    """Put a paragraph's content in the place of that of a cell."""
    for found in of.findall(f"{W}p"):
        of.remove(found)
    of.append(made(f"<w:p>{xml}</w:p>")[0])


def is_requests(of: Any) -> bool:
    return "申请人情况" in text_of(of)


def has_header(of: Any) -> bool:
    found = rows(of)
    return len(found) > HEADER and is_requests(of) and "申请人情况" in text_of(found[0]) + text_of(found[1])


def cuts(of: Any, first: int) -> list[int]:
    """Before which rows a table can be cut: no cell goes on over the cut."""
    return [at for at, each in enumerate(rows(of)) if at >= first and not any(merged(found) == "continue" for found in cells(each))]


def placed(of: Any) -> Iterator[tuple[Any, list[tuple[int, Any]]]]:
    """Yield each row with its cells and the column that each begins in."""
    for each in rows(of):
        column, out = before(each), []
        for found in cells(each):
            out.append((column, found))
            column += span(found)
        yield each, out


def before(of: Any) -> int:
    found = of.find(f"{W}trPr/{W}gridBefore")
    return 0 if found is None else int(found.get(f"{W}val"))


def numbers(of: Any) -> list[Any]:
    return [each for each in cells(of) if text_of(each).isdigit() and text_of(each).isascii() and each.find(f"{W}tbl") is None and len(list(each.iter(f"{W}t"))) == 1]


def labels(of: Any) -> list[Any]:
    return [each for each in cells(of) if re.search("[一-龥]{2}", text_of(each)) and each.find(f"{W}tbl") is None]


# --- files ------------------------------------------------------------------------------------------------------------------------

#: A list for each ordinal that a label may have, by the number that a change gives it: tens for the kind, ones for the value.
LISTS = (("decimal", "%1."), ("chineseCounting", "%1、"), ("chineseCounting", "（%1）"))
_NUMBERING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


def body_of(report: Report) -> Any:
    """The tree of a report's Word file."""
    return etree.fromstring(_parts(report)["word/document.xml"])


def file_of(report: Report, body: Any) -> bytes:
    """The Word file of a tree, as a stranger's: without the facts that our own files carry."""
    parts = {name: part for name, part in _parts(report).items() if name != "docProps/custom.xml"}
    lists = ['<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>']
    numbered = ['<w:num w:numId="99"><w:abstractNumId w:val="0"/></w:num>']
    for at, asked in enumerate(body.iter(f"{W}numId"), 1):
        if (value := int(asked.get(f"{W}val"))) > 99:
            (kind, text), start = LISTS[(value - 100) // 10], (value - 100) % 10
            level = f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
            lists.append(f'<w:abstractNum w:abstractNumId="{at}">{level}</w:abstractNum>')
            numbered.append(f'<w:num w:numId="{1000 + at}"><w:abstractNumId w:val="{at}"/></w:num>')
            asked.set(f"{W}val", str(1000 + at))
    parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{NAMES["w"]}">{"".join(lists + numbered)}</w:numbering>'.encode()
    parts["word/document.xml"] = etree.tostring(body, encoding="UTF-8", xml_declaration=True)
    for name, end, more in (
        ("word/_rels/document.xml.rels", "</Relationships>", f'<Relationship Id="rId99" Type="{_NUMBERING}" Target="numbering.xml"/>'),
        ("_rels/.rels", "", ""),
    ):
        text = re.sub(r"<Relationship [^>]*custom[^>]*/>", "", parts[name].decode())
        parts[name] = (text.replace(end, more + end) if end else text).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return buffer.getvalue()


def _parts(report: Report) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write([report], WriteContext(builtin_forms())))) as package:
        return {name: package.read(name) for name in package.namelist()}
