"""Tables that were changed without changing what they say: what is read is right, and what is not read is told."""

from __future__ import annotations

import random
import re

import pytest
from changed_kit import compared
from govdisc_html.reader import read
from govdisc_html.writer import write
from lxml import html
from table_changes import CHANGES

from govdisc.model.book import builtin_forms
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.plugin import WriteContext
from govdisc.testing import Options, random_report

FORMS = builtin_forms()
#: The last ones make pages that were read wrong while numbers under no label were given to columns by their count.
SEEDS = [*range(56), 606, 778, 1181, 1820]
#: A stranger's page says nothing of what its cells are.
_MARKS = re.compile(r' data-govdisc="[a-z]+"|<meta name="govdisc[^>]*>|<caption.*?</caption>')


def page_of(report: Report) -> html.HtmlElement:
    return html.fromstring(_MARKS.sub("", write([report], WriteContext(FORMS)).decode()).encode())


def document_of(page: html.HtmlElement) -> Document:
    return read(html.tostring(page, encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"column_behind"}))  # which has no label in every block
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_each_change_alone_leaves_every_cell_as_it_was(name: str, form: str) -> None:
    """Of a page with one change all is read."""
    for seed in range(3):
        report = random_report(seed, Options(form, zero=0.4))
        page = page_of(report)
        for table in list(page.iter("table")):
            CHANGES[name](table, random.Random(seed))
        assert compared(report, document_of(page), name == "blanks_for_zeros") == ([], set(), set())


@pytest.mark.parametrize("seed", SEEDS)
def test_several_changes_at_once_make_no_number_another_cells(seed: int) -> None:
    """Where they leave open whose a number is, it is not read, and told."""
    chosen = random.Random(seed)
    report = random_report(seed, Options(chosen.choice(["2019", "2021"]), zero=chosen.choice([0.2, 0.5, 0.9])))
    page = page_of(report)
    made: set[str] = set()
    for table in list(page.iter("table")):
        names = chosen.sample(list(CHANGES), chosen.randrange(1, 4))
        made.update(names)
        for name in names:
            CHANGES[name](table, chosen)
    wrong, _missing, untold = compared(report, document_of(page), "blanks_for_zeros" in made)
    assert not wrong
    assert not untold
