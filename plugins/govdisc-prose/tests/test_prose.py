"""What the cases do not show: sets of cells, unread rows, other forms, generated reports, damaged and very long texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from govdisc_prose.kinds import kinds
from govdisc_prose.rules import rules
from govdisc_prose.scan import Prose, read

from govdisc.engine import Engine
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.findings import Finding, Unchecked
from govdisc.model.report import Agency, Report, Section, Unread
from govdisc.plugins import Plugins
from govdisc.rules.registry import Context, Example
from govdisc.testing.examples import example_report
from govdisc.testing.generate import Options, random_report

FORMS = builtin_forms()


def outcome(report: Report, settings: dict[str, Any] | None = None) -> list[Finding | Unchecked]:
    """Whatever the rules yield on a report."""
    context = Context(FORMS.form(report.form), settings=settings or {})
    return [yielded for rule in rules() for yielded in rule(report, context)]


def check(report: Report, family: str = "", settings: dict[str, Any] | None = None) -> list[Finding]:
    """What the rules find in a report."""
    return [found for found in outcome(report, settings) if isinstance(found, Finding) and found.code.startswith(family)]


def zeros(text: str, form: str = "2021") -> Report:
    """A report whose cells are all 0, with these words as its part 1."""
    report = Report(form, 2023, agency=Agency("青岚县水务局"), sections=[Section("overview", "一、总体情况", text)])
    for path in FORMS.form(form).paths():
        table, row, column = path.split(".")
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = 0
    return report


def test_unread_row_silences_its_group() -> None:
    """A group's sum is not compared while one of its rows was left unread, and that is said."""
    report = zeros("收到政府信息公开申请14件，其他处理14件。")
    report.tables["requests"]["received"]["total"] = 14
    report.tables["requests"]["closed_other"]["total"] = 4
    assert [found.code for found in check(report, "NAR")] == ["NAR102"]
    report.tables["requests"]["closed_not_corrected"] = dict.fromkeys(report.tables["requests"]["received"])
    report.unread = [Unread("unlabelled_row", "requests", "line 9", "8 2 0 0 0 0 10")]
    assert check(report, "NAR") == []
    assert [said.code for said in outcome(report) if isinstance(said, Unchecked)] == ["NAR102"]
    del report.tables["requests"]["closed_not_corrected"]
    report.unread = []
    assert check(report, "NAR") == []


def test_an_unread_row_hides_no_other_number_that_is_wrong() -> None:
    """What the text says of the rows that were read is compared as ever."""
    report = zeros("收到政府信息公开申请14件，其他处理14件，予以公开5件。")
    report.tables["requests"]["received"]["total"] = 14
    report.tables["requests"]["closed_not_corrected"] = dict.fromkeys(report.tables["requests"]["received"])
    report.unread = [Unread("unlabelled_row", "requests", "line 9", "8 2 0 0 0 0 10")]
    assert [(found.code, found.actual) for found in check(report, "NAR")] == [("NAR102", 5)]


def test_single_row_of_the_old_form() -> None:
    """The single （六） row of form 2019 is the sum of 其他处理, in either form."""
    for form in ("2019", "2021"):
        report = zeros("收到政府信息公开申请14件，其他处理3件。", form)
        for row in ("closed_not_corrected", "closed_fee_unpaid", "closed_other"):
            report.tables["requests"].pop(row, None)
        report.tables["requests"]["received"]["total"] = 14
        report.tables["requests"]["closed"] = {"total": 3}
        assert check(report, "NAR") == []
        report.tables["requests"]["closed"]["total"] = 4
        assert [(found.code, found.expected) for found in check(report, "NAR")] == [("NAR102", 4)]


def test_blank_total_is_the_sum_of_its_row() -> None:
    """A lost total does not hide a contradiction."""
    report = zeros("收到政府信息公开申请34件，所有申请均已办理完成。")
    report.tables["requests"]["received"]["total"] = 34
    report.tables["requests"]["carried_out"].update(natural_person=1, total=None)
    assert [(found.code, found.expected) for found in check(report, "NAR")] == [("NAR203", 1)]


def test_blank_table_is_not_compared() -> None:
    """Where the table is blank nothing is compared."""
    report = zeros("收到政府信息公开申请34件，被申请行政复议2件，制发规范性文件3件。")
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    assert check(report, "NAR") == []


def test_blank_form_names_its_empty_parts() -> None:
    """A form in which nothing was filled in has its empty parts named, each once; a part without a heading has none to name."""
    report = example_report(Example())
    for section in report.sections:
        section.text, section.title = "", "" if section.id == "problems" else section.title
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    assert [(found.code, found.section) for found in check(report)] == [("STR310", "overview"), ("STR310", "other")]


