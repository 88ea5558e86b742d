"""STR1xx: the parts and tables of a report, and the form it uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.form import Form, Table
from govdisc.model.report import Report
from govdisc.rules.idle import filled, in_order
from govdisc.rules.registry import THE_FORM, Context, Example, rule
from govdisc.text.labels import core

ART_50 = "《政府信息公开条例》第五十条"
#: So much running text behind a table is a part of its own, and no note to the table.
STRAY_TEXT = 120


@rule(
    code="STR101",
    title=N_("A part of the report is missing"),
    severity="error",
    basis=f"{ART_50}；{THE_FORM}",
    since="0.1.0",
    passing=Example(),
    failing=Example(sections={"problems": None}),
    idle=in_order,
)
def missing_section(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """A report has six numbered parts in a fixed order: 总体情况, the three tables, 存在的主要问题及改进情况, 其他需要报告的事项.

    Where running text stands behind the last table without a title that is known, the part may be there under another name; that
    is a warning. Where a part is missing together with its table, this finding says so for both. Data that hold tables alone (a CSV
    with a row a report) have no parts to look for, and that is said.
    """
    if report.tables and not (report.sections or report.lead or report.places):
        yield missing_section.unchecked(_("the input holds tables alone, and none of the report's text"))
        return
    have = {section.id for section in report.sections}
    stray = any(len(report.text(table.section)) >= STRAY_TEXT for table in context.form.tables)
    tables = {table.section for table in _missing_tables(report, context.form)}
    for spec in context.form.sections:
        if spec.id not in have:
            hidden = stray and spec.id not in tables
            message = (
                _("Part {heading} was not found; the text behind a table may be it, under another title.")
                if hidden
                else _("Part {heading} is missing, and its table with it.")
                if spec.id in tables
                else _("Part {heading} is missing.")
            )
            yield missing_section.finding(
                message.format(heading=context.form.heading(spec)),
                severity="warning" if hidden else None,
                section=spec.id,
                suggestion=_("Add the part under its title; where there is nothing to report, say so."),
            )


@rule(
    code="STR102",
    title=N_("The parts of the report are not in the order of the form"),
    severity="warning",
    basis=THE_FORM,
    since="0.1.0",
    passing=Example(),
    failing=Example(
        report={"sections": []},
        sections={"other": "无。", "overview": "……", "problems": "……", "disclosure": "", "requests": "", "disputes": ""},
    ),
    idle=in_order,
)
def section_order(report: Report, context: Context) -> Iterator[Finding]:
    """The form numbers its parts; they stand in that order."""
    order = {spec.id: number for number, spec in enumerate(context.form.sections)}
    last = 0
    for section in report.sections:
        at = order.get(section.id, last)
        if at < last:
            spec = context.form.section_index[section.id]
            yield section_order.finding(
                _("{title} stands behind a part that the form puts after it.").format(title=section.title or spec.title),
                section=section.id,
            )
        last = max(last, at)


@rule(
    code="STR103",
    title=N_("A table is missing"),
    severity="error",
    basis=THE_FORM,
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"disputes": None}),
    idle=filled,
)
def missing_table(report: Report, context: Context) -> Iterator[Finding]:
    """Parts 2, 3 and 4 are tables.

    A table of which nothing could be read is reported by the rules STR2xx instead, one whose whole part is missing by STR101.
    """
    have = {section.id for section in report.sections}
    for table in _missing_tables(report, context.form):
        if table.section in have:
            spec = context.form.section_index[table.section]
            yield missing_table.finding(
                _("The table of part {heading} is missing.").format(heading=context.form.heading(spec)),
                section=table.section,
                suggestion=_(
                    "If the file shows the table as a picture, publish it as a table; if it stands in another file, read that one."
                ),
            )


def _missing_tables(report: Report, form: Form) -> Iterator[Table]:
    """The tables of which the report holds nothing, read or unread."""
    unread = {piece.table for piece in report.unread if piece.kind != "header_missing"}
    return (table for table in form.tables if not report.tables.get(table.id) and table.id not in unread)


@rule(
    code="STR104",
    title=N_("The heading of a part is lost"),
    severity="warning",
    basis=THE_FORM,
    since="0.1.0",
    passing=Example(),
    failing=Example(titles={"problems": ""}),
    idle=in_order,
)
def lost_heading(report: Report, context: Context) -> Iterator[Finding]:
    """A part stands in the report, but not under its own title; its table or its first subheading gave it away."""
    for section in report.sections:
        spec = context.form.section_index.get(section.id)
        if spec is not None and not section.title.strip():
            yield lost_heading.finding(
                _("The heading {heading} is missing, though its contents are there.").format(heading=context.form.heading(spec)),
                section=section.id,
            )


@rule(
    code="STR105",
    title=N_("A row of the form is missing"),
    severity="error",
    basis=THE_FORM,
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.refused_repeat": None}),
    idle=filled,
)
def missing_rows(report: Report, context: Context) -> Iterator[Finding]:
    """Every row that the form prints stands in the table, with 0 where there was nothing to count.

    A row that stands there but could not be read is reported by the rules STR2xx; the rows that a row of another form replaces,
    by STR107. Where rows were met and not read, no more is said than that there are too few.
    """
    for table in context.form.tables:
        rows = report.tables.get(table.id)
        if not rows:
            continue
        names, loose = _missing(report, table)
        if len(names) > loose:
            spec = context.form.section_index[table.section]
            message = (
                _("Part {ordinal}: missing rows: {rows}.")
                if not loose
                else _("Part {ordinal}: missing rows: {rows}. Rows that were met and could not be read ({loose}) may be among them.")
            )
            yield missing_rows.finding(
                message.format(ordinal=spec.ordinal, rows=context.form.regime.joint.join(context.form.row_label(table.id, name) for name in names), loose=loose),
                section=table.section,
                key=",".join(names),
                basis=_basis_of_rows(context, table, names),
            )


def _basis_of_rows(context: Context, table: Table, names: Sequence[str]) -> str:
    """The notices that ask for some rows: the form's, and the variant's for rows that it brought."""
    return context.form.regime.joint.join(dict.fromkeys(context.basis(missing_rows, of=f"{table.id}.{name}") for name in names))


@lru_cache(maxsize=128)
def _own_rows(table: Table) -> frozenset[str]:
    return frozenset(row.id for _, row in table.rows())


def _missing(report: Report, table: Table) -> tuple[list[str], int]:
    """The rows that are not there, and how many rows were met without it being known which they are."""
    rows = report.tables[table.id]
    if rows.keys() >= _own_rows(table):  # spares time
        return [], 0  # spares time
    unread = {path.split(".")[1] for piece in report.unread for path in piece.cells if path.startswith(f"{table.id}.")}
    loose = sum(1 for piece in report.unread if piece.table == table.id and piece.kind in ("unlabelled_row", "unknown_row"))
    return [row.id for row in table.missing_rows(rows) if row.id not in unread], loose


@rule(
    code="STR106",
    title=N_("The form is not the one for the year"),
    severity="error",
    basis="国办公开办函〔2021〕30号（2021年度及以后）；国办公开办函〔2019〕60号（2019、2020年度）",
    since="0.1.0",
    passing=Example(),
    failing=Example(form="2019", report={"table_year": 2020, "year": 2022}),
)
def form_for_year(report: Report, context: Context) -> Iterator[Finding]:
    """Reports for 2021 and later use the form of 2021, those for 2019 and 2020 the trial form of 2019.

    The form is told by the tables, not by the citation: a table with 本年新制作数量 is one of 2019 whatever the text cites.
    """
    if report.year is None or _fits(context.form, report.year):
        return
    wanted = context.forms.for_year(report.year, context.form.regime.id)
    if wanted is None or wanted.id == report.form:
        return
    yield form_for_year.finding(
        _("The tables are those of form {form} ({basis}); a report for {year} uses form {wanted} ({wanted_basis}).").format(
            form=report.form, basis=context.form.basis, year=report.year, wanted=wanted.id, wanted_basis=wanted.basis
        ),
        expected=wanted.id,
        actual=report.form,
        basis=wanted.basis,
        suggestion=_("Make a blank form for the year with: govdisc new --year {year}").format(year=report.year),
    )


def _fits(form: Form, year: int) -> bool:
    return form.since <= year and (form.until is None or year <= form.until)  # spares time


@rule(
    code="STR107",
    title=N_("A row of another form stands in the table"),
    severity="error",
    basis=THE_FORM,
    since="0.1.0",
    passing=Example(),
    failing=Example(
        cells={
            "requests.closed_not_corrected": None,
            "requests.closed_fee_unpaid": None,
            "requests.closed_other": None,
            "requests.closed": 0,
        }
    ),
    idle=filled,
)
def rows_of_other_forms(report: Report, context: Context) -> Iterator[Finding]:
    """In form 2021, （六）其他处理 has three rows (不补正, 未缴费, 其他); the trial form of 2019 had one.

    A single row hides how many requests were closed because a fee was not paid. Its numbers are kept, and count in the sums.
    """
    for table in context.form.tables:
        rows = report.tables.get(table.id, {})
        found = [row for block in table.blocks for row in block.admits if row.id in rows]
        if not found:
            continue
        replaced = dict.fromkeys(name for row in found for name in row.replaces)
        path = f"{table.id}.{found[0].id}.{next(iter(rows[found[0].id]), '')}"
        yield rows_of_other_forms.finding(
            _("{rows} is a row of form {other}; form {form} has in its place: {wanted}.").format(
                rows=context.form.regime.joint.join(row.label for row in found),
                other=found[0].form,
                form=report.form,
                wanted=context.form.regime.joint.join(context.form.row_label(table.id, name) for name in replaced),
            ),
            cell=path,
            place=report.places.get(path),
            suggestion=_("Use the table of the form for the year."),
        )


@rule(
    code="STR108",
    title=N_("The year of the report cannot be told"),
    severity="warning",
    basis=f"{ART_50}；{THE_FORM}",
    since="0.1.0",
    passing=Example(),
    failing=Example(report={"table_year": 2023, "year": None}),
)
def year_unknown(report: Report, context: Context) -> Iterator[Finding]:
    """The title names the year, or the text gives the period that the figures cover; without either, checks by year are left out."""
    if report.year is None:
        yield year_unknown.finding(
            _("Neither the title nor the text says for which year the report is."),
            suggestion=_("Name the year in the title."),
        )


@rule(
    code="STR109",
    title=N_("A part has another title than the form prints"),
    severity="info",
    basis=THE_FORM,
    since="0.1.0",
    passing=Example(titles={"problems": "五、存在问题及改进措施"}),
    failing=Example(titles={"problems": "五、工作打算"}),
    idle=in_order,
)
def other_title(report: Report, context: Context) -> Iterator[Finding]:
    """A part was known by its number alone: its title shares neither the form's words nor those of the usual variations."""
    for section in report.sections:
        spec = context.form.section_index.get(section.id)
        if spec is None or not section.title.strip() or section.title == context.form.heading(spec):
            continue
        key = core(section.title)
        if key in {core(title) for title in (spec.title, *spec.aliases)} or any(all(word in key for word in words) for words in spec.words):
            continue
        yield other_title.finding(
            _("Part {ordinal} is titled “{title}”; the form prints {wanted}.").format(
                ordinal=spec.ordinal, title=section.title, wanted=spec.title
            ),
            section=section.id,
            quote=section.title,
            suggestion=_("Print the title as the form does."),
        )


RULES = [
    missing_section,
    section_order,
    missing_table,
    lost_heading,
    missing_rows,
    form_for_year,
    rows_of_other_forms,
    year_unknown,
    other_title,
]
