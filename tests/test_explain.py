"""A single wrong cell is found from the sums that it breaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdisc.explain import explain, pattern
from govdisc.model.book import builtin_forms
from govdisc.testing import Options, random_report

FORM = builtin_forms().form("2021")
PARTS = [path for path in FORM.paths() if path.startswith("requests.") and not path.endswith(".total")]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 5000), path=st.sampled_from(PARTS), more=st.integers(1, 90))
def test_the_changed_cell_is_among_the_explanations(seed: int, path: str, more: int) -> None:
    """Whatever cell of part 3 was changed, it is named with the value that it had."""
    report = random_report(seed, Options(zero=0.2))
    table, row, column = path.split(".")
    was = report.tables[table][row][column]
    assert isinstance(was, int)
    report.tables[table][row][column] = was + more
    found = list(explain(report, FORM, 3))
    assert {"cell": path, "actual": was + more, "expected": was, "pattern": pattern(was + more, was)} in [one["cells"][0] for one in found]
    assert all(one["input"] == 3 and one["certain"] == (len(found) == 1) and one["alternatives"] == len(found) - 1 for one in found)


def test_exchanged_digits_are_certain_where_row_and_column_cross() -> None:
    """27 for 72 in one cell of part 3: the row and the column that fail cross in that cell alone."""
    report = random_report(3, Options(zero=1.0))
    cells = report.tables["requests"]
    for row in ("received", "denied_third_party", "processed_total"):
        cells[row]["natural_person"] = cells[row]["total"] = 72
    cells["denied_third_party"]["natural_person"] = 27
    [one] = explain(report, FORM, 0)
    assert one == {
        "input": 0,
        "cells": [{"cell": "requests.denied_third_party.natural_person", "actual": 27, "expected": 72, "pattern": "digits_exchanged"}],
        "certain": True,
        "alternatives": 0,
    }


def test_correct_sums_and_two_wrong_cells_are_not_explained() -> None:
    """Nothing to explain, or nothing that one cell explains."""
    report = random_report(3)
    assert list(explain(report, FORM, 0)) == []
    for row in ("granted", "refused_repeat"):
        report.tables["requests"][row]["natural_person"] = 500
    assert list(explain(report, FORM, 0)) == []


@pytest.mark.parametrize(
    ("actual", "expected", "name"),
    [
        (27, 72, "digits_exchanged"),
        (5, 15, "digit_missing"),
        (105, 15, "digit_added"),
        (16, 18, "digit_wrong"),
        (0, 11, "left_at_zero"),
        (3, 250, "other"),
    ],
)
def test_patterns(actual: int, expected: int, name: str) -> None:
    """How a number was mistaken."""
    assert pattern(actual, expected) == name
