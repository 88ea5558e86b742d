"""What is read out of the fee statements that offices write, and what is not taken for one."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from typing import Any

import pytest
from govdisc_fees import govdisc_extractors
from govdisc_fees.extract import LONGEST_QUOTE, fee_of

from govdisc.model.book import builtin_forms
from govdisc.model.report import Agency, Report, Section
from govdisc.plugin import ExtractContext
from govdisc.testing import Options, in_proportion, random_report

NO_FIGURES = (None, None, None)


def report_with(other: str | None, overview: str = "全年公开信息3条。", year: int | None = 2023, lead: str = "") -> Report:
    sections = [Section("overview", "", overview), *([] if other is None else [Section("other", "", other)])]
    return Report("2021", year=year, agency=Agency("青岚县水务局"), sections=sections, lead=lead)


def extracted(report: Report) -> dict[str, Any] | None:
    """What goes under the key ``fee`` of a report."""
    (extractor,) = govdisc_extractors()
    found: dict[str, Any] | None = extractor.read(report, ExtractContext(builtin_forms().form("2021")))
    return found


STATED = [
    ("全年收取政府信息公开信息处理费3940元。", (None, None, 3940)),
    ("收取信息处理费共计380元，其中水务局1件，收取180元。", (None, None, 380)),
    ("实际收取信息处理费共计400元。", (None, None, 400)),
    ("全年收取政府信息公开信息处理费0元。", (None, None, 0)),
    ("收取信息公开处理费０元。", (None, None, 0)),
    ("本年度发出收费通知的件数和总金额以及实际收取的总金额均为0。", (0, 0, 0)),
    ("发出收费通知2件，总金额3,000元，实际收取1,000元。", (2, 3000, 1000)),
    ("发出2件收费通知，通知金额共计三千元，实际收取一千元。", (2, 3000, 1000)),
    ("今年发出收费通知两件，涉及金额四百元，实际收取二百元。", (2, 400, 200)),
    ("共发出收费通知书3份，收费总金额0.05万元，实际收取零元。", (3, 500, 0)),
    ("全年未发出收费通知，收费金额0元。", (0, 0, None)),
    ("发出信息处理费收费通知1件，应收取信息处理费100元，申请人逾期未缴纳，涉及金额100元。", (1, 100, None)),
    ("发出收费通知12份，共计5600元，已全部收取。", (12, 5600, None)),
    ("信息处理费：收费通知0件、总金额0元、实收0元。", (0, 0, 0)),
    ("收到信息处理费贰佰元。", (None, None, 200)),
    ("共收取政府信息公开处理费1.26万元。", (None, None, 12600)),
    ("按照收费标准每件100元，收取20件，共计2000元。", (None, None, 2000)),
    ("收取信息处理费2件，共计300元。", (None, None, 300)),
    ("通知收取信息处理费500元，申请人已缴纳500元。", (None, 500, 500)),
    ("收取信息处理费200元，复印费35元。", (None, None, 200)),
    ("信息处理费300元。", (None, None, 300)),
]

NIL = [
    "本机关未收取信息公开处理费。",
    "依据《国务院办公厅关于印发<政府信息公开信息处理费管理办法>的通知》（国办函〔2020〕109号），2023年本机关无收取信息处理费的情况。",
    "未发生政府信息公开收费事项。",
    "2023年度，水务局政府信息公开未发生收费情况。",
    "未收取任何费用。",
    "没有收取信息处理费。",
    "信息处理费收费情况：无。",
    "按照国办函〔2020〕109号规定，未产生信息处理费。",
    "本年度政府信息公开零收费。",
    "信息处理费收取情况为0。",
    "本年度未向申请人收取检索、复制、邮寄等费用。",
    "我镇未依据《政府信息公开信息处理费管理办法》收取信息处理费。",
    "无收费、无减免。",
    "未 收 取\u3000信息处理费。其他事项无。",
]

VAGUE = [
    "本机关严格执行《政府信息公开信息处理费管理办法》。",
    "有1件申请因申请人未按时缴费不再处理。",
    "国办函〔2020〕109号印发后组织了学习。",
    "取消收费项目3项。",
]

BARE = [
    "无",
    "无。",
    "/",
    "——",
    "暂无。",
    "没有其他需要报告的事项。",
    "本年度无其他需要报告的事项。",
    "本单位2023年没有其他需要报告的事项。",
    "青岚县水务局2023年度无其他应报告事项",
    "无。\n青岚县水务局\n2024年1月17日",
    "（一）无",
]


@pytest.mark.parametrize(("text", "figures"), STATED)
def test_figures(text: str, figures: tuple[int | None, ...]) -> None:
    """The figures are those that the words state; what is not stated stays None."""
    fee = fee_of(report_with(text))
    assert (fee.statement, fee.figures, fee.section) == ("stated", figures, "other")
    assert fee.quote == text


@pytest.mark.parametrize("text", NIL)
def test_nil(text: str) -> None:
    """A denial in words is a nil statement without figures."""
    fee = fee_of(report_with(text))
    assert (fee.statement, fee.figures) == ("nil", NO_FIGURES)


@pytest.mark.parametrize("text", VAGUE)
def test_vague(text: str) -> None:
    """A mention without a figure or a denial is a statement, and no more."""
    fee = fee_of(report_with(text))
    assert (fee.statement, fee.figures) == ("stated", NO_FIGURES)


@pytest.mark.parametrize("text", BARE)
def test_bare_nil(text: str) -> None:
    """无 alone, with or without a signature, says nothing of the fee."""
    assert fee_of(report_with(text)).statement == "bare_nil"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "青岚县水务局\n2024年1月17日",
        "机构改革后职责有所调整。",
        "三公经费和消费券发放信息已公开。",
        "无" + "障碍改造按计划完成。" * 30,
        "无法提供的情况已说明。",
        "行政事业性收费10万元。",
        "行政事业性收费0.5万元。",
        "行政事业性收费100.0万元。",
        "无行政事业性收费项目。",
        "行政事业性收费12.5万元。",
        "2023年行政事业性收费金额12.5万元。",
        "本年度行政事业性收费总金额为12.5万元，全部上缴财政。",
        "本机关行政事业性收费项目清单已公开。",
        "本年度收取水资源费12.5万元。",
        "本年度征收水土保持补偿费120万元。",
        "本年度收取污水处理费120万元。",
        "公布涉企收费目录清单，无乱收费现象。",
        "教育收费公示制度得到落实。",
        "经费保障到位，全年投入经费3万元。",
        "学费标准已公示。",
        "停车收费标准已公开。",
        "减免行政事业性收费3万元。",
        "收取诉讼费用3万元。",
        "消费者投诉已公开，消费提示12条。",
        "公开农机购置补贴，农民免费领取资料。",
        "水费收缴率98%，电费补贴按月公示。",
        "政府性基金及收费情况已公开。",
        "公开物业服务收费信息12条。",
        "“三公”经费支出3万元。",
        "规费征收情况按月公开。",
        "罚没收入和行政收费均上缴国库。",
        "人大代表建议、政协提案办理结果全部公开。",
    ],
)
def test_missing(text: str) -> None:
    """A part 6 that speaks of other things, or of nothing, holds no statement."""
    assert fee_of(report_with(text)).statement == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "公开行政事业性收费目录清单1条。",
        "公布涉企收费信息3条，规范教育收费行为。",
        "公开财政预决算和三公经费5条。",
        "公开污水处理费征收标准。",
        "做好经费保障，未发生责任追究情形。",
    ],
)
def test_other_fees_in_part_1_are_no_statement(text: str) -> None:
    """Part 1 speaks of fees of many kinds; only this one counts."""
    assert fee_of(report_with("机构改革后职责有所调整。", text)).statement == "missing"


@pytest.mark.parametrize(
    "text",
    [
        "本年度未收取信息处理费。",
        "政府信息公开未发生收费。",
        "未出现公开收费及减免。",
        "办理依申请公开未收取费用。",
        "对申请人免收费用，方便群众提出公开申请。",
    ],
)
def test_a_statement_in_part_1_counts(text: str) -> None:
    """A statement elsewhere is a statement."""
    fee = fee_of(report_with("机构改革后职责有所调整。", text))
    assert (fee.statement, fee.section) == ("nil", "overview")


def test_part_6_comes_first_and_figures_before_mentions() -> None:
    """Part 6 is believed before part 1, unless it only mentions the fee and part 1 gives it."""
    assert fee_of(report_with("收取信息处理费100元。", "收取信息处理费200元。")).collected == 100
    assert fee_of(report_with("严格执行信息处理费管理办法。", "收取信息处理费200元。")).collected == 200
    assert fee_of(report_with(None, lead="全年未收取信息处理费。")).statement == "nil"
    assert fee_of(report_with("无。", "本年度未收取信息处理费。")).statement == "nil"


def test_the_same_words_in_other_reports() -> None:
    """Words that were read in one report are read in the next as what they are there: by its year, its part, its place."""
    words = "2023年，本机关未收取信息处理费。"
    first, second = report_with(words), report_with("无。", words)
    for report, line in ((first, "line 90"), (second, "line 12")):
        for section in report.sections:
            section.lines = (line,)
    assert (fee_of(first).statement, fee_of(first).section, fee_of(first).place) == ("nil", "other", "line 90")
    assert (fee_of(second).statement, fee_of(second).section, fee_of(second).place) == ("nil", "overview", "line 12")
    later = fee_of(report_with(words, year=2024))
    assert (later.statement, later.another_year) == ("missing", 2023)
    assert fee_of(report_with("无。")).statement == "bare_nil"


def test_numbers_too_long_are_no_figures() -> None:
    """A run of digits beyond any amount is left unread; a cited number is no figure."""
    assert fee_of(report_with(f"收取信息处理费{'9' * 20}元。")).collected is None
    assert fee_of(report_with(f"收取信息处理费{'九' * 20}元，收费通知{'9' * 20}件。")).figures == NO_FIGURES
    assert fee_of(report_with("收取信息处理费十十元。")).collected is None


def test_extracted_is_json() -> None:
    """What goes into the export is plain data, amounts whole where they are."""
    found = extracted(report_with("发出收费通知1件，总金额0.003万元，实际收取0.5元。"))
    assert found == {
        "statement": "stated",
        "notices": 1,
        "billed": Decimal(30),
        "collected": Decimal("0.5"),
        "quote": "发出收费通知1件，总金额0.003万元，实际收取0.5元。",
    }
    json.dumps(found, default=str)
    assert str(found["billed"]) == "30"


@pytest.mark.parametrize("year", [None, 2019, 2020])
def test_nothing_is_extracted_before_2021(year: int | None) -> None:
    """Before 2021 no statement was due, so none is looked for."""
    assert extracted(report_with("无。", year=year)) is None


def test_the_quote_is_bounded() -> None:
    """A statement without end is read in full and quoted in part."""
    fee = fee_of(report_with("信息处理费" + "及其说明" * 400 + "，收取100元。"))
    assert fee.collected == 100
    assert len(fee.quote) == LONGEST_QUOTE


PIECES = "费 未费 9 零 收费通知 件数金额 < 《费 收费， 费元。 一二三元费 没有收取 (号 109号 1,000费 其中费 国办函"


@pytest.mark.parametrize("piece", PIECES.split())
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    """Twice as many characters of any of these take twice as long to read."""

    def work(size: int) -> None:
        text = "费" + piece * (size // len(piece))
        fee_of(report_with(text, text))

    assert in_proportion(work, 100_000)


def test_a_page_in_traditional_characters() -> None:
    """The statement is understood, and quoted as it is printed."""
    report = random_report(1, Options(year=2023))
    report.section("other").text = "2023年，本機關發出信息處理費收費通知2件，總金額300元，實際收取200元。"  # type: ignore[union-attr]
    fee = fee_of(report)
    assert (fee.notices, fee.billed, fee.collected) == (2, 300, 200)
    assert "本機關發出" in (fee.quote or "")


def test_the_words_of_the_form_are_read_at_once_as_any_others_are() -> None:
    """A part 6 in the form's own words, of this year, of another or of none: the same as behind a blank, which is read clause by clause."""
    rng = random.Random(4)
    for _number in range(300):
        figures = [rng.choice(["0", "1", "20", "007", str(rng.randrange(10**6)), str(rng.randrange(10**9))]) for _figure in range(3)]
        year = rng.choice(["", "2023年", "2023年度", "2022年度", "2024年"])
        text = f"{year}发出信息处理费收费通知{figures[0]}件，总金额{figures[1]}元，实际收取{figures[2]}元{rng.choice(['', '。'])}"
        for own in (2023, None):
            fee = fee_of(report_with(text, year=own))
            assert fee == fee_of(report_with(f" {text}", year=own)), text
            assert (fee.statement == "stated") == (own is None or not year or year > "2023")
