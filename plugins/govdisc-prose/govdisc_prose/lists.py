"""Lists of parts in a sentence, with the whole that they are parts of: behind a mark, behind a colon, in brackets, before their sum."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from itertools import accumulate, islice
from operator import itemgetter

from govdisc.plugin import Pattern, kept, record
from govdisc_prose.patterns import data, pattern
from govdisc_prose.scan import Masked, Number, Prose, Sentence

#: Bounds that keep a hostile text from taking more than linear time: lists in a sentence, numbers before one, parts of one.
MOST_LISTS, MOST_WHOLES, MOST_PARTS = 200, 20, 200
#: A whole stands at most so far before its parts, in masked characters.
FARTHEST_WHOLE = 600
#: Words longer than this between two numbers are not the name of a part.
LONGEST_LABEL = 400
#: A list of fewer parts than this proves nothing.
_FEWEST = 2


#: Where the innermost brackets of a sentence stand.
Brackets = tuple[tuple[int, int], ...]


@record(frozen=True, slots=True)
class Split:
    """A whole and its parts, in one sentence; ``complete`` is whether the words claim that the parts are all of it.

    ``wholes`` are the numbers that may be the whole, the likeliest of them is ``total``; ``separators`` has a sign for each mark between
    two parts (``、``, ``，``, ``；``), and 等 at its end where the list says that it goes on. The whole can stand in the sentence before.
    """

    total: Number
    wholes: tuple[Number, ...]
    parts: tuple[Number, ...]
    complete: bool
    separators: str
    #: The words of the whole's clause before it.
    counted: str = ""

    @property
    def sum(self) -> int | Decimal:
        """What the parts come to."""
        return sum(part.value for part in self.parts)


def _pattern(name: str) -> Pattern:
    return pattern("", name, "lists.toml")


@cache
def _mixed() -> frozenset[str]:
    return frozenset(data("lists.toml")["mixed"])


def splits(text: Prose) -> Iterator[Split]:
    """Yield the lists of parts in a text, each within a sentence."""
    for index, sentence in enumerate(text.sentences):
        found = _doubtful_listing(sentence) if len(sentence.numbers) >= _FEWEST else None
        if found is not None:
            yield from found.read(text.sentence(index))


def all_add_up(texts: Iterable[Prose]) -> bool:
    """Tell whether each list of some texts is plainly a whole with all its parts."""
    for text in texts:
        for sentence in text.sentences:
            if len(sentence.numbers) >= _FEWEST and _doubtful_listing(sentence) is not None:
                return False
    return True  # spares time


def _doubtful_listing(sentence: Masked) -> _Listing | None:
    """How a sentence lists parts, None where it does not, or where its first number is what all others add up to, as in nearly all lists."""
    found = _listing(sentence.words)
    if found is None or found.begun:
        return found
    values = [number[0] for number in sentence.numbers]
    return found if sum(values) != 2 * values[0] else None


@record(frozen=True, slots=True)
class _Listing:
    """How a sentence lists parts, by its words; ``begun`` is whether the whole may stand in the sentence before."""

    begun: bool
    brackets: Brackets
    ways: tuple[Callable[[Sentence, Brackets], Iterator[Split]], ...]

    def read(self, sentence: Sentence) -> Iterator[Split]:
        """Yield the lists."""
        for way in self.ways:
            yield from way(sentence, self.brackets)


@kept
def _listing(words: str) -> _Listing | None:
    """Return how a sentence lists parts, None where it does not; a whole can stand in the sentence before."""
    if words.count("#") + words.count("¥") < _FEWEST:  # spares time
        return None
    brackets = tuple(match.span() for match in _INNER.finditer(words)) if "（" in words or "(" in words else ()  # spares time
    ways = (
        (_some, "其中" in words or "包" in words or "涵盖" in words or ("按" in words and "分" in words)),  # spares time
        (_all, "分别" in words or "具体" in words or "分类" in words),  # spares time
        (_behind_colon, "#：" in words or "#:" in words),  # spares time
        (_in_brackets, bool(brackets)),
        (_summed_up, "计" in words or "共" in words),  # spares time
    )
    chosen = tuple(way for way, fitting in ways if fitting)
    begun = _MARK.search(words.partition("#")[0]) is not None
    return _Listing(begun, brackets, chosen) if chosen else None  # spares time


#: What shows that the whole of a list stands in the sentence before.
_MARK = Pattern("其中|包括|包含|涵盖|分别")


# --- where the parts stand ----------------------------------------------------------------------------------------------------------


def _some(sentence: Sentence, brackets: Brackets) -> Iterator[Split]:
    return _marked(sentence, "some", brackets, complete=False)


def _all(sentence: Sentence, brackets: Brackets) -> Iterator[Split]:
    return _marked(sentence, "all", brackets, complete=True)


def _marked(sentence: Sentence, mark: str, brackets: Brackets, *, complete: bool) -> Iterator[Split]:
    words = sentence.words
    for match in islice(_pattern(mark).finditer(words), MOST_LISTS):
        within = _around(brackets, match.start())
        if within is not None:
            wholes = _numbers(sentence, within[0], match.start()) or _right_before(sentence, within[0])
        else:
            signs = [at for at in _signs(words, match.start()) if not _around(brackets, at)]
            parted = max(words[: match.start()].rfind(sign) for sign in "；;")
            signs = [at for at in signs if at > parted] or signs  # behind a semicolon another matter is told
            wholes = [number for at in signs if (number := sentence.number(at))]
            if not wholes and match.start() <= 2 and sentence.before is not None:
                wholes = sentence.before.numbers[-MOST_WHOLES:]
        yield from _split(sentence, wholes, match.end(), len(words), complete)


def _behind_colon(sentence: Sentence, _brackets: Brackets) -> Iterator[Split]:
    """Yield the lists behind a colon: 共171条：领域信息124条，工作动态34条."""
    for match in islice(_COLON.finditer(sentence.words), MOST_LISTS):
        number = sentence.number(match.start())
        if number is not None:
            yield from _split(sentence, [number], match.end(), len(sentence.words), complete=True)


_COLON = Pattern("#[：:]")


def _in_brackets(sentence: Sentence, brackets: Brackets) -> Iterator[Split]:
    """Yield the lists that are all of a bracket behind a number: 视频8条（图解4条、文字4条）."""
    for start, end in brackets[:MOST_LISTS]:
        if sentence.words[start - 1 : start] == "#" and _LIST.fullmatch(sentence.words, start + 1, end - 1):
            yield from _split(sentence, _right_before(sentence, start), start + 1, end, complete=False, told=sentence.clause(start - 1))


_LIST = Pattern(r"[^#，,、；;。：:其包分]{1,40}#(?:[，,、][^#，,、；;。：:]{1,40}#){1,200}等?")


def _summed_up(sentence: Sentence, brackets: Brackets) -> Iterator[Split]:
    """Yield the lists with their sum behind them; the sum can be that of the last parts alone."""
    words = sentence.words
    if any(_BESIDE.match(words, start + 1) for start, _end in brackets):  # 动态121条（另有图解20条）
        return
    for match in islice(_pattern("sum").finditer(words), MOST_LISTS):
        total = sentence.number(match.end() - 1)
        if total is None:
            continue
        parts: list[Number] = []
        separators = ""
        behind = match.start()
        signs = [at for at in _signs(words, match.start()) if not _around(brackets, at)]  # those break down the number before them
        for at in reversed(signs):
            number, label = sentence.number(at), _pattern("note").sub("", words[at + 1 : behind])
            if number is None or not _alike(number, total) or (parts and _pattern("another").search(label)) or "）" in label:
                break
            if not parts and label:
                break
            separators = _separator(label) + separators
            parts.insert(0, number)
            behind = at
        else:
            if len(signs) == MOST_WHOLES or match.start() > FARTHEST_WHOLE:  # the list may begin before what was looked at
                continue
        if match["verb"] and not all(match["verb"] in _clause(sentence, part) for part in parts):
            continue  # what is done with the parts is not what the sum counts
        if len(parts) >= _FEWEST and not any(sum(part.value for part in parts[first:]) == total.value for first in range(len(parts))):
            first = words[sentence.clause(behind) : behind]
            if not (_pattern("earlier").search(first) or _pattern("taken_off").search(words)):
                yield Split(total, (total,), tuple(parts), complete=True, separators=separators)


def _around(brackets: Brackets, at: int) -> tuple[int, int] | None:
    """The bracket that a place is in."""
    found = bisect_left(brackets, at, key=itemgetter(0)) - 1
    return brackets[found] if found >= 0 and at < brackets[found][1] else None


#: What a bracket begins with that tells of more than the number before it counts.
_BESIDE = Pattern("另|不含|不包|未含|除")
#: The innermost brackets.
_INNER = Pattern(r"[（(][^（）()]{0,2000}[）)]")


def _signs(words: str, stop: int) -> list[int]:
    """The places of the last signs of numbers before a place."""
    return [match.start() for match in _COUNTED.finditer(words, max(0, stop - FARTHEST_WHOLE), stop)][-MOST_WHOLES:]


def _numbers(sentence: Sentence, start: int, stop: int) -> list[Number]:
    return [number for at in _signs(sentence.words, stop) if at > start and (number := sentence.number(at)) is not None]


def _right_before(sentence: Sentence, bracket: int) -> list[Number]:
    """The number that a bracket is about: the one right before it, or with nothing but a noun between them."""
    match = _NOUN_BEHIND.search(sentence.words, 0, bracket)
    number = sentence.number(match.start()) if match else None
    return [number] if number is not None else []


_NOUN_BEHIND = Pattern(r"[#¥][^，,；;。：:、（）()#¥%~]{0,8}$")


# --- what the parts are -------------------------------------------------------------------------------------------------------------


def _split(sentence: Sentence, wholes: list[Number], at: int, stop: int, complete: bool, told: int = 0) -> Iterator[Split]:
    """Yield a list; from the place ``told`` on, words can say that its parts overlap."""
    sign = _COUNTED.search(sentence.words, at, stop)
    first = sentence.number(sign.start()) if sign else None
    alike = [whole for whole in wholes if first is not None and _alike(first, whole) and _whole(sentence, whole)]
    if alike:
        total = max(alike, key=lambda whole: whole.value)
        parts, separators = _parts(sentence, total, at, stop)
        if len(parts) >= _FEWEST and not _pattern("overlap").search(sentence.words, told):
            rest = _pattern("rest").match(_clause(sentence, parts[-1])) is not None
            yield Split(total, tuple(alike), parts, complete or rest, separators, _clause(sentence, total))


_COUNTED = Pattern("[#¥]")
_NUMBERED = Pattern("[#¥~%]")


def _whole(sentence: Sentence, number: Number) -> bool:
    """Whether a number can be a whole: no approximate one, and none of an earlier time."""
    return number.sign != "~" and _pattern("earlier").search(_clause(sentence, number)) is None


def _clause(sentence: Sentence, number: Number) -> str:
    """The words of a number's clause before it, in the sentence or the one before."""
    before = sentence.before
    if before is not None and number.at < sentence.start:
        sentence = before
    at = number.at - sentence.start
    return sentence.words[sentence.clause(at) : at]


