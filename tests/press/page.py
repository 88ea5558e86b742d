"""A report as a page for a browser."""

from __future__ import annotations

from html import escape

from press.jobs import Job

#: The looks of a table's rules; each is a style sheet.
RULES = {
    "borders": "td{border:1px solid #000}",
    "horizontal": "td{border-bottom:1px solid #000} tr:first-child td{border-top:1px solid #000}",
    "rounded": "td{border-bottom:1px solid #666;border-radius:4px} table{border-top:1px solid #666}",
    "dotted": "td{border:1px dotted #000}",
    "dashed": "td{border:1px dashed #333}",
    "double": "td{border:3px double #000}",
    "separate": "table{border-collapse:separate;border-spacing:2px} td{border:1px solid #000}",
    "shaded": "table{border-collapse:separate;border-spacing:1px} td{background:#dde8f3}",
    "shaded-borders": "td{border:1px solid #b0c4de;background:#f3f7fb}",
    "zebra": "tr:nth-child(even) td{background:#eee}",
    "none": "",
}
_BASE = (
    "body{font-family:serif;font-size:16px} h1{text-align:center;font-size:24px} h2{font-size:18px} p{text-indent:2em;line-height:1.8}"
    "table{border-collapse:collapse;width:100%;font-size:13px} td{padding:3px 4px;text-align:center;vertical-align:middle}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
)


def page(job: Job, css: str = "", before: str = "", after: str = "") -> str:
    """Return the page: title, parts with their text and tables, moved down by the job's push."""
    report = job.report
    out = [f'{before}<h1>{escape(report.title or "")}</h1><div style="height:{job.push}pt"></div>']
    for section in report.sections:
        out.append(f"<h2>{escape(section.title)}</h2>")
        out += [f"<p>{escape(line)}</p>" for line in section.text.split("\n") if section.text]
        if section.id in job.tables:
            out.append(table(job, section.id))
    head = f'<meta charset="utf-8"><title>{escape(report.title or "")}</title><style>{_BASE}{css}</style>'
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body>{"".join(out)}{after}</body></html>'


def table(job: Job, section: str) -> str:
    """Return a table of the report as HTML."""
    rows = []
    for row in job.tables[section].rows():
        cells = (
            f'<td rowspan="{cell.rowspan}" colspan="{cell.colspan}">{escape(job.text(cell.path) if cell.path else cell.text)}</td>' for cell in row
        )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(rows)}</table>"
