"""JSON and JSON Lines: the report as data, lossless, schema_version 1.

Amounts are JSON numbers on both sides of a :class:`~decimal.Decimal`, so 3.50 stays 3.50. Each object is checked against the
schema of its form; what the schema refuses is told with its JSON path.
"""

from __future__ import annotations

import io
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from govdisc.errors import InputError
from govdisc.formats.base import Format, ReadContext, ReadResult, WriteContext, WriteOptions
from govdisc.i18n import gettext as _
from govdisc.model.report import Report
from govdisc.text.charset import decode

#: A line of JSON Lines longer than this is refused; a report has some 20 KB.
LONGEST_LINE = 64_000_000

# json cannot write a Decimal as a number, so each is written as a string that no report can hold, and unquoted afterwards
_SECRET = secrets.token_hex(8)
_DECIMAL = re.compile(rf'"{_SECRET}(-?\d+(?:\.\d+)?)"')


def _default(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{_SECRET}{value:f}"
    raise TypeError(f"{type(value).__name__} is not JSON")


def dumps(data: Any, indent: int | None = None) -> str:
    """Return JSON text with :class:`~decimal.Decimal` as numbers and Chinese as itself; the same data gives the same text."""
    text = json.dumps(data, ensure_ascii=False, indent=indent, default=_default, separators=(",", ":") if indent is None else None)
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # lone surrogates are not text
    return _DECIMAL.sub(r"\1", text) if _SECRET in text else text


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON number")


def loads(text: str) -> Any:
    """Parse JSON, with decimals as :class:`~decimal.Decimal`.

    Raises:
        ValueError: when it is not JSON; RecursionError is turned into one.

    """
    try:
        return _decode(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None


_decode = json.JSONDecoder(parse_float=Decimal, parse_constant=_constant).decode


def read(data: bytes) -> ReadResult:
    """Read one report, an array of reports, or JSON Lines.

    Yields a :class:`Report` for each, or an :class:`InputError` in its place where it is broken, so that the others go on.

    Raises:
        InputError: when nothing in it is a report.

    """
    start = data[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start in (b"{", b"[") and _is_lines(data):
        return _read_lines(io.BytesIO(data))  # line by line: a batch is large
    text = decode(data)
    if not text.strip():
        raise InputError(_("it is empty."))
    first = text.lstrip()[:20]
    if first[0] not in "{[":
        raise InputError(_("it is not JSON: it begins with {text}; a report is an object {{…}}.").format(text=first))
    return _read_whole(text)


def _is_lines(data: bytes) -> bool:
    """JSON Lines have a whole object on the first line and another behind it."""
    end = data.find(b"\n", len(data) - len(data.lstrip()) if data[:1].isspace() else 0)
    if end < 0 or not data[max(0, end - 16) : end].rstrip().endswith(b"}"):
        return False
    return data[end : end + 65536].lstrip().startswith(b"{")


def _read_whole(text: str) -> Iterator[Report | InputError]:
    try:
        data = loads(text)
    except ValueError as error:
        raise InputError(_("it is not valid JSON: {error}; was the file cut off?").format(error=error)) from error
    for number, item in enumerate(data if isinstance(data, list) else [data]):
        yield _report(item, f"[{number}]" if isinstance(data, list) else "")


def read_lines(file: BinaryIO, context: ReadContext) -> Iterator[Report | InputError]:
    """Yield the reports of an open file of JSON Lines one by one, so that a batch may be larger than memory."""
    with file:
        yield from _read_lines(file)


def _read_lines(file: BinaryIO) -> Iterator[Report | InputError]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            yield InputError(
                _("line {line}: longer than {limit} MB; a report is never that long.").format(line=number, limit=LONGEST_LINE // 1_000_000)
            )
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
        elif not line.isspace():
            yield _read_line(line, number)


def _read_line(line: bytes, number: int) -> Report | InputError:
    try:
        data = loads(line.decode("utf-8-sig" if number == 1 else "utf-8").strip())
    except ValueError as error:
        return InputError(_("line {line}: not valid JSON: {error}; was the file cut off?").format(line=number, error=error))
    return _report(data, "")


def _report(data: Any, where: str) -> Report | InputError:
    from govdisc.schema import checked_report

    return checked_report(data, where)


def write(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Write one report as an object, several as an array, indented."""
    data = [report.to_dict() for report in reports]
    return (dumps(data[0] if len(data) == 1 else data, indent=1) + "\n").encode()


def write_lines(reports: Sequence[Report], options: WriteOptions) -> bytes:
    """Write one report a line."""
    return "".join(f"{dumps(report.to_dict())}\n" for report in reports).encode()


def write_each_line(reports: Iterable[Report], context: WriteContext) -> Iterator[bytes]:
    """Yield one report a line, as they come."""
    for report in reports:
        yield f"{dumps(report.to_dict())}\n".encode()


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


FORMAT = Format("json", "JSON", (".json",), read=read, write=write, detect=detect, many=True, lossless=True)
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
