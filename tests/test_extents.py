"""Where along the lines the numbers of a laid-out text stand: which of them stand in one column."""

from __future__ import annotations

import pytest

from govdisc.recognise.extents import Word, extents_of


@pytest.mark.parametrize(
    ("first", "second", "aligned"),
    [
        ((20, 21), (11, 21), True),  # they end at one place
        ((20, 21), (10, 22), True),  # or one further on
        ((20, 21), (10, 23), False),
        ((11, 12), (11, 21), True),  # they begin at one place
        ((12, 13), (11, 21), True),
        ((13, 14), (11, 23), False),
        ((13, 15), (11, 23), True),  # their middles are three places apart
        ((30, 31), (11, 23), False),  # they share no place at all
    ],
)
def test_what_stands_in_one_column_begins_or_ends_or_has_its_middle_at_one_place(
    first: tuple[int, int], second: tuple[int, int], aligned: bool
) -> None:
    """Else some of it belongs elsewhere, and no column is known."""
    lines = [[Word("7", 0, 1, False), Word("1" * (end - begin), begin, end, False)] for begin, end in (first, second)]
    extents = extents_of(lines, 2)
    assert (extents is not None) is aligned
    if extents is not None:
        assert [(extent.x0, extent.x1) for extent in extents] == [(0, 1), (min(first[0], second[0]), max(first[1], second[1]))]
        assert extents[1].full == extents[1].wide == max(first[1] - first[0], second[1] - second[0])
