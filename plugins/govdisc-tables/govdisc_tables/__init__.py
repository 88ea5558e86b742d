"""Parquet for govdisc: every cell of ten thousand reports in one table, for DuckDB, pandas and R."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govdisc.plugin import N_, Format, Outcome, Parameter, ReportContext, Reporter, hookimpl

PARAMETERS = (
    Parameter("shape", "long", N_("long: a row for each cell; wide: a row for each report, with rates")),
    Parameter("numbers", "double", N_("double, or decimal: exact sums of amounts, which pandas adds up slowly")),
    Parameter("replace", "no", N_("yes or no: a folder of Parquet files that is there already is replaced as a whole")),
)


def _findings(outcome: Outcome, context: ReportContext) -> Iterator[bytes]:
    from govdisc_tables.findings import write

    return write(outcome, context)


def _both(outcome: Outcome, context: ReportContext) -> Iterator[tuple[str, bytes]]:
    from govdisc_tables.findings import write_folder

    return write_folder(outcome, context)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``parquet``."""
    module = "govdisc_tables.writer"
    return [
        Format(
            "parquet",
            N_("Parquet: the numbers of reports as a table, without their prose"),
            (".parquet",),
            write=f"{module}:write",
            write_each=f"{module}:write_each",
            write_folder=f"{module}:write_folder",
            many=True,
            binary=True,
            parameters=PARAMETERS,
            needs="pyarrow",
        )
    ]


@hookimpl
def govdisc_reporters() -> Iterable[Reporter]:
    """Return the findings as Parquet, in a folder beside the numbers of the reports."""
    title = N_("a row a finding, for DuckDB, pandas and R; in a folder with the numbers of the reports beside it, as the format parquet has them")
    return [
        Reporter(
            "parquet", title, _findings, (".parquet",), parameters=PARAMETERS, streams=True, binary=True, folder=_both, whole=True,
        )
    ]  # fmt: skip
