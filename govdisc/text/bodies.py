"""What a body's name says of it: level, kind, place and core; nothing is said where two readings are possible.

Deadlines (《中华人民共和国政府信息公开条例》第四十九条) and the power to make 规章 (《中华人民共和国立法法》)
hang on level and kind, and a wrong guess would make a false finding, so a name that leaves a doubt stays without an answer: a 市 may
be a prefecture or a county-level city, a 开发区 is no level of government at all, customs and tax bodies belong to no local government.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from govdisc.patterns import Pattern
from govdisc.records import record
from govdisc.text.labels import is_subsequence, simplified
from govdisc.text.places import ends_with_zone, has_zone, higher_and_own, is_within, province_of, split_place
from govdisc.text.tomltext import words

_TOWNSHIP = Pattern(
    r"(?P<name>.*?)(?P<unit>镇|乡|街道|苏木)"
    r"(?:人民政府|政府|办事处|办)?(?:(?:党政|综合|党政综合)?办公室|党政办)?"
)
_GENERIC = Pattern(r"城乡|乡村|城镇|村镇|乡镇|镇街")
_TOWNSHIP_WITHIN = Pattern(r"[^省市县区州盟][镇乡](?![市县区])|街道|苏木")
_PREFECTURE = Pattern(r"[一-鿿]{2,15}?自治州|(?:大兴安岭|阿克苏|喀什|和田|塔城|阿勒泰|阿里)地区|(?:锡林郭勒|兴安|阿拉善)盟")
#: 市 as the end of a place, not the beginning of 市场, 市政 or 市容.
_CITY = Pattern(r"(?P<name>[一-鿿]{1,7}?)市(?!场|容|域|政(?![府务法]))")
_COUNTY = Pattern(r"(?P<name>[一-鿿]{0,20}?)(?P<unit>自治县|自治旗|县|旗|区)")
_COUNTY_NAME = 4  # characters at most, but for names of nationalities

_GOVERNMENT_ENDS = Pattern(r"(?:人民政府|政府)?(?:(?:党政|综合|党政综合)?办公[室厅]|党政办)?$")
_OFFICE = Pattern(
    r"政府办公[室厅]|政府办|党政(?:综合)?办公室|党政办|街道办事处|街道办|街道|国务院办公厅|[省市县区旗州盟]办公[室厅]|(?:管委会|管理委员会)办公室"
)
_ZONE_COMMITTEE = Pattern(r"(?:管委会|管理委员会)$")
_CUSTOMS = Pattern(r"(?<=.)(?:海关(?:关区)?|(?<=[^海])关区)$")
_TAX = Pattern(r"税务局(?:[一-鿿]{2,8}分局)?$")
_DEPARTMENT = Pattern(
    r"(?<![分支])局|厅|海关(?:关区)?|关区|审计署|海关总署|中国人民银行"
    r"|(?:(?<!管理)(?<!村民)(?<!居民)(?<!常务)(?<!检查)(?<!监察)(?<!仲裁)(?<![省市县区旗州盟镇乡])|监督管理)委员会"
    r"|(?:发改|卫健|国资|住建|经信|民宗|教|科|农|建|交通)委"
    r"|(?:外事|侨务|人民防空|国防动员)办公室"
)  # fmt: skip
_DEPARTMENT_ENDS = Pattern(r"(?:委员会|办公室|局|厅|委|办)$")
_BRACKETS = Pattern(r"[（()）]")
_BRACKETED = Pattern(r"[（(][^（）()]{0,40}[）)]")
_NATIONAL = Pattern(r"^(?:国家税务总局|国家统计局|中国气象局|国家邮政局|中华人民共和国)(?=.{3})")

Relation = Literal["same", "renamed", "other"]
_RELATIONS: tuple[Relation, ...] = ("same", "renamed", "other")

#: Words in the names of many bodies; that two names share them tells nothing.
_COMMON = Pattern("管理|监督|工作|事务|服务|行政|执法|发展|建设|资源|保障|社会|经济|信息|安全|综合|城乡|城市|国家|国有|公共|人民|中心|和|与|及|、")


@record(frozen=True, slots=True)
class Body:
    """A body of government, as far as its name tells.

    ``level`` is ``central``, ``province``, ``city``, ``county`` or ``township``, ``kind`` is ``government``, ``office`` (a government's
    own office, a street office) or ``department``; each None where the name leaves a doubt. ``place`` is the place in the name
    (云岫市青岚县, for a township with it), ``core`` what tells it from others of its kind there (水务; for a government its place's own
    name, 青岚). ``county_or_above`` says whether it belongs to a government at county level or above: a city's body does, whichever
    kind of city it is, so this can be known where the level is not. ``governs`` is true for governments above the township and for
    zones: many bodies report through theirs. ``national`` is true for a branch of a national body (国家税务总局…税务局, a customs house), which
    belongs to no local government.
    """

    name: str
    level: str | None = None
    kind: str | None = None
    county_or_above: bool | None = None
    place: str = ""
    core: str = ""
    governs: bool = False
    national: bool = False

    @staticmethod
    def of(name: str | None) -> Body:
        """Return what a name says; of no name, a body of which nothing is known."""
        return _read(name) if name else _NOBODY


_NOBODY = Body("")


def ends_as_body(text: str) -> bool:
    """Tell whether a text ends as names of bodies do; one that ends otherwise is not taken for one."""
    return text.endswith(words("endings"))


@lru_cache(maxsize=4096)
def _read(printed: str) -> Body:
    name = _BRACKETED.sub("", simplified("".join(printed.split())))
    level, county_or_above = _level(name)
    kind = _kind(name)
    place, core = _place_and_core(name, level, kind)
    governs = level != "township" and (kind == "government" or _is_zone_committee(name) or ends_with_zone(name))
    return Body(name, level, kind, county_or_above, place, core, governs, level != "central" and _is_branch(name))


def _is_zone_committee(name: str) -> bool:
    return name.endswith("管委会") or (name.endswith("管理委员会") and has_zone(name))  # 城市管理委员会 is a department


def _kind(name: str) -> str | None:
    if name == "国务院" or name.endswith("政府"):
        return "government"
    if _ends(_OFFICE, name):
        return "office"
    if _ends(_DEPARTMENT, name) or name.removeprefix("中华人民共和国") in words("ministries"):
        return "department"
    if len(name) > 2 and name.endswith(("省", "市", "县", "区", "旗", "镇", "乡", "自治州", "苏木")) and not has_zone(name):
        return "government"  # 云岫市2023年…年度报告 is the report of its government
    return None


def _ends(pattern: Pattern, name: str) -> bool:
    return any(found.end() == len(name) for found in pattern.finditer(name))


def _level(name: str) -> tuple[str | None, bool | None]:
    """Read the level, and whether it is the county's or a higher one."""
    if _is_central(name):
        return "central", True
    if _is_branch(name):
        return None, None
    town = _TOWNSHIP.fullmatch(name)
    if town:
        return (None, None) if (town["name"] + town["unit"]).removeprefix(province_of(name)) in words("no_townships") else ("township", False)
    if _TOWNSHIP_WITHIN.search(_GENERIC.sub("", name)) or has_zone(name):
        return None, None
    return _local(name)


