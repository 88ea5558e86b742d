"""Hypothesis strategies: reports of any form, the documents that they print as, damaged files, and one wrong cell."""

from __future__ import annotations

import copy
import random
from functools import lru_cache

from hypothesis import strategies as st

from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.records import record, replace
from govdisc.testing import damage
from govdisc.testing.awkward import AWKWARD_WORDS
from govdisc.testing.documents import as_document
from govdisc.testing.generate import Options, random_report

__all__ = ["WrongCell", "damaged", "documents", "one_wrong_cell", "reports"]

_SEEDS = st.integers(0, 2**32 - 1)


@lru_cache(maxsize=1)
def _builtin() -> FormBook:
    return builtin_forms()


@st.composite
def reports(
    draw: st.DrawFn,
    form: str = "2021",
    variant: str | None = None,
    *,
    awkward: bool = False,
    forms: FormBook | None = None,
    options: Options | None = None,
) -> Report:
    """Draw correct reports of a form: every sum holds, and the prose agrees with the tables.

    ``forms`` are the installed forms (``govdisc_plugins.forms``) where the form or variant is a plugin's; ``options`` is how they are
    made. ``awkward`` adds text that markup, spreadsheets and encoders get wrong, and remarks and blanks.
    """
    chosen = replace(options or Options(), form=form, variant=variant)
    if awkward:
        chosen = replace(chosen, remarks=True, blank_zeros=draw(st.booleans()))
    report = random_report(draw(_SEEDS), chosen, forms or _builtin())
    if awkward:
        words = draw(st.lists(st.sampled_from(AWKWARD_WORDS), max_size=4))
        for section in report.sections:
            if section.text and words:
                section.text += "\n" + "，".join(["下列文字难以排版", *words]) + "。"
    return report


@st.composite
def documents(draw: st.DrawFn, form: str = "2021", variant: str | None = None, *, forms: FormBook | None = None) -> Document:
    """Draw documents as a reader makes them of a printed report: title, headings, prose, and the official tables as aligned grids."""
    book = forms or _builtin()
    return as_document(draw(reports(form, variant, forms=book)), book)


def damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """Draw some bytes as they come off a bad disk or line: cut, with pieces lost, doubled, zeroed, or changed."""
    return _SEEDS.map(lambda seed: damage.damaged(random.Random(seed), data))


@record(frozen=True)
class WrongCell:
    """A report in which one number is wrong: where, what stands there, and what should."""

    report: Report
    cell: str
    actual: int
    expected: int


@st.composite
def one_wrong_cell(draw: st.DrawFn, report: Report) -> WrongCell:
    """Draw copies of a correct report with another number in one of its counts, as typing makes them: digits lost, doubled, exchanged, off."""
    counts = [(path, value) for path, value in report.cells() if isinstance(value, int)]
    path, value = draw(st.sampled_from(counts))
    text = str(value)
    slips = {int(text + text[-1]), int(text[::-1]), int(text[:-1] or "0"), value + 1, max(value - 1, 0), value + 10} - {value}
    wrong = copy.deepcopy(report)
    table, row, column = path.split(".")
    wrong.tables[table][row][column] = actual = draw(st.sampled_from(sorted(slips)))
    return WrongCell(wrong, path, actual, value)
