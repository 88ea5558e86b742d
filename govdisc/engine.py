"""The engine: sources in, results out, one by one. This file is the whole flow, from top to bottom.

    Source ─ open ─▶ bytes ─ reader ─▶ Document ─ recognise ─▶ Report ─ extract ─ rules ─▶ Result ─▶ reporter or writer

Every source ends in at least one :class:`~govdisc.account.Result`: a report that was read, or a file that was refused or passed over,
with the reason. Whatever one input, rule or plugin does, the others go on. What needs another report (last year's, a double, the
whole batch) comes behind all reports, from what :mod:`govdisc.pairs` kept. The command line and :func:`govdisc.check` are two faces
of this engine; workers (:mod:`govdisc.parallel`) each have one of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import chain, islice

from govdisc import __version__
from govdisc.account import Input, Result
from govdisc.archives import is_archive, members
from govdisc.cache import Cache, state_of
from govdisc.choose import check_size, claiming, known_suffixes, unlooked, wanted_format
from govdisc.errors import ConfigurationError, InputError
from govdisc.extracting import extract
from govdisc.formats.base import Format
from govdisc.guard import Ended, Interrupt
from govdisc.i18n import each_spoken, language, speaking
from govdisc.i18n import gettext as _
from govdisc.judging import Judge, Verdict, collected, judge_of
from govdisc.kinds import Crew
from govdisc.loading import PluginInfo
from govdisc.locating import explain_into
from govdisc.model.document import Document
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.model.report import Source as ReportSource
from govdisc.pairs import keep
from govdisc.plugins import Plugins
from govdisc.preparing import prepared
from govdisc.reads import BrokenReaderError, read_by, recognised
from govdisc.refusals import of_broken, refused, telling
from govdisc.rules.inputs import unknown_key, unknown_keys
from govdisc.rules.order import ordered
from govdisc.rules.registry import BatchRule, Context, Rule
from govdisc.ruling import Ruling
from govdisc.settings import Settings
from govdisc.sources import Opened, Source, open_source
from govdisc.workers import ALONE, is_large, may_be_called

#: A report with the document that a reader made of its file and the bytes, where there are such: what rules may ask for.
_Found = tuple[Report, Document | None, bytes | None]


class Engine:
    """Reads and checks sources with one set of plugins and settings; two engines work side by side."""

    #: Whether wrong cells are named where a sum does not hold.
    explains = True

    def __init__(
        self, plugins: Plugins | None = None, settings: Settings | None = None, *, speech: str | None = None, cache: Cache | None = None,
        crew: Callable[[Engine], Crew] | None = None,
    ) -> None:  # fmt: skip
        """Take plugins (default: the installed ones), settings, a language (default: the one in use), a cache, and workers other than processes."""
        self.plugins = plugins if plugins is not None else Plugins()
        self.settings = settings or Settings()
        self.speech = speech or language()
        self.cache = cache
        self.crew = crew

    # --- the line ---------------------------------------------------------------------------------------------------------------

    def check(self, sources: Iterable[Source], *, previous: Iterable[Source] | None = None, jobs: int | None = 1) -> Iterator[Result]:
        """Read and judge every source; yield a result a report or file in their order, then what needs another report.

        ``previous`` are last year's reports; without them, reports of two years of one body are paired among the sources. ``jobs`` are
        the processes that share the work: 0 one a core, None as many as pay.
        """
        return self.spoken(self._check(sources, previous, jobs))

    def _check(self, sources: Iterable[Source], previous: Iterable[Source] | None, jobs: int | None) -> Iterator[Result]:
        from govdisc.comparing import Comparison

        ruling = Ruling(self.settings, self.plugins.all_rules)
        comparison = Comparison(self, previous)
        yield from comparison.problems()
        for index, result in enumerate(self._results(sources, jobs, judged=True)):
            yield ruling.ruled(comparison.compared(result.numbered(index)))
        yield from map(ruling.ruled, comparison.late())
        yield from map(ruling.ruled, of_broken(self.plugins))
        if notes := list(ruling.notes()):
            yield Result(Input(""), late=True, aside=True, notes=notes)

    def read(self, sources: Iterable[Source], *, jobs: int | None = 1) -> Iterator[Result]:
        """Read every source without judging; yield a result a report or file in their order."""
        return self.spoken(result.numbered(index) for index, result in enumerate(self._results(sources, jobs, judged=False)))

    def _results(self, sources: Iterable[Source], jobs: int | None, judged: bool) -> Iterator[Result]:
        left = iter(sources)
        if jobs is None and self.crew is None:  # this process begins, and others are called when there is enough to share
            few = self._prepared(islice(left, ALONE))
            for source in few:
                if is_large(source) and may_be_called(self.plugins):
                    left = chain((source,), few, left)
                    break
                yield from self.results_of(source, judged=judged)
            more = list(islice(left, 1))
            left, jobs = chain(more, left), None if more and may_be_called(self.plugins) else 1
        if jobs != 1 or self.crew is not None:
            from govdisc.parallel import results

            yield from results(self, left, jobs, judged)
            return
        for source in self._prepared(left):
            yield from self.results_of(source, judged=judged)

    def _prepared(self, sources: Iterable[Source]) -> Iterator[Source]:
        return iter(sources) if self.settings.input_format else prepared(sources, self.plugins)

    def results_of(self, source: Source, *, judged: bool) -> Iterator[Result]:
        """Yield the results of one source; this is one unit of work, and whatever goes wrong in it ends with it."""
        failed: list[BrokenReaderError] = []
        try:
            opened = self._opened(source)
            inner = members(source, opened.data()) if is_archive(opened.head) and not self.settings.input_format else None
            if inner is not None:
                for member in inner:
                    yield from self.results_of(member, judged=judged)
                return
            found = self._reports(source, opened, failed)
            fresh = (telling(failed, result) for few in found for result in self._taken(source, few, judged))
            yield from fresh if self.cache is None else self.cache.through(self, source.uri, opened.data(), judged, fresh)
        except (ConfigurationError, Ended, Interrupt, GeneratorExit):
            raise
        except BaseException as error:
            yield telling(failed, refused(source, error))

    def spoken(self, results: Iterator[Result]) -> Iterator[Result]:
        """Yield results made in the engine's language, with the catalogues of its plugins."""
        return each_spoken(self.speech, self.plugins.translations, results)

    # --- bytes to reports -------------------------------------------------------------------------------------------------------

    def _opened(self, source: Source) -> Opened:
        if not source.named and source.problem is None and not self.settings.input_format and source.suffix not in self._suffixes:
            raise unlooked(source.suffix)
        return open_source(source)

    def _reports(self, source: Source, opened: Opened, failed: list[BrokenReaderError]) -> Iterator[list[_Found | InputError]]:
        """Yield the reports of a source, one or a few at a time, or in its place the error of one that is broken.

        A stranger's reader that fails before its first report is put to ``failed``, and the next format that claims the file has it.
        """
        wanted = self.settings.input_format
        for format_ in [wanted_format(wanted, self.plugins)] if wanted else claiming(opened, source.uri, self.plugins):
            some = False
            try:
                for found in self._read_as(format_, source, opened):
                    some = True
                    yield found
                return
            except BrokenReaderError as error:
                if some:
                    raise
                failed.append(error)
        raise failed.pop()

    def _read_as(self, format_: Format, source: Source, opened: Opened) -> Iterator[list[_Found | InputError]]:
        check_size(format_, opened.size)
        owner = self.plugins.format_owner(format_.name)
        read, digest = read_by(format_, owner, source, opened, self.plugins)
        origin = ReportSource(source.uri, format_.name, digest)
        if isinstance(read, Document):
            report = recognised(read, self.plugins.forms, self.settings.variant, owner)
            report.source = origin
            yield [(report, read, opened.data() if any("raw" in rule.needs for rule in self._rules) else None)]
            return
        some = False
        for few in read:
            some = True
            found = few if isinstance(few, list) else [few]
            for item in found:
                if isinstance(item, Report) and item.source is None:
                    item.source = origin
            yield [item if isinstance(item, InputError) else (item, None, None) for item in found]
        if not some and source.portion is None:
            raise InputError(_("it holds no report."))

    # --- reports to results -----------------------------------------------------------------------------------------------------

    def _taken(self, source: Source, few: list[_Found | InputError], judged: bool) -> Iterator[Result]:
        """Yield the results of what was read together: each step is taken with all before the next, so that its code stays in the processor's caches.

        Strangers see one report after another: what they did to one tells whether they are asked about the next.
        """
        for together in [[read] for read in few] if self.plugins.has_strangers else [few]:
            results: list[Result] = []
            looked: list[tuple[Result, Report, Context, list[Finding]]] = []
            for read in together:
                if isinstance(read, InputError):
                    results.append(refused(source, read))
                    continue
                result, context, strange = self._extracted(source, read)
                results.append(result)
                looked.append((result, read[0], context, strange))
            if judged:
                verdicts = self.alone.judge_together([(report, context) for _result, report, context, _strange in looked])
                for verdict, (result, report, context, strange) in zip(verdicts, looked, strict=True):
                    self._told(result, verdict, report, context)
                    result.findings += strange
                for result, report, context, _strange in looked:
                    self.keeping(result, report, context)
            yield from results

    def _extracted(self, source: Source, found: _Found) -> tuple[Result, Context, list[Finding]]:
        """Return the result of a report before it is judged, what rules look at, and findings on keys that nobody brings."""
        report, document, raw = found
        report.published = report.published or self.settings.dates.get(report.agency.name or "") or self.settings.published
        form, came_with = self.plugins.forms.of(report), dict(report.extracted)
        failures = extract(report, form, document, self.plugins)
        result = Result(Input.of(report, source.uri), report=report, failures=failures, alone=document is not None)
        strange: list[Finding] = []
        if came_with and self.settings.looks(unknown_key):
            brought = {extractor.key for _info, extractor in self.plugins.extractors}
            strange += unknown_keys(key for key, value in came_with.items() if report.extracted.get(key) is value and key not in brought)
        return result, Context(form, None, self.settings.thresholds, document, raw, self.plugins.forms), strange

    def keeping(self, result: Result, report: Report, context: Context | None = None) -> Result:
        """Put to a result what later comparisons need of its report."""
        context = context or Context(self.plugins.forms.of(report), None, self.settings.thresholds)
        result.kept = keep(report, dict(collected(report, context, self._batch)), whole=self.compares)
        return result

    def judged(self, report: Report, previous: Report | None = None) -> Result:
        """Judge a report that is there; with last year's, the rules across years as well."""
        result = Result(Input.of(report, report.source.uri if report.source else ""), report=report)
        context = Context(self.plugins.forms.of(report), previous, self.settings.thresholds, forms=self.plugins.forms)
        with speaking(self.speech, self.plugins.translations):
            self._told(result, self.alone.judge(report, context), report, context)
            if previous is not None:
                later = self.yearly.judge(report, context)
                result.findings += ordered(later.findings, report, context.form)
                result.input.unchecked += later.unchecked
                result.failures += later.failures
            return Ruling(self.settings, self.plugins.all_rules).ruled(result) if self.settings.changes_findings else result

    def _told(self, result: Result, verdict: Verdict, report: Report, context: Context) -> None:
        result.failures += verdict.failures
        result.states, result.input.unchecked = verdict.states, verdict.unchecked
        result.findings = ordered(verdict.findings, report, context.form)
        if self.explains:
            explain_into(self, result, report, context)

    # --- the rules --------------------------------------------------------------------------------------------------------------

    @cached_property
    def versions(self) -> dict[str, str]:
        """The versions of govdisc and its plugins, and the user's own variants."""
        return {info.name: f"{info.version} {info.error}" for info in self.plugins.infos} | {"govdisc": __version__, **self.plugins.own_variants}

    @cached_property
    def state(self) -> str:
        """What a result hangs on beside the bytes of the file."""
        return state_of(self.versions, self.settings, self.speech, [rule.code for rule in self._rules])

    _suffixes = cached_property(lambda self: known_suffixes(self.plugins))

    @cached_property
    def _rules(self) -> list[Rule]:
        return [rule for rule in self.plugins.rules.values() if self.settings.looks(rule)]

    @cached_property
    def yearly(self) -> Judge:
        """The rules that need last year's report."""
        return judge_of([rule for rule in self._rules if rule.needs_previous], self.plugins, self.settings)

    @cached_property
    def _batch(self) -> list[tuple[BatchRule, PluginInfo | None]]:
        """The rules over the batch that look, with the plugins that brought them."""
        looking = (rule for rule in self.plugins.batch_rules.values() if self.settings.looks(rule))
        return [(rule, self.plugins.rule_owner(rule.code)) for rule in looking if "roster" not in rule.needs or self.settings.roster is not None]

    @cached_property
    def compares(self) -> bool:
        """Whether a rule looks that needs last year's report, so that reports are kept whole."""
        return bool(self.yearly.ours or self.yearly.strangers)

    @cached_property
    def alone(self) -> Judge:
        """The rules that look at one report alone."""
        return judge_of([rule for rule in self._rules if not rule.needs_previous], self.plugins, self.settings)
