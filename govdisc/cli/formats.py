"""``govdisc formats``: which formats can be read, written, or both."""

from __future__ import annotations

import click

from govdisc.cli import common, options
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _


@click.command("formats", cls=options.Command, help=N_("List the file formats, or the parameters of one: govdisc formats csv."))
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List formats, or the parameters of one."""
    found = common.plugins().formats
    if name is None:
        rows = [
            (
                one.name,
                _("yes") if one.read else "",
                _("yes") if one.write else "",
                _("many") if one.many else _("one"),
                " ".join(one.suffixes),
                _(one.title),
            )
            for one in sorted(found.values(), key=lambda one: one.name)
        ]
        click.echo(common.table(rows, (_("format"), _("read"), _("write"), _("reports a file"), _("suffixes"), _("what it is"))))
        return common.report_broken(common.plugins())
    if name not in found:
        raise ConfigurationError(_("there is no format {name}; there are: {known}.").format(name=name, known=", ".join(found)))
    one = found[name]
    click.echo(f"{one.name}: {_(one.title)}")
    parameters = [(f"--param {item.name}=…", item.default or "", _(item.meaning)) for item in one.parameters]
    click.echo(common.table(parameters, (_("parameter"), _("default"), _("meaning"))) if parameters else _("It has no parameters."))
    return common.report_broken(common.plugins())
