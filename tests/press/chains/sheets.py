"""Workbooks: as offices lay them out, our own, and both saved by LibreOffice in its three formats; a table saved as CSV."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from govdisc.formats.base import WriteContext
from govdisc.model.book import builtin_forms
from press.jobs import Chain, Job
from press.programs import soffice


def _printed(job: Job, sheets: str = "one", merge: bool = True, as_text: bool = False) -> bytes:
    """Return a workbook: title, text and tables below each other, on one sheet or each table on its own."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([job.report.title])
    for section in job.report.sections:
        for line in (section.title, *section.text.split("\n")):
            sheet.append([line])
        if section.id in job.tables:
            target = sheet if sheets == "one" else book.create_sheet(section.title[:20])
            _table(target, target.max_row + (sheets == "one"), job, section.id, merge, as_text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _table(sheet: Any, top: int, job: Job, section: str, merge: bool, as_text: bool) -> None:
    for cell in job.tables[section].cells:
        row, column = top + cell.row, 1 + cell.column
        text = job.text(cell.path) if cell.path else cell.text
        bare = text.lstrip("-").replace(".", "", 1)
        is_number = cell.path is not None and bare.isascii() and bare.isdigit() and not as_text
        sheet.cell(row, column).value = (float(text) if "." in text else int(text)) if is_number else text or None
        if merge and cell.rowspan * cell.colspan > 1:
            sheet.merge_cells(start_row=row, end_row=row + cell.rowspan - 1, start_column=column, end_column=column + cell.colspan - 1)


def _own(job: Job) -> bytes:
    from govdisc_xlsx.write import write

    return write([job.report], WriteContext(builtin_forms()))


def _chain(name: str, make_one: Callable[[Job], bytes]) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (make_one(job) for job in jobs)

    return Chain(f"xlsx-{name}", ".xlsx", make, ("govdisc_xlsx", "openpyxl"))


def _saved(name: str, suffix: str, make_one: Callable[[Job], bytes]) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterable[bytes]:
        return soffice([make_one(job) for job in jobs], ".xlsx", suffix[1:])

    return Chain(f"calc-{name}-{suffix[1:]}", suffix, make, ("govdisc_xlsx", "openpyxl", "soffice"))


CHAINS = (
    _chain("printed", _printed),
    _chain("sheets", lambda job: _printed(job, sheets="each")),
    _chain("unmerged", lambda job: _printed(job, merge=False)),
    _chain("text", lambda job: _printed(job, as_text=True)),
    _chain("own", _own),
    *(_saved(name, suffix, make_one) for name, make_one in (("printed", _printed), ("own", _own)) for suffix in (".xlsx", ".xls", ".ods")),
)
