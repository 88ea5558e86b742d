"""Tables without rulings and without a single number: a header that other tables of the document have too, and labels of rows below it.

A number makes a line a row of a table; where all are blank, only the header tells. One that begins with the same label as another header, such as
the name of the column of labels, begins a table, and lines that stand below that label are its rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from govdisc.plugin import record
from govdisc_pdf.headers import UnruledRow
from govdisc_pdf.parts import Part, PartedLine

#: Labels of one column begin, or have their middle, at the same place but for so many points.
_SAME = 3.0
#: The next row of a table is no further down than so many sizes of the type.
_FAR = 4.0


@record(frozen=True, slots=True)
class UnruledTable:
    """A table among lines, from the first to before the last; with ``aligned`` its cells stand in their columns."""

    begin: int
    end: int
    rows: tuple[UnruledRow, ...]
    aligned: bool


def headers_of(lines: Sequence[PartedLine]) -> list[int]:
    """Return the lines of labels that begin with a label with which, at the same place, another such line begins."""
    found: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if len(line.parts) > 1 and not any(part.number for part in line.parts):
            found.setdefault(line.parts[0].text, []).append(i)
    return sorted(
        i for alike in found.values() for i in alike if any(j != i and _below(lines[i].parts[0], lines[j].parts[0]) for j in alike)
    )


def _below(part: Part, label: Part) -> bool:
    """Whether a part stands in the column of a label: it begins, or has its middle, where the label does."""
    return abs(part.centre - label.centre) <= _SAME or abs(part.x0 - label.x0) <= _SAME


def blank_table(lines: Sequence[PartedLine], header: int, limit: int) -> UnruledTable | None:
    """Return the table of a header below which no number stands, its rows before the line ``limit``; None without rows."""
    end = last_blank(lines[:limit], header, header + 1)
    if end == header + 1:
        return None
    labels = lines[header].parts
    rows = [UnruledRow(lines[header].page, tuple((part.text, 1) for part in labels))]
    blanks = (("", 1),) * (len(labels) - 1)
    rows += (UnruledRow(line.page, ((line.parts[0].text, 1), *blanks)) for line in lines[header + 1 : end])
    return UnruledTable(header, end, tuple(rows), True)


def last_blank(lines: Sequence[PartedLine], header: int, end: int) -> int:
    """Return where the rows without numbers end that begin at a line: labels alone, below the first label of the header."""
    corner = lines[header].parts[0]
    while end < len(lines):
        line = lines[end]
        part = line.parts[0]
        if len(line.parts) > 1 or part.number or not _below(part, corner) or line.y - lines[end - 1].y > _FAR * line.size:
            break
        end += 1
    return end
