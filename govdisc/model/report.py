"""The report model: one agency's 政府信息公开工作年度报告 for one year, as it was published.

A cell holds an ``int`` (counts), a :class:`~decimal.Decimal` (amounts) or ``None`` (blank). What stood in a cell that is not a
number (``/``, ``-``, ``无``) is kept in :attr:`Report.marks` beside the ``None``; annotations such as 其中修订16件 are kept in
:attr:`Report.remarks`; where each cell stood is in :attr:`Report.places`. All three are keyed by the cell's path,
``table.row.column``. Nothing is repaired: a report says what the document says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from govdisc.records import record
from govdisc.text.values import UNITS, Value, printed_value

SCHEMA_VERSION = "1"

LEVELS = ("central", "province", "city", "county", "township")
KINDS = ("government", "department", "office", "other")

Tables = dict[str, dict[str, dict[str, Value]]]

#: Keys of a report's JSON that belong to the core; any other top-level key was added by a plugin (see ``Report.extracted``).
CORE_KEYS = (
    "schema_version",
    "form",
    "variant",
    "year",
    "title",
    "agency",
    "published",
    "source",
    "sections",
    "tables",
    "remarks",
    "marks",
    "places",
    "lead",
    "unread",
)


@record(slots=True)
class Agency:
    """The body whose report it is; anything that the source does not say is None."""

    name: str | None = None
    region_code: str | None = None
    level: str | None = None
    kind: str | None = None


@record(slots=True)
class Source:
    """The file a report was read from: its name, the format it was read as, and the SHA-256 of its bytes."""

    uri: str
    format: str
    sha256: str


@record(slots=True)
class Section:
    r"""One of the six numbered parts: ``id`` as in the form, ``title`` as printed ("" when the heading is lost), its text.

    Lines of the text are parted by ``\n``; the cells of the tables are not part of it. ``lines`` says where each of them stood in
    the source, as far as a reader told; it is known in the run that read the file and is no part of the JSON.
    """

    id: str
    title: str
    text: str = ""
    title_place: str | None = field(default=None, compare=False)
    lines: tuple[str, ...] = field(default=(), compare=False)

    def place_at(self, offset: int) -> str | None:
        """Return the place of the line that holds a character of the text, None when it is not known."""
        number = self.text.count("\n", 0, max(offset, 0))
        return self.lines[number] if number < len(self.lines) else None


@record(slots=True)
class Unread:
    """Something in the document that could not be turned into cells with certainty; a structure rule reports it.

    ``kind`` is one of :data:`govdisc.recognise.UNREAD_KINDS`, ``table`` the id of the table it stands in or None, ``text`` what
    stood there, and ``cells`` the paths of the cells that stay unread because of it.
    """

    kind: str
    table: str | None
    place: str
    text: str
    cells: list[str] = field(default_factory=list)


@record(slots=True)
class Report:
    """One report. ``tables`` is ``{table: {row: {column: value}}}``; a row that does not stand in the document is absent."""

    form: str
    year: int | None = None
    variant: str | None = None
    title: str | None = None
    agency: Agency = field(default_factory=Agency)
    published: str | None = None
    source: Source | None = None
    sections: list[Section] = field(default_factory=list)
    tables: Tables = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    #: The text between the title and the first section (the legal basis, the period, a contact), "" when there is none.
    lead: str = ""
    #: Where each line of the lead stood, as :attr:`Section.lines`; no part of the JSON.
    lead_lines: tuple[str, ...] = field(default=(), compare=False)
    unread: list[Unread] = field(default_factory=list)
    #: What plugins found in the report, each under its own key; written beside the core's keys.
    extracted: dict[str, Any] = field(default_factory=dict)

    def cell(self, path: str) -> Value:
        """Return the value of a cell by its path, ``requests.received.total``; None when it is blank or absent."""
        table, row, column = path.split(".")
        return self.tables.get(table, {}).get(row, {}).get(column)

    def cells(self) -> Iterator[tuple[str, Value]]:
        """Yield every cell as (path, value), in the order of the tables, rows and columns."""
        for table, rows in self.tables.items():
            for row, columns in rows.items():
                for column, value in columns.items():
                    yield f"{table}.{row}.{column}", value

    def section(self, section_id: str) -> Section | None:
        """Return the section with that id, or None when the report lacks it."""
        return next((section for section in self.sections if section.id == section_id), None)

    def text(self, section_id: str) -> str:
        """Return the text of a section, "" when the report lacks it."""
        found = self.section(section_id)
        return found.text if found else ""

    def to_dict(self) -> dict[str, Any]:
        """Return the report as the JSON object of schema_version 1 (amounts stay :class:`~decimal.Decimal`)."""
        agency, source = self.agency, self.source
        data: dict[str, Any] = {
            "schema_version": SCHEMA_VERSION,
            "form": self.form,
            "variant": self.variant,
            "year": self.year,
            "title": self.title,
            "agency": {"name": agency.name, "region_code": agency.region_code, "level": agency.level, "kind": agency.kind},
            "published": self.published,
            "source": source and {"uri": source.uri, "format": source.format, "sha256": source.sha256},
            "sections": [{"id": section.id, "title": section.title, "text": section.text} for section in self.sections],
            "tables": self.tables,
            "remarks": self.remarks,
            "marks": self.marks,
            "places": self.places,
        }
        if self.lead:
            data["lead"] = self.lead
        if self.unread:
            data["unread"] = [
                {"kind": piece.kind, "table": piece.table, "place": piece.place, "text": piece.text, "cells": piece.cells} for piece in self.unread
            ]
        data.update(self.extracted)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Report:
        """Build a report from a JSON object that was found to be one (see :mod:`govdisc.checked`); nothing is copied."""
        source, agency = data.get("source"), data.get("agency")
        return cls(
            form=data["form"],
            year=data.get("year"),
            variant=data.get("variant"),
            title=data.get("title"),
            agency=Agency(**agency) if agency else Agency(),
            published=data.get("published"),
            source=Source(**source) if source else None,
            sections=[Section(section["id"], section["title"], section["text"]) for section in data.get("sections", ())],
            tables=data["tables"],
            remarks=data.get("remarks") or {},
            marks=data.get("marks") or {},
            places=data.get("places") or {},
            lead=data.get("lead", ""),
            unread=[Unread(**piece) for piece in data.get("unread", ())],
            extracted={} if data.keys() <= _CORE else {key: data[key] for key in data if key not in _CORE},
        )


_CORE = frozenset(CORE_KEYS)


def printed_cell(report: Report, path: str) -> str:
    """Return a whole cell as it is printed: its number with unit or annotation, its mark, or "" when blank.

    ``parse_cell`` of it gives the same value, mark and remark again.
    """
    mark = report.marks.get(path)
    if mark is not None:
        return mark
    text, remark = printed_value(report.cell(path)), report.remarks.get(path)
    if not remark or not text:
        return text
    with_unit = any(remark == unit or (remark.startswith(f"{unit}（") and remark.endswith("）")) for unit in UNITS)
    return f"{text}{remark}" if with_unit else f"{text}（{remark}）"
