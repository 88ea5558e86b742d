"""Regional variants of the annual report, as data with their sources, and the rules that read their limits."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from govdisc.plugin import hookimpl

if TYPE_CHECKING:
    from govdisc.plugin import Rule


@hookimpl
def govdisc_forms() -> Iterable[tuple[str, str]]:
    """Return the variants, each a file in ``variants/``, by name."""
    return [(path.name, path.read_text("utf-8")) for path in sorted(Path(__file__).with_name("variants").glob("*.toml"))]


@hookimpl
def govdisc_rules() -> Iterable[Rule]:
    """Return the rules REG1xx."""
    from govdisc_regions.rules import RULES

    return RULES


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_regions", Path(__file__).parent / "locale")]
