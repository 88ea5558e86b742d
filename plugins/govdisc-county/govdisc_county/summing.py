"""A parent's report as the sum of its bodies' (汇总): who is added, who cannot be and why, and the sum with all its addends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

from govdisc.plugin import Finding, Form, Report, blank_report, record
from govdisc.plugin import gettext as _
from govdisc_county.parts import ABSENT, BLANK_TOTAL, Addend, Part, SumCell, admitted, strange_rows, total
from govdisc_county.roster import Roster, Unit, key_of

#: More bodies than this do not report to one parent.
MOST_BODIES = 10_000
#: So many cells or bodies are named in a sentence.
MOST_NAMED = 6


@record
class Body:
    """A report that is to be added, and how many findings of its own it has that make it wrong."""

    part: Part
    wrong: int = 0
    codes: set[str] = field(default_factory=set)

    def take(self, findings: Sequence[Finding], failing: Sequence[str]) -> None:
        """Count what was found in it; what is found between reports is none of its own."""
        for finding in findings:
            if finding.counts and finding.severity in failing and not finding.code.startswith("BAT"):
                self.wrong += 1
                self.codes.add(finding.code)


@record(frozen=True)
class Refusal:
    """Why the sum is not made: a body and what is the matter with it. ``may`` says that ``--accept`` adds it as it is, or goes without it."""

    name: str
    why: str
    may: bool = False


def refusals(bodies: Sequence[Body], agency: str, year: int, form: Form, roster: Roster | None) -> Iterator[Refusal]:
    """Yield what stands against a sum: first who is missing, then what is wrong with those who are there."""
    there: dict[str, list[Body]] = {}
    for body in bodies:
        if body.part.year == year:  # one for another year is told as that
            there.setdefault(_key(body.part.agency, roster), []).append(body)
    for unit in missing(bodies, agency, roster):
        yield Refusal(unit.name, _("its report is missing"), may=True)
    for body in bodies:
        part = body.part
        name = part.agency or part.uri
        if not part.agency and not part.own:
            yield Refusal(name, _("whose report it is was not found"))
        if not part.own and key_of(part.agency) == key_of(agency):
            yield Refusal(name, _("{uri} is the parent's own report; name it with --own, or leave it out").format(uri=part.uri))
        if part.year is None:
            yield Refusal(name, _("for which year its report is was not found ({uri})").format(uri=part.uri))
        elif part.year != year:
            yield Refusal(name, _("its report is for {year} ({uri})").format(year=part.year, uri=part.uri))
        elif part.form != form.id:
            yield Refusal(name, _("its report is on form {form}, and the sum on form {wanted} ({uri})").format(form=part.form, wanted=form.id, uri=part.uri))
        elif rows := strange_rows(form, part):
            told = ", ".join(rows[:MOST_NAMED])
            yield Refusal(name, _("its report has rows that the form lacks: {rows} ({uri}); name the variant with --variant").format(rows=told, uri=part.uri))
        if body.wrong:
            codes = ", ".join(sorted(body.codes)[:MOST_NAMED])
            yield Refusal(name, _("its report has {count} errors of its own: {codes} ({uri})").format(count=body.wrong, codes=codes, uri=part.uri), may=True)
    for key, same in there.items():
        if key and len(same) > 1 and not any(body.part.own for body in same):
            yield Refusal(same[0].part.agency, _("it is there {count} times: {names}").format(count=len(same), names=", ".join(body.part.uri for body in same)))


def missing(bodies: Sequence[Body], agency: str, roster: Roster | None) -> list[Unit]:
    """Return the bodies that the roster gives to the parent and whose reports are not there."""
    there = {_key(body.part.agency, roster) for body in bodies}
    return [unit for unit in roster.children(agency) if key_of(unit.name) not in there] if roster is not None else []


def _key(name: str, roster: Roster | None) -> str:
    unit = roster.unit(name) if roster is not None else None
    return key_of(unit.name if unit else name)


# --- the sum ------------------------------------------------------------------------------------------------------------------------


@record(frozen=True)
class Sum:
    """The sum of some parts on a form."""

    agency: str
    year: int
    form: Form
    parts: tuple[Part, ...]
    cells: tuple[SumCell, ...]
    #: Rows of another form in it, with the rows of the form that they stand for.
    merged: dict[str, tuple[str, ...]]
    #: Bodies that the sum goes without, by name.
    missing: tuple[str, ...] = ()

    @classmethod
    def of(cls, agency: str, year: int, form: Form, parts: Sequence[Part], missing: Sequence[str] = ()) -> Sum:
        """Add up parts that are all on the form."""
        rows = (row for part in parts for row in part.rows)
        return cls(agency, year, form, tuple(parts), tuple(total(parts, form)), admitted(form, rows), tuple(missing))

    @property
    def unknown(self) -> list[SumCell]:
        """The cells that stay blank, since an addend is not known."""
        return [cell for cell in self.cells if cell.unknown]

    def report(self) -> Report:
        """Return the parent's report: the tables filled in, and the prose left to be written."""
        report = blank_report(self.form, self.year, self.agency)
        for rows in self.merged.values():
            for row in rows:
                table, _dot, name = row.partition(".")
                report.tables[table].pop(name, None)
        for cell in self.cells:
            table, row, column = cell.path.split(".")
            report.tables[table].setdefault(row, {})[column] = None if cell.unknown else cell.value
            if cell.mark is not None:
                report.marks[cell.path] = cell.mark
        for table, name in self._not_printed():
            report.tables[table].pop(name, None)
        return report

    def _not_printed(self) -> list[tuple[str, str]]:
        """The optional rows that no body has."""
        printed = {tuple(cell.path.split(".")[:2]) for cell in self.cells if any(addend.printed or addend.unknown for addend in cell.addends)}
        return [
            (table.id, row.id) for table in self.form.tables for _block, row in table.rows() if row.optional and (table.id, row.id) not in printed
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the sum with all its addends, as the JSON output."""
        return {
            "schema_version": "1",
            "agency": self.agency,
            "year": self.year,
            "form": self.form.id,
            "variant": self.form.variant,
            "bodies": [{"name": part.agency, "uri": part.uri, "sha256": part.sha256, "own": part.own} for part in self.parts],
            "missing": list(self.missing),
            "merged": {row: list(rows) for row, rows in self.merged.items()},
            "cells": [self._cell(cell) for cell in self.cells],
        }

    def _cell(self, cell: SumCell) -> dict[str, Any]:
        return {
            "cell": cell.path,
            "label": self.form.cell_label(cell.path),
            "value": None if cell.unknown else cell.value,
            "mark": cell.mark,
            "addends": [_addend(addend) for addend in cell.addends if addend.value or addend.mark or addend.unknown],
            "blank": [addend.part for addend in cell.addends if addend.value is None and addend.printed and not addend.mark and not addend.unknown],
        }


def _addend(addend: Addend) -> dict[str, Any]:
    data: dict[str, Any] = {"body": addend.part, "value": addend.value}
    for name, value in (("mark", addend.mark), ("unknown", addend.unknown), ("cells", list(addend.cells))):
        if value:
            data[name] = value
    return data


def unknown_words(addend: Addend) -> str:
    """Why an addend is not known, in words."""
    if addend.unknown == BLANK_TOTAL:
        return _("its total is blank though the parts are not 0")
    return _("the row is missing") if addend.unknown == ABSENT else _("not read")
