"""What the words above a row say about its columns.

A column is known by its label: by the label that stands above it where cells know their columns, else by the order in which the labels
are printed, level by level. Where the form has a column that no label names, that column is missing; nobody else gets its cells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from govdisc.model.form import Column, Row
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
    placed = _by_place(same, width, block, foreign) if same else None
    if placed is not None and not placed.missing:
        return placed
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
        (line.width, *((token.text, token.left, token.right, token.row and token.row - before, *token[8:]) for token in line.tokens))
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
    leaves: list[Leaf] = []
    last: tuple[Token, ...] = ()
    used: set[int] = set()
    strangers: list[tuple[Leaf, Token]] = []
    for at in sorted(stacks):
        column, label = _label(stacks[at], block, foreign)
        if column is None:
            token = stacks[at][-1]
            if token.meaning.furniture or (not leaves and (len(block.block.columns) > 1 or not token.left)):
                continue  # a group, a corner (whatever an office calls it), or what stands over the labels
            if strangers and strangers[-1][1] is token:
                strangers[-1] = strangers[-1][0]._replace(right=at + 1), token
            else:
                strangers.append((Leaf(None, at, at + 1), token))
            continue
        used.update(map(id, label))
        above = stacks[at][: -len(label)]
        used.update(map(id, above))  # what stands over labels, 单位：件, is none where it reaches further
        if any((other := block.columns.find(token.text)) is not None and other is not column for token in above):
            return None
        if leaves and leaves[-1].column is column and (label == last or not _between(strangers, leaves[-1].right, at)):
            leaves[-1] = leaves[-1]._replace(right=at + 1)
        else:
            leaves.append(Leaf(column, at, at + 1))
        last = label
    if not _under_groups(lines, leaves, block):
        return None
    known = [leaf.column for leaf in leaves if leaf.column is not None]
    if len({column.id for column in known}) < len(known) or not _is_order(known, lines, block):
        return None
    strange = [leaf for leaf, token in strangers if id(token) not in used]
    if not known or (strange and len(known) < min(len(block.block.columns), FEWEST_KNOWN)):
        return None
    missing = tuple(column for column in block.block.columns if column not in known)
    return Plan(tuple(sorted([*leaves, *strange], key=lambda leaf: leaf.left)), width, missing)


def _is_order(known: Sequence[Column], lines: Sequence[Line], block: BlockIndex) -> bool:
    """Tell whether columns in another order than the form's can be believed.

    Where the form prints some under a group, the label of the group must be there: without it, the levels of the header may have been
    printed one behind the other, or moved.
    """
    return not block.groups or [column for column in block.block.columns if column in known] == list(known) or any(
        token.meaning.core in block.groups for line in lines for token in line.tokens
    )


def _under_groups(lines: Sequence[Line], leaves: Sequence[Leaf], block: BlockIndex) -> bool:
    """Tell whether each group label stands over its columns; else spans are wrong, or the levels were printed one behind the other.

    Blank cells behind a group label are what is left of its span.
    """
    spans: dict[str, set[int]] = {}
    for line in lines:
        for at, token in enumerate(line.tokens):
            if token.meaning.core in block.groups:
                right = next((other.left for other in line.tokens[at + 1 :] if other.filled), line.tokens[-1].right)
                spans.setdefault(token.meaning.core, set()).update(range(token.left, max(right, token.right)))
    return all(
        any(at in spans[group] for at in range(leaf.left, leaf.right))
        for leaf in leaves
        if leaf.column is not None and (group := core(leaf.column.group or "")) in spans
    )


def _between(strangers: Sequence[tuple[Leaf, Token]], left: int, right: int) -> bool:
    return any(left <= leaf.left < right for leaf, _ in strangers)


def _label(stack: Sequence[Token], block: BlockIndex, foreign: Collection[str]) -> tuple[Column | None, tuple[Token, ...]]:
    """The column that the lowest words above it name, one or several joined, and those words."""
    parts = [stack[-size:] for size in range(1, min(len(stack), MOST_LINES) + 1)]
    texts = ["".join(token.text for token in part) for part in parts]
    for part, text in zip(parts, texts, strict=True):
        found = block.columns.find(text)
        if found is not None:
            return found, tuple(part)
    for part, text in zip(parts, texts, strict=True):
        choices = block.truncated.get(core(text), ())
        if len(choices) == 1:
            return choices[0], tuple(part)
    for part, text in zip(parts, texts, strict=True):
        found = block.columns.find_alike(text) if core(text) not in foreign else None
        if found is not None:
            return found, tuple(part)
    return None, ()


# --- by order ---------------------------------------------------------------------------------------------------------------------


def _flattened(lines: Sequence[Line], block: BlockIndex) -> list[Token]:
    """The words of the header in printed order; the second line of wrapped labels is joined to the first."""
    out: list[list[Token]] = []
    for line in lines:
        words = [token for token in line.tokens if token.filled]
        above = out[-1] if out else []
        if 0 < len(words) <= len(above) and line.width > 0:
            joined = [_joined(upper, lower) for upper, lower in zip(above, words, strict=False)]
            if all(block.columns.find(token.text) is not None for token in joined):
                out[-1] = [*joined, *above[len(words) :]]
                continue
        out.append(words)
    return [token for words in out for token in words]


def _joined(upper: Token, lower: Token) -> Token:
    text = upper.text + lower.text
    return upper._replace(text=text, meaning=upper.meaning._replace(text=text, core=core(text)))


def _by_order(tokens: Sequence[Token], block: BlockIndex) -> Plan | str:
    columns = block.block.columns
    labels, rest = _labels(tokens, block)
    known = [label for label in labels if isinstance(label, Column)]
    if len({column.id for column in known}) == len(known) == len(columns):
        if not _is_order(known, [Line(tokens, 0)], block) and not any(label in block.groups for label in labels if isinstance(label, str)):
            return "unknown_header"
        return _in_order(_level_order(labels), tokens, block)
    bound = bind_columns([token.text for token in tokens if _choices(block, token.text)], block)
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
    """The plan of columns in their printed order; labels that stand on lines of their own may have been printed in any order."""
    if [column for column in found if column is not None] != list(block.block.columns) and any(token.loose and not token.row for token in tokens):
        return "unknown_header"
    return Plan(tuple(map(Leaf, found)))


def _labels(tokens: Sequence[Token], block: BlockIndex) -> tuple[list[Column | str], list[str]]:
    """The labels of columns, and of column groups as text, among the words, and the pieces of loose lines that are left over.

    A cell among column labels that is no label of the form is a column of its own, "?".
    """
    out: list[Column | str] = []
    strangers: list[tuple[int, int]] = []  # how many labels stood before each word that is none, and its printed row
    rows: set[int] = set()
    rest: list[str] = []
    at = 0
    while at < len(tokens):
        found, length = _label_at(tokens, at, block)
        token = tokens[at]
        if found is not None:
            out.append(found)
            rows.add(token.row)
        elif token.loose or token.before or token.behind:
            rest.append(token.meaning.core)
        elif out and not token.meaning.furniture and not token.meaning.rows:
            strangers.append((len(out), token.row))
        at += length
    in_group = any(isinstance(label, str) for label in out)
    for offset, (where, row) in enumerate(strangers):
        if where < len(out) - offset or in_group or (row and row in rows):
            out.insert(where + offset, "?")
    return out, [piece for piece in rest if piece]


def _label_at(tokens: Sequence[Token], at: int, block: BlockIndex) -> tuple[Column | str | None, int]:
    """The longest label that begins here, over several lines where the first goes on, and how many words it has."""
    best: tuple[Column | str | None, int] = (None, 1)
    text = ""
    for length in range(1, MOST_LINES + 1):
        if at + length > len(tokens):
            break
        token = tokens[at + length - 1]
        if length > 1 and not (tokens[at + length - 2].behind and token.before):
            break
        text += token.text
        key = core(text)
        if key in block.groups:
            return key, length
        found = block.columns.find(text)
        if found is not None and (best[0] is None or best[0] is found):
            best = found, length
    return best


def _level_order(labels: Sequence[Column | str]) -> list[Column | None]:
    """Columns in printed order from labels read level by level: a group's place is where its own label stood."""
    group = next((label for label in labels if isinstance(label, str) and label != "?"), None)
    if group is None:
        return [label if isinstance(label, Column) else None for label in labels]
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


