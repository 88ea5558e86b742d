"""Tables whose cells know their columns, in every way in which published files print them."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Block, Cell, Document, Grid, Paragraph
from govdisc.model.layout import report_layout
from govdisc.model.report import Report, printed_cell
from govdisc.recognise import recognise
from govdisc.recognise.index import FormIndex, Meaning, index_of
from govdisc.testing import Options, random_report
from govdisc.testing.documents import as_document

Rows = list[list[Cell]]


@dataclass(frozen=True)
class Print:
    """How the tables of a report are printed: padded or repeated cells instead of spans, split, without header, …"""

    padded: bool = False
    repeated: bool = False
    headless: bool = False
    split_at: int = 0
    extra_column: bool = False
    wrong_span: int = 1
    one_grid: bool = False


def rows_of(report: Report, forms: FormBook, table: str, how: Print) -> Rows:
    """The printed rows of one table."""
    layout = report_layout(forms.form(report.form), report, table)
    rows: Rows = []
    matrix = [[""] * layout.width for _ in range(layout.height)]
    for cell in layout.cells:
        text = printed_cell(report, cell.path) if cell.path else cell.text
        for i in range(cell.rowspan):
            for j in range(cell.colspan):
                if how.repeated or (i, j) == (0, 0):
                    matrix[cell.row + i][cell.column + j] = text
    if how.padded or how.repeated:
        rows = [[Cell(text, f"row {i} column {j}") for j, text in enumerate(row)] for i, row in enumerate(matrix)]
    else:
        for i, line in enumerate(layout.rows()):
            rows.append([])
            for cell in line:
                text = printed_cell(report, cell.path) if cell.path else cell.text
                wide = cell.colspan * how.wrong_span if (i, cell.column) == (0, 0) else cell.colspan
                rows[-1].append(Cell(text, f"row {i} column {cell.column}", cell.rowspan, wide))
    if how.extra_column and table == "requests":
        for i, row in enumerate(rows):
            row.append(Cell("小计" if i == 1 else "", "extra", 2 if i == 1 else 1))
    return rows[3:] if how.headless and table == "requests" else rows


def document(report: Report, forms: FormBook, how: Print) -> Document:
    """The report as a reader of files would deliver it."""
    tables = {table.section: table.id for table in forms.form(report.form).tables}
    blocks: list[Block] = [Paragraph(report.title or "", "paragraph 1")]
    for section in report.sections:
        blocks += [Paragraph(section.title, "paragraph"), *(Paragraph(line, "paragraph") for line in section.text.split("\n") if line)]
        if section.id in tables:
            rows = [tuple(row) for row in rows_of(report, forms, tables[section.id], how)]
            cut = how.split_at if 0 < how.split_at < len(rows) else len(rows)
            blocks += [Grid(tuple(part), "table") for part in (rows[:cut], rows[cut:]) if part]
    if how.one_grid:
        every = tuple(row for block in blocks if isinstance(block, Grid) for row in block.rows)
        blocks = [*[block for block in blocks if isinstance(block, Paragraph)], Grid(every, "table")]
    return Document(tuple(blocks))


PRINTS = [
    Print(),
    Print(padded=True),
    Print(repeated=True),
    Print(wrong_span=2),
    Print(wrong_span=1_000_000),
    Print(headless=True),
    Print(split_at=4),
    Print(split_at=9),
    Print(split_at=17),
    Print(padded=True, split_at=9),
    Print(extra_column=True),
    Print(one_grid=True),
]
CONTENTS = [{}, {"blank_zeros": True}, {"mark": "/"}, {"remarks": True}, {"legacy_row": True}]


@pytest.mark.parametrize("how", PRINTS, ids=str)
@pytest.mark.parametrize("contents", CONTENTS, ids=str)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_every_cell_is_read_as_printed(form: str, contents: dict[str, object], how: Print, forms: FormBook) -> None:
    """Cell-exact, marks and remarks included; a lost header is the only thing that is noted."""
    if form == "2019" and "legacy_row" in contents:
        contents = {}
    for seed in range(4):
        report = random_report(seed, Options(form=form, **contents))  # type: ignore[arg-type]
        again = recognise(document(report, forms, how), forms)
        assert again.form == form
        assert again.tables == report.tables
        assert (again.marks, again.remarks) == (report.marks, report.remarks)
        assert {unread.kind for unread in again.unread} <= {"header_missing"}
        if not how.one_grid:
            assert [section.text for section in again.sections] == [section.text for section in report.sections]


def test_a_number_in_an_added_column_is_noted(forms: FormBook) -> None:
    """A column 小计 that holds a number is told; the form's own columns are read."""
    report = random_report(1)
    rows = rows_of(report, forms, "requests", Print(extra_column=True))
    rows[4][-1] = Cell("9", "row 4 column 10")
    again = recognise(Document((Paragraph("三、收到和处理政府信息公开申请情况", "p"), Grid(tuple(map(tuple, rows)), "t"))), forms)
    assert again.tables["requests"] == report.tables["requests"]
    assert [(unread.kind, unread.place) for unread in again.unread] == [("unknown_column", "row 4 column 10")]


