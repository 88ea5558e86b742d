"""A report's texts, each read once for all rules: without white space, cut into sentences, with its numbers found and masked.

White space is taken out first, because texts from PDF files carry it inside numbers and words; a quotation is given back as the report
prints it. In the *masked* text each number and its unit are one sign: ``#`` a count (25件, 二十一条), ``¥`` an amount (3.2万元), ``%`` a
percentage, ``~`` a number that nothing is compared with (约20件, 30余件, 15人). Patterns are written for the masked text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import Any

from govdisc.plugin import Context, Pattern, Report, Section, chinese_number, kept, record, simplified

#: The parts of a report that are prose.
PROSE = ("overview", "problems", "other")
#: Only this much of a text is read: the longest published part 1 has some 30,000 characters.
LONGEST_TEXT = 200_000
#: A sentence that is longer, in masked characters, is cut: only broken texts have such.
LONGEST_SENTENCE = 4_000

#: Units that count things of the kinds that a sentence may take apart.
PIECES = frozenset(
    ("件", "条", "宗", "起", "份", "次", "个", "部", "例", "项", "篇", "期", "则", "批", "人次", "场", "家", "项次", "件次", "条次", "")
)
#: What amounts are worth in 万元.
MONEY = {"万元": Decimal(1), "亿元": Decimal(10_000), "元": Decimal("0.0001")}
#: What ends a clause.
BREAKS = "，,；;：:（）()。！？!?"

_UNITS = "件次|条次|项次|人次|万元|亿元|个百分点|[件条宗起份次个部例项篇期则批场家人元%％]"
_NUMERALS = "零〇一二两三四五六七八九十百千"
_NUMBER = Pattern(
    rf"([\d{_NUMERALS}](?<![\d.．第{_NUMERALS}].)"
    # read in one piece: without the detour a date would be tried in all its lengths
    rf"(?=(?P<rest>[{_NUMERALS}]{{1,14}}|\d{{0,14}}(?:,\d{{3}}(?!\d)){{0,4}}(?:[.．]\d{{1,9}})?))(?P=rest))(?![\d{_NUMERALS}])"
    rf"(?P<about>[余多几来]|[万亿千百]余?(?!元))?(?:(?P<unit>{_UNITS})(?P<over>余|多)?|(?=[,，;；。、]|$))"
)
#: The sign of a number in the masked text, by its unit.
_SIGNS: dict[str | None, str] = {None: "#", **dict.fromkeys(PIECES, "#"), **dict.fromkeys(MONEY, "¥"), "%": "%", "％": "%"}
#: What stands before a number without a unit, and before one that is not exact.
_COUNTED = frozenset("数量为是有共计:：")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
#: The last characters of words that name what a number without a unit counts.
_NAMED_BEFORE = frozenset("理息站函面信台栏转果结复诉开供网络众号微博邮传真他类")
_ABOUT = ("约", "近", "超", "超过", "逾", "不足", "突破")
_SENTENCE = Pattern(rf"[^。！？!?]{{1,{LONGEST_SENTENCE}}}[。！？!?]?|[。！？!?]")
#: Characters that nobody sees, pasted along with a text.
_INVISIBLE = Pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
#: Figures of another kind; a year in them is the same year, each character for one.
_OTHER_DIGITS = Pattern("[０-９]|二[零〇○]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_DIGIT_OF = str.maketrans("零〇○一二三四五六七八九", "000123456789")
_YEAR_IN_NUMERALS = Pattern("二[零〇○][零〇○一二三四五六七八九]{2}(?=年)")
_TRADITIONAL = Pattern("[開關報數條複復訴請]")
#: A look for all of these at once, which few texts need.
_ODD = Pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff０-９零〇○開關報數條複復訴請]")


#: A heading is looked for so many sentences back.
FARTHEST_HEADING = 40
_HEADING = re.compile("[（(][一二三四五六七八九十][）)]")

_CLAUSE_MARKS = frozenset(f"{BREAKS}#¥%~")
_CLAUSE_END = Pattern(r"[，,；;：:（）()。！？!?#¥%~]")


@record(slots=True)
class Number:
    """A number of the text: ``start`` and ``end`` are its place in the flat text, unit included, ``at`` its sign's in the masked one."""

    value: int | Decimal
    unit: str
    sign: str
    start: int
    end: int
    at: int

    @property
    def amount(self) -> int | Decimal:
        """The value, for money in 万元."""
        factor = MONEY.get(self.unit)
        return self.value if factor is None else self.value * factor

    @property
    def step(self) -> Decimal:
        """The worth of the last printed digit, for money in 万元."""
        return Decimal(1).scaleb(int(Decimal(self.value).as_tuple().exponent)) * MONEY.get(self.unit, 1)


