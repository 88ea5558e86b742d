"""Zip packages, such as office files: unpacked member by member in bounded pieces, and told apart by their beginning."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.reading.limits import LIMITS, Limits, check_size, damaged, encrypted, too_many_parts

if TYPE_CHECKING:
    import zipfile  # imported where a package is opened, for it is slow to import

#: A member below this size may be packed as tightly as it likes.
_SMALL = 1_000_000
#: How much is unpacked at a time.
_CHUNK = 1 << 16


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
            raise InputError(too_many_parts(limits))
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
