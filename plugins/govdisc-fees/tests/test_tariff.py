"""The tariff of 国办函〔2020〕109号, and the command that computes a fee by it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from govdisc_fees.command import MOST_ITEMS, fee
from govdisc_fees.tariff import SCALES, steps
from govdisc_fees.tariff import fee as amount_of

CHECKED = [
    ("items", 0, 0),
    ("items", 10, 0),
    ("items", 11, 100),
    ("items", 30, 2_000),
    ("items", 31, 2_200),
    ("items", 35, 3_000),
    ("items", 40, 4_000),
    ("items", 41, 4_300),
    ("items", 51, 7_400),
    ("pages", 0, 0),
    ("pages", 30, 0),
    ("pages", 31, 10),
    ("pages", 100, 700),
    ("pages", 101, 720),
    ("pages", 200, 2_700),
    ("pages", 201, 2_740),
]


@pytest.mark.parametrize(("scale", "quantity", "expected"), CHECKED)
def test_check_values(scale: str, quantity: int, expected: int) -> None:
    """The amounts at the edges of the bands are those of the notice."""
    assert amount_of(scale, quantity) == expected


def test_each_unit_costs_the_price_of_its_own_band() -> None:
    """Computed unit by unit, straight from Art. 4 and 5, the fee is the same."""

    def item(number: int) -> int:
        return 0 if number <= 10 else 100 if number <= 30 else 200 + (number - 31) // 10 * 100

    def page(number: int) -> int:
        return 0 if number <= 30 else 10 if number <= 100 else 20 if number <= 200 else 40

    sums = {"items": 0, "pages": 0}
    for number in range(1, 400):
        sums["items"] += item(number)
        sums["pages"] += page(number)
        assert {scale: amount_of(scale, number) for scale in SCALES} == sums


def test_steps_join_without_gaps() -> None:
    """The steps cover every unit once and sum up to the fee."""
    found = steps("items", 57)
    assert [(step.first, step.last) for step in found] == [(1, 10), (11, 30), (31, 40), (41, 50), (51, 57)]
    assert sum(step.count for step in found) == 57
    assert sum(step.amount for step in found) == amount_of("items", 57)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(fee, arguments)


def test_text_shows_the_steps() -> None:
    """The text gives each step and the sum."""
    result = run("--items", "41")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "1-10: 10 items × ¥0 = ¥0",
        "11-30: 20 items × ¥100 = ¥2000",
        "31-40: 10 items × ¥200 = ¥2000",
        "41: 1 items × ¥300 = ¥300",
        "41 items: ¥4300 (国办函〔2020〕109号 第四条)",
    ]


def test_json() -> None:
    """The JSON holds the same figures."""
    data = json.loads(run("--pages", "120", "--format", "json").output)
    assert (data["by"], data["quantity"], data["fee"], data["currency"]) == ("pages", 120, 1_100, "CNY")
    assert data["steps"][-1] == {"from": 101, "to": 120, "count": 20, "price": 20, "amount": 400}
    assert "explanation" not in data


def test_explain() -> None:
    """Alone it explains both scales, with a quantity the scale in question."""
    both, pages = run("--explain").output, run("--pages", "1", "--explain").output
    assert "31-40: ¥200 each; each further 10: ¥100 more" in both
    assert "from 201: ¥40 each" in both
    assert "from 201: ¥40 each" in pages
    assert "一事一申请" not in pages
    assert len(json.loads(run("--explain", "--format", "json").output)["explanation"]) == len(both.splitlines()) - 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["--items", "3", "--pages", "4"], ["--items", "-1"], ["--pages", "-1"], ["--items", "x"], ["--items", str(MOST_ITEMS + 1)]],
)
def test_usage(arguments: list[str]) -> None:
    """Both, none, negative, no number and too much are errors of usage."""
    assert run(*arguments).exit_code == 2
