"""Names for files that are made: safe on every system and within a link, each once in its folder."""

from __future__ import annotations

from govdisc.patterns import Pattern

_UNSAFE = Pattern(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*#%\s]+')
_RESERVED = Pattern(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
_LONGEST = 80


def safe_stem(text: str, behind: str = "", otherwise: str = "report") -> str:
    """Return a text as the name of a file without its suffix; ``behind`` is put to its end, ``otherwise`` stands for a text of which nothing is left."""
    stem = (_UNSAFE.sub("_", text[:200]).strip("._ ")[:_LONGEST] or otherwise) + behind
    stem = f"_{stem}" if _RESERVED.match(stem) else stem
    return stem.encode("utf-8", "replace").decode().replace("?", "_")


def untaken(stem: str, suffix: str, taken: set[str]) -> str:
    """Return a name with a number behind it where it is taken, whatever the case of its letters, and take it."""
    name, number = f"{stem}{suffix}", 1
    while name.lower() in taken:
        number += 1
        name = f"{stem}-{number}{suffix}"
    taken.add(name.lower())
    return name
