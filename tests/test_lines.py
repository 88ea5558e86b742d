"""What one line says by itself: whether it is a heading and how sure that is, which labels stand on it, and what its sentences tell."""

from __future__ import annotations

import pytest
from readings_kit import FORMS

from govdisc.recognise import sentences
from govdisc.recognise.headings import Sure, candidates, has_number, split_headings
from govdisc.recognise.page import labelled
from govdisc.recognise.titles import is_title

FORM = FORMS.form("2021")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("一、总体情况", "overview EXACT 1"),
        ("1.总体情况", "overview EXACT 1"),
        ("第一部分 总体情况", "overview EXACT 1"),
        ("第一部分、总体情况", "overview EXACT 1"),
        ("l六、其他需要报告的事项", "other EXACT 6"),  # a stray character
        ("壹、总体情况", "overview EXACT 1"),
        ("Ⅰ、总体情况", "overview EXACT 1"),
        ("一 总体情况", "overview EXACT 1"),
        ("一 工作", ""),
        ("一、概况", "overview EXACT 1"),
        ("概况", "overview WEAK None"),  # too short without a number
        ("总体情况", "overview TITLE None"),
        ("（一）总体情况", "overview TITLE None"),  # its own number in brackets
        ("（二）总体情况", "overview WEAK None"),
        ("（一）主动公开政府信息情况", "disclosure WEAK None"),
        ("八、总体情况", "overview EXACT 8"),
        ("九、总体情况", "overview WEAK None"),  # no part has that number
        ("十一、总体情况", "overview WEAK None"),
        ("1.5总体情况", "overview WEAK None"),
        ("一、本年工作总体上的情况", "overview WORDS 1"),
        ("本年工作总体上的情况", "overview WEAK None"),
        ("本年工作总体上的情况。", ""),
        ("三、本年的事", "requests NUMBERED 3"),
        ("三、本年的事。", ""),
        ("3.本年的事", ""),  # figures number anything
        ("五、存在的主要问题及改进情况（宋体加粗）", "problems EXACT 5"),
        ("7", ""),
        ("", ""),
    ],
)
def test_how_sure_a_heading_is(line: str, found: str) -> None:
    """By its title, its words and the number in front of it."""
    headings = candidates([line], FORM)
    assert ", ".join(f"{heading.section} {heading.sure.name} {heading.number}" for heading in headings) == found
    assert all((heading.title, heading.rest, heading.at) == (line, "", 0) for heading in headings)


def test_surer_headings_come_behind_less_sure_ones() -> None:
    """The order in which they are weighed."""
    assert sorted(Sure) == [Sure.NUMBERED, Sure.WEAK, Sure.WORDS, Sure.TITLE, Sure.EXACT]


@pytest.mark.parametrize("line", ["一、总体情况。2023年公开7条。", "一、总体情况 2023年公开7条。", "一、总体情况：2023年公开7条。", "一、总体情况2023年公开7条。"])
def test_text_behind_a_heading_on_its_line(line: str) -> None:
    """It is the first of its part."""
    (heading,) = candidates([line], FORM)
    assert (heading.title, heading.rest, heading.sure) == ("一、总体情况", "2023年公开7条。", Sure.EXACT)


@pytest.mark.parametrize(
    ("title", "numbered"),
    [("一、总体情况", True), ("6.其他", True), ("第二部分", True), ("（一）主动公开", False), ("总体情况", False), ("十、总体情况", False), ("十一、总体情况", False)],
)
def test_a_title_with_the_number_of_a_part(title: str, numbered: bool) -> None:
    """What stands within a part is numbered otherwise."""
    assert has_number(title) is numbered


