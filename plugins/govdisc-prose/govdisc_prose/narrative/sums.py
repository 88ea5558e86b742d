"""Parts that should add up within a sentence (公开信息177条：动态94条、预算11条)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from operator import attrgetter

from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.patterns import Pattern
from govdisc.rules.registry import Context, Example, Parameter, rule
from govdisc.text.values import printed_value
from govdisc_prose.narrative.sentences import PIECES, Number, Prose, Sentence, prose, quotation

#: Marks behind which parts need not be all of the whole.
_SOME = Pattern(r"其中(?:包括)?|(?:主要)?(?:内容)?(?:包括|包含|涵盖)")
#: Marks behind which the parts are the whole.
_ALL = Pattern(r"分别(?:为|是)|具体(?:类别|情况|分类|分布)?(?:如下|为|是)|分类(?:如下|为|是)")
#: What a list does not go on behind: another total, a comparison, another matter.
_ANOTHER = Pattern(
    "(?<!公)共(?!平台|服务|享|资源|产|青)|合计|总计|总数|累计|其中|包括|包含|涵盖|另|比|较|同比|增|减|上年|去年|完成|平均|(?<!不)超过|约|人均|以及时"
)
_OTHER_MATTER = (
    "收到",
    "受理",
    "召开",
    "举办",
    "接听",
    "接待",
    "解答",
    "开展",
    "培训",
    "发放",
    "组织",
    "结转",
    "办结",
    "答复",
    "复议",
    "诉讼",
    "申请",
    "转载",
    "办理",
    "回复",
    "制发",
    "废止",
    "有效",
)
_NOTE = Pattern(r"[（(].*?[）)]")
_OTHER_WORDS = Pattern("|".join(_OTHER_MATTER))
_BRACKETS = Pattern(r"[（(][^（）()]{0,400}[）)]")
_EARLIER = Pattern(r"比|较|(?:上年|上一年|去年)(?!.{0,8}结转)|20\d\d年[（(]")
#: Piece units that lists mix freely.
_MIXED = frozenset(("件", "条", "宗", "起", "份", "个", "部", "篇", "则", "项", ""))
#: Bounds that keep a hostile text from taking more than linear time: lists in a sentence, wholes before a list, parts of a list.
MOST_LISTS, MOST_WHOLES, MOST_PARTS = 200, 20, 200
#: Words longer than this between two numbers are not the name of a part.
LONGEST_LABEL = 400
#: A list of fewer parts than this proves nothing.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Split:
    """A whole and its parts; ``whole`` is whether the words claim that the parts are all of it."""

    total: Number
    others: tuple[int | Decimal, ...]
    parts: tuple[Number, ...]
    whole: bool
    separators: str


def splits(section: Prose) -> Iterator[Split]:
    """Yield the lists of parts in a section with the wholes that they are parts of."""
    for sentence in section.sentences:
        if not sentence.numbers:
            continue
        words = sentence.text
        if "其中" in words or "包" in words or "涵盖" in words:
            yield from _marked(section, sentence, _SOME, whole=False)
        if "分别" in words or "具体" in words or "分类" in words:
            yield from _marked(section, sentence, _ALL, whole=True)
        if "：" in words or ":" in words:
            yield from _after_colon(section, sentence)


def _marked(section: Prose, sentence: Sentence, marks: Pattern, whole: bool) -> Iterator[Split]:
    words = sentence.text
    brackets = [(match.start(), match.end()) for match in _BRACKETS.finditer(words)]
    ends = [one.end - sentence.start for one in sentence.numbers]
    for mark in islice(marks.finditer(words), MOST_LISTS):
        at = mark.start()
        if (at and words[at - 1] in "不均都") or _within(brackets, at - 1):
            continue
        count = bisect_right(ends, at)
        wholes = sentence.numbers[max(0, count - MOST_WHOLES) : count]
        outside = [one for one in wholes if not _within(brackets, one.start - sentence.start)]
        if not wholes and at <= 2 and sentence.previous is not None:
            outside = list(sentence.previous.numbers[-MOST_WHOLES:])
        yield from _split(section.flat, sentence, outside, sentence.start + mark.end(), whole)


def _within(brackets: list[tuple[int, int]], place: int) -> bool:
    """Whether a place is between two brackets; the opening one itself is outside."""
    found = bisect_left(brackets, (place, 0)) - 1
    return found >= 0 and place < brackets[found][1]


def _after_colon(section: Prose, sentence: Sentence) -> Iterator[Split]:
    """Yield the lists behind a colon: 共171条：领域信息124条，工作动态34条."""
    before_colon = (one for one in sentence.numbers if section.flat[one.end : one.end + 1] in ("：", ":"))
    for number in islice(before_colon, MOST_LISTS):
        yield from _split(section.flat, sentence, [number], number.end + 1, whole=True)


def _split(flat: str, sentence: Sentence, wholes: Sequence[Number], at: int, whole: bool) -> Iterator[Split]:
    wholes = [one for one in wholes if one.unit in PIECES and not one.approximate and not _compared(one)]
    if not wholes:
        return
    total = max(wholes, key=lambda one: one.value)
    parts, separators = _parts(flat, sentence, total, at)
    if len(parts) >= _FEWEST:
        yield Split(total, tuple(one.value for one in wholes), parts, whole, separators)


def _compared(number: Number) -> bool:
    return _EARLIER.search(number.before) is not None


def _parts(flat: str, sentence: Sentence, total: Number, at: int) -> tuple[tuple[Number, ...], str]:
    """The numbers of a list from a place on, and the marks between them; none when the list cannot be told apart."""
    stop = sentence.start + len(sentence.text)
    parts: list[Number] = []
    separators = ""
    behind, depth = at, 0
    first = True
    from_here = bisect_left(sentence.numbers, at, key=_start_of)
    for number in sentence.numbers[from_here : from_here + MOST_PARTS]:
        gap = flat[behind : number.start]
        if len(gap) > LONGEST_LABEL:
            break
        depth += gap.count("（") + gap.count("(") - gap.count("）") - gap.count(")")
        if depth < 0:
            break
        if depth > 0:
            behind = number.end
            continue
        label = _NOTE.sub("", gap) if "（" in gap or "(" in gap else gap
        if separators and separators[0] != "；" and ("；" in label or ";" in label):
            break
        if _ANOTHER.search(label) or any(match[0] not in total.before for match in _OTHER_WORDS.finditer(label)):
            return ((), "") if first or not _ends(label) else (tuple(parts), separators)
        if number.approximate:
            return (), ""
        if not _alike(number.unit, total.unit):
            break
        if not first:
            separators += _separator(label)
        elif not label and not flat[number.end : number.end + 1].strip("，,、；;。"):
            return (), ""
        parts.append(number)
        behind, first = number.end, False
    tail = flat[behind : min(stop, behind + 3)]
    return tuple(parts), separators + ("等" if tail.startswith("等") else "")


def _ends(label: str) -> bool:
    """Whether the words before a number open a new statement, so that the list before them is closed."""
    return label[:1] in "，；,;"


def _separator(label: str) -> str:
    return "；" if label[:1] in "；;" else "、" if label[:1] in "、和及以与" else "，"


def _alike(unit: str, whole: str) -> bool:
    return unit == whole or (unit in _MIXED and whole in _MIXED)


_start_of = attrgetter("start")


def fits(split: Split) -> bool:
    """Tell whether any reading of a list agrees with its whole."""
    total = sum(one.value for one in split.parts)
    wholes = {*split.others, *(sum(split.others[:count]) for count in range(2, len(split.others) + 1))}
    if total in wholes:
        return True
    if total < max(wholes):
        return not split.whole or "等" in split.separators
    if split.total.unit in PIECES and _same_unit(split) in wholes:
        return True
    return _closed_earlier(split, wholes)


def _same_unit(split: Split) -> int | Decimal:
    return sum(one.value for one in split.parts if one.unit == split.total.unit)


def _closed_earlier(split: Split, wholes: set[int | Decimal]) -> bool:
    """A list in 、 that is complete where a comma follows: 动态192条、公告8条，公开财政信息81条."""
    running: int | Decimal = 0
    for position, part in enumerate(split.parts[:-1]):
        running += part.value
        mark = split.separators[position]
        if running in wholes and mark != "、" and (position == 0 or "，" not in split.separators[:position]):
            return position > 0 and "、" in split.separators[:position]
    return False


@rule(
    code="NAR301",
    title=N_("Parts listed in a sentence that do not add up to their whole"),
    severity="warning",
    basis="国办公开办函〔2021〕30号",
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
)
def parts(report: Report, context: Context) -> Iterator[Finding]:
    """A sentence gives a whole and its parts, and the parts do not add up to it.

    Behind 其中 or 包括 the parts need not be all of the whole: only parts that sum to more are reported, and, as an info, a list of
    many parts that sums to less. Behind a colon, 分别为 or 具体如下 the parts are the whole.
    """
    complete = int(context.parameter(parts, "complete_from"))
    for section, text, read_text in prose(report):
        told: set[int] = set()
        for split in splits(read_text):
            total = sum(one.value for one in split.parts)
            agrees = fits(split)
            long = total < split.total.value and len(split.parts) >= complete and "等" not in split.separators
            if split.total.start in told or (agrees and not long) or total in split.others:
                continue
            told.add(split.total.start)
            yield parts.finding(
                _("The parts add up to {actual}, the whole is given as {expected}.").format(
                    actual=printed_value(total), expected=f"{printed_value(split.total.value)}{split.total.unit}"
                ),
                severity="info" if agrees else None,
                section=section,
                quote=quotation(text, split.total.opening, split.parts[-1].end),
                expected=split.total.value,
                actual=total,
            )


RULES = [parts]
