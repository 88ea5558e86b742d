"""Finding and loading plugins: entry points of the group ``govdisc``, one at a time, so that a broken one stays alone.

Each implementation of a hook is guarded as it is registered (:mod:`govdisc.guard`); then pluggy asks them, in the order of the
plugins' names, as ``tryfirst`` and ``trylast`` say. What a plugin brings of the wrong type, or under a name that is taken, breaks
that plugin alone, never the core and never its neighbours.
"""

from __future__ import annotations

import functools
import inspect
import os
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import pluggy

from govdisc import hookspecs
from govdisc.errors import ConfigurationError
from govdisc.formats import Format, builtin_formats
from govdisc.guard import Broken, guarded, shortened
from govdisc.i18n import gettext as _
from govdisc.kinds import Extractor, Family, Override, Reporter, Solver
from govdisc.known import is_ours
from govdisc.model.book import FormBook, parse_form
from govdisc.model.findings import FAMILIES
from govdisc.model.report import CORE_KEYS
from govdisc.rules import BatchRule, Rule, builtin_rules

GROUP = "govdisc"
#: The number of the plugin API that this version speaks; a module that says ``govdisc_api = 2`` needs a later one.
API = 1


@dataclass
class PluginInfo:
    """An installed plugin: its name, distribution, version, where its module lies, and why it failed if it did."""

    name: str
    distribution: str
    version: str
    module: str
    error: str | None = None
    brings: dict[str, list[str]] = field(default_factory=dict)
    api: int = API
    hooks: list[str] = field(default_factory=list)
    #: Where its package lies.
    folder: Path | None = None

    @cached_property
    def ours(self) -> bool:
        """Whether it is of this project's own distributions."""
        return is_ours(self.distribution)

    def fail(self, what: str) -> None:
        """Mark it broken; the first reason stays."""
        self.error = self.error or shortened(what)


#: What a hook returns of one plugin: the plugin and its things.
_Brought = tuple[PluginInfo, list[Any]]


