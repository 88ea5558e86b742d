"""``govdisc schema``: what machines go by: the JSON Schema of reports, findings and the configuration, and the schemas of formats."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from govdisc.cli import common, options
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.nearest import did_you_mean
from govdisc.plugins import Plugins


@click.command(
    "schema",
    cls=options.Command,
    help=N_(
        "Print a schema: of a form (2019, 2021) or variant, of the findings, of one finding (a line of jsonl), "
        "of govdisc.toml (config), or of a format that has one (default: 2021)."
    ),
    examples=("govdisc schema 2021", "govdisc schema findings", "govdisc schema finding", "govdisc schema config"),
)
@click.argument("name", default="2021")
def command(name: str) -> int:
    """Print a schema."""
    found = _schemas(common.plugins())
    if name not in found:
        raise ConfigurationError(
            _("there is no schema {name}; there are: {known}.").format(name=name, known=", ".join(found)) + did_you_mean(name, found)
        )
    click.echo(found[name]())
    return common.report_broken(common.plugins())


def _schemas(plugins: Plugins) -> dict[str, Callable[[], str]]:
    """What makes each schema, by its name."""
    from govdisc import configuration, schema

    forms = {form.variant or form.id: form for form in (*plugins.forms.forms(), *plugins.forms.variants())}
    named: dict[str, Callable[[], Any]] = {name: partial(schema.report_schema, form) for name, form in forms.items()}
    named |= {"findings": schema.findings_schema, "finding": schema.finding_schema, "config": configuration.schema}
    formats = {name: partial(_of_format, plugins, name) for name, known in plugins.formats.items() if known.schema is not None}
    return {**{name: partial(_as_json, make) for name, make in named.items()}, **formats}


def _as_json(make: Callable[[], Any]) -> str:
    from govdisc.formats.json import dumps

    return dumps(make(), indent=2)


def _of_format(plugins: Plugins, name: str) -> str:
    return str(plugins.formats[name].called("schema")()).rstrip("\n")
