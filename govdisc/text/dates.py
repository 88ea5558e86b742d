"""Days and statistical periods, however reports and pages print them; a day that does not exist is none.

Read are 2024年1月5日, 2024-01-05, 2024/1/5, 2024.1.5, 20240105, 二〇二四年一月五日, each in full-width characters, with blanks and with a
time of day behind it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from govdisc.patterns import Pattern
from govdisc.records import record

_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("零○Оo0Oօ", "〇〇〇〇〇〇〇")
_TENS = ("", "十", "二十", "三十")
#: 一 to 三十九, of which months and days use the first.
_NUMERALS = {tens + (_DIGITS[unit] if unit else ""): number for number in range(1, 40) for tens, unit in [(_TENS[number // 10], number % 10)]}

_DAY = Pattern(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*(?:年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})(?:\s*[日号]|(?!\d))"
    r"|(?P<separator>[-/.—–])\s*(?P<m2>\d{1,2})\s*(?P=separator)\s*(?:(?P<d2>\d\d)(?=\d\d?:\d\d)|(?P<d3>\d{1,2})(?!\d))"
    r"|(?P<m4>\d\d)(?P<d4>\d\d)(?!\d))"
)
_YEAR_PART, _MONTH_PART, _DAY_PART = "(?:[一二][〇零○Оo0O一二三四五六七八九]{3}|20\\d\\d)", "[一二三四五六七八九十]{1,2}", "[一二三四五六七八九十]{1,3}"
_CHINESE_DAY = Pattern(rf"(?P<year>{_YEAR_PART})年(?P<month>{_MONTH_PART})月(?P<day>{_DAY_PART})日")
#: A blank within the figures of a day (1 7 日).
_PARTED = Pattern(r"(?<=\d)[ \t]+(?=\d{1,3}[ \t]*[年月日])")
#: What may stand behind a day that stands alone.
_BESIDES = Pattern(r"[\s,]*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?(?:[\sT]*\d{1,2}[:时点][\d:.时点分秒+Z-]*)?")
_ISO = Pattern(r"(?a)\d{4}-\d{2}-\d{2}")

#: A period: the day it begins, what leads over, the day it ends. The year may stand once, and a 年 may have been lost (20231月1日).
_PERIOD = Pattern(
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)[年./-]?(?P<m1>\d{1,2})(?:[./-]|月)(?P<d1>\d{1,2})日?"
    r"(?:\d{1,2}[时点:](?:00)?)?[^。；;\d]{0,6}?(?:[至到止—–－～~-])[^。；;\d]{0,4}?"
    r"(?:(?P<y2>(?:19|20)\d\d)[年./-]?)?(?P<m2>\d{1,2})(?:[./-]|月)(?P<d2>\d{1,2})(?:日|(?!\d))"
)
_CHINESE_PERIOD = Pattern(
    rf"(?P<y1>{_YEAR_PART})年(?P<m1>{_MONTH_PART})月(?P<d1>{_DAY_PART})日[^。；;\d]{{0,6}}?(?:[至到止—–－～~-])[^。；;\d]{{0,4}}?"
    rf"(?:(?P<y2>{_YEAR_PART})年)?(?P<m2>{_MONTH_PART})月(?P<d2>{_DAY_PART})日"
)
#: A period of whole months: 2023年1月至11月.
_MONTHS = Pattern(
    r"(?<!\d)(?P<y1>(?:19|20)\d\d)年(?P<m1>\d{1,2})月份?(?:[起始]?[,，]?[至到止—–－～~-]{1,2})(?:(?P<y2>(?:19|20)\d\d)年)?(?P<m2>\d{1,2})月(?:份|底|末|(?!\d))"
)


def day_in(text: str, within: int | None = None) -> date | None:
    """Return the first day that a text names, None when it names none, or none that ends ``within`` so many characters."""
    folded = _PARTED.sub("", unicodedata.normalize("NFKC", text))
    found = next(_days(folded), None)
    if found is None and any(blank in folded for blank in " \t"):
        found = next(_days("".join(folded.split())), None)  # 2 0 2 4 年
    return found[0] if found and (within is None or found[2] <= within) else None


def lone_day(text: str) -> date | None:
    """Return the day that is all of a text, but for brackets, a weekday and a time of day; None for any other text."""
    folded = _PARTED.sub("", unicodedata.normalize("NFKC", text)).strip(" \t[](){}【】.。")
    found = next(_days(folded), None)
    return found[0] if found and found[1] == 0 and _BESIDES.fullmatch(folded, found[2]) else None


@lru_cache(maxsize=4096)
def iso_day(text: str | None) -> date | None:
    """Return the day of an ISO date (2024-01-05), a time of day behind it or not; None for anything else."""
    if not text or not _ISO.match(text):
        return None
    return _day(text[:4], text[5:7], text[8:10])


def is_iso_day(text: str) -> bool:
    """Tell whether a text is a day that exists, in the form 2024-01-05 and nothing else."""
    return len(text) == 10 and iso_day(text) is not None


def _days(text: str) -> Iterator[tuple[date, int, int]]:
    for found in _DAY.finditer(text):
        months, days = (found["m1"], found["m2"], found["m4"]), (found["d1"], found["d2"], found["d3"], found["d4"])
        day = _day(found["year"], next(filter(None, months)), next(filter(None, days)))
        if day is not None:
            yield day, *found.span()
    if "年" in text:  # spares time
        for found in _CHINESE_DAY.finditer(text):
            day = _spoken(year_in_numerals(found["year"]) or 0, found["month"], found["day"])
            if day is not None:
                yield day, *found.span()


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def year_in_numerals(text: str) -> int | None:
    """Return the year that four numerals name (二〇二四, 二○二四, 二0二四), None when they name none."""
    if text.isdecimal():
        return int(text) if len(text) == 4 else None
    digits = [_DIGITS.find(numeral) for numeral in text.translate(_ZEROS)]
    return int("".join(map(str, digits))) if len(digits) == 4 and -1 not in digits else None


@record(frozen=True, slots=True)
class Period:
    """A period as a text names it, from ``start`` to ``end`` in it; a day that does not exist is None."""

    first: date | None
    last: date | None
    start: int
    end: int
    #: The years named at its beginning and its end, whether or not the days exist.
    years: tuple[int, int]
    #: A 年 was lost on the way (20231月1日): what it says is likely, not certain.
    damaged: bool = False

    @property
    def year(self) -> int | None:
        """The year that it begins and ends in, from its first day on; None for any other period."""
        whole = self.first is not None and (self.first.month, self.first.day) == (1, 1) and self.years[0] == self.years[1]
        return self.years[0] if whole else None


def periods(flat: str) -> Iterator[Period]:
    """Yield the periods in a text without white space: 自2023年1月1日起，至2023年12月31日止."""
    for found in _PERIOD.finditer(flat):
        last_year = found["y2"] or found["y1"]
        damaged = flat[found.end("y1")].isdigit() or (found["y2"] is not None and flat[found.end("y2")].isdigit())
        first, last = _day(found["y1"], found["m1"], found["d1"]), _day(last_year, found["m2"], found["d2"])
        yield Period(first, last, *found.span(), (int(found["y1"]), int(last_year)), damaged)
    for found in _MONTHS.finditer(flat) if "月" in flat else ():  # spares time
        last_year = found["y2"] or found["y1"]
        first, last = _day(found["y1"], found["m1"], "1"), _last_of_month(int(last_year), int(found["m2"]))
        yield Period(first, last, *found.span(), (int(found["y1"]), int(last_year)))
    for found in _CHINESE_PERIOD.finditer(flat) if "月" in flat else ():  # spares time
        since, until = (year_in_numerals(year) or 0 for year in (found["y1"], found["y2"] or found["y1"]))
        yield Period(_spoken(since, found["m1"], found["d1"]), _spoken(until, found["m2"], found["d2"]), *found.span(), (since, until))


def _last_of_month(year: int, month: int) -> date | None:
    from calendar import monthrange

    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def _spoken(year: int, month: str, day: str) -> date | None:
    return _day(str(year), str(_NUMERALS.get(month, 0)), str(_NUMERALS.get(day, 0)))