def _is_branch(name: str) -> bool:
    """Whether a body that is not a central one is a branch of one: 国家税务总局…县税务局."""
    return name.startswith(("国家", "中国", "中华人民共和国")) or _CUSTOMS.search(name) is not None or _TAX.search(name) is not None


def _is_central(name: str) -> bool:
    name = name.removeprefix("中华人民共和国")
    if name in words("ministries") or name in ("国务院", "国务院办公厅"):
        return True
    return re.fullmatch(r"(?:国家|国务院)[^省市县区局]{2,18}(?:局|委员会|署)", name) is not None


def _local(name: str) -> tuple[str | None, bool | None]:
    top = province_of(name)
    rest = name[len(top) :]
    prefecture = _PREFECTURE.match(rest)
    city = None if prefecture else _CITY.match(rest)
    found = prefecture or city
    behind = rest[found.end() :] if found else rest
    if _names_county(behind):
        return "county", True
    if prefecture:
        return "city", True
    known = _kind(name) is not None
    if city or rest.startswith(("市", "区")):
        return None, (True if known else None)  # a prefecture or a county-level city
    return ("province", True) if top and known else (None, None)


def _names_county(text: str) -> bool:
    found = _COUNTY.match(text)
    if found:
        name, unit = found["name"], found["unit"]
        short = len(name) <= _COUNTY_NAME or "族" in name
        return short and (bool(name) or unit == "县") and name != "山"
    city = _CITY.match(text)  # of a city within another: a city that opens the name is found before
    return city is not None and 2 <= len(city["name"]) <= _COUNTY_NAME and not set("和与及") & set(city["name"])


