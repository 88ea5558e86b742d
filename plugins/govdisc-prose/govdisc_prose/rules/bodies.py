"""Whose report it is, by its text and by what the body can do (codes STR305 and STR311).

规章 are made by the departments of the State Council, by provinces, and by cities and prefectures with districts
(《中华人民共和国立法法》第九十一条、第九十三条); a county, a township or a bureau makes none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from govdisc.plugin import N_, Body, Context, Example, Finding, Pattern, Report, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import no_signs
from govdisc_prose.patterns import pattern
from govdisc_prose.places import merged
from govdisc_prose.scan import Prose, is_quoted, read
from govdisc_prose.signs import signs_of

_ACT = "《中华人民共和国政府信息公开条例》"
#: A report says whose it is at its beginning, within so many characters.
BEGINNING = 1500


def _sort(body: Body) -> str | None:
    """Whether a name tells of a township, of a government or a zone, or of a bureau."""
    if body.level == "township":
        return "town"
    if body.governs or body.kind == "office":
        return "government"
    return "bureau" if body.kind == "department" else None


def _is_another(named: str, agency: str) -> bool:
    """Whether a name is certainly another body's: of the same kind, with no character of its own in common."""
    if named in agency:
        return False
    first, second = Body.of(named), Body.of(agency)
    return _sort(first) is not None and _sort(first) == _sort(second) and not set(first.core) & set(second.core)


#: What a body of each sort does not call itself.
_STRANGE = {
    "town": ("局", "委", "厅", "校"),
    "bureau": ("镇", "乡", "街道", "校", "院"),
    "government": ("校",),
}
#: A street office is no town, and the other way round.
_OF_TOWNS = {"街道": ("镇", "乡"), "镇": ("街道",), "乡": ("街道",)}


#: What no county, district or town calls its place that lies in a city with districts, or is one.
_PREFECTURES = ("自治州", "州", "盟")
_OF_A_CITY = Pattern("市.+[县旗]|(?<![地新林发])区(?!$)|[^地新林发]区$|^(?:北京|上海|天津|重庆)市")


def _strange(body: Body) -> tuple[str, ...]:
    """What a body does not call itself, nor its place: 我校 for a bureau, 我区 where it is a county's."""
    words = _STRANGE.get(_sort(body) or "", ())
    if _OF_A_CITY.search(body.place):
        words = (*words, *_PREFECTURES)
    if _sort(body) == "town":
        kind = next((kind for kind in _OF_TOWNS if kind in body.name), None)
        return (*words, *_OF_TOWNS.get(kind or "", ()))
    if body.kind == "department" and body.level == "county":
        words = (*words, "厅")
    units = [unit for unit in ("县", "区", "旗") if unit in body.place]
    return (*words, *(unit for unit in ("县", "区", "旗") if unit not in units)) if words and units else words


@rule(
    code="STR305",
    title=N_("Another body's name in the text"),
    severity="warning",
    basis=f"{_ACT}第五十条",
    regime="cn",
    since="0.1.0",
    passing=Example(report={"agency.name": "青岚县水务局", "lead": "本报告由青岚县水务局办公室编制。"}),
    failing=Example(report={"agency.name": "青岚县水务局", "lead": "本报告由青岚县教育局编制。"}),
    idle=no_signs("named", "own", "acts"),
)
def another_body(report: Report, context: Context) -> Iterator[Finding]:
    """The report names another body of the same kind as its author, or speaks of itself as what it is not (a bureau of 我镇 or 我校, a
    county of 我区), or tells of another body's work and never of its own: the text was taken from another report. A government's
    office that compiles its government's report is no other body, nor is an abbreviation; a body may speak of the place that it
    belongs to.
    """  # noqa: D205
    agency = "".join((report.agency.name or "").split())
    texts, signs = context.once(report, read), context.once(report, signs_of)
    for text in texts if "named" in signs else ():  # spares time
        match = _author(text, agency) if text.id in (None, "overview") else None
        if match is not None:
            yield _another(agency, match["name"], text.where(*match.span()))
            break
    for text in texts if "acts" in signs else ():  # spares time
        match = _actor(text, agency) if text.id == "overview" else None
        if match is not None:
            yield _another(agency, match["name"], text.where(*match.span()))
    strange = _strange(Body.of(agency)) if "own" in signs else ()  # spares time
    found: dict[str, list[dict[str, Any]]] = {}
    for text in texts if strange else ():  # spares time
        own = [match for match in pattern("bodies", "own").finditer(text.flat) if not is_quoted(text.flat, match.start())]
        if own and all(match["what"] in strange for match in own):
            found.setdefault(own[0][0], []).append(text.where(own[0].start(), _clause_end(text.flat, own[0].end())))
    for said, places in found.items():
        yield _another(agency, said, merged(places))


def _actor(text: Prose, agency: str) -> re.Match[str] | None:
    """Another body of the same place whose work is told as this one's, in a text that does not name this one."""
    body = Body.of(agency)
    if body.core and body.core in text.flat:
        return None
    for match in pattern("bodies", "acts").finditer(text.flat):
        name = match["name"]
        if (name[0] in "县市区州旗" or (body.place and name.startswith(body.place))) and _is_another(name, agency):
            return match
    return None


def _clause_end(flat: str, at: int) -> int:
    """Where a quotation ends that goes on with a few words."""
    words = _FEW_WORDS.match(flat, at)
    return words.end() if words else at


_FEW_WORDS = Pattern("[^，,。；;：:！？]{1,16}")


def _author(text: Prose, agency: str) -> re.Match[str] | None:
    for match in (*pattern("bodies", "named").finditer(text.flat, 0, BEGINNING), *pattern("bodies", "wrote").finditer(text.flat, 0, BEGINNING)):
        if match["name"][0] not in "我本各该全区县市省" and _is_another(match["name"], agency):
            return match
    return None


def _another(agency: str, named: str, place: dict[str, Any]) -> Finding:
    return another_body.finding(
        _("The report of {agency} speaks of {named}.").format(agency=agency, named=named),
        expected=agency,
        actual=named,
        **place,
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
    regime="cn",
    since="0.1.0",
    passing=Example(cells={"disclosure.regulations": 0}, report={"agency.name": "青岚县水务局", "agency.level": "county"}),
    failing=Example(
        cells={"disclosure.regulations.effective": 6},
        report={"agency.name": "青岚县水务局", "agency.level": "county", "agency.kind": "department"},
    ),
)
def impossible_regulations(report: Report, context: Context) -> Iterator[Finding]:
    """A county, a township, a street office or a bureau reports 规章 of its own; 规范性文件 were most likely counted as 规章.

    规章 are made by the departments of the State Council, by provinces (their governments, not their departments), and by cities and
    prefectures with districts. A body whose name leaves its level in doubt is left alone.
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
