"""How far recognition looks: what stands at the edge of each bound counts, and what stands one further on does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from readings_kit import FORMS, TITLE

from govdisc.formats.text import read
from govdisc.model.document import Cell, Document, Grid, Paragraph
from govdisc.model.report import Report
from govdisc.recognise import recognise
from govdisc.recognise.collect import Collector
from govdisc.recognise.index import RowRef, index_of
from govdisc.recognise.tokens import Token, text_of

BODY = "一、总体情况\n工作平稳有序，全年无重大事项发生。\n六、其他需要报告的事项\n无。\n"
ANNOUNCED = "。现公布青岚县水务局2023年政府信息公开工作年度报告"
COLUMNS = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |"
DENIED = "三、收到和处理政府信息公开申请情况\n" + COLUMNS + "\n"


def _published(report: Report) -> bool:
    return report.published == "2024-01-17"


def _named(report: Report) -> bool:
    return report.agency.name == "青岚县水务局"


def _section(report: Report, name: str) -> str:
    return next((section.text for section in report.sections if section.id == name), "")


def _rows(count: int) -> str:
    return "".join(f"事项{number} | 1 | 2 | 3 | 4 | 5 | 6 | 21 |\n" for number in range(count))


#: How far, a document with something so far away, and whether a report shows that it was seen; a negative number is the least that counts.
BOUNDS: dict[str, tuple[int, Callable[[int], str], Callable[[Report], bool]]] = {
    "the title among the first lines": (400, lambda n: "公告栏\n" * (n - 1) + f"{TITLE}\n{BODY}", lambda report: report.title == TITLE),
    "a day behind its label": (24, lambda n: f"发布日期：{'公' * (n - 10)}2024-01-17\n{TITLE}\n{BODY}", _published),
    "a labelled day behind the report": (60, lambda n: f"{TITLE}\n{BODY}发布日期：2024-01-17" + "\n公告" * (n - 1), _published),
    "a day behind its label behind the report": (24, lambda n: f"{TITLE}\n{BODY}发布日期：{'公' * (n - 10)}2024-01-17\n", _published),
    "a day in one of the lines below the title": (3, lambda n: f"{TITLE}\n" + "公告\n" * (n - 1) + f"2024-01-17\n{BODY}", _published),
    "a day and a label in one of the lines above the title": (2, lambda n: "2024-01-17 来源：本站\n" + "公告\n" * (n - 1) + f"{TITLE}\n{BODY}", _published),
    "the body in one of the lines below a title without one": (
        2, lambda n: "2023年政府信息公开工作年度报告\n" + "\n" * (n - 1) + f"青岚县水务局\n{BODY}", _named
    ),
    "the year among the first lines of part 1": (
        40, lambda n: "一、总体情况\n" + "公\n" * (n - 1) + "2023年，我局公开信息12条。\n六、其他需要报告的事项\n无。\n", lambda report: report.year == 2023
    ),
    "the year among the first characters of part 1": (
        200, lambda n: f"一、总体情况\n{'公' * n}。2023年，我局公开信息12条。\n六、其他需要报告的事项\n无。\n", lambda report: report.year == 2023
    ),
    "an announcement on a line": (2000, lambda n: f"{'公' * (n - len(ANNOUNCED))}{ANNOUNCED}\n{BODY}", _named),
    "an announcement in the lead": (
        40_000, lambda n: f"{'公' * 1990}\n" * 20 + f"{'公' * (n - 39_800 - len(ANNOUNCED))}{ANNOUNCED}\n{BODY}", _named
    ),
    "a heading by its words": (45, lambda n: f"{TITLE}\n一、总体情况\n平稳。\n五、{'公' * (n - 9)}存在问题及改进\n已改进。\n", lambda report: len(report.sections) == 2),
    "the foot of a page by its first words": (
        60, lambda n: f"{TITLE}\n{BODY}上一篇{'公' * (n - 3)}\n", lambda report: "上一篇" not in _section(report, "other")
    ),
    "a lead without a full stop": (-18, lambda n: f"{TITLE}\n{'公' * -n}\n{BODY}", lambda report: bool(report.lead)),
    "a lead of one sentence": (-10, lambda n: f"{TITLE}\n{'公' * (-n - 1)}。\n{BODY}", lambda report: bool(report.lead)),
}  # fmt: skip


@pytest.mark.parametrize("name", BOUNDS)
def test_what_stands_at_the_edge_counts_and_no_further(name: str) -> None:
    """Bounds keep long pages from being read as what they are not, and stand where the comments beside them say."""
    bound, make, told = BOUNDS[name]
    assert [told(recognise(read(make(n).encode()), FORMS)) for n in (bound, bound + 1)] == [True, False]


def test_so_many_things_are_noted_as_unread() -> None:
    """A thousand notes say all that more of them would."""
    for rows, noted in ((1000, 1000), (1001, 1000)):
        report = recognise(read(f"{TITLE}\n{DENIED}{_rows(rows)}".encode()), FORMS)
        assert len(report.unread) == noted


def test_so_much_is_quoted_of_what_is_unread() -> None:
    """A note quotes a thousand characters."""
    collector = Collector(FORMS.form("2021"))
    collector.note("unknown_row", "requests", "line 1", "7" * 1001)
    assert [len(unread.text) for unread in collector.unread] == [1000]


@pytest.mark.parametrize(("rows", "columns", "known"), [(14, 2, True), (15, 2, False), (1, 6, True), (1, 7, False)])
def test_a_table_of_facts_is_small(rows: int, columns: int, known: bool) -> None:
    """A list of the other documents of a page has more rows or columns."""
    entry = ("发布日期：", "2024-01-17", "公", "公", "公", "公", "公")[:columns]
    table = Grid(tuple(tuple(Cell(text, "t") for text in entry) for _row in range(rows)), "t")
    report = recognise(Document((table, *(Paragraph(line, "p") for line in (TITLE, *BODY.splitlines())))), FORMS)
    assert _published(report) is known


@pytest.mark.parametrize(("before", "stands"), [(39, True), (40, False)])
def test_the_declared_title_is_one_of_the_first_paragraphs(before: int, stands: bool) -> None:
    """Further down a title may be that of another report, which the file does not declare."""
    lines = (*["公告栏"] * before, TITLE, *BODY.splitlines())
    document = Document(tuple(Paragraph(line, "p") for line in lines), {}, {"title": TITLE, "form": "2021", "agency.name": "青岚县水务局", "level": "city"})
    assert (recognise(document, FORMS).agency.level == "city") is stands


@pytest.mark.parametrize(("words", "prose"), [("公公公公公公公公公公公。", True), ("无。", True), ("公公", False), ("7。", False)])
def test_a_row_of_one_cell_is_prose_where_it_is_a_sentence(words: str, prose: bool) -> None:
    """A sentence across a layout table is text of its part, however short; a word or a number may be a cell."""
    rows = (("一、总体情况",), (words,), ("六、其他需要报告的事项",), ("无。",))
    table = Grid(tuple(tuple(Cell(text, "t") for text in row) for row in rows), "t")
    report = recognise(Document((Paragraph(TITLE, "p"), table)), FORMS)
    assert bool(_section(report, "overview")) is prose


@pytest.mark.parametrize(("length", "cells"), [(400, 2), (401, 1)])
def test_a_long_line_is_no_row_of_cells(length: int, cells: int) -> None:
    """Wide gaps part the cells of a line, and not the sentences of a paragraph."""
    line = "公" * (length - 5) + "    7"
    assert len(text_of([Paragraph(line, "p")], index_of(FORMS.form("2021")).meaning).tokens) == cells


@pytest.mark.parametrize(("length", "cells"), [(120, 3), (121, 1)])
def test_numbers_at_the_end_of_a_long_line_are_no_cells(length: int, cells: int) -> None:
    """They end a sentence."""
    line = "公" * (length - 4) + " 7 8"
    assert len(text_of([Paragraph(line, "p")], index_of(FORMS.form("2021")).meaning).tokens) == cells


def test_numbers_without_a_label_are_told_where_the_first_of_them_stands() -> None:
    """Where there is none, the row's own place tells where cells are missing."""
    index = index_of(FORMS.form("2021"))
    table = index.by_id["requests"].table
    ref = RowRef(table, table.blocks[0], table.blocks[0].rows[0])
    for left_over, place in (([Token("7", "cell 3", index.meaning("7"))], "cell 3"), ([], "row 2")):
        collector = Collector(FORMS.form("2021"))
        collector.put_missing(ref, table.blocks[0].columns[:2], left_over, "row 2")
        assert [(unread.kind, unread.place, len(unread.cells)) for unread in collector.unread] == [("unknown_header", place, 2)]


@pytest.mark.parametrize(("labels", "told"), [("信息内容本年处理决定数量", True), ("某某内容某某处理决定数量", False)])
def test_labels_and_numbers_in_one_line_are_a_table_with_the_label_of_a_column(labels: str, told: bool) -> None:
    """Without one they are a list of what was done."""
    report = recognise(read(f"{TITLE}\n{labels}行政许可12行政处罚3行政强制{'4' * 13}\n".encode()), FORMS)
    assert bool(report.tables or report.unread) is told
