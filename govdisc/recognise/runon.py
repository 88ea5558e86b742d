"""Tables in text whose cells ran together: a saved page in which every cell stands behind the last without a separator.

Only what is certain is read: a row of one column, whose digits are all one number, and a row whose numbers are parted by white
space. 行政规范性文件8855698 could be split in many ways; such a row stays unread and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from govdisc.recognise.collect import Atom, Collector
from govdisc.recognise.index import FormIndex, RowRef, TableIndex
from govdisc.text.values import parse_cell

#: So many different row labels in one paragraph make it a run-on table.
FEWEST_LABELS = 3
#: A paragraph longer than this is cut off: no report's tables take so much text.
LONGEST = 200_000


def read_runon(index: FormIndex, collector: Collector, atoms: Sequence[tuple[int, Atom]]) -> Iterator[tuple[int, str]]:
    """Read run-on tables; yield the index of each paragraph that was one, with the table's id."""
    for at, atom in atoms:
        text = atom.text[:LONGEST]
        if len(text) < 40 or not any(character.isdigit() for character in text):
            continue
        for table in index.tables:
            if _read_table(index, table, collector, Atom(text, atom.place)):
                yield at, table.table.id


def _read_table(index: FormIndex, table: TableIndex, collector: Collector, atom: Atom) -> bool:
    if table.table.layout == "transposed":
        return _read_transposed(table, collector, atom)
    pattern, rows = _pattern(table)
    hits = [(match.start(), match.end(), rows.get(_tight(match[0]))) for match in pattern.finditer(atom.text)]
    named = {ref.row.id for _, _, ref in hits if ref is not None}
    if len(named) < FEWEST_LABELS or not _has_furniture(table, atom.text):
        return False
    for number, (_, end, ref) in enumerate(hits):
        if ref is None or collector.seen(table.table.id, ref.row.id):
            continue
        until = hits[number + 1][0] if number + 1 < len(hits) else len(atom.text)
        _read_row(ref, collector, Atom(_values(atom.text[end:until]), atom.place))
    return True


def _read_row(ref: RowRef, collector: Collector, atom: Atom) -> None:
    columns = ref.block.columns
    parts = atom.text.split()
    if not parts:
        return
    certain = len(parts) == len(columns) and all(
        parse_cell(part, column.kind).mark is None for part, column in zip(parts, columns, strict=True)
    )
    if certain:
        collector.put_row(ref, columns, [Atom(part, atom.place) for part in parts])
    else:
        collector.unread_row("glued", ref, atom.place, atom.text)


def _values(text: str) -> str:
    """What stands behind a label up to the first character that is no part of a number."""
    match = re.match(r"[\s\d.,，/／\-−—]*", text)
    found = match[0].strip() if match else ""
    return re.sub(r"(?<![\d.])\s*[,，、/\-]\s*$", "", found)


def _read_transposed(table: TableIndex, collector: Collector, atom: Atom) -> bool:
    """Part 4 in one line: its labels, then as many numbers as it has cells, parted by white space."""
    block = table.blocks[0].block
    width = len(block.rows) * len(block.columns)
    last = max((atom.text.rfind(column.label) + len(column.label) for column in block.columns if column.label in atom.text), default=-1)
    if last < 0 or any(row.label not in atom.text for row in block.rows):
        return False
    text = _values(atom.text[last:])
    parts = text.split()
    paths = [f"{table.table.id}.{row.id}.{column.id}" for row in block.rows for column in block.columns]
    if len(parts) != width or any(not part.isdigit() for part in parts):
        if text:
            collector.note("glued", table.table.id, atom.place, text, paths)
        return bool(text)
    for number, row in enumerate(block.rows):
        start = number * len(block.columns)
        cells = [Atom(part, atom.place) for part in parts[start : start + len(block.columns)]]
        collector.put_row(RowRef(table.table, block, row), block.columns, cells)
    return True


def _has_furniture(table: TableIndex, text: str) -> bool:
    tight = _tight(text)
    return any(_tight(column.label) in tight for block in table.table.blocks for column in block.columns) or any(
        _tight(word) in tight for block in table.table.blocks for word in (block.heading, block.corner) if word
    )


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text).replace("(", "（").replace(")", "）").replace(":", "：").replace(",", "，")


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
    rows = {label: ref for label, ref in rows.items() if len(label) > 1}
    alternatives = sorted(rows, key=len, reverse=True)
    pattern = re.compile("|".join(r"\s*".join(_loose(character) for character in label) for label in alternatives))
    return pattern, rows


def _loose(character: str) -> str:
    pairs = {"（": "[（(]", "）": "[）)]", "：": "[：:]", "，": "[，,]"}
    return pairs.get(character, re.escape(character))
