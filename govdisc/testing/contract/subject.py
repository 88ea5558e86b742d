"""The plugin under test, and what its checks are made of."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, NoReturn

from govdisc.errors import ConfigurationError
from govdisc.loading import PluginInfo
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.records import record
from govdisc.testing.awkward import awkward_report
from govdisc.testing.generate import Options, random_report


class Breach(AssertionError):
    """A promise that is not kept, in one sentence for the plugin's author."""


class Check(NamedTuple):
    """One promise: its name, and what raises :class:`Breach` (or any other error) where it is not kept."""

    name: str
    run: Callable[[], None]


@record(frozen=True)
class Subject:
    """An installed plugin that loads, beside all others that are installed."""

    info: PluginInfo
    plugins: Plugins

    def brought(self, hook: str) -> list[Any]:
        """Return what the plugin's own hook brings."""
        return [thing for info, things in getattr(self.plugins.hook, f"govdisc_{hook}")() if info is self.info for thing in things]

    def forms(self) -> Iterator[Form]:
        """Yield every installed form and variant."""
        yield from self.plugins.forms.forms()
        yield from self.plugins.forms.variants()

    def correct(self, count: int, **options: Any) -> Iterator[tuple[Form, Report]]:
        """Yield so many random correct reports of each installed form and variant."""
        for form in self.forms():
            for seed in range(count):
                yield form, self.report(form, seed, **options)

    def report(self, form: Form, seed: int, **options: Any) -> Report:
        """Return a random correct report of a form or variant, published early enough for any deadline."""
        report = random_report(seed, Options(form=form.id, variant=form.variant, **options), self.plugins.forms)
        if report.year is not None and report.published is not None:
            report.published = f"{report.year + 1}-01-05"
        return report

    def awkward(self, count: int) -> Iterator[tuple[Form, Report]]:
        """Yield so many reports of the national forms with everything that writers find awkward."""
        for seed in [seed for seed in range(4 * count) if seed % 4][:count]:  # every fourth is of a variant that is not installed
            report = awkward_report(seed)
            yield self.plugins.forms.form(report.form), report


def breach(sentence: str) -> NoReturn:
    """Say which promise is not kept.

    Raises:
        Breach: always.

    """
    raise Breach(sentence)


def bind(function: Callable[..., None], *arguments: Any) -> Callable[[], None]:
    """Return a check's function with what it looks at."""
    return functools.partial(function, *arguments)


def find(name: str, plugins: Plugins) -> Subject | Check:
    """Return the plugin of that name that is installed and loads, else the check that fails with the reason."""
    info = next((info for info in plugins.infos if _plain(name) in (_plain(info.name), _plain(info.distribution))), None)
    if info is None:
        known = ", ".join(info.distribution for info in plugins.infos) or "-"
        return Check("loading: installed", bind(breach, f"{name} is not installed, or has no entry point in the group govdisc; installed are: {known}."))
    ask_all(plugins)
    if info.error:
        return Check("loading: loads", bind(breach, f"{info.distribution} is broken: {info.error}"))
    return Subject(info, plugins)


def ask_all(plugins: Plugins) -> None:
    """Ask every hook of every plugin, so that what is wrong with each is known."""
    for name in ("formats", "families", "all_rules", "overrides", "reporters", "forms", "commands", "extractors", "solvers", "translations"):
        try:
            getattr(plugins, name)
        except ConfigurationError as error:
            breach(f"the plugins that are installed do not go together: {error}")


def _plain(name: str) -> str:
    return name.replace("_", "-").lower()
