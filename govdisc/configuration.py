"""The configuration of a project: ``govdisc.toml``, or ``[tool.govdisc]`` in pyproject.toml, its keys, and what they set.

It is looked for from the working folder upward, as far as the root of the repository, and never beside an input: inputs are not
trusted, and a file that came with one could hide what is wrong with it.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.book import parse_toml
from govdisc.model.findings import SEVERITIES
from govdisc.nearest import did_you_mean
from govdisc.records import record
from govdisc.schema import DIALECT
from govdisc.waivers import Waiver, refuse_overlaps, waiver_of

FILE, SHARED, TABLE = "govdisc.toml", "pyproject.toml", "tool.govdisc"
#: A larger configuration is none.
LARGEST = 1_000_000
#: What ``fail-on`` may be.
FAIL_ON = (*SEVERITIES, "never")

_TEXT = {"type": "string"}
_WORDS = {"type": "array", "items": {"type": "string"}}
_DAY = {"type": "string", "format": "date"}
_SEVERITY = {"type": "object", "additionalProperties": {"enum": list(SEVERITIES)}}
_SCOPED = {
    "type": "object",
    "additionalProperties": {"type": "object", "properties": {"ignore": _WORDS, "severity": _SEVERITY}, "additionalProperties": False},
}
_ROSTER = {"type": "object", "properties": {"path": _TEXT}, "required": ["path"], "additionalProperties": False}
_WAIVER = {
    "type": "object",
    "properties": {
        "code": _TEXT, "body": _TEXT, "year": {"type": "integer"}, "cell": _TEXT, "section": _TEXT, "quote": _TEXT,
        "reason": _TEXT, "until": _DAY,
    },
    "required": ["code", "body", "year", "reason"],
    "additionalProperties": False,
}  # fmt: skip


@record(frozen=True)
class Key:
    """A key of the configuration: its JSON Schema, what it means, and whether it can keep a finding from being told or counting."""

    name: str
    schema: Mapping[str, Any]
    meaning: str
    hides: bool = False


KEYS = (
    Key("variant", _TEXT, N_("The regional variant to read and check by.")),
    Key("variants", _WORDS, N_("TOML files of variants, from this file's folder.")),
    Key("select", _WORDS, N_("The rules that look: codes, beginnings of codes, families; without it all."), hides=True),
    Key("ignore", _WORDS, N_("Rules whose findings are left out."), hides=True),
    Key("severity", _SEVERITY, N_("Other severities, by code, beginning or family."), hides=True),
    Key("fail-on", {"enum": list(FAIL_ON)}, N_("The least severity that makes the exit code 1."), hides=True),
    Key("thresholds", {"type": "object"}, N_("Thresholds of rules, by CODE.NAME."), hides=True),
    Key("per-file", _SCOPED, N_("What is left out or of another severity in files, by their pattern.")),
    Key("per-body", _SCOPED, N_("What is left out or of another severity for bodies, by the pattern of their names.")),
    Key("waivers", {"type": "array", "items": _WAIVER}, N_("Findings that stand, each with its reason and until when."), hides=True),
    Key("baseline", _TEXT, N_("The file of findings that were known already, from this file's folder."), hides=True),
    Key("roster", _ROSTER, N_("The list of bodies, from this file's folder: who belongs to whom, and days of publication.")),
    Key("exclude", _WORDS, N_("Files and folders within folders to leave out, by their pattern."), hides=True),
)
_SCOPES = ("per-file", "per-body")


@record(frozen=True)
class Configuration:
    """What a file says, checked for its keys and types; without a file, nothing."""

    path: Path | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The file as messages name it: as the user would from the working folder."""
        if self.path is None:
            return ""
        near = os.path.relpath(self.path)
        return str(self.path) if near.startswith(os.pardir + os.sep + os.pardir + os.sep + os.pardir) else near

    @property
    def root(self) -> str | None:
        """The folder that its paths and patterns start from."""
        return None if self.path is None else str(self.path.resolve().parent)

    def hiding(self) -> list[str]:
        """Return the keys that can keep findings from being told or from counting."""
        scoped = [name for name in _SCOPES if any(entry for entry in self.data.get(name, {}).values())]
        harmless = {"fail-on": ("warning", "info", "error")}
        plain = [key.name for key in KEYS if key.hides and self.data.get(key.name) and self.data[key.name] not in harmless.get(key.name, ())]
        return [key.name for key in KEYS if key.name in (*plain, *scoped)]

    def waivers(self) -> tuple[Waiver, ...]:
        """Return the waivers.

        Raises:
            ConfigurationError: when one has no reason, or two are about one finding.

        """
        found = tuple(waiver_of(entry, f"{self.where}: waivers[{number}]") for number, entry in enumerate(self.data.get("waivers", ())))
        refuse_overlaps(found)
        return found

    def beside(self, name: str) -> str:
        """Return a path that the file names, as seen from the file."""
        return os.path.normpath(os.path.join(os.path.dirname(self.path or ""), name))


