"""Word files made part by part, so that each assumption of the reader can be met and broken."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from govdisc_docx.reader import read

from govdisc.model.document import Cell, Document, Grid, Paragraph

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "o": "urn:schemas-microsoft-com:office:office",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {"styles": "word/styles.xml", "numbering": "word/numbering.xml"}


@dataclass(frozen=True)
class Word:
    """Makes Word files of a body's XML, and reads them."""

    def parts(self, body: str, styles: str = "", numbering: str = "") -> dict[str, str]:
        """Return the parts of a file as texts, by their names."""
        related = "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>' for name in PARTS)
        return {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": self.relationships(f'<Relationship Id="a" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'),
            "word/_rels/document.xml.rels": self.relationships(related),
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
            **({PARTS["styles"]: f"<w:styles {_NAMESPACES}>{styles}</w:styles>"} if styles else {}),
            **({PARTS["numbering"]: f"<w:numbering {_NAMESPACES}>{numbering}</w:numbering>"} if numbering else {}),
        }

    def relationships(self, inner: str) -> str:
        """Return a relationships part."""
        return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'

    def zip(self, parts: dict[str, str]) -> bytes:
        """Return the parts as a file."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                package.writestr(name, text)
        return buffer.getvalue()

    def file(self, body: str, styles: str = "", numbering: str = "") -> bytes:
        """Return a file with that body."""
        return self.zip(self.parts(body, styles, numbering))

    def read(self, body: str, styles: str = "", numbering: str = "") -> Document:
        """Read a file with that body."""
        return read(self.file(body, styles, numbering))

    def lines(self, body: str, styles: str = "", numbering: str = "") -> list[str]:
        """Read a body that has paragraphs only, and return their texts."""
        out = []
        for block in self.read(body, styles, numbering).blocks:
            assert isinstance(block, Paragraph)
            out.append(block.text)
        return out

    def grids(self, body: str) -> list[list[list[str]]]:
        """Read a body, and return the texts of the cells of its grids."""
        return [[[cell.text for cell in row] for row in block.rows] for block in self.read(body).blocks if isinstance(block, Grid)]

    def grid(self, body: str) -> tuple[tuple[Cell, ...], ...]:
        """Read a body with one grid, and return its rows."""
        (grid,) = [block for block in self.read(body).blocks if isinstance(block, Grid)]
        return grid.rows

    def p(self, text: str, properties: str = "") -> str:
        """Return a paragraph."""
        return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'

    def tc(self, content: str, properties: str = "") -> str:
        """Return a cell of a text, or of blocks."""
        inner = content if content.startswith("<w:") else self.p(content)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"

    def tr(self, *cells: str, properties: str = "") -> str:
        """Return a row of cells, or of their texts."""
        inner = "".join(cell if cell.startswith(("<w:tc>", "<w:sdt>")) else self.tc(cell) for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"

    def tbl(self, *rows: str) -> str:
        """Return a table of rows."""
        return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


@pytest.fixture
def word() -> Word:
    """The maker of Word files."""
    return Word()


Convert = Callable[[bytes, str, str], bytes]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Convert a file with LibreOffice from one suffix to another; skips where it is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def run(data: bytes, suffix: str, to: str) -> bytes:
        folder = tmp_path_factory.mktemp("convert")
        source = Path(folder, f"in.{suffix}")
        source.write_bytes(data)
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", to, "--outdir", str(folder / "out")]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
        return Path(folder, "out", f"in.{to}").read_bytes()

    return run
