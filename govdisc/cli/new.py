"""``govdisc new``: a blank form, ready to be filled in."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from govdisc.cli import common, options
from govdisc.cli.export import chosen_writer
from govdisc.cli.outputs import replace_file
from govdisc.cli.session import session
from govdisc.cli.settings import check_variant
from govdisc.cli.streams import OutputError
from govdisc.errors import ConfigurationError
from govdisc.formats.base import WriteContext
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.blank import blank_report


@click.command("new", cls=options.Command, help=N_("Make a blank form for an agency and a year, ready to be filled in."))
@options.option("--year", type=click.IntRange(2000, 2100), required=True, help=N_("The year that the report is about."))
@options.option("--agency", required=True, help=N_("The agency's full name, as it stands in the title."))
@options.option("--form", "form_id", metavar="ID", help=N_("The form, where it is not the one for the year."))
@options.option("--variant", metavar="NAME", help=N_("A regional variant of the form."))
@options.option(
    "--format",
    "output_format",
    metavar="NAME",
    help=N_("docx, xlsx, markdown, json or any other format that can be written. Else the suffix of -o tells it."),
)
@options.option("-o", "--output", metavar="FILE", help=N_("The file to write; else stdout. A file that exists is not replaced."))
def command(year: int, agency: str, form_id: str | None, variant: str | None, output_format: str | None, output: str | None) -> int:
    """Make a blank form."""
    plugins = common.plugins()
    format_ = chosen_writer(output_format, output, plugins)
    by_year = plugins.forms.for_year(year)
    if form_id is None and by_year is None:
        raise ConfigurationError(_("no form is known for {year}; name one with --form.").format(year=year))
    name = check_variant(variant, plugins)
    form = plugins.forms.build(name) if name else plugins.forms.form(form_id or (by_year.id if by_year else ""))
    if form_id is not None and form.id != form_id:
        form = plugins.forms.form(form_id, name)  # says why not
    if not agency.strip():
        raise ConfigurationError(_("--agency is empty; give the agency's full name."))
    report = blank_report(form, year, agency.strip())
    data = format_.writer()([report], WriteContext(plugins.forms))
    if year >= datetime.date.today().year:
        session().streams.say(_("note: {year} is not over yet.").format(year=year))
    if output in (None, "-"):
        if format_.binary and session().streams.is_terminal():
            raise ConfigurationError(
                _("the format {name} is no text, and a terminal shows only that; name a file with -o FILE.").format(name=format_.name)
            )
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
