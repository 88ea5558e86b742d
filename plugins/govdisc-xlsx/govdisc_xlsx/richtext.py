"""The text of a cell from its formatted runs: what is struck out is left out, and what is raised stands as a note."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from govdisc.reading import raised_text

#: The names that the formats give to raised and lowered text.
RAISED, LOWERED = "superscript", "subscript"
#: So much of the text before is looked at to tell what something is raised above.
LOOK_BACK = 40


class RichText:
    """Collects the runs of one text in order."""

    def __init__(self) -> None:
        """Begin with an empty text."""
        self.clear()

    def clear(self) -> None:
        """Begin a new text."""
        self._pieces: list[tuple[str, str]] = []
        self._shift = ""
        self._struck = False

    def run(self, shift: str | None = None, struck: bool = False) -> None:
        """Begin a run that is raised (:data:`RAISED`) or lowered, or struck out."""
        self._shift, self._struck = shift if shift in (RAISED, LOWERED) else "", struck

    def add(self, text: str) -> None:
        """Add text to the run."""
        if not self._struck:
            self._pieces.append((self._shift, text))

    def text(self) -> str:
        """Return the text so far."""
        out = ""
        for shift, group in groupby(self._pieces, key=itemgetter(0)):
            text = "".join(piece for _shift, piece in group)
            out += raised_text(text, out[-LOOK_BACK:], lowered=shift == LOWERED) if shift else text
        return out
