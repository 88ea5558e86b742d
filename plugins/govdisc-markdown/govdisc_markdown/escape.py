"""Text in Markdown so that it is shown as it stands, and text out of Markdown so that no markup is left.

CommonMark 0.31: a backslash before ASCII punctuation makes it literal (2.4), character references stand for characters (2.5).
White space that Markdown would drop, and characters that editors change, are written as references.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise

from govdisc.reading import PICTURE

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]")
# what makes a line a heading, a list, a rule, a quotation or the underline of a heading
_OPENING = re.compile(r"([#+\-=:])|(\d{1,9})([.)](?=\s|$))")
# control characters, all line ends but \n, and lone surrogates: editors and encoders change or refuse them
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_LEADING, _TRAILING = re.compile(r"^[ \t]+"), re.compile(r"[ \t]+$")

#: Bold type that begins and ends before any text.
_EMPTY = "****"

# every repetition has an upper bound, so that a line of markup characters takes no more than linear time
_MARKUP = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])"
    r"|&(?:\#(?P<decimal>\d{1,7})|\#[xX](?P<hex>[0-9a-fA-F]{1,6})|(?P<entity>[A-Za-z][A-Za-z0-9]{1,31}));"
    r"|(?P<break><br\s{0,9}/?>)"
    r"|!?\[(?P<link>[^\[\]]{0,300})\]\([^()\s]{0,500}(?:\s[^()]{0,200})?\)"
    r"|</?(?:b|i|u|em|strong|span|font|sub|sup|p|div|center|small|del|ins|mark|a|img)(?:\s[^<>]{0,500})?/?>"
    r"|\*\*\*(?P<both>[^*\s][^*]{0,1000})\*\*\*"
    r"|\*\*(?P<strong>[^*\s][^*]{0,1000})\*\*"
    r"|\*(?P<emphasis>[^*\s][^*]{0,1000})\*"
    r"|(?<![_\w])__(?P<underlined>[^_\s][^_]{0,1000})__(?![_\w])"
    r"|`(?P<code>[^`]{1,1000})`",
    re.IGNORECASE,
)

#: A picture, as Markdown or as HTML writes it.
_PICTURE = re.compile(r"(?<!\\)!\[[^\[\]]{0,300}\]\([^()\s]{1,500}(?:\s[^()]{0,200})?\)|<img\s[^<>]{1,500}>", re.IGNORECASE)


def escape(text: str) -> str:
    """Return a text as one line of Markdown, whether a paragraph, a heading or a cell; line feeds become ``<br>``."""
    return "<br>".join(map(_escape_line, text.split("\n")))


def _escape_line(text: str) -> str:
    head, tail = _LEADING.match(text), _TRAILING.search(text)
    start = head.end() if head else 0
    end = max(tail.start(), start) if tail else len(text)
    body = _SPECIAL.sub(lambda match: "\\" + match[0], text[start:end])
    opening = _OPENING.match(body)
    if opening:
        body = f"\\{body}" if opening[1] else f"{opening[2]}\\{body[opening.end(2) :]}"
    body = _UNSEEN.sub(lambda match: _reference(match[0]), body)
    return f"{_references(text[:start])}{body}{_references(text[end:])}"


def _reference(character: str) -> str:
    return f"&#{ord(character)};"


def _references(text: str) -> str:
    return "".join(map(_reference, text))


def unescape(text: str) -> str:
    """Return the text that a line of Markdown shows: references and escapes resolved, emphasis, links and tags taken off."""
    return _MARKUP.sub(_shown, text)


def cell_text(text: str) -> str:
    """Return what a cell shows; what is written for a picture (its ``alt``) is not what the picture shows, least of all a number."""
    bare, pictures = _PICTURE.subn("", text)
    return (unescape(bare).strip() or PICTURE) if pictures else unescape(text)


def _shown(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["literal"]:
        return found["literal"]
    if found["break"]:
        return "\n"
    number = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16) if found["hex"] else None
    if number is not None:
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    if found["entity"]:
        return html.unescape(match[0])
    if found["code"]:
        return found["code"]
    inner = next((found[name] for name in ("both", "strong", "emphasis", "underlined", "link") if found[name]), "")
    return unescape(inner)


def split_row(line: str, bare: bool = False) -> list[str]:
    """Return the cells of a table's row, still escaped, without outer white space; outer bars close no cell of their own.

    With ``bare`` there are no outer bars: each stands between two cells.
    """
    bars = [match.start() for match in re.finditer(r"\\.|\|", line) if match[0] == "|"]
    edges = [-1, *bars, len(line)]
    cells = [line[start + 1 : end].strip(" \t") for start, end in pairwise(edges)]
    if bare:
        return cells
    if bars and not cells[0]:
        cells = cells[1:]
    if cells and bars and not line[bars[-1] + 1 :].strip(" \t"):
        cells = cells[:-1]
    return cells


def without_empty_emphasis(cells: list[str]) -> list[str]:
    """Return the cells of a row without the signs of bold type that a converter wrote around nothing, before each of them: ``****17``."""
    if not all(cell.startswith(_EMPTY) for cell in cells if cell):
        return cells
    return [cell.removeprefix(_EMPTY) for cell in cells]


def has_bar(line: str) -> bool:
    """Tell whether a bar that is not escaped stands in the line."""
    return "|" in line and any(match[0] == "|" for match in re.finditer(r"\\.|\|", line))
