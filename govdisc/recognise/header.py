"""What the words above a row say about its columns.

A column is known by its label: by the label that stands above it where cells know their columns, else by the order in which the labels
are printed, level by level. Where the form has a column that no label names, that column is missing; nobody else gets its cells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from govdisc.model.form import Column
from govdisc.recognise.index import BlockIndex
from govdisc.recognise.tokens import Token
from govdisc.recognise.torn import in_pieces
from govdisc.text.labels import core, is_subsequence

#: So many columns must be known by their labels before the others of a wide table are believed to be strangers.
FEWEST_KNOWN = 4
#: A label stands on so many lines of a header at most.
MOST_LINES = 4


class Line(NamedTuple):
    """The words of one printed row, and how many columns its matrix has (see :class:`~govdisc.recognise.tokens.Token`)."""

    tokens: Sequence[Token]
    width: int


class Leaf(NamedTuple):
    """A column from ``left`` up to ``right``; ``column`` is None where the form has no such label, or where it is ``missing``."""

    column: Column | None
    left: int = 0
    right: int = 0
    missing: Column | None = None


class Plan(NamedTuple):
    """The columns of a table, left to right."""

    leaves: tuple[Leaf, ...]
    #: The matrix whose columns the leaves cover, 0 where only their order is known.
    width: int = 0
    #: Columns of the form that no header names.
    missing: tuple[Column, ...] = ()
    #: No label was there, and the order is the form's.
    by_form: bool = False


def plan_columns(lines: Sequence[Line], width: int, sure: bool, block: BlockIndex, foreign: Collection[str]) -> Plan | str:
    """Return the columns that the lines above name for the rows of a block, or why they cannot be told.

    ``width`` is that of the matrix of the rows below, ``sure`` whether its places can be believed as in a page or a Word file, and
    not only where they make sense. ``foreign`` are cores of the labels of other forms.
    """
    same = [line for line in lines if width and line.width == width]
    placed = _by_place(same, width, block, foreign)
    if placed is not None and not placed.missing:
        return placed
    own = lines[0].width if sure and lines and all(line.width == lines[0].width != width for line in lines) else 0
    elsewhere = _by_place(lines, own, block, foreign) if own else None
    if elsewhere is not None and not elsewhere.missing:  # the header stands in another grid, whose places tell the order
        return Plan(tuple(Leaf(leaf.column) for leaf in elsewhere.leaves))
    tokens = _flattened(lines, block)
    ordered = _by_order(tokens, block)
    if isinstance(ordered, Plan) and not ordered.missing and not ordered.by_form:
        return ordered
    if placed is not None and sure:
        return placed
    if any(token.meaning.core in foreign and token.meaning.core not in block.columns.exact for token in tokens):
        return "unknown_column"  # a block of another form
    if sure and any(_is_header(line, block) for line in same):
        return "unknown_header"
    return ordered


def printed(lines: Sequence[Line]) -> tuple[object, ...]:
    """All that a plan hangs on in the words above a table, wherever in the document they stand."""
    before = next((token.row - 1 for line in lines for token in line.tokens if token.row), 0)  # spares time
    return tuple(
        (
            line.width,
            *(
                (token.text, token.left, token.right, token.before, token.behind, token.loose, token.row and token.row - before)  # spares time
                for token in line.tokens
            ),
        )
        for line in lines
    )


def _is_header(line: Line, block: BlockIndex) -> bool:
    """A row of words that labels columns, though not with the form's labels."""
    words = [token for token in line.tokens if token.filled and not token.meaning.furniture]
    return len(words) > 1 or (len(words) == 1 == len(block.block.columns) and len([token for token in line.tokens if token.filled]) > 1)


# --- by place ---------------------------------------------------------------------------------------------------------------------


