"""The parts of a workbook's package (.xlsx, .ods), streamed through handlers."""

from __future__ import annotations

from collections.abc import Callable

from govdisc.reading import Clock, open_zip, package_kind, walk_xml

#: So much of a package is looked at to tell its kind.
_HEAD = 1 << 16


class Package:
    """A zip package whose XML parts are walked through within one measure of time; ``kind`` is what its beginning tells it to be."""

    def __init__(self, data: bytes) -> None:
        """Open the package.

        Raises:
            InputError: when it is truncated or beyond the limits.

        """
        self._archive = open_zip(data)
        self.kind = package_kind(data[:_HEAD]) or ""
        self._clock = Clock()

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return self._archive.names

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def read(self, name: str) -> bytes:
        """Return a whole part, for the small ones; b"" when it is missing."""
        return self._archive.read(name) if name in self._archive else b""

    def walk(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Stream one XML part through the handlers; see :func:`govdisc.reading.walk_xml` for the errors."""
        walk_xml(self._archive.pieces(name), start, end, text, part=name, clock=self._clock)


def local(attributes: dict[str, str], name: str) -> str | None:
    """Return an attribute by its name without prefix, None when it is missing."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)
