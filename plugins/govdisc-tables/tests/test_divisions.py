"""Where a body lies: known from its name and the list, or null."""

from __future__ import annotations

import re

import pytest
from govdisc_tables.divisions import _all, located

from govdisc.plugin import Agency


@pytest.mark.parametrize(
    ("name", "code", "province"),
    [
        ("湖南省怀化市鹤城区财政局", "431202", "湖南省"),
        ("怀化市鹤城区人民政府", "431202", "湖南省"),
        ("怀化市水利局", "431200", "湖南省"),
        ("广东省财政厅", "440000", "广东省"),
        ("国家税务总局怀化市税务局", "431200", "湖南省"),
        ("上海市浦东新区人民政府", "310115", "上海市"),
        ("徐州市鼓楼区民政局", "320302", "江苏省"),
        ("怀化市鹤城区松涛镇人民政府", "431202", "湖南省"),
        ("东莞市松涛镇人民政府", "441900", "广东省"),
    ],
)
def test_a_place_on_the_list_is_told(name: str, code: str, province: str) -> None:
    """The smallest division that the name says, with or without those above it."""
    assert located(Agency(name)) == (code, province)


@pytest.mark.parametrize(
    ("name", "province"),
    [
        ("鼓楼区人民政府", None),  # several cities have one
        ("云岫市青岚县水务局", None),  # invented
        ("怀化市青岚县水务局", "湖南省"),  # a county that is not on the list is not its city
        ("怀化市青岚县松涛镇人民政府", "湖南省"),
        ("怀化市青岚高新技术产业开发区管理委员会", "湖南省"),
        ("教育部", None),
        ("县财政局", None),
        ("", None),
    ],
)
def test_nothing_is_guessed(name: str, province: str | None) -> None:
    """A name that several divisions have, or none, gives no code; the province is told where it is certain."""
    assert located(Agency(name)) == (None, province)


def test_the_code_of_the_report_goes_before() -> None:
    """What the report itself says of its place is not looked up."""
    assert located(Agency("县财政局", region_code="431224")) == ("431224", "湖南省")


def test_the_list_is_sound() -> None:
    """Every code has six digits and stands once, and every division lies in a province of the list."""
    codes = [division.code for division in _all()]
    assert len(codes) == len(set(codes)) > 3000
    assert all(re.fullmatch(r"\d{6}", code) and f"{code[:2]}0000" in codes for code in codes)
