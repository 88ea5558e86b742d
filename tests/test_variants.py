"""Variants: what they change in a form, and that every part of govdisc honours it: reading, rules, writers, schema."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govdisc.engine import Engine
from govdisc.errors import ConfigurationError, InputError
from govdisc.formats.base import WriteContext
from govdisc.formats.text import read
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.changes import changes
from govdisc.model.document import Document, Paragraph
from govdisc.model.findings import Finding
from govdisc.model.form import Form
from govdisc.model.report import Unread
from govdisc.plugins import Plugins
from govdisc.recognise import recognise
from govdisc.rules import Context
from govdisc.rules.inputs import several_variants
from govdisc.rules.structure import missing_rows
from govdisc.rules.sums import RULES as SUMS
from govdisc.rules.unread import RULES as UNREAD
from govdisc.schema import report_schema
from govdisc.selecting import Level
from govdisc.settings import Settings
from govdisc.testing import Options, print_text, random_report, random_reports

PROVINCE = """
id = "yunxiu"
extends = "2021"
title = "云岫市"
source = "云政办发〔2024〕31号"
agencies = ["云岫市"]
since = 2024

[[tables]]
id = "disclosure"

[[tables.blocks]]
heading = "第二十条第（一）项"
columns = [
  { id = "revised", label = "本年修改件数", after = "issued" },
  { id = "effective", label = "年末有效件数" },
]
rows = [
  { id = "plans", label = "专项规划", after = "regulations", basis = "云政办发〔2024〕31号 第三条" },
  { id = "catalogues", label = "公开目录" },
]

[[tables]]
id = "requests"

[[tables.blocks]]
rows = [{ id = "refused_publication", remove = true }]

[[tables]]
id = "disputes"

[[tables.identities]]
id = "known"
axis = "row"
sum = ["upheld", "corrected", "other"]
equals = ["total"]
basis = "云政办发〔2024〕31号 第五条"

[[sections]]
id = "other"
title = "其他需要说明的情况"

[rules]
"DUE101" = { until = "01-20", basis = "云政办发〔2024〕31号 第八条", severity = "error" }
"NUM102" = "off"
"""
DISTRICT = """
id = "yunxiu-qinglan"
extends = "yunxiu"
title = "云岫市青岚县"
source = "青政办发〔2024〕2号"
agencies = ["云岫市青岚县"]

[[tables]]
id = "disclosure"

[[tables.blocks]]
heading = "第二十条第（一）项"
rows = [{ id = "plans", label = "专项规划（含方案）" }]

[rules]
"DUE101" = { until = "01-15" }
"""


def book(*texts: str) -> FormBook:
    """Return the national forms and those variants."""
    return FormBook(parse_form(text, "variant.toml") for text in texts)


@pytest.fixture(scope="module")
def forms() -> FormBook:
    return book(PROVINCE, DISTRICT)


@pytest.fixture(scope="module")
def province(forms: FormBook) -> Form:
    return forms.form("2021", "yunxiu")


def test_the_variant_that_a_file_declares(forms: FormBook) -> None:
    """A file of ours is read by the variant that it declares, and by the national form where it declares none, whoever its body is."""
    title = "云岫市青岚县水务局2024年政府信息公开工作年度报告"
    told = {"title": title, "agency": "云岫市青岚县水务局", "year": "2024", "form": "2021"}
    for variant in ("yunxiu", "yunxiu-qinglan"):
        assert recognise(Document((Paragraph(title, "p"),), {}, {**told, "variant": variant}), forms).variant == variant
    assert recognise(Document((Paragraph(title, "p"),), {}, told), forms).variant is None
    assert recognise(Document((Paragraph(title, "p"),), {}, {**told, "variant": "nowhere"}), forms).variant is None
    assert recognise(Document((Paragraph(title, "p"),)), forms).variant == "yunxiu-qinglan"


def test_rows_and_columns_stand_where_they_are_put(province: Form) -> None:
    """``after`` places a row or column behind another; without it the last place is theirs. What was renamed keeps its place."""
    block = province.table_index["disclosure"].blocks[0]
    assert [row.id for row in block.rows] == ["regulations", "plans", "normative_documents", "catalogues"]
    assert [column.label for column in block.columns] == ["本年制发件数", "本年修改件数", "本年废止件数", "年末有效件数"]


def test_several_behind_one_keep_their_order() -> None:
    """Two rows that are put behind the same one stand in the order of the file."""
    rows = 'rows = [{ id = "a", label = "甲类", after = "regulations" }, { id = "b", label = "乙类", after = "regulations" }]'
    text = f'id = "x"\nextends = "2021"\nsource = "s"\n[[tables]]\nid = "disclosure"\n[[tables.blocks]]\nheading = "第二十条第（一）项"\n{rows}'
    found = [row.id for row in book(text).form("2021", "x").table_index["disclosure"].blocks[0].rows]
    assert found == ["regulations", "a", "b", "normative_documents"]


def test_the_first_place() -> None:
    """``after = ""`` is the first place."""
    text = 'id = "x"\nextends = "2021"\nsource = "s"\n[[sections]]\nid = "duty"\nordinal = "〇"\ntitle = "责任声明"\nafter = ""'
    assert book(text).form("2021", "x").sections[0].id == "duty"


def test_what_is_removed_leaves_the_sums(province: Form) -> None:
    """A row that is taken out is asked for nowhere: not in the table, not in a sum."""
    table = province.table_index["requests"]
    outcomes = next(identity for identity in table.identities if identity.id == "outcomes")
    assert "refused_publication" not in table.row_index
    assert "refused_publication" not in outcomes.sum
    assert "refused_repeat" in outcomes.sum


def test_a_variant_over_a_variant(forms: FormBook) -> None:
    """The district has what its city has, changes it once more, and its own settings go before the city's."""
    district = forms.form("2021", "yunxiu-qinglan")
    assert district.lineage == ("yunxiu-qinglan", "yunxiu")
    assert district.row_label("disclosure", "plans") == "专项规划（含方案）"
    assert "专项规划" in district.table_index["disclosure"].row_index["plans"][1].aliases
    assert district.parameters["DUE101.until"] == "01-15"
    assert district.severities == {"DUE101": "error", "NUM102": "off"}
    assert (district.source_of("DUE101.until"), district.source_of("disclosure.catalogues.issued")) == ("青政办发〔2024〕2号", "云政办发〔2024〕31号")


