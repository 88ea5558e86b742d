"""REG1xx: what a regional variant asks for beyond the national form.

A rule does nothing until a variant sets its parameter (``variants/*.toml``, each with the source that documents it), and only for the
years that the variant is documented for. The basis of every finding is that source.
"""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import N_, Body, ConfigurationError, Context, Example, Finding, Form, Parameter, Pattern, Report, Rule, iso_day, rule
from govdisc.plugin import gettext as _

#: Characters as word processors count them: a run of Latin letters or digits is one.
_CHARACTER = Pattern(r"[0-9A-Za-z.,%]+|\S")

_SENTENCE = "全年公开信息12条，更新专区3个。"


def _national(_report: Report, context: Context) -> bool:
    """Tell whether no variant lies over the form, so that no region asks for anything."""
    return context.form.variant is None


@rule(
    code="REG101",
    title=N_("Part 1 longer than the region allows"),
    severity="warning",
    basis="怀化市通知 (hjs.gov.cn 2024-01)；武政办发〔2025〕54号",
    regime="cn",
    since="0.1.0",
    passing=Example(report={"variant": "huaihua-2023", "year": 2023}, sections={"overview": _SENTENCE}),
    failing=Example(report={"variant": "huaihua-2023", "year": 2023}, sections={"overview": _SENTENCE * 100}),
    parameters=(
        Parameter("limit", 0, N_("the most characters that part 1 may have; 0 for no limit")),
        Parameter("tolerance", 0, N_("the share by which the limit may be exceeded, where the source says about")),
    ),
    idle=_national,
)
def overview_too_long(report: Report, context: Context) -> Iterator[Finding]:
    """总体情况 is limited in some regions: 怀化 for 2023 to 1,000 characters, 武威 for 2025 to about 1,000 (up to 1,100 here).

    Counted are characters and punctuation without blanks; a number or a Latin word is one, as word processors count.
    """
    if not _applies(report, context.form):
        return
    limit = context.parameter(overview_too_long, "limit")
    text = report.text("overview")
    if not limit or len(text) <= limit:
        return
    length = sum(1 for _one in _CHARACTER.finditer(text))
    if length > limit * (1 + context.parameter(overview_too_long, "tolerance")):
        yield overview_too_long.finding(
            _("Part 1 has {length} characters, {region} allows {limit}.").format(
                length=length, region=context.form.variant, limit=limit
            ),
            section="overview",
            actual=length,
            expected=limit,
            basis=context.form.source,
        )


@rule(
    code="REG102",
    title=N_("Published after the region's own last day"),
    severity="warning",
    basis="怀化市通知 (chnzj.gov.cn 2022-04)",
    regime="cn",
    since="0.1.0",
    passing=Example(
        report={
            "variant": "huaihua-2021",
            "year": 2021,
            "published": "2022-01-28",
            "agency.name": "怀化市交通运输局",
            "agency.level": "city",
        },
    ),
    failing=Example(
        report={
            "variant": "huaihua-2021",
            "year": 2021,
            "published": "2022-01-29",
            "agency.name": "怀化市交通运输局",
            "agency.level": "city",
        },
    ),
    parameters=(
        Parameter("city_departments", "", N_("last day of publication for the city's departments; empty for none")),
        Parameter("counties", "", N_("last day of publication for the governments of counties; empty for none")),
    ),
    idle=_national,
)
def late_for_the_region(report: Report, context: Context) -> Iterator[Finding]:
    """怀化 asked for reports on 2021 by days of its own: departments of the city by 2022-01-28, counties by 2022-02-20.

    Only publication is seen in a report, not its submission. Where level, kind or date is not certain, nothing is said.
    """
    if not report.published or not _applies(report, context.form):
        return
    name = _bound_by(report, context.form)
    setting = context.parameter(late_for_the_region, name) if name else ""
    if not setting:
        return
    last = iso_day(str(setting))
    if last is None:
        raise ConfigurationError(f"REG102.{name}: {setting!r} is not a date such as 2022-01-28.")
    day = iso_day(report.published)
    if day is not None and day > last:
        yield late_for_the_region.finding(
            _("Published on {published}; the last day for {region} was {last}.").format(
                published=day.isoformat(), region=context.form.variant, last=last.isoformat()
            ),
            actual=day.isoformat(),
            expected=last.isoformat(),
            basis=context.form.source,
        )


