"""Tables without rulings: which lines of text are one, which columns and which rows they make.

A line is a row only when everything behind its label is a number or a mark, so that running text is never taken for a table. The
columns are the stretches in which numbers and the labels above them stand one below the other; the rows are the labels, each with the
numbers beside it. Where either is in doubt, only the order of the cells is known, and the grid says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from govdisc_pdf.blanks import UnruledTable, blank_table, headers_of, last_blank
from govdisc_pdf.columns import Columns, columns_of
from govdisc_pdf.headers import UnruledRow, header_rows
from govdisc_pdf.labels import ORDINAL, Row, rows_of
from govdisc_pdf.parts import PartedLine

_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
_SENTENCE = ("。", "；", "：")
#: So many lines without numbers may stand between two rows of one table, above the first row as its header, and below the last.
_BETWEEN, _HEADER, _TAIL = 30, 14, 4
#: Lines that do not stand beside one another are so many sizes apart.
_APART = 1.15
#: Lines of one table are no further apart than so many sizes of the type.
_FAR = 4.0
#: The parts of a header line, from so many on, make a line of numbers below it a row, however few they are.
_MANY_LABELS = 4
#: Where rows are in doubt: a line of label stands beside numbers within so many sizes, and nearer than this share of the way to others; numbers
#: no further apart than so many sizes may be one.
_WRAPPED, _NEARER, _CLOSE = 1.6, 0.75, 1.8


def unruled_tables(lines: Sequence[PartedLine]) -> Iterator[UnruledTable]:
    """Yield the tables among lines that follow one another."""
    headers = headers_of(lines)
    done = 0
    for first, last in _runs_of_data(lines):
        own = None
        for header in (header for header in headers if done <= header < first):
            if own is not None and (table := blank_table(lines, own, header)) is not None:
                done = table.end
                yield _covering(lines, table)
            own = header
        heading = next((i for i in range(own + 1, first) if _is_heading(lines[i])), None) if own is not None else None
        if own is not None and heading is not None and (table := blank_table(lines, own, heading)) is not None:
            done, own = table.end, None  # the heading of another part stands between it and the numbers
            yield _covering(lines, table)
        begin = _with_header(lines, first, done if own is None else max(done, own - 1))
        done = _with_tail(lines, last) if own is None else last_blank(lines, own, _with_tail(lines, last))
        rows, aligned = _rows(lines[begin:done], first - begin)
        yield _covering(lines, UnruledTable(begin, done, tuple(rows), aligned))
    for header in (header for header in headers if header >= done):
        if (table := blank_table(lines, header, len(lines))) is not None:
            yield _covering(lines, table)


def _covering(lines: Sequence[PartedLine], table: UnruledTable) -> UnruledTable:
    """Return a table with its extent in lines of text instead of parted lines."""
    covered = lines[table.begin : table.end]
    return replace(table, begin=min(line.first for line in covered), end=max(line.last for line in covered) + 1)


def _rows(lines: Sequence[PartedLine], first: int) -> tuple[Iterable[UnruledRow], bool]:
    """Return the rows of a table of which the first row of numbers is known, and whether their cells stand in columns."""
    top = _first_line(lines, first)
    columns = columns_of(lines[:top], lines[top:])
    rows = rows_of(lines[top:], columns) if columns is not None else None
    if columns is None or rows is None:
        return _in_order(lines), False
    return (*header_rows(lines[:top], columns), *_body(rows, columns)), True


def _first_line(lines: Sequence[PartedLine], first: int) -> int:
    """Return the line below the header: above the first row of numbers there may be its label, and rows of blanks."""
    data = [line for line in lines[first:] if line.numbers]
    left = min(line.numbers[0].x0 for line in data)
    right = max((part.x1 for line in data for part in line.labels if part.x1 <= left), default=None)
    top = first
    while right is not None and top and all(part.x1 <= left and part.x0 < right for part in lines[top - 1].parts):
        top -= 1
    return top


def _body(rows: Sequence[Row], columns: Columns) -> Iterator[UnruledRow]:
    for row in rows:
        label = [(row.label, 1)] if columns.labelled else []
        if row.group:
            yield UnruledRow(row.page, ((row.label, 1 + len(columns.extents)),))
        elif row.adrift:
            yield UnruledRow(row.page, (*label, (row.adrift, len(columns.extents))))
        else:
            yield UnruledRow(row.page, (*label, *((row.cells.get(i, ""), 1) for i in range(len(columns.extents)))))


# --- where the columns or the rows are in doubt ----------------------------------------------------------------------------------------


def _in_order(lines: Sequence[PartedLine]) -> Iterator[UnruledRow]:
    """Each line as a row of its parts; lines of label beside a line of numbers are one cell.

    Numbers that may go on in the next line, and those among which words stand, become one cell, which is no number.
    """
    data = [i for i, line in enumerate(lines) if line.is_data]
    owner: dict[int, int] = {}
    for i, line in enumerate(lines):
        if len(line.parts) == 1 and not line.parts[0].number and (found := _nearest(line, lines, data)) is not None:
            owner[i] = found
    rows = [i for i in range(len(lines)) if i not in owner]
    spoilt = {i for pair in pairwise(rows) for i in pair if _may_be_one(*(lines[i] for i in pair))}
    for i in rows:
        line = lines[i]
        pieces = [(lines[j].y, lines[j].parts[0].text) for j, found in owner.items() if found == i]
        own = [(line.y, line.labels[-1].text)] if line.labels else []
        labels = [part.text for part in line.labels[:-1]]
        if pieces or own:
            labels.append("\n".join(text for _y, text in sorted([*own, *pieces])))
        numbers = [part.text for part in line.numbers]
        if numbers and (i in spoilt or not line.is_data):
            numbers = [" ".join(numbers)]
        yield UnruledRow(line.page, tuple((text, 1) for text in (*labels, *numbers)))


def _may_be_one(above: PartedLine, below: PartedLine) -> bool:
    """Whether a line may hold the rest of a number, or of a label, of the line before it."""
    if below.y - above.y > _CLOSE * above.size or not (above.numbers or below.numbers):
        return False
    if above.numbers and below.numbers:
        return not (above.labels and below.labels)
    label = below.labels or above.labels
    return any(part.over(other.x0, other.x1) for part in above.labels for other in below.labels) and not ORDINAL.match(label[-1].text)


def _nearest(line: PartedLine, lines: Sequence[PartedLine], data: Sequence[int]) -> int | None:
    """Return the row of numbers that a line of label belongs to: nearer than the next one, and beside it."""
    near = sorted(data, key=lambda i: abs(lines[i].y - line.y))[:2]
    if not near:
        return None
    away = abs(lines[near[0]].y - line.y)
    next_away = abs(lines[near[1]].y - line.y) if len(near) > 1 else 2 * away
    labels = lines[near[0]].labels
    part = line.parts[0]
    if away > _WRAPPED * line.size or away >= _NEARER * next_away or (labels and not part.over(labels[-1].x0, labels[-1].x1)):
        return None
    return near[0]


# --- which lines are a table -----------------------------------------------------------------------------------------------------------


def _runs_of_data(lines: Sequence[PartedLine]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last row of numbers of each table."""
    at = 0
    while at < len(lines):
        if not _is_data(lines, at):
            at += 1
            continue
        last = _last_row(lines, at)
        yield at, last
        at = last + 1


