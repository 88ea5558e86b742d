"""The kit for readers of files: bounds, a clock, safe zip packages, safe XML, and the facts that our own files declare.

A file is untrusted: it may be cut off, damaged, or made to take a machine down. Each bound ends in one sentence
(:class:`~govdisc.errors.InputError`), never in a hang; nothing is fetched, and no entity is expanded. How bytes become text stands
in :mod:`govdisc.text.charset`.
"""

from __future__ import annotations

import io
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from govdisc.errors import InputError, MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc.model.document import DECLARED_KEYS, Document
from govdisc.model.report import Report

#: Bytes of a file; a report with photographs has some 20 MB.
MAX_FILE = 200_000_000
#: Members of a zip package; a report with pictures has about fifty.
MAX_MEMBERS = 10_000
#: Bytes that one member may unpack to: the text of a report has one million, a plain table of 10,000 rows ten.
MAX_MEMBER = 48_000_000
#: Bytes that all members that are read may unpack to.
MAX_UNPACKED = 128_000_000
#: A member beyond a megabyte may not unpack to more than so many times its packed size; text and tables reach about 60.
MAX_RATIO = 400
#: Elements of one XML part; of a report some ten thousand.
MAX_ELEMENTS = 600_000
#: Elements within each other.
MAX_DEPTH = 200
#: Lines of text outside of the tables; a report has some hundred.
MAX_LINES = 20_000
#: Characters of all its text; the longest report has some 200,000.
MAX_TEXT = 1_000_000
#: Seconds of processor time that reading one file may take; a report takes less than one.
MAX_SECONDS = 4

if TYPE_CHECKING:
    import zipfile  # imported where a package is opened, for it is slow to import


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is looked at; a reader may set its own."""

    file: int = MAX_FILE
    members: int = MAX_MEMBERS
    member: int = MAX_MEMBER
    unpacked: int = MAX_UNPACKED
    ratio: int = MAX_RATIO
    elements: int = MAX_ELEMENTS
    depth: int = MAX_DEPTH
    seconds: float = MAX_SECONDS


LIMITS = Limits()
_SMALL = 1_000_000
_CHUNK = 1 << 16
#: How many elements pass between two looks at the clock.
_STRIDE = 2_048


class Clock:
    """The processor time that one file may take; what else the machine does is not counted."""

    def __init__(self, seconds: float = LIMITS.seconds) -> None:
        """Start the clock of this thread."""
        self._seconds, self._end = seconds, time.thread_time() + seconds

    def check(self) -> None:
        """Raise InputError when the time is used up."""
        if time.thread_time() > self._end:
            message = _("reading it takes more than {seconds:g} seconds of processor time, which no report needs; check the file.")
            raise InputError(message.format(seconds=self._seconds))


def check_size(data: bytes, limits: Limits = LIMITS) -> None:
    """Refuse a file that is larger than any report.

    Raises:
        InputError: when it is.

    """
    if len(data) > limits.file:
        raise InputError(_("the file is larger than {limit} MB; save it without its pictures.").format(limit=limits.file // 1_000_000))


def check_text(lines: int, characters: int) -> None:
    """Refuse a document with more lines of text outside of its tables, or more text in all, than any report has.

    Raises:
        InputError: when it has.

    """
    if lines > MAX_LINES:
        raise InputError(_("it has more than {limit} lines of text, which no report has; check the file.").format(limit=MAX_LINES))
    if characters > MAX_TEXT:
        raise InputError(_("it has more than {limit} characters of text, which no report has; check the file.").format(limit=MAX_TEXT))


# --- zip packages -------------------------------------------------------------------------------------------------------------------


class Archive:
    """A zip file whose members are unpacked one by one, in bounded pieces, and only when they are asked for.

    ``names`` are its files in order, with ``/`` between folders; names in GBK, as Chinese programs write them, are read. A member is
    found by its name, or by one that differs in case alone, as office packages want it.
    """

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        """Read the directory; see :func:`open_zip`."""
        import zipfile

        self.limits = limits
        self._broken = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
        check_size(data, limits)
        # the directory is counted first: reading a million entries takes seconds
        if data.count(b"PK\x01\x02") > limits.members:
            raise InputError(_too_many_parts(limits))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except self._broken as error:
            raise InputError(damaged()) from error
        self._members = {_member_name(info): info for info in self._zip.infolist() if not info.is_dir()}
        self._folded = {name.lower(): name for name in self._members}
        self._unpacked = 0

    @property
    def names(self) -> list[str]:
        """The names of the members."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members or name.lower() in self._folded

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member's bytes in pieces.

        Raises:
            InputError: when it is missing, encrypted, damaged, or unpacks to more than the limits.

        """
        info = self._members.get(name) or self._members.get(self._folded.get(name.lower(), ""))
        if info is None:
            raise InputError(_("the file is damaged: its part {name} is missing.").format(name=name))
        if info.flag_bits & 0x1:
            raise InputError(encrypted())
        size, most = 0, min(self.limits.member, max(_SMALL, self.limits.ratio * info.compress_size))
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    self._unpacked += len(piece)
                    if size > most or self._unpacked > self.limits.unpacked:
                        raise InputError(_("the file unpacks to far more than a report holds (a zip bomb), so it is not read."))
                    yield piece
        except self._broken as error:
            raise InputError(damaged()) from error

    def read(self, name: str) -> bytes:
        """Return a whole member; see :meth:`pieces` for the errors."""
        return b"".join(self.pieces(name))


def open_zip(data: bytes, limits: Limits = LIMITS) -> Archive:
    """Open a zip package, such as an office file, or an archive of reports.

    Raises:
        InputError: when it is too large, cut off or damaged, or has too many members.

    """
    return Archive(data, limits)


def _member_name(info: zipfile.ZipInfo) -> str:
    """A member's name; without the mark of UTF-8 its bytes stand in UTF-8 or GBK in spite of it."""
    name = info.filename
    if not info.flag_bits & 0x800 and not name.isascii():
        try:
            raw = name.encode("cp437")
            name = raw.decode("utf-8")
        except UnicodeEncodeError:
            pass
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    return name.replace("\\", "/").lstrip("/")


