"""Lines that may be the heading of one of the six numbered parts, and how sure each is.

Many lines look like headings: the list of parts in the lead, a paragraph （一）主动公开 within part 1, numbering that restarts. Which of
them are is decided in :mod:`govdisc.recognise.sections`. A note in brackets behind a title (（宋体加粗）, left over from a template)
does not matter here and stays in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum, auto
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from govdisc.model.form import Form, SectionSpec
from govdisc.records import record
from govdisc.text.labels import bare, core, squeeze

LONGEST_HEADING = 45
#: The same where words are written in letters.
LONGEST_PLAIN = 160
_NUMERALS = "一二三四五六七八九十"
#: An ordinal, one stray character in front of it or none (l六、): a part's (一、 1. 第一部分) or that of something within one (（一）).
_ORDINAL = re.compile(
    r"(?P<stray>[^(第\d一二三四五六七八九十])?(?:(?P<numeral>[一二三四五六七八九十]{1,3})[、.,:]|第(?P<part>[一二三四五六七八九十])部分[、.:]?"
    r"|(?P<figure>\d{1,2})[、.](?!\d)|\((?P<inner>[一二三四五六七八九十\d]{1,2})\))"
)
#: A form has six parts; a few more are numbered where parts are split.
_MOST_PARTS = 8
#: A title of fewer characters (概况) needs a number, since menus have such entries, too.
_SHORTEST_TITLE = 3
_SENTENCE_ENDS = "。；;，,：:"


class Sure(IntEnum):
    """How sure a heading is, from a line that has only a part's number to a part's own title behind a part's number."""

    NUMBERED = auto()
    WEAK = auto()
    WORDS = auto()
    TITLE = auto()
    EXACT = auto()


class Line(NamedTuple):
    """A paragraph outside of the tables: the number of its item in the document, its text and its place."""

    item: int
    text: str
    place: str


@record(frozen=True, slots=True)
class Candidate:
    """A line that may be the heading of a section.

    ``number`` is that of a part in front of it, None without one; ``rest`` is text behind the title on the same line.
    """

    at: int
    section: str
    sure: Sure
    title: str
    number: int | None = None
    rest: str = ""


#: The section, how sure, the title, the number in front and the text behind: a candidate without its line.
_Heading = tuple[str, Sure, str, int | None, str]


def candidates(lines: Iterable[str], form: Form) -> Iterator[Candidate]:
    """Yield every line that may be a section's heading, in reading order."""
    return (Candidate(at, *heading) for at, text in enumerate(lines) if not text.isdigit() for heading in _headings(text, form))


@lru_cache(maxsize=2048)
def _headings(text: str, form: Form) -> tuple[_Heading, ...]:
    """What a text may be the heading of; a report's lines are asked for several times."""
    return tuple(_headings_of(text, form))


def _headings_of(text: str, form: Form) -> Iterator[_Heading]:
    folded = squeeze(text[:400])
    if not folded:
        return
    if not form.regime.is_cn:
        yield from _plain_headings(text, form)
        return
    if folded[0] in _OTHERWISE:  # spares time
        folded = _with_numeral(folded, form)
    ordinal = _ORDINAL.match(folded)
    number = _number(ordinal) if ordinal else None
    short = len(folded) <= LONGEST_HEADING
    if not short and number is None:  # spares time
        return
    unnumbered = folded[ordinal.end() :] if ordinal else folded
    keys = (core(unnumbered), bare(unnumbered))
    open_end = folded[-1] in _SENTENCE_ENDS
    for place, spec, titles in _sections(form):
        if short and not titles.isdisjoint(keys):
            inner = ordinal["inner"] if ordinal else None  # （一）总体情况 is part 1, （一）主动公开政府信息情况 stands within it
            lone = (ordinal and inner != spec.ordinal) or len(keys[1]) < _SHORTEST_TITLE
            yield spec.id, Sure.EXACT if number else Sure.WEAK if lone else Sure.TITLE, text.strip(), number, ""
        elif number and (split := _title_and_text(text, spec)):
            yield spec.id, Sure.EXACT, split[0], number, split[1]
        elif short and not open_end and any(all(word in keys[0] for word in words) for words in spec.words):
            yield spec.id, Sure.WORDS if number else Sure.WEAK, text.strip(), number, ""
        elif short and not open_end and number == place and ordinal and not ordinal["figure"]:
            yield spec.id, Sure.NUMBERED, text.strip(), number, ""


#: Numerals as some print them: in the hand of clerks, and Roman ones, which are letters once folded.
_CLERKS = {"壹": "一", "贰": "二", "叁": "三", "肆": "四", "伍": "五", "陆": "六", "I": "一", "II": "二", "III": "三", "IV": "四", "V": "五", "VI": "六"}
_OTHERWISE = frozenset("一二三四五六壹贰叁肆伍陆IV")
_OTHER_NUMERAL = re.compile(r"([壹贰叁肆伍陆]|I{1,3}|IV|VI?)(?=[、.])")


