"""The two parts that the cells of an .xlsx refer to by number: shared strings (ECMA-376 part 1, 18.4.9) and cell formats (18.8)."""

from __future__ import annotations

import re

from govdisc.errors import InputError
from govdisc_xlsx.package import Package
from govdisc_xlsx.sheet import check_cells, damaged, format_kind

#: The built-in number formats that print percentages, and those that print dates or times (18.8.30, the East Asian ones included).
PERCENT_FORMATS = frozenset({9, 10})
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Return a text with ``_x000D_`` and its kin as the characters they stand for (18.18.84 ST_Xstring)."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def integer(text: str | None, default: int) -> int:
    """Return a whole number of an attribute, the default when there is none or it is not one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


class SharedStrings:
    """The texts that cells refer to; phonetic readings are left out."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the part; a workbook without one has no shared strings."""
        self._texts: list[str] = []
        self._pieces: list[str] = []
        self._collect = self._phonetic = False
        if part in package:
            package.walk(part, self._start, self._end, self._text)

    def __getitem__(self, index: str) -> str:
        number = integer(index, -1)
        if not 0 <= number < len(self._texts):
            raise InputError(damaged())
        return self._texts[number]

    def _start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._collect = not self._phonetic

    def _text(self, text: str) -> None:
        if self._collect:
            self._pieces.append(text)

    def _end(self, tag: str) -> None:
        if tag == "t":
            self._collect = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self._texts.append(unescaped("".join(self._pieces)))
            check_cells(len(self._texts))


class Styles:
    """The numbers of the cell formats that have a border line, that print percentages, and that print dates."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the part; a workbook without one has plain cells only."""
        self.bordered: set[int] = set()
        self.percent: set[int] = set()
        self.dates: set[int] = set()
        self._kinds = {**dict.fromkeys(PERCENT_FORMATS, "percent"), **dict.fromkeys(DATE_FORMATS, "date")}
        self._borders: list[bool] = []
        self._count = 0
        self._inside = ""
        if part in package:
            package.walk(part, self._start, self._end)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("numFmts", "cellXfs", "borders"):
            self._inside = tag
        elif self._inside == "numFmts" and tag == "numFmt":
            self._kinds[integer(attributes.get("numFmtId"), -1)] = format_kind(attributes.get("formatCode", ""))
        elif self._inside == "borders":
            if tag == "border":
                self._borders.append(False)
            elif attributes.get("style", "none") != "none" and self._borders:
                self._borders[-1] = True
        elif self._inside == "cellXfs" and tag == "xf":
            self._cell_format(integer(attributes.get("borderId"), 0), integer(attributes.get("numFmtId"), 0))

    def _cell_format(self, border: int, number_format: int) -> None:
        if border < len(self._borders) and self._borders[border]:
            self.bordered.add(self._count)
        kind = self._kinds.get(number_format, "")
        if kind == "percent":
            self.percent.add(self._count)
        elif kind == "date":
            self.dates.add(self._count)
        self._count += 1

    def _end(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""
