"""The statistical period, and years that were left over from another report (Articles 49 and 50 of the Regulation)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.dates import Period, periods
from govdisc_prose.narrative.sentences import quotation
from govdisc_prose.wording.texts import texts

_ACT = "《中华人民共和国政府信息公开条例》"
_ENDS = Pattern("[。；;]")
#: The word stands at most so many characters before the period.
_NEAR = 16


@rule(
    code="STR303",
    title=N_("A statistical period that is not the report's year"),
    severity="warning",
    basis=f"{_ACT}第四十九条",
    since="0.1.0",
    passing=Example(report={"year": 2023, "lead": "统计期限自2023年1月1日起至2023年12月31日止。"}),
    failing=Example(report={"year": 2023, "lead": "统计期限自2022年1月1日起至2022年12月31日止。"}),
)
def period(report: Report, context: Context) -> Iterator[Finding]:
    """The period that the numbers are said to be for is of another year than the report, or is no period at all.

    Dates whose characters were lost on the way (2025111231日) are left alone.
    """
    for section, text, flat in texts(report):
        if "统计" not in flat or "学年" in flat:
            continue
        for period_ in periods(flat):
            said = flat.rfind("统计", max(0, period_.start - _NEAR - 2), period_.start)
            if said < 0 or period_.damaged or _ENDS.search(flat, said, period_.start):
                continue
            problem = _period_problem(report, period_)
            if problem:
                quote = quotation(text, said, period_.end)
                yield period.finding(problem, section=section, quote=quote, expected=report.year, actual=quote)


def _period_problem(report: Report, named: Period) -> str | None:
    if named.first is None or named.last is None:
        return _("The statistical period names a day that does not exist.")
    if named.last < named.first:
        return _("The statistical period ends before it begins.")
    if report.year is not None and named.years != (report.year, report.year):
        return _("The statistical period is not the year of the report, {year}.").format(year=report.year)
    return None


_HEADING = r"(?:^|[。；\n])(?:[一二三四五六七八九十\d（）()、.]{1,5}[^，,。]{0,14}?[。：:]|[（(][一二三四五][）)][^，,。\d]{0,20})?"
_DONE = Pattern(
    rf"{_HEADING}(?P<year>20\d\d)年度?[，,]?(?P<said>[^。；;]{{0,24}}(?:共|全年|累计|本年度)[^。；;]{{0,30}}(?:公开|收到|受理|发布|办理)[^。；;]{{0,60}}\d[^。；;]{{0,60}})"
)
_LOOKING_BACK = Pattern("比|较|同期|去年|上年|截至|截止|结转|增|减|底|末|月|以来|起")
_SUMMED_UP = Pattern(r"^(?:[（(]?一[）)、][^，,。\d]{0,16}[。：:]?)?(?P<year>20\d\d)年度?[，,]?[^。\d]{0,60}(?:存在|不足|问题|差距)")
_PLANNED = Pattern(
    r"(?:^|[。；])(?P<year>20\d\d)年[，,]?(?:我[局镇乡县区市委办]|我们|我单位|本机关|全[市县区镇乡])?将(?:进一步|继续|着力|不断|努力|从以下|从下面|重点从)"
)
_TITLED = Pattern(r"(?:公布|发布|公开)[^。，《》]{0,30}?(?P<year>20\d\d)年度?政府信息公开(?:工作)?(?:年度)?(?:工作)?报告(?!编制|的通知)")
_WHOLE_YEAR = Pattern(r"完成(?P<year>20\d\d)年度?政府信息公开工作")


@rule(
    code="STR304",
    title=N_("Another year's year left in the text"),
    severity="warning",
    basis=f"{_ACT}第五十条",
    since="0.1.0",
    passing=Example(
        report={"year": 2023},
        sections={"overview": "2023年，本机关全年共公开政府信息120条，比2022年多8条。", "problems": "存在不足。2024年，我局将进一步改进。"},
    ),
    failing=Example(report={"year": 2023}, sections={"overview": "2022年，本机关全年共公开政府信息120条。"}),
)
def leftover_year(report: Report, context: Context) -> Iterator[Finding]:
    """The text tells of the work of another year as if it were this report's: last year's text was not brought up to date.

    Only sentences that leave no doubt are reported: a statement of the year's numbers under last year's date without any comparison,
    the announcement of another year's report, plans for the year that the report is about.
    """
    year = report.year
    if year is None:
        return
    for section, text, flat in texts(report):
        if "年" not in flat:
            continue
        for match in _leftovers(section, flat, year):
            start = match.start() + len(match[0]) - len(match[0].lstrip("。；"))
            quote = quotation(text, start, match.end())
            yield leftover_year.finding(
                _("The text speaks of {actual} where the report is for {year}.").format(actual=match["year"], year=year),
                section=section,
                quote=quote,
                expected=year,
                actual=int(match["year"]),
            )
            return


def _leftovers(section: str | None, flat: str, year: int) -> Iterator[re.Match[str]]:
    last = str(year - 1)
    if (section is None or section == "overview") and last in flat:
        yield from (match for match in _TITLED.finditer(flat[:1500]) if match["year"] == last)
    if section == "overview" and last in flat:
        yield from (match for match in _WHOLE_YEAR.finditer(flat) if match["year"] == last)
        for match in _DONE.finditer(flat):
            said = match["said"]
            behind = flat[match.end() : match.end() + 12]
            if match["year"] == last and str(year) not in said + behind and not _LOOKING_BACK.search(said):
                yield match
    if section == "problems" and (last in flat or f"{year}年" in flat):
        opening = _SUMMED_UP.search(flat[:200])
        if opening is not None and opening["year"] == last and str(year) not in flat[: opening.end()]:
            yield opening
        yield from (match for match in (_PLANNED.finditer(flat) if "将" in flat else ()) if match["year"] in (str(year), last))


RULES = [period, leftover_year]
