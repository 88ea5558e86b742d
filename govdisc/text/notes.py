"""Raised and lowered characters in plain text: how a note sign behind a number is kept from becoming one of its digits.

Word, web pages and workbooks raise characters by formatting alone, which plain text has not. Readers write them with the characters of
Unicode that look so (``7¹``), or in brackets where there are none (``7[注1]``), and the reader of cells takes either for a note.
"""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-=()（）", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁽⁾")
_LOWERED = str.maketrans("0123456789+-=()（）", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₍₎")
_FIGURES = frozenset("0123456789+-=()（）")
_OPENING = "([{（［【〔〈《"


def raised_text(text: str, before: str, lowered: bool = False) -> str:
    """Return raised (or ``lowered``) text as plain text shows it behind the text ``before``.

    Figures become raised figures. What has no such form is put in brackets where it stands right behind a figure: there it can only
    be a note. Text that stands at the beginning is raised above nothing, and stays as it is.
    """
    bare = text.strip()
    if not bare or not before.strip():
        return text
    if _FIGURES.issuperset(bare):
        return text.translate(_LOWERED if lowered else _RAISED)
    if not before[-1:].isdecimal() or bare[0] in _OPENING or not (bare.isascii() or len(bare) > 1 or bare.isalpha()):
        return text  # in brackets already, or a sign of its own such as ① or ※
    return f"[{bare}]"
