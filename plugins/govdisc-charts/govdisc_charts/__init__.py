"""Pictures of many reports: what became of requests, how that changed, and where the errors are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govdisc.plugin import hookimpl

if TYPE_CHECKING:
    import click


@hookimpl
def govdisc_commands() -> Iterable[click.Command]:
    """Return the command ``govdisc chart``."""
    from govdisc_charts.chart import chart

    return [chart]
