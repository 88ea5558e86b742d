"""A copy of a workbook with comments at cells (ECMA-376 part 1, 18.7), otherwise as it was, byte for byte.

No library writes into a workbook without leaving out what it does not know (charts, controls, extensions), so pieces are put into the
parts as they stand, at offsets that a parser tells. A comment is an entry of the sheet's comments part and a shape of its VML drawing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from xml.sax.saxutils import escape

from govdisc.plugin import InputError, Mark, record
from govdisc.plugin import gettext as _
from govdisc.reading import open_zip
from govdisc_xlsx.package import Package
from govdisc_xlsx.splice import Part, insert
from govdisc_xlsx.xlsx import Entry, relations_of, sheet_entries, workbook_part

#: So many comments are written; a last one counts the others.
MOST_COMMENTS = 1_000
#: A comment in Excel holds no more.
LONGEST_COMMENT = 32_000
AUTHOR = "govdisc"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: What stands behind a sheet's legacyDrawing (18.3.1.99).
_BEHIND = {"legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
_PLACE = re.compile(r"(?P<sheet>.*)!(?P<cell>[A-Z]{1,3}[1-9]\d{0,6})", re.DOTALL)
_CELL = re.compile(r"([A-Z]+)(\d+)")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_VML_SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype {_VML_SPACES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


@record
class _Notes:
    """The comments of one sheet by cell."""

    entry: Entry
    texts: dict[str, list[str]] = field(default_factory=dict)


def mark(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Return a copy of an .xlsx file with a comment for each mark, those of one cell in one comment.

    Raises:
        InputError: when the file cannot be read, or is written in the strict variant of the standard or not in UTF-8.

    """
    package = Package(data)
    main = workbook_part(package)
    if b"purl.oclc.org/ooxml" in package.read(main)[:10_000]:
        raise InputError(_("it is saved in the strict variant of Open XML; save it as an Excel workbook (.xlsx), then comments can be put in."))
    entries, _is_1904 = sheet_entries(package, main, relations_of(package, main))
    parts: dict[str, bytes] = {}
    for number, notes in enumerate(_by_sheet(marks, entries), 1):
        _sheet(package, notes, number, parts)
    return open_zip(data).changed(parts)


def _by_sheet(marks: Sequence[Mark], entries: Sequence[Entry]) -> list[_Notes]:
    """The comments by sheet; one whose place is not found stands in the first cell of the first sheet that is shown."""
    first = next((entry for entry in entries if entry.visible), entries[0])
    sheets = {entry.name: _Notes(entry) for entry in entries}
    shown = list(marks[:MOST_COMMENTS])
    if len(marks) > MOST_COMMENTS:
        shown.append(Mark(_("and {count} more").format(count=len(marks) - MOST_COMMENTS)))
    for each in shown:
        found = _PLACE.fullmatch(each.place or "")
        notes = sheets.get(found["sheet"]) if found else None
        if found is None or notes is None:
            notes, cell = sheets[first.name], "A1"
        else:
            cell = found["cell"]
        notes.texts.setdefault(cell, []).append(each.text)
    return [notes for notes in sheets.values() if notes.texts]


def _sheet(package: Package, notes: _Notes, number: int, parts: dict[str, bytes]) -> None:
    """Put the comments of one sheet into its parts, making those that are missing."""
    part = notes.entry.part
    folder, name = posixpath.split(part)
    own = relations_of(package, part)
    sheet = Part(package.read(part))
    drawing = sheet.first("legacyDrawing")
    vml = own.get(drawing.value("id") if drawing else "", ("", ""))[1]
    comments = next((path for kind, path in own.values() if kind == "comments"), "")
    new: list[tuple[str, str, str]] = []
    if not vml:
        vml = f"xl/drawings/vmlDrawingGovdisc{number}.vml"
        new.append(("rIdGovdiscDrawing", "vmlDrawing", posixpath.relpath(vml, folder)))
        prefix = sheet.root.prefix
        element = f'<{prefix}legacyDrawing xmlns:r="{_OFFICE}" r:id="rIdGovdiscDrawing"/>'
        parts[part] = insert(sheet.data, [(sheet.before(_BEHIND), element)])
    if not comments:
        comments = f"xl/commentsGovdisc{number}.xml"
        new.append(("rIdGovdiscComments", "comments", posixpath.relpath(comments, folder)))
        _name_type(package, parts, f"/{comments}")
    known = package.read(comments)
    parts[comments], added = _with_comments(known, notes.texts)
    parts[vml] = _with_shapes(package.read(vml), added, number)
    if new:
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        parts[where] = _with_relations(package.read(where), new)


