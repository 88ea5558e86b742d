"""FEE1xx: the statement on the information-processing fee that reports for 2021 and later owe.

国办函〔2020〕109号 is in force from 2021-01-01. The fee is never compared with the 行政事业性收费 of part 2, which holds all of an agency's
charges in 万元. A sum collected beside row 六.2 of part 3 (requests closed because a fee was not paid) is consistent: both can be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules import Context, Example, Parameter, Rule, rule
from govdisc.text.values import printed_value
from govdisc_fees.extract import BARE_NIL, FIRST_YEAR, MISSING, NIL, STATED, Fee, fee_of

_NOTICE = "国办函〔2020〕109号"
_ITEM, _VOLUME = f"{_NOTICE} 第四条", f"{_NOTICE} 第五条"
_UNPAID = "requests.closed_fee_unpaid.total"
#: Every price of the tariff is a multiple of ¥10; by item of ¥100. The least that a notice can bill is ¥10, one page.
_STEP, _ITEM_STEP = 10, 100

_FULL = "2023年度发出信息处理费收费通知2件，总金额300元，实际收取100元。"


@rule(
    code="FEE101",
    title=N_("No statement on the information-processing fee"),
    severity="error",
    basis=_NOTICE,
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "本机关无政务公开示范点建设任务，继续做好日常维护。"}),
)
def statement_missing(report: Report, context: Context) -> Iterator[Finding]:
    """Part 6 of a report for 2021 or later says what was charged for processing information, even when nothing was.

    Any sentence that speaks of a fee for disclosure counts, in whatever part it stands. Where part 6 itself is missing, that alone
    is reported (STR101), since the statement may have been lost with it; where it says 无 alone, see FEE102.
    """
    if not _due(report) or report.section("other") is None or fee_of(report).statement != MISSING:
        return
    yield statement_missing.finding(
        _("The report does not say what was charged as information-processing fee (信息处理费)."),
        section="other",
        suggestion=_("Add to part 6 how many fee notices were issued, their total amount and what was collected, or that there was none."),
    )


@rule(
    code="FEE102",
    title=N_("Part 6 says 无 alone"),
    severity="warning",
    basis=_NOTICE,
    since="0.1.0",
    passing=Example(sections={"other": f"{_FULL}无其他需要报告的事项。"}),
    failing=Example(sections={"other": "无。"}),
)
def bare_nil(report: Report, context: Context) -> Iterator[Finding]:
    """无, or that there is nothing else to report, says nothing of the fee. A signature below it does not count."""
    if not _due(report):
        return
    fee = fee_of(report)
    if fee.statement == BARE_NIL:
        yield bare_nil.finding(
            _("{words} says nothing of the information-processing fee (信息处理费).").format(words=fee.quote),
            section="other",
            quote=fee.quote,
            suggestion=_("Say that no fee was charged, such as 本机关未收取信息处理费."),
        )


@rule(
    code="FEE103",
    title=N_("An incomplete statement on the fee"),
    severity="info",
    basis=_NOTICE,
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度收取信息处理费3900元。"}),
)
def incomplete(report: Report, context: Context) -> Iterator[Finding]:
    """Three figures make a full statement: fee notices issued, their total amount, and what was actually collected.

    Reported where there was a fee, or where the report speaks of it and gives neither a figure nor a denial. Many offices give the sum
    collected alone, so it is only worth a look.
    """
    fee = _stated(report)
    if fee is None or not (any(fee.figures) or fee.figures == (None, None, None)):
        return
    names = (N_("the number of fee notices"), N_("their total amount"), N_("the sum collected"))
    lacking = [_(name) for name, figure in zip(names, fee.figures, strict=True) if figure is None]
    if lacking:
        yield incomplete.finding(
            _("The statement lacks: {figures}.").format(figures=_(", ").join(lacking)), section=fee.section, quote=fee.quote
        )


@rule(
    code="FEE104",
    title=N_("No fee stated beside requests closed for an unpaid one"),
    severity="warning",
    basis=f"{_NOTICE}；国办公开办函〔2021〕30号 三、（六）2",
    since="0.1.0",
    passing=Example(
        cells={"requests.closed_fee_unpaid.natural_person": 6, _UNPAID: 6}, sections={"other": "2023年度收取信息处理费400元。"}
    ),
    failing=Example(
        cells={"requests.closed_fee_unpaid.natural_person": 6, _UNPAID: 6}, sections={"other": "2023年，本机关未收取信息处理费。"}
    ),
)
def nil_beside_unpaid(report: Report, context: Context) -> Iterator[Finding]:
    """Row 六.2 counts requests closed because a noticed fee was not paid, so there were fee notices, and part 6 must tell of them.

    A statement that denies the fee, or gives 0 for everything it states, contradicts the row. A sum collected, or a number of notices, is
    consistent with it. It is a warning: the notice may have been sent late in the year before.
    """
    if not _due(report):
        return
    unpaid = report.cell(_UNPAID)
    if unpaid is None:  # a blank total: the parts count
        unpaid = sum(value or 0 for value in report.tables.get("requests", {}).get("closed_fee_unpaid", {}).values())
    if not unpaid or unpaid < 0:
        return
    fee = fee_of(report)
    zeros = fee.statement == STATED and fee.figures != (None, None, None) and not any(fee.figures)
    if fee.statement == NIL or zeros:
        yield nil_beside_unpaid.finding(
            _("The statement knows of no fee, yet {unpaid} requests were closed because a fee was not paid.").format(
                unpaid=printed_value(unpaid)
            ),
            cell=_UNPAID,
            place=report.places.get(_UNPAID),
            section=fee.section,
            quote=fee.quote,
            actual=unpaid,
            expected=0,
            suggestion=_("State the fee notices and their amount, or correct row 六.2 of part 3."),
        )


@rule(
    code="FEE105",
    title=N_("More collected than billed"),
    severity="error",
    basis=_NOTICE,
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额300元，实际收取500元。"}),
)
def collected_above_billed(report: Report, context: Context) -> Iterator[Finding]:
    """Notices come to a sum, and no more than that can have been collected on them."""
    fee = _stated(report)
    if fee is None or fee.billed is None or fee.collected is None or fee.collected <= fee.billed:
        return
    yield collected_above_billed.finding(
        _("¥{collected} were collected on notices of ¥{billed}.").format(
            collected=printed_value(fee.collected), billed=printed_value(fee.billed)
        ),
        section=fee.section,
        quote=fee.quote,
        actual=fee.collected,
        expected=fee.billed,
    )


@rule(
    code="FEE106",
    title=N_("An amount that the tariff cannot give"),
    severity="error",
    basis=f"{_ITEM}；{_VOLUME}",
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额305元，实际收取305元。"}),
)
def impossible_amount(report: Report, context: Context) -> Iterator[Finding]:
    """Every amount under the tariff is a multiple of ¥10, and of ¥100 where the fee is charged by item.

    Pages cost ¥10, ¥20 or ¥40, items ¥100 and more. Where the report itself says that it charged by item, other multiples of ¥10 are a
    warning, since it may speak of the rule and not of the case.
    """
    fee = _stated(report)
    if fee is None:
        return
    for name, amount in (("billed", fee.billed), ("collected", fee.collected)):
        step = _ITEM_STEP if fee.by_item else _STEP
        if amount is None or amount % step == 0:
            continue
        yield impossible_amount.finding(
            _("¥{amount} is not a multiple of ¥{step}.").format(amount=printed_value(amount), step=step),
            severity="error" if amount % _STEP else "warning",
            section=fee.section,
            quote=fee.quote,
            actual=amount,
            basis=_ITEM if fee.by_item else impossible_amount.basis,
            key=name,
        )


@rule(
    code="FEE107",
    title=N_("Fee notices and their amount that cannot both be right"),
    severity="error",
    basis=_NOTICE,
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知0件，总金额300元，实际收取300元。"}),
)
def notices_and_amount(report: Report, context: Context) -> Iterator[Finding]:
    """Where there are fee notices they come to an amount, and where there is an amount there are notices.

    The least that a notice can bill is ¥10. A sum collected beside no notices is a warning: the notice may be last year's.
    """
    fee = _stated(report)
    if fee is None or fee.notices is None:
        return
    if fee.billed is not None:
        least = fee.notices * _STEP
        if fee.billed < least or (not fee.notices and fee.billed):
            yield _contradiction(fee, fee.billed, "error", least)
    elif fee.collected and not fee.notices:
        yield _contradiction(fee, fee.collected, "warning", 0)


def _contradiction(fee: Fee, amount: Decimal, severity: str, least: int) -> Finding:
    return notices_and_amount.finding(
        _("{notices} fee notices, and an amount of ¥{amount}.").format(notices=fee.notices, amount=printed_value(amount)),
        severity=severity,
        section=fee.section,
        quote=fee.quote,
        actual=amount,
        expected=least,
    )


@rule(
    code="FEE108",
    title=N_("A fee too large for its unit"),
    severity="warning",
    basis=_NOTICE,
    since="0.1.0",
    passing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额0.03万元，实际收取0.01万元。"}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额300万元，实际收取100万元。"}),
    parameters=(Parameter("limit", 1_000_000, N_("the amount in yuan from which the unit is doubted")),),
)
def doubtful_unit(report: Report, context: Context) -> Iterator[Finding]:
    """Amounts of a million yuan or more suggest that 元 was written as 万元; a fee of that size would be extraordinary."""
    fee = _stated(report)
    if fee is None or not (fee.billed or fee.collected):
        return
    amount = max(fee.billed or Decimal(0), fee.collected or Decimal(0))
    if amount >= context.parameter(doubtful_unit, "limit"):
        yield doubtful_unit.finding(
            _("A fee of ¥{amount} would be extraordinary: is the unit 元?").format(amount=printed_value(amount)),
            section=fee.section,
            quote=fee.quote,
            actual=amount,
            suggestion=_("Give the amount in 元."),
        )


def _due(report: Report) -> bool:
    return report.year is not None and report.year >= FIRST_YEAR


def _stated(report: Report) -> Fee | None:
    """Return the fee where one is due and the report speaks of it without denying it, else None."""
    fee = fee_of(report) if _due(report) else None
    return fee if fee is not None and fee.statement == STATED else None


RULES: list[Rule] = [
    statement_missing,
    bare_nil,
    incomplete,
    nil_beside_unpaid,
    collected_above_billed,
    impossible_amount,
    notices_and_amount,
    doubtful_unit,
]
