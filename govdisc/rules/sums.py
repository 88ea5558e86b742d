"""SUM: the identities that the form prints above its tables (勾稽关系).

What a sum is, and when it can be judged, is told by :mod:`govdisc.model.equations`: a blank part counts as 0, a blank total is
reported as blank (NUM101) and not as a wrong sum, and a sum over a row that is missing or could not be read is not checked, which is
said, unless what was read is too much already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.equations import Balance, unsettled
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.form import Form, Identity
from govdisc.model.report import Report
from govdisc.records import record
from govdisc.rules.idle import sound
from govdisc.rules.registry import THE_FORM, Context, Example, Rule, rule
from govdisc.text.values import printed_value

#: So many rows or cells are named in the reason why a sum was not checked.
MOST_NAMES = 5
#: So many cells of a kind that are 0 were left at 0 as one; fewer are mistakes each of its own.
FEWEST_ZEROS = 3


@rule(
    code="SUM101",
    title=N_("A total differs from the sum of its row"),
    severity="error",
    basis=f"{THE_FORM} 附件：各申请人类别之和等于总计；维持、纠正、其他结果、尚未审结之和等于总计",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"disputes.reconsideration": {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}}),
    idle=sound,
)
def row_totals(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """In part 3, 总计 of every row is the sum of the six kinds of applicants; in part 4, of the four outcomes of its group.

    A blank part counts as 0. A blank total is reported by NUM101 instead. Three totals of a table or more that were left at 0 are one
    finding, and so are three whose parts were.
    """

    def wrong(found: Balance) -> Finding:
        path = found.right[0]
        return _finding(
            row_totals,
            report,
            found,
            _message(found).format(
                label=context.form.cell_label(path), terms=_terms(found, report), expected=found.left_sum, actual=found.right_sum
            ),
            _("Check every number of the row against the records; either the total or one of its parts is wrong."),
        )

    yield from _judged(row_totals, report, context, lambda identity: identity.axis == "row" and len(identity.equals) == 1, wrong)


def _message(found: Balance) -> str:
    if not found.exceeded:
        return _("{label}: the parts {terms} = {expected}, the total says {actual}.")
    return _("{label}: the parts that were read, {terms} = {expected}, are more than the total, {actual}.")


@rule(
    code="SUM102",
    title=N_("（七）总计 differs from the sum of the outcomes above it"),
    severity="error",
    basis=f"{THE_FORM} 附件：（七）总计等于（一）至（六）各项之和",
    since="0.1.0",
    passing=Example(),
    failing=Example(cells={"requests.processed_total": 999}),
    idle=sound,
)
def outcome_totals(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """In every column of part 3, （七）总计 is the sum of （一）, （二） and all sub-rows of （三） to （六）.

    Three totals or more that were left at 0 are one finding, and so are three whose parts were. A blank part counts as 0. Where a row of
    the form is missing or could not be read, the column is an error only if the others are more than the total already; else it is not
    checked.
    """
    yield from _columns(outcome_totals, report, context, lambda identity: identity.axis == "column" and len(identity.equals) == 1)


@rule(
    code="SUM103",
    title=N_("Requests received and carried in do not balance those processed and carried out"),
    severity="error",
    basis=f"{THE_FORM} 附件：第一项加第二项之和，等于第三项加第四项之和",
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
    idle=sound,
)
def balance(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """In every column of part 3, 本年新收 plus 上年结转 equals （七）总计 plus 结转下年度, as the form prints above the rows.

    Where 本年新收 or （七）总计 was left at 0 in every column, what follows from it here is one finding if three columns or more are wrong.
    """
    yield from _columns(balance, report, context, lambda identity: len(identity.equals) > 1)


def _columns(declared: Rule, report: Report, context: Context, wanted: Callable[[Identity], bool]) -> Iterator[Finding | Unchecked]:
    def wrong(found: Balance) -> Finding:
        line, names, advice = _words_of_line(context.form, found)
        several = len(found.right) > 1
        message = (
            _("{line}: {terms} = {expected}, but {names} is {other}{sum}.")
            if not found.exceeded
            else _("{line}: without what was not read, {terms} = {expected}, and {names} is {other}{sum}; these cannot be equal.")
        )
        text = message.format(
            line=line,
            terms=_terms(found, report),
            expected=found.left_sum,
            names=" + ".join(names),
            other=" + ".join(_number(report, path) for path in found.right),
            sum=f" = {found.right_sum}" if several else "",
        )
        return _finding(declared, report, found, text, advice)

    yield from _judged(declared, report, context, wanted, wrong)


def _words_of_line(form: Form, found: Balance) -> tuple[str, list[str], str]:
    """What the column or row of a sum is called, what the cells of its right side are, and what to do about it."""
    table, columns = found.equation.table, [column.label for path in found.right if (column := form.column(path))]
    if found.equation.identity.axis == "row":
        return form.row_label(table.id, found.equation.line), columns, _("Check the row from left to right; one of these numbers is wrong.")
    line = _("Column {column}").format(column=next(iter(columns)))
    rows = [form.row_label(*row.split(".")) for row, _dot, _column in (path.rpartition(".") for path in found.right)]
    return line, rows, _("Check the column from top to bottom; one of these rows, or the total, is wrong.")


def _judged(
    declared: Rule, report: Report, context: Context, wanted: Callable[[Identity], bool], wrong: Callable[[Balance], Finding]
) -> Iterator[Finding | Unchecked]:
    """Yield what is wrong, then, in one sentence a cause, what could not be judged."""
    unread: dict[str, None] = {}
    blank: dict[str, None] = {}
    kept: dict[tuple[str, str], list[Balance]] = {}
    for judged in unsettled(context.form, report, wanted):
        if judged.state == "wrong":
            kept.setdefault((judged.equation.table.id, judged.equation.identity.id), []).append(judged)
        elif judged.unknown:
            unread.update(dict.fromkeys(_names(context.form, report, judged.unknown)))
        else:
            blank.update(dict.fromkeys(_names(context.form, report, judged.blank)))
    for found in kept.values():
        told: list[Balance] = []
        for zeros in _left_at_zero(report, found):
            if len(zeros.told) >= FEWEST_ZEROS:
                yield _at_zero(declared, report, context.form, zeros)
                told += zeros.told
        yield from (wrong(judged) for judged in found if judged not in told)
    for names, reason in (
        (unread, _("numbers are missing or could not be read: {names}")),
        (blank, _("totals are blank: {names}")),
    ):
        if names:
            shown = list(names)[:MOST_NAMES] + (["…"] if len(names) > MOST_NAMES else [])
            yield declared.unchecked(reason.format(names=context.form.regime.joint.join(shown)))


@record(frozen=True)
class _AtZero:
    """Cells that were left at 0 as one, each with what should stand there; ``told`` are the sums that are wrong by it."""

    wanted: Mapping[str, int | Decimal]
    told: Sequence[Balance]
    message: str
    suggestion: str


def _left_at_zero(report: Report, wrong: Sequence[Balance]) -> Iterator[_AtZero]:
    """Yield what was left at 0 more than once in an identity: one mistake, told as one.

    One number too many above the totals makes two columns wrong, its own and that of the totals: these are told one by one.
    """
    known = [found for found in wrong if not found.unknown]
    if len(wrong[0].right) > 1:
        for side in ("left", "right"):
            short = [found for found in known if getattr(found, f"{side}_sum") == min(found.left_sum, found.right_sum)]
            table, row, _column = getattr(wrong[0], side)[0].split(".")
            if not any(report.tables[table].get(row, {}).values()):
                wanted: dict[str, int | Decimal] = {getattr(found, side)[0]: max(found.left_sum, found.right_sum) - min(found.left_sum, found.right_sum) for found in short}
                yield _AtZero(
                    wanted,
                    short,
                    _("A row that others must balance is 0 or blank throughout; behind each cell stands what would balance them: {cells}."),
                    _("Enter the numbers."),
                )
        return
    totals = [found for found in known if not report.cell(found.right[0])]
    yield _AtZero(
        {found.right[0]: found.left_sum for found in totals},
        totals,
        _("Totals are 0 though their parts are not; behind each stands what it comes to: {cells}."),
        _("Enter the totals."),
    )
    parts = [found for found in known if not any(map(report.cell, found.left))]
    yield _AtZero(
        {found.right[0]: found.right_sum for found in parts},
        parts,
        _("The parts are 0 or blank throughout though their totals are not: {cells}."),
        _("Enter the parts, or correct the totals."),
    )


def _at_zero(declared: Rule, report: Report, form: Form, zeros: _AtZero) -> Finding:
    """One finding for all cells that were left at 0, or whose parts were."""
    path, wanted = next(iter(zeros.wanted.items()))
    total = report.cell(path)
    return declared.finding(
        zeros.message.format(cells="；".join(f"{form.cell_label(cell)} ({printed_value(number)})" for cell, number in zeros.wanted.items())),
        cell=path,
        cells=tuple(zeros.wanted),
        place=report.places.get(path),
        expected=0 if total else wanted,
        actual=total,
        key="zero",
        suggestion=zeros.suggestion,
        **_basis(next(iter(zeros.told))),
    )


def _names(form: Form, report: Report, paths: Sequence[str]) -> Iterator[str]:
    """What the form prints for cells, for a row alone where the whole row is missing."""
    for path in paths:
        table, row, _column = path.split(".")
        yield form.cell_label(path) if row in report.tables[table] else form.row_label(table, row)


def _finding(declared: Rule, report: Report, found: Balance, message: str, suggestion: str) -> Finding:
    path = next((path for path in found.right if path not in found.unknown), found.right[0])
    return declared.finding(
        message, cell=path, place=report.places.get(path), expected=found.left_sum, actual=found.right_sum, suggestion=suggestion, **_basis(found)
    )


def _basis(found: Balance) -> dict[str, str]:
    """What a sum rests on that a variant brought: the variant's notice."""
    own = found.equation.identity.source
    return {"basis": own} if own else {}


def _terms(found: Balance, report: Report) -> str:
    """The left side as text, without what is 0: ``72 + 3 + 2, and 17 zeros``."""
    known = [report.cell(path) for path in found.left if path not in found.unknown]
    shown = " + ".join(printed_value(value) for value in known if value)
    zeros = sum(not value for value in known)
    if not shown:
        return "0"
    if not zeros:
        return shown
    return _("{terms}, and {count} zeros").format(terms=shown, count=zeros) if zeros > 1 else _("{terms}, and one zero").format(terms=shown)


def _number(report: Report, path: str) -> str:
    return printed_value(report.cell(path)) or _("blank")


RULES = [row_totals, outcome_totals, balance]