def _with_comments(known: bytes, texts: Mapping[str, Sequence[str]]) -> tuple[bytes, list[tuple[str, int]]]:
    """The comments part with more comments, and the cells that need a shape with the number of lines in it.

    A cell has one comment: what a cell has already is continued, and keeps its shape.
    """
    said = {cell: "\n\n".join(lines)[:LONGEST_COMMENT] for cell, lines in texts.items()}
    if not known:
        listed = "".join(_comment(cell, text, 0) for cell, text in said.items())
        head = f'<comments xmlns="{_MAIN}"><authors><author>{AUTHOR}</author></authors><commentList>'
        return f"{_DECLARATION}{head}{listed}</commentList></comments>".encode(), [(cell, _lines(text)) for cell, text in said.items()]
    part = Part(known)
    prefix = part.root.prefix
    author = len(part.all("author"))
    pieces: list[tuple[int, str]] = []
    for element in part.all("comment"):
        cell = element.value("ref")
        if cell in said:
            inside = part.end_of("text", element)
            pieces.append((inside, _run(f"\n\n{said.pop(cell)}", prefix)))
    pieces.append((part.end_of("authors"), f"<{prefix}author>{AUTHOR}</{prefix}author>"))
    pieces.append((part.end_of("commentList"), "".join(_comment(cell, text, author, prefix) for cell, text in said.items())))
    return insert(known, pieces), [(cell, _lines(text)) for cell, text in said.items()]


def _comment(cell: str, text: str, author: int, prefix: str = "") -> str:
    return f'<{prefix}comment ref="{cell}" authorId="{author}"><{prefix}text>{_run(text, prefix)}</{prefix}text></{prefix}comment>'


def _run(text: str, prefix: str) -> str:
    return f'<{prefix}r><{prefix}t xml:space="preserve">{escape(_UNPRINTABLE.sub(chr(0xFFFD), text))}</{prefix}t></{prefix}r>'


def _lines(text: str) -> int:
    """How many lines a text takes in a comment, which is some twenty Chinese characters wide."""
    return sum(1 + len(line) // 20 for line in text.split("\n"))


def _with_shapes(known: bytes, cells: Sequence[tuple[str, int]], number: int) -> bytes:
    # an identifier lies in the block of its drawing; those that are there already begin at 1
    first = 1024 * number + (800 if known else 1)
    shapes = "".join(_shape(cell, lines, first + at) for at, (cell, lines) in enumerate(cells))
    if not known:
        layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/></o:shapelayout>'
        return f"<xml {_VML_SPACES}>{layout}{_SHAPE_TYPE}{shapes}</xml>".encode()
    at = known.rfind(b"</xml>")
    if at < 0:
        raise InputError(_("its comments cannot be added to; open it in Excel or WPS and save it again."))
    kind = "" if b'"_x0000_t202"' in known else _SHAPE_TYPE
    return insert(known, [(at, kind + shapes)])


def _shape(cell: str, lines: int, identifier: int) -> str:
    """The yellow box of a comment, hidden until the cell is pointed at."""
    letters, digits = _CELL.fullmatch(cell).groups()  # type: ignore[union-attr]  # made from a place
    row, column = int(digits) - 1, 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    column -= 1
    height = min(max(4, lines + 1), 30)
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 4, {column + 4}, 40, {max(row - 1, 0) + height}, 4"
    return (
        f'<v:shape {_VML_SPACES} id="_x0000_s{identifier}" type="#_x0000_t202" style="position:absolute;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>'
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _with_relations(known: bytes, new: Sequence[tuple[str, str, str]]) -> bytes:
    lines = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in new)
    if not known:
        space = "http://schemas.openxmlformats.org/package/2006/relationships"
        return f'{_DECLARATION}<Relationships xmlns="{space}">{lines}</Relationships>'.encode()
    part = Part(known)
    prefixed = lines.replace("<Relationship ", f"<{part.root.prefix}Relationship ")
    return insert(known, [(part.end_of("Relationships"), prefixed)])


def _name_type(package: Package, parts: dict[str, bytes], name: str) -> None:
    """Say in the package's list of types what the new parts are."""
    where = "[Content_Types].xml"
    known = parts.get(where) or package.read(where)
    part = Part(known)
    prefix = part.root.prefix
    line = f'<{prefix}Override PartName="{name}" ContentType="{_COMMENTS_TYPE}"/>'
    pieces = [(part.end_of("Types"), line)]
    if not any(element.value("Extension").lower() == "vml" for element in part.all("Default")):
        # before all others: the standard wants the defaults first
        pieces.insert(0, (part.begin_inside(), f'<{prefix}Default Extension="vml" ContentType="{_VML_TYPE}"/>'))
    parts[where] = insert(known, pieces)
