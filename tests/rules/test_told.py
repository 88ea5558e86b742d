"""What the rules say, word by word: changes to a correct report, and all that is found in it (``told.yaml``)."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Report, Unread
from govdisc.plugins import Plugins
from govdisc.rules.registry import Example
from govdisc.testing import example_report
from govdisc.testing.running import run_rules

CORE = Plugins(points=[])
TOLD: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("told.yaml").read_text("utf-8"))


def example(told: dict[str, Any]) -> Example:
    """The changes of a case to a report whose every cell is 0; what was unread is a list of its fields."""
    changes: dict[str, Any] = {name: deepcopy(value) for name, value in told.items() if name not in ("name", "found", "previous")}
    if "unread" in changes.get("report", {}):
        changes["report"] = {**changes["report"], "unread": [Unread(*fields) for fields in changes["report"]["unread"]]}
    form = builtin_forms().form(told.get("form", "2021"))
    zeros = {f"{table.id}.{row.id}": 0 for table in form.tables for block in table.blocks for row in block.rows}
    changes["cells"] = {**zeros, **changes.get("cells", {})} if "tables" not in changes.get("report", {}) else {}
    return Example(**changes, previous=example(told["previous"]) if "previous" in told else None)


def line(finding: Finding) -> str:
    """A finding as the file tells it."""
    numbers = [f"{finding.actual} for {finding.expected}"] if (finding.actual, finding.expected) != (None, None) else []
    return " | ".join([finding.code, finding.severity, finding.cell or finding.section or "-", finding.message, *numbers])


def findings(told: dict[str, Any], *, places: bool = False) -> tuple[Report, list[Finding]]:
    """The report of a case and what is found in it; each cell may have a place."""
    made = example(told)
    report, previous = example_report(made), example_report(made.previous) if made.previous is not None else None
    if places:
        report.places = {path: f"line {number}" for number, (path, _value) in enumerate(report.cells(), 20)}
    return report, run_rules(report, CORE, previous=previous)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["name"])
def test_all_that_is_said_of_a_change(told: dict[str, Any]) -> None:
    """Every finding, in the order in which they are told."""
    assert [line(finding) for finding in findings(told)[1]] == told["found"]


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["name"])
def test_what_every_finding_tells_beside_its_words(told: dict[str, Any]) -> None:
    """Its cell's place, all of its cells where these are several, a quotation of what is quoted, and its notice."""
    report, found = findings(told, places=True)
    unread = {piece.place: piece for piece in report.unread}
    for finding in found:
        assert finding.place == report.places.get(finding.cell or "") or finding.place in unread
        assert finding.cells == () or (finding.cells[0] == finding.cell and len(finding.cells) > 1)
        said = [*(piece.text for piece in report.unread), *(f"{section.title}\n{section.text}" for section in report.sections)]
        assert finding.quote is None or any(finding.quote in text for text in said)
        counted = re.match(r"(\d+) cells are blank", finding.message)
        assert counted is None or len(finding.cells) == int(counted[1])
        if finding.code == "NUM102":
            assert (finding.cells or (finding.cell,)) == tuple(report.marks)
        if finding.code == "NUM101" and finding.key == "total":
            assert len(finding.cells or (finding.cell,)) == finding.message.count("×")
        if finding.code.startswith("STR2"):
            assert not (finding.cell and finding.section)
            assert finding.key in {piece.kind for piece in report.unread}
            assert finding.quote
            unread_cells = [path for piece in report.unread for path in piece.cells if piece.kind == finding.key]
            assert unread_cells == ([*finding.cells] or [finding.cell] if unread_cells else [])
        assert finding.basis
        assert "{" not in finding.basis
    assert len({(finding.code, finding.cell, finding.section, finding.key, finding.message) for finding in found}) == len(found)
