"""The prose of a report: its numbers against the tables and against each other (NAR), and its wording (STR3xx)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from govdisc.plugin import hookimpl

if TYPE_CHECKING:
    from govdisc.plugin import Rule


@hookimpl
def govdisc_rules() -> Iterable[Rule]:
    """Return the rules NAR… and STR3…."""
    from govdisc_prose.rules import rules

    return rules()


@hookimpl
def govdisc_translations() -> Iterable[tuple[str, Path]]:
    """Return the Chinese catalogue of this plugin's messages."""
    return [("govdisc_prose", Path(__file__).parent / "locale")]
