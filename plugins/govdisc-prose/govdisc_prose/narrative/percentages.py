"""Percentages that no pair of the numbers in their sentence gives: a growth rate, or a share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, rule
from govdisc.text.values import printed_value
from govdisc_prose.narrative.counts import quote, step_of
from govdisc_prose.narrative.sentences import PIECES, Number, Sentence, prose

_GROWTH = Pattern(r"(?:增长|增加|增幅|提升|提高|上升|下降|减少|降低|降幅)(?:了|率|幅度)?(?:达|为|约)?[:：]?$")
_BASE = Pattern(r"(?:去年|上年|上一年|20\d\d年)度?(?:同期)?(?:[的为是]|[（(]|共|全年|公开|发布|收到|主动|政府|信息|受理|申请|数量)*$")
_SHARE = Pattern(r"^(?:[（(，,])?(?:约)?占(?:比|总数的?|总量的?|全部的?|申请总[数量]的?|比例)?(?:达|为|约)?$")
_WHOLE = Pattern("共|总|合计|累计")
#: Among more numbers than this a pair that gives some percentage is found by chance.
MOST_NUMBERS = 12


def _computable(sentence: Sentence) -> Iterator[tuple[Number, list[Number], Decimal]]:
    """Yield the percentages whose two numbers stand in the sentence beyond doubt, with its numbers and what the two give."""
    if any(one.unit in ("万元", "亿元", "元") for one in sentence.numbers):
        return
    ahead: list[Number] = []
    behind: Number | None = None
    for number in sentence.numbers:
        if number.unit in PIECES:
            if number.approximate or len(ahead) == MOST_NUMBERS:
                return
            ahead.append(number)
        elif number.unit in ("%", "％") and not number.approximate:
            given = _growth(sentence, ahead) if _GROWTH.search(number.before) else _share(ahead, behind, number)
            if given is not None:
                yield number, ahead, given
        behind = number


def _growth(sentence: Sentence, pair: list[Number]) -> Decimal | None:
    """Return the growth in per cent of two numbers of which one is said to be an earlier year's, None when that is not certain."""
    if len(pair) != 2 or pair[0].unit != pair[1].unit or "其中" in sentence.until(pair[1]) or "平均" in sentence.text:
        return None
    earlier = [one for one in pair if _BASE.search(sentence.until(one)) is not None]
    if not earlier or not earlier[0].value:
        return None
    base, other = (pair[0], pair[1]) if len(earlier) == 2 or earlier[0] is pair[0] else (pair[1], pair[0])
    return abs(Decimal(other.value) * 100 / base.value - 100)


def _share(ahead: list[Number], behind: Number | None, percent: Number) -> Decimal | None:
    """Return the share in per cent that the number before a percentage has of the whole, None when the whole is not certain."""
    if behind is None or not ahead or behind is not ahead[-1] or not _SHARE.match(percent.before):
        return None
    whole = next((one for one in ahead[:-1] if one.unit == behind.unit), None)
    if whole is None or not whole.value or whole.value < behind.value or not _WHOLE.search(whole.before):
        return None
    return Decimal(behind.value) * 100 / whole.value


def _gives(percent: Number, numbers: list[Number]) -> bool:
    """Whether a pair of numbers gives the percentage, rounded or cut off at the decimals that it has."""
    step = step_of(percent.value)
    for one, other in permutations([Decimal(number.value) for number in numbers], 2):
        if other:
            share = one * 100 / other
            if any(abs(abs(value) - percent.value) < step for value in (share, share - 100)):
                return True
    return False


@rule(
    code="NAR302",
    title=N_("A percentage that the numbers of its sentence do not give"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
    since="0.1.0",
    passing=Example(sections={"overview": "2022年公开信息2130条，2023年公开信息2153条，同比增长1.08%。"}),
    failing=Example(sections={"overview": "2022年公开信息2130条，2023年公开信息2153条，同比增长1.05%。"}),
)
def percentage(report: Report, context: Context) -> Iterator[Finding]:
    """A growth rate or a share stands in one sentence with both numbers that it is made of, and they do not give it.

    Percentages may be rounded or cut off, at any number of decimals.
    """
    for section, text, read_text in prose(report):
        if "%" not in read_text.flat and "％" not in read_text.flat:
            continue
        for sentence in read_text.sentences:
            if "%" not in sentence.text and "％" not in sentence.text:
                continue
            for percent, numbers, given in _computable(sentence):
                if _gives(percent, numbers):
                    continue
                expected = given.quantize(Decimal("0.01"))
                yield percentage.finding(
                    _("The text says {actual} %, the numbers beside it give {expected} %.").format(
                        actual=printed_value(percent.value), expected=printed_value(expected)
                    ),
                    section=section,
                    quote=quote(text, sentence, percent),
                    expected=expected,
                    actual=percent.value,
                )


RULES = [percentage]
