"""The texts of a report that rules about wording look through."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.model.report import Report
from govdisc_prose.narrative.sentences import flatten


def texts(report: Report) -> Iterator[tuple[str | None, str, str]]:
    """Yield the lead (section None) and every section with text: id, the text, and the text without white space."""
    if report.lead:
        yield None, report.lead, flatten(report.lead)
    for one in report.sections:
        if one.text:
            yield one.id, one.text, flatten(one.text)
