"""Findings as Parquet: a row a finding, with what a join with the reports' table needs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa

from govdisc.plugin import Agency, Finding, Outcome, ReportContext, Result, printed_value
from govdisc_tables.divisions import located
from govdisc_tables.layout import DOUBLE, FLAG, TEXT, clean
from govdisc_tables.stream import ParquetStream

#: Findings in a row group.
GROUP = 20_000

SCHEMA = pa.schema(
    [
        *((name, TEXT) for name in ("uri", "sha256", "agency", "region_code", "province")),
        ("year", pa.int16()),
        *((name, TEXT) for name in ("form", "variant", "code", "family", "severity", "message", "cell", "section", "quote", "place")),
        # as text, for words as well; and as a number where it is one
        ("expected", TEXT),
        ("actual", TEXT),
        ("expected_value", DOUBLE),
        ("actual_value", DOUBLE),
        *((name, TEXT) for name in ("basis", "suggestion", "fingerprint", "baseline")),
        ("suppressed", FLAG),
    ]
)


def write(outcome: Outcome, context: ReportContext) -> Iterator[bytes]:
    """Yield the file piece by piece as the findings come."""
    stream = ParquetStream(SCHEMA)
    rows: list[dict[str, Any]] = []
    for result in outcome.results():
        rows += [_row(result, finding) for finding in result.findings]
        if len(rows) >= GROUP:
            yield stream.group(pa.Table.from_pylist(rows, schema=SCHEMA))
            rows = []
    if rows:
        yield stream.group(pa.Table.from_pylist(rows, schema=SCHEMA))
    yield stream.end()


def _row(result: Result, finding: Finding) -> dict[str, Any]:
    entry, data = result.input, finding.to_dict(result.input.identity)
    code, province = located(Agency(entry.agency))
    texts = {name: clean(data[name]) for name in ("code", "severity", "message", "cell", "section", "quote", "place", "basis", "suggestion")}
    return {
        **{name: clean(getattr(entry, name)) for name in ("uri", "sha256", "agency", "form", "variant")},
        **texts,
        "region_code": code,
        "province": province,
        "year": entry.year,
        "family": finding.code[:3],
        **{name: _text(data[name]) for name in ("expected", "actual")},
        **{f"{name}_value": _number(data[name]) for name in ("expected", "actual")},
        "fingerprint": data["fingerprint"],
        "baseline": finding.baseline,
        "suppressed": finding.suppressed is not None,
    }


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return clean(value)
    return printed_value(value) if _is_number(value) else clean(str(value))


def _number(value: Any) -> float | None:
    return float(value) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
