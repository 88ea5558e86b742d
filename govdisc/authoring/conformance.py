"""The conformance corpus: for each rule, invented reports with the findings they must give, for other tools in any language.

The cases are the rules' own examples, so that there is one source: :func:`cases` makes them, :func:`folder` is what is checked in under
``conformance/``, :func:`differences` holds what another tool said to them, and :func:`studied` lets the rules look at each other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from govdisc.engine import Engine
from govdisc.formats.json import dumps
from govdisc.plugins import Plugins
from govdisc.records import record
from govdisc.rules.registry import BatchRule, Example, Rule
from govdisc.settings import Settings
from govdisc.sources import Source
from govdisc.testing.examples import example_report

CORPUS_VERSION = "1"
#: What of a finding another tool must say alike; messages are everybody's own.
FIELDS = ("input", "code", "severity", "cell", "section")


@record(frozen=True)
class Case:
    """Reports, last year's where it is asked for, and the findings that they must give."""

    code: str
    name: str
    reports: tuple[Mapping[str, Any], ...]
    previous: Mapping[str, Any] | None
    findings: tuple[Mapping[str, Any], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the case as it stands in the corpus."""
        return {"name": self.name, "reports": list(self.reports), "previous": self.previous, "findings": list(self.findings)}

    @property
    def files(self) -> dict[str, bytes]:
        """The files of the case by name: ``report-1.json`` …, and ``previous.json`` where there is one."""
        named = {f"report-{number}.json": report for number, report in enumerate(self.reports, 1)}
        named |= {"previous.json": self.previous} if self.previous is not None else {}
        return {name: dumps(data).encode() for name, data in named.items()}


class _Engine(Engine):
    """The engine without explanations, which are no findings and take the longest."""

    explains = False


def cases(plugins: Plugins, codes: Iterable[str] | None = None) -> Iterator[Case]:
    """Yield the cases of the installed rules, with what the engine finds in them; a rule without examples has none."""
    wanted, engine = None if codes is None else set(codes), _Engine(plugins, Settings())
    for code, rule in plugins.all_rules.items():
        if wanted is None or code in wanted:
            for name, examples in (("passing", _examples(rule, True)), ("failing", _examples(rule, False))):
                if examples:
                    yield _case(code, name, examples, engine)


def _examples(rule: Rule | BatchRule, passing: bool) -> tuple[Example, ...]:
    """A rule without a failing example is found while a file is read, or needs a roster: no JSON can show it."""
    if isinstance(rule, BatchRule):
        return rule.passing if passing else rule.failing
    if rule.failing is None:
        return ()
    return (rule.passing if passing else rule.failing,)


def _case(code: str, name: str, examples: tuple[Example, ...], engine: Engine) -> Case:
    forms = engine.plugins.forms
    reports = tuple(json.loads(dumps(example_report(example, forms).to_dict())) for example in examples)
    before = examples[0].previous if len(examples) == 1 else None
    previous = None if before is None else json.loads(dumps(example_report(before, forms).to_dict()))
    case = Case(code, name, reports, previous)
    return Case(code, name, reports, previous, tuple(_found(case, engine)))


def _found(case: Case, engine: Engine) -> list[dict[str, Any]]:
    """What the engine finds, as the command line would."""
    sources = [Source(name, data=data) for name, data in case.files.items() if name != "previous.json"]
    previous = [Source("previous.json", data=case.files["previous.json"])] if case.previous is not None else None
    results = engine.check(sources, previous=previous)
    return said(finding.to_dict("") for result in results for finding in result.findings)


def said(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what counts of findings as they stand in the JSON, in an order of their own."""
    kept = [{field: finding.get(field) for field in FIELDS} for finding in findings if finding.get("suppressed") is None]
    return sorted(kept, key=lambda finding: [str(finding[field]) for field in FIELDS])


# --- as files ---------------------------------------------------------------------------------------------------------------------


def folder(plugins: Plugins) -> Iterator[tuple[str, str]]:
    """Yield the corpus as (file name, text): a file a rule, and ``index.json`` with the codes that it is about."""
    by_code: dict[str, list[Case]] = {}
    for case in cases(plugins):
        if case.name == "passing" or any(finding["code"] == case.code for finding in case.findings):  # else no JSON can carry it
            by_code.setdefault(case.code, []).append(case)
    codes = list(plugins.all_rules)
    index = {"corpus_version": CORPUS_VERSION, "codes": codes, "cases": {code: [case.name for case in found] for code, found in by_code.items()}}
    yield "index.json", dumps(index, indent=1) + "\n"
    for code, found in by_code.items():
        rule = plugins.all_rules[code]
        about = {"corpus_version": CORPUS_VERSION, "code": code, "title": rule.title, "severity": rule.severity, "basis": rule.printed_basis}
        head = dumps(about, indent=1).removesuffix("\n}")
        lines = ",\n".join(f"  {dumps(case.to_dict())}" for case in found)  # a case a line, so that what changed can be seen
        yield f"{code}.json", f'{head},\n "cases": [\n{lines}\n ]\n}}\n'


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of the corpus."""
    text, texts = {"type": "string"}, {"type": ["string", "null"]}
    finding = {
        "type": "object",
        "properties": {
            "input": {"type": "integer", "minimum": 0},
            "code": {"type": "string", "pattern": "^[A-Z]{3}[0-9]{3}$"},
            "severity": {"enum": ["error", "warning", "info"]},
            "cell": texts,
            "section": texts,
        },
        "required": list(FIELDS),
        "additionalProperties": False,
    }
    report = {"type": "object", "required": ["schema_version", "form", "tables"]}
    case = {
        "type": "object",
        "properties": {
            "name": text,
            "reports": {"type": "array", "items": report, "minItems": 1},
            "previous": {"anyOf": [{"type": "null"}, report]},
            "findings": {"type": "array", "items": finding},
        },
        "required": ["name", "reports", "previous", "findings"],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Conformance cases of one rule of govdisc",
        "type": "object",
        "properties": {
            "corpus_version": {"const": CORPUS_VERSION},
            "code": text,
            "title": text,
            "severity": {"enum": ["error", "warning", "info"]},
            "basis": text,
            "cases": {"type": "array", "items": case, "minItems": 1},
        },
        "required": ["corpus_version", "code", "title", "severity", "basis", "cases"],
        "additionalProperties": False,
    }


def differences(case: Case, findings: Iterable[Mapping[str, Any]], codes: Iterable[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield ("missing" or "unexpected", finding) where another tool says something else; codes that the corpus does not know are its own."""
    known = set(codes)
    expected = Counter(map(_key, case.findings))
    actual = Counter(_key(finding) for finding in said(findings) if finding["code"] in known)
    for kind, counts in (("missing", expected - actual), ("unexpected", actual - expected)):
        for key in counts.elements():
            yield kind, dict(zip(FIELDS, key, strict=True))


def _key(finding: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(finding[field] for field in FIELDS)


# --- the rules on each other --------------------------------------------------------------------------------------------------------


@record(frozen=True)
class Study:
    """What the rules say of each other's examples: pairs that contradict, rules that never fire, rules that always fire together."""

    contradicting: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    together: tuple[tuple[str, str], ...]


def studied(plugins: Plugins, found: Iterable[Case]) -> Study:
    """Return what cases show of the rules.

    Two rules contradict when each finds an error or a warning in what the other one passes: no report is right for both. A rule is
    silent that speaks in no case. Two rules are always together when neither ever speaks without the other, in more than one case.
    """
    spoke: dict[str, set[str]] = {}
    objections: set[tuple[str, str]] = set()
    for case in found:
        for finding in case.findings:
            spoke.setdefault(finding["code"], set()).add(f"{case.code} {case.name}")
            if case.name == "passing" and finding["severity"] != "info":
                objections.add((finding["code"], case.code))
    contradicting = tuple(sorted((code, other) for code, other in objections if code < other and (other, code) in objections))
    silent = tuple(code for code in plugins.all_rules if code not in spoke)
    together = tuple((code, other) for code, other in combinations(sorted(spoke), 2) if len(spoke[code]) > 1 and spoke[code] == spoke[other])
    return Study(contradicting, silent, together)
