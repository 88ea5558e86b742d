"""Results of a run kept for later walks: the first in memory, the rest packed in a temporary file that vanishes with the run.

So several outputs are written from one run, and a reporter that needs everything may walk it as often as it likes, in flat memory.
"""

from __future__ import annotations

import pickle
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, overload

from govdisc.account import Result

#: So many results are kept as they are: most runs are small.
FEW = 128
#: The length of a packed result stands before it in so many bytes.
_LENGTH = 4


class Spool(Sequence[Result]):
    """Results in the order in which they came; only :meth:`append` changes it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._few: list[Result] = []
        self._file: IO[bytes] | None = None
        self._starts: list[int] = []

    def __del__(self) -> None:
        """Let the temporary file go with what it holds."""
        if self._file is not None:
            self._file.close()

    def append(self, result: Result) -> None:
        """Keep one more result."""
        if len(self._few) < FEW:
            self._few.append(result)
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the spool and is closed with it
        packed = zlib.compress(pickle.dumps(result, protocol=5), 1)
        self._starts.append(self._file.seek(0, 2))
        self._file.write(len(packed).to_bytes(_LENGTH, "big") + packed)

    def __len__(self) -> int:
        """How many results there are so far."""
        return len(self._few) + len(self._starts)

    def __iter__(self) -> Iterator[Result]:
        """Walk the results; one that comes during the walk is met as well."""
        at = 0
        while at < len(self):
            yield self[at]
            at += 1

    @overload
    def __getitem__(self, at: int) -> Result: ...
    @overload
    def __getitem__(self, at: slice) -> list[Result]: ...
    def __getitem__(self, at: int | slice) -> Result | list[Result]:
        """Return a result by its number, or some of them."""
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = at + len(self) if at < 0 else at
        if number < len(self._few):
            return self._few[number]
        start = self._starts[number - len(self._few)]
        assert self._file is not None
        self._file.seek(start)
        length = int.from_bytes(self._file.read(_LENGTH), "big")
        result: Result = pickle.loads(zlib.decompress(self._file.read(length)))  # noqa: S301 - our own bytes, made in this run
        return result
