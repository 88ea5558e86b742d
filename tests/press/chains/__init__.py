"""The families of chains, one file each with a tuple ``CHAINS``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from press.jobs import Chain


def families() -> list[str]:
    """The names of the families, in order."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def family(name: str) -> tuple[Chain, ...]:
    """Return the chains of one family."""
    found: tuple[Chain, ...] = import_module(f"press.chains.{name}").CHAINS
    return found


def chains() -> list[Chain]:
    """Return all chains."""
    return [chain for name in families() for chain in family(name)]
