"""``govdisc validate``: is this report correct, and if not, where and why."""

from __future__ import annotations

import sys

import click

from govdisc.cli import common, options
from govdisc.cli.inputs import Inputs
from govdisc.cli.settings import Settings, load_settings
from govdisc.errors import InputError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.findings import SEVERITIES
from govdisc.model.report import Report
from govdisc.outcome import Input, Outcome
from govdisc.pairs import Pairs
from govdisc.pipeline import RuleError, form_of, run_rules
from govdisc.rules.inputs import entry_of, findings_of
from govdisc.rules.registry import Context, Rule
from govdisc.schema import SchemaError


class _Run:
    """One validation run: reads, checks and gathers, report by report."""

    def __init__(self, inputs: Inputs, settings: Settings, previous: Pairs | None, published: str | None, verbose: bool) -> None:
        self.inputs = inputs
        self.settings = settings
        self.previous = previous
        self.published = published
        self.verbose = verbose
        self.outcome = Outcome()
        self.codes: set[int] = set()
        self.pairs = Pairs()
        rules = [one for one in inputs.plugins.rules.values() if one.code not in settings.ignore]
        self.rules = [one for one in rules if one.family != "YOY"]
        self.yearly = [one for one in rules if one.family == "YOY"]

    def read(self) -> None:
        """Read and check every input."""
        for uri, one in self.inputs.reports():
            at = len(self.outcome.inputs)
            if isinstance(one, InputError):
                self._unreadable(uri, one, at)
                continue
            if self.published and one.published is None:
                one.published = self.published
            entry = Input.of(one)
            entry.uri = uri
            self.outcome.inputs.append(entry)
            self._check(one, at)
            self.pairs.keep(one, at)
        self._across_years()

    def _unreadable(self, uri: str, error: InputError, at: int) -> None:
        found = list(findings_of(error, at))
        self.outcome.inputs.append(Input(uri, **entry_of(error), status="refused", reason=str(error)))
        self.outcome.findings += found
        if not isinstance(error, SchemaError):
            click.echo(f"{uri}: {error}", err=True)
            self.codes.add(common.UNREADABLE)

    def _check(self, report: Report, at: int) -> None:
        last = self.previous.before(report) if self.previous else None
        before = len(self.outcome.findings)
        self._run(self.rules, report, at, last)
        if last is not None:
            self._run(self.yearly, report, at, last)
        if any(one.code.startswith("SUM") for one in self.outcome.findings[before:]):
            from govdisc.explain import explain

            form = form_of(report, self.inputs.plugins)
            found = list(explain(report, form, at))
            self.outcome.explanations += found
            self.outcome.labels.update({cell["cell"]: form.cell_label(cell["cell"]) for one in found for cell in one["cells"]})
        if self.verbose:
            _tell(self.outcome.inputs[at], report, Context(form_of(report, self.inputs.plugins), last, self.settings.thresholds))

    def _run(self, rules: list[Rule], report: Report, at: int, last: Report | None) -> None:
        """Run rules over a report. One that fails is told, and left out from then on."""
        while True:
            try:
                found = run_rules(report, self.inputs.plugins, previous=last, settings=self.settings.thresholds, rules=rules)
                break
            except RuleError as error:
                rules.remove(error.rule)
                click.echo(f"govdisc: {error}", err=True)
                self.codes.add(common.FAILED)
        for one in found:
            one.input = at
        self.outcome.findings += found

    def _across_years(self) -> None:
        """Check each report against last year's of the same agency, where both are among the inputs."""
        if self.previous is None and self.yearly:
            for at, report, last in self.pairs.found():
                self._run(self.yearly, report, at, last)
        self.outcome.findings.sort(key=lambda one: one.input)

    def exit_code(self, fail_on: str) -> int:
        """Return the exit code of the run."""
        if fail_on != "never":
            failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
            if any(one.severity in failing and one.code != "INP101" for one in self.outcome.findings):
                self.codes.add(common.FINDINGS)
        if not self.outcome.inputs:
            self.codes.add(common.NO_INPUT)
        return common.worst(self.codes)


def _previous(path: str | None, inputs: Inputs) -> Pairs | None:
    if path is None:
        return None
    pairs = Pairs(single=True)
    for uri, one in Inputs([path], inputs.plugins, inputs.input_format).reports():
        if isinstance(one, InputError):
            raise InputError(f"{uri}: {one}")
        pairs.keep(one, 0)
    return pairs


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
    plugins = common.plugins()
    reporter = plugins.reporters.get(output_format)
    if reporter is None:
        raise click.UsageError(
            _("there is no format {name} for findings; there are: {known}.").format(name=output_format, known=", ".join(plugins.reporters))
        )
    settings = load_settings(config, plugins, variant=variant, fail_on=fail_on, ignore=ignore, thresholds=thresholds)
    if published is not None:
        _check_date(published)
    inputs = Inputs(paths, plugins, input_format, settings.variant)
    run = _Run(inputs, settings, _previous(previous, inputs), published, verbose)
    run.read()
    run.codes.add(common.report_broken(plugins))
    run.outcome.plugins = {one.name: one.version for one in plugins.infos if not one.error}
    run.outcome.colour = common.colour()
    for piece in reporter.write(run.outcome):
        sys.stdout.write(piece)
    sys.stdout.flush()
    _summary(run, output_format)
    return run.exit_code(settings.fail_on)


def _check_date(text: str) -> None:
    import datetime

    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(_("--published takes a date such as 2024-01-17, not {text}.").format(text=text)) from None


def _tell(entry: Input, report: Report, context: Context) -> None:
    """Say on stderr what was read, and why the deadline was not checked."""
    from govdisc.rules.deadlines import silence_reason

    cells = sum(1 for _path, value in report.cells() if value is not None)
    click.echo(
        _("{uri}: {agency}, {year}, form {form}; {cells} numbers, {unread} places not read").format(
            uri=entry.uri,
            agency=report.agency.name or "?",
            year=report.year or "?",
            form=report.form,
            cells=cells,
            unread=len(report.unread),
        ),
        err=True,
    )
    reason = silence_reason(report, context)
    if reason:
        click.echo(f"  {reason}", err=True)


def _summary(run: _Run, output_format: str) -> None:
    """Say on stderr how many reports were read and what was found."""
    for path in run.inputs.passed_over:
        click.echo(_("{path}: no report in it, passed over").format(path=path), err=True)
    if not run.outcome.inputs:
        click.echo(_("no report was found in what was named."), err=True)
    elif output_format == "text":
        counts = run.outcome.counts()
        click.echo(
            _("reports {reports}: errors {error}, warnings {warning}, notes {info}").format(reports=len(run.outcome.inputs), **counts),
            err=True,
        )