def test_a_paragraph_is_cut_at_the_headings_in_it() -> None:
    """Behind the end of a sentence, and in no sentence; a short one is left as it is."""
    text = "青岚县水务局。一、总体情况 工作平稳，公开信息若干条，全年无重大事项。二、主动公开政府信息情况 见下表。"
    assert split_headings(text, FORM) == ["青岚县水务局。", "一、总体情况", "工作平稳，公开信息若干条，全年无重大事项。", "二、主动公开政府信息情况", "见下表。"]
    for text in ("一、总体情况 工作平稳", "本年度见一、总体情况中所说的内容以及其他各部分中所说的内容，详见下文各部分所述，不再一一说明"):
        assert split_headings(text, FORM) == [text]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("发布日期：2024-01-17 来源：青岚县水务局", [("published", "2024-01-17", 0), ("agency", "青岚县水务局", 16)]),
        ("来源 | 青岚县水务局 | 发布日期：2024-01-17", [("agency", "青岚县水务局", 0), ("published", "2024-01-17", 14)]),
        ("发布机构 ： 青岚县水务局", [("agency", "青岚县水务局", 0)]),
        ("【发布日期】2024-01-17", [("published", "2024-01-17", 0)]),
        ("发布日期：2024-01-17 某某：7", [("published", "2024-01-17", 0)]),  # a label that is not known ends the value
        ("成文日期2024-01-17", [("published", "2024-01-17", 0)]),
        ("日期：", [("published", "", 0)]),
        ("日期2024-01-17", []),  # a short one needs its colon
        ("新来源：甲", []),  # nor does a word go on before it
    ],
)
def test_labels_on_a_line_and_their_values(line: str, labels: list[tuple[str, str, int]]) -> None:
    """A value ends where the next label begins, or a bar."""
    assert [(label.fact, label.value, label.at) for label in labelled(line)] == labels


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年,我局公开。", 2023),
        ("截至2023年底", 2023),
        ("一、2023年工作", 2023),
        ("工作平稳。2023年公开。2023年又", 2023),
        ("工作平稳。2023年公开。2022年公开", None),  # which of them?
        ("本年2023年", None),
        ("无", None),
    ],
)
def test_the_year_that_a_text_opens_with(text: str, year: int | None) -> None:
    """Where its sentences begin with one year and no other."""
    assert sentences.opening_year(text) == year


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("现公布青岚县水务局2023年政府信息公开工作年度报告", {"announced": ("青岚县水务局", 2023), "work": 2023}),
        ("青岚县水务局2023年政府信息公开工作年度报告(以下简称年报)是按照", {"announced": ("青岚县水务局", 2023), "work": 2023}),
        ("由青岚县水务局按照条例编制", {"writer": "青岚县水务局"}),
        ("青岚县水务局编制本报告", {"writer": "青岚县水务局"}),
        ("请与青岚县水务局办公室联系", {"contact": "青岚县水务局"}),
        ("统计期限为2023年1月1日至12月31日", {"period": 2023}),
        ("统计时间为2022年度", {"period": 2022}),
        ("2023年政府信息公开", {"work": 2023}),
        ("2023年政府信息公开2022年政府信息公开", {}),
    ],
)
def test_what_a_sentence_says_of_who_and_when(text: str, told: dict[str, object]) -> None:
    """Announcements, writers, contacts, periods, and the year whose work is spoken of."""
    found = {
        "announced": [(said.agency, said.year) for said in sentences.announcements([text])],
        "writer": [said.agency for said in sentences.writers([text])],
        "contact": [said.agency for said in sentences.contacts([text])],
        "period": [said.year for said in sentences.periods_in([text])],
        "work": [said.year for said in sentences.years_of_work([text])],
    }
    assert {name: said[0] for name, said in found.items() if said} == told


@pytest.mark.parametrize(
    ("text", "whole"),
    [("青岚县水务局2023年政府信息公开工作年度报告", True), ("政府信息公开工作年度报告", False), ("2023年政府信息公开工作年度报告", False), ("青岚县水务局", False)],
)
def test_a_title_names_a_body_and_a_year(text: str, whole: bool) -> None:
    """Else a cell that spans its table may say as much."""
    assert is_title(text) is whole
