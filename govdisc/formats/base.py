"""What a file format is, for the built-in ones and for plugins alike."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from govdisc.errors import InputError
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Document
from govdisc.model.report import Report

#: A reader returns a Document, which is then recognised, or the reports themselves where the format carries a report's data; a
#: broken one among them comes as the error in its place, so that the others go on.
ReadResult = Document | Iterable[Report | InputError]


@dataclass(frozen=True)
class Parameter:
    """A ``--param NAME=VALUE`` that a writer understands."""

    name: str
    meaning: str
    default: str | None = None


@dataclass(frozen=True)
class WriteOptions:
    """What a writer is told beside the reports: the installed forms, and the ``--param`` values that the format declares."""

    forms: FormBook
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadContext:
    """What a reader is told beside the bytes: the file's name (a hint), the installed forms, and the other formats by name."""

    name: str = ""
    forms: FormBook = field(default_factory=builtin_forms)
    formats: Mapping[str, Format] = field(default_factory=dict)

    def read(self, name: str, data: bytes) -> ReadResult | None:
        """Read a piece of the file that is of another format, such as a table in HTML within Markdown.

        Returns what that format's reader returns, or None where no reader of it is installed. The piece's reader is given no
        formats of its own, so that files within files end.

        Raises:
            InputError: when the piece cannot be read.

        """
        found = self.formats.get(name)
        return None if found is None or found.read is None else found.read_with(data, replace(self, formats={}))


@dataclass(frozen=True)
class Format:
    """A file format. ``read`` and ``write`` import heavy libraries inside; either may be None.

    ``read`` takes the bytes of a file, and a :class:`ReadContext` where it has a second parameter, and raises
    :class:`~govdisc.errors.InputError` with one sentence (without the file's name) when they cannot be read. ``prepare`` makes many
    files ready to be read at once, where that is much quicker than one by one (a program that is slow to start): it takes their
    bytes and returns as many, in the same order, each what ``read`` then takes or the error of that file; ``read`` takes unprepared
    bytes as well. ``write`` takes reports and returns the bytes of one file. ``many`` says that one file can hold several reports.
    ``detect`` gets the first 4096 bytes, and the file's name only as a hint for formats that have no mark of their own, and
    returns a confidence from 0 (no) to 100 (surely).
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[..., ReadResult] | None = None
    write: Callable[[Sequence[Report], WriteOptions], bytes] | None = None
    prepare: Callable[[Sequence[bytes]], Sequence[bytes | InputError]] | None = None
    detect: Callable[[bytes, str], int] | None = None
    many: bool = False
    binary: bool = False
    parameters: tuple[Parameter, ...] = ()

    def read_with(self, data: bytes, context: ReadContext) -> ReadResult:
        """Call ``read`` with the context, if it takes one."""
        assert self.read is not None
        return self.read(data, context) if _takes_two(self.read) else self.read(data)


def _takes_two(read: Callable[..., Any]) -> bool:
    """Whether a reader has a second parameter for the context: one named so, or one that must be given."""
    places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    second = [parameter for parameter in inspect.signature(read).parameters.values() if parameter.kind in places][1:2]
    return any(parameter.name == "context" or parameter.default is inspect.Parameter.empty for parameter in second)
