"""The account of a run on stderr: one line that a clerk understands, and under it the files that were not read, with the reasons."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import field
from functools import cached_property
from typing import Any

from govdisc.account import READ, REFUSED, Result, Totals
from govdisc.cli.session import FAILED, FINDINGS, NO_INPUT, UNREADABLE, Session
from govdisc.cli.streams import one_line
from govdisc.guard import Interrupt
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.known import distributions
from govdisc.model.findings import SEVERITIES
from govdisc.records import record

#: So many files are named one by one; more are counted.
MOST_NAMED = 1_000
#: So many kinds of files stand in the summary; the files of the rest are counted together.
MOST_KINDS = 6
#: Seconds between two states of the progress line.
TICK = 0.2


@record
class Account:
    """Counts results as they pass to a reporter or writer, and tells the whole at the end."""

    session: Session
    verbose: bool = False
    #: Severities that make the exit code 1; none where nothing does.
    failing: tuple[str, ...] = ()
    #: Say nothing but what failed or was refused.
    quiet: bool = False
    #: Whether rules look at what is read; else nothing is said of findings.
    judged: bool = True
    totals: Totals = field(default_factory=Totals)
    codes: set[int] = field(default_factory=set)
    interrupted: bool = False
    #: Counts the inputs beforehand, for the time that is left; asked on a terminal alone, since it walks the folders once more.
    expected: Callable[[], int] | None = None
    files: int = 0
    inputs: int = 0
    unchecked: int = 0
    _refused: list[tuple[str, str]] = field(default_factory=list)
    _passed: list[tuple[str, str, str]] = field(default_factory=list)
    #: What was not read by its kind: files, and lines of files.
    _kinds: Counter[str] = field(default_factory=Counter)
    _lines: Counter[str] = field(default_factory=Counter)
    _notes: list[str] = field(default_factory=list)
    _aside: list[str] = field(default_factory=list)
    _uncompared: list[tuple[str, str]] = field(default_factory=list)
    _more: int = 0
    _of: int = 0
    _last: str = ""
    _shown: float = 0.0
    _started: float = field(default_factory=time.monotonic)

    def passing(self, results: Iterator[Result]) -> Iterator[Result]:
        """Yield results as they come and count them; Ctrl-C ends the walk, and what is finished stays."""
        try:
            for result in results:
                self._take(result)
                yield result
        except Interrupt:
            self.interrupted = True
        finally:
            self._clear()

    def _take(self, result: Result) -> None:
        self.totals.add(result)
        for sentence in result.failures:
            self.codes.add(FAILED)
            self.session.tell_once(sentence)
        for name, why in result.broken:
            self.codes.add(FAILED)
            self.session.tell_once(_("plugin {name} failed and is left out: {error}").format(name=name, error=why))
        entry = result.input
        self._notes += result.notes
        if result.aside:
            if entry.status == REFUSED and entry.reason:
                self.codes.add(UNREADABLE)
                self._aside.append(f"{entry.uri}: {entry.reason}")
            return
        if any(finding.severity in self.failing and finding.counts and finding.code != "INP101" for finding in result.findings):
            self.codes.add(FINDINGS)
        if not result.late:
            self._file(result)
            self._progress(result)
        if entry.previous and "reason" in entry.previous and (entry.uri, entry.previous["reason"]) not in self._uncompared:
            self._uncompared.append((entry.uri, entry.previous["reason"]))
            del self._uncompared[MOST_NAMED:]
        if result.late and self.verbose:
            self._tell_unchecked(result.not_compared, f"{entry.uri}: ")
        self.unchecked += len(result.not_compared if result.late else entry.unchecked)

    def _file(self, result: Result) -> None:
        entry = result.input
        if entry.status == READ:
            if self.verbose:
                self._tell_read(result)
            return
        if entry.status == REFUSED:
            if not (self.judged and any(finding.code == "INP102" for finding in result.findings)) and not result.failures:
                self.codes.add(UNREADABLE)
            if not result.failures:
                self._named(self._refused, (entry.uri, entry.reason or ""))
        else:
            self._named(self._passed, (entry.uri, entry.reason or "", result.what or ""))
        kinds = self._lines if result.within else self._kinds
        if result.what is not None:
            kinds[(_("needs {plugin}").format(plugin=result.what) if result.what in _ours() else result.what) or ""] += 1

    def _named(self, into: list[Any], line: tuple[str, ...]) -> None:
        if len(into) < MOST_NAMED:
            into.append(line)
        else:
            self._more += 1

    def _tell_read(self, result: Result) -> None:
        report, entry = result.report, result.input
        cells = sum(1 for _path, value in report.cells() if value is not None) if report is not None else 0
        self.session.streams.say(
            _("{uri}: {agency}, {year}, form {form}; {cells} numbers, {unread} places not read").format(
                uri=entry.uri, agency=entry.agency or "?", year=entry.year or "?", form=entry.form, cells=cells,
                unread=len(report.unread) if report is not None else 0,
            )
        )  # fmt: skip
        self._tell_unchecked(entry.unchecked)

    def _tell_unchecked(self, checks: list[dict[str, str]], where: str = "") -> None:
        for unchecked in checks:
            self.session.streams.say("  " + where + _("{code} not checked: {reason}").format(**unchecked))

    # --- the progress line ------------------------------------------------------------------------------------------------------

    def _progress(self, result: Result) -> None:
        self.files += 1
        name = result.input.uri.partition("!")[0]  # the members of an archive, and the reports of a file, are one input
        if name != self._last:
            self.inputs, self._last = self.inputs + 1, name
        now = time.monotonic()
        if self.quiet or now - self._shown < TICK or now - self._started < 1 or not self._on_terminal:
            return
        self._shown = now
        self._of = self._of or (self.expected() if self.expected is not None else 1)
        findings, uri, taken = sum(self.totals.severities.values()), one_line(result.input.uri), now - self._started
        if self._of > self.inputs > 1:
            left = int(taken / self.inputs * (self._of - self.inputs))
            line = _("{done} of {all} done, {findings} findings, {left} left: {uri}").format(
                done=self.inputs, all=self._of, findings=findings, left=f"{left // 60}:{left % 60:02}", uri=uri
            )
        else:
            line = _("{files} done, {findings} findings, {rate:.0f} a second: {uri}").format(
                files=self.files, findings=findings, rate=self.files / taken, uri=uri
            )
        self.session.streams.raw(f"\r\x1b[K{line[:78]}")

    @cached_property
    def _on_terminal(self) -> bool:
        """Whether anybody sees the line, asked once and not for every result."""
        return self.session.streams.err_is_terminal()

    def _clear(self) -> None:
        if self._shown:
            self.session.streams.raw("\r\x1b[K")
            self._shown = 0.0

    # --- the whole --------------------------------------------------------------------------------------------------------------

    def tell(self, *, written: int | None = None, quiet: bool = False) -> None:
        """Say what came of the run: the summary line, and under it what was not read and why.

        ``written`` counts the reports of an export; with ``quiet``, as in a pipe, one from which nothing is missing says nothing.
        """
        say = self.session.streams.say
        totals = self.totals
        if self.interrupted and not (totals.read or totals.refused or totals.passed_over):
            return
        if not (totals.read or totals.refused or totals.passed_over):
            say(_("no report was found in what was named."))
            self.codes.add(NO_INPUT)
        elif not totals.read and not totals.refused:
            self.codes.add(NO_INPUT)
        if self.quiet:
            self._list_refused()
            return
        if written and quiet and totals.read == written and not (totals.refused or totals.passed_over or self._aside):
            return
        parts = [self._reports(written)]
        for unread, one, many in (
            (self._kinds, N_("Not read: {count} file ({kinds})."), N_("Not read: {count} files ({kinds}).")),
            (self._lines, N_("Not read: {count} line ({kinds})."), N_("Not read: {count} lines ({kinds}).")),
        ):
            if unread:
                shown = unread.most_common(MOST_KINDS)
                kinds = [f"{number} {kind}" for kind, number in shown]
                if others := sum(unread.values()) - sum(number for _kind, number in shown):
                    kinds.append(_("{count} others").format(count=others))
                parts.append(_counted(sum(unread.values()), one, many, kinds=", ".join(kinds)))
        if totals.compared or totals.not_compared:
            whole = totals.compared + totals.not_compared
            parts.append(_("Compared with last year: {count} of {whole}.").format(count=totals.compared, whole=whole))
        if self.unchecked:
            hint = "" if self.verbose else _(" (-v names them)")
            parts.append(_counted(self.unchecked, N_("{count} check could not be made{hint}."), N_("{count} checks could not be made{hint}."), hint=hint))
        if totals.suppressed or totals.known:
            parts.append(_("Waived: {waived}, known: {known}.").format(waived=totals.suppressed, known=totals.known))
        say(" ".join(parts))
        for note in self._notes:
            say(note)
        self._list()
        self._absent(written)

    def _reports(self, written: int | None) -> str:
        totals = self.totals
        count = _counted(totals.read, N_("{count} report"), N_("{count} reports"))
        if written is not None:
            return _("{reports} read, {written} written.").format(reports=count, written=written)
        if not totals.read:
            return _("No report was read.")
        if not self.judged:
            return _("{reports} read.").format(reports=count)
        worst = [
            text.format(count=totals.worst[severity])
            for severity, text in (("error", _("{count} with errors")), ("warning", _("{count} with warnings")), ("info", _("{count} with notes")))
            if totals.worst[severity]
        ]
        counts = [
            text.format(count=totals.severities[severity])
            for severity, text in zip(SEVERITIES, (_("errors {count}"), _("warnings {count}"), _("notes {count}")), strict=True)
        ]
        # an input that was not read is a finding, too
        nothing = _("nothing found in what was read") if any(totals.severities.values()) else _("nothing found")
        return _("{reports}: {worst} ({counts}).").format(reports=count, worst=", ".join(worst) or nothing, counts=", ".join(counts))

    def _list_refused(self) -> None:
        say = self.session.streams.say
        for uri, reason in self._refused:
            say(f"  {uri}: {reason}")
        for line in self._aside:
            say("  " + _("last year's, not read: {line}").format(line=line))

    def _list(self) -> None:
        say = self.session.streams.say
        self._list_refused()
        unknown = Counter(what for _uri, _reason, what in self._passed)
        for uri, reason, what in self._passed:
            if self.verbose or not what or unknown[what] <= 3:
                say("  " + _("{uri}: passed over: {reason}").format(uri=uri, reason=reason))
        for what, number in sorted(unknown.items()):
            if what and number > 3 and not self.verbose:
                say("  " + _("passed over: {count} files {kind} (-v names them)").format(count=number, kind=what))
        if self._more:
            say("  " + _("and {count} more").format(count=self._more))
        for uri, reason in self._uncompared if self.verbose or len(self._uncompared) <= 20 else self._uncompared[:20]:
            say("  " + _("{uri}: last year's report: {reason}").format(uri=uri, reason=reason))
        if len(self._uncompared) > 20 and not self.verbose:
            say("  " + _("and {count} more").format(count=len(self._uncompared) - 20))

    def _absent(self, written: int | None) -> None:
        """Say which checks of ours are not installed: a verdict without them says less."""
        if written is not None or not self.judged:
            return
        have = {info.distribution for info in self.session.plugins.infos if not info.error}
        missing = [known for known in distributions() if known.families and known.name not in have]
        if missing:
            families = ", ".join(f"{'/'.join(known.families)} ({known.name})" for known in missing)
            self.session.streams.say(_("Not installed, so not checked: {families}.").format(families=families))


def _counted(count: int, one: str, many: str, **more: object) -> str:
    """Return a sentence about one thing or several."""
    return _(one if count == 1 else many).format(count=count, **more)


def _ours() -> set[str]:
    return {known.name for known in distributions()}
