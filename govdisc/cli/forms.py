"""``govdisc forms``: the statutory forms and regional variants, listed, in full, or a file of one's own looked at."""

from __future__ import annotations

from collections.abc import Iterator

import click

from govdisc.cli import common, options
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.changes import changes, printed_identity
from govdisc.model.form import Form
from govdisc.model.keys import FormError, near


@click.command(
    "forms",
    cls=options.Command,
    help=N_("List the forms and variants, or print one in full: govdisc forms 2021."),
    examples=("govdisc forms", "govdisc forms 2021"),
)
@click.argument("name", required=False)
@options.option("--check", "path", metavar="FILE", help=N_("Say what the variant or form in a TOML file changes, and what is wrong with it."))
def command(name: str | None, path: str | None) -> int:
    """List forms, print one, or look at a file."""
    if path is not None:
        if name is not None:
            raise ConfigurationError(_("--check takes a file, and no name of a form beside it."))
        return _checked(path)
    every = _every()
    if name is None:
        rows = [
            (form.name, _base(form), _years(form), form.source or "" if form.variant else form.basis)
            for form in every.values()
        ]
        click.echo(common.table(rows, (_("form"), _("variant of"), _("years"), _("basis"))))
    else:
        click.echo("\n".join(_in_full(form_named(name))))
    return common.report_broken(common.plugins())


def _checked(path: str) -> int:
    """Print what a file changes and return 0, or what is wrong with it and return 2."""
    plugins = common.plugins()
    try:
        name = plugins.use_variant(path)
        form = _every()[name]
    except FormError as error:
        click.echo("\n".join(f"{path}: {fault}" for fault in error.faults))
        return common.USAGE
    click.echo("\n".join((*_head(form), *_changed(form))))
    return common.report_broken(plugins)


def _every() -> dict[str, Form]:
    found = common.plugins().forms
    return {form.name: form for form in (*found.forms(), *found.variants())}


def form_named(name: str) -> Form:
    """Return a form or variant that is installed.

    Raises:
        ConfigurationError: when there is none of that name.

    """
    every = _every()
    if name not in every:
        raise ConfigurationError(_("there is no form {name}; {near}").format(name=name, near=near(name, every)))
    return every[name]


def _base(form: Form) -> str:
    return (*form.lineage[1:], form.id)[0] if form.variant else ""


def _years(form: Form) -> str:
    if form.until == form.since:
        return str(form.since)
    return f"{form.since}–{form.until or ''}"


def _head(form: Form) -> list[str]:
    out = [f"{form.title}  {form.basis}  {_years(form)}"]
    if form.variant:
        over = " → ".join((*form.lineage, form.id))
        out += [f"{over}: {form.source}"]
        if form.agencies:
            out.append(_("for agencies with: {words}").format(words=form.regime.joint.join(form.agencies)))
    return out


def _changed(form: Form) -> list[str]:
    """What a variant changes; a form of its own is told by its parts."""
    if not form.variant:
        tables = [f"  [{table.id}] {sum(1 for _row in table.rows())} × {len(table.blocks[0].columns)}" for table in form.tables]
        return ["", *(f"  {form.heading(section)}  [{section.id}]" for section in form.sections), *tables]
    found = [f"  {sentence}" for sentence in changes(form, _every()[_base(form)])]
    return ["", *(found or [_("It changes nothing.")])]


def _in_full(form: Form) -> Iterator[str]:
    yield from _head(form)
    if form.variant:
        yield from _changed(form)
    yield ""
    for spec in form.sections:
        yield f"{form.heading(spec)}  [{spec.id}]"
    for table in form.tables:
        yield from ("", f"[{table.id}]")
        for block in table.blocks:
            rows = [(f"{row.id}.*" if row.open else row.id, "　".join((*row.groups, row.label))) for row in block.rows]
            heading = " ".join(filter(None, (block.heading, block.corner)))
            joint = "、" if form.regime.is_cn else ", "
            yield from ("", heading, joint.join(f"{column.label} [{column.id}]" for column in block.columns))
            yield common.table(rows, (_("row"), _("label")))
        for identity in table.identities:
            yield f"{identity.axis}: {printed_identity(identity)}"
