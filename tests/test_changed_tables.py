"""Tables that were changed without changing what they say: what is read is right, and what is not read is told."""

from __future__ import annotations

import random
import re

import pytest
from govdisc_html.reader import read
from govdisc_html.writer import write
from lxml import html
from table_changes import CHANGES

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.plugin import WriteContext
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

FORMS = builtin_forms()
#: A stranger's page says nothing of what its cells are.
_MARKS = re.compile(r' data-govdisc="[a-z]+"|<meta name="govdisc[^>]*>|<caption.*?</caption>')


def page_of(report: Report) -> html.HtmlElement:
    return html.fromstring(_MARKS.sub("", write([report], WriteContext(FORMS)).decode()).encode())


def rows_missing(report: Report, page: html.HtmlElement, zeros_blank: bool) -> set[str]:
    """Compare what is read of a page with its report, and return the rows of which cells were not read; none of these goes without a word."""
    found = recognise(read(html.tostring(page, encoding="utf-8")), FORMS)
    expected, cells = dict(report.cells()), dict(found.cells())
    for path, value in cells.items():
        is_blank = value is None and (path in found.marks or (zeros_blank and expected[path] == 0))
        assert is_blank or value == expected[path], path
    missing = {path.rpartition(".")[0] for path in expected if path not in cells}
    told = {path.rpartition(".")[0] for unread in found.unread for path in unread.cells} | {unread.table for unread in found.unread}
    for row in missing:
        assert {row, row.partition(".")[0]} & told or not any(value for path, value in expected.items() if path.startswith(f"{row}.")), row
    return missing


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"column_behind"}))  # which has no label in every block
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_each_change_alone_leaves_every_cell_as_it_was(name: str, form: str) -> None:
    """Of a page with one change all is read."""
    for seed in range(3):
        report = random_report(seed, Options(form, zero=0.4))
        page = page_of(report)
        for table in list(page.iter("table")):
            CHANGES[name](table, random.Random(seed))
        assert not rows_missing(report, page, name == "blanks_for_zeros")


@pytest.mark.parametrize("seed", range(60))
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
    rows_missing(report, page, "blanks_for_zeros" in made)
