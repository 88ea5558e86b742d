"""Files that no report is in, and files of reports that came to harm, for readers."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator


def damaged(rng: random.Random, data: bytes) -> bytes:
    """Return some bytes as they come off a bad disk or line: cut, with a piece lost, doubled, zeroed, or bytes changed."""
    if not data:
        return bytes([rng.randrange(256)])
    begin = rng.randrange(len(data))
    end = min(len(data), begin + rng.choice((1, 16, 1024, len(data))))
    ways = (
        data[:begin],
        data[begin:],
        data[:begin] + data[end:],
        data[:end] + data[begin:],
        data[:begin] + bytes(end - begin) + data[end:],
        data[:begin] + bytes(byte ^ (1 << rng.randrange(8)) for byte in data[begin:end][:64]) + data[begin:end][64:] + data[end:],
    )
    return rng.choice(ways)


def bad_files(rng: random.Random, own: bytes | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield files that hold no report, with what each is; ``own`` is a sound file of the format, of which damaged ones are made."""
    yield "an empty file", b""
    yield "blank lines", b"\n \n\r\n"
    yield "bytes in a row", bytes(range(256)) * 8
    yield "random bytes", rng.randbytes(4096)
    yield "text in GB 18030", "政府信息公开工作年度报告".encode("gb18030")
    yield "text in UTF-16", "政府信息公开工作年度报告".encode("utf-16")
    yield "broken UTF-8", b"\xe6\x94\xbf\xe5\xba\n" * 20
    yield "one long line", b"0 | " * 50_000
    yield "XML that is never closed", b"<?xml version='1.0'?>" + b"<a>" * 5_000
    yield "XML with an entity", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///nowhere'>]><a>&b;</a>"
    yield "JSON that is never closed", b"[" * 5_000
    yield "a number without end", b"9" * 20_000
    yield "an empty ZIP file", _zip({})
    yield "a ZIP file of something else", _zip({"a.txt": b"a"})
    yield "a ZIP file whose member goes out of it", _zip({"../../a.xml": b"<a/>"})
    yield "the head of a ZIP file", _zip({"a.txt": b"a"})[:30]
    yield "the head of a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    yield "the head of an OLE2 file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(64)
    yield "a page", b"<!DOCTYPE html><html><body><table><tr><td colspan=999999>1</td></tr></table></body></html>"
    if own is not None:
        yield "half of its own file", own[: len(own) // 2]
        for number in range(6):
            yield f"its own file, damaged (no. {number})", damaged(rng, own)


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()