@pytest.mark.parametrize("name", ["yunxiu", "yunxiu-qinglan"])
def test_generated_reports_keep_its_sums_and_come_back_from_print(forms: FormBook, name: str) -> None:
    """Correct reports of a variant have its rows and columns, keep its own sums, and are read back from a printed text."""
    form = forms.form("2021", name)
    for report in random_reports(10, 3, Options(form="2021", variant=name), forms):
        assert [path for path, _value in report.cells()] == list(form.paths())
        assert {balance.state for balance in form.balances(report)} == {"holds"}
        for layout in ("cell_a_line", "tabs", "markdown"):
            read_back = recognise(read(print_text(report, layout, forms).encode()), forms, name)
            assert read_back.tables == report.tables


def test_its_schema_has_what_it_changed(province: Form) -> None:
    """The JSON Schema has the new rows and columns, and no longer what was taken out."""
    tables = report_schema(province)["properties"]["tables"]["properties"]
    assert list(tables["disclosure"]["properties"]["plans"]["properties"]) == ["issued", "revised", "repealed", "effective"]
    assert "refused_publication" not in tables["requests"]["properties"]


OPTIONAL = """
id = "qinglan"
extends = "2021"
source = "青政办发〔2024〕2号"

[[tables]]
id = "requests"

[[tables.blocks]]
rows = [{ id = "moved_on", label = "转送其他机关的申请", after = "closed_other", optional = true }]

[[tables.identities]]
id = "outcomes"
sum = ["granted", "partly_granted", "moved_on"]
equals = ["processed_total"]
"""


def optional_row(*, lost: bool = False, **cells: dict[str, int] | None) -> set[str]:
    """The codes of what is wrong with the rows of a report whose form has one that it may do without.

    All cells are 0 but those that are given; None takes a row out; ``lost`` is whether a row was met and not read.
    """
    forms = book(OPTIONAL)
    report = random_report(2, Options(form="2021", variant="qinglan", year=2024, zero=1), forms)
    for row, values in cells.items():
        if values is None:
            del report.tables["requests"][row]
        else:
            report.tables["requests"][row] |= values
    report.unread = [Unread("unknown_row", "requests", "line 9", "转送 1 0 0 0 0 0 1")] if lost else []
    context = Context(forms.form("2021", "qinglan"))
    return {finding.code for rule in (missing_rows, *SUMS) for finding in rule(report, context) if isinstance(finding, Finding)}


def test_a_row_that_a_report_may_do_without() -> None:
    """Without it nothing is missing and nothing is added, with it its numbers count; the nation's own rows are missing as ever."""
    one = {"natural_person": 1, "total": 1}
    balanced: dict[str, dict[str, int] | None] = {"received": one, "processed_total": one}
    assert optional_row() == set()
    assert optional_row(moved_on=None) == set()
    assert optional_row(moved_on=one, **balanced) == set()
    assert optional_row(moved_on=None, granted=one, **balanced) == set()
    assert optional_row(moved_on=None, **balanced) == {"SUM102"}
    assert optional_row(moved_on=one) == {"SUM102"}
    assert optional_row(moved_on=None, lost=True, **balanced) == set()  # it may be the row that was not read
    assert optional_row(refused_repeat=None) == {"STR105"}
    form = book(OPTIONAL).form("2021", "qinglan")
    assert "row requests.moved_on: a report may do without it" in changes(form, builtin_forms().form("2021"))


