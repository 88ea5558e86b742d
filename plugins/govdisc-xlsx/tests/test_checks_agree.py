"""Everyone who adds up a report comes to the same: the rules, the explanations, the workbook, and the form that all of them ask."""

from __future__ import annotations

import io
import random
from collections import Counter
from functools import partial

import openpyxl
import pytest
from govdisc_xlsx.checks import RESULTS, checks
from govdisc_xlsx.facts import CHECK_SHEET
from xlsx_kit import FORMS, Convert, write

from govdisc.explain.system import systems
from govdisc.model.equations import Balance
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, Unread
from govdisc.rules.registry import Context
from govdisc.rules.sums import RULES
from govdisc.testing import Options, random_report

REPORTS = 3000


def damaged(seed: int) -> Report:
    """A report with up to three cells or rows changed, blanked, marked, garbled, taken out or left unread."""
    rng = random.Random(seed)
    form = rng.choice(["2019", "2021"])
    options = Options(form=form, zero=rng.choice([0.2, 0.7]), blank_zeros=rng.random() < 0.2, legacy_row=rng.random() < 0.2)
    report = random_report(rng, options)
    for _mistake in range(rng.randint(0, 3)):
        table = rng.choice(["requests", "requests", "disputes"])
        row = rng.choice(list(report.tables[table]))
        column = rng.choice(list(report.tables[table][row]))
        rng.choice([_change, _change, _blank, partial(_mark, "/"), partial(_mark, "3.5"), _take_out, _leave_unread])(report, rng, table, row, column)
    return report


def _change(report: Report, rng: random.Random, table: str, row: str, column: str) -> None:
    report.tables[table][row][column] = rng.randint(0, 200)
    report.marks.pop(f"{table}.{row}.{column}", None)


def _blank(report: Report, _rng: random.Random, table: str, row: str, column: str) -> None:
    report.tables[table][row][column] = None


def _mark(mark: str, report: Report, _rng: random.Random, table: str, row: str, column: str) -> None:
    report.tables[table][row][column] = None
    report.marks[f"{table}.{row}.{column}"] = mark


def _take_out(report: Report, _rng: random.Random, table: str, row: str, _column: str) -> None:
    del report.tables[table][row]
    report.marks = {path: mark for path, mark in report.marks.items() if not path.startswith(f"{table}.{row}.")}


def _leave_unread(report: Report, rng: random.Random, table: str, row: str, column: str) -> None:
    cells = [f"{table}.{row}.{name}" for name in report.tables[table][row]]
    _take_out(report, rng, table, row, column)
    report.unread.append(Unread("too_few", table, "line 1", "1 2", cells))


def named(balance: Balance) -> str:
    """The cell that a finding about an equation names."""
    return next((path for path in balance.right if path not in balance.unknown), balance.right[0])


@pytest.mark.parametrize("part", range(6))
def test_all_who_add_up_agree(part: int) -> None:
    """On each damaged report: what is wrong, what cannot be judged, and what is right are the same equations for all."""
    seen: Counter[str] = Counter()
    for seed in range(part * REPORTS // 6, (part + 1) * REPORTS // 6):
        report = damaged(seed)
        form = FORMS.form(report.form)
        found = list(form.balances(report))
        seen.update(balance.state for balance in found)
        wrong = sorted((named(balance), balance.left_sum, balance.right_sum) for balance in found if balance.state == "wrong")
        said = [outcome for rule in RULES for outcome in rule(report, Context(form))]
        assert sorted((outcome.cell, outcome.expected, outcome.actual) for outcome in said if hasattr(outcome, "cell")) == wrong, seed
        assert any(not hasattr(outcome, "cell") for outcome in said) == any(balance.state in ("unread", "blank") for balance in found), seed
        off = {frozenset(cells) for system in systems(form, report) for number, cells in system.members.items() if system.off[number]}
        judged = [balance for balance in found if not balance.unknown and balance.left_sum != balance.right_sum]
        assert off <= {frozenset(balance.cells) for balance in judged}, seed
        assert off >= {frozenset(balance.cells) for balance in judged if balance.state == "wrong"}, seed
        shown: Counter[str] = Counter()
        for table in form.tables:
            layout = report_layout(form, report, table.id)
            spots = {cell.path: (cell.row, cell.column) for cell in layout.cells if cell.path}
            shown.update("一致" if check.result == "空白" else check.result for check in checks(form, report, table, spots))
        assert shown == Counter(RESULTS[balance.state] for balance in found), seed
    assert min(seen[state] for state in ("holds", "wrong", "blank", "unread")) > 20


@pytest.mark.parametrize("seed", range(4))
def test_the_formulas_come_to_what_the_form_says(convert: Convert, seed: int) -> None:
    """The stored results are those that LibreOffice computes, in damaged reports as well."""
    data = write(damaged(seed))
    assert results(data) == results(convert(data, "xlsx"))


def results(data: bytes) -> list[object]:
    """What the checks of a workbook show."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [row[5].value for row in book[CHECK_SHEET].iter_rows(min_row=2)]
