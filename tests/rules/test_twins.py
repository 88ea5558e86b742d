"""Two bodies that copied each other are found, in any order and number; what is alike by chance is left alone."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from govdisc.engine import Engine
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.rules.twins import LONGEST
from govdisc.settings import Settings
from govdisc.sources import Source
from govdisc.testing import Options, random_report

PLUGINS = Plugins(points=[])
NAMES = ("青岚县水务局", "青岚县教育局")
SUBJECTS = ("水库安全", "校园食堂", "村级账目", "征地补偿", "公租房分配", "医保结算", "公交线路", "招标结果", "救助名单", "河道整治", "老旧小区改造", "食品抽检")
VERBS = ("逐月在门户网站和公告栏公布进展并回应询问", "按季度编制目录后交档案馆供人查阅", "由专人解读并在集市日现场答疑", "会同街道核对后以表格形式说明理由")


def written(agency: str, seed: int, year: int = 2023, sentences: int = 24) -> Report:
    """A report of a body with prose of its own, from a seed."""
    report = random_report(seed, Options(agency=agency, year=year))
    report.agency.name = agency
    chance = random.Random(seed)
    lines = [f"{agency}就{chance.choice(SUBJECTS)}与{chance.choice(SUBJECTS)}，{chance.choice(VERBS)}，全年{chance.randint(1, 99)}次。" for _ in range(sentences)]
    report.sections[0].text += "\n" + "\n".join(lines)
    return report


def found(reports: list[Report], code: str = "BAT2", settings: Settings | None = None) -> list[Finding]:
    """What the rules over a batch find in reports."""
    from govdisc.formats.base import WriteContext
    from govdisc.formats.json import write_lines

    data = write_lines(reports, WriteContext(PLUGINS.forms))
    results = Engine(PLUGINS, settings or Settings()).check([Source("batch.jsonl", data=data)])
    findings = [finding for result in results for finding in result.findings]
    assert not [finding for finding in findings if finding.code.startswith("PLG")]
    return [finding for finding in findings if finding.code.startswith(code)]


def copied(report: Report, agency: str) -> Report:
    """The same prose under another body's name."""
    sections = [replace(section, text=section.text.replace(report.agency.name or "", agency)) for section in report.sections]
    other = random_report(99, Options(agency=agency, year=report.year))
    other.agency.name, other.sections = agency, sections
    return other


def test_bodies_that_copied_each_other_name_each_other() -> None:
    """Both findings are warnings, with the other's name and number."""
    first = written("青岚县水务局", 1)
    batch = [first, written("青岚县教育局", 2), copied(first, "青岚县司法局")]
    findings = found(batch, "BAT201")
    assert [(finding.input, finding.severity) for finding in findings] == [(0, "warning"), (2, "warning")]
    assert "青岚县司法局" in findings[0].message
    assert "青岚县水务局" in findings[1].message
    assert findings[0].related[0]["input"] == 2
    assert "第四十七条" in (findings[0].basis or "")
    again = found(batch[::-1], "BAT201")
    assert sorted(finding.message for finding in again) == sorted(finding.message for finding in findings)


@pytest.mark.parametrize("count", [3, 30])
def test_a_text_that_many_copied_is_found_at_each(count: int) -> None:
    """A crowd is told as a pair is."""
    first = written("青岚县水务局", 1)
    crowd = [copied(first, f"青岚县第{number}中学") for number in range(count - 1)]
    findings = found([first, *crowd], "BAT201")
    assert [finding.input for finding in findings] == list(range(count))
    assert ["(+" in finding.message for finding in findings] == [False] * count


def test_of_many_five_are_named() -> None:
    """And how many there are more."""
    first = written("青岚县水务局", 1)
    findings = found([first, *(copied(first, f"青岚县第{number}中学") for number in range(6))], "BAT201")
    assert [finding.message.count("、") for finding in findings] == [4] * 7
    assert all("(+1)" in finding.message and len(finding.related) == 5 for finding in findings)


def test_what_is_alike_by_chance_is_left_alone() -> None:
    """Own words, another year, the same body again, a few sentences, a body that is not known."""
    first = written("青岚县水务局", 1)
    later = copied(first, "青岚县司法局")
    later.year = 2024
    nameless = copied(first, "青岚县司法局")
    nameless.agency.name = None
    assert found([first, written("青岚县教育局", 2), later, written("青岚县水务局", 1), nameless], "BAT201") == []
    assert found([written("青岚县水务局", 1, sentences=0), copied(written("青岚县水务局", 1, sentences=0), "青岚县司法局")], "BAT201") == []


