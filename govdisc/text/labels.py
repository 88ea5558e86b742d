"""Matching what a report prints against the labels of the form.

Published labels vary: white space inside, half-width or traditional characters, other ordinals, lost characters, notes in
brackets. Matching goes from strict to tolerant, and a tolerant match must be the only one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from govdisc.patterns import Pattern
from govdisc.records import record
from govdisc.text.radicals import unified

T = TypeVar("T")

_NUMERALS = "一二三四五六七八九十"
_ORDINAL = Pattern(
    rf"(?:第[{_NUMERALS}]{{1,3}}(?:部分|章|节)[、.:]?|\([{_NUMERALS}\d]{{1,3}}\)[、.]?|[{_NUMERALS}]{{1,3}}[、.,:]|\d{{1,2}}[、.,)](?!\d))"
)
#: ①, which would be the figure 1 when it is squeezed.
_CIRCLED = Pattern(r"\s*[①-⑳](?=.)")
_BRACKETS = Pattern(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_DROPPED = Pattern(r"[\s\"'“”‘’·•*_`~:;。;,、/|\\<>《》\-—]+")
#: How alike a damaged label must be to count (share of characters in order), and how far ahead of the next best.
ALIKE, AHEAD = 0.72, 0.08
#: The same for labels in letters, which share most of their words: only a slip of the pen is left to doubt.
ALIKE_IN_LETTERS = 0.94
#: A damaged label shorter than this is not matched by likeness: short labels resemble each other too much.
SHORTEST_ALIKE = 5


@lru_cache(maxsize=1)
def _traditional() -> tuple[Pattern, dict[int, str]]:
    """Any traditional character, which is looked for first since most texts have none, and what each stands for."""
    pairs = Path(__file__).with_name("traditional.txt").read_text("utf-8").split()
    return Pattern(f"[{''.join(pair[0] for pair in pairs)}]"), {ord(pair[0]): pair[1] for pair in pairs}


def simplified(text: str) -> str:
    """Return the text in simplified characters; one character stands for one of the original."""
    known, table = _traditional()
    return text if known.search(text) is None else text.translate(table)  # spares time


@lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Return the text without white space, full-width forms or traditional characters: what two prints of a label share."""
    folded = unicodedata.normalize("NFKC", unified(text))
    return simplified("".join(folded.split()).replace("\u200b", "").replace("\ufeff", ""))


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """Return a label without its ordinals, punctuation and white space: ``（三）不予公开`` and ``不予公开`` are alike."""
    return _DROPPED.sub("", _behind_ordinals(text)).lower()


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """Return the core of a label without notes in brackets: ``规章(县级无此项)`` and ``规章`` are alike."""
    return _DROPPED.sub("", _BRACKETS.sub("", _behind_ordinals(text))).lower()


def _behind_ordinals(text: str) -> str:
    circled = _CIRCLED.match(text)
    folded = squeeze(text[circled.end() :] if circled else text)
    while match := _ORDINAL.match(folded):
        folded = folded[match.end() :]
    return folded


def is_subsequence(part: str, whole: str) -> bool:
    """Tell whether the characters of ``part`` stand in ``whole`` in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)


@record(frozen=True, eq=False)
class Labels(Generic[T]):
    """The labels of one kind of thing (the rows of a table, say), by core, with the thing each stands for."""

    exact: Mapping[str, T]
    prefixes: tuple[str, ...]

    @cached_property
    def characters(self) -> dict[str, frozenset[str]]:
        """The labels with the characters that each has."""
        return {label: frozenset(label) for label in self.exact}

    @classmethod
    def make(cls, entries: Iterable[tuple[str, T]], prefixes: Iterable[str] = ()) -> Labels[T]:
        """Index (label, thing) pairs; ``prefixes`` are group labels that may be printed in front within the same cell."""
        exact: dict[str, T] = {}
        for label, thing in entries:
            for key in (core(label), bare(label)):
                if key:
                    exact.setdefault(key, thing)
        return cls(exact, tuple(sorted({core(prefix) for prefix in prefixes}, key=len, reverse=True)))

    def find(self, text: str) -> T | None:
        """Return what a printed label stands for, None when it matches nothing exactly (but for brackets and groups)."""
        found = self.exact.get(core(text))
        if found is None:
            found = self.exact.get(bare(text))
        if found is None:
            found = self._behind_group(squeeze(text))
        return found

    def _behind_group(self, folded: str) -> T | None:
        """Match a label printed behind its group in one cell: （三）不予公开 · 1.属于国家秘密."""
        for _group in range(3):
            rest = core(folded)
            group = next((prefix for prefix in self.prefixes if rest.startswith(prefix) and rest != prefix), None)
            if group is None:
                return None
            folded = _after(folded, group).lstrip("·•:;/>-—")
            found = self.exact.get(core(folded)) or self.exact.get(bare(folded))
            if found is not None:
                return found
        return None

    def find_alike(self, text: str) -> T | None:
        """Return what a damaged label stands for: characters lost or wrong, yet close to one label and to no other."""
        key = core(text)
        if len(key) < SHORTEST_ALIKE or len(key) > 60:
            return None
        label = _closest(self, key)
        return None if label is None else self.exact[label]


@lru_cache(maxsize=8192)
def _closest(labels: Labels[Any], key: str) -> str | None:
    """The one label that a damaged one is close to; labels repeat from report to report, so the answer is kept."""
    from difflib import SequenceMatcher

    best: list[tuple[float, str]] = []
    alike = ALIKE_IN_LETTERS if key.isascii() else ALIKE
    for label, characters in labels.characters.items():
        if len(key) > len(label) + max(2, len(label) // 6) or len(key) * 2 < len(label):
            continue  # a damaged label has lost characters; one with many more is two labels
        # not even if all that they share stood in order
        if 2 * sum(map(characters.__contains__, key)) < (alike - AHEAD) * (len(label) + len(key)):  # spares time
            continue
        matcher = SequenceMatcher(None, label, key)
        ratio = matcher.ratio() if matcher.quick_ratio() >= alike - AHEAD else 0.0  # spares time
        if not key.isascii() and is_subsequence(key, label) and len(key) >= 0.6 * len(label):
            ratio = max(ratio, 0.9)
        best.append((ratio, label))
    best.sort(reverse=True)
    if not best or best[0][0] < alike:
        return None
    rival = next((score for score, label in best[1:] if labels.exact[label] != labels.exact[best[0][1]]), 0.0)
    return best[0][1] if best[0][0] - rival >= (AHEAD if alike == ALIKE else 0.01) else None


def _after(folded: str, group: str) -> str:
    """The rest of a squeezed text behind the characters of a group label."""
    at, lowered = 0, folded.lower()
    for character in group:
        at = lowered.find(character, at) + 1
    return folded[at:]