def _by_place(lines: Sequence[Line], width: int, block: BlockIndex, foreign: Collection[str]) -> Plan | None:
    """The columns that stand under labels; None where a label is hidden by another, stands twice, or too few are known."""
    stacks: dict[int, list[Token]] = {}
    for line in lines:
        for token in line.tokens:
            if token.filled:
                for at in range(token.left, token.right):
                    stacks.setdefault(at, []).append(token)
    known: dict[str, Leaf] = {}
    strangers: dict[int, Leaf] = {}
    labels: set[int] = set()  # tokens, with those over them: 单位：件 over labels is none where it reaches further
    for at in sorted(stacks):
        column, label = _label(stacks[at], block, foreign)
        if column is not None:
            labels.update(map(id, stacks[at]))
            above = stacks[at][: -len(label)]
            if any((other := block.columns.find(token.text)) is not None and other is not column for token in above):
                return None
            _reach(known, column.id, column, at)
        elif not (token := stacks[at][-1]).meaning.furniture and (known or (token.left and len(block.block.columns) == 1)):
            _reach(strangers, id(token), None, at)  # no group, no corner (whatever an office calls it), and not over the labels of rows
    strange = [leaf for token, leaf in strangers.items() if token not in labels]
    leaves = sorted([*known.values(), *strange], key=lambda leaf: leaf.left)
    columns = [leaf.column for leaf in known.values()]
    if not columns or (strange and len(columns) < min(len(block.block.columns), FEWEST_KNOWN)):
        return None
    if any(left.right > right.left for left, right in pairwise(leaves)):
        return None
    if not _under_groups(lines, known.values(), block) or not (_is_order(columns, block) or _is_grouped(lines, block)):
        return None
    return Plan(tuple(leaves), width, tuple(column for column in block.block.columns if column not in columns))


def _reach(leaves: dict[Any, Leaf], key: object, column: Column | None, at: int) -> None:
    """Let a leaf reach over a place, too."""
    leaves[key] = leaves.get(key, Leaf(column, at))._replace(right=at + 1)


def _is_order(known: Sequence[Column | None], block: BlockIndex) -> bool:
    """Tell whether columns stand in the order of the form, or need not: where it prints some under a group they must, unless the group is there.

    Without it the levels of the header may have been printed one behind the other, or moved.
    """
    return not block.groups or [column for column in block.block.columns if column in known] == list(known)


def _is_grouped(lines: Iterable[Line], block: BlockIndex) -> bool:
    return any(token.meaning.core in block.groups for line in lines for token in line.tokens)


def _under_groups(lines: Sequence[Line], leaves: Iterable[Leaf], block: BlockIndex) -> bool:
    """Tell whether each group label stands over its columns; else spans are wrong, or the levels were printed one behind the other.

    Blank cells behind a group label are what is left of its span.
    """
    spans: dict[str, set[int]] = {}
    for line in lines:
        for token in line.tokens:
            if token.meaning.core in block.groups:
                right = min((other.left for other in line.tokens if other.filled and other.left > token.left), default=line.width)
                spans.setdefault(token.meaning.core, set()).update(range(token.left, right))
    return all(
        any(at in spans[group] for at in range(leaf.left, leaf.right))
        for leaf in leaves
        if leaf.column is not None and (group := core(leaf.column.group or "")) in spans
    )


def _label(stack: Sequence[Token], block: BlockIndex, foreign: Collection[str]) -> tuple[Column | None, Sequence[Token]]:
    """The column that the lowest words above it name, one or several joined, and those words."""
    near = stack[-MOST_LINES:]
    parts = [near[at:] for at in reversed(range(len(near)))]
    for find in (block.columns.find, block.shortened, lambda text: None if core(text) in foreign else block.columns.find_alike(text)):
        for part in parts:
            found = find("".join(token.text for token in part))
            if found is not None:
                return found, part
    return None, ()


# --- by order ---------------------------------------------------------------------------------------------------------------------


def _flattened(lines: Sequence[Line], block: BlockIndex) -> list[Token]:
    """The words of the header in printed order; the second line of wrapped labels is joined to the first."""
    out: list[list[Token]] = []
    for line in lines:
        words = [token for token in line.tokens if token.filled]
        above = out[-1] if out else []
        joined = [_joined(upper, lower) for upper, lower in zip(above, words, strict=False)]
        if line.width and joined and len(words) <= len(above) and all(block.columns.find(token.text) is not None for token in joined):
            out[-1] = [*joined, *above[len(words) :]]
        elif not line.width or len(words) != 1 or len(block.block.columns) == 1 or any(token.meaning.known for token in words):
            out.append(words)  # and no remark over the table: 单位：件
    return [token for words in out for token in words]


def _joined(upper: Token, lower: Token) -> Token:
    text = upper.text + lower.text
    return upper._replace(text=text, meaning=upper.meaning._replace(text=text, core=core(text)))


