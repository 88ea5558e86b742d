"""What a file format is, for the built-in ones and for plugins alike."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from importlib import import_module
from typing import Any, BinaryIO

from govdisc.errors import InputError, MissingLibraryError
from govdisc.i18n import gettext as _
from govdisc.model.book import FormBook, builtin_forms
from govdisc.model.document import Document
from govdisc.model.parameters import Parameter
from govdisc.model.report import Report
from govdisc.records import record, replace

#: A reader returns a Document, which is then recognised, or the reports themselves where the format carries a report's data; a
#: broken one among them comes as the error in its place, so that the others go on.
ReadResult = Document | Iterable[Report | InputError]
#: What is read from an open file: report by report, or a few at a time, which are then judged together.
LinesResult = Iterable[Report | InputError] | Iterable[list[Report | InputError]]


@record(frozen=True)
class Mark:
    """A comment for a copy of a file: what it says, and where: a place as the format's own reader told it, the words at it.

    A format puts it at its cell or around its words; where neither is found, at the beginning of the file, so that none is lost.
    """

    text: str
    place: str | None = None
    quote: str | None = None


@record(frozen=True)
class ReadContext:
    """What a reader is told beside the bytes: the file's name (a hint), the installed forms, and the other formats by name."""

    name: str = ""
    forms: FormBook = field(default_factory=builtin_forms)
    formats: Mapping[str, Format] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)

    def read(self, name: str, data: bytes) -> ReadResult | None:
        """Read a piece of the file that is of another format, such as a table in HTML within Markdown.

        Returns what that format's reader returns, or None where no reader of it is installed. The piece's reader is given no
        formats of its own, so that files within files end.

        Raises:
            InputError: when the piece cannot be read.

        """
        found = self.formats.get(name)
        return None if found is None or found.read is None else found.reader()(data, replace(self, formats={}))


@record(frozen=True)
class WriteContext:
    """What a writer is told beside the reports: the installed forms, and the ``--param`` values that the format declares."""

    forms: FormBook
    params: Mapping[str, str] = field(default_factory=dict)


#: The name of version 0.1.
WriteOptions = WriteContext

Reader = Callable[[bytes, ReadContext], ReadResult]
Writer = Callable[[Sequence[Report], WriteContext], bytes]
Detector = Callable[[bytes, str], int]


@record(frozen=True)
class Format:
    """A file format. ``read``, ``write`` and ``detect`` are functions, or their names (``"pkg.reader:read"``), imported when called.

    ``read`` takes the bytes of a file and a :class:`ReadContext` (one that takes the bytes alone will do) and raises
    :class:`~govdisc.errors.InputError` with one sentence, without the file's name, when they cannot be read. ``write`` takes reports
    and a :class:`WriteContext` and returns the bytes of one file. ``detect`` gets the first 4096 bytes, and the file's name only as a
    hint for formats that have no mark of their own, and returns a confidence from 0 (no) to 100 (surely).

    ``needs`` is the library that reading or writing imports, named with its install command where it is missing. ``many`` says that
    one file can hold several reports; ``lossless`` that nothing of a report is lost in it. ``largest`` is how large a file may be, in
    bytes. ``read_lines`` reads an open file report by report, or a few as a list; ``write_each`` writes the same bytes as ``write`` piece by piece;
    ``write_folder`` gives the files of a folder of all reports, for a format that parts them in a way of its own, as (name, piece), where
    a name may have folders in it and the pieces of one name follow one another (else a folder has a file a report): the folder must be
    new, unless the format has a parameter ``replace`` and it is ``yes``;
    ``prepare`` makes many files ready at once, where that is much quicker than one by one (a program that is slow to start): it takes
    their bytes and returns as many, in the same order, each what ``read`` then takes or the error of that file. ``mark`` takes a file's
    bytes and :class:`Mark` objects, and returns the bytes of a copy that has them as comments and is otherwise the same. ``schema``
    returns the text of the schema of its files (XML Schema, JSON Schema), where there is one, for ``govdisc schema NAME``.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    read: Callable[..., ReadResult] | str | None = None
    write: Callable[..., bytes] | str | None = None
    detect: Callable[[bytes, str], int] | str | None = None
    many: bool = False
    binary: bool = False
    parameters: tuple[Parameter, ...] = ()
    needs: str | None = None
    lossless: bool = False
    largest: int | None = None
    read_lines: Callable[[BinaryIO, ReadContext], LinesResult] | str | None = None
    write_each: Callable[[Iterable[Report], WriteContext], Iterator[bytes]] | str | None = None
    write_folder: Callable[[Iterable[Report], WriteContext], Iterator[tuple[str, bytes]]] | str | None = None
    prepare: Callable[[Sequence[bytes]], Sequence[bytes | InputError]] | str | None = None
    mark: Callable[[bytes, Sequence[Mark]], bytes] | str | None = None
    schema: Callable[[], str] | str | None = None

    @cached_property
    def _read(self) -> Reader:
        function = self.called("read")
        return function if _takes_context(function) else lambda data, context: function(data)

    def reader(self) -> Reader:
        """Return the function that reads, called with bytes and a :class:`ReadContext`.

        Raises:
            MissingLibraryError: when its library is not installed.

        """
        return self._read

    def keeps_all(self, params: Mapping[str, str]) -> bool:
        """Tell whether nothing of a report is lost with these parameters."""
        return self.lossless and not any(params.get(parameter.name) in parameter.loses for parameter in self.parameters)

    def writer(self) -> Writer:
        """Return the function that writes.

        Raises:
            MissingLibraryError: when its library is not installed.

        """
        return self.called("write")

    def detector(self) -> Detector | None:
        """Return the function that tells whether bytes are of this format."""
        return None if self.detect is None else self.called("detect")

    def called(self, name: str) -> Callable[..., Any]:
        """Return one of the format's functions, imported where it is given by name.

        Raises:
            MissingLibraryError: when the library in ``needs`` is not installed.

        """
        given = getattr(self, name)
        if not isinstance(given, str):
            function: Callable[..., Any] = given
            return function
        module, _colon, name_of = given.partition(":")
        try:
            found: Callable[..., Any] = getattr(import_module(module), name_of)
            return found
        except ModuleNotFoundError as error:
            if self.needs is None or (error.name or "").split(".")[0] not in (self.needs, self.needs.replace("-", "_")):
                raise
            raise MissingLibraryError(
                _("the format {format} needs {library}; install it with: pip install {library}").format(format=self.name, library=self.needs)
            ) from error


def _takes_context(read: Callable[..., Any]) -> bool:
    """Whether a reader has a second parameter for the context: one named so, one that must be given, or any number."""
    places = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = list(inspect.signature(read).parameters.values())
    second = [parameter for parameter in parameters if parameter.kind in places][1:2]
    some = any(parameter.name == "context" or parameter.default is inspect.Parameter.empty for parameter in second)
    return some or any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters)
