"""Write one report as one self-contained page: the official tables with their merged headers, no script, nothing fetched.

The page is read back without loss: elements that hold text of the report carry :data:`govdisc_html.flow.MARK`, and the facts that
the print does not show stand in ``<meta name="govdisc:…">``.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from importlib.resources import files

from govdisc.model.book import Form, FormBook
from govdisc.model.layout import LayoutCell, report_layout
from govdisc.model.report import Report, printed_cell
from govdisc_html.flow import MARK

_TEXT, _LABEL, _GRID = (f'{MARK}="{kind}"' for kind in ("text", "label", "grid"))

#: Characters that no HTML parser keeps: controls, surrogates and non-characters. Vertical tab and form feed are white space.
_UNPRINTABLE = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)], "\ufffd"),
    **dict.fromkeys((plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)), "\ufffd"),
    0x0B: " ",
    0x0C: " ",
}
#: White space that a parser may fold or normalise in a text or an attribute.
_ENTITIES = {0x09: "&#9;", 0x0A: "&#10;", 0x0D: "&#13;"}


def write_page(report: Report, forms: FormBook) -> bytes:
    """Return the page of a report, in UTF-8.

    Raises:
        ConfigurationError: when the report's form or variant is not installed.

    """
    form = forms.form(report.form, report.variant)
    return ("\n".join([*_head(report), "<body>", "<main>", *_body(report, form), "</main>", "</body>", "</html>"]) + "\n").encode("utf-8")


def _escape(text: str) -> str:
    return html.escape(text.translate(_UNPRINTABLE)).translate(_ENTITIES)


def _head(report: Report) -> Iterator[str]:
    agency, title = report.agency, report.title or "政府信息公开工作年度报告"
    yield "<!doctype html>"
    yield '<html lang="zh-CN">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_escape(title)}</title>"
    named = {
        "ArticleTitle": report.title,
        "PubDate": report.published,
        "ContentSource": agency.name,
        "govdisc:form": report.form,
        "govdisc:variant": report.variant,
        "govdisc:year": None if report.year is None else str(report.year),
        "govdisc:title": report.title,
        "govdisc:agency": agency.name,
        "govdisc:region_code": agency.region_code,
        "govdisc:level": agency.level,
        "govdisc:kind": agency.kind,
        "govdisc:published": report.published,
    }
    for name, content in named.items():
        if content is not None:
            yield f'<meta name="{name}" content="{_escape(content)}">'
    yield f"<style>\n{files('govdisc_html').joinpath('page.css').read_text('utf-8')}</style>"
    yield "</head>"


def _body(report: Report, form: Form) -> Iterator[str]:
    if report.title is not None:
        yield f"<h1 {_TEXT}>{_escape(report.title)}</h1>"
    printed = [("发布机构", report.agency.name), ("发布日期", report.published)]
    source = "\u3000".join(f"<span>{label}：{_escape(value)}</span>" for label, value in printed if value)
    if source:
        yield f'<p class="source" {_LABEL}>{source}</p>'
    yield from _lines(report.lead)
    for spec in form.sections:
        section = report.section(spec.id)
        tables = [one.id for one in form.tables if one.section == spec.id and report.tables.get(one.id)]
        if section is None and not tables:
            continue
        yield "<section>"
        if section is not None:
            if section.title:
                yield f"<h2 {_TEXT}>{_escape(section.title)}</h2>"
            yield from _lines(section.text)
        for table_id in tables:
            yield from _table(report, form, table_id, spec.title)
        yield "</section>"


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n") if text else ():
        yield f'<p class="text" {_TEXT}>{_escape(line)}</p>'


def _table(report: Report, form: Form, table_id: str, title: str) -> Iterator[str]:
    layout, kind = report_layout(form, report, table_id), form.table_index[table_id].layout
    # the blocks of part 2 have a header each, so none of them is the head of the whole table
    header_rows = 0 if kind == "blocks" else layout.header_rows
    caption = _escape(title)
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">'
    yield f'<table class="{kind}" {_GRID}>'
    yield f"<caption {_LABEL}>{caption}</caption>"
    for number, row in enumerate(layout.rows()):
        if number in (0, header_rows):
            yield "</thead>" * (number > 0) + ("<thead>" if number < header_rows else "<tbody>")
        yield f"<tr>{''.join(_cell(report, cell) for cell in row)}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _cell(report: Report, cell: LayoutCell) -> str:
    spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
    if cell.path is None:
        return f'<th scope="{cell.scope}"{spans} {_TEXT}>{_escape(cell.text)}</th>'
    return f"<td{spans} {_TEXT}>{_escape(printed_cell(report, cell.path))}</td>"