_at = attrgetter("at")


#: A number of a sentence: value, unit, sign, start and end in the flat sentence, place of the sign in the masked one.
MaskedNumber = tuple[int | Decimal, str, str, int, int, int]


@record(slots=True)
class Masked:
    """A sentence with a sign in place of each number: what does not hang on the text that it stands in, so that it is made once."""

    words: str
    numbers: tuple[MaskedNumber, ...]
    length: int


@kept
def masked(flat: str) -> Masked:
    """Return a sentence of a flat text with its numbers found and masked."""
    found = _NUMBER.split(flat)  # in one piece: a match for each costs twice as much
    if len(found) == 1:  # spares time
        return Masked(flat, (), len(flat))
    pieces = [found[0]]
    numbers: list[MaskedNumber] = []
    end = length = len(found[0])
    for at in range(1, len(found), 6):
        digits, _rest, about, unit, over, behind = found[at : at + 6]
        start = end
        value: int | Decimal | None
        if unit and about is None and over is None and digits.isdecimal():  # nearly all are  # spares time
            end += len(digits) + len(unit)
            value = int(digits)
        else:
            end += len(digits) + len(about or "") + len(unit or "") + len(over or "")
            value = _value(digits) if unit is not None or _counted(flat, start, end) else None
        if value is None:
            pieces += flat[start:end], behind
            length += end - start + len(behind)
        else:
            vague = about or over or flat.endswith(_ABOUT, 0, start)
            sign = "~" if vague else _SIGNS.get(unit, "~")
            pieces += sign, behind
            numbers.append((value, unit or "", sign, start, end, length))
            length += 1 + len(behind)
        end += len(behind)
    return Masked("".join(pieces), tuple(numbers), len(flat))


@record(slots=True, eq=False)
class Sentence:
    """A sentence of the masked text, from ``start``, ``index`` in the order of the sentences."""

    text: Prose
    words: str
    start: int
    index: int

    @property
    def numbers(self) -> list[Number]:
        """The numbers in it."""
        return self.text.numbers_of(self.index)

    @property
    def before(self) -> Sentence | None:
        """The sentence before it, None for the first."""
        return self.text.sentence(self.index - 1) if self.index else None

    @property
    def heading(self) -> str:
        """The sentence that heads what it stands in: （二）依申请公开; "" where there is none near."""
        back = self.text.words[: self.index + 1][-FARTHEST_HEADING:]
        return next((words for words in reversed(back) if _HEADING.match(words)), "")

    def number(self, at: int) -> Number | None:
        """The number whose sign stands at a place of the words, None when the sign was printed as such."""
        numbers, place = self.text.numbers_of(self.index), self.start + at
        found = bisect_left(numbers, place, key=_at)
        return numbers[found] if found < len(numbers) and numbers[found].at == place else None

    def clause(self, at: int, marks: Container[str] = _CLAUSE_MARKS) -> int:
        """Return where the clause that holds a place of the words begins: behind a mark or a number."""
        stop = at
        while stop and self.words[stop - 1] not in marks:
            stop -= 1
        return stop

    def clause_end(self, at: int) -> int:
        """Return where the clause that holds a place of the words ends."""
        match = _CLAUSE_END.search(self.words, at)
        return match.start() if match else len(self.words)


