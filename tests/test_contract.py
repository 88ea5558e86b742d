"""The contract of plugins: what is right passes, each kind of wrong is told in a sentence, and nothing passes for nothing."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisc.formats import Format
from govdisc.formats.json import FORMAT, dumps
from govdisc.hookspecs import hookimpl
from govdisc.kinds import Extractor, Family, Override, Reporter
from govdisc.model.document import Document, Grid
from govdisc.model.findings import Finding
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.reads import recognised
from govdisc.rules.registry import Context, Example, rule
from govdisc.testing import random_report, strategies
from govdisc.testing.commandline import Done
from govdisc.testing.contract import Breach, checks_of

VARIANT = """
id = "lakeland"
extends = "2021"
source = "an invented notice"
agencies = ["湖光"]

[[tables]]
id = "disclosure"
[[tables.blocks]]
heading = "第二十条第（一）项"
rows = [{{ id = "lakes", label = "{label}" }}]
"""


def plugin(**hooks: Any) -> Plugins:
    """The core with one plugin that brings such things."""
    module = ModuleType("lake")
    for name, things in hooks.items():
        setattr(module, f"govdisc_{name}", hookimpl(things if callable(things) else lambda things=things: list(things)))
    return Plugins(points=[], modules=[("lake", module)])


def breaches(plugins: Plugins, name: str = "lake") -> dict[str, str]:
    """What the contract says of a plugin, by check; a plugin that is made for a test has no module to be imported alone."""
    told = {}
    for check in checks_of(name, plugins):
        if "starts light" not in check.name:
            try:
                check.run()
            except AssertionError as error:
                told[check.name] = str(error)
    return told


def lake_rule(check: Callable[..., Any], passing: Example = Example(), failing: Example | None = Example(), **details: Any) -> Any:  # noqa: B008
    """A rule of the plugin's own family."""
    declared = rule(code="LAK001", title="t", severity="warning", basis="b", since="0.1.0", passing=passing, failing=failing, **details)(check)
    return {"rules": [declared], "families": [Family("LAK", "lakes")]}


def speaks(report: Report, context: Context) -> Iterator[Finding]:
    """Speak where the title has no year."""
    if "年" not in (report.title or ""):
        yield Finding("LAK001", "warning", "The title has no year.", basis="b")


NO_YEAR = Example(report={"title": "报告"})


def always(report: Report, context: Context) -> Iterator[Finding]:
    """Speak always."""
    yield Finding("LAK001", "warning", "Always.", basis="b")


def nowhere(report: Report, context: Context) -> Iterator[Finding]:
    """Point at no cell."""
    if report.title == "报告":
        yield Finding("LAK001", "warning", "Nowhere.", basis="b", cell="lakes.deep.total")


def baseless(report: Report, context: Context) -> Iterator[Finding]:
    """Name no basis."""
    if report.title == "报告":
        yield Finding("LAK001", "warning", "Baseless.")


_TURNS = itertools.count()


def counts(report: Report, context: Context) -> Iterator[Finding]:
    """Say another thing each time."""
    if report.title == "报告":
        yield Finding("LAK001", "warning", f"Turn {next(_TURNS)}.", basis="b")


def stumbles(report: Report, context: Context) -> Iterator[Finding]:
    """Fail without a table."""
    if report.tables["requests"] and report.title == "报告":
        yield Finding("LAK001", "warning", "Has requests.", basis="b")


