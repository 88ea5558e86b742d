"""SUM: the identities that the form prints above its tables (勾稽关系).

What a sum is, and when it can be judged, is told by :mod:`govdisc.model.equations`: a blank part counts as 0, a blank total is
reported as blank (NUM101) and not as a wrong sum, and a sum over a row that is missing or could not be read is not checked, which is
said, unless what was read is too much already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.equations import Balance, unsettled
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.form import Form, Identity
from govdisc.model.report import Report
from govdisc.rules.idle import sound
from govdisc.rules.registry import THE_FORM, Context, Example, Rule, rule
from govdisc.text.values import printed_value

#: So many rows or cells are named in the reason why a sum was not checked.
MOST_NAMES = 5
#: So many totals of a kind that are 0 were left at 0 as one; fewer are mistakes each of its own.
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

    A blank part counts as 0. A blank total is reported by NUM101 instead. Three of a table or more that were left at 0 are one finding.
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
    """In every column of part 3, （七）总计 is the sum of （一）, （二） and all sub-rows of （三） to （六）. Three or more left at 0 are one finding.

    A blank part counts as 0. Where a row of the form is missing or could not be read, the column is an error only if the others are
    more than the total already; else it is not checked.
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

    Where （七）总计 was left at 0 in every column though there are outcomes, what follows from it here is one finding.
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
    table, columns = found.equation.table, [form.column(path) for path in found.right]
    if found.equation.identity.axis == "row":
        labels = [column.label for column in columns if column]
        return form.row_label(table.id, found.equation.line), labels, _("Check the row from left to right; one of these numbers is wrong.")
    first = columns[0]
    line = _("Column {column}").format(column=first.label if first else found.equation.line)
    labels = [form.row_label(table.id, path.split(".")[1]) for path in found.right]
    return line, labels, _("Check the column from top to bottom; one of these rows, or the total, is wrong.")


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
        zeros = _left_at_zero(report, context.form, found)
        if zeros:
            yield _at_zero(declared, report, context.form, zeros)
        yield from (wrong(judged) for judged in found if judged not in zeros.values())
    for names, reason in (
        (unread, _("numbers are missing or could not be read: {names}")),
        (blank, _("totals are blank: {names}")),
    ):
        if names:
            shown = list(names)[:MOST_NAMES] + (["…"] if len(names) > MOST_NAMES else [])
            yield declared.unchecked(reason.format(names=context.form.regime.joint.join(shown)))


def _left_at_zero(report: Report, form: Form, wrong: Sequence[Balance]) -> dict[str, Balance]:
    """Of several sums that are wrong those whose total was left at 0, by its cell: one mistake, made more than once.

    One number too many above the totals makes two columns wrong, its own and that of the totals: these are told one by one. In a
    balance of rows, that is the first one behind the sign where it is a total that was left at 0 in every column.
    """
    zeros = {found.right[0]: found for found in wrong if not found.unknown and not report.cell(found.right[0]) and found.left_sum > found.right_sum}
    if len(wrong[0].right) > 1:
        table, row, _column = wrong[0].right[0].split(".")
        filled_in = any(report.tables[table].get(row, {}).values())
        parts = [sum(report.cell(part) or 0 for equation in form.totals.get(path, ()) if path.endswith(equation.line) for part in equation.left) for path in zeros]
        zeros = {} if filled_in or not all(parts) else zeros
    return zeros if len(zeros) >= FEWEST_ZEROS else {}


def _at_zero(declared: Rule, report: Report, form: Form, zeros: Mapping[str, Balance]) -> Finding:
    """One finding for all totals that were left at 0."""
    wanted = {path: found.left_sum - found.right_sum for path, found in zeros.items()}
    path, first = next(iter(zeros.items()))
    message = (
        _("Totals are 0 though their parts are not; behind each stands what it comes to: {totals}.")
        if len(first.right) == 1
        else _("Totals that others must balance are 0 throughout; behind each stands what would balance them: {totals}.")
    )
    return declared.finding(
        message.format(totals="；".join(f"{form.cell_label(cell)} ({printed_value(wanted[cell])})" for cell in zeros)),
        cell=path,
        cells=tuple(zeros),
        place=report.places.get(path),
        expected=wanted[path],
        actual=report.cell(path),
        key="zero",
        suggestion=_("Enter the totals."),
        **_basis(first),
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
