"""What takes long to make of a text and is always the same, kept where Python keeps the modules that it compiled.

Reading the TOML files of forms and wordings and compiling regular expressions took two fifths of a cold start. What was made of a text is
found by the whole text, under the very Python that made it, so that it can be neither stale nor another's. It lies marshalled in one file in
the ``__pycache__`` of this package, and is trusted as the modules there are. Where nothing can be written there, or what lies there is
damaged, everything is made anew as it is for the first time.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.util import source_hash
from typing import Any

#: So many bytes are kept; then the file is begun anew. What this project needs is a tenth of it.
MOST_BYTES = 4_000_000

#: So many bytes before what was written tell it from what was damaged since.
_HASH = 8

_Key = tuple[str, str]

#: What was made in this run, as what gives it to be written, None for what cannot be.
_fresh: dict[_Key, Callable[[], bytes | None]] = {}


def kept(kind: str, text: str) -> Any:
    """Return what an earlier run made of a text, None when there is no such thing."""
    data = _known().get((kind, text))
    return None if data is None else marshal.loads(data)  # noqa: S302 - from where Python's own compiled modules are loaded


def keep(kind: str, text: str, give: Callable[[], bytes | None]) -> None:
    """Have :func:`write` keep what was made of a text; ``give`` is asked then, and returns it marshalled."""
    _fresh[kind, text] = give


def write() -> None:
    """Write what was made in this run beside what was known: what the command line does last."""
    path = _path()
    if not _fresh or path is None or sys.dont_write_bytecode:
        return
    own = f"{path}.{os.getpid()}"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(own, "wb") as file:  # first, for what comes takes long, and would be in vain where nothing can be written
                data = _written()
                file.write(source_hash(data) + data)
            os.replace(own, path)
        finally:
            with contextlib.suppress(OSError):
                os.unlink(own)


def _written() -> bytes:
    fresh = {key: data for key, give in _fresh.items() if (data := give()) is not None}
    everything = _known() | fresh
    return marshal.dumps((sys.version, everything if sum(len(data) for data in everything.values()) < MOST_BYTES else fresh))


@cache
def _known() -> dict[_Key, bytes]:
    """What earlier runs kept."""
    path = _path()
    if path is None:
        return {}
    try:
        with open(path, "rb") as file:
            written = file.read()
    except OSError:
        return {}
    if source_hash(written[_HASH:]) != written[:_HASH]:
        return {}
    version, known = marshal.loads(written[_HASH:])  # noqa: S302
    return known if version == sys.version else {}


def _path() -> str | None:
    """The file beside this module's own compiled form, None where Python keeps none."""
    compiled = __spec__.cached
    return None if compiled is None else f"{os.path.splitext(compiled)[0]}.texts"
