"""FEE1xx: the statement on the information-processing fee that reports for 2021 and later owe.

国办函〔2020〕109号 is in force from 2021-01-01. The fee is never compared with the 行政事业性收费 of part 2, which holds all of an agency's
charges in 万元. A sum collected beside row 六.2 of part 3 (requests closed because a fee was not paid) is consistent: both can be true.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Parameter, Report, Rule, printed_value, rule
from govdisc.plugin import gettext as _
from govdisc_fees.extract import BARE_NIL, FIRST_YEAR, MISSING, NIL, STATED, Fee, fee_of
from govdisc_fees.tariff import step_of

_NOTICE = "国办函〔2020〕109号"
_ITEM, _VOLUME = f"{_NOTICE} 第四条", f"{_NOTICE} 第五条"
_IN_TEN_THOUSAND = 10_000
_UNPAID = "requests.closed_fee_unpaid.total"
#: What the form prints at the head of part 6.
_PART_6 = "六、其他需要报告的事项（收取信息处理费情况在此处报告）"

#: So many characters of a part 6 without a statement are quoted.
_LONGEST_WORDS = 60


def all_fits(report: Report, context: Context) -> bool:
    """Tell whether no statement is due, or there is one in which all fits: a denial beside no unpaid fee, or three figures that agree."""
    if report.year is None or report.year < FIRST_YEAR:
        return True
    fee = context.once(report, fee_of)
    unpaid = report.cell(_UNPAID)
    if fee.statement == NIL:
        return unpaid == 0
    notices, billed, collected = fee.figures
    if fee.statement != STATED or notices is None or billed is None or collected is None or fee.by_item or unpaid is None:
        return False
    step = step_of("pages")
    agree = notices * step <= billed and bool(notices) == bool(billed) and collected <= billed and not (billed % step or collected % step)
    return agree and fee.items is None and fee.pages is None and (notices > 0 or unpaid == 0)


_FULL = "2023年度发出信息处理费收费通知2件，总金额300元，实际收取100元。"


@rule(
    code="FEE101",
    title=N_("No statement on the information-processing fee"),
    severity="error",
    basis=f"{THE_FORM} {_PART_6}；{_NOTICE}",
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "本机关无政务公开示范点建设任务，继续做好日常维护。"}),
    idle=all_fits,
)
def statement_missing(report: Report, context: Context) -> Iterator[Finding]:
    """Part 6 of a report for 2021 or later says what was charged for processing information, even when nothing was.

    Any sentence that speaks of a fee for disclosure counts, in whatever part it stands. It is an error where part 6 speaks of other
    things and not of the fee; a warning where it is empty, or where the statement is last year's. Where part 6 itself is missing, that
    alone is reported (STR101), since the statement may have been lost with it; where it says 无 alone, see FEE102.
    """
    section = report.section("other")
    fee = _fee(report, context)
    if section is None or fee is None or fee.statement != MISSING:
        return
    words = " ".join(section.text[:_LONGEST_WORDS].split())
    if fee.another_year is not None:
        message = _("The statement on the information-processing fee (信息处理费) is for {actual}, not for {year}.").format(
            actual=fee.another_year, year=report.year
        )
    else:
        message = _("The report does not say what was charged as information-processing fee (信息处理费).")
    yield statement_missing.finding(
        message,
        severity="warning" if fee.another_year is not None or not words else None,
        section=fee.section or "other",
        quote=fee.quote or words or None,
        place=fee.place or section.place_at(0),
        suggestion=_("Add to part 6 how many fee notices were issued, their total amount and what was collected, or that there was none."),
    )


@rule(
    code="FEE102",
    title=N_("Part 6 says 无 alone"),
    severity="warning",
    basis=f"{THE_FORM} {_PART_6}；{_NOTICE}",
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": f"{_FULL}无其他需要报告的事项。"}),
    failing=Example(sections={"other": "无。"}),
    idle=all_fits,
)
def bare_nil(report: Report, context: Context) -> Iterator[Finding]:
    """无, or that there is nothing else to report, says nothing of the fee. A signature below it does not count."""
    fee = _fee(report, context)
    if fee is not None and fee.statement == BARE_NIL:
        yield bare_nil.finding(
            _("{words} says nothing of the information-processing fee (信息处理费).").format(words=fee.quote),
            suggestion=_("Say that no fee was charged, such as 本机关未收取信息处理费."),
            **_where(fee),
        )


@rule(
    code="FEE103",
    title=N_("An incomplete statement on the fee"),
    severity="info",
    basis=_NOTICE,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度收取信息处理费3900元。"}),
    idle=all_fits,
)
def incomplete(report: Report, context: Context) -> Iterator[Finding]:
    """Three figures make a full statement: fee notices issued, their total amount, and what was actually collected.

    Reported where there was a fee, or where the report speaks of it and gives neither a figure nor a denial. Many offices give the sum
    collected alone, so it is only worth a look.
    """
    fee = _stated(report, context)
    if fee is None or not (any(fee.figures) or fee.figures == (None, None, None)):
        return
    names = (N_("the number of fee notices"), N_("their total amount"), N_("the sum collected"))
    lacking = [_(name) for name, figure in zip(names, fee.figures, strict=True) if figure is None]
    if lacking:
        yield incomplete.finding(
            _("The statement lacks: {figures}.").format(figures=_(", ").join(lacking)), **_where(fee)
        )


@rule(
    code="FEE104",
    title=N_("No fee stated beside requests closed for an unpaid one"),
    severity="warning",
    basis=f"{_NOTICE}；国办公开办函〔2021〕30号 三、（六）2",
    regime="cn",
    since="0.1.0",
    passing=Example(
        cells={"requests.closed_fee_unpaid.natural_person": 6, _UNPAID: 6}, sections={"other": "2023年度收取信息处理费400元。"}
    ),
    failing=Example(
        cells={"requests.closed_fee_unpaid.natural_person": 6, _UNPAID: 6}, sections={"other": "2023年，本机关未收取信息处理费。"}
    ),
    idle=all_fits,
)
def nil_beside_unpaid(report: Report, context: Context) -> Iterator[Finding]:
    """Row 六.2 counts requests closed because a noticed fee was not paid, so there were fee notices, and part 6 must tell of them.

    A statement that denies the fee, or gives 0 for everything it states, contradicts the row. A sum collected, or a number of notices, is
    consistent with it. It is a warning: the notice may have been sent late in the year before.
    """
    fee = _fee(report, context)
    if fee is None:
        return
    unpaid = report.cell(_UNPAID)
    if unpaid is None:  # a blank total: the parts count
        unpaid = sum(value or 0 for value in report.tables.get("requests", {}).get("closed_fee_unpaid", {}).values())
    if not unpaid or unpaid < 0:
        return
    zeros = fee.statement == STATED and fee.figures != (None, None, None) and not any(fee.figures)
    if fee.statement == NIL or zeros:
        yield nil_beside_unpaid.finding(
            _("The statement knows of no fee, yet {unpaid} requests were closed because a fee was not paid.").format(
                unpaid=printed_value(unpaid)
            ),
            cell=_UNPAID,
            actual=unpaid,
            expected=0,
            **_where(fee),
            suggestion=_("State the fee notices and their amount, or correct row 六.2 of part 3."),
        )


@rule(
    code="FEE105",
    title=N_("More collected than billed"),
    severity="error",
    basis=_NOTICE,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额300元，实际收取500元。"}),
    idle=all_fits,
)
def collected_above_billed(report: Report, context: Context) -> Iterator[Finding]:
    """Notices come to a sum, and no more than that can have been collected on them."""
    fee = _stated(report, context)
    if fee is None or fee.billed is None or fee.collected is None or fee.collected <= fee.billed:
        return
    yield collected_above_billed.finding(
        _("¥{collected} were collected on notices of ¥{billed}.").format(
            collected=printed_value(fee.collected), billed=printed_value(fee.billed)
        ),
        actual=fee.collected,
        expected=fee.billed,
        **_where(fee),
    )


@rule(
    code="FEE106",
    title=N_("An amount that the tariff cannot give"),
    severity="error",
    basis=f"{_ITEM}；{_VOLUME}",
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额305元，实际收取305元。"}),
    idle=all_fits,
)
def impossible_amount(report: Report, context: Context) -> Iterator[Finding]:
    """Every amount under the tariff is a multiple of ¥10, and of ¥100 where the fee is charged by item.

    Pages cost ¥10, ¥20 or ¥40, items ¥100 and more. Where the report itself says that it charged by item alone, other multiples of ¥10
    are a warning, since it may speak of the rule and not of the case; what it says was charged by item (其中按件200元) is the case.
    """
    fee = _stated(report, context)
    if fee is None:
        return
    pages, items = step_of("pages"), step_of("items")
    whole = items if fee.by_item and fee.items is None else pages
    told: set[Decimal | int] = set()  # what was billed and then collected is one mistake
    for name, amount, step in (("billed", fee.billed, whole), ("collected", fee.collected, whole), ("items", fee.items, items), ("pages", fee.pages, pages)):
        if amount is None or amount % step == 0 or amount in told:
            continue
        told.add(amount)
        yield impossible_amount.finding(
            _("¥{amount} is not a multiple of ¥{step}.").format(amount=printed_value(amount), step=step),
            severity="error" if amount % pages or name == "items" else "warning",
            actual=amount,
            basis=_ITEM if step == items else impossible_amount.basis,
            key=name,
            **_where(fee),
        )


@rule(
    code="FEE107",
    title=N_("Fee notices and their amount that cannot both be right"),
    severity="error",
    basis=_NOTICE,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": _FULL}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知0件，总金额300元，实际收取300元。"}),
    idle=all_fits,
)
def notices_and_amount(report: Report, context: Context) -> Iterator[Finding]:
    """Where there are fee notices they come to an amount, and where there is an amount there are notices.

    The least that a notice can bill is ¥10. A sum collected beside no notices is a warning: the notice may be last year's.
    """
    fee = _stated(report, context)
    if fee is None or fee.notices is None:
        return
    if fee.billed is not None:
        least = fee.notices * step_of("pages")
        if fee.billed < least or (not fee.notices and fee.billed):
            yield _contradiction(fee, fee.billed, "error", least)
    elif fee.collected and not fee.notices:
        yield _contradiction(fee, fee.collected, "warning", 0)


def _contradiction(fee: Fee, amount: Decimal, severity: str, least: int) -> Finding:
    return notices_and_amount.finding(
        _("{notices} fee notices, and an amount of ¥{amount}.").format(notices=fee.notices, amount=printed_value(amount)),
        severity=severity,
        actual=amount,
        expected=least,
        **_where(fee),
    )


@rule(
    code="FEE108",
    title=N_("A fee too large for its unit"),
    severity="warning",
    basis=_NOTICE,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额0.03万元，实际收取0.01万元。"}),
    failing=Example(sections={"other": "2023年度发出信息处理费收费通知2件，总金额300万元，实际收取100万元。"}),
    parameters=(Parameter("limit", 1_000_000, N_("the amount in yuan from which the unit is doubted")),),
)
def doubtful_unit(report: Report, context: Context) -> Iterator[Finding]:
    """Amounts of a million yuan or more suggest that 元 was written as 万元; a fee of that size would be extraordinary.

    So does a smaller amount in 万元 whose number the tariff could give in 元: 30万元 for one notice, where 30元 is the price of three pages.
    """
    fee = _stated(report, context)
    if fee is None or not (fee.billed or fee.collected):
        return
    amount = max(fee.billed or Decimal(0), fee.collected or Decimal(0))
    if amount >= context.parameter(doubtful_unit, "limit") or _in_wrong_unit(fee, amount):
        yield doubtful_unit.finding(
            _("A fee of ¥{amount} would be extraordinary: is the unit 元?").format(amount=printed_value(amount)),
            actual=amount,
            suggestion=_("Give the amount in 元."),
            **_where(fee),
        )


def _in_wrong_unit(fee: Fee, amount: Decimal) -> bool:
    """Whether an amount is printed in 万元 and its number would be one of the tariff's in 元, for as many notices as there are."""
    number, rest = divmod(amount, _IN_TEN_THOUSAND)
    step = step_of("pages")
    return not rest and not number % step and number >= step * (fee.notices or 1) and f"{number}万" in "".join(fee.quote.split())


def _fee(report: Report, context: Context) -> Fee | None:
    """Return what a report says of the fee where a statement is due, else None."""
    return context.once(report, fee_of) if report.year is not None and report.year >= FIRST_YEAR else None


def _stated(report: Report, context: Context) -> Fee | None:
    """Return the fee where one is due and the report speaks of it without denying it, else None."""
    fee = _fee(report, context)
    return fee if fee is not None and fee.statement == STATED else None


def _where(fee: Fee) -> dict[str, Any]:
    return {"section": fee.section, "quote": fee.quote, "place": fee.place}


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
