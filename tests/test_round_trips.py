"""JSON → X → JSON is the identity for every format that can be both written and read, whatever a report holds."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdisc.errors import InputError
from govdisc.formats.base import WriteOptions
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.testing import Options, random_report
from govdisc.testing.running import read_reports

#: Formats that carry the whole report as data; the others print it, and the recogniser reads it again.
AS_DATA = ("json", "jsonl", "csv", "portal-xml")
PRINTED = ("html", "docx", "xlsx", "markdown")
AWKWARD = (
    '<script>alert("1")</script> & &amp; <!-- --> ]]>',
    "a | b \\| c || d",
    "=cmd|'/c calc'!A1",
    "+1 -1 @SUM(A1) \u2212 3",
    "第一行\n第二行\n\n第四行",
    "笑脸😀，姓氏𠮷，国旗🇨🇳，家庭👨‍👩‍👧",
    "ئۇيغۇر تىلى \u200e和中文混排",
    "བོད་ཡིག",
    "# 不是标题 *不是重点* _下划线_ `代码` [链接](x) 1. 不是列表",
    "    行首空格，行尾空格    ",
    "制表符\t在中间",
    "很长的句子" * 200,
)


def formats(*names: str) -> list[Any]:
    """Formats as parameters of a test; those of a plugin are skipped where it is not installed."""
    return [name if name in ("json", "jsonl") else pytest.param(name, marks=pytest.mark.plugins(name)) for name in names]


@lru_cache(maxsize=1)
def installed() -> Plugins:
    """The core and every plugin."""
    return Plugins()


def again(report: Report, name: str) -> Report:
    """Write a report in a format and read it back."""
    plugins = installed()
    data = plugins.formats[name].writer()([report], WriteOptions(plugins.forms))
    [result] = read_reports(data, f"report{plugins.formats[name].suffixes[0]}", plugins)
    assert not isinstance(result, InputError), result
    return result


def comparable(report: Report, name: str) -> dict[str, Any]:
    """A report without what belongs to the file that it was read from; what plugins read out of the text is theirs."""
    data = report.to_dict()
    data.pop("fee", None)
    if name in PRINTED:
        data.pop("places")
    data.pop("source")
    return data


def reports(form: str, seed: int, kind: str) -> Report:
    """A random report of one kind."""
    kinds = {
        "plain": {},
        "blank": {"blank_zeros": True},
        "mark": {"mark": "／"},
        "remarks": {"remarks": True},
        "old row": {"legacy_row": form == "2021"},
    }
    return random_report(seed, Options(form=form, **kinds[kind]))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", formats(*AS_DATA, *PRINTED))
@pytest.mark.parametrize("kind", ["plain", "blank", "mark", "remarks", "old row"])
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 9999), form=st.sampled_from(["2019", "2021"]))
def test_the_report_comes_back_as_it_was(name: str, kind: str, form: str, seed: int) -> None:
    """Cells, blanks, marks, remarks, narrative and facts."""
    report = reports(form, seed, kind)
    assert comparable(again(report, name), name) == comparable(report, name)


@pytest.mark.parametrize("name", formats(*AS_DATA, *PRINTED))
@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_awkward_text_comes_back(name: str, text: str) -> None:
    """In the narrative, in the lead, and in the remark of a cell."""
    report = random_report(3, Options(year=2023, agency="青岚县水务局"))
    report.section("overview").text = text  # type: ignore[union-attr]
    report.section("other").text = f"说明。\n{text}"  # type: ignore[union-attr]
    report.lead = f"本报告依据条例编制，内容包括六个部分，并附统计数据。\n{text}".rstrip("\n")
    report.remarks["requests.received.total"] = text.strip().replace("\n", " ")
    found = again(report, name)
    assert comparable(found, name) == comparable(report, name)


@pytest.mark.plugins("regions")
@pytest.mark.parametrize("name", formats(*AS_DATA, *PRINTED))
def test_a_variant_with_its_extra_row_comes_back(name: str) -> None:
    """武汉's additional row of 2020 is written and read under its own id."""
    form = installed().forms.form("2019", "wuhan-2020")
    report = random_report(5, Options(form="2019", year=2020))
    report.variant = form.variant
    columns = [column.id for column in form.table_index["disclosure"].blocks[0].columns]
    rows = report.tables["disclosure"]
    extra = {"other_proactive_documents": dict.fromkeys(columns, 7)}
    order = [row.id for _, row in form.table_index["disclosure"].rows()]
    report.tables["disclosure"] = {row: {**rows, **extra}[row] for row in order}  # type: ignore[dict-item]
    assert comparable(again(report, name), name) == comparable(report, name)


@pytest.mark.parametrize("name", formats(*PRINTED))
def test_an_edited_cell_is_what_the_file_says(name: str) -> None:
    """Nothing hidden in the file overrides what is printed: another number printed is another number read."""
    report = random_report(5, Options(year=2023, largest=90))
    other = replace(
        report, tables={**report.tables, "disputes": {row: {**cells, "total": 77} for row, cells in report.tables["disputes"].items()}}
    )
    assert again(other, name).tables["disputes"] == other.tables["disputes"]