def test_a_rule_that_keeps_its_word_passes() -> None:
    """Nothing is objected to."""
    assert breaches(plugin(**lake_rule(speaks, failing=NO_YEAR))) == {}


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (always, "finds something in its passing example"),
        (nowhere, "no cell lakes.deep.total"),
        (baseless, "names its basis"),
        (counts, "something else the second time"),
        (stumbles, "KeyError"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_rule_that_does_not_is_told(check: Callable[..., Any], says: str) -> None:
    """Each kind of fault by its sentence."""
    told = breaches(plugin(**lake_rule(check, failing=NO_YEAR)))
    assert any(says in sentence for sentence in told.values()), told


def test_a_rule_without_an_example_that_fails_is_told() -> None:
    """None at all, and one that finds nothing."""
    assert "has no failing example" in breaches(plugin(**lake_rule(speaks, failing=None)))["rules: LAK001 keeps its examples"]
    assert "finds nothing" in breaches(plugin(**lake_rule(speaks)))["rules: LAK001 keeps its examples"]


def test_a_parameter_that_nobody_asks_for_is_told(tmp_path: Path) -> None:
    """It stands in its declaration alone."""
    plugins = plugin(**lake_rule(speaks, failing=NO_YEAR, parameters=(Parameter("depth", 3, "how deep"),)))
    plugins.infos[0].folder = tmp_path
    (tmp_path / "rules.py").write_text('Parameter("depth", 3, "how deep")', "utf-8")
    assert "never asks for it" in breaches(plugins)["rules: LAK001 uses its parameters"]
    (tmp_path / "rules.py").write_text('Parameter("depth", 3, "how deep"); context.parameter(rule, "depth")', "utf-8")
    assert breaches(plugins) == {}


def test_a_family_without_rules_and_an_override_without_basis_are_told() -> None:
    """Letters that are taken for nothing, a rule that is not there, a severity without a reason."""
    assert "has no rule" in breaches(plugin(families=[Family("LAK", "lakes")]))["rules: families are used"]
    name = "rules: overrides name rules and their basis"
    assert "no installed rule" in breaches(plugin(overrides=[Override("SUM999", "info", "b")]))[name]
    assert "names no basis" in breaches(plugin(overrides=[Override("SUM101", "info")]))[name]
    assert breaches(plugin(overrides=[Override("SUM101", "info", "b")])) == {}


MARK = b"#lake\n"


def _read(data: bytes) -> Iterable[Report]:
    from govdisc.formats.base import ReadContext

    return FORMAT.reader()(data.removeprefix(MARK), ReadContext())  # type: ignore[return-value]


def _write(reports: list[Report], context: object) -> bytes:
    return MARK + dumps(reports[0].to_dict()).encode()


def _detect(head: bytes, name: str) -> int:
    return 99 if head.startswith(MARK) else 0


def _without_title(reports: list[Report], context: object) -> bytes:
    return MARK + dumps({**reports[0].to_dict(), "title": None}).encode()


def _changing(reports: list[Report], context: object) -> bytes:
    reports[0].title = "changed"
    return _write(reports, context)


def _fails_late(data: bytes) -> Iterator[Report]:
    yield from _read(data)
    raise ValueError("too late")


def test_a_format_that_keeps_its_word_passes() -> None:
    """A sound reader, writer and detector."""
    assert breaches(plugin(formats=[Format("lake", "Lake", (".lake",), _read, _write, _detect)])) == {}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"write": _without_title}, "loses title"),
        ({"write": _changing}, "changes the report"),
        ({"write": lambda reports, context: MARK + str(next(_TURNS)).encode()}, "other bytes the second time"),
        ({"write": lambda reports, context: "text"}, "not bytes"),
        ({"read": lambda data: int(data)}, "fails on"),
        ({"read": lambda data: 42}, "returns int"),
        ({"read": _fails_late}, "too late"),
        ({"detect": lambda head, name: 100}, "for its own"),
        ({"detect": lambda head, name: "high"}, "from 0 to 100"),
        ({"detect": None}, "is taken for text"),
        ({"suffixes": ("LAKE",)}, "suffixes in small letters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_format_that_does_not_is_told(changes: dict[str, Any], says: str) -> None:
    """Each kind of fault by its sentence."""
    parts = {"name": "lake", "title": "Lake", "suffixes": (".lake",), "read": _read, "write": _write, "detect": _detect, **changes}
    told = breaches(plugin(formats=[Format(**parts)]))
    assert any(says in sentence for sentence in told.values()), told


@pytest.mark.parametrize(("label", "right"), [("湖泊名录", True), ("行政规范性文件", False)])
def test_a_variant_whose_label_is_another_row_s_is_told(label: str, right: bool) -> None:
    """Numbers of one row are read as another's, or the plugin is refused at once."""
    told = breaches(plugin(forms=[("lake.toml", VARIANT.format(label=label))]))
    assert (told == {}) is right, told


def test_an_extractor_is_held_to_its_schema() -> None:
    """What is no JSON, what changes, and what is not as described."""
    schema = {"type": "integer"}
    assert breaches(plugin(extractors=[Extractor("lakes", lambda report, context: 3, schema)])) == {}
    assert "no JSON" in str(breaches(plugin(extractors=[Extractor("lakes", lambda report, context: {1, 2})])))
    assert "second time" in str(breaches(plugin(extractors=[Extractor("lakes", lambda report, context: next(_TURNS))])))
    assert "schema" in str(breaches(plugin(extractors=[Extractor("lakes", lambda report, context: "3", schema)])))


def test_a_reporter_writes_what_it_says() -> None:
    """Text where it says text, nothing that a terminal obeys, the same twice."""
    assert breaches(plugin(reporters=[Reporter("lake", "l", lambda outcome: iter(["a"]))])) == {}
    assert "yields str" in str(breaches(plugin(reporters=[Reporter("lake", "l", lambda outcome: iter(["a"]), binary=True)])))
    assert "control characters" in str(breaches(plugin(reporters=[Reporter("lake", "l", lambda outcome: (f.message for f in outcome.findings))])))
    assert "second time" in str(breaches(plugin(reporters=[Reporter("lake", "l", lambda outcome: iter([str(next(_TURNS))]))])))


def test_a_command_without_help_is_told() -> None:
    """The first thing that its user types."""
    assert "has no help" in str(breaches(plugin(commands=[click.Command("lake")])))


def test_nothing_passes_because_there_is_nothing() -> None:
    """A plugin that is not there, one that is broken, one without hooks, one whose hook is empty: each fails."""
    core = Plugins(points=[])
    assert [check.name for check in checks_of("govdisc-nosuch", core)] == ["loading: installed"]
    assert "not installed" in breaches(core, "govdisc-nosuch")["loading: installed"]
    assert "broken: " in breaches(plugin(rules=[42]))["loading: loads"]
    assert "implements no hook" in breaches(plugin())["loading: brings something"]
    assert "brings nothing" in breaches(plugin(formats=[]))["loading: brings something"]


def test_a_plugin_that_starts_heavily_or_prints_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imported alone, as govdisc does when it starts."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for name, text, says in (("heavy_lake", "import hypothesis", "hypothesis"), ("loud_lake", "print('lake')", "prints 'lake")):
        (tmp_path / f"{name}.py").write_text(text, "utf-8")
        plugins = plugin(families=[Family("LAK", "lakes")])
        plugins.infos[0].module = name
        (check,) = [check for check in checks_of("lake", plugins) if "starts light" in check.name]
        with pytest.raises(Breach) as caught:
            check.run()
        assert says in str(caught.value)


# --- strategies and fixtures ------------------------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(report=strategies.reports(form="2019"), other=strategies.reports(awkward=True))
def test_drawn_reports_are_correct(report: Report, other: Report) -> None:
    """Every sum of the form holds."""
    forms = Plugins(points=[]).forms
    for drawn, form in ((report, "2019"), (other, "2021")):
        assert drawn.form == form
        assert {balance.state for balance in forms.form(form).balances(drawn)} <= {"holds", "blank"}


@settings(max_examples=10, deadline=None)
@given(document=strategies.documents())
def test_drawn_documents_are_recognised(document: Document) -> None:
    """Three tables, all of whose cells are read."""
    report = recognised(document, Plugins(points=[]).forms, None, None)
    assert sum(isinstance(block, Grid) for block in document.blocks) == 3
    assert report.unread == []
    assert len(list(report.cells())) == len(list(random_report(0).cells()))


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_one_wrong_cell_is_wrong(data: st.DataObject) -> None:
    """The report differs in that cell alone, and the right one is left as it was."""
    right = random_report(1)
    wrong = data.draw(strategies.one_wrong_cell(right))
    differing = [path for path, value in wrong.report.cells() if value != right.cell(path)]
    assert differing == [wrong.cell]
    assert (wrong.report.cell(wrong.cell), right.cell(wrong.cell)) == (wrong.actual, wrong.expected)


@settings(max_examples=20, deadline=None)
@given(data=strategies.damaged(b"0123456789" * 10))
def test_damaged_bytes_are_bytes(data: bytes) -> None:
    """Cut, doubled or changed, never much longer."""
    assert len(data) <= 2000


def test_the_command_line_in_a_fixture(govdisc_run: Callable[..., Done], govdisc_plugins: Plugins, with_plugin: Callable[[ModuleType], Plugins]) -> None:
    """Exit code, findings and their codes; the installed plugins; and a module as a plugin that is not installed."""
    report = random_report(2)
    report.tables["requests"]["received"]["total"] = 999_999
    done = govdisc_run("validate", "-", "--format", "json", stdin=dumps(report.to_dict()).encode())
    assert done.rc == 1
    assert "SUM101" in done.codes
    assert govdisc_plugins.formats
    assert [info.name for info in with_plugin(ModuleType("pond")).infos] == ["pond"]
