"""Page numbers and running headers and footers: what stands in the margins of the pages and says nothing of the report.

They are known by place and repetition: the outermost lines of a page, in its upper or lower eighth, that hold nothing but the number
of the page, or that come back on other pages at the same height with nothing changed but figures. What stands in a table is never one,
unless it is the same that other pages have outside of their tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from govdisc_pdf.model import Page
from govdisc_pdf.text import Line, lines_of

#: The share of the page's height that can be margin, at either end.
_MARGIN = 0.125
#: So many of the outermost lines are looked at.
_OUTERMOST = 3
#: Heights that differ by less, in points, are the same.
_SAME_HEIGHT = 4.0
_ONLY_NUMBER = re.compile(r"[-—–−－_·•.\s]*(\d{1,3})[-—–−－_·•.\s]*")
_NUMBER_OF_PAGE = re.compile(
    r"(?:第\s*(\d{1,3})\s*页.{0,12}|page\s*(\d{1,3})(?:\s*(?:of|/)\s*\d{1,3})?|(\d{1,3})\s*/\s*\d{1,3})", re.IGNORECASE
)
_DASHED = re.compile(r"[-—–−－·•]\s*\d{1,3}\s*[-—–−－·•]")
_WORDS = re.compile(r"[^\W\d_]")
_FIGURES = re.compile(r"\d+")


def without_margins(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[list[Line]]:
    """Return the lines of each page without page numbers and running headers and footers."""
    outer = [_outermost(page, here) for page, here in zip(pages, lines, strict=True)]
    repeated = Counter(key for here in outer for key in {_key(page, line) for page, line in here if _WORDS.search(line.text)})
    counted = _page_numbers(outer)
    enough = max(2, len(pages) // 3)
    out = []
    for i, (page, here) in enumerate(zip(pages, lines, strict=True)):
        gone = set()
        for _page, line in outer[i]:
            text = line.text
            if (text in counted.get(i, ())) or _near(repeated, _key(page, line)) >= enough or _says_page(text):
                gone.add(id(line))
        out.append([line for line in here if id(line) not in gone])
    return out


def without_running(pages: Sequence[Page], lines: Sequence[list[Line]]) -> list[Page] | None:
    """Return the pages without running headers and footers that stand in a table on some of them; None where there are none.

    A browser draws a row that the page cuts down to the end of the page, over its footer. ``lines`` are those that stand in no table: on other
    pages the footer is one of them.
    """
    outer = [_outermost(page, here) for page, here in zip(pages, lines, strict=True)]
    repeated = Counter(key for here in outer for key in {_key(page, line) for page, line in here if _WORDS.search(line.text)})
    enough = max(2, len(pages) // 3)
    running = Counter({key: count for key, count in repeated.items() if _near(repeated, key) >= enough})
    if not running:
        return None
    out, is_changed = [], False
    for page, here in zip(pages, lines, strict=True):
        margin = [char for char in page.chars if not _MARGIN * page.height < char.oy < (1 - _MARGIN) * page.height]
        seen = {line.text for line in here}
        hidden = [line for line in lines_of(margin) if line.text not in seen and _near(running, _key(page, line))]
        heights = [(line.base - line.size / 2, line.base + line.size / 2) for line in hidden]
        chars = [char for char in page.chars if not any(low < char.oy < high for low, high in heights)] if hidden else page.chars
        out.append(replace(page, chars=chars) if hidden else page)
        is_changed = is_changed or bool(hidden)
    return out if is_changed else None


def _outermost(page: Page, lines: Sequence[Line]) -> list[tuple[Page, Line]]:
    top = [line for line in lines[:_OUTERMOST] if line.base <= _MARGIN * page.height]
    bottom = [line for line in lines[-_OUTERMOST:] if line.base >= (1 - _MARGIN) * page.height]
    return [(page, line) for line in {id(line): line for line in (*top, *bottom)}.values()]


def _key(page: Page, line: Line) -> tuple[str, int]:
    """Return the text with its figures masked, and the height as a step of half of _SAME_HEIGHT."""
    return _FIGURES.sub("0", line.text), round(line.base / (_SAME_HEIGHT / 2))


def _near(repeated: Counter[tuple[str, int]], key: tuple[str, int]) -> int:
    text, step = key
    return sum(repeated[text, step + delta] for delta in (-1, 0, 1))


def _says_page(text: str) -> bool:
    return bool(_DASHED.fullmatch(text) or ("第" in text and _NUMBER_OF_PAGE.fullmatch(text)))


def _number(text: str) -> int | None:
    match = _ONLY_NUMBER.fullmatch(text) or _NUMBER_OF_PAGE.fullmatch(text)
    return int(next(group for group in match.groups() if group)) if match else None


def _page_numbers(outer: Sequence[Sequence[tuple[Page, Line]]]) -> dict[int, set[str]]:
    """Lines that number the pages: they grow by one from page to page; a lone page may only be page 1."""
    numbers = [{line.text: _number(line.text) for _page, line in here} for here in outer]
    offsets = Counter(n - i for i, here in enumerate(numbers) for n in {value for value in here.values() if value is not None})
    if not offsets:
        return {}
    offset, pages = offsets.most_common(1)[0]
    if pages < 2 and (len(outer) > 1 or offset != 1):
        return {}
    return {i: {text for text, n in here.items() if n == i + offset} for i, here in enumerate(numbers)}
