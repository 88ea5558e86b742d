"""What an agency's name says of its level and kind, and where it must not be trusted to."""

from __future__ import annotations

import pytest

from govdisc.testing.generate import AGENCIES
from govdisc.text.bodies import agency_kind, agency_level, county_or_above

CERTAIN = [
    ("国务院", "central", "government"),
    ("国务院办公厅", "central", "office"),
    ("财政部", "central", "department"),
    ("中华人民共和国教育部", "central", "department"),
    ("国家发展和改革委员会", "central", "department"),
    ("国家税务总局", "central", "department"),
    ("河北省", "province", "government"),
    ("北京市人民政府", "province", "government"),
    ("重庆市公安局", "province", "department"),
    ("贵州省机关事务管理局", "province", "department"),
    ("广西壮族自治区财政厅", "province", "department"),
    ("凉山彝族自治州财政局", "city", "department"),
    ("青岚县水务局", "county", "department"),
    ("青岚县 人民政府", "county", "government"),
    ("青岚县乡村振兴局", "county", "department"),
    ("青岚县住房和城乡建设局", "county", "department"),
    ("金乡县水务局", "county", "department"),
    ("云岫市白鹭洲区人民政府办公室", "county", "office"),
    ("白鹭洲区（云岫高新区）政府办公室", "county", "office"),
    ("重庆市白鹭洲区教育委员会", "county", "department"),
    ("上海市浦东新区人民政府", "county", "government"),
    ("彭水苗族土家族自治县人民政府", "county", "government"),
    ("瀍河回族区人民政府", "county", "government"),
    ("杭锦后旗人民政府", "county", "government"),
    ("吉林市舒兰市市场监督管理局", "county", "department"),
    ("县水务局", "county", "department"),
    ("云岫市青岚县松涛镇人民政府", "township", "government"),
    ("重庆市万盛经济技术开发区松涛镇人民政府", "township", "government"),
    ("青岚县大新乡人民政府", "township", "government"),
    ("松涛镇", "township", "government"),
    ("松涛镇人民政府办公室", "township", "office"),
    ("映月街道", "township", "office"),
    ("云岫市达来苏木", "township", "government"),
]


@pytest.mark.parametrize(("name", "level", "kind"), CERTAIN)
def test_certain_names(name: str, level: str, kind: str) -> None:
    """A name that says its level and kind is read so, and above the township it is at county level or above."""
    assert (agency_level(name), agency_kind(name)) == (level, kind)
    assert county_or_above(name) is (level != "township")


CITIES = "云岫市人民政府 云岫市城市管理局 云岫市住房和城市建设局 景德镇市人民政府 新乡市财政局 镇江市水利局 区教育局 江苏省云岫市"


@pytest.mark.parametrize("name", CITIES.split())
def test_a_city_has_no_certain_level_but_is_no_township(name: str) -> None:
    """A 市 may be a prefecture or a county-level city; at county level it is in either case."""
    assert agency_level(name) is None
    assert county_or_above(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "水务局",
        "国家税务总局青岚县税务局",
        "国家统计局青岚调查队",
        "苏州工业园区管理委员会",
        "云岫经济技术开发区管理委员会",
        "云岫市松涛文化旅游区管委会",
        "青岚县松涛镇财政所",
        "景德镇",
        "云岫大学",
        "自治区沿海办",
    ],
)
def test_doubtful_names_have_no_level(name: str) -> None:
    """Zones, branches of national bodies, offices of townships and bodies without a place stay without a level."""
    assert agency_level(name) is None
    assert county_or_above(name) is None


NO_KIND = "云岫市公安局城东分局 中共青岚县委员会 云岫高新区管理委员会 松涛村村民委员会 青岚县人民法院 云岫开发区 云岫市某某办公室 县"


@pytest.mark.parametrize("name", NO_KIND.split())
def test_doubtful_names_have_no_kind(name: str) -> None:
    """Branches, party and village committees, courts and zones are none of the kinds for certain."""
    assert agency_kind(name) is None


@pytest.mark.parametrize("name", ["云岫市国有资产监督管理委员会", "云岫市卫健委", "青岚县科金工局", "云岫市外事办公室"])
def test_departments(name: str) -> None:
    """Bureaus, commissions and the offices that are departments by name."""
    assert agency_kind(name) == "department"


@pytest.mark.parametrize("name", [None, ""])
def test_no_name(name: str | None) -> None:
    """Without a name nothing is known."""
    assert agency_level(name) is None
    assert agency_kind(name) is None
    assert county_or_above(name) is None


@pytest.mark.parametrize(("name", "level", "kind"), AGENCIES)
def test_generated_agencies_are_never_contradicted(name: str, level: str, kind: str) -> None:
    """What the names of the test kit's agencies say agrees with what the kit says of them."""
    assert agency_level(name) in (level, None)
    assert agency_kind(name) == kind
