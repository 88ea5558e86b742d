"""Plain text: reports saved from web pages, with a cell a line, a row a line, or everything on one line.

The reader knows bars (``|``) as separators of cells and nothing else of tables; loose lines are paragraphs, and the recogniser
finds the cells among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice

from govdisc.errors import InputError
from govdisc.formats.base import Format
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.document import Block, Cell, Document, Grid, Paragraph
from govdisc.patterns import Pattern
from govdisc.text.charset import MARKS, decode, unmarked_utf16
from govdisc.text.dashes import dashed_table
from govdisc.text.values import looks_like_value

#: A text longer than this is refused: the longest published report has some 200,000 characters.
LONGEST_TEXT = 20_000_000
#: A line longer than this is refused unless it has sentence ends: a saved page on one line stays far below it.
LONGEST_LINE = 2_000_000
#: More lines than this, blank ones aside, no report has, not even with a cell a line.
MOST_LINES = 10_000
#: So many blank lines that follow each other are kept: a row of blank cells, a line each.
MOST_BLANK = 400
#: So many lines ahead are looked at to tell what a lone bar means.
NEAR = 20
_RULE = Pattern(r":?-+:?")


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
    every = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    numbers = list(islice(_kept(every), MOST_LINES + 1)) if len(every) > MOST_BLANK else range(1, len(every) + 1)
    if len(numbers) > MOST_LINES:
        raise InputError(_("it has more than {limit} lines of text, which no report has; check the file.").format(limit=MOST_LINES))
    lines = [every[number - 1] for number in numbers]
    if max(map(len, lines)) > LONGEST_LINE:
        raise InputError(_("it has a line of more than {limit} characters; a report is never that long.").format(limit=LONGEST_LINE))
    return Document(tuple(blocks_of_lines(lines, numbers)))


def _kept(lines: list[str]) -> Iterator[int]:
    """Yield the numbers of the lines, of many blank ones behind each other those of the first."""
    blank = 0
    for number, line in enumerate(lines, 1):
        blank = 0 if line.strip() else blank + 1
        if blank <= MOST_BLANK:
            yield number


def blocks_of_lines(lines: list[str], numbers: Sequence[int]) -> list[Block]:
    """Turn lines, with the number that each has in the file, into paragraphs and, where bars stand, unaligned grids of a row a line.

    Bars without anything between them at the end of a row are no blank cells, but the places of cells that somebody dropped or merged:
    they are one empty cell that spans them. A table drawn with ``+---+`` between its rows, or with lines of dashes that show its columns, is a
    grid that knows its columns.
    """
    out: list[Block] = []
    rows: list[tuple[Cell, ...]] = []

    def close_grid() -> None:
        if rows:
            out.append(Grid(tuple(rows), rows[0][0].place, aligned=False))
            rows.clear()

    whole = "".join(lines)
    odd = "｜" in whole or "│" in whole or "\\|" in whole  # bars that are not the plain ones, or none
    barred, ruled = odd or "|" in whole, "--" in whole
    skip = 0
    for number, line in enumerate(lines, 1):
        if number <= skip:
            continue
        place = f"line {numbers[number - 1]}"
        if ruled and "--" in line:
            drawing = line.lstrip()[:3]
            if drawing == "+--" and (drawn := _drawn_table(lines, numbers, number)) is not None:
                close_grid()
                grid, skip = drawn
                out.append(grid)
                continue
            if drawing.startswith("--") and (dashed := dashed_table(lines, number - 1)) is not None:
                close_grid()
                if dashed.headed_above and out and isinstance(out[-1], Paragraph):
                    out.pop()
                rows_of_cells = [tuple(Cell(text, f"line {numbers[first]}") for text in texts) for first, texts in dashed.rows]
                out.append(Grid(tuple(rows_of_cells), rows_of_cells[0][0].place))
                skip = dashed.end
                continue
        parts = _split_bars(line) if odd else line.split("|") if barred else [line]
        if len(parts) == 1:
            if rows:
                close_grid()
            out.append(Paragraph(line, place))
            continue
        if "-" in line and _is_rule(parts, rows):
            continue
        if not rows and line.strip() == "|" and (last := _closed_line(out, lines, number)) is not None:
            out.pop()
            rows.append((Cell(last.text.strip(), last.place),))
            continue
        behind = parts.pop().strip()
        rows.append(_cells(parts, place) if len(parts) > 1 else (_cell((parts[0].strip(), place, 1, 1)),))  # spares time
        if behind:
            close_grid()
            out.append(Paragraph(behind, place))
    close_grid()
    return out


def _cells(closed: list[str], place: str) -> tuple[Cell, ...]:
    """The cells that bars close on a line; empty ones at its end without even a blank between their bars are one that spans them."""
    end = len(closed)
    if not closed[-1]:  # spares time
        while end and not closed[end - 1]:
            end -= 1
        if end and not closed[end - 1].strip():
            end -= 1  # the blank between the last bar and those that are glued together
        if (glued := len(closed) - end) > 1:
            return (*(_cell((part.strip(), place, 1, 1)) for part in closed[:end]), Cell("", place, 1, glued))
    return tuple([_cell((part, place, 1, 1)) for part in map(str.strip, closed)])


#: A cell from the values of all its fields, which takes a third of the time of calling the class.
_cell: Callable[[tuple[str, str, int, int]], Cell] = partial(tuple.__new__, Cell)


def _split_bars(line: str) -> list[str]:
    """Split at bars, but not at escaped ones."""
    if line.count("｜") + line.count("│") > 1:  # full-width bars, or those of a table that was drawn
        line = line.replace("｜", "|").replace("│", "|")
    if "\\|" not in line:
        return line.split("|")
    return [part.replace("\x00", "|") for part in line.replace("\\|", "\x00").split("|")]


def _closed_line(out: list[Block], lines: list[str], at: int) -> Paragraph | None:
    """The loose line above a lone bar before the line ``at``, if the bar closes the cell on it.

    It does where cells and bars alternate, and where the line above stands among closed cells and a number comes. Where the next line
    brings a bar of its own behind its text, the lone bar opens a row.
    """
    last = out[-1] if out else None
    if not isinstance(last, Paragraph) or not last.text.strip():
        return None
    for coming in lines[at : at + NEAR]:
        bare = coming.strip()
        if bare:
            if "|" not in bare or bare == "|":
                return last
            return last if len(out) > 1 and isinstance(out[-2], Grid) and looks_like_value(coming.split("|")[0]) else None
    return last


def _is_rule(parts: list[str], rows: list[tuple[Cell, ...]]) -> bool:
    """The line of dashes below the header of a Markdown table: three dashes in each cell, or fewer under as many words."""
    bare = [part.strip() for part in parts]
    bare = bare[1 if not bare[0] else 0 : -1 if not bare[-1] else None]
    if not bare or not all(_RULE.fullmatch(part) for part in bare):
        return False
    above = [cell.text for cell in rows[-1] if cell.text] if rows else []
    return all("---" in part for part in bare) or (len(bare) > 1 and len(above) == len(bare) and not any(map(looks_like_value, above)))


def _drawn_table(lines: list[str], numbers: Sequence[int], first: int) -> tuple[Grid, int] | None:
    """A table drawn with + and -, and the number of its last line: what stands between two rules is one row, however many lines it has."""
    rows: list[tuple[Cell, ...]] = []
    texts: list[list[str]] = []
    width = len(lines[first - 1].strip().strip("+").split("+"))
    number = first
    for number, line in enumerate(lines[first:], first + 1):
        bare = line.strip()
        if bare.startswith("|") and bare.endswith("|") and len(parts := _split_bars(bare)[1:-1]) == width:
            texts.append(parts)
            continue
        if texts:
            place = f"line {numbers[number - len(texts) - 1]}"
            rows.append(tuple(Cell("\n".join(filter(None, map(str.strip, column))), place) for column in zip(*texts, strict=True)))
            texts = []
        if not bare.startswith("+") or bare.strip("+-=:"):
            number -= 1
            break
    return (Grid(tuple(rows), rows[0][0].place), number) if rows else None


def detect(head: bytes, name: str) -> int:
    """Anything without NUL bytes may be text; formats with a mark of their own are surer."""
    if head.startswith(tuple(mark for mark, _ in MARKS)):
        return 20
    if b"\x00" in head:
        return 5 if unmarked_utf16(head[: len(head) // 2 * 2]) else 0
    return 20 if name.lower().endswith((".txt", ".text", ".md")) else 10


FORMAT = Format("text", N_("Plain text"), (".txt", ".text"), read=read, detect=detect)
