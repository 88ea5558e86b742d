"""What was gathered against a roster: one entry a unit, and the reports that nobody expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any

from govdisc.plugin import SEVERITIES, ConfigurationError, Result, record
from govdisc.plugin import gettext as _
from govdisc_county.roster import Roster, Unit, near

#: What a unit's report can be, the worst first: the state of a unit is the first of these that holds.
MISSING, TWICE, WRONG, LATE, WARNED, RIGHT = "missing", "twice", "errors", "late", "warnings", "right"
STATES = (MISSING, TWICE, WRONG, LATE, WARNED, RIGHT)
#: States in which something is left to do.
OPEN = (MISSING, TWICE, WRONG, LATE)
#: The rules that tell a report published after its last day.
LATE_CODES = frozenset({"DUE101", "DUE102"})


@record
class Gathered:
    """One report that was read, and what was found in it."""

    uri: str
    agency: str | None
    year: int | None
    published: str | None
    late: bool = False
    codes: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    previous: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as it stands in the JSON output."""
        return {
            "uri": self.uri,
            "agency": self.agency,
            "year": self.year,
            "published": self.published,
            "late": self.late,
            **{severity: self.severities[severity] for severity in SEVERITIES},
            "codes": dict(sorted(self.codes.items())),
            "previous": self.previous,
        }


@record
class Line:
    """A unit of the roster, the reports of it, and its state."""

    unit: Unit
    reports: list[Gathered]
    failing: Sequence[str]
    #: A report that nobody expected and that may be this unit's.
    suggested: Gathered | None = None

    @property
    def state(self) -> str:
        """The first of :data:`STATES` that holds."""
        if not self.reports:
            return MISSING
        if len(self.reports) > 1:
            return TWICE
        [report] = self.reports
        if any(report.severities[severity] for severity in self.failing):
            return WRONG
        return LATE if report.late else WARNED if report.severities["warning"] else RIGHT

    def to_dict(self) -> dict[str, Any]:
        """Return the line as it stands in the JSON output."""
        unit = self.unit
        return {
            "name": unit.name,
            "code": unit.code,
            "kind": unit.kind,
            "level": unit.level,
            "parent": unit.parent,
            "published": unit.published,
            "url": unit.url,
            "state": self.state,
            "reports": [report.to_dict() for report in self.reports],
            "suggested": None if self.suggested is None else {"uri": self.suggested.uri, "agency": self.suggested.agency},
        }


@record
class Collection:
    """All lines of a roster for one year; ``unexpected`` are the others of that year, each with the unit that it may be."""

    year: int | None
    lines: list[Line]
    unexpected: list[tuple[Gathered, Unit | None]]
    other_years: list[Gathered]

    def counts(self) -> dict[str, int]:
        """Return how many units there are of each state, and how many reports nobody expected."""
        found = Counter(line.state for line in self.lines)
        return {"units": len(self.lines), **{state: found[state] for state in STATES}, "unexpected": len(self.unexpected)}

    @property
    def open(self) -> bool:
        """Whether something is missing, wrong, late, twice or not expected."""
        return bool(self.unexpected) or any(line.state in OPEN for line in self.lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole as the JSON output."""
        return {
            "schema_version": "1",
            "year": self.year,
            "units": [line.to_dict() for line in self.lines],
            "unexpected": [{**report.to_dict(), "suggested": unit.name if unit else None} for report, unit in self.unexpected],
            "other_years": [report.to_dict() for report in self.other_years],
            "summary": self.counts(),
        }


class Gathering:
    """Takes note of results as they pass."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._reports: dict[int, Gathered] = {}

    def passing(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield results as they come, and keep what is told of each report."""
        for result in results:
            self._take(result)
            yield result

    def _take(self, result: Result) -> None:
        entry = result.input
        if result.aside or entry.status != "read":
            return
        found = self._reports.setdefault(result.index, Gathered(entry.uri, entry.agency, entry.year, None))
        if result.report is not None:
            found.published = result.report.published
        for finding in result.findings:
            if finding.counts:
                found.severities[finding.severity] += 1
                found.codes[finding.code] += 1
                found.late = found.late or finding.code in LATE_CODES
        found.previous = entry.previous or found.previous

    def collection(self, roster: Roster, year: int | None, failing: Sequence[str]) -> Collection:
        """Return what was gathered against a roster.

        Raises:
            ConfigurationError: when no year was asked for and there are reports for several.

        """
        reports = list(self._reports.values())
        years = sorted({report.year for report in reports if report.year is not None})
        if year is None and len(years) > 1:
            raise ConfigurationError(
                _("there are reports for {years}; say with --year which are to be collected.").format(years=", ".join(map(str, years)))
            )
        year = year if year is not None else next(iter(years), None)
        of_year = [report for report in reports if report.year in (None, year)]
        lines = [Line(unit, [], failing) for unit in roster.units]
        by_name = {line.unit.name: line for line in lines}
        others: list[Gathered] = []
        for report in of_year:
            unit = roster.unit(report.agency)
            if unit is None:
                others.append(report)
            else:
                by_name[unit.name].reports.append(report)
        return Collection(year, lines, self._suggested(lines, others), [report for report in reports if report not in of_year])

    @staticmethod
    def _suggested(lines: list[Line], others: list[Gathered]) -> list[tuple[Gathered, Unit | None]]:
        """Pair what nobody expected with the missing unit that it may be."""
        found: list[tuple[Gathered, Unit | None]] = []
        for report in others:
            missing = [line for line in lines if not line.reports and line.suggested is None]
            unit = near(report.agency, [line.unit for line in missing]) if report.agency else None
            for line in missing:
                if line.unit is unit:
                    line.suggested = report
            found.append((report, unit))
        return found
