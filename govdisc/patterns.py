"""What reading texts costs, paid once: regular expressions compiled when first used, and sentences that were read before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

#: Keeps what a function makes of sentences, for those that were met last: bodies of one office say many of them word by word alike. The
#: sentences must be bounded in length.
kept = lru_cache(maxsize=1024)


class Pattern:
    """There are many expressions, and most runs need few: one with the methods of :class:`re.Pattern`; from its first use on they are the compiled one's own."""

    __slots__ = ("_source", "findall", "finditer", "fullmatch", "groups", "match", "search", "split", "sub")

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., str]
    split: Callable[..., list[str]]
    groups: int

    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        if name not in self.__slots__:
            raise AttributeError(name)
        compiled = re.compile(self._source)
        for method in self.__slots__[1:]:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
