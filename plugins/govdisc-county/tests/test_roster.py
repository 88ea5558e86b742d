"""Rosters are read however offices keep them, and what is not clear in one is refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from govdisc_county.roster import Roster, Unit, near, read_roster

from govdisc.errors import ConfigurationError
from govdisc.plugins import Plugins

PLUGINS = Plugins()
LINES = """序号,单位名称,级别,类别,上级单位,其他名称,公开日期,备注
1,青岚县水务局,县级,部门,青岚县人民政府,水务局；青岚县水利局,2024年1月17日,
2,青岚县松涛镇人民政府,乡镇,政府,青岚县人民政府,,2024/1/30,
"""
UNITS = (
    Unit("青岚县水务局", None, "department", "county", "青岚县人民政府", ("水务局", "青岚县水利局"), "2024-01-17"),
    Unit("青岚县松涛镇人民政府", None, "government", "township", "青岚县人民政府", (), "2024-01-30"),
)


def read(path: Path) -> Roster:
    return read_roster(str(path), PLUGINS.formats, PLUGINS.forms)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_every_encoding_and_with_every_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """UTF-8, GBK as Excel saves it, UTF-16; commas, tabs, semicolons; Chinese headings, other orders of the date."""
    path = tmp_path / "units.csv"
    path.write_bytes(LINES.replace(",", delimiter).encode(encoding))
    assert read(path).units == UNITS


def test_a_workbook_with_a_title_above_the_headings(tmp_path: Path) -> None:
    """Read by the installed format; a merged title, a date cell and a blank line are as usual."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["青岚县各单位名册"])
    sheet.merge_cells("A1:E1")
    for line in LINES.splitlines():
        sheet.append(line.split(","))
    sheet.append([])
    book.save(tmp_path / "units.xlsx")
    assert read(tmp_path / "units.xlsx").units == UNITS


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,phone\n青岚县水务局,1\n", "the column phone is not known"),
        ("name,publishd\n青岚县水务局,\n", "did you mean published?"),
        ("name,名称\n青岚县水务局,x\n", "two columns are headed name"),
        ("unit,parent\n青岚县水务局,\n", "no column is headed name"),
        ("", "no column is headed name"),
        ("name\n", "there is no unit in it"),
        ("name,parent\n,青岚县人民政府\n", "line 2: there is no name in it"),
        ("name\n青岚县水务局\n青岚县教育局\n青岚县 水务局\n", "stands in line 2 and in line 4"),
        ("name,other names\n青岚县水务局,\n青岚县水利局,青岚县水务局\n", "青岚县水务局 stands in line 2 and in line 3"),
        ("name,parent\n甲县水务局,乙县水务局\n乙县水务局,甲县水务局\n", "甲县水务局 → 乙县水务局 → 甲县水务局: each would belong to the next"),
        ("name,parent\n甲县水务局,甲县水务局\n", "甲县水务局 → 甲县水务局"),
        ("name,published\n青岚县水务局,2024-02-30\n", "2024-02-30 is no day"),
        ("name,level\n青岚县水务局,厅\n", "厅 is no level; known are: central, province"),
        ("name,kind\n青岚县水务局,国企\n", "国企 is no kind"),
    ],
)
def test_what_is_not_clear_is_refused_with_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    """Unknown columns with the nearest one, doubled names, cycles, days that do not exist."""
    path = tmp_path / "units.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as error:
        read(path)
    assert says in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("units.xlsx", b"PK\x03\x04 no package", "cannot be read"),
        ("units.csv", b"\x00\x01\x02" * 100, "cannot be read: it holds NUL bytes and is not a text"),
        ("units.csv", b"\x01\x02,1\n" * 100, "no column is headed name"),
        ("reports.jsonl", b"{}", "holds reports, no roster"),
        ("missing.csv", None, "cannot be read: No such file"),
    ],
)
def test_files_that_are_no_roster(tmp_path: Path, name: str, data: bytes | None, says: str) -> None:
    """Damaged packages, bytes that are no text, reports, nothing at all."""
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ConfigurationError) as error:
        read(tmp_path / name)
    assert says in str(error.value)


def test_units_go_by_all_their_names() -> None:
    """Blanks, brackets and other names lead to the same unit; its date stands under each of them."""
    roster = Roster("units.csv", UNITS)
    assert [roster.unit(name) for name in ("青岚县水务局", "青岚县 水务局", "水务局", "青岚县水务局（县河长办）")] == [UNITS[0]] * 4
    assert roster.unit("青岚县水利局") is UNITS[0]
    assert roster.unit("青岚县教育局") is None
    assert roster.unit(None) is None
    assert roster.dates["青岚县水利局"] == "2024-01-17"
    assert roster.children("青岚县人民政府") == UNITS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青岚县文旅局", "青岚县文化和旅游局"),
        ("青岚县文化与旅游局", "青岚县文化和旅游局"),
        ("青岚县发改局", "青岚县发展和改革局"),
        ("青岚县教肓局", None),  # a core of two characters, one of them wrong, may be any body's
        ("青岚县司法局", None),
        ("云岫市水务局", None),
    ],
)
def test_near_names_are_suggested_and_others_are_not(name: str, expected: str | None) -> None:
    """Abbreviations and slips of one body, not another body of the same place or the same work elsewhere."""
    units = [Unit(known) for known in ("青岚县文化和旅游局", "青岚县发展和改革局", "青岚县财政局", "青岚县水务局")]
    found = near(name, units)
    assert (found.name if found else None) == expected
