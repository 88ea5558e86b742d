"""``govdisc chart``: reports as a picture."""

from __future__ import annotations

from collections.abc import Sequence

import click

from govdisc.plugin import N_, CommandRun, ConfigurationError, option, report_command
from govdisc.plugin import gettext as _
from govdisc_charts import picture, specs
from govdisc_charts.numbers import FOLLOWED, OUTCOMES, Errors, Sums

OUTCOMES_KIND, TREND, ERRORS, MAP = KINDS = ("outcomes", "trend", "errors", "map-of-errors")
SUFFIXES = (".svg", ".html", ".htm")

Drawn = tuple[specs.Spec, specs.Rows, Sequence[tuple[str, str]], Sequence[str]]


@report_command(
    "chart",
    help=N_("Draw reports as a picture, SVG or a page: what became of requests, how that changed, how many findings there are, and whose."),
    examples=("govdisc chart reports/ -o outcomes.svg", "govdisc chart reports/ --kind errors -o errors.html"),
)
@option("--kind", type=click.Choice(KINDS), default=OUTCOMES_KIND, show_default=True, help=N_("What to draw."))
@option("-o", "--output", metavar="FILE", help=N_("A file that ends in .svg or .html; else SVG goes to stdout. It is replaced as a whole."))
def chart(run: CommandRun, kind: str, output: str | None) -> None:
    """Draw reports."""
    if output not in (None, "-") and not str(output).lower().endswith(SUFFIXES):
        raise ConfigurationError(_("{path}: a picture is written as .svg or .html; name the file so.").format(path=output))
    drawn = _findings(run, kind) if kind in (ERRORS, MAP) else _sums(run, kind)
    if drawn is None:
        return
    spec, rows, columns, notes = drawn
    for note in notes:
        run.say(note)
    is_page = output is not None and output.lower().endswith((".html", ".htm"))
    run.write([picture.page(spec, rows, columns, notes) if is_page else picture.svg(spec)], output)


def _sums(run: CommandRun, kind: str) -> Drawn | None:
    sums, undated = Sums(), 0
    wanted = OUTCOMES if kind == OUTCOMES_KIND else tuple((row, row) for row in FOLLOWED)
    for result in run.read():
        report = result.report
        if report is not None:
            undated += report.year is None
            sums.add(report, run.form(report), wanted)
    if not sums.reports:
        return None
    spec, rows = specs.outcomes(sums) if kind == OUTCOMES_KIND else specs.trend(sums)
    counted = ", ".join(_("{year}: {count} reports").format(year=year, count=count) for year, count in sorted(sums.reports.items()))
    notes = [counted]
    if sums.missing:
        notes.append(_("{count} cells that are blank or could not be read are in no sum.").format(count=sums.missing))
    if undated:
        notes.append(_("{count} reports whose year is not known are left out.").format(count=undated))
    return spec, rows, (("year", _("year")), ("label", _("row")), ("number", _("requests"))), notes


def _findings(run: CommandRun, kind: str) -> Drawn | None:
    found = Errors()
    for result in run.checked(failing=()):
        found.add(result)
    if not found.reports:
        return None
    if kind == ERRORS:
        spec, rows = specs.errors(found, run.plugins.families)
        return spec, rows, (("label", _("family")), ("severity", _("severity")), ("number", _("findings"))), []
    spec, rows = specs.map_of_errors(found, run.plugins.families)
    more = found.worst()[1]
    notes = [_("{count} more bodies have errors or warnings; those with most of them are shown.").format(count=more)] if more else []
    return spec, rows, (("body", _("body")), ("label", _("family")), ("number", _("findings"))), notes