def find(folder: str | Path | None = None) -> Path | None:
    """Return the configuration for a working folder: in it or above it, as far as the folder that holds ``.git``."""
    start = Path(folder or os.getcwd())
    for place in (start, *start.parents):
        if (place / FILE).is_file():
            return place / FILE
        if (place / SHARED).is_file() and _is_shared(place / SHARED):
            return place / SHARED
        if (place / ".git").exists():
            return None
    return None


def _is_shared(path: Path) -> bool:
    """Tell whether a pyproject.toml speaks of govdisc; one that does and is broken is read, so that it is said."""
    try:
        return path.stat().st_size <= LARGEST and TABLE in path.read_text("utf-8-sig", "replace") and _table(path) is not None
    except OSError:
        return False
    except (ConfigurationError, UnicodeDecodeError):
        return True


def _table(path: Path) -> dict[str, Any] | None:
    tool = parse_toml(path.read_text("utf-8-sig"), str(path)).get("tool")
    table = tool.get("govdisc") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def read(path: str | Path) -> Configuration:
    """Read a configuration; of a pyproject.toml, its table ``[tool.govdisc]``.

    Raises:
        ConfigurationError: when it is missing, no TOML, not UTF-8, has an unknown key or a value of the wrong type.

    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigurationError(_("the configuration {path} is too large.").format(path=path))
        data = (_table(path) or {}) if path.name == SHARED else parse_toml(path.read_text("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise ConfigurationError(_("the configuration {path} is not UTF-8; save it as UTF-8.").format(path=path)) from None
    except OSError as error:
        raise ConfigurationError(
            _("the configuration {path} cannot be read: {error}.").format(path=path, error=error.strerror or error)
        ) from None
    found = Configuration(path, _plain(data))
    check(found.data, schema(), found.where)
    return found


def _plain(value: Any) -> Any:
    """Days as text; all else as it is."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime) else value


# --- the keys and their types ---------------------------------------------------------------------------------------------------

_TYPES = {
    "string": (str, N_("a text")),
    "integer": (int, N_("a whole number")),
    "array": (list, N_("a list")),
    "object": (dict, N_("a table")),
}


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the configuration, for editors."""
    return {
        "$schema": DIALECT,
        "$id": "urn:govdisc:config",
        "title": "govdisc.toml",
        "type": "object",
        "properties": {key.name: {**key.schema, "description": key.meaning} for key in KEYS},
        "additionalProperties": False,
    }


def check(value: Any, schema: Mapping[str, Any], where: str, name: str = "") -> None:
    """Hold a value to its schema.

    Raises:
        ConfigurationError: with the first thing that is wrong: an unknown key, a missing one, a wrong type, a value that is none of those.

    """
    for problem in _problems(value, schema, name):
        raise ConfigurationError(f"{where}: {problem}")


def _problems(value: Any, schema: Mapping[str, Any], name: str) -> Iterator[str]:
    kind = _TYPES.get(schema.get("type", ""))
    if kind is not None and (not isinstance(value, kind[0]) or isinstance(value, bool)):
        yield _("{name} is {kind}, not {value}.").format(name=name, kind=_(kind[1]), value=_shown(value))
        return
    if "enum" in schema and value not in schema["enum"]:
        known = schema["enum"]
        yield _("{name} is one of {known}, not {value}.").format(name=name, known=", ".join(known), value=_shown(value)) + did_you_mean(
            str(value), known
        )
    if schema.get("format") == "date" and not _is_day(value):
        yield _("{name} is a day such as 2026-06-30, not {value}.").format(name=name, value=_shown(value))
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _problems(item, schema.get("items", {}), f"{name}[{number}]")
    if isinstance(value, dict):
        yield from _object_problems(value, schema, name)


def _object_problems(value: Mapping[str, Any], schema: Mapping[str, Any], name: str) -> Iterator[str]:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    missing = [key for key in schema.get("required", ()) if key not in value]
    if missing:
        yield _("{name} lacks {keys}.").format(name=name, keys=", ".join(missing))
    for key, inner in value.items():
        below = f"{name}.{key}" if name else str(key)
        if key in properties:
            yield from _problems(inner, properties[key], below)
        elif others is False:
            yield _("unknown key {keys}; known are {known}.").format(keys=below, known=", ".join(properties)) + did_you_mean(key, properties)
        elif isinstance(others, dict):
            yield from _problems(inner, others, below)


def _is_day(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"
