"""Sentences as offices write them (``sentences.yaml``): nothing is said of the honest ones, and each wrong one is found by its rule."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from govdisc.engine import Engine
from govdisc.model.findings import Finding
from govdisc.model.report import Agency, Report, Section
from govdisc.plugins import Plugins

TOLD: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))
ENGINE = Engine(Plugins())
FORM = ENGINE.plugins.forms.form("2021")


def judged(said: str | dict[str, Any]) -> list[Finding]:
    """What is found above an info in the report with a sentence put into one of its parts."""
    told = {"text": said} if isinstance(said, str) else said
    report = Report("2021", TOLD["report"]["year"], agency=Agency(told.get("agency", TOLD["report"]["agency"])), lead=told.get("lead", ""))
    for path in FORM.paths():
        table, row, column = path.split(".")
        value = TOLD["cells"].get(f"{table}.{row}", {}).get(column, 0)
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = value if isinstance(value, int) else Decimal(str(value))
    part = told.get("part", "overview")
    for spec in FORM.sections:
        words = TOLD["sections"].get(spec.id, "")
        text = words + told["text"] if spec.id == part == "overview" else told["text"] if spec.id == part else words
        report.sections.append(Section(spec.id, f"{spec.ordinal}、{spec.title}", text))
    return [finding for finding in ENGINE.judged(report).findings if finding.severity != "info"]


@pytest.mark.parametrize("said", TOLD["honest"], ids=str)
def test_honest(said: str | dict[str, Any]) -> None:
    """Nothing is said of it."""
    assert not [f"{finding.code} {finding.message}" for finding in judged(said)]


@pytest.mark.parametrize("said", TOLD["wrong"], ids=str)
def test_wrong(said: dict[str, Any]) -> None:
    """Its rule finds it, where that is installed, and says what is wrong of what; nothing else is said."""
    if said["code"] not in ENGINE.plugins.rules:
        pytest.skip(f"{said['code']} is not installed")
    found = judged(said)
    assert sorted(finding.code for finding in found) == sorted([said["code"], *(code for code in said.get("also", ()) if code in ENGINE.plugins.rules)])
    finding = next(finding for finding in found if finding.code == said["code"])
    told = {name: getattr(finding, name) for name in ("quote", "actual", "expected", "cell")}
    assert {name: str(value) for name, value in told.items() if value not in (None, "")} == {name: said[name] for name in told if name in said}
