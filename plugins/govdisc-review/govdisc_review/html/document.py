"""The report as it stands, its official tables and its words, with what was found marked in both."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from govdisc.plugin import Form, LayoutCell, Report, Section, TableLayout, printed_cell, report_layout, shown_place
from govdisc.plugin import gettext as _
from govdisc_review.board import Leaf
from govdisc_review.html.marks import Marks, Span
from govdisc_review.html.markup import Html, tag

_ORDER = ("error", "warning", "info", "aside")


def document(leaf: Leaf, marks: Marks) -> Html:
    """Return a report as it stands; its language is its form's, whatever that of the page."""
    report, form = leaf.report, leaf.form
    if report is None or form is None:
        return tag("p", _("The report itself is not at hand here."), class_="quiet")
    levels = _levels(leaf)
    drawn: set[str] = set()
    parts: list[Html] = []
    if report.title:
        parts.append(tag("h4", _words(report.title, "title", marks, levels), class_="title"))
    if report.lead:
        parts.append(_paragraphs(report.lead, "lead", marks, levels))
    for section in report.sections:
        parts += _section(section, report, form, marks, levels, drawn)
    parts += [_table(report, form, table.id, marks, levels) for table in form.tables if table.id not in drawn and report.tables.get(table.id)]
    return tag("div", *parts, class_="doc", lang=form.regime.language)


def level_of(leaf: Leaf, number: int) -> str:
    """The class of a finding: its severity, or ``aside`` where it does not count."""
    finding = leaf.findings[number - 1].finding
    return finding.severity if finding.counts else "aside"


def _levels(leaf: Leaf) -> dict[int, str]:
    return {number: level_of(leaf, number) for number in range(1, len(leaf.findings) + 1)}


def _worst(numbers: list[int], levels: dict[int, str]) -> str:
    return min((levels[number] for number in numbers), key=_ORDER.index)


def _section(section: Section, report: Report, form: Form, marks: Marks, levels: dict[int, str], drawn: set[str]) -> Iterator[Html]:
    heading = _words(section.title, f"{section.id}#", marks, levels) if section.title else _("(heading not found)")
    yield tag("h4", heading, id=f"{marks.prefix}-s-{section.id}", tabindex="-1")
    if section.text:
        yield _paragraphs(section.text, section.id, marks, levels)
    for table in form.tables:
        if table.section == section.id and report.tables.get(table.id):
            drawn.add(table.id)
            yield _table(report, form, table.id, marks, levels)
            yield from _lost(report, form, table.id)


def _lost(report: Report, form: Form, table_id: str) -> Iterator[Html]:
    """What of a table is missing, and what stood there and could not be put into cells."""
    missing = [form.row_label(table_id, row.id) for row in form.table_index[table_id].missing_rows(report.tables[table_id])]
    if missing:
        yield tag("p", tag("b", _("Rows that are not in the report:")), " ", "；".join(missing), class_="lost")
    for unread in report.unread:
        if unread.table == table_id:
            place = shown_place(unread.place) if unread.place else ""
            yield tag("p", tag("b", _("Not read:")), " ", unread.text[:500], tag("span", f" {place}", class_="place"), class_="lost")


# --- tables -------------------------------------------------------------------------------------------------------------------------


def _table(report: Report, form: Form, table_id: str, marks: Marks, levels: dict[int, str]) -> Html:
    layout = report_layout(form, report, table_id)
    section = form.section_index.get(form.table_index[table_id].section)
    name = section.title if section is not None else table_id
    rows = layout.rows()
    body = [tag("tr", *(_cell(cell, layout, report, form, marks, levels) for cell in row)) for row in rows]
    table = tag("table", tag("caption", name, class_="hidden"), tag("tbody", *body), class_=f"form {table_id}")
    return tag("div", table, class_="scroll", tabindex="0", role="group", aria_label=name)


