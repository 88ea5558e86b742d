"""Reads PDFs in a process of their own, which is watched.

PDFium ends its process where memory runs out, and damaged files have made it crash; neither may take the reports beside a bad file with
it. One child serves all files of a process, one after the other. A thread in it looks at the clock and at the memory while PDFium
works, and ends the child when a file takes more than a report needs; the next file gets a new one.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from govdisc.plugin import Document, InputError, language, speaking
from govdisc.plugin import gettext as _

#: Seconds of processor time that one file may take; a report of ten pages takes a tenth of one.
MAX_SECONDS = 4.0
#: Bytes of memory that the child may hold, and those that it may hold beyond the file itself.
MAX_MEMORY, MAX_BEYOND = 300_000_000, 200_000_000
#: Seconds by the clock after which a child that does not answer is given up, however little it works.
MAX_WAIT = 120.0
_LOOK = 0.01
#: Exit codes of the child.
_TOO_LONG, _TOO_LARGE = 71, 72
_LENGTH = 8
#: The child finds its modules where this process does, and none in the current folder that this one would not find.
_START = "import sys; sys.path[:] = {path!r}; from govdisc_pdf.worker import serve; serve()"


def read(data: bytes) -> Document:
    """Read a PDF; see :func:`govdisc_pdf.reader.read`.

    Raises:
        InputError: as there; also when reading takes too much time or memory, or ends the child.

    """
    return _CHILD.read(data)


class _Child:
    """The child of this process, started with the first file, and the way to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes) -> Document:
        """Send a file to the child and wait for what it makes of it; without a child, read it here."""
        with self._lock:
            process = self._started()
            if process is None:
                from govdisc_pdf import reader

                return reader.read(data)
            done = False
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                _send(process.stdin, (language(), len(data)), data)
                answer, done = _receive(process.stdout)
            except (OSError, EOFError):
                raise InputError(_ended(process.wait())) from None
            finally:
                if not done:
                    self.end()
        if isinstance(answer, Exception):
            raise answer
        assert isinstance(answer, Document)
        return answer

    def _started(self) -> subprocess.Popen[bytes] | None:
        """Return the running child, None where the system starts none or this program is no plain Python."""
        if self._process is None and sys.executable and not hasattr(sys, "frozen"):
            words = [sys.executable, "-c", _START.format(path=sys.path)]
            try:
                self._process = subprocess.Popen(  # noqa: S603 - this very Python
                    words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
                assert self._process.stdout is not None
                _receive(self._process.stdout)
            except (OSError, EOFError):
                self.end()
        return self._process

    def end(self) -> None:
        """End the child."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def forget(self) -> None:
        """Leave the child to the process that this one was forked from."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process is not None:
            process.returncode = 0
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.detach().close()  # type: ignore[attr-defined]


def _ended(code: int) -> str:
    """Say why a child has ended without an answer."""
    if code == _TOO_LONG:
        return _("reading the PDF takes more than {seconds:g} seconds of processor time, which no report needs; print it to a simpler PDF.").format(
            seconds=MAX_SECONDS
        )
    if code == _TOO_LARGE:
        return _("reading the PDF takes more than {size} MB of memory, which no report needs; print it to a simpler PDF.").format(
            size=MAX_MEMORY // 1_000_000
        )
    return _("the PDF is damaged in a way that ends the program which reads it; print it to a new PDF, or ask for the Word file.")


def _send(pipe: IO[bytes], message: object, data: bytes = b"") -> None:
    head = pickle.dumps(message)
    pipe.write(len(head).to_bytes(_LENGTH, "big") + head)
    if data:
        pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    """Return the next message.

    Raises:
        EOFError: the other side has gone.

    """
    return pickle.loads(_exactly(pipe, int.from_bytes(_exactly(pipe, _LENGTH), "big")))  # noqa: S301 - it comes from our own child


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    content = pipe.read(size)
    if len(content) < size:
        raise EOFError
    return content


_CHILD = _Child()
atexit.register(_CHILD.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_CHILD.forget)


# --- in the child -------------------------------------------------------------------------------------------------------------------


def serve() -> None:
    """Answer the files that come by standard input, until it ends; what anything prints is lost."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when it is over
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    catalogue = ("govdisc_pdf", Path(__file__).parent / "locale")
    watch = _Watch()
    threading.Thread(target=watch.keep, daemon=True).start()
    try:
        _send(answers, None)
        done = False
        while not done:
            spoken, size = _receive(questions)
            watch.begin(size)
            data = _exactly(questions, size)
            with speaking(spoken, [catalogue]):
                answer = _answer(data)
            watch.end()
            # memory that is not given back would count for the next file
            done = _memory() > MAX_MEMORY // 2
            _send(answers, (answer, not done))
    except (OSError, EOFError):
        return


def _answer(data: bytes) -> object:
    from govdisc_pdf import reader

    try:
        return reader.read(data)
    except InputError as error:
        return error
    except Exception as error:  # the engine names the defect; an exception of a class of its own may not travel
        import traceback

        return RuntimeError(f"{error!r}\n{traceback.format_exc()}")


class _Watch:
    """Ends the process when the file at hand takes too much."""

    def __init__(self) -> None:
        self._busy = threading.Event()
        self._since = self._began = self._most = 0.0

    def begin(self, size: int) -> None:
        """Start to watch a file of so many bytes."""
        self._since, self._began, self._most = time.process_time(), time.monotonic(), max(MAX_MEMORY, size + MAX_BEYOND)
        self._busy.set()

    def end(self) -> None:
        """Stop watching."""
        self._busy.clear()

    def keep(self) -> None:
        """Watch for ever."""
        while True:
            self._busy.wait()
            if time.process_time() - self._since > MAX_SECONDS or time.monotonic() - self._began > MAX_WAIT:
                os._exit(_TOO_LONG)
            if _memory() > self._most:
                os._exit(_TOO_LARGE)
            time.sleep(_LOOK)


def _memory() -> int:
    """The bytes of memory that this process holds; where only the most that it has held is known, those; 0 where nothing is."""
    if sys.platform == "linux":
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        import ctypes

        # PROCESS_MEMORY_COUNTERS: its own size and a count of 32 bits each, then the peak and the present working set, and more
        counters = (ctypes.c_size_t * 9)(ctypes.sizeof(ctypes.c_size_t) * 9)
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        known = kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(kernel.GetCurrentProcess()), counters, ctypes.sizeof(counters))
        return int(counters[2]) if known else 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
