"""JSON text to data and back: amounts are numbers on both sides of a :class:`~decimal.Decimal`, so that 3.50 stays 3.50.

The standard library's parser keeps the last of two equal keys in silence and takes half a character (a lone surrogate) for text; both
are refused here. Where msgspec is installed, a batch is read by it: twice as fast, and believed only where writing what it read gives
the same bytes again, which no key that stands twice survives. Everything else is read by the standard library.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from govdisc.i18n import gettext as _
from govdisc.patterns import Pattern

#: What stands in no text file: half characters, and the control characters that terminals obey.
_NO_TEXT = Pattern("[\x7f-\x9f\ud800-\udfff]")
_HALF = Pattern("[\ud800-\udfff]")


class _DoubletError(ValueError):
    """A key that stands twice."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        name = next(key for key, _value in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _DoubletError(_("the key {name} stands twice in one object").format(name=dumps(name[:40])))
    return found


def _constant(name: str) -> Any:
    raise _DoubletError(_("{name} is not a JSON number").format(name=name))


_decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_constant, object_pairs_hook=_unique)


def loads(text: str) -> Any:
    """Parse JSON.

    Raises:
        ValueError: with what is wrong and where, in words, when it is not JSON, a key stands twice, or it holds half a character.

    """
    value, end = element(text, len(text) - len(text.lstrip()))
    rest = text[end:].lstrip()
    if rest:
        raise ValueError(position(text, len(text) - len(rest)))
    return value


def element(text: str, start: int) -> tuple[Any, int]:
    """Parse the JSON value that begins at a character; return it and where it ends.

    Raises:
        ValueError: as :func:`loads`.

    """
    try:
        value, end = _decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise ValueError(position(text, error.pos)) from None
    except RecursionError:
        raise ValueError(_("it is nested too deeply")) from None
    except _DoubletError:
        raise
    except ValueError:  # Python's limit for the digits of a whole number
        raise ValueError(_("a number in it has thousands of digits")) from None
    escaped = text.find("\\u", start, end)
    if escaped != -1 and _holds_half(value):
        raise ValueError(_("it holds half a character (an unpaired \\u escape) at character {place}").format(place=escaped))
    return value, end


def position(text: str, at: int) -> str:
    """Return the sentence that names the place of a character in words."""
    line = text.count("\n", 0, at) + 1
    return _("it goes wrong at line {line}, character {column}").format(line=line, column=at - text.rfind("\n", 0, at))


def _holds_half(value: Any) -> bool:
    if isinstance(value, str):
        return _HALF.search(value) is not None
    if isinstance(value, dict):
        return any(_holds_half(key) or _holds_half(item) for key, item in value.items())
    return isinstance(value, list) and any(map(_holds_half, value))


@lru_cache(maxsize=1)
def _quick() -> Callable[[bytes], Any] | None:
    """The quick parser, which returns None for what it is not sure of; None where msgspec is not installed."""
    try:
        import msgspec
    except ImportError:
        return None
    decode, encode = msgspec.json.Decoder(float_hook=Decimal).decode, msgspec.json.Encoder(decimal_format="number").encode

    def parse(line: bytes) -> Any:
        try:
            value = decode(line)
            return value if encode(value) == line else None
        except (ValueError, RecursionError, msgspec.MsgspecError):
            return None  # what is wrong is told in the standard library's words

    return parse


def loads_line(line: bytes) -> Any:
    """Parse a line of JSON in UTF-8, one of many; the same answers as :func:`loads`.

    Raises:
        ValueError: as :func:`loads`, or when it is not UTF-8.

    """
    quick = _quick()
    value = quick(line) if quick is not None else None
    if value is not None:  # spares time
        return value
    try:
        return loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError(_("it is not UTF-8")) from None


def dumps(data: Any, indent: int | None = None) -> str:
    """Return JSON text with :class:`~decimal.Decimal` as numbers and Chinese as itself; the same data gives the same text.

    Half characters are replaced by U+FFFD: they are no text.
    """
    text = _compact(data) if indent is None else _indented(data, " " * indent, "\n")
    return _NO_TEXT.sub(lambda found: "\ufffd" if found[0] >= "\ud800" else f"\\u{ord(found[0]):04x}", text)


def _no_number(value: Any) -> Any:
    raise TypeError(f"{type(value).__name__} is not JSON")


_quoted = json.encoder.encode_basestring
_plain = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_no_number).encode


def _compact(value: Any) -> str:
    """The library writes all but the decimals, and what they stand in."""
    try:
        return _plain(value)
    except TypeError:
        if isinstance(value, dict):
            return f"{{{','.join(f'{_quoted(str(key))}:{_compact(item)}' for key, item in value.items())}}}"
        if isinstance(value, (list, tuple)):
            return f"[{','.join(map(_compact, value))}]"
        if isinstance(value, Decimal):
            return f"{value:f}"
        raise


def _indented(value: Any, step: str, line: str) -> str:
    inner = line + step
    if isinstance(value, dict) and value:
        return f"{{{','.join(f'{inner}{_quoted(str(key))}: {_indented(item, step, inner)}' for key, item in value.items())}{line}}}"
    if isinstance(value, (list, tuple)) and value:
        return f"[{','.join(f'{inner}{_indented(item, step, inner)}' for item in value)}{line}]"
    return _compact(value)
