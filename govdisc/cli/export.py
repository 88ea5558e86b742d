"""``govdisc export``: reports in another format, and a word about what that format could not hold."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import chain

import click

from govdisc.account import READ, Result
from govdisc.cache import Cache
from govdisc.choose import unknown_format
from govdisc.cli import common, options
from govdisc.cli.account import Account
from govdisc.cli.completing import complete_writable
from govdisc.cli.outputs import Folder, Inputs, WholeFolder, is_folder, sweep, write_file
from govdisc.cli.session import FAILED, FINDINGS, INTERRUPTED, UNREADABLE, Session, session
from govdisc.cli.settings import config_options, load_settings
from govdisc.cli.streams import OutputError
from govdisc.cli.targets import parameters, refuse_mismatch, with_suffix
from govdisc.engine import Engine
from govdisc.errors import ConfigurationError, GovdiscError, InputError
from govdisc.formats.base import Format, WriteContext
from govdisc.guard import Broken, Ended, Interrupt, guarded, words_of
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.known import bringing
from govdisc.losses import losses
from govdisc.model.report import Report
from govdisc.plugins import Plugins
from govdisc.records import record

#: So many reports whose exports lack something are told one by one.
MOST_TOLD = 50


def writer(name: str, plugins: Plugins) -> Format:
    """Return a format that can be written.

    Raises:
        ConfigurationError: when there is none of that name.

    """
    found = plugins.formats.get(name)
    if found is not None and found.write is not None:
        return found
    raise ConfigurationError(unknown_format(name, [known.name for known in plugins.formats.values() if known.write], to_write=True))


def chosen_writer(name: str | None, output: str | None, plugins: Plugins) -> Format:
    """Return the format to write: the one that is named, else the one that the suffix of the output tells.

    Raises:
        ConfigurationError: when neither tells it, or they contradict each other.

    """
    writable = [known for known in plugins.formats.values() if known.write is not None]
    to_file = output is not None and output != "-" and not is_folder(output)
    if name is not None:
        found = writer(name, plugins)
        if to_file:
            refuse_mismatch(found, output or "", writable)
        return found
    fitting = with_suffix(output or "", writable) if to_file else []
    if len(fitting) == 1:
        return fitting[0]
    known = ", ".join(each.name for each in writable)
    if not to_file:
        raise ConfigurationError(_("name the format to write with --format; there are: {known}.").format(known=known))
    plugin = bringing("suffixes", os.path.splitext(output or "")[1].lower())
    if plugin is not None and not fitting and not any(format_ in plugins.formats for format_ in plugin.formats):
        raise ConfigurationError(
            _("the format of {path} needs a plugin; install it with: {command}").format(path=output, command=plugin.install)
        )
    raise ConfigurationError(
        _("the name {path} tells no format that can be written; name one with --format: {known}.").format(path=output, known=known)
    )


@record
class Export:
    """One export: the format, where it goes, and what was left out on the way."""

    run: Session
    format: Format
    context: WriteContext
    account: Account
    lossy: bool
    written: int = 0
    told: int = 0
    _lacking: list[str] = field(default_factory=list)

    def reports(self, results: Iterable[Result]) -> Iterator[Report]:
        """Yield the reports that were read."""
        for result in results:
            if result.input.status == READ and result.report is not None:
                yield result.report

    def bytes_of(self, reports: Sequence[Report]) -> bytes:
        """Write reports as the format does; its failure is told and is the format's alone.

        Raises:
            Broken: when the writer fails.
            ConfigurationError: when a parameter is wrong.
            InputError: when a report cannot be written in the format.

        """
        owner = self.run.plugins.format_owner(self.format.name)
        write = self.format.writer()
        try:
            allowed = (ConfigurationError, InputError)
            ours = owner is None or owner.ours
            data = write(reports, self.context) if ours else guarded(lambda: write(reports, self.context), allowed=allowed)
        except (ConfigurationError, InputError):
            raise
        except Exception as error:
            words = str(error) if isinstance(error, Broken) else words_of(error)
            raise Broken(_("writing {format} failed: {error}").format(format=self.format.name, error=words)) from error
        if not isinstance(data, bytes):
            raise Broken(_("writing {format} failed: {error}").format(format=self.format.name, error=f"it gives {type(data).__name__}, no bytes"))
        for report in reports:
            self.lacking(report, data if len(reports) == 1 else None)
        return data

    def lacking(self, report: Report, data: bytes | None) -> None:
        """Say what a report has and its export lacks."""
        if self.lossy or self.format.keeps_all(self.context.params):
            return
        form = self.run.plugins.forms.of(report)
        if data is None:
            data = self.bytes_again(report) if self.format.read is not None else b""  # looked at only where it can be read again
        found = losses(report, form, self.format, data, self.run.plugins)
        if not found:
            return
        self.account.codes.add(FINDINGS)
        self.told += 1
        if self.told <= MOST_TOLD:
            name = " ".join(filter(None, (report.source.uri if report.source else "", report.agency.name, str(report.year or ""))))
            for sentence in found:
                self.run.streams.say(_("{report}: left out of {format}: {what}").format(report=name, format=self.format.name, what=sentence))

    def bytes_again(self, report: Report) -> bytes:
        """One report of many, written for itself to be looked at."""
        return self.format.writer()([report], self.context)

    def each(self, reports: Iterator[Report]) -> Iterator[bytes]:
        """Yield what a format writes report by report."""
        yield from self.format.called("write_each")(self.counted(reports), self.context)

    def counted(self, reports: Iterator[Report]) -> Iterator[Report]:
        """Yield the reports on their way to be written, and say what their export lacks."""
        for report in reports:
            self.written += 1
            self.lacking(report, None)
            yield report

    def to_folder(self, reports: Iterator[Report], folder: Folder) -> None:
        """Write a file a report; what one of them does not bear is told, and the others go on."""
        for report in reports:
            try:
                folder.put(report, self.bytes_of([report]))
                self.written += 1
            except ConfigurationError:
                raise
            except GovdiscError as error:
                self.account.codes.add(FAILED if isinstance(error, Broken) else UNREADABLE)
                self.run.streams.say(f"govdisc: {report.source.uri if report.source else ''}: {error}")

    def whole(self, reports: Iterator[Report]) -> Iterator[bytes]:
        """Yield the bytes of one file of all reports, nothing where there is none."""
        first = next(reports, None)
        if first is None:
            return
        if self.format.write_each is not None:
            yield from self.each(chain([first], reports))
            return
        gathered = list(chain([first], reports))
        if len(gathered) > 1 and not self.format.many:
            raise ConfigurationError(
                _("a {format} file holds one report, and there are {count}; name a folder with -o FOLDER/.").format(
                    format=self.format.name, count=len(gathered)
                )
            )
        data = self.bytes_of(gathered)
        self.written = len(gathered)
        yield data


@click.command(
    "export",
    cls=options.Command,
    examples=(
        "govdisc export report.docx -o report.json",
        "govdisc export reports/ --format json -o as-json/",
        "govdisc export report.docx --format json | govdisc validate -",
    ),
    help=N_("Write reports in another format: to stdout, to a file, or with -o FOLDER/ one file a report (agency-year.ext)."),
)
@common.input_options
@options.option(
    "--format",
    "output_format",
    metavar="NAME",
    shell_complete=complete_writable,
    help=N_("The format to write; see govdisc formats. Else the suffix of -o tells it."),
)
@options.option("-o", "--output", metavar="FILE|FOLDER/", type=options.PATH, help=N_("A file, or a folder for one file a report. It is replaced as a whole."))
@options.option("--param", "params", multiple=True, metavar="NAME=VALUE", help=N_("A parameter of the format; see govdisc formats NAME."))
@options.option("--published", metavar="DATE", help=N_("The publication date (YYYY-MM-DD) where the report states none; a page prints it."))
@options.option("--index-number", metavar="NUMBER", help=N_("索引号, for formats that print it: html and portal-xml."))
@options.option("--fragment", is_flag=True, help=N_("Only what stands in the body of a page, for the editor of a website."))
@options.option("--lossy", is_flag=True, help=N_("Do not look for what the format cannot hold, and do not end with 1 because of it."))
@config_options
@options.option("-q", "--quiet", is_flag=True, help=N_("Say nothing on stderr but what failed or was refused."))
@options.option("-v", "--verbose", is_flag=True, help=N_("Say what was read."))
def command(
    paths: tuple[str, ...],
    input_format: str | None,
    variant: str | None,
    jobs: int | None,
    exclude: tuple[str, ...],
    cache: str | None,
    output_format: str | None,
    output: str | None,
    params: tuple[str, ...],
    published: str | None,
    index_number: str | None,
    fragment: bool,
    lossy: bool,
    config: str | None,
    no_config: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write reports in another format."""
    run = session()
    format_ = chosen_writer(output_format, output, run.plugins)
    output = None if output == "-" else output
    if output is None and format_.binary:
        run.streams.refuse_binary(format_.name)
    params += _as_parameters(format_, published, index_number, fragment)
    context = WriteContext(run.plugins.forms, parameters(params, {format_.name: format_.parameters})[format_.name])
    chosen = load_settings(
        variant=variant, input_format=input_format, published=published, exclude=exclude, config=config, no_config=no_config, with_baseline=False
    )
    sources = common.sources(paths, chosen.exclude)
    inputs = Inputs(sources, run.beside) if output is not None else None
    account = Account(run, verbose, quiet=quiet, judged=False)
    account.expected = lambda: sum(1 for _source in common.sources(paths, chosen.exclude))
    export = Export(run, format_, context, account, lossy)
    reports = export.reports(account.passing(Engine(run.plugins, chosen.run, cache=None if cache is None else Cache(cache), crew=common.crew(run)).read(sources, jobs=jobs)))
    replaced = 0
    try:
        replaced = _written(export, reports, output, inputs)
    except (Ended, Interrupt):
        sweep(output or ".")
        raise
    except (OutputError, Broken, InputError) as error:
        export.written = 0  # one file of all reports, or a folder that was not made
        account.codes.add(error.exit_code)
        run.streams.say(f"govdisc: {error}")
        if not account.files:  # a folder that was not made: nothing was read, and there is no account of it
            return common.worst(account.codes)
    if export.told > MOST_TOLD:
        run.streams.say(_("and {count} more reports whose export lacks something").format(count=export.told - MOST_TOLD))
    if replaced and not quiet:
        run.streams.say(_("{count} files that were there were replaced.").format(count=replaced))
    account.tell(written=export.written, quiet=output is None)
    account.codes.add(run.tell_broken())
    if account.interrupted:
        sweep(output or ".")
        run.streams.say(_("interrupted"))
        return INTERRUPTED
    return common.worst(account.codes)


