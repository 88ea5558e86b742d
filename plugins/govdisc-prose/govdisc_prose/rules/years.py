"""The statistical period, and years that were left over from another report (Articles 49 and 50 of the Regulation)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from govdisc.plugin import N_, Context, Example, Finding, Pattern, Period, Report, kept, periods, rule
from govdisc.plugin import gettext as _
from govdisc_prose.outline import Outline, rests_where
from govdisc_prose.patterns import pattern
from govdisc_prose.places import merged
from govdisc_prose.scan import PROSE, Prose, read
from govdisc_prose.signs import signs_by_text

_ACT = "《中华人民共和国政府信息公开条例》"
#: A text tells whose it is and for when within so many characters.
BEGINNING = 1500
#: Years that may be left over: last year's, and those of older texts; the next year's is a slip of the hand.
_OTHERS = (-1, -2, -3, 1)


@rests_where
def _of_the_whole_year(outline: Outline) -> bool:
    return all(sign == f"period {outline.year}" for sign in outline.signs if sign.startswith("period"))


@rule(
    code="STR303",
    title=N_("A statistical period that is not the report's year"),
    severity="warning",
    basis=f"{_ACT}第四十九条",
    regime="cn",
    since="0.1.0",
    passing=Example(report={"year": 2023, "lead": "统计期限自2023年1月1日起至2023年12月31日止。"}),
    failing=Example(report={"year": 2023, "lead": "统计期限自2022年1月1日起至2022年12月31日止。"}),
    idle=_of_the_whole_year,
)
def period(report: Report, context: Context) -> Iterator[Finding]:
    """The period that the numbers are said to be for is not the report's year from 1 January to 31 December, or is no period at all.

    Dates whose characters were lost on the way (2025111231日), and academic years, are left alone.
    """
    found: dict[str, list[tuple[Prose, int, int]]] = {}
    for text in context.once(report, read):
        for start, end, named in _periods(text.flat):
            problem = _period_problem(report.year, named)
            if problem:
                found.setdefault(problem, []).append((text, start, end))
        for match in pattern("period", "until").finditer(text.flat) if text.id is None else ():
            problem = _last_day_problem(report.year, *(int(match[name]) for name in ("year", "month", "day")))
            if problem:
                found.setdefault(problem, []).append((text, *match.span()))
    for problem, places in found.items():
        place = merged([text.where(start, end) for text, start, end in places])
        yield period.finding(problem, expected=report.year, actual=place["quote"], **place)


def _periods(flat: str) -> Iterator[tuple[int, int, Period]]:
    """Yield the periods that a text tells of, from the word that does so."""
    if pattern("period", "another").search(flat):
        return
    for word in pattern("signs", "period").finditer(flat):
        ahead = _END.split(flat[word.end() : word.end() + _NEAR], 1)[0]
        for named in islice(periods(ahead), 1):
            if not named.damaged and pattern("period", "leads").fullmatch(ahead, 0, named.start):
                yield word.start(), word.end() + named.end, named


#: The period stands within so many characters behind the word that tells of it.
_NEAR = 80
_END = Pattern("[。；;]")


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


def _last_day_problem(year: int | None, last: int, month: int, day: int) -> str | None:
    """What is wrong with a last day alone; a later year's may be the day on which the report was made."""
    if year is None or last > year:
        return None
    if last < year:
        return _("The statistical period is not the year of the report, {year}.").format(year=year)
    whole = _("The statistical period is not the whole year, from 1 January to 31 December.")
    return None if (month, day) == (12, 31) else whole


@rests_where
def _no_other_year(outline: Outline) -> bool:
    if outline.year is None:
        return True  # spares time
    others, of_plans = _looked_for(outline.year)
    return all((of_plans if part == "problems" else others).isdisjoint(signs) for part, signs in outline.texts)


@rule(
    code="STR304",
    title=N_("Another year's year left in the text"),
    severity="warning",
    basis=f"{_ACT}第五十条",
    regime="cn",
    since="0.1.0",
    passing=Example(
        report={"year": 2023},
        sections={"overview": "2023年，本机关全年共公开政府信息120条，比2022年多8条。", "problems": "存在不足。2024年，我局将进一步改进。"},
    ),
    failing=Example(report={"year": 2023}, sections={"overview": "2022年，本机关全年共公开政府信息120条。"}),
    idle=_no_other_year,
)
def leftover_year(report: Report, context: Context) -> Iterator[Finding]:
    """The text tells of the work of another year as if it were this report's: last year's text was not brought up to date.

    Only sentences that leave no doubt are reported: a statement of the year's numbers under another year's date without any comparison
    (also 本年度（2022年）, 截至2022年12月31日), part 1 that opens with the work of another year, the announcement of another year's
    report, plans for the year that the report is about, a statement on fees for another year. One finding a part.
    """
    if report.year is None:
        return
    others, of_plans = _looked_for(report.year)
    for text, signs in context.once(report, signs_by_text):
        if (of_plans if text.id == "problems" else others).isdisjoint(signs):  # spares time
            continue
        for start, match in islice(_leftovers(text, report.year, others), 1):
            yield leftover_year.finding(
                _("The text speaks of {actual} where the report is for {year}.").format(actual=match["year"], year=report.year),
                expected=report.year,
                actual=int(match["year"]),
                **text.where(start + match.start(), start + match.end()),
            )


@lru_cache(maxsize=64)
def _looked_for(year: int) -> tuple[frozenset[str], frozenset[str]]:
    """Return the years that may be left over, and those for which there may be plans in part 5."""
    return frozenset(str(year + step) for step in _OTHERS), frozenset(map(str, range(year - 3, year + 1)))


def _leftovers(text: Prose, year: int, others: frozenset[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield what was left over in a text, each with the place in the flat text that its match counts from."""
    if text.id in (None, "overview"):
        for match in pattern("years", "titled").finditer(text.flat[:BEGINNING]):
            if match["year"] == str(year - 1):
                yield 0, match
    if text.id not in PROSE:
        return
    for number, (start, words) in enumerate(_sentences(text)):
        told = _told(words) if "年" in words else {}  # spares time
        for name in _names(text.id, number) if told else ():  # spares time
            found = told.get(name)
            if found is None:
                continue
            meant = {str(year), str(year - 1)} if name == "planned" else others
            if found["year"] in meant and not _told_of(name, text, start, words, found, year):
                yield start, found


#: The patterns of what one sentence says.
_OF_SENTENCES = ("this_year", "done", "did", "as_of", "whole_year", "opening", "planned", "summed_up", "fee")


@kept
def _told(words: str) -> dict[str, re.Match[str]]:
    """What a sentence tells of a year, by the patterns that match."""
    return {name: found for name in _OF_SENTENCES if (found := pattern("years", name).search(words))}


def _names(part: str | None, number: int) -> Iterator[str]:
    yield "this_year"
    if part == "overview":
        yield from ("done", "did", "as_of", "whole_year")
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
    if name == "summed_up":
        return False
    if name == "fee":
        return f"{year}年" in text.flat
    return pattern("years", "compared").search(words[match.start() + 4 : match.end() + 12].replace("截至", "")) is not None


def _sentences(text: Prose) -> Iterator[tuple[int, str]]:
    """Yield the sentences as (place, words) in the flat text; a semicolon ends one, too."""
    for match in _SENTENCE.finditer(text.flat):
        yield match.start(), match[0]


_SENTENCE = Pattern(r"[^。！？；;]{1,2000}[。！？；;]?")
