"""Citations of the notice that laid the form down, and of the Regulation.

The forms were laid down by 国办公开办函〔2019〕60号 (试行, reports for 2019 and 2020) and 国办公开办函〔2021〕30号 (reports from 2021
on); the 《中华人民共和国政府信息公开条例》 in force since 2019-05-15 is 国令第711号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc_prose.narrative.sentences import quotation
from govdisc_prose.wording.texts import texts

_FORM = "国办公开办函〔2021〕30号"
_OPEN, _CLOSE = r"[〔\[［（(【{]", r"[〕\]］）)】}]"
_OLD_NOTICE = Pattern(rf"{_OPEN}2019{_CLOSE}第?60号(?!.{{0,30}}(?:废止|停止执行|失效))")
_TRIAL_FORM = Pattern(r"格式[>＞》〉」』”]{0,2}[（(]试行[）)](?!.{0,30}(?:废止|停止执行|失效))")
_CITATION = Pattern(
    rf"(?P<body>国办公开办[^〔\[（(【\d，。、]{{0,2}}|国办[函涵发汉][^〔\[（(【\d，。、]{{0,1}}|国办)(?:{_OPEN}?(?P<year>20\d\d){_CLOSE}?)?第?(?P<number>\d{{1,4}})号"
)
_OF_THE_FORM = Pattern(r"年度报告格式.{0,24}$")
_ACT_NUMBER = Pattern(r"政府信息公开条例》?[（(](?:以下.{0,12})?(?:国务院令|国令|国务院第)第?(?P<number>\d{1,4})号")
#: The numbers of the Regulation: 711 since 2019, 492 before.
_ACT_NUMBERS = {"711", "492"}


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
    for section, text, flat in texts(report):
        if "60号" not in flat and "试行" not in flat:
            continue
        for pattern in (_OLD_NOTICE, _TRIAL_FORM):
            match = pattern.search(flat)
            if match is None:
                continue
            quote = quotation(text, match.start(), match.end())
            yield superseded_form.finding(
                _("A report for {year} cites {quote}, the form for the reports of 2019 and 2020.").format(year=report.year, quote=quote),
                section=section,
                quote=quote,
                expected=_FORM,
                actual=quote,
                suggestion=_("Cite {basis}.").format(basis=_FORM),
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
    for section, text, flat in texts(report):
        if "国办" in flat:
            for match in _CITATION.finditer(flat):
                if _garbled(match, flat):
                    yield _citation(
                        section,
                        quotation(text, match.start(), match.end()),
                        _FORM if match["number"] != "60" else "国办公开办函〔2019〕60号",
                    )
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


RULES = [superseded_form, garbled_citation]
