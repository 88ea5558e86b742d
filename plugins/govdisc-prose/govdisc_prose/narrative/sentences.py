"""The narrative as sentences with the numbers that stand in them: one pass over the text, shared by all rules.

White space is taken out first, because texts from PDF files carry it inside numbers and words; a quotation is given back as the
report prints it. Numbers may be in Arabic or Chinese numerals, with thousands separators, full-width digits and units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.text.labels import simplified
from govdisc.text.values import chinese_number

#: The parts of a report that are prose.
SECTIONS = ("overview", "problems", "other")
#: Only this much of a section is scanned: the longest published part 1 has some 30,000 characters.
LONGEST_SECTION = 200_000
#: So many characters before and behind a number can say what it counts; clauses and sentences are longer only in broken text.
CLAUSE_BEFORE, CLAUSE_AFTER, SENTENCE_BEFORE = 80, 40, 400

#: Units that count things of the kinds that a sentence may take apart.
PIECES = frozenset(
    ("件", "条", "宗", "起", "份", "次", "个", "部", "例", "项", "篇", "期", "则", "批", "人次", "场", "家", "项次", "件次", "条次")
)
_UNITS = "件次|条次|项次|人次|万元|亿元|个百分点|[件条宗起份次个部例项篇期则批场家人元%％]"
_NUMBER = Pattern(
    r"[\d零〇一二两三四五六七八九十百千](?<![\d.第零〇一二两三四五六七八九十百千].)"
    r"(?P<rest>[\d零〇一二两三四五六七八九十百千]{0,14}(?:,\d{3}){0,4}(?:[.．]\d{1,9})?)"
    rf"(?P<about>[余多几来]|[万亿千百]余?(?!元))?(?:(?P<unit>{_UNITS})(?P<over>余|多)?|(?<=[数量为是有共:：].)(?=[,，;；。、）)]|$))"
)
_END = Pattern(r"[。！？!?]")
_BREAKS = "，,；;：:（）()。！？!?"
_BREAK = Pattern(r"[，,；;：:（）()。！？!?]")
#: A clause of nothing but such words belongs to the one before it: 政府信息公开申请，共5件.
_FILLER = Pattern(r"(?:共|合计|共计|总计|总数|数量|件数|分别|其中|为|有|是|计|已|约|的|收到)*")
_APPROXIMATE = ("约", "近", "超", "超过", "逾", "不足", "突破")
_TRADITIONAL = Pattern("[開關報數條複復訴請]")


@dataclass(slots=True)  # not frozen: thousands are made a second, and frozen ones cost five times as much
class Number:
    """A number with the words around it: ``before`` and ``after`` are those of its clause, up to the next number.

    ``start`` and ``end`` are its place in the flat text of the section, unit included; ``opening`` is where its clause begins.
    """

    value: int | Decimal
    unit: str
    approximate: bool
    start: int
    end: int
    opening: int
    before: str
    after: str


@dataclass(slots=True)
class Sentence:
    """A sentence of the flat text, from ``start``; ``previous`` is the one before it."""

    text: str
    start: int
    numbers: tuple[Number, ...]
    previous: Sentence | None = field(repr=False)

    def until(self, number: Number) -> str:
        """The words of the sentence before a number, the last 400 at most."""
        stop = number.start - self.start
        return self.text[max(0, stop - SENTENCE_BEFORE) : stop]


@dataclass(frozen=True, slots=True)
class Prose:
    """A section's text without white space, and its sentences."""

    flat: str
    sentences: tuple[Sentence, ...]


@lru_cache(maxsize=64)
def flatten(text: str) -> str:
    """Return the text without white space and in simplified characters; one character stands for one of the original."""
    flat = "".join(text[:LONGEST_SECTION].split())
    if _TRADITIONAL.search(flat):
        flat = simplified(flat)
    return flat


def quotation(text: str, start: int, end: int) -> str:
    """Return what stands in the original text at a place of the flat one, white space within it as one blank."""
    places = _places(text)
    return " ".join(text[places[start] : places[end - 1] + 1].split())


@lru_cache(maxsize=2)
def _places(text: str) -> list[int]:
    return [place for place, character in enumerate(text[:LONGEST_SECTION]) if not character.isspace()]


@lru_cache(maxsize=32)
def read(text: str) -> Prose:
    """Return the sentences of a section's text with their numbers."""
    flat = flatten(text)
    found = list(_NUMBER.finditer(flat))
    sentences: list[Sentence] = []
    start = taken = 0
    stops = [match.end() for match in _END.finditer(flat)]
    if not stops or stops[-1] < len(flat):
        stops.append(len(flat))
    for stop in stops:
        first = taken
        while taken < len(found) and found[taken].end() <= stop:
            taken += 1
        previous = sentences[-1] if sentences else None
        numbers = _numbers(flat, start, stop, found[first:taken]) if taken > first else ()
        sentences.append(Sentence(flat[start:stop], start, numbers, previous))
        start = stop
    return Prose(flat, tuple(sentences))


def prose(report: Report) -> list[tuple[str, str, Prose]]:
    """Return the narrative sections of a report: their ids, their texts, and what is read in them."""
    return [(one.id, one.text, read(one.text)) for one in report.sections if one.text and one.id in SECTIONS]


def _numbers(flat: str, start: int, stop: int, found: list[re.Match[str]]) -> tuple[Number, ...]:
    breaks = [match.start() for match in _BREAK.finditer(flat, start, stop)]
    numbers: list[Number] = []
    behind, at = start, 0
    for position, match in enumerate(found):
        first, last = match.span()
        opening = behind
        while at < len(breaks) and breaks[at] < first:
            opening, at = max(opening, breaks[at] + 1), at + 1
        if opening > behind and _FILLER.fullmatch(flat, opening, first):
            opening = max(behind, _break_before(flat, opening - 1) + 1)
        opening = max(opening, first - CLAUSE_BEFORE)
        follows = found[position + 1].start() if position + 1 < len(found) else stop
        closing = min(follows, breaks[at] if at < len(breaks) else stop, last + CLAUSE_AFTER)
        value = _value(match)
        if value is None:
            continue
        _rest, vague, unit, over = match.groups()
        about = bool(vague or over) or flat.endswith(_APPROXIMATE, opening, first)
        numbers.append(Number(value, unit or "", about, first, last, opening, flat[opening:first], flat[last:closing]))
        behind = last
    return tuple(numbers)


def _break_before(flat: str, stop: int) -> int:
    lowest = max(-1, stop - 1 - CLAUSE_BEFORE)
    return next((place for place in range(stop - 1, lowest, -1) if flat[place] in _BREAKS), lowest)


def _value(match: re.Match[str]) -> int | Decimal | None:
    digits = match[0][0] + match["rest"]
    try:
        return int(digits)  # full-width digits as well
    except ValueError:
        pass
    if not digits[0].isdecimal():
        return chinese_number(digits) if not any(one.isdecimal() for one in digits) else None
    try:
        number = Decimal(digits.replace(",", "").replace("．", "."))
    except InvalidOperation:
        return None
    return int(number) if "." not in digits and "．" not in digits else number
