"""A ZIP of reports: each member is an input of its own, named ``reports.zip!member``."""

from __future__ import annotations

from collections.abc import Iterator

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.reading import Archive, Limits, count_members, open_zip, package_kind
from govdisc.records import replace
from govdisc.sources import LARGEST_WHOLE, Source

#: So many members, so large a member and so much altogether are unpacked.
MOST_MEMBERS, LARGEST_MEMBER, LARGEST_TOTAL = 5_000, 100_000_000, 1_000_000_000
_LIMITS = Limits(file=LARGEST_WHOLE, members=MOST_MEMBERS, member=LARGEST_MEMBER, unpacked=LARGEST_TOTAL)
#: What an archive holds that is a document of its own and no archive of documents, where its beginning does not tell.
_DOCUMENTS = ("[Content_Types].xml", "mimetype", "OFD.xml", "META-INF/container.xml")


def is_archive(head: bytes) -> bool:
    """Tell whether bytes begin as a ZIP of files does, and not as a Word file, OFD or another document that is a ZIP itself."""
    return package_kind(head) == "zip"


def members(source: Source, data: bytes) -> Iterator[Source] | None:
    """Return the members of a ZIP of files, None when the ZIP is itself a document.

    Raises:
        InputError: when it cannot be opened, or holds too much.

    """
    if (count := count_members(data)) > MOST_MEMBERS:
        raise InputError(_("it is a ZIP of {count} files; at most {limit} are read, split it.").format(count=count, limit=MOST_MEMBERS))
    archive = open_zip(data, _LIMITS)
    return None if any(name in archive for name in _DOCUMENTS) else _members(source, archive)


def _members(source: Source, archive: Archive) -> Iterator[Source]:
    if not archive.names:
        yield replace(source, problem=_("there is no file in the archive."))
    for name in archive.names:
        uri, base = f"{source.uri}!{name}", name.rsplit("/", 1)[-1]
        if base.startswith((".", "~$")) or "__MACOSX/" in name:
            yield Source(uri, named=False, problem=_("a hidden file."))
            continue
        try:
            content = archive.read(name)
        except InputError as error:
            yield Source(uri, named=False, problem=str(error), severe=True)
            continue
        if is_archive(content[:4096]) and base.lower().endswith(".zip"):
            yield Source(uri, named=False, problem=_("a ZIP within a ZIP is not opened; unpack it first."), severe=True)
            continue
        yield Source(uri, named=False, data=content)
