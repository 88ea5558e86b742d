"""The facts that govdisc's own writers put into a file, and whose word counts: theirs or the text's."""

from __future__ import annotations

from collections.abc import Mapping

from govdisc.model.document import Document, Paragraph
from govdisc.model.report import KINDS, LEVELS, Agency, Report
from govdisc.recognise.facts import Facts
from govdisc.text.bodies import Body
from govdisc.text.labels import squeeze


def declared_facts(document: Document, facts: Facts) -> Mapping[str, str] | None:
    """The facts that govdisc's own writer put into the file, if its title still stands in the text; else None."""
    declared = document.declared
    if not declared:
        return None
    title = declared.get("title", "")
    if not title:
        return None if facts.title else declared
    first = [block.text for block in document.blocks[:40] if isinstance(block, Paragraph)]
    return declared if squeeze(title) in map(squeeze, first) else None


def put_facts(report: Report, facts: Facts, declared: Mapping[str, str] | None) -> None:
    """Fill in title, agency, year and date: the declared ones where they count, else those of the text."""
    if declared is not None:
        level, kind, year = declared.get("level"), declared.get("kind"), declared.get("year", "")
        report.title, report.published = declared.get("title") or None, declared.get("published") or None
        report.year = int(year) if year.isdigit() else None
        level, kind = (level if level in LEVELS else None), (kind if kind in KINDS else None)
        report.agency = Agency(declared.get("agency") or None, declared.get("region_code") or None, level, kind)
        return
    name = facts.agency
    report.title, report.year, report.published = facts.title, facts.year, facts.published
    report.agency = Agency(name, None, Body.of(name).level, Body.of(name).kind)