def _written(export: Export, reports: Iterator[Report], output: str | None, inputs: Inputs | None) -> int:
    """Write the reports where they go, and return how many files that were there gave way."""
    format_, streams = export.format, export.run.streams
    if inputs is None or output is None:
        for piece in export.whole(reports):
            streams.data(piece)
        streams.flush()
    elif is_folder(output) and format_.write_folder is not None:
        whole = WholeFolder(output, format_.suffixes, inputs, export.context.params.get("replace") == "yes")
        report = next(reports, None)
        if report is not None:
            whole.write(format_.called("write_folder")(export.counted(chain([report], reports)), export.context))
    elif is_folder(output):
        folder = Folder(output, format_.suffixes[0], inputs)
        export.to_folder(reports, folder)
        return folder.replaced
    else:
        inputs.refuse(output)
        first = next(pieces := export.whole(reports), None)
        if first is not None:
            write_file(output, chain([first], pieces), inputs)
    return 0


def _as_parameters(format_: Format, published: str | None, index_number: str | None, fragment: bool) -> tuple[str, ...]:
    """The options that are parameters of some formats; a publication date is a fact of the report as well, and so fits every format."""
    pairs = [f"index_number={index_number}"] if index_number is not None else []
    pairs += ["fragment=yes"] if fragment else []
    if published is not None and any(parameter.name == "published" for parameter in format_.parameters):
        pairs.append(f"published={published}")
    return tuple(pairs)

