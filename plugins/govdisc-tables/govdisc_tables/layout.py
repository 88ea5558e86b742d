"""The columns of both shapes and their types. Names are what scripts rely on: never translated, and the same for every report."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from govdisc.plugin import Form, FormBook, Report
from govdisc_tables.divisions import located
from govdisc_tables.rates import RATES

TEXT, FLAG, DOUBLE = pa.string(), pa.bool_(), pa.float64()
#: Text that stands in many rows: each once, and a number for every row.
REPEATED = pa.dictionary(pa.int32(), TEXT)
#: Any number of a report fits: it has at most fifteen digits.
DECIMAL = pa.decimal128(38, 15)

#: What both shapes have of each report, in front.
REPORT = (
    ("uri", TEXT),
    ("sha256", TEXT),
    ("agency", TEXT),
    ("region_code", TEXT),
    ("province", TEXT),
    ("level", TEXT),
    ("kind", TEXT),
    ("year", pa.int16()),
    ("form", TEXT),
    ("variant", TEXT),
)
#: What long says of each cell beside its number.
LABELS = ("table", "row", "column", "row_label", "column_label")
#: The columns of a folder's names, which therefore are not in its files.
PARTITION = ("year", "province")


def number_type(params: dict[str, str]) -> pa.DataType:
    """Return the type of numbers: a double has fifteen digits, which is all that a number of a report has."""
    return DECIMAL if params["numbers"] == "decimal" else DOUBLE


def long_schema(number: pa.DataType) -> pa.Schema:
    """Return the columns of long."""
    report = [(name, REPEATED if kind == TEXT else kind) for name, kind in REPORT]
    return pa.schema([*report, *((name, REPEATED) for name in LABELS), ("value", number), ("mark", TEXT), ("remark", TEXT), ("unread", FLAG)])


def wide_schema(cells: Iterable[str], number: pa.DataType) -> pa.Schema:
    """Return the columns of wide: of each rate the rate, the cases it is of, and whether they are too few; then a column a cell."""
    rates = [column for rate in RATES for column in rate_columns(rate.name)]
    return pa.schema([*REPORT, ("title", TEXT), ("published", TEXT), *rates, ("unread", pa.list_(TEXT)), *((cell, number) for cell in cells)])


def rate_columns(name: str) -> tuple[tuple[str, pa.DataType], ...]:
    """Return the three columns of a rate."""
    return ((f"{name}_rate", DOUBLE), (f"{name}_n", pa.int64()), (f"{name}_small", FLAG))


def facts(report: Report) -> tuple[str | int | None, ...]:
    """Return what REPORT says of a report."""
    agency, source = report.agency, report.source
    code, province = located(agency)
    texts = (source.uri if source else None, source.sha256 if source else None, agency.name, code, province, agency.level, agency.kind)
    return (*map(clean, texts), report.year, clean(report.form), clean(report.variant))


def clean(text: str | None) -> str | None:
    """Return a text that UTF-8 can hold: half a character becomes a question mark."""
    return None if text is None else text.encode("utf-8", "replace").decode()


def all_cells(forms: FormBook) -> list[str]:
    """Return the cells of every installed form and variant, so that the columns of wide do not hang on who is in the file."""
    found: dict[str, None] = {}
    for form in (*forms.forms(), *forms.variants()):
        found.update(dict.fromkeys(_cells(form)))
    return list(found)


def _cells(form: Form) -> Iterable[str]:
    yield from form.paths()
    for table in form.tables:
        for block in table.blocks:
            for row in block.admits:
                yield from (f"{table.id}.{row.id}.{column.id}" for column in block.columns)
