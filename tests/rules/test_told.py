"""What the rules say, word by word: changes to a correct report, and all that is found in it (``told.yaml``)."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Unread
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


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told["name"])
def test_all_that_is_said_of_a_change(told: dict[str, Any]) -> None:
    """Every finding, in the order in which they are told."""
    made = example(told)
    previous = example_report(made.previous) if made.previous is not None else None
    assert [line(finding) for finding in run_rules(example_report(made), CORE, previous=previous)] == told["found"]
