"""What the narrative parts must speak of.

The topics of part 1 are those of the form of 2021; what governments add is laid down by Article 50 of
《中华人民共和国政府信息公开条例》 (国令第711号).
"""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.bodies import Body
from govdisc_prose.narrative.sentences import flatten

_FORM = "国办公开办函〔2021〕30号"
_ACT = "《中华人民共和国政府信息公开条例》"


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
        yield topics.finding(_("Part 1 does not speak of: {topics}").format(topics="、".join(missing)), section="overview", key="topics")


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
    if (report.agency.kind or Body.of(report.agency.name).kind) != "government":
        return
    flat = "".join(flatten(report.text(one)) for one in ("overview", "problems", "other"))
    if not flat:
        return
    missing = [title for title, words in _ACCOUNTABILITY if not any(word in flat for word in words)]
    if missing:
        yield accountability.finding(
            _("The report of a government does not speak of: {topics}").format(topics="、".join(missing)),
            section="overview",
            key="accountability",
        )


_SUBHEADING = Pattern(
    r"[（(][一二三四五]{1,2}[）)](?:存在的?)?(?:主要|突出)?(?:问题|不足|改进)(?:和不足|及不足)?(?:情况|措施|方向)?[。：:]?"
)
#: No more subheadings than fit into so many characters can stand alone in a part.
_LONGEST_HEADINGS = 60


def _is_empty(flat: str) -> bool:
    return len(flat) < _LONGEST_HEADINGS and not _SUBHEADING.sub("", flat)


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
        if one.id not in ("overview", "problems", "other") or not one.title or not _is_empty(flatten(one.text)):
            continue
        yield empty_part.finding(
            _("Part “{title}” is empty.").format(title=one.title),
            severity="warning" if one.id == "other" else None,
            section=one.id,
            key=one.id,
        )


RULES = [topics, accountability, empty_part]
