"""Plugins are loaded one at a time: a broken one is told and the rest go on."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

from govdisc.cli.plugins import ask_all
from govdisc.engine import Engine
from govdisc.errors import ConfigurationError
from govdisc.extracting import extract
from govdisc.formats import Format
from govdisc.hookspecs import hookimpl
from govdisc.kinds import ExtractContext, Extractor, Family, Override, RosterGiven, RosterReader, Solver
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.rules import Context, Example, rule
from govdisc.sources import Source
from govdisc.testing import random_report
from govdisc.testing.running import extracted

VARIANT = """
id = "lakeland"
extends = "2021"
source = "an invented notice"
agencies = ["青岚"]

[[tables]]
id = "disclosure"
[[tables.blocks]]
heading = "第二十条第（一）项"
rows = [{ id = "other_documents", label = "其他主动公开文件" }]
"""


def module(name: str, **functions: object) -> ModuleType:
    """A plugin made for a test."""
    made = ModuleType(name)
    for key, function in functions.items():
        setattr(made, key, hookimpl(function) if callable(function) and key.startswith("govdisc_") else function)
    return made


def formats(name: str) -> object:
    """A hook that brings one format."""
    return lambda: [Format(name, name, (f".{name}",))]


def test_what_a_plugin_brings_is_there() -> None:
    """A format and a variant of a plugin are found beside the core's, and the plugin says what it brought."""
    found = Plugins(
        points=[], modules=[("lake", module("lake", govdisc_formats=formats("lake"), govdisc_forms=lambda: [("lake.toml", VARIANT)]))]
    )
    assert "lake" in found.formats
    form = found.forms.form("2021", "lakeland")
    assert (form.id, form.variant) == ("2021", "lakeland")
    assert "other_documents" in form.table_index["disclosure"].row_index
    assert found.infos[0].brings == {"formats": ["lake"], "forms": ["lake.toml"]}
    assert found.broken() == []


@pytest.mark.parametrize(
    ("override", "says"),
    [
        (Override("SUM101", severity="errors"), "did you mean error?"),
        (Override("SUM101", severity="OFF"), "did you mean off?"),
        (Override("SUM110", severity="off"), "overrides: there is no rule SUM110; "),
        (Override("NUM1O2", severity="info"), "there is no rule NUM1O2; did you mean NUM102?"),
        (Override("str105", severity="info"), "there is no rule str105; did you mean STR105?"),
        (Override("FEE999", severity="off"), None),
        (Override("STR309", severity="off"), None),
    ],
)
def test_an_override_that_means_nothing_breaks_its_plugin_alone(override: Override, says: str | None) -> None:
    """A severity or a rule that is none is told and changes nothing; the plugin that brings the rule need not be installed."""
    found = Plugins(points=[], modules=[("lake", module("lake", govdisc_overrides=lambda: [override]))])
    assert found.all_rules
    assert found.overrides == ([] if says else [override])
    assert [(says or "") in (info.error or "") for info in found.broken()] == ([True] if says else [])
    report = random_report(1)
    report.tables["requests"]["received"]["total"] = 99_999
    findings = Engine(found).judged(report).findings
    assert {finding.severity for finding in findings if finding.code == "SUM101"} == {"error"}


