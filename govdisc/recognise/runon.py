"""Tables in text whose cells ran together: a saved page in which every cell stands behind the last without a separator.

Only what is certain is read: a row of one column, whose digits are all one number, a row whose numbers are parted by white space, and
digits that can be cut in one way alone (0000007 under seven columns, since no number begins with 0). 行政规范性文件8855698 could be
split in many ways; such a row stays unread and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from govdisc.model.document import Cell, Paragraph
from govdisc.recognise.collect import Collector
from govdisc.recognise.index import FormIndex, RowRef, TableIndex
from govdisc.recognise.tokens import Token
from govdisc.text.values import parse_cell

#: So many different row labels in one paragraph with nothing but their numbers behind them make it a run-on table.
FEWEST_LABELS = 3
#: A paragraph longer than this is cut off: no report's tables take so much text.
LONGEST = 200_000
#: Digits in one piece that may be cut; more are too many.
_FIGURES = re.compile(r"[0-9]{1,40}")
_DIGIT = re.compile(r"[\d²³¹⁰-₉①-⓿❶-➓]")
#: What stands between two labels of a table. In a sentence there are words, units or commas: 行政许可12件，行政处罚3件.
_NUMBERS = re.compile(r"(?:[\s\d.．/／\-−—]|[,，](?=\d))*")
_OF_NUMBERS = re.compile(r"[\s\d.．,，/／\-−—]*")
#: Behind the last of them, where it ends no number.
_PUNCTUATION = re.compile(r"(?<![\d.．])\s*[,，、/\-]\s*$")


def read_runon(index: FormIndex, collector: Collector, items: Sequence[tuple[int, Paragraph | Cell]]) -> Iterator[tuple[int, str]]:
    """Read run-on tables; yield the index of each paragraph that was one, with the table's id."""
    for at, item in items:
        text = item.text[:LONGEST]
        if not _DIGIT.search(text):
            continue
        tight = _tight(text)
        for table in index.tables:
            if not any(word in tight for word in _furniture(table)):
                continue
            read = _read_groups if table.table.layout == "transposed" else _read_rows
            if read(index, table, collector, text, item.place):
                yield at, table.table.id


def _read_rows(index: FormIndex, table: TableIndex, collector: Collector, text: str, place: str) -> bool:
    pattern, rows = _pattern(table)
    hits = [(match.start(), match.end(), rows.get("".join(match[0].split()))) for match in pattern.finditer(_even(text))]
    ends = [*(start for start, _, _ in hits[1:]), len(text)][: len(hits)]
    spans = [(ref, end, until) for (_, end, ref), until in zip(hits, ends, strict=True) if ref is not None]
    if len({ref.row.id for ref, end, until in spans if _NUMBERS.fullmatch(text, end, until)}) < FEWEST_LABELS:
        return False
    for ref, end, until in spans:
        values = _values(text, end, until)
        if not values:
            continue
        columns = ref.block.columns
        parts = _parts(values, len(columns))
        if parts and all(parse_cell(part, column.kind).mark is None for part, column in zip(parts, columns, strict=True)):
            collector.put_row(ref, [(column, Token(part, place, index.meaning(part))) for column, part in zip(columns, parts, strict=True)])
        else:
            collector.unread_row("glued", ref, place, values)
    return True


def _parts(values: str, count: int) -> list[str]:
    """The values as so many texts, if white space parts them or they can be cut in one way alone; else nothing."""
    parts = values.split()
    if len(parts) == count:
        return parts
    if not _FIGURES.fullmatch(values):
        return []
    ways = _cuts(values, count)
    only = next(ways, [])
    return only if len(only) == count and next(ways, None) is None else []


def _cuts(digits: str, most: int) -> Iterator[list[str]]:
    """Every way to cut digits into at most so many numbers, none of which begins with a 0 that is not all of it."""
    if not digits:
        yield []
    elif most:
        for length in range(1, 2 if digits[0] == "0" else len(digits) + 1):
            for rest in _cuts(digits[length:], most - 1):
                yield [digits[:length], *rest]


def _values(text: str, begin: int, end: int) -> str:
    """What stands behind a label, from one place of a text up to another, before the first character that is no part of a number."""
    found = _OF_NUMBERS.match(text, begin, end)
    assert found is not None
    return _PUNCTUATION.sub("", found[0].strip())


def _read_groups(index: FormIndex, table: TableIndex, collector: Collector, text: str, place: str) -> bool:
    """Part 4 in one line: its labels, then as many numbers as it has cells."""
    block = table.blocks[0].block
    size, width = len(block.columns), len(block.rows) * len(block.columns)
    last = max((text.rfind(column.label) + len(column.label) for column in block.columns if column.label in text), default=0)
    if any(row.label not in text for row in block.rows) or not _is_header(table, text[:last]):
        return False
    values = _values(text, last, len(text))
    if not values:
        return False
    parts = _parts(values, width)
    if not parts or any(not part.isdigit() for part in parts):
        paths = [f"{table.table.id}.{row.id}.{column.id}" for row in block.rows for column in block.columns]
        collector.note("glued", table.table.id, place, values, paths)
        return True
    for number, row in enumerate(block.rows):
        cells = [Token(part, place, index.meaning(part)) for part in parts[number * size : (number + 1) * size]]
        collector.put_row(RowRef(table.table, block, row), list(zip(block.columns, cells, strict=True)))
    return True


def _is_header(table: TableIndex, text: str) -> bool:
    """Whether a text ends with labels that stand one behind the other, as in a header; in a sentence there are numbers and words between them."""
    edge, labels = len(text), 0
    for start, end in reversed([match.span() for match in _pattern(table)[0].finditer(_even(text))]):
        if text[end:edge].strip():
            break
        edge, labels = start, labels + 1
    return labels >= FEWEST_LABELS


@lru_cache(maxsize=64)
def _furniture(table: TableIndex) -> frozenset[str]:
    """What stands in a table beside its rows and numbers: one of these, too, stands in each that ran together."""
    words = [column.label for block in table.table.blocks for column in block.columns]
    words += [word for block in table.table.blocks for word in (block.heading, block.corner) if word]
    return frozenset(map(_tight, words))


def _tight(text: str) -> str:
    return _even("".join(text.split()))


def _even(text: str) -> str:
    """A text, as long as before, with the brackets and signs that labels are printed with in one form."""
    return text.replace("(", "（").replace(")", "）").replace(":", "：").replace(",", "，")


@lru_cache(maxsize=64)
def _pattern(table: TableIndex) -> tuple[re.Pattern[str], dict[str, RowRef | None]]:
    """One pattern of all labels of a table, the longest first, with the row that each is, None where it is none."""
    rows: dict[str, RowRef | None] = {}
    for block in table.table.blocks:
        for row in (*block.rows, *block.admits):
            ref = RowRef(table.table, block, row)
            for label in (row.label, *row.aliases):
                rows.setdefault(_tight(label), ref)
        words = [block.heading, block.corner, *(column.label for column in block.columns)]
        words += [group for row in (*block.rows, *block.admits) for group in row.groups]
        for word in filter(None, words):
            rows.setdefault(_tight(word), None)
    for group in {group for block in table.table.blocks for row in block.rows for group in row.groups}:
        rows[_tight(group)] = None
    alternatives = sorted(rows, key=len, reverse=True)
    # each begins with a character: so the places where none does are passed over fast
    return re.compile("|".join(r"\s*".join(map(re.escape, label)) for label in alternatives)), rows
