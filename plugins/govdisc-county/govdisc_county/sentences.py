"""Prose against prose, sentence by sentence: what stayed, was rewritten, taken out, added, or moved.

White space tells nothing here: one version may be a page and the other a Word file, whose lines end elsewhere. Sentences are told apart
by their ends, and those of all parts of a report are compared as one sequence, so that what went to another part is a move.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from govdisc.plugin import InputError, record
from govdisc.plugin import gettext as _

#: A report with more sentences is none.
MAX_SENTENCES = 10_000
#: Two sentences that have so much in common are one that was rewritten.
REWRITTEN = 0.5
#: So far apart, in a place where many sentences changed, one is looked for as another one rewritten.
WINDOW = 8
#: A longer sentence is shown as a whole where it was rewritten, in words (characters of Chinese).
LONGEST_INSIDE = 2_000
#: Sentences repeated more often than this are told apart by their order alone.
MOST_PAIRS = 2_000_000

EQUAL, CHANGED, REMOVED, ADDED, MOVED = "equal", "changed", "removed", "added", "moved"
#: The other end of a move: where a sentence stood before.
MOVED_FROM = "moved_from"

_SENTENCE = re.compile(r"[^。！？；!?;]*[。！？；!?;]+[”’」』）)\]]*|[^。！？；!?;]+")
_WORD = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)
_NUMBERS = re.compile(r"\d+")


@record(frozen=True)
class Sentence:
    """A sentence as it stands in its part, with its line ends."""

    section: str
    text: str

    @property
    def key(self) -> str:
        """What two prints of it share."""
        return "".join(self.text.split())


@record(frozen=True)
class Piece:
    """A stretch of a sentence that was rewritten: ``equal``, ``removed`` or ``added``."""

    kind: str
    text: str


@record(frozen=True)
class Change:
    """What became of a sentence; ``before`` is None where it was added, ``after`` where it was removed.

    A move has a ``number``, and two entries: ``moved_from`` where the sentence stood, ``moved`` where it stands.
    """

    kind: str
    before: Sentence | None = None
    after: Sentence | None = None
    number: int = 0

    @property
    def section(self) -> str:
        """The part in which it is shown."""
        shown = self.before if self.kind in (REMOVED, MOVED_FROM) else self.after
        assert shown is not None
        return shown.section

    def pieces(self) -> list[Piece]:
        """What was rewritten within the sentence; line ends are those of the new one."""
        if self.before is None or self.after is None or self.kind != CHANGED:
            return []
        old = [word for word in _WORD.findall(self.before.text) if not word.isspace()]
        new = _WORD.findall(self.after.text)
        if max(len(old), len(new)) > LONGEST_INSIDE:
            return [Piece(REMOVED, self.before.text), Piece(ADDED, self.after.text)]
        solid = [at for at, word in enumerate(new) if not word.isspace()]
        matcher = SequenceMatcher(None, old, [new[at] for at in solid], autojunk=False)
        out: list[Piece] = []
        done = 0
        for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
            end = solid[new_end - 1] + 1 if new_end else 0
            if old_end > old_start and kind != EQUAL:
                out.append(Piece(REMOVED, "".join(old[old_start:old_end])))
            if new_end > new_start:
                out.append(Piece(EQUAL if kind == EQUAL else ADDED, "".join(new[done:end])))
                done = end
        if done < len(new):
            out.append(Piece(EQUAL, "".join(new[done:])))
        return out


def sentences(section: str, text: str) -> list[Sentence]:
    """Return the sentences of a part."""
    return [Sentence(section, found) for found in _SENTENCE.findall(text) if found.strip()]


def compared(old: Sequence[Sentence], new: Sequence[Sentence], order: Sequence[str] = ()) -> list[Change]:
    """Return what became of every sentence, in the order of the new text; what was removed stands where it stood.

    ``order`` are the parts in their order.

    Raises:
        InputError: when there are more sentences than a report has.

    """
    if max(len(old), len(new)) > MAX_SENTENCES:
        raise InputError(_("its text has more than {count} sentences, which no report has.").format(count=MAX_SENTENCES))
    gaps: list[list[Change] | tuple[list[Sentence], list[Sentence]]] = []
    removed, added = [], []
    for kind, old_start, old_end, new_start, new_end in _opcodes(old, new):
        if kind == EQUAL:
            same, gone, came = _same_place(old[old_start:old_end], new[new_start:new_end])
            gaps.append(same)
            removed += gone
            added += came
        else:
            gaps.append((list(old[old_start:old_end]), list(new[new_start:new_end])))
            removed += old[old_start:old_end]
            added += new[new_start:new_end]
    moves = _moves(removed, added)
    out: list[Change] = []
    for gap in gaps:
        out += _moved_within(gap, moves) if isinstance(gap, list) else _parts(*gap, moves, order)
    return out


def _parts(old: list[Sentence], new: list[Sentence], moves: tuple[_Moves, dict[int, Sentence]], order: Sequence[str]) -> Iterator[Change]:
    """What became of the sentences between two that stayed, part by part."""
    places = {section: number for number, section in enumerate(order)}
    for section in sorted({sentence.section for sentence in (*old, *new)}, key=lambda name: (places.get(name, len(places)), name)):
        yield from _gap([sentence for sentence in old if sentence.section == section], [sentence for sentence in new if sentence.section == section], moves)


def _opcodes(old: Sequence[Sentence], new: Sequence[Sentence]) -> list[tuple[str, int, int, int, int]]:
    before, after = [sentence.key for sentence in old], [sentence.key for sentence in new]
    counts = Counter(after)
    if sum(counts[key] for key in before) > MOST_PAIRS:  # the same sentence over and over, made to take time
        return SequenceMatcher(None, _numbered(before), _numbered(after), autojunk=False).get_opcodes()  # type: ignore[return-value]
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()  # type: ignore[return-value]


def _numbered(keys: Sequence[str]) -> list[tuple[str, int]]:
    met: Counter[str] = Counter()
    out = []
    for key in keys:
        out.append((key, met[key]))
        met[key] += 1
    return out


def _same_place(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[list[Change], list[Sentence], list[Sentence]]:
    """Sentences that are the same, but for those that stand in another part now: those are moves."""
    same = [Change(EQUAL, before, after) for before, after in zip(old, new, strict=True)]
    elsewhere = [(before, after) for before, after in zip(old, new, strict=True) if before.section != after.section]
    return same, [before for before, _after in elsewhere], [after for _before, after in elsewhere]


#: The moves by the identity of the sentence at either end: its number.
_Moves = dict[int, int]


def _moves(removed: Sequence[Sentence], added: Sequence[Sentence]) -> tuple[_Moves, dict[int, Sentence]]:
    """Pair what was removed in one place with the same sentence that was added in another."""
    waiting: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in removed:
        waiting[sentence.key].append(sentence)
    for found in waiting.values():
        found.reverse()
    numbers: _Moves = {}
    origin: dict[int, Sentence] = {}
    for sentence in added:
        if waiting.get(sentence.key):
            before = waiting[sentence.key].pop()
            number = len(origin) + 1
            numbers[id(before)] = numbers[id(sentence)] = number
            origin[number] = before
    return numbers, origin


def _moved_within(same: list[Change], moves: tuple[_Moves, dict[int, Sentence]]) -> Iterator[Change]:
    for change in same:
        assert change.before is not None
        assert change.after is not None
        if change.before.section == change.after.section:
            yield change
        else:
            yield from _gap([change.before], [change.after], moves)


def _gap(old: list[Sentence], new: list[Sentence], moves: tuple[_Moves, dict[int, Sentence]]) -> Iterator[Change]:
    """What became of the sentences between two that stayed."""
    numbers, origin = moves
    pairs = _rewritten([sentence for sentence in old if id(sentence) not in numbers], [sentence for sentence in new if id(sentence) not in numbers])
    ahead: list[Sentence | None] = [None]  # for each of the new ones, the old one that stands for it or for the next of them that has one
    for sentence in reversed(new):
        ahead.append(pairs.get(id(sentence), ahead[-1]))
    waiting = list(reversed(old))
    for sentence, upto in zip(new, reversed(ahead[1:]), strict=True):
        while waiting and waiting[-1] is not upto:
            yield _gone(waiting.pop(), numbers)
        if id(sentence) in pairs:
            yield Change(CHANGED, waiting.pop(), sentence)
        elif id(sentence) in numbers:
            number = numbers[id(sentence)]
            yield Change(MOVED, origin[number], sentence, number)
        else:
            yield Change(ADDED, None, sentence)
    yield from (_gone(sentence, numbers) for sentence in reversed(waiting))


def _gone(sentence: Sentence, numbers: _Moves) -> Change:
    number = numbers.get(id(sentence), 0)
    return Change(MOVED_FROM if number else REMOVED, sentence, None, number)


def _rewritten(old: list[Sentence], new: list[Sentence]) -> dict[int, Sentence]:
    """Pair sentences of one part that have most in common, in their order: {identity of the new one: the old one}."""
    pairs: dict[int, Sentence] = {}
    start = 0
    for at, sentence in enumerate(new):
        matcher = SequenceMatcher(None, "", sentence.key[:LONGEST_INSIDE], autojunk=False)
        best, where = REWRITTEN, None
        few = len(old) * len(new) <= WINDOW**2
        for place in range(start, len(old) if few else min(len(old), max(start, at) + WINDOW)):
            matcher.set_seq1(old[place].key[:LONGEST_INSIDE])
            if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
                best, where = ratio + 1e-9, place
        if where is not None:
            pairs[id(sentence)] = old[where]
            start = where + 1
    return pairs


def share_repeated(old: Sequence[Sentence], new: Sequence[Sentence], *, numbers: bool = True) -> float | None:
    """Return the share of the new sentences that stand in the old text as well, with or without their numbers; None where there are none."""
    if not new:
        return None

    def told(sentence: Sentence) -> str:
        return sentence.key if numbers else _NUMBERS.sub("0", sentence.key)

    known = {told(sentence) for sentence in old}
    return sum(told(sentence) in known for sentence in new) / len(new)
