"""The order of a report's findings: by their place in the file, the cause before its consequences."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.model.findings import SEVERITIES, Finding
from govdisc.model.form import Form
from govdisc.model.report import Report

#: Families that say why others speak: what was not read, then what fails because of it.
_FIRST = {"INP": 0, "STR": 1, "NUM": 2, "SUM": 3}


def ordered(findings: Iterable[Finding], report: Report, form: Form) -> list[Finding]:
    """Return findings in reading order: of the whole report, then part by part as the form numbers them, in each the cause first."""
    parts = {section.id: number for number, section in enumerate(form.sections, 1)}
    tables = {table.id: parts.get(table.section, 0) for table in form.tables}
    cells = {path: number for number, path in enumerate(form.paths())}

    def key(finding: Finding) -> tuple[object, ...]:
        part = tables.get(finding.cell.split(".")[0], 0) if finding.cell else parts.get(finding.section or "", 0)
        family = _FIRST.get(finding.code[:3], 9)
        text = report.text(finding.section) if finding.section else ""
        at = text.find(finding.quote) if finding.quote else -1
        return (part, family, cells.get(finding.cell or "", -1), at, SEVERITIES.index(finding.severity), finding.code, finding.message)

    return sorted(findings, key=key)
