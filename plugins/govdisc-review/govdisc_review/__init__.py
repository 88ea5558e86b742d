"""Findings for people who would rather look than read, and for the machines that show them elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

from govdisc.plugin import N_, Outcome, Parameter, ReportContext, Reporter, hookimpl


def _called(name: str) -> Callable[[Outcome, ReportContext], Iterator[Any]]:
    """A writer that is imported when it is called: ``module:function`` of this package."""
    module, _colon, function = name.partition(":")

    def write(outcome: Outcome, context: ReportContext) -> Iterator[Any]:
        found: Callable[[Outcome, ReportContext], Iterator[Any]] = getattr(import_module(f"govdisc_review.{module}"), function)
        return found(outcome, context)

    return write


BOM = Parameter("bom", "yes", N_("yes or no: a byte order mark, without which Excel shows no Chinese"))


@hookimpl
def govdisc_reporters() -> Iterable[Reporter]:
    """Return the reporters."""
    return [
        Reporter("sarif", N_("SARIF 2.1.0, for code scanning and editors"), _called("sarif:write"), (".sarif", ".sarif.json", ".json"), streams=True),
        Reporter("junit", N_("JUnit XML: a suite a report, a case a finding or a rule that found nothing"), _called("junit:write"), (".xml",), streams=True),
        Reporter("github", N_("annotations of GitHub Actions, a line a finding"), _called("github:write"), (".txt",), streams=True),
        Reporter("gitlab", N_("code quality of GitLab, JSON"), _called("gitlab:write"), (".json",), streams=True),
        Reporter("csv", N_("a row a finding, safe to open in a spreadsheet"), _called("rows:write"), (".csv",), (BOM,), streams=True, binary=True),
        Reporter(
            "html",
            N_("pages to look at: the reports with everything marked in them, and an overview; one file, or a folder with a page a body"),
            _called("html.page:write"),
            (".html", ".htm"),
            folder=_called("html.page:folder"),
        ),
        Reporter("xlsx", N_("a workbook: overview, findings with room for the answer, what was not read or checked"), _called("xlsx:write"), (".xlsx",), binary=True),
        Reporter("marked", N_("copies of Word and Excel files with a comment at each wrong cell and sentence, into a folder"), folder=_called("marked:folder"), binary=True),
    ]
