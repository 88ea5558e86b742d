"""From a configuration and the options before it to the settings of a run, each value with where it comes from."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from govdisc import baseline, configuration
from govdisc.choose import wanted_format
from govdisc.configuration import Configuration
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.findings import SEVERITIES
from govdisc.nearest import did_you_mean
from govdisc.plugins import Plugins
from govdisc.records import record, replace
from govdisc.selecting import Hide, Level, Scope, levels, selected
from govdisc.settings import Settings

DEFAULT = "default"


@record(frozen=True)
class Options:
    """What a command line or a call sets, before the configuration; None and empty mean that it does not speak of it."""

    variant: str | None = None
    input_format: str | None = None
    published: str | None = None
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    #: By ``CODE.NAME``.
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    fail_on: str | None = None
    baseline: str | None = None
    today: str | None = None
    exclude: Sequence[str] = ()


@record(frozen=True)
class Chosen:
    """What a run goes by: the engine's settings, the severities that make the exit code 1, and each value with its origin."""

    run: Settings
    failing: tuple[str, ...] = ("error",)
    exclude: tuple[str, ...] = ()
    #: The file of the bodies whose reports are gathered.
    roster: str | None = None
    configuration: Configuration = field(default_factory=Configuration)
    #: ``(key, value, where it comes from)``.
    origins: tuple[tuple[str, Any, str], ...] = ()
    #: Where each threshold that was set comes from.
    thresholds: Mapping[str, str] = field(default_factory=dict)


class _Layers:
    """The values of a run, each from the command line, the file or the default, and where each came from."""

    def __init__(self, found: Configuration) -> None:
        """Take the configuration."""
        self.data, self.file = dict(found.data), found.where
        if "roster" in self.data:
            self.data["roster"] = self.data["roster"]["path"]
        self.origins: dict[str, tuple[Any, str]] = {}

    def first(self, key: str, given: Any, option: str, default: Any = None) -> Any:
        """Return the option, else the file's value, else the default."""
        if given:
            self.origins[key] = (given, option)
        else:
            self.origins[key] = (self.data[key], self.file) if key in self.data else (default, DEFAULT)
        return self.origins[key][0]

    def both(self, key: str, given: Any, option: str) -> Any:
        """Return the file's value with the options laid over it, or behind it where it is a list."""
        from_file = self.data.get(key, type(given)())
        value = {**from_file, **given} if isinstance(given, dict) else [*from_file, *given]
        self.origins[key] = (value, ", ".join(filter(None, (self.file if from_file else "", option if given else ""))) or DEFAULT)
        return value

    def listed(self) -> tuple[tuple[str, Any, str], ...]:
        """Return ``(key, value, where it comes from)`` in the order of the file's keys, the options without one behind."""
        order = {key.name: at for at, key in enumerate(configuration.KEYS)}
        names = sorted(self.origins, key=lambda name: order.get(name, len(order)))
        return tuple((name, *self.origins[name]) for name in names)


def chosen(options: Options, found: Configuration, plugins: Plugins, *, with_baseline: bool = True) -> Chosen:
    """Return the settings of a run.

    Raises:
        ConfigurationError: when something names no rule, threshold, severity, variant, format, day or baseline.

    """
    layers = _Layers(found)
    for path in layers.first("variants", None, "", []):
        plugins.use_variant(found.beside(path))
    variant = check_variant(layers.first("variant", options.variant, "--variant"), plugins)
    select = layers.first("select", list(options.select), "--select")
    ignored = layers.both("ignore", list(options.ignore), "--ignore")
    severity = layers.both("severity", dict(options.severity), "--severity")
    failing = _failing(layers.first("fail-on", options.fail_on, "--fail-on", "error"), found.where)
    thresholds = layers.both("thresholds", dict(options.thresholds), "--set")
    exclude = layers.both("exclude", list(options.exclude), "--exclude")
    known = layers.first("baseline", options.baseline, "--baseline")
    roster = layers.first("roster", None, "")
    for key in ("per-file", "per-body", "waivers"):
        layers.first(key, None, "")
    layers.first("published", options.published, "--published")
    layers.first("today", options.today, "--today")
    for name, value in thresholds.items():
        _check_threshold(name, value, plugins)
    if options.input_format is not None:
        wanted_format(options.input_format, plugins)
    codes, hides = selected(select, ignored, plugins)
    own = set(found.data.get("ignore", ()))
    hides = tuple(replace(hide, where=found.where if any(hide.word in text for text in own) else "--ignore") for hide in hides)
    scoped_hides, scoped_levels = _scoped(found, plugins)
    run = Settings(
        variant=variant,
        input_format=options.input_format,
        published=day(options.published, "--published"),
        select=codes,
        hides=(*hides, *scoped_hides),
        levels=(*levels(severity, plugins), *scoped_levels),
        thresholds=thresholds,
        waivers=_known_codes(found, plugins),
        today=day(options.today, "--today"),
        baseline=_baseline(known, options, found) if with_baseline and known else None,
    )
    set_by = {name: "--set" if name in options.thresholds else found.where for name in thresholds}
    return Chosen(run, failing, tuple(exclude), found.beside(roster) if roster else None, found, layers.listed(), set_by)


