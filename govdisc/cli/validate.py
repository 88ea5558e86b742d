"""``govdisc validate``: is this report correct, and if not, where and why."""

from __future__ import annotations

from itertools import chain

import click

from govdisc.account import Outcome
from govdisc.cache import Cache
from govdisc.cli import common, options
from govdisc.cli.account import Account
from govdisc.cli.outputs import Inputs
from govdisc.cli.reporting import refuse_to_terminals, write_all
from govdisc.cli.rosters import with_roster
from govdisc.cli.session import INTERRUPTED, session
from govdisc.cli.settings import load_settings
from govdisc.cli.targets import targets
from govdisc.engine import Engine
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import SEVERITIES
from govdisc.sources import Paths


@click.command(
    "validate",
    cls=options.Command,
    help=N_(
        "Check reports: files, folders, patterns, or - for stdin. Findings go to stdout; the exit code is 1 when one of them is an error (see --fail-on)."
    ),
)
@common.input_options
@options.option("--format", "output_format", metavar="NAME", help=N_("How findings are written to stdout; see govdisc formats --findings (default: text)."))
@options.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]PATH",
    help=N_("Write the findings to a file, or to a folder (FORMAT=FOLDER/), instead of stdout; the suffix tells the format. May be repeated."),
)
@options.option("--param", "params", multiple=True, metavar="[FORMAT.]NAME=VALUE", help=N_("A parameter of the format for findings; may be repeated."))
@options.option("--concise", is_flag=True, help=N_("One line a finding, in the format text."))
@options.option("--statistics", is_flag=True, help=N_("Count findings by severity, family, rule and body, in the format text."))
@options.option("--previous", metavar="PATH", help=N_("Last year's report, or a folder of them, for the checks across years."))
@options.option("--roster", metavar="FILE", help=N_("The list of bodies: their days of publication, and who belongs to whom."))
@options.option(
    "--children", multiple=True, metavar="PATH", help=N_("Reports of a parent's bodies: its tables may not be less than their sum; may be repeated.")
)
@options.option("--published", metavar="DATE", help=N_("The publication date (YYYY-MM-DD) where the report states none."))
@options.option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]), help=N_("The least severity that makes the exit code 1 (default: error).")
)
@options.option("--ignore", multiple=True, metavar="CODE", help=N_("Leave out a rule; may be repeated."))
@options.option("--set", "thresholds", multiple=True, metavar="CODE.NAME=VALUE", help=N_("Set a threshold of a rule; may be repeated."))
@options.option("--config", metavar="FILE", help=N_("Configuration file; else govdisc.toml in the working folder, if there is one."))
@options.option("-q", "--quiet", is_flag=True, help=N_("Say nothing on stderr but what failed or was refused."))
@options.option("-v", "--verbose", is_flag=True, help=N_("Say what was read, and why a check was left out."))
def command(
    paths: tuple[str, ...],
    input_format: str | None,
    variant: str | None,
    jobs: int,
    exclude: tuple[str, ...],
    cache: str | None,
    output_format: str | None,
    outputs: tuple[str, ...],
    params: tuple[str, ...],
    concise: bool,
    statistics: bool,
    previous: str | None,
    roster: str | None,
    children: tuple[str, ...],
    published: str | None,
    fail_on: str | None,
    ignore: tuple[str, ...],
    thresholds: tuple[str, ...],
    config: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    """Check reports."""
    run = session()
    flags = [f"text.{name}=yes" for name, given in (("concise", concise), ("statistics", statistics)) if given]
    found = targets(output_format, outputs, (*params, *flags), run.plugins)
    refuse_to_terminals(found, run)
    settings = load_settings(
        config, run.plugins, variant=variant, fail_on=fail_on, ignore=ignore, thresholds=thresholds,
        input_format=input_format, published=published,
    )  # fmt: skip
    account = Account(run, verbose, settings.failing, quiet=quiet)
    ruled = with_roster(settings.run, roster, children, run, account)
    engine = Engine(run.plugins, ruled, cache=None if cache is None else Cache(cache))
    last_year = None if previous is None else Paths([previous])
    sources = Paths(paths, exclude)
    read = Inputs(chain(sources, last_year or (), Paths([*children, *([roster] if roster else [])]))) if any(target.path for target in found) else Inputs(())
    results = account.passing(engine.check(sources, previous=last_year, jobs=jobs))
    outcome = Outcome(results, {info.name: info.version for info in run.plugins.infos if not info.error}, ruled.expected)
    account.codes |= write_all(found, outcome, read, run, lambda: common.worst(account.codes))
    for _left in outcome.results():  # a reporter need not have walked to the end
        pass
    account.tell()
    account.codes.add(run.tell_broken())
    if account.interrupted:
        run.streams.say(_("interrupted"))
        return INTERRUPTED
    return common.worst(account.codes)
