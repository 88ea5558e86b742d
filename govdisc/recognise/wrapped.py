"""Numbers and notes that go on on the next line, in text that keeps the layout of a page.

A number that is too wide for its column fills it on each line but its last. Where the columns cannot be told by their places, the pieces on
the next line are given to the numbers that fill their columns, in order, and only if they are exactly as many.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from govdisc.recognise.extents import Word, width
from govdisc.recognise.pieces import goes_on, is_noted, is_whole, opens

#: Fewer pieces on the line below a row may be the number of a page.
FEWEST_PIECES = 2


def whole(parts: Sequence[str], full: int) -> str | None:
    """Put together what stands in one cell on several lines: a number that fills lines of that width, or one with a note; else None."""
    text = "".join(parts)
    if len(parts) < 2:
        return text if is_whole(text) else None
    if all(part.isdigit() for part in parts):
        return text if all(width(part) == full for part in parts[:-1]) and width(parts[-1]) <= full else None
    return text if is_noted(text) else None


def below(lines: Sequence[Sequence[Word]]) -> list[str] | None:
    """Return the numbers of the first line, each with its rest on the lines below; None where it is not certain which goes on.

    Those that do are as wide as any; where their pieces do not all stand under one of them, they are as many as the numbers of several figures.
    """
    first, *rest = lines
    cells = [word.text for word in first]
    if not all(word.text.isdigit() for line in lines for word in line) or len(rest[0]) < FEWEST_PIECES:
        return None
    under, full = list(range(len(first))), max(map(len, cells))
    for number, line in enumerate(rest):
        over = [[at for at in under if word.x0 < first[at].x1 and first[at].x0 < word.x1] for word in line]
        if all(len(found) == 1 for found in over):
            under = [found[0] for found in over]
            if len(set(under)) < len(under) or any(len(cells[at]) != full * (number + 1) for at in under):
                return None
        else:
            under = [at for at, text in enumerate(cells) if len(text) > 1]
            if number or len(under) != len(line) or any(found and at not in found for at, found in zip(under, over, strict=True)):
                return None
        for at, word in zip(under, line, strict=True):
            cells[at] += word.text
    return cells


def noted(lines: Sequence[Sequence[Word]], count: int) -> list[str] | None:
    """Return the cells of a row in which notes take several lines, by the one line that has a piece of every cell; None without one."""
    own = next((line for line in lines if len(line) == count), ())
    torn = [at for at, word in enumerate(own) if not is_whole(word.text)]
    if not torn or any(len(line) != len(torn) for line in lines if line is not own):
        return None
    if any(goes_on(left.text) and right.joined and right.text.isdigit() for left, right in pairwise(own)):
        return None  # the figures may be those of the note
    cells = [word.text for word in own]
    for place, at in enumerate(torn):
        cells[at] = "".join((line[at] if line is own else line[place]).text for line in lines)
    return cells if all(is_noted(cells[at]) for at in torn) else None


def with_notes(words: Sequence[Word]) -> tuple[Word, ...]:
    """Put the words of each note together that begins behind a number and ends on the same line, with one blank between its words."""
    if not any(opens(word.text) for word in words):
        return tuple(words)
    out: list[Word] = []
    for at, word in enumerate(words):
        last = out[-1] if out else None
        if last is not None and word.joined and last.text[:1].isdigit() and opens(last.text) and _ends_note(last.text, words[at:]):
            out[-1] = last._replace(text=last.text + word.text, x1=word.x1)
        else:
            out.append(word)
    return tuple(out)


def _ends_note(text: str, words: Sequence[Word]) -> bool:
    for word in words:
        text += word.text
        if not word.joined or opens(word.text):
            return False
        if not opens(text):
            return True
    return False