def _place_and_core(name: str, level: str | None, kind: str | None) -> tuple[str, str]:
    local = _NATIONAL.sub("", name)
    if level == "central" or _CUSTOMS.search(local):
        return "", _CUSTOMS.sub("", local)
    if level == "township":
        town = _TOWNSHIP.fullmatch(name)
        assert town is not None  # that is what made it a township
        return town["name"] + town["unit"], split_place(town["name"])[1]
    if kind in ("government", "office") or _is_zone_committee(local):
        place = _ZONE_COMMITTEE.sub("", _GOVERNMENT_ENDS.sub("", local))
        return place, higher_and_own(place)[1]
    place, rest = split_place(local)
    return place, (_DEPARTMENT_ENDS.sub("", rest) or rest) if kind == "department" else rest


def related(one: str | None, other: str | None) -> Relation:
    """Tell whether two names are those of one body, of a body and its successor in the same place, or of two bodies.

    A name that is not known contradicts nothing: "same". Names that share only the place, or only words such as 管理 that many names
    hold, are "other".
    """
    first, second = Body.of(one), Body.of(other)
    if not first.name or not second.name or first.name == second.name:
        return "same"
    if first.level == second.level == "township" or (first.kind == second.kind and first.kind in ("government", "office")):
        return _places(first.place, second.place)
    if "government" in (first.kind, second.kind) or "office" in (first.kind, second.kind):
        return "other"
    where, what = _places(first.place, second.place), _cores(first.core, second.core)
    if what == "renamed" and not (first.kind == second.kind == "department" or _succeeded(first.core, second.core)):
        what = "other"  # a bureau and a centre for the same work stand side by side, and so do schools
    return max(where, what, key=_RELATIONS.index)


@lru_cache(maxsize=4096)
def report_together(one: str, other: str) -> bool:
    """Tell whether one report may be published under both names.

    They are those of one body, of a government and its own office, or of a body under two name plates, of which one stands in brackets.
    """
    first, second = Body.of(one), Body.of(other)
    if {first.kind, second.kind} == {"government", "office"}:
        return _places(first.place, second.place) == "same"
    if _places(first.place, second.place) == "other":
        return False
    names = [[name, *filter(None, _BRACKETS.split(name))] for name in (one, other)]
    return any(related(name, beside) == "same" for name in names[0] for beside in names[1])


def _places(one: str, other: str) -> Relation:
    if is_within(one, other) or is_within(other, one):
        return "same"
    (above, own), (above_other, own_other) = higher_and_own(one), higher_and_own(other)
    alike = own == own_other and (is_within(above, above_other) or is_within(above_other, above))
    return "renamed" if alike and own else "other"  # a county became a district, a 乡 a 镇


def _cores(one: str, other: str) -> Relation:
    if one == other:
        return "same"
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return "other"
    if short in long or _succeeded(one, other):
        return "renamed"
    if short[0] == long[0] and is_subsequence(short, long):
        return "same"  # an abbreviation: 住建, 住房和城乡建设
    words = [_COMMON.sub("|", core) for core in (one, other)]
    pairs = [{core[at : at + 2] for at in range(len(core) - 1) if "|" not in core[at : at + 2]} for core in words]
    return "renamed" if pairs[0] & pairs[1] else "other"


def _succeeded(one: str, other: str) -> bool:
    return any((old in one and new in other) or (old in other and new in one) for old, new in words("succeeded"))
