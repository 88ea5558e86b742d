"""A font for PDFium in place of the fonts that a PDF names and does not embed.

PDFium looks for them on the machine. Where a Chinese font is missing, a text object whose only glyph is missing (the mark 无 alone in
its cell, the last character of a wrapped label) has an empty box, and PDFium passes over it before any text is read. The font made
here has one box for every character: it gives places, nothing else, and the same ones on every machine.
"""

from __future__ import annotations

import ctypes
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

#: The character sets of East Asia in fpdf_sysfontinfo.h: Shift-JIS, Hangul, GB 2312, Big5.
_CHINESE = {128, 129, 134, 136}
#: Fonts that PDFium has itself (ISO 32000-1, 9.6.2.2); a PDF need not state their widths.
STANDARD = (b"Helvetica", b"Arial", b"Times", b"Courier", b"Symbol", b"ZapfDingbats")
#: What PDFium calls the font by; no font of its own has an address as low.
_HANDLE = 1
_NAME = b"Box\0"
_UNITS = 1000
#: The glyph, left, bottom, right, top: as high as a Chinese character, and narrow, lest the boxes of neighbours overlap.
_GLYPH = (10, -100, 200, 850)
#: Threads that read: elsewhere in the process PDFium may be used for printing, with the machine's own fonts.
_reading = threading.local()


@lru_cache(maxsize=1)
def font() -> bytes:
    """Return a TrueType font (ISO/IEC 14496-22) that shows a box for every character; Latin ones are half as wide as the others."""
    left, bottom, right, top = _GLYPH
    height = top - bottom
    # one contour of four points on the curve; each coordinate is the step from the point before
    glyph = struct.pack(">5h2H4B8h", 1, *_GLYPH, 3, 0, 1, 1, 1, 1, left, 0, right - left, 0, bottom, height, 0, -height)
    # format 13, many characters to one glyph, for platform 3 (Windows), encoding 10 (all of Unicode)
    characters = struct.pack(">4HI2H9I", 0, 1, 3, 10, 12, 13, 0, 40, 0, 2, 0x20, 0x2E7F, 1, 0x2E80, 0x2FFFF, 2)
    size = len(glyph)
    tables = {
        b"cmap": characters,
        b"glyf": glyph * 3,
        b"head": struct.pack(">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, _UNITS, 0, 0, *_GLYPH, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">I3hH11hH", 0x10000, top, bottom, 0, _UNITS, left, 0, right, 1, 0, 0, 0, 0, 0, 0, 0, 3),
        b"hmtx": struct.pack(">HhHhHh", _UNITS, left, _UNITS // 2, left, _UNITS, left),
        b"loca": struct.pack(">4H", 0, size // 2, size, size * 3 // 2),
        b"maxp": struct.pack(">I14H", 0x10000, 3, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    directory, content = struct.pack(">I4H", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64), b""
    begin = len(directory) + 16 * len(tables)
    for tag, table in tables.items():
        directory += struct.pack(">4s3I", tag, 0, begin + len(content), len(table))
        content += table + bytes(-len(table) % 4)
    return directory + content


@contextmanager
def substituted(library: Any) -> Iterator[None]:
    """Let PDFium take the font in this thread, for Chinese fonts always and for others where it knows none."""
    _install(library)
    _reading.now = True
    try:
        yield
    finally:
        _reading.now = False


@lru_cache(maxsize=1)
def _install(library: Any) -> Any:
    """Put the font before the machine's, once for the process; what is returned must be kept alive.

    A platform for which PDFium has no search of its own keeps its fonts.
    """
    found = library.FPDF_GetDefaultSystemFontInfo()
    if not found:
        return None
    default, data = found.contents, font()

    def map_font(_self: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        reading = getattr(_reading, "now", False)
        if reading and charset in _CHINESE:
            return _HANDLE
        handle = ctypes.cast(default.MapFont(default, weight, italic, charset, pitch, face, exact), ctypes.c_void_p).value
        if reading and handle is None and not ctypes.string_at(face or b"").startswith(STANDARD):
            return _HANDLE
        return handle

    def font_data(_self: Any, handle: int, table: int, buffer: Any, size: int) -> int:
        if handle != _HANDLE:
            return int(default.GetFontData(default, handle, table, buffer, size))
        if table:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def face_name(_self: Any, handle: int, buffer: Any, size: int) -> int:
        if handle != _HANDLE:
            return int(default.GetFaceName(default, handle, buffer, size))
        if buffer and size >= len(_NAME):
            ctypes.memmove(buffer, _NAME, len(_NAME))
        return len(_NAME)

    def charset_of(_self: Any, handle: int) -> int:
        return 134 if handle == _HANDLE else int(default.GetFontCharset(default, handle))

    def delete(_self: Any, handle: int) -> None:
        if handle != _HANDLE:
            default.DeleteFont(default, handle)

    calls = {
        "Release": lambda _self: None,
        "EnumFonts": lambda _self, mapper: default.EnumFonts(default, mapper),
        "MapFont": map_font,
        "GetFont": lambda _self, face: ctypes.cast(default.GetFont(default, face), ctypes.c_void_p).value,
        "GetFontData": font_data,
        "GetFaceName": face_name,
        "GetFontCharset": charset_of,
        "DeleteFont": delete,
    }
    info = library.FPDF_SYSFONTINFO()
    info.version = default.version
    for name, kind in info._fields_:
        if name in calls:
            setattr(info, name, kind(calls[name]))
    library.FPDF_SetSystemFontInfo(info)
    return info
