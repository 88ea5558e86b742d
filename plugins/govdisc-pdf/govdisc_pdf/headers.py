"""The header of a table without rulings as rows of cells: what stands over several columns, then the label of each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from govdisc.plugin import record
from govdisc_pdf.columns import Columns
from govdisc_pdf.parts import Part, PartedLine

#: Lines of one label are no further apart than so many sizes.
_NEXT_LINE = 1.8
#: A label over one column is no wider than so many times the distance of columns; one that goes on below, the second.
_WIDER, _WRAPPED = 1.5, 1.25
#: A line of so much fewer labels than the one below it stands over the labels of columns.
_FEWER = 0.5
#: Single characters one below the other, their middles no further apart than so many sizes, are one label.
_IN_LINE = 0.3


@record(frozen=True, slots=True)
class UnruledRow:
    """A row of an unruled table: the page it stands on, and its cells as (text, columns that they cover)."""

    page: int
    cells: tuple[tuple[str, int], ...]


def header_rows(lines: Sequence[PartedLine], columns: Columns) -> Iterator[UnruledRow]:
    """Yield the rows of a header. What stands over the labels of rows comes first in each."""
    above = [[part for part in line.parts if not columns.is_label(part)] for line in lines]
    corners = ["".join(part.text for part in line.parts if columns.is_label(part)) for line in lines]
    labels = _labels(above, lines, columns, _lone(corners))
    used = {id(part) for label in labels.values() for part in label}
    for line, parts, corner in zip(lines, above, corners, strict=True):
        rest = [part for part in parts if id(part) not in used]
        if line is lines[-1] and labels and not rest:
            break  # it is the row of labels
        if len(rest) == len(line.parts) == 1 and len(columns.under(rest[0])) != 1:
            yield UnruledRow(line.page, ((rest[0].text, columns.labelled + len(columns.extents)),))
        elif rest or corner:
            yield UnruledRow(line.page, _cells(corner, rest, columns))
    if labels:
        cells = tuple(("\n".join(part.text for part in labels.get(column, ())), 1) for column in range(len(columns.extents)))
        corner = "" if any(id(part) not in used for part in above[-1]) else corners[-1]
        yield UnruledRow(lines[-1].page, (*([(corner, 1)] if columns.labelled else []), *cells))


def _cells(corner: str, parts: Sequence[Part], columns: Columns) -> tuple[tuple[str, int], ...]:
    """Return the cells of a line that stands over the labels of columns: each column is below the part nearest to its middle."""
    spans = Counter(min(range(len(parts)), key=lambda i: abs(2 * parts[i].centre - x0 - x1)) for x0, x1 in columns.extents) if parts else Counter()
    cells = [(corner, 1)] if columns.labelled else []
    return (*cells, *((part.text, spans[i]) for i, part in enumerate(parts) if spans[i]))


_Stack = list[tuple[int, Part]]


def _lone(corners: Sequence[str]) -> int | None:
    """Return the lowest line of a header that has a corner label, None where there is none or where it has several lines."""
    found = [i for i, corner in enumerate(corners) if corner]
    return found[-1] if found and found[-1] - 1 not in found else None


def _labels(above: Sequence[Sequence[Part]], lines: Sequence[PartedLine], columns: Columns, corner: int | None) -> dict[int, list[Part]]:
    """Return the lines of each column's own label, downwards: the lowest part over it, and those right above that go on in it.

    A label beside the one line of the ``corner`` stands no higher above that line than below it.
    """
    stacks: list[_Stack] = [[] for _extent in columns.extents]
    for i, parts in enumerate(above):
        for part in parts:
            for column in columns.under(part):
                stacks[column].append((i, part))
    reach = _NEXT_LINE * max((line.size for line in lines), default=0.0)
    out = {}
    for column, stack in enumerate(stacks):
        label: _Stack = []
        for i, part in reversed(stack):
            if len(columns.under(part)) > 1 or part.x1 - part.x0 > (_WRAPPED if label else _WIDER) * columns.width(column):
                break
            if label:
                below, rest = label[-1]
                upright = len(part.text) == len(rest.text) == 1 and abs(part.centre - rest.centre) < _IN_LINE * lines[i].size
                fewer = not upright and len(above[i]) < _FEWER * len(above[below]) and rest.x1 - rest.x0 >= part.x1 - part.x0
                higher = corner is not None and i < corner and sum(j > corner for j, _part in label) <= sum(j < corner for j, _part in label)
                if fewer or higher or lines[below].y + rest.below - lines[i].y - part.below > reach:
                    break
            label.append((i, part))
        if label:
            out[column] = [part for _i, part in reversed(label)]
    return out