def _alike(number: Number, whole: Number) -> bool:
    return number.unit == whole.unit or (number.unit in _mixed() and whole.unit in _mixed())


def _parts(sentence: Sentence, total: Number, at: int, stop: int) -> tuple[tuple[Number, ...], str]:
    """The numbers of a list from a place on, and the marks between them; none when the list cannot be told apart."""
    words = sentence.words
    counted = _clause(sentence, total)
    parts: list[Number] = []
    separators = ""
    behind, depth = at, 0
    bracketed = "（" in words or "(" in words  # spares time
    for count, match in enumerate(_NUMBERED.finditer(words, at, stop)):
        if count == MOST_PARTS:  # what is not read to its end has no sum
            return (), ""
        place = match.start()
        number = sentence.number(place)
        if place < behind or number is None:
            continue
        label = gap = words[behind:place]
        if len(gap) > LONGEST_LABEL:
            break
        if number.sign == "%" and parts and _pattern("share").fullmatch(gap):
            behind = match.end()
            continue
        if bracketed:
            depth += gap.count("（") + gap.count("(") - gap.count("）") - gap.count(")")
            if depth < 0:
                break
            if depth > 0:
                behind = match.end()
                continue
            label = _pattern("note").sub("", gap)
        if separators and separators[0] != "；" and ("；" in label or ";" in label):
            break
        if parts and _SUBLIST.match(label) and (further := _SEMICOLON.search(words, place, stop)):
            behind = further.start()  # a part is broken down itself; the list goes on behind the semicolon
            continue
        told = _TOLD_AS_SUM.sub("", label) if len(parts) >= _FEWEST and not _sums_up(number, parts) else label
        if _pattern("another").search(told) or any(verb[0] not in counted for verb in _pattern("other_matter").finditer(label)):
            return ((), "") if not parts or label[:1] not in "，；,;" else (tuple(parts), separators)
        if number.sign == "~":
            return (), ""
        if not _alike(number, total):
            break
        if parts:
            separators += _separator(label)
        elif not label and _NAMELESS.match(words, match.end()):
            return (), ""
        parts.append(number)
        behind = match.end()
    return tuple(parts), separators + ("等" if words.startswith("等", behind) else "")


