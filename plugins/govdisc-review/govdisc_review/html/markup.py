"""HTML that cannot be broken by what stands in it: every text and every value of an attribute is escaped where it goes in.

There is no way to put a string in unescaped but :class:`Html`, which only this module's functions return. Attributes are named in code
alone, and none of them is a handler or a style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

#: Control characters, half characters and those that turn the direction of what follows: none of them is shown as what it is.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_VOID = frozenset({"meta", "input", "br", "col"})


class Html(str):
    """Markup that is safe to put into a page."""

    __slots__ = ()


Child = object


def text(value: object) -> Html:
    """Return a value as text in a page."""
    return value if isinstance(value, Html) else Html(escape(_UNSHOWN.sub("\ufffd", str(value)), quote=False))


def tag(name: str, /, *children: Child, **attributes: object) -> Html:
    """Return an element.

    Children are markup, text, None (nothing) or iterables of them. An attribute that is None or False is left out, one that is True has
    no value; ``class_`` is ``class``, ``data_f`` is ``data-f``.
    """
    head = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None and value is not False)
    if name in _VOID:
        return Html(f"<{name}{head}>")
    return Html(f"<{name}{head}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """Return children one behind the other."""
    out: list[str] = []
    for child in children:
        if child is None or child is False:
            continue
        if isinstance(child, (str, int)):
            out.append(text(child))
        elif isinstance(child, Iterable):
            out.append(joined(child))
        else:
            out.append(text(child))
    return Html("".join(out))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(_UNSHOWN.sub(chr(0xFFFD), str(value)))}"'
