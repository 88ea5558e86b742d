"""From bytes to text: :func:`decode` for plain texts, :func:`to_utf8` for pages, as browsers do it for Chinese ones.

A byte order mark decides first, then what the file declares, then what the bytes themselves allow. Labels follow the WHATWG Encoding
Standard: gb2312 and gbk mean GB18030, of which both are subsets.
"""

from __future__ import annotations

from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.patterns import Pattern

#: A text of more bytes is refused: the longest published report has some 200,000 characters.
MAX_BYTES = 80_000_000

#: Byte order marks, and the codecs that they stand for.
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

#: How far a declaration of the charset is looked for: sites put long comments and scripts before it.
DECLARATION_BYTES = 16_384

#: So many characters beyond ASCII in valid UTF-8 cannot be GB18030 by chance: each triple would have to be three right bytes.
SURELY_UTF8 = 12

#: What nearly all of a report is, and the share of it that tells a text in UTF-16 from other bytes.
_LIKELY = Pattern("[\t\n\r -~\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_LEAST_LIKELY = 0.7

_DECLARED = Pattern(
    r"(?ai)<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w-]{2,20})|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w-]{2,20})"
)
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb18030": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}


def decode(data: bytes) -> str:
    """Return the text of the bytes: UTF-8 or UTF-16 by their marks, UTF-8 if valid, else GB18030 (GBK, GB2312).

    Raises:
        InputError: when the bytes are no text, or too many.

    """
    if len(data) > MAX_BYTES:
        raise InputError(_("the text is larger than {limit} MB; a report is never that long.").format(limit=MAX_BYTES // 1_000_000))
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data[:4096]:
        guessed = unmarked_utf16(data)
        if guessed is None:
            raise InputError(_("it holds NUL bytes and is not a text; save the report as text, HTML, Word or PDF."))
        return guessed
    try:
        return data.decode("utf-8").replace("\x00", "")
    except UnicodeDecodeError:
        pass
    text = data.decode("gb18030", "replace")
    if text.count("\ufffd") > max(8, len(text) // 50):
        raise InputError(_("it is neither UTF-8, UTF-16 nor GB18030 text; save it in one of these encodings."))
    return text.replace("\x00", "")


def unmarked_utf16(data: bytes) -> str | None:
    """Return the text of UTF-16 without a mark, read in the order of bytes that makes more of it Chinese or ASCII; None when neither makes it a text."""
    best, likely = _LEAST_LIKELY, None
    for encoding in ("utf-16-le", "utf-16-be"):
        start = data[:4096].decode(encoding, "ignore")
        share = len(_LIKELY.findall(start)) / max(len(start), 1)
        if share > best:
            best, likely = share, encoding
    try:
        text = data.decode(likely) if likely else "\x00"
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def to_utf8(data: bytes, label: str | None = None) -> tuple[bytes, int]:
    """Return a page in UTF-8 and the number of places where its bytes are not valid in its charset (they become U+FFFD).

    ``label`` is the charset that a header says which came with the page; it goes before the page's own declaration.
    """
    encoding = _by_mark(data)
    if encoding is None:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            encoding = _not_utf8(data, label)
        else:
            declared = None if len(data) - len(text) >= 2 * SURELY_UTF8 else _declared(data, label)
            if declared in (None, "utf-8"):
                return data, 0
            encoding = declared
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    return text.encode("utf-8", "replace"), text.count("\ufffd")


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    if data.startswith((b"<\x00", b"\n\x00", b"\r\x00")):
        return "utf-16-le"
    if data.startswith((b"\x00<", b"\x00\n", b"\x00\r")):
        return "utf-16-be"
    return None


def _declared(data: bytes, label: str | None = None) -> str | None:
    """The codec of the declared charset, None when there is none or it cannot hold Chinese (iso-8859-1 over a Chinese page is a slip)."""
    if label and label.lower() in _CODECS:
        return _CODECS[label.lower()]
    match = _DECLARED.search(data[:DECLARATION_BYTES].decode("latin-1"))
    return _CODECS.get((match[1] or match[2]).lower()) if match else None


def _not_utf8(data: bytes, label: str | None = None) -> str:
    """The codec of a page that is not valid UTF-8; one damaged character does not make a UTF-8 page GB18030."""
    declared = _declared(data, label)
    if declared != "utf-8":
        return declared or "gb18030"
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    return "utf-8" if damaged <= data.decode("gb18030", "replace").count("\ufffd") else "gb18030"
