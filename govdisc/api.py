"""The Python interface: check published reports, load them, validate one that is there.

It is the same engine as the command line's: the same findings, the same explanations, the same account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from os import PathLike, fspath
from typing import Any

from govdisc.account import READ, Outcome, Result
from govdisc.choosing import Options, chosen, configured
from govdisc.configuration import Configuration
from govdisc.engine import Engine
from govdisc.errors import InputError
from govdisc.i18n import gettext as _
from govdisc.model.findings import Finding
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.settings import Settings
from govdisc.sources import Paths, Source

#: A file, a folder or a pattern.
PathName = str | PathLike[str]


@lru_cache(maxsize=1)
def installed_plugins() -> Plugins:
    """Return the installed plugins, loaded on first use."""
    return Plugins()


def _with_variant(plugins: Plugins | None, variant: str | None) -> tuple[Plugins, str | None]:
    """The plugins to use, and the id of the variant; one that is a TOML file belongs to this call alone where no plugins are given."""
    if variant is None or not variant.endswith(".toml"):
        return plugins or installed_plugins(), variant
    plugins = plugins or Plugins()
    return plugins, plugins.use_variant(variant)


def check(
    paths: PathName | Iterable[PathName],
    *,
    previous: PathName | Iterable[PathName] | None = None,
    variant: str | None = None,
    format: str | None = None,
    published: str | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    config: PathName | None = None,
    baseline: PathName | None = None,
    today: str | None = None,
    plugins: Plugins | None = None,
    language: str | None = None,
    jobs: int = 1,
) -> Outcome:
    """Check reports as ``govdisc validate`` does: files, folders and patterns.

    Returns the outcome: walk :meth:`~govdisc.account.Outcome.results` for one result a report or file as it comes, in flat memory, or
    ask for ``inputs``, ``findings``, ``explanations`` or ``to_dict()``, which read to the end. ``select``, ``ignore`` and ``severity``
    take codes, beginnings of codes and families; ``settings`` sets thresholds by ``CODE.name``; ``config`` is a configuration file
    (none is looked for), ``baseline`` a file of known findings, ``today`` the day by which waivers end; ``variant`` names a variant or
    its TOML file. ``language`` is ``en`` or ``zh_CN`` (default: the one in use). Code of strangers' plugins that never ends is ended
    only where this runs in the main thread.

    Raises:
        ConfigurationError: when a format or variant is not installed, or a rule, threshold, severity, waiver or baseline is wrong.

    """
    plugins, variant = _with_variant(plugins, variant)
    options = Options(
        variant=variant,
        input_format=format,
        published=published,
        select=list(select),
        ignore=list(ignore),
        severity=dict(severity or {}),
        thresholds=dict(settings or {}),
        baseline=None if baseline is None else fspath(baseline),
        today=today,
    )
    run = chosen(options, configured(None if config is None else fspath(config), config is None), plugins).run
    engine = Engine(plugins, run, speech=language)
    last_year = None if previous is None else _paths(previous)
    versions = {info.name: info.version for info in plugins.infos if not info.error}
    return Outcome(engine.check(_paths(paths), previous=last_year, jobs=jobs), versions)


def load_all(path: PathName, *, format: str | None = None, variant: str | None = None, plugins: Plugins | None = None) -> Iterator[Report]:
    """Yield every report in a file (a JSON Lines file holds many).

    ``format`` names the file's format where its content does not tell; ``variant`` a regional variant to read it by, or the TOML file of one.

    Raises:
        InputError: when the file is missing, cannot be read, or holds no report.
        ConfigurationError: when there is no such format or variant.

    """
    plugins, variant = _with_variant(plugins, variant)
    engine = Engine(plugins, Settings(variant, format))
    for result in engine.read([Source(fspath(path), fspath(path))]):
        yield _report(result)


def load(path: PathName, *, format: str | None = None, variant: str | None = None, plugins: Plugins | None = None) -> Report:
    """Return the one report in a file; see :func:`load_all` for the parameters and errors.

    Raises:
        InputError: also when the file holds more than one report.

    """
    reports = list(load_all(path, format=format, variant=variant, plugins=plugins))
    if len(reports) != 1:
        raise InputError(_("{path}: it holds {count} reports; use load_all.").format(path=fspath(path), count=len(reports)))
    return reports[0]


def validate(
    report: Report,
    *,
    previous: Report | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severity: Mapping[str, str] | None = None,
    settings: Mapping[str, Any] | None = None,
    plugins: Plugins | None = None,
) -> list[Finding]:
    """Return the findings of all installed rules for a report that is there.

    ``previous`` is the agency's report for the year before, for the checks across years; the others are those of :func:`check`.
    """
    plugins = plugins or installed_plugins()
    options = Options(select=list(select), ignore=list(ignore), severity=dict(severity or {}), thresholds=dict(settings or {}))
    return Engine(plugins, chosen(options, Configuration(), plugins).run).judged(report, previous).findings


def _paths(paths: PathName | Iterable[PathName]) -> Paths:
    return Paths([fspath(paths)] if isinstance(paths, (str, PathLike)) else [fspath(path) for path in paths])


def _report(result: Result) -> Report:
    if result.input.status != READ or result.report is None:
        raise InputError(f"{result.input.uri}: {result.input.reason}")
    return result.report
