"""How a document whose tables were changed was read: nothing may be wrong, and what was not read must be told."""

from __future__ import annotations

from govdisc.model.book import builtin_forms
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.recognise import recognise

FORMS = builtin_forms()


def compared(report: Report, document: Document, zeros_blank: bool) -> tuple[list[str], set[str], set[str]]:
    """Compare what is read of a document with its report: the cells that are wrong, the rows with cells that were not read, and those of which nothing is told."""
    found = recognise(document, FORMS)
    expected, cells = dict(report.cells()), dict(found.cells())
    blank = {path for path, value in cells.items() if value is None and (path in found.marks or (zeros_blank and expected.get(path) == 0))}
    wrong = [path for path, value in cells.items() if path not in blank and value != expected.get(path, "none of the report's")]
    missing = {path.rpartition(".")[0] for path in expected if path not in cells}
    told = {path.rpartition(".")[0] for unread in found.unread for path in unread.cells} | {unread.table for unread in found.unread}
    filled = {path.rpartition(".")[0] for path, value in expected.items() if value}
    return wrong, missing, {row for row in missing & filled if not {row, row.partition(".")[0]} & told}
