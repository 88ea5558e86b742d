"""The rules on one report: each guarded for itself, none able to change the report, and what none could judge said."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from itertools import islice
from typing import Any

from govdisc import copies
from govdisc.account import FAILED, NOT_APPLICABLE, NOT_CHECKED, RAN
from govdisc.errors import ConfigurationError
from govdisc.guard import Broken, Interrupt, guarded, words_of
from govdisc.i18n import gettext as _
from govdisc.kinds import Override
from govdisc.loading import PluginInfo
from govdisc.model.findings import SEVERITIES, Finding, Unchecked
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.records import record, replace
from govdisc.rules.plugins import rule_failed
from govdisc.rules.registry import BatchRule, Context, Evidence, Look, OneLook, Rule
from govdisc.settings import Settings, applies, override_of, severity_of

Number = int | Decimal

#: More findings of one rule on one report say nothing new.
MOST_FINDINGS = 1_000


@record
class Verdict:
    """What the rules say of one report."""

    findings: list[Finding] = field(default_factory=list)
    unchecked: list[dict[str, str]] = field(default_factory=list)
    #: What each rule did; of reports on which all of them ran it is the same object, and never changed.
    states: Mapping[str, str] = field(default_factory=dict)
    #: Sentences about rules that failed; exit code 3.
    failures: list[str] = field(default_factory=list)


@record(frozen=True)
class _Asked:
    """The rules that look at reports of one form, with what plugins say of them, and the state of each when it finds nothing."""

    states: dict[str, str]
    ours: tuple[tuple[Rule, Override | None], ...]
    strangers: tuple[tuple[Rule, Override | None], ...]
    _awake: dict[frozenset[object], tuple[tuple[Rule, Override | None], ...]] = field(default_factory=dict, compare=False, repr=False)

    @functools.cached_property
    def looks(self) -> tuple[Callable[[Report, Context], object], ...]:
        """What tells at a glance that some of our rules have nothing to say; looks that are taken together stand here once."""
        idle = (rule.idle for rule, _override in self.ours if rule.idle is not None)
        return tuple(dict.fromkeys(look.together if isinstance(look, OneLook) else look for look in idle))

    @functools.cached_property
    def evidence(self) -> tuple[tuple[Evidence, bool], ...]:
        """What tells of single cells from elsewhere than the tables, and whether a stranger brought it."""
        given = dict.fromkeys(rule.evidence for rule, _override in self.ours if rule.evidence is not None)
        lent = dict.fromkeys(rule.evidence for rule, _override in self.strangers if rule.evidence is not None)
        return (*((give, False) for give in given), *((give, True) for give in lent))

    def awake(self, reports: Sequence[tuple[Report, Context]]) -> list[tuple[tuple[Rule, Override | None], ...]]:
        """Return for each report our rules without those that have nothing to say of it; where a look fails, its rules speak for themselves.

        Each look is asked of all reports before the next, so that its code stays in the processor's caches.
        """
        looked: list[tuple[Report, Context, list[object]]] = [(report, context, []) for report, context in reports]
        for look in self.looks:
            for report, context, told in looked:
                try:
                    if found := context.once(report, look):
                        told.append((look, found))
                except Interrupt:
                    raise
                except Exception:  # noqa: S112
                    continue
        return [self._but(frozenset(told)) for _report, _context, told in looked]

    def _but(self, told: frozenset[Any]) -> tuple[tuple[Rule, Override | None], ...]:
        if told not in self._awake:
            found = dict(told)
            self._awake[told] = tuple((rule, override) for rule, override in self.ours if not _rests(rule.idle, found))
        return self._awake[told]


def _rests(look: Look | None, found: Mapping[Any, Any]) -> bool:
    """Tell whether a rule may rest by what the looks that told something found."""
    return look.number in found.get(look.together, ()) if isinstance(look, OneLook) else look in found


@record(frozen=True)
class Judge:
    """The rules of a run, those of this project and those of strangers, and how they are set."""

    ours: tuple[Rule, ...]
    strangers: tuple[Rule, ...]
    settings: Settings
    overrides: tuple[Override, ...] = ()
    _by_form: dict[Form, _Asked] = field(default_factory=dict, compare=False, repr=False)

    def judge(self, report: Report, context: Context) -> Verdict:
        """Run every rule on a report; a rule that fails is told, and looks at the next report again."""
        return self.judge_together([(report, context)])[0]

    def judge_together(self, reports: Sequence[tuple[Report, Context]]) -> list[Verdict]:
        """Run every rule on each of some reports, which take less time together where they are of one form."""
        if len({context.form for _report, context in reports}) > 1:
            return [self.judge(report, context) for report, context in reports]
        asked = self._asked(reports[0][1].form) if reports else None
        return [] if asked is None else [self._judged(asked, rules, *pair) for rules, pair in zip(asked.awake(reports), reports, strict=True)]

    def _judged(self, asked: _Asked, awake: tuple[tuple[Rule, Override | None], ...], report: Report, context: Context) -> Verdict:
        verdict = Verdict(states=asked.states)
        for rule, override in awake:
            try:
                given: list[Finding | Unchecked] | Broken = list(rule.check(report, context))
            except (ConfigurationError, Interrupt):
                raise  # a threshold that was set wrongly; Ctrl-C
            except Exception as error:  # a defect of this project's own, told like any other's
                given = Broken(words_of(error))
            if given:
                self._take(rule, override, given, context, verdict)
        if asked.strangers:
            packed = copies.packed((report, context.previous))
            for rule, override in asked.strangers:
                self._take(rule, override, _strange(rule, report, packed, context), context, verdict)
        return verdict

    def evidence(self, report: Report, context: Context) -> dict[str, tuple[Number, ...]]:
        """Return what the rules know of single cells from elsewhere than the tables, the numbers that each is said to have."""
        found: dict[str, dict[Number, None]] = {}
        for give, lent in self._asked(context.form).evidence:
            for cell, number in (_told_by_strangers if lent else _told)(give, report, context):
                found.setdefault(cell, {})[number] = None
        return {cell: tuple(numbers) for cell, numbers in found.items()}

    def _asked(self, form: Form) -> _Asked:
        """The rules that look at reports of a form, asked once a form."""
        form = form.declared or form  # the rules do not hang on which rows a report has
        if form not in self._by_form:
            states: dict[str, str] = {}
            chosen: list[list[tuple[Rule, Override | None]]] = []
            for rules in (self.ours, self.strangers):
                looking = [(rule, override_of(rule, form, list(self.overrides))) for rule in rules if applies(rule, form)]
                looking = [pair for pair in looking if severity_of(pair[0], form, pair[1], self.settings) != "off"]
                states |= dict.fromkeys((rule.code for rule in rules), NOT_APPLICABLE) | {rule.code: RAN for rule, _override in looking}
                chosen.append(looking)
            self._by_form[form] = _Asked(states, tuple(chosen[0]), tuple(chosen[1]))
        return self._by_form[form]

    def _take(
        self, rule: Rule, override: Override | None, given: list[Finding | Unchecked] | Broken, context: Context, verdict: Verdict
    ) -> None:
        if isinstance(given, Broken):
            sentence = _("rule {code} of {module} failed on this report: {error}").format(code=rule.code, module=rule.module, error=given)
            verdict.failures.append(sentence)
            verdict.findings.append(rule_failed.finding(sentence, key=rule.code, basis=None))
            verdict.states = {**verdict.states, rule.code: FAILED}
            return
        findings = [finding for finding in given if isinstance(finding, Finding)]
        reasons = list(dict.fromkeys(told.reason for told in given if isinstance(told, Unchecked)))
        verdict.unchecked += [{"code": rule.code, "reason": reason} for reason in reasons]
        if reasons:
            verdict.states = {**verdict.states, rule.code: NOT_CHECKED}
        severity = severity_of(rule, context.form, override, self.settings)
        notice = context.form.notices.get(rule.code) or (override.basis if override else None)
        for finding in findings:
            finding.basis = notice or context.settle(finding).basis
            finding.severity = severity or finding.severity
        verdict.findings += findings


def judge_of(rules: list[Rule], plugins: Plugins, settings: Settings) -> Judge:
    """Return the judge of some rules: those of strangers apart from those of this project."""
    owners = {rule.code: plugins.rule_owner(rule.code) for rule in rules}
    strange = {code for code, owner in owners.items() if owner is not None and not owner.ours}
    ours, strangers = (tuple(rule for rule in rules if (rule.code in strange) == told) for told in (False, True))
    return Judge(ours, strangers, settings, tuple(plugins.overrides))


def collected(report: Report, context: Context, rules: Iterable[tuple[BatchRule, PluginInfo | None]]) -> Iterator[tuple[str, Any]]:
    """Yield what rules over the batch keep of a report, by their code; a stranger's gets a copy, and a failure breaks its plugin."""
    for rule, owner in rules:
        if not applies(rule, context.form):
            continue
        if owner is None or owner.ours:
            value = rule.collect(report, context)
        elif owner.error:
            continue
        else:
            copy = copies.unpacked(copies.packed(report))
            try:
                value = guarded(functools.partial(_kept, rule, copy, replace(context, document=None, raw=None)))
            except Broken as error:
                owner.fail(f"{rule.code}: {error}")
                continue
        if value is not None:
            yield rule.code, value


