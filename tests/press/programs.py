"""The programs that print and convert, each run without a window, a network or the user's own settings."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from press.browser import Browser, started

#: The names under which a program may be installed.
_NAMES = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "soffice": ("soffice", "libreoffice"),
    "pandoc": ("pandoc",),
    "pdftotext": ("pdftotext",),
}
#: Programs that print need a Chinese font.
_PRINTERS = ("chromium", "soffice")
_SECONDS = 300


def missing(needs: Iterable[str]) -> str:
    """Return why a chain cannot run here, "" when it can."""
    for name in needs:
        if name in _NAMES:
            if not program(name):
                return f"no {name}"
            if name in _PRINTERS and not _chinese_font():
                return "no Chinese font"
        elif importlib.util.find_spec(name) is None:
            return f"no {name}"
    return ""


def program(name: str) -> str | None:
    """Return the path of a program."""
    return next((path for alias in _NAMES[name] if (path := shutil.which(alias))), None)


@lru_cache(maxsize=1)
def _chinese_font() -> bool:
    """Where fontconfig cannot be asked, there is one."""
    lister = shutil.which("fc-list")
    return not lister or bool(subprocess.run([lister, ":lang=zh"], check=False, capture_output=True).stdout.strip())


def browsed(pages: Sequence[str], take: Callable[[Browser], bytes]) -> Iterator[bytes]:
    """Open pages in Chromium, all in one start, and take something of each: a print, what is copied, what is saved."""
    with tempfile.TemporaryDirectory() as name, started(str(program("chromium"))) as browser:
        source = Path(name, "page.html")
        for page in pages:
            source.write_text(page, "utf-8")
            browser.open(source)
            yield take(browser)


def soffice(documents: Sequence[bytes], suffix: str, to: str = "pdf", by: str = "") -> Iterator[bytes]:
    """Convert documents with LibreOffice, all in one start.

    ``to`` is the suffix or a filter (``pdf:writer_pdf_Export``), ``by`` the filter that reads them where the suffix does not tell.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number:04}{suffix}" for number in range(len(documents))]
        for source, document in zip(sources, documents, strict=True):
            source.write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        reading = [f"--infilter={by}"] if by else []
        run(str(program("soffice")), profile, "--headless", *reading, "--convert-to", to, "--outdir", str(folder / "out"), *map(str, sources))
        for source in sources:
            yield (folder / "out" / f"{source.stem}.{to.partition(':')[0]}").read_bytes()


def pandoc(documents: Iterable[bytes], came: str, to: str) -> Iterator[bytes]:
    """Convert documents with pandoc, from one of its formats (``docx``, ``html``) to another (``gfm``)."""
    return piped(documents, str(program("pandoc")), "--from", came, "--to", to)


def pdftotext(documents: Iterable[bytes], *options: str) -> Iterator[bytes]:
    """Take the text of PDF files with Poppler's program."""
    return piped(documents, str(program("pdftotext")), *options, "-", "-")


def piped(documents: Iterable[bytes], *words: str) -> Iterator[bytes]:
    """Give each document to a program and yield its answer."""
    for document in documents:
        yield subprocess.run(words, input=document, check=True, capture_output=True, timeout=_SECONDS).stdout


def two_up(data: bytes) -> bytes:
    """Print two pages side by side on each sheet of A4."""
    import io

    from pypdf import PdfReader, PdfWriter, Transformation

    pages, out = PdfReader(io.BytesIO(data)).pages, PdfWriter()
    for begin in range(0, len(pages), 2):
        sheet = out.add_blank_page(842, 595)
        for place, page in enumerate(pages[begin : begin + 2]):
            scale = min(421 / float(page.mediabox.width), 595 / float(page.mediabox.height))
            sheet.merge_transformed_page(page, Transformation().scale(scale).translate(421 * place, 0))
    buffer = io.BytesIO()
    out.write(buffer)
    return buffer.getvalue()


def run(*words: str) -> None:
    """Run a program to its end."""
    subprocess.run(words, check=True, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL)
