"""Names of bodies that do not exist, as many as are wanted, no two of them alike."""

from __future__ import annotations

from govdisc.model.report import Agency
from govdisc.text.bodies import Body

_FIRST = "澄翠霁霜绛皓碧黛琥珊璞岫"
_SECOND = "松竹梅兰菊荷桂枫柳桐杉柏榆槐楸楠"
_THIRD = "溪泉潭湖湾渡桥岩谷原岭峰坪川浦汀"
#: What a place has, from its government down; {place} is a name of three characters, which no county bears.
_KINDS = (
    "{place}县水务局",
    "{place}县人民政府",
    "{place}区教育局",
    "{place}县临泉镇人民政府",
    "{place}区人民政府",
    "{place}县交通运输局",
    "{place}区望云街道办事处",
    "{place}县文化和旅游局",
    "{place}区卫生健康局",
    "{place}县岸柳乡人民政府",
    "{place}市林业局",
    "{place}市人民政府",
)


def invented_body(number: int) -> Agency:
    """Return a body by its number: departments, governments, townships and street offices in turn.

    The first 36,864 are distinct.
    """
    number, kind = divmod(number, len(_KINDS))
    number, third = divmod(number, len(_THIRD))
    first, second = divmod(number, len(_SECOND))
    name = _KINDS[kind].format(place=f"{_FIRST[first % len(_FIRST)]}{_SECOND[second]}{_THIRD[third]}")
    body = Body.of(name)
    return Agency(name, None, body.level, body.kind)
