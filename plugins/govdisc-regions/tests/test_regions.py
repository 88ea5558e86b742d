"""The variants: what they overlay, what their rules find, and silence where no source asks for anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import govdisc_regions
import pytest
from govdisc_regions.rules import RULES

from govdisc.errors import ConfigurationError
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.findings import Finding
from govdisc.model.report import Agency, Report, Section
from govdisc.rules import Context
from govdisc.rules.structure import missing_rows
from govdisc.testing import Options, random_report

FORMS = FormBook(parse_form(text, name) for name, text in govdisc_regions.govdisc_forms())
VARIANTS = {form.variant: form for form in FORMS.variants()}


def codes(report: Report, **settings: Any) -> list[tuple[str, str]]:
    context = Context(FORMS.form(report.form, report.variant), settings={key.replace("_", ".", 1): value for key, value in settings.items()})
    return [(found.code, found.severity) for rule in RULES for found in rule(report, context)]


def report_of(variant: str | None, year: int, overview: str = "", form: str = "2021", lead: str = "") -> Report:
    return Report(form, year=year, variant=variant, sections=[Section("overview", "一、总体情况", overview)], lead=lead)


def test_variants() -> None:
    """The variants are those that a source documents, and each names its source, agencies and years."""
    assert list(VARIANTS) == ["huaihua-2021", "huaihua-2023", "shanghai-2019", "shanghai", "wuhan-2020", "wuwei-2025"]
    assert all(form.source and form.agencies and form.since >= 2019 for form in VARIANTS.values())


@pytest.mark.parametrize("variant", [name for name in VARIANTS if name != "wuhan-2020"])
def test_tables_stay_those_of_the_national_form(variant: str) -> None:
    """Apart from 武汉 no variant changes a table, so its cells are those of the form."""
    form = VARIANTS[variant]
    assert list(form.paths()) == list(builtin_forms().form(form.id).paths())


def test_wuhan_has_one_row_more() -> None:
    """The extra row stands behind the other documents and has the columns of its block."""
    paths = list(VARIANTS["wuhan-2020"].paths())
    extra = [path for path in paths if path not in set(builtin_forms().form("2019").paths())]
    assert extra == [f"disclosure.other_proactive_documents.{column}" for column in ("made", "disclosed", "public_total")]
    assert paths.index(extra[0]) == paths.index("disclosure.normative_documents.public_total") + 1


def test_a_body_of_wuhan_without_that_row_breaks_nothing() -> None:
    """Its source is one report, so nothing is said where the row is not there; the nation's own rows are asked for as everywhere."""
    report = random_report(1, Options(form="2019", year=2020))
    report.variant = "wuhan-2020"
    assert "other_proactive_documents" not in report.tables["disclosure"]
    context = Context(FORMS.form("2019", "wuhan-2020"))
    assert list(missing_rows(report, context)) == []
    del report.tables["disclosure"]["normative_documents"]
    assert [finding.severity for finding in missing_rows(report, context) if isinstance(finding, Finding)] == ["error"]


@pytest.mark.parametrize("variant", ["huaihua-2021", "huaihua-2023", "wuhan-2020"])
def test_silent_on_generated_reports_of_a_variant(variant: str) -> None:
    """Correct reports, published in January and short of 1,000 characters, pass; a city's department has until 28 January."""
    form = VARIANTS[variant]
    for seed in range(100):
        report = random_report(seed, Options(form=form.id, year=form.since))
        report.variant, report.published = variant, f"{form.since + 1}-01-28"
        assert codes(report) == []


@pytest.mark.parametrize(
    ("variant", "year", "length", "speaks"),
    [
        ("huaihua-2023", 2023, 1000, False),
        ("huaihua-2023", 2023, 1001, True),
        ("huaihua-2021", 2021, 3000, False),
        ("wuwei-2025", 2025, 1100, False),
        ("wuwei-2025", 2025, 1101, True),
        (None, 2023, 3000, False),
    ],
)
def test_length_of_part_1(variant: str | None, year: int, length: int, speaks: bool) -> None:
    """The limit itself is in order; about 1,000 bears a tenth more."""
    found = codes(report_of(variant, year, "公" * length))
    assert (("REG101", "warning") in found) is speaks


def test_characters_are_counted_as_word_processors_do() -> None:
    """Blanks do not count, and a number is one."""
    report = report_of("huaihua-2023", 2023, "公开2023条 \n" * 250)
    assert codes(report) == []
    assert codes(report, REG101_limit=999) == [("REG101", "warning")]
    assert codes(report, REG101_limit=0) == []


@pytest.mark.parametrize(
    ("name", "level", "published", "speaks"),
    [
        ("怀化市交通运输局", None, "2022-01-28", False),
        ("怀化市交通运输局", None, "2022-01-29", True),
        ("怀化市交通运输局", "city", "2022-01-29 09:30", True),
        ("怀化市人民政府办公室", None, "2022-01-29", True),
        ("怀化市人民政府", None, "2022-03-20", False),
        ("怀化市鹤城区人民政府", None, "2022-02-20", False),
        ("怀化市鹤城区人民政府", None, "2022-02-21", True),
        ("青岚县人民政府", None, "2022-02-21", True),
        ("怀化市鹤城区教育局", None, "2022-02-21", False),
        ("青岚县松涛镇人民政府", None, "2022-02-21", False),
        ("云岫市交通运输局", None, "2022-02-21", False),
        (None, None, "2022-02-21", False),
        ("怀化市交通运输局", None, None, False),
        ("怀化市交通运输局", None, "二月", False),
    ],
)
def test_deadlines_of_huaihua(name: str | None, level: str | None, published: str | None, speaks: bool) -> None:
    """Departments of the city and governments of counties have a day of their own; no one else has."""
    report = Report("2021", year=2021, variant="huaihua-2021", agency=Agency(name, None, level), published=published)
    assert codes(report) == ([("REG102", "warning")] if speaks else [])


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        ("上海市青岚区水务局", "shanghai"),
        ("云岫市白鹭洲区上海路街道办事处", None),
        ("青岚县怀化镇人民政府", None),
        ("怀化市水务局", "huaihua-2023"),
    ],
)
def test_whose_report_a_variant_is_for(name: str, variant: str | None) -> None:
    """A street or a township that has the name of a city elsewhere is none of its bodies."""
    assert [form.variant for form in FORMS.fitting(builtin_forms().form("2021"), name, 2023)] == ([variant] if variant else [])


