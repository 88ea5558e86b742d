"""What the text of a report says of itself. All sentences are invented."""

from __future__ import annotations

from typing import Any

import pytest
from govdisc_prose.wording import RULES

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules.registry import Context, Example
from govdisc.testing.examples import example_report
from govdisc.testing.generate import Options, random_report

FORMS = builtin_forms()


def check(report: Report) -> list[Finding]:
    context = Context(FORMS.form(report.form))
    return [finding for rule in RULES for finding in rule(report, context)]


def lead(text: str, **report: Any) -> list[Finding]:
    """Return what is found where a correct report has these words between its title and its first part."""
    return check(example_report(Example(report={"lead": text, **report})))


def part(text: str, section: str = "overview", **report: Any) -> list[Finding]:
    """Return what is found where a part of a correct report has this text before its own; the topics are left to their own tests."""
    made = example_report(Example(report=report))
    found = made.section(section)
    assert found is not None
    found.text = f"{text}\n{found.text}"
    return check(made)


def codes(found: list[Finding]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "依据国办公开办函〔2019〕60号编制。",
        "依据国办公开办函[2019]60号编制。",
        "依据国办公开办函（2019） 60 号编制。",
        "依据《中华人民共和国政府信息公开工作年度报告格式（试行）》编制。",
        "依据《关于印发<政府信息公开工作年度报告格式>（试行）的通知》编制。",
    ],
)
def test_superseded_form(text: str) -> None:
    """A report of 2021 or later that cites the form of 2019 is warned once; one of 2020 is not."""
    found = lead(text, year=2023)
    assert codes(found) == ["STR301"]
    assert found[0].severity == "warning"
    assert found[0].section is None
    assert found[0].quote
    assert found[0].quote.replace(" ", "") in text.replace(" ", "")
    assert codes(part(text, year=2021)) == ["STR301"]
    assert lead(text, year=2020, form="2019") == []
    assert lead(text, year=None) == []


@pytest.mark.parametrize(
    "text",
    [
        "依据国办公开办函〔2021〕30号编制。",
        "依据《生态环境分区管控办法（试行）》公开信息。",
        "国办公开办函〔2019〕60号同时废止。",
        "依据《中华人民共和国政府信息公开条例》（国令第711号）、《关于全面推进工作的意见》（国办发〔2020〕50号）编制。",
        "依据《信息处理费管理办法》（国办函〔2020〕109号）收费。",
        "按国办公开办函〔2019〕61号规范平台。",
        "依据《条例》（国务院令第 711 号）编制。",
    ],
)
def test_right_citation(text: str) -> None:
    """Right citations, and those of other documents, are left alone."""
    assert lead(text, year=2023) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依据年度报告格式的通知》（国办公开办涵〔2022〕30号）编制。", "国办公开办函〔2021〕30号"),
        ("依据年度报告格式的通知》（国办公开办函〔2022〕30号）编制。", "国办公开办函〔2021〕30号"),
        ("依据国办公开办函〔2012〕30号编制。", "国办公开办函〔2021〕30号"),
        ("依据年度报告格式的通知》（国办公开办函〔2021〕3号）编制。", "国办公开办函〔2021〕30号"),
        ("依据年度报告格式的通知》（国办发〔2021〕30号）编制。", "国办公开办函〔2021〕30号"),
        ("依据年度报告格式的通知》（国办函〔2021〕30号）编制。", "国办公开办函〔2021〕30号"),
        ("依据《中华人民共和国政府信息公开条例》（国令第771号）编制。", "国令第711号"),
        ("依据《政府信息公开条例》（国务院令第 117 号）编制。", "国令第711号"),
    ],
)
def test_garbled_citation(text: str, expected: str) -> None:
    """A citation that does not exist is found, and the right one named."""
    found = lead(text, year=2023)
    assert codes(found) == ["STR302"]
    assert found[0].expected == expected
    assert found[0].actual == found[0].quote


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("统计期限自2023年1月1日起至2023年12月31日止。", False),
        ("统计时限为2023年1月1日至12月31日。", False),
        ("統計期限自2023年1月1日起至2023年12月31日止。", False),
        ("统计期限为2025111231日。", False),
        ("统计时间为202211日至20221231日。", False),
        ("统计期限自20221月1日起至202212月31日止。", False),
        ("统计期限为2022-2023学年，统计自2022年9月1日至2023年8月31日。", False),
        ("统计期限自2022年1月1日起至2022年12月31日止。", True),
        ("统计期限自 2022 年 1 月 1 日起至 12 月 31 日止。", True),
        ("统计期限自2023年1月1日起至2024年12月31日止。", True),
        ("统计期限自2023年1月1日起至2023年12月32日止。", True),
        ("统计期限自2023年2月30日起至2023年12月31日止。", True),
        ("统计期限自2023年12月31日起至2023年1月1日止。", True),
    ],
)
def test_period(text: str, wrong: bool) -> None:
    """A period of another year, or none at all, is found; lost characters and academic years are left alone."""
    found = lead(text, year=2023)
    assert codes(found) == ["STR303"] * wrong
    assert all(one.expected == 2023 and one.severity == "warning" for one in found)


