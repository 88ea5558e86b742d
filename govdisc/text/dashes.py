"""Tables drawn with lines of dashes, as pandoc writes them in text and Markdown: the dashes below the header tell where each column stands.

```text
  ---------------------------------
  信息内容       本年制发   现行有效
                 件数       件数
  -------------- ---------- ---------
  行政规范性文件 2          16
  ---------------------------------
```
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from govdisc.patterns import Pattern

#: A header has so many lines at most, and a table so many.
_HEADER, _LONGEST = 40, 2_000
#: A line with more characters is none of a table.
_WIDEST = 4_000
_DASHES = Pattern(r" *-{3,}(?: +-{2,})* *")
_RUN = Pattern(r"-+")


class DashedTable(NamedTuple):
    """The rows of a table, each with the index of its first line and its texts, and the index of the line behind the table."""

    rows: list[tuple[int, list[str]]]
    end: int
    #: Whether the line before the dashes is its header.
    headed_above: bool


def dashed_table(lines: Sequence[str], at: int) -> DashedTable | None:
    """Return the table that a line of dashes begins, None where it begins none, or where what stands below does not keep to its columns."""
    if not _is_dashes(lines[at]):
        return None
    parts = [match.span() for match in _RUN.finditer(lines[at])]
    body, header = at + 1, range(0)
    if len(parts) == 1:  # a rule over all columns, then the header, then the columns
        found = next((i for i in range(at + 1, min(at + _HEADER, len(lines))) if _is_dashes(lines[i])), None)
        if found is None:
            return None
        parts, header, body = [match.span() for match in _RUN.finditer(lines[found])], range(at + 1, found), found + 1
    above = not header and at > 0 and bool(lines[at - 1].strip()) and not _is_dashes(lines[at - 1])
    if len(parts) < 2:
        return None
    end = _end(lines, body, above)
    if end is None:
        return None
    texts = [(i, line) for i in (*header, *range(body, end)) if (line := lines[i])]
    if above:
        texts.insert(0, (at - 1, lines[at - 1]))
    starts = [0, *(start for start, _stop in parts[1:])]
    cut = [(i, _cut(line, starts)) for i, line in texts]
    if any(pieces is None for _i, pieces in cut):
        return None
    is_blank = [not lines[i].strip() for i in range(body, end)]
    groups = _apart([*header], lines, True) + _apart([*range(body, end)], lines, any(is_blank[:-1]))
    if above:
        groups.insert(0, [at - 1])
    pieces_of = {i: pieces for i, pieces in cut if pieces is not None}
    rows = [(group[0], ["\n".join(filter(None, column)) for column in zip(*(pieces_of[i] for i in group), strict=True)]) for group in groups]
    return DashedTable(rows, end + (end < len(lines) and _is_dashes(lines[end])), above) if rows else None


def _is_dashes(line: str) -> bool:
    return line.lstrip(" ").startswith("--") and len(line) <= _WIDEST and _DASHES.fullmatch(line) is not None


def _end(lines: Sequence[str], body: int, above: bool) -> int | None:
    """The line that ends a table: of dashes, or blank where a header stands above the dashes and nothing closes the rows."""
    for i in range(body, min(body + _LONGEST, len(lines))):
        if _is_dashes(lines[i]) or (above and not lines[i].strip()):
            return i
    return len(lines) if above and len(lines) - body < _LONGEST else None


def _apart(numbers: list[int], lines: Sequence[str], by_blank: bool) -> list[list[int]]:
    """The lines of each row: those between blank lines, or each line alone."""
    if not by_blank:
        return [[i] for i in numbers if lines[i].strip()]
    out: list[list[int]] = [[]]
    for i in numbers:
        if lines[i].strip():
            out[-1].append(i)
        else:
            out.append([])
    return [group for group in out if group]


def _cut(line: str, starts: Sequence[int]) -> list[str] | None:
    """A line cut where the columns begin, counted in the cells of a terminal; None where a word stands over the edge of two."""
    if len(line) > _WIDEST:
        return None
    edges = list(_edges(line, starts))
    if any(edge < len(line) and not line[edge - 1].isspace() for edge in edges[1:]):
        return None
    return [line[left:right].strip() for left, right in pairwise([*edges, len(line)])]


def _edges(line: str, starts: Sequence[int]) -> Iterator[int]:
    """Where in a line each column begins; Chinese characters are two cells wide."""
    width = at = 0
    for start in starts:
        while at < len(line) and width < start:
            width += 2 if unicodedata.east_asian_width(line[at]) in "WF" else not unicodedata.combining(line[at])
            at += 1
        yield at
