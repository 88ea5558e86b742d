"""What became of each input: the account that a run gives, and the outcome that reporters turn into text or JSON.

Every file that was named, and every file of a folder that was named, ends in exactly one entry: *read* (one entry a report),
*refused* or *passed over*, each with its reason (DESIGN: everything is accounted for).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from govdisc import __version__
from govdisc.model.findings import SEVERITIES, Finding
from govdisc.model.report import SCHEMA_VERSION, Report
from govdisc.records import record
from govdisc.text.labels import squeeze

if TYPE_CHECKING:
    from govdisc.slim import Slim
    from govdisc.spool import Spool

READ, REFUSED, PASSED_OVER = "read", "refused", "passed_over"

#: What a rule did on a report.
RAN, NOT_APPLICABLE, NOT_CHECKED, FAILED = "ran", "not_applicable", "not_checked", "failed"


@record(slots=True)
class Input:
    """One report, or one file that was not read."""

    uri: str
    sha256: str | None = None
    form: str | None = None
    variant: str | None = None
    year: int | None = None
    agency: str | None = None
    #: ``read``, ``refused`` or ``passed_over``; ``reason`` says why it was not read.
    status: str = READ
    reason: str | None = None
    #: With what it was compared ({uri, year}), or why not ({reason}), where a comparison was asked for or possible.
    previous: dict[str, Any] | None = None
    #: Rules that could not judge, as {code, reason}.
    unchecked: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, report: Report, uri: str) -> Input:
        """Describe a report."""
        source = report.source
        return cls(uri, source.sha256 if source else None, report.form, report.variant, report.year, report.agency.name)

    @property
    def identity(self) -> str:
        """What tells this report from the others of a batch in a fingerprint: agency and year, else the file."""
        return f"{squeeze(self.agency)}\x1f{self.year}" if self.agency else self.uri.replace("\\", "/")

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as it stands under ``inputs``."""
        data: dict[str, Any] = {
            "uri": self.uri,
            "sha256": self.sha256,
            "form": self.form,
            "variant": self.variant,
            "year": self.year,
            "agency": self.agency,
            "status": self.status,
        }
        for name, value in (("reason", self.reason), ("previous", self.previous), ("unchecked", self.unchecked)):
            if value:
                data[name] = value
        return data


@record(slots=True)
class Result:
    """What became of one report or file, or what was found about one once all were read (then ``late``).

    ``index`` counts all entries of the account. ``states`` says of each rule what it did on the report. ``failures`` are sentences
    about what of govdisc or of a plugin failed on it (exit code 3). ``kept`` is what later comparisons need.
    """

    input: Input
    index: int = 0
    report: Report | None = None
    findings: list[Finding] = field(default_factory=list)
    explanations: list[dict[str, Any]] = field(default_factory=list)
    states: Mapping[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    late: bool = False
    #: No entry of the account: what is told of last year's reports, or of plugins.
    aside: bool = False
    #: It is the one report of its file.
    alone: bool = False
    #: It says of a pair within the batch with what it was compared.
    paired: bool = False
    kept: Any = None
    #: What is to be said of the settings (an entry that hid nothing, a waiver that ended), once all have passed.
    notes: list[str] = field(default_factory=list)
    #: Plugins that broke in the worker that made it, as (name, why).
    broken: list[tuple[str, str]] = field(default_factory=list)
    #: What the form prints for the cells that explanations name.
    labels: dict[str, str] = field(default_factory=dict)
    #: What the text and last year's report say of single cells, where a sum does not hold: the numbers that each is said to have.
    evidence: dict[str, tuple[int | Decimal, ...]] = field(default_factory=dict)
    #: The kind of a file that was not read, for the summary: its suffix, or what it needs.
    what: str | None = None
    #: Checks that needed another report and could not be made; those of the report alone were told before.
    not_compared: list[dict[str, str]] = field(default_factory=list)
    #: Not the file was not read, but one line of it.
    within: bool = False
    #: What is no report at all, of which a file may have so many that it is left.
    foreign: bool = False
    #: The report as a worker sent it, until somebody asks for it.
    sent: Slim | None = None

    def __getattr__(self, name: str) -> Any:
        """Unpack the report that a worker sent: Python asks here for what is not there (see :mod:`govdisc.sending`)."""
        if name != "report" or self.sent is None:
            raise AttributeError(name)
        self.report, self.sent = self.sent.report(), None
        return self.report

    def numbered(self, index: int) -> Result:
        """Set the index on the result and on all that it holds."""
        self.index = index
        for finding in self.findings:
            finding.input = index
        for explanation in self.explanations:
            explanation["input"] = index
        return self


@record
class Totals:
    """What is counted while results pass: entries by status, reports by their worst finding, findings by severity."""

    read: int = 0
    refused: int = 0
    passed_over: int = 0
    compared: int = 0
    not_compared: int = 0
    severities: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))
    #: Reports by the severity of their worst finding.
    worst: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEVERITIES, 0))
    suppressed: int = 0
    known: int = 0
    #: The worst severity of each report, a byte a report.
    _worst: bytearray = field(default_factory=bytearray)

    def add(self, result: Result) -> None:
        """Count one result."""
        if result.aside:
            return
        if not result.late:
            setattr(self, result.input.status, getattr(self, result.input.status) + 1)
        if result.input.previous is not None and (result.paired or not result.late):
            if "uri" in result.input.previous:
                self.compared += 1
            else:
                self.not_compared += 1
        counted = [finding.severity for finding in result.findings if finding.counts]
        for severity in counted:
            self.severities[severity] += 1
        self.suppressed += sum(finding.suppressed is not None for finding in result.findings)
        self.known += sum(finding.baseline == "known" for finding in result.findings)
        if counted and result.input.status == READ:
            self._reach(result.index, min(map(SEVERITIES.index, counted)))

    def _reach(self, index: int, severity: int) -> None:
        """Let a report count under its worst finding so far; what needs another report comes later."""
        self._worst.extend(bytes([len(SEVERITIES)]) * (index + 1 - len(self._worst)))
        before = self._worst[index]
        if severity < before:
            self._worst[index] = severity
            self.worst[SEVERITIES[severity]] += 1
            if before < len(SEVERITIES):
                self.worst[SEVERITIES[before]] -= 1


