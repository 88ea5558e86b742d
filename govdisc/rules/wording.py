"""What the text of a report says of itself: citations, period, years, names, and what was left in it (codes STR3xx).

The national forms were laid down by 国办公开办函〔2019〕60号 (试行, reports for 2019 and 2020) and 国办公开办函〔2021〕30号 (reports from
2021 on); what a report must hold by Articles 49 and 50 of 《中华人民共和国政府信息公开条例》 (国令第711号).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from govdisc.findings import Finding
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.report import Report
from govdisc.rules import bodies
from govdisc.rules.narrative.sentences import LONGEST_SECTION, flatten, quotation
from govdisc.rules.registry import Context, Example, rule

_FORM = "国办公开办函〔2021〕30号"
_ACT = "《中华人民共和国政府信息公开条例》"
_OPEN, _CLOSE = r"[〔\[［（(【{]", r"[〕\]］）)】}]"
_OLD_NOTICE = re.compile(rf"{_OPEN}2019{_CLOSE}第?60号(?!.{{0,30}}(?:废止|停止执行|失效))")
_TRIAL_FORM = re.compile(r"格式[>＞》〉」』”]{0,2}[（(]试行[）)](?!.{0,30}(?:废止|停止执行|失效))")
_CITATION = re.compile(
    rf"(?P<body>国办公开办[^〔\[（(【\d，。、]{{0,2}}|国办[函涵发汉][^〔\[（(【\d，。、]{{0,1}}|国办)(?:{_OPEN}?(?P<year>20\d\d){_CLOSE}?)?第?(?P<number>\d{{1,4}})号"
)
_OF_THE_FORM = re.compile(r"年度报告格式.{0,24}$")
_ACT_NUMBER = re.compile(r"政府信息公开条例》?[（(](?:以下.{0,12})?(?:国务院令|国令|国务院第)第?(?P<number>\d{1,4})号")
#: The numbers of the Regulation: 711 since 2019, 492 before.
_ACT_NUMBERS = {"711", "492"}


def _texts(report: Report) -> Iterator[tuple[str | None, str, str]]:
    """Yield the lead (section None) and every section with text: id, the text, and the text without white space."""
    if report.lead:
        yield None, report.lead, flatten(report.lead)
    for one in report.sections:
        if one.text:
            yield one.id, one.text, flatten(one.text)


@rule(
    code="STR301",
    title=N_("A superseded form is cited"),
    severity="warning",
    basis=_FORM,
    since="0.1.0",
    passing=Example(report={"year": 2023, "lead": "依据国办公开办函〔2021〕30号的要求编制本报告。"}),
    failing=Example(report={"year": 2023, "lead": "依据国办公开办函〔2019〕60号的要求编制本报告。"}),
)
def superseded_form(report: Report, context: Context) -> Iterator[Finding]:
    """A report for 2021 or later cites 国办公开办函〔2019〕60号 or the 格式（试行）, which 国办公开办函〔2021〕30号 replaced."""
    if report.year is None or report.year < 2021:
        return
    for section, text, flat in _texts(report):
        if "60号" not in flat and "试行" not in flat:
            continue
        for pattern in (_OLD_NOTICE, _TRIAL_FORM):
            match = pattern.search(flat)
            if match is None:
                continue
            quote = quotation(text, match.start(), match.end())
            yield superseded_form.finding(
                _("a report for {year} cites {quote}, the form for the reports of 2019 and 2020.").format(year=report.year, quote=quote),
                section=section,
                quote=quote,
                expected=_FORM,
                actual=quote,
                suggestion=_("cite {basis}.").format(basis=_FORM),
            )
            return


@rule(
    code="STR302",
    title=N_("A garbled citation"),
    severity="warning",
    basis=_FORM,
    since="0.1.0",
    passing=Example(report={"lead": "依据《中华人民共和国政府信息公开条例》（国令第711号）和国办公开办函〔2021〕30号编制。"}),
    failing=Example(report={"lead": "依据《中华人民共和国政府信息公开条例》（国令第711号）和国办公开办涵〔2022〕30号编制。"}),
)
def garbled_citation(report: Report, context: Context) -> Iterator[Finding]:
    """The number of the form's notice or of the Regulation is not one that exists: 国办公开办涵, 〔2022〕30号, 国办发…30号, 国令第771号.

    Other notices of the State Council's offices have other numbers; only what is said to be the form, or what bears the number of the
    form with another year, is looked at.
    """
    for section, text, flat in _texts(report):
        if "国办" in flat:
            for match in _CITATION.finditer(flat):
                if _garbled(match, flat):
                    yield _citation(section, quotation(text, match.start(), match.end()), _FORM if match["number"] != "60" else "国办公开办函〔2019〕60号")
        if "条例" in flat:
            for match in _ACT_NUMBER.finditer(flat):
                if match["number"] not in _ACT_NUMBERS:
                    yield _citation(section, quotation(text, match.start(), match.end()), "国令第711号")


def _garbled(match: re.Match[str], flat: str) -> bool:
    body, year, number = match["body"], match["year"], match["number"]
    known = (year, number) in (("2021", "30"), ("2019", "60"))
    if body == "国办公开办函":
        form = _OF_THE_FORM.search(flat, max(0, match.start() - 60), match.start()) is not None
        return not known and (form or number == "30")
    if body.startswith("国办公开办"):
        return True
    form = _OF_THE_FORM.search(flat, max(0, match.start() - 60), match.start()) is not None
    return form and number in ("30", "60")


def _citation(section: str | None, quote: str, expected: str) -> Finding:
    return garbled_citation.finding(
        _("{quote} is no such document; {expected} is meant.").format(quote=quote, expected=expected),
        section=section,
        quote=quote,
        expected=expected,
        actual=quote,
    )


_PERIOD = re.compile(
    r"统计[^。；;]{0,16}?(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日[^。；;，,\d]{0,6}(?:(?P<y2>20\d\d)年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)


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
    for section, text, flat in _texts(report):
        if "统计" not in flat or "学年" in flat:
            continue
        for match in _PERIOD.finditer(flat):
            problem = _period_problem(report, match)
            if problem:
                quote = quotation(text, match.start(), match.end())
                yield period.finding(problem, section=section, quote=quote, expected=report.year, actual=quote)


def _period_problem(report: Report, match: re.Match[str]) -> str | None:
    first_year = int(match["y1"])
    last_year = int(match["y2"] or first_year)
    try:
        first = date(first_year, int(match["m1"]), int(match["d1"]))
        last = date(last_year, int(match["m2"]), int(match["d2"]))
    except ValueError:
        return _("the statistical period names a day that does not exist.")
    if last < first:
        return _("the statistical period ends before it begins.")
    if report.year is not None and (first_year != report.year or last_year != report.year):
        return _("the statistical period is not the year of the report, {year}.").format(year=report.year)
    return None


_HEADING = r"(?:^|[。；\n])(?:[一二三四五六七八九十\d（）()、.]{1,5}[^，,。]{0,14}?[。：:]|[（(][一二三四五][）)][^，,。\d]{0,20})?"
_DONE = re.compile(rf"{_HEADING}(?P<year>20\d\d)年度?[，,]?(?P<said>[^。；;]{{0,24}}(?:共|全年|累计|本年度)[^。；;]{{0,30}}(?:公开|收到|受理|发布|办理)[^。；;]{{0,60}}\d[^。；;]{{0,60}})")
_LOOKING_BACK = re.compile("比|较|同期|去年|上年|截至|截止|结转|增|减|底|末|月|以来|起")
_SUMMED_UP = re.compile(r"^[^，,。]{0,12}?(?P<year>20\d\d)年度?[，,]?[^。\d]{0,60}(?:存在|不足|问题|差距)")
_PLANNED = re.compile(r"(?:^|[。；])(?P<year>20\d\d)年[，,]?(?:我[局镇乡县区市委办]|我们|我单位|本机关|全[市县区镇乡])?将(?:进一步|继续|着力|不断|努力|从以下|从下面|重点从)")
_TITLED = re.compile(r"(?:公布|发布|公开)[^。，《》]{0,30}?(?P<year>20\d\d)年度?政府信息公开(?:工作)?(?:年度)?(?:工作)?报告(?!编制|的通知)")
_WHOLE_YEAR = re.compile(r"完成(?P<year>20\d\d)年度?政府信息公开工作")


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
    for section, text, flat in _texts(report):
        if "年" not in flat:
            continue
        for match in _leftovers(section, flat, year):
            start = match.start() + len(match[0]) - len(match[0].lstrip("。；"))
            quote = quotation(text, start, match.end())
            yield leftover_year.finding(
                _("the text speaks of {actual} where the report is for {year}.").format(actual=match["year"], year=year),
                section=section,
                quote=quote,
                expected=year,
                actual=int(match["year"]),
            )
            return


def _leftovers(section: str | None, flat: str, year: int) -> Iterator[re.Match[str]]:
    last = str(year - 1)
    if section is None or section == "overview":
        yield from (match for match in _TITLED.finditer(flat[:1500]) if match["year"] == last)
    if section == "overview" and last in flat:
        yield from (match for match in _WHOLE_YEAR.finditer(flat) if match["year"] == last)
        for match in _DONE.finditer(flat):
            said = match["said"]
            behind = flat[match.end() : match.end() + 40]
            if match["year"] == last and str(year) not in said + behind and not _LOOKING_BACK.search(said):
                yield match
    if section == "problems":
        opening = _SUMMED_UP.search(flat)
        if opening is not None and opening["year"] == last and str(year) not in flat[: opening.end()]:
            yield opening
        yield from (match for match in _PLANNED.finditer(flat) if match["year"] in (str(year), last))


_TEMPLATE = re.compile(
    r"该部分以表格形式报告[。，,]?|表格如下[：:。]?(?=$)|[（(]文字(?:描述|说明|表述)[）)]|[（(]此处.{0,12}[）)]|[（(]请?填写.{0,12}[）)]"
    r"|(?<![A-Za-zＡ-Ｚ\d×])(?:20)?[XxＸ×]{2,4}(?=年|月|日|件|条|宗|份|省|市|县|区|镇|乡|街道|局|委|单位|部门|机关|办)"
    r"|某某(?=省|市|县|区|镇|乡|街道|局|委|单位|部门|机关|年)|自年月日|至年月日"
)


@rule(
    code="STR306",
    title=N_("Words of a template left in the text"),
    severity="warning",
    basis=_FORM,
    since="0.1.0",
    passing=Example(sections={"overview": "2023年共公开政府信息120条。诉讼当事人王某某撤回起诉。"}),
    failing=Example(sections={"overview": "XX年共公开政府信息XX条。"}),
)
def template_text(report: Report, context: Context) -> Iterator[Finding]:
    """Words of the form's instructions, or its blanks (XX, ×××, 某某), stand in the published text."""
    for section, text, flat in _texts(report):
        match = _TEMPLATE.search(flat)
        if match is not None:
            quote = quotation(text, match.start(), min(len(flat), match.end() + 1))
            yield template_text.finding(_("words of a template were left in the text: {quote}").format(quote=quote), section=section, quote=quote)


