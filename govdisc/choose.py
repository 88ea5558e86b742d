"""Which format a file is read as: the one that was named, else the one that is surest of its first bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from govdisc.errors import ConfigurationError, InputError
from govdisc.formats.base import Format
from govdisc.guard import Broken, guarded
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.known import bringing, distributions, for_file
from govdisc.nearest import did_you_mean
from govdisc.plugins import Plugins
from govdisc.sources import LARGEST_WHOLE, Opened, Source

#: Kinds of files that hold no report as they are: how they begin, how their names end, and what to say.
_OTHERS = (
    (
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*"),
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"),
        N_("it is a picture; govdisc reads text, not images. Ask for the Word file, or run text recognition (OCR) first."),
    ),
    (
        (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        (".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz"),
        N_("it is an archive of a kind that is not opened; unpack it and name the folder."),
    ),
)


class NeedsPluginError(InputError):
    """A file whose format is known and whose plugin is not installed; ``distribution`` is the one that reads it."""

    def __init__(self, message: str, distribution: str) -> None:
        """Name the distribution."""
        super().__init__(message)
        self.distribution = distribution


class UnknownKindError(InputError):
    """A file of a kind that nobody reads; in a folder it is passed over."""


def readable(plugins: Plugins) -> dict[str, Format]:
    """Return the formats that can be read."""
    return {name: format_ for name, format_ in plugins.formats.items() if format_.read is not None}


def wanted_format(name: str, plugins: Plugins) -> Format:
    """Return the format to read by its name.

    Raises:
        ConfigurationError: when it is not installed or cannot be read.

    """
    found = readable(plugins).get(name)
    if found is not None:
        return found
    raise ConfigurationError(unknown_format(name, list(readable(plugins)), to_write=False))


def unknown_format(name: str, known: Iterable[str], *, to_write: bool) -> str:
    """Return the sentence about a format that is not there: the plugin that brings it, or the nearest name."""
    known = list(known)
    listed = ", ".join(known)
    plugin = bringing("formats", name)
    if plugin is not None and name not in known:
        return _("the format {wanted} needs a plugin; install it with: pip install {package} (installed: {known}).").format(
            wanted=name, package=plugin.name, known=listed
        )
    said = _("there is no format {name} to write; there are: {known}.") if to_write else _("there is no format {name} to read; there are: {known}.")
    return said.format(name=name, known=listed) + did_you_mean(name, known)


def claiming(opened: Opened, name: str, plugins: Plugins) -> Iterator[Format]:
    """Yield the formats that claim a file by its head, the surest first; ``name`` is a hint for formats that have no mark of their own.

    A ``detect`` that fails breaks the plugin that brought it, and the others are asked.

    Raises:
        InputError: when no installed format knows it.

    """
    head = opened.head
    if not head:
        raise InputError(_("it is empty."))
    scores = [(score(format_, head, name, plugins), format_) for format_ in readable(plugins).values()]
    claims = sorted((claim for claim in scores if claim[0] > 0), key=lambda claim: -claim[0])
    if not claims:
        _check_installed(head, name, plugins)
        raise _unreadable(head, plugins)
    for _sure, format_ in claims:
        if format_.name == "text" or head.startswith(_LIKE_JSON):
            _check_installed(head, name, plugins)
        yield format_


#: How RTF begins, which would pass for damaged JSON.
_LIKE_JSON = b"{\\rtf"


def _check_installed(head: bytes, name: str, plugins: Plugins) -> None:
    """Name the plugin that reads a file that no installed one reads, or that would pass for text."""
    missing = for_file(head, name, plugins.formats)
    if missing is not None:
        raise NeedsPluginError(
            _("no installed plugin reads this kind of file; install one with: {command}").format(command=missing.install), missing.name
        )


def check_size(format_: Format, size: int | None) -> None:
    """Refuse a file that is larger than its format allows, before it is read.

    Raises:
        InputError: when it is.

    """
    limit = format_.largest or LARGEST_WHOLE
    if size is not None and size > limit:
        raise InputError(
            _("it is larger than {limit} MB, which no {format} file of a report is.").format(limit=limit // 1_000_000, format=format_.name)
        )


def score(format_: Format, head: bytes, name: str, plugins: Plugins) -> int:
    """Return how surely a format claims a file by its head, from 0 to 100; a stranger's ``detect`` that fails breaks its plugin, and claims nothing."""
    if format_.detect is None:
        return 0
    owner = plugins.format_owner(format_.name)
    if owner is None or owner.ours:
        return int(format_.called("detect")(head, name))
    if owner.error:
        return 0
    try:
        sure = guarded(lambda: format_.called("detect")(head, name))
    except Broken as error:
        owner.fail(f"detect: {error}")
        return 0
    if isinstance(sure, bool) or not isinstance(sure, int):
        owner.fail(_("detect returns {type}, where a number from 0 to 100 is asked for").format(type=type(sure).__name__))
        return 0
    return sure


def unlooked(suffix: str) -> InputError:
    """Return the error of a file in a folder that is not looked into, since no format has its suffix."""
    said = next((sentence for _begins, suffixes, sentence in _OTHERS if suffix in suffixes), N_("its kind is not known."))
    return UnknownKindError(_(said))


def _unreadable(head: bytes, plugins: Plugins) -> InputError:
    for begins, _suffixes, sentence in _OTHERS:
        if head.startswith(begins):
            return UnknownKindError(_(sentence))
    return UnknownKindError(
        _("its kind is not known; govdisc reads {known}. Name the format with --from if it is one of these.").format(
            known=", ".join(readable(plugins))
        )
    )


def known_suffixes(plugins: Plugins) -> frozenset[str]:
    """Return the suffixes of files that are looked into within a folder: those of installed formats, and of ours that are not."""
    ours = {suffix for known in distributions() for suffix in known.suffixes}
    return frozenset(ours | {suffix for format_ in readable(plugins).values() for suffix in format_.suffixes} | {".zip"})


def kind_of(source: Source) -> str | None:
    """Return what a file that is not read is called in a summary: its suffix, or that it has none; None for what leads to no file."""
    if source.path is None and source.data is None:
        return None
    if source.path is not None and os.path.isdir(source.path):
        return _("folder")
    return source.suffix or _("no suffix")
