"""What the sentences of a report may be about: a first look, made once a sentence, that spares most rules a look of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from govdisc.plugin import Context, Pattern, Report, kept
from govdisc_prose.patterns import data, pattern
from govdisc_prose.scan import Prose, read

_YEAR = Pattern(r"20\d\d(?=年)")
#: The statistical period of a whole year: what nearly every report says, and nothing is wrong with it.
_WHOLE_YEAR = Pattern(r"自(20\d\d)年1月1日起?至\1年12月31日")


@cache
def _signs() -> tuple[tuple[str, Pattern], ...]:
    return tuple((name, pattern("signs", name)) for name in data("wording.toml")["signs"])


@kept
def signs(words: str) -> frozenset[str]:
    """Return the names of the ``[signs]`` of ``wording.toml`` that stand in a masked sentence, the years that it names, and whose whole year
    its period is (``period 2023``).
    """  # noqa: D205
    found = {name for name, sign in _signs() if sign.search(words)}
    period = _WHOLE_YEAR.search(words) if "period" in found else None  # spares time
    if period is not None and len(_YEAR.findall(words)) == 2:  # it names no other
        found = {*found, f"period {period[1]}"} - {"period"}
    return frozenset(found.union(_YEAR.findall(words)))


def signs_by_text(report: Report, context: Context) -> list[tuple[Prose, frozenset[str]]]:
    """Return each text of a report with the signs of its sentences. Ask through ``Context.once``."""
    return [(text, frozenset().union(*map(signs, text.words))) for text in context.once(report, read)]


def signs_of(report: Report, context: Context) -> frozenset[str]:
    """Return the signs of all sentences of a report. Ask through ``Context.once``."""
    return frozenset().union(*[found for _text, found in context.once(report, signs_by_text)])


def no_signs(*names: str) -> Callable[[Report, Context], bool]:
    """Return a look that says whether none of some signs stands in a report, so that the rules about them have nothing to find."""
    wanted = frozenset(names)

    def look(report: Report, context: Context) -> bool:
        return wanted.isdisjoint(context.once(report, signs_of))  # spares time

    return look
