"""``govdisc export``: any readable format in, any writable one out."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from govdisc.cli import common, options
from govdisc.cli.inputs import Inputs
from govdisc.errors import ConfigurationError, InputError, PluginError
from govdisc.formats.base import Format, WriteOptions
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.model.report import Report
from govdisc.plugins import Plugins

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def writer(name: str, plugins: Plugins) -> Format:
    """Return a format that can be written.

    Raises:
        ConfigurationError: when there is none of that name.

    """
    from govdisc.pipeline import KNOWN_FORMATS

    found = plugins.formats.get(name)
    if found is not None and found.write is not None:
        return found
    known = ", ".join(one.name for one in plugins.formats.values() if one.write)
    if name in KNOWN_FORMATS and found is None:
        raise ConfigurationError(
            _("the format {name} needs a plugin; install it with: pip install {package} (installed: {known}).").format(
                name=name, package=KNOWN_FORMATS[name], known=known
            )
        )
    raise ConfigurationError(_("there is no format {name} to write; there are: {known}.").format(name=name, known=known))


def parameters(pairs: Sequence[str], format_: Format) -> dict[str, str]:
    """Return ``--param NAME=VALUE`` pairs as a mapping.

    Raises:
        ConfigurationError: when a pair is malformed or the format has no such parameter.

    """
    out: dict[str, str] = {}
    known = [one.name for one in format_.parameters]
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ConfigurationError(_("--param takes NAME=VALUE, not {pair}.").format(pair=pair))
        if name not in known:
            raise ConfigurationError(
                _("the format {format} has no parameter {name}; it has: {known}.").format(
                    format=format_.name, name=name, known=", ".join(known) or "-"
                )
            )
        out[name] = value
    return out


def file_name(report: Report, format_: Format, taken: set[str]) -> str:
    """Return ``agency-year.ext`` as a name that is safe on every system and not taken yet."""
    agency = _UNSAFE.sub("_", report.agency.name or _("report")).strip("._ ")[:80] or "report"
    base = f"{agency}-{report.year}" if report.year else agency
    if _RESERVED.match(base):
        base = f"_{base}"
    name, number = f"{base}{format_.suffixes[0]}", 1
    while name.lower() in taken:
        number += 1
        name = f"{base}-{number}{format_.suffixes[0]}"
    taken.add(name.lower())
    return name


def replace_file(path: Path, data: bytes) -> None:
    """Write a file as a whole: a failed or interrupted write leaves what was there before."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".govdisc-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class _Output:
    """Where reports go: stdout, one file, or a folder with a file a report."""

    def __init__(self, target: str | None, format_: Format, options: WriteOptions, inputs: Inputs) -> None:
        self.target = target
        self.format = format_
        self.options = options
        self.inputs = inputs
        self.taken: set[str] = set()

    def bytes_of(self, reports: Sequence[Report]) -> bytes:
        assert self.format.write is not None
        try:
            return self.format.write(reports, self.options)
        except (ConfigurationError, InputError):
            raise
        except Exception as error:
            raise PluginError(
                _("writing {format} failed: {error}").format(format=self.format.name, error=f"{type(error).__name__}: {error}")
            ) from error

    def is_folder(self) -> bool:
        return self.target is not None and (os.path.isdir(self.target) or self.target.endswith(("/", os.sep)))

    def put_in_folder(self, report: Report) -> None:
        assert self.target is not None
        folder = Path(self.target)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(_("the folder {path} cannot be made: {error}.").format(path=folder, error=error.strerror)) from error
        self.replace(folder / file_name(report, self.format, self.taken), [report])

    def replace(self, path: Path, reports: Sequence[Report]) -> None:
        data = self.bytes_of(reports)
        if any(path.exists() and known.exists() and path.samefile(known) for known in self.inputs.opened):
            raise ConfigurationError(_("{path} is one of the inputs, and inputs are never changed; name another file.").format(path=path))
        try:
            replace_file(path, data)
        except OSError as error:
            raise ConfigurationError(_("{path} cannot be written: {error}.").format(path=path, error=error.strerror)) from error


def _good(inputs: Inputs, codes: set[int]) -> Iterator[Report]:
    for uri, one in inputs.reports():
        if isinstance(one, InputError):
            click.echo(f"{uri}: {one}", err=True)
            codes.add(common.UNREADABLE)
        else:
            yield one


def _put(output: _Output, reports: Iterator[Report]) -> int:
    """Send reports to the output; return how many there were."""
    format_, count = output.format, 0
    if output.is_folder():
        for report in reports:
            output.put_in_folder(report)
            count += 1
        return count
    if output.target is None and format_.name == "jsonl":
        for report in reports:  # one after another, so that a pipe may close early
            common.write_bytes(output.bytes_of([report]))
            count += 1
        return count
    gathered = list(reports)
    if not gathered:
        return 0
    if len(gathered) > 1 and not format_.many:
        raise ConfigurationError(
            _("a {format} file holds one report, and there are {count}; name a folder with -o FOLDER/.").format(
                format=format_.name, count=len(gathered)
            )
        )
    if output.target is None:
        common.write_bytes(output.bytes_of(gathered))
    else:
        output.replace(Path(output.target), gathered)
    return len(gathered)


@click.command(
    "export",
    cls=options.Command,
    help=N_("Write reports in another format: to stdout, to a file, or with -o FOLDER/ one file a report (agency-year.ext)."),
)
@common.input_options
@options.option("--format", "output_format", required=True, metavar="NAME", help=N_("The format to write; see govdisc formats."))
@options.option("-o", "--output", metavar="FILE|FOLDER/", help=N_("A file, or a folder for one file a report. It is replaced as a whole."))
@options.option("--param", "params", multiple=True, metavar="NAME=VALUE", help=N_("A parameter of the format; see govdisc formats NAME."))
@options.option("--no-bom", is_flag=True, help=N_("Write CSV without the mark that lets Excel show Chinese (--param bom=no)."))
def command(
    paths: tuple[str, ...],
    input_format: str | None,
    variant: str | None,
    output_format: str,
    output: str | None,
    params: tuple[str, ...],
    no_bom: bool,
) -> int:
    """Write reports in another format."""
    plugins = common.plugins()
    format_ = writer(output_format, plugins)
    settings = parameters([*params, *(["bom=no"] if no_bom else [])], format_)
    inputs = Inputs(paths, plugins, input_format, variant)
    if variant is not None and all(one.variant != variant for one in plugins.forms.variants()):
        known = ", ".join(one.variant or "" for one in plugins.forms.variants())
        raise ConfigurationError(_("there is no variant {name}; installed are: {known}.").format(name=variant, known=known or "-"))
    codes: set[int] = set()
    count = _put(_Output(output, format_, WriteOptions(plugins.forms, settings), inputs), _good(inputs, codes))
    for path in inputs.passed_over:
        click.echo(_("{path}: no report in it, passed over").format(path=path), err=True)
    if not count and not codes:
        click.echo(_("no report was found in what was named."), err=True)
        codes.add(common.NO_INPUT)
    codes.add(common.report_broken(plugins))
    return common.worst(codes)
