"""What bounds the reading of a document: how much is noted and quoted, and how many damaged labels are compared with the form's."""

from __future__ import annotations

from readings_kit import FORMS
from rows_kit import found, grid

from govdisc.model.document import Cell, Document, Grid
from govdisc.recognise import collect, recognise, rows
from govdisc.recognise.collect import Collector
from govdisc.recognise.index import index_of
from govdisc.recognise.rows import Scope

FORM = FORMS.form("2021")
INDEX = index_of(FORM)


def test_so_many_things_are_noted_and_no_more() -> None:
    """A file with more of them is no report."""
    collector = Collector(FORM)
    for number in range(collect.MOST_NOTES + 5):
        collector.note("unlabelled_row", "requests", f"line {number}", "7")
    assert len(collector.unread) == 1000


def test_so_much_is_quoted_and_no_more() -> None:
    """What stood there may be the text of a page."""
    collector = Collector(FORM)
    piece = collector.note("unlabelled_row", "requests", "line 1", "7" * 3000)
    assert piece is not None
    assert len(piece.text) == 1000


def test_the_same_thing_at_the_same_place_is_noted_once() -> None:
    """A missing header is noted once a table, wherever its rows stand."""
    collector = Collector(FORM)
    for place in ("line 1", "line 1", "line 2"):
        collector.note("unlabelled_row", "requests", place, "7")
        collector.note("header_missing", "requests", place, "申请人情况")
    assert [(piece.kind, piece.place) for piece in collector.unread] == [
        ("unlabelled_row", "line 1"), ("header_missing", "line 1"), ("unlabelled_row", "line 2"),
    ]  # fmt: skip


def test_so_many_damaged_labels_are_compared_and_no_more() -> None:
    """A page of words is not compared with the form word by word."""
    scope = Scope(INDEX, lambda _table, _row: False, INDEX.by_id["requests"])
    damaged = INDEX.meaning("2.其他法律行政止公开")
    compared = [scope.alike(damaged) for _time in range(rows.MOST_GUESSES + 3)]
    assert [ref is not None for ref in compared] == [True] * 2001 + [False] * 2


def test_marks_and_remarks_stand_beside_cells_that_have_some() -> None:
    """A cell with a number alone has neither."""
    report = found(grid("信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 7① / 3"))
    assert report.marks == {"disclosure.regulations.repealed": "/"}
    assert report.remarks == {"disclosure.regulations.issued": "①"}


def test_what_is_noted_of_a_row_stands_at_its_first_word() -> None:
    """What is noted of a cell that no column holds stands at the cell, and of columns without a label at the row where none is left over."""
    lines = [
        "标签|标签|自然人|商业企业|科研机构|某某|总计",
        "三、本年度办理结果|（一）予以公开|1|2|3|9|15",
        "三、本年度办理结果|（二）部分公开|1|2|3||6",
        "三、本年度办理结果|（七）总计|1|2",
    ]
    cells = tuple(tuple(Cell(text, f"row {row} cell {at}") for at, text in enumerate(line.split("|"), 1)) for row, line in enumerate(lines, 1))
    report = recognise(Document((Grid(cells, "table"),)), FORMS)
    assert [(piece.kind, piece.place) for piece in report.unread] == [
        ("unknown_header", "row 2 cell 6"), ("unknown_header", "row 3 cell 1"), ("too_few", "row 4 cell 1"),
    ]  # fmt: skip
