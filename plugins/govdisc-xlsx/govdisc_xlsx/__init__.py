"""Excel for govdisc: reads .xlsx, .xls and .ods as offices publish them, writes an official workbook that checks itself."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import N_, Format, hookimpl
from govdisc.reading import MAX_FILE

FORMATS = (
    Format(
        "xlsx",
        "Excel (.xlsx, .xlsm)",
        (".xlsx", ".xlsm"),
        read="govdisc_xlsx.read:read_xlsx",
        write="govdisc_xlsx.write:write",
        detect="govdisc_xlsx.detect:detect_xlsx",
        mark="govdisc_xlsx.mark:mark",
        binary=True,
        largest=MAX_FILE,
    ),
    Format(
        "xls",
        N_("Excel 97-2003 or WPS (.xls, .et)"),
        (".xls", ".et"),
        read="govdisc_xlsx.read:read_xls",
        detect="govdisc_xlsx.detect:detect_xls",
        binary=True,
        largest=MAX_FILE,
    ),
    Format(
        "ods",
        N_("OpenDocument spreadsheet (.ods)"),
        (".ods",),
        read="govdisc_xlsx.read:read_ods",
        detect="govdisc_xlsx.detect:detect_ods",
        binary=True,
        largest=MAX_FILE,
    ),
)


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the formats ``xlsx``, ``xls`` and ``ods``."""
    return FORMATS
