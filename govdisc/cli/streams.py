"""stdout and stderr of the command line: data alone on the one, clean lines on the other, each failure with its exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from typing import Any

from govdisc.errors import ConfigurationError, GovdiscError
from govdisc.i18n import gettext as _


class PipeClosed(BaseException):
    """The reader of stdout went away."""


class OutputError(GovdiscError):
    """An output cannot be written."""

    exit_code = 4


def one_line(text: str) -> str:
    """Return a text as one line that neither steers a terminal nor looks like a line of govdisc's own."""
    return "".join(character if character.isprintable() else " " if character in "\n\r\t" else "\ufffd" for character in text)


class Streams:
    """The process's streams as they were before any plugin was loaded."""

    def __init__(self) -> None:
        """Take them as they are."""
        self._out, self._err = sys.stdout, sys.stderr
        #: Nothing more can be told: stderr is closed or full.
        self.deaf = False

    def data(self, piece: str | bytes) -> None:
        """Write data to stdout: text as UTF-8 (or as PYTHONIOENCODING asks), all of it or not at all.

        Raises:
            PipeClosed: when nobody reads it.
            OutputError: when it cannot be written.

        """
        if isinstance(piece, str):
            encoding = getattr(self._out, "encoding", None) if os.environ.get("PYTHONIOENCODING") else "utf-8"
            piece = piece.encode(encoding or "utf-8", "replace")
        if self._out is None:
            raise OutputError(_("standard output is closed; name a file with -o."))
        try:
            self._out.flush()
            stream: Any = getattr(self._out, "buffer", self._out)
            view = memoryview(piece)
            while view:  # a raw stream (python -u) may take a part only
                view = view[stream.write(view) or 0 :]
        except (OSError, ValueError) as error:
            raise _failed(error) from None

    def flush(self) -> None:
        """Send what is buffered.

        Raises:
            PipeClosed: when nobody reads it.
            OutputError: when it cannot be written.

        """
        if self._out is None or self._out.closed:
            return
        try:
            self._out.flush()
        except (OSError, ValueError) as error:
            raise _failed(error) from None

    def say(self, text: str) -> None:
        """Write one line to stderr; where that cannot be had, the exit code speaks alone."""
        self.raw(one_line(text) + "\n")

    def raw(self, text: str) -> None:
        """Write to stderr as it is."""
        if self._err is None or self.deaf:
            return
        try:
            self._err.write(text)
            self._err.flush()
        except (OSError, ValueError):
            self.deaf = True

    def drop(self) -> None:
        """Forget what is buffered for a reader that went away; without this Python complains at exit."""
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())

    def is_terminal(self) -> bool:
        """Tell whether stdout is a terminal."""
        return bool(self._out is not None and not self._out.closed and self._out.isatty())

    def refuse_binary(self, name: str) -> None:
        """Refuse to send a format that is no text to a terminal.

        Raises:
            ConfigurationError: when stdout is one.

        """
        if self.is_terminal():
            raise ConfigurationError(
                _("the format {name} is no text, and a terminal shows only that; name a file with -o FILE.").format(name=name)
            )

    def err_is_terminal(self) -> bool:
        """Tell whether stderr is a terminal."""
        return bool(self._err is not None and not self._err.closed and self._err.isatty())


def _failed(error: Exception) -> BaseException:
    if isinstance(error, BrokenPipeError) or getattr(error, "errno", None) == errno.EPIPE:
        return PipeClosed()
    return OutputError(_("standard output cannot be written: {error}.").format(error=getattr(error, "strerror", None) or error))
