"""From CSV to reports. Both shapes are known by their header row, in whatever order their columns stand."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from govdisc.errors import ConfigurationError, InputError
from govdisc.formats.json import loads
from govdisc.i18n import gettext as _
from govdisc.model.book import Form, builtin_forms
from govdisc.model.report import SCHEMA_VERSION, Report
from govdisc.schema import checked_report
from govdisc.text.charset import decode as decode_bytes
from govdisc.text.values import Value, parse_cell
from govdisc_csv.fields import decode
from govdisc_csv.layout import ABSENT, EXTRACTED, FACT, FACTS, JSON_FACTS, NEEDED, SECTION, WIDE

#: A longer field is refused: the longest section of a published report has some 100,000 characters.
LONGEST_FIELD = 5_000_000
#: More columns than this are refused; wide has some 300.
MOST_COLUMNS = 20_000
#: A number with more characters than this is not read as one.
LONGEST_NUMBER = 40

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_limit = threading.Lock()


def read_reports(data: bytes) -> list[Report | InputError]:
    """Return the reports of a file; an error stands in the place of one that is no report of its form.

    Raises:
        InputError: when the file is no CSV with one of the two headers, or a row cannot be understood.

    """
    text = decode_bytes(data).removeprefix("\ufeff")
    if not text.strip():
        raise InputError(_("it is empty."))
    with _long_fields():
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        try:
            header = next(rows, [])
            if len(header) > MOST_COLUMNS:
                raise InputError(_("it has more than {limit} columns; a report has some 300.").format(limit=MOST_COLUMNS))
            return list(_reports(header, rows))
        except csv.Error as error:
            raise InputError(_("it is not valid CSV at line {line}: {error}.").format(line=rows.line_num, error=error)) from error


@contextmanager
def _long_fields() -> Iterator[None]:
    """Admit fields of the length of a section; the limit of the csv module is one for the whole process, and is put back."""
    with _limit:
        before = csv.field_size_limit(LONGEST_FIELD)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab, whichever stands most often in the first line: spreadsheets save with the delimiter of their region."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _reports(header: list[str], rows: Iterator[list[str]]) -> Iterator[Report | InputError]:
    names = [name.strip() for name in header]
    found: Iterable[dict[str, Any]]
    if set(NEEDED) <= set(names):
        found = _long(names, rows)
    elif set(WIDE[:3]) <= set(names) and any(name.count(".") == 2 for name in names):
        found = _wide(names, rows)
    else:
        raise InputError(
            _("its first line is not the header of a CSV file of govdisc (agency, year, form, table, …); save other tables as Excel.")
        )
    for data in found:
        yield checked_report(data, "")


def _long(names: list[str], rows: Iterator[list[str]]) -> list[dict[str, Any]]:
    """The reports of a file in long; rows of one report need not stand together."""
    found: dict[tuple[str, ...], _Long] = {}
    for line, row in enumerate(rows, 2):
        if not any(row):
            continue
        fields = dict(zip(names, row, strict=False))
        key = tuple(fields.get(name, "") for name in ("report", "agency", "year", "form"))
        try:
            if key not in found:
                found[key] = _Long(fields)
            found[key].take(fields)
        except ValueError as error:
            raise InputError(_("row {row} cannot be understood: {error}.").format(row=line, error=error)) from error
    return [one.data for one in found.values()]


class _Long:
    """One report in the making, as the JSON object of its data."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.form = _known_form(decode(fields["form"]) or "")
        self.data = _empty(fields)
        self.rows: set[str] = set()

    def take(self, fields: Mapping[str, str]) -> None:
        """Take one row.

        Raises:
            ValueError: when it is a cell or fact that stood before, or is none.

        """
        table, name, column = (decode(fields.get(key, "")) or "" for key in ("table", "row", "column"))
        text = decode(fields.get("text", "")) or ""
        if table == SECTION:
            self.data["sections"].append({"id": name, "title": decode(fields.get("row_label", "")) or "", "text": text})
        elif table == FACT:
            self._fact(name, text)
        elif table == EXTRACTED:
            self.data.setdefault(name, loads(text))
        elif not name:
            self.data["tables"].setdefault(table, {})
        elif not column:
            self.data["tables"].setdefault(table, {}).setdefault(name, {})
        else:
            self._cell(table, name, column, fields)

    def _cell(self, table: str, row: str, column: str, fields: Mapping[str, str]) -> None:
        path = f"{table}.{row}.{column}"
        cells = self.data["tables"].setdefault(table, {}).setdefault(row, {})
        if column in cells:
            raise ValueError(_("cell {cell} stands twice").format(cell=path))
        cells[column], mark, remark = _value(self.form, path, fields["value"])
        for key, name, own in (("marks", "mark", mark), ("remarks", "remark", remark), ("places", "place", None)):
            stated = decode(fields.get(name, ""))
            if stated is not None or own is not None:
                self.data[key][path] = stated if stated is not None else own

    def _fact(self, name: str, text: str) -> None:
        if name in self.rows:
            raise ValueError(_("{name} stands twice").format(name=name))
        self.rows.add(name)
        if name in JSON_FACTS:
            value = loads(text)
            if name == "unread":
                self.data[name] = value
            else:
                self.data[name].update(value)
            return
        if name == "schema_version":
            self.data[name] = text
            return
        where = dict(FACTS).get(name)
        if where is None:
            raise ValueError(_("there is no fact {name}").format(name=name[:40]))
        group, _dot, key = where.rpartition(".")
        if group == "source" and self.data["source"] is None:
            self.data["source"] = {"uri": "", "format": "", "sha256": ""}
        (self.data[group] if group else self.data)[key] = text


