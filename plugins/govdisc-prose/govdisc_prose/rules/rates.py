"""Percentages that cannot be: that no pair of the numbers beside them gives, or that are more than all of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from operator import itemgetter
from typing import Any

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Pattern, Report, chinese_number, printed_value, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import no_signs
from govdisc_prose.patterns import pattern
from govdisc_prose.places import where
from govdisc_prose.scan import PIECES, Number, Sentence, read, told

#: What is counted or computed.
Value = int | Decimal
#: How a percentage begins that is told in words.
_IN_WORDS = "百分之"
#: Among more numbers than this a pair that gives some percentage is found by chance.
MOST_NUMBERS = 12


def _rates(name: str) -> Pattern:
    return pattern("", name, "rates.toml")


def _says(sentence: Sentence, percent: Number, name: str) -> bool:
    at = percent.at - sentence.start
    return _rates(name).search(sentence.words, sentence.clause(at), at + 1) is not None


def _before(sentence: Sentence, number: Number) -> str:
    at = number.at - sentence.start
    return sentence.words[sentence.clause(at) : at]


def _computable(sentence: Sentence) -> Iterator[tuple[Number, list[Value], Decimal]]:
    """Yield the percentages whose two numbers stand in the sentence beyond doubt, with its numbers and what the two give, a fall below 0."""
    numbers = sentence.numbers
    if any(number.sign == "¥" for number in numbers):
        return
    ahead: list[Number] = []
    behind: Number | None = None
    for number in numbers:
        if number.sign == "%":
            if _says(sentence, number, "growth"):
                base = _base(sentence, ahead)
                if base is not None and _rates("of_others").search(_before(sentence, number)) is None:
                    yield number, [*(each.value for each in ahead), base[0]], Decimal(base[1]) * 100 / Decimal(base[0]) - 100
            else:
                share = _share(sentence, ahead, behind, number)
                given = _rate(sentence, ahead, behind, number) if share is None else share
                if given is not None:
                    yield number, [each.value for each in ahead], given
        elif number.unit in PIECES and number.unit:
            if len(ahead) == 2 and _rates("difference").search(_before(sentence, number)):  # 较28件增加6件
                continue
            if number.sign == "~" or len(ahead) == MOST_NUMBERS:
                return
            ahead.append(number)
        behind = number


def _base(sentence: Sentence, pair: list[Number]) -> tuple[Value, Value] | None:
    """Return an earlier year's number and this year's, of two numbers of which one is, or from which the other differs; None when that is not certain."""
    if len(pair) != 2 or pair[0].unit != pair[1].unit or "平均" in sentence.words:
        return None
    if "其中" in sentence.words[: pair[1].at - sentence.start]:
        return None
    changed = _rates("changed").search(_before(sentence, pair[1]))
    if changed is not None:
        before = pair[0].value - pair[1].value if changed["more"] else pair[0].value + pair[1].value
        return (before, pair[0].value) if before > 0 else None
    if _rates("to").fullmatch(sentence.words, pair[0].at + 1 - sentence.start, pair[1].at - sentence.start) and pair[0].value:
        return pair[0].value, pair[1].value
    told = [(int(match["year"] or 0), number) for number in pair if (match := _rates("base").search(sentence.words, 0, number.at - sentence.start))]
    if not told:
        return None
    base = min(told, key=itemgetter(0))[1]
    other = pair[1] if base is pair[0] else pair[0]
    return (base.value, other.value) if base.value else None


def _rate(sentence: Sentence, ahead: list[Number], behind: Number | None, percent: Number) -> Decimal | None:
    """Return the rate in per cent of what was done of what was received, where the two stand right before it; 100 can leave out what is not yet due."""
    if len(ahead) != 2 or behind is not ahead[1] or percent.value == 100 or ahead[0].unit != ahead[1].unit:
        return None
    received, done = (number.value for number in ahead)
    between = sentence.words[ahead[0].at + 1 - sentence.start : ahead[1].at - sentence.start]
    told = _rates("received").search(_before(sentence, ahead[0])) and _rates("done").match(between)
    if not told or not done or done >= received or not _rates("rate").match(sentence.words[sentence.clause(percent.at - sentence.start) :]):
        return None
    return Decimal(done) * 100 / received


def _share(sentence: Sentence, ahead: list[Number], behind: Number | None, percent: Number) -> Decimal | None:
    """Return the share in per cent that the number before a percentage has of the whole, None when the whole is not certain."""
    if behind is None or behind not in ahead[-1:]:
        return None
    if len(ahead) == 2 and ahead[0].unit == behind.unit and _rates("of_whole").fullmatch(_between(sentence, ahead[0], percent)):
        return Decimal(ahead[0].value) * 100 / behind.value if behind.value > ahead[0].value else None
    if not _rates("share").match(_before(sentence, percent)):
        return None
    whole = next((number for number in ahead[:-1] if number.unit == behind.unit), None)
    if whole is None or not whole.value or whole.value < behind.value:
        return None
    if not (_rates("whole").search(_before(sentence, whole)) or _rates("parts").match(sentence.words, whole.at - sentence.start)):
        return None
    return Decimal(behind.value) * 100 / whole.value


def _between(sentence: Sentence, part: Number, percent: Number) -> str:
    """The words from a part to its percentage."""
    return sentence.words[part.at + 1 - sentence.start : percent.at + 1 - sentence.start]


def _turned(sentence: Sentence, percent: Number, given: Decimal) -> bool:
    """Whether a clause tells of a fall where the numbers grew, or the other way round, and of nothing else."""
    at = percent.at - sentence.start
    return _rates("falls" if given > 0 else "grows").fullmatch(sentence.words, sentence.clause(at), at + 1) is not None


def _gives(percent: Number, numbers: list[Value]) -> bool:
    """Whether a pair of numbers gives the percentage, rounded or cut off at the decimals that it has."""
    for number, other in permutations([Decimal(number) for number in numbers], 2):
        if other:
            share = number * 100 / other
            if any(abs(abs(value) - percent.value) < percent.step for value in (share, share - 100)):
                return True
    return False


def _sentences(report: Report, context: Context) -> Iterator[Sentence]:
    for text in told(context.once(report, read)):
        if "%" in text.flat or "％" in text.flat or _IN_WORDS in text.flat:  # spares time
            yield from (text.sentence(index) for index, words in enumerate(text.words) if "%" in words or _IN_WORDS in words)


_no_percentage = no_signs("percentage")


def _clause(sentence: Sentence, number: Number) -> dict[str, Any]:
    at = number.at - sentence.start
    return where(sentence, sentence.clause(at), sentence.clause_end(at + 1))


@rule(
    code="NAR302",
    title=N_("A percentage that the numbers of its sentence do not give"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"overview": "2022年公开信息2130条，2023年公开信息2153条，同比增长1.08%。"}),
    failing=Example(sections={"overview": "2022年公开信息2130条，2023年公开信息2153条，同比增长1.05%。"}),
    idle=_no_percentage,
)
def percentage(report: Report, context: Context) -> Iterator[Finding]:
    """A growth rate or a share stands in one sentence with both numbers that it is made of, and they do not give it.

    Percentages may be rounded or cut off, at any number of decimals.
    """
    for sentence in _sentences(report, context):
        for percent, numbers, given in _computable(sentence):
            turned = bool(given) and _turned(sentence, percent, given)
            if turned or not _gives(percent, numbers):
                expected = (given if turned else abs(given)).quantize(Decimal("0.01"))
                actual = -percent.value if turned and given > 0 else percent.value
                yield percentage.finding(
                    _("The text says {actual} %, the numbers beside it give {expected} %.").format(
                        actual=printed_value(actual), expected=printed_value(expected)
                    ),
                    expected=expected,
                    actual=actual,
                    **_clause(sentence, percent),
                )


@rule(
    code="NAR303",
    title=N_("A rate or a fall of more than 100 per cent"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.2.0",
    passing=Example(sections={"overview": "依法办理申请，按时办结率为100%，公众号阅读量同比增长150%，完成解读任务的120%。"}),
    failing=Example(sections={"overview": "依法办理申请，按时办结率为105%。"}),
    idle=_no_percentage,
)
def above_all(report: Report, context: Context) -> Iterator[Finding]:
    """No more can be answered in time than was to be answered, no part is more than the whole, and nothing counted can fall by more than all of it.

    Rates of growth, and targets that were more than met, can be above 100 %.
    """
    for sentence in _sentences(report, context):
        for value, place in _above_all(sentence):
            yield above_all.finding(
                _("{actual} % is more than all of it.").format(actual=printed_value(value)), expected=100, actual=value, **place
            )


def _above_all(sentence: Sentence) -> Iterator[tuple[int | Decimal, dict[str, Any]]]:
    """Yield the percentages above 100 that cannot be, with their places; 百分之一百零五 is one as 105% is."""
    for name in _BELOW_ALL:
        for match in _rates(name).finditer(sentence.words):
            percent = sentence.number(match.end() - 1)
            if percent is not None and percent.value > 100:
                yield percent.value, _clause(sentence, percent)
    for match in _rates("in_words").finditer(sentence.words):
        value = chinese_number(match["value"]) if not match["value"].isdecimal() else int(match["value"])
        first = sentence.clause(match.start())
        said = f"{sentence.words[first : match.start()]}%"
        if value is not None and value > 100 and any(_rates(name).search(said) for name in _BELOW_ALL):
            yield value, where(sentence, first, match.end())


#: The patterns of what cannot be more than 100 per cent.
_BELOW_ALL = ("of_all", "fall")
