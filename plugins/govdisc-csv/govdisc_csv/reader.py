"""From CSV to reports, or to the document of a worksheet. Both shapes of govdisc's own are known by their header row."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from govdisc.plugin import (
    SCHEMA_VERSION,
    ConfigurationError,
    Document,
    Form,
    FormBook,
    InputError,
    NoReportError,
    ReadContext,
    Report,
    Value,
    checked_report,
    loads,
    parse_cell,
)
from govdisc.plugin import decode as decode_bytes
from govdisc.plugin import gettext as _
from govdisc_csv.fields import decode
from govdisc_csv.layout import ABSENT, EXTRACTED, FACT, FACTS, JSON_FACTS, LONG, NEEDED, SECTION, WIDE
from govdisc_csv.sheet import sheet_document

#: A longer field is refused: the longest section of a published report has some 100,000 characters.
LONGEST_FIELD = 5_000_000
#: More columns than this are refused; wide has some 300.
MOST_COLUMNS = 20_000
#: A file in long with more reports is refused: its rows need not stand together, so all of them stand in memory.
MOST_REPORTS = 10_000
#: A number with more characters than this is not read as one.
LONGEST_NUMBER = 40
#: The delimiter is looked for in so many characters.
SAMPLE = 4_096

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_limit = threading.Lock()

#: A row of the file: the number of its first line, and its fields.
Row = tuple[int, list[str]]


def read(data: bytes, context: ReadContext | None = None) -> Document | Iterable[Report | InputError]:
    """Return the reports of a file of govdisc's own, or the document of any other table.

    An error stands in the place of a report that is none of its form.

    Raises:
        InputError: when the file is empty or damaged, or a row of govdisc's own cannot be understood (in wide while the reports are
            asked for, one after the other).

    """
    text = decode_bytes(data).removeprefix("\ufeff")
    if not text.strip():
        raise InputError(_("it is empty."))
    forms = (context or ReadContext()).forms
    rows = _rows(text, strict=_is_ours(text))
    _line, header = next(rows, (1, []))
    if len(header) > MOST_COLUMNS:
        raise InputError(_("it has more than {limit} columns; a report has some 300.").format(limit=MOST_COLUMNS))
    names = [name.strip() for name in header]
    if not _is_ours(text):
        return sheet_document(fields for _line, fields in chain([(1, header)], rows))
    is_long = set(NEEDED) <= set(names)
    if not is_long and not (set(WIDE[:3]) <= set(names) and any(name.count(".") == 2 for name in names)):
        lacking = ", ".join(name for name in NEEDED if name not in names)
        raise InputError(_("the header in its first line lacks {names}; was the file cut off, or columns removed?").format(names=lacking))
    first = next(rows, None)
    if first is None:
        raise InputError(_("it holds no report: the header of its columns stands alone."))
    records = _records(names, chain([first], rows))
    if is_long:
        return [checked_report(found, "", forms) for found in _long(records, forms)]
    return (checked_report(found, "", forms) for found in _wide(records, forms))


def _is_ours(text: str) -> bool:
    """Whether the first line is a header of govdisc's own, whole or not: its columns may stand in any order."""
    names = {name.strip(' "') for name in re.split("[,;\t]", text[: 40 * len(LONG)].partition("\n")[0])}
    return set(WIDE[:3]) <= names or set(NEEDED) <= names


