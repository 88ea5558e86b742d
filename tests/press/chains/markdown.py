"""Markdown and text that pandoc and markitdown make of Word files and pages."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from press.chains.pdf_office import Look, document
from press.jobs import Chain, Job
from press.markup import WAYS, page_bytes
from press.programs import pandoc

_PANDOC = {"markdown": ".md", "gfm": ".md", "plain": ".txt"}


def _source(job: Job, kind: str) -> bytes:
    return document(job, Look()) if kind == "docx" else page_bytes(job, WAYS["plain"])


def _pandoc(kind: str, to: str) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return pandoc((_source(job, kind) for job in jobs), kind, to)

    return Chain(f"pandoc-{kind}-{to}", _PANDOC[to], make, ("pandoc", "docx"), 95.0)


def _markitdown(kind: str) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterable[bytes]:
        from markitdown import MarkItDown

        converter = MarkItDown()
        for job in jobs:
            yield converter.convert_stream(io.BytesIO(_source(job, kind)), file_extension=f".{kind}").text_content.encode("utf-8")

    return Chain(f"markitdown-{kind}", ".md", make, ("markitdown", "docx"), 95.0)


CHAINS = (*(_pandoc(kind, to) for kind in ("docx", "html") for to in _PANDOC), _markitdown("docx"), _markitdown("html"))