def _kept(rule: BatchRule, report: Report, context: Context) -> Any:
    """What a stranger's rule collects, which must be picklable."""
    value = rule.collect(report, context)
    copies.packed(value)
    return value


def _told(give: Evidence, report: Report, context: Context) -> list[tuple[str, Number]]:
    """Ask for evidence; where that fails there is none, for it only ranks what is said anyway."""
    try:
        return list(islice(give(report, context), MOST_FINDINGS))
    except Interrupt:
        raise
    except Exception:
        return []


def _told_by_strangers(give: Evidence, report: Report, context: Context) -> list[tuple[str, Number]]:
    """Do the same on a copy of the report, and take what is none for nothing."""
    copy, previous = copies.unpacked(copies.packed((report, context.previous)))
    try:
        given = guarded(lambda: _told(give, copy, replace(context, previous=previous)))
        return [(cell, number) for cell, number in given if isinstance(cell, str) and isinstance(number, Number)]
    except (Broken, TypeError, ValueError):
        return []


def _strange(rule: Rule, report: Report, packed: bytes, context: Context) -> list[Finding | Unchecked] | Broken:
    """Run a stranger's rule on a copy of the report, and look whether it is still the same afterwards."""
    copy, previous = copies.unpacked(packed)
    lent = replace(context, previous=previous)
    try:
        given = guarded(lambda: list(sound(rule, rule.check(copy, lent))))
    except Broken as error:
        return error
    try:
        unchanged = copy == report
    except Exception:  # what it put there cannot even be compared
        unchanged = False
    return given if unchanged else Broken(_("it changed the report that it was given"))


