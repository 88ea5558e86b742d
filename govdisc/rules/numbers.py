"""NUM: what stands in single cells. Blank, ``/`` and 0 are three different things."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.form import Form, Table
from govdisc.model.report import Report
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.values import Value, is_placeholder, printed_value

FORM_BASIS = "国办公开办函〔2021〕30号 附件"


@rule(
    code="NUM101",
    title=N_("A cell is blank"),
    severity="warning",
    basis=FORM_BASIS,
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.received.research": None}),
)
def blank_cells(report: Report, context: Context) -> Iterator[Finding]:
    """Every cell of the three tables holds a number; where there was nothing, the number is 0.

    A table, a row or a column that is blank throughout is one finding, and so are the blank cells of one row. In sums a blank
    counts as 0.
    """
    for table in context.form.tables:
        rows = report.tables.get(table.id)
        if not rows or None not in chain.from_iterable(map(dict.values, rows.values())):
            continue  # the usual case, told without looking at each cell from here
        blank = {
            row: [name for name, value in cells.items() if value is None and f"{table.id}.{row}.{name}" not in report.marks]
            for row, cells in rows.items()
            if None in cells.values()
        }
        if any(blank.values()):
            yield from _blank_in(report, context.form, table, {row: names for row, names in blank.items() if names})


def _blank_in(report: Report, form: Form, table: Table, blank: dict[str, list[str]]) -> Iterator[Finding]:
    rows = report.tables[table.id]
    title = form.section_index[table.section].title
    if len(blank) == len(rows) and all(len(blank[row]) == len(rows[row]) for row in rows):
        first = f"{table.id}.{next(iter(rows))}.{blank[next(iter(rows))][0]}"
        yield _blank(report, first, _("Every cell of the table {table} is blank.").format(table=title), "table")
        return
    columns = _blank_columns(table, rows, blank)
    for column in columns:
        label = next(one.label for one in table.blocks[0].columns if one.id == column)
        path = f"{table.id}.{next(row for row in blank if column in blank[row])}.{column}"
        yield _blank(
            report, path, _("Column {column} of the table {table} is blank in every row.").format(column=label, table=title), "column"
        )
    for row, names in blank.items():
        left = [name for name in names if name not in columns]
        if not left:
            continue
        path = f"{table.id}.{row}.{left[0]}"
        if len(left) == len(rows[row]) and len(left) > 1:
            message = _("{row} is blank in every column.").format(row=form.row_label(table.id, row))
        elif len(left) == 1:
            message = _("{cell} is blank.").format(cell=form.cell_label(path))
        else:
            labels = [form.column(f"{table.id}.{row}.{name}") for name in left]
            message = _("{row} is blank under {columns}.").format(
                row=form.row_label(table.id, row), columns="、".join(one.label for one in labels if one)
            )
        yield _blank(report, path, message, "row")


def _blank_columns(table: Table, rows: dict[str, dict[str, Value]], blank: dict[str, list[str]]) -> list[str]:
    """Columns that are blank in every row; a table of stacked blocks has no columns throughout."""
    if table.layout != "matrix" or len(rows) < 2:
        return []
    return [column.id for column in table.blocks[0].columns if all(column.id in blank.get(row, ()) for row in rows)]


def _blank(report: Report, path: str, message: str, key: str) -> Finding:
    return blank_cells.finding(
        message,
        cell=path,
        place=report.places.get(path),
        key=key,
        suggestion=_("Enter 0 where there was nothing to count."),
    )


@rule(
    code="NUM102",
    title=N_("A mark stands where a number belongs"),
    severity="warning",
    basis=FORM_BASIS,
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"disclosure.regulations.issued": None}, marks={"disclosure.regulations.issued": "/"}),
)
def marks(report: Report, context: Context) -> Iterator[Finding]:
    """A mark such as ``/``, ``-`` or 无 does not say whether nothing was counted or nothing is known; the form asks for a number.

    The marks of one row are one finding.
    """
    rows: dict[str, list[str]] = {}
    for path, mark in report.marks.items():
        if is_placeholder(mark):
            rows.setdefault(path.rpartition(".")[0], []).append(path)
    for paths in rows.values():
        table, row, _column = paths[0].split(".")
        label = context.form.cell_label(paths[0]) if len(paths) == 1 else context.form.row_label(table, row)
        shown = " ".join(dict.fromkeys(report.marks[path] for path in paths))
        yield marks.finding(
            _("{label}: {mark} stands where a number belongs.").format(label=label, mark=shown),
            cell=paths[0],
            place=report.places.get(paths[0]),
            actual=report.marks[paths[0]],
            suggestion=_("Enter 0 where there was nothing to count."),
        )


@rule(
    code="NUM103",
    title=N_("A cell holds something that is not a number"),
    severity="error",
    basis=FORM_BASIS,
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.granted.natural_person": None}, marks={"requests.granted.natural_person": "3.5"}),
)
def not_a_number(report: Report, context: Context) -> Iterator[Finding]:
    """Counts are whole numbers and amounts are decimals; anything else (3.5 requests, XX, 12,34) cannot be what was counted."""
    for path, mark in report.marks.items():
        if is_placeholder(mark):
            continue
        yield not_a_number.finding(
            _("{cell}: “{mark}” is not a number that can stand here.").format(cell=context.form.cell_label(path), mark=mark[:60]),
            cell=path,
            place=report.places.get(path),
            actual=mark,
            suggestion=_("Enter the number alone."),
        )


@lru_cache(maxsize=32)
def _signed(form: Form) -> frozenset[str]:
    """The cells that may be negative."""
    return frozenset(path for path in form.paths() if (column := form.column(path)) and column.kind == "change")


@rule(
    code="NUM104",
    title=N_("A count or an amount is negative"),
    severity="error",
    basis=FORM_BASIS,
    since="0.1.0",
    passing=Example(form="2019", cells={"disclosure.licensing.change": -3}),
    failing=Example(cells={"disclosure.penalties.decisions": -3}),
)
def negative(report: Report, context: Context) -> Iterator[Finding]:
    """Nothing that these tables count can be less than 0, but for 本年增/减 of form 2019."""
    for table, rows in report.tables.items():
        values = set(chain.from_iterable(map(dict.values, rows.values())))
        if min(values - {None}, default=0) >= 0:  # type: ignore[type-var, operator]
            continue
        for row, cells in rows.items():
            for column, value in cells.items():
                path = f"{table}.{row}.{column}"
                if value is not None and value < 0 and path not in _signed(context.form):
                    yield negative.finding(
                        _("{cell} is {value}; it cannot be negative.").format(
                            cell=context.form.cell_label(path), value=printed_value(value)
                        ),
                        cell=path,
                        place=report.places.get(path),
                        actual=value,
                    )


@rule(
    code="NUM105",
    title=N_("A cell is in another unit than its column"),
    severity="warning",
    basis=FORM_BASIS,
    since="0.1.0",
    passing=Example(remarks={"disclosure.charges.amount": "万元"}),
    failing=Example(cells={"disclosure.charges.amount": 251000}, remarks={"disclosure.charges.amount": "元"}),
)
def other_unit(report: Report, context: Context) -> Iterator[Finding]:
    """The column prints its unit (万元); a cell that writes another unit behind its number (251000元) is off by that factor."""
    for path, remark in report.remarks.items():
        column = context.form.column(path)
        if column is None or not column.unit:
            continue
        unit = next((one for one in ("万元", "亿元", "元") if remark.startswith(one)), None)
        if unit is not None and unit != column.unit:
            yield other_unit.finding(
                _("{cell}: the column counts in {wanted}, the cell says {value}{unit}.").format(
                    cell=context.form.cell_label(path), wanted=column.unit, value=printed_value(report.cell(path)), unit=unit
                ),
                cell=path,
                place=report.places.get(path),
                actual=f"{printed_value(report.cell(path))}{unit}",
                suggestion=_("Convert the number into {unit}, and leave the unit out of the cell.").format(unit=column.unit),
            )


RULES = [blank_cells, marks, not_a_number, negative, other_unit]