def test_a_plugin_that_goes_to_another_folder_takes_nobody_with_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Paths of the command line start where it was started."""
    monkeypatch.chdir(tmp_path)
    found = Plugins(points=[], modules=[("lake", module("lake", govdisc_rules=lambda: os.chdir("/") or []))])
    assert found.all_rules
    assert Path.cwd() == tmp_path


def test_everything_that_plugins_bring_is_listed() -> None:
    """``govdisc plugins`` names what each hook brought, and one of the wrong type is told whichever hook it comes by."""
    brought = {
        "extractors": [Extractor("lake", lambda report, context: 1)],
        "overrides": [Override("NUM101", severity="off")],
        "solvers": [Solver("lake", lambda system: ())],
        "rosters": [RosterReader("lake", lambda request: RosterGiven(None))],
        "families": [Family("LKE", "the lake")],
        "translations": [("lake", Path("nowhere"))],
    }
    for hook, things in brought.items():
        found = Plugins(points=[], modules=[("lake", module("lake", **{f"govdisc_{hook}": lambda things=things: things}))])
        ask_all(found)
        assert found.infos[0].brings == {hook: ["NUM101" if hook == "overrides" else "LKE" if hook == "families" else "lake"]}
        wrong = Plugins(points=[], modules=[("pond", module("pond", **{f"govdisc_{hook}": lambda: [42]}))])
        ask_all(wrong)
        assert [info.name for info in wrong.broken()] == ["pond"]


def test_a_plugin_that_cannot_be_imported_is_told_and_the_rest_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry point whose module raises is broken; the other one works."""
    (tmp_path / "lake_broken.py").write_text("raise RuntimeError('no lake today')", "utf-8")
    (tmp_path / "lake_good.py").write_text(
        "from govdisc.hookspecs import hookimpl\nfrom govdisc.formats import Format\n"
        "@hookimpl\ndef govdisc_formats():\n    return [Format('good', 'good', ('.good',))]\n",
        "utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    points = [
        EntryPoint("broken", "lake_broken", "govdisc"),
        EntryPoint("good", "lake_good", "govdisc"),
        EntryPoint("gone", "lake_gone", "govdisc"),
    ]
    found = Plugins(points)
    assert "good" in found.formats
    assert {info.name: info.error for info in found.broken()} == {
        "broken": "RuntimeError: no lake today",
        "gone": "ModuleNotFoundError: No module named 'lake_gone'",
    }
    for name in ("lake_broken", "lake_good"):
        sys.modules.pop(name, None)


def test_a_misspelt_hook_is_caught() -> None:
    """A hook that no specification knows makes the plugin broken."""
    found = Plugins(points=[], modules=[("typo", module("typo", govdisc_fromats=formats("x")))])
    assert "govdisc_fromats" in (found.broken()[0].error or "")


def test_a_name_that_is_taken_breaks_the_second_plugin() -> None:
    """Two formats of one name: the core's stays, and the plugin that wanted its name is named."""
    found = Plugins(points=[], modules=[("a", module("a", govdisc_formats=formats("json")))])
    assert found.formats["json"].title == "JSON"
    assert found.broken()[0].error == "formats json is already brought by govdisc"


def test_a_hook_that_raises_is_told(core: Plugins) -> None:
    """The plugin is marked broken, and its siblings' formats are there."""

    def explode() -> object:
        raise ValueError("no formats")

    found = Plugins(
        points=[], modules=[("bad", module("bad", govdisc_formats=explode)), ("ok", module("ok", govdisc_formats=formats("ok")))]
    )
    assert set(found.formats) == {*core.formats, "ok"}
    assert found.broken()[0].error == "govdisc_formats: ValueError: no formats"


def test_what_a_plugin_extracts_stands_under_its_own_key() -> None:
    """The hook that any plugin may use; the core's keys are not to be had."""
    found = Plugins(points=[], modules=[("lake", module("lake", govdisc_extract=lambda report, form: {"lake": {"year": report.year}}))])
    report = extracted(random_report(1), found)
    assert report.to_dict()["lake"] == {"year": report.year}
    thief = Plugins(points=[], modules=[("thief", module("thief", govdisc_extract=lambda report, form: {"tables": {}}))])
    report = random_report(1)
    (failure,) = extract(report, thief.forms.of(report), None, thief)
    assert "tables" in failure
    assert report == random_report(1)


