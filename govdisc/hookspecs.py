"""The hooks that a plugin may implement; each returns a list, and none is called before it is needed.

A plugin is a distribution with an entry point in the group ``govdisc``, whose value is a module. The module marks its hooks with
:data:`hookimpl` and imports heavy libraries inside the functions that use them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click

    from govdisc.formats.base import Format
    from govdisc.kinds import Executor, Extractor, Family, Override, Reporter, RosterReader, Solver
    from govdisc.model.form import Form
    from govdisc.model.report import Report
    from govdisc.rules.registry import BatchRule, Rule

hookspec = pluggy.HookspecMarker("govdisc")
#: Marks a function of a plugin as the implementation of the hook of the same name.
hookimpl = pluggy.HookimplMarker("govdisc")


@hookspec
def govdisc_forms() -> Iterable[tuple[str, str]]:  # type: ignore[empty-body]
    """Return forms and variants as (name for error messages, TOML text). A variant says ``extends = "2021"``."""


@hookspec
def govdisc_formats() -> Iterable[Format]:  # type: ignore[empty-body]
    """Return the file formats that the plugin reads or writes."""


@hookspec
def govdisc_rules() -> Iterable[Rule | BatchRule]:  # type: ignore[empty-body]
    """Return the checks that the plugin brings, over one report or over a batch."""


@hookspec
def govdisc_families() -> Iterable[Family]:  # type: ignore[empty-body]
    """Return families of codes of the plugin's own: ``Family("QLN", title)``."""


@hookspec
def govdisc_overrides() -> Iterable[Override]:  # type: ignore[empty-body]
    """Return other severities for rules, or ``off``, with the basis for it."""


@hookspec
def govdisc_reporters() -> Iterable[Reporter]:  # type: ignore[empty-body]
    """Return formats for findings (``govdisc validate --format NAME``)."""


@hookspec
def govdisc_solvers() -> Iterable[Solver]:  # type: ignore[empty-body]
    """Return what names wrong cells where more than two explain the sums that do not hold."""


@hookspec
def govdisc_rosters() -> Iterable[RosterReader]:  # type: ignore[empty-body]
    """Return what reads who belongs to whom (``govdisc validate --roster FILE --children PATH``); the first one is asked."""


@hookspec
def govdisc_executors() -> Iterable[Executor]:  # type: ignore[empty-body]
    """Return what does the work of a run elsewhere (``--executor NAME:ADDRESS``)."""


@hookspec
def govdisc_commands() -> Iterable[click.Command]:  # type: ignore[empty-body]
    """Return commands that appear under ``govdisc``."""


@hookspec
def govdisc_extractors() -> Iterable[Extractor]:  # type: ignore[empty-body]
    """Return what reads more out of a report, each under a key of its own beside the core's keys."""


@hookspec
def govdisc_extract(report: Report, form: Form) -> Mapping[str, Any] | None:
    """Return what the plugin reads out of a report, by key: the way of version 0.1, which goes on working."""


@hookspec
def govdisc_translations() -> Iterable[tuple[str, Path]]:  # type: ignore[empty-body]
    """Return gettext catalogues as (domain, locale folder) where they do not lie in the package's own ``locale`` folder."""
