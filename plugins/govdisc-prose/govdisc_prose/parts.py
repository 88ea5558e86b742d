"""What a narrative part says as a whole: its topics, measures, nothing at all, or words of a template."""

from __future__ import annotations

from functools import cache

from govdisc.plugin import Form, Pattern, kept
from govdisc_prose.patterns import data, holds, pattern
from govdisc_prose.scan import Prose

#: A part of fewer characters says nothing, whatever they are.
SHORTEST_PART = 12
#: A longer part does not say nothing, whatever its words are.
_LONGEST_NOTHING = 80
#: Subheadings alone make no part; they stand within so many characters.
_LONGEST_HEADINGS = 60


def topics_left_out(text: Prose, form: Form) -> list[str]:
    """Return the topics of a part's form that the part does not speak of."""
    spec = form.section_index.get(text.id or "")
    return [] if spec is None else [topic.title for topic in spec.topics if not holds(text.flat, topic.words)]


@kept
def measured(sentence: str) -> bool:
    """Tell whether a word tells of a measure; 有待提高 and 不规范 tell of a problem."""
    return pattern("parts", "measure").search(pattern("parts", "wanting").sub("", sentence)) is not None


def without_headings(flat: str) -> str:
    """Return a short part without the subheadings that stand alone in it."""
    return _words_beside(flat) if len(flat) < _LONGEST_HEADINGS else flat


@kept
def _words_beside(flat: str) -> str:
    return pattern("parts", "subheading").sub("", flat)


def nothing_in(text: Prose) -> str | None:
    """Return the words of part 1 or 5 where they say nothing."""
    return _empty_words(text.flat) if len(text.flat) < _LONGEST_NOTHING and text.id in ("overview", "problems") else None


@kept
def _empty_words(flat: str) -> str | None:
    """The words of a short part that says nothing; None where it says something, or has no word."""
    words = without_headings(flat)
    if not words:
        return None
    words = pattern("parts", "no_need").sub("", words)
    is_measured = pattern("parts", "measure").search(words) is not None
    short = len(words) < SHORTEST_PART and not (pattern("parts", "problem").search(flat) and pattern("parts", "measure").search(flat))
    nothing = short or (not is_measured and pattern("parts", "nothing").fullmatch(words) is not None)
    return words if nothing and not left_over(words) else None


@cache
def template() -> Pattern:
    """Return what finds words of a template."""
    return Pattern("|".join(data("wording.toml")["leftovers"]["template"]))


def left_over(words: str) -> bool:
    """Tell whether words of a template stand in a text without white space."""
    return pattern("signs", "template").search(words) is not None and template().search(words) is not None  # spares time
