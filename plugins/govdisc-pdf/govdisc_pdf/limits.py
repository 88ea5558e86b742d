"""How much of a file is looked at. A file is untrusted: each bound ends in one sentence, never in a hang."""

from __future__ import annotations

import re
import time
import zlib

from govdisc.errors import InputError
from govdisc.i18n import gettext as _

#: Reports have 3 to 30 pages; whole yearbooks of all agencies of a city stay below this.
MAX_PAGES = 300
#: Reading a page takes some milliseconds; a file that needs longer than this was made to.
MAX_SECONDS = 60.0
#: A page of the smallest print holds some 10,000 characters.
MAX_CHARS = 100_000
#: A ruled table needs a few hundred lines; a map or a chart may have any number, and of those only so many are looked at.
MAX_OBJECTS = 20_000
#: Lines and curves within one path, for the same reason.
MAX_SEGMENTS = 5_000
#: Forms within forms: PDFium itself stops near this depth.
MAX_DEPTH = 8
#: The largest stream in reports is an embedded Chinese font, some 20 MB; images may be larger and are never unpacked here.
MAX_UNPACKED = 32_000_000
#: All streams of a file that are no images, together.
MAX_UNPACKED_TOGETHER = 256_000_000
_STREAM = re.compile(rb"stream\r?\n")
_DEFLATE = re.compile(rb"/Fl(?:ateDecode)?\b|/LZW(?:Decode)?\b")
_DICTIONARY = 2_000
_CHUNK = 1 << 20


class Clock:
    """The time that one file may take."""

    def __init__(self, seconds: float = MAX_SECONDS) -> None:
        self._seconds, self._end = seconds, time.monotonic() + seconds

    def check(self) -> None:
        """Raise InputError when the time is used up."""
        if time.monotonic() > self._end:
            raise InputError(
                _("reading takes longer than {seconds:g} seconds, the most that one PDF may take; print it to a simpler PDF.").format(
                    seconds=self._seconds
                )
            )


def check_streams(data: bytes, clock: Clock) -> None:
    """Raise InputError when compressed streams that are not images unpack to more than the bounds above."""
    together = 0
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _DICTIONARY) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        filters = len(_DEFLATE.findall(head))
        if not filters or (filters == 1 and b"/Image" in head):
            continue
        end = data.find(b"endstream", match.end())
        # packing twice is what bombs do, and nothing else
        size = MAX_UNPACKED + 1 if filters > 1 else _unpacked_size(data[match.end() : len(data) if end < 0 else end], clock)
        together += size
        if size > MAX_UNPACKED or together > MAX_UNPACKED_TOGETHER:
            raise InputError(
                _("the PDF unpacks to more than {size} MB, which no report does; it is refused.").format(
                    size=(MAX_UNPACKED if size > MAX_UNPACKED else MAX_UNPACKED_TOGETHER) // 1_000_000
                )
            )


def _unpacked_size(packed: bytes, clock: Clock) -> int:
    """Return the size, or a little more than MAX_UNPACKED as soon as that is passed; what is damaged is left to PDFium."""
    unpacker, size, rest = zlib.decompressobj(), 0, packed
    try:
        while rest and not unpacker.eof and size <= MAX_UNPACKED:
            size += len(unpacker.decompress(rest, _CHUNK))
            rest = unpacker.unconsumed_tail
            clock.check()
    except zlib.error:
        return size
    return size