def _with_numeral(folded: str, form: Form) -> str:
    """A heading whose ordinal is printed otherwise (一 总体情况, 壹、总体情况, Ⅰ、总体情况), as one with the form's: with a blank only before its own title."""
    other = _OTHER_NUMERAL.match(folded)
    if other:
        return _CLERKS[other[1]] + folded[other.end() :]
    key = core(folded[1:])
    return f"{folded[0]}、{folded[1:]}" if any(spec.ordinal == folded[0] and key in titles for _place, spec, titles in _sections(form)) else folded


def _plain_headings(text: str, form: Form) -> Iterator[_Heading]:
    """The same for a regime that is known by its patterns alone: a part's own title, behind its number or without one."""
    line = " ".join(text.split())
    if len(line) > LONGEST_PLAIN:
        return
    ordinal = form.regime.ordinal.match(line)
    number = form.regime.number(ordinal["numeral"]) if ordinal else None
    key = core(line[ordinal.end() :] if ordinal and number else line)
    for _place, spec, titles in _sections(form):
        is_its = number is not None and number == form.regime.number(spec.ordinal)
        if key in titles:
            sure = Sure.EXACT if is_its else Sure.TITLE if number is None else Sure.WEAK
            yield spec.id, sure, text.strip(), number, ""
        elif any(all(word.lower() in key for word in words) for words in spec.words):
            yield spec.id, Sure.WORDS if is_its else Sure.WEAK, text.strip(), number, ""
        elif is_its and form.regime.ordinals != "arabic":
            yield spec.id, Sure.NUMBERED, text.strip(), number, ""


def has_number(title: str) -> bool:
    """Tell whether a title has the number of a part in front (一、)."""
    ordinal = _ORDINAL.match(squeeze(title))
    return ordinal is not None and _number(ordinal) is not None


def _number(ordinal: re.Match[str]) -> int | None:
    """The number of a part, None where the ordinal is that of something within a part."""
    printed = ordinal["numeral"] or ordinal["part"] or ordinal["figure"]
    if not printed:
        return None
    number = int(printed) if printed.isdigit() else _NUMERALS.index(printed) + 1 if len(printed) == 1 else 0
    return number if 1 <= number <= _MOST_PARTS else None


@lru_cache(maxsize=64)
def _sections(form: Form) -> tuple[tuple[int, SectionSpec, frozenset[str]], ...]:
    """The sections of a form, each with its number and the cores of its titles."""
    return tuple(
        (place, spec, frozenset(core(title) for title in (spec.title, *spec.aliases))) for place, spec in enumerate(form.sections, 1)
    )


def _title_and_text(text: str, spec: SectionSpec) -> tuple[str, str] | None:
    """Part a line such as 一、总体情况。本年度… or 一、总体情况 2022年，… into its title and the text behind it."""
    match = _title_pattern(spec).match(text)
    if match and text[match.end() :].strip():
        return text[: match.end()].strip().rstrip("。：:；;，,"), text[match.end() :].strip()
    return None


def _any_of(titles: Iterable[str]) -> str:
    return "|".join(r"\s*".join(map(re.escape, title)) for title in sorted(titles, key=len, reverse=True))


@lru_cache(maxsize=128)
def _title_pattern(spec: SectionSpec) -> re.Pattern[str]:
    titles = _any_of((spec.title, *spec.aliases))
    return re.compile(
        rf"\s*.?(?:[一二三四五六1-6][、.．]|第[一二三四五六]部分[、.:：]?)\s*(?:{titles})(?:[（(][^（）()\n]{{0,30}}[）)])?(?:[\s。：:；;，,]+|(?=\d{{4}}\s*年))"
    )


def split_headings(text: str, form: Form) -> list[str]:
    """Cut a run-on paragraph before each 一、总体情况, 二、… that stands inside it, so that headings are lines of their own."""
    if len(text) < LONGEST_HEADING or not form.regime.is_cn:
        return [text]
    if not _MARKED.search(text):  # spares time
        return [text]  # spares time
    cuts = [edge for match in _inner_heading(form).finditer(text) for edge in match.span(1)]
    edges = [0, *cuts, len(text)]
    return [piece.strip() for start, end in pairwise(edges) if (piece := text[start:end]).strip()]


_MARKED = re.compile(r"[一二三四五六][、.．]")


@lru_cache(maxsize=64)
def _inner_heading(form: Form) -> re.Pattern[str]:
    titles = _any_of({title for spec in form.sections for title in (spec.title, *spec.aliases) if len(title) > 3})
    return re.compile(rf"(?:^|[\s。；;！!])\s*([一二三四五六][、.．]\s*(?:{titles}))(?=\s|第二十条|（|\(|[一二三四五六七八九十]是|$)")
