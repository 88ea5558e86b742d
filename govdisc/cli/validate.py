"""``govdisc validate``: is this report correct, and if not, where and why."""

from __future__ import annotations

from itertools import chain
from typing import Any

import click

from govdisc.account import Outcome
from govdisc.cache import Cache
from govdisc.cli import common, options
from govdisc.cli.account import Account
from govdisc.cli.completing import complete_reporters
from govdisc.cli.outputs import Inputs
from govdisc.cli.reporting import refuse_to_terminals, write_all
from govdisc.cli.rosters import with_roster
from govdisc.cli.session import INTERRUPTED, session
from govdisc.cli.settings import judged_options, load_settings, tell_hiding
from govdisc.cli.targets import targets
from govdisc.engine import Engine
from govdisc.guard import Interrupt
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.sources import Paths


@click.command(
    "validate",
    cls=options.Command,
    examples=(
        "govdisc validate report.docx",
        "govdisc validate reports/ --previous last-year/ -j 0",
        "govdisc validate reports/ -o findings.json -o overview.txt --select SUM,NUM",
    ),
    help=N_(
        "Check reports: files, folders, patterns, or - for stdin. Findings go to stdout; the exit code is 1 when one of them is an error (see --fail-on)."
    ),
)
@common.input_options
@judged_options
@options.option(
    "--format",
    "output_format",
    metavar="NAME",
    shell_complete=complete_reporters,
    help=N_("How findings are written to stdout; see govdisc formats --findings (default: text)."),
)
@options.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="[FORMAT=]PATH",
    type=options.PATH,
    help=N_("Write the findings to a file, or to a folder (FORMAT=FOLDER/), instead of stdout; the suffix tells the format. May be repeated."),
)
@options.option("--param", "params", multiple=True, metavar="[FORMAT.]NAME=VALUE", help=N_("A parameter of the format for findings; may be repeated."))
@options.option("--concise", is_flag=True, help=N_("One line a finding, in the format text."))
@options.option("--statistics", is_flag=True, help=N_("Count findings by severity, family, rule and body, in the format text."))
@options.option("--previous", metavar="PATH", type=options.PATH, help=N_("Last year's report, or a folder of them, for the checks across years."))
@options.option("--roster", metavar="FILE", type=options.PATH, help=N_("The list of bodies: their days of publication, and who belongs to whom."))
@options.option(
    "--children",
    multiple=True,
    metavar="PATH",
    type=options.PATH,
    help=N_("Reports of a parent's bodies: its tables may not be less than their sum; may be repeated."),
)
@options.option("-q", "--quiet", is_flag=True, help=N_("Say nothing on stderr but what failed or was refused."))
@options.option("-v", "--verbose", is_flag=True, help=N_("Say what was read, and why a check was left out."))
def command(
    paths: tuple[str, ...],
    jobs: int | None,
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
    quiet: bool,
    verbose: bool,
    **given: Any,
) -> int:
    """Check reports."""
    run = session()
    flags = [f"text.{name}=yes" for name, wanted in (("concise", concise), ("statistics", statistics)) if wanted]
    found = targets(output_format, outputs, (*params, *flags), run.plugins)
    refuse_to_terminals(found, run)
    settings = load_settings(exclude=exclude, **given)
    tell_hiding(settings)
    account = Account(run, verbose, settings.failing, quiet=quiet)
    roster = roster or settings.roster
    ruled = with_roster(settings.run, roster, children, run, account)
    engine = Engine(run.plugins, ruled, cache=None if cache is None else Cache(cache), crew=common.crew(run))
    last_year = None if previous is None else Paths([previous])
    sources = common.sources(paths, settings.exclude)
    beside = Paths([*children, *([roster] if roster else [])])
    account.expected = lambda: sum(1 for _source in common.sources(paths, settings.exclude))
    read = Inputs(chain(sources, last_year or (), beside), run.beside) if any(target.path for target in found) else Inputs(())
    results = account.passing(engine.check(sources, previous=last_year, jobs=jobs))
    outcome = Outcome(results, {info.name: info.version for info in run.plugins.infos if not info.error}, ruled.expected)
    try:
        account.codes |= write_all(found, outcome, read, run, lambda: common.worst(account.codes))
        for _left in outcome.results():  # a reporter need not have walked to the end
            pass
    except Interrupt:  # while something was written; what was finished is told
        account.interrupted = True
    account.tell()
    account.codes.add(run.tell_broken())
    if account.interrupted:
        run.streams.say(_("interrupted"))
        return INTERRUPTED
    return common.worst(account.codes)
