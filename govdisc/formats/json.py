"""JSON and JSON Lines: the report as data, lossless, schema_version 1.

Each object is checked against the schema of its form; what is wrong is told with its JSON path. A file is read report by report, so
that a batch of any size takes no more room than a few of its reports.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from govdisc.errors import InputError, NoReportError
from govdisc.formats.base import Format, ReadContext, ReadResult, WriteContext
from govdisc.i18n import gettext as _
from govdisc.model.document import Document
from govdisc.model.report import Report
from govdisc.text.charset import decode
from govdisc.text.jsontext import dumps, element, loads, loads_line, position

__all__ = ["FORMAT", "LINES_FORMAT", "dumps", "loads", "read", "read_lines", "write", "write_lines"]

#: A report has some 20 KB; an object or a line longer than this is refused.
LONGEST_REPORT = 8_000_000
#: A JSON file larger than this is refused; JSON Lines may be as large as any file.
LARGEST_JSON = 100_000_000
#: So many objects one behind the other that are no reports are told; then the file is left.
MOST_STRANGERS = 1_000
#: Lines that the standard library reads before it is worth while to load a quicker parser.
_FEW = 50
#: So many lines, or characters, are parsed before the first report is handed on.
TOGETHER, _MOST_TOGETHER = 8, 200_000
_BLANKS = " \t\r\n"


def read(data: bytes, context: ReadContext | None = None) -> ReadResult:
    """Read one report, an array of reports, or JSON Lines.

    Yields a :class:`Report` for each, or an :class:`InputError` in its place where it is broken, so that the others go on.

    Raises:
        InputError: when it cannot hold a report.

    """
    context = context or ReadContext()
    if are_lines(data[:LONGEST_REPORT]):
        return chain.from_iterable(_bounded(_lines(io.BytesIO(data), context)))
    text = decode(data)
    start = len(text) - len(text.lstrip(_BLANKS))
    if start == len(text):
        raise InputError(_("it is empty."))
    if text[start] not in "{[":
        raise InputError(_("it is not JSON: it begins with {text}; a report is an object {{…}}.").format(text=" ".join(text[start : start + 20].split())))
    if text[start] == "[":
        return chain.from_iterable(_bounded([found] for found in _array(text, start + 1, context)))
    if len(text) > LONGEST_REPORT:
        raise InputError(_too_long())
    return iter([_report(_parsed(text), "", context)])


def read_lines(file: BinaryIO, context: ReadContext) -> Iterator[list[Report | InputError]]:
    """Read JSON Lines from an open file, a few lines at a time; a file that is none is read as :func:`read` does.

    Raises:
        InputError: as :func:`read`.

    """
    with file:
        start = file.read(LONGEST_REPORT)
        if are_lines(start):
            file.seek(0)
            yield from _bounded(_lines(file, context))
            return
        rest = file.read(LARGEST_JSON - len(start) + 1)
    if len(start) + len(rest) > LARGEST_JSON:
        raise InputError(_too_long())
    result = read(start + rest, context)
    assert not isinstance(result, Document)  # data formats give reports
    for found in result:
        yield [found]


def read_portion(file: BinaryIO, behind: int, context: ReadContext) -> Iterator[list[Report | InputError]]:
    """Read whole lines from the middle of a file of JSON Lines, ``behind`` so many others."""
    return _lines(file, context, behind)


def are_lines(data: bytes) -> bool:
    """Tell JSON Lines by how they begin: they have more than a brace on their first line, and a later line that begins with one; indented JSON has not."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    first = start[: start.find(b"\n") + 1].rstrip()
    return len(first) > 1 and first[:1] == b"{" and start.find(b"\n{") > 0


def _lines(file: BinaryIO, context: ReadContext, number: int = 0) -> Iterator[list[Report | InputError]]:
    """Read line by line; what is no report is told with its line.

    A few lines are parsed one behind the other and handed on together: what rules look at pushes the parser out of the processor's caches,
    and for each line alone it took half as long again.
    """
    size = 0
    group: list[tuple[int, Any]] = []
    while line := file.readline(LONGEST_REPORT + 1):
        number, size = number + 1, size + len(line)
        if len(line) > LONGEST_REPORT:
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_REPORT)
            group.append((number, InputError(_too_long())))
        else:
            line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
            if line:
                group.append((number, _of_line(line, number)))
        if len(group) >= TOGETHER or size > _MOST_TOGETHER:
            yield _reports(group, context)
            group, size = [], 0
    if group:
        yield _reports(group, context)