def _by_order(tokens: Sequence[Token], block: BlockIndex) -> Plan | str:
    columns = block.block.columns
    labels, rest = _labels(tokens, block)
    known = [label for label in labels if isinstance(label, Column)]
    if len({column.id for column in known}) == len(known) == len(columns):
        if not _is_order(known, block) and not any(isinstance(label, str) and label in block.groups for label in labels):
            return "unknown_header"
        return _in_order(_level_order(labels), tokens, block)
    bound = bind_columns([token.text for token in tokens if choices(block, token.text)], block)
    if bound is not None and len(bound) == len(columns):
        return _in_order(bound, tokens, block)
    order = [column for column in columns if column in known]
    missing = [column for column in columns if column not in known]
    if in_pieces([token.text for token in tokens], block):
        return Plan(tuple(map(Leaf, columns)), by_form=True)
    if "?" in labels or known != order or (not known and any(token.meaning.columns for token in tokens)):
        return "unknown_header"
    if len(known) < min(len(columns), FEWEST_KNOWN) or (rest and all(any(is_subsequence(piece, column.label) for column in missing) for piece in rest)):
        return Plan(tuple(map(Leaf, columns)), by_form=True)
    return Plan(tuple(Leaf(None, missing=column) if column in missing else Leaf(column) for column in columns), 0, tuple(missing))


def _in_order(found: Sequence[Column | None], tokens: Sequence[Token], block: BlockIndex) -> Plan | str:
    """The plan of columns in their printed order; labels that stand on lines of their own may have been printed in any order.

    So may those of a grid where one row of its header is cut in two: each stands where it stands.
    """
    columns = [column for column in found if column is not None]
    if columns != list(block.block.columns):
        places = {known.id: token.left for token in tokens if not token.row and (known := block.columns.find(token.text)) is not None}
        lefts = [places[column.id] for column in columns if column.id in places]
        if any(token.loose and not token.row for token in tokens) or lefts != sorted(lefts):
            return "unknown_header"
    return Plan(tuple(map(Leaf, found)))


def _labels(tokens: Sequence[Token], block: BlockIndex) -> tuple[list[Column | str], list[str]]:
    """The labels of columns, and of column groups as text, among the words, and the pieces of loose lines that are left over.

    A cell among column labels that is no label of the form is a column of its own, "?".
    """
    labels: list[tuple[Column | str | None, int]] = []  # each with its printed row, None for a word that is no label
    rest: list[str] = []
    at = 0
    while at < len(tokens):
        found, length = label_at(tokens, at, block)
        token = tokens[at]
        if found is not None:
            labels.append((found, token.row))
        elif token.loose or token.before or token.behind:
            rest.append(token.meaning.core)
        elif labels and not token.meaning.furniture and not token.meaning.rows:
            labels.append((None, token.row))
        at += length
    rows = {row for label, row in labels if label is not None and row}
    grouped = any(isinstance(label, str) for label, _row in labels)
    out: list[Column | str] = []
    for at, (label, row) in enumerate(labels):
        if label is not None:
            out.append(label)
        elif grouped or row in rows or any(other is not None for other, _row in labels[at:]):
            out.append("?")
    return out, [piece for piece in rest if piece]


def label_at(tokens: Sequence[Token], at: int, block: BlockIndex) -> tuple[Column | str | None, int]:
    """The longest label that begins here, over several lines where the first goes on, and how many words it has."""
    best: tuple[Column | str | None, int] = (None, 1)
    text, goes_on = "", True
    for length, token in enumerate(tokens[at : at + MOST_LINES], 1):
        if not (goes_on and (token.before or not text)):
            return best
        text, goes_on = text + token.text, token.behind
        key = core(text)
        if key in block.groups:
            return key, length
        found = block.columns.find(text)
        if found is not None:
            best = found, length
    return best


def _level_order(labels: Sequence[Column | str]) -> list[Column | None]:
    """Columns in printed order from labels read level by level: a group's place is where its own label stood."""
    group = next((label for label in labels if isinstance(label, str) and label != "?"), None)
    inside: list[Column | None] = []
    outside: list[Column | str | None] = []
    for label in labels:
        if isinstance(label, Column):
            (inside if label.group and core(label.group) == group else outside).append(label)
        elif label == group:
            outside.append(group)
        else:
            (inside if inside else outside).append(None)
    out: list[Column | None] = []
    for place in outside:
        if isinstance(place, str):
            out += inside
        else:
            out.append(place)
    return out


def bind_columns(texts: Sequence[str], block: BlockIndex) -> list[Column] | None:
    """Bind labels to columns, each once: certain ones first, and those of which a part is lost in the form's order."""
    bound: list[Column | None] = []
    for text in texts:
        found = block.columns.find(text)
        bound.append(None if found in bound else found)
    for at, text in enumerate(texts):
        if bound[at] is None:
            bound[at] = next((column for column in choices(block, text) if column not in bound), None)
    return None if None in bound else [column for column in bound if column is not None]


def choices(block: BlockIndex, text: str) -> tuple[Column, ...]:
    """Return the columns that a label may stand for, whole or truncated."""
    found = block.columns.find(text)
    return (found,) if found is not None else block.truncated.get(core(text), ())
