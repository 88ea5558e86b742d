"""Where a finding of prose stands: its part, its words as printed, its place; and one finding for what is said several times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govdisc_prose.scan import Sentence


def where(sentence: Sentence, start: int, end: int) -> dict[str, Any]:
    """Return what a finding tells of a range of a sentence's words."""
    return sentence.text.where_masked(sentence.start + start, sentence.start + end)


def merged(places: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the first of some places as a finding's own, and the others as its ``related`` ones."""
    others = [{"section": place["section"], "place": place["place"]} for place in places[1:]]
    return {**places[0], **({"related": others} if others else {})}