def configured(config: str | None, no_config: bool) -> Configuration:
    """Return the configuration that is named, else the one that is found; with ``no_config`` an empty one.

    Raises:
        ConfigurationError: as :func:`govdisc.configuration.read`.

    """
    if no_config:
        return Configuration()
    path = config or configuration.find()
    return Configuration() if path is None else configuration.read(path)


def _baseline(known: str, options: Options, found: Configuration) -> Mapping[str, baseline.Known]:
    return baseline.load(known if options.baseline else found.beside(known))


def _known_codes(found: Configuration, plugins: Plugins) -> tuple[Any, ...]:
    waivers = found.waivers()
    for waiver in waivers:
        if waiver.code not in plugins.all_rules:
            raise ConfigurationError(
                _("{where}: the waiver for {name} names no rule; see govdisc rules.").format(where=found.where, name=waiver.name)
                + did_you_mean(waiver.code, plugins.all_rules)
            )
    return waivers


def _scoped(found: Configuration, plugins: Plugins) -> tuple[list[Hide], list[Level]]:
    """What the configuration sets for some files or bodies."""
    hides: list[Hide] = []
    changed: list[Level] = []
    for key in ("per-body", "per-file"):
        for pattern, entry in found.data.get(key, {}).items():
            scope = Scope(pattern, None, found.root) if key == "per-file" else Scope(None, pattern)
            _select, left_out = selected(None, entry.get("ignore", ()), plugins, found.where)
            hides += [replace(hide, scope=scope) for hide in left_out]
            changed += levels(entry.get("severity", {}), plugins, scope)
    return hides, changed


def _failing(severity: str, where: str) -> tuple[str, ...]:
    if severity not in configuration.FAIL_ON:
        raise ConfigurationError(_("{where}: fail-on is one of {known}.").format(where=where, known=", ".join(configuration.FAIL_ON)))
    return () if severity == "never" else tuple(SEVERITIES[: SEVERITIES.index(severity) + 1])


def day(text: str | None, option: str) -> str | None:
    """Return a day as YYYY-MM-DD.

    Raises:
        ConfigurationError: when it is none.

    """
    try:
        return None if text is None else datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ConfigurationError(_("{option} takes a date such as 2024-01-17, not {text}.").format(option=option, text=text)) from None


def _check_threshold(name: str, value: Any, plugins: Plugins) -> None:
    code, _dot, parameter = name.partition(".")
    rule = plugins.all_rules.get(code)
    known = {each.name: each for each in rule.parameters} if rule else {}
    if parameter not in known:
        every = [f"{each.code}.{parameter.name}" for each in plugins.all_rules.values() for parameter in each.parameters]
        raise ConfigurationError(
            _("there is no threshold {name}; there are: {known}.").format(name=name, known=", ".join(every)) + did_you_mean(name, every)
        )
    default = known[parameter].default
    if isinstance(default, (int, float)) and not isinstance(default, bool) and (not isinstance(value, (int, float)) or isinstance(value, bool)):
        raise ConfigurationError(_("the threshold {name} is a number, not {value}.").format(name=name, value=value))


def check_variant(name: Any, plugins: Plugins) -> str | None:
    """Return the id of a variant that is installed or in a TOML file, None where none is named.

    Raises:
        ConfigurationError: when it is not installed, or the file is none.

    """
    if name is None:
        return None
    if str(name).endswith(".toml"):
        return plugins.use_variant(str(name))
    known = [form.variant for form in plugins.forms.variants() if form.variant]
    if name not in known:
        raise ConfigurationError(
            _("there is no variant {name}; installed are: {known}.").format(name=name, known=", ".join(known) or "-")
            + did_you_mean(str(name), known)
        )
    return str(name)


def environment() -> Iterable[tuple[str, str]]:
    """Yield the variables of the environment that govdisc goes by, as far as they are set."""
    for name in ("GOVDISC_LANG", "GOVDISC_PLUGINS", "NO_COLOR", "FORCE_COLOR"):
        if os.environ.get(name):
            yield name, os.environ[name]