@rule(
    code="REG103",
    title=N_("Part 1 lacks a number that the region asks for"),
    severity="info",
    basis="武政办发〔2025〕54号",
    regime="cn",
    since="0.1.0",
    passing=Example(
        report={"variant": "wuwei-2025", "year": 2025},
        sections={
            "overview": "网站公开信息30条，发布解读5篇，重点领域信息12条，制发规范性文件2件，"
            "设立专区3个，编发公报4期。"
        },
    ),
    failing=Example(
        report={"variant": "wuwei-2025", "year": 2025}, sections={"overview": "网站公开信息30条，及时发布解读，定期编发公报。"}
    ),
    parameters=(Parameter("topics", (), N_("topics, each with a title and the words that show it, of which part 1 gives a number")),),
    idle=_national,
)
def number_wanted(report: Report, context: Context) -> Iterator[Finding]:
    """武威 asks part 1 of reports on 2025 for numbers on platforms, 解读, 重点领域, regulations, 专区 and 公报.

    A topic counts as told when a sentence that names it holds a number other than a year or a date, or says that there was none of it.
    """
    if not _applies(report, context.form):
        return
    topics = context.parameter(number_wanted, "topics")
    section = report.section("overview") if topics else None
    if section is None:
        return
    text = _NO_FIGURES.sub("", section.text)
    told = [sentence for sentence in _SENTENCES.split(text) if _FIGURE.search(sentence)] + [found[0] for found in _NONE.finditer(text)]
    for topic in topics:
        if not any(word in sentence for sentence in told for word in topic["words"]):
            yield number_wanted.finding(
                _("Part 1 gives no number for {topic}.").format(topic=topic["title"]),
                section="overview",
                basis=context.form.source,
                key=topic["title"],
            )


_SENTENCES = Pattern(r"[。；;！!\n]+")
#: Dates, document numbers and numbering are no figures.
_NO_FIGURES = Pattern(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|〔\d{4}〕\d{1,4}号|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九]是"
)
#: What there was none of: 未制发规范性文件, 我局不编发政府公报, 无规章、规范性文件.
_NONE = Pattern(r"(?:未|没有|无|不)(?!断|仅|少|障碍|缝)[^，。；;！!\n]{0,16}")
_FIGURE = Pattern(r"\d|[零一二两三四五六七八九十百千万][余多]?[条件个篇期次处份部场项类家]")


@rule(
    code="REG104",
    title=N_("The region's own regulation is not cited"),
    severity="info",
    basis="《上海市政府信息公开规定》",
    regime="cn",
    since="0.1.0",
    passing=Example(
        report={"variant": "shanghai", "year": 2023},
        sections={"overview": "根据《中华人民共和国政府信息公开条例》《上海市政府信息公开规定》，编制本报告。"},
    ),
    failing=Example(report={"variant": "shanghai", "year": 2023}),
    parameters=(Parameter("citation", "", N_("the title that a report cites; empty for none")),),
    idle=_national,
)
def not_cited(report: Report, context: Context) -> Iterator[Finding]:
    """Bodies in 上海 write their report under 《上海市政府信息公开规定》 as well as under the national regulation, and cite it."""
    if not _applies(report, context.form):
        return
    title = context.parameter(not_cited, "citation")
    if not title or not report.sections:
        return
    if not any(title in "".join(text.split()) for text in (report.lead, *(section.text for section in report.sections))):
        yield not_cited.finding(
            _("The report does not cite 《{title}》.").format(title=title), section="overview", basis=context.form.source
        )


@rule(
    code="REG105",
    title=N_("A variant used for a year that it is not documented for"),
    severity="info",
    basis="govdisc-regions",
    since="0.1.0",
    passing=Example(report={"variant": "huaihua-2023", "year": 2023}),
    failing=Example(report={"variant": "huaihua-2023", "year": 2022}),
    idle=_national,
)
def other_year(report: Report, context: Context) -> Iterator[Finding]:
    """Each variant is documented for certain years; for others its rules stay silent, and this says so."""
    form = context.form
    if form.variant is None or report.year is None or _within(report.year, form):
        return
    yield other_year.finding(
        _("Variant {region} is documented for {years}, not for {year}: its rules were not applied.").format(
            region=form.variant, years=_years(form), year=report.year
        ),
        actual=report.year,
        basis=form.source,
    )


def _applies(report: Report, form: Form) -> bool:
    """Whether the region asks anything of this body for this year; of a branch of a national body it does not."""
    return form.variant is not None and report.year is not None and _within(report.year, form) and not Body.of(report.agency.name).national


def _within(year: int, form: Form) -> bool:
    return form.since <= year and (form.until is None or year <= form.until)


def _years(form: Form) -> str:
    if form.until is None:
        return _("{since} and later").format(since=form.since)
    return str(form.since) if form.since == form.until else f"{form.since}–{form.until}"


def _bound_by(report: Report, form: Form) -> str | None:
    """Which of the region's deadlines binds the agency, None where that is not certain."""
    agency = report.agency
    body = Body.of(agency.name)
    kind, level = agency.kind or body.kind, agency.level or body.level
    if kind in ("department", "office") and (level == "city" or (level is None and _of_the_city(body, form))):
        return "city_departments"
    return "counties" if kind == "government" and level == "county" else None


def _of_the_city(body: Body, form: Form) -> bool:
    """Whether it is a body of the region's own city: a county of it would have shown its level."""
    return body.place.endswith(form.agencies)


RULES: list[Rule] = [overview_too_long, late_for_the_region, number_wanted, not_cited, other_year]
