"""Reports as pages that content management systems publish: each way of writing HTML is one entry of :data:`WAYS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from govdisc.model.layout import LayoutCell, TableLayout
from press.jobs import Job

#: What a cell holds, and the HTML of its content.
Filling = Callable[[str], str]


@dataclass(frozen=True)
class Way:
    """How a page is written.

    ``frame``, ``heading``, ``paragraph``, ``table`` hold ``{}`` where their content belongs; ``label`` and ``value`` write what stands in a
    cell, ``cell`` its tag with ``{tag}``, ``{spans}`` and ``{}``. ``heads`` tells which labels are ``th``: none, header (those of the columns) or
    labels (all). ``grid`` is a row above all others that sets the widths; ``charset`` is what the page says of itself and is written in.
    """

    frame: str = "{}"
    title: str = "<h1>{}</h1>"
    heading: str = "<h2>{}</h2>"
    paragraph: str = "<p>{}</p>"
    table: str = "<table><tbody>{}</tbody></table>"
    row: str = "<tr>{}</tr>"
    cell: str = "<{tag}{spans}>{}</{tag}>"
    label: Filling = escape
    value: Filling = escape
    heads: str = "none"
    grid: str = ""
    charset: str = "utf-8"


def markup(job: Job, way: Way) -> str:
    """Return the page as a text."""
    report = job.report
    out = [way.title.format(escape(report.title or ""))]
    for section in report.sections:
        out.append(way.heading.format(escape(section.title)))
        out += [way.paragraph.format(escape(line)) for line in section.text.split("\n") if section.text]
        if section.id in job.tables:
            out.append(_table(job, job.tables[section.id], way))
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={way.charset}"><title>{escape(report.title or "")}</title>'
    return f"<!DOCTYPE html><html><head>{head}</head><body>{way.frame.format(''.join(out))}</body></html>"


def page_bytes(job: Job, way: Way) -> bytes:
    """Return the page as a file."""
    return markup(job, way).encode(way.charset, "xmlcharrefreplace")


def _table(job: Job, layout: TableLayout, way: Way) -> str:
    rows = [way.row.format("".join(_cell(job, cell, layout, way) for cell in row)) for row in layout.rows()]
    return way.table.format(way.grid.format("".join('<td width="60"></td>' for _column in range(layout.width))) + "".join(rows))


def _cell(job: Job, cell: LayoutCell, layout: TableLayout, way: Way) -> str:
    spans = "".join(f' {name}="{span}"' for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if span > 1)
    is_head = cell.path is None and (way.heads == "labels" or (way.heads == "header" and cell.row < layout.header_rows))
    content = way.value(job.text(cell.path)) if cell.path else way.label(cell.text)
    return way.cell.format(content, tag="th" if is_head else "td", spans=spans)


# --- what stands in a cell ----------------------------------------------------------------------------------------------------------


def _word(text: str) -> str:
    """As Word's "filtered" pages have it: figures in spans of their own, a blank cell as a no-break space."""
    language = "EN-US" if text.isascii() else "ZH-CN"
    inner = "&nbsp;" if not text else f"{escape(text[:1])}</span><span lang={language}>{escape(text[1:])}" if len(text) > 1 else escape(text)
    return f"<p class=MsoNormal align=center style='text-align:center'><span lang={language} style='font-size:10.5pt;font-family:宋体'>{inner}</span></p>"


def _pasted(text: str) -> str:
    """As editors keep what was pasted from Word: spans within spans, empty ones, a wrapper of the office's own."""
    inner = escape(text) or "<br/>"
    return (
        '<p style="text-align:center;line-height:24px"><strong></strong><span style="font-family:仿宋"><span style="font-size:14px">'
        f'<span style="color:black">{inner}</span></span></span><o:p></o:p></p>'
    )


def _padded(text: str) -> str:
    """Blanks on both sides, line breaks of the file, labels broken by <br>."""
    broken = f"{escape(text[:2])}<br>\n{escape(text[2:])}" if len(text) > 4 and text.isalpha() else escape(text)
    return f"\n\t\t&nbsp; {broken}&nbsp;\n\t"


def _bold(text: str) -> str:
    return f"<strong>{escape(text)}</strong>"


def _blank_comes_as_space(text: str) -> str:
    return escape(text) or "&nbsp;"