def _is_data(lines: Sequence[PartedLine], i: int) -> bool:
    line = lines[i]
    if line.is_data:
        return True
    above = lines[i - 1] if i else None
    return above is not None and all(part.number for part in line.parts) and len(above.labels) == len(above.parts) >= _MANY_LABELS


def _last_row(lines: Sequence[PartedLine], first: int) -> int:
    """Return the last row of the table that begins with a row: what lies between is labels of rows."""
    last = first
    left, right = lines[first].numbers[0].x0, max((part.x1 for part in lines[first].labels), default=0.0)
    for i in range(first + 1, len(lines)):
        line = lines[i]
        if i - last > _BETWEEN or _is_far(lines[i - 1], line):
            break
        labels, numbers = line.labels, line.numbers
        if numbers and all(part.number for part in numbers) and all(part.x1 <= min(left, numbers[0].x0) for part in labels):
            last, left, right = i, min(left, numbers[0].x0), max([right, *(part.x1 for part in labels)])
        elif line.parts[-1].x1 > left or (right and len(line.parts) > 1 and line.parts[-1].x0 >= right):
            break  # text, or the header of another table
        elif _is_heading(line) and all(_is_apart(*pair) for pair in pairwise(lines[i - 1 : i + 2])):
            break
    return last


def _is_heading(line: PartedLine) -> bool:
    return len(line.parts) == 1 and _HEADING.match(line.parts[0].text) is not None


def _is_apart(above: PartedLine, below: PartedLine) -> bool:
    """Whether two lines do not stand beside one another, as the lines of a group's label and of its rows do."""
    return below.y - above.y >= _APART * above.size


def _is_far(above: PartedLine, below: PartedLine) -> bool:
    top = below.y if below.top is None else below.top
    return top - above.y > _FAR * max(above.size, below.size)


def _with_header(lines: Sequence[PartedLine], first: int, done: int) -> int:
    """Take in the lines of the header above the first row: several parts side by side, or a short one."""
    begin = first
    while begin > max(done, first - _HEADER):
        line = lines[begin - 1]
        if _is_far(line, lines[begin]) or line.is_data or not _may_be_label(line, lines[first]):
            break
        begin -= 1
    # single labels above the header belong to the text
    while begin < first and _is_heading(lines[begin]):
        begin += 1
    return begin


def _may_be_label(line: PartedLine, data: PartedLine) -> bool:
    if len(line.parts) > 1:
        return True
    part = line.parts[0]
    close = abs(line.y - data.y) < data.size  # the label of the first row itself
    return close or not (part.text.endswith(_SENTENCE) or _HEADING.match(part.text) or line.size > 1.12 * data.size)


def _with_tail(lines: Sequence[PartedLine], last: int) -> int:
    """Take in the lines of label that go on below the last row."""
    end = last + 1
    left = lines[last].numbers[0].x0
    while end < min(len(lines), last + 1 + _TAIL):
        line, above = lines[end], lines[end - 1]
        near = line.y - above.y <= 1.6 * line.size and line.size <= 1.12 * above.size
        if not near or len(line.parts) != 1 or line.parts[-1].x1 > left or _HEADING.match(line.parts[0].text):
            break
        if line.parts[0].text.endswith(_SENTENCE):
            break
        end += 1
    return end
