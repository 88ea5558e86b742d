"""The places in the names of bodies: provinces, cities, counties, and zones, which are none of these."""

from __future__ import annotations

from govdisc.patterns import Pattern
from govdisc.text.tomltext import words

_PROVINCE = Pattern(r"(?:北京|上海|天津|重庆)市|(?:[一-鿿]{2,3})?省(?![级直])|(?:[一-鿿]{2,6}?)?自治区(?![级直])")

#: What stands before 区 where it is a zone, and no district.
_ZONE = Pattern(
    r"(?:开发|园|新|高新|示范|试验|实验|管理|景|名胜|度假|旅游|保税|合作|经济|产业|工业|港|社|库|灌|牧|保护|商务|功能|科技|集聚|老|林|特|关)区"
)
_DISTRICTS_LIKE_ZONES = Pattern(r"浦东新区|天津市滨海新区|神农架林区|六枝特区")
_UNIT = Pattern(r"自治[县州区旗]|地区|[省市县区州盟旗]")
#: What stands behind 市, 区 or 县 where it opens another word (市场, 区域, 县级).
_NO_UNIT = Pattern(r"场|容|域|级|划|政(?![府务法协])")
_OWN_UNIT = Pattern(r"(?<=.)(?:自治[县州区旗]|地区|苏木|街道|[省市县区州盟旗镇乡])$")


def province_of(name: str) -> str:
    """Return the province, municipality or autonomous region that opens a name, "" where none does."""
    found = _PROVINCE.match(name)
    return found[0] if found else ""


def has_zone(name: str) -> bool:
    """Tell whether a zone (开发区, 园区, 关区) stands in a name."""
    return _ZONE.search(_DISTRICTS_LIKE_ZONES.sub("", name)) is not None


def ends_with_zone(name: str) -> bool:
    """Tell whether a name is that of a zone."""
    return name.endswith("区") and not name.endswith(words("no_places")) and has_zone(name)


def split_place(name: str) -> tuple[str, str]:
    """Return the place that opens a name, "" where there is none, and what stands behind it: 云岫市青岚县, 水务局."""
    end = 0
    for unit in _UNIT.finditer(name):
        behind = unit.end()
        if behind < len(name) and not _NO_UNIT.match(name, behind) and not name.endswith(words("no_places"), 0, behind):
            end = behind
    return name[:end], name[end:]


def higher_and_own(place: str) -> tuple[str, str]:
    """Return the places above a place, and its own name without its unit: 云岫市, 青岚 of 云岫市青岚县."""
    return split_place(_OWN_UNIT.sub("", place))


def is_within(place: str, longer: str) -> bool:
    """Tell whether a longer place is the same one with those above it, as 云岫市青岚县 is 青岚县, or just 县."""
    if not longer.endswith(place):
        return False
    above = longer[: len(longer) - len(place)]
    return not above or len(place) <= 1 or above.endswith(tuple("省市县区州盟旗"))
