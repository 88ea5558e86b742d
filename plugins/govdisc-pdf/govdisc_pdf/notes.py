"""Signs of notes: small characters raised or lowered behind another one, which on a line of figures would be figures of its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from govdisc.reading import raised_text
from govdisc_pdf.model import Char

#: Such a sign is smaller than the character before it, begins right behind it, and has its baseline above or below that one's: all in sizes
#: of that character's font. Browsers print 0.83 of the size a third higher, office programs 0.58 of it.
_SMALLER, _OVERLAP, _GAP = 0.9, 0.25, 0.12
_RAISED, _LOWERED = (0.12, 0.8), (-0.5, -0.08)


def with_notes(chars: Sequence[Char]) -> list[Char]:
    """Return characters, in the order in which they are drawn, with each raised or lowered sign as one character on the line that it belongs to."""
    out: list[Char] = []
    done = 0
    sizes = [char.size for char in chars]
    for at, (size, behind) in enumerate(pairwise(sizes)):
        if behind <= _SMALLER * size and at >= done and (sign := list(_behind(chars, at))):
            out += [*chars[done : at + 1], _on_line(sign, chars[at])]
            done = at + 1 + len(sign)
    return [*out, *chars[done:]]


def _behind(chars: Sequence[Char], at: int) -> Iterator[Char]:
    """Yield the characters of the sign behind the one ``at`` a place."""
    base = last = chars[at]
    if base.turn or not base.text.strip():
        return
    for char in chars[at + 1 :]:
        first = last is base
        if char.turn or not char.text.strip() or char.size > _SMALLER * base.size or (not first and abs(char.oy - last.oy) > _GAP * base.size):
            return
        if not -_OVERLAP * base.size <= char.x0 - last.x1 <= _GAP * base.size or not _is_shifted(base, char):
            return
        yield char
        last = char


def _is_shifted(base: Char, char: Char) -> bool:
    rise = base.oy - char.oy
    return any(least * base.size <= rise <= most * base.size for least, most in (_RAISED, _LOWERED))


def _on_line(sign: Sequence[Char], base: Char) -> Char:
    text = raised_text("".join(char.text for char in sign), base.text, lowered=sign[0].oy > base.oy)
    return base._replace(text=text, x0=sign[0].x0, x1=sign[-1].x1, ox=sign[0].ox)
