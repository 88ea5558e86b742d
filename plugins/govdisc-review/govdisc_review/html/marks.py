"""What is marked in a report: cells and words by the findings about them, the numbers a sum was made from, and probable cells.

Findings are numbered from 1 within a report. Everything is computed before anything is drawn, so that each finding links to its
cell or sentence and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field

from govdisc.plugin import Finding, Report, printed_value, record
from govdisc_review.board import Leaf
from govdisc_review.flat import Flat

#: A finding that is about more cells than these marks the first of them.
MOST_CELLS = 200
#: Of a finding about more cells than these the first one alone is a link: nobody wants to tab through a blank table.
MOST_LINKS = 12
#: So many operands of a sum are listed; more are counted.
MOST_OPERANDS = 60
#: Longer quotes are looked for as they stand only: leaving out blanks makes a pattern of every character.
LONGEST_PATTERN = 400


@record(frozen=True)
class Span:
    """Words of a text that a finding is about."""

    start: int
    end: int
    number: int


@record
class Marks:
    """Where the findings of one report point to; ``prefix`` begins the ids of its elements."""

    prefix: str
    #: By cell: the numbers of the findings about it.
    cells: dict[str, list[int]] = field(default_factory=dict)
    #: By text (``title``, ``lead``, a section's id, with ``#`` behind it its heading): what is marked in it.
    spans: dict[str, list[Span]] = field(default_factory=dict)
    #: By finding: the cells that its sum was made from.
    operands: dict[int, tuple[str, ...]] = field(default_factory=dict)
    #: By cell: what should probably stand in it.
    probable: dict[str, list[str]] = field(default_factory=dict)
    #: Cells that are marked and are no links.
    quiet: set[str] = field(default_factory=set)
    #: Cells whose number could not be read.
    unread: frozenset[str] = frozenset()
    #: By finding: the ids of the cell, the words or the part that it is about.
    targets: dict[int, list[str]] = field(default_factory=dict)
    #: By finding: the text in which its words were found.
    texts: dict[int, str] = field(default_factory=dict)
    #: Cells of the report's own tables: only these are drawn.
    drawn: frozenset[str] = frozenset()

    def finding_id(self, number: int) -> str:
        """The id of a finding."""
        return f"{self.prefix}-f{number}"

    def cell_id(self, path: str) -> str:
        """The id of a cell."""
        return f"{self.prefix}-{path}"

    def needs_id(self, path: str) -> bool:
        """Whether something links to a cell."""
        return path in self.cells or path in self.probable or path in self._linked

    @property
    def _linked(self) -> set[str]:
        if not hasattr(self, "_linked_cells"):
            self._linked_cells = {path for paths in self.operands.values() for path in paths}
        return self._linked_cells


def marks_of(leaf: Leaf, prefix: str) -> Marks:
    """Find what is marked in a report."""
    marks = Marks(prefix)
    report, form = leaf.report, leaf.form
    if report is None:
        return marks
    drawn = form.table_index if form is not None else {}
    marks.drawn = frozenset(path for path, _value in report.cells() if path.split(".")[0] in drawn)
    marks.unread = frozenset(path for unread in report.unread for path in unread.cells)
    for number, flat in enumerate(leaf.findings, 1):
        _mark(marks, leaf, report, number, flat)
    for explanation in leaf.explanations:
        for change in explanation["cells"]:
            shown = printed_value(change["expected"])
            known = marks.probable.setdefault(change["cell"], [])
            if shown not in known:
                known.append(shown)
    marks.probable = {path: shown for path, shown in marks.probable.items() if path in marks.drawn}
    return marks


def _mark(marks: Marks, leaf: Leaf, report: Report, number: int, flat: Flat) -> None:
    finding = flat.finding
    paths = dict.fromkeys([*([finding.cell] if finding.cell else []), *finding.cells[:MOST_CELLS]])
    cells = [path for path in paths if path in marks.drawn]
    for path in cells:
        marks.cells.setdefault(path, []).append(number)
    if len(cells) > MOST_LINKS:
        marks.quiet.update(path for path in cells[1:] if marks.cells[path] == [number])
    elif cells:
        marks.quiet.difference_update(cells)
    operands = tuple(path for path in _operands(leaf, report, finding) if path in marks.drawn)
    if operands:
        marks.operands[number] = operands[:MOST_OPERANDS]
    found = _quoted(report, finding)
    if found is not None:
        where, span = found
        marks.spans.setdefault(where, []).append(Span(*span, number))
    targets = [marks.cell_id(path) for path in cells[:1]]
    if found is not None:
        targets.append(f"{marks.prefix}-q{number}")
        marks.texts[number] = found[0].rstrip("#")
    section = finding.section or _section_of(leaf, finding)
    if not targets and section is not None and report.section(section) is not None:
        targets.append(f"{marks.prefix}-s-{section}")
    marks.targets[number] = targets


def _section_of(leaf: Leaf, finding: Finding) -> str | None:
    """The section in which the table of a cell stands that is not in the report."""
    table = leaf.form.table_index.get(finding.cell.split(".")[0]) if leaf.form is not None and finding.cell else None
    return table.section if table is not None else None


def _operands(leaf: Leaf, report: Report, finding: Finding) -> tuple[str, ...]:
    """The cells of the sum that a finding is about: that whose two sides are what was expected and what stands there."""
    if finding.code[:3] != "SUM" or leaf.form is None or finding.cell is None:
        return ()
    for balance in leaf.form.balances(report):
        if finding.cell in balance.right and balance.left_sum == finding.expected and balance.right_sum == finding.actual:
            return tuple(path for path in balance.cells if path != finding.cell and report.cell(path))
    return ()


def texts_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the texts of a report by name, in reading order."""
    yield "title", report.title or ""
    yield "lead", report.lead
    for section in report.sections:
        yield f"{section.id}#", section.title
        yield section.id, section.text


def _quoted(report: Report, finding: Finding) -> tuple[str, tuple[int, int]] | None:
    """Where the words that a finding quotes stand: in its section, at its place if there are several; None where they are not found."""
    quote = finding.quote
    if not quote or not quote.strip():
        return None
    texts = dict(texts_of(report))
    names = sorted(texts, key=lambda name: name.rstrip("#") != finding.section) if finding.section else list(texts)
    for places in (_exactly, _loosely):
        for name in names:
            found = list(places(texts[name], quote))
            if found:
                return name, _at_place(report, name, found, finding.place)
    return None


def _exactly(text: str, quote: str) -> Iterator[tuple[int, int]]:
    at = text.find(quote)
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + len(quote))


def _loosely(text: str, quote: str) -> Iterator[tuple[int, int]]:
    """Where a quote stands if blanks are left out: a sentence is quoted without the line ends within it."""
    letters = "".join(quote.split())
    if len(letters) < 4 or len(letters) > LONGEST_PATTERN:
        return
    for match in re.finditer(r"\s*".join(map(re.escape, letters)), text):
        yield match.span()


def _at_place(report: Report, name: str, found: Iterable[tuple[int, int]], place: str | None) -> tuple[int, int]:
    spans = list(found)
    section = report.section(name)
    if section is None or place is None:
        return spans[0]
    return next((span for span in spans if section.place_at(span[0]) == place), spans[0])