@pytest.mark.parametrize(
    ("agency", "other", "alike"),
    [
        ("青岚县民政局", "青岚县残疾人联合会", True),
        ("青岚县民政局", "松河县民政局", True),
        ("青岚县松涛镇人民政府", "青岚县柳溪乡人民政府", True),
        ("青岚县扶贫开发办公室", "青岚县乡村振兴局", True),
        ("青岚县人民政府", "青岚县人民政府办公室", False),
        ("青岚县水务局", "水务局", False),
        ("青岚县发展和改革局（青岚县粮食和物资储备局）", "青岚县粮食和物资储备局", False),
    ],
)
def test_one_report_under_two_names_is_not_copied(agency: str, other: str, alike: bool) -> None:
    """A government and its own office publish one report, and so does a body with two names; neighbours and other bureaus do not."""
    first = written(agency, 1)
    second = copied(first, other)
    second.tables = first.tables
    assert [finding.code for finding in found([first, second])] == ["BAT201", "BAT202"] * 2 * alike


@pytest.mark.parametrize(
    ("sentence", "count", "codes"),
    [
        ("{}工作按季度推进并公开", 10, ["BAT201"] * 2),
        ("{}工作按季度推进并公开", 9, []),  # too few
        ("{}工作按季推进并公开", 10, []),  # too short, each of them
        ("{}工作按季推进并公开 3", 10, []),
        ("{}工作按季度推进，见本报告", 10, []),  # what every report says
    ],
)
def test_which_sentences_are_somebody_s_own(sentence: str, count: int, codes: list[str]) -> None:
    """Ten of twelve characters each, numbers left out, and none on the report itself."""
    reports = [random_report(seed, Options(agency=agency, year=2023)) for seed, agency in ((1, "青岚县水务局"), (2, "青岚县司法局"))]
    subjects = ("水库", "校园", "账目", "征地", "公租", "医保", "公交", "招标", "救助", "河道")
    for report in reports:
        for section in report.sections:
            section.text = ""
        report.sections[0].text = "。".join(sentence.format(subject) for subject in subjects[:count])
    findings = found(reports, "BAT201")
    assert [finding.code for finding in findings] == codes
    for own, alike in ((2, bool(codes)), (3, False)):  # eight of ten are most
        reports[1].sections[0].text = "。".join(sentence.format(subject) for subject in [*subjects[own:count], "村务", "税务", "路灯"][:count])
        assert bool(found(reports, "BAT201")) is alike
    assert {finding.severity for finding in findings} <= {"info"}


def test_the_same_tables_are_an_info_and_zeros_are_none() -> None:
    """All numbers of another body; tables of zeros are no twins."""
    first, other = (written(name, seed) for seed, name in enumerate(NAMES, 1))
    other.tables = first.tables
    findings = found([first, other], "BAT202")
    assert [(finding.code, finding.severity) for finding in findings] == [("BAT202", "info")] * 2
    zeros = random_report(7, Options(agency="青岚县司法局", zero=1.0))
    assert len(found([zeros, first, other], "BAT202")) == 2
    assert [finding.message for finding in findings] == [f"{one}: its tables are those of {two}." for one, two in (NAMES, NAMES[::-1])]
    nameless = written("青岚县教育局", 2)
    nameless.tables, nameless.agency.name = first.tables, None
    assert found([first, nameless], "BAT202") == []
    for report in (first, other):
        report.tables = {name: {row: dict.fromkeys(cells, 0) for row, cells in rows.items()} for name, rows in report.tables.items()}
    assert found([first, other], "BAT202") == []


def short(agency: str, text: str, decisions: int, year: int = 2023) -> Report:
    """A report with a few words and one number in its tables."""
    report = random_report(7, Options(agency=agency, year=year))
    report.agency.name = agency
    report.tables = {name: {row: dict.fromkeys(cells, 0) for row, cells in rows.items()} for name, rows in report.tables.items()}
    report.tables["disclosure"]["licensing"]["decisions"] = decisions
    for section in report.sections:
        section.text = ""
    report.section("overview").text = text  # type: ignore[union-attr]
    return report


WORDS = "{}全年公开信息{}条。" + "村务、财务按季上墙，议事结果当天张贴；低保评议请村民代表到场，名单贴足七天；公章使用逐笔登记，群众随时可以查看。"


@pytest.mark.parametrize(
    ("text", "numbers", "decisions", "alike"),
    [
        (WORDS, (31, 31), (4, 4), True),
        (WORDS, (31, 32), (4, 4), False),  # another number in the prose
        (WORDS, (31, 31), (4, 5), False),  # another one in the tables
        (WORDS, (31, 31), (0, 0), False),  # tables of zeros
        (WORDS[:40], (31, 31), (4, 4), False),  # too few words
        ("村" * 60, (0, 0), (4, 4), True),
        ("村" * 59, (0, 0), (4, 4), False),
        (f"{WORDS}另有", (31, 31), (4, 4), True),
    ],
)
def test_short_prose_and_few_numbers_are_twins_where_all_is_the_same(text: str, numbers: tuple[int, int], decisions: tuple[int, int], alike: bool) -> None:
    """Every word and every number in the prose, and the tables: what is alike by chance in one of them is no chance in all."""
    batch = [short(agency, text.format(agency, number), made) for agency, number, made in zip(NAMES, numbers, decisions, strict=True)]
    findings = found(batch)
    assert [(finding.code, finding.severity, finding.input) for finding in findings] == [("BAT202", "info", number) for number in range(2) if alike]
    assert [finding.message for finding in findings] == [f"{one}: its tables and all its words are those of {two}." for one, two in (NAMES, NAMES[::-1]) if alike]
    assert found([batch[0], short(NAMES[1], text.format(NAMES[1], numbers[1]), decisions[1], year=2022)]) == []
    assert found([batch[0], batch[0]]) == []


