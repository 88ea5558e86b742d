"""Read a .docx file into a document: paragraphs and grids in reading order, and what the file says of itself.

Nothing is fetched, no macro runs. See the README for the assumptions and the limits.
"""

from __future__ import annotations

import re
from typing import Any

from govdisc.plugin import Block, Document, Grid, InputError, Notice
from govdisc.plugin import gettext as _
from govdisc.reading import PICTURE, with_declared
from govdisc_docx.facts import declared_facts
from govdisc_docx.flow import Figure, Flow
from govdisc_docx.names import child
from govdisc_docx.numbering import Numbering
from govdisc_docx.package import Package
from govdisc_docx.story import Story
from govdisc_docx.styles import Styles

#: Six headings alone have more text; a document with less is empty, or a scan.
LEAST_TEXT = 30
#: Pictures and objects that are named.
MOST_FIGURES = 10
#: A report has three tables; a document with as many misses none, and its pictures are pictures.
REPORT_TABLES = 3

_NUMBER = re.compile(r"[\d\s.,|/／—－-]*")

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read(data: bytes) -> Document:
    """Return the document of a .docx file.

    Raises:
        InputError: when it is no Word file, encrypted, damaged, without text, or beyond the limits.

    """
    package = Package(data)
    declared = _declared(package)
    flow, embedded = flow_of(package, package.xml(package.main), split_lines=not declared)
    _refuse_empty(flow, embedded)
    document = Document(tuple(flow.blocks), _metadata(package), notices=tuple(_notices(flow, embedded)))
    return with_declared(document, declared)


def flow_of(package: Package, root: Any, *, split_lines: bool) -> tuple[Flow, int]:
    """Return what stands in a document, and how many parts in other formats are embedded in it.

    Raises:
        InputError: when it holds no document, or more than a report does.

    """
    body = child(root, "body")
    if body is None:
        raise InputError(_("it is no Word file: its main part holds no document."))
    styles = Styles(_related(package, "styles"))
    story = Story(styles, Numbering(_related(package, "numbering"), styles))
    flow = Flow(split_lines=split_lines)
    flow.add(story.read(body))
    return flow, story.embedded


def _related(package: Package, kind: str) -> Any:
    return package.xml(package.related[kind]) if kind in package.related else None


def _declared(package: Package) -> dict[str, str]:
    name = package.package_part("custom-properties")
    return {} if name is None else declared_facts(package.xml(name))


def _metadata(package: Package) -> dict[str, str]:
    """The title among the core properties, which is often a template's: only one that speaks of a report is of use."""
    name = package.package_part("core-properties")
    title = "" if name is None else (package.xml(name).findtext(_TITLE) or "").strip()
    return {"title": title} if "报告" in title or "年报" in title else {}


def _refuse_empty(flow: Flow, embedded: int) -> None:
    length = 0
    for block in flow.blocks:
        texts = (cell.text for row in block.rows for cell in row if cell.text != PICTURE) if isinstance(block, Grid) else (block.text,)
        length += sum(len(text.strip()) for text in texts)
        if length >= LEAST_TEXT:
            return
    if embedded:
        raise InputError(_("its text is embedded in another format (altChunk); open it in Word or WPS and save it as .docx."))
    if flow.figures:
        raise InputError(
            _("it holds only pictures, in which no text can be read; ask for the file with text, or run text recognition (OCR) first.")
        )
    if not length:
        raise InputError(_("the document has no text; check the file."))


def _notices(flow: Flow, embedded: int) -> list[Notice]:
    """What could not be read: embedded parts, and pictures and objects in a document that lacks a table, which may show it."""
    notices = []
    if embedded:
        message = _("a part of the document is embedded in another format (altChunk) and was not read; open it in Word and save it again.")
        notices.append(Notice(message, "document"))
    if sum(map(_is_data, flow.blocks)) < REPORT_TABLES:
        figures = [figure for figure in flow.figures if figure.in_article]
        notices += [Notice(_figure_message(figure), figure.place) for figure in figures[:MOST_FIGURES]]
    return notices


def _is_data(block: Block) -> bool:
    """Tell whether a block can be a table of a report: rows of several cells, among them a number, a blank or a mark."""
    rows = [row for row in block.rows if len(row) > 1] if isinstance(block, Grid) else []
    return len(rows) > 1 and any(_NUMBER.fullmatch(cell.text) for row in rows for cell in row)


def _figure_message(figure: Figure) -> str:
    if figure.program:
        message = _("an object of another program ({program}) stands here; if it shows a table, its numbers were not read.")
        return message.format(program=figure.program[:40])
    return _("a picture stands here; if it shows a table, its numbers were not read.")
