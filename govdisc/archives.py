"""A ZIP of reports: each member is an input of its own, named ``reports.zip!member``."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.sources import Source

#: So many members, so large a member and so much altogether are unpacked; a member may be packed so tightly.
MOST_MEMBERS, LARGEST_MEMBER, LARGEST_TOTAL, TIGHTEST = 5_000, 100_000_000, 1_000_000_000, 200
#: What an archive holds that is a document of its own and no archive of documents.
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "OFD.xml", "META-INF/container.xml")


def is_archive(head: bytes) -> bool:
    """Tell whether bytes begin as a ZIP does."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(source: Source, data: bytes) -> Iterator[Source] | None:
    """Return the members of a ZIP of files, None when the ZIP is itself a document (Word, OFD, EPUB …).

    Raises:
        InputError: when it cannot be opened, or holds too much.

    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(_("it is a ZIP that cannot be opened: {error}; was the file cut off?").format(error=error)) from None
    if {entry.filename for entry in entries} & set(_DOCUMENTS):
        return None
    if len(entries) > MOST_MEMBERS:
        raise InputError(_("it is a ZIP of {count} files; at most {limit} are read, split it.").format(count=len(entries), limit=MOST_MEMBERS))
    return _members(source, archive, entries)


def _members(source: Source, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Source]:
    total = 0
    with archive:
        for entry in entries:
            if entry.is_dir():
                continue
            name = f"{source.uri}!{_name(entry)}"
            base = _name(entry).rsplit("/", 1)[-1]
            if base.startswith((".", "~$")) or "__MACOSX/" in entry.filename:
                yield Source(name, named=False, problem=_("a hidden file."))
                continue
            try:
                content = _content(archive, entry, total)
            except InputError as error:
                yield Source(name, named=False, problem=str(error), severe=True)
                continue
            total += len(content)
            if is_archive(content[:4]) and base.lower().endswith(".zip"):
                yield Source(name, named=False, problem=_("a ZIP within a ZIP is not opened; unpack it first."), severe=True)
                continue
            yield Source(name, named=False, data=content)


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name; without the mark of UTF-8 it is GBK on Chinese Windows, which Python takes for cp437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gbk")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int) -> bytes:
    if entry.flag_bits & 1:
        raise InputError(_("it needs a password; unpack the ZIP first."))
    too_large = InputError(_("it is too large when unpacked; unpack the ZIP first."))
    if entry.file_size > LARGEST_MEMBER or total + entry.file_size > LARGEST_TOTAL:
        raise too_large
    if entry.file_size > 10_000_000 and entry.file_size > TIGHTEST * max(entry.compress_size, 1):
        raise too_large
    try:
        with archive.open(entry) as member:
            content = member.read(LARGEST_MEMBER + 1)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(_("it cannot be unpacked: {error}.").format(error=error)) from None
    if len(content) > LARGEST_MEMBER:
        raise too_large
    return content
