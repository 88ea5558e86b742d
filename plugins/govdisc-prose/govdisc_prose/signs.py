"""What the sentences of a report may be about: a first look, made once a sentence, that spares most rules a look of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from govdisc.plugin import Context, Form, Pattern, Report, kept
from govdisc_prose.parts import measured, nothing_in, topics_left_out
from govdisc_prose.patterns import data, holds, pattern
from govdisc_prose.scan import Prose, read

_YEAR = Pattern(r"20\d\d(?=年)")
#: The statistical period of a whole year: what nearly every report says, and nothing is wrong with it.
_WHOLE_YEAR = Pattern(r"自(20\d\d)年1月1日起?至\1年12月31日")
#: What stands for a number in a masked sentence.
_NUMBER = Pattern("[#¥%~]")
_BLANKS, _TOPICS, _NUMBERED, _NOTHING = (frozenset({name}) for name in ("blanks", "topics", "一、", "nothing"))


@cache
def accountability() -> Mapping[str, list[str]]:
    """Return what a government's report tells beside, and the words that show it."""
    told: Mapping[str, list[str]] = data("wording.toml")["topics"]["accountability"]
    return told


@cache
def _signs() -> tuple[tuple[str, Pattern], ...]:
    return tuple((name, pattern("signs", name)) for name in data("wording.toml")["signs"])


@kept
def signs(words: str) -> frozenset[str]:
    """Return the names of the ``[signs]`` of ``wording.toml`` that stand in a masked sentence, the years that it names, whose whole year its
    period is (``period 2023``), what it tells of accountability (``工作考核``), and ``measure`` where it tells of one for certain.
    """  # noqa: D205
    found = {name for name, sign in _signs() if sign.search(words)}
    period = _WHOLE_YEAR.search(words) if "period" in found else None  # spares time
    if period is not None and len(_YEAR.findall(words)) == 2:  # it names no other
        found = {*found, f"period {period[1]}"} - {"period"}
    found |= {title for title, known in accountability().items() if holds(words, known)}
    if _NUMBER.search(words) is None and measured(words):
        found.add("measure")
    return frozenset(found.union(_YEAR.findall(words)))


def signs_by_text(report: Report, context: Context) -> list[tuple[Prose, frozenset[str]]]:
    """Return each text of a report with the signs of its sentences, and those of the whole: ``blanks`` where it has gaps, ``一、`` where it
    has that, ``topics`` where it is part 1 and leaves no topic out, ``nothing`` where it says nothing. Ask through ``Context.once``.
    """  # noqa: D205
    return [(text, _signs_of_text(text, context.form)) for text in context.once(report, read)]


def _signs_of_text(text: Prose, form: Form) -> frozenset[str]:
    found = [*map(signs, text.words)]
    printed, flat = text.section.text, text.flat
    if "  " in printed or "\u3000\u3000" in printed:
        found.append(_BLANKS)
    if text.id == "overview" and not topics_left_out(text, form):
        found.append(_TOPICS)
    if "一、" in flat:
        found.append(_NUMBERED)
    if nothing_in(text):
        found.append(_NOTHING)
    return frozenset().union(*found)


def signs_of(report: Report, context: Context) -> frozenset[str]:
    """Return the signs of all sentences of a report. Ask through ``Context.once``."""
    return frozenset().union(*[found for _text, found in context.once(report, signs_by_text)])
