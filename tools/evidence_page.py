"""docs/evidence.md, section by section: each is written by the command that measures it, and the others stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "evidence.md"


def put(heading: str, lines: Iterable[str]) -> None:
    """Write a section below a heading of its own, in the place of the one that stands there."""
    title, *sections = re.split(r"^(?=## )", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    text = f"## {heading}\n\n" + "\n".join(lines).strip() + "\n\n"
    places = [at for at, section in enumerate(sections) if section.startswith(f"## {heading}\n")]
    at = places[0] if places else len(sections)
    sections[at : at + 1] = [text]
    PAGE.write_text("".join([title, *(f"{section.rstrip()}\n\n" for section in sections)]).rstrip() + "\n", "utf-8")