def _cell(cell: LayoutCell, layout: TableLayout, report: Report, form: Form, marks: Marks, levels: dict[int, str]) -> Html:
    spans = {"rowspan": cell.rowspan if cell.rowspan > 1 else None, "colspan": cell.colspan if cell.colspan > 1 else None}
    if cell.path is None:
        if not cell.text:
            return tag("td", class_="corner", **spans)
        scope = cell.scope if cell.scope in ("row", "col") else cell.scope or None
        return tag("th", cell.text, scope=scope, class_="row" if cell.scope.startswith("row") else None, **spans)
    return _value(cell.path, report, form, marks, levels, spans)


def _value(
    path: str, report: Report, form: Form, marks: Marks, levels: dict[int, str], spans: dict[str, int | None]
) -> Html:
    shown = printed_cell(report, path)
    numbers, probable = marks.cells.get(path, []), marks.probable.get(path)
    classes = []
    content: list[object] = [shown]
    if numbers:
        classes += ["bad", _worst(numbers, levels)]
        told = " ".join(f"{marks.prefix}-m{number}" for number in numbers)
        label = shown or tag("span", _("blank"), class_="blank")
        quiet = path in marks.quiet
        badge = tag("span", ",".join(map(str, numbers[:3])), class_="n", aria_hidden="true")
        about = {"data_f": " ".join(map(str, numbers))}
        link = tag("a", label, badge, href=f"#{marks.finding_id(numbers[0])}", aria_describedby=told, **about)
        content = [tag("span", label, **about) if quiet else link]
    if path in marks.unread and report.cell(path) is None and path not in report.marks:
        classes.append("unread")
        content.append(tag("span", _("not read"), class_="why"))
    if probable:
        classes.append("probable")
        content.append(tag("span", f"→{' / '.join(probable[:3])}", class_="why", title=_("probably {numbers}").format(numbers=" / ".join(probable))))
    if not classes and not marks.needs_id(path):
        return tag("td", shown, **spans)
    return tag("td", *content, id=marks.cell_id(path), class_=" ".join(classes) or None, **spans)


# --- words --------------------------------------------------------------------------------------------------------------------------


def _paragraphs(words: str, name: str, marks: Marks, levels: dict[int, str]) -> Html:
    """The lines of a text as paragraphs, with the marked words in them."""
    out, at = [], 0
    for line in words.split("\n"):
        if line.strip():
            out.append(tag("p", _words(line, name, marks, levels, at)))
        at += len(line) + 1
    return tag("div", *out, class_="prose")


def _words(line: str, name: str, marks: Marks, levels: dict[int, str], at: int = 0) -> list[object]:
    """A line that begins at a character of its text; spans that overlap are cut where they begin and end."""
    spans = [span for span in marks.spans.get(name, ()) if span.start < at + len(line) and span.end > at]
    if not spans:
        return [line]
    cuts = sorted({at, at + len(line), *(min(max(edge, at), at + len(line)) for span in spans for edge in (span.start, span.end))})
    out: list[object] = []
    for start, end in itertools.pairwise(cuts):
        here = [span for span in spans if span.start <= start and end <= span.end]
        piece = line[start - at : end - at]
        out.append(_marked(piece, here, start, end, marks, levels) if here else piece)
    return out


def _marked(piece: str, here: list[Span], start: int, end: int, marks: Marks, levels: dict[int, str]) -> Html:
    numbers = [span.number for span in here]
    begun = [span.number for span in here if span.start == start]
    ended = [span.number for span in here if span.end == end]
    link = tag(
        "a",
        piece,
        tag("span", ",".join(map(str, ended[:3])), class_="n", aria_hidden="true") if ended else None,
        href=f"#{marks.finding_id(numbers[0])}",
        aria_describedby=" ".join(f"{marks.prefix}-m{number}" for number in numbers),
        data_f=" ".join(map(str, numbers)),
    )
    content: Html = tag("mark", link, class_=_worst(numbers, levels), id=f"{marks.prefix}-q{begun[0]}" if begun else None)
    for number in begun[1:]:
        content = tag("span", content, id=f"{marks.prefix}-q{number}")
    return content
