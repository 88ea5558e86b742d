"""Reports that wait for others are packed without what they share, and come back as they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from govdisc.model.book import builtin_forms
from govdisc.model.report import Report, Unread
from govdisc.slim import Shelf, slim
from govdisc.testing import Options, random_report


def reports() -> list[Report]:
    """Reports of several shapes: both forms, rows that are missing or stand elsewhere, blanks, marks, places of several kinds."""
    plain = [random_report(seed, Options(form=form, places=True, remarks=True, mark="/")) for seed, form in enumerate(("2021", "2021", "2019"))]
    for report in plain:
        report.source = None
    short = random_report(4, Options(blank_zeros=True, legacy_row=True))
    short.source, short.unread = None, [Unread("row", "requests", "line 9", "转办 3", ["requests.received.total"])]
    turned = replace(plain[0], tables={name: dict(reversed(list(rows.items()))) for name, rows in plain[0].tables.items()})
    parted = replace(plain[1], places={"requests.received.total": "line 1\x1f2", "requests.granted.total": "line 3"})
    return [*plain, short, turned, parted, Report("2021"), replace(plain[0], places={"requests.received.total": "\x1f"})]


def test_what_is_packed_comes_back_with_its_order() -> None:
    """Every field is the same, and rows, columns and places stand in the order in which they stood."""
    shelf = Shelf()
    for report in reports():
        found = shelf.taken(shelf.put(slim(report))).report()
        assert found == report
        assert list(found.cells()) == list(report.cells())
        assert list(found.places.items()) == list(report.places.items())
        assert [section.lines for section in found.sections] == [section.lines for section in report.sections]


def test_shapes_without_end_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of shapes a report brings its own, so that a batch of odd reports takes no memory."""
    known = [len(data) for data in map(Shelf().put, map(slim, reports()))]
    monkeypatch.setattr("govdisc.slim.MOST_SHAPES", 1)
    shelf = Shelf()
    packed = [(report, shelf.put(slim(report))) for report in reports()]
    assert all(shelf.taken(data).report() == report for report, data in packed)
    assert len(packed[0][1]) == known[0]
    assert len(packed[3][1]) > known[3]


def test_the_values_of_a_form_are_its_cells_in_order() -> None:
    """A report with every cell of its form gives one value a cell, whatever their order in it; one with a row less, or more, gives none."""
    form = builtin_forms().form("2021")
    report = random_report(1)
    assert list(zip(form.paths(), form.values(report.tables) or (), strict=True)) == list(report.cells())
    rows = report.tables["requests"]
    turned = {name: dict(reversed(list(cells.items()))) for name, cells in reversed(list(rows.items()))}
    assert form.values({**report.tables, "requests": turned}) == form.values(report.tables)
    for other in ({name: cells for name, cells in rows.items() if name != "granted"}, {**rows, "closed": rows["granted"]}):
        assert form.values({**report.tables, "requests": other}) is None
