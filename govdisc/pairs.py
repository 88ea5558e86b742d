"""Pairing the reports of one agency for two years in a row, for the checks across years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from govdisc.model.report import Report
from govdisc.text.labels import squeeze

_Key = tuple[str, int]


def _slim(report: Report) -> Report:
    """The report without what the checks across years never look at, so that a large batch fits into memory."""
    return Report(
        form=report.form,
        variant=report.variant,
        year=report.year,
        title=report.title,
        agency=report.agency,
        published=report.published,
        sections=report.sections,
        tables=report.tables,
        places=report.places,
    )


@dataclass
class Pairs:
    """Reports by agency and year. Two reports of one agency for one year cannot be paired: which one counts is unknown.

    With ``single``, a lone report is last year's for any report, whatever it is called.
    """

    single: bool = False
    _known: dict[_Key, tuple[int, Report] | None] = field(default_factory=dict)
    _count: int = 0
    _last: Report | None = None

    def keep(self, report: Report, at: int) -> None:
        """Keep a report, the ``at``-th of the inputs."""
        self._count += 1
        self._last = report
        key = self._key(report)
        if key is not None:
            self._known[key] = None if key in self._known else (at, _slim(report))

    def before(self, report: Report) -> Report | None:
        """Return the report of the same agency for the year before, None when it is not among those kept."""
        key = self._key(report)
        found = self._known.get((key[0], key[1] - 1)) if key else None
        if found is None and self.single and self._count == 1:
            return self._last
        return found[1] if found else None

    def found(self) -> Iterator[tuple[int, Report, Report]]:
        """Yield (index, report, last year's report) for every pair among those kept."""
        for one in list(self._known.values()):
            if one is not None:
                last = self.before(one[1])
                if last is not None:
                    yield one[0], one[1], last

    @staticmethod
    def _key(report: Report) -> _Key | None:
        name = squeeze(report.agency.name) if report.agency.name else ""
        return (name, report.year) if name and report.year else None
