"""Generated reports, printed in many ways, come back cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from govdisc_pdf.reader import read

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report
from govdisc.recognise import recognise
from govdisc.testing import Options, random_report

WAYS: dict[str, dict[str, Any]] = {
    "plain": {},
    "thin rectangles": {"ruling": "rects"},
    "stroked rectangles": {"ruling": "borders"},
    "double lines": {"ruling": "double"},
    "dashes": {"ruling": "dashes"},
    "spaced cells": {"ruling": "spaced"},
    "white lines on colour": {"ruling": "white"},
    "no outer sides": {"ruling": "open"},
    "page numbers": {"page_number": "- {n} -"},
    "page numbers and header": {"page_number": "第{n}页 共{m}页", "header": "青岚县水务局"},
    "bare page numbers": {"page_number": "{n}", "header": "年度报告 2023"},
    "page n of m": {"page_number": "{n}/{m}"},
    "repeated header": {"repeat_header": True, "row_height": 24},
    "open at page breaks": {"open_breaks": True, "row_height": 22, "ruling": "rects"},
    "rotated 90": {"turn": 90},
    "rotated 180": {"turn": 180},
    "rotated 270": {"turn": 270},
    "drawn sideways": {"drawn_turn": 90},
    "drawn sideways, other way": {"drawn_turn": 270},
    "figures apart": {"digits_apart": 2.0},
    "bold by hand": {"bold": True},
    "short pages": {"height": 500, "page_number": "— {n} —"},
    "large": {"row_height": 40, "table_size": 10.5},
}
REPORTS = {
    "zeros": {},
    "blanks": {"blank_zeros": True},
    "marks, remarks and large numbers": {"mark": "/", "largest": 2500, "remarks": True},
}


def assert_same(report: Report, data: bytes) -> None:
    """Assert that the PDF is read as the report that was printed."""
    found = recognise(read(data), builtin_forms())
    assert dict(found.cells()) == dict(report.cells())
    assert found.marks == report.marks
    assert found.remarks == report.remarks
    assert (found.form, found.year, found.agency.name, found.unread) == (report.form, report.year, report.agency.name, [])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("kind", REPORTS)
def test_printed_reports_come_back(press: Callable[..., bytes], way: str, form: str, kind: str) -> None:
    """Each way of printing, each form, with zeros, blanks, marks and annotated numbers."""
    report = random_report(len(way) * 31 + len(kind), Options(form=form, **REPORTS[kind]))
    assert_same(report, press(report, **WAYS[way]))


def test_narrative_comes_back(press: Callable[..., bytes]) -> None:
    """Wrapped lines are joined into the paragraphs that were printed, across page breaks too."""
    report = random_report(5, Options(agency="云岫市人民政府"))
    found = recognise(read(press(report, height=420, page_number="- {n} -")), builtin_forms())
    assert [(section.id, section.title, section.text) for section in found.sections] == [(section.id, section.title, section.text) for section in report.sections]


def test_every_cell_has_its_page_and_row(press: Callable[..., bytes]) -> None:
    """Places name the page and the row, counted down the page over all of its tables."""
    report = random_report(8, Options(form="2021"))
    places = recognise(read(press(report)), builtin_forms()).places
    assert places["disclosure.regulations.issued"] == "page 1 row 3"
    assert set(places) == {path for path, _value in report.cells()}
    assert {place.split()[1] for place in places.values()} == {"1", "2"}


@pytest.mark.parametrize("kind", REPORTS)
def test_unruled_tables_never_give_a_wrong_number(press: Callable[..., bytes], kind: str) -> None:
    """Without rulings numbers may stay unread, and then something says so; none is read wrong."""
    for seed in range(4):
        report = random_report(seed, Options(**REPORTS[kind]))
        found = recognise(read(press(report, ruling="none")), builtin_forms())
        cells = dict(found.cells())
        # words in a cell are a mark, and a finding says so: no number is read
        read_as = {path: cells[path] for path in cells if path not in found.marks}
        wrong = {path: (value, read_as[path]) for path, value in report.cells() if path in read_as and read_as[path] != value}
        assert not wrong
        if any(value is not None and path not in cells for path, value in report.cells()):
            assert found.unread


def test_unruled_requests_are_read(press: Callable[..., bytes]) -> None:
    """A complete table of part 3 without rulings is read whole."""
    report = random_report(3, Options(zero=0.4))
    found = recognise(read(press(report, ruling="none")), builtin_forms())
    assert found.tables["requests"] == report.tables["requests"]