#: What a zip package is, by the content type of its main part, by its mimetype, and by the name of a member.
_MAIN_PARTS = (
    ("docx", re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroenabled", re.IGNORECASE)),
    ("xlsx", re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.(?:macroenabled|binary)", re.IGNORECASE)),
    ("pptx", re.compile(rb"presentationml\.\w+\.main", re.IGNORECASE)),
)
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
_MEMBERS = (
    ("docx", re.compile(r"word/(?:media/|.*\.(?:xml|rels)$)")),
    ("xlsx", re.compile(r"xl/(?:media/|.*\.(?:xml|rels|bin)$)")),
    ("pptx", re.compile(r"ppt/(?:media/|.*\.(?:xml|rels)$)")),
    ("ofd", re.compile(r"ofd\.xml$|doc_\d+/.*\.xml$")),
    ("epub", re.compile(r"meta-inf/container\.xml$")),
)
_HEADER = re.compile(rb"PK\x03\x04")
#: Content types inflate to a few kilobytes.
_MOST_TYPES = 1 << 16
#: What people call these packages.
PACKAGE_TITLES = {
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "pptx": "PowerPoint (.pptx)",
    "odt": "OpenDocument (.odt)",
    "ods": "OpenDocument (.ods)",
    "odp": "OpenDocument (.odp)",
    "ofd": "OFD",
    "epub": "EPUB",
}


def package_kind(head: bytes) -> str | None:
    """Return what kind of package the beginning of a zip file tells, a key of :data:`PACKAGE_TITLES`; ``zip`` for any other kind.

    None stands for what is no zip file. The content type of the main part decides, else the mimetype, else the first member that
    only one kind has: a Word file with a chart holds the workbook of the chart as well.
    """
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    kind = None
    for match in _HEADER.finditer(head):
        name, body = _local_member(head, match.start())
        if name == "mimetype":
            mimetype = body[:80].split(b"PK", 1)[0].decode("latin-1").strip()
            found = next((title for word, title in _MIMETYPES.items() if mimetype.startswith(word)), None)
        elif name == "[content_types].xml":
            found = next((title for title, main in _MAIN_PARTS if main.search(body)), None)
        else:
            kind = kind or next((title for title, member in _MEMBERS if member.match(name)), None)
            continue
        if found is not None:
            return found
    return kind or "zip"


def _local_member(head: bytes, at: int) -> tuple[str, bytes]:
    """The name of the member whose local header begins there, in small letters, and the beginning of its text where that is of use."""
    method, names, extra = (int.from_bytes(head[at + place : at + place + 2], "little") for place in (8, 26, 28))
    name = head[at + 30 : at + 30 + names].decode("latin-1").replace("\\", "/").lstrip("/").lower()
    if name not in ("mimetype", "[content_types].xml"):
        return name, b""
    packed = head[at + 30 + names + extra :]
    if method == 0:
        return name, packed[:_MOST_TYPES]
    try:
        return name, zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, _MOST_TYPES)
    except zlib.error:
        return name, b""


# --- OLE2 -------------------------------------------------------------------------------------------------------------------------------

#: How an OLE2 file ([MS-CFB]) begins: .doc, .xls, and office files with a password.
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_ole(data: bytes, limits: Limits = LIMITS) -> Any:
    """Open an OLE2 file with olefile, whose ``exists(name)`` and ``openstream(name)`` tell what it holds.

    Raises:
        InputError: when it is too large, damaged, or encrypted as Office encrypts .docx and .xlsx.
        MissingLibraryError: when olefile is not installed.

    """
    try:
        import olefile  # type: ignore[import-untyped]  # ships no annotations
    except ImportError as error:
        raise MissingLibraryError(_("reading this file needs olefile; install it with: pip install olefile")) from error

    class Container(olefile.OleFileIO):  # type: ignore[misc]  # ships no annotations
        """Reads no more entries of its directory than a package may have members."""

        entries = 0

        def _load_direntry(self, sid: int) -> Any:
            self.entries += 1
            if self.entries > limits.members:
                raise InputError(_too_many_parts(limits))
            return super()._load_direntry(sid)

    check_size(data, limits)
    try:
        container = Container(io.BytesIO(data))
        is_encrypted = container.exists("EncryptedPackage")
    except InputError:
        raise
    except Exception as error:  # olefile meets a damaged file with whatever it runs into
        raise InputError(damaged()) from error
    if is_encrypted:
        raise InputError(encrypted())
    return container


# --- XML ----------------------------------------------------------------------------------------------------------------------------

#: The options of lxml's parsers that keep a parser from fetching, expanding and growing.
SAFE_XML: Mapping[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
#: DOCTYPE and ENTITY in the encodings that an XML parser detects by itself.
_FORBIDDEN = tuple(word.encode(name) for word in ("<!DOCTYPE", "<!ENTITY") for name in ("ascii", "utf-16-le", "utf-16-be"))


def parse_xml(data: bytes, part: str = "", limits: Limits = LIMITS) -> Any:
    """Return the root element (of lxml) of an XML part; ``part`` is its name for the messages.

    Raises:
        InputError: when it is damaged, too large, nests too deeply, or holds a DOCTYPE.
        MissingLibraryError: when lxml is not installed.

    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingLibraryError(_("reading this file needs lxml; install it with: pip install lxml")) from error
    if data.count(b"<") > 2 * limits.elements:  # a beginning and an end each
        raise InputError(_too_many(limits))
    if any(word in data for word in _FORBIDDEN):
        raise InputError(doctype())
    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFE_XML))
    except etree.XMLSyntaxError as error:
        raise InputError(too_deep() if "depth" in str(error).lower() else _malformed(part)) from error
    except ValueError as error:  # an encoding that does not exist
        raise InputError(_malformed(part)) from error
    if root.getroottree().docinfo.doctype:  # in an encoding of which the bytes say nothing
        raise InputError(doctype())
    return root


def walk_xml(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    *,
    part: str = "",
    limits: Limits = LIMITS,
    clock: Clock | None = None,
) -> None:
    """Stream an XML part through handlers; names of elements come without their prefix.

    Raises:
        InputError: when it is damaged, too large, nests too deeply, takes too long, or holds a DOCTYPE.

    """
    from xml.parsers import expat

    clock = clock or Clock(limits.seconds)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = elements = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > limits.depth:
            raise InputError(too_deep())
        if not elements % _STRIDE:
            clock.check()
            if elements > limits.elements:
                raise InputError(_too_many(limits))
        start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name.rpartition(":")[2])

    def refused(*_arguments: Any) -> None:
        raise InputError(doctype())

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = opened, closed, refused
    if text:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
        raise InputError(_malformed(part)) from error


# --- facts that our own files declare -----------------------------------------------------------------------------------------------


def declared_facts(report: Report) -> dict[str, str]:
    """Return what a file of ours says of its report beside the print, keys as in :data:`~govdisc.model.document.DECLARED_KEYS`.

    What is not known is left out.
    """
    agency = report.agency
    facts = {
        "title": report.title,
        "agency": agency.name,
        "region_code": agency.region_code,
        "level": agency.level,
        "kind": agency.kind,
        "published": report.published,
        "year": None if report.year is None else str(report.year),
        "form": report.form,
        "variant": report.variant,
    }
    return {key: value for key, value in facts.items() if value is not None}


def with_declared(document: Document, facts: Mapping[str, str]) -> Document:
    """Return the document with the facts that its file declares; whether they are believed is for the recogniser to say."""
    return replace(document, declared={key: facts[key] for key in DECLARED_KEYS if facts.get(key)})


# --- sentences ----------------------------------------------------------------------------------------------------------------------


def damaged() -> str:
    """The sentence for a file that is cut off or damaged."""
    return _("the file is truncated or damaged; ask for it again, or open it in the program that made it and save it anew.")


def encrypted() -> str:
    """The sentence for a file with a password."""
    return _("the file is encrypted; open it with its password and save it without one.")


def doctype() -> str:
    """The sentence for XML with a DOCTYPE or entities."""
    return _("the file holds a DOCTYPE or entities, which no report needs, so it is not read.")


def too_deep() -> str:
    """The sentence for a file whose elements nest too deeply."""
    return _("its tables or other elements are nested too deeply for a report; check the file.")


def _too_many_parts(limits: Limits) -> str:
    return _("the file holds more than {limit} parts, which no report has; check the file.").format(limit=limits.members)


def _too_many(limits: Limits) -> str:
    return _("it has more than {limit} XML elements in one part, which no report has; check the file.").format(limit=limits.elements)


def _malformed(part: str) -> str:
    message = _("the file is damaged: its part {name} is not well-formed XML; open it in the program that made it and save it again.")
    return message.format(name=part)