class Prose:
    """One text of a report: a numbered part, or the lead, which is no part (``id`` None)."""

    def __init__(self, section: Section, part: str | None) -> None:
        self.id = part
        self.section = section
        flat = "".join(section.text[:LONGEST_TEXT].split())
        #: The text without white space and in simplified characters; one character stands for one of the original.
        self.flat = _usual(flat) if _ODD.search(flat) else flat  # spares time
        self.flat_sentences: list[str] = _SENTENCE.findall(self.flat)
        #: The sentences, with their numbers masked, and the words of each alone.
        self.sentences: list[Masked] = list(map(masked, self.flat_sentences))
        self.words: list[str] = [sentence.words for sentence in self.sentences]
        self._numbers: dict[int, list[Number]] = {}

    @property
    def masked(self) -> str:
        """The flat text with a sign in place of each number."""
        return "".join(self.words)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the sentences begin in the masked text."""
        return [0, *accumulate([len(sentence.words) for sentence in self.sentences])]

    @cached_property
    def _flat_starts(self) -> list[int]:
        """Where the sentences begin in the flat text."""
        return [0, *accumulate([sentence.length for sentence in self.sentences])]

    def numbers_of(self, index: int) -> list[Number]:
        """Return the numbers of a sentence, in its order."""
        found = self._numbers.get(index)
        if found is None:  # spares time
            flat, at = self._flat_starts[index], self._starts[index]
            found = self._numbers[index] = [
                Number(value, unit, sign, start + flat, end + flat, place + at)
                for value, unit, sign, start, end, place in self.sentences[index].numbers
            ]
        return found

    @property
    def numbers(self) -> list[Number]:
        """The numbers, in the order of the text."""
        return [number for index in range(len(self.sentences)) for number in self.numbers_of(index)]

    def sentence(self, index: int) -> Sentence:
        """Return a sentence by its place among them."""
        return Sentence(self, self.words[index], self._starts[index], index)

    def sentence_at(self, at: int) -> Sentence:
        """Return the sentence that holds a place of the masked text."""
        return self.sentence(bisect_right(self._starts, at, hi=len(self.words)) - 1)

    def flat_at(self, at: int) -> int:
        """Return the place in the flat text of one in the masked text."""
        index = bisect_right(self._starts, at, hi=len(self.words)) - 1
        flat, masked_at = self._flat_starts[index], self._starts[index]
        for number in self.numbers_of(index):
            if number.at < at:
                flat, masked_at = number.end, number.at + 1
        return flat + at - masked_at

    @cached_property
    def _printed(self) -> list[int]:
        return [place for place, character in enumerate(self.section.text[:LONGEST_TEXT]) if not (character.isspace() or _INVISIBLE.match(character))]

    def where(self, start: int, stop: int) -> dict[str, Any]:
        """Return what a finding tells of a range of the flat text: its part, the words as printed (white space as one blank), the place."""
        first = self._printed[start]
        words = self.section.text[first : self._printed[min(stop, len(self.flat)) - 1] + 1]
        return {"section": self.id, "quote": " ".join(words.split()), "place": self.section.place_at(first)}

    def where_masked(self, start: int, stop: int) -> dict[str, Any]:
        """Do as :meth:`where` does, for a range of the masked text."""
        return self.where(self.flat_at(start), self.flat_at(stop))


def _usual(flat: str) -> str:
    """A text without characters that nobody sees, in simplified ones and with usual digits."""
    flat = _INVISIBLE.sub("", flat)
    flat = simplified(flat) if _TRADITIONAL.search(flat) else flat  # spares time
    return _YEAR_IN_NUMERALS.sub(_in_digits, flat.translate(_FULL_WIDTH)) if _OTHER_DIGITS.search(flat) else flat  # spares time


def _in_digits(year: re.Match[str]) -> str:
    return year[0].translate(_DIGIT_OF)


def _counted(flat: str, start: int, end: int) -> bool:
    """Whether a number without a unit counts something: 数量为17, 总计30, 网站40、信函15; not 附件1, 2023."""
    before = flat[start - 1 : start]
    if before in _COUNTED:
        return True
    return before in _NAMED_BEFORE and flat[start] in _DIGITS and not (end - start == 4 and flat.startswith(("19", "20"), start))


def _value(digits: str) -> int | Decimal | None:
    if digits.isdecimal():  # full-width digits as well  # spares time
        return int(digits)
    if not digits[0].isdecimal():
        return chinese_number(digits)
    plain = digits.replace(",", "").replace("．", ".")
    try:
        return Decimal(plain) if "." in plain else int(plain)
    except (InvalidOperation, ValueError):
        return None


def read(report: Report, _context: Context | None = None) -> tuple[Prose, ...]:
    """Return the texts of a report in their order: the lead, then every part with words. Ask through ``Context.once``, so that rules share them."""
    texts = [Prose(Section("", "", report.lead, lines=report.lead_lines), None)] if report.lead else []
    return (*texts, *(Prose(section, section.id) for section in report.sections if section.text and not section.text.isspace()))


def by_part(report: Report, context: Context) -> dict[str | None, Prose]:
    """Return the texts of a report by their part, None for the lead. Ask through ``Context.once``."""
    return {text.id: text for text in context.once(report, read)}


def told(texts: tuple[Prose, ...]) -> Iterator[Prose]:
    """Yield the parts that are prose."""
    return (text for text in texts if text.id in PROSE)


def is_quoted(words: str, at: int) -> bool:
    """Tell whether a place in a text stands within quotation marks: what is quoted is somebody's words, or a slogan."""
    before = words[:at]
    return before.rfind("“") > before.rfind("”")
