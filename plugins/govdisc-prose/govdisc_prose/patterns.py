"""The patterns of this plugin, which lie in TOML files beside the code: read once, with the words that they share put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from govdisc.plugin import Pattern, parse_toml

_NAME = re.compile(r"\{([a-z_]+)\}")


@cache
def data(name: str) -> dict[str, Any]:
    """Return what stands in a file of this package."""
    return parse_toml(Path(__file__).with_name(name).read_text("utf-8"), name)


def spelt_out(pattern: str, words: Mapping[str, str]) -> str:
    """Return a pattern with the words that it names by ``{name}`` put in, and those that they name themselves."""
    while found := _NAME.search(pattern):
        if found[1] not in words:
            raise ValueError(f"{pattern!r} names {{{found[1]}}}, and there are no such words")
        pattern = f"{pattern[: found.start()]}{words[found[1]]}{pattern[found.end() :]}"
    return pattern


def ready(pattern: str, words: Mapping[str, str]) -> Pattern:
    """Return a pattern, to be compiled when it is first used. It must not capture: what matched is told by where."""
    return Pattern(spelt_out(pattern, words))


def holds(words: str, known: Iterable[str]) -> bool:
    """Tell whether one of some words stands in a text: the cheap look before a pattern is tried."""
    for word in known:  # a loop, not any(), which costs several times as much: it runs for every sentence  # noqa: SIM110
        if word in words:
            return True
    return False


@cache
def pattern(table: str, name: str, file: str = "wording.toml") -> Pattern:
    """Return a pattern of a file's table; the other patterns of the table can be named in it by ``{name}``.

    A list of words is a pattern for any of them: one look for all is several times as fast as one for each.
    """
    told = data(file)[table] if table else data(file)
    return Pattern("|".join(map(re.escape, told[name])) if isinstance(told[name], list) else spelt_out(told[name], told))
