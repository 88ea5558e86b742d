"""What plugins bring: formats, forms, rules and the rest, each kind collected when it is first asked for.

pluggy asks the hooks of :mod:`govdisc.loading` in the order of the plugins' names, as ``tryfirst`` and ``trylast`` say. What a plugin
brings of the wrong type, or under a name that is taken, breaks that plugin alone, never the core and never its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pluggy

from govdisc import hookspecs
from govdisc.entries import Point, entries
from govdisc.errors import ConfigurationError
from govdisc.formats import Format, builtin_formats
from govdisc.guard import Broken, shortened
from govdisc.i18n import gettext as _
from govdisc.kinds import Executor, Extractor, Family, Override, Reporter, RosterReader, Solver
from govdisc.loading import GROUP, Choice, PluginInfo, holder_of, installed, of_files
from govdisc.model.book import FormBook, parse_form, read_variant
from govdisc.model.findings import FAMILIES, SEVERITIES
from govdisc.model.keys import FormError, near
from govdisc.model.report import CORE_KEYS
from govdisc.model.sound import setting_faults
from govdisc.rules import BatchRule, Rule, builtin_rules

#: What a hook returns of one plugin: the plugin and its things.
_Brought = tuple[PluginInfo, list[Any]]


class Plugins:
    """All plugins and everything they and the core bring. Each kind of thing is collected when it is first asked for."""

    def __init__(
        self,
        points: Iterable[Point] | None = None,
        modules: Iterable[tuple[str, Any]] = (),
        *,
        files: Iterable[str] = (),
        only: Iterable[str] | None = None,
        without: Iterable[str] = (),
        variants: Iterable[str] = (),
    ) -> None:
        """Load the installed plugins, or those of ``points``.

        ``modules`` are (name, module) pairs and ``files`` Python files without an entry point; ``only`` and ``without`` choose among
        the installed ones by name or distribution; ``variants`` are TOML files.

        Raises:
            ConfigurationError: when ``only`` or ``without`` names a plugin that is not there.

        """
        #: TOML files of variants that the user named.
        self.variant_files = list(variants)
        self._form_owners: list[tuple[PluginInfo | None, str]] = []
        self._chosen = {"files": tuple(files), "only": None if only is None else tuple(only), "without": tuple(without)}
        choice = Choice(None if only is None else frozenset(self._chosen["only"] or ()), frozenset(self._chosen["without"] or ()))
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hookspecs)
        self.infos: list[PluginInfo] = []
        found = list(entries(GROUP) if points is None else points)
        loaded = [*installed(found, choice, self.infos), *of_files(self._chosen["files"] or (), self.infos)]
        for name, module in modules:
            info = PluginInfo(name, name, "", getattr(module, "__name__", name))
            self.infos.append(info)
            loaded.append((info, module))
        # pluggy asks the last one first: ours before strangers, whose names may not take ours away
        for ours in (False, True):
            for info, module in reversed(loaded):
                if info.ours is ours:
                    self._register(info, module)

    @property
    def recipe(self) -> dict[str, tuple[str, ...] | None]:
        """How a worker makes the same plugins; only installed ones and files can be made again."""
        return {**self._chosen, "variants": tuple(self.variant_files)}

    def _register(self, info: PluginInfo, module: Any) -> None:
        try:
            self._manager.register(holder_of(info, module), name=info.name)
            self._manager.check_pending()
        except (Broken, pluggy.PluginValidationError, ValueError) as error:
            info.fail(str(error))
            if self._manager.has_plugin(info.name):
                self._manager.unregister(name=info.name)

    def broken(self) -> list[PluginInfo]:
        """Return the plugins that failed so far, with the reason in ``error``."""
        return [info for info in self.infos if info.error]

    @cached_property
    def has_strangers(self) -> bool:
        """Tell whether one of them is not this project's own."""
        return any(not info.ours for info in self.infos)

    def format_owner(self, name: str) -> PluginInfo | None:
        """Return the plugin that brought a format, None for the core's."""
        return self._owners_of_formats.get(name)

    @cached_property
    def _owners_of_formats(self) -> dict[str, PluginInfo]:
        """Who brought which format: asked for each of them and every file."""
        _formats = self.formats  # asked first: what each plugin brings is known when they are gathered
        return {name: info for info in self.infos for name in info.brings.get("formats", ())}

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
        _families = self.families  # asked first: a plugin that wants a family of another's is broken, and brings no rules
        found = self._named((Rule, BatchRule), "rules", builtin_rules(), "code", self._family_is_known)
        self._check_settings(found)
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
        return [override for info, override in self.owned_overrides if not info.error]

    @cached_property
    def owned_overrides(self) -> list[tuple[PluginInfo, Override]]:
        """The same with their plugins, those that are broken among them."""
        found: list[tuple[PluginInfo, Override]] = self._listed(Override, "overrides", "code")
        for info, override in found:
            if override.severity not in (None, "off", *SEVERITIES):
                info.fail(
                    _("overrides {code}: there is no severity {severity}; {near}").format(
                        code=override.code, severity=_shown(override.severity), near=near(str(override.severity), [*SEVERITIES, "off"])
                    )
                )
            elif self._misspelt(override.code):
                info.fail(_("{key}: there is no rule {code}; {near}").format(key="overrides", code=override.code, near=near(override.code, self.all_rules)))
        return found

    def _misspelt(self, code: str) -> bool:
        """Tell a code that is none of its hundred, whose rules are installed; that of a plugin that is not here may be right."""
        return code not in self.all_rules and any(known.startswith(code[:4].upper()) for known in self.all_rules)

    @cached_property
    def solvers(self) -> list[tuple[PluginInfo, Solver]]:
        """What is asked for several wrong cells, in the order of the plugins."""
        return self._listed(Solver, "solvers", "name")

    @cached_property
    def rosters(self) -> dict[str, RosterReader]:
        """What reads who belongs to whom, by name."""
        return self._named(RosterReader, "rosters", [], "name")

    @cached_property
    def executors(self) -> dict[str, Executor]:
        """What does the work of a run elsewhere, by name."""
        return self._named(Executor, "executors", [], "name")

    @cached_property
    def forms(self) -> FormBook:
        """The national forms, and the forms and variants of plugins."""
        book = FormBook()
        brought: list[tuple[PluginInfo | None, str]] = []
        for info, things in self._asked("forms"):
            for thing in things:
                try:
                    where, text = thing
                    data = parse_form(text, f"{info.name} {where}".strip(), packaged=True)
                    book.add(data)
                    brought.append((info, data["id"]))
                except (ConfigurationError, TypeError, ValueError) as error:
                    info.fail(f"govdisc_forms: {error}")
                    continue
                info.brings.setdefault("forms", []).append(str(where))
        for path in self.variant_files:
            brought.append((None, _own_variant(book, path)))
        self._form_owners = brought
        for owner, name in brought:  # built once all are there, since a variant may lie over another plugin's
            try:
                book.build(name)
            except ConfigurationError as error:
                self._refuse_form(book, owner, name, str(error))
        return book

    def _refuse_form(self, book: FormBook, info: PluginInfo | None, name: str, reason: str) -> None:
        """Take a form out that is wrong: one of the user's own files ends the run, a plugin's breaks the plugin."""
        if info is None:
            raise ConfigurationError(reason)
        info.fail(f"govdisc_forms: {reason}")
        book.remove(name)

    def _check_settings(self, rules: Mapping[str, Rule | BatchRule]) -> None:
        """Hold what forms and variants say of rules to the rules that there are."""
        book = self.forms
        for owner, name in self._form_owners:
            if name not in book.ids():
                continue
            faults = list(setting_faults(book.build(name), rules))
            if faults:
                self._refuse_form(book, owner, name, str(FormError(name, faults)))

    @property
    def own_variants(self) -> dict[str, str]:
        """What the user's own files of variants say, by path: results hang on it."""
        return {path: repr(read_variant(path)) for path in self.variant_files}

    def use_variant(self, path: str) -> str:
        """Take a variant from a TOML file, beside those that are installed, and return its id.

        Raises:
            ConfigurationError: when the file cannot be read, or is no variant that can be used.

        """
        if path not in self.variant_files:
            name = _own_variant(self.forms, path)
            self.variant_files.append(path)
            self._form_owners.append((None, name))
            form = self.forms.build(name)
            faults = list(setting_faults(form, self.all_rules))
            if faults:
                raise FormError(path, faults)
            return name
        return str(read_variant(path)["id"])

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
                info.brings["translations"] = [info.folder.name]
        for info, things in self._asked("translations"):
            for thing in things:
                if isinstance(thing, tuple) and len(thing) == 2 and isinstance(thing[0], str) and isinstance(thing[1], (str, Path)):
                    if (pair := (thing[0], Path(thing[1]))) not in found:
                        found.append(pair)
                        info.brings.setdefault("translations", []).append(pair[0])
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
                info.brings.setdefault("extractors", []).append(extractor.key)
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

    def _listed(self, kind: Any, hook: str, key: str) -> list[tuple[PluginInfo, Any]]:
        """Collect things that need no name of their own, with their plugins."""
        found = [(info, thing) for info, things in self._asked(hook) for thing in self._of_type(info, things, kind)]
        for info, thing in found:
            info.brings.setdefault(hook, []).append(getattr(thing, key))
        return found

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


def _own_variant(book: FormBook, path: str) -> str:
    """Add the variant of a file to a book, and return its id."""
    data = read_variant(path)
    book.add(data)
    return str(data["id"])


def _shown(thing: Any) -> str:
    try:
        return shortened(repr(thing))[:60]
    except Exception:  # a stranger's __repr__
        return type(thing).__name__
