"""The entry points of a group among what is installed, read where pip writes them.

:mod:`importlib.metadata` takes as long to import as all of this project that judges one report (it brings the mail and the network
library), so the plain case, packages unpacked in the folders of ``sys.path``, is read here; where packages lie in archives or are
found by somebody's own finder, the library is asked.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cached_property, reduce
from importlib import import_module
from importlib.machinery import PathFinder
from typing import Any, Protocol

_INFO = (".dist-info", ".egg-info")


class Dist(Protocol):
    """A distribution, as far as a plugin's is asked."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def version(self) -> str:
        """Its version."""

    @property
    def requires(self) -> list[str] | None:
        """What it requires."""


class Point(Protocol):
    """An entry point, whoever found it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def value(self) -> str:
        """The module, or what in it."""

    @property
    def dist(self) -> Dist | None:
        """Whose it is."""

    def load(self) -> Any:
        """Import and return what it names."""


class Unpacked:
    """A distribution in a folder of metadata."""

    def __init__(self, folder: str) -> None:
        """Take the folder."""
        self._folder = folder

    @cached_property
    def _headers(self) -> list[tuple[str, str]]:
        for name in ("METADATA", "PKG-INFO"):
            try:
                with open(os.path.join(self._folder, name), encoding="utf-8", errors="replace") as file:
                    head = file.read().partition("\n\n")[0]
            except OSError:
                continue
            return [(key, value) for key, colon, value in (line.partition(": ") for line in head.split("\n")) if colon]
        return []

    def _all(self, key: str) -> list[str]:
        return [value for name, value in self._headers if name == key]

    @property
    def name(self) -> str:
        """Its name."""
        return next(iter(self._all("Name")), _stem(self._folder))

    @property
    def version(self) -> str:
        """Its version."""
        return next(iter(self._all("Version")), "")

    @property
    def requires(self) -> list[str]:
        """What it requires."""
        return self._all("Requires-Dist")


class Entry:
    """An entry point of an unpacked distribution."""

    def __init__(self, name: str, value: str, dist: Unpacked) -> None:
        """Take its name, what it names, and whose it is."""
        self.name, self.value, self.dist = name, value, dist

    def load(self) -> Any:
        """Import and return what it names."""
        module, _colon, path = self.value.partition("[")[0].partition(":")
        return reduce(getattr, filter(None, path.strip().split(".")), import_module(module.strip()))


def entries(group: str) -> list[Point]:
    """Return the entry points of a group; of a distribution that is installed twice, the one that Python would import."""
    folders = [folder or os.curdir for folder in sys.path]
    own_finders = any(hasattr(finder, "find_distributions") and finder is not PathFinder for finder in sys.meta_path)
    if own_finders or any(os.path.isfile(folder) for folder in folders):
        from importlib.metadata import entry_points

        return list(entry_points(group=group))
    found: dict[str, list[Point]] = {}
    for folder in dict.fromkeys(folders):
        for info in _infos(folder):
            key = re.sub("[-_.]+", "-", _stem(info)).lower()
            if key not in found:
                found[key] = list(_entries_of(info, group))
    return [entry for several in found.values() for entry in several]


def _infos(folder: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(_INFO))


def _stem(info: str) -> str:
    """The name in ``govdisc_fees-0.2.0.dist-info``."""
    return os.path.basename(info).rpartition(".")[0].partition("-")[0]


def _entries_of(info: str, group: str) -> Iterator[Point]:
    try:
        with open(os.path.join(info, "entry_points.txt"), encoding="utf-8", errors="replace") as file:
            text = file.read()
    except OSError:
        return
    if f"[{group}]" not in text:
        return
    section, dist = "", Unpacked(info)
    for line in map(str.strip, text.split("\n")):
        if line.startswith("["):
            section = line.strip("[] ")
        elif section == group and "=" in line and not line.startswith(("#", ";")):
            name, _equals, value = line.partition("=")
            yield Entry(name.strip(), value.strip(), dist)
