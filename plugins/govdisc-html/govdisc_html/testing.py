"""Invented pages as portals publish them, for tests and benchmarks: one report, printed in each of the ways that pages print it."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping

from govdisc.plugin import Form, FormBook, LayoutCell, Report, TableLayout, printed_cell, report_layout

_STYLE = "font-family: 仿宋_GB2312; font-size: 16pt; line-height: 28pt; mso-spacerun: 'yes'"
_MENU = ("首页", "政务公开", "解读回应", "办事服务", "互动交流", "政府信息公开年报")


def portal_page(report: Report, forms: FormBook, variation: str = "plain") -> bytes:
    """Return a page that holds the report, printed in one of :data:`VARIATIONS`."""
    return VARIATIONS[variation](report, forms.form(report.form, report.variant))


def _plain(text: str) -> str:
    return f'<p style="{_STYLE}"><span style="{_STYLE}">{html.escape(text)}</span></p>' if text else "<p>&nbsp;</p>"


def _fonts(text: str) -> str:
    """Every character in a ``<font>`` of its own, as editors leave them."""
    inner = "".join(f'<font face="仿宋_GB2312"><span lang="EN-US">{html.escape(character)}</span></font>' for character in text)
    return f"<p>\n{inner}<o:p></o:p>\n</p>" if text else "<p><o:p>&nbsp;</o:p></p>"


def _broken(text: str) -> str:
    """Labels over several lines of one paragraph, and padding around numbers."""
    if len(text) < 4 or text.replace(".", "").isdigit():
        return f"&nbsp;{html.escape(text)}&nbsp; "
    return f"<p>{html.escape(text[:2])}<br>\n{html.escape(text[2:])}</p>"


def _bare(text: str) -> str:
    return html.escape(text)


def _table(report: Report, layout: TableLayout, print_text: Callable[[str], str], wide: bool = False) -> str:
    rows = []
    for row in layout.rows():
        cells = []
        for cell in row:
            text = cell.text if cell.path is None else printed_cell(report, cell.path)
            cells.append(f"<td{_spans(cell, layout.width, wide)}>{print_text(text)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1" cellspacing="0"><tbody>{"".join(rows)}</tbody></table>'


def _spans(cell: LayoutCell, width: int, wide: bool) -> str:
    # a cell over the whole row may be printed with any span; browsers cut it
    colspan = 1_000_000 if wide and cell.colspan == width else cell.colspan
    return f' colspan="{colspan}"' * (colspan > 1) + f' rowspan="{cell.rowspan}"' * (cell.rowspan > 1) + f' style="{_STYLE}"'


def _article(report: Report, form: Form, print_text: Callable[[str], str], wide: bool = False) -> Iterator[str]:
    for spec in form.sections:
        section = report.section(spec.id)
        if section is not None:
            yield from (_plain(line) for line in (section.title, *section.text.split("\n")) if line)
        for table in form.tables:
            if table.section == spec.id:
                yield _table(report, report_layout(form, report, table.id), print_text, wide)


def _page(report: Report, article: str, charset: str = "utf-8") -> bytes:
    title, agency = html.escape(report.title or ""), html.escape(report.agency.name or "")
    menu = "".join(f'<li><a href="/{i}/">{name}</a></li>' for i, name in enumerate(_MENU))
    text = f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<meta name="SiteName" content="云岫市人民政府"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="{report.published} 09:30"><meta name="ContentSource" content="">
<title>{title}_政府信息公开年报_云岫市人民政府</title>
<style>.hidden {{ display: none }}</style><script>var page = "<table><tr><td>1</td></tr></table>";</script></head>
<body><div class="top"><span>欢迎访问</span><ul class="menu">{menu}</ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/nb/">政府信息公开年报</a></div>
<table class="catalogue"><tr><td>索引号</td><td>000014/2024-00012</td><td>公开日期</td><td>{report.published}</td></tr>
<tr><td>发布机构</td><td>{agency}</td><td>文号</td><td></td></tr></table>
<h1>{title}</h1>
<div class="info"><span>来源：</span><span>时间：{report.published} 09:30</span><span>浏览次数：<b id="hits">102</b></span></div>
<div style="display: none">本段文字不显示，9999件。</div>
<div class="article">{article}</div>
<div class="footer"><p>主办单位：云岫市人民政府办公室</p><p>网站标识码：0000000000</p></div>
<script>document.write("访问 9999 次");</script></body></html>"""
    return text.encode({"gb2312": "gb18030"}.get(charset, charset), "replace")


def _nested(report: Report, form: Form) -> bytes:
    """The article inside layout tables, three deep, with a column of links beside it."""
    article = "".join(_article(report, form, _plain))
    links = "".join(f'<tr><td><a href="/{i}">{name}</a></td></tr>' for i, name in enumerate(_MENU))
    layout = f"<table><tr><td><table>{links}</table></td><td><table><tr><td>\n{article}\n</td></tr></table></td></tr></table>"
    return _page(report, f"<table width='100%'><tr><td>{layout}</td></tr></table>")


def _unclosed(report: Report, form: Form) -> bytes:
    """No end tags for cells, rows and paragraphs, and upper-case names, as old editors wrote."""
    article = "".join(_article(report, form, _bare))
    for name in ("td", "tr", "tbody", "p", "span"):
        article = article.replace(f"</{name}>", "").replace(f"<{name}", f"<{name.upper()}")
    return _page(report, article)


def _with(print_text: Callable[[str], str], charset: str = "utf-8", wide: bool = False) -> Callable[[Report, Form], bytes]:
    return lambda report, form: _page(report, "".join(_article(report, form, print_text, wide)), charset)


#: The ways to print a page, by name.
VARIATIONS: Mapping[str, Callable[[Report, Form], bytes]] = {
    "plain": _with(_plain),
    "bare cells": _with(_bare),
    "fonts": _with(_fonts),
    "broken labels": _with(_broken),
    "gb2312": _with(_plain, "gb2312"),
    "utf-16": _with(_plain, "utf-16"),
    "wide spans": _with(_plain, wide=True),
    "layout tables": _nested,
    "unclosed tags": _unclosed,
}
