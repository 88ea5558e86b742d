"""Whether a page can hold a report that can be read: a script's shell has no text, and an image of a table has no numbers."""

from __future__ import annotations

import re
from typing import Any

from govdisc.plugin import Grid, InputError, Notice
from govdisc.plugin import gettext as _
from govdisc_html.pageinfo import PageHead
from govdisc_html.tables import Line, Part, Picture

#: A page with less text outside links than this, and no table of numbers, holds no report: six headings alone have more.
LEAST_TEXT = 30
#: A shell has a footer, and words such as 正在加载; a report without its tables still has this much text.
SHELL_TEXT = 200
#: A line as long as this is prose of an article, not of a menu.
PROSE = 30
#: A report has three tables; a page with as many grids misses none, and its images are pictures.
REPORT_TABLES = 3

_NUMBER_LINE = re.compile(r"[\d\s.,|/／—－-]+")
#: So many lines of numbers are the cells of a flattened table.
NUMBER_LINES = 10
#: A label that runs on into a number, as where the cells of a table have run together: then the numbers are text.
_RUN_ON = re.compile(r"[^：:。；，]{5,}[\u4e00-\u9fff）)]\s*\d[\d.\s|/／—－-]*")
_ATTACHMENT = re.compile(r"\.(pdf|docx?|wps|ofd|xlsx?|zip|rar)(\?.*)?$", re.IGNORECASE)


def has_data_grid(parts: list[Part]) -> bool:
    """Whether a grid of the page can be a table of a report: two rows and two columns, and not only a catalogue of label and value."""
    return any(isinstance(part, Grid) and _is_data(part) for part in parts)


def _is_data(grid: Grid) -> bool:
    """A table of a report has a cell that is a number, a blank or a mark in a row with others."""
    rows = [row for row in grid.rows if len(row) > 1]
    return len(grid.rows) > 1 and any(cell.text == "" or _NUMBER_LINE.fullmatch(cell.text) for row in rows for cell in row)


def judge(head: PageHead, root: Any, parts: list[Part]) -> list[Notice]:
    """Return notices for images that stand where a table may have been.

    Raises:
        InputError: when the page holds no report that can be read.

    """
    if has_data_grid(parts):
        grids = sum(1 for part in parts if isinstance(part, Grid) and _is_data(part))
        return [] if grids >= REPORT_TABLES else _notices(_pictures_in_article(parts))
    lines = [part for part in parts if isinstance(part, Line)]
    texts = [line.text for line in lines if not line.linked]
    length = sum(map(len, texts))
    pictures = [part for part in parts if isinstance(part, Picture)]
    if length < SHELL_TEXT:
        _refuse_shell(head, root, length + _text_in_grids(parts), bool(pictures))
    if sum(1 for text in texts if _NUMBER_LINE.fullmatch(text)) >= NUMBER_LINES:
        return []
    if any(_RUN_ON.fullmatch(text) for text in texts):
        return []
    if _pictures_in_article(parts):
        raise InputError(
            _("the tables of this page are images, in which no number can be read; ask the publisher for the Word, Excel or PDF file.")
        )
    return []


def _text_in_grids(parts: list[Part]) -> int:
    return sum(len(cell.text) for part in parts if isinstance(part, Grid) for row in part.rows for cell in row)


def _refuse_shell(head: PageHead, root: Any, length: int, pictures: bool) -> None:
    """Raise the error that fits a page with next to no text; return when it may be a short fragment."""
    if any(_ATTACHMENT.search(node.get("href") or "") for node in root.iter("a")):
        raise InputError(_("the page holds no report, only a link to a file; download that file and give it instead."))
    if pictures:
        raise InputError(
            _("the page shows its report as images, in which no text can be read; ask the publisher for the Word, Excel or PDF file.")
        )
    if head.is_filled:
        raise InputError(
            _("a script or frame fills in the text of this page; open it in a browser, save the finished page and give that file.")
        )
    if length < LEAST_TEXT:
        raise InputError(_("the page has no text to speak of; check the file."))


def _pictures_in_article(parts: list[Part]) -> list[int]:
    """The numbers of the page's images that come after prose, counted from 1."""
    found: list[int] = []
    number, in_article = 0, False
    for part in parts:
        if isinstance(part, Picture):
            number += 1
            if in_article:
                found.append(number)
        elif isinstance(part, Line) and not part.linked and len(part.text) >= PROSE:
            in_article = True
    return found


def _notices(numbers: list[int]) -> list[Notice]:
    message = _("an image stands in the article; if it shows a table, its numbers were not read.")
    return [Notice(message, f"image {number}") for number in numbers[:10]]
