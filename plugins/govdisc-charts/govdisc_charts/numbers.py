"""What the pictures show, as plain numbers: each is a sum of cells or a count of findings, and no cell that was not read is in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field

from govdisc.plugin import N_, SEVERITIES, Form, Report, Result, record

#: Part 3 of the requests' table by its groups: the name of the group in the output, and how the ids of its rows begin.
OUTCOMES = (
    ("granted", "granted"),
    ("partly_granted", "partly_granted"),
    ("denied", "denied_"),
    ("unavailable", "unavailable_"),
    ("refused", "refused_"),
    ("closed", "closed"),
)
#: The rows whose totals are followed through the years.
FOLLOWED = ("received", "processed_total", "carried_out")
#: Bodies in a map of errors; those with most findings are shown, and the others counted.
MOST_BODIES = 60
NAMELESS = N_("a body whose name was not found")

_ORDINAL = re.compile(r"^\s*(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、)\s*")
#: What a label says of itself in brackets behind it, and a label that needs that of its group.
_NOTE = re.compile(r"[（(][^（）()]*[）)]$")
_TOTAL = "总计"


@record
class Sums:
    """Totals of rows by year, and the labels that the forms print for them; ``reports`` by year is of how many they are."""

    rows: dict[int, Counter[str]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    reports: Counter[int] = field(default_factory=Counter)
    #: Totals that were blank or could not be read, and so are in no sum.
    missing: int = 0

    def add(self, report: Report, form: Form, wanted: Iterable[tuple[str, str]]) -> None:
        """Add the totals of the rows whose ids begin so, each to its group."""
        if report.year is None:
            return
        self.reports[report.year] += 1
        sums = self.rows.setdefault(report.year, Counter())
        for group, row in _rows(report, tuple(wanted)):
            value = report.cell(f"requests.{row}.total")
            self.labels.setdefault(group, _label(form, row, group))
            if value is None:
                self.missing += 1
            else:
                sums[group] += int(value)


def _rows(report: Report, wanted: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str]]:
    for row in report.tables.get("requests", {}):
        for group, beginning in wanted:
            if row == beginning or ((beginning.endswith("_") or beginning == "closed") and row.startswith(beginning)):
                yield group, row
                break


def _label(form: Form, row: str, group: str) -> str:
    """What the form prints for a row, or for the group it stands in, without its number."""
    found = form.table_index["requests"].row_index.get(row)
    if found is None:
        return group
    groups = found[1].groups
    label = groups[-1] if row != group and len(groups) > 1 else found[1].label
    plain = _NOTE.sub("", _ORDINAL.sub("", label))
    return f"{_ORDINAL.sub('', groups[0])}{plain}" if plain == _TOTAL and groups else plain


@record
class Errors:
    """Findings that count, by family and severity, and by body and family; ``reports`` is how many were checked."""

    severities: Counter[tuple[str, str]] = field(default_factory=Counter)
    bodies: Counter[tuple[str, str]] = field(default_factory=Counter)
    reports: int = 0

    def add(self, result: Result) -> None:
        """Add the findings of a result; those of waivers and baselines do not count."""
        self.reports += result.report is not None and not result.late
        for finding in result.findings:
            if not finding.counts or result.aside:
                continue
            self.severities[finding.code[:3], finding.severity] += 1
            if finding.severity != SEVERITIES[-1]:
                self.bodies[result.input.agency or "", finding.code[:3]] += 1

    @property
    def families(self) -> list[str]:
        """The families of which there is a finding, most findings first."""
        count: Counter[str] = Counter()
        for (family, _severity), number in self.severities.items():
            count[family] += number
        return sorted(count, key=lambda family: (-count[family], family))

    def worst(self) -> tuple[list[str], int]:
        """Return the bodies with the most findings, and how many more there are."""
        count: Counter[str] = Counter()
        for (body, _family), number in self.bodies.items():
            count[body] += number
        ranked = sorted(count, key=lambda body: (-count[body], body))
        return ranked[:MOST_BODIES], max(len(ranked) - MOST_BODIES, 0)
