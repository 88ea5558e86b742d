"""The package: which documents it holds, and its parts as XML (GB/T 33190-2016, chapters 6 and 7).

Producers differ in the namespace, in the case of names and in whether a path begins at the package or at the file that names it; elements
are told by their local names, and paths are tried both ways.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from govdisc.plugin import InputError
from govdisc.reading import encrypted, open_zip, parse_xml

#: The entrance to an encrypted package (GM/T 0099-2020, annex C): what it shows may differ from what it holds.
_ENCRYPTIONS = "Encryptions.xml"
_MAIN = "OFD.xml"


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any | None, *names: str) -> Iterator[Any]:
    """Yield the children of these names."""
    return (child for child in (() if element is None else element) if local(child) in names)


def child(element: Any | None, *path: str) -> Any | None:
    """Return the first descendant along a path of names, None without one."""
    for name in path:
        element = next(children(element, name), None)
    return element


def text_of(element: Any | None) -> str:
    """Return the text of an element, "" without one."""
    return "" if element is None else (element.text or "").strip()


class Package:
    """An OFD file; parts are parsed when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """Open it.

        Raises:
            InputError: it is damaged, encrypted, or beyond the bounds of :mod:`govdisc.reading`.

        """
        self._archive = open_zip(data)
        if _ENCRYPTIONS in self._archive:
            raise InputError(encrypted())
        self._main = parse_xml(self._archive.read(_MAIN), _MAIN)

    def documents(self) -> Iterator[tuple[str, str]]:
        """Yield the documents of the package: where the root of each stands, and its title."""
        for body in children(self._main, "DocBody"):
            root = self.find("", text_of(child(body, "DocRoot")))
            for version in children(child(body, "Versions"), "Version"):
                if version.get("Current") == "true" and (place := self.find("", version.get("BaseLoc"))):
                    root = self.find(place, text_of(child(self.part(place), "DocRoot"))) or root
            if root:
                yield root, text_of(child(body, "DocInfo", "Title"))

    def find(self, base: str, location: str | None) -> str:
        """Return the name of a part that the part ``base`` names, "" where there is none."""
        location = (location or "").replace("\\", "/")
        if not location:
            return ""
        near = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), location)).lstrip("/")
        return next((name for name in (near, location.lstrip("/")) if name in self._archive), "")

    def part(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            InputError: it is missing or damaged.

        """
        return parse_xml(self._archive.read(name), name)

    def named(self, base: str, location: str | None) -> tuple[str, Any] | None:
        """Return the name and the root element of a part that the part ``base`` names, None where there is none."""
        name = self.find(base, location)
        return (name, self.part(name)) if name else None