def test_complete_from_can_be_set() -> None:
    """From how many parts a list is meant to be complete is a threshold."""
    report = zeros("公开信息177条，其中" + "、".join(f"{name}类10条" for name in "甲乙丙丁戊己庚辛") + "。")
    assert [found.severity for found in check(report, "NAR")] == ["info"]
    assert check(report, "NAR", {"NAR301.complete_from": 9}) == []


def test_quotation_is_the_print() -> None:
    """The words are quoted as printed, with white space as one blank, and their line is told."""
    report = zeros("第一行。\n全年收到政府信息公开\n申请 25 件，已答复。")
    report.tables["requests"]["received"]["total"] = 28
    report.sections[0].lines = ("line 5", "line 6", "line 7")
    found = check(report, "NAR")[0]
    assert (found.quote, found.place) == ("全年收到政府信息公开 申请 25 件", "line 6")
    assert "一、本年新收政府信息公开申请数量 × 总计" in found.message


def test_sections_are_all_read() -> None:
    """Parts 5 and 6 are read as well as part 1, and no other."""
    for part, times in (("overview", 1), ("problems", 1), ("other", 1), ("requests", 0)):
        report = zeros("2023年收到政府信息公开申请25件。")
        report.sections[0].id = part
        report.tables["requests"]["received"]["total"] = 28
        assert [found.section for found in check(report, "NAR")] == [part] * times


def test_unknown_year() -> None:
    """Without a year no number is taken for another year's unless its words say so."""
    report = zeros("收到政府信息公开申请25件。")
    report.year = None
    report.tables["requests"]["received"]["total"] = 28
    assert [found.actual for found in check(report, "NAR")] == [25]


@pytest.mark.parametrize(
    ("printed", "masked", "values"),
    [
        ("共２５件、二十一条、1,225份。", "共#、#、#。", [25, 21, 1225]),
        ("收费3.25万元，占12.5%，约20件，30余件，15人。", "收费¥，占%，约~，~，~。", ["3.25", "12.5", 20, 30, 15]),
        ("2023年12月31日第3期，数量为7，均为零。", "2023年12月31日第3期，数量为#，均为#。", [7, 0]),
        ("继续办理2，2023，附件1、附件2", "继续办理#，2023，附件1、附件2", [2]),
        ("收到 2\n5 件", "收到#", [25]),
        ("千千万万条，12345678901234567890件", "千千万万条，12345678901234567890件", []),
    ],
)
def test_numbers_are_masked(printed: str, masked: str, values: list[Any]) -> None:
    """Each number with its unit is one sign; years, days, ordinals and what is no number stay."""
    text = Prose(Section("overview", "", printed), "overview")
    assert text.masked == masked
    assert [str(number.value) for number in text.numbers] == [str(value) for value in values]
    said = "".join(printed.split())
    quotes = [text.where(number.start, number.end)["quote"] for number in text.numbers]
    assert ["".join(quote.split()) for quote in quotes] == [said[number.start : number.end] for number in text.numbers]


def test_every_kind_of_claim_is_reported_or_added() -> None:
    """What claims.toml names exists: topics, subjects, the claims that are added, the rules that report."""
    known = kinds()
    told = {kind.id: kind for group in known.groups.values() for kind, _first in group.kinds}
    assert {kind.rule for kind in told.values() if kind.rule} <= {rule.code for rule in rules()}
    assert {kind.id for kind in told.values() if kind.rule is None} <= {name for kind in told.values() for name in kind.adds} <= set(told)
    for kind in told.values():
        for path in (path for reading in (kind.cells, *kind.others, *kind.each) for path in reading):
            assert path.lstrip("-").partition(".")[0] in FORMS.form("2021").table_index


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_silent_on_correct_reports(form: str) -> None:
    """Generated reports, whose narrative agrees with their tables, yield nothing."""
    for seed in range(100):
        report = random_report(seed, Options(form=form, blank_zeros=seed % 3 == 0, remarks=seed % 2 == 0))
        assert [(found.code, found.message, found.quote) for found in check(report)] == []


@pytest.mark.parametrize("seed", range(20))
def test_changed_cell_is_found(seed: int) -> None:
    """A total that the narrative states cannot be changed unnoticed."""
    for row in ("received", "carried_in", "processed_total", "carried_out"):
        report = random_report(seed, Options(agency="青岚县水务局"))
        if "未收到" in report.text("overview"):
            continue
        cells = report.tables["requests"][row]
        cells["total"] = int(cells["total"] or 0) + 1000
        assert f"requests.{row}.total" in {found.cell for found in check(report, "NAR")}


