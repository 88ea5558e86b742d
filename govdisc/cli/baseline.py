"""``govdisc baseline``: keep the findings that are there already, so that later runs are judged by the new ones alone."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from govdisc.account import Outcome
from govdisc.baseline import Comparison, Known, load, written
from govdisc.cache import Cache
from govdisc.cli import common, options
from govdisc.cli.account import Account
from govdisc.cli.outputs import Inputs, write_file
from govdisc.cli.rosters import with_roster
from govdisc.cli.session import FINDINGS, INTERRUPTED, NO_INPUT, session
from govdisc.cli.settings import load_settings, settings_options, tell_hiding
from govdisc.engine import Engine
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.sources import Paths

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT = "govdisc-baseline.json"


@click.group(
    "baseline",
    cls=options.Group,
    help=N_("Keep the findings that are there already; validate --baseline FILE then counts only new ones."),
    examples=("govdisc baseline create reports/ -o known.json", "govdisc validate reports/ --baseline known.json"),
)
def command() -> None:
    """Hold the commands."""


def _inputs(function: F) -> F:
    decorators = (
        common.input_options,
        settings_options,
        options.option("-o", "--output", "--baseline", "output", default=DEFAULT, show_default=True, metavar="FILE", type=options.PATH, help=N_("The baseline.")),
        options.option("--previous", metavar="PATH", help=N_("Last year's report, or a folder of them, for the checks across years.")),
        options.option("--roster", metavar="FILE", type=options.PATH, help=N_("The list of bodies: their days of publication, and who belongs to whom.")),
        options.option("-q", "--quiet", is_flag=True, help=N_("Say nothing on stderr but what failed or was refused.")),
    )  # fmt: skip
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


@command.command("create", cls=options.Command, help=N_("Make a baseline of all that is found now. A file that exists is not replaced."),
                 examples=("govdisc baseline create reports/ -o known.json",))  # fmt: skip
@_inputs
def create(output: str, **given: Any) -> int:
    """Make a baseline."""
    if os.path.exists(output):
        raise ConfigurationError(_("{path} exists; govdisc baseline update brings it up to date.").format(path=output))
    return _run(output, {}, lambda found, _gone: {**found.new}, **given)


@command.command("update", cls=options.Command, help=N_("Bring a baseline up to date: what is new comes in, what is gone from the reports that are read goes out."),
                 examples=("govdisc baseline update reports/ -o known.json",))  # fmt: skip
@_inputs
def update(output: str, **given: Any) -> int:
    """Bring a baseline up to date."""
    return _run(output, load(output), lambda found, gone: {**_without(found.baseline, gone), **found.new}, **given)


@command.command("prune", cls=options.Command, help=N_("Take out of a baseline what is gone from the reports that are read; nothing new comes in."),
                 examples=("govdisc baseline prune reports/ -o known.json",))  # fmt: skip
@_inputs
def prune(output: str, **given: Any) -> int:
    """Take out what is gone."""
    return _run(output, load(output), lambda found, gone: _without(found.baseline, gone), **given)


def _without(baseline: Any, gone: list[Known]) -> dict[str, Known]:
    out = {known.fingerprint for known in gone}
    return {fingerprint: known for fingerprint, known in baseline.items() if fingerprint not in out}


def _run(
    output: str, before: dict[str, Known], decide: Callable[[Comparison, list[Known]], dict[str, Known]], *, paths: tuple[str, ...],
    jobs: int | None, cache: str | None, previous: str | None, roster: str | None, quiet: bool, **given: Any,
) -> int:  # fmt: skip
    """Read and judge the inputs, and write the baseline that comes of it."""
    run = session()
    settings = load_settings(with_baseline=False, **given)
    tell_hiding(settings)
    sources = common.sources(paths, settings.exclude)
    inputs = Inputs(sources, run.beside)
    inputs.refuse(output)
    account = Account(run, quiet=quiet)
    ruled = with_roster(settings.run, roster or settings.roster, (), run, account)
    engine = Engine(run.plugins, ruled, cache=None if cache is None else Cache(cache), crew=common.crew(run))
    comparison = Comparison(before)
    results = engine.check(sources, previous=None if previous is None else Paths([previous]), jobs=jobs)
    for result in Outcome(account.passing(results)).results():
        comparison.saw(result)
        for finding in result.findings if not result.aside else ():
            comparison.take(finding, result.input)
    gone = comparison.gone(rule for rule in run.plugins.all_rules.values() if settings.run.looks(rule))
    account.tell()
    account.codes.add(run.tell_broken())
    account.codes.discard(FINDINGS)
    if account.interrupted:
        run.streams.say(_("interrupted"))
        return INTERRUPTED
    if NO_INPUT not in account.codes:
        after = decide(comparison, gone)
        write_file(output, [written(after.values())], inputs)
        come, left = len(after.keys() - before.keys()), len(before.keys() - after.keys())
        if not quiet:
            run.streams.say(_("{path}: {count} findings ({come} came in, {left} went out).").format(path=output, count=len(after), come=come, left=left))
    return common.worst(account.codes)


