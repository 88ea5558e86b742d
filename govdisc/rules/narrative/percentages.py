"""Percentages that no pair of the numbers in their sentence gives: a growth rate, or a share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from govdisc.findings import Finding
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.numbers import printed_value
from govdisc.report import Report
from govdisc.rules.narrative.counts import quote, step_of
from govdisc.rules.narrative.sentences import PIECES, Number, Sentence, prose
from govdisc.rules.registry import Context, Example, rule

_GROWTH = re.compile(r"(?:增长|增加|增幅|提升|提高|上升|下降|减少|降低|降幅)(?:了|率|幅度)?(?:达|为|约)?[:：]?$")
_BASE = re.compile(r"(?:去年|上年|上一年|20\d\d年)度?(?:同期)?(?:[的为是]|[（(]|共|全年|公开|发布|收到|主动|政府|信息|受理|申请|数量)*$")
_SHARE = re.compile(r"^(?:[（(，,])?(?:约)?占(?:比|总数的?|总量的?|全部的?|申请总[数量]的?|比例)?(?:达|为|约)?$")
_WHOLE = re.compile("共|总|合计|累计")


def _computable(sentence: Sentence) -> Iterator[tuple[Number, list[Number]]]:
    """The percentages of a sentence whose two numbers stand in it beyond doubt, with those numbers."""
    for place, percent in enumerate(sentence.numbers):
        if percent.unit not in ("%", "％") or percent.approximate:
            continue
        ahead = [one for one in sentence.numbers[:place] if one.unit in PIECES]
        if any(one.approximate for one in ahead) or any(one.unit in ("万元", "亿元", "元") for one in sentence.numbers):
            continue
        if _GROWTH.search(percent.before):
            if len(ahead) == 2 and ahead[0].unit == ahead[1].unit and _two_years(sentence, ahead):
                yield percent, ahead
        elif _SHARE.match(percent.before) and place and sentence.numbers[place - 1] in ahead:
            part = sentence.numbers[place - 1]
            wholes = [one for one in ahead if one is not part and one.unit == part.unit]
            if wholes and wholes[0].value >= part.value and _WHOLE.search(wholes[0].before):
                yield percent, ahead


def _two_years(sentence: Sentence, pair: list[Number]) -> bool:
    """Whether one of two numbers is said to be an earlier year's, and neither a part of something."""
    if "其中" in sentence.until(pair[1]) or "平均" in sentence.text:
        return False
    first, second = (_BASE.search(sentence.until(one)) is not None for one in pair)
    return first or second


def _gives(percent: Number, numbers: list[Number]) -> bool:
    """Whether a pair of numbers gives the percentage, rounded or cut off at the decimals that it has."""
    step = step_of(percent.value)
    for one, other in permutations([Decimal(number.value) for number in numbers], 2):
        if other:
            share = one * 100 / other
            if any(abs(abs(value) - percent.value) < step for value in (share, share - 100)):
                return True
    return False


def _nearest(percent: Number, numbers: list[Number]) -> Decimal:
    values = [Decimal(number.value) for number in numbers]
    rates = [abs(rate) for one, other in permutations(values, 2) if other for rate in (one * 100 / other, one * 100 / other - 100)]
    return min(rates, key=lambda rate: abs(rate - percent.value)).quantize(Decimal("0.01"))


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
            for percent, numbers in _computable(sentence):
                if len(numbers) > 12 or _gives(percent, numbers):
                    continue
                nearest = _nearest(percent, numbers)
                yield percentage.finding(
                    _("the text says {actual} %, the numbers beside it give {expected} %.").format(
                        actual=printed_value(percent.value), expected=printed_value(nearest)
                    ),
                    section=section,
                    quote=quote(text, sentence, percent),
                    expected=nearest,
                    actual=percent.value,
                )


RULES = [percentage]
