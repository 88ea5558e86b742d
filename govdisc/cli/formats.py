"""``govdisc formats``: which formats can be read, written, or both."""

from __future__ import annotations

import click

from govdisc.choose import unknown_format
from govdisc.cli import common, options
from govdisc.cli.targets import reporter_named
from govdisc.errors import ConfigurationError
from govdisc.formats.base import Format
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.kinds import Reporter
from govdisc.plugins import Plugins


@click.command(
    "formats",
    cls=options.Command,
    help=N_("List the file formats, or the parameters of one: govdisc formats csv."),
    examples=("govdisc formats", "govdisc formats jsonl", "govdisc formats --findings"),
)
@click.argument("name", required=False)
@options.option("--findings", is_flag=True, help=N_("Speak of the formats for findings (validate --format, -o)."))
def command(name: str | None, findings: bool) -> int:
    """List formats, or the parameters of one."""
    plugins = common.plugins()
    if name is None:
        click.echo(_reporters(plugins) if findings else _formats(plugins))
    elif findings or (name not in plugins.formats and name in plugins.reporters):
        click.echo(_in_full(reporter_named(name, plugins)))
    elif name in plugins.formats:
        click.echo(_in_full(plugins.formats[name]))
    else:
        raise ConfigurationError(unknown_format(name, plugins.formats, to_write=False))
    return common.report_broken(plugins)


def _formats(plugins: Plugins) -> str:
    rows = [
        (
            known.name,
            _("yes") if known.read else "",
            _("yes") if known.write else "",
            _("many") if known.many else _("one"),
            " ".join(known.suffixes),
            _(known.title),
        )
        for known in sorted(plugins.formats.values(), key=lambda known: known.name)
    ]
    return common.table(rows, (_("format"), _("read"), _("write"), _("reports a file"), _("suffixes"), _("what it is")))


def _reporters(plugins: Plugins) -> str:
    rows = [
        (known.name, _("yes") if known.write else "", _("yes") if known.folder else "", " ".join(known.suffixes), _(known.title))
        for known in plugins.reporters.values()
    ]
    return common.table(rows, (_("format"), _("file"), _("folder"), _("suffixes"), _("what it is")))


def _in_full(known: Format | Reporter) -> str:
    parameters = [(f"--param {parameter.name}=…", parameter.default or "", _(parameter.meaning)) for parameter in known.parameters]
    shown = common.table(parameters, (_("parameter"), _("default"), _("meaning"))) if parameters else _("It has no parameters.")
    return f"{known.name}: {_(known.title)}\n{shown}"
