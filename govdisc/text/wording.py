"""Patterns for wordings as data: regular expressions in a TOML file, which a jurist can edit, with the words that they share put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from govdisc.patterns import Pattern
from govdisc.text.tomltext import read_toml

_NAME = Pattern(r"\{([a-z_]+)\}")


def spelt_out(pattern: str, words: Mapping[str, Any]) -> str:
    """Return a pattern with the words that it names by ``{name}`` put in, and those that they name themselves.

    Raises:
        ValueError: when it names words that there are not.

    """
    while found := _NAME.search(pattern):
        if found[1] not in words:
            raise ValueError(f"{pattern!r} names {{{found[1]}}}, and there are no such words")
        pattern = f"{pattern[: found.start()]}{words[found[1]]}{pattern[found.end() :]}"
    return pattern


class Wording:
    """The patterns of a TOML file, by table and name; read, and compiled, when they are first used.

    A pattern may name others of its table by ``{name}``. A list of words is a pattern for any of them: one look for all is several
    times as fast as one for each.
    """

    def __init__(self, path: str | Path) -> None:
        """Take the file."""
        self.path = Path(path)
        self._patterns: dict[tuple[str, str], Pattern] = {}

    @cached_property
    def data(self) -> dict[str, Any]:
        """What stands in the file."""
        return read_toml(self.path)

    def pattern(self, name: str, table: str = "") -> Pattern:
        """Return a pattern of a table, or of the file's head.

        Raises:
            KeyError: when there is no such pattern.
            ValueError: when it names words that there are not.

        """
        known = self._patterns.get((table, name))
        if known is None:  # spares time
            told = self.data[table] if table else self.data
            source = "|".join(map(re.escape, told[name])) if isinstance(told[name], list) else spelt_out(told[name], told)
            known = self._patterns[table, name] = Pattern(source)
        return known
