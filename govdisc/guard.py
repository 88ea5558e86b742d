"""The guard round each call into code that is not the core's: whatever it does, it is that plugin's alone.

An exception of any kind (``SystemExit`` and a ``KeyboardInterrupt`` of the plugin's own among them), a result of the wrong type, a
stream that it prints to, replaces or closes, and code that never ends: each becomes a :class:`Broken` with one short sentence, and
the rest goes on as if the plugin were not there. Time is bounded where signals can be had: in the main thread of a system that has
them, which is where the command line runs.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from govdisc.errors import GovdiscError

#: A stranger's code may take so many seconds of the processor, and so many by the clock.
CPU_SECONDS, CLOCK_SECONDS = 3.0, 10.0
#: A plugin's own words are cut here: an exception's text may be as long as it likes.
LONGEST_WORDS = 300

T = TypeVar("T")


class Interrupt(KeyboardInterrupt):
    """Ctrl-C of the person, raised by the command line's own handler; one that a plugin raises is the plugin's fault."""


class Ended(BaseException):
    """SIGTERM or SIGHUP: what is temporary is put away, then the process ends by the same signal's code."""

    def __init__(self, number: int) -> None:
        """Keep the signal."""
        super().__init__(number)
        self.code = 128 + number


class Overtime(BaseException):
    """A plugin's time is up. No ``Exception``, so that a plugin's own handlers seldom swallow it."""


class Broken(GovdiscError):
    """What a plugin did wrong, in one short sentence; exit code 3."""

    exit_code = 3


def words_of(error: BaseException) -> str:
    """Return the kind and the words of an exception: printable, on one line, not too long, whatever its ``__str__`` does."""
    if isinstance(error, Overtime):
        return f"it did not end within {CPU_SECONDS:g} s of processor time or {CLOCK_SECONDS:g} s by the clock"
    try:
        text = str(error)
    except BaseException:
        text = ""
    name = type(error).__name__
    return shortened(f"{name}: {text}" if text else name)


def shortened(text: str) -> str:
    """Return a text on one line, without control characters, cut to :data:`LONGEST_WORDS`."""
    head = " ".join(text[: 4 * LONGEST_WORDS].split())
    shown = "".join(character if character.isprintable() else "\ufffd" for character in head)
    return shown if len(shown) <= LONGEST_WORDS else f"{shown[:LONGEST_WORDS]}…"


class _Diverted(io.TextIOBase):
    """Stands in for stdout while a plugin runs: what it prints goes to stderr, and closing it closes nothing."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self._target is not None:
            self._target.write("".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text[:10_000]))
        return len(text)

    def close(self) -> None:
        """Stay open."""


@contextmanager
def _streams() -> Iterator[None]:
    """Keep the process's streams and folder: a plugin's prints go to stderr, and what it puts in their place is taken out again."""
    kept, here = (sys.stdin, sys.stdout, sys.stderr), _folder()
    sys.stdout = _Diverted(kept[2])
    sys.stderr = _Diverted(kept[2])
    try:
        yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
        if here is not None and _folder() != here:
            os.chdir(here)


def _folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:  # it was removed
        return None


@contextmanager
def bounded() -> Iterator[None]:
    """Raise :class:`Overtime` in the code inside when its time is up, where signals can be had."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: Any) -> None:
        raise Overtime

    old = signal.signal(signal.SIGALRM, stop), signal.signal(signal.SIGPROF, stop)
    # an interval, since a handler of the plugin's own may swallow the first one
    signal.setitimer(signal.ITIMER_REAL, CLOCK_SECONDS, 0.5)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGALRM, old[0])
        signal.signal(signal.SIGPROF, old[1])


def guarded(call: Callable[[], T], *, allowed: tuple[type[BaseException], ...] = (), limited: bool = True) -> T:
    """Call a plugin's code and return what it returns.

    ``allowed`` are exceptions that mean what they say and pass through; ``limited`` bounds its time.

    Raises:
        Broken: when it raised anything else, or did not end.

    """
    try:
        with _streams():
            if not limited:
                return call()
            with bounded():
                return call()
    except (Ended, Interrupt):
        raise
    except allowed:
        raise
    except BaseException as error:
        raise Broken(words_of(error)) from error
