"""``govdisc forms``: the statutory forms and regional variants, listed or in full."""

from __future__ import annotations

import click

from govdisc.cli import common, options
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.form import Form


@click.command("forms", cls=options.Command, help=N_("List the forms and variants, or print one in full: govdisc forms 2021."))
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List forms, or print one."""
    found = common.plugins().forms
    every = [*found.forms(), *found.variants()]
    if name is None:
        rows = [
            (one.variant or one.id, one.id if one.variant else "", _years(one), one.basis if not one.variant else one.source or "")
            for one in every
        ]
        click.echo(common.table(rows, (_("form"), _("variant of"), _("years"), _("basis"))))
    else:
        form = next((one for one in every if (one.variant or one.id) == name), None)
        if form is None:
            raise ConfigurationError(
                _("there is no form {name}; there are: {known}.").format(name=name, known=", ".join(one.variant or one.id for one in every))
            )
        click.echo("\n".join(_in_full(form)))
    return common.report_broken(common.plugins())


def _years(form: Form) -> str:
    if form.until == form.since:
        return str(form.since)
    return f"{form.since}–{form.until or ''}"


def _in_full(form: Form) -> list[str]:
    out = [f"{form.title}  {form.basis}  {_years(form)}", ""]
    if form.variant:
        out.insert(1, f"{form.variant}: {form.source}")
        out += [f"  {name} = {value}" for name, value in form.parameters.items()]
    for spec in form.sections:
        out.append(f"{spec.ordinal}、{spec.title}  [{spec.id}]")
    for table in form.tables:
        out += ["", f"[{table.id}]"]
        for block in table.blocks:
            rows = [(row.id, "　".join((*row.groups, row.label))) for row in block.rows]
            heading = " ".join(filter(None, (block.heading, block.corner)))
            columns = "、".join(f"{one.label} [{one.id}]" for one in block.columns)
            out += ["", heading, columns, common.table(rows, (_("row"), _("label")))]
        for identity in table.identities:
            out.append(f"{identity.axis}: {' + '.join(identity.sum)} = {' + '.join(identity.equals)}")
    return out
