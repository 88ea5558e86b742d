"""Pages in two languages from one source: ``docs/bilingual/NAME.md`` becomes ``docs/NAME.md`` and ``docs/NAME.zh-CN.md``.

Each paragraph of a source stands in English behind ``<!-- en -->`` and in Chinese behind ``<!-- zh -->``; a fenced block stands once and is in
both pages, a word of it that differs as ``{{in order|无误}}``. A console block has commands alone: what they print is kept in the pages, where
``tools/pages.py`` writes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "docs" / "bilingual"
#: The suffix of each language's pages.
PAGES: Mapping[str, str] = {"en": ".md", "zh": ".zh-CN.md"}
_PIECE = re.compile(r"^(?:<!-- (?P<language>en|zh) -->\n(?P<text>.*?)|(?P<block>```.*?^```))\n(?=\n|\Z)(?:\n(?=<!-- |```)|\n*\Z)", re.MULTILINE | re.DOTALL)
_EITHER = re.compile(r"\{\{([^{}|]*)\|([^{}|]*)\}\}")


def pages() -> Iterator[tuple[str, str]]:
    """Yield every page as (path, text)."""
    for source in sorted(SOURCES.glob("*.md")):
        for language, suffix in PAGES.items():
            path = ROOT / "docs" / f"{source.stem}{suffix}"
            text = page(source.read_text("utf-8"), language, path.read_text("utf-8") if path.exists() else "")
            note = f"<!-- Written in docs/bilingual/{source.name}; tools/generate.py makes this page. -->"
            yield path.relative_to(ROOT).as_posix(), f"{text}\n{note}\n"


def page(source: str, language: str, before: str) -> str:
    """Return the page of a source in a language; what its commands print is taken from the page as it was ``before``.

    Raises:
        ValueError: when a piece of the source is neither in a language nor a fenced block, or stands in one language alone.

    """
    printed = _printed(before)
    said: list[str] = []
    spoken: list[str] = []
    end = 0
    for match in _PIECE.finditer(source):
        if match.start() != end or "\n```" in (match["text"] or ""):  # a fence within a paragraph has lost its other one
            break
        end = match.end()
        if match["language"]:
            spoken.append(match["language"])
            if match["language"] == language:
                said.append(match["text"])
        else:
            said.append(_block(_worded(match["block"], language), printed))
    if end != len(source):
        raise ValueError(f"nothing is known of what begins with {source[end : end + 60]!r}")
    if spoken[::2] != ["en"] * len(spoken[::2]) or spoken[1::2] != ["zh"] * len(spoken[::2]):
        raise ValueError("every paragraph stands in English, and then in Chinese")
    return "\n\n".join(said) + "\n"


def _worded(block: str, language: str) -> str:
    return _EITHER.sub(r"\1" if language == "en" else r"\2", block)


def _block(block: str, printed: dict[str, list[list[str]]]) -> str:
    """A fenced block with what its commands print."""
    if not block.startswith("```console"):
        return block
    lines: list[str] = []
    for line in block.split("\n"):
        lines.append(line)
        if printed[line]:
            lines += printed[line].pop(0)
    return "\n".join(lines)


def _printed(page: str) -> dict[str, list[list[str]]]:
    """What a page shows below each command, in the order of the page."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for block in re.findall(r"^```console[^\n]*\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            if line.startswith("$ "):
                command = line
                found[command].append([])
            else:
                found[command][-1].append(line)
    return found