class Outcome:
    """The results of a run as a reporter sees them: one by one as they come (:meth:`results`), or all together.

    Asking for ``inputs``, ``findings`` or ``explanations`` draws all results first and keeps them (:mod:`govdisc.spool`); a reporter
    that streams only walks :meth:`results`, and nothing is kept unless :meth:`keep` was called before.
    """

    def __init__(
        self, results: Iterable[Result], plugins: Mapping[str, str] | None = None, expected: Sequence[Sequence[str]] = ()
    ) -> None:
        """Take the results of a run, the versions of the plugins that were in use, and the names of each body that was expected."""
        self._results = iter(results)
        self._kept: Spool | None = None
        self.plugins = dict(plugins or {})
        #: The bodies of a roster, each with all its names; empty where there is none.
        self.expected = tuple(map(tuple, expected))

    def keep(self) -> None:
        """Keep the results as they pass, so that they can be walked again; several walks at a time share what has come."""
        from govdisc.spool import Spool

        if self._kept is None:
            self._kept = Spool()

    def results(self) -> Iterator[Result]:
        """Yield each result once, as it comes; again from the first where they are kept."""
        if self._kept is None:
            yield from self._results
            return
        at = 0
        while True:
            if at == len(self._kept):
                result = next(self._results, None)
                if result is None:
                    return
                self._kept.append(result)
            yield self._kept[at]
            at += 1

    def gathered(self) -> Sequence[Result]:
        """Return all results; the late ones stand last."""
        self.keep()
        assert self._kept is not None
        for _result in self.results():
            pass
        return self._kept

    @property
    def inputs(self) -> list[Input]:
        """The account: one entry a report and one for each file that was not read."""
        entries: dict[int, Input] = {}
        for result in self.gathered():
            if not result.aside:
                entries[result.index] = result.input
        return [entries[index] for index in sorted(entries)]

    @property
    def findings(self) -> list[Finding]:
        """All findings: those of each report in the order of the inputs, then those that need another report."""
        some = any(not result.aside for result in self.gathered())
        return [finding for result in self.gathered() for finding in result.findings if some]

    @property
    def explanations(self) -> list[dict[str, Any]]:
        """Explanations of wrong sums, by input, the best first."""
        return [explanation for result in self.gathered() for explanation in result.explanations]

    @property
    def labels(self) -> dict[str, str]:
        """What the forms print for the cells that explanations name."""
        return {cell: label for result in self.gathered() for cell, label in result.labels.items()}

    def tool(self) -> dict[str, Any]:
        """Return what made the outcome: govdisc and its plugins with their versions."""
        return {"name": "govdisc", "version": __version__, "plugins": self.plugins}

    def counts(self) -> dict[str, int]:
        """Return how many findings there are of each severity; waived and known ones do not count."""
        counts = dict.fromkeys(SEVERITIES, 0)
        for finding in self.findings:
            counts[finding.severity] += finding.counts
        return counts

    def finding_dicts(self, findings: Iterable[Finding] | None = None) -> list[dict[str, Any]]:
        """Return findings as they stand in the JSON output."""
        inputs = self.inputs
        return [finding.to_dict(inputs[finding.input].identity) for finding in (self.findings if findings is None else findings)]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole outcome as the JSON object of schema_version 1."""
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": self.tool(),
            "inputs": [entry.to_dict() for entry in self.inputs],
            "findings": self.finding_dicts(),
            "explanations": self.explanations,
            "summary": self.counts(),
        }
