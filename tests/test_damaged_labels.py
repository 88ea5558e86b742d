"""Whatever is damaged, no number is lost: each is read where it was printed, or noted as unread."""

from __future__ import annotations

import random
import re
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rows_kit import FORMS

from govdisc.formats.text import read
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.testing import TEXT_LAYOUTS, Options, print_text, random_report
from govdisc.text.values import looks_like_value

SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def accounted(report: Report) -> Counter[str]:
    """What stands in cells, and the values that are noted as unread."""
    cells = Counter(text for path, _ in report.cells() if (text := printed_cell(report, path)))
    return cells + Counter(word for unread in report.unread for word in unread.text.split() if looks_like_value(word))


def damaged(text: str, rng: random.Random) -> str:
    """The text with one label of its tables lost, halved, or replaced."""
    lines = text.split("\n")
    first, last = (next(at for at, line in enumerate(lines) if title in line) for title in ("二、主动", "五、"))
    at = rng.choice([at for at in range(first + 1, last) if re.search("[\u4e00-\u9fff]", lines[at])])
    label = rng.choice(list(re.finditer(r"[^|\t\n ]*[\u4e00-\u9fff][^|\t\n ]*", lines[at])))
    whole = label[0]
    new = rng.choice(["", "另行", whole[: len(whole) // 2], whole[len(whole) // 2 :], whole.replace(rng.choice(whole), "", 1)])
    lines[at] = lines[at][: label.start()] + new + lines[at][label.end() :]
    return "\n".join(lines)


@SOME
@given(
    seed=st.integers(0, 100_000),
    layout=st.sampled_from(sorted(TEXT_LAYOUTS)),
    form=st.sampled_from(["2019", "2021"]),
    contents=st.sampled_from([{}, {"blank_zeros": True}, {"mark": "/"}, {"zero": 0.0}, {"remarks": True}]),
)
def test_a_damaged_label_costs_no_number(seed: int, layout: str, form: str, contents: dict[str, object]) -> None:
    """Whatever label is lost, every number that is read is the one that was printed, and every other is noted."""
    report = random_report(seed, Options(form=form, **contents))  # type: ignore[arg-type]
    again = recognise(read(damaged(print_text(report, layout), random.Random(seed)).encode()), FORMS)
    truth = dict(report.cells())
    assert {path: value for path, value in again.cells() if value is not None and truth.get(path) != value} == {}
    if "remarks" not in contents:  # a remark with blanks in it is parted in a note
        printed = Counter(text for path, _ in report.cells() if (text := printed_cell(report, path)))
        assert printed - accounted(again) == Counter()


@SOME
@given(seed=st.integers(0, 100_000), layout=st.sampled_from(sorted(TEXT_LAYOUTS)), blank=st.booleans())
def test_a_whole_report_accounts_for_every_number(seed: int, layout: str, blank: bool) -> None:
    """Cells, marks and what is unread hold what was printed, once each."""
    report = random_report(seed, Options(blank_zeros=blank))
    again = recognise(read(print_text(report, layout).encode()), FORMS)
    assert accounted(again) == Counter(text for path, _ in report.cells() if (text := printed_cell(report, path)))
