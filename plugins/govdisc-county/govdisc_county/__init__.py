"""For offices that gather reports: who is missing, late or wrong, what all bodies come to, and what was changed after publication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from govdisc.plugin import hookimpl

if TYPE_CHECKING:
    import click

    from govdisc.plugin import BatchRule, RosterGiven, RosterReader, RosterRequest


@hookimpl
def govdisc_rules() -> Iterable[BatchRule]:
    """Return the rules BAT3xx, which look where a roster says who belongs to whom."""
    from govdisc_county.parents import RULES

    return RULES


def _read(request: RosterRequest) -> RosterGiven:
    from govdisc.plugin import RosterGiven
    from govdisc_county.parents import Belonging
    from govdisc_county.parts import part_of
    from govdisc_county.roster import read_roster

    roster = None if request.path is None else read_roster(request.path, request.formats, request.forms)
    belonging = Belonging(roster, tuple(part_of(child, request.forms.form(child.form)) for child in request.children))
    return RosterGiven(belonging, roster.dates if roster else {}, tuple(unit.names for unit in roster.units) if roster else ())


@hookimpl
def govdisc_rosters() -> Iterable[RosterReader]:
    """Return what reads ``govdisc validate --roster FILE --children PATH``."""
    from govdisc.plugin import RosterReader

    return [RosterReader("county", _read)]


@hookimpl
def govdisc_commands() -> Iterable[click.Command]:
    """Return the commands ``govdisc collect``, ``govdisc sum`` and ``govdisc compare``."""
    from govdisc_county.collect import collect
    from govdisc_county.compare import compare
    from govdisc_county.sum import add_up

    return [collect, add_up, compare]