def sound(rule: Rule | BatchRule, given: Any, reports: int = 1) -> Iterator[Finding | Unchecked]:
    """Pass on what a stranger's rule yields on so many reports, as far as it is what it should be."""
    if given is None or not isinstance(given, Iterable):
        raise TypeError(f"it returns {type(given).__name__}, not findings")
    for number, finding in enumerate(given):
        if number >= MOST_FINDINGS * reports:
            raise ValueError(f"it gives more than {MOST_FINDINGS} findings on one report")
        if isinstance(finding, Unchecked) and isinstance(rule, Rule):
            yield finding
            continue
        if not isinstance(finding, Finding):
            raise TypeError(f"it yields {type(finding).__name__}, not a finding")
        problem = _unsound(rule, finding)
        if problem:
            raise ValueError(problem)
        yield finding


def _unsound(rule: Rule | BatchRule, finding: Finding) -> str | None:
    if finding.code != rule.code:
        return f"it yields a finding of {str(finding.code)[:20]}"
    if finding.severity not in SEVERITIES:
        return f"its finding has the severity {str(finding.severity)[:20]}"
    texts = {"message": finding.message}
    texts |= {name: getattr(finding, name) or "" for name in ("cell", "section", "quote", "place", "basis", "suggestion")}
    wrong = next((name for name, text in texts.items() if not isinstance(text, str)), None)
    if wrong is not None:
        return f"the {wrong} of its finding is no text"
    try:
        json.dumps([finding.expected, finding.actual, finding.related, finding.location], default=_number, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        return "its finding holds what JSON cannot say"
    return None


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
