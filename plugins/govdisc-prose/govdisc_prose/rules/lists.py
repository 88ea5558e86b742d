"""Parts that should add up within a sentence (公开信息177条：动态94条、预算11条)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govdisc.plugin import N_, THE_FORM, Context, Example, Finding, Parameter, Report, printed_value, rule
from govdisc.plugin import gettext as _
from govdisc_prose.compare import Tables
from govdisc_prose.lists import Split, all_add_up, fits, splits
from govdisc_prose.patterns import data
from govdisc_prose.places import merged
from govdisc_prose.scan import Prose, read, told


def lists_add_up(report: Report, context: Context) -> bool:
    """Tell whether each list is plainly a whole with all its parts."""
    return all_add_up(told(context.once(report, read)))


@rule(
    code="NAR301",
    title=N_("Parts listed in a sentence that do not add up to their whole"),
    severity="warning",
    basis=THE_FORM,
    regime="cn",
    since="0.1.0",
    passing=Example(sections={"overview": "全年主动公开政府信息18条，其中通知公告5条、政务动态6条、政策文件5条、预算决算2条。"}),
    failing=Example(sections={"overview": "全年主动公开政府信息16条，其中通知公告5条、政务动态6条、政策文件5条、预算决算2条。"}),
    parameters=(
        Parameter(
            "complete_from",
            8,
            N_("so many parts behind 其中 or 包括 are taken as meant to be complete; less than the whole is then an info"),
        ),
    ),
    idle=lists_add_up,
)
def parts(report: Report, context: Context) -> Iterator[Finding]:
    """A sentence gives a whole and its parts, and the parts do not add up to it.

    Behind 其中 or 包括 the parts need not be all of the whole: only parts that sum to more are reported, and, as an info, a list of
    many parts that sums to less. Behind a colon, 分别为 or 具体如下, before 共计 or 合计, and where the last part is 其他, the parts are
    the whole. A list in brackets breaks down the number right before them. A whole may be broken down twice (信函6件；已公开2件，不属本机关4件), each time completely.
    """
    complete = int(context.parameter(parts, "complete_from"))
    found: dict[tuple[object, ...], list[tuple[Prose, Split, bool]]] = {}
    for text in told(context.once(report, read)):
        seen: set[int] = set()
        for split in splits(text):
            agrees = fits(split)
            short = split.sum < split.total.value and len(split.parts) >= complete and "等" not in split.separators
            if (agrees and not short) or seen & {split.total.at, split.parts[-1].at} or _of_more(report, context, split):
                continue
            seen |= {split.total.at, split.parts[-1].at}
            numbers = (split.total.value, *(part.value for part in split.parts))
            found.setdefault(numbers, []).append((text, split, agrees))
    for same in found.values():
        _text, split, agrees = same[0]
        yield parts.finding(
            _("The parts add up to {actual}, the whole is given as {expected}.").format(
                actual=printed_value(split.sum), expected=f"{printed_value(split.total.value)}{split.total.unit}"
            ),
            severity="info" if agrees else None,
            expected=split.total.value,
            actual=split.sum,
            **merged([_where(text, split) for text, split, _agrees in same]),
        )


def _of_more(report: Report, context: Context, split: Split) -> bool:
    """Whether the parts may be those of more than the whole that stands before them, by the tables: of applications carried in as well."""
    tables = Tables(report, context.form)
    return any(
        split.sum <= most
        for word, readings in data("lists.toml")["totals"].items()
        if word in split.counted
        for reading in readings
        for most in tables.sums(tuple(reading))
    )


def _where(text: Prose, split: Split) -> dict[str, Any]:
    """The clause of the whole, up to the last part; a sum stands behind its parts."""
    first, last = min(split.total.at, split.parts[0].at), max(split.total.end, split.parts[-1].end)
    sentence = text.sentence_at(first)
    return text.where(text.flat_at(sentence.start + sentence.clause(first - sentence.start)), last)
