"""A report before anything is filled in: every row of the form blank, every part with its official title."""

from __future__ import annotations

from govdisc.model.form import Form
from govdisc.model.report import Agency, Report, Section
from govdisc.text.bodies import Body


def blank_report(form: Form, year: int, agency: str) -> Report:
    """Return a report of a form in which every cell is blank and every part has its official title and no text."""
    report = Report(
        form=form.id,
        variant=form.variant,
        year=year,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=Agency(agency, None, Body.of(agency).level, Body.of(agency).kind),
        sections=[Section(one.id, f"{one.ordinal}、{one.title}", "") for one in form.sections],
    )
    for table in form.tables:
        report.tables[table.id] = {row.id: {column.id: None for column in block.columns} for block, row in table.rows()}
    return report
