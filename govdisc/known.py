"""The distributions of this project (``known.toml``), so that what is not installed can be named with the command that installs it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from govdisc.records import record
from govdisc.text.tomltext import read_toml


@record(frozen=True)
class Known:
    """A distribution of this project, and what it brings."""

    name: str
    formats: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    magic: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    executors: tuple[str, ...] = ()

    @property
    def install(self) -> str:
        """The command that installs it."""
        return f"pip install {self.name}"


@cache
def distributions() -> tuple[Known, ...]:
    """Return all of them, in the order of the file."""
    data = read_toml(Path(__file__).with_name("known.toml"))
    return tuple(Known(entry.pop("name"), **{key: tuple(values) for key, values in entry.items()}) for entry in data["distribution"])


def bringing(kind: str, name: str) -> Known | None:
    """Return the distribution that brings a thing; ``kind`` is a field of :class:`Known`, ``formats`` or ``commands``."""
    return next((known for known in distributions() if name in getattr(known, kind)), None)


def for_file(head: bytes, name: str, installed: Iterable[str]) -> Known | None:
    """Return the distribution that reads a file of that beginning and name, None when it is known to none or its format is installed."""
    have = set(installed)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:64].decode("latin-1").lower()
    suffix = os.path.splitext(name)[1].lower()
    zipped, compound = head.startswith(b"PK\x03\x04"), head.startswith(b"\xd0\xcf\x11\xe0")
    found: list[Known] = []
    for known in distributions():
        if have.intersection(known.formats):
            continue
        by_content = any(start.startswith(magic) for magic in known.magic) or (zipped and any(part.encode() in head for part in known.inside))
        if by_content or (suffix in known.suffixes and (zipped or compound or not known.magic)):
            found.append(known)
    # packages of one kind hold parts of the same names; then the name of the file tells
    return next((known for known in found if suffix in known.suffixes), found[0] if found else None)


def is_ours(distribution: str) -> bool:
    """Tell whether a distribution is of this project: its code is bounded by tests of its own, a stranger's by the guard."""
    return distribution == "govdisc" or any(known.name == distribution for known in distributions())