_HTML = re.compile(
    r"</?(?:p|br|div|span|font|table|tbody|tr|td|th|strong|em|b|i|u|a|img|style|script|h[1-6]|ul|ol|li|o:p)(?:\s[^<>]{0,300})?/?>"
    r"|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|hellip|middot|ensp|emsp|#\d{2,6}|#x[0-9a-f]{2,5});",
    re.IGNORECASE,
)


@rule(
    code="STR307",
    title=N_("HTML in the text"),
    severity="warning",
    basis=_FORM,
    since="0.1.0",
    passing=Example(sections={"overview": "依据《关于印发<年度报告格式>的通知》编制。"}),
    failing=Example(sections={"overview": "<p>2023年共公开政府信息120条。</p>"}),
)
def html_in_text(report: Report, context: Context) -> Iterator[Finding]:
    """Tags or entities of HTML stand in the published text, where a reader sees them as words."""
    for section, text in [(None, report.lead), *((one.id, one.text) for one in report.sections)]:
        if "<" not in text and "&" not in text:
            continue
        match = _HTML.search(text[:LONGEST_SECTION])
        if match is not None:
            yield html_in_text.finding(_("HTML stands in the text: {quote}").format(quote=match[0][:40]), section=section, quote=match[0][:80])


@rule(
    code="STR308",
    title=N_("Part 1 leaves out some of its five topics"),
    severity="info",
    basis=_FORM,
    since="0.1.0",
    passing=Example(),
    failing=Example(sections={"overview": "2023年，本机关主动公开政府信息120条，未收到依申请公开。"}),
)
def topics(report: Report, context: Context) -> Iterator[Finding]:
    """Part 1 of the form of 2021 tells of 主动公开, 依申请公开, 政府信息管理, 平台建设 and 监督保障; some of them are not spoken of."""
    section = report.section("overview")
    spec = context.form.section_index.get("overview")
    if section is None or spec is None or not spec.topics:
        return
    flat = flatten(section.text)
    if not flat:
        return
    missing = [one.title for one in spec.topics if not any(word in flat for word in one.words)]
    if missing:
        yield topics.finding(_("part 1 does not speak of: {topics}").format(topics="、".join(missing)), section="overview", key="topics")


