"""Finding and loading plugins: entry points of the group ``govdisc``, one at a time, so that a broken one stays alone.

A plugin that fails to load is reported and the rest go on; a hook that no specification knows, or a name that two plugins
claim, is an error of the installation and said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

import pluggy

from govdisc import hookspecs
from govdisc.errors import ConfigurationError
from govdisc.formats import Format, builtin_formats
from govdisc.model.book import FormBook, parse_form
from govdisc.model.report import CORE_KEYS, Report
from govdisc.reporters.base import Reporter
from govdisc.rules import Rule, builtin_rules

GROUP = "govdisc"

T = TypeVar("T")


@dataclass
class PluginInfo:
    """An installed plugin: its name, distribution, version, where its module lies, and why it failed if it did."""

    name: str
    distribution: str
    version: str
    module: str
    error: str | None = None
    brings: dict[str, list[str]] = field(default_factory=dict)


class Plugins:
    """All plugins and everything they and the core bring. Each kind of thing is collected when it is first asked for."""

    def __init__(self, points: Iterable[EntryPoint] | None = None, modules: Iterable[tuple[str, Any]] = ()) -> None:
        """Load the installed plugins, or those named; ``modules`` are (name, module) pairs registered without an entry point."""
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self.infos: list[PluginInfo] = []
        for point in sorted(entry_points(group=GROUP) if points is None else points, key=lambda one: one.name):
            self._load(point)
        for name, module in modules:
            self._register(PluginInfo(name, name, "", getattr(module, "__name__", name)), module)

    def _load(self, point: EntryPoint) -> None:
        dist = point.dist
        info = PluginInfo(point.name, dist.name if dist else point.name, dist.version if dist else "", point.value)
        try:
            module = point.load()
        except Exception as error:  # whatever a stranger's module raises, the others must go on
            info.error = f"{type(error).__name__}: {error}"
            self.infos.append(info)
            return
        self._register(info, module)

    def _register(self, info: PluginInfo, module: Any) -> None:
        self.infos.append(info)
        try:
            self._manager.register(module, name=info.name)
            self._manager.check_pending()
        except (pluggy.PluginValidationError, ValueError) as error:
            info.error = " ".join(str(error).split())
            if self._manager.has_plugin(info.name):
                self._manager.unregister(name=info.name)

    def broken(self) -> list[PluginInfo]:
        """Return the plugins that could not be loaded, with the reason in ``error``."""
        return [one for one in self.infos if one.error]

    def _collect(self, hook: str, describe: str) -> list[tuple[PluginInfo | None, Any]]:
        """Call one hook of each plugin in turn; a plugin that raises is marked broken and skipped."""
        found: list[tuple[PluginInfo | None, Any]] = []
        for info in self.infos:
            module = None if info.error else self._manager.get_plugin(info.name)
            call = getattr(module, hook, None)
            if call is None:
                continue
            try:
                things = list(call())
            except Exception as error:
                info.error = f"{hook}: {type(error).__name__}: {error}"
                continue
            found += [(info, thing) for thing in things]
            if things:
                info.brings[describe] = [_name(thing) for thing in things]
        return found

    @cached_property
    def formats(self) -> dict[str, Format]:
        """File formats by name."""
        return self._named("format", builtin_formats(), "govdisc_formats", "formats", lambda one: one.name)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Rules by code, in the order of the codes."""
        found = self._named("rule", builtin_rules(), "govdisc_rules", "rules", lambda one: one.code)
        return dict(sorted(found.items()))

    @cached_property
    def reporters(self) -> dict[str, Reporter]:
        """Formats for findings by name."""
        from govdisc.reporters import builtin_reporters

        return self._named("reporter", builtin_reporters(), "govdisc_reporters", "reporters", lambda one: one.name)

    @cached_property
    def forms(self) -> FormBook:
        """The national forms, and the forms and variants of plugins."""
        book = FormBook()
        for info, (where, text) in self._collect("govdisc_forms", "forms"):
            name = f"{info.name if info else ''} {where}".strip()
            book.add(parse_form(text, name))
        return book

    @cached_property
    def commands(self) -> dict[str, Any]:
        """Commands of plugins by name."""
        return self._named("command", [], "govdisc_commands", "commands", lambda one: one.name)

    @cached_property
    def translations(self) -> list[tuple[str, Any]]:
        """Gettext catalogues of plugins as (domain, folder)."""
        return [thing for _, thing in self._collect("govdisc_translations", "translations")]

    @cached_property
    def _extractors(self) -> list[tuple[PluginInfo, Any]]:
        return [
            (info, self._manager.get_plugin(info.name))
            for info in self.infos
            if not info.error and hasattr(self._manager.get_plugin(info.name), "govdisc_extract")
        ]

    def extract(self, report: Report) -> None:
        """Let every plugin add what it reads out of the report, under keys of its own."""
        for info, module in self._extractors:
            if info.error:
                continue
            try:
                found: Mapping[str, Any] = module.govdisc_extract(report=report, form=self.forms.form(report.form)) or {}
            except Exception as error:
                info.error = f"govdisc_extract: {type(error).__name__}: {error}"
                continue
            for key, value in found.items():
                if key in CORE_KEYS:
                    raise ConfigurationError(
                        f"plugin {info.name!r} wants to write the key {key!r}, which is the core's; it must choose another."
                    )
                report.extracted[key] = value

    def _named(self, kind: str, builtin: Iterable[T], hook: str, describe: str, name: Any) -> dict[str, T]:
        out: dict[str, T] = {name(one): one for one in builtin}
        owner: dict[str, str] = dict.fromkeys(out, "govdisc")
        for info, thing in self._collect(hook, describe):
            who = info.distribution if info else "govdisc"
            if name(thing) in out:
                raise ConfigurationError(f"both {owner[name(thing)]} and {who} bring a {kind} called {name(thing)!r}; remove one of them.")
            out[name(thing)] = thing
            owner[name(thing)] = who
        return out


def _name(thing: Any) -> str:
    for key in ("code", "name"):
        if isinstance(getattr(thing, key, None), str):
            return str(getattr(thing, key))
    return str(thing[0]) if isinstance(thing, tuple) else str(thing)
