"""A row's cells to the columns of its table: by the places of both, or, where only their order is known, by an exact count.

What cannot be told is said by the kind of ``unread`` that it makes: too few cells, too many, a header that is not understood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from govdisc.model.form import Block, Column
from govdisc.recognise.header import FEWEST_KNOWN, Leaf, Plan
from govdisc.recognise.rows import Row
from govdisc.recognise.tokens import Token
from govdisc.text.values import parse_cell

_column_of = attrgetter("column")


class Fitted(NamedTuple):
    """Cells with their columns, and the filled ones that stand under no label."""

    pairs: list[tuple[Column | None, Token]]
    left_over: list[Token]


def fit(plan: Plan, row: Row, block: Block) -> Fitted | str:
    """Give the cells of a row to the columns of a plan; or say why they cannot be told, "" where there is nothing to tell."""
    leaves, cells = plan.leaves, row.cells
    if plan.width:
        found = _under(plan, row)
        if plan.missing:
            return found if isinstance(found, str) or _leaves_room(plan, row, block) else "unknown_header"
        if isinstance(found, Fitted):
            return _moved(plan, row, found) if found.left_over else found
    trimmed = trim(cells, len(leaves)) if row.placed and (plan.width or plan.by_form) else _first(cells, len(leaves), block)
    if plan.missing and not any(cell.loose for cell in cells):  # blank cells may stand behind those of the labels that are there
        shorter = tuple(leaf for leaf in leaves if leaf.missing is None)
        again = _first(cells, len(shorter), block)
        if isinstance(trimmed, str):
            leaves, trimmed = (shorter, again) if isinstance(again, list) else (leaves, trimmed)
        elif isinstance(again, list):
            known = [cell.text for leaf, cell in zip(leaves, trimmed, strict=True) if leaf.missing is None]
            if known != [cell.text for cell in again]:
                return "unknown_header"
    if isinstance(trimmed, str):
        return trimmed
    if not trimmed[0].filled and any(leaf.column is leaf.missing is None for leaf in leaves):
        return "unknown_header"  # among columns that are strangers a blank cell in front may as well be what is left of the label's span
    if row.placed and (plan.width or (trimmed[0] is not cells[0] and not plan.by_form)) and not _is_sure(plan, trimmed):
        return "too_few"
    if not plan.missing:  # spares time
        return Fitted(list(zip(map(_column_of, leaves), trimmed, strict=True)), [])
    pairs = [(leaf.column, token) for leaf, token in zip(leaves, trimmed, strict=True) if leaf.missing is None]
    return Fitted(pairs, [token for leaf, token in zip(leaves, trimmed, strict=True) if leaf.missing is not None and token.filled])


def _moved(plan: Plan, row: Row, found: Fitted) -> Fitted | str:
    """Give the cells of a row to the columns where numbers stand under no label: the row has moved, or a column has no label.

    It has moved where the numbers are as many as the columns, and those under no label stand in front, where the label reaches less far
    than that of the header; else only where the total shows it.
    """
    placed = Fitted([*found.pairs, *((None, token) for token in found.left_over)], [])
    counted = trim(row.cells, len(plan.leaves))
    if isinstance(counted, str):
        return placed if _adds_up(found) and not nought_beside_blank((token for _column, token in found.pairs), found.left_over) else counted
    moved = Fitted([(leaf.column, token) for leaf, token in zip(plan.leaves, counted, strict=True)], [])
    if all(token.filled and token.meaning.value for token in counted) and found.left_over[-1].right <= plan.leaves[0].left:
        return moved
    if _adds_up(found) is _adds_up(moved):
        return "too_many"
    return placed if _adds_up(found) else moved


def nought_beside_blank(cells: Iterable[Token], strange: Sequence[Token]) -> bool:
    """Tell whether 0 under no label stands right beside one of these cells that is blank: the edges of cells do not meet, and no total tells whose it is."""
    blank = [token for token in cells if not token.filled]
    return any(parse_cell(token.text).value == 0 and _is_beside(token, blank) for token in strange)


def _is_beside(token: Token, others: Sequence[Token]) -> bool:
    return any(token.left == other.right or token.right == other.left for other in others)


def _is_sure(plan: Plan, counted: Sequence[Token]) -> bool:
    """Tell whether cells that were counted, of a row that has lost or gained some, are those of the columns.

    A blank one among them may stand under no label, and a word be a remark, unless the total shows that they do not.
    """
    filled = [token for token in counted if token.filled]
    if not filled or (len(filled) == len(counted) and all(token.meaning.value for token in counted)):
        return True
    fitted = Fitted([(leaf.column, token) for leaf, token in zip(plan.leaves, counted, strict=True)], [])
    return _adds_up(fitted) and (len(filled) == 1 or any(parse_cell(token.text).value for token in filled))


def _adds_up(fitted: Fitted) -> bool:
    """Tell whether a row has a total, and its other numbers add up to it."""
    return any(column is not None and column.id == "total" for column, _token in fitted.pairs) and not sum_fails(fitted.pairs)


def _under(plan: Plan, row: Row) -> Fitted | str:
    """The cells that stand under the columns, each under one."""
    pairs: list[tuple[Column | None, Token]] = []
    few = "too_few" if len(row.cells) < len(plan.leaves) else "too_many"
    taken: set[int] = set()
    over: dict[int, list[Token]] = {}  # the cells over each place
    for token in row.cells:
        for at in range(token.left, token.right):
            over.setdefault(at, []).append(token)
    for leaf in plan.leaves:
        found = over.get(leaf.left, [])
        if leaf.right - leaf.left > 1:  # spares time
            found = [token for token in row.cells if _overlap(token, leaf)]
        if len(found) > 1:
            found = [token for token in found if token.filled] or found
            if plan.missing or len({token.meaning.text for token in found}) > 1:
                return "too_many"
        if not found and leaf.column is leaf.missing is None:
            continue
        if not found or id(found[0]) in taken:
            return few
        taken.add(id(found[0]))
        pairs.append((leaf.column, found[0]))
    left_over = [token for token in row.cells if id(token) not in taken and token.meaning.text]
    if len(plan.leaves) < FEWEST_KNOWN and not plan.missing:
        blank = [other for _column, other in pairs if not other.filled]  # a number beside one may be its own
        left_over = [token for token in left_over if _is_beside(token, blank) or not any(_repeats(row.cells, token, other) for _column, other in pairs)]
    return Fitted(pairs, left_over)


def _leaves_room(plan: Plan, row: Row, block: Block) -> bool:
    """Tell whether cells without a label stand only where the form prints the columns that are missing: else the labels have moved."""
    known = [leaf.left for column in block.columns for leaf in plan.leaves if leaf.column is column]
    if known != sorted(known):
        return False
    room = Counter(sum(other not in plan.missing for other in block.columns[:at]) for at, column in enumerate(block.columns) if column in plan.missing)
    strange = [token for token in row.cells if not any(_overlap(token, leaf) for leaf in plan.leaves)]
    gaps = [(sum(left < token.left for left in known), token) for token in strange]  # so many columns stand before it
    return Counter(gap for gap, token in gaps if gap or token.filled) <= room  # blank cells in front may be what is left of the label's span


def _overlap(token: Token, leaf: Leaf) -> bool:
    return token.left < leaf.right and leaf.left < token.right


def _repeats(cells: Sequence[Token], token: Token, other: Token) -> bool:
    """Two cells and all between them hold the same, as when a converter repeats a merged cell in each of its columns."""
    first, last = sorted((token.left, other.left))
    return {cell.meaning.text for cell in cells if first <= cell.left <= last} == {token.meaning.text}


def _blanks(cells: Sequence[Token]) -> tuple[int, int]:
    """How many blank cells stand at the beginning of a row, and at its end."""
    filled = [at for at, token in enumerate(cells) if token.meaning.text]
    return (filled[0], len(cells) - 1 - filled[-1]) if filled else (len(cells), len(cells))


def _first(cells: Sequence[Token], count: int, block: Block) -> list[Token] | str:
    """The first cells of a row whose order alone is known. What stands behind them must be blank, and before them where there are too many.

    Where blank cells at the end may be the places of cells that were dropped, a row that ends in blanks is not certain.
    """
    if len(cells) == count:  # spares time
        return list(cells)  # spares time
    front, back = _blanks(cells)
    filled = len(cells) - back
    if filled > count:  # blank cells behind a label may be what is left of its span
        rest = list(cells[front:filled])
        return rest if len(rest) == count and all(token.filled for token in rest) else "too_many"
    if len(cells) < count:
        return "too_few" if filled else ""
    if 0 < filled < count < len(cells) and len(block.columns) >= FEWEST_KNOWN:
        return "too_few"
    return list(cells[:count])


def trim(cells: Sequence[Token], count: int) -> list[Token] | str:
    """The cells that are left when blank ones are dropped from both ends of a row until ``count`` are left, if there is one way."""
    front, back = _blanks(cells)
    ways = [first for first in range(len(cells) - count + 1) if first <= front and len(cells) - count - first <= back]
    if len(ways) == 1 or (ways and front == len(cells)):
        return list(cells[ways[0] : ways[0] + count])
    return "too_few" if len(cells) < count else "too_many"


def has_lost_a_cell(pairs: Sequence[tuple[Column | None, Token]]) -> bool:
    """Tell whether the total of a row is blank, and its last number the sum of the others: blank cells were dropped, and all behind them moved up."""
    column, last = pairs[-1]
    if column is None or column.id != "total" or last.meaning.text:
        return False
    numbers = [value for _column, token in pairs if (value := parse_cell(token.text).value) is not None]
    return bool(numbers) and numbers[-1] != 0 and sum(numbers[:-1]) == numbers[-1]


def sum_fails(pairs: Sequence[tuple[Column | None, Token]]) -> bool:
    """Tell whether the total of a row is not the sum of its other numbers; one without a total holds."""
    numbers = {column.id: parse_cell(token.text).value or 0 for column, token in pairs if column is not None}
    total = numbers.pop("total", None)
    return total is not None and sum(numbers.values()) != total
