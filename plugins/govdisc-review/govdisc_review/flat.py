"""A finding with all that is known of it, as flat as machines and spreadsheets want it.

Where reports came as data (JSON, CSV, portal XML), the places of their cells are those of the file they were once read from. They are
lines of another file then, and no line of the input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from govdisc.plugin import ConfigurationError, Finding, Form, Input, Outcome, Report, ReportContext, Result, record, shown_place
from govdisc.plugin import gettext as _


@record(frozen=True)
class Flat:
    """A finding, the input it belongs to, and whether its place is one of that file."""

    finding: Finding
    entry: Input
    context: ReportContext
    #: Its place is one of the input's own; False where the report came as data.
    own: bool = True

    @cached_property
    def data(self) -> dict[str, Any]:
        """The finding as it stands in the JSON output."""
        return self.finding.to_dict(self.entry.identity)

    @property
    def location(self) -> Mapping[str, Any]:
        """The place for machines, as far as it is known: line, page, table, row, column, sheet, cell."""
        return self.data["location"] or {}

    @property
    def line(self) -> int | None:
        """The line of the input, None where it has no lines or the place is another file's."""
        line = self.location.get("line")
        return line if self.own and isinstance(line, int) and line > 0 else None

    @property
    def place(self) -> str:
        """The place in the words of the reader's language, "" where none is known."""
        return shown_place(self.finding.place) if self.finding.place else ""

    @cached_property
    def form(self) -> Form | None:
        """The form of the report, None where there is none or it is not installed."""
        return form_of(self.entry, self.context)

    @property
    def label(self) -> str:
        """What the form prints for the cell, or the title of the section; "" for a finding about neither."""
        finding, form = self.finding, self.form
        if form is None:
            return ""
        if finding.cell is not None and finding.cell.count(".") == 2:
            return form.cell_label(finding.cell)
        section = form.section_index.get(finding.section or "")
        return section.title if section is not None else ""

    @property
    def state(self) -> str:
        """``counts``, ``waived`` or ``known``."""
        return "waived" if self.finding.suppressed is not None else "known" if self.finding.baseline == "known" else "counts"

    @property
    def aside(self) -> str:
        """Why it does not count, as a clause for people; "" where it counts."""
        if self.finding.suppressed is not None:
            return _("waived: {reason}").format(reason=self.finding.suppressed.get("reason") or _("no reason given"))
        return _("known from the baseline") if self.finding.baseline == "known" else ""


def form_of(entry: Input, context: ReportContext) -> Form | None:
    """Return the form that a report was read by, None where it has none that is installed."""
    if entry.form is None:
        return None
    try:
        return context.forms.form(entry.form, entry.variant)
    except ConfigurationError:
        return None


def own_places(report: Report | None, entry: Input, context: ReportContext) -> bool:
    """Tell whether the places in a report are those of the input that it came from."""
    if report is None or report.source is None:
        return True
    format_ = context.formats.get(report.source.format)
    return report.source.uri == entry.uri and not (format_ is not None and format_.lossless)


class Walk:
    """The findings of an outcome, result by result, each told whether its places are the input's own."""

    def __init__(self, outcome: Outcome, context: ReportContext) -> None:
        """Take what a reporter is given."""
        self._outcome, self._context = outcome, context
        self._foreign: set[int] = set()
        self.uris: list[str] = []

    def results(self) -> Iterator[tuple[Result, list[Flat]]]:
        """Yield each result with its findings."""
        for result in self._outcome.results():
            if not result.late and not result.aside:
                self.uris.append(result.input.uri)
                if not own_places(result.report, result.input, self._context):
                    self._foreign.add(result.index)
            own = result.index not in self._foreign
            yield result, [Flat(finding, result.input, self._context, own) for finding in result.findings]

    def owns(self, index: Any) -> bool:
        """Tell whether the places in a report that has passed are those of its input."""
        return index not in self._foreign

    def uri_of(self, index: Any) -> str | None:
        """Return the name of an input that has passed."""
        return self.uris[index] if isinstance(index, int) and 0 <= index < len(self.uris) else None


def plain(value: Any) -> Any:
    """Return a number or text for JSON: amounts, which are decimals, as numbers; whatever else a rule may give as text."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return float(value) if isinstance(value, Decimal) and value.is_finite() else str(value)