# --- part 4, whose rows stand side by side, each with the same columns --------------------------------------------------------------


def plan_groups(lines: Sequence[Line], width: int, block: BlockIndex) -> list[tuple[Row, Column]] | None:
    """Return, for each column left to right, the row and column that it stands for; None where the header does not tell."""
    return _groups_by_place([line for line in lines if width and line.width == width], block) or _groups_by_order(lines, block)


def _groups_by_place(lines: Sequence[Line], block: BlockIndex) -> list[tuple[Row, Column]] | None:
    names = {label: row for row in block.block.rows for label in map(core, (row.label, *row.aliases))}
    labels: dict[int, list[Token]] = {}
    owners: dict[int, Row] = {}
    for line in lines:
        for token in line.tokens:
            owner = names.get(token.meaning.core)
            for at in range(token.left, token.right):
                if owner is not None:
                    owners[at] = owner
                elif token.filled and not token.meaning.furniture:
                    labels.setdefault(at, []).append(token)
    texts: list[str] = []
    above: list[Row | None] = []
    last: list[Token] = []
    for at in sorted(labels):
        if labels[at] == last:
            continue
        last = labels[at]
        text = next((text for size in (1, 2) if _choices(block, text := "".join(token.text for token in last[-size:]))), None)
        if text is not None:
            texts.append(text)
            above.append(owners.get(at))
    return bind_groups(texts, above, block)


