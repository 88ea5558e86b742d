"""Findings as Parquet: a row a finding, with what a join with the reports' table needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pyarrow as pa

from govdisc.plugin import Agency, Finding, Outcome, Report, ReportContext, Result, WriteContext, printed_value
from govdisc_tables import writer
from govdisc_tables.divisions import located
from govdisc_tables.layout import DOUBLE, FLAG, TEXT, clean
from govdisc_tables.stream import ParquetStream

#: Findings in a row group: as rows of Python and on their way to Arrow each takes 7 kB.
GROUP = 2_000

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


class _Findings:
    """The file of the findings, and those that wait for their row group."""

    def __init__(self) -> None:
        self._stream = ParquetStream(SCHEMA)
        self._rows: list[dict[str, Any]] = []

    def take(self, results: Iterable[Result]) -> Iterator[Result]:
        """Yield results, and keep the findings of each."""
        for result in results:
            self._rows += [_row(result, finding) for finding in result.findings]
            yield result

    def ready(self, least: int = GROUP) -> Iterator[bytes]:
        """Yield a row group where so many findings wait."""
        if len(self._rows) >= least:
            rows, self._rows = self._rows, []
            yield self._stream.group(pa.Table.from_pylist(rows, schema=SCHEMA))

    def end(self) -> Iterator[bytes]:
        """Yield what is left."""
        yield from self.ready(1)
        yield self._stream.end()


def write(outcome: Outcome, context: ReportContext) -> Iterator[bytes]:
    """Yield the file piece by piece as the findings come."""
    findings = _Findings()
    for _result in findings.take(outcome.results()):
        yield from findings.ready()
    yield from findings.end()


def write_folder(outcome: Outcome, context: ReportContext) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a folder as (name, piece): the findings, and beside them what an export of the reports to a folder writes.

    Raises:
        ConfigurationError: when a parameter has a value that it cannot have.

    """
    findings = _Findings()
    results = findings.take(outcome.results())
    reports: Iterator[Report] = (result.report for result in results if result.report is not None and not result.late and not result.aside)
    folder = "reports" if context.params.get("shape") == "wide" else "cells"
    for name, piece in writer.write_folder(reports, WriteContext(context.forms, context.params)):
        yield f"{folder}/{name}", piece
        for group in findings.ready():
            yield "findings.parquet", group
    for group in findings.end():
        yield "findings.parquet", group


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
