"""BAT1xx: what is wrong between the reports of a batch; the engine finds doubles while it keeps what it read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govdisc.i18n import N_
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.rules.registry import BatchContext, Context, Example, batch_rule


def _nothing(_report: Report, _context: Context) -> None:
    """Body, year and the digest of each report are kept for the comparison of years already."""


@batch_rule(
    code="BAT101",
    title=N_("The same body and year twice"),
    severity="info",
    basis="govdisc",
    since="0.2.0",
    collect=_nothing,
    passing=(Example(), Example(report={"agency.name": "青岚县教育局"}, cells={"disclosure.licensing.decisions": 31})),
    failing=(Example(), Example()),
)
def double(batch: Sequence[tuple[int, Any]], context: BatchContext) -> Iterator[Finding]:
    """Two inputs are reports of the same body for the same year: one file in two formats, or two versions of it.

    The finding says whether numbers and prose are the same. Which version counts is not known, so neither is compared with
    another year.
    """
    yield from ()


RULES = [double]
