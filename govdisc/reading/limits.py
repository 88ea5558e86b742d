"""How much of one file is looked at, and what is said of a file that goes beyond it or is damaged."""

from __future__ import annotations

import time

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.records import record

#: Bytes of a file; a report with photographs has some 20 MB.
MAX_FILE = 200_000_000
#: Members of a zip package; a report with pictures has about fifty.
MAX_MEMBERS = 10_000
#: Bytes that one member may unpack to: the text of a report has one million, a plain table of 10,000 rows ten.
MAX_MEMBER = 48_000_000
#: Bytes that all members that are read may unpack to.
MAX_UNPACKED = 128_000_000
#: A member beyond a megabyte may not unpack to more than so many times its packed size; text and tables reach about 60.
MAX_RATIO = 400
#: Elements of one XML part; of a report some ten thousand.
MAX_ELEMENTS = 600_000
#: Elements within each other.
MAX_DEPTH = 200
#: Lines of text outside of the tables; a report has some hundred.
MAX_LINES = 20_000
#: Characters of all its text; the longest report has some 200,000.
MAX_TEXT = 1_000_000
#: Seconds of processor time that reading one file may take; a report takes less than one.
MAX_SECONDS = 4


@record(frozen=True, slots=True)
class Limits:
    """How much of one file is looked at; a reader may set its own."""

    file: int = MAX_FILE
    members: int = MAX_MEMBERS
    member: int = MAX_MEMBER
    unpacked: int = MAX_UNPACKED
    ratio: int = MAX_RATIO
    elements: int = MAX_ELEMENTS
    depth: int = MAX_DEPTH
    seconds: float = MAX_SECONDS


LIMITS = Limits()


class Clock:
    """The processor time that one file may take; what else the machine does is not counted."""

    def __init__(self, seconds: float = LIMITS.seconds) -> None:
        """Start the clock of this thread."""
        self._seconds, self._end = seconds, time.thread_time() + seconds

    def check(self) -> None:
        """Raise InputError when the time is used up."""
        if time.thread_time() > self._end:
            message = _("reading it takes more than {seconds:g} seconds of processor time, which no report needs; check the file.")
            raise InputError(message.format(seconds=self._seconds))


def check_size(data: bytes, limits: Limits = LIMITS) -> None:
    """Refuse a file that is larger than any report.

    Raises:
        InputError: when it is.

    """
    if len(data) > limits.file:
        raise InputError(_("the file is larger than {limit} MB; save it without its pictures.").format(limit=limits.file // 1_000_000))


def check_text(lines: int, characters: int) -> None:
    """Refuse a document with more lines of text outside of its tables, or more text in all, than any report has.

    Raises:
        InputError: when it has.

    """
    if lines > MAX_LINES:
        raise InputError(_("it has more than {limit} lines of text, which no report has; check the file.").format(limit=MAX_LINES))
    if characters > MAX_TEXT:
        raise InputError(_("it has more than {limit} characters of text, which no report has; check the file.").format(limit=MAX_TEXT))


def damaged() -> str:
    """The sentence for a file that is cut off or damaged."""
    return _("the file is truncated or damaged; ask for it again, or open it in the program that made it and save it anew.")


def encrypted() -> str:
    """The sentence for a file with a password."""
    return _("the file is encrypted; open it with its password and save it without one.")


def doctype() -> str:
    """The sentence for XML with a DOCTYPE or entities."""
    return _("the file holds a DOCTYPE or entities, which no report needs, so it is not read.")


def too_deep() -> str:
    """The sentence for a file whose elements nest too deeply."""
    return _("its tables or other elements are nested too deeply for a report; check the file.")


def too_many_parts(limits: Limits) -> str:
    """The sentence for a package with too many members."""
    return _("the file holds more than {limit} parts, which no report has; check the file.").format(limit=limits.members)
