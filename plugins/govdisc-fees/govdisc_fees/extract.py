"""What a report says of the information-processing fee: the statement, and the figures in it.

Part 6 of the annual report says how many fee notices were issued, their total amount, and what was actually collected
(国办函〔2020〕109号). Offices word it in many ways and some put it into part 1, so any sentence that speaks of a fee for disclosure
counts as a statement, and only figures whose meaning is plain are taken.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from govdisc.plugin import Pattern, Report, Wording, chinese_number, kept, record, simplified

#: The wordings, which lie in a file.
_said = Wording(Path(__file__).with_name("wording.toml")).pattern

#: 国办函〔2020〕109号 is in force from 2021-01-01.
FIRST_YEAR = 2021

NIL, STATED, BARE_NIL, MISSING = "nil", "stated", "bare_nil", "missing"

#: A quote is kept up to so many characters: enough for any real statement, and it bounds what a finding repeats.
LONGEST_QUOTE = 500
#: Texts that may speak of the fee are remembered up to so many characters together: short ones as sentences are, longer ones for a while.
_SHORT, _LONGEST_KEPT = 500, 10_000
#: A longer part 6 says more than 无.
_LONGEST_NOTHING = 200
#: Part 6 is where the statement belongs, part 1 where else it is put.
_ORDER = {"other": 0, "overview": 1}


class Fee(NamedTuple):
    """What was found. Amounts are in yuan; a figure is None where the report does not state it.

    ``statement`` is ``nil`` (it denies a fee in words), ``stated`` (it speaks of the fee otherwise, figures of 0 included),
    ``bare_nil`` (part 6 says 无 and nothing of the fee) or ``missing``; ``by_item`` says that it was charged by item alone (Art. 4),
    ``items`` and ``pages`` are what was charged by either scale. ``place`` is where the quoted words stand. Of a statement that is missing
    because the one that stands there is for ``another_year``, that year and its words are kept.
    """

    statement: str
    section: str | None = None
    quote: str = ""
    notices: int | None = None
    billed: Decimal | None = None
    collected: Decimal | None = None
    by_item: bool = False
    items: Decimal | None = None
    pages: Decimal | None = None
    place: str | None = None
    another_year: int | None = None

    @property
    def figures(self) -> tuple[int | None, Decimal | None, Decimal | None]:
        """The three figures that a full statement gives: notices, billed, collected."""
        return self.notices, self.billed, self.collected

    def to_dict(self) -> dict[str, Any]:
        """Return what was found as it stands in the exported JSON."""
        return {
            "statement": self.statement,
            "notices": self.notices,
            "billed": self.billed,
            "collected": self.collected,
            "quote": self.quote,
        }


def fee_of(report: Report, _context: object = None) -> Fee:
    """Return what a report says of the fee: part 6 is read first, then part 1 and the rest. Rules ask through ``Context.once``."""
    speaking = [section for section in report.sections if _may_speak(section.text)]
    texts = [(section.id, section.text) for section in speaking]
    if report.lead and _may_speak(report.lead):
        texts.append(("lead", report.lead))
    length = sum([len(text) for _id, text in texts])
    told = (_told_shortly if length <= _SHORT else _told_lately if length <= _LONGEST_KEPT else _told)(tuple(texts), report.year)
    if told is None:
        return _without_statement(report)
    fee, at, start = told
    place = speaking[at].place_at(start) if at < len(speaking) else None
    return fee if place is None else fee._replace(place=place)


def _without_statement(report: Report) -> Fee:
    """What there is in place of a statement: 无 in part 6, or nothing."""
    last = report.section("other")
    words = _bare_nil(last.text, report.agency.name or "") if last is not None else None
    return Fee(BARE_NIL, "other", words, place=last.place_at(0)) if last is not None and words else Fee(MISSING)


#: The parts of a report, or its lead, that may speak of the fee, and their texts.
_Texts = tuple[tuple[str, str], ...]


def _told(texts: _Texts, year: int | None) -> tuple[Fee, int, int] | None:
    """What texts say of the fee, in which of them, and where; None where they have no statement."""
    vague: tuple[Fee, int, int] | None = None
    another: tuple[Fee, int, int] | None = None
    for at in sorted(range(len(texts)), key=lambda at: _ORDER.get(texts[at][0], 2)):
        part, text = texts[at]
        found, start = _said_in(text, part == "other", year)
        if found is None:
            continue
        found = found._replace(section=part)
        if found.another_year is not None:
            another = another or (found, at, start)
            continue
        if found.statement == NIL or found.figures != (None, None, None):
            return found, at, start
        vague = vague or (found, at, start)
    return vague or another


#: Many bodies say the same of the fee in a few words; of longer texts only the last are kept, for the rules ask for what the export asked for.
_told_shortly, _told_lately = kept(_told), lru_cache(maxsize=8)(_told)


@record(slots=True)
class _Sentence:
    """A sentence that speaks of the fee: as printed, folded, and where it begins in its section."""

    words: str
    plain: str
    start: int


def _said_in(text: str, own: bool, year: int | None) -> tuple[Fee | None, int]:
    """What a text says of the fee and from where on, None where it does not speak of it."""
    usual = _said("usual").fullmatch(text) if own else None
    if usual is not None and (year is None or usual["year"] in (None, str(year))):  # spares time
        return Fee(STATED, None, text, int(usual["notices"]), Decimal(usual["billed"]), Decimal(usual["collected"])), 0
    sentences = list(_fee_sentences(text, own))
    said = [sentence for sentence in sentences if _another_year(sentence.plain, year) is None]
    if said:
        return _statement("".join([sentence.words for sentence in said]), "".join([sentence.plain for sentence in said])), said[0].start
    if not sentences:
        return None, 0
    another = _another_year(sentences[0].plain, year)
    return Fee(MISSING, None, sentences[0].words[:LONGEST_QUOTE], another_year=another), sentences[0].start


def _another_year(plain: str, year: int | None) -> int | None:
    """The year before the report's that a sentence is about, None when it is about the report's own."""
    if year is None or "20" not in plain or f"{year}年" in plain:
        return None
    plain = _said("cited").sub("", plain)
    years = {int(match["year"]) for match in _said("stated_for").finditer(plain)}
    return max(years) if years and max(years) < year and not _said("this_year").search(plain) else None


_SENTENCE = Pattern(r"[^。！？\n]{1,2000}[。！？]?")
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")  # the numerals of receipts
_THOUSANDS = Pattern(r",(?<=\d,)(?=\d{3}(?!\d))")


def _may_speak(text: str) -> bool:
    """Whether a text can speak of the fee: the cheap look before it is read."""
    return "费" in text or "費" in text or "109号" in text


def _fee_sentences(text: str, own: bool) -> Iterator[_Sentence]:
    """Yield the sentences that speak of the fee; ``own`` is for part 6, where any fee is meant to be this one that is not called another."""
    read = simplified(text) if "費" in text else text  # one character stands for one of the print
    for match in _SENTENCE.finditer(read):
        plain = _spoken(match[0], own) if _may_speak(match[0]) else None
        if plain is not None:
            words = text[match.start() : match.end()]
            yield _Sentence(words.strip(), plain, match.start() + len(words) - len(words.lstrip()))


@kept
def _spoken(sentence: str, own: bool) -> str | None:
    """Return a sentence folded and without words that are no fee's, None when it does not speak of the fee."""
    plain = _said("no_fees").sub("", _fold(sentence))
    if own:
        return plain if _may_speak(_said("named_fees").sub("", plain)) or _said("none_at_all").search(plain) else None
    return plain if _said("speaks").search(_said("other_fees").sub("", plain)) else None


