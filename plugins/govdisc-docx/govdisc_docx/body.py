"""The body of the official form as WordprocessingML: title, sections and tables with the merged cells of the form.

国办公开办函〔2021〕30号 gives the tables, GB/T 9704-2012 (党政机关公文格式) the page: A4 with margins of 37, 35, 28 and 26 mm, which leaves
156 mm for a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from govdisc.plugin import Form, LayoutCell, Report, TableLayout, printed_cell, report_layout
from govdisc_docx.names import PROMPT_TAG, W_NAMESPACE

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Lengths are twentieths of a point. A4 less the margins to the left and right:
TEXT_WIDTH = 11906 - 1588 - 1474
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1304" w:gutter="0"/></w:sectPr>'
)
_NAMESPACES = f'xmlns:w="{W_NAMESPACE}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
#: The heading of a block is tinted, as in the blank form.
_TINT = '<w:shd w:val="clear" w:color="auto" w:fill="C6D9F1"/>'
#: Of a matrix the label columns take half the width. The outermost groups are three characters wide, those within four, as in the
#: blank form; the last column takes the rest.
_LABELS, _OUTER_GROUP, _GROUP = 0.5, 0.072, 0.093
#: The margin within a cell to the left and right, and the room for two characters: labels of narrow columns break after two (商业 企业).
_MARGIN, _TWO_CHARACTERS = 40, 370
#: A table of at most so many rows stays on one page; so does one of the second number, such as the 28 rows of part 3, unless a cell
#: holds more than so many characters.
_SHORT, _ONE_PAGE, _LONG_VALUE = 16, 32, 8
#: The smallest height of a row, 5.6 mm.
_ROW_HEIGHT = 320

#: What a section asks for whose form has no prompt.
_PROMPT = "（在此处填写）"
#: Characters of a content control's name, and of its tag.
_LONGEST_ALIAS = 64

#: Characters that XML cannot hold.
_UNPRINTABLE = dict.fromkeys(
    [*(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


def escaped(text: str) -> str:
    """Return a text as XML; what XML cannot hold becomes U+FFFD."""
    return escape(text.translate(_UNPRINTABLE), {"\r": "&#13;"})


def document_xml(report: Report, form: Form) -> str:
    """Return the main part of the report's file.

    A blank section keeps an empty paragraph to write in; in a form without any text it is a content control that shows the form's
    prompt (（文字描述）), which goes away when somebody writes there and is no text as long as nobody does.
    """
    blocks = "".join(_blocks(report, form))
    return f"{DECLARATION}<w:document {_NAMESPACES}><w:body>{blocks}{_SECTION}</w:body></w:document>"


def _blocks(report: Report, form: Form) -> Iterator[str]:
    if report.title is not None:
        yield _paragraph(report.title, "Title")
    yield from _lines(report.lead)
    is_form = not report.lead and not any(section.text for section in report.sections)
    for number, spec in enumerate(form.sections, 1):
        section = report.section(spec.id)
        tables = [table.id for table in form.tables if table.section == spec.id and report.tables.get(table.id)]
        if section is not None:
            if section.title:
                yield _paragraph(section.title, "Heading1")
            yield from _lines(section.text)
            if not section.text and not tables:
                yield _placeholder(number, section.title, spec.prompt or form.regime.prompt or _PROMPT) if is_form else _paragraph("", "BodyText")
        for table_id in tables:
            yield _table(report, form, table_id)
            # tables without a paragraph between them would become one, and the body must end with a paragraph
            yield '<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:spacing w:line="120" w:lineRule="exact"/></w:pPr></w:p>'


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n") if text else ():
        yield _paragraph(line, "BodyText")


def _paragraph(text: str, style: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{_run(text)}</w:p>'


def _placeholder(number: int, name: str, prompt: str) -> str:
    """A paragraph to write in that shows a prompt; ``number`` tells it from the other ones, ``name`` is what Word calls it."""
    tag = quoteattr(PROMPT_TAG + prompt)
    alias = quoteattr(name.translate(_UNPRINTABLE)[:_LONGEST_ALIAS])
    properties = f'<w:alias w:val={alias}/><w:tag w:val={tag}/><w:id w:val="{number}"/><w:temporary/><w:showingPlcHdr/>'
    run = f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{escaped(prompt)}</w:t></w:r>'
    control = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{run}</w:sdtContent></w:sdt>"
    return f'<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr>{control}</w:p>'


def _run(text: str) -> str:
    """One run; line breaks and tabs are elements of their own."""
    if not text:
        return ""
    out = []
    for number, line in enumerate(text.split("\n")):
        for tab, piece in enumerate(line.split("\t")):
            out.append("<w:tab/>" if tab else "<w:br/>" if number else "")
            if piece:
                out.append(f'<w:t xml:space="preserve">{escaped(piece)}</w:t>')
    return f"<w:r>{''.join(out)}</w:r>"


def _table(report: Report, form: Form, table_id: str) -> str:
    layout, kind = report_layout(form, report, table_id), form.table_index[table_id].layout
    widths = _widths(layout, form.table_index[table_id].label_columns if kind == "matrix" else 0)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    # the blocks of part 2 have a header each, so none of them is the head of the whole table
    headers = 0 if kind == "blocks" else layout.header_rows
    small = kind != "blocks"
    values = {cell.path: printed_cell(report, cell.path) for cell in layout.cells if cell.path is not None}
    longest = max(map(len, values.values()), default=0)
    on_one_page = layout.height <= (_ONE_PAGE if longest <= _LONG_VALUE else _SHORT)
    rows = []
    for number, row in enumerate(_rows_with_merged(layout)):
        keep = number < headers or (on_one_page and number < layout.height - 1)
        cells = "".join(_cell(cell, values, goes_on, widths, small, keep) for cell, goes_on in row)
        header = "<w:tblHeader/>" if number < headers else ""
        rows.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_ROW_HEIGHT}" w:hRule="atLeast"/>{header}</w:trPr>{cells}</w:tr>')
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_LINES}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{_MARGIN}" w:type="dxa"/>'
        f'<w:right w:w="{_MARGIN}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _widths(layout: TableLayout, labels: int) -> list[int]:
    """The width of each column: all alike, or those of the labels apart."""
    if not 0 < labels < layout.width:
        shares = [1 / layout.width] * layout.width
    else:
        narrow = [_OUTER_GROUP, *[_GROUP] * (labels - 2)][: labels - 1]
        shares = [*narrow, _LABELS - sum(narrow), *([(1 - _LABELS) / (layout.width - labels)] * (layout.width - labels))]
    edges = [round(TEXT_WIDTH * sum(shares[:i])) for i in range(layout.width + 1)]
    return [right - left for left, right in pairwise(edges)]


def _rows_with_merged(layout: TableLayout) -> list[list[tuple[LayoutCell, bool]]]:
    """The rows with the cells that begin in them, and those that go on from above (True), left to right."""
    rows: list[list[tuple[LayoutCell, bool]]] = [[] for _row in range(layout.height)]
    for cell in layout.cells:
        for number in range(cell.rowspan):
            rows[cell.row + number].append((cell, number > 0))
    return [sorted(row, key=lambda pair: pair[0].column) for row in rows]


def _cell(cell: LayoutCell, values: Mapping[str, str], goes_on: bool, widths: list[int], small: bool, keep: bool) -> str:
    width = sum(widths[cell.column : cell.column + cell.colspan])
    tinted = cell.scope == "colgroup" and not small
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if cell.colspan > 1:
        properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
    if cell.rowspan > 1:
        properties += "<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>'
    properties += _TINT * tinted
    text = "" if goes_on else _label(cell) if cell.path is None else values[cell.path]
    more = "<w:keepNext/>" * keep
    if small and cell.scope == "col" and cell.colspan == 1:
        indent = max((width - 2 * _MARGIN - _TWO_CHARACTERS) // 2, 0)
        more += f'<w:ind w:left="{indent}" w:right="{indent}"/>'
    more += '<w:jc w:val="left"/>' * (tinted or (small and cell.scope == "row"))
    paragraph = _paragraph(text, "TableTextSmall" if small else "TableText", more)
    return f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>'


def _label(cell: LayoutCell) -> str:
    """A label as printed; that of a group breaks behind its ordinal: （三） 不予公开."""
    return cell.text.replace("）", "）\n", 1) if cell.scope == "rowgroup" and cell.text.startswith("（") else cell.text
