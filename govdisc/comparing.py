"""What needs another report: last year's, named by ``--previous`` or found in the batch; doubles; and rules over the whole batch.

For each report it is said with what it was compared, or why it was not. All that is found here comes behind all reports, by input,
so that nothing waits for it and the order of the inputs does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from govdisc.account import READ, REFUSED, Input, Result
from govdisc.errors import ConfigurationError
from govdisc.guard import Broken, guarded
from govdisc.i18n import gettext as _
from govdisc.judging import sound
from govdisc.later import Later
from govdisc.locating import explain_into
from govdisc.model.findings import Finding
from govdisc.model.places import location_of
from govdisc.model.report import Report
from govdisc.pairs import Kept, Store, body_key, keep, same_numbers
from govdisc.rules.batch import double
from govdisc.rules.order import ordered
from govdisc.rules.plugins import rule_failed
from govdisc.rules.registry import BatchContext, BatchRule, Context
from govdisc.rules.year_on_year import carried_as_last_year
from govdisc.sources import Source
from govdisc.text.bodies import related

if TYPE_CHECKING:
    from govdisc.engine import Engine

#: What is kept of a report until all have passed: a finding, its last year's report, why it is not compared.
FINDING, PARTNER, REASON = "finding", "partner", "reason"
#: Among so many reports of last year a body of another name is looked for, to be suggested.
MOST_SUGGESTED = 2_000
#: So many others are named in a finding about doubles.
MOST_NAMED = 5


def _agreeing(report: Report | None, store: Store, versions: Sequence[tuple[int, bytes]]) -> str:
    """Say which versions of last year's report carried out what this one carried in, where not all of them do: numbers were changed since."""
    if report is None:
        return ""
    shown = versions[:MOST_NAMED]
    agreeing = [store.entry(number).uri for number, _digest in shown if carried_as_last_year(report, store.report(number))]
    if not agreeing or len(agreeing) == len(shown):
        return ""
    return " " + _("What was carried in agrees with {names}.").format(names=", ".join(agreeing))


class LastYear:
    """The reports that were named as last year's, and which of them is a given report's."""

    def __init__(self, engine: Engine, sources: Iterable[Source]) -> None:
        """Read them; what cannot be read is told in ``problems`` and the rest goes on."""
        self.problems: list[Result] = []
        self._store = Store()
        for result in engine.read(sources):
            if result.input.status == READ and result.report is not None:
                self._store.add(result.index, keep(result.report, {}, whole=True), result.input)
            if result.input.status == REFUSED or result.failures:
                result.findings, result.aside = [], True
                self.problems.append(result)

    def of(self, report: Input, kept: Kept) -> tuple[int | None, dict[str, Any]]:
        """Return the number of a report's last year's report, None when there is none, and what the account says of it.

        What is ``kept`` of it tells with which of several versions that differ it agrees.
        """
        if not self._store.count:
            return None, {"reason": _("no report of last year could be read.")}
        if self._store.count == 1:
            return self._only(report)
        if report.year is None or not report.agency:
            return None, {"reason": _("its body or its year is not known.")}
        found = self._store.numbers(body_key(report.agency), report.year - 1)
        if not found:
            return None, {"reason": self._nothing(report, report.year - 1)}
        if len({digest for _number, digest in found}) > 1:
            names = ", ".join(self._store.entry(number).uri for number, _digest in found[:MOST_NAMED])
            reason = _("there are several reports of {agency} for {year} that differ: {names}.").format(
                agency=report.agency, year=report.year - 1, names=names
            )
            return None, {"reason": reason + _agreeing(kept.whole(), self._store, found)}
        return self._taken(found[0][0])

    def report(self, number: int) -> Report:
        """Return a report by its number."""
        return self._store.report(number)

    def _taken(self, number: int, note: str | None = None) -> tuple[int, dict[str, Any]]:
        entry = self._store.entry(number)
        return number, {"uri": entry.uri, "year": entry.year, **({"reason": note} if note else {})}

    def _only(self, report: Input) -> tuple[int | None, dict[str, Any]]:
        """A single report that was named for any: it must be of the year before, and of the same body or its successor."""
        number, _body, year = next(self._store.bodies())
        entry = self._store.entry(number)
        if report.year is not None and year is not None and year != report.year - 1:
            reason = _("{uri} is the report for {year}, and last year's of {agency} would be that for {last}.")
            agency = report.agency or _("this body")
            return None, {"reason": reason.format(uri=entry.uri, year=year, agency=agency, last=report.year - 1)}
        relation = related(report.agency, entry.agency)
        if relation == "other":
            reason = _("{uri} is the report of {other}, another body than {agency}.")
            return None, {"reason": reason.format(uri=entry.uri, other=entry.agency, agency=report.agency)}
        if relation == "renamed":
            note = _("compared with {uri} although the names differ: {other} last year, {agency} now.")
            return self._taken(number, note.format(uri=entry.uri, other=entry.agency, agency=report.agency))
        if None in (report.agency, entry.agency, report.year, year):
            return self._taken(number, _("compared with {uri} although the body or the year of one of the two is not known.").format(uri=entry.uri))
        return self._taken(number)

    def _nothing(self, report: Input, year: int) -> str:
        """Why nothing was found, with a body that may be the same under another name."""
        if self._store.count <= MOST_SUGGESTED:
            for number, _body, other_year in self._store.bodies():
                entry = self._store.entry(number)
                if other_year == year and related(report.agency, entry.agency) in ("same", "renamed"):
                    reason = _("there is no report of {agency} for {year}; {other} may be the same body: name its file ({uri}) alone.")
                    return reason.format(agency=report.agency, year=year, other=entry.agency, uri=entry.uri)
        return _("there is no report of {agency} for {year} among them.").format(agency=report.agency, year=year)


