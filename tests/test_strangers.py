"""Strangers beside each other and beside the core: what one takes or breaks is its own, and what is not used is not imported."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from account_kit import Run, entries, of, save

from govdisc.formats.json import dumps
from govdisc.plugins import Plugins
from govdisc.reads import recognised
from govdisc.testing import Options, as_document, random_report, run_rules

FAMILY = """
from govdisc.plugin import Context, Example, Family, Finding, Report, hookimpl, rule

@rule(code="{code}", title="t", severity="warning", basis="b", since="0.1.0", passing=Example(), failing=Example())
def speaks(report, context):
    \"\"\"Speak always.\"\"\"
    yield speaks.finding("Lake.")

@hookimpl
def govdisc_families():
    return [Family("{family}", "lakes of {name}")]

@hookimpl
def govdisc_rules():
    return [speaks]
"""
LATER = """
from govdisc.plugin import hookimpl
govdisc_api = 2

@hookimpl
def govdisc_formats():
    raise AssertionError("a plugin for a later API is not asked")
"""
BATCH = """
from govdisc.plugin import Example, batch_rule, hookimpl

@batch_rule(code="BAT901", title="t", severity="info", basis="b", since="0.1.0", collect=lambda report, context: 1, passing=Example(), failing=None)
def looks(batch, context):
    \"\"\"Look at all.\"\"\"
    {body}

@hookimpl
def govdisc_rules():
    return [looks]
"""
FORMAT = """
from govdisc.plugin import Format, hookimpl

@hookimpl
def govdisc_formats():
    return [Format(name="lake", title="t", suffixes=(".json",), {functions})]
"""
#: Another law's form, with our own labels in it, and our own table's id.
COLLIDING = """
id = "lakeland"
title = "Lakes"
basis = "an invented act"
since = 2000

[regime]
id = "lakeland"
language = "zh-CN"
ordinals = "chinese"
heading = "{ordinal}、{title}"
titles = ["{agency}{year}年湖泊公开年度报告"]

[[sections]]
id = "requests"
ordinal = "三"
title = "收到和处理政府信息公开申请情况"

[[tables]]
id = "requests"
section = "requests"
layout = "matrix"
label_columns = 1

