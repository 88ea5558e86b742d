"""FEE: each rule speaks where it should and is silent where it should not."""

from __future__ import annotations

from typing import Any

import pytest
from govdisc_fees.rules import RULES

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report, Section
from govdisc.rules import Context
from govdisc.testing import Options, random_report

FORM = builtin_forms().form("2021")


def codes(report: Report, **settings: Any) -> list[tuple[str, str]]:
    context = Context(FORM, settings={key.replace("_", "."): value for key, value in settings.items()})
    return [(found.code, found.severity) for rule in RULES for found in rule(report, context)]


def stating(text: str | None, year: int | None = 2023, unpaid: int | None = 0) -> Report:
    report = random_report(5, Options(year=2023, agency="青岚县水务局"))
    report.year = year
    row = report.tables["requests"]["closed_fee_unpaid"]
    row.update(dict.fromkeys(row, 0), natural_person=unpaid, total=unpaid)
    report.sections = [section for section in report.sections if section.id != "other"]
    if text is not None:
        report.sections.append(Section("other", "六、其他需要报告的事项", text))
    return report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年，本机关未收取信息处理费。", []),
        ("全年收取信息处理费0元。", []),
        ("机构改革后职责有所调整。", [("FEE101", "error")]),
        ("", [("FEE101", "warning")]),
        ("2022年度未收取信息处理费。", [("FEE101", "warning")]),
        ("2022年1月1日至12月31日，本机关未收取信息处理费。", [("FEE101", "warning")]),
        ("2023年1月1日至12月31日，本机关未收取信息处理费。", []),
        ("我局2021年收取信息处理费100元。", [("FEE101", "warning")]),
        ("2022年度未收取信息处理费，2023年收取信息处理费0元。", []),
        ("2021年以来未收取信息处理费。", []),
        ("自2021年1月1日起执行管理办法，未收取信息处理费。", []),
        ("信息处理费：0元。", []),
        ("行政收费0元。", []),
        ("行政事业性收费0万元。", [("FEE103", "info")]),
        ("行政事业性收费金额为0.00万元。", [("FEE103", "info")]),
        ("行政事业性收费：无。", []),
        ("行政事业性收费共计零元。", []),
        ("不存在行政事业性收费。", []),
        ("本单位不收取行政事业性收费。", []),
        ("行政事业性收费无新增项目，合计12.5万元。", []),
        ("行政性收费项目无变化。", []),
        ("本机关没有收取过任何行政事业性收费。", []),
        ("2023年，无行政事业性收费情况。", []),
        ("收取行政事业性收费20万元，未收取其他费用。", []),
        ("本机关无收费事项。", []),
        ("不收费。", []),
        ("无。收费0元。", []),
        ("本年度无行政事业性收费。", []),
        ("未收取行政事业性收费。", []),
        ("行政事业性收费为0。", []),
        ("未收取任何费用。", []),
        ("本年度未收费。", []),
        ("未发生收费情况。", []),
        ("本机关未收取信息处理费。", []),
        ("本年度信息公开收费0元。", []),
        ("本年度行政事业性收费12.5万元；未收取信息处理费。", []),
        ("本年度行政事业性收费12.5万元，未收取政府信息公开信息处理费。", []),
        ("无收费情况。", []),
        ("未产生费用。", []),
        ("收取信息处理费0元。", []),
        ("未向申请人收取费用。", []),
        ("依申请公开未收取检索、复制、邮寄等费用。", []),
        ("按照国办函〔2020〕109号要求，未收费。", []),
        ("政府信息公开工作经费3万元，未收取费用。", []),
        ("全年收取行政事业性收费12.5万元，其中信息处理费0元。", [("FEE103", "info")]),
        ("工本费、资料费一律免收。", [("FEE103", "info")]),
        ("全年未发生因收费引发的投诉。", []),
        ("取消收费项目3项。", [("FEE103", "info")]),
        ("本单位无收费项目。", []),
        ("本年度收费0元。", []),
        ("未收取政府信息公开费用，行政事业性收费12.5万元。", []),
        ("2023年度发出信息处理费收费通知2件，总金额300元，实际收取100元。", []),
        ("2023年度发出信息处理费收费通知2件，总金额0.03万元，实际收取0.01万元。", []),
        ("2023年度发出信息处理费收费通知2件，总金额300万元，实际收取100万元。", [("FEE108", "warning")]),
        ("2023年度发出信息处理费收费通知2件，总金额30万元，实际收取10万元。", [("FEE108", "warning")]),
        ("2023年度发出信息处理费收费通知2件，总金额3万元，实际收取1万元。", []),
        ("2023年度发出信息处理费收费通知1件，总金额99900元，实际收取99900元。", []),
        ("2023年度发出信息处理费收费通知200件，总金额100000元，实际收取100000元。", []),
        ("2023年度发出信息处理费收费通知50件，总金额250000元，实际收取250000元。", []),
        ("2023年度发出信息处理费收费通知3件，总金额5000元，实际收取5000元。", []),
        ("2023年度发出信息处理费收费通知400件，总金额120000元，实际收取120000元。", []),
        ("2023年度发出信息处理费收费通知1件，总金额10万元，实际收取10万元。", [("FEE108", "warning")]),
        ("2023年度发出信息处理费收费通知12件，总金额3000元，实际收取3000元。", []),
        ("2023年度发出信息处理费收费通知2件，总金额8万元，实际收取8万元。", []),
        ("2023年度发出信息处理费收费通知1件，总金额2万元，实际收取2万元。", []),
        ("2023年度发出信息处理费收费通知2件，总金额12.5万元，实际收取12.5万元。", []),
        ("2023年度发出信息处理费收费通知100件，总金额50万元，实际收取20万元。", []),
        ("信息处理费:0.00万元", []),
        ("信息处理费0", []),
        ("信息处理费收取金额：0", []),
        ("信息处理费为零。", []),
        (None, []),
        ("无。", [("FEE102", "warning")]),
        ("本机关无其他需要报告的事项。", [("FEE102", "warning")]),
        ("严格执行信息处理费管理办法。", [("FEE103", "info")]),
        ("全年收取信息处理费3940元。", [("FEE103", "info")]),
        ("发出收费通知2件，总金额300元，实际收取300元。", []),
        ("发出收费通知2件，总金额300元，实际收取310元。", [("FEE105", "error")]),
        ("发出收费通知2件，总金额305元，实际收取300元。", [("FEE106", "error")]),
        ("按件收费，发出收费通知2件，总金额300元，实际收取150元。", [("FEE106", "warning")]),
        ("按件收费，发出收费通知2件，总金额300元，实际收取155元。", [("FEE106", "error")]),
        ("发出收费通知2件，总金额100元，实际收取100元，其中按件50元，按量50元。", [("FEE106", "error")]),
        ("发出收费通知2件，总金额220元，实际收取220元，其中按件200元，按量20元。", []),
        ("发出收费通知3件，总金额215元，实际收取215元，其中按件200元，按量15元。", [("FEE106", "error")] * 2),
        ("发出收费通知2件，总金额305元，实际收取305元。", [("FEE106", "error")]),
        ("发出收费通知2件，总金额0元，实际收取0元。", [("FEE107", "error")]),
        ("发出收费通知31件，总金额300元，实际收取300元。", [("FEE107", "error")]),
        ("发出收费通知30件，总金额300元，实际收取300元。", []),
        ("发出收费通知0件，总金额300元，实际收取300元。", [("FEE107", "error")]),
        ("未发出收费通知，实际收取300元。", [("FEE103", "info"), ("FEE107", "warning")]),
        ("发出收费通知2件，总金额100万元，实际收取0元。", [("FEE108", "warning")]),
        ("发出收费通知2件，总金额99万元，实际收取0元。", []),
    ],
)
def test_statements(text: str | None, expected: list[tuple[str, str]]) -> None:
    """One mistake, one finding; a full or a nil statement none."""
    assert codes(stating(text)) == expected


