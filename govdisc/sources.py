"""Where bytes come from: files, folders, patterns, pipes, stdin and archives, each opened with care and none left out unsaid.

A folder's files are all named: what is no regular file, hidden, an editor's lock or of no known kind is passed over with its reason.
Size is asked before content; a pipe or stdin is read up to the largest file allowed; devices are refused. Nothing is ever written.
"""

from __future__ import annotations

import fnmatch
import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import BinaryIO

from govdisc.errors import InputError, NoReportError
from govdisc.i18n import gettext as _
from govdisc.records import record

#: A file larger than this is refused before it is read.
LARGEST_FILE = 2_000_000_000
#: A larger file is read whole only by a format that says that it may be so large.
LARGEST_WHOLE = 200_000_000
#: What tells a file's kind.
HEAD = 4096
#: So long a pipe that nobody writes to is waited for, in seconds.
PATIENCE = 2.0
#: A file that is read line by line is drawn in pieces of so many bytes: a line of a report has some 20,000.
LINES_TOGETHER = 1 << 18


@record(frozen=True)
class Portion:
    """Whole lines of a large file: from where to where, how many lines stand before them, and the file's SHA-256."""

    start: int
    stop: int
    behind: int
    digest: str


@record(frozen=True)
class Source:
    """One input: its name as the account tells it, where its bytes lie, and whether it was named itself.

    ``data`` are bytes that are there already (stdin's, or a member's of an archive); ``problem`` is why it is not read at all, and
    then it is refused when it was named, or when ``severe``, else passed over.
    """

    uri: str
    path: str | None = None
    named: bool = True
    data: bytes | None = field(default=None, repr=False)
    problem: str | None = None
    severe: bool = False
    #: What a format made of the bytes beforehand, together with other files (see :mod:`govdisc.preparing`).
    ready: bytes | InputError | None = field(default=None, repr=False)
    #: What is read of a large file, where several workers share it (see :mod:`govdisc.sending`).
    portion: Portion | None = None

    @property
    def suffix(self) -> str:
        """The suffix of its name, in lower case."""
        return os.path.splitext(self.uri)[1].lower()

    def refusal(self) -> InputError | None:
        """The error that says why it is not read, None when it is to be read."""
        if self.problem is None:
            return None
        return (InputError if self.named or self.severe else NoReportError)(self.problem)


@record
class Paths:
    """What the paths of a command line or a call lead to, each file once, in the order of the paths and of the names in a folder."""

    paths: Sequence[str]
    exclude: Sequence[str] = ()
    stdin: Callable[[], bytes] | None = None
    stdin_name: str = "-"
    #: The files that came, and the names by which they did.
    _seen: set[object] = field(default_factory=set)

    def __iter__(self) -> Iterator[Source]:
        """Yield the sources; a second walk begins anew."""
        self._seen = set()
        for path in self.paths:
            yield from self._expanded(path)

    def _expanded(self, path: str) -> Iterator[Source]:
        if path == "-":
            if "-" not in self._seen:
                self._seen.add("-")
                yield Source(self.stdin_name, "-")
        elif os.path.isdir(path):
            yield from self._walk(path)
            if not any(files for _folder, _folders, files in os.walk(path)) and os.access(path, os.R_OK | os.X_OK):
                yield Source(path, named=False, problem=_("there is no file in the folder."))
        elif any(sign in path for sign in "*?[") and not os.path.lexists(path):
            import glob

            matches = sorted(glob.glob(path, recursive=True))
            if not matches:
                missing = not any(sign in path for sign in "*?")  # a missing file whose name has brackets
                yield Source(path, path) if missing else Source(path, named=False, problem=_("nothing fits the pattern."))
            for match in matches:
                if os.path.isdir(match):
                    yield from self._walk(match)
                else:
                    yield from self._once(Source(match, match, named=False))
        else:
            yield from self._once(Source(path, path))

    def _walk(self, folder: str) -> Iterator[Source]:
        """Yield every file below a folder, in the order of the names; a folder that may not be entered is refused."""
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Source(folder, folder, named=False, problem=_("the folder may not be entered: {error}.").format(error=_why(error)), severe=True)
            return
        folders: list[str] = []
        for entry in entries:
            if self._excluded(entry.path) or entry.name.startswith(own_temporary()):
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name.startswith("."):
                    yield Source(entry.path, entry.path, named=False, problem=_("a hidden folder, not looked into."))
                else:
                    folders.append(entry.path)
            else:
                yield from self._once(Source(entry.path, entry.path, named=False, problem=_passed_over(entry)))
        for inner in folders:
            yield from self._walk(inner)

    def _excluded(self, path: str) -> bool:
        name, whole = os.path.basename(path), path.replace(os.sep, "/")
        return any(fnmatch.fnmatch(name, pattern) or fnmatch.fnmatch(whole, pattern) for pattern in self.exclude)

    def _once(self, source: Source) -> Iterator[Source]:
        """Yield a file that comes for the first time; one that came under another name is passed over, under the same it is no other."""
        assert source.path is not None
        name = hash(os.path.abspath(source.path))  # a number for each, and one for each file: there may be 200,000
        device, inode = identity_of(source.path) or (0, name)
        identity = device << 64 | inode
        if identity not in self._seen:
            yield source
        elif name not in self._seen:
            yield Source(source.uri, source.path, named=False, problem=_("the same file as one before it, under another name."))
        self._seen |= {identity, name}


