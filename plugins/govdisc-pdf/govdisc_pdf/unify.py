"""Characters as they are read: the ordinary ones for radicals and for punctuation of vertical text, a blank for every kind of blank."""

from __future__ import annotations

from govdisc.reading import unified as ordinary

#: Punctuation drawn for vertical text.
_VERTICAL = dict(zip("︐︑︒︓︔︕︖︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄", "，、。：；！？（）｛｝〔〕【】《》〈〉「」『』", strict=True))


def unified(character: str) -> str:
    """Return the character that is read."""
    if character < "\u2e80":
        return " " if character.isspace() or character < " " else character
    if character == "\u3000":
        return " "
    return _VERTICAL.get(character) or ordinary(character)
