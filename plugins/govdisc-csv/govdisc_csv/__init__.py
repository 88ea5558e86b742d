"""CSV for govdisc: tidy data for analysts, one cell a row or one report a row, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.formats import Format, Parameter, ReadContext, ReadResult, WriteOptions
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_
from govdisc.model.report import Report

PARAMETERS = (
    Parameter("shape", N_("long: a row for each cell; wide: a row for each report"), "long"),
    Parameter("bom", N_("yes or no: a byte order mark, without which Excel shows no Chinese"), "yes"),
    Parameter("facts", N_("yes or no: in long, rows for the title, the sections and all else that is no cell"), "yes"),
)


def read(data: bytes, context: ReadContext | None = None) -> ReadResult:
    """Return the reports of a file in either shape, or the document of a worksheet; see :mod:`govdisc_csv.reader`."""
    from govdisc_csv.reader import read_csv

    return read_csv(data, context or ReadContext())


def write(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Return one file with all reports, in UTF-8; see :mod:`govdisc_csv.writer`."""
    from govdisc_csv.writer import write_reports

    return write_reports(reports, options)


def detect(head: bytes, name: str) -> int:
    """The header row is the mark; other files called .csv are worksheets that were saved so."""
    start = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "ignore")[:200]
    words = start.replace('"', "").replace(";", ",").replace("\t", ",").split("\n")[0].split(",")
    if words[:3] == ["agency", "year", "form"]:
        return 95
    return 30 if name.lower().endswith((".csv", ".tsv")) else 0


_EACH = "govdisc_csv.writer:write_each"


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``csv``."""
    return [Format("csv", "CSV", (".csv", ".tsv"), read=read, write=write, detect=detect, many=True, parameters=PARAMETERS, lossless=True, write_each=_EACH)]


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_csv", Path(__file__).parent / "locale")]
