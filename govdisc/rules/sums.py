"""SUM: the identities that the form prints above its tables (勾稽关系).

A blank part of a sum counts as 0. A blank total is reported as blank (NUM101) and not as a wrong sum, and neither is a sum that
is wrong only because a total within it is blank. A sum over a row that is absent or could not be read is not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.form import Form, Identity, Table
from govdisc.model.report import Report
from govdisc.rules.registry import Context, Example, Rule, rule
from govdisc.text.values import Value, printed_value

RowCells = Mapping[str, Value]


@dataclass(frozen=True)
class _Compiled:
    """A table's identity, with getters that fetch all operands of a row at once."""

    table: Table
    identity: Identity
    fetch: Callable[[RowCells], tuple[Any, ...]]
    columns: tuple[str, ...]


@lru_cache(maxsize=64)
def _compiled(form: Form, axis: str, single: bool) -> tuple[_Compiled, ...]:
    """The identities of one axis; ``single`` chooses those with one total, else those that balance two sides."""
    out = []
    for table in form.tables:
        columns = tuple(column.id for column in table.blocks[0].columns)
        for identity in table.identities:
            if identity.axis == axis and (len(identity.equals) == 1) == single:
                names = (*identity.sum, *identity.equals) if axis == "row" else columns
                out.append(_Compiled(table, identity, itemgetter(*names), columns))
    return tuple(out)


def _terms(form: Form, paths: Sequence[str], report: Report) -> str:
    """The operands of a sum as text: 3 + 0 + 2, blanks shown as 空."""
    return " + ".join(printed_value(report.cell(path)) or _("blank") for path in paths)


@rule(
    code="SUM101",
    title=N_("A total differs from the sum of its row"),
    severity="error",
    basis="国办公开办函〔2021〕30号 附件：各申请人类别之和等于总计；维持、纠正、其他结果、尚未审结之和等于总计",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"disputes.reconsideration": {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}}),
)
def row_totals(report: Report, context: Context) -> Iterator[Finding]:
    """In part 3, 总计 of every row is the sum of the six kinds of applicants; in part 4, of the four outcomes of its group.

    A blank part counts as 0. A blank total is reported by NUM101 instead.
    """
    for one in _compiled(context.form, "row", True):
        parts = len(one.identity.sum)
        for row, cells in report.tables.get(one.table.id, {}).items():
            try:
                values = one.fetch(cells)
                if sum(values[:parts]) == values[parts]:
                    continue
            except (KeyError, TypeError):
                pass
            yield from _wrong_row(report, context.form, one, row, cells)


def _wrong_row(report: Report, form: Form, one: _Compiled, row: str, cells: RowCells) -> Iterator[Finding]:
    total = one.identity.equals[0]
    actual = cells.get(total)
    if actual is None or any(part not in cells for part in one.identity.sum):
        return
    if row in _total_rows(one.table) and any(cells[part] is None for part in one.identity.sum):
        return  # a blank total among the parts is reported as such
    expected = sum(cells[part] or 0 for part in one.identity.sum)
    if expected == actual:
        return
    path = f"{one.table.id}.{row}.{total}"
    terms = _terms(form, [f"{one.table.id}.{row}.{part}" for part in one.identity.sum], report)
    yield row_totals.finding(
        _("{label}: the parts {terms} = {expected}, the total says {actual}.").format(
            label=form.cell_label(path), terms=terms, expected=expected, actual=actual
        ),
        cell=path,
        place=report.places.get(path),
        expected=expected,
        actual=actual,
        suggestion=_("Check every number of the row against the records; either the total or one of its parts is wrong."),
    )


def _total_rows(table: Table) -> frozenset[str]:
    """Rows that are totals of other rows."""
    return frozenset(one.equals[0] for one in table.identities if one.axis == "column" and len(one.equals) == 1)


def _total_columns(table: Table) -> frozenset[str]:
    """Columns that are totals of other columns."""
    return frozenset(one.equals[0] for one in table.identities if one.axis == "row" and len(one.equals) == 1)