class Plugins:
    """All plugins and everything they and the core bring. Each kind of thing is collected when it is first asked for."""

    def __init__(
        self,
        points: Iterable[EntryPoint] | None = None,
        modules: Iterable[tuple[str, Any]] = (),
        *,
        files: Iterable[str] = (),
        only: Iterable[str] | None = None,
        without: Iterable[str] = (),
    ) -> None:
        """Load the installed plugins, or those of ``points``.

        ``modules`` are (name, module) pairs and ``files`` Python files without an entry point; ``only`` and ``without`` choose among
        the installed ones by name or distribution.

        Raises:
            ConfigurationError: when ``only`` or ``without`` names a plugin that is not there.

        """
        #: How a worker makes the same plugins; only installed ones and files can be made again.
        self.recipe = {"files": tuple(files), "only": None if only is None else tuple(only), "without": tuple(without)}
        files, only, without = self.recipe["files"] or (), self.recipe["only"], self.recipe["without"] or ()
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self.infos: list[PluginInfo] = []
        found = sorted(entry_points(group=GROUP) if points is None else points, key=lambda point: point.name)
        loaded = [*self._installed(found, only, without), *self._files(files)]
        for name, module in modules:
            info = PluginInfo(name, name, "", getattr(module, "__name__", name))
            self.infos.append(info)
            loaded.append((info, module))
        # pluggy asks the last one first: ours before strangers, whose names may not take ours away
        for ours in (False, True):
            for info, module in reversed(loaded):
                if info.ours is ours:
                    self._register(info, module)

    # --- loading ----------------------------------------------------------------------------------------------------------------

    def _installed(
        self, points: Sequence[EntryPoint], only: Iterable[str] | None, without: Iterable[str]
    ) -> Iterator[tuple[PluginInfo, Any]]:
        wanted, unwanted = None if only is None else set(only), set(without)
        known: set[str] = set()
        for point in points:
            dist = point.dist
            info = PluginInfo(point.name, dist.name if dist else point.name, dist.version if dist else "", point.value)
            names = {info.name, info.distribution}
            known |= names
            if names & unwanted or (wanted is not None and not names & wanted):
                continue
            self.infos.append(info)
            try:
                needed = _needs(dist.requires or []) if dist and not info.ours else None
                if needed:
                    raise Broken(_("it needs {requirement}, and this is {version}").format(requirement=needed, version=_version()))
                yield info, guarded(point.load)
            except Broken as error:
                info.fail(str(error))
        missing = sorted(((wanted or set()) | unwanted) - known)
        if missing:
            raise ConfigurationError(
                _("there is no plugin {names}; installed are: {known}.").format(
                    names=", ".join(missing), known=", ".join(point.name for point in points) or "-"
                )
            )

    def _files(self, paths: Iterable[str]) -> Iterator[tuple[PluginInfo, Any]]:
        """Load plugins that are one Python file each, named on the command line."""
        from importlib.util import module_from_spec, spec_from_file_location

        for path in paths:
            name = Path(path).stem
            info = PluginInfo(name, name, "", path)
            self.infos.append(info)
            spec = spec_from_file_location(f"govdisc_file_{name}", path) if os.path.isfile(path) and path.endswith(".py") else None
            if spec is None or spec.loader is None:
                raise ConfigurationError(_("--plugin takes a Python file that exists, not {path}.").format(path=path))
            module = module_from_spec(spec)
            try:
                guarded(functools.partial(spec.loader.exec_module, module))
            except Broken as error:
                info.fail(str(error))
            else:
                yield info, module

    def _register(self, info: PluginInfo, module: Any) -> None:
        try:
            holder = guarded(functools.partial(self._holder, info, module))
            self._manager.register(holder, name=info.name)
            self._manager.check_pending()
        except (Broken, pluggy.PluginValidationError, ValueError) as error:
            info.fail(str(error))
            if self._manager.has_plugin(info.name):
                self._manager.unregister(name=info.name)

    def _holder(self, info: PluginInfo, module: Any) -> types.ModuleType:
        """Return the plugin's hooks, each guarded, as what is registered in the plugin's place."""
        api = getattr(module, "govdisc_api", API)
        if not isinstance(api, int) or api > API:
            raise Broken(_("it is made for plugin API {api}, and this govdisc speaks {ours}; upgrade govdisc").format(api=api, ours=API))
        info.api = api
        file = getattr(module, "__file__", None)
        info.folder = Path(file).parent if isinstance(file, str) else None
        holder = types.ModuleType(info.name)
        for name in dir(module):
            function = inspect.getattr_static(module, name, None)
            marked = getattr(function, "govdisc_impl", None)
            if marked is None:
                if name.startswith("govdisc_") and inspect.isroutine(function):
                    raise Broken(_("its function {name} is not marked with hookimpl").format(name=name))
                continue
            function = getattr(module, name)
            hook = marked.get("specname") or name if isinstance(marked, Mapping) else name
            info.hooks.append(hook)
            setattr(holder, name, _guarded_hook(info, hook, function, marked))
        if not info.hooks and not isinstance(module, types.ModuleType):
            raise Broken(_("its entry point is no module with hooks"))
        return holder

    def broken(self) -> list[PluginInfo]:
        """Return the plugins that failed so far, with the reason in ``error``."""
        return [info for info in self.infos if info.error]

    def format_owner(self, name: str) -> PluginInfo | None:
        """Return the plugin that brought a format, None for the core's."""
        return next((info for info in self.infos if name in info.brings.get("formats", ())), None)

    def reporter_owner(self, name: str) -> PluginInfo | None:
        """Return the plugin that brought a reporter, None for the core's."""
        return next((info for info in self.infos if name in info.brings.get("reporters", ())), None)

    def rule_owner(self, code: str) -> PluginInfo | None:
        """Return the plugin that brought a rule, None for the core's."""
        return next((info for info in self.infos if code in info.brings.get("rules", ())), None)

    # --- what they bring --------------------------------------------------------------------------------------------------------

    @cached_property
    def formats(self) -> dict[str, Format]:
        """File formats by name."""
        return self._named(Format, "formats", builtin_formats(), "name")

    @cached_property
    def families(self) -> dict[str, str]:
        """What each family of codes is about, the core's first."""
        known = [Family(letters, title) for letters, title in FAMILIES.items()]
        return {letters: family.title for letters, family in self._named(Family, "families", known, "letters").items()}

    @cached_property
    def all_rules(self) -> dict[str, Rule | BatchRule]:
        """Rules over one report and over a batch by code, in the order of the codes."""
        found = self._named((Rule, BatchRule), "rules", builtin_rules(), "code", self._family_is_known)
        return dict(sorted(found.items()))

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Rules over one report by code, in the order of the codes."""
        return {code: rule for code, rule in self.all_rules.items() if isinstance(rule, Rule)}

    @cached_property
    def batch_rules(self) -> dict[str, BatchRule]:
        """Rules over a batch by code, in the order of the codes."""
        return {code: rule for code, rule in self.all_rules.items() if isinstance(rule, BatchRule)}

    @cached_property
    def reporters(self) -> dict[str, Reporter]:
        """Formats for findings by name."""
        from importlib import import_module

        return self._named(Reporter, "reporters", import_module("govdisc.reporters").builtin_reporters(), "name")

    @cached_property
    def overrides(self) -> list[Override]:
        """Other severities for rules, in the order of the plugins."""
        return [thing for info, things in self._asked("overrides") for thing in self._of_type(info, things, Override)]

    @cached_property
    def solvers(self) -> list[tuple[PluginInfo, Solver]]:
        """What is asked for several wrong cells, in the order of the plugins."""
        return [(info, thing) for info, things in self._asked("solvers") for thing in self._of_type(info, things, Solver)]

    @cached_property
    def forms(self) -> FormBook:
        """The national forms, and the forms and variants of plugins."""
        book = FormBook()
        brought: list[tuple[PluginInfo, str]] = []
        for info, things in self._asked("forms"):
            for thing in things:
                try:
                    where, text = thing
                    data = parse_form(text, f"{info.name} {where}".strip())
                    book.add(data)
                    brought.append((info, data["id"]))
                except (ConfigurationError, TypeError, ValueError) as error:
                    info.fail(f"govdisc_forms: {error}")
                    continue
                info.brings.setdefault("forms", []).append(str(where))
        for info, name in brought:  # built once all are there, since a variant may lie over another plugin's
            try:
                book.build(name)
            except ConfigurationError as error:
                info.fail(f"govdisc_forms: {error}")
                book.remove(name)
        return book

    @cached_property
    def commands(self) -> dict[str, Any]:
        """Commands of plugins by name; the core's names are taken."""
        import click

        return self._named(click.Command, "commands", [], "name")

    @cached_property
    def translations(self) -> list[tuple[str, Path]]:
        """Catalogues of plugins as (domain, folder); a ``locale`` folder in a plugin's package is found."""
        found: list[tuple[str, Path]] = []
        for info in self.infos:
            if info.folder is not None and not info.error and (info.folder / "locale").is_dir():
                found.append((info.folder.name, info.folder / "locale"))
        for info, things in self._asked("translations"):
            for thing in things:
                if isinstance(thing, tuple) and len(thing) == 2 and isinstance(thing[0], str) and isinstance(thing[1], (str, Path)):
                    found += [pair for pair in [(thing[0], Path(thing[1]))] if pair not in found]
                else:
                    info.fail(f"govdisc_translations: {shortened(repr(thing))}")
        return found

    @cached_property
    def extractors(self) -> list[tuple[PluginInfo, Extractor]]:
        """Extractors with their plugins, each behind those that it looks at."""
        waiting: list[tuple[PluginInfo, Extractor]] = []
        taken = set(CORE_KEYS)
        for info, things in self._asked("extractors"):
            for extractor in self._of_type(info, things, Extractor):
                if extractor.key in taken:
                    info.fail(_("the key {key} is taken").format(key=extractor.key))
                    continue
                taken.add(extractor.key)
                waiting.append((info, extractor))
        done: list[tuple[PluginInfo, Extractor]] = []
        while waiting:
            keys = {extractor.key for _info, extractor in waiting}
            ready = [pair for pair in waiting if not keys.intersection(pair[1].after)] or waiting[:1]
            done += ready
            waiting = [pair for pair in waiting if pair not in ready]
        return done

    @property
    def hook(self) -> Any:
        """What pluggy asks: ``plugins.hook.govdisc_extract(report=…, form=…)``."""
        return self._manager.hook

    def _asked(self, hook: str) -> list[_Brought]:
        """Ask one hook of all plugins that are not broken."""
        return [(info, things) for info, things in getattr(self.hook, f"govdisc_{hook}")() if not info.error]

    def _of_type(self, info: PluginInfo, things: Sequence[Any], kind: Any) -> list[Any]:
        wrong = next((thing for thing in things if not isinstance(thing, kind)), None)
        if wrong is not None:
            info.fail(_("it brings {thing}, of the wrong type {type}").format(thing=_shown(wrong), type=type(wrong).__name__))
            return []
        return list(things)

    def _named(
        self, kind: Any, hook: str, builtin: Iterable[Any], key: str, check: Callable[[Any], str | None] = lambda thing: None
    ) -> dict[str, Any]:
        """Collect things by name; a name that is taken, or what ``check`` objects to, breaks the plugin that brings it."""
        out: dict[str, Any] = {getattr(thing, key): thing for thing in builtin}
        owner: dict[str, str] = dict.fromkeys(out, "govdisc")
        for info, things in self._asked(hook):
            mine: dict[str, Any] = {}
            for thing in self._of_type(info, things, kind):
                name = getattr(thing, key)
                problem = check(thing)
                if name in out or name in mine:
                    problem = _("{what} {name} is already brought by {owner}").format(what=hook, name=name, owner=owner.get(name, info.name))
                if problem:
                    info.fail(problem)
                    mine = {}
                    break
                mine[name] = thing
            out |= mine
            owner |= dict.fromkeys(mine, info.distribution)
            if mine:
                info.brings[hook] = list(mine)
        return out

    def _family_is_known(self, rule: Any) -> str | None:
        letters = rule.code[:3]
        if letters in self.families:
            return None
        return _("the family {letters} of {code} is nobody's; bring it with the hook govdisc_families").format(letters=letters, code=rule.code)


