"""Whose report it is, by its text and by what the body can do (codes STR305 and STR311).

规章 are made by the departments of the State Council, by provinces, and by cities and prefectures with districts
(《中华人民共和国立法法》第九十一条、第九十三条); a county, a township or a bureau makes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.bodies import agency_kind, agency_level
from govdisc_prose.narrative.sentences import flatten, quotation

_ACT = "《中华人民共和国政府信息公开条例》"
_NAMED = Pattern(
    r"(?:由|现将|现公布|现发布|现公开|现向社会公布|现向社会公开|特向社会公布|予以公布)(?P<name>[一-鿿]{2,30}?(?:人民政府|街道办事处|委员会|[局厅委镇乡]))"
    r"(?:办公[室厅])?(?=(?:组织|负责|牵头)?编制|20\d\d年)"
)
#: A report says whose it is at its beginning, within so many characters.
BEGINNING = 1500
_OWN_WORDS = Pattern(r"我(?P<what>局|委|厅|镇|乡|街道)(?![党组])")
_PLACE = Pattern(r".*(?:自治[县州区旗]|[县市区州盟旗省](?![场政容域]))(?=.{2})")
_TOWN = Pattern(r"(?P<core>.{1,8}?)(?P<kind>镇|乡|街道|苏木)(?:镇)?(?:人民政府|办事处|政府)?$")
_BUREAU = Pattern(r"(?P<core>.{2,20}?)(?:委员会|局|厅|委)$")
_GOVERNMENT = Pattern(r"(?P<core>.{2,20}?)[县市区州盟旗省]?(?:人民政府|政府)$")


@lru_cache(maxsize=512)
def _kind_and_core(name: str) -> tuple[str, str] | None:
    """What kind of body a name tells of, and the characters that tell it from others of the kind; None when it tells neither."""
    name = re.sub(r"[（(].*?[）)]|办公[室厅]$|\s", "", name)
    local = _PLACE.sub("", name)
    for kind, pattern, words in (("town", _TOWN, local), ("government", _GOVERNMENT, name), ("bureau", _BUREAU, local)):
        match = pattern.fullmatch(words)
        if match is not None:
            return kind, match["core"]
    return None


def _is_another(named: str, agency: str) -> bool:
    """Whether a name is certainly another body's: of the same kind, with no character of its own in common."""
    if named in agency or agency in named:
        return False
    one, other = _kind_and_core(named), _kind_and_core(agency)
    if one is None or other is None or one[0] != other[0]:
        return False
    return not set(one[1]) & set(other[1])


@rule(
    code="STR305",
    title=N_("Another body's name in the text"),
    severity="warning",
    basis=f"{_ACT}第五十条",
    since="0.1.0",
    passing=Example(report={"agency.name": "青岚县水务局", "lead": "本报告由青岚县水务局办公室编制。"}),
    failing=Example(report={"agency.name": "青岚县水务局", "lead": "本报告由青岚县教育局编制。"}),
)
def another_body(report: Report, context: Context) -> Iterator[Finding]:
    """The report names another body of the same kind as its author, or speaks of itself as 我镇 where a bureau reports: the text was
    taken from another report. A government's office that compiles its government's report is no other body, nor is an abbreviation.
    """  # noqa: D205
    agency = "".join((report.agency.name or "").split())
    if not agency:
        return
    texts = [(None, report.lead), ("overview", report.text("overview"))]
    for section, text in texts:
        flat = flatten(text)
        for match in _NAMED.finditer(flat, 0, BEGINNING):
            if match["name"][0] in "我本各该全区县市省" or not _is_another(match["name"], agency):
                continue
            yield _another(section, quotation(text, match.start(), match.end()), agency, match["name"])
            return
    yield from _speaks_as_another(report, agency)


def _speaks_as_another(report: Report, agency: str) -> Iterator[Finding]:
    kind = _kind_and_core(agency)
    if kind is None or kind[0] not in ("town", "bureau"):
        return
    strange = ("局", "委", "厅") if kind[0] == "town" else ("镇", "乡", "街道")
    for one in report.sections:
        if "我" not in one.text:
            continue
        flat = flatten(one.text)
        own = list(_OWN_WORDS.finditer(flat))
        if own and all(match["what"] in strange for match in own):
            match = own[0]
            yield _another(one.id, quotation(one.text, match.start(), min(len(flat), match.end() + 12)), agency, match[0])
            return


def _another(section: str | None, quote: str, agency: str, named: str) -> Finding:
    return another_body.finding(
        _("The report of {agency} speaks of {named}.").format(agency=agency, named=named),
        section=section,
        quote=quote,
        expected=agency,
        actual=named,
    )


_REGULATIONS = ("issued", "effective", "made", "disclosed", "public_total")
_CANNOT = Pattern(
    r"(?:[镇乡]|街道|苏木|街道办事处|[镇乡]人民政府|(?<!自治)[县旗]人民政府|自治县人民政府|(?<!治)区人民政府|[县区旗].{1,16}局|市.{2,16}局)$"
)


def _cannot_make_regulations(report: Report) -> bool:
    name = "".join((report.agency.name or "").split())
    level = report.agency.level or agency_level(name)
    kind = report.agency.kind or agency_kind(name)
    if level == "central" or re.search(r"^(?:国家|国务院|中华人民共和国)|自治区人民政府$|自治州", name) or "新区" in name:
        return False
    if level in ("county", "township"):
        return True
    if level == "city" and kind == "department":
        return True
    return _CANNOT.search(name) is not None


@rule(
    code="STR311",
    title=N_("规章 reported by a body that cannot make any"),
    severity="warning",
    basis="《中华人民共和国立法法》第九十一条、第九十三条",
    since="0.1.0",
    passing=Example(cells={"disclosure.regulations": 0}, report={"agency.name": "青岚县水务局", "agency.level": "county"}),
    failing=Example(
        cells={"disclosure.regulations.effective": 6},
        report={"agency.name": "青岚县水务局", "agency.level": "county", "agency.kind": "department"},
    ),
)
def impossible_regulations(report: Report, context: Context) -> Iterator[Finding]:
    """A county, a township, a street office or a bureau reports 规章 of its own; 规范性文件 were most likely counted as 规章.

    规章 are made by the departments of the State Council, by provinces, and by cities and prefectures with districts. A body whose
    name leaves its level in doubt is left alone.
    """
    cells = report.tables.get("disclosure", {}).get("regulations", {})
    if not any(cells.values()) or not _cannot_make_regulations(report):
        return
    for column in _REGULATIONS:
        value = cells.get(column)
        if value is not None and value > 0:
            path = f"disclosure.regulations.{column}"
            yield impossible_regulations.finding(
                _("{agency} reports {actual} ({label}) but cannot make 规章.").format(
                    agency=report.agency.name or _("this body"), actual=value, label=context.form.cell_label(path)
                ),
                cell=path,
                place=report.places.get(path),
                expected=0,
                actual=value,
            )


RULES = [another_body, impossible_regulations]
