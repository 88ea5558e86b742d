"""All that a run found, body by body: what the pages and workbooks for people are made from.

The reports themselves are not held, for a year of a province has ten thousand of them: :func:`with_reports` walks the outcome again
and lends each leaf its report while it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any

from govdisc.plugin import SEVERITIES, Body, Form, Input, Outcome, Report, ReportContext, Result, Source, record
from govdisc.plugin import gettext as _
from govdisc_review.flat import Flat, Walk, form_of


@record
class Leaf:
    """One entry of the account with everything that was found about it, also once all were read."""

    index: int
    entry: Input
    report: Report | None
    form: Form | None
    findings: list[Flat] = field(default_factory=list)
    explanations: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    #: The file that the report was read from, and as what.
    source: Source | None = None
    #: Where the cells that explanations name stand.
    places: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The body, or the file where none is known."""
        return self.entry.agency or self.entry.uri.replace("\\", "/").rpartition("/")[2] or self.entry.uri

    @property
    def read(self) -> bool:
        """Whether it is a report that was read."""
        return self.entry.status == "read"

    @cached_property
    def severities(self) -> Counter[str]:
        """The findings that count, by severity."""
        return Counter(flat.finding.severity for flat in self.findings if flat.finding.counts)

    @cached_property
    def families(self) -> Counter[str]:
        """The findings that count, by the letters of their family."""
        return Counter(flat.finding.code[:3] for flat in self.findings if flat.finding.counts)

    @cached_property
    def aside(self) -> int:
        """How many are waived or known."""
        return sum(not flat.finding.counts for flat in self.findings)

    @property
    def worst(self) -> str:
        """The severity of the worst finding that counts; ``unread`` where nothing was read, ``good`` where nothing was found."""
        if not self.read:
            return "unread"
        return next((severity for severity in SEVERITIES if self.severities[severity]), "good")

    def worst_of(self, family: str) -> str:
        """The severity of the worst finding of a family that counts, "" where there is none."""
        found = {flat.finding.severity for flat in self.findings if flat.finding.counts and flat.finding.code[:3] == family}
        return next((severity for severity in SEVERITIES if severity in found), "")


@record(frozen=True)
class Board:
    """Every entry, and what belongs to none (a plugin that failed)."""

    leaves: tuple[Leaf, ...]
    aside: tuple[Flat, ...]
    failures: tuple[str, ...]
    titles: Mapping[str, str]
    #: The bodies of the roster of which no report was read.
    missing: tuple[str, ...] = ()

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of which something was found, in the order of the catalogue."""
        have = {flat.finding.code[:3] for leaf in self.leaves for flat in leaf.findings}
        return (*(letters for letters in self.titles if letters in have), *sorted(have - set(self.titles)))

    @property
    def reports(self) -> tuple[Leaf, ...]:
        """The entries that were read."""
        return tuple(leaf for leaf in self.leaves if leaf.read)

    @property
    def unread(self) -> tuple[Leaf, ...]:
        """The files that were not read."""
        return tuple(leaf for leaf in self.leaves if not leaf.read)

    @property
    def rows(self) -> tuple[Leaf, ...]:
        """The entries as an overview shows them: in their order, but what was passed over, which nobody asked for, behind all others."""
        return tuple(sorted(self.leaves, key=lambda leaf: leaf.entry.status == "passed_over"))

    def title(self, family: str) -> str:
        """What a family is about, in the reader's language."""
        return _(self.titles[family]) if family in self.titles else family


def board(outcome: Outcome, context: ReportContext) -> Board:
    """Draw all results and put together what belongs together."""
    outcome.keep()
    leaves: dict[int, Leaf] = {}
    aside: list[Flat] = []
    failures: list[str] = []
    for result, findings in Walk(outcome, context).results():
        if result.aside:
            aside += findings
            failures += result.failures
            continue
        leaf = leaves.get(result.index)
        if leaf is None:
            leaf = leaves[result.index] = _leaf(result, context)
        leaf.entry = result.input
        leaf.findings += findings
        leaf.explanations += result.explanations
        leaf.labels |= result.labels
        leaf.failures += result.failures
        leaf.states |= result.states
    ordered = tuple(leaves[index] for index in sorted(leaves))
    return Board(ordered, tuple(aside), tuple(failures), context.families, tuple(_missing(ordered, outcome)))


def _leaf(result: Result, context: ReportContext) -> Leaf:
    report = result.report
    leaf = Leaf(result.index, result.input, None, form_of(result.input, context), source=report.source if report is not None else None)
    if report is not None:
        cells = [change["cell"] for explanation in result.explanations for change in explanation["cells"]]
        leaf.places = {cell: report.places[cell] for cell in cells if cell in report.places}
    return leaf


def with_reports(board: Board, outcome: Outcome) -> Iterator[Leaf]:
    """Yield the entries that were read, each with its report; whoever is done with one takes it away again."""
    leaves = {leaf.index: leaf for leaf in board.reports}
    for result in outcome.results():
        if not result.late and not result.aside and result.index in leaves:
            leaves[result.index].report = result.report
            yield leaves[result.index]


def _missing(leaves: Iterable[Leaf], outcome: Outcome) -> Iterator[str]:
    """The bodies that were expected and of which there is no report under any of their names."""
    there = {_key(leaf.entry.agency) for leaf in leaves if leaf.read and leaf.entry.agency}
    for names in outcome.expected:
        if names and there.isdisjoint(map(_key, names)):
            yield names[0]


def _key(name: str) -> str:
    """What two prints of a body's name share."""
    return Body.of(name).name or name
