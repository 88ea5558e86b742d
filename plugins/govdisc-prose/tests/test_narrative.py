"""The narrative against the tables: what is found, and what must stay silent. All sentences are invented."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from govdisc_prose.narrative import RULES

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Agency, Report, Section, Unread
from govdisc.rules.registry import Context
from govdisc.testing import Options, in_proportion, random_report

FORMS = builtin_forms()


def blank_report(
    text: str = "", form: str = "2021", agency: str | None = "青岚县水务局", section: str = "overview", year: int | None = 2023
) -> Report:
    """Return a report whose cells are all 0, with one narrative section."""
    report = Report(form=form, year=year, agency=Agency(agency), sections=[Section(section, "一、总体情况", text)])
    for path in FORMS.form(form).paths():
        table, row, column = path.split(".")
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = 0
    return report


def check(report: Report) -> list[Finding]:
    context = Context(FORMS.form(report.form))
    return [finding for rule in RULES for finding in rule(report, context)]


def said(text: str, cells: Mapping[str, Any] | None = None, **options: Any) -> list[Finding]:
    """Return what is found where a report says so; cells of one name without a table are totals of part 3."""
    report = blank_report(text, **options)
    for name, value in (cells or {}).items():
        table, row, column = name.split(".") if "." in name else ("requests", name, "total")
        report.tables[table][row][column] = value
    return check(report)


D, L1, L2 = "disputes.reconsideration", "disputes.litigation_direct", "disputes.litigation_after_reconsideration"
NORMS, RULES_ROW = "disclosure.normative_documents", "disclosure.regulations"

#: (sentence, cells, code, actual, expected): the number in the sentence is wrong.
WRONG: list[tuple[str, dict[str, Any], str, Any, Any]] = [
    ("2023年，我局收到政府信息公开申请25件。", {"received": 28}, "NAR101", 25, 28),
    ("2023年度我局新收政府信息公开申请25件，上年结转2件。", {"received": 28, "carried_in": 2}, "NAR101", 25, 28),
    ("全年新收政府信息公开申请5件。", {"received": 3, "carried_in": 2}, "NAR101", 5, 3),
    ("全年共受理依申请公开25宗。", {"received": 28}, "NAR101", 25, 28),
    ("全年共收到25件政府信息公开申请。", {"received": 28}, "NAR101", 25, 28),
    ("全年共新收25件政府信息公开申请。", {"received": 28}, "NAR101", 25, 28),
    ("收到公民、法人或其他组织提交的政府信息公开申请二十一件。", {"received": 28}, "NAR101", 21, 28),
    ("收到公民、法人和其他组织政府信息公开申请２１件。", {"received": 28}, "NAR101", 21, 28),
    ("收到政府信息公开申请 2 5 件。", {"received": 28}, "NAR101", 25, 28),
    ("收到政府信息公开申请1,225件。", {"received": 1228}, "NAR101", 1225, 1228),
    ("收到政府信息公开申\n请 2\n5 件，均已答复。", {"received": 28}, "NAR101", 25, 28),
    ("收到申请公开政府信息的要求2条。", {"received": 1}, "NAR101", 2, 1),
    ("本年度政府信息公开申请办理：新收申请数量为7。", {"received": 9}, "NAR101", 7, 9),
    ("政府信息公开申请新收7件、上年结转1件。", {"received": 9, "carried_in": 1}, "NAR101", 7, 9),
    ("2023年，依申请公开共收到7件。", {"received": 9}, "NAR101", 7, 9),
    ("2023年收到和处理政府信息公开申请7件。", {"received": 9}, "NAR101", 7, 9),
    ("收到政府信息公开申请，共计7件。", {"received": 9}, "NAR101", 7, 9),
    ("收到政府信息公開申請7宗。", {"received": 9}, "NAR101", 7, 9),
    ("新收政府信息公开申请30件，上年结转3件。", {"received": 30, "carried_in": 5}, "NAR101", 3, 5),
    ("新收政府信息公开申请30件，2022年结转3件。", {"received": 30, "carried_in": 5}, "NAR101", 3, 5),
    ("新收政府信息公开申请30件，办结29件。", {"received": 30, "processed_total": 27, "carried_out": 3}, "NAR101", 29, 27),
    ("新收政府信息公开申请30件，答复29件。", {"received": 30, "processed_total": 27, "carried_out": 3}, "NAR101", 29, 27),
    ("全年办理政府信息公开申请208件。", {"received": 218, "processed_total": 218}, "NAR101", 208, 218),
    ("全年办结26件政府信息公开申请。", {"received": 25, "processed_total": 25}, "NAR101", 26, 25),
    ("全年答复26件政府信息公开申请。", {"received": 25, "processed_total": 25}, "NAR101", 26, 25),
    ("新收政府信息公开申请30件，结转下年度继续办理3件。", {"received": 30, "carried_out": 5}, "NAR101", 3, 5),
    ("新收政府信息公开申请30件，结转2024年3件。", {"received": 30, "carried_out": 5}, "NAR101", 3, 5),
    ("新收政府信息公开申请30件，另有3件顺延到下年度答复。", {"received": 30, "carried_out": 5}, "NAR101", 3, 5),
    ("新收政府信息公开申请30件，涉及自然人26件。", {"received": 30, "requests.received.natural_person": 28}, "NAR101", 26, 28),
    ("收到的政府信息公开申请中，予以公开及部分公开258件。", {"granted": 258, "partly_granted": 17}, "NAR102", 258, 275),
    ("收到政府信息公开申请9件，其中予以公开4件，部分公开2件。", {"received": 9, "granted": 5, "partly_granted": 2}, "NAR102", 4, 5),
    ("收到政府信息公开申请9件，部分公开3件。", {"received": 9, "partly_granted": 2}, "NAR102", 3, 2),
    ("收到政府信息公开申请9件。其中不予公开3件。", {"received": 9, "denied_third_party": 1, "denied_deliberative": 1}, "NAR102", 3, 2),
    ("收到政府信息公开申请9件，无法提供3件。", {"received": 9, "unavailable_not_held": 4}, "NAR102", 3, 4),
    ("收到政府信息公开申请9件，不予处理3件。", {"received": 9, "refused_repeat": 4}, "NAR102", 3, 4),
    ("收到政府信息公开申请9件，作其他处理3件。", {"received": 9, "closed_other": 4}, "NAR102", 3, 4),
    ("收到政府信息公开申请9件，本机关不掌握相关政府信息3件。", {"received": 9, "unavailable_not_held": 4}, "NAR102", 3, 4),
    ("收到政府信息公开申请9件。其中，3件予以公开。", {"received": 9, "granted": 4}, "NAR102", 3, 4),
    ("收到政府信息公开申请9件，3件办理结果为不予公开。", {"received": 9, "denied_third_party": 4}, "NAR102", 3, 4),
    ("现行有效行政规范性文件393件。", {f"{NORMS}.effective": 470}, "NAR103", 393, 470),
    ("截至目前，规范性文件库集中公开现行有效393件。", {f"{NORMS}.effective": 470}, "", 0, 0),
    ("全年制发行政规范性文件3件，废止2件，现行有效9件。", {f"{NORMS}.issued": 3, f"{NORMS}.repealed": 2, f"{NORMS}.effective": 8}, "NAR103", 9, 8),
    ("全年制发行政规范性文件3件，废止2件，现行有效9件。", {f"{NORMS}.issued": 3, f"{NORMS}.repealed": 1, f"{NORMS}.effective": 9}, "NAR103", 2, 1),
    ("全年制发行政规范性文件3件。", {f"{NORMS}.issued": 4}, "NAR103", 3, 4),
    ("废止规范性文件3件。", {f"{NORMS}.repealed": 4}, "NAR103", 3, 4),
    ("现行有效规章3部。", {f"{RULES_ROW}.effective": 4}, "NAR103", 3, 4),
    ("行政规范性文件制发3件。", {f"{NORMS}.issued": 4}, "NAR103", 3, 4),
    ("全年作出行政许可决定79件。", {"disclosure.licensing.decisions": 97}, "NAR104", 79, 97),
    ("全年作出行政处罚决定79起。", {"disclosure.penalties.decisions": 97}, "NAR104", 79, 97),
    ("全年实施行政强制79宗。", {"disclosure.coercive_measures.decisions": 97}, "NAR104", 79, 97),
    ("全年行政事业性收费7370.28万元。", {"disclosure.charges.amount": Decimal("7730.28")}, "NAR105", Decimal("7370.28"), Decimal("7730.28")),
    ("全年行政事业性收费金额为12000元。", {"disclosure.charges.amount": Decimal("1.3")}, "NAR105", Decimal("1.2"), Decimal("1.3")),
    ("因政府信息公开被申请行政复议5件。", {f"{D}.total": 4, f"{D}.upheld": 4}, "NAR106", 5, 4),
    ("因政府信息公开被提起行政诉讼5件。", {f"{L1}.total": 2, f"{L2}.total": 4, f"{L1}.upheld": 2, f"{L2}.upheld": 4}, "NAR106", 5, 6),
    ("本年度有3件涉及政府信息公开工作的行政复议。", {f"{D}.total": 1, f"{D}.upheld": 1}, "NAR106", 3, 1),
    ("因政府信息公开引发行政复议、行政诉讼0件。", {f"{L1}.total": 1, f"{L1}.upheld": 1}, "NAR106", 0, 1),
    ("因政府信息公开引发行政复议和行政诉讼均为0件。", {f"{D}.total": 1, f"{D}.upheld": 1}, "NAR106", 0, 1),
    ("因政府信息公开被申请行政复议4件，其中维持2件，纠正1件。", {f"{D}.total": 4, f"{D}.upheld": 3, f"{D}.corrected": 1}, "NAR106", 2, 3),
    ("因政府信息公开被申请行政复议4件，其中2件维持。", {f"{D}.total": 4, f"{D}.upheld": 4}, "NAR106", 2, 4),
    ("因政府信息公开引发的复议后起诉3件。", {f"{L2}.total": 2, f"{L2}.upheld": 2}, "NAR106", 3, 2),
    ("因政府信息公开引发的未经复议直接起诉3件。", {f"{L1}.total": 2, f"{L1}.upheld": 2}, "NAR106", 3, 2),
    ("政府信息公开行政复议、行政诉讼相关案件74件。", {f"{D}.total": 40, f"{L1}.total": 20, f"{L2}.total": 12}, "NAR106", 74, 72),
    ("2023年，我局未收到政府信息公开申请。", {"received": 1}, "NAR201", 0, 1),
    ("2023年无政府信息公开申请。", {"received": 1}, "NAR201", 0, 1),
    ("我镇没有收到过公开政府信息的申请。", {"received": 1}, "NAR201", 0, 1),
    ("2023年度，我镇未接到依申请公开办件。", {"received": 1}, "NAR201", 0, 1),
    ("未发生因政府信息公开引起的行政复议和行政诉讼。", {f"{D}.total": 1}, "NAR202", 0, 1),
    ("未发生因政府信息公开引起的行政复议和行政诉讼。", {f"{L2}.total": 1}, "NAR202", 0, 1),
    ("无因政府信息公开引发的行政诉讼。", {f"{L1}.pending": 1}, "NAR202", 0, 1),
    ("没有发生申请行政复议案件和提起行政诉讼案件。", {f"{D}.total": 1}, "NAR202", 0, 1),
    ("收到政府信息公开申请34件，所有申请均已按要求办理完成。", {"received": 34, "carried_out": 1}, "NAR203", 0, 1),
    ("收到政府信息公开申请34件，上年结转2件，所有申请均已办理完成。", {"received": 34, "carried_in": 2, "carried_out": 1}, "NAR203", 0, 1),
    ("收到政府信息公开申请34件，已全部办结。", {"received": 34, "carried_out": 1}, "NAR203", 0, 1),
    ("因政府信息公开被申请行政复议3件，均获维持。", {f"{D}.total": 3, f"{D}.upheld": 2, f"{D}.pending": 1}, "NAR204", 0, 1),
    ("因政府信息公开被提起行政诉讼3件，全部维持。", {f"{L1}.total": 3, f"{L1}.upheld": 2, f"{L1}.corrected": 1}, "NAR204", 0, 1),
    ("因政府信息公开被申请行政复议3件，均已审结。", {f"{D}.total": 3, f"{D}.upheld": 2, f"{D}.pending": 1}, "NAR204", 0, 1),
    ("公开信息16条，其中甲类5条、乙类6条、丙类5条、丁类2条。", {}, "NAR301", 18, 16),
    ("公开信息16条：甲类5条，乙类6条，丙类5条，丁类2条。", {}, "NAR301", 18, 16),
    ("公开信息16条：甲类5条，乙类6条，丙类3条。", {}, "NAR301", 14, 16),
    ("公开信息16条，分别为甲类5条、乙类6条、丙类3条。", {}, "NAR301", 14, 16),
    ("公开信息16条（其中甲类9条，乙类6条，丙类3条），更新及时。", {}, "NAR301", 18, 16),
    ("公开信息16条。其中，甲类9条，乙类6条，丙类3条。", {}, "NAR301", 18, 16),
    ("公开信息16条，包括甲类9条（图解4条、文字5条），乙类6条，丙类3条。", {}, "NAR301", 18, 16),
    ("2022年公开信息2130条，2023年公开信息2153条，增长1.05%。", {}, "NAR302", Decimal("1.05"), Decimal("1.08")),
    ("公开信息22条，比2022年（31条）下降39%。", {}, "NAR302", 39, Decimal("29.03")),
    ("共接听来电154次，业务咨询126次（占比71.8%）。", {}, "NAR302", Decimal("71.8"), Decimal("81.82")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cells", "code", "actual", "expected"), WRONG)
def test_wrong_number_is_found(text: str, cells: dict[str, Any], code: str, actual: Any, expected: Any) -> None:
    """A number that the table does not bear out is found once, with both numbers, the words and the section."""
    found = said(text, cells)
    if not code:
        assert found == []
        return
    assert [(one.code, one.actual, one.expected) for one in found] == [(code, actual, expected)]
    assert found[0].section == "overview"
    assert found[0].severity == "warning"
    assert found[0].quote
    assert "".join(found[0].quote.split()) in "".join(text.split())


#: (sentence, cells): honest in some reading.
HONEST: list[tuple[str, dict[str, Any]]] = [
    ("全年共受理政府信息公开申请27件。", {"received": 25, "carried_in": 2}),
    ("全年共受理政府信息公开申请25件。", {"received": 25, "carried_in": 2}),
    ("政府信息公开行政复议、行政诉讼相关案件74件。", {f"{D}.total": 40, f"{L1}.total": 20, f"{L2}.total": 14}),
    ("公开信息100条，其中甲类20条、乙类30条。", {}),
    ("公开信息100条，包括甲类20条、乙类30条。", {}),
    ("咨询154次，其中共计业务咨询126次，占总数的81.8%，投诉28次，占总数的18.1%。", {}),
    ("共接听来电154次，业务咨询126次（占比81.8%），投诉28次（占比18.1%）。", {}),
    ("共接听来电154次，业务咨询126次（占比81.81%），投诉28次（占比18.2%）。", {}),
    ("发布政策文件393件，制发公文100件。", {f"{NORMS}.issued": 3, f"{NORMS}.effective": 470}),
    ("备案的行政复议案件12件，因政府信息公开被申请行政复议4件。", {f"{D}.total": 4, f"{D}.upheld": 4}),
    ("答复政府信息公开申请3050件（含上年度结转申请34件，另有103件顺延到下年度答复）。", {"received": 3119, "carried_in": 34, "processed_total": 3050, "carried_out": 103}),
    ("收到政府信息公开申请22起，比2022年（31起）下降29%，答复22起。", {"received": 22, "processed_total": 22}),
    ("2022年收到政府信息公开申请31件，2023年收到政府信息公开申请22件。", {"received": 22}),
    ("历年累计收到政府信息公开申请310件。", {"received": 22}),
    ("自2019年以来收到政府信息公开申请310件。", {"received": 22}),
    ("近三年收到政府信息公开申请310件。", {"received": 22}),
    ("上半年收到政府信息公开申请3件。", {"received": 22}),
    ("收到网上申请3件。", {"received": 22}),
    ("其中通过网站收到政府信息公开申请3件，书面申请19件。", {"received": 22}),
    ("收到政府信息公开申请20余件。", {"received": 22}),
    ("收到政府信息公开申请约20件。", {"received": 22}),
    ("收到政府信息公开申请22件，同比增加9件。", {"received": 22}),
    ("收到政府信息公开申请22件，撤回1件。", {"received": 22}),
    ("2024年计划受理政府信息公开申请30件。", {"received": 22}),
    ("受理行政许可申请300件，依申请公开渠道畅通。", {"received": 22}),
    ("依申请公开方面，12345热线受理群众诉求259件，公开答复区长信箱24件。", {"received": 22}),
    ("收到政府信息公开申请22件，均已按时答复。", {"received": 22, "carried_out": 1}),
    ("收到政府信息公开申请22件，全部办结，结转下年度1件。", {"received": 22, "carried_out": 1}),
    ("收到政府信息公开申请22件，办结率100%。", {"received": 22, "carried_out": 1}),
    ("收到政府信息公开申请22件，均已办结。", {"received": 22}),
    ("新收政府信息公开申请25件，上年结转的2件已全部办结，当年办结24件。", {"received": 25, "carried_in": 2, "processed_total": 26, "carried_out": 1}),
    ("收到政府信息公开申请22件，其中答复18件，不予处理3件，其他处理1件。", {"received": 22, "processed_total": 22, "granted": 18, "refused_repeat": 3, "closed_other": 1}),
    ("收到政府信息公开申请22件，予以公开20件（含部分公开2件）。", {"received": 22, "granted": 18, "partly_granted": 2}),
    ("未收到网上提交的政府信息公开申请。", {"received": 1}),
    ("未收到政府信息公开申请人的投诉举报。", {"received": 1}),
    ("未收到不服政府信息公开申请答复的行政复议。", {"received": 1}),
    ("2022年未收到政府信息公开申请。", {"received": 1}),
    ("除教育领域外未收到政府信息公开申请。", {"received": 1}),
    ("2023年未收到政府信息公开申请。", {"received": 0}),
    ("未经复议直接起诉的行政诉讼1件。", {f"{L1}.total": 1, f"{L1}.upheld": 1}),
    ("因政府信息公开被申请行政复议1件，无败诉的行政诉讼案件。", {f"{D}.total": 1, f"{D}.upheld": 1, f"{L1}.total": 1}),
    ("该行政复议件未被复议审查机关纠错。涉及政府信息公开的行政诉讼数为0件。", {f"{D}.total": 1, f"{D}.upheld": 1}),
    ("全市审理行政复议案件300件，政府信息公开有序推进。", {f"{D}.total": 1}),
    ("依法办理行政复议案件300件，主动公开行政复议决定书。", {f"{D}.total": 1}),
    ("因政府信息公开被申请行政复议3件，均获维持。", {f"{D}.total": 3, f"{D}.upheld": 3, f"{L1}.total": 1, f"{L1}.pending": 1}),
    ("因政府信息公开被申请行政复议2件、提起行政诉讼1件，均已结案。", {f"{D}.total": 2, f"{D}.corrected": 2, f"{L1}.total": 1, f"{L1}.upheld": 1}),
    ("动态更新网站规范性文件专栏，制发规范性文件解读12篇。", {f"{NORMS}.issued": 3}),
    ("报送备案规范性文件2件，清理规范性文件40件。", {f"{NORMS}.issued": 3}),
    ("公示行政许可信息120条，行政处罚信息30条。", {"disclosure.licensing.decisions": 97}),
    ("办理行政许可事项25项。", {"disclosure.licensing.decisions": 97}),
    ("全年行政事业性收费7730.3万元。", {"disclosure.charges.amount": Decimal("7730.28")}),
    ("全年行政事业性收费7730万元。", {"disclosure.charges.amount": Decimal("7730.28")}),
    ("全年收取政府信息公开信息处理费380元，行政事业性收费目录公开12项。", {"disclosure.charges.amount": Decimal("7730.28")}),
    ("公开信息380条，其中专项资金152条，预决算197条（政府32条、部门165条）、经费27条、债券4条。", {}),
    ("目录和专栏共188条，其中目录发布102条；专栏包括机构4条、价格52条、投资18条、项目12条，共发布86条。", {}),
    ("公开信息200条，其中工作动态192条、通知公告8条，公开财政信息81条。", {}),
    ("公开信息200条，其中工作动态192条、通知公告8条，收到政府信息公开申请3件。", {"received": 3}),
    ("公开信息200条：工作动态92条、通知公告8条等。", {}),
    ("公开信息723条，其中网站16条，公众号440条，服务号37条，视频号8条，信箱办件21件、热线办件201件。", {}),
    ("新收政府信息公开申请34件，上年结转2件，其中予以公开20件，部分公开16件。", {"received": 34, "carried_in": 2, "granted": 20, "partly_granted": 16}),
    ("发布信息2100条，同比增长12%。", {}),
    ("发布信息820余条，较2022年的700条提升约17.14%。", {}),
    ("涉企信息占全市总数的5%，共120条，图解6条。", {}),
    ("我局作为被申请人的行政复议案件15件，其中涉政府信息公开2件。", {f"{D}.total": 2}),
    ("截至2023年12月31日，累计收到政府信息公开申请33件。", {"received": 3}),
    ("2022年、2023年分别收到政府信息公开申请5件、3件。", {"received": 3}),
    ("去年收到政府信息公开申请5件，今年收到政府信息公开申请3件。", {"received": 3}),
    ("12345热线办理群众诉求1250件，办结1240件，结转10件。", {"received": 3, "processed_total": 3}),
    ("共收到政府信息公开申请3件，比上年2件增长50%。", {"received": 3}),
    ("行政复议2件，其中维持1件、尚未审结1件，均为政府信息公开类。", {f"{D}.total": 2, f"{D}.upheld": 1, f"{D}.pending": 1}),
    ("被申请政府信息公开行政复议2件，全部予以维持；行政诉讼2件，一审维持1件、未审结1件。",
     {f"{D}.total": 2, f"{D}.upheld": 2, f"{L1}.total": 2, f"{L1}.upheld": 1, f"{L1}.pending": 1}),
    ("公开信息30条，其中：1.机构职能2条；2.规划计划3条；3.其他25条。", {}),
    ("公开信息1020条：网站800条，公众号220条，其中原创100条。", {}),
    ("第2次修订后第3件。", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cells"), HONEST)
def test_honest_sentence_is_left_alone(text: str, cells: dict[str, Any]) -> None:
    """A sentence that some reading of the tables bears out, or that speaks of something else, yields nothing."""
    assert [(one.code, one.message, one.quote) for one in said(text, cells)] == []


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("白鹭洲区人民政府办公室", "区政府办公室收到政府信息公开申请17件。"),
        ("白鹭洲区人民政府办公室", "我办收到政府信息公开申请17件，制发规范性文件2件，未发生行政复议。"),
        ("白鹭洲区人民政府办公室", "全区收到政府信息公开申请17件。"),
        ("白鹭洲区人民政府", "区政府办公室收到政府信息公开申请17件。"),
        ("白鹭洲区人民政府", "政府新收政府信息公开申请17件，部门新收政府信息公开申请12件。"),
        ("白鹭洲区人民政府", "区教育局收到政府信息公开申请17件。"),
        ("白鹭洲区人民政府", "区政府制发规范性文件17件。"),
        ("云岫市交通运输局", "全市交通运输系统收到政府信息公开申请17件。"),
        ("云岫市交通运输局", "局机关收到政府信息公开申请17件。"),
        (None, "区政府办公室收到政府信息公开申请17件，全区未发生行政诉讼。"),
    ],
)
def test_another_scope_is_left_alone(agency: str | None, text: str) -> None:
    """Numbers of an office, a department or the whole district are not compared where the table may count another scope."""
    cells = {"received": 95, f"{D}.total": 4, f"{L1}.total": 4, f"{NORMS}.issued": 30}
    assert said(text, cells, agency=agency) == []


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("白鹭洲区人民政府", "全区收到政府信息公开申请17件。"),
        ("白鹭洲区人民政府办公室", "2023年收到政府信息公开申请17件。"),
        ("青岚县松涛镇人民政府", "全镇收到政府信息公开申请17件。"),
        ("白鹭洲区映月街道办事处", "我街道收到政府信息公开申请17件。"),
    ],
)
def test_own_scope_is_compared(agency: str, text: str) -> None:
    """Numbers of the body itself are compared."""
    assert [one.cell for one in said(text, {"received": 95}, agency=agency)] == ["requests.received.total"]


def test_several_numbers_for_one_cell() -> None:
    """Numbers of several bodies may add up to the table's, and one of several may be the table's."""
    text = "办公室收到政府信息公开申请2件，各处室收到政府信息公开申请4件。"
    assert said(text, {"received": 6}) == []
    assert said(text, {"received": 4}) == []
    assert [one.actual for one in said(text, {"received": 7})] == [2]


def test_unread_row_silences_its_group() -> None:
    """A group's sum is not compared while one of its rows was left unread."""
    report = blank_report("收到政府信息公开申请14件，其他处理14件。")
    report.tables["requests"]["received"]["total"] = 14
    report.tables["requests"]["closed_other"]["total"] = 4
    assert [one.code for one in check(report)] == ["NAR102"]
    report.tables["requests"]["closed_not_corrected"] = dict.fromkeys(report.tables["requests"]["received"])
    report.unread = [Unread("unlabelled_row", "requests", "line 9", "8 2 0 0 0 0 10")]
    assert check(report) == []
    del report.tables["requests"]["closed_not_corrected"]
    report.unread = []
    assert check(report) == []


