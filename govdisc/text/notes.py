"""Raised and lowered characters in plain text: how a note sign behind a number is kept from becoming one of its digits.

Word, web pages and workbooks raise characters by formatting alone, which plain text has not. Readers write them with the characters of
Unicode that look so (``7¹``), or in brackets where there are none (``7[注1]``) and behind a word (``总计[1]``); who reads cells and labels
takes either for a note.
"""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-=()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()（）", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₍₎")
_PLAIN = str.maketrans("０１２３４５６７８９＋－＝", "0123456789+-=")
_FIGURES = frozenset("0123456789+-=()（）")
_OPENING = "([{（［【〔〈《"


def raised_text(text: str, before: str, lowered: bool = False) -> str:
    """Return raised (or ``lowered``) text as plain text shows it behind the text ``before``.

    Figures behind a figure or a letter become raised figures (7¹, m²); behind a Chinese word they are a note and stand in brackets. What
    has no raised form is put in brackets where it stands right behind a figure: there it can only be a note. Text that stands at the
    beginning is raised above nothing, and stays as it is.
    """
    text = text.translate(_PLAIN)
    bare, last = text.strip(), before.rstrip()[-1:]
    if not bare or not last:
        return text
    if _FIGURES.issuperset(bare):
        return text.translate(_LOWERED if lowered else _RAISED) if last.isascii() or last.isdecimal() or lowered else f"[{bare.strip('()（）')}]"
    if not last.isdecimal() or bare[0] in _OPENING or not (bare.isascii() or len(bare) > 1 or bare.isalpha()):
        return text  # in brackets already, or a sign of its own such as ① or ※
    return f"[{bare}]"
