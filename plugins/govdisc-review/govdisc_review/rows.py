"""Findings as CSV: a row a finding, to filter and sort; no text of a report runs as a formula (OWASP, CSV Injection)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from govdisc.plugin import ConfigurationError, Outcome, ReportContext
from govdisc.plugin import gettext as _
from govdisc_review.flat import Flat, Walk
from govdisc_review.safe import field

COLUMNS = (
    "severity", "code", "family", "agency", "year", "form", "file", "place", "line", "page", "cell", "section", "label", "message", "quote",
    "expected", "actual", "suggestion", "basis", "state", "reason", "until", "fingerprint",
)  # fmt: skip


def write(outcome: Outcome, context: ReportContext) -> Iterator[bytes]:
    """Yield the header, then a row a finding as they come.

    Raises:
        ConfigurationError: when ``bom`` is neither yes nor no.

    """
    bom = context.params.get("bom", "yes")
    if bom not in ("yes", "no"):
        raise ConfigurationError(_("--param {name}={value}: it must be {choices}.").format(name="bom", value=bom, choices="yes / no"))
    yield (b"\xef\xbb\xbf" if bom == "yes" else b"") + _line(COLUMNS)
    for _result, findings in Walk(outcome, context).results():
        for flat in findings:
            yield _line([field(value) for value in _row(flat)])


def _row(flat: Flat) -> tuple[object, ...]:
    finding, entry, waiver = flat.finding, flat.entry, flat.finding.suppressed or {}
    return (
        finding.severity, finding.code, finding.code[:3], entry.agency, entry.year, entry.variant or entry.form, entry.uri, flat.place,
        flat.line, flat.location.get("page"), finding.cell, finding.section, flat.label, finding.message, finding.quote,
        finding.expected, finding.actual, finding.suggestion, finding.basis, flat.state, waiver.get("reason"), waiver.get("until"),
        flat.data["fingerprint"],
    )  # fmt: skip


def _line(fields: object) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(fields)  # type: ignore[arg-type]  # a sequence of texts
    return out.getvalue().encode("utf-8", "replace")