#: Article 50 (2), what governments add, and the words that show it.
_ACCOUNTABILITY = (
    ("工作考核", ("考核", "考评", "绩效", "评估")),
    ("社会评议", ("评议", "满意度", "评价", "监督员", "意见建议")),
    ("责任追究", ("追究", "问责", "追责")),
)


@rule(
    code="STR309",
    title=N_("A government's report leaves out 工作考核、社会评议 or 责任追究"),
    severity="info",
    basis=f"{_ACT}第五十条第二款",
    since="0.1.0",
    passing=Example(report={"agency.name": "青岚县人民政府", "agency.kind": "government"}),
    failing=Example(
        report={"agency.name": "青岚县人民政府", "agency.kind": "government"},
        sections={"overview": "主动公开政府信息120条，未收到政府信息公开申请，加强信息管理、平台建设和监督保障。"},
    ),
)
def accountability(report: Report, context: Context) -> Iterator[Finding]:
    """The report of a government also tells of 工作考核、社会评议和责任追究结果."""
    name = "".join((report.agency.name or "").split())
    if report.agency.kind != "government" and not name.endswith("人民政府"):
        return
    flat = "".join(flatten(report.text(one)) for one in ("overview", "problems", "other"))
    if not flat:
        return
    missing = [title for title, words in _ACCOUNTABILITY if not any(word in flat for word in words)]
    if missing:
        yield accountability.finding(
            _("the report of a government does not speak of: {topics}").format(topics="、".join(missing)), section="overview", key="accountability"
        )