def test_single_row_of_the_old_form() -> None:
    """The single （六） row of form 2019 is the sum of 其他处理, in either form."""
    report = blank_report("收到政府信息公开申请14件，其他处理3件。", form="2019")
    report.tables["requests"]["received"]["total"] = 14
    report.tables["requests"]["closed"]["total"] = 3
    assert check(report) == []
    report.tables["requests"]["closed"]["total"] = 4
    assert [(one.code, one.cell, one.expected) for one in check(report)] == [("NAR102", None, 4)]


def test_blank_total_is_the_sum_of_its_row() -> None:
    """A lost total does not hide a contradiction."""
    report = blank_report("收到政府信息公开申请34件，所有申请均已办理完成。")
    report.tables["requests"]["received"]["total"] = 34
    report.tables["requests"]["carried_out"].update(natural_person=1, total=None)
    assert [(one.code, one.expected) for one in check(report)] == [("NAR203", 1)]


def test_blank_table_is_not_compared() -> None:
    """Where the table is blank nothing is compared."""
    report = blank_report("收到政府信息公开申请34件，被申请行政复议2件，制发规范性文件3件。")
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    assert check(report) == []


def test_documents_of_form_2019() -> None:
    """In form 2019 制发 is 本年新制作 or 本年新公开, and 现行有效 is 对外公开总数量."""
    report = blank_report("全年制发规范性文件3件，现行有效规范性文件9件。", form="2019", year=2020)
    row = report.tables["disclosure"]["normative_documents"]
    row.update(made=2, disclosed=3, public_total=9)
    assert check(report) == []
    row.update(disclosed=4, public_total=8)
    assert [(one.cell, one.actual) for one in check(report)] == [
        ("disclosure.normative_documents.made", 3),
        ("disclosure.normative_documents.public_total", 9),
    ]


