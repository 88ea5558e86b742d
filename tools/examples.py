"""Write the invented reports of examples/: one agency over two years, one of them with mistakes as they occur, and a small batch.

    python tools/examples.py           write every file
    python tools/examples.py --check   fail when one is out of date

The agencies do not exist. Numbers come from the seeded generator of govdisc.testing, the sentences are written here, and the files
are made by the installed formats, so every plugin of this repository must be installed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from govdisc.cli.common import plugins
from govdisc.formats.base import WriteOptions
from govdisc.i18n import set_language
from govdisc.report import Report
from govdisc.testing import Options, print_text, random_report

FOLDER = Path(__file__).resolve().parent.parent / "examples"
AGENCY = "青岚县水务局"
FORMATS = ("html", "docx", "xlsx", "json")
PEOPLE = ("natural_person", "enterprise", "research", "public_interest", "legal_service", "other_organisation", "total")

#: The bodies of the batch: name, level, kind.
BODIES = (
    ("青岚县发展和改革局", "county", "department"),
    ("青岚县教育局", "county", "department"),
    ("青岚县民政局", "county", "department"),
    ("青岚县财政局", "county", "department"),
    ("青岚县自然资源局", "county", "department"),
    ("青岚县农业农村局", "county", "department"),
    ("青岚县文化和旅游局", "county", "department"),
    ("青岚县卫生健康局", "county", "department"),
    ("青岚县城关镇人民政府", "township", "government"),
    ("青岚县松涛镇人民政府", "township", "government"),
    ("青岚县云溪乡人民政府", "township", "government"),
    ("青岚县石桥街道办事处", "township", "office"),
)


def number(report: Report, path: str) -> int:
    """The count in a cell."""
    return int(report.cell(path) or 0)


def tables(year: int, previous: Report | None) -> Report:
    """A report whose tables are those of a small bureau and follow from last year's."""
    report = random_report(year, Options(year=year, agency=AGENCY, zero=0.9, largest=19))
    report.published = f"{year + 1}-01-17"
    report.tables["disclosure"]["charges"]["amount"] = report.tables["disclosure"]["charges"]["amount"] or 0
    documents, requests = report.tables["disclosure"]["normative_documents"], report.tables["requests"]
    documents.update(issued=2, repealed=1, effective=9 if previous is None else number(previous, "disclosure.normative_documents.effective") + 1)
    for row, cells in requests.items():
        if row == "closed_fee_unpaid":
            cells.update(dict.fromkeys(PEOPLE, 0))
    for column in PEOPLE:
        processed = sum(int(requests[row][column] or 0) for row in requests if row not in ("received", "carried_in", "processed_total", "carried_out"))
        carried_in = 0 if previous is None else number(previous, f"requests.carried_out.{column}")
        carried_out = {2022: {"natural_person": 3, "total": 3}, 2023: {"enterprise": 1, "total": 1}}[year].get(column, 0)
        requests["processed_total"][column], requests["carried_out"][column] = processed, carried_out
        requests["carried_in"][column], requests["received"][column] = carried_in, processed + carried_out - carried_in
    return report


if __name__ == "__main__":
    for y in (2022, 2023):
        r = tables(y, tables(2022, None) if y == 2023 else None)
        print(print_text(r, "row_a_line"))
