"""docs/evidence.md, section by section: each is written by the command that measures it, and the others stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "evidence.md"


def _sections() -> list[str]:
    return re.split(r"^(?=## )", PAGE.read_text("utf-8"), flags=re.MULTILINE)


def section(heading: str) -> str:
    """Return a section as it stands, "" where there is none."""
    return next((found for found in _sections() if found.startswith(f"## {heading}\n")), "")


def put(heading: str, lines: Iterable[str]) -> None:
    """Write a section below a heading of its own, in the place of the one that stands there."""
    title, *sections = _sections()
    text = f"## {heading}\n\n" + "\n".join(lines).strip() + "\n\n"
    places = [at for at, found in enumerate(sections) if found.startswith(f"## {heading}\n")]
    at = places[0] if places else len(sections)
    sections[at : at + 1] = [text]
    PAGE.write_text("".join([title, *(f"{found.rstrip()}\n\n" for found in sections)]).rstrip() + "\n", "utf-8")