_SUBHEADING = re.compile(r"[（(][一二三四五]{1,2}[）)](?:存在的?)?(?:主要|突出)?(?:问题|不足|改进)(?:和不足|及不足)?(?:情况|措施|方向)?[。：:]?")


@rule(
    code="STR310",
    title=N_("A narrative part is empty"),
    severity="error",
    basis=_FORM,
    since="0.1.0",
    passing=Example(sections={"other": "无其他需要报告的事项，2023年收取信息处理费0元。"}),
    failing=Example(sections={"problems": ""}),
)
def empty_part(report: Report, context: Context) -> Iterator[Finding]:
    """Part 1, 5 or 6 has its heading and nothing below it. Parts 1 and 5 must be told in words; an empty part 6 is a warning."""
    if all(value is None for _path, value in report.cells()) and not any(one.text.strip() for one in report.sections):
        return  # the blank form itself, or a page whose body is missing: other rules speak of that
    for one in report.sections:
        if one.id not in ("overview", "problems", "other") or not one.title or _SUBHEADING.sub("", flatten(one.text)):
            continue
        yield empty_part.finding(
            _("part “{title}” is empty.").format(title=one.title),
            severity="warning" if one.id == "other" else None,
            section=one.id,
            key=one.id,
        )


RULES = [
    superseded_form,
    garbled_citation,
    period,
    leftover_year,
    template_text,
    html_in_text,
    topics,
    accountability,
    empty_part,
    *bodies.RULES,
]
