"""Rulings make cells: what holds, and where it stops holding."""

from __future__ import annotations

from govdisc_pdf.lattice import GAP, NEAR, lattices
from govdisc_pdf.model import Char, Page, Rule
from govdisc_pdf.tables import ruled_tables


def rules(*ats: float, low: float, high: float) -> list[Rule]:
    return [Rule(at, low, high) for at in ats]


def spans(horizontal: list[Rule], vertical: list[Rule]) -> list[list[tuple[int, int, int, int]]]:
    return [[(region.row, region.column, region.rowspan, region.colspan) for region in table.regions] for table in lattices(horizontal, vertical)]


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


def test_a_ruling_that_touches_none_bounds_a_cell_left_of_a_table_as_tall() -> None:
    """What spans the rows of three pages is ruled neither above nor below on the second; a ruling of another height is none of the table's."""
    across, down = rules(0, 20, low=50, high=100), rules(50, 75, 100, low=0, high=40)
    two_rows = [(0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]
    assert [sorted(table) for table in spans(across, [*down, Rule(0, 1, 39)])] == [[(0, 0, 2, 1), *two_rows]]
    alone = [[(row, column - 1, *span) for row, column, *span in two_rows]]
    assert spans(across, [*down, Rule(0, 0, 60)]) == spans(across, [*down, Rule(140, 0, 40)]) == alone
    other = [*rules(0, 20, low=-90, high=-40), Rule(-90, 0, 40), Rule(-40, 0, 40)]
    assert sorted(map(len, spans([*across, *other[:2]], [Rule(-100, 0, 40), *other[2:], *down]))) == [3, 4]


def test_colours_that_end_at_other_heights_where_the_page_cuts_a_row() -> None:
    """Below the cells of the last row nothing begins: neither walls bound it nor a floor, or it is lower than any text."""
    floors = [Rule(0, 0, 100), Rule(20, 0, 100), Rule(40, 50, 100)]
    one_row = [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
    for bottom, right in ((60, 42), (46, 46)):
        assert spans([*floors, Rule(bottom, 0, 50)], [*rules(0, 50, low=0, high=bottom), Rule(100, 0, right)]) == [one_row]
    table = spans([*floors, Rule(60, 0, 50)], rules(0, 50, 100, low=0, high=60))
    assert table == [[(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1)]]  # a row that the page cuts has walls


def test_lines_that_make_no_table() -> None:
    """Underlines, a cross-free set of lines and ruled paper are no tables."""
    assert not lattices(rules(10, 30, 50, low=0, high=100), [])
    paper = [float(at) for at in range(0, 1000, 5)]
    assert not lattices(rules(*paper, low=0, high=1000), rules(*paper, low=0, high=1000))


def test_blank_rows_behind_a_page_break() -> None:
    """A blank grid of rulings as wide as the table before it is blank rows; alone it is a frame."""
    across, down = rules(0, 20, 40, low=10, high=110), rules(10, 60, 110, low=0, high=40)
    label = Char("类", 20.0, 5.0, 30.0, 15.0, 20.0, 14.0, 10.0, 1)
    printed = Page(1, 200.0, 300.0, [label], across, down)
    blank = Page(2, 200.0, 300.0, [], across, down)
    assert [len(tables) for tables, _loose in ruled_tables([printed, blank])] == [1, 1]
    narrow = Page(2, 200.0, 300.0, [], rules(0, 20, low=10, high=60), rules(10, 35, 60, low=0, high=20))
    assert [len(tables) for tables, _loose in ruled_tables([printed, narrow])] == [1, 0]
    assert [len(tables) for tables, _loose in ruled_tables([blank])] == [0]


def test_the_end_of_a_note_alone_behind_a_page_break() -> None:
    """What goes on alone in several lines is the rest of a cell of the table before it; below no table such a grid is a frame."""
    across, down = rules(0, 100, low=10, high=110), rules(10, 60, 110, low=0, high=100)
    piece = [Char(text, 30.0, 15.0 + 20 * n, 40.0, 25.0 + 20 * n, 30.0, 24.0 + 20 * n, 10.0, n) for n, text in enumerate("季度7件")]
    label = Char("类", 20.0, 5.0, 30.0, 15.0, 20.0, 14.0, 10.0, 9)
    rest = Page(2, 200.0, 300.0, piece, across, down)
    (_first, _loose), (tables, loose) = ruled_tables([Page(1, 200.0, 300.0, [label], across, down), rest])
    assert ([text.text for text in tables[0].texts], loose) == (["季\n度\n7\n件", ""], [])
    assert ruled_tables([rest]) == [([], piece)]
