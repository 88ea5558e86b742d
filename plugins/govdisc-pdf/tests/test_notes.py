"""Signs of notes, which stand raised behind a number, smaller than it: no figures of it."""

from __future__ import annotations

import pytest
from govdisc_pdf.model import Char
from govdisc_pdf.notes import with_notes
from govdisc_pdf.text import cell_text


def chars(text: str, x: float = 0.0, base: float = 100.0, size: float = 12.0, turn: int = 0) -> list[Char]:
    """Characters side by side, half as wide as the font is large."""
    wide = size / 2
    return [Char(each, x + i * wide, base - size, x + (i + 1) * wide, base, x + i * wide, base, size, 1, turn) for i, each in enumerate(text)]


@pytest.mark.parametrize(("rise", "size"), [(4.0, 10.0), (4.0, 7.0), (2.0, 6.0), (9.0, 7.0)])
@pytest.mark.parametrize(
    ("number", "sign", "text"),
    [("0", "1", "0¹"), ("458", "1", "458¹"), ("458", "12", "458¹²"), ("458", "①", "458①"), ("458", "[1]", "458[1]"), ("458", "注", "458[注]"), ("总计", "1", "总计[1]")],
)
def test_a_raised_sign_is_no_figure_of_the_number(number: str, sign: str, text: str, rise: float, size: float) -> None:
    """In a cell that is as narrow as its number, too, where lines of figures are one number."""
    found = with_notes([*chars(number), *chars(sign, x=len(number) * 6.0, base=100 - rise, size=size), *chars("件", x=40)])
    assert cell_text(found, len(number) * 6.0 + 2).text == f"{text}件"


def test_a_lowered_sign_is_none_either() -> None:
    """As it stands behind chemical formulas, and by mistake behind numbers."""
    assert "".join(char.text for char in with_notes([*chars("458"), *chars("1", x=18, base=103, size=8)])) == "458₁"


@pytest.mark.parametrize(
    "behind",
    [
        chars("1", x=18, base=96, size=11.5),  # of the same size
        chars("1", x=18, base=100, size=8),  # on the same line
        chars("1", x=18, base=85, size=8),  # on the line above
        chars("1", x=25, base=96, size=8),  # with room in between
        chars("1", x=6, base=96, size=8),  # over the number
        chars("1", x=18, base=96, size=8, turn=1),
        chars(" ", x=18, base=96, size=8),
    ],
)
def test_what_is_no_sign_stays_as_it_is(behind: list[Char]) -> None:
    """Another number beside, above or behind it."""
    given = [*chars("458"), *behind]
    assert with_notes(given) == given


def test_the_sign_of_a_note_on_a_line_of_its_own_is_no_rest_of_a_number() -> None:
    """It was wrapped below the number that fills its cell."""
    assert cell_text([*chars("458"), *chars("1", base=114, size=8)], 20).text == "458\n1"
    assert cell_text([*chars("458"), *chars("1", base=114)], 20).text == "4581"


def test_characters_without_a_size_are_no_error() -> None:
    """A file may set its font to size 0; what it draws so has no extent."""
    drawn = chars("71", size=0.0)
    assert "7" in "".join(char.text for char in with_notes(drawn))
