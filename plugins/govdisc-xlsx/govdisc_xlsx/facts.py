"""The sheet in which govdisc's own workbooks say what they are: very hidden in Excel, keys in column A, values in column B.

It travels with the file through Excel, WPS and LibreOffice, also when the file is saved as .xls or .ods. It gives the reader what the
printed report does not say (level, region code, variant), and tells which sheets are govdisc's own making.
"""

from __future__ import annotations

from collections.abc import Mapping

#: The names of the sheets that the writer makes beside one for each table.
FACTS_SHEET = "_govdisc"
NARRATIVE_SHEET = "报告"
CHECK_SHEET = "勾稽检查"

#: Excel's limit for the text of one cell, in UTF-16 code units; a longer paragraph fills a cell and goes on in the row below.
CELL_LIMIT = 32_767
#: More facts than this are none of ours.
MAX_FACTS = 100
#: So many blank rows in a row are blank paragraphs; of more, a stray cell far below is the reason.
MAX_BLANK_ROWS = 100


def facts_of(cells: Mapping[tuple[int, int], str]) -> dict[str, str]:
    """Return the facts of a facts sheet's cells, {} when they are not such."""
    facts: dict[str, str] = {}
    for row in range(MAX_FACTS):
        key, value = cells.get((row, 0)), cells.get((row, 1))
        if key and value:
            facts[key] = value
    return facts


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as Excel counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_long(text: str) -> list[str]:
    """Cut a paragraph into cells. Each but the last is full: at the limit, or one below it so as not to cut a character in two."""
    pieces: list[str] = []
    start = size = 0
    for i, character in enumerate(text):
        size += 2 if character > "\uffff" else 1
        if size >= CELL_LIMIT - 1:
            pieces.append(text[start : i + 1])
            start, size = i + 1, 0
    return [*pieces, text[start:]]


def is_full(text: str) -> bool:
    """Tell whether a cell is full, so that its paragraph goes on in the row below."""
    return units(text) >= CELL_LIMIT - 1
