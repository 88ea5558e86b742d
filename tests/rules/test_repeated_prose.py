"""YOY105: part 1 or 5 in the words of last year's report."""

from __future__ import annotations

import pytest

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Report, Section
from govdisc.rules.registry import Context
from govdisc.rules.year_on_year import repeated_prose

FORMS = builtin_forms()


def findings(report: Report, previous: Report, **settings: object) -> list[Finding]:
    context = Context(FORMS.form(report.form), previous, {key.replace("_", ".", 1): value for key, value in settings.items()})
    return [found for found in repeated_prose(report, context) if isinstance(found, Finding)]


def codes(report: Report, previous: Report, **settings: object) -> list[str]:
    return [found.code for found in findings(report, previous, **settings)]


OLD = (
    "公开栏目分类不够清楚，部分内容难以查找。政策解读多为文字，图表和问答偏少。经办人员更换频繁，业务培训跟不上。基层单位报送信息时有延迟。"
)
NEW = "申请办理中部门会商耗时较长。答复文书的说理部分偏于简单。新媒体账号互动留言回应不够及时。移动端检索功能还要完善。"


def prose(year: int, text: str, section: str = "problems") -> Report:
    return Report("2021", year=year, sections=[Section(section, "", text)])


def halves(repeated: int) -> str:
    """Four sentences, so many of them from the old text."""
    old, new = (text.split("。")[:4] for text in (OLD, NEW))
    return "。".join(old[:repeated] + new[repeated:]) + "。"


@pytest.mark.parametrize(("repeated", "expected"), [(0, []), (2, []), (3, ["YOY105"]), (4, ["YOY105"])])
def test_repeated_prose(repeated: int, expected: list[str]) -> None:
    """Above half of the sentences is reported, half is not."""
    found = findings(prose(2023, halves(repeated)), prose(2022, OLD))
    assert [f.code for f in found] == expected
    assert all((f.basis or "").startswith("国办公开办函〔2021〕30号 一（四）；《中华人民共和国") for f in found)
    assert all(f.section == "problems" and f.quote == OLD.split("。")[0] and f.severity == "warning" for f in found)


def test_a_short_part_1_does_not_hide_part_5() -> None:
    """Nor does one of a few words make itself reported."""
    now, last = (Report("2021", year=year, sections=[Section("overview", "", "无。"), Section("problems", "", OLD)]) for year in (2023, 2022))
    assert [f.section for f in findings(now, last)] == ["problems"]


@pytest.mark.parametrize(("sentence", "codes"), [("{}科的人手仍然偏少了", ["YOY105"]), ("{}科的人手仍偏少了", [])])
def test_a_sentence_of_ten_characters_counts(sentence: str, codes: list[str]) -> None:
    """A shorter one is anybody's."""
    text = "。".join(sentence.format(name) for name in "甲乙丙丁")
    assert [f.code for f in findings(prose(2023, text), prose(2022, text))] == codes


def test_part_1_is_compared_with_part_1() -> None:
    """Part 1 is looked at as part 5 is; the other parts are not."""
    assert codes(prose(2023, OLD, "overview"), prose(2022, OLD, "overview")) == ["YOY105"]
    assert codes(prose(2023, OLD, "overview"), prose(2022, OLD)) == []
    assert codes(prose(2023, OLD, "other"), prose(2022, OLD, "other")) == []


def test_numbers_years_and_layout_make_no_difference() -> None:
    """A sentence with other numbers, in either numerals, is the same sentence."""

    def text(year: int, count: str) -> str:
        return (
            f"{year}年共举办业务培训{count}期，参训人员全部合格。\n各科室报送信息{count}条并逐条审核。"
            f"全年更新公开指南{count}次，内容完整。清理过期栏目{count}个，迁移历史数据。"
        )

    assert codes(prose(2023, text(2023, "12")), prose(2022, text(2022, "九"))) == ["YOY105"]


def test_ordinals_make_no_difference() -> None:
    """一是 of last year is 1. of this year, or （一）."""
    told = "{}公开栏目分类不够清楚而难以查找。{}政策解读多为文字而图表偏少。{}经办人员更换频繁而培训不足。{}基层单位报送信息时有延迟。"
    assert codes(prose(2023, told.format("1.", "2.", "3.", "4.")), prose(2022, told.format("一是", "二是", "三是", "四是"))) == ["YOY105"]
    assert codes(prose(2023, told.format("（一）", "（二）", "（三）", "（四）")), prose(2022, told.format("一方面", "", "", ""))) == ["YOY105"]
    assert codes(prose(2023, told.format("我局", "我局", "我局", "")), prose(2022, told.format("一是", "二是", "三是", "四是"))) == []


def test_short_sentences_and_formulas_do_not_count() -> None:
    """Too few sentences, short ones, and the formulas on the report itself are no copied prose."""
    formula = (
        "本报告所列数据的统计期限自{0}年1月1日起至12月31日止。根据条例规定编制本报告并向社会公布。"
        "现将{0}年政府信息公开工作年度报告公布如下。本报告由办公室负责汇总和解释。"
    )
    assert codes(prose(2023, formula.format(2023)), prose(2022, formula.format(2022))) == []
    short = "更新及时。内容准确。分类清楚。检索方便。"
    assert codes(prose(2023, short), prose(2022, short)) == []
    three = "。".join(OLD.split("。")[:3]) + "。"
    assert codes(prose(2023, three), prose(2022, three)) == []
    assert codes(prose(2023, three), prose(2022, three), YOY105_sentences=3) == ["YOY105"]
    assert codes(prose(2023, halves(2)), prose(2022, OLD), YOY105_share=0.4) == ["YOY105"]
    assert codes(prose(2023, OLD), prose(2022, OLD), YOY105_characters=40) == []


def test_the_share_is_told_with_two_digits() -> None:
    """Four of six sentences are 0.67 of them."""
    text, other = (told.split("。")[:4] for told in (OLD, NEW))
    [found] = findings(prose(2023, "。".join([*text, *other[:2]])), prose(2022, OLD))
    assert (found.actual, found.expected) == (0.67, 0.5)
