"""Rows of which only the order of the cells is known, and rows with more cells than columns: what is certain of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from readings_kit import FORMS

from govdisc.recognise.fitting import _first, trim
from govdisc.recognise.index import index_of
from govdisc.recognise.rows import _other_number
from govdisc.recognise.titles import as_printed, clean_agency, whole_body
from govdisc.recognise.tokens import Token

INDEX = index_of(FORMS.form("2021"))
WIDE, NARROW = INDEX.by_id["requests"].blocks[0].block, INDEX.by_id["disclosure"].blocks[0].block


def cells(words: str) -> list[Token]:
    """A cell a word, a blank one for a full stop."""
    texts = ["" if word == "." else word for word in words.split()]
    return [Token(text, "p", INDEX.meaning(text), at, at + 1) for at, text in enumerate(texts)]


def told(found: Sequence[Token] | str) -> str:
    """The words of cells, or why there are none."""
    return found if isinstance(found, str) else " ".join(token.text or "." for token in found)


@pytest.mark.parametrize(
    ("words", "count", "left"),
    [
        ("1 2 3", 3, "1 2 3"),
        ("1 2", 3, "too_few"),
        (". . . .", 3, ". . ."),
        (". 1 2 3", 3, "1 2 3"),
        ("1 2 3 .", 3, "1 2 3"),
        (". 1 2 .", 2, "1 2"),
        (". 1 2 .", 3, "too_many"),  # the first or the last
        (". . 1 .", 2, "too_many"),
        ("1 2 . .", 3, "1 2 ."),
        (". . 1 2", 3, ". 1 2"),
        (". 1 2", 3, ". 1 2"),
        ("1 2 .", 3, "1 2 ."),
        ("1 . 2 3", 3, "too_many"),
        ("1 2 3 4", 3, "too_many"),
    ],
)
def test_blank_cells_at_the_ends_of_a_row_are_dropped_where_there_is_one_way(words: str, count: int, left: str) -> None:
    """A page prints blank cells in front of the first column, or behind the last, and not in between."""
    assert told(trim(cells(words), count)) == left


@pytest.mark.parametrize(
    ("words", "columns", "left"),
    [
        ("1 2 3 4 5 6 21", 7, "1 2 3 4 5 6 21"),
        ("1 2 3 4 5 6 21 .", 7, "1 2 3 4 5 6 21"),
        ("1 2 3 4 5 6 .", 7, "1 2 3 4 5 6 ."),
        ("1 2 3 4 5 6", 7, "too_few"),
        (". . .", 7, ""),
        (". . . . . . . .", 7, ". . . . . . ."),
        ("1 2 3 4 5 6 . .", 7, "too_few"),  # one that was dropped may stand before the last
        (". 1 2 3 4 5 6 21", 7, "1 2 3 4 5 6 21"),
        (". . 1 2 3 4 5 6 21", 7, "1 2 3 4 5 6 21"),
        (". 1 2 . 4 5 6 21", 7, "too_many"),
        ("1 2 3 4 5 6 21 8", 7, "too_many"),
        ("1 2 .", 3, "1 2 ."),
        ("1 2 . .", 3, "1 2 ."),  # few columns
        ("1 2", 3, "too_few"),
        (". .", 3, ""),
    ],
)
def test_the_first_cells_of_a_row_whose_order_alone_is_known(words: str, columns: int, left: str) -> None:
    """What stands behind them is blank, and blank cells in front are what is left of the label's span."""
    assert told(_first(cells(words), columns, WIDE if columns == 7 else NARROW)) == left


@pytest.mark.parametrize(
    ("text", "label", "other"),
    [
        ("1.其他", "2.其他法律行政法规禁止公开", True),
        ("2.其他", "2.其他法律行政法规禁止公开", False),
        (" 12．其他", "2.其他", True),
        ("（一）其他", "2.其他", False),
        ("其他", "2.其他", False),
        ("1.其他", "其他", False),
    ],
)
def test_a_label_with_the_number_of_another(text: str, label: str, other: bool) -> None:
    """Figures in front number the rows of a group; two different ones are those of two rows."""
    assert _other_number(text, label) is other


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青岚县水务局", "青岚县水务局"),
        ("Page12 青岚县水务局", "青岚县水务局"),
        ("现将青岚县水务局", "青岚县水务局"),
        ("关于印发青岚县水务局的", "印发青岚县水务局"),
        ("我县水务局", "县水务局"),
        ("水", None),
        ("水务", "水务"),
        ("本机关", None),
        ("年度报告", None),
        ("根据条例", None),
        ("A", None),
        ("", None),
        (None, None),
    ],
)
def test_the_name_of_a_body_without_what_stands_around_it(text: str | None, name: str | None) -> None:
    """Words of announcements, years and brackets are none of it."""
    assert clean_agency(text) == name


@pytest.mark.parametrize(
    ("agency", "text", "printed"),
    [
        ("青岚县水务局", "青岚县 水务局2023年", "青岚县水务局"),
        ("青岚县(水务局)", "关于青岚县（水务局）的", "青岚县（水务局）"),
        ("青岚县水务局", "2023年", "青岚县水务局"),
        ("水务局", "水务局", "水务局"),
        (None, "2023年", None),
    ],
)
def test_a_name_is_given_as_it_is_printed(agency: str | None, text: str, printed: str | None) -> None:
    """In its own brackets and characters."""
    assert as_printed(agency, text) == printed


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("青岚县水务局办公室", "青岚县水务局"),
        ("映月镇人民政府办公室", "映月镇人民政府"),
        ("青岚县人民政府办公室", "青岚县人民政府办公室"),
        ("青岚县水务局", "青岚县水务局"),
        (None, None),
    ],
)
def test_an_inner_office_speaks_for_its_bureau(name: str | None, body: str | None) -> None:
    """That of a government is a body of its own."""
    assert whole_body(name) == body
