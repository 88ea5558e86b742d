"""A single wrong cell is found from the sums that it breaks."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govdisc
from govdisc.engine import Engine
from govdisc.explain import explain, explanations, pattern, sentences
from govdisc.explain.patterns import cost
from govdisc.explain.system import search, systems
from govdisc.model.book import FormBook, builtin_forms, parse_form
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.testing import Options, random_report

FORM = builtin_forms().form("2021")
COLUMNS = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other_organisation", "total")
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
    assert {"cell": path, "actual": was + more, "expected": was, "pattern": pattern(was + more, was)} in [explanation["cells"][0] for explanation in found]
    assert all(explanation["input"] == 3 and explanation["certain"] == (len(found) == 1) and explanation["alternatives"] == len(found) - 1 for explanation in found)


def test_exchanged_digits_are_certain_where_row_and_column_cross() -> None:
    """27 for 72 in one cell of part 3: the row and the column that fail cross in that cell alone."""
    report = random_report(3, Options(zero=1.0))
    cells = report.tables["requests"]
    for row in ("received", "denied_third_party", "processed_total"):
        cells[row]["natural_person"] = cells[row]["total"] = 72
    cells["denied_third_party"]["natural_person"] = 27
    [explanation] = explain(report, FORM, 0)
    assert explanation == {
        "input": 0,
        "cells": [{"cell": "requests.denied_third_party.natural_person", "actual": 27, "expected": 72, "pattern": "digits_exchanged"}],
        "certain": True,
        "alternatives": 0,
    }


def put(report: Report, **cells: int | None) -> None:
    """Change cells of part 3; ``row__column`` names one."""
    for path, value in cells.items():
        row, column = path.split("__")
        report.tables["requests"][row][column] = value


def shown(report: Report, **more: Any) -> list[dict[str, int | None]]:
    """The cells that each alternative would change, and to what, the best first."""
    return [{cell["cell"]: cell["expected"] for cell in explanation["cells"]} for explanation in explain(report, FORM, 0, **more)]


def test_correct_sums_need_no_explanation() -> None:
    """Nothing is off, so nothing is said."""
    for seed in range(50):
        assert list(explain(random_report(seed), FORM, 0)) == []


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 5000), paths=st.lists(st.sampled_from(PARTS), min_size=2, max_size=2, unique=True), data=st.data())
def test_two_wrong_cells_are_among_the_explanations(seed: int, paths: list[str], data: st.DataObject) -> None:
    """Whichever two cells of part 3 were changed, they are named together, or a likelier mistake that does as well."""
    report = random_report(seed, Options(zero=0.2))
    truth = {path: report.cell(path) for path in paths}
    for path in paths:
        _table, row, column = path.split(".")
        put(report, **{f"{row}__{column}": int(report.cell(path) or 0) + data.draw(st.integers(1, 900))})
    [found] = explanations(report, FORM)
    likelier = found[0].cost < sum(cost(report.cell(path), expected) for path, expected in truth.items())
    assert likelier or any({change.cell: change.expected for change in offered.changes} == truth for offered in found)
    for explanation in found:
        again = deepcopy(report)
        for change in explanation.changes:
            _table, row, column = change.cell.split(".")
            put(again, **{f"{row}__{column}": int(change.expected)})
        assert not list(explanations(again, FORM))


def test_a_row_that_slid_stands_before_what_three_slips_would_explain() -> None:
    """Also where it changed three cells alone, and the search for three single mistakes finds the same cells and others."""
    report = random_report(3, Options(zero=0.2))
    columns = report.tables["requests"]["unavailable_unclear"]
    for name in columns:
        total = report.tables["requests"]["processed_total"]
        total[name] = int(total[name] or 0) - int(columns[name] or 0) + (8 if name in ("legal_service", "total") else 0)
        carried = report.tables["requests"]["carried_out"]
        carried[name] = int(carried[name] or 0) + int(columns[name] or 0) - (8 if name in ("legal_service", "total") else 0)
        columns[name] = 8 if name == "other_organisation" else 0
    [found] = explanations(report, FORM)
    assert [(change.cell, change.expected, change.pattern) for change in found[0].changes] == [
        (f"requests.unavailable_unclear.{name}", number, "row_shifted") for name, number in (("legal_service", 8), ("other_organisation", 0), ("total", 8))
    ]
    assert [offered.cost for offered in found] == sorted(offered.cost for offered in found)


def test_more_than_three_wrong_cells_are_left_to_a_solver() -> None:
    """The core looks for three; what is asked for more gets the system, and its answer is ranked like the others."""
    report = random_report(3, Options(zero=0.2))
    wrong = {"requests.granted.research": 9100, "requests.refused_repeat.enterprise": 8200, "requests.received.total": 7300}
    truth = {path: report.cell(path) for path in wrong}
    for path, number in wrong.items():
        put(report, **{"__".join(path.split(".")[1:]): number})
    assert shown(report) == [truth]
    truth["requests.carried_in.legal_service"] = report.cell("requests.carried_in.legal_service")
    put(report, carried_in__legal_service=6400)
    assert shown(report) == []
    assert shown(report, solver=lambda system: [truth]) == [truth]


SMALL = """
id = "small"
title = "a small form"
basis = "an invented notice"
since = 2020
[[sections]]
id = "part"
ordinal = "一"
title = "表"
[[tables]]
id = "small"
section = "part"
layout = "matrix"
label_columns = 1
[[tables.blocks]]
columns = [{ id = "a", label = "甲" }, { id = "b", label = "乙" }, { id = "total", label = "合计" }]
rows = [{ id = "x", label = "一" }, { id = "y", label = "二" }, { id = "sum", label = "共" }]
[[tables.identities]]
id = "across"
axis = "row"
sum = ["a", "b"]
equals = ["total"]
[[tables.identities]]
id = "down"
axis = "column"
sum = ["x", "y"]
equals = ["sum"]
"""


@pytest.mark.parametrize("seed", range(60))
def test_the_search_finds_what_trying_every_number_finds(seed: int) -> None:
    """In a table of three rows and columns with small numbers, every smallest set of one or two cells is found, and no other."""
    form = FormBook([parse_form(SMALL, "small")]).form("small")
    rng = random.Random(seed)
    report = random_report(rng, Options(form="small", year=2023, zero=0.3, largest=4), FormBook([parse_form(SMALL, "small")]))
    cells = list(form.paths())
    for path in rng.sample(cells, rng.randint(1, 2)):
        _table, row, column = path.split(".")
        report.tables["small"][row][column] = rng.randint(0, 8)
    [*found] = systems(form, report)
    tried: set[frozenset[tuple[str, int]]] = set()
    for count in (1, 2):
        for chosen in combinations(cells, count):
            for numbers in product(range(30), repeat=count):
                changed = {path: number for path, number in zip(chosen, numbers, strict=True) if number != report.cell(path)}
                if len(changed) == count and found and found[0].settles(changed):
                    tried.add(frozenset(changed.items()))
        if tried:
            break
    assert {frozenset(solution.items()) for system in found for solution in search(system, 2)} == tried


@pytest.mark.parametrize(("shift", "with_total"), [(1, True), (-1, True), (1, False), (-1, False)])
def test_a_row_that_slid_by_a_column_is_named_as_such(shift: int, with_total: bool) -> None:
    """All cells of the row are in the explanation, with the numbers that stood in them."""
    report = random_report(3, Options(zero=1.0))
    for row in ("received", "granted", "processed_total"):
        put(report, **{f"{row}__{column}": value for column, value in zip(COLUMNS, (4, 31, 6, 7, 2, 9, 59), strict=True)})
    before = dict(report.tables["requests"]["granted"])
    length = 7 if with_total else 6
    values = list(before.values())[:length]
    slid = [None, *values[:-1]] if shift == 1 else [*values[1:], None]
    report.tables["requests"]["granted"].update(zip(COLUMNS, slid, strict=False))
    first = next(explain(report, FORM, 0))
    assert {cell["pattern"] for cell in first["cells"]} == {"row_shifted"}
    assert {cell["cell"]: cell["expected"] for cell in first["cells"]} == {
        f"requests.granted.{column}": value for column, value in before.items() if report.tables["requests"]["granted"][column] != value
    }


def test_two_rows_that_changed_places_are_named_as_such() -> None:
    """Their own sums hold, and the columns do not."""
    report = random_report(3, Options(zero=0.0))
    requests = report.tables["requests"]
    requests["granted"], requests["carried_out"] = requests["carried_out"], requests["granted"]
    first = next(explain(report, FORM, 0))
    assert {cell["pattern"] for cell in first["cells"]} == {"rows_exchanged"}
    assert {cell["cell"].split(".")[1] for cell in first["cells"]} == {"granted", "carried_out"}


def test_a_number_in_the_neighbouring_cell_is_one_mistake() -> None:
    """5 under 商业企业 and 0 under 自然人 where it is the other way round."""
    report = random_report(3, Options(zero=1.0))
    put(report, received__natural_person=5, received__total=5, processed_total__natural_person=5, processed_total__total=5)
    put(report, granted__enterprise=5, granted__total=5)
    [explanation] = explain(report, FORM, 0)
    assert [(cell["cell"], cell["actual"], cell["expected"], cell["pattern"]) for cell in explanation["cells"]] == [
        ("requests.granted.natural_person", 0, 5, "neighbouring_cell"),
        ("requests.granted.enterprise", 5, 0, "neighbouring_cell"),
    ]
    assert explanation["certain"] is True


def test_where_several_cells_would_do_none_is_certain() -> None:
    """In part 4 the total or any of its parts may be wrong; what the text says of one of them puts it first."""
    report = random_report(3, Options(zero=1.0))
    report.tables["disputes"]["reconsideration"] = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 18}
    found = list(explain(report, FORM, 0))
    assert len(found) == 5
    assert not any(explanation["certain"] for explanation in found)
    assert all(explanation["alternatives"] == 4 for explanation in found)
    assert shown(report, evidence={"disputes.reconsideration.total": (11,)})[0] == {"disputes.reconsideration.total": 11}
    attested = {"disputes.reconsideration.total": (18,), "disputes.reconsideration.other": (7,)}
    assert shown(report, evidence=attested)[0] == {"disputes.reconsideration.other": 7}
    assert {"disputes.reconsideration.total": 11} not in shown(report, evidence=attested)[:2]
    told = list(sentences(found, {}))
    assert len(told) == 1
    assert "(5) " in told[0]


def carried_in_wrongly() -> tuple[Report, dict[str, int | None], dict[str, int | None]]:
    """A report with two wrong cells, one of them carried in; the cells, and others that would do alike."""
    report = random_report(3, Options(zero=0.0, year=2023))
    requests = report.tables["requests"]
    truth = {"requests.received.research": requests["received"]["research"], "requests.carried_in.enterprise": 50}
    more = 50 - int(requests["carried_in"]["enterprise"] or 0)
    put(report, carried_in__enterprise=50, carried_in__total=int(requests["carried_in"]["total"] or 0) + more)
    put(report, received__enterprise=int(requests["received"]["enterprise"] or 0) - more)
    put(report, received__total=int(requests["received"]["total"] or 0) - more)
    assert shown(report) == []
    put(report, carried_in__enterprise=57, received__research=int(requests["received"]["research"] or 0) + 7)
    plain = shown(report)
    assert truth in plain
    assert len(plain) == 2
    return report, truth, next(found for found in plain if found != truth)  # type: ignore[return-value]


def test_what_is_said_elsewhere_counts_as_evidence() -> None:
    """Two cells that would do alike: the one of which another number is said goes first."""
    report, truth, other = carried_in_wrongly()
    for wanted in (truth, other):
        assert shown(report, evidence={cell: (expected,) for cell, expected in wanted.items()})[0] == wanted


def test_last_years_report_is_asked_where_it_is_known(tmp_path: Path) -> None:
    """Under --previous, and for Python: what was carried out last year tells which cell of those carried in is wrong."""
    report, truth, other = carried_in_wrongly()
    plugins = Plugins(points=[])
    now, before = (tmp_path / name for name in ("now.json", "last.json"))
    now.write_text(json.dumps(report.to_dict(), default=float), "utf-8")
    for wanted in (truth, other):
        last = random_report(4, Options(zero=0.0, year=2022, agency=report.agency.name))
        last.tables["requests"]["carried_out"] = dict(report.tables["requests"]["carried_in"])
        for cell, expected in wanted.items():
            if cell.startswith("requests.carried_in."):
                last.tables["requests"]["carried_out"][cell.split(".")[2]] = expected
        before.write_text(json.dumps(last.to_dict(), default=float), "utf-8")
        engine = Engine(plugins)
        found = [engine.judged(report, last).explanations, govdisc.check(now, previous=[before], plugins=plugins).explanations]
        assert found[0] == found[1]
        assert {cell["cell"]: cell["expected"] for cell in found[0][0]["cells"]} == wanted


def test_a_row_that_could_not_be_read_does_not_keep_the_rest_from_being_explained() -> None:
    """Sums over the missing row are left out; the two that do not hang on it name one cell and one number."""
    report = random_report(3, Options(zero=0.2))
    was = report.cell("requests.received.total")
    put(report, received__total=int(was or 0) + 10)
    del report.tables["requests"]["granted"]
    assert shown(report) == [{"requests.received.total": was}]


def test_a_blank_that_should_hold_a_number_is_named_as_blank() -> None:
    """A part that was left blank, where the sums ask for 7."""
    report = random_report(3, Options(zero=1.0))
    put(report, received__research=7, received__total=7, processed_total__research=7, processed_total__total=7, granted__total=7)
    put(report, granted__research=None)
    [explanation] = explain(report, FORM, 0)
    assert explanation["cells"] == [{"cell": "requests.granted.research", "actual": None, "expected": 7, "pattern": "left_at_zero"}]
    assert list(sentences([explanation], {})) == ["one cell would settle these sums: requests.granted.research: blank → 7"]


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
