"""Headers that were torn into pieces, so that the order of their labels is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from govdisc.recognise.index import BlockIndex
from govdisc.text.labels import core

#: So many pieces of labels may run together where each is wrapped over lines of its own.
MOST_GLUED = 3


def in_pieces(texts: Iterable[str], block: BlockIndex) -> bool:
    """Tell whether a header that was torn into pieces holds the label of each column of the form, and nothing else.

    Text that keeps the layout of a page prints a wrapped header line by line, so that no order is left; which columns there are is
    certain nevertheless.
    """
    columns = block.block.columns
    labels = [[core(label) for label in (column.label, *column.aliases)] for column in columns]
    wholes = [*(label for names in labels for label in names), *block.groups, core(block.block.corner), core(block.block.heading)]
    words = [core(piece) for text in texts for piece in text.split()]
    rows = [core(row.label) for row in block.block.rows]
    while words and not any(words[-1] in whole for whole in wholes) and any(words[-1] in label for label in rows):
        words.pop()  # the beginning of the first row's label
    fits = [bool(word) and _in_wholes(word, wholes, MOST_GLUED) for word in words]
    if True not in fits or False in fits[fits.index(True) :]:
        return False
    have = Counter("".join(words))
    need = Counter("".join(min(names, key=len) for names in labels))
    return need <= have


def _in_wholes(word: str, wholes: Sequence[str], most: int) -> bool:
    """Tell whether a word is a piece of a label, or up to so many that ran together."""
    return any(word in whole for whole in wholes) or (
        most > 1 and any(_in_wholes(word[:at], wholes, 1) and _in_wholes(word[at:], wholes, most - 1) for at in range(1, len(word)))
    )