@pytest.mark.parametrize(
    "unit",
    [
        "收到政府信息公开申请", "12345", "其中甲类5条、", "（（（", "二", "，", "增长5%", "复议", "某", "未收到", "收到公民提交", "年度报告格式", "统计2023年1月",
        "收到申请5件，", "规范性文件3件、", "（甲1件、乙2件）", "全部已", "复议、诉讼3件", "我局", "由青岚县", "XX", "2022年全年", "\ud800", "申请。公开5件。", "共3条、",
    ],
)  # fmt: skip
def test_long_text_is_read(unit: str) -> None:
    """Behind a text of nearly 200,000 characters of whatever kind the last sentence is judged like any other."""
    report = zeros(unit * (190_000 // len(unit)) + "。收到政府信息公开申请7件。")
    report.lead = report.sections[0].text
    assert ("requests.received.total", 7) in [(found.cell, found.actual) for found in check(report, "NAR101")]


def test_ten_thousand_numbers_in_a_sentence() -> None:
    """More numbers than any sentence has, with and without marks of a list, keep nobody from judging the next sentence."""
    for start in ("收到政府信息公开申请", "公开信息5000条，其中", "行政复议"):
        found = check(zeros(start + "，甲类5件" * 10_000 + "。收到政府信息公开申请7件。"), "NAR1")
        assert [(each.cell, each.actual) for each in found] == [("requests.received.total", 7)]


def test_no_sentence_at_all() -> None:
    """Texts without a mark, without a word, or of a lone surrogate are read like any other."""
    for text in ("", " \n\t", "\ud83d", "。。。", "无", "　"):
        outcome(zeros(text))
    assert [text.id for text in read(zeros(" \n"))] == []


def test_a_finding_in_the_lead_says_where() -> None:
    """The lead's second line has a place of its own."""
    report = zeros("全年公开栏目按季更新。")
    report.lead, report.lead_lines = "本报告按照条例编制。\n统计期限自2022年1月1日起至2022年12月31日止。", ("line 3", "line 4")
    assert [found.place for found in check(report, "STR303")] == ["line 4"]


@pytest.mark.parametrize(
    ("text", "cell", "expected"),
    [
        ("因政府信息公开被申请行政复议11件。", "disputes.reconsideration.total", 11),
        ("因政府信息公开被申请行政复议18件，其中维持10件，纠正8件。", "disputes.reconsideration.corrected", 8),
        ("因政府信息公开被申请行政复议18件，尚未审结7件。", "disputes.reconsideration.pending", 7),
    ],
)
def test_what_the_text_says_of_a_cell_tells_which_one_is_wrong(text: str, cell: str, expected: int) -> None:
    """Of the cells of which any may be wrong, the one of which the text says another number is named first."""
    report = zeros(text)
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 18}
    found = Engine(Plugins()).judged(report).explanations
    assert len(found) > 1
    assert found[0]["cells"] == [{"cell": cell, "actual": report.cell(cell), "expected": expected, "pattern": found[0]["cells"][0]["pattern"]}]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("第一段。\n全年公开信息    条，其他平稳。", "全年公开信息    条"),
        ("本机关全年主动公开信息    条，其他平稳。", "全年主动公开信息    条"),
    ],
)
def test_blanks_are_quoted_with_the_words_around_them(text: str, quote: str) -> None:
    """Of the line that they stand in, as printed."""
    assert [found.quote for found in check(zeros(text), "STR306")] == [quote]


def test_whole_amounts_are_told_without_decimals() -> None:
    """7730.00 in the table is 7730 in the finding, and so is the text's 7731.0."""
    report = zeros("全年行政事业性收费7731.0万元。")
    report.tables["disclosure"]["charges"]["amount"] = Decimal("7730.00")
    found = next(found for found in check(report, "NAR105"))
    assert [(repr(value)) for value in (found.expected, found.actual)] == ["7730", "7731"]


