"""The body of law that a form belongs to: its language, how it numbers and titles, and what its bodies and cells may be.

What the national forms of China print stands in ``forms/cn.toml``; a form of another regime brings its own in the same words. Titles,
headings and dates are patterns that are written *and* read: ``{agency} Annual Report for {year}`` prints a title, and knows one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from functools import cached_property

from govdisc.records import record

#: How parts are numbered, and what such a number looks like in print.
ORDINALS: Mapping[str, str] = {
    "chinese": "[一二三四五六七八九十]{1,3}",
    "roman": "[IVXLC]{1,7}",
    "arabic": r"\d{1,2}",
    "letters": "[A-Z]",
    "none": "(?!)",
}
_CHINESE = "一二三四五六七八九十"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
#: The bodies of law of the national forms, which a rule may be bound to.
CN = "cn"
#: The longest name of a body that a title is believed to hold.
LONGEST_AGENCY = 120


@record(frozen=True, eq=False)
class Regime:
    """A regime: ``titles`` and ``dates`` are patterns, the first of each is what is written.

    ``labels`` are words before a fact on the page (``published``, ``agency``); ``levels`` and ``kinds`` what a body may be;
    ``joint`` stands between things that a message lists; ``units`` are what may stand behind a number in a cell.
    """

    id: str
    language: str
    ordinals: str
    heading: str
    titles: tuple[str, ...]
    dates: tuple[str, ...]
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    joint: str = "; "
    prompt: str = ""
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_cn(self) -> bool:
        """Whether it is that of the national forms of China, whose language the recogniser knows by more than patterns."""
        return self.id == CN

    def printed_heading(self, ordinal: str, title: str) -> str:
        """Return the heading of a part as it is printed: 一、总体情况, V. FOIA Requests."""
        return self.heading.replace("{ordinal}", ordinal).replace("{title}", title) if ordinal else title

    def printed_title(self, agency: str, year: int | str) -> str:
        """Return the title of a report as it is printed."""
        return self.titles[0].replace("{agency}", agency).replace("{year}", str(year))

    def read_title(self, text: str) -> tuple[str | None, int | None] | None:
        """Return the agency and the year that a title names, None when the text is no title of this regime."""
        folded = " ".join(text.split())
        for pattern in self._titles:
            match = pattern.fullmatch(folded)
            if match:
                named = match.groupdict()
                return (named.get("agency") or "").strip(" ,;:-–—") or None, int(named["year"]) if named.get("year") else None
        return None

    def read_date(self, text: str) -> str | None:
        """Return a day as YYYY-MM-DD, None when the text is none in this regime."""
        folded = " ".join(text.split()).strip(" .,;")
        for pattern in ("%Y-%m-%d", *self.dates):
            try:
                found = datetime.strptime(folded, pattern).date()
            except ValueError:
                continue
            return found.isoformat() if found.year >= date.min.year + 1000 else None
        return None

    def number(self, ordinal: str) -> int | None:
        """Return the number that an ordinal stands for, None when it is none of this regime's."""
        if self.ordinals == "arabic":
            return int(ordinal) if ordinal.isdecimal() else None
        if self.ordinals == "letters":
            return ord(ordinal) - 64 if len(ordinal) == 1 and "A" <= ordinal <= "Z" else None
        if self.ordinals == "roman":
            return _roman(ordinal)
        if self.ordinals == "chinese" and len(ordinal) == 1 and ordinal in _CHINESE:
            return _CHINESE.index(ordinal) + 1
        return None

    @cached_property
    def ordinal(self) -> re.Pattern[str]:
        """A part's number in front of its title, with the sign behind it."""
        return re.compile(rf"(?:(?:Part|Section|Chapter)\s+)?(?P<numeral>{ORDINALS[self.ordinals]})\s*[.:)、．]\s*")

    @cached_property
    def _titles(self) -> tuple[re.Pattern[str], ...]:
        return tuple(_reading(title) for title in self.titles)


def _reading(title: str) -> re.Pattern[str]:
    """The pattern that knows a title: white space is any, case does not matter."""
    pieces = {"{agency}": rf"(?P<agency>.{{2,{LONGEST_AGENCY}}}?)", "{year}": r"(?P<year>(?:19|20)\d\d)"}
    parts = [pieces.get(part) or r"\s*".join(map(re.escape, part.split())) for part in re.split(r"(\{agency\}|\{year\})", title)]
    return re.compile(r"\s*".join(filter(None, parts)), re.IGNORECASE)


def _roman(text: str) -> int | None:
    if not text or any(letter not in _ROMAN for letter in text):
        return None
    values = [_ROMAN[letter] for letter in text]
    number = sum(-value if value < max(values[at + 1 :], default=0) else value for at, value in enumerate(values))
    return number if 0 < number <= 40 else None
