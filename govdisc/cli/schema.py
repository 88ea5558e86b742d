"""``govdisc schema``: the JSON Schema of a form's reports, or of the findings."""

from __future__ import annotations

import click

from govdisc.cli import common, options
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _


@click.command(
    "schema", cls=options.Command, help=N_("Print a JSON Schema: of a form (2019, 2021), a variant, or the findings (default: 2021).")
)
@click.argument("name", default="2021")
def command(name: str) -> int:
    """Print a schema."""
    from govdisc.formats.json import dumps
    from govdisc.schema import findings_schema, report_schema

    found = common.plugins().forms
    every = {one.variant or one.id: one for one in (*found.forms(), *found.variants())}
    if name != "findings" and name not in every:
        raise ConfigurationError(
            _("there is no schema {name}; there are: {known}.").format(name=name, known=", ".join((*every, "findings")))
        )
    click.echo(dumps(findings_schema() if name == "findings" else report_schema(every[name]), indent=2))
    return common.report_broken(common.plugins())
