"""The facts that our own files declare beside the print: what a writer puts there, and what a reader takes back."""

from __future__ import annotations

from collections.abc import Mapping

from govdisc.model.document import DECLARED_KEYS, Document
from govdisc.model.report import Report
from govdisc.records import replace


def declared_facts(report: Report) -> dict[str, str]:
    """Return what a file of ours says of its report beside the print, keys as in :data:`~govdisc.model.document.DECLARED_KEYS`.

    What is not known is left out.
    """
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


def with_declared(document: Document, facts: Mapping[str, str]) -> Document:
    """Return the document with the facts that its file declares; whether they are believed is for the recogniser to say."""
    return replace(document, declared={key: facts[key] for key in DECLARED_KEYS if facts.get(key)})
