"""What the narrative parts must speak of.

The topics of part 1 are those of the form of 2021; that part 5 tells of problems and how they are improved, and what governments add, is
laid down by Article 50 of 《中华人民共和国政府信息公开条例》 (国令第711号).
"""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.plugin import N_, THE_FORM, Body, Context, Example, Finding, Report, Rule, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import Outline, rests_where
from govdisc_prose.parts import SHORTEST_PART, measured, nothing_in, topics_left_out, without_headings
from govdisc_prose.patterns import pattern
from govdisc_prose.scan import PROSE, Prose, by_part, read, told
from govdisc_prose.signs import accountability as told_by_governments

_ACT = "《中华人民共和国政府信息公开条例》"


@rests_where
def _topics_told(outline: Outline) -> bool:
    return "topics" in outline.of("overview", {"topics"})


@rule(
    code="STR308",
    title=N_("Part 1 leaves out some of its five topics"),
    severity="info",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(),
    failing=Example(sections={"overview": "2023年，本机关主动公开政府信息120条，未收到依申请公开。"}),
    idle=_topics_told,
)
def topics(report: Report, context: Context) -> Iterator[Finding]:
    """Part 1 of the form of 2021 tells of 主动公开, 依申请公开, 政府信息管理, 平台建设 and 监督保障; some of them are not spoken of."""
    text = context.once(report, by_part).get("overview")
    missing = [] if text is None else topics_left_out(text, context.form)
    if text is not None and missing:
        yield _missing(topics, _("Part 1 does not speak of: {topics}"), missing, text)


def _missing(rule: Rule, message: str, missing: list[str], text: Prose) -> Finding:
    return rule.finding(
        message.format(topics="、".join(missing)), section=text.id, place=text.section.title_place, key=rule.code
    )


@rests_where
def _accounted_for(outline: Outline) -> bool:
    return {sign for part in PROSE for sign in outline.of(part, set())}.issuperset(told_by_governments())


@rule(
    code="STR309",
    title=N_("A government's report leaves out 工作考核、社会评议 or 责任追究"),
    severity="info",
    basis=f"{_ACT}第五十条第（四）项",
    regime="cn",
    since="0.1.0",
    passing=Example(report={"agency.name": "青岚县人民政府", "agency.kind": "government"}),
    failing=Example(
        report={"agency.name": "青岚县人民政府", "agency.kind": "government"},
        sections={"overview": "主动公开政府信息120条，未收到政府信息公开申请，加强信息管理、平台建设和监督保障。"},
    ),
    idle=_accounted_for,
)
def accountability(report: Report, context: Context) -> Iterator[Finding]:
    """The report of a government also tells of 工作考核、社会评议和责任追究结果."""
    if (report.agency.kind or Body.of(report.agency.name).kind) != "government":
        return
    texts = list(told(context.once(report, read)))
    missing = [title for title, words in told_by_governments().items() if not any(word in text.flat for text in texts for word in words)]
    if missing and texts:
        text = next((text for text in texts if text.id == "overview"), texts[0])
        yield _missing(accountability, _("The report of a government does not speak of: {topics}"), missing, text)


@rests_where
def _none_empty(outline: Outline) -> bool:
    return all("said" in outline.of(part, set()) for part, title in outline.titles if part in PROSE and title)


@rule(
    code="STR310",
    title=N_("A narrative part is empty"),
    severity="error",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"other": "无其他需要报告的事项，2023年收取信息处理费0元。"}),
    failing=Example(sections={"problems": ""}),
    idle=_none_empty,
)
def empty_part(report: Report, context: Context) -> Iterator[Finding]:
    """Part 1, 5 or 6 has its heading and nothing below it. Parts 1 and 5 must be told in words; an empty part 6 is a warning."""
    texts = context.once(report, by_part)
    for section in report.sections:
        if section.id not in PROSE or not section.title:
            continue
        text = texts.get(section.id)
        if text is not None and without_headings(text.flat):
            continue
        yield empty_part.finding(
            _("Part “{title}” is empty.").format(title=section.title),
            severity="warning" if section.id == "other" else None,
            section=section.id,
            place=section.title_place,
            key=section.id,
        )


@rests_where
def _none_says_nothing(outline: Outline) -> bool:
    return "nothing" not in outline.signs


@rule(
    code="STR312",
    title=N_("A narrative part that says nothing"),
    severity="warning",
    basis=f"{_ACT}第五十条第（四）项",
    regime="cn",
    since="0.2.0",
    passing=Example(sections={"problems": "政策解读形式单一。今后将增加图解。"}),
    failing=Example(sections={"problems": "无。"}),
    idle=_none_says_nothing,
)
def says_nothing(report: Report, context: Context) -> Iterator[Finding]:
    """Part 1 or 5 is 无, 略, 详见附件 or a word or two. Part 1 tells of five topics, part 5 of the main problems and how they are improved."""
    for text in told(context.once(report, read)):
        words = nothing_in(text)
        if words is not None:
            yield says_nothing.finding(
                _("Part “{title}” says nothing: {quote}").format(title=text.section.title or context.form.section_index[text.id or ""].title, quote=words),
                basis=THE_FORM if text.id == "overview" else says_nothing.basis,
                key=text.id or "",
                **text.where(0, len(text.flat)),
            )


@rests_where
def _tells_of_measures(outline: Outline) -> bool:
    return "measure" in outline.of("problems", {"measure"})


@rule(
    code="STR313",
    title=N_("Part 5 names problems and no measures"),
    severity="warning",
    basis=f"{_ACT}第五十条第（四）项",
    regime="cn",
    since="0.2.0",
    passing=Example(sections={"problems": "政策解读的形式还不够多样，部分栏目更新不及时。2024年将增加图解，按月检查栏目。"}),
    failing=Example(sections={"problems": "政策解读的形式还不够多样，部分栏目更新不及时，人手比较紧张。"}),
    idle=_tells_of_measures,
)
def no_measures(report: Report, context: Context) -> Iterator[Finding]:
    """Part 5 tells of the main problems and of how they are improved; it names problems and no word of it tells of a measure."""
    text = context.once(report, by_part).get("problems")
    if text is None or any(map(measured, text.flat_sentences)) or len(without_headings(text.flat)) < SHORTEST_PART:
        return
    if pattern("parts", "problem").search(text.flat) and not pattern("parts", "nothing").fullmatch(without_headings(text.flat)):
        yield no_measures.finding(
            _("Part 5 names problems, and nothing that is done about them."), key="measures", **text.where(0, min(len(text.flat), 60))
        )
