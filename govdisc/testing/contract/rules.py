"""Rules keep their examples, change nothing, say the same twice, and are silent on what is right."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from govdisc.account import Input
from govdisc.errors import ConfigurationError
from govdisc.formats.json import dumps
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules.registry import BatchContext, BatchRule, Context, Example, Rule
from govdisc.settings import applies
from govdisc.testing.contract.subject import Check, Subject, bind, breach
from govdisc.testing.documents import as_document
from govdisc.testing.examples import example_report
from govdisc.testing.layouts import print_text
from govdisc.testing.running import extracted, run_rules

#: So many random correct reports of each form, with awkward ones among them, are silent.
CORRECT = 25


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of each rule, of families and of overrides."""
    rules = subject.brought("rules")
    for rule in rules:
        if "roster" not in rule.needs:  # a roster is the plugin's own, and so are tests with one
            yield Check(f"{rule.code} keeps its examples", bind(_examples if isinstance(rule, Rule) else _batches, subject, rule))
        if rule.parameters:
            yield Check(f"{rule.code} uses its parameters", bind(_parameters, subject, rule))
    single = [rule for rule in rules if isinstance(rule, Rule)]
    if single:
        yield Check("silent on correct reports", bind(_silent, subject, single))
        yield Check("they look at an empty report", bind(_empty, subject, single))
    if subject.brought("families"):
        yield Check("families are used", bind(_families, subject, rules))
    if subject.brought("overrides"):
        yield Check("overrides name rules and their basis", bind(_overrides, subject))


def found(subject: Subject, rule: Rule, example: Example) -> list[Finding]:
    """Return what a rule finds in an example; it may neither change the report nor say something else the second time."""
    report, previous = made(subject, example), made(subject, example.previous) if example.previous else None
    if not applies(rule, subject.plugins.forms.of(report)):
        breach(f"{rule.code} is not about the form of its own example ({report.variant or report.form}); see forms= and regime=.")
    before = copy.deepcopy(report)
    first, second = (_said(subject, rule, report, previous) for _time in range(2))
    if report != before:
        breach(f"{rule.code} changes the report that it is given.")
    if first != second:
        breach(f"{rule.code} says something else the second time; a rule keeps nothing between two reports.")
    return [finding for finding in first if finding.code == rule.code]


def _said(subject: Subject, rule: Rule, report: Report, previous: Report | None) -> list[Finding]:
    """What a rule finds; one that asks for the document or the bytes gets those that the report prints as."""
    if not {"document", "raw"} & set(rule.needs):
        return run_rules(report, subject.plugins, previous=previous, rules=[rule])
    forms = subject.plugins.forms
    raw = print_text(report, "cell_a_line", forms).encode()
    context = Context(subject.plugins.forms.of(report), previous, document=as_document(report, forms), raw=raw, forms=forms)
    return [context.settle(finding) for finding in rule(report, context) if isinstance(finding, Finding)]


def made(subject: Subject, example: Example) -> Report:
    """Return the report of an example, with what the installed plugins read out of it."""
    try:
        return extracted(example_report(example, subject.plugins.forms), subject.plugins)
    except ConfigurationError as error:
        breach(f"an example cannot be made: {error}")


def _examples(subject: Subject, rule: Rule) -> None:
    passing = found(subject, rule, rule.passing)
    if passing:
        breach(f"{rule.code} finds something in its passing example: {passing[0].message}")
    if rule.failing is None:
        breach(f"{rule.code} has no failing example; nothing shows that it finds anything.")
    findings = found(subject, rule, rule.failing)
    if not findings:
        breach(f"{rule.code} finds nothing in its failing example.")
    for finding in findings:
        _sound(subject, finding, made(subject, rule.failing))


def _sound(subject: Subject, finding: Finding, report: Report) -> None:
    """A finding is one sentence with its basis, points at something that is there, and can be written as JSON."""
    if not finding.message.strip() or "\n" in finding.message:
        breach(f"{finding.code}: a message is one sentence on one line, not {finding.message!r}.")
    if not finding.basis:
        breach(f"{finding.code}: a finding names its basis, the article or notice.")
    form = subject.plugins.forms.of(report)
    for path in [finding.cell, *finding.cells]:
        if path is not None and path.split(".")[0] not in form.table_index:
            breach(f"{finding.code}: there is no cell {path} in form {form.variant or form.id}.")
    try:
        dumps(finding.to_dict("identity"))
    except (TypeError, ValueError) as error:
        breach(f"{finding.code}: the finding cannot be written as JSON: {error}")


def _batches(subject: Subject, rule: BatchRule) -> None:
    if not rule.failing:
        breach(f"{rule.code} has no failing example; nothing shows that it finds anything.")
    for examples, speaks in ((rule.passing, False), (rule.failing, True)):
        reports = [made(subject, example) for example in examples]
        before = copy.deepcopy(reports)
        kept = []
        for index, report in enumerate(reports):
            value = rule.collect(report, Context(subject.plugins.forms.of(report)))
            kept += [] if value is None else [(index, value)]
        context = BatchContext([Input.of(report, f"report-{index}.json") for index, report in enumerate(reports)])
        findings = list(rule.judge(kept, context))
        if bool(findings) != speaks:
            breach(f"{rule.code} finds {'nothing in its failing' if speaks else 'something in its passing'} examples.")
        if reports != before:
            breach(f"{rule.code} changes the reports that it is given.")


def _parameters(subject: Subject, rule: Rule | BatchRule) -> None:
    """A parameter that no code names is one that the user sets in vain; once it stands in its declaration."""
    folder = subject.info.folder
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))] if folder is not None else []
    for parameter in rule.parameters:
        names = sum(text.count(f'"{parameter.name}"') + text.count(f"'{parameter.name}'") for text in texts)
        if texts and names < 2:
            breach(f'{rule.code} declares the parameter {parameter.name} and never asks for it: context.parameter(rule, "{parameter.name}").')


def _silent(subject: Subject, rules: list[Rule]) -> None:
    """Of a variant's reports errors alone count: it may ask for words in the narrative that no random report has."""
    for form, report in subject.correct(CORRECT, places=True):
        extracted(report, subject.plugins)
        for finding in run_rules(report, subject.plugins, rules=rules):
            if finding.severity == "error" or not form.variant:
                breach(f"{finding.code} speaks on a correct report (form {form.variant or form.id}): {finding.message}")


def _empty(subject: Subject, rules: list[Rule]) -> None:
    """With nothing in it at all, and with tables alone: a rule finds what it finds, and fails on neither."""
    for form in subject.forms():
        bare = Report(form.id, variant=form.variant)
        blank = Report(form.id, variant=form.variant, tables={table.id: {row.id: {} for _block, row in table.rows()} for table in form.tables})
        for report in (bare, blank):
            run_rules(report, subject.plugins, rules=rules)
            run_rules(report, subject.plugins, previous=copy.deepcopy(report), rules=rules)


def _families(subject: Subject, rules: list[Rule | BatchRule]) -> None:
    for family in subject.brought("families"):
        if family.letters not in {rule.family for rule in rules}:
            breach(f"the family {family.letters} has no rule; take it out, or another plugin cannot have it.")


def _overrides(subject: Subject) -> None:
    for override in subject.brought("overrides"):
        if override.code not in subject.plugins.all_rules:
            breach(f"the override of {override.code} is about no installed rule.")
        if not override.basis:
            breach(f"the override of {override.code} names no basis for it.")

