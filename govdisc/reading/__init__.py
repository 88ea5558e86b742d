"""The kit for readers and writers of files: bounds, a clock, safe zip packages, safe XML, charsets, and the facts that our own files declare.

A file is untrusted: it may be cut off, damaged, or made to take a machine down. Each bound ends in one sentence
(:class:`~govdisc.errors.InputError`), never in a hang; nothing is fetched, and no entity is expanded. How bytes become text stands
in :mod:`govdisc.text.charset`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdisc.model.document import DECLARED_KEYS, OVERPRINTED, PICTURE
from govdisc.reading.declared import declared_facts, with_declared
from govdisc.reading.limits import (
    LIMITS,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_FILE,
    MAX_LINES,
    MAX_MEMBER,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_SECONDS,
    MAX_TEXT,
    MAX_UNPACKED,
    Clock,
    Limits,
    check_size,
    check_text,
    damaged,
    doctype,
    encrypted,
    too_deep,
)
from govdisc.reading.ole import OLE2, open_ole
from govdisc.reading.packages import PACKAGE_TITLES, Archive, count_members, open_zip, package_kind
from govdisc.text.charset import to_utf8
from govdisc.text.radicals import unified

if TYPE_CHECKING:
    from govdisc.reading.xml import SAFE_XML, parse_xml, walk_xml
    from govdisc.text.dashes import DashedTable, dashed_table
    from govdisc.text.notes import raised_text

#: What is imported when a plugin asks for it, by its module.
_LATER = {
    **dict.fromkeys(("SAFE_XML", "parse_xml", "walk_xml"), "govdisc.reading.xml"),
    **dict.fromkeys(("DashedTable", "dashed_table"), "govdisc.text.dashes"),
    "raised_text": "govdisc.text.notes",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "DECLARED_KEYS",
    "LIMITS",
    "MAX_DEPTH",
    "MAX_ELEMENTS",
    "MAX_FILE",
    "MAX_LINES",
    "MAX_MEMBER",
    "MAX_MEMBERS",
    "MAX_RATIO",
    "MAX_SECONDS",
    "MAX_TEXT",
    "MAX_UNPACKED",
    "OLE2",
    "OVERPRINTED",
    "PACKAGE_TITLES",
    "PICTURE",
    "SAFE_XML",
    "Archive",
    "Clock",
    "DashedTable",
    "Limits",
    "check_size",
    "check_text",
    "count_members",
    "damaged",
    "dashed_table",
    "declared_facts",
    "doctype",
    "encrypted",
    "open_ole",
    "open_zip",
    "package_kind",
    "parse_xml",
    "raised_text",
    "to_utf8",
    "too_deep",
    "unified",
    "walk_xml",
    "with_declared",
]