@pytest.mark.parametrize(
    ("text", "unpaid", "speaks"),
    [
        ("本机关未收取信息处理费。", 6, True),
        ("未发生收费事项。", 1, True),
        ("全年收取信息处理费0元。", 6, True),
        ("发出收费通知0件，总金额0元，实际收取0元。", 6, True),
        ("发出收费通知6件，总金额600元，实际收取0元。", 6, False),
        ("全年收取信息处理费3940元。", 203, False),
        ("严格执行信息处理费管理办法。", 6, False),
        ("本机关未收取信息处理费。", 0, False),
        ("本机关未收取信息处理费。", None, False),
        ("无。", 6, False),
    ],
)
def test_unpaid_fees(text: str, unpaid: int | None, speaks: bool) -> None:
    """A nil statement beside row 六.2 contradicts itself; a sum collected or notices do not."""
    assert (("FEE104", "warning") in codes(stating(text, unpaid=unpaid))) is speaks


def test_findings_quote_the_statement_and_its_place() -> None:
    """Part, words and place are told, and what the form prints at the head of part 6."""
    report = stating("其他工作平稳。\n发出收费通知2件，总金额305元，实际收取300元。")
    report.sections[-1].lines = ("line 90", "line 91")
    found = [finding for rule in RULES for finding in rule(report, Context(FORM))]
    assert [(finding.section, finding.place) for finding in found] == [("other", "line 91")]
    report = stating("机构改革后职责有所调整。")
    report.sections[-1].lines = ("line 90",)
    found = [finding for rule in RULES for finding in rule(report, Context(FORM))]
    assert [(finding.quote, finding.place) for finding in found] == [("机构改革后职责有所调整。", "line 90")]
    assert "收取信息处理费情况在此处报告" in str(found[0].basis)


def test_unpaid_fees_with_a_blank_total() -> None:
    """Where the total is blank its parts count; a report without the row has none."""
    report = stating("本机关未收取信息处理费。")
    report.tables["requests"]["closed_fee_unpaid"].update(total=None, enterprise=2)
    assert codes(report) == [("FEE104", "warning")]
    del report.tables["requests"]["closed_fee_unpaid"]
    assert codes(report) == []


@pytest.mark.parametrize("year", [None, 2019, 2020])
def test_no_statement_is_due_before_2021(year: int | None) -> None:
    """Reports for 2020 and earlier, or of no known year, owe no statement."""
    for text in ("无。", "机构改革后职责有所调整。", "收取信息处理费305元。", "本机关未收取信息处理费。"):
        assert codes(stating(text, year=year, unpaid=4)) == []


def test_charges_of_part_2_are_another_matter() -> None:
    """The fee is not compared with the 行政事业性收费 of part 2."""
    report = stating("发出收费通知2件，总金额300元，实际收取300元。")
    for amount in (0, 7730):
        report.tables["disclosure"]["charges"]["amount"] = amount
        assert codes(report) == []


def test_the_limit_can_be_set() -> None:
    """The amount from which a unit is doubted is a parameter."""
    assert codes(stating("发出收费通知2件，总金额300元，实际收取300元。"), FEE108_limit=300) == [("FEE108", "warning")]
