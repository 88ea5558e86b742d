"""The configuration of a validation run: ``govdisc.toml``, and the options that go before it.

variant = "huaihua-2023"
fail-on = "warning"
ignore = ["NUM101"]

[thresholds]
"YOY105.share" = 0.6
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govdisc.choose import wanted_format
from govdisc.errors import ConfigurationError
from govdisc.i18n import gettext as _
from govdisc.model.book import parse_toml
from govdisc.model.findings import SEVERITIES
from govdisc.plugins import Plugins
from govdisc.records import dataclass
from govdisc.settings import Settings

DEFAULT_FILE = "govdisc.toml"
_KEYS = {"variant", "variants", "fail-on", "ignore", "thresholds"}


@dataclass(frozen=True)
class Chosen:
    """What a command goes by: the settings of the engine, and the severities that make the exit code 1."""

    run: Settings
    failing: tuple[str, ...]


def load_settings(
    config: str | None,
    plugins: Plugins,
    *,
    variant: str | None = None,
    fail_on: str | None = None,
    ignore: Sequence[str] = (),
    thresholds: Sequence[str] = (),
    input_format: str | None = None,
    published: str | None = None,
) -> Chosen:
    """Return the settings of the configuration file, with the options of the command line before them.

    Raises:
        ConfigurationError: when the file is missing or wrong, or names an unknown rule, threshold or severity.

    """
    data = _file(config)
    where = config or DEFAULT_FILE
    unknown = set(data) - _KEYS
    if unknown:
        raise ConfigurationError(
            _("{where}: unknown key {keys}; known are {known}.").format(
                where=where, keys=", ".join(sorted(unknown)), known=", ".join(sorted(_KEYS))
            )
        )
    _use_variants(data.get("variants", []), where, plugins)
    values = data.get("thresholds", {})
    if not isinstance(values, dict) or not isinstance(data.get("ignore", []), list):
        raise ConfigurationError(_("{where}: ignore is a list and thresholds is a table.").format(where=where))
    merged = {**values, **dict(_threshold(text) for text in thresholds)}
    for name, value in merged.items():
        _check_threshold(name, value, plugins)
    codes = frozenset(map(str, (*data.get("ignore", []), *ignore)))
    _check_codes(codes, plugins)
    severity = fail_on or data.get("fail-on", "error")
    if severity not in (*SEVERITIES, "never"):
        raise ConfigurationError(_("{where}: fail-on is one of {known}.").format(where=where, known=", ".join((*SEVERITIES, "never"))))
    if input_format is not None:
        wanted_format(input_format, plugins)
    run = Settings(
        variant=check_variant(variant or data.get("variant"), plugins),
        input_format=input_format,
        published=_date(published),
        ignore=codes,
        thresholds=merged,
    )
    return Chosen(run, () if severity == "never" else tuple(SEVERITIES[: SEVERITIES.index(severity) + 1]))


def _date(text: str | None) -> str | None:
    import datetime

    try:
        return None if text is None else datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ConfigurationError(_("--published takes a date such as 2024-01-17, not {text}.").format(text=text)) from None


def _file(config: str | None) -> dict[str, Any]:
    if config is None and not os.path.exists(DEFAULT_FILE):
        return {}
    path = Path(config or DEFAULT_FILE)
    try:
        return parse_toml(path.read_text("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise ConfigurationError(_("the configuration {path} is not UTF-8; save it as UTF-8.").format(path=path)) from None
    except OSError as error:
        raise ConfigurationError(_("the configuration {path} cannot be read: {error}.").format(path=path, error=error)) from error


def _threshold(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise ConfigurationError(_("--set takes CODE.NAME=VALUE, not {text}.").format(text=text))
    try:
        return name, parse_toml(f"value = {value}", "--set")["value"]
    except ConfigurationError:
        return name, value


def _check_threshold(name: str, value: Any, plugins: Plugins) -> None:
    code, _dot, parameter = name.partition(".")
    rule = plugins.all_rules.get(code)
    known = {one.name: one for one in rule.parameters} if rule else {}
    if parameter not in known:
        every = ", ".join(f"{one.code}.{parameter.name}" for one in plugins.all_rules.values() for parameter in one.parameters)
        raise ConfigurationError(_("there is no threshold {name}; there are: {known}.").format(name=name, known=every))
    default = known[parameter].default
    if isinstance(default, (int, float)) and not isinstance(default, bool) and not isinstance(value, (int, float)):
        raise ConfigurationError(_("the threshold {name} is a number, not {value}.").format(name=name, value=value))


def _check_codes(codes: frozenset[str], plugins: Plugins) -> None:
    unknown = sorted(codes - set(plugins.all_rules))
    if unknown:
        raise ConfigurationError(_("there is no rule {codes}; see govdisc rules.").format(codes=", ".join(unknown)))


def _use_variants(paths: Any, where: str, plugins: Plugins) -> None:
    """Take the variants of the files that the configuration names, beside it."""
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise ConfigurationError(_("{where}: variants is a list of TOML files.").format(where=where))
    for path in paths:
        plugins.use_variant(str(Path(where).parent / path))


def check_variant(name: Any, plugins: Plugins) -> str | None:
    """Return the id of a variant that is installed or in a TOML file, None where none is named.

    Raises:
        ConfigurationError: when it is not installed, or the file is none.

    """
    if name is None:
        return None
    if str(name).endswith(".toml"):
        return plugins.use_variant(str(name))
    known = [one.variant for one in plugins.forms.variants() if one.variant]
    if name not in known:
        raise ConfigurationError(_("there is no variant {name}; installed are: {known}.").format(name=name, known=", ".join(known) or "-"))
    return str(name)
