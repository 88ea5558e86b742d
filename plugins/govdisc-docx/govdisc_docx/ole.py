"""What an OLE2 file ([MS-CFB]) holds, by the names in its directory: a .doc, an encrypted .docx, or a file of another program."""

from __future__ import annotations

import struct

_ENTRY = 128
#: Where a directory entry says how long its name is, and where its stream begins.
_NAME_LENGTH, _START = 64, 116
#: The flag of an encrypted document in the file information block of [MS-DOC], 2.5.1.
_FLAGS, _ENCRYPTED = 10, 0x0100


def stream_start(data: bytes, name: str) -> int | None:
    """Return the first sector of a stream, None when there is no stream of that name.

    Directory entries are 128 bytes long and stand at multiples of it, so they are found without following the sector chains, which
    may be broken.
    """
    packed = f"{name}\0".encode("utf-16-le")
    at = data.find(packed)
    while at >= 0:
        if at % _ENTRY == 0 and data[at + _NAME_LENGTH : at + _NAME_LENGTH + 2] == struct.pack("<H", len(packed)) and at + _ENTRY <= len(data):
            (start,) = struct.unpack_from("<I", data, at + _START)
            return int(start)
        at = data.find(packed, at + 1)
    return None


def is_encrypted_word(data: bytes) -> bool:
    """Tell whether a Word 97-2003 document needs a password."""
    start = stream_start(data, "WordDocument")
    if start is None or len(data) < 512:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    flags = data[((start + 1) << min(shift, 16)) + _FLAGS :][:2]
    return len(flags) == 2 and bool(struct.unpack("<H", flags)[0] & _ENCRYPTED)