def test_a_row_with_too_many_numbers_stays_unread_unless_its_total_shows_which_are_its_own(forms: FormBook) -> None:
    """Eight numbers under seven columns are not given to any of them; where the seven under the labels add up, the eighth is told."""
    report = random_report(1)
    rows = rows_of(report, forms, "requests", Print())
    rows[5].append(Cell("7", "row 5 column 11"))
    again = recognise(Document((Grid(tuple(map(tuple, rows)), "t"),)), forms)
    assert again.tables["requests"]["granted"] == report.tables["requests"]["granted"]
    assert [(unread.kind, unread.text.rpartition(" ")[2]) for unread in again.unread] == [("unknown_column", "7")]
    rows[5][-2] = rows[5][-2]._replace(text="9999")
    again = recognise(Document((Grid(tuple(map(tuple, rows)), "t"),)), forms)
    assert "granted" not in again.tables["requests"]
    assert [unread.kind for unread in again.unread] == ["too_many"]
    assert len(again.unread[0].cells) == 7


def test_a_row_that_stands_twice_with_other_numbers_is_noted(forms: FormBook) -> None:
    """The first is kept, the second is told; the same row again, as over a page break, is not."""
    report = random_report(1)
    rows = rows_of(report, forms, "requests", Print())
    same, other = list(rows[3]), [rows[3][0], *(Cell("99", "again") for _ in rows[3][1:])]
    again = recognise(Document((Grid(tuple(map(tuple, [*rows, same, other])), "t"),)), forms)
    assert again.tables["requests"] == report.tables["requests"]
    assert [unread.kind for unread in again.unread] == ["duplicate_row"]


def test_other_tables_of_the_page_are_left_alone(forms: FormBook) -> None:
    """The catalogue table above the article and a table of another kind give neither cells nor notes."""
    catalogue = Grid(((Cell("索引号", "a"), Cell("QL-2023-1", "b")), (Cell("发布机构", "c"), Cell("青岚县水务局", "d"))), "t")
    budget = Grid(((Cell("项目", "a"), Cell("金额", "b")), (Cell("培训", "c"), Cell("300", "d"))), "t")
    report = random_report(1)
    found = recognise(Document((catalogue, *document(report, forms, Print()).blocks, budget)), forms)
    assert found.tables == report.tables
    assert found.unread == []


def test_part_four_printed_a_group_a_row(forms: FormBook) -> None:
    """行政复议 and the two kinds of 行政诉讼 as rows, with their outcomes as columns."""
    report = random_report(4)
    block = forms.form("2021").table_index["disputes"].blocks[0]
    head = [Cell("", "h"), *(Cell(column.label, "h") for column in block.columns)]
    rows = [head] + [
        [
            Cell(" · ".join((*row.groups, row.label)), "r"),
            *(Cell(str(report.cell(f"disputes.{row.id}.{column.id}")), "c") for column in block.columns),
        ]
        for row in block.rows
    ]
    found = recognise(Document((Grid(tuple(map(tuple, rows)), "t"),)), forms)
    assert found.tables["disputes"] == report.tables["disputes"]


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_blank_form_is_blank_in_every_cell(form: str, forms: FormBook) -> None:
    """A form that nobody has filled in yet: every cell is there, and blank."""
    report = random_report(1, Options(form=form))
    for rows in report.tables.values():
        for cells in rows.values():
            cells.update(dict.fromkeys(cells))
    again = recognise(document(report, forms, Print()), forms)
    assert again.tables == report.tables
    assert again.unread == []


def test_a_whole_report_within_one_table(forms: FormBook) -> None:
    """Title, headings and running text as rows of one table, with the official tables among them."""
    report = random_report(6)
    tables = {table.section: table.id for table in forms.form("2021").tables}
    rows = [[Cell(report.title or "", "r1", 1, 10)]]
    for section in report.sections:
        rows.append([Cell(section.title, "heading", 1, 10)])
        rows += [[Cell(section.text, "text", 1, 10)]] if section.text else []
        rows += rows_of(report, forms, tables[section.id], Print()) if section.id in tables else []
    again = recognise(Document((Grid(tuple(map(tuple, rows)), "table 1"),)), forms)
    assert again.tables == report.tables
    assert [(part.id, part.title, part.text) for part in again.sections] == [(part.id, part.title, part.text) for part in report.sections]
    assert (again.title, again.year) == (report.title, report.year)


