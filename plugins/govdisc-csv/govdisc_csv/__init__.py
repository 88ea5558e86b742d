"""CSV for govdisc: tidy data for analysts, one cell a row or one report a row, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable

from govdisc.plugin import N_, Format, Parameter, hookimpl

PARAMETERS = (
    Parameter("shape", "long", N_("long: a row for each cell; wide: a row for each report"), loses=("wide",)),
    Parameter("bom", "yes", N_("yes or no: a byte order mark, without which Excel shows no Chinese")),
    Parameter("facts", "yes", N_("yes or no: in long, rows for the title, the sections and all else that is no cell"), loses=("no",)),
)


def detect(head: bytes, name: str) -> int:
    """The header row is the mark; other files called .csv are worksheets that were saved so."""
    start = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "ignore")[:200]
    words = start.replace('"', "").replace(";", ",").replace("\t", ",").split("\n")[0].split(",")
    if words[:3] == ["agency", "year", "form"]:
        return 95
    return 30 if name.lower().endswith((".csv", ".tsv")) else 0


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``csv``."""
    module = "govdisc_csv"
    return [
        Format(
            "csv",
            "CSV",
            (".csv", ".tsv"),
            read=f"{module}.reader:read",
            write=f"{module}.writer:write",
            write_each=f"{module}.writer:write_each",
            detect=detect,
            many=True,
            parameters=PARAMETERS,
            lossless=True,
        )
    ]
