"""What was left in a text that no one should read there: words and blanks of a template, and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Report, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import Outline, no_signs, rests_where
from govdisc_prose.parts import left_over, template
from govdisc_prose.patterns import pattern
from govdisc_prose.places import merged
from govdisc_prose.scan import LONGEST_TEXT, Prose, read
from govdisc_prose.signs import signs_of


def _in_title(title: str) -> bool:
    return left_over("".join(title.split()))


@rests_where
def _nothing_left_over(outline: Outline) -> bool:
    return outline.signs.isdisjoint({"template", "blanks"}) and not any(_in_title(title) for _part, title in outline.titles)


@rule(
    code="STR306",
    title=N_("Words of a template left in the text"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"overview": "2023年共公开政府信息120条。诉讼当事人王某某撤回起诉。"}),
    failing=Example(sections={"overview": "XX年共公开政府信息XX条。"}),
    idle=_nothing_left_over,
)
def template_text(report: Report, context: Context) -> Iterator[Finding]:
    """Words of the form's instructions, notes on fonts, or blanks (XX, ×××, 某某, ____, 【】) stand in a published heading or text."""
    texts = context.once(report, read)
    found: dict[str, list[dict[str, Any]]] = {}
    for section in report.sections:
        if _in_title(section.title):
            found.setdefault(section.title, []).append({"section": section.id, "quote": section.title, "place": section.title_place})
    suspect = "template" in context.once(report, signs_of)
    for text in texts:
        match = template().search(text.flat) if suspect else None  # spares time
        if match is not None:
            found.setdefault(match[0], []).append(text.where(*match.span()))
        elif gap := _gap(text):
            found.setdefault(gap["quote"], []).append(gap)
    for places in found.values():
        place = merged(places)
        yield template_text.finding(_("Words of a template were left in the text: {quote}").format(quote=place["quote"]), **place)


def _gap(text: Prose) -> dict[str, Any] | None:
    """The blanks where a number should stand."""
    printed = text.section.text[:LONGEST_TEXT]
    match = pattern("leftovers", "gap").search(printed) if "  " in printed or "\u3000\u3000" in printed else None  # spares time
    if match is None:
        return None
    quote = printed[max(0, match.start() - 8) : match.end() + 1].rpartition("\n")[2]
    return {"section": text.id, "quote": quote, "place": text.section.place_at(match.start())}


@rule(
    code="STR307",
    title=N_("HTML in the text"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"overview": "依据《关于印发<年度报告格式>的通知》编制。"}),
    failing=Example(sections={"overview": "<p>2023年共公开政府信息120条。</p>"}),
    idle=no_signs("html"),
)
def html_in_text(report: Report, context: Context) -> Iterator[Finding]:
    """Tags or entities of HTML stand in the published text, where a reader sees them as words."""
    for text in context.once(report, read):
        printed = text.section.text
        if "<" not in printed and "&" not in printed:  # spares time
            continue
        match = pattern("leftovers", "html").search(printed, 0, LONGEST_TEXT)
        if match is not None:
            yield html_in_text.finding(
                _("HTML stands in the text: {quote}").format(quote=f"{match[0]:.40}"),
                section=text.id,
                quote=f"{match[0]:.80}",
                place=text.section.place_at(match.start()),
            )