def _guarded_hook(info: PluginInfo, hook: str, function: Callable[..., Any], marked: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the implementation of a hook with a guard round it; what it returns comes with the plugin's name."""
    if marked.get("wrapper") or marked.get("hookwrapper"):
        raise Broken(_("its hook {hook} is a wrapper, and those could change what others bring").format(hook=hook))

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        if info.error:
            return None
        try:
            if hook == "govdisc_extract":
                return info, guarded(functools.partial(function, *arguments), limited=not info.ours)
            return info, guarded(lambda: _listed(function(*arguments)))
        except Broken as error:
            info.fail(f"{hook}: {error}")
            return None

    return call


def _listed(things: Any) -> list[Any]:
    if things is None or isinstance(things, (str, bytes, Mapping)):
        raise TypeError(f"it returns {type(things).__name__}, where a list is asked for")
    out = []
    for thing in things:
        out.append(thing)
        if len(out) > 10_000:
            raise ValueError("it brings more than 10,000 things")
    return out


def _shown(thing: Any) -> str:
    try:
        return shortened(repr(thing))[:60]
    except Exception:  # a stranger's __repr__
        return type(thing).__name__


def _version() -> str:
    from govdisc import __version__

    return __version__


def _needs(requirements: Iterable[str]) -> str | None:
    """Return the requirement on govdisc that this version does not meet, None when all hold."""
    for text in requirements:
        name = text.split(";")[0].strip()
        if name.replace("_", "-").lower().startswith("govdisc") and not name[7:8].isalnum() and name[7:8] not in "-_":
            from packaging.requirements import InvalidRequirement, Requirement

            try:
                requirement = Requirement(text)
            except InvalidRequirement:
                return text
            applies = requirement.marker is None or requirement.marker.evaluate()
            if applies and not requirement.specifier.contains(_version(), prereleases=True):
                return text
    return None