def judged(forms: FormBook, agency: str, published: str, **settings: str) -> list[tuple[str, str, str | None]]:
    """Return what is found in a correct report, published on a day, with one cell that was left to a mark."""
    report = random_report(1, Options(form="2021", variant="yunxiu", year=2024, agency=agency), forms)
    report.published = published
    report.tables["disclosure"]["catalogues"]["issued"] = None
    report.marks["disclosure.catalogues.issued"] = "/"
    plugins = Plugins(points=())
    plugins.__dict__["forms"] = forms
    result = Engine(plugins, Settings(levels=tuple(Level(frozenset({code}), severity) for code, severity in settings.items()))).judged(report)
    return [(finding.code, finding.severity, finding.basis) for finding in result.findings]


def test_rules_are_set_by_it(forms: FormBook) -> None:
    """A rule has the day, the severity and the basis that the variant gives it; one that is off says nothing."""
    assert judged(forms, "云岫市水务局", "2025-01-21") == [("DUE101", "error", "云政办发〔2024〕31号 第八条")]
    assert judged(forms, "云岫市水务局", "2025-01-20") == []


def test_what_the_user_sets_goes_first(forms: FormBook) -> None:
    """A severity of the configuration goes before the variant's."""
    found = judged(forms, "云岫市水务局", "2025-01-21", DUE101="info", NUM102="error")
    assert sorted((code, severity) for code, severity, _basis in found) == [("DUE101", "info"), ("NUM102", "error")]


def test_a_sum_of_its_own(forms: FormBook) -> None:
    """A sum that a variant adds is checked, and its finding rests on the article that the variant names."""
    report = random_report(1, Options(form="2021", variant="yunxiu", year=2024, zero=1), forms)
    report.tables["disputes"]["reconsideration"] |= {"upheld": 2, "pending": 1, "total": 3}
    plugins = Plugins(points=())
    plugins.__dict__["forms"] = forms
    found = Engine(plugins).judged(report).findings
    assert [(finding.code, finding.basis) for finding in found if finding.cell == "disputes.reconsideration.total"] == [
        ("SUM101", "云政办发〔2024〕31号 第五条")
    ]


@pytest.mark.parametrize(
    ("agency", "year", "chosen"),
    [
        ("云岫市青岚县水务局", 2024, ["yunxiu-qinglan"]),
        ("云岫市水务局", 2024, ["yunxiu"]),
        ("云岫市水务局", 2023, []),
        ("白鹭洲区水务局", 2024, []),
        (None, 2024, []),
    ],
)
def test_the_most_specific_body_wins(forms: FormBook, agency: str | None, year: int, chosen: list[str]) -> None:
    """The variant with the longest word of the agency's name is used, in the years that it is for."""
    assert [form.variant for form in forms.fitting(builtin_forms().form("2021"), agency, year)] == chosen


def test_of_two_with_one_word_the_one_that_lies_over_the_other() -> None:
    """A variant over another one for the same agencies is the more specific of them."""
    later = 'id = "yunxiu-2025"\nextends = "yunxiu"\nsource = "s"\nagencies = ["云岫市"]\nsince = 2025\n'
    forms = book(later, PROVINCE)
    assert [form.variant for form in forms.fitting(forms.form("2021"), "云岫市水务局", 2025)] == ["yunxiu-2025"]


def test_a_tie_is_told() -> None:
    """Where two variants fit equally well, none is used, and a finding says so."""
    forms = book(PROVINCE, 'id = "other"\nextends = "2021"\nsource = "s"\nagencies = ["云岫市"]\n')
    report = random_report(1, Options(form="2021", year=2024, agency="云岫市水务局"))
    found = list(several_variants(report, Context(forms.form("2021"), forms=forms)))
    assert [finding.code for finding in found] == ["INP110"]
    assert "yunxiu, other" in found[0].message
    report.variant = "yunxiu"
    assert list(several_variants(report, Context(forms.form("2021", "yunxiu"), forms=forms))) == []
    report.variant, forms = None, book(PROVINCE)
    assert list(several_variants(report, Context(forms.form("2021"), forms=forms))) == []


