"""``govdisc config``: which settings are in force, and where each comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from govdisc.choosing import DEFAULT, Chosen, environment
from govdisc.cli import common, options
from govdisc.cli.session import session
from govdisc.cli.settings import judged_options, load_settings
from govdisc.formats.json import dumps
from govdisc.i18n import N_, language
from govdisc.i18n import gettext as _
from govdisc.plugins import Plugins


@click.command(
    "config",
    cls=options.Command,
    help=N_("Print the settings that are in force, and where each comes from; options are taken into account as validate does."),
    examples=("govdisc config", "govdisc config --format json", "govdisc config --select SUM --no-config"),
)
@judged_options
@options.option("--format", "output_format", default="text", type=click.Choice(["text", "json"]), help=N_("text or json."))
def command(output_format: str, **given: Any) -> int:
    """Print settings."""
    run = session()
    found = load_settings(**given)
    run.streams.data(_as_json(found, run.plugins) if output_format == "json" else "".join(_as_text(found, run.plugins)))
    return common.report_broken(run.plugins)


def _rows(found: Chosen, plugins: Plugins) -> Iterator[tuple[str, Any, str]]:
    """Yield each setting with its value and its origin; of the thresholds, those of every rule."""
    for key, value, origin in found.origins:
        if key != "thresholds":
            yield key, value, origin
    origins = found.thresholds
    for rule in plugins.all_rules.values():
        for parameter in rule.parameters:
            name = f"{rule.code}.{parameter.name}"
            yield f"thresholds.{name}", found.run.thresholds.get(name, parameter.default), origins.get(name, DEFAULT)
    yield "language", language(), DEFAULT
    for name, text in environment():
        yield name, text, _("environment")


def _as_text(found: Chosen, plugins: Plugins) -> Iterator[str]:
    path = found.configuration.path
    yield (_("configuration: {path}").format(path=path) if path else _("no configuration file")) + "\n"
    looking = [code for code in plugins.all_rules if found.run.looks_at(code)]
    yield _("{looking} of {all} rules look").format(looking=len(looking), all=len(plugins.all_rules)) + "\n\n"
    rows = [(key, _shown(value), _(origin)) for key, value, origin in _rows(found, plugins)]
    yield common.table(rows, (_("setting"), _("value"), _("from"))) + "\n"


def _as_json(found: Chosen, plugins: Plugins) -> str:
    values = {key: {"value": value, "from": origin} for key, value, origin in _rows(found, plugins)}
    path = found.configuration.path
    looking = [code for code in plugins.all_rules if found.run.looks_at(code)]
    return dumps({"file": None if path is None else str(path), "settings": values, "rules": looking}, indent=1) + "\n"


def _shown(value: Any) -> str:
    if value is None or value in ([], {}):
        return "-"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    text = value if isinstance(value, str) else dumps(value)
    return text if len(text) <= 60 else text[:59] + "…"