def own_temporary() -> str:
    """Return how the temporary files of this process begin: an output that is being written beside the inputs is none of them."""
    return f".govdisc-{os.getpid()}-"


def _passed_over(entry: os.DirEntry[str]) -> str | None:
    try:
        if not entry.is_file():
            if entry.is_dir():
                return _("a link to a folder, not followed.")
            return _("no regular file.") if os.path.exists(entry.path) else _("a link that leads nowhere.")
    except OSError as error:
        return _("it cannot be looked at: {error}.").format(error=_why(error))
    if entry.name.startswith("."):
        return _("a hidden file.")
    if entry.name.startswith("~$"):
        return _("the lock of an office program, no document.")
    return None


def identity_of(path: str) -> tuple[int, int] | None:
    """Return (device, inode) of what a path leads to, None when nothing is there."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


@record
class Opened:
    """A source's head, and its whole bytes on demand."""

    head: bytes
    size: int | None
    _rest: Callable[[], bytes]
    _lines: Callable[[], BinaryIO] | None = None

    def data(self) -> bytes:
        """Return all bytes."""
        return self._rest()

    def lines(self) -> BinaryIO | None:
        """Return an open file for a format that reads line by line, None where the bytes are in memory already."""
        return self._lines() if self._lines else None


def open_source(source: Source, stdin: Callable[[], bytes] | None = None) -> Opened:
    """Open a source: its first bytes, its size, and its bytes when they are asked for.

    Raises:
        InputError: with one sentence, when it cannot be read or is too large.

    """
    problem = source.refusal()
    if problem is not None:
        raise problem
    if source.data is not None:
        data = source.data
        return Opened(data[:HEAD], len(data), lambda: data)
    assert source.path is not None
    if source.path == "-":
        data = (stdin or read_stdin)()
        return Opened(data[:HEAD], len(data), lambda: data)
    path = source.path
    try:
        found = os.stat(path)
        if stat.S_ISREG(found.st_mode):
            return _regular(path, found.st_size, source.portion)
        if stat.S_ISFIFO(found.st_mode) or stat.S_ISSOCK(found.st_mode):
            data = _from_pipe(path)
            return Opened(data[:HEAD], len(data), lambda: data)
        if stat.S_ISDIR(found.st_mode):
            raise InputError(_("it is a folder."))
        raise InputError(_("it is a device, no file."))
    except FileNotFoundError:
        raise InputError(_("there is no such file.")) from None
    except PermissionError:
        raise InputError(_("it may not be read; check its permissions.")) from None
    except (OSError, ValueError) as error:
        raise InputError(_("it cannot be read: {error}.").format(error=_why(error))) from None


def _regular(path: str, size: int, portion: Portion | None) -> Opened:
    if size > LARGEST_FILE:
        raise InputError(_("it is larger than {limit} GB; split it.").format(limit=LARGEST_FILE // 1_000_000_000))
    with open(path, "rb") as file:
        head = file.read(HEAD)

    def rest() -> bytes:
        with open(path, "rb") as file:
            return _bounded(file)

    def lines() -> BinaryIO:
        file = open(path, "rb", buffering=LINES_TOGETHER)  # noqa: SIM115 - who reads the lines closes it
        if portion is None:
            return file
        with file:
            file.seek(portion.start)
            return io.BytesIO(file.read(portion.stop - portion.start))

    return Opened(head, size, rest, lines)


def read_stdin() -> bytes:
    """Return the bytes of stdin, up to the largest file allowed.

    Raises:
        InputError: when stdin is closed, or has more.

    """
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        raise InputError(_("standard input is closed."))
    try:
        return _bounded(stream)
    except (OSError, ValueError) as error:
        raise InputError(_("standard input cannot be read: {error}.").format(error=_why(error))) from None


def _bounded(stream: BinaryIO) -> bytes:
    """Read a stream to its end, and no further than a file may be large, in pieces that grow."""
    pieces: list[bytes] = []
    total = 0
    while piece := stream.read(1 << 20):
        total += len(piece)
        if total > LARGEST_WHOLE and not pieces_are_text(pieces):
            raise InputError(_("it has more than {limit} MB and no end in sight.").format(limit=LARGEST_WHOLE // 1_000_000))
        if total > LARGEST_FILE:
            raise InputError(_("it is larger than {limit} GB; split it.").format(limit=LARGEST_FILE // 1_000_000_000))
        pieces.append(piece)
    return b"".join(pieces)


def pieces_are_text(pieces: Sequence[bytes]) -> bool:
    """Tell whether what was read so far begins like data in lines, which may be large: JSON Lines or CSV."""
    head = pieces[0][:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n") if pieces else b""
    return (head[:1] in b"{[" and bool(head)) or head.startswith(b"agency,")


def _from_pipe(path: str) -> bytes:
    """Read a named pipe without waiting for ever for somebody to write to it."""
    import select

    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        poll = select.poll()
        poll.register(handle, select.POLLIN | select.POLLHUP)
        if not poll.poll(PATIENCE * 1000):
            raise InputError(_("it is a pipe that nobody writes to."))
        os.set_blocking(handle, True)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return _bounded(file)
    finally:
        os.close(handle)


def _why(error: BaseException) -> str:
    return str(getattr(error, "strerror", None) or error)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: str) -> str:
    """Return the SHA-256 of a file without holding it in memory."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