def test_period_of_unknown_year() -> None:
    """Without a year only an impossible period is found."""
    assert lead("统计期限自2022年1月1日起至2022年12月31日止。", year=None) == []
    assert codes(lead("统计期限自2022年1月1日起至2022年13月31日止。", year=None)) == ["STR303"]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("overview", "2022年，我局共收到政府信息公开申请22件。"),
        ("overview", "2022年度，全年主动公开政府信息120条。"),
        ("overview", "积极完成2022年政府信息公开工作。"),
        ("overview", "现公布青岚县水务局2022年度政府信息公开工作年度报告。"),
        ("problems", "2022年，我局的工作还存在不足。"),
        ("problems", "一是解读较少。2023年，我局将进一步加强解读。"),
    ],
)
def test_leftover_year(section: str, text: str) -> None:
    """Last year's year where the report's is meant is found."""
    found = part(text, section, year=2023)
    assert codes(found) == ["STR304"]
    assert found[0].section == section
    assert found[0].expected == 2023
    assert part(text, section, year=None) == []


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("overview", "2023年，我局共收到政府信息公开申请22件。"),
        ("overview", "2022年，我局共收到政府信息公开申请31件，2023年收到22件。"),
        ("overview", "与2022年相比，我局共收到政府信息公开申请多3件。"),
        ("overview", "2022年结转申请共收到答复3件。"),
        ("overview", "依据2022年12月印发的方案，共公开政府信息120条。"),
        ("overview", "2022年以来，我局共公开政府信息120条。"),
        ("overview", "依据《2022年政务公开工作要点》公开信息。"),
        ("overview", "现公布青岚县水务局2023年度政府信息公开工作年度报告。"),
        ("problems", "2023年，我局的工作还存在不足。2024年，我局将进一步加强解读。"),
        ("problems", "2023年，我局将政府信息公开列入考核，但仍存在不足。"),
        ("problems", "针对2022年存在的不足，2023年作了改进。"),
    ],
)
def test_other_years_that_are_right(section: str, text: str) -> None:
    """Comparisons, plans for the next year, titles and dates of other years are left alone."""
    assert part(text, section, year=2023) == []