def _sums_up(number: Number, parts: list[Number]) -> bool:
    """Whether a number is what the last parts before it come to."""
    return number.value in accumulate(part.value for part in reversed(parts))


#: A part can be told as a sum of its own, with the words for what it counts before it: 动态94条，公告11条，其他信息共计72条.
_TOLD_AS_SUM = Pattern("(?<=[一-鿿][一-鿿])(?:共计|合计|总计|共)有?$")
_SUBLIST = Pattern(r"[，,]?(?:其中|包括|包含|涵盖)")
_SEMICOLON = Pattern("[；;]")
_NAMELESS = Pattern("[，,、；;。]|$")


def _separator(label: str) -> str:
    return "；" if label[:1] in "；;" else "、" if label[:1] in "、和及以与" else "，"


# --- whether they add up ------------------------------------------------------------------------------------------------------------


def fits(split: Split) -> bool:
    """Tell whether any reading of a list agrees with its whole."""
    if split.sum == split.total.value:
        return True
    values = list(dict.fromkeys(whole.value for whole in split.wholes))  # a whole that is told twice is one
    wholes = {*values, *accumulate(values)}
    if split.sum in wholes:
        return True
    if split.sum < max(wholes):
        return not split.complete or "等" in split.separators
    same_unit = sum(part.value for part in split.parts if part.unit == split.total.unit)
    return same_unit in wholes or any(_told_twice(split, whole) for whole in wholes) or _closed_earlier(split, wholes)


def _told_twice(split: Split, whole: int | Decimal) -> bool:
    """Whether parts that are more than the whole break it down more than once (信函6件；已公开2件，不属本机关4件), each time completely.

    A last breakdown need not be complete where a semicolon parts it from the others, within which none stands.
    """
    running: int | Decimal = 0
    within, mark = "", ""
    for position, part in enumerate(split.parts):
        running, behind = running + part.value, split.separators[position : position + 1]
        if running > whole:
            return False
        if running == whole and behind != "、":
            running, mark = 0, behind
        else:
            within += behind
    return not running or (mark == "；" and "；" not in within and not split.complete)


def _closed_earlier(split: Split, wholes: set[int | Decimal]) -> bool:
    """A list in 、 that is complete where a comma follows: 动态192条、公告8条，公开财政信息81条."""
    running: int | Decimal = 0
    for position, part in enumerate(split.parts[:-1]):
        running += part.value
        mark = split.separators[position]
        if running in wholes and mark != "、" and "，" not in split.separators[:position]:
            return "、" in split.separators[:position]
    return False
