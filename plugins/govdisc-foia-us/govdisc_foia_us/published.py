"""The CSV that FOIA.gov publishes: a row a component, year and agency, with the columns of one table or of several.

Its first columns are Agency, Component and Fiscal Year; those behind have the labels of the report's tables. Files of several years are
the files of each year one after the other, each with its header. The rows of an agency and a year are one report, without its text.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

from govdisc.plugin import Agency, Form, InputError, ReadContext, Report, decode, gettext

HEADER = ("Agency", "Component", "Fiscal Year")
#: The most reports that one file holds: all agencies, in every year since 2008, are some two thousand.
MOST_REPORTS = 20_000
#: A count has no more digits.
MOST_DIGITS = 15


def detect(head: bytes, name: str) -> int:
    """Such a file begins with its header."""
    start = head[:200].decode("utf-8", "replace").lstrip("\ufeff").replace('"', "")
    return 90 if start.lower().startswith(",".join(HEADER).lower()) else 0


def read(data: bytes, context: ReadContext) -> Iterable[Report]:
    """Return the reports of a file.

    Raises:
        InputError: when it is no such file, or a year is none.

    """
    import csv

    form = context.forms.form("us-foia")
    found: dict[tuple[str, str], Report] = {}
    columns: Mapping[int, tuple[str, str]] = {}
    try:
        for line, row in enumerate(csv.reader(io.StringIO(decode(data), newline="")), 1):
            if [cell.strip() for cell in row[:3]] == list(HEADER):
                columns = dict(_columns(form, row))
            elif len(row) > len(HEADER) and columns:
                agency, component, year = (cell.strip() for cell in row[:3])
                if not year.isdecimal() or len(found) >= MOST_REPORTS:
                    raise InputError(gettext("line {line}: {year} is no fiscal year.").format(line=line, year=year[:20]))
                report = found.setdefault((agency, year), Report(form.id, int(year), agency=Agency(agency)))
                _put(form, report, component or agency, {columns[at]: cell for at, cell in enumerate(row) if at in columns})
    except csv.Error as error:
        raise InputError(gettext("it is not valid CSV: {error}.").format(error=error)) from error
    return found.values()


def _columns(form: Form, header: list[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Which column of which table each column of the file is."""
    for at, label in enumerate(header[len(HEADER) :], len(HEADER)):
        for table in form.tables:
            for column in table.blocks[0].columns:
                if _key(label) in map(_key, (column.label, *column.aliases)):
                    yield at, (table.id, column.id)


def _put(form: Form, report: Report, component: str, cells: Mapping[tuple[str, str], str]) -> None:
    for (table, column), text in cells.items():
        overall, own = form.table_index[table].row_index["overall"][1], form.table_index[table].open_rows[0][1]
        row = overall.id if _key(component) == _key(overall.label) else own.named(component).id
        digits = text.strip().replace(",", "")
        is_count = digits.isascii() and digits.isdecimal() and len(digits) <= MOST_DIGITS
        report.tables.setdefault(table, {}).setdefault(row, {})[column] = int(digits) if is_count else None
        if digits and not is_count:
            report.marks[f"{table}.{row}.{column}"] = text.strip()


def _key(label: str) -> str:
    return "".join(label.lower().strip(" *").split())