def test_what_it_changes_in_words(forms: FormBook) -> None:
    """Each change of the province's is one sentence, and a variant without any has none."""
    found = list(changes(forms.form("2021", "yunxiu"), forms.form("2021")))
    expected = (
        "row disclosure.plans: added behind regulations (专项规划)",
        "column disclosure 第二十条第（一）项.revised: added behind issued (本年修改件数)",
        "column disclosure 第二十条第（一）项.effective: label 现行有效件数 → 年末有效件数",
        "row requests.refused_publication: removed (3.要求提供公开出版物)",
        "sum disputes.known: added: upheld + corrected + other = total",
        "part other: title 其他需要报告的事项 → 其他需要说明的情况",
        "DUE101.until = 01-20 (云政办发〔2024〕31号 第八条)",
        "rule NUM102: off (云政办发〔2024〕31号)",
    )
    assert [sentence for sentence in expected if sentence not in found] == []
    assert list(changes(forms.form("2021"), forms.form("2021"))) == []


def test_a_file_without_any_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, govdisc: Callable[..., Any]) -> None:
    """``--variant FILE.toml`` and ``variants`` in govdisc.toml use a variant that is one file."""
    import json

    from govdisc.formats.json import write
    monkeypatch.chdir(tmp_path)
    Path("yunxiu.toml").write_text(PROVINCE, "utf-8")
    forms = book(PROVINCE)
    report = random_report(1, Options(form="2021", variant="yunxiu", year=2024, agency="云岫市水务局"), forms)
    report.published = "2025-01-21"
    Path("report.json").write_bytes(write([report], WriteContext(forms)))
    told = json.loads(govdisc("validate", "report.json", "--variant", "yunxiu.toml", "--format", "json").out)
    assert told["inputs"][0]["variant"] == "yunxiu"
    assert [(finding["code"], finding["severity"]) for finding in told["findings"]] == [("DUE101", "error")]
    Path("govdisc.toml").write_text('variants = ["yunxiu.toml"]\n', "utf-8")
    again = json.loads(govdisc("validate", "report.json", "--format", "json").out)
    assert again["findings"] == told["findings"]
    Path("yunxiu.toml").write_text(PROVINCE.replace("agencies", "agencys"), "utf-8")
    refused = govdisc("validate", "report.json", "--variant", "yunxiu.toml")
    assert refused.code == 2
    assert "did you mean agencies" in refused.err


def test_a_variant_that_is_not_there() -> None:
    """A name that nobody brings is refused with the nearest one."""
    with pytest.raises(ConfigurationError, match="did you mean yunxiu"):
        book(PROVINCE).form("2021", "yunxin")


def test_a_file_from_python(tmp_path: Path) -> None:
    """From Python a variant may be a file, too; other calls know nothing of it."""
    import govdisc
    from govdisc.formats.json import write

    path, variant = tmp_path / "report.json", tmp_path / "yunxiu.toml"
    variant.write_text(PROVINCE, "utf-8")
    forms = book(PROVINCE)
    report = random_report(1, Options(form="2021", variant="yunxiu", year=2024, agency="云岫市水务局"), forms)
    path.write_bytes(write([report], WriteContext(forms)))
    assert govdisc.load(path, variant=str(variant)).tables == report.tables
    with pytest.raises(InputError):
        govdisc.load(path)


def test_a_variant_that_is_named_counts_for_its_own_form_alone() -> None:
    """A report of another form is read by that form; of two variants the one that is named counts."""
    forms = FormBook([parse_form(f'id = "{name}"\nextends = "{base}"\nsource = "an invented notice"\n', "v") for name, base in (("linjiang", "2019"), ("yunxiu", "2021"))])
    document = Document((Paragraph("青岚县水务局2023年政府信息公开工作年度报告", "p"), Paragraph("一、总体情况", "p"), Paragraph("工作平稳。", "p")))
    assert [(recognise(document, forms, name).form, recognise(document, forms, name).variant) for name in ("yunxiu", "linjiang")] == [
        ("2021", "yunxiu"), ("2021", None),
    ]  # fmt: skip


def test_a_row_that_was_not_read_may_be_one_that_need_not_be_there() -> None:
    """Its numbers are an error where the table lacks a row of the variant, though that is optional; where it has all, it is one too many."""
    rows = 'id = "other"\nextends = "2021"\nsource = "s"\n[[tables]]\nid = "disclosure"\n[[tables.blocks]]\nheading = "第二十条第（一）项"\n'
    forms = book(rows + 'rows = [{ id = "catalogues", label = "公开目录", optional = true }]\n')
    report = random_report(1, Options(form="2021", variant="other"), forms)
    report.unread = [Unread("unknown_row", "disclosure", "line 9", "目录 1 0 4")]
    context = Context(forms.form("2021", "other"), forms=forms)
    unknown = next(rule for rule in UNREAD if rule.code == "STR201")
    severities = []
    for _time in range(2):
        severities += [found.severity for found in unknown(report, context) if isinstance(found, Finding)]
        report.tables["disclosure"].pop("catalogues", None)
    assert severities == ["warning", "error"]
