"""Citations of the notice that laid the form down, and of the Regulation.

The forms were laid down by 国办公开办函〔2019〕60号 (试行, reports for 2019 and 2020) and 国办公开办函〔2021〕30号 (reports from 2021
on); the 《中华人民共和国政府信息公开条例》 in force since 2019-05-15 is 国令第711号, the one that it replaced was 国令第492号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govdisc.plugin import N_, Context, Example, Finding, Report, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import no_signs
from govdisc_prose.patterns import pattern
from govdisc_prose.places import merged
from govdisc_prose.scan import Prose, read
from govdisc_prose.signs import signs_of

FORM_2021, FORM_2019, ACT = "国办公开办函〔2021〕30号", "国办公开办函〔2019〕60号", "国令第711号"
#: The years of report from which the form of 2021 and the Regulation of 2019 are those in force.
_FORM_SINCE, _ACT_SINCE = 2021, 2019
_NOTICES = {("2021", "30"), ("2019", "60")}
_ACT, _OLD_ACT = "711", "492"

Place = tuple[Prose, int, int]

_nothing_cited = no_signs("superseded", "cited")


@rule(
    code="STR301",
    title=N_("A superseded form, or the superseded Regulation, is cited"),
    severity="warning",
    basis=FORM_2021,
    regime="cn",
    since="0.1.0",
    passing=Example(report={"year": 2023, "lead": "依据国办公开办函〔2021〕30号的要求编制本报告。"}),
    failing=Example(report={"year": 2023, "lead": "依据国办公开办函〔2019〕60号的要求编制本报告。"}),
    idle=_nothing_cited,
)
def superseded(report: Report, context: Context) -> Iterator[Finding]:
    """A report for 2021 or later cites 国办公开办函〔2019〕60号 or the 格式（试行）, which 国办公开办函〔2021〕30号 replaced; or a report
    cites the Regulation as 国令第492号, which 国令第711号 replaced on 15 May 2019.

    A text that tells the history (492号公布，711号修订) is left alone.
    """  # noqa: D205
    year, texts = report.year, context.once(report, read)
    if year is None or year < _ACT_SINCE or "superseded" not in context.once(report, signs_of):
        return
    forms = [place for text in texts for place in _old_forms(text)] if year >= _FORM_SINCE else []
    acts = [(text, *match.span()) for text in texts for match in _acts(text) if match["number"] == _OLD_ACT and not _history(text, match)]
    for places, known, message in (
        (forms, FORM_2021, _("A report for {year} cites {quote}, the form for the reports of 2019 and 2020.")),
        (acts, ACT, _("A report for {year} cites the Regulation as {quote}, which 国令第711号 replaced on 15 May 2019.")),
    ):
        if places:
            found = merged([text.where(start, end) for text, start, end in places])
            yield superseded.finding(
                message.format(year=year, quote=found["quote"]),
                expected=known,
                actual=found["quote"],
                basis=known,
                suggestion=_("Cite {basis}.").format(basis=known),
                **found,
            )


def _old_forms(text: Prose) -> Iterator[Place]:
    """Yield the first citation of the notice of 2019 in a text, else the first of the form on trial."""
    if "60号" in text.flat or "试行" in text.flat:  # spares time
        for name in ("old_notice", "trial_form"):
            match = pattern("citations", name).search(text.flat)
            if match is not None:
                yield text, *match.span()
                return


def _acts(text: Prose) -> Iterator[re.Match[str]]:
    """Yield the numbers by which a text cites the Regulation on disclosure."""
    flat = text.flat
    if "国务院" not in flat and "国令" not in flat:  # spares time
        return
    for match in pattern("citations", "act").finditer(flat):
        ahead = pattern("citations", "act_ahead").search(flat[: match.start()][-24:])
        unnamed = match["number"] == _OLD_ACT and "》" not in flat[: match.start()][-4:]
        if ahead is not None or unnamed or pattern("citations", "act_behind").match(flat, match.end()):
            yield match


def _history(text: Prose, match: re.Match[str]) -> bool:
    """Whether a text tells of an old number as of one that was replaced."""
    near = text.flat[: match.start()][-12:] + text.flat[match.start() : match.end() + 12]
    return f"{_ACT}号" in text.flat[match.end() : match.end() + 60] or pattern("citations", "history").search(near) is not None


@rule(
    code="STR302",
    title=N_("A garbled citation"),
    severity="warning",
    basis=FORM_2021,
    regime="cn",
    since="0.1.0",
    passing=Example(report={"lead": "依据《中华人民共和国政府信息公开条例》（国令第711号）和国办公开办函〔2021〕30号编制。"}),
    failing=Example(report={"lead": "依据《中华人民共和国政府信息公开条例》（国令第711号）和国办公开办涵〔2022〕30号编制。"}),
    idle=_nothing_cited,
)
def garbled(report: Report, context: Context) -> Iterator[Finding]:
    """The number of the form's notice or of the Regulation is not one that exists: 国办公开办涵, 〔2022〕30号, 国办发…30号, 国令第771号.

    Other notices of the State Council's offices have other numbers; only what is said to be the form, or what bears the number of the
    form with another year, is looked at.
    """
    found: dict[tuple[str, str], list[Place]] = {}
    for text in context.once(report, read) if "cited" in context.once(report, signs_of) else ():  # spares time
        for match in pattern("citations", "notice").finditer(text.flat) if "国办" in text.flat else ():  # spares time
            if _garbled(match, text.flat):
                meant = FORM_2021 if match["number"] != "60" else FORM_2019
                found.setdefault((match[0], meant), []).append((text, *match.span()))
        for match in _acts(text):
            if match["number"] not in (_ACT, _OLD_ACT):
                found.setdefault((match[0], ACT), []).append((text, *match.span()))
    for (_printed, meant), places in found.items():
        place = merged([text.where(start, end) for text, start, end in places])
        yield garbled.finding(
            _("{quote} is no such document; {expected} is meant.").format(quote=place["quote"], expected=meant),
            expected=meant,
            actual=place["quote"],
            **place,
        )


def _garbled(match: re.Match[str], flat: str) -> bool:
    body, number = match["body"], match["number"]
    form = pattern("citations", "form_ahead").search(flat[: match.start()][-60:]) is not None
    form = form or pattern("citations", "form_behind").match(flat, match.end()) is not None
    if body == "国办公开办函":
        return (match["year"], number) not in _NOTICES and (form or number == "30")
    return body.startswith("国办公") or (form and number in ("30", "60"))
