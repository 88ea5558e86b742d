"""A report before anything is filled in: every row of the form blank, every part with its official title."""

from __future__ import annotations

from collections.abc import Sequence

from govdisc.model.form import Form
from govdisc.model.report import Agency, Report, Section
from govdisc.records import record
from govdisc.text.bodies import Body


def blank_report(form: Form, year: int, agency: str, rows: Sequence[str] = ()) -> Report:
    """Return a report of a form in which every cell is blank and every part has its official title and no text.

    ``rows`` are the labels of the agency's own rows, where the form has such (a row a component, say).
    """
    body = Body.of(agency if form.regime.is_cn else None)
    form = form.opened({table.id: [row.named(label).id for _block, row in table.open_rows for label in rows] for table in form.tables})
    report = Report(
        form=form.id,
        variant=form.variant,
        year=year,
        title=form.regime.printed_title(agency, year),
        agency=Agency(agency, None, body.level, body.kind),
        sections=[Section(section.id, form.heading(section), "") for section in form.sections],
    )
    for table in form.tables:
        report.tables[table.id] = {row.id: {column.id: None for column in block.columns} for block, row in table.rows()}
    return report


#: What one year hands on to the next, by (table, row of last year) → row of this year: 四、结转下年度继续办理 is next year's 二、上年结转.
HANDED_ON = {("requests", "carried_out"): "carried_in"}


@record(frozen=True)
class Carried:
    """What was carried over: rows (``requests.carried_in``) and cells that hold a number now, and cells for which there was none."""

    rows: tuple[str, ...]
    cells: tuple[str, ...]
    missing: tuple[str, ...]


def carry_over(last: Report, report: Report) -> Carried:
    """Put into a report what last year's hands on; a cell that was blank, a mark or not read there stays blank and is named."""
    rows, cells, missing = [], [], []
    for (table, source), target in HANDED_ON.items():
        columns = report.tables.get(table, {}).get(target, {})
        for column in columns:
            value = last.cell(f"{table}.{source}.{column}")
            if value is None:
                missing.append(f"{table}.{target}.{column}")
            else:
                columns[column] = value
                cells.append(f"{table}.{target}.{column}")
        if columns:
            rows.append(f"{table}.{target}")
    return Carried(tuple(rows), tuple(cells), tuple(missing))
