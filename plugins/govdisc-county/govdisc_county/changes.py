"""Two reports side by side: every fact, heading, cell and sentence that is not the same in both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from functools import cached_property
from typing import Any

from govdisc.plugin import N_, Form, Report, Value, printed_value, record
from govdisc_county.parts import unread_cells
from govdisc_county.sentences import (
    ADDED,
    CHANGED,
    EQUAL,
    MOVED,
    MOVED_FROM,
    REMOVED,
    Change,
    Sentence,
    compared,
    sentences,
    share_repeated,
)

#: Kinds of differences in a cell: its number, a mark in place of one, blank or not, the whole row, a remark, or not known on one side.
VALUE, MARK, BLANK, ROW, REMARK, UNREAD = "value", "mark", "blank", "row", "remark", "unread"
#: What is told of a report beside its parts and tables, and what it is called.
FACTS = {
    "agency": N_("body"),
    "year": N_("year"),
    "title": N_("title"),
    "published": N_("published"),
    "form": N_("form"),
    "variant": N_("variant"),
}
LEAD = "lead"


@record(frozen=True)
class Printed:
    """A cell as it stands in one report; ``absent`` where its row does not stand there, ``unread`` where its number is not known."""

    value: Value = None
    mark: str | None = None
    remark: str | None = None
    absent: bool = False
    unread: bool = False
    place: str | None = None

    @classmethod
    def of(cls, report: Report, path: str, unread: frozenset[str]) -> Printed:
        """Look a cell up."""
        table, row, column = path.split(".")
        cells = report.tables.get(table, {}).get(row)
        if cells is None or column not in cells:
            return cls(absent=True, unread=path in unread)
        return cls(cells[column], report.marks.get(path), report.remarks.get(path), False, path in unread, report.places.get(path))

    @property
    def text(self) -> str:
        """The cell as it is printed, without its remark."""
        return self.mark if self.mark is not None else printed_value(self.value)

    def to_dict(self) -> dict[str, Any]:
        """Return it as it stands in the JSON output."""
        data: dict[str, Any] = {"value": self.value, "mark": self.mark, "place": self.place}
        for name, value in (("remark", self.remark), ("absent", self.absent), ("unread", self.unread)):
            if value:
                data[name] = value
        return data


@record(frozen=True)
class CellChange:
    """A cell that is not the same in both."""

    cell: str
    label: str
    kind: str
    before: Printed
    after: Printed

    def to_dict(self) -> dict[str, Any]:
        """Return it as it stands in the JSON output."""
        return {"cell": self.cell, "label": self.label, "kind": self.kind, "before": self.before.to_dict(), "after": self.after.to_dict()}


@record(frozen=True)
class FactChange:
    """A fact (:data:`FACTS`) or the heading of a part (``section`` is set) that is not the same in both; None where it is not there."""

    name: str
    before: str | None
    after: str | None
    section: str | None = None


@record
class Comparison:
    """Two reports, and all that differs; ``sentences`` has those that stayed as well, in the order of the new text."""

    before: Report
    after: Report
    form: Form
    old_form: Form
    facts: list[FactChange] = field(default_factory=list)
    cells: list[CellChange] = field(default_factory=list)
    sentences: list[Change] = field(default_factory=list)
    same_cells: int = 0

    @classmethod
    def of(cls, before: Report, after: Report, old_form: Form, form: Form) -> Comparison:
        """Compare two reports.

        Raises:
            InputError: when one of them has more sentences than a report has.

        """
        made = cls(before, after, form, old_form)
        made.facts = [*_facts(before, after), *_headings(before, after)]
        made.cells, made.same_cells = _cells(before, after, old_form, form)
        made.sentences = compared(made.prose(before), made.prose(after), [LEAD, *(spec.id for spec in form.sections)])
        return made

    def prose(self, report: Report) -> list[Sentence]:
        """The sentences of a report, the lead's first, part by part in the form's order."""
        order = {spec.id: number for number, spec in enumerate(self.form.sections)}
        parts = sorted(report.sections, key=lambda section: order.get(section.id, len(order)))
        return [*sentences(LEAD, report.lead), *(sentence for part in parts for sentence in sentences(part.id, part.text))]

    @property
    def changes(self) -> list[Change]:
        """The sentences that did not stay; each move once."""
        return [change for change in self.sentences if change.kind not in (EQUAL, MOVED_FROM)]

    @property
    def differs(self) -> bool:
        """Whether anything is not the same."""
        return bool(self.facts or self.cells or self.changes)

    @cached_property
    def repeated(self) -> tuple[float | None, float | None]:
        """The share of the new sentences that stand in the old text as well: as they are, and but for their numbers."""
        old, new = self.prose(self.before), self.prose(self.after)
        return share_repeated(old, new), share_repeated(old, new, numbers=False)

    def heading(self, section: str) -> str:
        """What a part is called: as the new report prints it, else the old one, else the form."""
        for report in (self.after, self.before):
            found = report.section(section)
            if found is not None and found.title:
                return found.title
        spec = self.form.section_index.get(section)
        return f"{spec.ordinal}、{spec.title}" if spec else section

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as it stands in the JSON output."""
        counts = Counter(change.kind for change in self.changes)
        repeated, but_for_numbers = self.repeated
        return {
            "before": _described(self.before),
            "after": _described(self.after),
            "facts": [{"name": fact.name, "section": fact.section, "before": fact.before, "after": fact.after} for fact in self.facts],
            "cells": [change.to_dict() for change in self.cells],
            "sentences": [_sentence(change) for change in self.changes],
            "repeated": {"sentences": repeated, "but_for_numbers": but_for_numbers},
            "summary": {
                "facts": len(self.facts),
                "cells": len(self.cells),
                "same_cells": self.same_cells,
                **{kind: counts[kind] for kind in (CHANGED, REMOVED, ADDED, MOVED)},
                "same_sentences": sum(change.kind == EQUAL for change in self.sentences),
            },
        }


