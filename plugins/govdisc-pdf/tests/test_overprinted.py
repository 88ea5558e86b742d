"""Numbers that are too wide for their cells: each is read whole or told, and no figure of one becomes one of another."""

from __future__ import annotations

from govdisc_pdf.model import Char, Page, Rule
from govdisc_pdf.tables import ruled_tables
from govdisc_pdf.units import units_of

from govdisc.reading import OVERPRINTED

#: How wide a figure is, and a column.
FIGURE, COLUMN = 6.0, 30.0


def drawn(text: str, column: int, run: int, alone: bool = False) -> list[Char]:
    """Figures from the left edge of a column on, of one text object or each of its own."""
    left = column * COLUMN + 1
    return [
        Char(each, left + at * FIGURE, 6, left + (at + 1) * FIGURE, 16, left + at * FIGURE, 15, 10, run + at * alone)
        for at, each in enumerate(text)
    ]


def cells(*numbers: list[Char]) -> list[str]:
    """What stands in a row of four cells with those figures, which are found from left to right, whoever draws them."""
    chars = sorted((char for number in numbers for char in number), key=lambda char: char.x0)
    across = [Rule(at, 0, 4 * COLUMN) for at in (0, 20)]
    down = [Rule(at * COLUMN, 0, 20) for at in range(5)]
    (((table,), _loose),) = ruled_tables([Page(1, 200.0, 300.0, chars, across, down)])
    return [text.text for text in table.texts]


def test_a_number_of_one_text_object_is_whole_in_the_cell_in_which_it_begins() -> None:
    """It reaches over the next cell, whose own number is printed below it."""
    assert cells(drawn("168576", 0, 1), drawn("16828", 1, 10)) == ["168576", "16828", "", ""]
    assert cells(drawn("123456789", 0, 1), drawn("7", 3, 30)) == ["123456789", "", "", "7"]


def test_two_numbers_in_one_cell_over_one_another_are_set_apart() -> None:
    """Neither is read for the other, nor both as one."""
    assert cells(drawn("12", 0, 1), [char._replace(x0=char.x0 + 3, x1=char.x1 + 3, ox=char.ox + 3) for char in drawn("345", 0, 10)]) == [
        f"12{OVERPRINTED}345", "", "", ""
    ]  # fmt: skip


def test_figures_that_are_drawn_one_by_one_are_one_number_within_a_cell() -> None:
    """As a browser prints them where letters are spaced."""
    assert cells(drawn("1685", 0, 1, alone=True), drawn("168", 1, 10, alone=True)) == ["1685", "168", "", ""]
    assert ["".join(char.text for char in unit) for unit in units_of([*drawn("1685", 0, 1, alone=True), *drawn("168", 1, 10, alone=True)])] == ["1685", "168"]


def test_figures_that_are_drawn_one_by_one_and_reach_into_another_cell_are_no_number() -> None:
    """Where they go on to may be the number of that cell; printed over others, none of them is known."""
    alone = cells(drawn("168576", 0, 1, alone=True), drawn("7", 2, 20, alone=True))
    assert OVERPRINTED in alone[0]
    assert alone[2] == "7"
    over = cells(drawn("168576", 0, 1, alone=True), drawn("16828", 1, 10, alone=True))
    assert all(OVERPRINTED in text for text in over if text)
    assert sorted(figure for text in over for figure in text if figure.isdigit()) == sorted("16857616828")


def test_numbers_far_from_each_other_are_not_over_one_another() -> None:
    """Their baselines may differ by less than a point: the one on the left need not come first."""
    lower = [char._replace(oy=15.55) for char in drawn("1", 0, 1)]
    assert cells(lower, drawn("1", 3, 10)) == ["1", "", "", "1"]
    higher = [char._replace(oy=14.45) for char in drawn("7", 3, 10)]
    assert cells(drawn("12", 0, 1), higher, drawn("3", 1, 20)) == ["12", "3", "", "7"]


def test_a_number_reaches_into_a_cell_that_holds_two() -> None:
    """All three are told."""
    second = [char._replace(x0=char.x0 + 20, x1=char.x1 + 20, ox=char.ox + 20) for char in drawn("5", 1, 30)]
    found = cells(drawn("168576", 0, 1, alone=True), [char._replace(x0=char.x0 + 10, x1=char.x1 + 10) for char in drawn("4", 1, 20)], second)
    assert OVERPRINTED in found[0]
    assert OVERPRINTED in found[1]
    assert sorted(figure for text in found for figure in text if figure.isdigit()) == sorted("16857645")
