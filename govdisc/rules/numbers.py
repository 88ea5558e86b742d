"""NUM: the numbers that stand in single cells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.form import Form
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.idle import filled
from govdisc.rules.registry import THE_FORM, Context, Example, rule
from govdisc.text.bodies import Body
from govdisc.text.values import IN_TEN_THOUSANDS, is_placeholder, parse_cell, printed_value


@rule(
    code="NUM103",
    title=N_("A cell holds something that is not a number"),
    severity="error",
    basis=f"{THE_FORM} 附件",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.granted.natural_person": None}, marks={"requests.granted.natural_person": "3.5"}),
    idle=filled,
)
def not_a_number(report: Report, context: Context) -> Iterator[Finding]:
    """Counts are whole numbers and amounts are decimals; anything else (3.5 requests, XX, 12,34) cannot be what was counted.

    A count with a decimal point and nothing behind it, 7.0, was meant as 7, but is not read as such; sums over it are not checked.
    """
    for path, mark in report.marks.items():
        column = context.form.column(path)
        if is_placeholder(mark) or (column and (not column.has_numbers or (column.kind == "days" and _UNDER.fullmatch(mark)))):
            continue
        whole = parse_cell(mark, "amount").value
        message = (
            _("{cell}: “{mark}” is {whole} as a decimal; a count is a whole number.")
            if whole is not None and whole == int(whole) and ("." in mark or "．" in mark)
            else _("{cell}: “{mark}” is not a number that can stand here.")
        )
        yield not_a_number.finding(
            message.format(cell=context.form.cell_label(path), mark=mark[:60], whole=printed_value(whole and int(whole))),
            cell=path,
            place=report.places.get(path),
            actual=mark,
            suggestion=_("Enter the number alone."),
        )


#: Days that are less than a whole one: <1.
_UNDER = Pattern(r"[<＜]\s*\d{1,4}")


@lru_cache(maxsize=32)
def _signed(form: Form) -> frozenset[str]:
    """The cells that may be negative."""
    return frozenset(path for path in form.paths() if (column := form.column(path)) and column.kind == "change")


@rule(
    code="NUM104",
    title=N_("A count or an amount is negative"),
    severity="error",
    basis=f"{THE_FORM} 附件",
    since="0.1.0",
    passing=Example(form="2019", cells={"disclosure.licensing.change": -3}),
    failing=Example(cells={"disclosure.penalties.decisions": -3}),
    idle=filled,
)
def negative(report: Report, context: Context) -> Iterator[Finding]:
    """Nothing that these tables count can be less than 0, but for 本年增/减 of form 2019."""
    for table, rows in report.tables.items():
        values = set(chain.from_iterable(map(dict.values, rows.values())))
        if min(values - {None}, default=0) >= 0:  # type: ignore[type-var, operator]  # spares time
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
    basis=f"{THE_FORM} 附件",
    regime="cn",
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
        unit = next((name for name in IN_TEN_THOUSANDS if remark.startswith(name)), None)
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


@rule(
    code="NUM107",
    title=N_("Fewer documents in force than were issued in the year and not repealed"),
    severity="warning",
    basis=f"{THE_FORM} 二、主动公开政府信息情况",
    regime="cn",
    since="0.2.0",
    passing=Example(cells={"disclosure.normative_documents": {"issued": 3, "repealed": 5, "effective": 20}}),
    failing=Example(cells={"disclosure.normative_documents": {"issued": 12, "repealed": 0, "effective": 0}}),
)
def in_force(report: Report, context: Context) -> Iterator[Finding]:
    """Of the documents issued in the year at most those repealed are gone, so at its end no fewer than the rest are in force (现行有效).

    A warning, for a document may have lapsed within its year. Form 2019 has no such columns.
    """
    for row, cells in report.tables.get("disclosure", {}).items():
        issued, repealed, effective = cells.get("issued"), cells.get("repealed"), cells.get("effective")
        if issued is None or effective is None or effective >= issued - (repealed or 0):
            continue
        path = f"disclosure.{row}.effective"
        yield in_force.finding(
            _("{row}: {issued} were issued and {repealed} repealed, but only {effective} are in force.").format(
                row=context.form.row_label("disclosure", row),
                issued=printed_value(issued),
                repealed=printed_value(repealed) or report.marks.get(f"disclosure.{row}.repealed") or f"({_('blank')})",
                effective=printed_value(effective),
            ),
            cell=path,
            place=report.places.get(path),
            actual=effective,
            expected=issued - (repealed or 0),
            suggestion=_("Count the documents in force at the end of the year, those issued in it included."),
        )


@rule(
    code="NUM108",
    title=N_("An amount too large for a body of a county"),
    severity="info",
    basis=f"{THE_FORM} 二、主动公开政府信息情况",
    since="0.2.0",
    passing=Example(cells={"disclosure.charges.amount": Decimal("48.62")}, report={"agency.name": "青岚县水务局"}),
    failing=Example(cells={"disclosure.charges.amount": 486200}, report={"agency.name": "青岚县水务局"}),
    parameters=(Parameter("limit", 100_000, N_("the amount in 万元 from which the unit is doubted")),),
)
def doubtful_unit(report: Report, context: Context) -> Iterator[Finding]:
    """Amounts are in 万元, and an office, a bureau or a township of a county that states a billion yuan or more most likely gave them in 元.

    Only worth a look: nothing forbids such an amount. Governments, and bodies of a city or above, are left alone, and so is a cell that
    tells its unit (NUM105).
    """
    amounts = [path for path in _amounts(context.form) if (report.cell(path) or 0) >= context.parameter(doubtful_unit, "limit")]
    if not amounts or not _of_a_county(report):
        return
    for path in amounts:
        if not any(report.remarks.get(path, "").startswith(unit) for unit in IN_TEN_THOUSANDS):
            yield doubtful_unit.finding(
                _("{cell}: {value} 万元 would be extraordinary for this body: is the unit 元?").format(
                    cell=context.form.cell_label(path), value=printed_value(report.cell(path))
                ),
                cell=path,
                place=report.places.get(path),
                actual=report.cell(path),
                suggestion=_("Convert the number into {unit}, and leave the unit out of the cell.").format(unit="万元"),
            )


@lru_cache(maxsize=32)
def _amounts(form: Form) -> tuple[str, ...]:
    """The cells that hold amounts in 万元."""
    return tuple(path for path in form.paths() if (column := form.column(path)) and column.kind == "amount" and column.unit == "万元")


def _of_a_county(report: Report) -> bool:
    """Whether it is certain that the body belongs to a county, or is a township, and is no government above it."""
    body = Body.of(report.agency.name)
    level, kind = report.agency.level or body.level, report.agency.kind or body.kind
    return level == "township" or (level == "county" and kind in ("department", "office"))


RULES = [not_a_number, negative, other_unit, in_force, doubtful_unit]
