"""PDFium's functions with plain numbers for handles.

pypdfium2 gives every handle a pointer type of its own, and making such a pointer costs more than the call. A page takes some ten
thousand calls, so the same functions are declared here a second time, with addresses as integers; this halves the time.
"""

from __future__ import annotations

import ctypes
import os
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

_TYPES: dict[str, Any] = {
    "i": ctypes.c_int,
    "u": ctypes.c_uint,
    "l": ctypes.c_ulong,
    "d": ctypes.c_double,
    "p": ctypes.c_void_p,
}
#: Result and arguments of each function, as in the headers fpdf_text.h, fpdf_edit.h, fpdf_transformpage.h and fpdfview.h.
_FUNCTIONS = {
    "FPDFText_CountChars": "ip",
    "FPDFText_GetUnicode": "upi",
    "FPDFText_IsGenerated": "ipi",
    "FPDFText_HasUnicodeMapError": "ipi",
    "FPDFText_GetLooseCharBox": "ipip",
    "FPDFText_GetCharBox": "ipipppp",
    "FPDFText_GetCharOrigin": "ipipp",
    "FPDFText_GetTextObject": "ppi",
    "FPDFText_GetFontSize": "dpi",
    "FPDFText_GetMatrix": "ipip",
    "FPDFTextObj_GetTextRenderMode": "ip",
    "FPDFTextObj_GetFont": "pp",
    "FPDFFont_GetIsEmbedded": "ip",
    "FPDFFont_GetBaseFontName": "lppl",
    "FPDFPage_GetRotation": "ip",
    "FPDF_GetPageBoundingBox": "ipp",
    "FPDFPage_CountObjects": "ip",
    "FPDFPage_GetObject": "ppi",
    "FPDFFormObj_CountObjects": "ip",
    "FPDFFormObj_GetObject": "ppl",
    "FPDFPageObj_GetType": "ip",
    "FPDFPageObj_GetMatrix": "ipp",
    "FPDFPageObj_GetBounds": "ippppp",
    "FPDFPageObj_GetFillColor": "ippppp",
    "FPDFPageObj_GetStrokeColor": "ippppp",
    "FPDFPageObj_GetStrokeWidth": "ipp",
    "FPDFPageObj_GetClipPath": "pp",
    "FPDFClipPath_CountPaths": "ip",
    "FPDFClipPath_CountPathSegments": "ipi",
    "FPDFClipPath_GetPathSegment": "ppii",
    "FPDFPath_GetDrawMode": "ippp",
    "FPDFPath_CountSegments": "ip",
    "FPDFPath_GetPathSegment": "ppi",
    "FPDFPathSegment_GetType": "ip",
    "FPDFPathSegment_GetPoint": "ippp",
    "FPDFPathSegment_GetClose": "ip",
}


@lru_cache(maxsize=1)
def plain_calls(library: Any) -> Any:
    """Return the functions above, and the structures FS_RECTF and FS_MATRIX, of pypdfium2's raw module."""
    prototype = getattr(ctypes, "WINFUNCTYPE" if os.name == "nt" else "CFUNCTYPE")
    calls = SimpleNamespace(FS_RECTF=library.FS_RECTF, FS_MATRIX=library.FS_MATRIX)
    for name, signature in _FUNCTIONS.items():
        result, *arguments = (_TYPES[kind] for kind in signature)
        setattr(calls, name, prototype(result, *arguments)(address(getattr(library, name))))
    return calls


def address(pointer: Any) -> int:
    """Return a pointer's or a function's address."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
