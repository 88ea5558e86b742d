"""Three and more wrong cells at once, and ``govdisc locate``, which prints why they are thought to be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govdisc.plugin import Solver, hookimpl

if TYPE_CHECKING:
    import click

    from govdisc.plugin import Solution, System


def _solve(system: System) -> Iterable[Solution]:
    from govdisc_locate.solver import solve

    return solve(system)


@hookimpl
def govdisc_solvers() -> Iterable[Solver]:
    """Return what is asked where the core finds no one or two cells."""
    return [Solver("locate", _solve)]


@hookimpl
def govdisc_commands() -> Iterable[click.Command]:
    """Return the command ``govdisc locate``."""
    from govdisc_locate.command import locate

    return [locate]