def _groups_by_order(lines: Sequence[Line], block: BlockIndex) -> list[tuple[Row, Column]] | None:
    tokens = [token for line in lines for token in line.tokens if token.filled]
    labels: list[str] = []
    at = 0
    while at < len(tokens):
        first, length = tokens[at], 1
        text = first.text
        if at + 1 < len(tokens) and first.behind and tokens[at + 1].before and block.columns.find(text + tokens[at + 1].text) is not None:
            text, length = text + tokens[at + 1].text, 2
        if _choices(block, text):
            labels.append(text)
        at += length
    return bind_groups(labels, [None] * len(labels), block)


def bind_groups(texts: Sequence[str], owners: Sequence[Row | None], block: BlockIndex) -> list[tuple[Row, Column]] | None:
    """Bind column labels, in reading order, to rows and columns; ``owners`` are the groups above them where known."""
    size, rows = len(block.block.columns), block.block.rows
    if len(texts) != size * len(rows):
        return None
    plan: list[tuple[Row, Column]] = []
    used: list[Row] = []
    for number, row in enumerate(rows):
        part = slice(number * size, (number + 1) * size)
        above = set(filter(None, owners[part]))
        owner = above.pop() if len(above) == 1 and None not in owners[part] else row
        columns = bind_columns(texts[part], block)
        if columns is None or owner in used:
            return None
        used.append(owner)
        plan += [(owner, column) for column in columns]
    return plan


def bind_columns(texts: Sequence[str], block: BlockIndex) -> list[Column] | None:
    """Bind labels to columns, each once: certain ones first, and those of which a part is lost in the form's order."""
    bound: list[Column | None] = []
    for text in texts:
        found = block.columns.find(text)
        bound.append(None if found in bound else found)
    for at, text in enumerate(texts):
        if bound[at] is None:
            bound[at] = next((column for column in _choices(block, text) if column not in bound), None)
    return None if None in bound else [column for column in bound if column is not None]


def _choices(block: BlockIndex, text: str) -> tuple[Column, ...]:
    found = block.columns.find(text)
    return (found,) if found is not None else block.truncated.get(core(text), ())