@rule(
    code="SUM102",
    title=N_("（七）总计 differs from the sum of the outcomes above it"),
    severity="error",
    basis="国办公开办函〔2021〕30号 附件：（七）总计等于（一）至（六）各项之和",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.processed_total": 999}),
)
def outcome_totals(report: Report, context: Context) -> Iterator[Finding]:
    """In every column of part 3, （七）总计 is the sum of （一）, （二） and all sub-rows of （三） to （六）.

    A blank part counts as 0. The column is not checked where a row of the form is missing or could not be read.
    """
    yield from _column_identities(report, context.form, True, outcome_totals)


@rule(
    code="SUM103",
    title=N_("Requests received and carried in do not balance those processed and carried out"),
    severity="error",
    basis="国办公开办函〔2021〕30号 附件：第一项加第二项之和，等于第三项加第四项之和",
    since="0.1.0",
    passing=Example(),
    failing=Example(
        cells={
            "requests.received": {
                "natural_person": 2,
                "enterprise": 1,
                "research": 0,
                "public_interest": 0,
                "legal_service": 0,
                "other_organisation": 0,
                "total": 3,
            }
        }
    ),
)
def balance(report: Report, context: Context) -> Iterator[Finding]:
    """In every column of part 3, 本年新收 plus 上年结转 equals （七）总计 plus 结转下年度, as the form prints above the rows."""
    yield from _column_identities(report, context.form, False, balance)


def _column_identities(report: Report, form: Form, single: bool, declared: Rule) -> Iterator[Finding]:
    for one in _compiled(form, "column", single):
        rows = report.tables.get(one.table.id)
        if not rows:
            continue
        left, right = one.identity.sum, one.identity.equals
        try:
            sums = [tuple(map(sum, zip(*(one.fetch(rows[name]) for name in side if name in rows), strict=True))) for side in (left, right)]
            if sums[0] == sums[1]:
                continue
        except (KeyError, TypeError):
            pass
        if _rows_known(one.table, rows, (*left, *right)):
            for column in one.columns:
                yield from _wrong_column(report, form, one, column, declared)


def _rows_known(table: Table, rows: Mapping[str, RowCells], names: Sequence[str]) -> bool:
    """Tell whether every row of the sum that the form has stands in the table, or another form's in its place."""
    index = table.row_index
    replaced = {name for row in index.values() if row[1].form and row[1].id in rows for name in row[1].replaces}
    return all(name in rows or name in replaced or (name in index and index[name][1].form) for name in names)


def _wrong_column(report: Report, form: Form, one: _Compiled, column: str, declared: Rule) -> Iterator[Finding]:
    rows = report.tables[one.table.id]
    left = [name for name in one.identity.sum if name in rows]
    right = [name for name in one.identity.equals if name in rows]
    if any(column not in rows[name] for name in (*left, *right)):
        return
    totals = _total_rows(one.table)
    if any(name in totals and rows[name][column] is None for name in right):
        return
    if column in _total_columns(one.table) and any(_blank_total(rows[name], column) for name in (*left, *right)):
        return
    expected = sum(rows[name][column] or 0 for name in left)
    actual = sum(rows[name][column] or 0 for name in right)
    if expected == actual:
        return
    paths = [f"{one.table.id}.{name}.{column}" for name in right]
    terms = _terms(form, [f"{one.table.id}.{name}.{column}" for name in left], report)
    other = _terms(form, paths, report)
    label = next(known.label for known in one.table.blocks[0].columns if known.id == column)
    yield declared.finding(
        _("Column {column}: {terms} = {expected}, but {names} is {other}{sum}.").format(
            column=label,
            terms=terms,
            expected=expected,
            names=" + ".join(form.row_label(one.table.id, name) for name in right),
            other=other,
            sum=f" = {actual}" if len(right) > 1 else "",
        ),
        cell=paths[0],
        place=report.places.get(paths[0]),
        expected=expected,
        actual=actual,
        suggestion=_("Check the column from top to bottom; one of these rows, or the total, is wrong."),
    )


def _blank_total(cells: RowCells, column: str) -> bool:
    """A row's total is blank although some part of the row is not."""
    return cells[column] is None and any(value for name, value in cells.items() if name != column)


RULES = [row_totals, outcome_totals, balance]
