"""Where elements stand among the bytes of an XML part, and putting pieces in between; the rest stays as it is, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import field

from govdisc.plugin import InputError, record
from govdisc.plugin import gettext as _
from govdisc.reading import doctype
from govdisc_xlsx.sheet import damaged

#: Elements of one part: a sheet of a report has some thousands.
MOST_ELEMENTS = 2_000_000
_ENCODING = re.compile(rb'^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["\']([\w-]+)["\']')


@record
class Element:
    """An element: its name with its prefix, its attributes, where it begins, and where its end tag does."""

    name: str
    attributes: dict[str, str]
    depth: int
    begin: int
    end: int = -1
    inner: list[Element] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, "" where it has none."""
        return self.name[: len(self.name) - len(self.local)]

    def value(self, name: str) -> str:
        """An attribute by its name without prefix, "" when it is missing."""
        return next((value for key, value in self.attributes.items() if key.rpartition(":")[2] == name), "")


#: Elements that somebody asks for; of a sheet the cells are not kept.
_KEPT = frozenset({"legacyDrawing", "author", "authors", "comment", "commentList", "text", "Default"})


class Part:
    """An XML part in UTF-8, and where its root, the root's children and a few others stand."""

    def __init__(self, data: bytes) -> None:
        """Find them.

        Raises:
            InputError: when it is not in UTF-8, not well-formed, or holds a DOCTYPE.

        """
        from xml.parsers import expat

        told = _ENCODING.match(data)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or (told and told[1].lower() not in (b"utf-8", b"utf8", b"us-ascii")):
            raise InputError(_("its parts are not in UTF-8, so no comment can be put in; open it in Excel or WPS and save it again."))
        self.data = data
        self.elements: list[Element] = []
        self._open: list[Element | None] = []
        self._count = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._start, self._end
        self._parser.StartDoctypeDeclHandler = _refused
        try:
            self._parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise InputError(damaged()) from error
        self.root = self.elements[0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise InputError(damaged())
        depth, element = len(self._open), None
        if depth < 2 or name.rpartition(":")[2] in _KEPT:
            element = Element(name, attributes, depth, self._parser.CurrentByteIndex)
            self.elements.append(element)
        self._open.append(element)

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        if element is not None:
            element.end = self._parser.CurrentByteIndex

    def all(self, name: str) -> list[Element]:
        """Return the elements of a name."""
        return [element for element in self.elements if element.local == name]

    def first(self, name: str) -> Element | None:
        """Return the first element of a name."""
        return next(iter(self.all(name)), None)

    def end_of(self, name: str, within: Element | None = None) -> int:
        """Return where the end tag of an element stands, of the first one within another where that is given.

        Raises:
            InputError: when there is none, or it is empty and has none.

        """
        for element in self.all(name):
            if within is None or within.begin < element.begin < within.end:
                if not self.data.startswith(b"</", element.end):
                    break
                return element.end
        raise InputError(_("its comments cannot be added to; open it in Excel or WPS and save it again."))

    def before(self, names: Collection[str]) -> int:
        """Return where the first child of the root with one of the names begins, or where the root ends."""
        return next((element.begin for element in self.elements if element.depth == 1 and element.local in names), self.root.end)

    def begin_inside(self) -> int:
        """Return where the root's content begins."""
        return next((element.begin for element in self.elements if element.depth == 1), self.root.end)


def _refused(*_arguments: object) -> None:
    raise InputError(doctype())


def insert(data: bytes, pieces: Sequence[tuple[int, str]]) -> bytes:
    """Return the bytes with pieces put in at offsets."""
    out, at = [], 0
    for offset, piece in sorted(pieces, key=lambda pair: pair[0]):
        out += [data[at:offset], piece.encode("utf-8")]
        at = offset
    return b"".join([*out, data[at:]])
