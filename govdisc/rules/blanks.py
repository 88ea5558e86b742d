"""NUM: cells without a number. Blank, ``/`` and 0 are three different things."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.form import Form, Table
from govdisc.model.report import Report
from govdisc.rules.idle import filled
from govdisc.rules.registry import THE_FORM, Context, Example, rule
from govdisc.text.values import Value, is_placeholder, printed_value

#: So many places are named where cells are blank or hold marks.
MOST_PLACES = 8


@rule(
    code="NUM101",
    title=N_("A cell is blank"),
    severity="warning",
    basis=f"{THE_FORM} 附件",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.received.research": None}),
    idle=filled,
)
def blank_cells(report: Report, context: Context) -> Iterator[Finding]:
    """Every cell of the three tables holds a number; where there was nothing, the number is 0.

    All blank cells of a report are one finding, and totals that were left blank though their parts are not 0 another. In sums a
    blank part counts as 0.
    """
    nothing: dict[str, list[str]] = {}
    totals: list[str] = []
    unread = {path for piece in report.unread for path in piece.cells}  # something stands there
    for table in context.form.tables:
        rows = report.tables.get(table.id)
        if not rows or None not in chain.from_iterable(map(dict.values, rows.values())):
            continue  # the usual case, told without looking at each cell from here
        for row, cells in rows.items():
            for column, value in cells.items():
                path = f"{table.id}.{row}.{column}"
                if value is None and path not in report.marks and path not in unread and _wants_number(context.form, path):
                    if _parts(context.form, report, path):
                        totals.append(path)
                    else:
                        nothing.setdefault(table.id, []).append(path)
    if nothing and has_numbers(report):
        yield _blank(report, context.form, [path for paths in nothing.values() for path in paths], _places(report, context.form, nothing))
    if totals:
        yield _blank_totals(report, context.form, totals)


def _wants_number(form: Form, path: str) -> bool:
    """Tell whether a cell says how many: a median of no requests is no number of days, and a text is none at all."""
    column = form.column(path)
    return column is None or column.counts


def has_numbers(report: Report) -> bool:
    """Tell whether any cell holds a number, or may: some of what stands in the document could not be read."""
    return bool(report.unread) or any(value is not None for _path, value in report.cells())


def _parts(form: Form, report: Report, path: str) -> Value:
    """What the parts of a blank total come to; None when it is no total, or they are 0."""
    sums = [sum(report.cell(part) or 0 for part in equation.left) for equation in form.totals.get(path, ())]
    return next((total for total in sums if total), None)


def _blank(report: Report, form: Form, paths: list[str], places: list[str]) -> Finding:
    shown = form.regime.joint.join(places[:MOST_PLACES]) + (_("; and {count} more places").format(count=more) if (more := len(places) - MOST_PLACES) > 0 else "")
    message = _("{cell} is blank.").format(cell=form.cell_label(paths[0])) if len(paths) == 1 else _("{count} cells are blank: {places}.")
    return blank_cells.finding(
        message.format(count=len(paths), places=shown),
        cell=paths[0],
        cells=tuple(paths) if len(paths) > 1 else (),
        place=report.places.get(paths[0]),
        suggestion=_("Enter 0 where there was nothing to count."),
    )


def _blank_totals(report: Report, form: Form, paths: list[str]) -> Finding:
    sums = [f"{form.cell_label(path)} ({printed_value(_parts(form, report, path))})" for path in paths[:MOST_PLACES]]
    more = "" if len(paths) <= MOST_PLACES else _("; and {count} more places").format(count=len(paths) - MOST_PLACES)
    return blank_cells.finding(
        _("Totals are blank though their parts are not 0; behind each stands what they come to: {totals}{more}.").format(
            totals="；".join(sums), more=more
        ),
        cell=paths[0],
        cells=tuple(paths) if len(paths) > 1 else (),
        place=report.places.get(paths[0]),
        expected=_parts(form, report, paths[0]),
        key="total",
        suggestion=_("Enter the totals."),
    )


def _places(report: Report, form: Form, blank: dict[str, list[str]]) -> list[str]:
    """Where cells are blank, in as few words as will do: whole tables, whole columns, rows, cells."""
    out: list[str] = []
    for table_id, paths in blank.items():
        table, rows = form.table_index[table_id], report.tables[table_id]
        by_row: dict[str, list[str]] = {}
        for path in paths:
            _table, row, column = path.split(".")
            by_row.setdefault(row, []).append(column)
        if sum(map(len, rows.values())) == len(paths):
            out.append(_("every cell of the table {table}").format(table=form.section_index[table.section].title))
            continue
        columns = _blank_columns(table, rows, by_row)
        out += [_("column {column} in every row").format(column=column.label) for column in table.blocks[0].columns if column.id in columns]
        out += [text for row, names in by_row.items() if (text := _place_in_row(form, table_id, row, names, len(rows[row]), columns))]
    return out


def _place_in_row(form: Form, table: str, row: str, names: list[str], width: int, columns: list[str]) -> str:
    left = [name for name in names if name not in columns]
    if not left or (len(left) == width and width > 1):
        return form.row_label(table, row) if left else ""
    labels = [form.column(f"{table}.{row}.{name}") for name in left]
    return f"{form.row_label(table, row)} × {('、' if form.regime.is_cn else ', ').join(column.label for column in labels if column)}"


def _blank_columns(table: Table, rows: dict[str, dict[str, Value]], blank: dict[str, list[str]]) -> list[str]:
    """Columns of the first block that are blank in every row; rows of other blocks have no such column."""
    if len(rows) < 2:
        return []
    return [column.id for column in table.blocks[0].columns if all(column.id in blank.get(row, ()) for row in rows)]


@rule(
    code="NUM102",
    title=N_("A mark stands where a number belongs"),
    severity="warning",
    basis=f"{THE_FORM} 附件",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"disclosure.regulations.issued": None}, marks={"disclosure.regulations.issued": "/"}),
    idle=filled,
)
def marks(report: Report, context: Context) -> Iterator[Finding]:
    """A mark such as ``/``, ``-`` or 无 does not say whether nothing was counted or nothing is known; the form asks for a number.

    All such marks of a report are one finding.
    """
    rows: dict[str, list[str]] = {}
    for path, mark in report.marks.items():
        if is_placeholder(mark) and _wants_number(context.form, path):
            rows.setdefault(path.rpartition(".")[0], []).append(path)
    if not rows:
        return
    paths = [path for found in rows.values() for path in found]
    labels = [
        context.form.cell_label(found[0]) if len(found) == 1 else context.form.row_label(*row.split(".")) for row, found in rows.items()
    ]
    more = "" if len(labels) <= MOST_PLACES else _("; and {count} more places").format(count=len(labels) - MOST_PLACES)
    yield marks.finding(
        _("{label}: {mark} stands where a number belongs.").format(
            label=context.form.regime.joint.join(labels[:MOST_PLACES]) + more, mark=" ".join(dict.fromkeys(report.marks[path] for path in paths))
        ),
        cell=paths[0],
        cells=tuple(paths) if len(paths) > 1 else (),
        place=report.places.get(paths[0]),
        actual=report.marks[paths[0]],
        suggestion=_("Enter 0 where there was nothing to count."),
    )


@rule(
    code="NUM106",
    title=N_("There is not a single number in the tables"),
    severity="error",
    basis=f"{THE_FORM} 附件",
    since="0.2.0",
    passing=Example(),
    failing=Example(report={"tables": {"requests": {"received": {"natural_person": None, "total": None}}}}),
    idle=filled,
)
def no_numbers(report: Report, context: Context) -> Iterator[Finding]:
    """A form whose cells are all blank, or hold nothing but marks, is no report; where there was nothing to count, the number is 0."""
    if report.tables and not has_numbers(report):
        yield no_numbers.finding(
            _("None of the {count} cells of the tables holds a number.").format(count=sum(1 for _cell in report.cells())),
            suggestion=_("Fill in the form, with 0 where there was nothing to count."),
        )


RULES = [blank_cells, marks, no_numbers]
