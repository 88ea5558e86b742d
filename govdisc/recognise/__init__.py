"""From a document to a report: by the form's labels, never by position, and nothing repaired.

The recogniser knows the form and nothing of files. What it cannot read with certainty it leaves unread and notes in
:attr:`~govdisc.model.report.Report.unread`, where the structure rules find it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from govdisc.i18n import N_

if TYPE_CHECKING:
    from govdisc.model.book import FormBook
    from govdisc.model.document import Document
    from govdisc.model.report import Report

#: What :attr:`~govdisc.model.report.Unread.kind` may be, with what each means.
UNREAD_KINDS: Mapping[str, str] = {
    "unknown_row": N_("a row with numbers whose label is none of the form's"),
    "unlabelled_row": N_("a row with numbers and no label"),
    "unknown_column": N_("a number in a column whose label is none of the form's"),
    "unknown_header": N_("a row below a header that is not the form's"),
    "header_missing": N_("a table without a readable header, whose columns were taken in the order of the form"),
    "too_few": N_("a row with fewer cells than columns"),
    "too_many": N_("a row with more cells than columns"),
    "glued": N_("cells that ran together without a separator"),
    "duplicate_row": N_("a row that stands twice, with different numbers"),
    "unread_cells": N_("cells of which the file does not tell what they hold"),
    "reader": N_("something that the reader of the file could not read"),
}


def recognise(document: Document, forms: FormBook, variant: str | None = None) -> Report:
    """Turn a document into a report.

    ``variant`` names a regional variant to read by; without it, one is chosen where the agency and the year call for it.

    Raises:
        ConfigurationError: when there is no such variant.

    """
    from govdisc.recognise.report import recognise_report  # a run over JSON needs none of it

    return recognise_report(document, forms, variant)


def holds_report(report: Report) -> bool:
    """Tell whether what was recognised is an annual report, if a poor one: it has tables, several parts, or one with its number."""
    if report.tables or any(unread.table for unread in report.unread):
        return True
    if not report.title or not report.sections:
        return False
    from govdisc.recognise.headings import has_number

    numbered = report.year is not None and any(section.text and has_number(section.title) for section in report.sections)
    return len(report.sections) > 1 or numbered
