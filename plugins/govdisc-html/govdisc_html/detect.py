"""Tell a page by its content: the doctype, the root element, or tags that only HTML has."""

from __future__ import annotations

import re

from govdisc.plugin import Pattern

_XML_OR_COMMENT = Pattern(r"(?s)\s*(<\?.*?\?>|<!--.*?-->)")
_ROOT = Pattern(r"(?i)\s*<(!doctype\s+html|html|head|body)[\s>]")
_TAG = Pattern(r"(?i)<(html|head|body|meta|title|table|tbody|tr|td|th|div|p|span|font|br|h[1-6]|ul|ol|li|article|section)[\s/>]")
_SUFFIX = Pattern(r"(?i)\.(s|x)?html?$")
_MARKDOWN = Pattern(r"(?i)\.(?:md|markdown)$")
#: An answer as scripts of other sites ask for it: ``callback({…})``.
_CALL = Pattern(r"\s*[\w$.]{1,60}\(\s*[{\[]")


#: A portal's answer in JSON that holds a page, as text or with its brackets escaped.
_IN_JSON = Pattern(r"(?i)(?:<|\\u003c|&lt;)(?:!doctype\s|html|body|table|tr|td|p|div|span|h[1-6])(?:[\s/>]|\\u003e|&gt;)")
_HEADER = Pattern(
    r"(?i)\s*(?:[a-z-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)*?content-type:\s*(?:multipart/(?:related|alternative|mixed)|text/html)"
)


def detect_mhtml(head: bytes, name: str) -> int:
    """Return how surely the first bytes of a file are a page saved as one file: a message's header comes first."""
    text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if _HEADER.match(text) and re.search(r"^mime-version:", text, re.IGNORECASE | re.MULTILINE):
        return 92
    return 40 if name.lower().endswith((".mht", ".mhtml")) else 0


def detect(head: bytes, name: str) -> int:
    """Return how surely the first bytes of a file are HTML, 0 to 100."""
    text = _ascii(head)
    if text.lstrip()[:1] in ("{", "[") or _CALL.match(text):
        return 75 if '"schema_version"' not in text and len(_IN_JSON.findall(text)) >= 2 else 0
    while match := _XML_OR_COMMENT.match(text):
        text = text[match.end() :]
    if _ROOT.match(text):
        return 95
    named = _SUFFIX.search(name) is not None
    tags = len(_TAG.findall(text))
    if _MARKDOWN.search(name):
        return 30 if len(_TAG.findall(text)) >= 5 else 0  # converters write tables as pages of their own between the lines
    if text.lstrip().startswith("<") and _TAG.match(text.lstrip()):
        return 85 if tags >= 3 or named else 60
    if tags >= 5 and re.search(r"<(html|body|!doctype\s+html)[\s>]", text, re.IGNORECASE):
        return 80
    if named:
        return 70 if tags else 20
    # text or Markdown that holds some tags is still text
    return 30 if tags >= 5 else 0


def _ascii(head: bytes) -> str:
    """The bytes as text in which tags can be seen; letters beyond ASCII do not matter here."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be")):
        if head.startswith(mark):
            return head.decode(encoding, "replace").lstrip("\ufeff")
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
