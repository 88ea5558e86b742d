"""Raised and lowered characters in plain text: a sign of a note never becomes a digit of the number before it."""

from __future__ import annotations

import pytest

from govdisc.text.notes import raised_text
from govdisc.text.values import CellValue, parse_cell


@pytest.mark.parametrize(
    ("text", "before", "shown"),
    [
        ("1", "7", "¹"),
        ("（1）", "7", "⁽¹⁾"),
        ("１", "7", "¹"),
        ("2", "面积m", "²"),
        ("1", "总计", "[1]"),
        ("（1）", "总计", "[1]"),
        ("注", "7", "[注]"),
        ("注1", "7", "[注1]"),
        ("a", "7", "[a]"),
        ("[1]", "7", "[1]"),
        ("①", "7", "①"),
        ("a", "总计", "a"),
        ("注1", "总计", "注1"),
        ("1", "", "1"),
        ("1", "  ", "1"),
        (" ", "7", " "),
        ("1", "7 ", "¹"),
    ],
)
def test_what_is_raised(text: str, before: str, shown: str) -> None:
    """Behind figures and letters raised figures, behind words brackets, at the beginning nothing."""
    assert raised_text(text, before) == shown


@pytest.mark.parametrize(("text", "before", "shown"), [("2", "CO", "₂"), ("1", "总计", "₁"), ("（1）", "7", "₍₁₎"), ("注1", "7", "[注1]")])
def test_what_is_lowered(text: str, before: str, shown: str) -> None:
    """Figures have lowered forms behind anything."""
    assert raised_text(text, before, lowered=True) == shown


@pytest.mark.parametrize("note", ["1", "（1）", "12", "注1", "a", "*", "①", "[1]"])
def test_the_number_stays_what_it_is(note: str) -> None:
    """7 with a note raised or lowered behind it is 7, and the note its remark, or it is no number at all."""
    for lowered in (False, True):
        read = parse_cell(f"7{raised_text(note, '7', lowered)}")
        assert read == CellValue(7, None, read.remark)
