"""Rulings make cells: what holds, and where it stops holding."""

from __future__ import annotations

from govdisc_pdf.lattice import GAP, NEAR, lattices
from govdisc_pdf.model import Rule
from govdisc_pdf.seams import Piece, joined

from govdisc.model.document import Cell, Grid


def rules(*ats: float, low: float, high: float) -> list[Rule]:
    return [Rule(at, low, high) for at in ats]


def spans(horizontal: list[Rule], vertical: list[Rule]) -> list[list[tuple[int, int, int, int]]]:
    return [[(one.row, one.column, one.rowspan, one.colspan) for one in table.regions] for table in lattices(horizontal, vertical)]


PLAIN = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_lattice() -> None:
    """Three lines either way make four cells."""
    assert spans(rules(0, 20, 40, low=0, high=100), rules(0, 50, 100, low=0, high=40)) == [PLAIN]


def test_missing_ruling_merges() -> None:
    """Where a ruling is missing the cells are one; half a ruling is missing, most of one is not."""
    across = rules(0, 20, 40, low=0, high=100)
    assert spans(across, [*rules(0, 100, low=0, high=40), Rule(50, 20, 40)]) == [[(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]]
    assert spans([*rules(0, 40, low=0, high=100), Rule(20, 50, 100)], rules(0, 50, 100, low=0, high=40)) == [
        [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
    ]
    assert spans([*rules(0, 40, low=0, high=100), Rule(20, 50, 90)], rules(0, 50, 100, low=0, high=40))[0][1] == (0, 1, 1, 1)
    assert spans([*rules(0, 40, low=0, high=100), Rule(20, 50, 75)], rules(0, 50, 100, low=0, high=40))[0][1] == (0, 1, 2, 1)


def test_pieces_and_gaps() -> None:
    """Pieces of a ruling join over small gaps; a gap as high as a row parts two tables."""
    pieces = [Rule(at, x, x + 4) for at in (0, 20, 40) for x in range(0, 100, 8)]
    assert spans([*pieces, *rules(0, 20, 40, low=96, high=100)], rules(0, 50, 100, low=0, high=40)) == [PLAIN]
    apart = GAP + 4
    two = [Rule(x, y, y + 20) for x in (0, 50, 100) for y in (0, 20 + apart)]
    assert len(lattices(rules(0, 20, 20 + apart, 40 + apart, low=0, high=100), two)) == 2


def test_double_lines() -> None:
    """Two rulings near one another are one border; further apart they make a column."""
    across = rules(0, 20, low=0, high=100)
    assert len(lattices(across, rules(0, 50, 50 + NEAR - 1, 100, low=0, high=20))[0].regions) == 2
    assert len(lattices(across, rules(0, 50, 50 + NEAR + 4, 100, low=0, high=20))[0].regions) == 3


def test_open_sides() -> None:
    """Sides without a ruling are where the rulings across end."""
    (table,) = lattices(rules(20, 40, low=0, high=100), rules(50, low=0, high=60))
    assert (table.xs, table.ys) == ((0, 50, 100), (0, 20, 40, 60))


def test_lines_that_make_no_table() -> None:
    """Underlines, a cross-free set of lines and ruled paper are no tables."""
    assert not lattices(rules(10, 30, 50, low=0, high=100), [])
    paper = [float(at) for at in range(0, 1000, 5)]
    assert not lattices(rules(*paper, low=0, high=1000), rules(*paper, low=0, high=1000))


def grid(page: int, *rows: tuple[str, ...]) -> Grid:
    return Grid(tuple(tuple(Cell(text, f"page {page} row {i}") for text in row) for i, row in enumerate(rows, 1)), f"page {page}")


def test_pieces_of_a_table_join() -> None:
    """The same columns, or some of them, make one table; other columns do not."""
    first = Piece(grid(1, ("信息内容", "制发", "废止"), ("规章", "0", "1")), (0, 100, 200, 300))
    second = Piece(grid(2, ("行政许可", "5")), (0, 101, 299))
    whole = joined(first, second)
    assert whole is not None
    assert [[(cell.text, cell.colspan) for cell in row] for row in whole.grid.rows][-1] == [("行政许可", 1), ("5", 2)]
    assert whole.grid.rows[-1][0].place == "page 2 row 1"
    assert joined(first, Piece(second.grid, (0, 150, 300))) is None
    assert joined(first, Piece(second.grid, (0, 100, 350))) is None


def texts(first: Piece, second: Piece) -> list[list[str]]:
    whole = joined(first, second)
    assert whole is not None
    return [[cell.text for cell in row] for row in whole.grid.rows]


def test_cut_row() -> None:
    """A label that goes on after the break, with numbers on one side alone, is one row."""
    borders = (0.0, 100.0, 200.0)
    assert texts(Piece(grid(1, ("4.无正当理由大量", "")), borders), Piece(grid(2, ("反复申请", "3")), borders)) == [["4.无正当理由大量\n反复申请", "3"]]
    assert texts(Piece(grid(1, ("部分公开（只计", "2")), borders), Piece(grid(2, ("这一情形）", "")), borders)) == [["部分公开（只计\n这一情形）", "2"]]


def test_cut_row_beside_a_spanning_label() -> None:
    """The blank half of a label that spans the rows above does not keep a cut row apart."""
    first = Grid(((Cell("（三）不予公开", "page 1 row 1", 2), Cell("7.甲", "page 1 row 1"), Cell("5", "page 1 row 1")),
                  (Cell("8.属", "page 1 row 2"), Cell("6", "page 1 row 2"))), "page 1")  # fmt: skip
    second = grid(2, ("", "于乙", ""))
    assert texts(Piece(first, (0, 50, 100, 150)), Piece(second, (0, 50, 100, 150)))[1] == ["8.属\n于乙", "6"]


def test_rows_that_are_not_cut() -> None:
    """A blank row before the break stays one when the next begins with an ordinal, or when its label had ended."""
    borders = (0.0, 100.0, 200.0)
    for above, below in ((("4.大量申请", ""), ("5.重新出具", "3")), (("规章", ""), ("规范性文件", "3")), (("4.大量", "1"), ("申请", "3"))):
        assert texts(Piece(grid(1, above), borders), Piece(grid(2, below), borders)) == [list(above), list(below)]


def test_label_over_the_break() -> None:
    """A label that spans rows on both sides is one cell; a blank number below a number is none of it."""
    first = Grid(((Cell("（三）不予公开", "page 1 row 1", 2), Cell("1.甲", "page 1 row 1"), Cell("5", "page 1 row 1")),
                  (Cell("2.乙", "page 1 row 2"), Cell("6", "page 1 row 2"))), "page 1")  # fmt: skip
    second = Grid(((Cell("", "page 2 row 1", 2), Cell("3.丙", "page 2 row 1"), Cell("", "page 2 row 1")),
                   (Cell("4.丁", "page 2 row 2"), Cell("8", "page 2 row 2"))), "page 2")  # fmt: skip
    whole = joined(Piece(first, (0, 50, 100, 150)), Piece(second, (0, 50, 100, 150)))
    assert whole is not None
    assert whole.grid.rows[0][0].rowspan == 4
    assert [[cell.text for cell in row] for row in whole.grid.rows[1:]] == [["2.乙", "6"], ["3.丙", ""], ["4.丁", "8"]]


def test_cut_header() -> None:
    """A header cut between its lines is one row again; a row of blanks below a header is not taken for its rest."""
    borders = (0.0, 10.0, 20.0, 30.0, 40.0)
    assert texts(Piece(grid(1, ("结果", "结果", "其他", "尚未")), borders), Piece(grid(2, ("维持", "纠正", "结果", "审结"), ("1", "2", "3", "4")), borders)) == [
        ["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结"],
        ["1", "2", "3", "4"],
    ]
    assert len(texts(Piece(grid(1, ("信息内容", "制发", "废止", "有效")), borders), Piece(grid(2, ("规章", "", "", "")), borders))) == 2
