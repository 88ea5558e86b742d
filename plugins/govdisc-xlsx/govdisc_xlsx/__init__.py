"""Excel for govdisc: reads .xlsx, .xls and .ods as offices publish them, writes an official workbook that checks itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.formats.base import Format, WriteOptions
from govdisc.hookspecs import hookimpl
from govdisc.i18n import N_
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc_xlsx.detect import detect_ods, detect_xls, detect_xlsx


def _read_xlsx(data: bytes) -> Document:
    from govdisc_xlsx.read import read_xlsx_document

    return read_xlsx_document(data)


def _read_xls(data: bytes) -> Document:
    from govdisc_xlsx.read import read_xls_document

    return read_xls_document(data)


def _read_ods(data: bytes) -> Document:
    from govdisc_xlsx.read import read_ods_document

    return read_ods_document(data)


def _write_xlsx(reports: Sequence[Report], options: WriteOptions) -> bytes:
    from govdisc_xlsx.write import write_xlsx

    return write_xlsx(reports, options)


FORMATS = (
    Format(
        "xlsx",
        "Excel (.xlsx, .xlsm)",
        (".xlsx", ".xlsm"),
        read=_read_xlsx,
        write=_write_xlsx,
        detect=detect_xlsx,
        binary=True,
    ),
    Format("xls", N_("Excel 97-2003 or WPS (.xls, .et)"), (".xls", ".et"), read=_read_xls, detect=detect_xls, binary=True),
    Format("ods", N_("OpenDocument spreadsheet (.ods)"), (".ods",), read=_read_ods, detect=detect_ods, binary=True),
)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """The formats xlsx, xls and ods."""
    return FORMATS


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """The Chinese messages."""
    return [("govdisc_xlsx", Path(__file__).parent / "locale")]
