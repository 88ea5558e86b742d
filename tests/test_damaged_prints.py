"""Prints that were damaged in one way: nothing is read wrongly, and no less is read than ``damaged_prints.yaml`` says."""

from __future__ import annotations

import pytest
import yaml
from damage_kit import MUST, cases, measured

TOLD: dict[str, dict[str, str]] = yaml.safe_load(MUST.read_text("utf-8"))


def test_every_print_and_damage_is_held_to_something() -> None:
    """Who adds one writes the file anew."""
    assert [(name, damage) for name, told in TOLD.items() for damage in told] == list(cases())


@pytest.mark.parametrize(("name", "damage"), list(cases()))
def test_a_damaged_print_is_read_as_far_as_it_was(name: str, damage: str) -> None:
    """Right cells and marks are no fewer; wrong ones, lost numbers and changed parts are no more."""
    right, marks, *most = map(int, TOLD[name][damage].split())
    found = measured(name, damage)
    assert found["wrong"] == 0
    assert (found["right"] >= right, found["marks"] >= marks) == (True, True)
    assert all(one <= other for one, other in zip([found["wrong"], found["lost"], found["changed"]], most, strict=True))
