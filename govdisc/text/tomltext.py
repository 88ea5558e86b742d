"""TOML: the one parser for files of forms, configuration and words, and the words of bodies that lie beside this module."""

from __future__ import annotations

import contextlib
import marshal
import sys
from functools import cache
from pathlib import Path
from typing import Any

from govdisc import compiled
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _


def parse_toml(text: str, where: str, *, packaged: bool = False) -> dict[str, Any]:
    """Parse TOML; ``where`` names it in the error. What is made of a text that comes with a package, ``packaged``, is kept for the next run.

    Raises:
        ConfigurationError: when it is not TOML.

    """
    try:
        return _kept(text) if packaged else _loads(text)
    except ValueError as error:
        raise ConfigurationError(f"{where}: not valid TOML ({error}).") from error
    except RecursionError:
        raise ConfigurationError(_("{where}: it is nested too deeply.").format(where=where)) from None


def read_toml(path: Path) -> dict[str, Any]:
    """Return what stands in a TOML file of a package."""
    return parse_toml(path.read_text("utf-8"), path.name, packaged=True)


def _kept(text: str) -> dict[str, Any]:
    data: dict[str, Any] | None = compiled.kept("toml", text)
    if data is None:
        data = _loads(text)
        with contextlib.suppress(ValueError):  # it holds a date
            written = marshal.dumps(data)  # now, for it may be changed
            compiled.keep("toml", text, lambda: written)
    return data


def _loads(text: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:  # the same parser under its older name
        import tomli as tomllib

    data: dict[str, Any] = tomllib.loads(text)
    return data


@cache
def words(name: str) -> tuple[Any, ...]:
    """Return a list of words of ``bodies.toml``, read on first use: most runs need few of them."""
    return tuple(_bodies()[name])


@cache
def _bodies() -> dict[str, Any]:
    return read_toml(Path(__file__).with_name("bodies.toml"))
