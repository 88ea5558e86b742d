"""The patterns of this plugin, which lie in TOML files beside the code: read once, with the words that they share put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from govdisc.plugin import Pattern, Wording, spelt_out


@cache
def _file(name: str) -> Wording:
    return Wording(Path(__file__).with_name(name))


def data(name: str) -> dict[str, Any]:
    """Return what stands in a file of this package."""
    return _file(name).data


def ready(pattern: str, words: Mapping[str, str]) -> Pattern:
    """Return a pattern, to be compiled when it is first used. It must not capture: what matched is told by where."""
    return Pattern(spelt_out(pattern, words))


def holds(words: str, known: Iterable[str]) -> bool:
    """Tell whether one of some words stands in a text: the cheap look before a pattern is tried."""
    for word in known:  # a loop, not any(), which costs several times as much: it runs for every sentence  # noqa: SIM110
        if word in words:
            return True
    return False


def pattern(table: str, name: str, file: str = "wording.toml") -> Pattern:
    """Return a pattern of a file's table."""
    return _file(file).pattern(name, table)
