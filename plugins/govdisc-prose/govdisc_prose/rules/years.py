"""The statistical period, and years that were left over from another report (Articles 49 and 50 of the Regulation)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from govdisc.plugin import N_, Context, Example, Finding, Period, Report, periods, rule
from govdisc.plugin import gettext as _
from govdisc_prose.patterns import data, holds, pattern
from govdisc_prose.places import merged
from govdisc_prose.scan import PROSE, Prose, everything, read

_ACT = "《中华人民共和国政府信息公开条例》"
#: A text tells whose it is and for when within so many characters.
BEGINNING = 1500
#: Years that may be left over: last year's, and those of older texts; the next year's is a slip of the hand.
_OTHERS = (-1, -2, -3, 1)


@rule(
    code="STR303",
    title=N_("A statistical period that is not the report's year"),
    severity="warning",
    basis=f"{_ACT}第四十九条",
    since="0.1.0",
    passing=Example(report={"year": 2023, "lead": "统计期限自2023年1月1日起至2023年12月31日止。"}),
    failing=Example(report={"year": 2023, "lead": "统计期限自2022年1月1日起至2022年12月31日止。"}),
)
def period(report: Report, context: Context) -> Iterator[Finding]:
    """The period that the numbers are said to be for is not the report's year from 1 January to 31 December, or is no period at all.

    Dates whose characters were lost on the way (2025111231日), and academic years, are left alone.
    """
    found: dict[str, list[tuple[Prose, int, int]]] = {}
    for text in context.once(report, read):
        for start, end, named in _periods(text.flat, report.year):
            problem = _period_problem(report.year, named)
            if problem:
                found.setdefault(problem, []).append((text, start, end))
    for problem, places in found.items():
        place = merged([text.where(start, end) for text, start, end in places])
        yield period.finding(problem, expected=report.year, actual=place["quote"], **place)


def _periods(flat: str, year: int | None) -> Iterator[tuple[int, int, Period]]:
    """Yield the periods that a text tells of, from the word that does so."""
    said: dict[str, Any] = data("wording.toml")["period"]
    for word in said["said"] if said["another"] not in flat else ():
        at = flat.find(word)
        while at >= 0:
            ahead = _UP_TO.match(flat, at + len(word))
            usual = f"自{year}年1月1日起至{year}年12月31日"  # nearly all read so, and nothing is wrong with it
            named = next(periods(ahead[0]), None) if ahead and "20" in ahead[0][:_NEAR] and usual not in ahead[0] else None
            if ahead and named is not None and not named.damaged and pattern("period", "leads").fullmatch(ahead[0], 0, named.start):
                yield at, at + len(word) + named.end, named
            at = flat.find(word, at + 1)


#: The period stands at most so many characters behind the word that tells of it.
_NEAR = 16
_UP_TO = re.compile(r"[^。；;]{0,80}")


def _period_problem(year: int | None, named: Period) -> str | None:
    if named.first is None or named.last is None:
        return _("The statistical period names a day that does not exist.")
    if named.last < named.first:
        return _("The statistical period ends before it begins.")
    if year is not None and named.years != (year, year):
        return _("The statistical period is not the year of the report, {year}.").format(year=year)
    if (named.first.month, named.first.day, named.last.month, named.last.day) != (1, 1, 12, 31):
        return _("The statistical period is not the whole year, from 1 January to 31 December.")
    return None


@rule(
    code="STR304",
    title=N_("Another year's year left in the text"),
    severity="warning",
    basis=f"{_ACT}第五十条",
    since="0.1.0",
    passing=Example(
        report={"year": 2023},
        sections={"overview": "2023年，本机关全年共公开政府信息120条，比2022年多8条。", "problems": "存在不足。2024年，我局将进一步改进。"},
    ),
    failing=Example(report={"year": 2023}, sections={"overview": "2022年，本机关全年共公开政府信息120条。"}),
)
def leftover_year(report: Report, context: Context) -> Iterator[Finding]:
    """The text tells of the work of another year as if it were this report's: last year's text was not brought up to date.

    Only sentences that leave no doubt are reported: a statement of the year's numbers under another year's date without any comparison
    (also 本年度（2022年）, 截至2022年12月31日), part 1 that opens with the work of another year, the announcement of another year's
    report, plans for the year that the report is about, a statement on fees for another year. One finding a part.
    """
    if report.year is None:
        return
    others = {str(report.year + step) for step in _OTHERS}
    whole = context.once(report, everything)
    if not holds(whole, [f"{year}年" for year in others]) and "将" not in whole:
        return
    for text in context.once(report, read):
        years = (report.year, *range(report.year - 3, report.year)) if text.id == "problems" else others
        if not holds(text.flat, [f"{year}年" for year in years]):
            continue
        for start, match in islice(_leftovers(text, report.year, others), 1):
            yield leftover_year.finding(
                _("The text speaks of {actual} where the report is for {year}.").format(actual=match["year"], year=report.year),
                expected=report.year,
                actual=int(match["year"]),
                **text.where(start + match.start(), start + match.end()),
            )


def _leftovers(text: Prose, year: int, others: set[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield what was left over in a text, each with the place in the flat text that its match counts from."""
    if text.id in (None, "overview"):
        for match in pattern("years", "titled").finditer(text.flat[:BEGINNING]):
            if match["year"] == str(year - 1):
                yield 0, match
    if text.id not in PROSE:
        return
    for number, (start, words) in enumerate(_sentences(text)):
        if "年" not in words:
            continue
        for name in _names(text.id, number):
            found = pattern("years", name).search(words)
            if found is None:
                continue
            meant = {str(year), str(year - 1)} if name == "planned" else others
            if found["year"] in meant and not _told_of(name, text, start, words, found, year):
                yield start, found


def _names(part: str | None, number: int) -> Iterator[str]:
    yield "this_year"
    if part == "overview":
        yield from ("done", "as_of", "whole_year")
        if number < 2:
            yield "opening"
    elif part == "problems":
        yield "planned"
        if number == 0:
            yield "summed_up"
    else:
        yield from ("fee", "as_of")


def _told_of(name: str, text: Prose, start: int, words: str, match: re.Match[str], year: int) -> bool:
    """Whether a sentence tells of another year rightly: it compares, or goes on to the report's own year."""
    if name in ("this_year", "whole_year", "planned"):
        return False
    behind = text.flat[start + len(words) :][:12]
    if f"{year}年" in words or behind.startswith(f"{year}年") or "本年" in words[match.end() :] or "今年" in words:
        return True
    if name in ("fee", "summed_up"):
        return f"{year}年" in text.flat if name == "fee" else False
    return pattern("years", "compared").search(words[match.start() + 4 : match.end() + 12].replace("截至", "")) is not None


def _sentences(text: Prose) -> Iterator[tuple[int, str]]:
    """Yield the sentences as (place, words) in the flat text; a semicolon ends one, too."""
    for match in _SENTENCE.finditer(text.flat):
        yield match.start(), match[0]


_SENTENCE = re.compile(r"[^。！？；;]{1,2000}[。！？；;]?")
