"""Zip packages, such as office files: unpacked member by member in bounded pieces, and told apart by their beginning."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.patterns import Pattern
from govdisc.reading.limits import LIMITS, Limits, check_size, damaged, encrypted, too_many_parts

if TYPE_CHECKING:
    import zipfile  # imported where a package is opened, for it is slow to import

#: A member below this size may be packed as tightly as it likes.
_SMALL = 1_000_000
#: How much is unpacked at a time.
_CHUNK = 1 << 16
#: When each member of a package that is written was made.
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: The end of a zip file with its comment.
_LONGEST_END = 22 + (1 << 16)


class Archive:
    """A zip file whose members are unpacked one by one, in bounded pieces, and only when they are asked for.

    ``names`` are its files in order, with ``/`` between folders; names in GBK, as Chinese programs write them, are read. A member is
    found by its name, or by one that differs in case alone, as office packages want it.
    """

    def __init__(self, data: bytes, limits: Limits = LIMITS) -> None:
        """Read the directory; see :func:`open_zip`."""
        import zipfile
        import zlib

        self.limits = limits
        self._broken = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
        check_size(data, limits)
        if count_members(data) > limits.members:
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

    def changed(self, parts: Mapping[str, bytes]) -> bytes:
        """Return a package of the same members, some with other bytes, new ones behind them; the same parts give the same bytes.

        Raises:
            InputError: when a member cannot be read.

        """
        import zipfile

        new = {self._folded.get(name.lower(), name): data for name, data in parts.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name in (*self._members, *(name for name in new if name not in self._members)):
                entry = zipfile.ZipInfo(name, _EPOCH)
                # what told the kind of a package by its first bytes goes on telling it
                known = self._members.get(name)
                entry.compress_type = zipfile.ZIP_DEFLATED if known is None else min(known.compress_type, zipfile.ZIP_DEFLATED)
                entry.create_system = 0  # else the bytes would differ between systems
                package.writestr(entry, new[name] if name in new else self.read(name))
        return out.getvalue()


def count_members(data: bytes) -> int:
    """Return how many members the directory of a zip file lists, without reading it: a million entries take seconds."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _LONGEST_END))
    if end < 0 or end + 22 > len(data):
        return 0
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    large = data.rfind(b"PK\x06\x06", 0, end - 20) if data.startswith(b"PK\x06\x07", max(0, end - 20)) else -1
    if large >= 0 and large + 56 <= end:
        size = int.from_bytes(data[large + 40 : large + 48], "little")
        end = large
    return data.count(b"PK\x01\x02", max(0, end - size), end)


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
    ("docx", Pattern(r"(?ai)wordprocessingml\.(?:document|template)\.main|ms-word\.\w+\.macroenabled")),
    ("xlsx", Pattern(r"(?ai)spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.(?:macroenabled|binary)")),
    ("pptx", Pattern(r"(?ai)presentationml\.\w+\.main")),
)
_MIMETYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
_MEMBERS = (
    ("docx", Pattern(r"word/(?:media/|.*\.(?:xml|rels)$)")),
    ("xlsx", Pattern(r"xl/(?:media/|.*\.(?:xml|rels|bin)$)")),
    ("pptx", Pattern(r"ppt/(?:media/|.*\.(?:xml|rels)$)")),
    ("ofd", Pattern(r"ofd\.xml$|doc_\d+/.*\.xml$")),
    ("epub", Pattern(r"meta-inf/container\.xml$")),
)
#: A local header: how it begins, how long it is without name and extra field, and the flag that sizes stand behind the member.
_LOCAL, _FIXED, _SIZE_BEHIND = b"PK\x03\x04", 30, 0x8
_DEFLATED, _DESCRIPTOR = 8, 24
#: Members whose text tells the kind.
_TELLING = ("mimetype", "[content_types].xml")
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
    if not head.startswith((_LOCAL, b"PK\x05\x06")):
        return None
    kind = None
    for name, body in _local_members(head):
        if name == "mimetype":
            mimetype = body[:80].decode("latin-1").strip()
            found = next((title for word, title in _MIMETYPES.items() if mimetype.startswith(word)), None)
        elif name == "[content_types].xml":
            types = body.decode("latin-1")
            found = next((title for title, main in _MAIN_PARTS if main.search(types)), None)
        else:
            kind = kind or next((title for title, member in _MEMBERS if member.match(name)), None)
            continue
        if found is not None:
            return found
    return kind or "zip"


def _local_members(head: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the members at the beginning of a zip file: the name in small letters, and the text as far as it stands in the head.

    The walk goes from header to header, for the headers of a package within the package are none of its own. Where the size of a
    member is told behind it alone, its packed data tell where it ends.
    """
    import struct
    import zlib

    at = 0
    while head.startswith(_LOCAL, at) and at + _FIXED <= len(head):
        flags, method, _time, _date, _crc, packed, _size, names, extra = struct.unpack_from("<HHHHIIIHH", head, at + 6)
        begin = at + _FIXED + names + extra
        name = head[at + _FIXED : at + _FIXED + names].decode("latin-1").replace("\\", "/").lstrip("/").lower()
        end, body = begin + packed, b""
        if method == _DEFLATED and (name in _TELLING or (flags & _SIZE_BEHIND and not packed)):
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                body = unpacker.decompress(head[begin:], _MOST_TYPES)
            except zlib.error:
                unpacker = zlib.decompressobj()
            end = len(head) - len(unpacker.unused_data) if unpacker.eof else len(head)
        elif method == 0:
            body = head[begin : min(end, begin + _MOST_TYPES)]
        yield name, body
        if flags & _SIZE_BEHIND:  # a descriptor of 12 to 24 bytes follows
            end = head.find(_LOCAL, end, end + _DESCRIPTOR + len(_LOCAL)) if end < len(head) else -1
        if end < begin:
            return
        at = end