def _described(report: Report) -> dict[str, Any]:
    source = report.source
    return {
        "uri": source.uri if source else None,
        "sha256": source.sha256 if source else None,
        "agency": report.agency.name,
        "year": report.year,
        "form": report.form,
        "variant": report.variant,
    }


def _sentence(change: Change) -> dict[str, Any]:
    def told(sentence: Sentence | None) -> dict[str, str] | None:
        return None if sentence is None else {"section": sentence.section, "text": sentence.text.strip()}

    data: dict[str, Any] = {"kind": change.kind, "before": told(change.before), "after": told(change.after)}
    if change.kind == CHANGED:
        data["pieces"] = [{"kind": piece.kind, "text": piece.text} for piece in change.pieces()]
    return data


# --- facts and headings -------------------------------------------------------------------------------------------------------------


def _facts(before: Report, after: Report) -> Iterator[FactChange]:
    for name in FACTS:
        old, new = (report.agency.name if name == "agency" else getattr(report, name) for report in (before, after))
        if _plain(old) != _plain(new):
            yield FactChange(name, None if old is None else str(old), None if new is None else str(new))


def _headings(before: Report, after: Report) -> Iterator[FactChange]:
    ids = dict.fromkeys([*(section.id for section in after.sections), *(section.id for section in before.sections)])
    for name in ids:
        old, new = before.section(name), after.section(name)
        if (old is None) != (new is None) or (old and new and _plain(old.title) != _plain(new.title)):
            yield FactChange("heading", old.title if old else None, new.title if new else None, name)


def _plain(text: object) -> str | None:
    return None if text is None else "".join(str(text).split())


# --- cells --------------------------------------------------------------------------------------------------------------------------


def _cells(before: Report, after: Report, old_form: Form, form: Form) -> tuple[list[CellChange], int]:
    old_unread, new_unread = unread_cells(before), unread_cells(after)
    found: list[CellChange] = []
    same = 0
    for path in _paths(before, after, form):
        old, new = Printed.of(before, path, old_unread), Printed.of(after, path, new_unread)
        kind = _kind(old, new)
        if kind is None:
            same += 1
        else:
            found.append(CellChange(path, (form if form.column(path) else old_form).cell_label(path), kind, old, new))
    return found, same


def _paths(before: Report, after: Report, form: Form) -> list[str]:
    """All cells of both, in printed order; those that the new report's form does not have come last in their table."""
    tables = list(dict.fromkeys([table.id for table in form.tables] + list(after.tables) + list(before.tables)))
    there = dict.fromkeys(path for report in (after, before) for path, _value in report.cells())
    there |= dict.fromkeys(path for report in (after, before) for path in unread_cells(report) if path.count(".") == 2)
    rows = {f"{table.id}.{row.id}": number for table in form.tables for number, (_block, row) in enumerate(form.printed_rows(table.id))}
    return sorted(there, key=lambda path: (tables.index(path.split(".")[0]) if path.split(".")[0] in tables else len(tables), rows.get(path.rpartition(".")[0], len(rows))))


def _kind(old: Printed, new: Printed) -> str | None:
    """How a cell differs, None where it does not."""
    if old.unread != new.unread or (old.unread and old.mark != new.mark):
        return UNREAD
    if old.absent != new.absent:
        return ROW
    if (old.value, old.mark) != (new.value, new.mark):
        return VALUE if old.value is not None and new.value is not None else MARK if old.mark is not None or new.mark is not None else BLANK
    return REMARK if _plain(old.remark) != _plain(new.remark) else None