@pytest.mark.parametrize("count", [3, 19, 20, 21, 60, 199, 200, 201, 500])
@pytest.mark.parametrize("sentence", ["发布信息{total}条，其中{parts}。", "发布{parts}，共计{total}条。"])
def test_a_list_too_long_to_be_read_to_its_end_is_not_added_up(count: int, sentence: str) -> None:
    """However many parts a right list has, nothing is found; a short one that is wrong is."""
    names = "甲乙丙丁戊己庚辛壬癸"
    parts = "、".join(f"{names[at % 10]}{names[at // 10 % 10]}{names[at // 100]}类{at + 2}条" for at in range(count))
    total = sum(range(2, count + 2))
    assert check(zeros(sentence.format(total=total, parts=parts)), "NAR301") == []
    if count == 19:
        assert check(zeros(sentence.format(total=total + 1, parts=parts)), "NAR301")


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        ("1、 2、 3、 4、 4、 5、", 2),
        ("1. 2. 3. 4. 6. 7.", 2),
        ("（一） （二） （三） （四） （四） （五）", 2),
        ("1、 2、 3、 4、 5、 6、", 0),
        ("（一） （二） （三） （四） （五） （六）", 0),
        ("2、 3、 4、 5、 6、 7、", 0),  # a style of its own
        ("1、 2、 1、 2、 1、 2、", 0),
        ("1、 - - - - 2、", 0),
    ],
)
def test_parts_numbered_in_another_style(numbers: str, wrong: int) -> None:
    """A number that stands twice or is left out is found where most of the parts bear the form's numbers."""
    report = example_report(Example())
    for section, number in zip(report.sections, numbers.split(), strict=True):
        section.title = number.strip("-") + section.title.partition("、")[2]
    found = check(report, "STR314")
    assert [len(finding.related) + 1 for finding in found] == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2023年，本机关未收到政府信息公开申请。", {"requests.received.total": 0}),
        ("收到政府信息公开申请12件，结转下年度3件。", {"requests.received.total": 12, "requests.carried_out.total": 3}),
        ("规范性文件制发5件、修改4件。", {"disclosure.normative_documents.issued": 5}),
        ("2022年收到政府信息公开申请12件。", {}),  # another year
        ("2022年收到政府信息公开申请12件。本年收到政府信息公开申请21件。", {"requests.received.total": 21}),
        ("县教育局收到政府信息公开申请12件。", {}),  # another body
        ("网上收到政府信息公开申请12件。", {}),  # a part of them
        ("收到政府信息公开申请12件，不予公开3件。", {"requests.received.total": 12}),  # a group of rows is no single cell
        ("全年行政事业性收费12.5万元。", {}),  # rounded, as it may be
    ],
)
def test_what_the_text_states_of_single_cells(text: str, told: dict[str, int]) -> None:
    """The numbers that stand beyond doubt, whether the tables agree or not."""
    report = zeros(text)
    context = Context(FORMS.form("2021"))
    assert {path: value for rule in rules() if rule.evidence for path, value in rule.evidence(report, context)} == told


def test_a_row_that_is_missing_is_told_of_where_something_was_not_read() -> None:
    """Else STR105 says that it is missing, and the rules on prose have nothing to add."""
    report = zeros("收到政府信息公开申请12件。")
    del report.tables["requests"]["received"]
    assert not [said for said in outcome(report) if isinstance(said, Unchecked)]
    report.unread = [Unread("unknown_row", "disputes", "line 9", "8 2 0")]
    assert not [said for said in outcome(report) if isinstance(said, Unchecked)]
    report.unread = [Unread("unknown_row", "requests", "line 9", "8 2 0 0 0 0 10")]
    assert [said.code for said in outcome(report) if isinstance(said, Unchecked)] == ["NAR101"]


def test_a_form_without_one_of_the_tables() -> None:
    """What the text tells of a table or a part that a variant took out is held against nothing."""
    variant = 'id = "short"\nextends = "2021"\nsource = "青政办发〔2024〕2号"\n[[tables]]\nid = "disputes"\nremove = true\n[[sections]]\nid = "other"\nremove = true\n'
    forms = FormBook([parse_form(variant, "short.toml")])
    report = zeros("收到政府信息公开申请12件，均已办结。因政府信息公开被申请行政复议5件，均已审结；未发生行政诉讼。")
    del report.tables["disputes"]
    report.sections.append(Section("other", "七、其他需要报告的事项", "无。"))
    context = Context(forms.form("2021", "short"))
    found = [found for rule in rules() for found in rule(report, context) if isinstance(found, Finding) and found.severity != "info"]
    assert [finding.code for finding in found] == ["NAR101"]


def test_a_number_beside_a_row_that_is_not_there() -> None:
    """It is held against what is there: another reading that needs the missing row does not count."""
    report = zeros("收到政府信息公开申请12件。")
    report.tables["requests"]["received"]["total"] = 21
    del report.tables["requests"]["carried_in"]
    assert [(found.code, found.actual, found.expected) for found in check(report, "NAR")] == [("NAR101", 12, 21)]


def test_a_second_period_in_a_sentence_is_looked_at() -> None:
    """The whole year of the report beside another one."""
    report = zeros("全年公开栏目按季更新。")
    report.lead, report.lead_lines = "统计期限自2023年1月1日起至2023年12月31日止，所列数据自2022年1月1日起至2022年12月31日止。", ("line 3",)
    assert len(check(report, "STR303")) == 1


def test_a_list_ends_where_long_words_begin() -> None:
    """What stands behind more words than any part has for a name is no part."""
    assert check(zeros(f"公开信息20条，其中动态12条，{'工作' * 100}公告9条。"), "NAR301") != []
    assert check(zeros(f"公开信息20条，其中动态12条，{'工作' * 210}公告9条。"), "NAR301") == []