def test_what_one_plugin_extracts_makes_no_other_one_broken() -> None:
    """Several strangers beside our own, old and new: each sees what was extracted before, and none is taken to have changed the report."""

    def spoil(report: Report, context: ExtractContext) -> int:
        report.tables.clear()
        return 1

    def extractors(*made: Extractor) -> Callable[[], list[Extractor]]:
        return lambda: list(made)

    own = module("fees", govdisc_extractors=extractors(Extractor("fee", lambda report, context: {"statement": "nil"})))
    first = module("first", govdisc_extractors=extractors(Extractor("first", lambda report, context: 1)))
    second = module("second", govdisc_extractors=extractors(Extractor("second", lambda report, context: sorted(report.extracted), after=("first", "fee"))))
    spoiler = module("spoiler", govdisc_extractors=extractors(Extractor("spoilt", spoil)))
    old = module("old", govdisc_extract=lambda report, form: {"old": len(report.tables)})
    named = [("govdisc-fees", own), ("first", first), ("second", second), ("spoiler", spoiler), ("old", old)]
    found = Plugins(points=[], modules=named)
    report = random_report(1)
    failures = extract(report, found.forms.of(report), None, found)
    assert report.extracted == {"fee": {"statement": "nil"}, "first": 1, "second": ["fee", "first"], "old": 3}
    assert [info.name for info in found.broken()] == ["spoiler"]
    assert len(failures) == 1
    assert report.tables == random_report(1).tables


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="time is bounded where there are signals")
@pytest.mark.parametrize(("name", "bounded"), [("a-stranger", True), ("govdisc-fees", False)])
def test_only_a_strangers_hooks_are_bounded_in_time(name: str, bounded: bool) -> None:
    """A busy machine breaks no plugin of this project: no clock runs while its hooks are asked."""
    seen: list[bool] = []

    def asked() -> list[object]:
        seen.append(signal.getitimer(signal.ITIMER_REAL)[0] > 0)
        return []

    found = Plugins(points=[], modules=[(name, module("any", govdisc_formats=asked))])
    assert found.formats
    assert seen == [bounded]


def reader(name: str, sure: int, read: Callable[..., object]) -> tuple[str, ModuleType]:
    """A plugin with one format that claims every file."""
    brought = [Format(name, name, (f".{name}",), detect=lambda head, name: sure, read=read)]  # type: ignore[arg-type]
    return name, module(name, govdisc_formats=lambda: brought)


def fails(data: bytes, context: object) -> object:
    """Read nothing."""
    raise ValueError("no water")


def breaks_off(data: bytes, context: object) -> Iterator[object]:
    """Yield what is no report."""
    yield from ()
    raise KeyError("midway")


def garbles(data: bytes, context: object) -> object:
    """Give a document that cannot be walked."""
    return Document(blocks=[5])  # type: ignore[list-item]


def test_a_file_whose_readers_fail_goes_to_the_next_that_claims_it() -> None:
    """Each reader that failed is named once, the file is read by the one that can, and the next file by all of them again."""
    report = random_report(1)
    broken = [reader("first", 99, fails), reader("second", 98, breaks_off), reader("third", 97, lambda *_given: 42), reader("fourth", 96, garbles)]
    engine = Engine(Plugins(points=[], modules=[*broken, reader("works", 95, lambda *_given: [report])]))
    for _time in range(2):
        (result,) = engine.check([Source("a", data=b"anything")])
        assert result.report == report
        assert [next(name for name, _module in broken if f"plugin {name} " in failure) for failure in result.failures] == [
            "first", "second", "third", "fourth",
        ]  # fmt: skip
        assert [finding.code for finding in result.findings].count("INP103") == 4