@pytest.mark.parametrize(
    ("agency", "text", "wrong"),
    [
        ("青岚县水务局", "本报告由青岚县水务局编制。", False),
        ("青岚县水务局", "本报告由县水务局办公室编制。", False),
        ("青岚县水务局", "本报告由青岚县教育局编制。", True),
        ("青岚县水务局", "现公布青岚县教育局2023年政府信息公开工作年度报告。", True),
        ("青岚县教育局", "本报告由青岚县教育和体育局编制。", False),
        ("青岚县卫生健康局", "本报告由青岚县卫健委员会编制。", False),
        ("青岚县水务局", "本报告由青岚县人民政府办公室编制。", False),
        ("青岚县人民政府", "本报告由云岫市青岚县人民政府办公室编制。", False),
        ("白鹭洲区人民政府", "本报告由云岫市人民政府办公室编制。", True),
        ("松涛镇", "现公布松涛镇镇人民政府2023年政府信息公开工作年度报告。", False),
        ("青岚县松涛镇人民政府", "现公布松涛镇2023年政府信息公开工作年度报告。", False),
        ("青岚县松涛镇人民政府", "现公布云溪镇2023年政府信息公开工作年度报告。", True),
        (None, "本报告由青岚县教育局编制。", False),
    ],
)
def test_another_body(agency: str | None, text: str, wrong: bool) -> None:
    """A report that names another body of its kind as its author is found; offices, abbreviations and prefixes are not."""
    found = lead(text, **{"agency.name": agency, "year": 2023})
    assert codes(found) == ["STR305"] * wrong


@pytest.mark.parametrize(
    ("agency", "text", "wrong"),
    [
        ("青岚县水务局", "我镇主动公开政府信息。", True),
        ("青岚县松涛镇人民政府", "我局主动公开政府信息。", True),
        ("青岚县松涛镇人民政府", "我乡主动公开政府信息。", False),
        ("青岚县松涛镇人民政府", "我镇主动公开政府信息，联系我局的请来电。", False),
        ("青岚县水务局", "我局主动公开政府信息。", False),
        ("青岚县水务局", "我委主动公开政府信息。", False),
        ("青岚县人民政府", "我局主动公开政府信息。", False),
    ],
)
def test_speaks_as_another(agency: str, text: str, wrong: bool) -> None:
    """A bureau that calls itself 我镇, or a town that calls itself 我局, has taken another's text."""
    found = part(text, **{"agency.name": agency})
    assert codes(found) == ["STR305"] * wrong
    assert all(one.section == "overview" for one in found)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("该部分以表格形式报告。表格如下：", True),
        ("（文字描述）", True),
        ("XX年，我局工作平稳。", True),
        ("共公开政府信息××条。", True),
        ("某某局认真贯彻条例。", True),
        ("统计期限自年月日至年月日。", True),
        ("20XX年，我局工作平稳。", True),
        ("诉讼当事人王某某撤回起诉，电话138××××0000。", False),
        ("型号AXX局域网设备。", False),
        ("详见上方文字。表格清晰。", False),
    ],
)
def test_template_text(text: str, wrong: bool) -> None:
    """Words and blanks of a template are found; names made anonymous are not."""
    assert codes(part(text)) == ["STR306"] * wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("<p>公开信息。</p>", True),
        ("公开&nbsp;信息。", True),
        ('<span style="color:red">公开信息。', True),
        ("公开&#160;信息。", True),
        ("《<年度报告格式>的通知》", False),
        ("A&B公司，3<5。", False),
    ],
)
def test_html(text: str, wrong: bool) -> None:
    """Tags and entities are found, angle brackets of titles are not."""
    assert codes(part(text)) == ["STR307"] * wrong


def overview(text: str, **report: Any) -> list[Finding]:
    return check(example_report(Example(sections={"overview": text}, report=report)))


def test_topics() -> None:
    """One info lists the topics that part 1 leaves out; form 2019 lays down none."""
    found = overview("我局主动公开信息，依申请公开有序，网站更新及时。")
    assert [(one.code, one.severity) for one in found] == [("STR308", "info")]
    assert "政府信息管理、监督保障" in found[0].message
    old = example_report(Example(form="2019", sections={"overview": "我局工作平稳。"}))
    assert check(old) == []
    assert [one.code for one in overview("我局主动公开信息，依申请公开有序，网站更新及时，管理规范，考核到位。")] == []


