"""What the commands share: the plugins, options of every command that reads, tables on the terminal, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from govdisc.cli.completing import complete_readable, complete_variants
from govdisc.cli.options import PATH, option
from govdisc.cli.session import FAILED, FINDINGS, NO_INPUT, OK, PRECEDENCE, UNREADABLE, USAGE, Session, session
from govdisc.engine import Engine
from govdisc.errors import ConfigurationError
from govdisc.i18n import N_
from govdisc.i18n import gettext as _
from govdisc.kinds import Crew
from govdisc.known import bringing
from govdisc.nearest import did_you_mean
from govdisc.plugins import Plugins
from govdisc.sources import Paths

F = TypeVar("F", bound=Callable[..., Any])

__all__ = ["FAILED", "FINDINGS", "NO_INPUT", "OK", "UNREADABLE", "USAGE", "colour", "input_options", "plugins", "session", "table", "worst"]


def plugins() -> Plugins:
    """Return the plugins of this run."""
    return session().plugins


def report_broken(found: Plugins) -> int:
    """Say on stderr which plugins failed; return the exit code for that, 0 when none did."""
    return session().tell_broken()


def worst(codes: Iterable[int]) -> int:
    """Return the exit code that goes before the others."""
    have = set(codes)
    return next((code for code in PRECEDENCE if code in have), OK)


def input_options(function: F) -> F:
    """Add the options of every command that reads reports."""
    for decorate in (
        option(
            "-j",
            "--jobs",
            type=click.IntRange(0, 256),
            metavar="N",
            help=N_("Work in N processes; 0 is one a core. Default: one for a few files, up to four for many or for a large one."),
        ),
        option("--exclude", multiple=True, metavar="PATTERN", help=N_("Leave out files and folders of that name within folders; may be repeated.")),
        option(
            "--cache",
            "--resume",
            "cache",
            metavar="FOLDER",
            help=N_("Keep what was found of each file there, and use it again while the file is the same: a run that was broken off goes on from it."),
        ),
        option(
            "--executor",
            metavar="NAME[:ADDRESS]",
            expose_value=False,
            callback=_keep_executor,
            help=N_("Who does the work: processes of this machine (-j), or dask:ADDRESS, a scheduler's workers (plugin)."),
        ),
        option(
            "--variant",
            metavar="NAME",
            shell_complete=complete_variants,
            help=N_("Read and check by this regional variant; else one is chosen where agency and year call for it."),
        ),
        option(
            "--from",
            "input_format",
            metavar="FORMAT",
            shell_complete=complete_readable,
            help=N_("Read every input as this format, where its content does not tell."),
        ),
        option(
            "--stdin-filename",
            metavar="NAME",
            expose_value=False,
            callback=_keep_name,
            help=N_("What to call the input from stdin (-); its suffix is a hint to its format."),
        ),
        option(
            "--files-from",
            metavar="FILE",
            type=PATH,
            expose_value=False,
            is_eager=True,
            callback=_listed,
            help=N_("Read also the files that FILE (- is stdin) lists, one a line or parted by NUL."),
        ),
        click.argument("paths", nargs=-1, metavar="PATH…", type=PATH, callback=_with_listed),
    ):
        function = decorate(function)
    return function


_NAME, _LIST = "govdisc.stdin-filename", "govdisc.files-from"
_EXECUTOR = "govdisc.executor"
#: A longer list is none.
_LONGEST_LIST = 200_000_000


def _keep_name(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    context.meta[_NAME] = value or "-"


def _listed(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """Read the list of files; the names are bytes of the file system, whatever the locale."""
    if value is None or context.resilient_parsing:
        return
    try:
        if value == "-":
            data = sys.stdin.buffer.read(_LONGEST_LIST + 1)
        else:
            with open(value, "rb") as file:
                data = file.read(_LONGEST_LIST + 1)
    except OSError as error:
        raise ConfigurationError(_("the list {path} cannot be read: {error}.").format(path=value, error=error.strerror or error)) from None
    if len(data) > _LONGEST_LIST:
        raise ConfigurationError(_("the list {path} is too long.").format(path=value))
    if value != "-":
        session().beside.append(value)
    lines = data.split(b"\0") if b"\0" in data else data.removeprefix(b"\xef\xbb\xbf").splitlines()
    context.meta[_LIST] = (value, tuple(os.fsdecode(line) for line in lines if line.strip()))


def _with_listed(context: click.Context, parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """The paths that were named and those of the list; neither is an error, an empty list is not."""
    if context.resilient_parsing:
        return value
    origin, listed = context.meta.get(_LIST, (None, ()))
    if origin is None and not value:
        raise click.MissingParameter(ctx=context, param=parameter)
    if origin == "-" and "-" in value:
        raise ConfigurationError(_("stdin cannot be an input and the list of inputs at once."))
    return (*value, *listed)


def _keep_executor(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    context.meta[_EXECUTOR] = value


def crew(run: Session) -> Callable[[Engine], Crew] | None:
    """Return what opens the workers that ``--executor`` names, None for processes of this machine.

    Raises:
        ConfigurationError: when no plugin brings such.

    """
    name, _colon, address = (click.get_current_context().meta.get(_EXECUTOR) or "processes").partition(":")
    if name == "processes":
        if address:
            raise ConfigurationError(_("--executor processes takes no address; -j says how many."))
        return None
    executor = run.plugins.executors.get(name)
    if executor is None:
        known = bringing("executors", name)
        if known is not None:
            raise ConfigurationError(_("--executor {name} needs a plugin; install it with: {command}").format(name=name, command=known.install))
        names = ["processes", *run.plugins.executors]
        raise ConfigurationError(_("there is no executor {name}; there are: {known}.").format(name=name, known=", ".join(names)) + did_you_mean(name, names))
    from govdisc.parallel import Task

    return lambda engine: executor.open(address, Task.of(engine), run.streams.say)


def sources(paths: Sequence[str], exclude: Sequence[str]) -> Paths:
    """Return what paths lead to, with stdin under the name that it was given."""
    return Paths(paths, exclude, stdin_name=click.get_current_context().meta.get(_NAME, "-"))


def table(rows: Sequence[Sequence[object]], headers: Sequence[str]) -> str:
    """Return a plain table, with Chinese counted as wide as it is shown."""
    from tabulate import tabulate

    return str(tabulate(rows, headers, tablefmt="simple", disable_numparse=True))


def colour() -> bool:
    """Tell whether to colour: a terminal, and no NO_COLOR (https://no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (session().streams.is_terminal() and os.environ.get("TERM") != "dumb")


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    session().streams.data(data)