@pytest.mark.parametrize(("last", "says"), [(fails, "plugin last failed"), (None, "no annual report")])
def test_a_file_that_no_reader_can_read_is_refused(last: Callable[..., object] | None, says: str) -> None:
    """All that failed are named; the reason is the last one's, or what the core's own reader says."""
    broken = [reader("first", 99, fails), *([reader("last", 98, last)] if last else [])]
    (result,) = Engine(Plugins(points=[], modules=broken)).check([Source("a", data=b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" if last else b"plain words")])
    assert result.input.status == "refused"
    assert says in (result.input.reason or "")
    assert len(result.failures) == len(broken)


def test_a_reader_that_fails_behind_a_report_keeps_that_report() -> None:
    """What it read stands, and the failure is told behind it; the file is not read twice."""

    def one_and_no_more(data: bytes, context: object) -> Iterator[Report]:
        yield random_report(1)
        raise ValueError("no water")

    broken, works = reader("first", 99, one_and_no_more), reader("second", 98, lambda *_given: [random_report(2)])
    read, failed = Engine(Plugins(points=[], modules=[broken, works])).check([Source("a", data=b"anything")])
    assert (read.input.status, failed.input.status) == ("read", "refused")
    assert read.failures == []
    assert "no water" in failed.failures[0]


def rules_of(check: Callable[..., object]) -> Plugins:
    """A plugin with one rule, REG999."""
    made = rule(code="REG999", title="t", severity="info", basis="none", since="0.1.0", passing=Example(), failing=Example())(check)  # type: ignore[arg-type]
    return Plugins(points=[], modules=[("bad", module("bad", govdisc_rules=lambda: [made]))])


def raises(report: Report, context: Context) -> Iterator[object]:
    """Raise."""
    raise KeyError("lake")
    yield


def leaves(report: Report, context: Context) -> Iterator[object]:
    """End the process."""
    sys.exit(0)
    yield


def empties(report: Report, context: Context) -> Iterator[object]:
    """Change the report."""
    report.tables.clear()
    yield from ()


def mumbles(report: Report, context: Context) -> Iterator[object]:
    """Yield what is no finding."""
    yield "something"


@pytest.mark.parametrize(("check", "says"), [(raises, "KeyError"), (leaves, "SystemExit"), (empties, "changed"), (mumbles, "str")])
def test_a_rule_that_misbehaves_is_named_and_the_others_judge_on(check: Callable[..., object], says: str) -> None:
    """One PLG finding for that rule on that report; what the others say is what they say without it."""
    report = random_report(1)
    report.tables["disputes"]["reconsideration"]["total"] = 99
    alone = Engine(Plugins(points=[])).judged(report)
    result = Engine(rules_of(check)).judged(report)
    assert says in result.failures[0]
    assert result.states["REG999"] == "failed"
    plg = [finding for finding in result.findings if finding.code == "PLG102"]
    assert len(plg) == 1
    assert [finding for finding in result.findings if finding not in plg] == alone.findings != []
    again = random_report(2)
    assert Engine(rules_of(check)).judged(again).states["REG999"] == "failed"


@pytest.mark.parametrize(
    ("settings", "says"),
    [({"code": "SUM1"}, "three digits"), ({"severity": "fatal"}, "severity"), ({}, "docstring")],
)
def test_a_rule_declared_wrongly_is_refused(settings: dict[str, str], says: str) -> None:
    """Codes, severities and the explanation are checked where the rule is declared."""

    def check(report: Report, context: Context) -> Iterator[object]:
        yield from ()

    if settings:
        check.__doc__ = "Explain."
    declared = {"code": "REG998", "title": "t", "severity": "info", "basis": "b", "since": "0.1.0", **settings}
    with pytest.raises(ConfigurationError, match=says):
        rule(passing=Example(), failing=Example(), **declared)(check)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["id = ", "title = 'x'", 'id = "2021"', 'id = "x"\nextends = "1999"\nsource = ""', 'id = "y"\nextends = "2021"']
)
def test_a_wrong_form_is_told(text: str) -> None:
    """Broken TOML, no id, a name that is taken, an unknown base, a missing key: one sentence each."""
    found = Plugins(points=[], modules=[("lake", module("lake", govdisc_forms=lambda: [("lake.toml", text)]))])
    with pytest.raises(ConfigurationError):
        [found.forms.form("2021", name) for name in found.forms.ids()]
