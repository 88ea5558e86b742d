"""Findings are told by their place in the file, the cause before its consequences."""

from __future__ import annotations

import random

import pytest

from govdisc.model.book import builtin_forms
from govdisc.model.findings import Finding
from govdisc.model.report import Report, Section
from govdisc.rules.order import findings_order
from govdisc.testing import Options, random_report

FORM = builtin_forms().form("2021")


def found(code: str, **details: object) -> Finding:
    """A finding of that code."""
    return Finding(code, "error", "", **details)  # type: ignore[arg-type]


def placed(style: str) -> Report:
    """A report whose cells have places of one style, as a reader of that kind of file gives them."""
    report = random_report(3, Options(places=True))
    for number, path in enumerate(report.places):
        row, column = divmod(number, 7)
        report.places[path] = {
            "line": f"line {100 + number}",
            "table": f"table 1 row {row + 1} column {column + 1}",
            "sheet": f"表!{'ABCDEFG'[column]}{row + 1}",
            "none": "",
        }[style]
    return report


@pytest.mark.parametrize("style", ["line", "table", "sheet", "none"])
def test_the_file_gives_the_order(style: str) -> None:
    """The whole report, then part after part; a part's words, its table as a whole, its cells; last year's report behind all."""
    report = placed(style)
    first, second = "requests.received.total", "requests.granted.research"
    expected = [
        found("STR108"),
        found("NAR101", section="overview", quote=report.text("overview")[:8], cell="requests.granted.total"),
        found("NAR301", section="overview", quote=report.text("overview")[-8:]),
        found("STR105", section="requests"),
        found("NUM103", cell=first, place=report.places[first]),
        found("SUM101", cell=first, place=report.places[first]),
        found("SUM103", cell=first, place=report.places[first]),
        found("NUM101", cell=second, place=report.places[second]),
        found("SUM101", cell="disputes.reconsideration.total", place=report.places["disputes.reconsideration.total"]),
        found("STR310", section="problems"),
        found("NAR301", section="problems", quote=report.text("problems")[:8]),
        found("NAR301", section="problems", quote=report.text("problems")[-8:]),
        found("FEE101", section="other"),
        found("YOY101", cell="requests.carried_in.total"),
    ]
    shuffled = list(expected)
    for seed in range(20):
        random.Random(seed).shuffle(shuffled)
        assert sorted(shuffled, key=findings_order(report, FORM)) == expected


@pytest.mark.parametrize("style", ["line", "table", "sheet"])
def test_a_row_that_was_not_read_stands_where_it_is_in_the_file(style: str) -> None:
    """Its cells are none of the report's, but its place lies between those of two rows that are."""
    report = placed(style)
    above, lost = "requests.carried_in.total", report.places["requests.granted.natural_person"]
    below = "requests.partly_granted.natural_person"
    del report.tables["requests"]["granted"]
    expected = [
        found("SUM101", cell=above, place=report.places[above]),
        found("STR204", cell="requests.granted.natural_person", place=lost),
        found("NUM103", cell=below, place=report.places[below]),
    ]
    assert sorted(random.Random(4).sample(expected, len(expected)), key=findings_order(report, FORM)) == expected


def test_the_parts_stand_as_the_document_has_them() -> None:
    """A report that puts part 6 first is told from part 6 on; a part that is missing is told behind the one before it."""
    report = Report("2021", sections=[Section("other", "六、"), Section("overview", "一、")])
    expected = [found("FEE101", section="other"), found("NAR101", section="overview"), found("STR101", section="disclosure")]
    assert sorted(random.Random(4).sample(expected, len(expected)), key=findings_order(report, FORM)) == expected


def test_a_missing_part_is_told_right_behind_the_one_before_it() -> None:
    """Also where other parts follow."""
    report = Report("2021", sections=[Section("overview", "一、"), Section("problems", "五、"), Section("other", "六、")])
    expected = [found("NAR101", section="overview"), found("STR101", section="disclosure"), found("NAR301", section="problems"), found("FEE101", section="other")]
    assert sorted(random.Random(4).sample(expected, len(expected)), key=findings_order(report, FORM)) == expected


def test_cells_of_a_sheet_stand_by_row_and_column() -> None:
    """Column AA stands behind column Z, and a place between two cells between what is said of them."""
    report = random_report(3)
    cells = [path for path, _value in report.cells() if path.startswith("requests.received.")][:4]
    report.places = dict(zip(cells, ["表!Y5", "表!Z5", "表!AB5", "表!A6"], strict=True))
    between = found("STR203", section="requests", place="表!AA5")
    expected = [*(found("NUM103", cell=path) for path in cells[:2]), between, *(found("NUM103", cell=path) for path in cells[2:])]
    assert sorted(random.Random(4).sample(expected, len(expected)), key=findings_order(report, FORM)) == expected


def test_a_place_before_all_cells_stands_behind_the_words() -> None:
    """What was not read above a table is told behind what its part says, and before its cells; in front of both where no cell has such a place."""
    report = random_report(3)
    report.sections = [Section("requests", "三、", "本年度收到申请。")]
    cell = next(path for path, _value in report.cells() if path.startswith("requests."))
    report.places = {cell: "line 20"}
    said, number = found("NAR101", section="requests", quote="收到申请"), found("NUM103", cell=cell)
    expected = [found("STR203", section="requests", place="paragraph 7"), said, found("STR203", section="requests", place="line 7"), number]
    assert sorted(random.Random(4).sample(expected, len(expected)), key=findings_order(report, FORM)) == expected
