"""A rule that passes over a report at a glance would have found nothing in it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from govdisc_prose.patterns import data
from govdisc_prose.rules import rules
from govdisc_prose.signs import signs_by_text

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report, Section
from govdisc.rules.registry import Context
from govdisc.testing import Options, random_report
from govdisc.testing.idle import all_sorts_of, spoke_though_idle

WATCHED = [rule for rule in rules() if rule.idle is not None]
#: What calls for a rule where it is put into a report's words, or makes a part say nothing.
SENTENCES = (
    "统计期限自2022年1月1日起至2022年12月31日止。", "所列数据截至2024年6月30日。", "2022年，全年共公开政府信息64条。", "2024年，我局将继续做好公开工作。",
    "XX年共公开政府信息XX条。", "全年公开    条。", "本报告由松河县教育局编制。", "我镇把公开纳入考核。", "<p>公开信息5条。</p>", "同比增长300%。",
    "依据国办公开办函〔2019〕60号编制。", "根据国令第492号编制。", "其中通知3条、公告4条，共计9条。", "公开信息20条：动态11条、预算8条。", "包括：图解5条、解读6条。",
    "未收到政府信息公开申请。", "全年新收申请9999件。", "存在问题：无。", "一、主动公开。", "（一）存在的问题。", "无。", "略", "", "详见附件。", "人手比较紧张。",
    "政策解读的形式还不够丰富，栏目更新有待进一步加强。",
)  # fmt: skip
TITLES = ("", "五、存在的主要问题及改进情况", "四、存在的主要问题及改进情况", "XX单位工作打算", "3. 收到申请情况", "（二）公开情况", "<b>六、其他</b>")
BODIES = ("青岚县人民政府", "松河镇人民政府", "青岚县水务局", None)


def reworded(count: int) -> Iterator[Report]:
    """Yield reports of both forms with sentences put in, taken out or put in the place of a part, with other titles, years and bodies."""
    rng = random.Random(11)
    for _number in range(count):
        report = random_report(rng, Options(form=rng.choice(["2021", "2019"])))
        for _time in range(rng.randrange(1, 4)):
            section = rng.choice(report.sections)
            told = section.text.splitlines(keepends=True)
            match rng.randrange(8):
                case 0 | 1 | 2 | 3:
                    told.insert(rng.randrange(len(told) + 1), rng.choice(SENTENCES))
                    section.text = "".join(told)
                case 4:
                    section.text = rng.choice(SENTENCES)
                case 5:
                    section.text = "".join(told[1:])
                case 6:
                    section.title = rng.choice(TITLES)
                case _:
                    report.agency.name, report.agency.kind, report.agency.level = rng.choice(BODIES), None, None
                    report.year = rng.choice([None, 2020, 2022, 2023])
                    report.lead = rng.choice(SENTENCES)
        yield report


def test_what_is_passed_over_has_nothing_wrong() -> None:
    """Examples and damaged reports: each look is right whenever it says that its rules can rest."""
    assert len(WATCHED) > 20
    assert not [code for code, _report in spoke_though_idle(WATCHED, all_sorts_of(rules(), 300))]
    assert not list(spoke_though_idle(WATCHED, [random_report(3)]))


def test_other_words_wake_the_rules_that_they_call_for() -> None:
    """Two thousand reports whose words were changed: no rule that rests would have spoken."""
    assert not [code for code, _report in spoke_though_idle(WATCHED, reworded(2000))]


@pytest.mark.parametrize("character", data("wording.toml")["signs"]["said"].strip("[]"))
def test_what_tells_words_from_subheadings_stands_in_none(character: str) -> None:
    """A part with one of these characters is not empty, whatever stands in its subheadings."""
    assert character not in data("wording.toml")["parts"]["subheading"]


TOPICS = "主动公开有序，依申请公开规范，信息管理严格，平台运行平稳，监督保障到位。"


@pytest.mark.parametrize(
    ("part", "text", "sign", "there"),
    [
        ("overview", "一、主动公开。", "一、", True),
        ("overview", "（一）主动公开。", "一、", False),
        ("overview", TOPICS, "topics", True),
        ("overview", TOPICS.replace("平台", "工作"), "topics", False),
        ("problems", TOPICS, "topics", False),
        ("overview", "全年公开  条。", "blanks", True),
        ("overview", "全年公开\u3000\u3000条。", "blanks", True),
        ("overview", "全年公开 条。", "blanks", False),
        ("problems", "无。", "nothing", True),
        ("problems", "栏目更新不及时，将按月检查。", "nothing", False),
        ("problems", "将按月检查栏目。", "measure", True),
        ("problems", "将检查栏目12次。", "measure", False),
        ("problems", "栏目更新不及时。", "measure", False),
        ("overview", "统计期限自2023年1月1日起至2023年12月31日止。", "period 2023", True),
        ("overview", "统计期限自2023年1月1日起至2023年12月31日止。", "period", False),
        ("overview", "统计期限自2023年1月1日起至2023年12月31日止，2022年另计。", "period", True),
        ("overview", "统计期限自2023年1月1日起至2023年11月30日止。", "period", True),
        ("overview", "2022年公开信息。", "2022", True),
        ("overview", "全县工作考核合格。", "工作考核", True),
        ("overview", "全县工作平稳。", "工作考核", False),
    ],
)
def test_what_a_text_is_seen_to_be_about(part: str, text: str, sign: str, there: bool) -> None:
    """By a first look at it: rules rest where what they look for does not stand there, or where what they miss does."""
    report = Report("2021", year=2023, sections=[Section(part, "", text)])
    [(_text, signs)] = signs_by_text(report, Context(builtin_forms().form("2021")))
    assert (sign in signs) is there
