"""What was left in a text that no one should read there: words of a template, and HTML."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc_prose.narrative.sentences import LONGEST_SECTION, quotation
from govdisc_prose.wording.texts import texts

_FORM = "国办公开办函〔2021〕30号"
_TEMPLATE = Pattern(
    r"该部分以表格形式报告[。，,]?|表格如下[：:。]?(?=$)|[（(]文字(?:描述|说明|表述)[）)]|[（(]此处.{0,12}[）)]|[（(]请?填写.{0,12}[）)]"
    r"|(?<![A-Za-zＡ-Ｚ\d×])(?:20)?(?:X{2,4}|x{2,4}|Ｘ{2,4}|×{2,4})(?=年|月|日|件|条|宗|份|省|市|县|区|镇|乡|街道|局|委|单位|部门|机关|办)"
    r"|某某(?=省|市|县|区|镇|乡|街道|局|委|单位|部门|机关|年)|自年月日|至年月日"
)


#: One of them stands in every match: looking for them first is many times faster.
_TEMPLATE_WORDS = ("表格", "文字", "此处", "填写", "XX", "xx", "ＸＸ", "××", "某某", "年月日")


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
    for section, text, flat in texts(report):
        match = _TEMPLATE.search(flat) if any(word in flat for word in _TEMPLATE_WORDS) else None
        if match is not None:
            quote = quotation(text, match.start(), min(len(flat), match.end() + 1))
            yield template_text.finding(
                _("Words of a template were left in the text: {quote}").format(quote=quote), section=section, quote=quote
            )


_HTML = Pattern(
    r"(?i:</?(?:p|br|div|span|font|table|tbody|tr|td|th|strong|em|b|i|u|a|img|style|script|h[1-6]|ul|ol|li|o:p)(?:\s[^<>]{0,300})?/?>"
    r"|&(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|mdash|hellip|middot|ensp|emsp|#\d{2,6}|#x[0-9a-f]{2,5});)",
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
            yield html_in_text.finding(
                _("HTML stands in the text: {quote}").format(quote=match[0][:40]), section=section, quote=match[0][:80]
            )


RULES = [template_text, html_in_text]
