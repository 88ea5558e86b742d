"""What an agency's name says of its level and kind, and where it must not be trusted to."""

from __future__ import annotations

import pytest

from govdisc.testing.generate import AGENCIES
from govdisc.text.bodies import Body, related, report_together

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
    ("青岚东山县水务局", "county", "department"),
    ("云岫市青岚县松涛镇人民政府", "township", "government"),
    ("重庆市万盛经济技术开发区松涛镇人民政府", "township", "government"),
    ("青岚县大新乡人民政府", "township", "government"),
    ("松涛镇", "township", "government"),
    ("松涛镇人民政府办公室", "township", "office"),
    ("映月街道", "township", "office"),
    ("云岫市达来苏木", "township", "government"),
    ("青嵐縣發展和改革局", "county", "department"),
    ("青岚县气象局", "county", "department"),
    ("云岫省水利厅", "province", "department"),
    ("平川自治区人民政府", "province", "government"),
    ("云岫省青岚县水务局", "county", "department"),
]


@pytest.mark.parametrize(("name", "level", "kind"), CERTAIN)
def test_certain_names(name: str, level: str, kind: str) -> None:
    """A name that says its level and kind is read so, and above the township it is at county level or above."""
    assert (Body.of(name).level, Body.of(name).kind) == (level, kind)
    assert Body.of(name).county_or_above is (level != "township")


CITIES = "云岫市人民政府 云岫市城市管理局 云岫市住房和城市建设局 景德镇市人民政府 新乡市财政局 镇江市水利局 区教育局 江苏省云岫市"


@pytest.mark.parametrize("name", CITIES.split())
def test_a_city_has_no_certain_level_but_is_no_township(name: str) -> None:
    """A 市 may be a prefecture or a county-level city; at county level it is in either case."""
    assert Body.of(name).level is None
    assert Body.of(name).county_or_above is True


@pytest.mark.parametrize(
    "name",
    [
        "水务局",
        "国家税务总局青岚县税务局",
        "青岚县税务局",
        "青岚海关",
        "岚州海关关区",
        "国家统计局青岚调查队",
        "苏州工业园区管理委员会",
        "云岫经济技术开发区管理委员会",
        "云岫市松涛文化旅游区管委会",
        "青岚县松涛镇财政所",
        "景德镇",
        "云岫大学",
        "云岫市第一中学",
        "青岚东山云县水务局",
        "自治区沿海办",
    ],
)
def test_doubtful_names_have_no_level(name: str) -> None:
    """Zones, branches of national bodies, offices of townships and bodies without a place stay without a level."""
    assert Body.of(name).level is None
    assert Body.of(name).county_or_above is None


NO_KIND = "云岫市公安局城东分局 中共青岚县委员会 云岫高新区管理委员会 松涛村村民委员会 青岚县人民法院 云岫开发区 云岫市某某办公室 县 本县 我市"


@pytest.mark.parametrize("name", NO_KIND.split())
def test_doubtful_names_have_no_kind(name: str) -> None:
    """Branches, party and village committees, courts and zones are none of the kinds for certain."""
    assert Body.of(name).kind is None


@pytest.mark.parametrize("name", ["岚州海关", "岚州海关关区", "国家税务总局青岚县税务局", "云岫市国有资产监督管理委员会", "云岫市卫健委", "青岚县科金工局", "云岫市外事办公室"])
def test_departments(name: str) -> None:
    """Bureaus, commissions and the offices that are departments by name."""
    assert Body.of(name).kind == "department"


@pytest.mark.parametrize("name", [None, ""])
def test_no_name(name: str | None) -> None:
    """Without a name nothing is known."""
    assert Body.of(name).level is None
    assert Body.of(name).kind is None
    assert Body.of(name).county_or_above is None
    assert Body.of(name).governs is False


@pytest.mark.parametrize(("name", "level", "kind"), AGENCIES)
def test_generated_agencies_are_never_contradicted(name: str, level: str, kind: str) -> None:
    """What the names of the test kit's agencies say agrees with what the kit says of them."""
    assert Body.of(name).level in (level, None)
    assert Body.of(name).kind == kind


PLACES = [
    ("云岫市青岚县人民政府办公室", "云岫市青岚县", "青岚"),
    ("青岚县松涛镇人民政府", "青岚县松涛镇", "松涛"),
    ("映月街道办事处", "映月街道", "映月"),
    ("云岫市城市管理局", "云岫市", "城市管理"),
    ("青岚县市场监督管理局", "青岚县", "市场监督管理"),
    ("云岫市社区矫正管理局", "云岫市", "社区矫正管理"),
    ("青岚县住房和城乡建设局", "青岚县", "住房和城乡建设"),
    ("青岚县卫健委", "青岚县", "卫健"),
    ("国家税务总局青岚县税务局", "青岚县", "税务"),
    ("凉山彝族自治州人民政府", "凉山彝族自治州", "凉山彝族"),
    ("云岫经济技术开发区管委会", "云岫经济技术开发区", "云岫经济技术开发"),
    ("岚州海关关区", "", "岚州"),
    ("水务局", "", "水务"),
    ("财政部", "", "财政部"),
    ("云岫市高新区", "云岫市", "高新区"),
    ("云岫市公安局城东分局", "云岫市", "公安局城东分局"),
]


