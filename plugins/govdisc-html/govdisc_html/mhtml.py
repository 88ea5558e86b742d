"""Pages saved as one file (MHTML, RFC 2557), as Chrome, Edge, Word and WPS do it: the page and its frames among the parts of a message."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import NamedTuple

from govdisc.plugin import Document, Grid, InputError
from govdisc.plugin import gettext as _
from govdisc_html.reader import read_page

#: So many pages are looked at: the page itself, then its frames.
MOST_PAGES = 20
#: Parts within parts; browsers nest none, mail programs two.
MOST_NESTED = 4
#: A page has some hundred pictures and sheets.
MOST_PARTS = 5_000
#: The header of a part has some 300 bytes.
LONGEST_HEADER = 16_384

_END_OF_HEADER = re.compile(rb"\r?\n[ \t]*\r?\n")


class Page(NamedTuple):
    """An HTML part: its bytes, and the charset that its header names."""

    data: bytes
    charset: str | None


def read_mhtml(data: bytes) -> Document:
    """Return the document of the page, or of the first frame with a table where the page itself has none.

    Raises:
        InputError: when the file is damaged, holds no page, or the page cannot be read.

    """
    first: Document | InputError | None = None
    for number, page in enumerate(pages(data)):
        if number == MOST_PAGES:
            break
        try:
            found: Document | InputError = read_page(page.data, page.charset)
        except InputError as error:
            found = error
        if isinstance(found, Document) and any(isinstance(block, Grid) for block in found.blocks):
            return found
        if first is None or (isinstance(first, InputError) and isinstance(found, Document)):
            first = found
    if first is None:
        raise InputError(_("the file is a saved page or message without a page in it; save the page again from a browser."))
    if isinstance(first, InputError):
        raise first
    return first


def pages(data: bytes, nested: int = 0) -> Iterator[Page]:
    """Yield the HTML parts of a message in their order.

    Raises:
        InputError: when a part is damaged, or there are more than any page has.

    """
    header, body = _split(data)
    if header.get_content_maintype() == "multipart":
        boundary = header.get_boundary()
        if boundary and nested < MOST_NESTED:
            for part in _parts(body, b"--" + boundary.encode("utf-8", "surrogateescape")):
                yield from pages(part, nested + 1)
    elif header.get_content_type() in ("text/html", "application/xhtml+xml"):
        yield Page(_decoded(body, str(header.get("content-transfer-encoding", ""))), header.get_content_charset())


def _parts(body: bytes, line: bytes) -> Iterator[bytes]:
    """What stands between the lines that part a body."""
    start = 0  # of the part that is open
    at = body.find(line)
    for _number in range(MOST_PARTS):
        if at < 0:
            break
        end = at + len(line)
        if (at == 0 or body[at - 1 : at] == b"\n") and body[end : end + 1] in (b"\r", b"\n", b"-", b" ", b"\t", b""):
            if start:
                yield body[start:at].lstrip(b"\r\n \t")
            start = end
        at = body.find(line, end)
    if at < 0:
        if start:  # cut off, or without the last line
            yield body[start:].lstrip(b"\r\n \t")
        return
    raise InputError(_("the file has more than {limit} parts, which no saved page has; check the file.").format(limit=MOST_PARTS))


def _split(data: bytes) -> tuple[Message, bytes]:
    end = _END_OF_HEADER.search(data, 0, LONGEST_HEADER)
    header = data[: end.start()] if end else b""
    return BytesHeaderParser().parsebytes(header + b"\r\n\r\n"), data[end.end() :] if end else b""


def _decoded(body: bytes, encoding: str) -> bytes:
    encoding = encoding.strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding != "base64":
        return body
    try:
        return binascii.a2b_base64(body)
    except binascii.Error as error:
        raise InputError(_("the file is damaged: the page in it is not valid base64; save the page again.")) from error