def _fold(text: str) -> str:
    """Half-width, without blanks and thousands separators."""
    return _THOUSANDS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


@kept
def _statement(words: str, plain: str) -> Fee:
    if "号" in plain or "》" in plain or ">" in plain or "」" in plain:
        plain = _said("cited").sub("", plain)
    quote, by_item = words[:LONGEST_QUOTE], "按件" in plain and "按量" not in plain and "按页" not in plain
    if "件数" in plain and _said("all_zero").search(plain):
        return Fee(STATED, None, quote, 0, Decimal(0), Decimal(0), by_item)
    scaled = {match["scale"]: Decimal(match["digits"]) * (10_000 if match["unit"] else 1) for match in _said("scaled").finditer(plain)} if "按" in plain else {}
    notices, (billed, collected) = _notices(plain), _amounts(_said("of_other_fees").sub("", plain))
    if notices is None and billed is None and collected is None:
        denied = _said("nil").search(_said("not_nil").sub("", plain))
        return Fee(NIL if denied else STATED, None, quote, by_item=by_item)
    return Fee(STATED, None, quote, notices, billed, collected, by_item, scaled.get("件"), scaled.get("量", scaled.get("页")))


def _notices(plain: str) -> int | None:
    if "通知" not in plain:
        return None
    found = _said("notices").search(plain)
    if found:
        return _number(found["before"] or found["behind"])
    return 0 if _said("no_notices").search(plain) else None


def _amounts(plain: str) -> tuple[Decimal | None, Decimal | None]:
    """Read the sums billed and collected. A clause without a verb goes on about what the one before it spoke of (…2件，共计300元)."""
    found: dict[str, Decimal] = {}
    subject = ""
    if "其中" in plain or "包括" in plain:
        plain = _said("parts").sub("", plain)
    if "元" not in plain:
        return None, Decimal(0) if _said("zero").search(plain) else None
    others = _said("no_amount").search(plain) is not None
    for clause in _said("clause").split(plain):
        if others and _said("no_amount").search(clause):
            subject = ""
            continue
        if _said("collected").search(clause) and not _said("due").search(clause):
            subject = "collected"
        elif _said("billed").search(clause):
            subject = "billed"
        amount = _amount(clause) if "元" in clause else None
        if amount is not None and (subject or "费" in clause):
            found.setdefault(subject or "collected", amount)
    return found.get("billed"), found.get("collected")


def _amount(clause: str) -> Decimal | None:
    found = _said("amount").search(clause)
    if found is None:
        return None
    if found["words"]:
        number = _number(found["words"])
        return None if number is None else Decimal(number)
    digits, scale = found["digits"], found["scale"]
    if not scale and "." not in digits:
        return Decimal(digits)
    amount = Decimal(digits) * {"万": 10_000, "亿": 100_000_000}.get(scale, 1)
    return Decimal(int(amount)) if amount == int(amount) else amount


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_number(text.translate(_FORMAL))


def _bare_nil(text: str, agency: str) -> str | None:
    """Return the words of a part 6 that says 无 and nothing else; a signature and a date below it do not count."""
    if len(text) > _LONGEST_NOTHING:
        return None
    kept = [
        line.strip()
        for line in text.split("\n")
        if (folded := _fold(line))
        and folded != agency
        and not _said("date_line").fullmatch(folded)
        and not _said("signature").fullmatch(folded)
    ]
    words = "".join(kept)
    bare = _said("numbering").sub("", _fold(words))
    return words if bare and _said("nothing").fullmatch(bare) else None
