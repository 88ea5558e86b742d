"""Wrapped labels in text that keeps the layout of a page: which rows they name, and on which lines each stands.

The labels of groups stand beside those of their rows, and each is wrapped in a column of its own, so that a line holds a piece of either or
of both: （三） 1.属于 / 不予公 国家秘 / 开 密. The form says in which order they come. So the pieces of each line are given, from left to right,
to the group labels and to the label of a row, each going on where the line before ended; only what spells the labels whole is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement, pairwise, product
from typing import NamedTuple

from govdisc.model.form import Block, Row
from govdisc.text.labels import squeeze

#: So many words of a line may be pieces of labels; so many readings of them are followed at a time.
_MOST_WORDS, _MOST_STATES = 8, 64
#: What a reading costs that leaves numbers beside the label of a group, and one that takes a row of another form.
_UNOWNED, _STRANGE = 100, 50


class _Label(NamedTuple):
    number: int
    text: str


#: The labels of one column of labels, in order, behind a blank one at which each begins, those of one row with the same number.
_Thread = tuple[_Label, ...]
#: In each column of labels: which label was printed last, and how many of its characters.
_State = tuple[tuple[int, int], ...]


class _Trail(NamedTuple):
    """A line that holds a piece of a row's label, the number of the row, and the trail before."""

    before: _Trail | None
    line: int
    number: int


class _Reading(NamedTuple):
    cost: int
    trail: _Trail | None


class Labelled(NamedTuple):
    """A row of the form, and the first and the last of the lines that its label stands on."""

    row: Row
    first: int
    last: int


class Labels:
    """The labels of a block, in the columns in which they are printed: those of groups, the rows' own last."""

    def __init__(self, block: Block) -> None:
        """Take the rows of a block in printed order, those of other forms behind what they replace."""
        self.rows = _printed(block)
        levels = max(map(len, [(), *(row.groups for row in self.rows)]))
        groups = (tuple(dict.fromkeys(row.groups[level] for row in self.rows if len(row.groups) > level)) for level in range(levels))
        threads = [[_Label(number, spelt(group)) for number, group in enumerate(names)] for names in groups]
        own = [_Label(number, text) for number, row in enumerate(self.rows) for text in _spellings(row)]
        self.threads: tuple[_Thread, ...] = tuple((_Label(-1, ""), *thread) for thread in (*threads, own))
        self.beginnings = frozenset(label.text[:2] for label in own)
        self.strange = frozenset(number for number, row in enumerate(self.rows) if row in block.admits)

    def begins(self, word: str) -> bool:
        """Tell whether the label of a row may begin with a word."""
        text = spelt(word)
        if text[:2] not in self.beginnings:  # spares time
            return False  # spares time
        return len(text) > 1 and any(label.text.startswith(text) for label in self.threads[-1])

    def read(self, lines: Iterable[tuple[Sequence[str], bool]]) -> tuple[list[Labelled], int]:
        """Return the rows whose labels the first lines spell, and how many lines they are; each line is its words and whether numbers follow."""
        best, end = _Reading(0, None), 0
        states: dict[_State, _Reading] = {((0, 0),) * len(self.threads): best}
        for at, (words, numbers) in enumerate(lines):
            if words:  # spares time
                states = self._follow(states, tuple(map(spelt, words)), at, numbers)
            if not states:  # spares time
                break  # spares time
            whole = [reading for state, reading in states.items() if self._is_whole(state)]
            if whole:
                best, end = min(whole, key=lambda reading: reading.cost), at + 1
        return self._rows(best), end

    def _is_whole(self, state: _State) -> bool:
        at, length = state[-1]
        return length == len(self.threads[-1][at].text)

    def _follow(self, states: dict[_State, _Reading], words: tuple[str, ...], at: int, numbers: bool) -> dict[_State, _Reading]:
        """Return the readings of the lines so far and of one more."""
        out: dict[_State, _Reading] = {}
        if len(words) > _MOST_WORDS:
            return out
        for state, reading in states.items():
            for cuts in combinations_with_replacement(range(len(words) + 1), len(self.threads) - 1):
                edges = (0, *cuts, len(words))
                parts = ["".join(words[left:right]) for left, right in pairwise(edges)]
                for found in self._advanced(state, parts):
                    number = self.threads[-1][found[-1][0]].number
                    trail = _Trail(reading.trail, at, number) if parts[-1] else reading.trail
                    cost = reading.cost + (_STRANGE * (number in self.strange) if parts[-1] else _UNOWNED * numbers)
                    if found not in out or cost < out[found].cost:
                        out[found] = _Reading(cost, trail)
        return dict(sorted(out.items(), key=lambda pair: pair[1].cost)[:_MOST_STATES])

    def _advanced(self, state: _State, parts: Sequence[str]) -> Iterable[_State]:
        """Return where the columns of labels may be when each goes on with its part."""
        steps = (list(_steps(*column)) if column[-1] else [column[1]] for column in zip(self.threads, state, parts, strict=True))
        return product(*steps)

    def _rows(self, reading: _Reading) -> list[Labelled]:
        lines: dict[int, list[int]] = {}
        trail = reading.trail
        while trail is not None:
            lines.setdefault(trail.number, []).append(trail.line)
            trail = trail.before
        return [Labelled(self.rows[number], min(found), max(found)) for number, found in sorted(lines.items())]


def _steps(thread: _Thread, place: tuple[int, int], part: str) -> Iterator[tuple[int, int]]:
    """Yield where a column of labels may be behind a piece: further on in a label that is not whole, else within a later one."""
    at, length = place
    last = thread[at]
    if length < len(last.text):
        if last.text.startswith(part, length):
            yield at, length + len(part)
        return
    for number, label in enumerate(thread):
        if label.number > last.number and label.text.startswith(part):
            yield number, len(part)


def _printed(block: Block) -> tuple[Row, ...]:
    """The rows of a block, those of other forms before what they replace."""
    rows = [row for row in block.rows if not row.open]
    for extra in block.admits:
        at = next((number for number, row in enumerate(rows) if row.id in extra.replaces), len(rows))
        rows.insert(at, extra)
    return tuple(rows)


def _spellings(row: Row) -> list[str]:
    """How a row's label may be spelt: whole, or without the notes in it."""
    texts = [row.label, *row.aliases]
    texts += [text.rpartition("（")[0] for text in texts if text.endswith("）")]
    return list(dict.fromkeys(filter(None, map(spelt, texts))))


@lru_cache(maxsize=4096)
def spelt(text: str) -> str:
    """The letters and figures of a text alone."""
    return "".join(filter(str.isalnum, squeeze(text)))


@lru_cache(maxsize=64)
def labels_of(block: Block) -> Labels:
    """Return the labels of a block, prepared on first use."""
    return Labels(block)
