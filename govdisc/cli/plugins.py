"""``govdisc plugins``: what is installed, what it brings, where from, and what is broken."""

from __future__ import annotations

import click

from govdisc import __version__
from govdisc.cli import common, options
from govdisc.i18n import N_
from govdisc.i18n import gettext as _


@click.command("plugins", cls=options.Command, help=N_("List the installed plugins, with their versions and what they bring."))
def command() -> int:
    """List plugins."""
    found = common.plugins()
    # what a plugin brings is known once everything has been asked for
    for _collected in (found.formats, found.rules, found.reporters, found.forms, found.commands, found.translations):
        pass
    rows = [("govdisc", "govdisc", __version__, "", "")]
    for info in found.infos:
        brings = _("broken: {error}").format(error=info.error) if info.error else _brings(info.brings)
        rows.append((info.name, info.distribution, info.version, brings, info.module))
    click.echo(common.table(rows, (_("plugin"), _("distribution"), _("version"), _("brings"), _("from"))))
    return common.report_broken(found)


def _brings(brings: dict[str, list[str]]) -> str:
    return "; ".join(f"{kind}: {' '.join(names)}" for kind, names in brings.items() if kind != "translations")