def _wide(names: list[str], rows: Iterator[list[str]]) -> Iterator[dict[str, Any]]:
    for line, row in enumerate(rows, 2):
        if not any(row):
            continue
        fields = dict(zip(names, row, strict=False))
        try:
            data = _empty(fields)
            data.update({name: decode(fields.get(name, "")) for name in ("variant", "title", "published")})
            form = _known_form(data["form"])
            for path, text in fields.items():
                if path.count(".") == 2 and text.strip() != ABSENT:
                    table, name, column = path.split(".")
                    value, mark, remark = _value(form, path, text)
                    data["tables"].setdefault(table, {}).setdefault(name, {})[column] = value
                    data["marks"].update({path: mark} if mark is not None else {})
                    data["remarks"].update({path: remark} if remark is not None else {})
        except ValueError as error:
            raise InputError(_("row {row} cannot be understood: {error}.").format(row=line, error=error)) from error
        yield data


def _empty(fields: Mapping[str, str]) -> dict[str, Any]:
    """A report without cells: whose it is, for which year, on which form."""
    year = fields["year"].strip()
    if year and not (year.isascii() and year.isdigit() and len(year) <= 4):
        raise ValueError(_("{year} is not a year").format(year=year[:20]))
    return {
        "schema_version": SCHEMA_VERSION,
        "form": decode(fields["form"].strip()) or "",
        "variant": None,
        "year": int(year) if year else None,
        "title": None,
        "agency": {"name": decode(fields["agency"]), "region_code": None, "level": None, "kind": None},
        "published": None,
        "source": None,
        "sections": [],
        "tables": {},
        "remarks": {},
        "marks": {},
        "places": {},
    }


def _known_form(form: str) -> Form | None:
    try:
        return builtin_forms().form(form)
    except ConfigurationError:
        return None


def _value(form: Form | None, path: str, text: str) -> tuple[Value, str | None, str | None]:
    """The value of a field, and the mark or remark that somebody typed in with it."""
    column = form.column(path) if form else None
    kind = column.kind if column else "count"
    if len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text):
        return (Decimal(text) if kind == "amount" or "." in text else int(text)), None, None
    read = parse_cell(decode(text) or "", kind)
    return read.value, read.mark, read.remark
