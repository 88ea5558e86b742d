"""XML of strangers, as a tree or as a stream: nothing is fetched, no entity is expanded, and depth, size and time are bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from govdisc.errors import InputError, MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc.reading.limits import LIMITS, Clock, Limits, doctype, too_deep

#: The options of lxml's parsers that keep a parser from fetching, expanding and growing.
SAFE_XML: Mapping[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
#: How many elements pass between two looks at the clock.
_STRIDE = 2_048
#: DOCTYPE and ENTITY in the encodings that an XML parser detects by itself.
_FORBIDDEN = tuple(word.encode(name) for word in ("<!DOCTYPE", "<!ENTITY") for name in ("ascii", "utf-16-le", "utf-16-be"))


def parse_xml(data: bytes, part: str = "", limits: Limits = LIMITS) -> Any:
    """Return the root element (of lxml) of an XML part; ``part`` is its name for the messages.

    Raises:
        InputError: when it is damaged, too large, nests too deeply, or holds a DOCTYPE.
        MissingLibraryError: when lxml is not installed.

    """
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingLibraryError(_("reading this file needs lxml; install it with: pip install lxml")) from error
    if data.count(b"<") > 2 * limits.elements:  # a beginning and an end each
        raise InputError(_too_many(limits))
    if any(word in data for word in _FORBIDDEN):
        raise InputError(doctype())
    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFE_XML))
    except etree.XMLSyntaxError as error:
        raise InputError(too_deep() if "depth" in str(error).lower() else _malformed(part)) from error
    except ValueError as error:  # an encoding that does not exist
        raise InputError(_malformed(part)) from error
    if root.getroottree().docinfo.doctype:  # in an encoding of which the bytes say nothing
        raise InputError(doctype())
    return root


def walk_xml(
    pieces: Iterable[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    *,
    part: str = "",
    limits: Limits = LIMITS,
    clock: Clock | None = None,
) -> None:
    """Stream an XML part through handlers; names of elements come without their prefix.

    Raises:
        InputError: when it is damaged, too large, nests too deeply, takes too long, or holds a DOCTYPE.

    """
    from xml.parsers import expat

    clock = clock or Clock(limits.seconds)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = elements = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > limits.depth:
            raise InputError(too_deep())
        if not elements % _STRIDE:
            clock.check()
            if elements > limits.elements:
                raise InputError(_too_many(limits))
        start(name.rpartition(":")[2], attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(name.rpartition(":")[2])

    def refused(*_arguments: Any) -> None:
        raise InputError(doctype())

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = opened, closed, refused
    if text:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding that does not exist
        raise InputError(_malformed(part)) from error


def _too_many(limits: Limits) -> str:
    return _("it has more than {limit} XML elements in one part, which no report has; check the file.").format(limit=limits.elements)


def _malformed(part: str) -> str:
    message = _("the file is damaged: its part {name} is not well-formed XML; open it in the program that made it and save it again.")
    return message.format(name=part)