@pytest.mark.parametrize("word", ["XX", "=cmd()", "待填"])
def test_words_in_every_cell_of_a_row_are_kept_as_marks(word: str, forms: FormBook) -> None:
    """A row that nobody filled in with numbers is not dropped: what stands there is kept, cell by cell."""
    report = random_report(1)
    rows = rows_of(report, forms, "requests", Print())
    rows[3] = [rows[3][0], *(Cell(word, "row 3") for _ in rows[3][1:])]
    again = recognise(Document((Grid(tuple(map(tuple, rows)), "t"),)), forms)
    columns = again.tables["requests"]["received"]
    assert set(columns.values()) == {None}
    assert {path: again.marks[path] for path in again.marks} == {f"requests.received.{name}": word for name in columns}


@pytest.mark.parametrize("contents", CONTENTS, ids=str)
def test_a_shape_that_was_read_before_is_read_alike(contents: dict[str, object]) -> None:
    """Numbers, marks, remarks, places: each document's own, whether or not tables with the same labels were read before."""
    forms = builtin_forms()
    kept = index_of(forms.form("2021")).shapes
    reports = [random_report(seed, Options(**contents)) for seed in range(12)]  # type: ignore[arg-type]
    kept.clear()
    found = [recognise(as_document(report, forms), forms) for report in reports]
    assert len(kept) == 1
    for report, read in zip(reports, found, strict=True):
        kept.clear()
        assert recognise(as_document(report, forms), forms) == read
        assert (read.tables, read.marks, read.remarks) == (report.tables, report.marks, report.remarks)


def test_a_shape_is_kept_only_where_nothing_hangs_on_its_numbers() -> None:
    """A row that stands twice with the same numbers is passed over; with other numbers, in a table of the same shape, it is told."""
    forms, report = builtin_forms(), random_report(1)
    rows = [tuple(cell._replace(place=f"r{number}c{at}") for at, cell in enumerate(row)) for number, row in enumerate(rows_of(report, forms, "requests", Print()))]
    same = tuple(cell._replace(place=f"again {cell.place}") for cell in rows[3])
    other = (same[0], *(cell._replace(text="99") for cell in same[1:]))
    found = [recognise(Document((Grid((*rows, row), "t"),)), forms) for row in (same, other, same)]
    assert [[unread.kind for unread in again.unread] for again in found] == [[], ["duplicate_row"], []]
    assert all(again.tables["requests"] == report.tables["requests"] for again in found)


def test_several_numbers_in_a_cell_of_a_shape_that_was_read_before() -> None:
    """1 02 beside blank cells leaves these unread, with the words of the row, whether or not tables with the same labels were read before."""
    forms, report = builtin_forms(), random_report(1)
    rows = [tuple(cell._replace(place=f"r{number}c{at}") for at, cell in enumerate(row)) for number, row in enumerate(rows_of(report, forms, "requests", Print()))]
    torn = (rows[3][0], rows[3][1]._replace(text="1 02"), *(cell._replace(text="") for cell in rows[3][2:]))
    tables = [Document((Grid((*rows[:3], row, *rows[4:]), "t"),)) for row in (rows[3], torn)]
    index_of(forms.form("2021")).shapes.clear()
    first = recognise(tables[1], forms)
    assert [piece.kind for piece in first.unread] == ["too_few"]
    index_of(forms.form("2021")).shapes.clear()
    recognise(tables[0], forms)
    assert recognise(tables[1], forms) == first


def test_a_word_among_numbers_is_read_by_the_numbers_beside_it() -> None:
    """约7 where a number belongs: whether the row is data hangs on how many numbers stand beside it, in each table anew."""
    forms, report = builtin_forms(), random_report(1)
    printed = [tuple(cell._replace(place=f"r{number}c{at}") for at, cell in enumerate(row)) for number, row in enumerate(rows_of(report, forms, "requests", Print()))]
    received = (printed[3][0], printed[3][1]._replace(text="约7"), *printed[3][2:])
    blank = (*received[:3], *(cell._replace(text="") for cell in received[3:]))
    tables = [Document((Grid((*printed[:3], row, *printed[4:]), "t"),)) for row in (received, blank)]
    for order in (tables, tables[::-1]):
        index_of(forms.form("2021")).shapes.clear()
        found = {id(table): recognise(table, forms) for table in order}
        index_of(forms.form("2021")).shapes.clear()
        assert recognise(tables[1], forms) == found[id(tables[1])]
        assert found[id(tables[0])].marks["requests.received.natural_person"] == "约7"


def test_what_texts_say_is_remembered_of_so_many_alone(monkeypatch: pytest.MonkeyPatch, forms: FormBook) -> None:
    """A run over a country must not fill the memory with all that stands in its cells."""
    index = FormIndex(forms.form("2021"))
    remembered: dict[str, Meaning] = index.meaning.__self__  # type: ignore[attr-defined]
    monkeypatch.setattr("govdisc.recognise.index.MOST_MEANINGS", 3)
    sizes = [len(remembered) for text in ("规章", "7", "规章", "无", "8", "x" * 5000, "9") if index.meaning(text)]
    assert sizes == [1, 2, 2, 3, 1, 1, 2]