@pytest.mark.parametrize(("name", "place", "core"), PLACES)
def test_place_and_core(name: str, place: str, core: str) -> None:
    """The place in a name, and what tells the body from others of its kind there."""
    assert (Body.of(name).place, Body.of(name).core) == (place, core)


@pytest.mark.parametrize(
    ("name", "governs"),
    [
        ("青岚县人民政府", True),
        ("云岫市", True),
        ("云岫开发区管委会", True),
        ("云岫高新区管理委员会", True),
        ("云岫开发区管委会办公室", False),
        ("松涛镇人民政府", False),
        ("映月街道办事处", False),
        ("青岚县人民政府办公室", False),
        ("青岚县水务局", False),
        ("云岫市国有资产监督管理委员会", False),
        ("岚州海关关区", False),
    ],
)
def test_through_whose_report_many_bodies_report(name: str, governs: bool) -> None:
    """Governments above the township and zones; no department, township or customs area."""
    assert Body.of(name).governs is governs


RELATED = [
    ("青岚县水务局", "青岚县水务局", "same"),
    ("青岚县 水务局", "青岚县水务局（云岫水利中心）", "same"),
    ("县水务局", "青岚县水务局", "same"),
    ("水务局", "青岚县水务局", "same"),
    ("云岫市青岚县水务局", "青岚县水务局", "same"),
    ("青岚县", "青岚县人民政府", "same"),
    ("映月街道", "云岫市映月街道办事处", "same"),
    ("云岫高新区管委会", "云岫高新区管理委员会", "same"),
    ("青岚县卫健委", "青岚县卫生健康委员会", "same"),
    ("青岚县住建局", "青岚县住房和城乡建设局", "same"),
    ("青岚县城管局", "青岚县城市管理局", "same"),
    ("国家税务总局青岚县税务局", "青岚县税务局", "same"),
    (None, "青岚县水务局", "same"),
    ("青岚县水利局", "青岚县水务局", "renamed"),
    ("青岚县教育局", "青岚县教育体育局", "renamed"),
    ("青岚县国土资源局", "青岚县自然资源局", "renamed"),
    ("青岚县旅游发展委员会", "青岚县文化和旅游局", "renamed"),
    ("青岚县扶贫开发办公室", "青岚县乡村振兴局", "renamed"),
    ("青岚县人民政府", "青岚市人民政府", "renamed"),
    ("松涛乡人民政府", "青岚县松涛镇人民政府", "renamed"),
    ("青岚县财政局", "青岚市财政局", "renamed"),
    ("青岚县教育局", "青岚县水务局", "other"),
    ("青岚县水局", "青岚县教育局", "other"),
    ("青岚县财政局", "青岚县民政局", "other"),
    ("青岚县公安局", "青岚县公路局", "other"),
    ("青岚县自然资源局", "青岚县人力资源和社会保障局", "other"),
    ("青岚县教育局", "白鹭洲区教育局", "other"),
    ("岚县人民政府", "青岚县人民政府", "other"),
    ("青岚县人民政府", "青岚县人民政府办公室", "other"),
    ("青岚县人民政府", "青岚县财政局", "other"),
    ("松涛镇", "听涛镇", "other"),
    ("青岚县科技局", "青岚县科技服务中心", "other"),
    ("青岚县第一中学", "青岚县第二中学", "other"),
    ("青岚县劳动管理局", "青岚县活动管理局", "other"),
    ("青岚海关", "云岫海关", "other"),
    ("云岫市税务局", "云岫市青岚县税务局", "other"),
]


@pytest.mark.parametrize(("one", "other", "relation"), RELATED)
def test_one_body_its_successor_or_two_bodies(one: str | None, other: str, relation: str) -> None:
    """Names are compared by place and core, in either order; sharing the place alone is no match."""
    assert related(one, other) == related(other, one) == relation


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("青岚县人民政府", "青岚县人民政府办公室", True),
        ("青岚县", "青岚县人民政府办公室", True),
        ("青岚县松涛镇人民政府", "松涛镇党政办公室", True),
        ("青岚县水务局", "水务局", True),
        ("青岚县 水务局", "青岚县水务局", True),
        ("青岚县发展和改革局（青岚县粮食和物资储备局）", "青岚县粮食和物资储备局", True),
        ("青岚县发展和改革局(县粮食和物资储备局)", "青岚县发展和改革局", True),
        ("青岚县人民政府", "松河县人民政府办公室", False),
        ("青岚县人民政府", "青岚县教育局", False),
        ("青岚县松涛镇人民政府", "青岚县人民政府办公室", False),
        ("青岚县松涛镇人民政府", "青岚县柳溪乡人民政府", False),
        ("青岚县市场监督管理局（知识产权局）", "松河县知识产权局", False),
        ("青岚县发展和改革局（青岚县粮食和物资储备局）", "青岚县民政局", False),
        ("青岚县第一中学", "青岚县第二中学", False),
        ("青岚县教育局", "青岚县教育和体育局", False),
    ],
)
def test_under_which_names_one_report_may_be_published(one: str, other: str, together: bool) -> None:
    """A government's and its own office's, long and short names, a name plate in brackets; not a neighbour's, nor another bureau's."""
    assert report_together(one, other) is report_together(other, one) is together
