"""The conformance corpus is current and sound, other tools are held to it, and the rules to each other."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from govdisc.authoring.conformance import Case, cases, differences, folder, schema, studied
from govdisc.hookspecs import hookimpl
from govdisc.kinds import Family
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.rules.registry import Context, Example, rule
from govdisc.testing.commandline import Done

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "conformance").glob("[A-Z]*.json"))
OURS = f"{shlex.quote(sys.executable)} -m govdisc validate --format json"


@lru_cache(maxsize=1)
def all_cases() -> tuple[Case, ...]:
    """Every case of the installed rules."""
    return tuple(cases(Plugins()))


@pytest.mark.plugins("every")
def test_the_corpus_is_current() -> None:
    """``govdisc conformance -o conformance`` writes the same files."""
    made = dict(folder(Plugins()))
    there = {path.name: path.read_text("utf-8") for path in (ROOT / "conformance").glob("*.json")}
    assert sorted(made) == sorted(there)
    assert [name for name, text in made.items() if there[name] != text] == [], "run: govdisc conformance -o conformance"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_file_shows_its_rule(path: Path) -> None:
    """The failing case has its rule's finding, the passing one has not; all is as the schema says."""
    data = json.loads(path.read_text("utf-8"))
    for case in data["cases"]:
        assert (data["code"] in {finding["code"] for finding in case["findings"]}) is (case["name"] == "failing")
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.Draft202012Validator(schema()).validate(data)


def test_most_rules_have_cases() -> None:
    """All but what is found while a file is read, or what needs a roster beside the reports."""
    rules = Plugins().all_rules
    without = [rules[code] for code in rules.keys() - {path.stem for path in FILES}]
    assert [rule.code for rule in without if rule.family not in ("INP", "PLG") and "roster" not in rule.needs] == []


def test_our_own_command_conforms(govdisc_run: Callable[..., Done]) -> None:
    """Also with last year's report, and for a rule that speaks beside others."""
    done = govdisc_run("conformance", "--against", OURS, "--rule", "SUM101", "--rule", "yoy101")
    assert (done.rc, done.out) == (0, "")
    assert "4 cases" in done.err


@pytest.mark.parametrize(
    ("tool", "says"),
    [
        ("import json; print(json.dumps([]))", "SUM101 failing: missing: SUM101 error at "),
        ("import json; print(json.dumps({'findings': [{'code': 'SUM101', 'severity': 'error', 'input': 0}]}))", "SUM101 passing: unexpected: SUM101 error at -"),
        ("print('all is well')", "prints no findings as JSON (it ended with 0)"),
        ("import sys; sys.exit(9)", "it ended with 9"),
    ],
)
def test_another_tool_that_differs_is_told(tool: str, says: str, govdisc_run: Callable[..., Done], tmp_path: Path) -> None:
    """What it leaves out, what it makes up, and what is no answer; exit code 1."""
    (tmp_path / "tool.py").write_text(tool, "utf-8")
    done = govdisc_run("conformance", "--against", f"{shlex.quote(sys.executable)} {shlex.quote(str(tmp_path / 'tool.py'))}", "--rule", "SUM101")
    assert done.rc == 1
    assert says in done.out


def test_files_stand_where_the_command_wants_them(govdisc_run: Callable[..., Done], tmp_path: Path) -> None:
    """{reports} and {previous} give way to the files."""
    (tmp_path / "tool.py").write_text("import sys; open(sys.argv[1], 'a').write(repr(sys.argv[2:]) + '\\n'); print('[]')", "utf-8")
    line = [sys.executable, str(tmp_path / "tool.py"), str(tmp_path / "seen"), "--old", "{previous}", "--new", "{reports}", "--end"]
    govdisc_run("conformance", "--against", shlex.join(line), "--rule", "YOY101")
    seen = (tmp_path / "seen").read_text("utf-8").splitlines()
    assert len(seen) == 2
    assert all("previous.json', '--new', '" in words and "report-1.json', '--end']" in words for words in seen)


@pytest.mark.parametrize(
    "arguments",
    [(), ("--rules", "--against", "x"), ("--against", "no-such-program-here"), ("--against", "'"), ("--against", " "), ("--rules", "--rule", "SUM999")],
)
def test_a_wrong_call_is_told(arguments: tuple[str, ...], govdisc_run: Callable[..., Done]) -> None:
    """One sentence, exit code 2."""
    done = govdisc_run("conformance", *arguments)
    assert done.rc == 2
    assert done.err.strip()


def test_codes_of_a_tool_s_own_do_not_count() -> None:
    """What it says under other names is its own affair; under ours it is compared, however often it stands."""
    finding = {"input": 0, "code": "SUM101", "severity": "error", "cell": "a.b.c", "section": None}
    case = Case("SUM101", "failing", ({},), None, (finding,))
    assert list(differences(case, [finding, {"code": "XYZ001"}], ["SUM101"])) == []
    assert [kind for kind, _finding in differences(case, [finding, finding], ["SUM101"])] == ["unexpected"]
    assert [kind for kind, _finding in differences(case, [], ["SUM101"])] == ["missing"]


# --- the rules on each other --------------------------------------------------------------------------------------------------------


def test_our_rules_do_not_contradict_each_other() -> None:
    """None is always with another one, and each of them speaks where a report as JSON can show it."""
    found = studied(Plugins(), all_cases())
    assert found.contradicting == ()
    assert found.together == ()
    # an unknown kind of unread is refused as JSON, so STR209 is for reports that come from Python
    assert {code[:3] for code in set(found.silent) - {"STR209"}} <= {"INP", "PLG", "BAT"}


def titled(code: str, word: str, present: bool, passing: Example, failing: Example) -> Any:
    """A rule that wants a word in the title, or does not."""

    def check(report: Report, context: Context) -> Iterator[Finding]:
        """Look at the title."""
        if (word in (report.title or "")) is not present:
            yield Finding(code, "error", "The title is wrong.", basis="b")

    return rule(code=code, title="t", severity="error", basis="b", since="0.1.0", passing=passing, failing=failing)(check)


def test_rules_that_contradict_are_told() -> None:
    """One wants what the other one forbids; a third always speaks with the first; a fourth never."""
    lake, land = Example(report={"title": "湖泊年度报告"}), Example(report={"title": "陆地年度报告"})
    module = ModuleType("lake")
    rules = [
        titled("LAK001", "湖泊", True, lake, land),
        titled("LAK002", "湖泊", False, land, lake),
        titled("LAK003", "湖泊", True, lake, land),
        titled("LAK004", "海洋", False, lake, land),
    ]
    module.govdisc_rules = hookimpl(lambda: rules)  # type: ignore[attr-defined]
    module.govdisc_families = hookimpl(lambda: [Family("LAK", "lakes")])  # type: ignore[attr-defined]
    plugins = Plugins(points=[], modules=[("lake", module)])
    found = studied(plugins, cases(plugins, [lake_rule.code for lake_rule in rules]))
    assert ("LAK001", "LAK002") in found.contradicting
    assert ("LAK001", "LAK003") in found.together
    assert "LAK004" in found.silent
