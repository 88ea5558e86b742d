"""Loading plugins: entry points of the group ``govdisc`` and single files, one at a time, so that a broken one stays alone.

Each implementation of a hook is guarded as it is registered (:mod:`govdisc.guard`). A stranger's code is bounded in time; that of this
project's own distributions is not, since it ends by tests of its own and a busy machine is no fault of it.
"""

from __future__ import annotations

import functools
import inspect
import marshal
import os
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

from govdisc import compiled
from govdisc.entries import Point
from govdisc.errors import ConfigurationError
from govdisc.guard import Broken, guarded, shortened
from govdisc.i18n import gettext as _
from govdisc.known import is_ours
from govdisc.records import record

GROUP = "govdisc"
#: The number of the plugin API that this version speaks; a module that says ``govdisc_api = 2`` needs a later one.
API = 1
#: More things than this no hook brings.
MOST_THINGS = 10_000


@record
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

    @property
    def told(self) -> str:
        """The sentence about a broken one."""
        distribution = f"{self.distribution} {self.version}".strip()  # a plugin that is one file has no version
        return _("plugin {name} ({distribution}) failed and is left out: {error}").format(name=self.name, distribution=distribution, error=self.error)

    def fail(self, what: str) -> None:
        """Mark it broken; the first reason stays."""
        self.error = self.error or shortened(what)


#: A plugin and the module that it is.
Loaded = tuple[PluginInfo, Any]


@record(frozen=True)
class Choice:
    """Which of the installed plugins are wanted, by name or distribution: ``only`` these (None: all), ``without`` those."""

    only: frozenset[str] | None
    without: frozenset[str]

    def takes(self, names: set[str]) -> bool:
        """Tell whether a plugin of these names is wanted."""
        return not names & self.without and (self.only is None or bool(names & self.only))

    def check(self, known: set[str], shown: Iterable[str]) -> None:
        """Check that everything that is named is there.

        Raises:
            ConfigurationError: when it is not.

        """
        missing = sorted(((self.only or frozenset()) | self.without) - known)
        if missing:
            raise ConfigurationError(
                _("there is no plugin {names}; installed are: {known}.").format(names=", ".join(missing), known=", ".join(shown) or "-")
            )


def installed(points: Sequence[Point], choice: Choice, infos: list[PluginInfo]) -> Iterator[Loaded]:
    """Load entry points, by name; what is tried is added to ``infos``, and what does not load is broken.

    Raises:
        ConfigurationError: when the choice names a plugin that is not there.

    """
    known: set[str] = set()
    points = sorted(points, key=lambda point: point.name)
    for point in points:
        dist = point.dist
        info = PluginInfo(point.name, dist.name if dist else point.name, dist.version if dist else "", point.value)
        names = {info.name, info.distribution}
        known |= names
        if not choice.takes(names):
            continue
        infos.append(info)
        try:
            needed = _needs(dist.requires or []) if dist and not info.ours else None
            if needed:
                raise Broken(_("it needs {requirement}, and this is {version}").format(requirement=needed, version=_version()))
            yield info, guarded(point.load, limited=not info.ours)
        except Broken as error:
            info.fail(str(error))
    choice.check(known, [point.name for point in points])


def of_files(paths: Iterable[str], infos: list[PluginInfo]) -> Iterator[Loaded]:
    """Load plugins that are one Python file each.

    Raises:
        ConfigurationError: when there is no such file.

    """
    from importlib.util import module_from_spec, spec_from_file_location

    for path in paths:
        name = Path(path).stem
        info = PluginInfo(name, name, "", path)
        infos.append(info)
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


def holder_of(info: PluginInfo, module: Any) -> types.ModuleType:
    """Return the plugin's hooks, each guarded, as what is registered in the plugin's place.

    Raises:
        Broken: when the module is no plugin of this API.

    """
    return guarded(functools.partial(_holder, info, module), limited=not info.ours)


def _holder(info: PluginInfo, module: Any) -> types.ModuleType:
    api = getattr(module, "govdisc_api", API)
    if not isinstance(api, int) or api > API:
        raise Broken(_("it is made for plugin API {api}, and this govdisc speaks {ours}; upgrade govdisc").format(api=api, ours=API))
    info.api = api
    file = getattr(module, "__file__", None)
    info.folder = Path(file).parent if isinstance(file, str) else None
    holder = types.ModuleType(info.name)
    own = vars(module) if isinstance(module, types.ModuleType) else {name: inspect.getattr_static(module, name, None) for name in dir(module)}
    for name, function in sorted(own.items(), key=itemgetter(0)):
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


def _guarded_hook(info: PluginInfo, hook: str, function: Callable[..., Any], marked: Mapping[str, Any]) -> Callable[..., Any]:
    """Return the implementation of a hook with a guard round it; what it returns comes with the plugin's name."""
    if marked.get("wrapper") or marked.get("hookwrapper"):
        raise Broken(_("its hook {hook} is a wrapper, and those could change what others bring").format(hook=hook))
    taken = (lambda value: value) if hook == "govdisc_extract" else _listed

    @functools.wraps(function)
    def call(*arguments: Any) -> Any:
        if info.error:
            return None
        try:
            return info, guarded(lambda: taken(function(*arguments)), limited=not info.ours)
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
        if len(out) > MOST_THINGS:
            raise ValueError(f"it brings more than {MOST_THINGS} things")
    return out


def _version() -> str:
    from govdisc import __version__

    return __version__


def _needs(requirements: Iterable[str]) -> str | None:
    """Return the requirement on govdisc that this version does not meet, None when all hold."""
    for text in requirements:
        name = text.split(";")[0].strip()
        if name.replace("_", "-").lower().startswith("govdisc") and not name[7:8].isalnum() and name[7:8] not in "-_" and not _holds(text):
            return text
    return None


def _holds(text: str) -> bool:
    """Whether this version meets a requirement; what was found of one that asks for nothing else is kept, for packaging is slow to import."""
    question = f"{text} by {_version()}"
    known: bool | None = compiled.kept("requirement", question)
    if known is not None:
        return known
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return False
    if requirement.marker is not None:
        return not requirement.marker.evaluate() or requirement.specifier.contains(_version(), prereleases=True)
    holds = requirement.specifier.contains(_version(), prereleases=True)
    compiled.keep("requirement", question, lambda: marshal.dumps(holds))
    return holds