_LAYOUT_FRAME = (
    '<table width="1000" border="0"><tr><td colspan="2"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul></td></tr><tr>'
    '<td width="200"><table><tr><td>索引号</td><td>QL0102/2024-00017</td></tr><tr><td>公开日期</td><td>2024-01-20</td></tr></table></td><td>{}</td></tr>'
    '<tr><td colspan="2">主办单位：青岚县人民政府办公室　网站标识码：0000000000</td></tr></table>'
)
_BLOCK_FRAME = (
    '<div class="site"><header><nav><a href="/">首页</a> <a href="/zwgk">政府信息公开</a></nav></header><main><article class="post hentry">'
    '<div class="entry-content">{}</div></article></main><footer>备案号：青ICP备00000000号</footer></div>'
)

WAYS: dict[str, Way] = {
    "plain": Way(),
    "wordpress": Way(
        frame=_BLOCK_FRAME,
        heading='<h2 class="wp-block-heading has-medium-font-size"><strong>{}</strong></h2>',
        paragraph='<p class="has-text-align-left">{}</p>',
        table='<figure class="wp-block-table is-style-stripes"><table class="has-fixed-layout"><tbody>{}</tbody></table></figure>',
        cell='<{tag} class="has-text-align-center" data-align="center"{spans}>{}</{tag}>',
        label=_bold,
        heads="header",
    ),
    "word-filtered": Way(
        frame="<div class=WordSection1 style='layout-grid:15.6pt'>{}</div>",
        title="<p class=MsoNormal align=center><b><span style='font-size:22.0pt'>{}</span></b></p>",
        heading="<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:黑体'>{}</span></p>",
        paragraph="<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US style='font-size:16.0pt'>{}</span></p>",
        table="<table class=MsoNormalTable border=0 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>{}</table>",
        row="<tr style='height:22.5pt'>{}</tr>",
        cell="<{tag}{spans} valign=top style='border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt'>{}</{tag}>",
        label=_word,
        value=_word,
        charset="gb18030",
    ),
    "word-pasted": Way(
        frame='<div class="article-content" id="zoom">{}</div>',
        heading='<p style="text-indent:43px"><span style="font-family:黑体;font-size:21px">{}</span></p>',
        paragraph='<p style="text-indent:43px"><span style="font-family:仿宋_GB2312"><span style="font-size:21px">{}</span></span></p>',
        table='<table class="ke-zeroborder" align="center"><tbody>{}</tbody></table>',
        row='<tr class="firstRow">{}</tr>',
        cell='<{tag} width="81"{spans} style="border:1px solid windowtext;padding:0 7px;word-break:break-all">{}</{tag}>',
        label=_pasted,
        value=_pasted,
        grid='<!--[if !supportMisalignedColumns]--><tr height="0">{}</tr><!--[endif]-->',
    ),
    "headed": Way(
        table='<table border="1">{}</table>',
        cell='<{tag} align="center"{spans}>{}</{tag}>',
        heads="labels",
        value=_blank_comes_as_space,
    ),
    "nested": Way(frame=_LAYOUT_FRAME, table='<table><tr><td><table border="1">{}</table></td></tr></table>', value=_blank_comes_as_space),
    "padded": Way(table="\n<table>\n{}\n</table>\n", row="\n<tr>\n{}\n</tr>\n", label=_padded, value=_padded),
    "old": Way(
        frame="<CENTER><FONT size=3>{}</FONT></CENTER>",
        title="<P align=center><FONT size=5><B>{}</B></FONT>",
        heading="<P><B>{}</B>",
        paragraph="<P>　　{}",
        table="<TABLE borderColor=#000000 cellSpacing=0 border=1><TBODY>{}</TABLE>",
        row="<TR>{}",
        cell="<TD{spans} align=middle><FONT face=宋体>{}</FONT>",
        value=_blank_comes_as_space,
        charset="gbk",
    ),
    "excel": Way(
        table="<table border=0 cellpadding=0 cellspacing=0 style='border-collapse:collapse;table-layout:fixed'>{}</table>",
        row="<tr height=24 style='mso-height-source:userset;height:18.0pt'>{}</tr>",
        cell="<{tag}{spans} class=xl65 style='border-left:none;mso-number-format:\"\\@\"' x:str>{}</{tag}>",
    ),
}
