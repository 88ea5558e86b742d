"""TOML: the one parser for files of forms, configuration and words, and the words of bodies that lie beside this module."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _

if sys.version_info >= (3, 11):
    import tomllib
else:  # the same parser under its older name
    import tomli as tomllib


def parse_toml(text: str, where: str) -> dict[str, Any]:
    """Parse TOML; ``where`` names it in the error.

    Raises:
        ConfigurationError: when it is not TOML.

    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except ValueError as error:
        raise ConfigurationError(f"{where}: not valid TOML ({error}).") from error
    except RecursionError:
        raise ConfigurationError(_("{where}: it is nested too deeply.").format(where=where)) from None
    return data


@cache
def words(name: str) -> tuple[Any, ...]:
    """Return a list of words of ``bodies.toml``, read on first use: most runs need few of them."""
    return tuple(_bodies()[name])


@cache
def _bodies() -> dict[str, Any]:
    return parse_toml(Path(__file__).with_name("bodies.toml").read_text("utf-8"), "bodies.toml")