def test_accountability() -> None:
    """A government tells of 工作考核、社会评议和责任追究; a bureau need not."""
    text = "主动公开、依申请公开、信息管理、平台建设、监督保障有序。"
    assert overview(text, **{"agency.kind": "department"}) == []
    for report in ({"agency.kind": "government"}, {"agency.name": "青岚县人民政府", "agency.kind": None}):
        found = overview(text, **report)
        assert [(one.code, one.severity) for one in found] == [("STR309", "info")]
        assert "工作考核、社会评议、责任追究" in found[0].message
        assert overview(f"{text}考核、评议、问责均有结果。", **report) == []
    assert [one.message.count("社会评议") for one in overview(f"{text}考核、问责均有结果。", **{"agency.kind": "government"})] == [1]


@pytest.mark.parametrize(
    ("section", "text", "severity"),
    [
        ("overview", "", "error"),
        ("problems", " \n ", "error"),
        ("problems", "（一）存在的主要问题\n（二）改进情况", "error"),
        ("other", "", "warning"),
        ("problems", "无。", None),
        ("disclosure", "", None),
    ],
)
def test_empty_part(section: str, text: str, severity: str | None) -> None:
    """Parts 1 and 5 without a word are errors, part 6 is a warning."""
    found = check(example_report(Example(sections={section: text})))
    assert [(one.code, one.severity) for one in found] == ([("STR310", severity)] if severity else [])


def test_blank_form_and_lost_heading() -> None:
    """The blank form itself, and a part whose heading was not read, are left to other rules."""
    report = example_report(Example(titles={"problems": ""}, sections={"problems": ""}))
    assert check(report) == []
    for one in report.sections:
        one.text, one.title = "", "标题"
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    assert check(report) == []


@pytest.mark.parametrize(
    ("name", "level", "kind", "wrong"),
    [
        ("青岚县水务局", "county", "department", True),
        ("青岚县水务局", None, None, True),
        ("青岚县松涛镇人民政府", None, None, True),
        ("白鹭洲区映月街道办事处", None, None, True),
        ("白鹭洲区人民政府", None, None, True),
        ("青岚县人民政府", None, None, True),
        ("云岫市交通运输局", "city", "department", True),
        ("云岫市人民政府", "city", "government", False),
        ("云岫市人民政府办公室", "city", "office", False),
        ("平川自治区人民政府", None, None, False),
        ("云岫市人民政府", None, None, False),
        ("国家水务局", "central", "department", False),
        ("平川新区管理委员会", None, None, False),
        (None, None, None, False),
    ],
)
def test_who_makes_regulations(name: str | None, level: str | None, kind: str | None, wrong: bool) -> None:
    """规章 of a county, a township or a bureau are found; those of cities, provinces, ministries and unknown bodies are not."""
    report = example_report(
        Example(
            cells={"disclosure.regulations": 0, "disclosure.regulations.effective": 6},
            report={"agency.name": name, "agency.level": level, "agency.kind": kind},
        )
    )
    report.places["disclosure.regulations.effective"] = "line 12"
    found = [one for one in check(report) if one.code == "STR311"]
    assert [(one.cell, one.actual, one.place) for one in found] == [("disclosure.regulations.effective", 6, "line 12")] * wrong


def test_regulations_of_form_2019() -> None:
    """Form 2019 has other columns for 规章."""
    report = example_report(Example(form="2019", cells={"disclosure.regulations.public_total": 2}))
    assert [one.cell for one in check(report)] == ["disclosure.regulations.public_total"]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_silent_on_correct_reports(form: str) -> None:
    """Generated reports yield nothing."""
    for seed in range(150):
        report = random_report(seed, Options(form=form, blank_zeros=seed % 2 == 0))
        assert [(one.code, one.message) for one in check(report)] == []
