"""For offices that gather reports: who is missing, late or wrong, what all bodies come to, and what was changed after publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govdisc.plugin import hookimpl

if TYPE_CHECKING:
    import click

    from govdisc.plugin import BatchRule


@hookimpl
def govdisc_rules() -> Iterable[BatchRule]:
    """Return the rules BAT3xx, which look where a roster says who belongs to whom."""
    from govdisc_county.parents import RULES

    return RULES


@hookimpl
def govdisc_commands() -> Iterable[click.Command]:
    """Return the commands ``govdisc collect``."""
    from govdisc_county.collect import collect

    return [collect]
