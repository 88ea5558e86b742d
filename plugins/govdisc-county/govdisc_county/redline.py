"""A comparison as a Word file with marks for revision: accept all of them and it is the new report, reject them and it is the old one.

The file is written as it stands in ECMA-376 (part 1, 17.13.5): ``w:ins``, ``w:del``, and for moves ``w:moveFrom`` and ``w:moveTo``
between the marks of their ranges. It bears no dates, so that the same reports give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count
from xml.sax.saxutils import escape

from govdisc.plugin import LayoutCell, Report, TableLayout, printed_cell, report_layout
from govdisc_county.changes import LEAD, Comparison
from govdisc_county.sentences import ADDED, CHANGED, EQUAL, MOVED, MOVED_FROM, REMOVED, Change

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{_NAMESPACE}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
        'w:eastAsia="仿宋"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
    ),
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_AUTHOR = 'w:author="govdisc"'
#: What XML 1.0 cannot hold.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TITLE = '<w:pPr><w:jc w:val="center"/></w:pPr>'
_SMALL = '<w:rPr><w:sz w:val="18"/></w:rPr>'
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
#: The width of the text in twentieths of a point.
_WIDTH = 9000


def document(comparisons: Sequence[Comparison]) -> bytes:
    """Return the .docx file of some comparisons, each on pages of its own."""
    body = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'.join("".join(_Redline(comparison).body()) for comparison in comparisons)
    margins = " ".join(f'w:{side}="1440"' for side in ("top", "right", "bottom", "left"))
    section = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
    parts = {**_PARTS, "word/document.xml": f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}{section}</w:body></w:document>'}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes would differ between systems
            package.writestr(entry, (_DECLARATION + text).encode("utf-8"))
    return buffer.getvalue()


class _Redline:
    """One comparison, in the order of the form."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._changed = {change.cell for change in comparison.cells}
        self._ids = count(1)

    def body(self) -> Iterator[str]:
        """Yield the paragraphs and tables."""
        comparison = self._comparison
        yield self._paragraph(self._replaced(comparison.before.title, comparison.after.title), _TITLE)
        yield from self._prose(LEAD)
        tables = {table.section: table.id for table in comparison.form.tables}
        ids = [spec.id for spec in comparison.form.sections]
        others = [section.id for report in (comparison.after, comparison.before) for section in report.sections if section.id not in ids]
        for name in [*ids, *dict.fromkeys(others)]:
            before, after = comparison.before.section(name), comparison.after.section(name)
            if before is not None or after is not None:
                yield self._paragraph(self._replaced(before.title if before else None, after.title if after else None))
            yield from self._prose(name)
            if name in tables:
                yield from self._table(tables[name])

    # --- prose ------------------------------------------------------------------------------------------------------------------

    def _prose(self, section: str) -> Iterator[str]:
        runs: list[str] = []
        for change in self._comparison.sentences:
            if change.section == section:
                for number, line in enumerate(self._lines(change)):
                    if number and runs:
                        yield self._paragraph("".join(runs))
                        runs = []
                    if line:
                        runs.append(line)
        if runs:
            yield self._paragraph("".join(runs))

    def _lines(self, change: Change) -> Iterator[str]:
        """The runs of a sentence, cut where the new report begins a line; the lines of what was removed are run together."""
        if change.kind == CHANGED:
            pieces = [(piece.kind, piece.text) for piece in change.pieces()]
        else:
            shown = change.before if change.after is None else change.after
            pieces = [(change.kind, shown.text if shown else "")]
        line = ""
        for kind, text in pieces:
            if kind in (REMOVED, MOVED_FROM):
                line += self._run("".join(text.split("\n")), kind, change.number)
                continue
            first, *rest = text.split("\n")
            line += self._run(first, kind, change.number)
            for more in rest:
                yield line
                line = self._run(more, kind, change.number)
        yield line

    def _replaced(self, before: str | None, after: str | None, properties: str = "") -> str:
        old, new = before or "", after or ""
        if "".join(old.split()) == "".join(new.split()):
            return self._run(new, EQUAL, properties=properties)
        return self._run(old, REMOVED, properties=properties) + self._run(new, ADDED, properties=properties)

    def _run(self, text: str, kind: str, move: int = 0, properties: str = "") -> str:
        """A run of text under its mark for revision; "" for no text."""
        if not text:
            return ""
        name = "delText" if kind in (REMOVED,) else "t"
        run = f'<w:r>{properties}<w:{name} xml:space="preserve">{_escaped(text)}</w:{name}></w:r>'
        if kind == EQUAL:
            return run
        if kind in (MOVED, MOVED_FROM):
            mark, number = "moveTo" if kind == MOVED else "moveFrom", next(self._ids)
            start = f'<w:{mark}RangeStart w:id="{number}" {_AUTHOR} w:name="move{move}"/>'
            return f'{start}<w:{mark} w:id="{next(self._ids)}" {_AUTHOR}>{run}</w:{mark}><w:{mark}RangeEnd w:id="{number}"/>'
        mark = "del" if kind == REMOVED else "ins"
        return f'<w:{mark} w:id="{next(self._ids)}" {_AUTHOR}>{run}</w:{mark}>'

    @staticmethod
    def _paragraph(runs: str, properties: str = "") -> str:
        return f"<w:p>{properties}{runs}</w:p>"

    # --- tables -----------------------------------------------------------------------------------------------------------------

    def _table(self, name: str) -> Iterator[str]:
        """A table with the rows of both reports; rows of another form stand below it."""
        comparison = self._comparison
        rows = {**comparison.before.tables.get(name, {}), **comparison.after.tables.get(name, {})}
        if not rows:
            return
        layout = report_layout(comparison.form, Report(comparison.after.form, tables={name: rows}), name)
        shown = {cell.path for cell in layout.cells if cell.path}
        if shown:
            grid = f'<w:gridCol w:w="{_WIDTH // layout.width}"/>' * layout.width
            lines = "".join(f"<w:tr>{''.join(self._cells(layout, number))}</w:tr>" for number in range(layout.height))
            yield (
                f'<w:tbl><w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>'
                f"<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
            )
        below = [change for change in comparison.cells if change.cell.split(".")[0] == name and change.cell not in shown]
        for change in below:
            label = self._run(f"{change.label}: ", REMOVED if change.after.absent else ADDED if change.before.absent else EQUAL)
            yield self._paragraph(label + self._value(change.cell))

    def _cells(self, layout: TableLayout, number: int) -> Iterator[str]:
        """The cells of a row: those that begin in it, and those that go on from above."""
        there = [cell for cell in layout.cells if cell.row <= number < cell.row + cell.rowspan]
        for cell in sorted(there, key=lambda cell: cell.column):
            properties = f'<w:tcW w:w="{_WIDTH // layout.width * cell.colspan}" w:type="dxa"/><w:gridSpan w:val="{cell.colspan}"/>'
            if cell.rowspan > 1:
                properties += '<w:vMerge w:val="restart"/>' if cell.row == number else "<w:vMerge/>"
            yield f"<w:tc><w:tcPr>{properties}</w:tcPr>{self._paragraph(self._content(cell) if cell.row == number else '')}</w:tc>"

    def _content(self, cell: LayoutCell) -> str:
        return self._run(cell.text, EQUAL, properties=_SMALL) if cell.path is None else self._value(cell.path)

    def _value(self, path: str) -> str:
        old, new = (printed_cell(report, path) for report in (self._comparison.before, self._comparison.after))
        if path not in self._changed:
            return self._run(new, EQUAL, properties=_SMALL)
        return self._run(old, REMOVED, properties=_SMALL) + self._run(new, ADDED, properties=_SMALL)


def _escaped(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", text.replace("\t", " ")))
