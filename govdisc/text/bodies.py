"""What an agency's name says for certain about its level and kind; None wherever two readings are possible.

Deadlines (《中华人民共和国政府信息公开条例》第四十九条) and the power to make 规章 (《中华人民共和国立法法》)
hang on both, and a wrong guess would make a false finding, so a name that leaves a doubt stays without an answer: a 市 may be a
prefecture or a county-level city, a 开发区 is no level of government at all.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govdisc.patterns import Pattern

_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")
_PROVINCES = tuple(
    f"{name}省"
    for name in (
        "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南", "广东",
        "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海",
    )
)  # fmt: skip
_REGIONS = ("内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "自治区")
_TOP = (*_MUNICIPALITIES, *_PROVINCES, *_REGIONS, "省")

#: The departments of the State Council whose names do not say 国家 or 国务院 (国务院机构改革方案, 2023).
_MINISTRIES = frozenset(
    f"{name}部"
    for name in (
        "外交", "国防", "教育", "科学技术", "工业和信息化", "公安", "国家安全", "民政", "司法", "财政", "人力资源和社会保障", "自然资源",
        "生态环境", "住房和城乡建设", "交通运输", "水利", "农业农村", "商务", "文化和旅游", "退役军人事务", "应急管理",
    )
) | {"审计署", "海关总署", "中国人民银行"}  # fmt: skip

_TOWNSHIP = Pattern(
    r"(?P<name>.*?)(?P<unit>镇|乡|街道|苏木)"
    r"(?:人民政府|政府|办事处|办)?(?:(?:党政|综合|党政综合)?办公室|党政办)?"
)
#: Cities and counties that end in 镇 or 乡; without 市 or 县 behind them they look like townships.
_NO_TOWNSHIPS = ("景德镇", "新乡", "萍乡", "宁乡", "桐乡", "金乡", "内乡", "西乡")
_GENERIC = Pattern(r"城乡|乡村|城镇|村镇|乡镇|镇街")
_TOWNSHIP_WITHIN = Pattern(r"[^省市县区州盟][镇乡](?![市县区])|街道|苏木")

_PREFECTURE = Pattern(r"[一-鿿]{2,15}?自治州|(?:大兴安岭|阿克苏|喀什|和田|塔城|阿勒泰|阿里)地区|(?:锡林郭勒|兴安|阿拉善)盟")
#: 市 as the end of a place, not the beginning of 市场, 市政 or 市容.
_CITY = Pattern(r"(?P<name>[一-鿿]{1,7}?)市(?!场|容|域|政(?![府务法]))")
_COUNTY = Pattern(r"(?P<name>[一-鿿]{0,20}?)(?P<unit>自治县|自治旗|县|旗|区)")
_COUNTY_NAME = 4  # characters at most, but for names of nationalities
#: What stands before 区 where it is a zone, and no district.
_ZONE = Pattern(
    r"(?:开发|园|新|高新|示范|试验|实验|管理|景|名胜|度假|旅游|保税|合作|经济|产业|工业|港|社|库|灌|牧|保护|商务|功能|科技|集聚|老|林|特)区"
)
_DISTRICTS_LIKE_ZONES = Pattern(r"浦东新区|天津市滨海新区|神农架林区|六枝特区")

_OFFICE = Pattern(r"政府办公[室厅]|党政(?:综合)?办公室|党政办|街道办事处|街道办|街道|国务院办公厅|[省市县区旗州盟]办公[室厅]")
_DEPARTMENT = Pattern(
    r"(?<![分支])局|厅|审计署|海关总署|中国人民银行"
    r"|(?:(?<!管理)(?<!村民)(?<!居民)(?<!常务)(?<!检查)(?<!监察)(?<!仲裁)(?<![省市县区旗州盟镇乡])|监督管理)委员会"
    r"|(?:发改|卫健|国资|住建|经信|民宗|教|科|农|建|交通)委"
    r"|(?:外事|侨务|人民防空|国防动员)办公室"
)  # fmt: skip
_BRACKETED = Pattern(r"[（(][^（）()]{0,40}[）)]")
_PLACE = Pattern(r".*(?:[省市县区旗镇乡]|自治州|苏木)")


def agency_level(name: str | None) -> str | None:
    """Return ``central``, ``province``, ``city``, ``county`` or ``township``, None where the name leaves a doubt."""
    return _read(_fold(name))[0] if name else None


def agency_kind(name: str | None) -> str | None:
    """Return ``government``, ``office`` (a government's own office, a street office) or ``department``, None where unsure."""
    return _kind(_fold(name)) if name else None


def county_or_above(name: str | None) -> bool | None:
    """Return whether the body belongs to a government at county level or above, None where the name does not tell.

    A city's body is at county level at least, whichever kind of city it is, so this can be known where the level is not.
    """
    return _read(_fold(name))[1] if name else None


def _fold(name: str) -> str:
    return _BRACKETED.sub("", "".join(name.split()))


def _kind(name: str) -> str | None:
    if name == "国务院" or name.endswith("政府"):
        return "government"
    if _ends(_OFFICE, name):
        return "office"
    if _ends(_DEPARTMENT, name) or name.removeprefix("中华人民共和国") in _MINISTRIES:
        return "department"
    if _PLACE.fullmatch(name) and len(name) > 2 and not _zone(name):
        return "government"  # 云岫市2023年…年度报告 is the report of its government
    return None


def _ends(pattern: Pattern, name: str) -> bool:
    return any(found.end() == len(name) for found in pattern.finditer(name))


def _zone(name: str) -> bool:
    return _ZONE.search(_DISTRICTS_LIKE_ZONES.sub("", name)) is not None


@lru_cache(maxsize=256)
def _read(name: str) -> tuple[str | None, bool | None]:
    """Read the level, and whether it is the county's or a higher one."""
    if _is_central(name):
        return "central", True
    if name.startswith(("国家", "中国", "中华人民共和国")):
        return None, None  # a branch of a national body: 国家税务总局…县税务局
    town = _TOWNSHIP.fullmatch(name)
    if town:
        return (None, None) if _bare(town["name"] + town["unit"]) in _NO_TOWNSHIPS else ("township", False)
    if _TOWNSHIP_WITHIN.search(_GENERIC.sub("", name)) or _zone(name):
        return None, None
    return _local(name)


def _is_central(name: str) -> bool:
    name = name.removeprefix("中华人民共和国")
    if name in _MINISTRIES or name in ("国务院", "国务院办公厅"):
        return True
    return re.fullmatch(r"(?:国家|国务院)[^省市县区局]{2,18}(?:局|委员会|署)", name) is not None


def _bare(name: str) -> str:
    return next((name[len(top) :] for top in _TOP if name.startswith(top)), name)


def _local(name: str) -> tuple[str | None, bool | None]:
    top = next((one for one in _TOP if name.startswith(one)), "")
    rest = name[len(top) :]
    prefecture = _PREFECTURE.match(rest)
    city = None if prefecture else _CITY.match(rest)
    behind = rest[(prefecture or city).end() :] if (prefecture or city) else rest  # type: ignore[union-attr]
    if _names_county(behind, within_city=bool(prefecture or city or top)):
        return "county", True
    if prefecture:
        return "city", True
    known = _kind(name) is not None
    if city or rest.startswith(("市", "区")):
        return None, (True if known else None)  # a prefecture or a county-level city
    return ("province", True) if top and known else (None, None)


def _names_county(text: str, within_city: bool) -> bool:
    found = _COUNTY.match(text)
    if found:
        name, unit = found["name"], found["unit"]
        short = len(name) <= _COUNTY_NAME or "族" in name
        return short and (bool(name) or unit == "县") and name not in ("山", "自治")
    city = _CITY.match(text) if within_city else None
    return city is not None and 2 <= len(city["name"]) <= _COUNTY_NAME and not set("和与及") & set(city["name"])
