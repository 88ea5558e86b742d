"""``govdisc plugins``: what is installed, what each brings, where from, and what is broken."""

from __future__ import annotations

import json
import time
from typing import Any

import click

from govdisc import __version__
from govdisc.cli import common, options
from govdisc.cli.session import session
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.loading import API, PluginInfo
from govdisc.plugins import Plugins

#: A line is as wide as a terminal at least is.
WIDTH = 80


def described(info: PluginInfo) -> dict[str, Any]:
    """Return what is known of a plugin, for machines."""
    return {
        "name": info.name,
        "distribution": info.distribution,
        "version": info.version,
        "module": info.module,
        "api": info.api,
        "ours": info.ours,
        "hooks": sorted(info.hooks),
        "brings": info.brings,
        "error": info.error,
    }


def ask_all(found: Plugins) -> None:
    """Ask every hook: what a plugin brings, and whether that is sound, is known afterwards."""
    for _collected in (
        found.formats,
        found.families,
        found.rules,
        found.overrides,
        found.reporters,
        found.forms,
        found.commands,
        found.rosters,
        found.executors,
        found.solvers,
        found.extractors,
        found.translations,
    ):
        pass


@click.command(
    "plugins",
    cls=options.Command,
    help=N_("List the installed plugins with what they bring, or tell all of one: govdisc plugins docx."),
    examples=("govdisc plugins", "govdisc plugins --format json", "govdisc --no-plugin docx plugins"),
)
@click.argument("name", required=False)
@options.option("--format", "output_format", default="text", type=click.Choice(["text", "json"]), help=N_("text or json."))
def command(name: str | None, output_format: str) -> int:
    """List plugins."""
    started = time.perf_counter()
    found = common.plugins()
    ask_all(found)
    took = time.perf_counter() - started
    infos = [info for info in found.infos if name in (None, info.name, info.distribution)]
    if name is not None and not infos:
        known = ", ".join(info.name for info in found.infos)
        raise ConfigurationError(_("there is no plugin {names}; installed are: {known}.").format(names=name, known=known or "-"))
    if output_format == "json":
        core = {"name": "govdisc", "version": __version__, "api": API}
        session().streams.data(json.dumps({"govdisc": core, "plugins": list(map(described, infos))}, ensure_ascii=False, indent=1) + "\n")
    else:
        session().streams.data("\n".join([f"govdisc {__version__} (API {API})", *(line for info in infos for line in _lines(info, name))]) + "\n")
        if name is None:
            session().streams.say(_("{count} plugins, asked in {seconds:.2f} s").format(count=len(infos), seconds=took))
    return common.report_broken(found)


def _lines(info: PluginInfo, name: str | None) -> list[str]:
    """A plugin as a block of lines that fit a terminal."""
    lines = [f"{info.name}  {info.distribution} {info.version}".rstrip()]
    if info.error:
        lines += _folded(_("broken: {error}").format(error=info.error))
    for kind, names in sorted(info.brings.items(), key=lambda item: item[0] == "translations"):  # nearly all have them: they come last
        lines += _folded(f"{kind}: {' '.join(names)}")
    if name is not None:
        lines += _folded(_("module: {module}; hooks: {hooks}").format(module=info.module, hooks=" ".join(sorted(info.hooks))))
    return lines


def _folded(text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=True, break_on_hyphens=False)