[[tables.blocks]]
columns = [{ id = "natural_person", label = "自然人" }, { id = "total", label = "总计" }]
rows = [{ id = "received", label = "一、本年新收政府信息公开申请数量" }, { id = "carried_in", label = "二、上年结转政府信息公开申请数量" }]
"""


@pytest.fixture
def lakes(tmp_path: Path) -> Iterator[Path]:
    """A folder for plugins that are one file each."""
    yield tmp_path
    for name in list(sys.modules):
        if name.startswith("govdisc_file_"):
            sys.modules.pop(name)


def plugin(folder: Path, name: str, text: str) -> str:
    """Write a plugin; return its path."""
    (folder / f"{name}.py").write_text(text, "utf-8")
    return str(folder / f"{name}.py")


def test_two_strangers_with_one_family(lakes: Path) -> None:
    """The first keeps it; the second is broken and says whose it is, whatever codes it brings; the verdict of the first stands."""
    files = [
        plugin(lakes, "first", FAMILY.format(family="LAK", code="LAK001", name="first")),
        plugin(lakes, "second", FAMILY.format(family="LAK", code="LAK002", name="second")),
        plugin(lakes, "third", FAMILY.format(family="SUM", code="SUM999", name="third")),
    ]
    found = Plugins(points=[], files=files)
    assert "LAK001" in found.rules
    assert not {"LAK002", "SUM999"} & set(found.rules)
    assert {info.name: info.error for info in found.broken()} == {
        "second": "families LAK is already brought by first",
        "third": "families SUM is already brought by govdisc",
    }
    assert [finding.code for finding in run_rules(random_report(1), found)] == ["LAK001"]


def test_a_plugin_for_a_later_api_is_told_and_not_asked(lakes: Path) -> None:
    """Both numbers stand in the sentence."""
    found = Plugins(points=[], files=[plugin(lakes, "later", LATER)])
    assert found.formats
    (broken,) = found.broken()
    assert "API 2" in str(broken.error)
    assert "speaks 1" in str(broken.error)


@pytest.mark.parametrize(
    "body",
    ["raise ValueError('no')", "yield looks.finding('x')", "yield looks.finding('x', input=99)", "yield looks.finding('x', input='1')", "yield 42",
     "yield looks.finding(None, input=1)", "yield looks.finding('x', input=1, expected=float('nan'))",
     "yield from (looks.finding(str(n), input=1) for n in range(10**6))"],
)  # fmt: skip
def test_a_rule_over_the_batch_that_fails_takes_nothing_with_it(govdisc: Run, tmp_path: Path, body: str) -> None:
    """Also where the first input is no report: the rule is named, and the account is whole."""
    path = save(tmp_path / "a.json", of("青岚县水务局", 2023))
    own = tmp_path / "lake.py"
    own.write_text(BATCH.format(body=body), "utf-8")
    done = govdisc("--plugin", own, "validate", tmp_path / "missing.txt", path, "--format", "json")
    assert done.code == 3
    assert "BAT901" in done.err
    assert "please report" not in done.err.lower()
    assert [entry["status"] for entry in entries(done)] == ["refused", "read"]
    assert {finding["input"] for finding in done.findings if finding["code"] == "PLG102"} == {1}


def test_a_rule_says_which_plugin_changed_it(govdisc: Run, tmp_path: Path) -> None:
    """The severity, its basis and what replaces the rule, in words and as data; other rules say nothing."""
    own = tmp_path / "lake.py"
    change = 'Override("SUM101", severity="off", basis="Lake 7", replaced_by="LAK001", forms=("2021",))'
    own.write_text(f"from govdisc.plugin import Override, hookimpl\n@hookimpl\ndef govdisc_overrides():\n    return [{change}]\n", "utf-8")
    said = govdisc("--plugin", own, "rules", "SUM101").out
    assert "Changed by the plugin lake: severity: off; basis: Lake 7; replaced by: LAK001; only for the forms: 2021" in said
    told = {"plugin": "lake", "severity": "off", "basis": "Lake 7", "replaced_by": "LAK001", "forms": ["2021"]}
    assert govdisc("--plugin", own, "rules", "SUM101", "--format", "json").data["overrides"] == [told]
    assert "overrides" not in govdisc("--plugin", own, "rules", "SUM102", "--format", "json").data


@pytest.mark.parametrize(
    "functions",
    ['detect="nowhere:detect", read=lambda data: 1', 'detect=lambda head, name: 100, read="nowhere:read"',
     'detect=lambda head, name: 100, read=lambda data: 1, prepare="nowhere:prepare"'],
)  # fmt: skip
def test_a_format_whose_functions_lead_nowhere_is_named_and_the_next_one_reads(govdisc: Run, tmp_path: Path, functions: str) -> None:
    """What is looked up by name when it is called is guarded as what is called."""
    paths = [save(tmp_path / f"{year}.json", of("青岚县水务局", year)) for year in (2021, 2023)]
    own = tmp_path / "lake.py"
    own.write_text(FORMAT.format(functions=functions), "utf-8")
    done = govdisc("--plugin", own, "validate", *paths, "--format", "json")
    assert done.code == 3
    assert "lake" in done.err
    assert [entry["status"] for entry in entries(done)] == ["read", "read"]


def test_a_regime_whose_labels_are_ours(lakes: Path, core: Plugins) -> None:
    """National reports stay national: form, cells and findings are as without it."""
    text = f"from govdisc.plugin import hookimpl\n\n@hookimpl\ndef govdisc_forms():\n    return [('lakeland.toml', {COLLIDING!r})]\n"
    found = Plugins(points=[], files=[plugin(lakes, "colliding", text)])
    assert "lakeland" in found.forms.ids()
    assert found.broken() == []
    for year, form in ((2020, "2019"), (2023, "2021")):
        chosen = found.forms.for_year(year)
        assert chosen is not None
        assert chosen.id == form
        for seed in range(3):
            report = random_report(seed, Options(form=form, year=year))
            document = as_document(report, core.forms)
            read = recognised(document, found.forms, None, None)
            assert (read.form, read.tables) == (form, report.tables)
            assert read == recognised(document, core.forms, None, None)
            assert run_rules(read, found) == run_rules(read, core)


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run some code in a Python of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOVDISC_")}
    return subprocess.run([sys.executable, "-c", code, *arguments], env=kept, capture_output=True, text=True, encoding="utf-8", timeout=120)


def modules_of(*arguments: str) -> set[str]:
    """The modules that a run of the command line imports."""
    code = (
        "import contextlib, io, json, sys\nfrom govdisc.cli import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n    code = run(sys.argv[1:])\n"
        "print(json.dumps([code, sorted(sys.modules)]))"
    )
    done = python(code, *arguments)
    code_of, modules = json.loads(done.stdout.splitlines()[-1])
    assert code_of == 0, done.stderr
    return set(modules)


#: What no run needs that reads one JSON file.
HEAVY = (
    "lxml", "docx", "openpyxl", "pypdfium2", "numpy", "scipy", "pandas", "pytest", "hypothesis", "babel", "jsonschema", "markdown_it", "tabulate",
    "multiprocessing.pool", "govdisc.testing", "govdisc.authoring", "govdisc.recognise.tables",
)  # fmt: skip


def test_the_version_imports_no_plugin() -> None:
    """However many are installed."""
    modules = modules_of("--version")
    assert not [name for name in modules if name.startswith("govdisc_") or name in ("govdisc.plugins", "govdisc.plugin", "govdisc.engine")]


def test_one_json_file_imports_light_modules_alone(tmp_path: Path) -> None:
    """No library of any format, no recogniser, nothing that is for tests or authors."""
    path = tmp_path / "report.json"
    path.write_text(dumps(random_report(1, Options(year=2023, agency="青岚县水务局")).to_dict()), "utf-8")
    modules = modules_of("validate", str(path))
    assert "govdisc.engine" in modules
    assert [name for name in HEAVY if name in modules] == []


def test_each_plugin_can_be_missing() -> None:
    """Every other one loads, and the core's verdict on a report is the same without any one of them, its own rules aside."""
    everything = Plugins()
    report = random_report(1)
    report.tables["requests"]["received"]["total"] = 9_999_999
    core = [finding.code for finding in run_rules(report, Plugins(points=[]))]
    assert "SUM101" in core
    for info in everything.infos:
        rest = Plugins(without=[info.name])
        for name in ("formats", "families", "all_rules", "overrides", "reporters", "forms", "commands", "extractors", "solvers", "translations"):
            getattr(rest, name)
        assert rest.broken() == []
        codes = [finding.code for finding in run_rules(report, rest)]
        assert [code for code in codes if code in core and not rest.rule_owner(code)] == core