@pytest.mark.parametrize(("count", "codes"), [(12, ["BAT202"] * 2), (11, [])])
def test_a_dozen_numbers_are_no_chance(count: int, codes: list[str]) -> None:
    """Tables that are the same need as many numbers above 0 where the words differ."""
    batch = [short(agency, f"{agency}公开信息。", 0) for agency in NAMES]
    for report in batch:
        cells = [path for path, _value in report.cells()]
        for number, path in enumerate(cells[:count], 1):
            table, row, column = path.split(".")
            report.tables[table][row][column] = number
    assert [finding.code for finding in found(batch)] == codes


def test_a_report_whose_year_is_not_known_is_nobody_s_twin() -> None:
    """Two texts of unknown years may be of two years."""
    batch = [written("青岚县水务局", 1), copied(written("青岚县水务局", 1), "青岚县教育局")]
    batch[1].tables = batch[0].tables
    for report in batch:
        report.year = None
    assert found(batch) == []


@pytest.mark.parametrize(("other", "codes"), [("12.25", ["BAT202"] * 2), ("12.26", [])])
def test_amounts_with_a_point_count_to_the_last_digit(other: str, codes: list[str]) -> None:
    """Also where a row is missing, so that the tables are not those of the form."""
    for whole in (True, False):
        batch = [written(name, seed) for seed, name in enumerate(NAMES, 1)]
        tables = {name: {row: dict(cells) for row, cells in rows.items()} for name, rows in batch[0].tables.items()}
        for report, amount in zip(batch, ("12.25", other), strict=True):
            report.tables = {name: {row: dict(cells) for row, cells in rows.items()} for name, rows in tables.items()}
            report.tables["disclosure"]["charges"]["amount"] = Decimal(amount)
            if not whole:
                del report.tables["requests"]["closed_other"]
        assert [finding.code for finding in found(batch, "BAT202")] == codes


def test_fewer_numbers_can_be_enough() -> None:
    """With a lower threshold, words that differ do not count."""
    words = "村务、财务按季上墙，议事结果当天张贴；低保评议请村民代表到场，名单贴足七天；公章使用逐笔登记，群众随时可以查看并提出异议。"
    batch = [short(agency, f"{agency}{number}：{words}", 0) for number, agency in enumerate(NAMES)]
    for report in batch:
        for number, (path, _value) in enumerate(list(report.cells())[:8], 1):
            table, row, column = path.split(".")
            report.tables[table][row][column] = number
    assert found(batch) == []
    assert [finding.code for finding in found(batch, settings=Settings(thresholds={"BAT202.numbers": 8}))] == ["BAT202"] * 2


@pytest.mark.parametrize(("characters", "severity"), [(40, "warning"), (39, "info")])
def test_prose_of_four_hundred_characters_is_long(characters: int, severity: str) -> None:
    """Ten sentences of forty characters are a warning, ten of thirty-nine are not."""
    subjects = ("水库", "校园", "账目", "征地", "公租", "医保", "公交", "招标", "救助", "河道")
    batch = [short(agency, "。".join(subject + "河" * (characters - 2) for subject in subjects), number) for number, agency in enumerate(NAMES)]
    for report in batch:
        report.section("overview").text += "。" + "短句。" * 40  # type: ignore[union-attr]
    assert [finding.severity for finding in found(batch, "BAT201")] == [severity] * 2


def test_fewer_sentences_can_be_enough() -> None:
    """Two that are the same, where two are asked for; one of them is none."""
    batch = [short(agency, f"{agency}：村务、财务按季上墙并接受询问。低保评议请村民代表到场见证。另有{agency}动态{number}条", number) for number, agency in enumerate(NAMES)]
    assert found(batch) == []
    assert [finding.code for finding in found(batch, settings=Settings(thresholds={"BAT201.sentences": 2}))] == ["BAT201"] * 2
    batch[1].section("overview").text = "村务、财务按季上墙并接受询问。救助名单逐户核对之后再行张贴。"  # type: ignore[union-attr]
    assert found(batch, settings=Settings(thresholds={"BAT201.sentences": 2, "BAT201.share": 0.5})) == []


def test_of_a_long_part_the_beginning_is_looked_at() -> None:
    """What stands behind it makes no difference."""
    batch = [short(agency, "村" * LONGEST + agency, 4) for agency in NAMES]
    assert [finding.code for finding in found(batch)] == ["BAT202"] * 2
    batch[1].section("overview").text = "村" * (LONGEST - 1) + "镇"  # type: ignore[union-attr]
    assert found(batch) == []
    assert LONGEST == 200_000
