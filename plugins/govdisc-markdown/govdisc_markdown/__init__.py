"""Markdown for govdisc: a readable report with the official tables, and a reader of Markdown from any hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from govdisc.formats import Format, WriteOptions
from govdisc.hookspecs import hookimpl
from govdisc.model.document import Document
from govdisc.model.report import Report

SUFFIXES = (".md", ".markdown")
_OURS = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\ngovdisc:")
_TABLE = re.compile(rb"^\s*\|[ :|-]*-{3}[ :|-]*\|\s*$", re.MULTILINE)


def read(data: bytes) -> Document:
    """Return the document of a Markdown file; see :mod:`govdisc_markdown.reader`."""
    from govdisc_markdown.reader import read_markdown

    return read_markdown(data)


def write(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Return the Markdown of one report, in UTF-8; see :mod:`govdisc_markdown.writer`."""
    from govdisc_markdown.writer import write_markdown

    (report,) = reports  # the format holds one report a file
    return write_markdown(report, options.forms).encode("utf-8")


def detect(head: bytes, name: str) -> int:
    """Our own header is the mark; Markdown of other hands shows by its name, or weakly by the rule below a table's header."""
    if _OURS.match(head):
        return 100
    if name.lower().endswith(SUFFIXES):
        return 50 if b"\0" not in head else 0
    return 25 if _TABLE.search(head) and not name.lower().endswith(".txt") else 0


@hookimpl
def govdisc_formats() -> Iterable[Format]:
    """Return the format ``markdown``."""
    return [Format("markdown", "Markdown", SUFFIXES, read=read, write=write, detect=detect)]


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_markdown", Path(__file__).parent / "locale")]