def _of_line(line: bytes, number: int) -> Any:
    try:
        return loads_line(line) if number > _FEW else loads(line.decode("utf-8"))
    except ValueError as error:
        return InputError(_not_valid(_("it is not UTF-8") if isinstance(error, UnicodeDecodeError) else error))


def _reports(parsed: list[tuple[int, Any]], context: ReadContext) -> list[Report | InputError]:
    return [_at(number, found if isinstance(found, InputError) else _report(found, "", context)) for number, found in parsed]


def _at(number: int, found: Report | InputError) -> Report | InputError:
    if isinstance(found, InputError):
        found.place = f"line {number}"
    return found


def _array(text: str, at: int, context: ReadContext) -> Iterator[Report | InputError]:
    """Read an array element by element, each in a piece of the text that has room for a report, so that none can take all memory."""
    piece, offset, number = text[:LONGEST_REPORT], 0, 0
    while True:
        at = _past_blanks(piece, at)
        if len(piece) - at < LONGEST_REPORT // 2 and offset + len(piece) < len(text):
            offset, at = offset + at, 0
            piece = text[offset : offset + LONGEST_REPORT]
        if piece.startswith("]", at):
            return
        try:
            if number:
                if not piece.startswith(",", at):
                    raise ValueError(position(piece, at))
                at = _past_blanks(piece, at + 1)
            data, at = element(piece, at)
        except ValueError as error:
            yield InputError(_not_valid(error if not offset else _("it goes wrong behind element {number}").format(number=number)))
            return
        yield _report(data, f"[{number}]", context)
        number += 1


def _past_blanks(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in _BLANKS:
        at += 1
    return at


def _parsed(text: str) -> Any:
    try:
        return loads(text)
    except ValueError as error:
        raise InputError(_not_valid(error)) from error


def _not_valid(error: object) -> str:
    return _("it is not valid JSON: {error}; was the file cut off?").format(error=error)


def _too_long() -> str:
    return _("an object in it has more than {limit} MB; a report is never that long.").format(limit=LONGEST_REPORT // 1_000_000)


def _report(data: Any, where: str, context: ReadContext) -> Report | InputError:
    from govdisc.checked import checked_report

    return checked_report(data, where, context.forms)


def _bounded(groups: Iterator[list[Report | InputError]]) -> Iterator[list[Report | InputError]]:
    """Leave a file in which nothing is a report: what is said a thousand times says nothing new."""
    strangers = 0
    for group in groups:
        for number, found in enumerate(group, 1):
            strangers = strangers + 1 if isinstance(found, NoReportError) else 0
            if strangers == MOST_STRANGERS:
                yield [*group[:number], too_many_strangers()]
                return
        yield group


def too_many_strangers() -> InputError:
    """Return the error that ends a file in which nothing is a report."""
    return InputError(_("{count} objects one behind the other are no reports; the rest is not read.").format(count=MOST_STRANGERS))


def write(reports: Sequence[Report], context: WriteContext) -> bytes:
    """Write one report as an object, several as an array, indented."""
    data = [report.to_dict() for report in reports]
    return (dumps(data[0] if len(data) == 1 else data, indent=1) + "\n").encode()


def write_lines(reports: Iterable[Report], context: WriteContext) -> bytes:
    """Write one report a line."""
    return b"".join(write_each_line(reports, context))


def write_each_line(reports: Iterable[Report], context: WriteContext) -> Iterator[bytes]:
    """Write one report a line, line by line."""
    return (f"{dumps(report.to_dict())}\n".encode() for report in reports)


def detect(head: bytes, name: str) -> int:
    """JSON begins with a brace or a bracket."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        start = head.decode("utf-16", "ignore").lstrip("\ufeff \t\r\n")[:1].encode()
    if start == b"{":
        return 60
    return 40 if start == b"[" and name.lower().endswith(".json") else 15 if start == b"[" else 0


def detect_lines(head: bytes, name: str) -> int:
    """JSON Lines look like JSON; the name tells them apart, and the JSON reader takes both."""
    return 65 if name.lower().endswith((".jsonl", ".ndjson")) and detect(head, name) else 0


FORMAT = Format("json", "JSON", (".json",), read=read, write=write, detect=detect, many=True, lossless=True, largest=LARGEST_JSON)
LINES_FORMAT = Format(
    "jsonl",
    "JSON Lines",
    (".jsonl", ".ndjson"),
    read=read,
    write=write_lines,
    detect=detect_lines,
    many=True,
    lossless=True,
    largest=2_000_000_000,
    read_lines=read_lines,
    write_each=write_each_line,
)
