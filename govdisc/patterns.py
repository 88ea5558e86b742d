"""What reading texts costs, paid once: regular expressions compiled when first used, and sentences that were read before."""

from __future__ import annotations

import contextlib
import marshal
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from govdisc import compiled

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
        ready = _ready(self._source)
        for method in self.__slots__[1:]:
            setattr(self, method, getattr(ready, method))
        return getattr(ready, name)


def _ready(source: str) -> re.Pattern[str]:
    """Do what :func:`re.compile` does, a hundred times as fast where an earlier run did it."""
    code = compiled.kept("pattern", source)
    if code is not None:
        with contextlib.suppress(*_OTHERWISE):
            return _made(source, *code)
    ready = re.compile(source)
    compiled.keep("pattern", source, lambda: _code(source))
    return ready


#: What goes wrong where the standard library has other insides than those of CPython 3.10 to 3.14.
_OTHERWISE = (AttributeError, ImportError, RuntimeError, TypeError, ValueError)


def _made(source: str, flags: int, code: bytes, groups: int, names: dict[str, int], by_number: tuple[str | None, ...]) -> re.Pattern[str]:
    """Make a pattern of the code that the standard library makes of the expression."""
    from _sre import compile as made  # type: ignore[import-not-found]  # C, without stubs

    found: re.Pattern[str] = made(source, flags, memoryview(code).cast("I").tolist(), groups, names, by_number)
    return found


def _code(source: str) -> bytes | None:
    """Return the arguments of :func:`_made`, marshalled; None where they do not make the same pattern as :func:`re.compile`."""
    from array import array

    try:
        if sys.version_info >= (3, 11):
            from re import _compiler, _parser
        else:
            import sre_compile as _compiler
            import sre_parse as _parser
        parsed = _parser.parse(source)
        names = dict(parsed.state.groupdict)
        by_number = {number: name for name, number in names.items()}
        groups = parsed.state.groups
        code: list[int] = _compiler._code(parsed, 0)  # type: ignore[attr-defined]
        told = (parsed.state.flags, array("I", code).tobytes(), groups - 1, names, tuple(map(by_number.get, range(groups))))
        return marshal.dumps(told) if _made(source, *told) == re.compile(source) else None
    except _OTHERWISE:
        return None
