"""Plain text: reports saved from web pages, with a cell a line, a row a line, or everything on one line.

The reader knows bars (``|``) as separators of cells and nothing else of tables; loose lines are paragraphs, and the recogniser
finds the cells among them.
"""

from __future__ import annotations

from govdisc.errors import InputError
from govdisc.formats.base import Format
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.document import Block, Cell, Document, Grid, Paragraph
from govdisc.text.charset import MARKS, decode, unmarked_utf16

#: A text longer than this is refused: the longest published report has some 200,000 characters.
LONGEST_TEXT = 20_000_000
#: A line longer than this is refused unless it has sentence ends: a saved page on one line stays far below it.
LONGEST_LINE = 2_000_000


def read(data: bytes) -> Document:
    """Read a text into paragraphs and cells.

    Raises:
        InputError: when it is no text, is empty, or is larger than any report.

    """
    text = decode(data)
    if not text.strip():
        raise InputError(_("it is empty."))
    if len(text) > LONGEST_TEXT:
        raise InputError(_("the text is larger than {limit} MB; a report is never that long.").format(limit=LONGEST_TEXT // 1_000_000))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if max(map(len, lines)) > LONGEST_LINE:
        raise InputError(_("it has a line of more than {limit} characters; a report is never that long.").format(limit=LONGEST_LINE))
    return Document(tuple(blocks_of_lines(lines)))


def blocks_of_lines(lines: list[str]) -> list[Block]:
    """Turn lines into paragraphs and, where bars stand, unaligned grids of a row a line."""
    out: list[Block] = []
    rows: list[tuple[Cell, ...]] = []

    def close_grid() -> None:
        if rows:
            out.append(Grid(tuple(rows), rows[0][0].place, aligned=False))
            rows.clear()

    for number, line in enumerate(lines, 1):
        place = f"line {number}"
        if "|" not in line.replace("\\|", ""):
            close_grid()
            out.append(Paragraph(line, place))
            continue
        if _is_rule(line):
            continue
        cells, behind = _cells(line, place)
        if not rows and line.strip() == "|" and _closes_loose_line(out, lines[number:]):
            last = out.pop()
            assert isinstance(last, Paragraph)
            cells = [Cell(last.text.strip(), last.place)]
        rows.append(tuple(cells))
        if behind:
            close_grid()
            out.append(Paragraph(behind, place))
    close_grid()
    return out


def _cells(line: str, place: str) -> tuple[list[Cell], str]:
    """The cells that bars close on a line, and what stands behind the last bar."""
    *closed, behind = _split_bars(line)
    return [Cell(part.strip(), place) for part in closed], behind.strip()


def _split_bars(line: str) -> list[str]:
    """Split at bars, but not at escaped ones."""
    if "\\|" not in line:
        return line.split("|")
    return [part.replace("\x00", "|") for part in line.replace("\\|", "\x00").split("|")]


def _closes_loose_line(out: list[Block], following: list[str]) -> bool:
    """Tell whether a lone bar closes the cell on the line above it.

    It does where cells and bars alternate. Where the next line brings a bar of its own behind its text, the lone bar opens a row.
    """
    if not out or not isinstance(out[-1], Paragraph) or not out[-1].text.strip():
        return False
    coming = next((line for line in following[:20] if line.strip()), "")
    return "|" not in coming or coming.strip() == "|"


def _is_rule(line: str) -> bool:
    """The line of dashes below the header of a Markdown table."""
    bare = line.strip()
    return "-" in bare and not bare.strip("|-: \t")


def detect(head: bytes, name: str) -> int:
    """Anything without NUL bytes may be text; formats with a mark of their own are surer."""
    if head.startswith(tuple(mark for mark, _ in MARKS)):
        return 20
    if b"\x00" in head:
        return 5 if unmarked_utf16(head[: len(head) // 2 * 2]) else 0
    return 20 if name.lower().endswith((".txt", ".text", ".md")) else 10


FORMAT = Format("text", N_("Plain text"), (".txt", ".text"), read=read, detect=detect)
