"""What the reader needs of a document's styles: numbering, hidden text, and which paragraphs are a table of contents."""

from __future__ import annotations

import re
from typing import Any

from govdisc.plugin import record
from govdisc_docx.names import W, child, is_on, value

#: A style is based on another, and so on; Word allows far fewer than this, and a circle ends here.
LONGEST_CHAIN = 30

_CONTENTS = re.compile(r"(?:toc|目录)\s*\d", re.IGNORECASE)


@record(frozen=True, slots=True)
class Style:
    """One style: what it says itself, None where it says nothing."""

    id: str
    name: str
    based_on: str | None
    vanish: bool | None
    aligned: str | None
    number_id: str | None
    level: str | None


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, root: Any = None) -> None:
        """Take the root element of the styles part, None when the document has none."""
        self._styles: dict[str, Style] = {}
        self._vanishing: dict[str | None, bool] = {}
        for element in () if root is None else root.iter(f"{W}style"):
            style = _style(element)
            self._styles[style.id] = style

    def chain(self, style_id: str | None) -> list[Style]:
        """Return a style and those it is based on, nearest first."""
        out: list[Style] = []
        while style_id is not None and len(out) < LONGEST_CHAIN and (style := self._styles.get(style_id)):
            out.append(style)
            style_id = style.based_on
        return out

    def vanishes(self, style_id: str | None) -> bool:
        """Tell whether a style hides its text or strikes it out."""
        if style_id not in self._vanishing:
            self._vanishing[style_id] = next((bool(style.vanish) for style in self.chain(style_id) if style.vanish is not None), False)
        return self._vanishing[style_id]

    def alignment(self, style_id: str | None) -> str | None:
        """Return ``superscript`` or ``subscript`` where a style raises or lowers its text, else None."""
        return next((style.aligned for style in self.chain(style_id) if style.aligned is not None), None)

    def is_contents(self, style_id: str | None) -> bool:
        """Tell whether a paragraph style is that of a table of contents, which repeats the headings."""
        style = self._styles.get(style_id or "")
        return style is not None and _CONTENTS.fullmatch(style.name.strip()) is not None


def _style(element: Any) -> Style:
    properties = child(element, "rPr")
    hiding = [found for name in ("vanish", "strike", "dstrike") if (found := child(properties, name)) is not None]
    return Style(
        id=element.get(f"{W}styleId") or "",
        name=value(element, "name") or "",
        based_on=value(element, "basedOn"),
        vanish=any(map(is_on, hiding)) if hiding else None,
        aligned=value(element, "rPr/vertAlign"),
        number_id=value(element, "pPr/numPr/numId"),
        level=value(element, "pPr/numPr/ilvl"),
    )