def _rows(text: str, strict: bool) -> Iterator[Row]:
    """Yield the rows of the file with the lines on which they begin.

    The limit on the length of a field is one for the whole process: it is raised for so long as some rows are taken, and put back.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=strict)
    while True:
        rows: list[Row] = []
        with _limit:
            before = csv.field_size_limit(LONGEST_FIELD)
            try:
                line = reader.line_num + 1
                for row in islice(reader, 1_000):
                    rows.append((line, row))
                    line = reader.line_num + 1
            except csv.Error as error:
                problem = InputError if strict else NoReportError  # a stranger's table is none of our business
                raise problem(_("it is not valid CSV at line {line}: {error}.").format(line=reader.line_num, error=error)) from error
            finally:
                csv.field_size_limit(before)
        if not rows:
            return
        yield from rows


def _delimiter(text: str) -> str:
    """Comma, semicolon, tab or bar, whichever stands most often in the first line, or near it: spreadsheets save with that of their region."""
    head = text[:SAMPLE]
    first = head.partition("\n")[0]
    return max(",;\t|", key=first.count if any(mark in first for mark in ",;\t") else head.count)


def _records(names: list[str], rows: Iterable[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row as the fields by the names of their columns, blank rows left out.

    Raises:
        InputError: when a row has not the fields of the header, as where a file was cut off, or a column stands twice.

    """
    twice = next((name for name in names if name and names.count(name) > 1), None) if len(set(names)) < len(names) else None
    if twice is not None:
        raise InputError(_("the column {name} stands twice in its header.").format(name=twice[:40]))
    for line, row in rows:
        if not any(row):
            continue
        if len(row) != len(names) and (len(row) < len(names) or any(row[len(names) :])):
            message = _("line {line} has {count} fields and the header {columns}; was the file cut off there?")
            raise InputError(message.format(line=line, count=len(row), columns=len(names)))
        yield line, dict(zip(names, row, strict=False))


def _not_understood(line: int, error: ValueError) -> InputError:
    return InputError(_("line {line} cannot be understood: {error}.").format(line=line, error=error))


def _long(records: Iterable[tuple[int, dict[str, str]]], forms: FormBook) -> Iterator[dict[str, Any]]:
    """The reports of a file in long; rows of one report need not stand together."""
    found: dict[tuple[str, ...], _Long] = {}
    for line, fields in records:
        key = tuple(fields.get(name, "") for name in ("report", "agency", "year", "form"))
        try:
            if key not in found:
                if len(found) == MOST_REPORTS:
                    raise InputError(_("it holds more than {limit} reports; split it into several files.").format(limit=MOST_REPORTS))
                found[key] = _Long(fields, forms)
            found[key].take(fields)
        except ValueError as error:
            raise _not_understood(line, error) from error
    for report in found.values():
        yield report.data


class _Long:
    """One report in the making, as the JSON object of its data."""

    def __init__(self, fields: Mapping[str, str], forms: FormBook) -> None:
        self.form = _known_form(decode(fields["form"]) or "", forms)
        self.data = _empty(fields)
        self.facts: set[str] = set()

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
            self._once(name, name in self.data)
            self.data[name] = loads(text)
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

    def _once(self, name: str, there: bool) -> None:
        if there:
            raise ValueError(_("{name} stands twice").format(name=name[:40]))

    def _fact(self, name: str, text: str) -> None:
        self._once(name, name in self.facts)
        self.facts.add(name)
        if name in JSON_FACTS:
            value = loads(text)
            if name == "unread":
                self.data[name] = value
            elif isinstance(value, dict):
                self.data[name].update(value)
            else:
                raise ValueError(_("{name} is no JSON object").format(name=name))
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


def _wide(records: Iterable[tuple[int, dict[str, str]]], forms: FormBook) -> Iterator[dict[str, Any]]:
    for line, fields in records:
        try:
            data = _empty(fields)
            data.update({name: decode(fields.get(name, "")) for name in ("variant", "title", "published")})
            form = _known_form(data["form"], forms)
            for path, text in fields.items():
                if path.count(".") == 2 and text.strip() != ABSENT:
                    table, name, column = path.split(".")
                    value, mark, remark = _value(form, path, text)
                    data["tables"].setdefault(table, {}).setdefault(name, {})[column] = value
                    data["marks"].update({path: mark} if mark is not None else {})
                    data["remarks"].update({path: remark} if remark is not None else {})
        except ValueError as error:
            raise _not_understood(line, error) from error
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


def _known_form(form: str, forms: FormBook) -> Form | None:
    try:
        return forms.form(form)
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
