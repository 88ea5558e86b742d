"""From reports to CSV: RFC 4180 with lines ending in CR LF, as spreadsheets write it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from govdisc.plugin import SCHEMA_VERSION, ConfigurationError, Form, FormBook, Report, WriteContext, dumps, printed_value
from govdisc.plugin import gettext as _
from govdisc_csv import PARAMETERS
from govdisc_csv.fields import encode
from govdisc_csv.layout import ABSENT, EXTRACTED, FACT, FACTS, LONG, SECTION, WIDE

_CHOICES = {"shape": ("long", "wide"), "bom": ("yes", "no"), "facts": ("yes", "no")}


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Return the reports as one CSV file.

    Raises:
        ConfigurationError: when a parameter has a value that it cannot have.

    """
    return b"".join(write_each(reports, context))


def write_each(reports: Iterable[Report], context: WriteContext) -> Iterator[bytes]:
    """Yield the file piece by piece: in long as the reports come; wide has to know the columns of all of them first.

    Raises:
        ConfigurationError: when a parameter has a value that it cannot have.

    """
    chosen = {
        parameter.name: _choice(parameter.name, context.params.get(parameter.name, parameter.default or "")) for parameter in PARAMETERS
    }
    yield b"\xef\xbb\xbf" if chosen["bom"] == "yes" else b""
    if chosen["shape"] == "wide":
        yield _lines(_wide(list(reports), context.forms))
        return
    yield _lines([LONG])
    for number, report in enumerate(reports, 1):
        head = (encode(report.agency.name), "" if report.year is None else str(report.year), encode(report.form))
        rows = [*_cells(report, context.forms.of(report)), *(_facts(report) if chosen["facts"] == "yes" else ())]
        yield _lines((*head, *row, str(number)) for row in rows)


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode()


def _choice(name: str, value: str) -> str:
    if value not in _CHOICES[name]:
        raise ConfigurationError(
            _("--param {name}={value}: it must be {choices}.").format(name=name, value=value, choices=" / ".join(_CHOICES[name]))
        )
    return value


def _cells(report: Report, form: Form) -> Iterator[tuple[str, ...]]:
    """The rows of long from ``table`` to ``text``, one for each cell; a table without rows or a row without cells keeps its name."""
    for table, rows in report.tables.items():
        if not rows:
            yield (encode(table), *[""] * 9)
        for row, columns in rows.items():
            names = (encode(table), encode(row), encode(form.row_label(table, row)))
            if not columns:
                yield (*names, *[""] * 7)
            for column, value in columns.items():
                path = f"{table}.{row}.{column}"
                spec = form.column(path)
                label = encode(spec.label) if spec else ""
                texts = (encode(found.get(path)) for found in (report.marks, report.remarks, report.places))
                yield (*names, encode(column), label, printed_value(value), *texts, "")


def _facts(report: Report) -> Iterator[tuple[str, ...]]:
    """The rows of long for all that is no cell."""
    for section in report.sections:
        title = encode(section.title) if section.title else ""
        yield _fact(SECTION, section.id, encode(section.text) if section.text else "", title)
    for name, where in FACTS:
        text = attrgetter(where)(report) if report.source is not None or not where.startswith("source") else None
        if text is not None and (text or name != "lead"):
            yield _fact(FACT, name, encode(text))
    if report.unread:
        yield _fact(FACT, "unread", encode(dumps(report.to_dict()["unread"])))
    have = {path for path, _value in report.cells()}
    for name, texts in (("remarks", report.remarks), ("marks", report.marks), ("places", report.places)):
        loose = {path: text for path, text in texts.items() if path not in have}
        if loose:
            yield _fact(FACT, name, encode(dumps(loose)))
    for key, value in report.extracted.items():
        yield _fact(EXTRACTED, key, encode(dumps(value)))
    yield _fact(FACT, "schema_version", SCHEMA_VERSION)


def _fact(table: str, row: str, text: str, label: str = "") -> tuple[str, ...]:
    return (table, encode(row), label, "", "", "", "", "", "", text)


def _wide(reports: Sequence[Report], forms: FormBook) -> Iterator[Iterable[str]]:
    paths: dict[str, None] = {}
    for report in reports:
        paths.update(dict.fromkeys(forms.of(report).paths()))
    for report in reports:
        paths.update((path, None) for path, _value in report.cells())
    yield [*WIDE, *map(encode, paths)]
    for report in reports:
        cells = dict(report.cells())
        year = None if report.year is None else str(report.year)
        facts = (report.agency.name, year, report.form, report.variant, report.title, report.published)
        yield [*map(encode, facts), *(printed_value(cells[path]) if path in cells else ABSENT for path in paths)]
