"""``govdisc new``: a blank form, ready to be filled in."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from govdisc.api import load_all
from govdisc.choosing import check_variant
from govdisc.cli import common, options
from govdisc.cli.completing import complete_variants, complete_writable
from govdisc.cli.export import chosen_writer
from govdisc.cli.outputs import replace_file
from govdisc.cli.session import session
from govdisc.cli.streams import OutputError
from govdisc.errors import ConfigurationError
from govdisc.formats.base import WriteContext
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.blank import blank_report, carry_over
from govdisc.model.book import FormBook
from govdisc.model.form import Form
from govdisc.model.regime import CN
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.text.values import printed_value


def _form(forms: FormBook, form_id: str | None, variant: str | None, year: int, regime: str, agency: str) -> Form:
    """The form that is named, or that of a variant, or the one for the year, by the variant that agency and year call for."""
    if form_id is not None:
        return forms.form(form_id, variant)
    if variant is not None:
        return forms.build(variant)
    by_year = forms.for_year(year, regime)
    if by_year is None:
        message = _("no form is known for {year} in the regime {regime}; name one with --form (regimes: {known}).")
        raise ConfigurationError(message.format(year=year, regime=regime, known=", ".join(forms.regimes())))
    fitting = forms.fitting(by_year, agency, year)
    return fitting[0] if len(fitting) == 1 else by_year


@click.command(
    "new",
    cls=options.Command,
    help=N_("Make a blank form for an agency and a year, ready to be filled in."),
    examples=("govdisc new --year 2025 --agency 青岚县水务局 -o form.json", "govdisc new --previous report.docx -o form.xlsx"),
)
@options.option("--year", type=click.IntRange(2000, 2100), help=N_("The year that the report is about."))
@options.option("--agency", help=N_("The agency's full name, as it stands in the title."))
@options.option(
    "--previous",
    metavar="FILE",
    help=N_("Last year's report: what it carries out is carried in, and the agency and the year follow from it where they are not given."),
)
@options.option("--form", "form_id", metavar="ID", help=N_("The form, where it is not the one for the year."))
@options.option("--variant", metavar="NAME", shell_complete=complete_variants, help=N_("A regional variant of the form, or a TOML file of one."))
@options.option("--regime", default=CN, metavar="ID", help=N_("The body of law whose form for the year is wanted; cn, where none is named."))
@options.option("--row", "rows", multiple=True, metavar="LABEL", help=N_("A row of the agency's own, where the form has such: a component, say."))
@options.option(
    "--format",
    "output_format",
    metavar="NAME",
    shell_complete=complete_writable,
    help=N_("docx, xlsx, markdown, json or any other format that can be written. Else the suffix of -o tells it."),
)
@options.option("-o", "--output", metavar="FILE", type=options.PATH, help=N_("The file to write; else stdout. A file that exists is not replaced."))
def command(
    year: int | None,
    agency: str | None,
    previous: str | None,
    form_id: str | None,
    variant: str | None,
    regime: str,
    rows: tuple[str, ...],
    output_format: str | None,
    output: str | None,
) -> int:
    """Make a blank form."""
    plugins = common.plugins()
    last = None if previous is None else _last(previous, plugins)
    year, agency = _whose(year, agency, last)
    format_ = chosen_writer(output_format, output, plugins)
    form = _form(plugins.forms, form_id, check_variant(variant, plugins), year, regime, agency)
    if rows and not form.is_open:
        raise ConfigurationError(_("form {form} has no rows of an agency's own, so --row cannot be used.").format(form=form.name))
    report = blank_report(form, year, agency, rows)
    if form.variant is not None and variant is None:
        session().streams.say(_("note: {agency} and {year} call for the variant {variant}.").format(agency=agency, year=year, variant=form.variant))
    if last is not None:
        _carry(last, report, form)
    data = format_.writer()([report], WriteContext(plugins.forms))
    if year >= datetime.date.today().year:
        session().streams.say(_("note: {year} is not over yet.").format(year=year))
    if output in (None, "-"):
        if format_.binary:
            session().streams.refuse_binary(format_.name)
        common.write_bytes(data)
        return common.report_broken(plugins)
    path = Path(str(output))
    if path.exists():
        raise ConfigurationError(_("{path} exists, and may hold work; name another file.").format(path=path))
    try:
        replace_file(path, [data])
    except OSError as error:
        raise OutputError(_("{path} cannot be written: {error}.").format(path=path, error=error.strerror)) from error
    return common.report_broken(plugins)


def _last(path: str, plugins: Plugins) -> Report:
    """Read last year's report."""
    reports = list(load_all(path, plugins=plugins))
    if len(reports) != 1:
        raise ConfigurationError(_("{path} holds {count} reports; --previous takes a file with the one of last year.").format(path=path, count=len(reports)))
    return reports[0]


def _whose(year: int | None, agency: str | None, last: Report | None) -> tuple[int, str]:
    """Return year and agency: those given, else those that follow from last year's report."""
    if last is not None and year is not None and last.year is not None and last.year != year - 1:
        raise ConfigurationError(_("the report named by --previous is for {year}, not for {wanted}.").format(year=last.year, wanted=year - 1))
    if year is None and last is not None and last.year is not None:
        year = last.year + 1
    name = agency if agency is not None else (last and last.agency.name) or ""
    if year is None or (agency is None and last is None):
        raise ConfigurationError(_("give --year and --agency, or last year's report with --previous."))
    if not name.strip():
        raise ConfigurationError(_("--agency is empty; give the agency's full name."))
    return year, name.strip()


def _carry(last: Report, report: Report, form: Form) -> None:
    """Carry over what last year's report hands on, and say what it was and what could not be."""
    carried = carry_over(last, report)
    say = session().streams.say
    for row in carried.rows:
        numbers = printed_value(report.cell(f"{row}.total")) if f"{row}.total" in carried.cells else _("no total")
        say(_("carried in from last year's report: {row}, {total} in total; look at it.").format(row=form.row_label(*row.split(".")), total=numbers))
    if carried.missing:
        names = "；".join(form.cell_label(cell) for cell in carried.missing)
        say(_("left blank, for last year's report has no number there: {cells}.").format(cells=names))
