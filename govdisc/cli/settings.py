"""The options that say which findings count, and the settings that they and the configuration make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from govdisc.choosing import Chosen, Options, chosen, configured
from govdisc.cli.completing import complete_codes
from govdisc.cli.options import PATH, option
from govdisc.cli.session import session
from govdisc.configuration import FAIL_ON
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.book import parse_toml

F = TypeVar("F", bound=Callable[..., Any])

#: Behind each other as ``--help`` prints them.
_SETTINGS = (
    option("--select", multiple=True, metavar="CODES", shell_complete=complete_codes,
           help=N_("Only these rules: codes, beginnings or families, parted by commas; may be repeated.")),
    option("--ignore", multiple=True, metavar="CODES", shell_complete=complete_codes,
           help=N_("Leave out what these rules find: codes, beginnings or families; may be repeated.")),
    option("--severity", multiple=True, metavar="CODE=LEVEL", shell_complete=complete_codes,
           help=N_("Another severity (error, warning, info) for codes; may be repeated.")),
    option("--set", "thresholds", multiple=True, metavar="CODE.NAME=VALUE", help=N_("Set a threshold of a rule; may be repeated.")),
    option("--published", metavar="DATE", help=N_("The publication date (YYYY-MM-DD) where the report states none.")),
    option("--today", metavar="DATE", help=N_("The day by which waivers end; else the computer's.")),
)  # fmt: skip
_CONFIG = (
    option("--config", metavar="FILE", type=PATH, help=N_("Configuration; else govdisc.toml, or [tool.govdisc] in pyproject.toml, here or in a folder above.")),
    option("--no-config", is_flag=True, help=N_("Go by no configuration file.")),
)  # fmt: skip
_JUDGED = (
    option("--fail-on", type=click.Choice(FAIL_ON), help=N_("The least severity that makes the exit code 1 (default: error).")),
    option("--baseline", metavar="FILE", type=PATH, help=N_("The findings that were known already (see govdisc baseline): only new ones count.")),
)  # fmt: skip


def config_options(function: F) -> F:
    """Add the options that name the configuration."""
    for decorate in reversed(_CONFIG):
        function = decorate(function)
    return function


def settings_options(function: F) -> F:
    """Add the options that choose rules and set what they go by."""
    for decorate in reversed((*_SETTINGS, *_CONFIG)):
        function = decorate(function)
    return function


def judged_options(function: F) -> F:
    """Add those, and the ones that say what fails."""
    for decorate in reversed(_JUDGED):
        function = decorate(function)
    return settings_options(function)


def load_settings(*, config: str | None = None, no_config: bool = False, with_baseline: bool = True, **given: Any) -> Chosen:
    """Return the settings of a command from its options (fields of :class:`~govdisc.choosing.Options`) and the configuration.

    Raises:
        ConfigurationError: when one of them is wrong.

    """
    if config is not None and no_config:
        raise ConfigurationError(_("--config and --no-config exclude each other."))
    severity = dict(_pair(text) for text in given.pop("severity", ()))
    thresholds = dict(_threshold(text) for text in given.pop("thresholds", ()))
    options = Options(**given, severity=severity, thresholds=thresholds)
    configuration = configured(config, no_config)
    session().beside += [str(path) for path in (configuration.path, options.baseline, options.variant) if path]
    return chosen(options, configuration, session().plugins, with_baseline=with_baseline)


def tell_hiding(found: Chosen) -> None:
    """Say on stderr that the configuration keeps findings from being told or from counting."""
    hiding = found.configuration.hiding()
    if hiding:
        session().streams.say(
            _("{where} leaves out findings or changes what counts ({keys}); --no-config goes without it.").format(
                where=found.configuration.where, keys=", ".join(hiding)
            )
        )


def _pair(text: str) -> tuple[str, str]:
    word, equals, level = text.partition("=")
    if not equals:
        raise ConfigurationError(_("--severity takes CODE=LEVEL, not {text}.").format(text=text))
    return word.strip(), level.strip().lower()


def _threshold(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigurationError(_("--set takes CODE.NAME=VALUE, not {text}.").format(text=text))
    try:
        return name, parse_toml(f"value = {value}", "--set")["value"]
    except ConfigurationError:
        return name, value
