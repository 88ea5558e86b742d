"""Write one report as one self-contained page: the official tables with their merged headers, no script, nothing fetched.

The page is read back without loss: elements that hold text of the report carry :data:`govdisc_html.flow.MARK`, and the facts that
the print does not show stand in ``<meta name="govdisc:…">``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files

from govdisc.plugin import ConfigurationError, Form, LayoutCell, Report, WriteContext, is_iso_day, printed_cell, record, report_layout
from govdisc.plugin import gettext as _
from govdisc.reading import declared_facts
from govdisc_html.flow import MARK

#: Characters that no HTML parser keeps: controls, surrogates and non-characters. Vertical tab and form feed are white space.
_UNPRINTABLE = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0)], "\ufffd"),
    **dict.fromkeys((plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)), "\ufffd"),
    0x0B: " ",
    0x0C: " ",
}
#: The labels of facts above a report, in Chinese and for forms of another language.
LABELS = {True: ("索引号", "发布机构", "发布日期"), False: ("Index number", "Agency", "Published")}
#: Names of fonts in Chinese characters, which a page of another language needs not.
_CHINESE_FONTS = re.compile(r'"[^"]*[\u4e00-\u9fff][^"]*", ')
#: White space that a parser may fold or normalise in a text or an attribute.
_ENTITIES = {0x09: "&#9;", 0x0A: "&#10;", 0x0D: "&#13;"}


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the page of a report, in UTF-8.

    Raises:
        ConfigurationError: when the report's form or variant is not installed, or a parameter cannot be.

    """
    (report,) = reports  # the format holds one report a file
    form = context.forms.of(report)
    published = context.params.get("published") or report.published
    if context.params.get("published") and not is_iso_day(published or ""):
        raise ConfigurationError(_("--param published={value} is not a date; write it as 2022-01-20.").format(value=published))
    fragment = context.params.get("fragment") or "no"
    if fragment not in ("yes", "no"):
        raise ConfigurationError(_("--param fragment={value}: it must be yes or no.").format(value=fragment))
    page = _Page(report, form, published, context.params.get("index_number"), is_fragment=fragment == "yes")
    return ("\n".join(page.body() if page.is_fragment else page.whole()) + "\n").encode("utf-8")


def _escape(text: str) -> str:
    return html.escape(text.translate(_UNPRINTABLE)).translate(_ENTITIES)


@record(frozen=True)
class _Page:
    """The page of a report; a fragment of one bears no marks, and looks as it should without a style sheet."""

    report: Report
    form: Form
    published: str | None
    index: str | None
    is_fragment: bool

    def _mark(self, kind: str) -> str:
        return "" if self.is_fragment else f' {MARK}="{kind}"'

    def whole(self) -> Iterator[str]:
        """Yield the lines of a page that stands by itself."""
        regime = self.form.regime
        title = self.report.title or ("政府信息公开工作年度报告" if regime.is_cn else self.form.title)
        yield "<!doctype html>"
        yield f'<html lang="{_escape(regime.language)}">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{_escape(title)}</title>"
        named = {"ArticleTitle": self.report.title, "PubDate": self.published, "ContentSource": self.report.agency.name}
        declared = {f"govdisc:{key}": value for key, value in declared_facts(replace(self.report, published=self.published)).items()}
        for name, content in {**named, **declared}.items():
            if content is not None:
                yield f'<meta name="{name}" content="{_escape(content)}">'
        style = files("govdisc_html").joinpath("page.css").read_text("utf-8")
        yield f"<style>\n{style if regime.is_cn else _CHINESE_FONTS.sub('', style)}</style>"
        yield "</head>"
        yield "<body>"
        yield "<main>"
        yield from self.body()
        yield "</main>"
        yield "</body>"
        yield "</html>"

    def body(self) -> Iterator[str]:
        """Yield what a reader of the page sees."""
        report, text = self.report, self._mark("text")
        if report.title is not None:
            yield f"<h1{text}>{_escape(report.title)}</h1>"
        printed = zip(LABELS[self.form.regime.is_cn], (self.index, report.agency.name, self.published), strict=True)
        colon, gap = ("：", "\u3000") if self.form.regime.is_cn else (": ", " ")
        source = gap.join(f"<span>{label}{colon}{_escape(value)}</span>" for label, value in printed if value)
        if source:
            yield f'<p class="source"{self._mark("label")}>{source}</p>'
        yield from self._lines(report.lead)
        for spec in self.form.sections:
            section = report.section(spec.id)
            tables = [table.id for table in self.form.tables if table.section == spec.id and report.tables.get(table.id)]
            if section is None and not tables:
                continue
            yield "<section>"
            if section is not None:
                if section.title:
                    yield f"<h2{text}>{_escape(section.title)}</h2>"
                yield from self._lines(section.text)
            for table_id in tables:
                yield from self._table(table_id, spec.title)
            yield "</section>"

    def _lines(self, text: str) -> Iterator[str]:
        for line in text.split("\n") if text else ():
            yield f'<p class="text"{self._mark("text")}>{_escape(line)}</p>'

    def _table(self, table_id: str, title: str) -> Iterator[str]:
        layout, kind = report_layout(self.form, self.report, table_id), self.form.table_index[table_id].layout
        # the blocks of part 2 have a header each, so none of them is the head of the whole table
        header_rows = 0 if kind == "blocks" else layout.header_rows
        caption = _escape(title)
        if self.is_fragment:
            yield '<table border="1" cellspacing="0" cellpadding="4" style="border-collapse: collapse; width: 100%; text-align: center">'
        else:
            yield f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">'
            yield f'<table class="{kind}"{self._mark("grid")}>'
            yield f"<caption{self._mark('label')}>{caption}</caption>"
        for number, row in enumerate(layout.rows()):
            if number in (0, header_rows):
                yield "</thead>" * (number > 0) + ("<thead>" if number < header_rows else "<tbody>")
            yield f"<tr>{''.join(map(self._cell, row))}</tr>"
        yield "</tbody>"
        yield "</table>"
        if not self.is_fragment:
            yield "</div>"

    def _cell(self, cell: LayoutCell) -> str:
        spans = f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' colspan="{cell.colspan}"' * (cell.colspan > 1)
        if cell.path is None:
            return f'<th scope="{cell.scope}"{spans}{self._mark("text")}>{_escape(cell.text)}</th>'
        return f"<td{spans}{self._mark('text')}>{_escape(printed_cell(self.report, cell.path))}</td>"