def test_long_list_that_falls_short_is_an_info() -> None:
    """Many parts behind 其中 are meant to be complete: less than the whole is worth a look, and no more."""
    items = "、".join(f"{name}类10条" for name in "甲乙丙丁戊己庚辛")
    found = said(f"公开信息177条，其中{items}。")
    assert [(one.code, one.severity, one.actual, one.expected) for one in found] == [("NAR301", "info", 80, 177)]
    assert said(f"公开信息177条，其中{items}等。") == []
    rule = next(one for one in RULES if one.code == "NAR301")
    report = blank_report(f"公开信息177条，其中{items}。")
    assert list(rule(report, Context(FORMS.form("2021"), settings={"NAR301.complete_from": 9}))) == []


def test_quotation_is_the_print() -> None:
    """The words are quoted as printed, with white space as one blank."""
    found = said("全年收到政府信息公开\n申请 25 件，已答复。", {"received": 28})
    assert found[0].quote == "全年收到政府信息公开 申请 25 件"
    assert "28" in found[0].message
    assert "一、本年新收政府信息公开申请数量 × 总计" in found[0].message


def test_sections_are_all_read() -> None:
    """Parts 5 and 6 are read as well as part 1."""
    for section in ("problems", "other"):
        assert [one.section for one in said("2023年收到政府信息公开申请25件。", {"received": 28}, section=section)] == [section]
    assert said("2023年收到政府信息公开申请25件。", {"received": 28}, section="requests") == []


