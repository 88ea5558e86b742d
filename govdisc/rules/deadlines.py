"""When a report was published, against 《中华人民共和国政府信息公开条例》 (国令第711号).

第四十九条: departments of governments at county level and above publish by 31 January; the authority in charge publishes the report
of a local government at county level and above by 31 March. Townships and street offices are not named there, so only a local
rule binds them. A government's own office that publishes a report of its own counts as a department here: it is one of the
government's bodies, and the later date is meant for the report on the government as a whole.

All findings are warnings at most: the date that a page shows may be that of a move to a new portal, not of the first publication.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, Rule, rule
from govdisc.text.bodies import Body
from govdisc.text.dates import iso_day

_ARTICLE_49 = "《中华人民共和国政府信息公开条例》第四十九条"
#: The first year of report that Art. 49 governs; the regulation came into force on 2019-05-15.
_FIRST_YEAR = 2019

_MONTH_DAY = Pattern(r"(\d{1,2})-(\d{1,2})")


def in_time(report: Report, context: Context) -> bool:
    """Tell whether it is certain that a report was published after its year, by the last day."""
    day, year = iso_day(report.published), report.year
    if day is None or year is None or day.year <= year:
        return False
    duty = _duty(report)
    if duty is None:
        return False
    late = department_late if duty == "department" else government_late
    limit = _limit(late, context, "township_until" if duty == "township" else "until", year)
    return limit is None or day <= limit


@rule(
    code="DUE101",
    title=N_("A department's report published after 31 January"),
    severity="warning",
    basis=_ARTICLE_49,
    regime="cn",
    since="0.1.0",
    passing=Example(report={"year": 2023, "published": "2024-01-31"}),
    failing=Example(report={"year": 2023, "published": "2024-02-01"}),
    parameters=(Parameter("until", "01-31", N_("last day of publication in the year after the reported one, month-day")),),
    idle=in_time,
)
def department_late(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """Departments of governments at county level and above publish their report by 31 January of the following year.

    A government's own office (办公室, 办公厅) that reports for itself is held to the same day. It is a warning, since the date of a
    page may be that of a later publication elsewhere. Without a date, or where the agency's level or kind is not certain, the
    deadline is not checked, which is said.
    """
    if _duty(report) in ("department", None):
        yield from _late(department_late, report, context, "until")


@rule(
    code="DUE102",
    title=N_("A government's report published after 31 March"),
    severity="warning",
    basis=_ARTICLE_49,
    regime="cn",
    since="0.1.0",
    passing=Example(
        report={"year": 2023, "published": "2024-03-31", "agency.name": "青岚县人民政府", "agency.kind": "government"},
    ),
    failing=Example(
        report={"year": 2023, "published": "2024-04-01", "agency.name": "青岚县人民政府", "agency.kind": "government"},
    ),
    parameters=(
        Parameter("until", "03-31", N_("last day of publication in the year after the reported one, month-day")),
        Parameter("township_until", "", N_("the same for townships and street offices, which no national rule binds; empty for none")),
    ),
    idle=in_time,
)
def government_late(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """Local governments at county level and above have their report published by 31 March of the following year.

    Townships and street offices are not named in the regulation; where a local rule binds them, set ``township_until``. It is a
    warning, since the date of a page may be that of a later publication elsewhere.
    """
    duty = _duty(report)
    if duty in ("government", None):
        yield from _late(government_late, report, context, "until")
    elif duty == "township":
        yield from _late(government_late, report, context, "township_until")


@rule(
    code="DUE103",
    title=N_("A report dated before the reported year had ended"),
    severity="warning",
    basis=_ARTICLE_49,
    regime="cn",
    since="0.1.0",
    passing=Example(report={"year": 2023, "published": "2024-01-02"}),
    failing=Example(report={"year": 2023, "published": "2023-12-29"}),
    idle=in_time,
)
def published_early(report: Report, context: Context) -> Iterator[Finding | Unchecked]:
    """No report can have been published before the year that it tells of had ended.

    Either the publication date or the year of the report is wrong, or the figures leave out the last days of the year.
    """
    day = iso_day(report.published)
    reason = _unknown_date(report, day)
    if reason is not None:
        yield published_early.unchecked(reason)
    elif day is not None and report.year is not None and day.year <= report.year:
        yield published_early.finding(
            _("The report for {year} is dated {published}, before the year ended.").format(year=report.year, published=day.isoformat()),
            actual=day.isoformat(),
            expected=f"{report.year + 1}-01-01",
            suggestion=_("Correct the date of publication or the year of the report."),
        )


def _unknown_date(report: Report, day: date | None) -> str | None:
    """Why no date can be compared, None when one can."""
    if report.year is None:
        return _("the year of the report is not known")
    if not report.published:
        return _("no date of publication is known (set one with --published)")
    if day is None:
        return _("the date of publication, {date}, is none of the form 2024-01-31").format(date=report.published)
    return None


def _duty(report: Report) -> str | None:
    """Which deadline binds the agency: ``department``, ``government``, ``township``, ``none`` or, where that is not certain, None."""
    agency = report.agency
    told = agency.level is not None and agency.kind is not None  # spares time
    return _duty_of(None if told else agency.name, agency.level, agency.kind)  # spares time


@lru_cache(maxsize=256)
def _duty_of(name: str | None, level: str | None, kind: str | None) -> str | None:
    body = Body.of(name)
    level, kind = level or body.level, kind or body.kind
    if level == "township":
        return "township"
    if level is None and not body.county_or_above:
        return None
    if kind == "government":
        return "none" if level == "central" else "government"
    return "department" if kind in ("department", "office") else None


def _late(rule_: Rule, report: Report, context: Context, name: str) -> Iterator[Finding | Unchecked]:
    if report.year is not None and report.year < _FIRST_YEAR:
        return
    day = iso_day(report.published)
    reason = _unknown_date(report, day)
    limit = _limit(rule_, context, name, report.year) if report.year is not None else None
    if reason is not None or _duty(report) is None:
        if name != "township_until" or context.parameter(rule_, name):
            yield rule_.unchecked(reason or _("the level or the kind of the body is not certain from its name"))
        return
    if day is None or limit is None or day <= limit:
        return
    yield rule_.finding(
        _("Published on {published}, after the last day, {limit}.").format(published=day.isoformat(), limit=limit.isoformat()),
        actual=day.isoformat(),
        expected=limit.isoformat(),
        basis=context.basis(rule_, of=f"{rule_.code}.{name}"),
        suggestion=_("If the page was published again later, give the first date of publication."),
    )


def _limit(rule_: Rule, context: Context, name: str, year: int) -> date | None:
    setting = context.parameter(rule_, name)
    if setting == "":
        return None
    return _day_after(year, str(setting)) or _refuse(rule_, name, setting)


@lru_cache(maxsize=64)
def _day_after(year: int, setting: str) -> date | None:
    found = _MONTH_DAY.fullmatch(setting)
    try:
        return date(year + 1, int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _refuse(rule_: Rule, name: str, setting: object) -> date:
    raise ConfigurationError(
        _("{parameter}: {setting!r} is not a day of the year; write month-day, such as 01-31.").format(
            parameter=f"{rule_.code}.{name}", setting=setting
        )
    )


RULES: list[Rule] = [department_late, government_late, published_early]
