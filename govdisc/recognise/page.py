"""What stands around a report on its page, loaded from ``page.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from govdisc.model.book import parse_toml
from govdisc.text.labels import squeeze


@dataclass(frozen=True)
class Page:
    """Patterns of titles, labels of dates and bodies, and the words with which a page goes on behind the report."""

    title: re.Pattern[str]
    date_labels: tuple[str, ...]
    agency_labels: tuple[str, ...]
    chrome: frozenset[str]
    footers: tuple[str, ...]
    footer_words: tuple[str, ...]


@lru_cache(maxsize=1)
def page() -> Page:
    """Return the patterns of pages."""
    data = parse_toml(files("govdisc.recognise").joinpath("page.toml").read_text("utf-8"), "page.toml")
    return Page(
        re.compile(data["title"]),
        tuple(data["date_labels"]),
        tuple(data["agency_labels"]),
        frozenset(data["chrome"]),
        tuple(squeeze(one) for one in data["footers"]),
        tuple(squeeze(one) for one in data["footer_words"]),
    )
