"""Whose report it is, by its text and by what the body can do (codes STR305 and STR311).

规章 are made by the departments of the State Council, by provinces, and by cities and prefectures with districts
(《中华人民共和国立法法》第九十一条、第九十三条); a county, a township or a bureau makes none.
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
from govdisc_prose.narrative.sentences import flatten, quotation

_ACT = "《中华人民共和国政府信息公开条例》"
_NAMED = Pattern(
    r"(?:由|现将|现公布|现发布|现公开|现向社会公布|现向社会公开|特向社会公布|予以公布)(?P<name>[一-鿿]{2,30}?(?:人民政府|街道办事处|委员会|[局厅委镇乡]))"
    r"(?:办公[室厅])?(?=(?:组织|负责|牵头)?编制|20\d\d年)"
)
#: A report says whose it is at its beginning, within so many characters.
BEGINNING = 1500
_OWN_WORDS = Pattern(r"我(?P<what>局|委|厅|镇|乡|街道)(?![党组])")


def _sort(body: Body) -> str | None:
    """Whether a name tells of a township, of a government or a zone, or of a bureau."""
    if body.level == "township":
        return "town"
    if body.governs or body.kind == "office":
        return "government"
    return "bureau" if body.kind == "department" else None


def _is_another(named: str, agency: str) -> bool:
    """Whether a name is certainly another body's: of the same kind, with no character of its own in common."""
    if named in agency or agency in named:
        return False
    one, other = Body.of(named), Body.of(agency)
    return _sort(one) is not None and _sort(one) == _sort(other) and not set(one.core) & set(other.core)


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
    sort = _sort(Body.of(agency))
    if sort not in ("town", "bureau"):
        return
    strange = ("局", "委", "厅") if sort == "town" else ("镇", "乡", "街道")
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


def _cannot_make_regulations(report: Report) -> bool:
    """Whether it is certain; a city's government, a prefecture's and a zone's are left alone, since a name does not tell its rank."""
    body = Body.of(report.agency.name)
    level, kind = report.agency.level or body.level, report.agency.kind or body.kind
    if level in ("county", "township"):
        return "新区" not in body.place
    return level != "central" and kind == "department" and (level is not None or body.county_or_above is True)


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
