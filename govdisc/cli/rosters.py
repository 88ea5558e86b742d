"""``--roster FILE`` and ``--children PATH``: who belongs to whom, read by the plugin that can, for the rules that ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from govdisc.account import READ, REFUSED
from govdisc.cli.account import Account
from govdisc.cli.session import NO_INPUT, UNREADABLE, Session
from govdisc.engine import Engine
from govdisc.errors import ConfigurationError
from govdisc.guard import Broken, guarded
from govdisc.i18n import gettext as _
from govdisc.kinds import RosterRequest
from govdisc.known import bringing
from govdisc.model.report import Report
from govdisc.records import replace
from govdisc.settings import Settings
from govdisc.sources import Paths


def with_roster(settings: Settings, path: str | None, children: Sequence[str], run: Session, account: Account) -> Settings:
    """Return the settings of a run with what a roster gives; the reports of ``children`` are read beside the batch.

    Raises:
        ConfigurationError: when no plugin reads rosters, or the roster is wrong.

    """
    if path is None and not children:
        return settings
    reader = next(iter(run.plugins.rosters.values()), None)
    if reader is None:
        known = bringing("options", "--roster")
        raise ConfigurationError(
            _("{option} needs a plugin; install it with: {command}").format(
                option="--roster" if path is not None else "--children", command=known.install if known else ""
            )
        )
    request = RosterRequest(path, tuple(_read(settings, children, run, account)), run.plugins.forms, run.plugins.formats)
    owner = next((info for info in run.plugins.infos if reader.name in info.brings.get("rosters", ())), None)
    if owner is None or owner.ours:
        given = reader.read(request)
    else:
        try:
            given = guarded(lambda: reader.read(request), allowed=(ConfigurationError,))
        except Broken as error:
            owner.fail(_("roster {name}: {error}").format(name=reader.name, error=error))
            return settings
    return replace(settings, dates={**given.dates, **settings.dates}, roster=given.roster, expected=given.expected)


def _read(settings: Settings, children: Sequence[str], run: Session, account: Account) -> list[Report]:
    reports: list[Report] = []
    for result in Engine(run.plugins, settings).read(Paths(children)) if children else ():
        entry = result.input
        if entry.status == READ and result.report is not None:
            reports.append(result.report)
        elif entry.status == REFUSED:
            account.codes.add(UNREADABLE)
            run.streams.say(_("--children, not read: {uri}: {reason}").format(uri=entry.uri, reason=entry.reason))
        for failure in result.failures:
            run.tell_once(failure)
    if children and not reports:
        account.codes.add(NO_INPUT)
        run.streams.say(_("--children: no report was found in {paths}.").format(paths=", ".join(children)))
    return reports
