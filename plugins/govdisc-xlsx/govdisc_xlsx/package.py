"""Opening a zip package (.xlsx, .ods) that may be hostile, and walking its XML parts with bounded memory.

Every part is inflated once, in pieces and with its checksum, before any library sees the file; so a header that lies about a part's
size is found out here. A DOCTYPE is refused in any part: neither Office Open XML nor OpenDocument needs one, and entities live in it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any
from xml.parsers import expat

from govdisc.errors import InputError
from govdisc.i18n import gettext as _

#: Parts of a package; a report with pictures has about fifty.
MAX_ENTRIES = 2_000
#: Bytes that all parts together may inflate to.
MAX_INFLATED = 128 * 1024 * 1024
#: A part beyond a megabyte may not inflate to more than so many times its packed size; sheet XML reaches about 50.
MAX_RATIO = 200
SMALL_PART = 1024 * 1024
#: Elements may nest so deep; sheets nest 6 deep, OpenDocument text about 15.
MAX_DEPTH = 100
#: Elements of all parts that are read; a full sheet of 200,000 cells has some 800,000, blank cells included.
MAX_ELEMENTS = 2_000_000
#: How much is inflated at a time.
CHUNK = 1 << 16

#: DOCTYPE and ENTITY in the encodings that an XML parser detects by itself.
_FORBIDDEN = tuple(word.encode(name) for word in ("<!DOCTYPE", "<!ENTITY") for name in ("utf-8", "utf-16-le", "utf-16-be"))

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """A verified zip package."""

    def __init__(self, data: bytes) -> None:
        """Open the package and check each part.

        Raises:
            InputError: when it is truncated, encrypted, beyond the limits or holds a DOCTYPE.

        """
        self._elements = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._check()
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise InputError(_("the file is truncated or damaged; ask for it again or open and save it in the office program.")) from error

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return self._zip.namelist()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def _check(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MAX_ENTRIES or len({part.filename for part in parts}) != len(parts):
            raise InputError(_("the file is no ordinary workbook: it has too many parts, or two of one name."))
        total = 0
        for part in parts:
            if part.flag_bits & 0x1:
                raise InputError(encrypted())
            total += part.file_size
            if total > MAX_INFLATED or (part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1)):
                raise InputError(_("the file unpacks to far more than a report holds (a zip bomb), so it is not read."))
        for part in parts:
            self._inflate(part)

    def _inflate(self, part: zipfile.ZipInfo) -> None:
        tail = b""
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        with self._zip.open(part) as stream:
            while chunk := stream.read(CHUNK):
                if is_xml:
                    window = tail + chunk
                    if any(word in window for word in _FORBIDDEN):
                        raise InputError(doctype())
                    tail = window[-32:]

    def read(self, name: str) -> bytes:
        """Return a whole part, for the small ones; b"" when it is missing."""
        return self._zip.read(name) if name in self else b""

    def walk(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Stream one XML part through the handlers; names come without their namespace prefix.

        Raises:
            InputError: when it is not well-formed, nests too deep, or is missing.

        """
        if name not in self:
            raise InputError(_("the file is damaged: its part {name} is missing.").format(name=name))
        parser = self._parser(start, end, text)
        try:
            with self._zip.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
            raise InputError(_("the file is damaged: its part {name} is not well-formed XML.").format(name=name)) from error

    def _parser(self, start: Start, end: End | None, text: Text | None) -> Any:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        depth = 0

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1
            if self._elements > MAX_ELEMENTS:
                raise InputError(_("the file is no ordinary workbook: it holds more than {limit} elements.").format(limit=MAX_ELEMENTS))
            if depth > MAX_DEPTH:
                raise InputError(_("the file is no ordinary workbook: its XML nests more than {limit} deep.").format(limit=MAX_DEPTH))
            start(name.rpartition(":")[2], attributes)

        def closed(name: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(name.rpartition(":")[2])

        def refused(*_arguments: Any) -> None:
            raise InputError(doctype())

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.StartDoctypeDeclHandler = refused
        if text:
            parser.CharacterDataHandler = text
        return parser


def local(attributes: dict[str, str], name: str) -> str | None:
    """Return an attribute by its name without prefix, None when it is missing."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)


def encrypted() -> str:
    """The sentence for a file with a password."""
    return _("the workbook is encrypted; open it with its password and save it without one.")


def doctype() -> str:
    """The sentence for a file with a DOCTYPE or entities."""
    return _("the file holds a DOCTYPE or entities, which no workbook needs, so it is not read.")
