"""Word files whose tables were changed without changing what they say: what is read is right, and what is not read is told."""

from __future__ import annotations

import random

import pytest
from changed_kit import compared
from govdisc_docx.reader import read
from word_cell_changes import CHANGES
from word_kit import W, body_of, file_of

from govdisc.testing import Options, random_report

#: The last ones make files that were read wrong, or of which rows went without a word.
SEEDS = [*range(30), 167, 288, 1191]
ZEROS = {"blanks_for_zeros", "dashes_for_zeros"}


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"column_behind"}))  # which has no label in every block
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_each_change_alone_leaves_every_cell_as_it_was(name: str, form: str) -> None:
    """Of a file with one change all is read."""
    report = random_report(7, Options(form, zero=0.4))
    body = body_of(report)
    for table in list(body.iter(f"{W}tbl")):
        CHANGES[name](table, random.Random(7))
    assert compared(report, read(file_of(report, body)), name in ZEROS) == ([], set(), set())


@pytest.mark.parametrize("seed", SEEDS)
def test_several_changes_at_once_make_no_number_another_cells(seed: int) -> None:
    """Where they leave open whose a number is, it is not read, and told."""
    chosen = random.Random(seed)
    form = chosen.choice(["2019", "2021"])
    report = random_report(seed, Options(form, zero=chosen.choice([0.2, 0.5, 0.9]), largest=chosen.choice([9, 120, 5000])))
    body = body_of(report)
    made: set[str] = set()
    for table in list(body.iter(f"{W}tbl")):
        names = chosen.sample(list(CHANGES), chosen.randrange(1, 6))
        made.update(names)
        for name in names:
            if table.getparent() is not None:
                CHANGES[name](table, chosen)
    wrong, _missing, untold = compared(report, read(file_of(report, body)), bool(made & ZEROS))
    assert not wrong
    assert not untold
