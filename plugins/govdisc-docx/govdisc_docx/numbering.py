"""Automatic numbering: the 一、 or （一） that Word prints before a paragraph and that stands nowhere in its text.

Headings such as 二、主动公开政府信息情况 often get their ordinal this way. ISO/IEC 29500-1, 17.9: a paragraph names a numbering
instance and a level; the instance names an abstract definition, which counts.
"""

from __future__ import annotations

import re
from typing import Any

from govdisc.plugin import record
from govdisc_docx.names import W, child, is_on, number, value
from govdisc_docx.ordinals import ordinal
from govdisc_docx.styles import Styles

#: Levels of a list, 0 to 8.
LEVELS = 9
#: A printed ordinal longer than this is none.
LONGEST_LABEL = 40

_PLACE = re.compile(r"%([1-9])")


@record(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, its number format, and its text with ``%1`` for the number of level 1."""

    start: int
    style: str
    text: str
    plain: bool = False
    restarts: bool = True


@record(frozen=True, slots=True)
class _List:
    """A numbering instance: the definition that counts, its levels, and where it starts anew."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document and how far each has counted; ask for the labels in the order of the paragraphs."""

    def __init__(self, root: Any, styles: Styles) -> None:
        """Take the root element of the numbering part, None when the document has none."""
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._style_levels: dict[tuple[str, str], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        definitions = {element.get(f"{W}abstractNumId") or "": element for element in root.iter(f"{W}abstractNum")}
        owners = {link: key for key, definition in definitions.items() if (link := value(definition, "styleLink"))}
        for instance in root.iter(f"{W}num"):
            name, key = instance.get(f"{W}numId") or "", value(instance, "abstractNumId") or ""
            if key not in definitions:
                continue
            key = owners.get(value(definitions[key], "numStyleLink") or "", key)
            elements = {number(lvl.get(f"{W}ilvl"), 0): lvl for lvl in definitions[key].iter(f"{W}lvl")}
            starts: dict[int, int] = {}
            for override in instance.iter(f"{W}lvlOverride"):
                at = number(override.get(f"{W}ilvl"), 0)
                if (own := child(override, "lvl")) is not None:
                    elements[at] = own
                if (start := value(override, "startOverride")) is not None:
                    starts[at] = number(start, 1)
            self._lists[name] = _List(key, {at: _level(lvl) for at, lvl in elements.items() if at < LEVELS}, starts)
            for at, lvl in elements.items():
                if (style := value(lvl, "pStyle")) is not None:
                    self._style_levels[(name, style)] = at

    def label(self, paragraph: Any) -> str:
        """Count a paragraph and return the ordinal printed before it, "" when there is none."""
        if not self._lists:
            return ""
        name, at = self._place(child(paragraph, "pPr"))
        found = self._lists.get(name or "")
        level = found.levels.get(at) if found else None
        if name is None or found is None or level is None:
            return ""
        counts = self._count(name, found, at)
        if level.style == "bullet":
            return ""

        def printed(match: re.Match[str]) -> str:
            above = int(match[1]) - 1
            of = found.levels.get(above, level)
            return ordinal(counts.get(above, of.start), "decimal" if level.plain else of.style)

        text = _PLACE.sub(printed, level.text)[:LONGEST_LABEL]
        return f"{text} " if text and text[-1].isalnum() else text

    def _place(self, properties: Any) -> tuple[str | None, int]:
        """The numbering instance and the level of a paragraph: its own, else its style's."""
        own = child(properties, "numPr")
        name, level = value(own, "numId"), value(own, "ilvl")
        if name is not None:
            return name, number(level, 0)
        style_id = value(properties, "pStyle")
        for style in self._styles.chain(style_id):
            if style.number_id is not None:
                at = self._style_levels.get((style.number_id, style_id or ""), number(style.level, 0))
                return style.number_id, number(level, at)
        return None, 0

    def _count(self, name: str, found: _List, at: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.definition, {})
        if at in found.starts and (name, at) not in self._started:
            counts[at] = found.starts[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else found.levels[at].start
        self._started.add((name, at))
        for above in range(at):
            if above in found.levels:
                counts.setdefault(above, found.starts.get(above, found.levels[above].start))
        for below in range(at + 1, LEVELS):
            if below in found.levels and found.levels[below].restarts:
                counts.pop(below, None)
        return counts


def _level(element: Any) -> Level:
    return Level(
        start=number(value(element, "start"), 0),
        style=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        plain=is_on(child(element, "isLgl")),
        restarts=value(element, "lvlRestart") != "0",
    )
