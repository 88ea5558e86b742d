"""What the commands share: the plugins, options of every command that reads, tables on the terminal, exit codes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from govdisc.cli.options import option
from govdisc.cli.session import FAILED, FINDINGS, NO_INPUT, OK, PRECEDENCE, UNREADABLE, USAGE, session
from govdisc.i18n import N_
from govdisc.plugins import Plugins

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
        option("-j", "--jobs", default=1, type=click.IntRange(0, 256), metavar="N", help=N_("Work in N processes; 0 is one a core.")),
        option("--exclude", multiple=True, metavar="PATTERN", help=N_("Leave out files and folders of that name within folders; may be repeated.")),
        option("--cache", metavar="FOLDER", help=N_("Keep what was found of each file there, and use it again while the file is the same.")),
        option(
            "--variant",
            metavar="NAME",
            help=N_("Read and check by this regional variant; else one is chosen where agency and year call for it."),
        ),
        option("--from", "input_format", metavar="FORMAT", help=N_("Read every input as this format, where its content does not tell.")),
        click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path()),
    ):
        function = decorate(function)
    return function


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
