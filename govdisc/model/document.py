"""What a reader makes of a file: paragraphs and grids in reading order, each with its place in the file.

A reader knows its file format and nothing of the statutory form; the recogniser (:mod:`govdisc.recognise`) knows the form and
nothing of files. This module is all that the two share, so a new file format needs one function that returns a
:class:`Document` and inherits everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import NamedTuple

from govdisc.model.report import KINDS, LEVELS
from govdisc.records import record
from govdisc.text.dates import is_iso_day

#: The keys of :attr:`Document.metadata` that the recogniser understands; a reader fills in those that its file states.
METADATA_KEYS = (
    "title",  # the title of the report or of its page
    "agency",  # the body that published it (发布机构)
    "published",  # the publication date as printed (公开日期, <meta name="PubDate">)
    "site",  # the website's name (<meta name="SiteName">): its body is the agency where nothing else says
)

#: The keys of :attr:`Document.declared`: what a writer of govdisc puts into a file's own properties beside the printed report.
DECLARED_KEYS = ("title", "agency", "region_code", "level", "kind", "published", "year", "form", "variant")


def impossible_fact(declared: Mapping[str, str]) -> str | None:
    """Return the key of a declared fact that cannot be true, None when all can: they are held to what JSON is held to."""
    return next((key for key, value in declared.items() if not _is_possible(key, value)), None)


def _is_possible(key: str, value: str) -> bool:
    if key == "year":
        return len(value) == 4 and value.isascii() and value.isdigit() and 1990 <= int(value) <= 2200
    if key == "published":
        return is_iso_day(value)
    allowed = {"level": LEVELS, "kind": KINDS}.get(key)
    return allowed is None or value in allowed


#: The text of a cell in which a picture stands and nothing else: no number, and not blank either.
PICTURE = "［图片］"
#: What a reader puts beside the numbers of a cell that are printed over one another: none of them is the cell's for sure.
OVERPRINTED = "｜"


class Cell(NamedTuple):
    r"""One printed cell of a grid.

    ``text`` is what stands in it, line breaks as ``\n``, "" when blank, :data:`PICTURE` for a picture alone; ``place`` is where (``table 2 row 5 column 3``,
    ``page 4``, ``Sheet1!C6``, ``line 61``). ``rowspan`` and ``colspan`` are 1 or more and may be wrong in the file: the
    recogniser does not trust them.
    """

    text: str
    place: str
    rowspan: int = 1
    colspan: int = 1


@record(frozen=True, slots=True)
class Paragraph:
    """One paragraph, heading or loose line of text, with its place."""

    text: str
    place: str


@record(frozen=True, slots=True)
class Grid:
    """A table of the file: its rows, each holding the cells that begin in it, left to right.

    With ``aligned`` the spans and the order of the cells say in which column each stands, as in HTML or Word. Without it the
    reader knows only the order of the cells (a table flattened into text), and empty cells may be left-overs of lost spans.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: str
    aligned: bool = True


Block = Paragraph | Grid


@record(frozen=True, slots=True)
class Notice:
    """Something that the reader met and could not read, such as a page that is only an image; it becomes a finding.

    ``cells`` are the places of cells that look blank and are not, since what they print is not known: the recogniser leaves them unread.
    """

    message: str
    place: str
    cells: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class Document:
    """A file as its reader understood it: blocks in reading order, metadata and notices.

    ``metadata`` (:data:`METADATA_KEYS`) is what the page or the file's properties say, a hint like any other text. ``declared``
    (:data:`DECLARED_KEYS`) is what govdisc's own writer put there; it is believed only while it can be true and the title in the text
    still says the same, so that a file edited by hand says what its text says.
    """

    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    declared: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
