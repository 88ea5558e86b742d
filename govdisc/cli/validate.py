"""``govdisc validate``: is this report correct, and if not, where and why."""

from __future__ import annotations

import click

from govdisc.account import Outcome
from govdisc.cache import Cache
from govdisc.cli import common, options
from govdisc.cli.account import Account
from govdisc.cli.session import INTERRUPTED, session
from govdisc.cli.settings import load_settings
from govdisc.engine import Engine
from govdisc.guard import Broken
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import SEVERITIES
from govdisc.reporters import ReportContext, pieces_of
from govdisc.sources import Paths


@click.command(
    "validate",
    cls=options.Command,
    help=N_(
        "Check reports: files, folders, patterns, or - for stdin. Findings go to stdout; the exit code is 1 when one of them is an error (see --fail-on)."
    ),
)
@common.input_options
@options.option("--format", "output_format", default="text", metavar="NAME", help=N_("How findings are written: text, json or jsonl."))
@options.option("--previous", metavar="PATH", help=N_("Last year's report, or a folder of them, for the checks across years."))
@options.option("--published", metavar="DATE", help=N_("The publication date (YYYY-MM-DD) where the report states none."))
@options.option(
    "--fail-on", type=click.Choice([*SEVERITIES, "never"]), help=N_("The least severity that makes the exit code 1 (default: error).")
)
@options.option("--ignore", multiple=True, metavar="CODE", help=N_("Leave out a rule; may be repeated."))
@options.option("--set", "thresholds", multiple=True, metavar="CODE.NAME=VALUE", help=N_("Set a threshold of a rule; may be repeated."))
@options.option("--config", metavar="FILE", help=N_("Configuration file; else govdisc.toml in the working folder, if there is one."))
@options.option("-v", "--verbose", is_flag=True, help=N_("Say what was read, and why a check was left out."))
def command(
    paths: tuple[str, ...],
    input_format: str | None,
    variant: str | None,
    jobs: int,
    exclude: tuple[str, ...],
    cache: str | None,
    output_format: str,
    previous: str | None,
    published: str | None,
    fail_on: str | None,
    ignore: tuple[str, ...],
    thresholds: tuple[str, ...],
    config: str | None,
    verbose: bool,
) -> int:
    """Check reports."""
    run = session()
    reporter = run.plugins.reporters.get(output_format)
    if reporter is None:
        raise click.UsageError(
            _("there is no format {name} for findings; there are: {known}.").format(name=output_format, known=", ".join(run.plugins.reporters))
        )
    settings = load_settings(
        config, run.plugins, variant=variant, fail_on=fail_on, ignore=ignore, thresholds=thresholds,
        input_format=input_format, published=published,
    )  # fmt: skip
    account = Account(run, verbose, settings.failing)
    engine = Engine(run.plugins, settings.run, cache=None if cache is None else Cache(cache))
    last_year = None if previous is None else Paths([previous])
    results = account.passing(engine.check(Paths(paths, exclude), previous=last_year, jobs=jobs))
    outcome = Outcome(results, {info.name: info.version for info in run.plugins.infos if not info.error})
    owner = run.plugins.reporter_owner(reporter.name)
    try:
        for piece in pieces_of(reporter, outcome, ReportContext(colour=common.colour(), rules=run.plugins.rules), owner):
            run.streams.data(piece)
    except Broken as error:
        assert owner is not None
        owner.fail(_("reporter {name}: {error}").format(name=reporter.name, error=error))
    for _left in outcome.results():  # a reporter need not have walked to the end
        pass
    run.streams.flush()
    account.tell()
    account.codes.add(run.tell_broken())
    if account.interrupted:
        run.streams.say(_("interrupted"))
        return INTERRUPTED
    return common.worst(account.codes)