class Comparison:
    """What is kept of the results that pass, and what is found when all have passed."""

    def __init__(self, engine: Engine, previous: Iterable[Source] | None) -> None:
        """Read last year's reports first, where they were named."""
        self._engine = engine
        self._last = None if previous is None else LastYear(engine, previous)
        self._store = Store()
        self._later = Later()

    def problems(self) -> Iterator[Result]:
        """Yield what could not be read of last year's reports."""
        yield from () if self._last is None else self._last.problems

    def compared(self, result: Result) -> Result:
        """Keep what later checks need, and say with which report of last year it is compared, where those were named."""
        if isinstance(result.kept, Kept):
            if self._last is not None:
                number, result.input.previous = self._last.of(result.input, result.kept)
                if number is not None:
                    if self._engine.compares:
                        self._later.add(result.index, PARTNER, number)
                    else:
                        result.input.previous = {"reason": _("none of the rules that compare two years was selected.")}
                    if result.explanations and (report := result.kept.whole()) is not None:
                        self._explain_again(result, report, self._last.report(number))
            self._store.add(result.index, result.kept, result.input)
        result.kept = None
        return result

    def _explain_again(self, result: Result, report: Report, last: Report) -> None:
        """Name the wrong cells once more, now that last year's report can tell which they are."""
        engine = self._engine
        context = Context(engine.plugins.forms.of(report), last, engine.settings.thresholds, forms=engine.plugins.forms)
        explain_into(engine, result, report, context)
        result.numbered(result.index)

    def late(self) -> Iterator[Result]:
        """Yield what needs another report, by input."""
        if self._last is None:
            self._pair()
        for rule in self._batch_rules:
            for finding in self._judged(rule):
                self._later.add(finding.input, FINDING, finding)
        for index, things in self._later.by_number():
            yield self._one(index, next(iter(things.get(PARTNER, ())), None), things.get(FINDING, []), next(iter(things.get(REASON, ())), None))
        self._later.close()
        self._store.close()

    def _one(self, index: int, partner: int | None, findings: list[Finding], reason: str | None) -> Result:
        entry = self._store.entry(index)
        result = Result(entry, index, late=True)
        if partner is not None:
            report = self._store.report(index)
            last = self._last.report(partner) if self._last is not None else self._store.report(partner)
            if self._last is None:
                before = self._store.entry(partner)
                entry.previous, result.paired = {"uri": before.uri, "year": before.year}, True
            form = self._engine.plugins.forms.of(report)
            verdict = self._engine.yearly.judge(report, Context(form, last, self._engine.settings.thresholds, forms=self._engine.plugins.forms))
            result.findings, result.failures, result.states = ordered(verdict.findings, report, form), verdict.failures, verdict.states
            entry.unchecked, result.not_compared = [*entry.unchecked, *verdict.unchecked], verdict.unchecked
        elif reason is not None:
            entry.previous, result.paired = {"reason": reason}, True
        result.findings += findings
        return result.numbered(index)

    # --- within the batch -------------------------------------------------------------------------------------------------------

    def _pair(self) -> None:
        """Find last year's report of each body; doubles become findings, and those that differ are not compared."""
        last: tuple[str, int, list[tuple[int, bytes]]] | None = None
        for body, year, numbers in self._store.years():
            if len(numbers) > 1 and self._engine.settings.looks_at(double.code):
                for number, digest in numbers:
                    self._later.add(number, FINDING, self._double(number, digest, numbers))
            if self._engine.compares and last is not None and last[:2] == (body, year - 1):
                reason = None
                if self._ambiguous(numbers, last[2]):
                    reason = _("there are several reports of it for one of the years that differ.")
                    whole = self._store.report(numbers[0][0]) if len(numbers) == 1 else None
                    reason += _agreeing(whole, self._store, last[2])
                for number, _digest in numbers:
                    if reason is None:
                        self._later.add(number, PARTNER, last[2][0][0])
                    else:
                        self._later.add(number, REASON, reason)
            last = (body, year, numbers)

    @staticmethod
    def _ambiguous(*years: Sequence[tuple[int, bytes]]) -> bool:
        return any(len({digest for _number, digest in numbers}) > 1 for numbers in years)

    def _double(self, number: int, digest: bytes, numbers: Sequence[tuple[int, bytes]]) -> Finding:
        others = [(other, self._store.entry(other), code) for other, code in numbers[: MOST_NAMED + 1] if other != number][:MOST_NAMED]
        entry = self._store.entry(number)
        if all(code == digest for _other, _entry, code in others):
            said = _("{agency} has another report for {year} that says the same: {names}.")
        elif all(same_numbers(code, digest) for _other, _entry, code in others):
            said = _("{agency} has another report for {year} with the same numbers and other words: {names}.")
        else:
            said = _("{agency} has another report for {year} with other numbers: {names}.")
        names = ", ".join(sorted(other.uri for _number, other, _code in others))
        more = len(numbers) - 1 - len(others)
        related_ = [{"input": other, "cell": None, "section": None, "location": None} for other, _entry, _code in others]
        return double.finding(
            said.format(agency=entry.agency, year=entry.year, names=names + (f", +{more}" if more > 0 else "")),
            input=number,
            basis=None,
            suggestion=_("Keep the one that was published; name it alone to compare it with another year."),
            related=related_,
        )

    # --- rules over the batch ---------------------------------------------------------------------------------------------------

    @cached_property
    def _batch_rules(self) -> list[BatchRule]:
        settings = self._engine.settings
        have = () if settings.roster is None else ("roster",)
        return [rule for rule in self._engine.plugins.batch_rules.values() if settings.looks(rule) and set(rule.needs) <= set(have)]

    def _judged(self, rule: BatchRule) -> Iterator[Finding]:
        """Yield what a rule finds over the batch; where it fails, that is told behind what it had found."""
        settings, plugins = self._engine.settings, self._engine.plugins
        context = BatchContext(_Entries(self._store), settings.thresholds, settings.roster, plugins.forms)
        owner = self._engine.plugins.rule_owner(rule.code)
        try:
            collected = _Collected(self._store, rule.code)
            ours = owner is None or owner.ours
            found = rule.judge(collected, context) if ours else guarded(lambda: list(sound(rule, rule.judge(collected, context), self._store.count)))
            for finding in found:
                if not isinstance(finding, Finding) or not self._store.holds(finding.input):
                    raise Broken(_("it yields what is no finding on a report of the batch"))
                for other in finding.related:
                    other.setdefault("location", location_of(other.pop("place", None)))
                yield finding
        except ConfigurationError:
            raise
        except Exception as error:
            message = _("rule {code} of {module} failed on the batch: {error}").format(code=rule.code, module=rule.module, error=error)
            if owner is not None:
                owner.fail(message)
            if self._store.count:
                yield rule_failed.finding(message, input=next(self._store.bodies())[0], key=rule.code, basis=None)


class _Collected(Sequence[tuple[int, Any]]):
    """What a rule over the batch collected, drawn from the store again for each walk."""

    def __init__(self, store: Store, code: str) -> None:
        self._store, self._code = store, code

    def __iter__(self) -> Iterator[tuple[int, Any]]:
        return self._store.values(self._code)

    def __len__(self) -> int:
        return self._store.how_many(self._code)

    @overload
    def __getitem__(self, at: int) -> tuple[int, Any]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[int, Any]]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, Any] | Sequence[tuple[int, Any]]:
        return list(self._store.values(self._code))[at]


class _Entries(Sequence[Input]):
    """The entries of the reports, by their number in the account."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        return self._store.count

    @overload
    def __getitem__(self, at: int) -> Input: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Input]: ...
    def __getitem__(self, at: int | slice) -> Input | Sequence[Input]:
        if isinstance(at, slice):
            return [self._store.entry(number) for number in range(*at.indices(self._store.count))]
        return self._store.entry(at)
