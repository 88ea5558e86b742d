"""Text and Markdown that libraries make of pages, Word files and PDF: what a collection made for research holds.

Most drop blank cells, and those of PDF the order of the cells: such a chain is held to no share of them, but to none read wrongly.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from press.chains import pdf_browser, pdf_office
from press.chains.pdf_office import Look, document
from press.jobs import Chain, Job
from press.markup import WAYS, markup
from press.programs import soffice

_PDF = {chain.name: chain for chain in (*pdf_browser.CHAINS, *pdf_office.CHAINS)}


# --- of a page ----------------------------------------------------------------------------------------------------------------------


def _html2text(page: str) -> str:
    from html2text import HTML2Text

    return str(HTML2Text(bodywidth=0).handle(page))


def _html2text_wrapped(page: str) -> str:
    from html2text import html2text

    return str(html2text(page))


def _inscriptis(page: str) -> str:
    from inscriptis import get_text

    return str(get_text(page))


def _markdownify(page: str) -> str:
    from markdownify import markdownify

    return str(markdownify(page))


def _soup(page: str) -> str:
    from bs4 import BeautifulSoup

    return str(BeautifulSoup(page, "html.parser").get_text("\n"))


def _trafilatura(to: str) -> Callable[[str], str]:
    def text(page: str) -> str:
        from trafilatura import extract

        return str(extract(page, output_format=to, favor_recall=True, include_tables=True) or "")

    return text


def _barred(page: str) -> Iterator[list[str]]:
    """Lines of the page, and rows of its tables as lists."""
    from lxml.html import document_fromstring

    for node in document_fromstring(page).body.iter("p", "h1", "h2", "h3", "tr"):
        if node.tag == "tr":
            yield ["".join(cell.text_content().split()) for cell in node.iter("td", "th")]
        elif not any(above.tag == "table" for above in node.iterancestors()):
            yield [" ".join(node.text_content().split()) + "\n"]


def _barred_rows(page: str) -> str:
    """Each row on a line, a bar behind each cell, as older versions of trafilatura wrote them."""
    return "".join(row[0] if row[0].endswith("\n") else " ".join(f"{cell} |" for cell in row) + "\n" for row in _barred(page))


def _barred_cells(page: str) -> str:
    """Each cell on a line with a bar behind it, and bars for what a row has fewer than the widest."""
    rows = list(_barred(page))
    width = max(map(len, rows))
    lines = (row[0] if row[0].endswith("\n") else "".join(f"{cell} |\n".lstrip() for cell in row) + "|" * (width - len(row)) + "\n" for row in rows)
    return "".join(lines)


def _pages(name: str, library: str, suffix: str, text: Callable[[str], str], target: float = 95.0) -> Iterator[Chain]:
    for way in ("wordpress", "word-pasted"):

        def make(jobs: Sequence[Job], way: str = way) -> Iterator[bytes]:
            return (text(markup(job, WAYS[way])).encode("utf-8") for job in jobs)

        yield Chain(f"{name}-{way}", suffix, make, (library,), target)


# --- of a Word file -----------------------------------------------------------------------------------------------------------------


def _docx2txt(data: bytes) -> str:
    import docx2txt

    return str(docx2txt.process(io.BytesIO(data)))


def _mammoth_html(data: bytes) -> str:
    import mammoth

    return str(mammoth.convert_to_html(io.BytesIO(data)).value)


def _mammoth_markdown(data: bytes) -> str:
    import mammoth

    return str(mammoth.convert_to_markdown(io.BytesIO(data)).value)


def _docx_cells(separator: str) -> Callable[[bytes], str]:
    """A loop over paragraphs and tables, as everybody writes it: a merged cell comes once for each column."""

    def text(data: bytes) -> str:
        import docx
        from docx.table import Table

        lines = []
        for part in docx.Document(io.BytesIO(data)).iter_inner_content():
            lines += [separator.join(cell.text for cell in row.cells) for row in part.rows] if isinstance(part, Table) else [part.text]
        return "\n".join(lines)

    return text


def _word(name: str, library: str, suffix: str, text: Callable[[bytes], str], target: float = 95.0) -> Chain:
    def make(jobs: Sequence[Job]) -> Iterator[bytes]:
        return (text(document(job, Look())).encode("utf-8") for job in jobs)

    return Chain(f"{name}-docx", suffix, make, ("docx", library), target)


def _writer_text(jobs: Sequence[Job]) -> Iterable[bytes]:
    return soffice([document(job, Look()) for job in jobs], ".docx", "txt:Text (encoded):UTF8")


# --- of a PDF -----------------------------------------------------------------------------------------------------------------------


def _pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(data)))


def _pdfplumber(layout: bool) -> Callable[[bytes], str]:
    def text(data: bytes) -> str:
        import pdfplumber

        with pdfplumber.open(io.BytesIO(data)) as opened:
            return "\n".join(page.extract_text(layout=layout) for page in opened.pages)

    return text


def _pypdf(mode: str) -> Callable[[bytes], str]:
    def text(data: bytes) -> str:
        from pypdf import PdfReader

        return "\n".join(page.extract_text(extraction_mode=mode) for page in PdfReader(io.BytesIO(data)).pages)

    return text


def _pymupdf(data: bytes) -> str:
    import pymupdf

    with pymupdf.open(stream=data, filetype="pdf") as opened:
        return "\n".join(page.get_text() for page in opened)


def _pdf(name: str, library: str, suffix: str, text: Callable[[bytes], str]) -> Iterator[Chain]:
    for source in (_PDF["chromium-borders"], _PDF["office-plain"]):

        def make(jobs: Sequence[Job], source: Chain = source) -> Iterator[bytes]:
            return (text(data).encode("utf-8") for data in source.make(jobs))

        yield Chain(f"{name}-{source.name}", suffix, make, (library, *source.needs), 0.0)


CHAINS = (
    *_pages("trafilatura-text", "trafilatura", ".txt", _trafilatura("txt")),
    *_pages("trafilatura-markdown", "trafilatura", ".md", _trafilatura("markdown")),
    *_pages("markdownify", "markdownify", ".md", _markdownify),
    *_pages("html2text", "html2text", ".md", _html2text),
    *_pages("html2text-wrapped", "html2text", ".md", _html2text_wrapped),
    *_pages("inscriptis", "inscriptis", ".txt", _inscriptis, 0.0),
    *_pages("soup", "bs4", ".txt", _soup, 0.0),
    *_pages("barred-rows", "lxml", ".txt", _barred_rows),
    *_pages("barred-cells", "lxml", ".txt", _barred_cells),
    _word("mammoth-html", "mammoth", ".html", _mammoth_html),
    _word("python-docx-tabs", "docx", ".txt", _docx_cells("\t")),
    _word("python-docx-bars", "docx", ".txt", _docx_cells(" | ")),
    _word("mammoth-markdown", "mammoth", ".md", _mammoth_markdown, 0.0),
    _word("docx2txt", "docx2txt", ".txt", _docx2txt, 0.0),
    Chain("writer-typed-txt", ".txt", _writer_text, ("docx", "soffice"), 0.0),
    *_pdf("pdfplumber-layout", "pdfplumber", ".txt", _pdfplumber(True)),
    *_pdf("pdfplumber-text", "pdfplumber", ".txt", _pdfplumber(False)),
    *_pdf("pypdf-layout", "pypdf", ".txt", _pypdf("layout")),
    *_pdf("pypdf", "pypdf", ".txt", _pypdf("plain")),
    *_pdf("pdfminer", "pdfminer", ".txt", _pdfminer),
    *_pdf("pymupdf", "pymupdf", ".txt", _pymupdf),
)