def test_unknown_year() -> None:
    """Without a year no number is taken for another year's unless its words say so."""
    assert [one.actual for one in said("收到政府信息公开申请25件。", {"received": 28}, year=None)] == [25]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_silent_on_correct_reports(form: str) -> None:
    """Generated reports, whose narrative agrees with their tables, yield nothing."""
    for seed in range(150):
        report = random_report(seed, Options(form=form, blank_zeros=seed % 3 == 0, remarks=seed % 2 == 0))
        assert [(one.code, one.message, one.quote) for one in check(report)] == []


CLAIMED = ("requests.received", "requests.carried_in", "requests.processed_total", "requests.carried_out")


@pytest.mark.parametrize("seed", range(20))
def test_changed_cell_is_found(seed: int) -> None:
    """A total that the narrative states cannot be changed unnoticed."""
    for row in CLAIMED:
        report = random_report(seed, Options(agency="青岚县水务局"))
        if "未收到" in report.text("overview"):
            continue
        cells = report.tables["requests"][row.partition(".")[2]]
        cells["total"] = int(cells["total"] or 0) + 1000
        assert f"{row}.total" in {one.cell for one in check(report)}


@pytest.mark.parametrize("unit", ["收到政府信息公开申请", "12345", "其中甲类5条、", "（（（", "二", "，", "增长5%", "复议", "某", "未收到"])
def test_long_text_takes_linear_time(unit: str) -> None:
    """A text twice as long takes twice as long to read."""

    def work(size: int) -> None:
        check(blank_report(unit * (size // len(unit))))

    assert in_proportion(work, 500_000)
