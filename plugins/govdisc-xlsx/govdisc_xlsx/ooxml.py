"""The two parts that the cells of an .xlsx refer to by number: shared strings (ECMA-376 part 1, 18.4.9) and cell formats (18.8)."""

from __future__ import annotations

import re

from govdisc.plugin import InputError
from govdisc_xlsx.package import Package
from govdisc_xlsx.richtext import RichText
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


def is_on(attributes: dict[str, str]) -> bool:
    """Tell whether a toggle such as ``strike`` is set; one without a value is."""
    return attributes.get("val", "1") not in ("0", "false")


class Runs:
    """The runs of a text (18.4), of a shared string or within a cell; phonetic readings are left out."""

    def __init__(self) -> None:
        self.rich = RichText()
        self.collects = False
        self._phonetic = False
        self._shift: str | None = None
        self._struck = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Follow an element that begins."""
        if tag == "t":
            self.collects = not self._phonetic
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "r":
            self._shift, self._struck = None, False
            self.rich.run()
        elif tag in ("vertAlign", "strike"):
            if tag == "strike":
                self._struck = is_on(attributes)
            else:
                self._shift = attributes.get("val")
            self.rich.run(self._shift, self._struck)

    def end(self, tag: str) -> None:
        """Follow an element that ends."""
        if tag == "t":
            self.collects = False
        elif tag == "rPh":
            self._phonetic = False

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self.collects:
            self.rich.add(text)

    def taken(self) -> str:
        """Return the text, and begin a new one."""
        text = unescaped(self.rich.text())
        self.rich.clear()
        return text


class SharedStrings:
    """The texts that cells refer to."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the part; a workbook without one has no shared strings."""
        self._texts: list[str] = []
        self._runs = Runs()
        if part in package:
            package.walk(part, self._runs.start, self._end, self._runs.text)

    def __getitem__(self, index: str) -> str:
        number = integer(index, -1)
        if not 0 <= number < len(self._texts):
            raise InputError(damaged())
        return self._texts[number]

    def _end(self, tag: str) -> None:
        self._runs.end(tag)
        if tag == "si":
            self._texts.append(self._runs.taken())
            check_cells(len(self._texts))


class Styles:
    """The numbers of the cell formats that have a border line, print percentages, print dates, or strike out what stands in the cell."""

    def __init__(self, package: Package, part: str) -> None:
        """Read the part; a workbook without one has plain cells only."""
        self.bordered: set[int] = set()
        self.percent: set[int] = set()
        self.dates: set[int] = set()
        self.struck: set[int] = set()
        self._kinds = {**dict.fromkeys(PERCENT_FORMATS, "percent"), **dict.fromkeys(DATE_FORMATS, "date")}
        self._borders: list[bool] = []
        self._struck_fonts: list[bool] = []
        self._count = 0
        self._inside = ""
        if part in package:
            package.walk(part, self._start, self._end)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("numFmts", "cellXfs", "borders", "fonts"):
            self._inside = tag
        elif self._inside == "numFmts" and tag == "numFmt":
            self._kinds[integer(attributes.get("numFmtId"), -1)] = format_kind(attributes.get("formatCode", ""))
        elif self._inside == "borders":
            if tag == "border":
                self._borders.append(False)
            elif attributes.get("style", "none") != "none" and self._borders:
                self._borders[-1] = True
        elif self._inside == "fonts":
            if tag == "font":
                self._struck_fonts.append(False)
            elif tag == "strike" and self._struck_fonts:
                self._struck_fonts[-1] = is_on(attributes)
        elif self._inside == "cellXfs" and tag == "xf":
            self._cell_format(*(integer(attributes.get(name), 0) for name in ("borderId", "numFmtId", "fontId")))

    def _cell_format(self, border: int, number_format: int, font: int) -> None:
        if font < len(self._struck_fonts) and self._struck_fonts[font]:
            self.struck.add(self._count)
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
