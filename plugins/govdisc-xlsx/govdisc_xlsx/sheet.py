"""What the three kinds of workbook have in common: a sheet's cells as text, its merged ranges, borders and hidden lines.

The modules ``xlsx``, ``xls`` and ``ods`` each make :class:`Sheet` objects; :mod:`govdisc_xlsx.blocks` turns them into paragraphs
and grids. A cell's text is the number as the file stores it (15 significant digits, as spreadsheets compute), not as its format
rounds it: 7730.28 shown as 7730.3 is 7730.28.
"""

from __future__ import annotations

import datetime
import re
import sys
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import field
from decimal import Decimal
from typing import NamedTuple

from govdisc.plugin import InputError, record
from govdisc.plugin import gettext as _

#: Cells with content that a workbook may hold: a report has some 300, a year's working file a few thousand.
MAX_CELLS = 50_000
#: Rows times columns that are in use on one sheet: what a table over all of them would lay out.
MAX_AREA = 100_000
#: Merged ranges of one sheet; the official tables have about forty.
MAX_MERGES = 20_000
#: Sheets of one workbook.
MAX_SHEETS = 256

MINUTES = 24 * 60

#: Parts of a number format that print as they stand: quoted, escaped, padding, and conditions or colours in brackets.
_LITERALS = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)

#: Spreadsheets compute with 15 significant digits; what a binary number has beyond them is noise.
SIGNIFICANT_DIGITS = 15


class Merge(NamedTuple):
    """A merged range: its first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@record
class Sheet:
    """One visible sheet. Rows and columns count from 0; ``cells`` holds only cells with a text.

    ``bordered`` are the cells with any border line, blank ones included; ``hidden_rows`` and ``hidden_columns`` are (first, last),
    :func:`joined`.
    ``uncached`` are formulas without a stored result; what they would print is not known.
    """

    name: str
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    bordered: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    uncached: list[tuple[int, int]] = field(default_factory=list)


@record
class Workbook:
    """A workbook: its visible sheets in order, the facts that govdisc's own writer left in it, and what was left out."""

    sheets: list[Sheet]
    facts: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    drawings: bool = False


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0: ``A`` … ``XFD``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return a cell's name, rows and columns counted from 0: ``C6``."""
    return f"{column_name(column)}{row + 1}"


def number_text(value: float) -> str:
    """Return a number as the file stores it: 21.0 is ``21``, 0.1 + 0.2 is ``0.3``, never with an exponent."""
    text = format(Decimal(format(value, f".{SIGNIFICANT_DIGITS}g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent_text(value: float) -> str:
    """Return a number that is formatted as a percentage as it is printed: 0.0105 is ``1.05%``."""
    text = format(Decimal(format(value, f".{SIGNIFICANT_DIGITS}g")) * 100, "f")
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def date_text(serial: float, is_1904: bool = False) -> str:
    """Return a serial date as ``2024-01-20``, with ``15:07`` when it has a time; a time alone as ``15:07``.

    Excel counts days from 1900 and takes that year for a leap year, so the first two months are a day off; or from 1904.

    Raises:
        OverflowError: when it is no date that Excel knows.

    """
    moment = datetime.datetime(1904, 1, 1) if is_1904 else datetime.datetime(1899, 12, 30 + (serial < 60))
    moment += datetime.timedelta(minutes=round(serial * MINUTES))
    if serial < 1:
        return moment.strftime("%H:%M")
    return moment.date().isoformat() if moment.time() == datetime.time() else moment.isoformat(" ", "minutes")


def format_kind(code: str) -> str:
    """Tell what a number format prints: ``percent``, ``date`` (or time) or "" for plain numbers."""
    bare = _LITERALS.sub("", code.split(";")[0])
    if "%" in bare:
        return "percent"
    return "date" if _DATE_LETTERS.search(bare) and "general" not in bare.lower() else ""


def joined(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ranges of rows or columns in order, those that touch or overlap joined."""
    out: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if out and first <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        else:
            out.append((first, last))
    return out


def inside(ranges: list[tuple[int, int]], first: int, last: int | None = None) -> bool:
    """Tell whether a row or column, or all from first to last, stand in one of the :func:`joined` ranges."""
    at = bisect_right(ranges, (first, sys.maxsize)) - 1
    return at >= 0 and ranges[at][1] >= (first if last is None else last)


def check_area(sheet: Sheet) -> None:
    """Refuse a sheet whose used area is beyond :data:`MAX_AREA`.

    Raises:
        InputError: when it is.

    """
    rows = len({row for row, _column in sheet.cells})
    columns = len({column for _row, column in sheet.cells})
    if rows * columns > MAX_AREA:
        raise InputError(
            _(
                "sheet {name!r} spreads over {rows} rows and {columns} columns, which is more than a report needs; "
                "delete the stray cells far from the tables and save the file again."
            ).format(name=sheet.name, rows=rows, columns=columns)
        )


def damaged() -> str:
    """The sentence for a workbook whose parts contradict each other."""
    return _("the workbook is damaged; open it in the office program and save it again.")


def check_cells(count: int) -> None:
    """Refuse a workbook with more than :data:`MAX_CELLS` cells.

    Raises:
        InputError: when it has more.

    """
    if count > MAX_CELLS:
        raise InputError(
            _("the workbook has more than {limit} filled cells, so it is no report; keep only the report's sheets.").format(limit=MAX_CELLS)
        )
