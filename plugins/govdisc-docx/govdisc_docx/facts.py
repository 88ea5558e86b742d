"""The facts that govdisc's own files state beside the printed report: custom document properties (ISO/IEC 29500-1, 22.3).

Word, WPS and LibreOffice keep them when the file is edited, and show them under the file's properties.
"""

from __future__ import annotations

from typing import Any

from govdisc.model.document import DECLARED_KEYS
from govdisc.model.report import Report

#: What the names of the properties begin with.
PREFIX = "govdisc."
CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"


def stated_facts(report: Report) -> dict[str, str]:
    """Return what a file says of its report, keys as in :data:`~govdisc.model.document.DECLARED_KEYS`; what is not known is left out."""
    agency = report.agency
    facts = {
        "title": report.title,
        "agency": agency.name,
        "region_code": agency.region_code,
        "level": agency.level,
        "kind": agency.kind,
        "published": report.published,
        "year": None if report.year is None else str(report.year),
        "form": report.form,
        "variant": report.variant,
    }
    return {key: value for key, value in facts.items() if value is not None}


def declared_facts(root: Any) -> dict[str, str]:
    """Return the facts in a custom properties part, {} when it has none of ours."""
    out: dict[str, str] = {}
    for one in root.iter(f"{{{CUSTOM}}}property"):
        key = (one.get("name") or "").removeprefix(PREFIX)
        if key in DECLARED_KEYS and key != one.get("name"):
            out[key] = "".join(one.itertext())
    return out
