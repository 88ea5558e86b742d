"""The programs that print, each run without a window, a network or the user's own settings."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

#: The names under which a program may be installed.
_NAMES = {"chromium": ("chromium", "chromium-browser", "google-chrome"), "soffice": ("soffice", "libreoffice")}
_CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SECONDS = 300


def missing(needs: Iterable[str]) -> str:
    """Return why a chain cannot run here, "" when it can."""
    for name in needs:
        if name in _NAMES:
            if not program(name):
                return f"no {name}"
            if not _chinese_font():
                return "no Chinese font"
        elif importlib.util.find_spec(name) is None:
            return f"no {name}"
    return ""


def program(name: str) -> str | None:
    """Return the path of a program."""
    return next((path for alias in _NAMES[name] if (path := shutil.which(alias))), None)


@lru_cache(maxsize=1)
def _chinese_font() -> bool:
    """Programs that print need a Chinese font; where fontconfig cannot be asked, there is one."""
    lister = shutil.which("fc-list")
    return not lister or bool(subprocess.run([lister, ":lang=zh"], check=False, capture_output=True).stdout.strip())


def chromium(pages: Sequence[str], header: bool = False) -> Iterator[bytes]:
    """Print pages as PDF; with ``header``, the browser's own header and footer are printed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, page in enumerate(pages):
            source, target = folder / f"{number}.html", folder / f"{number}.pdf"
            source.write_text(page, "utf-8")
            bare = [] if header else ["--no-pdf-header-footer"]
            _run(str(program("chromium")), *_CHROMIUM, *bare, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri())
            yield target.read_bytes()


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


def soffice(documents: Sequence[bytes], suffix: str, to: str = "pdf") -> Iterator[bytes]:
    """Convert documents with LibreOffice, all in one start; ``to`` is the suffix or a filter (``pdf:writer_pdf_Export``)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{number:04}{suffix}" for number in range(len(documents))]
        for source, document in zip(sources, documents, strict=True):
            source.write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        _run(str(program("soffice")), profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out"), *map(str, sources))
        for source in sources:
            yield (folder / "out" / f"{source.stem}.{to.partition(':')[0]}").read_bytes()


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=_SECONDS, stdin=subprocess.DEVNULL)