@pytest.mark.parametrize("name", ["国家税务总局武威市税务局", "武威海关", "国家统计局武威市调查队"])
def test_a_city_asks_nothing_of_a_branch_of_a_national_body(name: str) -> None:
    """Customs, tax and survey offices report to their own house."""
    report = report_of("wuwei-2025", 2025, "公" * 3000)
    assert len(codes(report)) == 7
    report.agency = Agency(name)
    assert codes(report) == []


def test_a_bad_date_is_refused() -> None:
    """A setting that is no date is an error of the configuration."""
    report = Report("2021", year=2021, variant="huaihua-2021", agency=Agency("怀化市交通运输局"), published="2022-01-29")
    with pytest.raises(ConfigurationError, match=r"REG102\.city_departments"):
        codes(report, REG102_city_departments="28 January")


FULL = "网站公开信息30条；发布解读五篇；重点领域信息12条；制发规范性文件2件；设立专区3个；编发公报4期。"


@pytest.mark.parametrize(
    ("gone", "instead", "missing"),
    [
        ("", "", 0),
        ("网站公开信息30条", "网站运行平稳", 1),
        ("发布解读五篇", "2025年发布解读", 1),
        ("重点领域信息12条", "（一）公开重点领域信息", 1),
        ("制发规范性文件2件", "按武政办发〔2025〕54号清理规范性文件", 1),
        ("设立专区3个", "一是设立专区", 1),
        ("编发公报4期", "", 1),
        (FULL, "公开工作平稳。", 6),
        ("制发规范性文件2件", "本年度未制发规范性文件", 0),
        ("制发规范性文件2件", "我局无规章、规范性文件", 0),
        ("编发公报4期", "我局不编发政府公报", 0),
        ("设立专区3个", "没有新设专区", 0),
        ("设立专区3个", "不断优化专区服务", 1),
        ("网站公开信息30条", "完成网站无障碍改造", 1),
        ("编发公报4期", "未收到投诉，公报按期出刊", 1),
        ("网站公开信息30条", "公众号推送三十余条", 0),
    ],
)
def test_numbers_of_wuwei(gone: str, instead: str, missing: int) -> None:
    """Each topic wants a number in its sentence; years, document numbers and numbering are none."""
    text = FULL.replace(gone, instead) if gone else FULL
    assert codes(report_of("wuwei-2025", 2025, text)) == [("REG103", "info")] * missing


def test_numbers_are_wanted_of_wuwei_alone() -> None:
    """Elsewhere part 1 owes no such numbers, nor does a report without part 1."""
    assert codes(report_of("huaihua-2023", 2023, "公开工作平稳。")) == []
    assert codes(Report("2021", year=2025, variant="wuwei-2025")) == []


@pytest.mark.parametrize("where", ["lead", "overview"])
@pytest.mark.parametrize(("variant", "form", "year"), [("shanghai-2019", "2019", 2019), ("shanghai", "2021", 2025)])
def test_citation_of_shanghai(where: str, variant: str, form: str, year: int) -> None:
    """The city's regulation may be cited above part 1 or in it; without it the report is worth a look."""
    cited = "根据《上海市政府信息\n公开规定》编制。"
    assert codes(report_of(variant, year, cited if where == "overview" else "", form, cited if where == "lead" else "")) == []
    assert codes(report_of(variant, year, "根据条例编制。", form)) == [("REG104", "info")]


def test_a_variant_for_another_year() -> None:
    """Outside its years a variant asks for nothing, and one finding says so."""
    assert codes(report_of("huaihua-2023", 2022, "公" * 3000)) == [("REG105", "info")]
    assert codes(report_of("wuhan-2020", 2019, "", "2019")) == [("REG105", "info")]
    assert codes(report_of("shanghai", 2030, "《上海市政府信息公开规定》")) == []
    unknown = report_of("huaihua-2023", 2023, "公" * 3000)
    unknown.year = None
    assert codes(unknown) == []


def test_a_blank_form_is_one_of_the_variant_that_agency_and_year_call_for(govdisc_run: Callable[..., Any]) -> None:
    """It says so in the file, so that what is filled in is judged by it; a variant that is named goes before."""
    named = ("new", "--year", "2023", "--format", "json", "--lang", "en", "--agency")
    made = govdisc_run(*named, "怀化市交通运输局")
    assert json.loads(made.out)["variant"] == "huaihua-2023"
    assert "note: 怀化市交通运输局 and 2023 call for the variant huaihua-2023." in made.err
    assert json.loads(govdisc_run(*named, "怀化市交通运输局", "--form", "2021").out)["variant"] is None
    assert json.loads(govdisc_run(*named, "青岚县水务局").out)["variant"] is None
